//! What a receipt is worth today.

use samtycke_shared::proof::KeyFinding;
use samtycke_shared::receipt::{self, TYP_ERASURE, TYP_RECEIPT};
use serde::{Deserialize, Serialize};

use super::store::{self, Event};
use super::{EventKind, Fact};
use crate::app::App;
use crate::clock::{Millis, parse_rfc3339};
use crate::db::Tx;
use crate::erasure;
use crate::error::Result;
use crate::log;
use crate::log::proof::Inclusion;

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Verification {
    Valid(Box<Valid>),
    Invalid { valid: bool, reason: &'static str },
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Valid {
    valid: bool,
    /// `valid`, `superseded`, `withdrawn`, `refused`, `expired`, `invalidated` or `erased`.
    status: &'static str,
    consent_id: String,
    recorded_at: String,
    text_version: Option<i64>,
    /// `null` until the record is in the log, a second after it was given.
    log: Option<Inclusion>,
}

/// What is read from a receipt's payload.
#[derive(Debug, Deserialize)]
pub struct Payload {
    pub consent_id: String,
    recorded_at: String,
    state: String,
    controller: Party,
    subject: Subject,
    notice: Option<PayloadNotice>,
    #[serde(default)]
    purposes: Vec<PayloadPurpose>,
}

#[derive(Debug, Deserialize)]
struct Party {
    id: String,
}

#[derive(Debug, Deserialize)]
struct Subject {
    candidate_id: String,
}

#[derive(Debug, Deserialize)]
struct PayloadPurpose {
    valid_until: Option<String>,
}

impl Payload {
    /// What it is worth by itself, when nothing is known of what came after it.
    fn status(&self, now: Millis) -> &'static str {
        match EventKind::parse(&self.state) {
            Some(EventKind::Refused) => return "refused",
            Some(EventKind::Withdrawn) => return "withdrawn",
            _ => {}
        }
        let ends = self
            .purposes
            .iter()
            .filter_map(|purpose| purpose.valid_until.as_deref());
        let last = ends.filter_map(parse_rfc3339).max();
        match last.is_some_and(|end| end <= now) {
            true => "expired",
            false => "valid",
        }
    }
}

#[derive(Debug, Deserialize)]
struct PayloadNotice {
    version: i64,
}

/// A receipt whose signature is good and which this server knows.
pub struct Known {
    pub payload: Payload,
    kid: String,
    pub entry: [u8; 32],
}

/// Checks signature and form.
///
/// # Errors
/// The reason, in the contract's words.
pub fn check(app: &App, jws: &str) -> std::result::Result<Known, &'static str> {
    let verified = receipt::verify(jws.trim(), &log::jwks(app), &[TYP_RECEIPT])
        .map_err(receipt::Invalid::code)?;
    let payload = serde_json::from_slice(&verified.payload).map_err(|_| "malformed")?;
    Ok(Known {
        payload,
        kid: verified.kid,
        entry: receipt::log_entry(&verified.payload),
    })
}

/// Any document this server has signed, by the id the log knows it by.
pub struct Logged {
    pub record_id: String,
    pub entry: [u8; 32],
}

/// What is read from the payload of a receipt or an erasure certificate: it has one of the two.
#[derive(Debug, Deserialize)]
struct RecordId {
    #[serde(alias = "erasure_id")]
    consent_id: String,
}

/// Checks signature and form of a receipt or an erasure certificate.
///
/// # Errors
/// The reason, in the contract's words.
pub fn document(app: &App, jws: &str) -> std::result::Result<Logged, &'static str> {
    let verified = receipt::verify(jws.trim(), &log::jwks(app), &[TYP_RECEIPT, TYP_ERASURE])
        .map_err(receipt::Invalid::code)?;
    let id: RecordId = serde_json::from_slice(&verified.payload).map_err(|_| "malformed")?;
    Ok(Logged {
        record_id: id.consent_id,
        entry: receipt::log_entry(&verified.payload),
    })
}

pub async fn verify(app: &App, jws: &str) -> Result<Verification> {
    let known = match check(app, jws) {
        Ok(known) => known,
        Err(reason) => {
            return Ok(Verification::Invalid {
                valid: false,
                reason,
            });
        }
    };
    let mut tx = app.db.read().await?;
    let id = &known.payload.consent_id;
    let Some(status) = status(app, &mut tx, &known).await? else {
        return Ok(Verification::Invalid {
            valid: false,
            reason: "unknown_receipt",
        });
    };
    let inclusion = log::proof::inclusion(&mut tx, id).await?;
    let jwks = log::jwks(app);
    let index = inclusion.as_ref().map(|inclusion| inclusion.index);
    let key = jwks.document_key(&known.kid);
    if key.is_none_or(|key| KeyFinding::of(key, None, index) == KeyFinding::Compromised) {
        return Ok(Verification::Invalid {
            valid: false,
            reason: receipt::Invalid::UnknownKey.code(),
        });
    }
    Ok(Verification::Valid(Box::new(Valid {
        valid: true,
        status,
        log: inclusion,
        consent_id: known.payload.consent_id,
        recorded_at: known.payload.recorded_at,
        text_version: known.payload.notice.map(|notice| notice.version),
    })))
}

/// What is recorded now. `None` when the receipt is ours by signature but neither its event nor its log entry is there.
async fn status(app: &App, tx: &mut Tx, known: &Known) -> Result<Option<&'static str>> {
    let id = &known.payload.consent_id;
    if let Some((tenant, candidate)) = store::owner_of_event(tx, id).await? {
        let material = store::material_version_for(tx, &tenant, &candidate).await?;
        let events = store::events(tx, &tenant, &candidate).await?;
        return receipt_status(&events, known, material, app.now());
    }
    if !log::store::is_queued(tx, id, &known.entry).await? {
        return Ok(None);
    }
    let (tenant, candidate) = (
        &known.payload.controller.id,
        &known.payload.subject.candidate_id,
    );
    // The event is gone, its commitment stays: with an erasure, or with a database that was lost.
    let is_erased = erasure::store::of_candidate(tx, tenant, candidate)
        .await?
        .is_some()
        || erasure::journal::names(app, tenant, candidate)?;
    Ok(Some(match is_erased {
        true => "erased",
        false => known.payload.status(app.now()),
    }))
}

/// `None` when the receipt says something else than the record of that id: signed with the right key,
/// but not by recording.
fn receipt_status(
    events: &[Event],
    known: &Known,
    material_version: i64,
    now: Millis,
) -> Result<Option<&'static str>> {
    let is_recorded = |event: &Event| {
        event.id == known.payload.consent_id
            && receipt::log_entry(event.record.as_bytes()) == known.entry
    };
    let Some(position) = events.iter().position(is_recorded) else {
        return Ok(None);
    };
    let facts = store::facts(events)?;
    Ok(Some(status_of(&facts, position, material_version, now)))
}

/// Pure: what the event at `position` is worth, given all the candidate's events, oldest first.
pub fn status_of(
    facts: &[Fact],
    position: usize,
    material_version: i64,
    now: Millis,
) -> &'static str {
    let (this, later) = match facts.split_at_checked(position + 1) {
        Some((before, later)) => (&before[position], later),
        None => return "erased",
    };
    match this.kind {
        EventKind::Refused => return "refused",
        EventKind::Withdrawn => return "withdrawn",
        _ => {}
    }
    for fact in later {
        match fact.kind {
            EventKind::Given | EventKind::Renewed => return "superseded",
            EventKind::Refused => return "refused",
            EventKind::Invalidated => return "invalidated",
            EventKind::Withdrawn if withdraws_all(this, later) => return "withdrawn",
            _ => {}
        }
    }
    if this
        .text
        .as_ref()
        .is_some_and(|text| text.version < material_version)
    {
        return "invalidated";
    }
    let last_end = this
        .decisions
        .iter()
        .filter_map(|decision| decision.until)
        .max();
    if last_end.is_some_and(|end| end <= now) {
        "expired"
    } else {
        "valid"
    }
}

fn withdraws_all(this: &Fact, later: &[Fact]) -> bool {
    let withdrawn = |purpose: &str| {
        later
            .iter()
            .filter(|fact| fact.kind == EventKind::Withdrawn)
            .any(|fact| {
                fact.decisions
                    .iter()
                    .any(|decision| decision.purpose == purpose)
            })
    };
    this.decisions
        .iter()
        .filter(|decision| decision.granted)
        .all(|decision| withdrawn(&decision.purpose))
}

#[cfg(test)]
mod tests {
    use super::super::{Decision, ShownText};
    use super::*;

    fn fact(kind: EventKind, granted: &[&str]) -> Fact {
        let decisions = granted
            .iter()
            .map(|purpose| Decision {
                purpose: (*purpose).into(),
                granted: kind != EventKind::Withdrawn,
                until: Some(100),
            })
            .collect();
        let text = Some(ShownText {
            version_id: "v".into(),
            version: 1,
            language: "sv".into(),
        });
        Fact {
            kind,
            at: 0,
            text,
            decisions,
        }
    }

    #[test]
    fn a_receipt_is_worth_what_came_after_it() {
        let given = fact(EventKind::Given, &["a", "b"]);
        let status = |later: &[Fact], material, now| {
            let facts: Vec<Fact> = std::iter::once(given.clone())
                .chain(later.iter().cloned())
                .collect();
            status_of(&facts, 0, material, now)
        };
        assert_eq!(status(&[], 1, 99), "valid");
        assert_eq!(status(&[], 1, 100), "expired");
        assert_eq!(status(&[], 2, 0), "invalidated");
        assert_eq!(status(&[fact(EventKind::Requested, &[])], 1, 0), "valid");
        assert_eq!(
            status(&[fact(EventKind::Invalidated, &[])], 1, 0),
            "invalidated"
        );
        assert_eq!(
            status(&[fact(EventKind::Renewed, &["a"])], 1, 0),
            "superseded"
        );
        assert_eq!(status(&[fact(EventKind::Refused, &[])], 1, 0), "refused");
        assert_eq!(status(&[fact(EventKind::Withdrawn, &["a"])], 1, 0), "valid");
        assert_eq!(
            status(&[fact(EventKind::Withdrawn, &["a", "b"])], 1, 0),
            "withdrawn"
        );
    }
}
