//! Consent: what was asked, what was answered, and what follows from it.
//!
//! The rules here are pure. [`Summary`] folds a candidate's events; [`status`] adds the clock.

pub mod append;
pub mod content;
pub mod disclosure;
pub mod notice;
pub mod proposal;
pub mod publish;
pub mod record;
pub mod renditions;
pub mod store;
pub mod submit;
pub mod translations;
pub mod verify;
pub mod withdraw;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::clock::{self, DAY, Millis};

/// The states of a consent record, after ISO/IEC TS 27560 as profiled by the W3C DPV guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    Requested,
    Given,
    Renewed,
    Refused,
    Withdrawn,
    Expired,
    Invalidated,
}

/// Who brought the event about, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The widget on a career page.
    Widget,
    /// A candidate's page reached through a link in a mail.
    Link,
    /// Written down by staff.
    Paper,
    Spoken,
    /// The server itself.
    System,
}

/// How far it is known that the person is the one the address belongs to (rule 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    Unverified,
    Email,
    /// Staff vouch for it.
    Staff,
    None,
}

macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words!(EventKind {
    Requested = "requested",
    Given = "given",
    Renewed = "renewed",
    Refused = "refused",
    Withdrawn = "withdrawn",
    Expired = "expired",
    Invalidated = "invalidated",
});
words!(Origin { Widget = "widget", Link = "link", Paper = "paper", Spoken = "spoken", System = "system" });
words!(Identity { Unverified = "unverified", Email = "email", Staff = "staff", None = "none" });

/// What was decided about one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub purpose: String,
    pub granted: bool,
    /// When a granted consent ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
}

/// An event as far as the rules look at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    pub kind: EventKind,
    pub at: Millis,
    pub text: Option<ShownText>,
    pub decisions: Vec<Decision>,
}

/// Which text was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownText {
    pub version_id: String,
    pub version: i64,
    pub language: String,
}

/// A candidate's events in short.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    pub answer: Answer,
    /// When consent was last given or renewed, and to which text. Kept when it no longer stands.
    pub consented: Option<(Millis, ShownText)>,
    /// When the first and the last of the consents that stand come to their end.
    pub first_expiry: Option<Millis>,
    pub last_expiry: Option<Millis>,
    /// The purposes whose consent stands, with their ends.
    pub purposes: Vec<(String, Option<Millis>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answer {
    #[default]
    None,
    Given,
    Refused,
    Withdrawn,
    Invalidated,
}

words!(Answer {
    None = "none",
    Given = "given",
    Refused = "refused",
    Withdrawn = "withdrawn",
    Invalidated = "invalidated",
});

impl Summary {
    /// Folds events, oldest first.
    pub fn of(facts: &[Fact]) -> Self {
        let mut standing: BTreeMap<&str, Option<Millis>> = BTreeMap::new();
        let mut summary = Self::default();
        for fact in facts {
            match fact.kind {
                EventKind::Given | EventKind::Renewed => {
                    for decision in &fact.decisions {
                        if decision.granted {
                            standing.insert(&decision.purpose, decision.until);
                        } else {
                            standing.remove(decision.purpose.as_str());
                        }
                    }
                    if let Some(text) = &fact.text {
                        summary.consented = Some((fact.at, text.clone()));
                    }
                }
                EventKind::Withdrawn => {
                    for decision in &fact.decisions {
                        standing.remove(decision.purpose.as_str());
                    }
                }
                EventKind::Refused | EventKind::Invalidated => standing.clear(),
                EventKind::Requested | EventKind::Expired => continue,
            }
            summary.answer = if standing.is_empty() {
                answer_without_consent(fact.kind)
            } else {
                Answer::Given
            };
        }
        let ends = || standing.values().flatten().copied();
        summary.first_expiry = ends().min();
        summary.last_expiry = ends().max();
        summary.purposes = standing
            .into_iter()
            .map(|(purpose, until)| (purpose.to_owned(), until))
            .collect();
        summary
    }
}

fn answer_without_consent(kind: EventKind) -> Answer {
    match kind {
        EventKind::Invalidated => Answer::Invalidated,
        EventKind::Withdrawn => Answer::Withdrawn,
        _ => Answer::Refused,
    }
}

/// Where a candidate stands; the words of the staff API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Awaiting,
    Valid,
    Expiring,
    Expired,
    Invalidated,
    Refused,
    Held,
}

words!(Status {
    Awaiting = "awaiting",
    Valid = "valid",
    Expiring = "expiring",
    Expired = "expired",
    Invalidated = "invalidated",
    Refused = "refused",
    Held = "held",
});

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Awaiting,
        Self::Valid,
        Self::Expiring,
        Self::Expired,
        Self::Invalidated,
        Self::Refused,
        Self::Held,
    ];
}

/// What [`status`] looks at: the summary columns of a candidate and what they are measured against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub answer: Answer,
    pub text_version: Option<i64>,
    pub first_expiry: Option<Millis>,
    pub last_expiry: Option<Millis>,
    pub held_until: Option<Millis>,
    pub restricted: bool,
}

/// Rule 5: computed when read; no job has to run for a consent to be expired.
/// `material_version` is the last material version of the candidate's text, `lead_days` the tenant's.
///
/// `candidates::filter` has the same rule as SQL, for filtering; a test holds the two together.
pub fn status(standing: &Standing, material_version: i64, lead_days: i64, now: Millis) -> Status {
    if standing.restricted || standing.held_until.is_some_and(|until| until > now) {
        return Status::Held;
    }
    match standing.answer {
        Answer::None => Status::Awaiting,
        Answer::Refused | Answer::Withdrawn => Status::Refused,
        Answer::Invalidated => Status::Invalidated,
        Answer::Given
            if standing
                .text_version
                .is_some_and(|version| version < material_version) =>
        {
            Status::Invalidated
        }
        Answer::Given if standing.last_expiry.is_some_and(|end| end <= now) => Status::Expired,
        Answer::Given
            if standing
                .first_expiry
                .is_some_and(|end| end <= now + lead_days * DAY) =>
        {
            Status::Expiring
        }
        Answer::Given => Status::Valid,
    }
}

/// The end of a consent: of the same day of the month `months` later, or of the month's last day, where the tenant is.
/// People are told the day, and are held to it up to its end.
pub fn valid_until(given: Millis, months: u32, zone: &TimeZone) -> Millis {
    let last_day = jiff::Timestamp::from_millisecond(given)
        .map(|at| at.to_zoned(zone.clone()).date())
        .and_then(|day| day.checked_add(jiff::Span::new().try_months(months)?))
        .and_then(|day| day.tomorrow());
    let over = last_day.ok().and_then(|day| clock::start_of(day, zone));
    over.map_or(given, |over| over - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: i64) -> Option<ShownText> {
        Some(ShownText {
            version_id: format!("v{version}"),
            version,
            language: "sv".into(),
        })
    }

    fn fact(kind: EventKind, at: Millis, decisions: &[(&str, bool, Millis)]) -> Fact {
        let decisions = decisions
            .iter()
            .map(|(purpose, granted, until)| Decision {
                purpose: (*purpose).to_owned(),
                granted: *granted,
                until: granted.then_some(*until),
            })
            .collect();
        Fact {
            kind,
            at,
            text: text(1),
            decisions,
        }
    }

    #[test]
    fn consents_to_several_purposes_end_each_on_its_own() {
        let summary = Summary::of(&[fact(
            EventKind::Given,
            1,
            &[("a", true, 100), ("b", true, 50)],
        )]);
        assert_eq!(
            (summary.answer, summary.first_expiry, summary.last_expiry),
            (Answer::Given, Some(50), Some(100))
        );
    }

    #[test]
    fn withdrawing_one_purpose_leaves_the_other() {
        let given = fact(EventKind::Given, 1, &[("a", true, 100), ("b", true, 50)]);
        let partly = [
            given.clone(),
            fact(EventKind::Withdrawn, 2, &[("b", false, 0)]),
        ];
        assert_eq!(Summary::of(&partly).answer, Answer::Given);
        assert_eq!(Summary::of(&partly).first_expiry, Some(100));
        let wholly = [
            given,
            fact(EventKind::Withdrawn, 2, &[("a", false, 0), ("b", false, 0)]),
        ];
        assert_eq!(Summary::of(&wholly).answer, Answer::Withdrawn);
    }

    #[test]
    fn the_latest_answer_stands() {
        let mut facts = vec![
            fact(EventKind::Given, 1, &[("a", true, 100)]),
            fact(EventKind::Invalidated, 2, &[]),
        ];
        assert_eq!(Summary::of(&facts).answer, Answer::Invalidated);
        facts.push(fact(EventKind::Renewed, 3, &[("a", true, 200)]));
        assert_eq!(Summary::of(&facts).answer, Answer::Given);
        facts.push(fact(EventKind::Requested, 4, &[]));
        assert_eq!(Summary::of(&facts).answer, Answer::Given);
        facts.push(fact(EventKind::Refused, 5, &[]));
        assert_eq!(Summary::of(&facts).answer, Answer::Refused);
        assert_eq!(Summary::of(&facts).consented, Some((3, text(1).unwrap())));
    }

    #[test]
    fn status_follows_the_clock_alone() {
        let standing = Standing {
            answer: Answer::Given,
            text_version: Some(1),
            first_expiry: Some(100 * DAY),
            last_expiry: Some(100 * DAY),
            held_until: None,
            restricted: false,
        };
        let at = |now| status(&standing, 1, 30, now);
        assert_eq!(at(0), Status::Valid);
        assert_eq!(at(70 * DAY - 1), Status::Valid);
        assert_eq!(at(70 * DAY), Status::Expiring);
        assert_eq!(at(100 * DAY - 1), Status::Expiring);
        assert_eq!(at(100 * DAY), Status::Expired);
        assert_eq!(status(&standing, 2, 30, 0), Status::Invalidated);
        assert_eq!(
            status(
                &Standing {
                    held_until: Some(5),
                    ..standing
                },
                1,
                30,
                4
            ),
            Status::Held
        );
        assert_eq!(
            status(
                &Standing {
                    held_until: Some(5),
                    ..standing
                },
                1,
                30,
                5
            ),
            Status::Valid
        );
        assert_eq!(
            status(
                &Standing {
                    restricted: true,
                    ..standing
                },
                1,
                30,
                0
            ),
            Status::Held
        );
    }

    #[test]
    fn validity_is_counted_in_calendar_months() {
        let at = |text| crate::clock::parse_rfc3339(text).unwrap();
        let until =
            |given, months, zone| valid_until(at(given), months, &TimeZone::get(zone).unwrap());
        assert_eq!(
            until("2026-01-31T10:00:00Z", 1, "UTC"),
            at("2026-02-28T23:59:59.999Z")
        );
        assert_eq!(
            until("2024-02-29T10:00:00Z", 24, "UTC"),
            at("2026-02-28T23:59:59.999Z")
        );
        // Half past midnight on the first of June in Stockholm.
        assert_eq!(
            until("2026-05-31T22:30:00Z", 12, "Europe/Stockholm"),
            at("2027-06-01T21:59:59.999Z")
        );
    }
}
