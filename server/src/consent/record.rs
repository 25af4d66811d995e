//! The signed record of a consent event: what the receipt says, field by field.
//!
//! The fields are those that ISO/IEC TS 27560:2023 asks of a consent record and a receipt, as the W3C
//! DPV community group's guide describes them. docs/RECEIPT.md gives each one's meaning and source.

use samtycke_shared::receipt;
use serde::{Deserialize, Serialize};

use super::store::Rendition;
use super::{Decision, EventKind, Fact, Identity, Origin, ShownText, proposal};
use crate::app::App;
use crate::candidates::{Candidate, Contact, Source};
use crate::clock::{Millis, parse_rfc3339, rfc3339};
use crate::error::{Error, Result};
use crate::i18n;
use crate::tenants::{ANSWER_DAYS, Tenant};

/// What a candidate may ask for when the legal basis is consent: withdrawal, access, rectification,
/// erasure, restriction, portability, complaint.
const RIGHTS: [&str; 7] = [
    "GDPR Art. 7(3)",
    "GDPR Art. 15",
    "GDPR Art. 16",
    "GDPR Art. 17",
    "GDPR Art. 18",
    "GDPR Art. 20",
    "GDPR Art. 77",
];

#[derive(Debug, Serialize)]
pub struct ConsentRecord<'a> {
    // Header: schema version, record and receipt id, who issued it.
    schema: &'static str,
    consent_id: &'a str,
    iss: String,
    /// 128 random bits: the log holds only the record's hash, and without these nobody can guess it.
    salt: String,
    // Event: state, type of consent, time, who brought it about, how, and how sure that is.
    state: &'static str,
    consent_type: &'static str,
    recorded_at: String,
    expressed_by: &'static str,
    collection: Collection<'a>,
    // Parties.
    controller: Party<'a>,
    subject: Subject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<Notice<'a>>,
    // Processing: purposes with lawful basis, decision and validity, and what they have in common.
    purposes: Vec<RecordedPurpose<'a>>,
    personal_data: Vec<&'static str>,
    recipients: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    storage: &'a str,
    retention: Retention,
    jurisdiction: &'a str,
    rights: [&'static str; 7],
    /// How to withdraw, and where (GDPR Art. 7(3)).
    withdrawal: String,
}

#[derive(Debug, Serialize)]
struct Collection<'a> {
    method: &'static str,
    /// Where the personal data comes from (GDPR Art. 14(2)(f)).
    source: &'a str,
    identity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    widget_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_on: Option<String>,
}

#[derive(Debug, Serialize)]
struct Party<'a> {
    id: &'a str,
    name: &'a str,
    contact: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    address: &'a str,
    /// The supervisory authority to complain to.
    authority: String,
}

#[derive(Debug, Serialize)]
struct Subject<'a> {
    candidate_id: &'a str,
    email: &'a str,
    name: &'a str,
}

/// The text version the event is about.
#[derive(Debug, Serialize)]
struct Notice<'a> {
    text_version_id: &'a str,
    version: i64,
    language: &'a str,
    #[serde(flatten)]
    shown: Option<Shown<'a>>,
}

/// Exactly what was shown (rule 2), if anything was.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    title: &'a str,
    body_sha256: &'a str,
    /// SHA-256 over the canonical JSON of title, body and box labels together.
    shown_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    served_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct RecordedPurpose<'a> {
    key: &'a str,
    label: &'a str,
    lawful_basis: &'static str,
    granted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
}

#[derive(Debug, Serialize)]
struct Retention {
    /// When the last of the consents in this answer ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// How long the candidate has to answer before silence erases.
    answer_days: i64,
    words: String,
}

/// How an event came about.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// What was typed along with the answer. Without it the record says what is stored.
    pub typed: Option<Contact>,
    pub served_at: Option<Millis>,
    pub page_url: Option<String>,
    pub widget_version: Option<String>,
    pub recorded_by: Option<String>,
    pub note: Option<String>,
    /// When a consent that staff write down was given.
    pub given_on: Option<Millis>,
}

/// One purpose with what was decided, as it stands in the record.
#[derive(Debug, Clone)]
pub struct PurposeDecision {
    pub key: String,
    pub label: String,
    pub granted: bool,
    pub until: Option<Millis>,
}

/// An event about to be recorded.
pub struct NewEvent<'a> {
    pub id: &'a str,
    pub kind: EventKind,
    pub at: Millis,
    pub origin: Origin,
    pub identity: Identity,
    pub shown: Option<&'a Rendition>,
    pub purposes: &'a [PurposeDecision],
    pub circumstances: &'a Circumstances,
}

impl NewEvent<'_> {
    /// The record's RFC 8785 bytes; their SHA-256 is the log entry.
    pub fn canonical(&self, app: &App, tenant: &Tenant, candidate: &Candidate) -> Result<Vec<u8>> {
        receipt::canonical(&self.record(app, tenant, candidate)).map_err(Error::internal)
    }

    fn record<'r>(
        &'r self,
        app: &App,
        tenant: &'r Tenant,
        candidate: &'r Candidate,
    ) -> ConsentRecord<'r> {
        let notice = self.notice(candidate);
        let language = notice
            .as_ref()
            .map_or(candidate.language.as_str(), |notice| notice.language);
        let outside = proposal::outside(tenant, language);
        ConsentRecord {
            schema: receipt::RECORD_SCHEMA,
            consent_id: self.id,
            iss: app.config.public_url(),
            salt: app.random.salt(),
            state: self.kind.as_str(),
            // A box ticked, a button pressed, a paper signed or a yes said: never implied (rule 3).
            consent_type: "expressed",
            recorded_at: rfc3339(self.at),
            expressed_by: match self.origin {
                Origin::System => "controller",
                _ => "subject",
            },
            collection: self.collection(candidate),
            controller: Party {
                id: &tenant.id,
                name: &tenant.name,
                contact: &tenant.contact,
                address: &tenant.address,
                authority: outside.authority,
            },
            subject: self.subject(candidate),
            purposes: self.purposes.iter().map(recorded_purpose).collect(),
            personal_data: self.personal_data(candidate),
            recipients: outside.recipients,
            storage: &tenant.storage,
            retention: self.retention(language),
            jurisdiction: &tenant.jurisdiction,
            rights: RIGHTS,
            withdrawal: i18n::text(
                language,
                "receipt-withdrawal",
                &[("contact", tenant.contact.as_str().into())],
            ),
            notice,
        }
    }

    fn collection<'r>(&'r self, candidate: &'r Candidate) -> Collection<'r> {
        Collection {
            method: self.origin.as_str(),
            source: match self.circumstances.typed {
                Some(_) => Source::Web.as_str(),
                None => &candidate.source,
            },
            identity: self.identity.as_str(),
            page_url: self.circumstances.page_url.as_deref(),
            widget_version: self.circumstances.widget_version.as_deref(),
            recorded_by: self.circumstances.recorded_by.as_deref(),
            note: self.circumstances.note.as_deref(),
            given_on: self.circumstances.given_on.map(rfc3339),
        }
    }

    /// Whoever types a known address gets a receipt at once: it must not tell them what is stored.
    fn subject<'r>(&'r self, candidate: &'r Candidate) -> Subject<'r> {
        let (email, name) = match &self.circumstances.typed {
            Some(typed) => (&typed.email, &typed.name),
            None => (&candidate.email, &candidate.name),
        };
        Subject {
            candidate_id: &candidate.id,
            email,
            name,
        }
    }

    /// The kinds of data, never more of their values than address and name.
    fn personal_data(&self, candidate: &Candidate) -> Vec<&'static str> {
        let (phone, external_id) = match &self.circumstances.typed {
            Some(typed) => (&typed.phone, &typed.external_id),
            None => (&candidate.phone, &candidate.external_id),
        };
        let mut kinds = vec!["email", "name"];
        kinds.extend(phone.as_ref().map(|_| "phone"));
        kinds.extend(external_id.as_ref().map(|_| "external_id"));
        kinds
    }

    /// What was shown; where a consent ends and nothing was shown, the text that it had been given to.
    fn notice<'r>(&'r self, candidate: &'r Candidate) -> Option<Notice<'r>> {
        match (self.shown, self.kind) {
            (Some(shown), _) => Some(self.shown_notice(shown)),
            (None, EventKind::Requested | EventKind::Given | EventKind::Renewed) => None,
            (None, _) => Some(Notice {
                text_version_id: candidate.text_version_id.as_deref()?,
                version: candidate.text_version?,
                language: candidate.consent_language.as_deref()?,
                shown: None,
            }),
        }
    }

    fn shown_notice<'r>(&self, shown: &'r Rendition) -> Notice<'r> {
        Notice {
            text_version_id: &shown.text_version_id,
            version: shown.version,
            language: &shown.language,
            shown: Some(Shown {
                title: &shown.title,
                body_sha256: &shown.body_sha256,
                shown_sha256: &shown.shown_sha256,
                served_at: self.circumstances.served_at.map(rfc3339),
            }),
        }
    }

    fn retention(&self, language: &str) -> Retention {
        let ends = self.purposes.iter().filter_map(|decision| decision.until);
        Retention {
            until: ends.max().map(rfc3339),
            answer_days: ANSWER_DAYS,
            words: i18n::text(
                language,
                "receipt-retention",
                &[("days", ANSWER_DAYS.into())],
            ),
        }
    }
}

fn recorded_purpose(decision: &PurposeDecision) -> RecordedPurpose<'_> {
    RecordedPurpose {
        key: &decision.key,
        label: &decision.label,
        lawful_basis: "GDPR Art. 6(1)(a)",
        granted: decision.granted,
        valid_until: decision.until.map(rfc3339),
    }
}

/// What an answer changes. Whoever types an address in a widget may not be the one it belongs to (rule 4), and a box
/// that is not on a paper says nothing about a consent given elsewhere: there only what was granted counts. By the link
/// in their mail candidates also take back.
pub fn effective(origin: Origin, purposes: &[PurposeDecision]) -> Vec<Decision> {
    let takes_back = matches!(origin, Origin::Link | Origin::System);
    purposes
        .iter()
        .filter(|decision| decision.granted || takes_back)
        .map(|decision| Decision {
            purpose: decision.key.clone(),
            granted: decision.granted,
            until: decision.until,
        })
        .collect()
}

/// What is read again of a record.
#[derive(Deserialize)]
struct Recorded {
    state: String,
    recorded_at: String,
    collection: RecordedCollection,
    notice: Option<RecordedNotice>,
    purposes: Vec<RecordedDecision>,
}

#[derive(Deserialize)]
struct RecordedCollection {
    method: String,
    given_on: Option<String>,
}

#[derive(Deserialize)]
struct RecordedNotice {
    text_version_id: String,
    version: i64,
    language: String,
    /// Only of what was shown.
    shown_sha256: Option<String>,
}

#[derive(Deserialize)]
struct RecordedDecision {
    key: String,
    label: String,
    granted: bool,
    valid_until: Option<String>,
}

/// When a consent that staff wrote down was given, by their word.
pub fn given_on(record: &str) -> Result<Option<Millis>> {
    let read: Recorded = serde_json::from_str(record)?;
    Ok(read.collection.given_on.as_deref().and_then(parse_rfc3339))
}

/// An event as its record tells it, which is what the log committed to. The event's columns say the same, for queries;
/// a check of the log compares the two.
///
/// # Errors
/// When it holds a word this version does not know: better to stop than to guess a consent.
pub fn fact(record: &str) -> Result<Fact> {
    let read: Recorded = serde_json::from_str(record)?;
    let moment = |text: &str| {
        parse_rfc3339(text).ok_or_else(|| Error::internal(format!("{text} is no time")))
    };
    let decision = |purpose: RecordedDecision| {
        Ok(PurposeDecision {
            key: purpose.key,
            label: purpose.label,
            granted: purpose.granted,
            until: purpose.valid_until.as_deref().map(moment).transpose()?,
        })
    };
    let purposes: Vec<_> = read
        .purposes
        .into_iter()
        .map(decision)
        .collect::<Result<_>>()?;
    let origin = Origin::parse(&read.collection.method)
        .ok_or_else(|| Error::internal(format!("origin {}", read.collection.method)))?;
    let shown = read.notice.filter(|notice| notice.shown_sha256.is_some());
    Ok(Fact {
        kind: EventKind::parse(&read.state)
            .ok_or_else(|| Error::internal(format!("event kind {}", read.state)))?,
        at: moment(&read.recorded_at)?,
        text: shown.map(|notice| ShownText {
            version_id: notice.text_version_id,
            version: notice.version,
            language: notice.language,
        }),
        decisions: effective(origin, &purposes),
    })
}
