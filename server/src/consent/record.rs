//! The signed record of a consent event: what the receipt says, field by field.
//!
//! The fields follow the consent receipt of ISO/IEC TS 27560:2023 as the W3C DPV community group's
//! guide describes it; the comment on each group names the section it answers to.

use samtycke_shared::receipt;
use serde::Serialize;

use super::store::Rendition;
use super::{EventKind, Identity, Origin};
use crate::app::App;
use crate::candidates::Candidate;
use crate::clock::{Millis, rfc3339};
use crate::error::{Error, Result};
use crate::tenants::Tenant;

/// Names the set of fields below. A change of meaning gets a new one.
pub const SCHEMA: &str = "samtycke-consent-record/1";

#[derive(Debug, Serialize)]
pub struct ConsentRecord<'a> {
    // Record header: schema version, record id, who issued it.
    schema: &'static str,
    consent_id: &'a str,
    iss: String,
    /// 128 random bits: the log holds only the record's hash, and without these nobody can guess it.
    salt: String,
    // Event: state, time, who brought it about and how sure that is.
    state: &'static str,
    recorded_at: String,
    collection: Collection<'a>,
    // Party: controller and data subject.
    controller: Party<'a>,
    subject: Subject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<ShownNotice<'a>>,
    // Processing: purposes with lawful basis, decision and storage period.
    purposes: Vec<RecordedPurpose<'a>>,
    recipients: &'a str,
    /// How to withdraw, and where (GDPR Art. 7(3)).
    withdrawal: &'static str,
}

#[derive(Debug, Serialize)]
struct Collection<'a> {
    method: &'static str,
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
    name: &'a str,
    contact: &'a str,
    authority: &'a str,
}

#[derive(Debug, Serialize)]
struct Subject<'a> {
    candidate_id: &'a str,
    email: &'a str,
    name: &'a str,
}

/// Notice: exactly what was shown (rule 2).
#[derive(Debug, Serialize)]
struct ShownNotice<'a> {
    text_version_id: &'a str,
    version: i64,
    language: &'a str,
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

/// How an event came about.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
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
        ConsentRecord {
            schema: SCHEMA,
            consent_id: self.id,
            iss: app.config.public_url(),
            salt: app.random.salt(),
            state: self.kind.as_str(),
            recorded_at: rfc3339(self.at),
            collection: self.collection(),
            controller: Party {
                name: &tenant.name,
                contact: &tenant.contact,
                authority: &tenant.authority,
            },
            subject: Subject {
                candidate_id: &candidate.id,
                email: &candidate.email,
                name: &candidate.name,
            },
            notice: self.shown.map(|shown| self.notice(shown)),
            purposes: self.purposes.iter().map(recorded_purpose).collect(),
            recipients: &tenant.recipients,
            withdrawal: "the link in any mail about this consent, or the controller's contact; at any time and free of charge",
        }
    }

    fn collection(&self) -> Collection<'_> {
        Collection {
            method: self.origin.as_str(),
            identity: self.identity.as_str(),
            page_url: self.circumstances.page_url.as_deref(),
            widget_version: self.circumstances.widget_version.as_deref(),
            recorded_by: self.circumstances.recorded_by.as_deref(),
            note: self.circumstances.note.as_deref(),
            given_on: self.circumstances.given_on.map(rfc3339),
        }
    }

    fn notice<'r>(&self, shown: &'r Rendition) -> ShownNotice<'r> {
        ShownNotice {
            text_version_id: &shown.text_version_id,
            version: shown.version,
            language: &shown.language,
            title: &shown.title,
            body_sha256: &shown.body_sha256,
            shown_sha256: &shown.shown_sha256,
            served_at: self.circumstances.served_at.map(rfc3339),
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
