//! Every place that holds personal data (rule 12). This list is what erasing goes by, and a test
//! compares it with the real schema: a column that is in neither list fails it.

use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_one};

/// Tables whose rows of a candidate are removed whole.
pub const REMOVED: [&str; 4] = ["candidates", "candidate_terms", "events", "mails"];

/// Tables that hold nothing about a candidate but random ids, times, counts and reasons, or nothing
/// about candidates at all. `erasures` and `renewals` are what an erasure leaves.
pub const WITHOUT_PERSONAL_DATA: [(&str, &[&str]); 22] = [
    (
        "tenants",
        &[
            "id",
            "name",
            "contact",
            "authority",
            "recipients",
            "address",
            "storage",
            "jurisdiction",
            "time_zone",
            "language",
            "lead_days",
            "reminder_days",
            "sweep_stopped_at",
            "sweep_due",
            "created_at",
        ],
    ),
    (
        "staff",
        &[
            "tenant_id",
            "id",
            "email",
            "name",
            "role",
            "language",
            "created_at",
            "password_hash",
            "totp_salt",
            "totp_step",
            "set_up_at",
            "last_seen_at",
            "removed_at",
        ],
    ),
    (
        "sign_in_links",
        &[
            "token_hash",
            "tenant_id",
            "staff_id",
            "created_at",
            "expires_at",
            "used_at",
            "purpose",
        ],
    ),
    (
        "sessions",
        &[
            "token_hash",
            "id",
            "tenant_id",
            "staff_id",
            "scope",
            "browser",
            "challenge",
            "created_at",
            "seen_at",
            "expires_at",
        ],
    ),
    (
        "sign_in_steps",
        &["token_hash", "staff", "proof", "challenge", "expires_at"],
    ),
    ("sign_in_failures", &["key_hash", "failures", "last_at"]),
    ("recovery_codes", &["tenant_id", "staff_id", "code_hash"]),
    (
        "passkeys",
        &[
            "tenant_id",
            "id",
            "staff_id",
            "name",
            "credential_id",
            "credential",
            "created_at",
            "last_used_at",
        ],
    ),
    (
        "api_keys",
        &[
            "tenant_id",
            "id",
            "key_hash",
            "role",
            "created_at",
            "last_used_at",
            "revoked_at",
            "name",
            "created_by",
        ],
    ),
    (
        "consent_texts",
        &[
            "tenant_id",
            "id",
            "name",
            "current_version",
            "material_version",
            "invalidating_below",
            "created_at",
        ],
    ),
    (
        "text_versions",
        &[
            "tenant_id",
            "id",
            "consent_text_id",
            "version",
            "state",
            "change",
            "explanation",
            "content",
            "created_at",
            "published_at",
            "published_by",
        ],
    ),
    (
        "text_renditions",
        &[
            "tenant_id",
            "text_version_id",
            "language",
            "position",
            "title",
            "body_markdown",
            "body_html",
            "body_sha256",
            "purposes",
            "shown_sha256",
        ],
    ),
    (
        "sites",
        &[
            "tenant_id",
            "id",
            "site_key",
            "name",
            "origins",
            "consent_text_id",
            "created_at",
        ],
    ),
    (
        "renewals",
        &[
            "tenant_id",
            "id",
            "candidate_id",
            "reason",
            "state",
            "token_hash",
            "queued_at",
            "accepted_at",
            "viewed_at",
            "viewed_text_version_id",
            "answered_at",
            "answer",
            "deadline_at",
            "deadline_zone",
            "reminders_sent",
            "reminders_stopped_at",
            "next_action_at",
        ],
    ),
    (
        "erasures",
        &[
            "tenant_id",
            "id",
            "candidate_id",
            "reason",
            "erased_at",
            "certificate",
            "journaled_at",
        ],
    ),
    ("sweep_approvals", &["tenant_id", "staff_id", "approved_at"]),
    (
        "audit",
        &[
            "tenant_id",
            "id",
            "at",
            "actor",
            "action",
            "candidate_id",
            "detail",
        ],
    ),
    ("log_pending", &["record_id", "entry", "queued_at"]),
    ("log_entries", &["leaf_index", "record_id", "entry"]),
    ("log_nodes", &["level", "node_index", "hash"]),
    (
        "log_head",
        &[
            "id",
            "size",
            "root",
            "signed_size",
            "checkpoint",
            "signed_at",
        ],
    ),
    (
        "clock_state",
        &["id", "last_known", "paused_at", "paused_why"],
    ),
];

/// How many rows went, by kind; part of the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub candidates: u64,
    pub search_terms: u64,
    pub consent_events: u64,
    pub mails: u64,
}

/// What [`remove`] would remove, for people to see first.
pub async fn count(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Counts> {
    let (candidates, search_terms, consent_events, mails): (i64, i64, i64, i64) = fetch_one!(
        tx,
        (i64, i64, i64, i64),
        "SELECT (SELECT COUNT(*) FROM candidates WHERE tenant_id = $1 AND id = $2),
                (SELECT COUNT(*) FROM candidate_terms WHERE tenant_id = $1 AND candidate_id = $2),
                (SELECT COUNT(*) FROM events WHERE tenant_id = $1 AND candidate_id = $2),
                (SELECT COUNT(*) FROM mails WHERE tenant_id = $1 AND candidate_id = $2)",
        tenant,
        candidate
    )?;
    let [candidates, search_terms, consent_events, mails] =
        [candidates, search_terms, consent_events, mails].map(i64::cast_unsigned);
    Ok(Counts {
        candidates,
        search_terms,
        consent_events,
        mails,
    })
}

/// Removes a candidate from every place in [`REMOVED`].
pub async fn remove(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Counts> {
    Ok(Counts {
        search_terms: execute!(
            tx,
            "DELETE FROM candidate_terms WHERE tenant_id = $1 AND candidate_id = $2",
            tenant,
            candidate
        )?,
        consent_events: execute!(
            tx,
            "DELETE FROM events WHERE tenant_id = $1 AND candidate_id = $2",
            tenant,
            candidate
        )?,
        mails: execute!(
            tx,
            "DELETE FROM mails WHERE tenant_id = $1 AND candidate_id = $2",
            tenant,
            candidate
        )?,
        candidates: execute!(
            tx,
            "DELETE FROM candidates WHERE tenant_id = $1 AND id = $2",
            tenant,
            candidate
        )?,
    })
}
