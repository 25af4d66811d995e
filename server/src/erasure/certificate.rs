//! The erasure certificate: what proves an erasure without naming whom.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use samtycke_shared::receipt;
use serde::{Deserialize, Serialize};

use super::Reason;
use super::places::Counts;
use crate::app::App;
use crate::candidates::Candidate;
use crate::clock::{Millis, rfc3339};
use crate::error::{Error, Result};
use crate::mail::store::{Fate, MailRow};
use crate::renewal::Renewal;
use crate::tenants::Tenant;

pub const SCHEMA: &str = "samtycke-erasure-certificate/1";

/// How many requests and mails a certificate lists, the newest: with all of somebody who was asked
/// again and again it would grow past what verifiers accept ([`receipt::MAX_BYTES`]).
const MOST_LISTED: usize = 100;

#[derive(Debug, Serialize, Deserialize)]
pub struct Certificate {
    schema: String,
    pub erasure_id: String,
    pub candidate_id: String,
    iss: String,
    salt: String,
    pub reason: String,
    pub recorded_at: String,
    pub controller: String,
    pub registered_at: String,
    /// Oldest first.
    pub requests: Vec<Request>,
    /// How many older requests are not listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub earlier_requests: usize,
    pub erased: Counts,
}

/// One renewal cycle: when it was asked, accepted, reminded and answered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    pub renewal_id: String,
    pub reason: String,
    pub state: String,
    pub queued_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewed_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_at: Option<String>,
    pub reminders_sent: i64,
    /// The request itself and its reminders, oldest first.
    #[serde(default)]
    pub mails: Vec<RequestMail>,
}

/// A mail's times and what became of it. Neither its address nor a mail server's words.
#[derive(Debug, Serialize, Deserialize)]
pub struct RequestMail {
    pub mail_id: String,
    /// `request` or `reminder`.
    pub kind: String,
    pub queued_at: String,
    /// When a mail server took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<String>,
    /// When it bounced or was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// `accepted`, `bounced`, `failed` or `cancelled`.
    pub outcome: String,
}

/// What a certificate is made of.
pub struct Facts<'a> {
    pub id: &'a str,
    pub tenant: &'a Tenant,
    pub candidate: &'a Candidate,
    pub reason: Reason,
    pub renewals: &'a [Renewal],
    pub mails: &'a [MailRow],
    pub erased: Counts,
}

impl Facts<'_> {
    /// The certificate's RFC 8785 bytes.
    pub fn record(&self, app: &App, now: Millis) -> Result<Vec<u8>> {
        let all = self
            .renewals
            .iter()
            .map(|renewal| request(renewal, self.mails));
        let (requests, earlier_requests) = newest(all.collect());
        let certificate = Certificate {
            schema: SCHEMA.to_owned(),
            erasure_id: self.id.to_owned(),
            candidate_id: self.candidate.id.clone(),
            iss: app.config.public_url(),
            salt: app.random.salt(),
            reason: self.reason.to_string(),
            recorded_at: rfc3339(now),
            controller: self.tenant.name.clone(),
            registered_at: rfc3339(self.candidate.created_at),
            requests,
            earlier_requests,
            erased: self.erased,
        };
        receipt::canonical(&certificate).map_err(Error::internal)
    }
}

impl Certificate {
    /// Reads one of our own, without judging its signature.
    pub fn read(jws: &str) -> Result<Self> {
        let payload = jws
            .split('.')
            .nth(1)
            .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok())
            .ok_or_else(|| Error::internal("a stored certificate is not a JWS"))?;
        Ok(serde_json::from_slice(&payload)?)
    }
}

fn request(renewal: &Renewal, mails: &[MailRow]) -> Request {
    let own = |mail: &&MailRow| mail.renewal_id.as_deref() == Some(&renewal.id);
    Request {
        renewal_id: renewal.id.clone(),
        reason: renewal.reason.clone(),
        state: renewal.state.clone(),
        queued_at: rfc3339(renewal.queued_at),
        accepted_at: renewal.accepted_at.map(rfc3339),
        viewed_at: renewal.viewed_at.map(rfc3339),
        answered_at: renewal.answered_at.map(rfc3339),
        answer: renewal.answer.clone(),
        deadline_at: renewal.deadline_at.map(rfc3339),
        reminders_sent: renewal.reminders_sent,
        mails: mails.iter().filter(own).map(request_mail).collect(),
    }
}

fn request_mail(mail: &MailRow) -> RequestMail {
    // What still waits goes with the candidate and is never sent.
    let outcome = match mail.fate() {
        Fate::Queued => Fate::Cancelled,
        fate => fate,
    };
    RequestMail {
        mail_id: mail.id.clone(),
        kind: mail.kind.clone(),
        queued_at: rfc3339(mail.queued_at),
        accepted_at: mail.accepted_at.map(rfc3339),
        ended_at: mail.ended_at.map(rfc3339),
        outcome: outcome.to_string(),
    }
}

/// Those that fit, and how many older ones do not.
fn newest(mut requests: Vec<Request>) -> (Vec<Request>, usize) {
    let mut room = MOST_LISTED;
    let mut kept = 0;
    for request in requests.iter_mut().rev() {
        if room == 0 {
            break;
        }
        room -= 1;
        let skipped = request.mails.len().saturating_sub(room);
        request.mails.drain(..skipped);
        room -= request.mails.len();
        kept += 1;
    }
    let earlier = requests.len() - kept;
    (requests.split_off(earlier), earlier)
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(number: usize, mails: usize) -> Request {
        let mail = |_| RequestMail {
            mail_id: "0".repeat(36),
            kind: "reminder".into(),
            queued_at: "2026-03-02T09:00:00.123Z".into(),
            accepted_at: Some("2026-03-02T09:00:00.123Z".into()),
            ended_at: Some("2026-03-02T09:00:00.123Z".into()),
            outcome: "cancelled".into(),
        };
        Request {
            renewal_id: format!("{number:036}"),
            reason: "registered".into(),
            state: "unanswered".into(),
            queued_at: "2026-03-02T09:00:00.123Z".into(),
            accepted_at: Some("2026-03-02T09:00:00.123Z".into()),
            viewed_at: Some("2026-03-02T09:00:00.123Z".into()),
            answered_at: Some("2026-03-02T09:00:00.123Z".into()),
            answer: Some("declined".into()),
            deadline_at: Some("2026-03-02T09:00:00.123Z".into()),
            reminders_sent: 2,
            mails: (0..mails).map(mail).collect(),
        }
    }

    #[test]
    fn a_certificate_lists_the_newest_requests_and_counts_the_others() {
        let (all, earlier) = newest((0..5).map(|number| asked(number, 3)).collect());
        assert_eq!((all.len(), earlier), (5, 0));
        let (some, earlier) = newest((0..60).map(|number| asked(number, 3)).collect());
        assert_eq!((some.len(), earlier), (25, 35));
        assert_eq!(some[24].renewal_id, asked(59, 0).renewal_id);
        let (one, earlier) = newest(vec![asked(0, 0), asked(1, 500)]);
        assert_eq!((one.len(), one[0].mails.len(), earlier), (1, 99, 1));
    }

    #[test]
    fn the_longest_certificate_is_still_a_document() {
        let many = (0..400).map(|number| asked(number, number % 3)).collect();
        let bytes = serde_json::to_vec(&newest(many).0).unwrap().len();
        assert!(bytes * 4 / 3 + 4_096 < receipt::MAX_BYTES, "{bytes}");
    }
}
