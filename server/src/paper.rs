//! What papers for auditors have in common: the reader's language, and times where the tenant is.

use crate::clock::Millis;
use crate::i18n::{self, Value};
use crate::mail::compose::{local, local_date};
use crate::mail::store::{Fate, MailRow};
use crate::tenants::Tenant;

/// The language of a paper: the asked one, else the tenant's; Swedish or English, as all that staff read.
pub fn language(asked: Option<&str>, tenant: &Tenant) -> &'static str {
    let asked = asked.filter(|tag| !tag.is_empty());
    match i18n::supported(asked.unwrap_or(&tenant.language)) {
        "sv" => "sv",
        _ => "en",
    }
}

/// Speaks one language about one tenant.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    pub language: &'a str,
    pub tenant: &'a Tenant,
}

impl Speaker<'_> {
    pub fn say(&self, key: &str) -> String {
        i18n::text(self.language, key, &[])
    }

    pub fn fill(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&'static str, Value<'_>)> = values
            .iter()
            .map(|(name, value)| (*name, Value::from((*value).to_owned())))
            .collect();
        i18n::text(self.language, key, &values)
    }

    /// The message for a word of the domain, or the word itself if it is new to us.
    pub fn word(&self, prefix: &str, known: &[&str], word: &str) -> String {
        match known.contains(&word) {
            true => self.say(&format!("{prefix}-{word}")),
            false => word.to_owned(),
        }
    }

    /// `3 December 2026 at 14:05 (UTC+01:00)`
    pub fn moment(&self, at: Millis) -> String {
        let moment = local(self.tenant, at);
        let (hours, minutes, _) = moment.offset().as_hms();
        let sign = if moment.offset().is_negative() {
            '−'
        } else {
            '+'
        };
        format!(
            "{} (UTC{sign}{:02}:{:02})",
            i18n::date_time(self.language, moment),
            hours.unsigned_abs(),
            minutes.unsigned_abs()
        )
    }

    pub fn day(&self, at: Millis) -> String {
        i18n::date(self.language, local_date(self.tenant, at))
    }

    pub fn moment_or_none(&self, at: Option<Millis>) -> String {
        at.map_or_else(|| self.say("paper-none"), |at| self.moment(at))
    }

    pub fn renewal_reason(&self, reason: &str) -> String {
        let known = ["expiring", "material", "staff", "registered"];
        self.word("paper-renewal-reason", &known, reason)
    }

    pub fn renewal_state(&self, state: &str) -> String {
        let known = [
            "queued",
            "asked",
            "bounced",
            "answered",
            "unanswered",
            "cancelled",
        ];
        self.word("paper-renewal-state", &known, state)
    }

    pub fn answer(&self, answer: Option<&str>) -> String {
        match answer {
            Some(answer) => self.word("paper-answer", &["renewed", "declined"], answer),
            None => self.say("paper-none"),
        }
    }

    pub fn mail_kind(&self, kind: &str) -> String {
        let known = ["request", "reminder", "confirmation"];
        self.word("paper-mail", &known, kind)
    }

    /// What became of a mail and when: `Bounced 3 December …, after it was accepted 2 December …`.
    pub fn mail_fate(&self, fate: &str, accepted: Option<Millis>, ended: Option<Millis>) -> String {
        let key = format!("paper-fate-{fate}");
        let at = |moment: Option<Millis>| self.moment_or_none(moment);
        match Fate::parse(fate) {
            Some(Fate::Accepted) => self.fill(&key, &[("at", &at(accepted))]),
            Some(Fate::Bounced) if accepted.is_some() => self.fill(
                "paper-fate-bounced-later",
                &[("at", &at(ended)), ("accepted", &at(accepted))],
            ),
            Some(Fate::Bounced | Fate::Failed) => self.fill(&key, &[("at", &at(ended))]),
            Some(Fate::Queued | Fate::Cancelled) => self.say(&key),
            None => fate.to_owned(),
        }
    }

    pub fn fate_of(&self, mail: &MailRow) -> String {
        self.mail_fate(mail.fate().as_str(), mail.accepted_at, mail.ended_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_rfc3339;

    fn tenant(zone: &str) -> Tenant {
        Tenant {
            id: "t".into(),
            name: "Exempelbolaget AB".into(),
            contact: "dataskydd@exempel.example".into(),
            authority: String::new(),
            recipients: String::new(),
            time_zone: zone.into(),
            language: "da".into(),
            lead_days: 30,
            reminder_days: "[]".into(),
            sweep_stopped_at: None,
            sweep_due: None,
            address: String::new(),
            jurisdiction: String::new(),
            storage: String::new(),
            ..Tenant::default()
        }
    }

    #[test]
    fn times_are_the_tenants_with_the_offset_of_that_day() {
        let say = |zone: &str, at: &str| {
            let tenant = tenant(zone);
            let speaker = Speaker {
                language: "en",
                tenant: &tenant,
            };
            speaker.moment(parse_rfc3339(at).unwrap())
        };
        assert_eq!(
            say("Europe/Stockholm", "2026-07-01T10:05:00Z"),
            "1 July 2026 at 12:05 (UTC+02:00)"
        );
        assert_eq!(
            say("Europe/Stockholm", "2026-12-03T23:05:00Z"),
            "4 December 2026 at 00:05 (UTC+01:00)"
        );
        assert_eq!(
            say("America/St_Johns", "2026-12-03T12:00:00Z"),
            "3 December 2026 at 08:30 (UTC−03:30)"
        );
    }

    #[test]
    fn papers_are_swedish_or_english() {
        let tenant = tenant("UTC");
        assert_eq!(language(Some("sv-SE"), &tenant), "sv");
        assert_eq!(language(Some("fi"), &tenant), "en");
        assert_eq!(language(None, &tenant), "en");
        assert_eq!(
            language(
                Some(""),
                &Tenant {
                    language: "sv".into(),
                    ..tenant
                }
            ),
            "sv"
        );
    }
}
