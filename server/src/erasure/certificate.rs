//! The erasure certificate: what proves an erasure without naming whom.

use samtycke_shared::receipt;
use serde::Serialize;

use super::Reason;
use super::places::Counts;
use crate::app::App;
use crate::candidates::Candidate;
use crate::clock::{Millis, rfc3339};
use crate::error::{Error, Result};
use crate::renewal::Renewal;
use crate::tenants::Tenant;

pub const SCHEMA: &str = "samtycke-erasure-certificate/1";

#[derive(Serialize)]
struct Certificate<'a> {
    schema: &'static str,
    erasure_id: &'a str,
    candidate_id: &'a str,
    iss: String,
    salt: String,
    reason: &'static str,
    recorded_at: String,
    controller: &'a str,
    registered_at: String,
    requests: Vec<Request<'a>>,
    erased: Counts,
}

/// One renewal cycle: when it was asked, accepted, reminded and answered.
#[derive(Serialize)]
struct Request<'a> {
    renewal_id: &'a str,
    reason: &'a str,
    state: &'a str,
    queued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_at: Option<String>,
    reminders_sent: i64,
}

/// The certificate's RFC 8785 bytes.
#[allow(
    clippy::too_many_arguments,
    reason = "each is one fact the certificate states"
)]
pub fn record(
    app: &App,
    id: &str,
    tenant: &Tenant,
    candidate: &Candidate,
    reason: Reason,
    renewals: &[Renewal],
    erased: &Counts,
    now: Millis,
) -> Result<Vec<u8>> {
    let certificate = Certificate {
        schema: SCHEMA,
        erasure_id: id,
        candidate_id: &candidate.id,
        iss: app.config.public_url(),
        salt: app.random.salt(),
        reason: reason.as_str(),
        recorded_at: rfc3339(now),
        controller: &tenant.name,
        registered_at: rfc3339(candidate.created_at),
        requests: renewals.iter().map(request).collect(),
        erased: *erased,
    };
    receipt::canonical(&certificate).map_err(Error::internal)
}

fn request(renewal: &Renewal) -> Request<'_> {
    Request {
        renewal_id: &renewal.id,
        reason: &renewal.reason,
        state: &renewal.state,
        queued_at: rfc3339(renewal.queued_at),
        accepted_at: renewal.accepted_at.map(rfc3339),
        viewed_at: renewal.viewed_at.map(rfc3339),
        answered_at: renewal.answered_at.map(rfc3339),
        answer: renewal.answer.as_deref(),
        deadline_at: renewal.deadline_at.map(rfc3339),
        reminders_sent: renewal.reminders_sent,
    }
}
