//! Every place that holds personal data (rule 12). This list is what erasing goes by, and a test
//! compares it with the real schema: a column that is in neither list fails it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::candidates::Candidate;
use crate::db::{Tx, tenant_and_ids};
use crate::error::Result;
use crate::{fetch_all_dynamic, fetch_one};

/// Tables whose rows of a candidate are removed whole.
pub const REMOVED: [&str; 7] = [
    "candidates",
    "candidate_terms",
    "candidate_purposes",
    "events",
    "mails",
    "webhook_deliveries",
    "import_rows",
];

/// Tables that hold nothing about a candidate but random ids, times, counts and reasons, or nothing
/// about candidates at all. `erasures` and `renewals` are what an erasure leaves.
pub const WITHOUT_PERSONAL_DATA: [(&str, &[&str]); 30] = [
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
            "dpo",
            "recipient_list",
            "retention",
            "security",
        ],
    ),
    (
        "webhooks",
        &[
            "tenant_id",
            "id",
            "url",
            "event_types",
            "state",
            "secret_version",
            "previous_secret_until",
            "failures",
            "retry_at",
            "last_attempt_at",
            "failing_since",
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
            "issuer",
            "subject",
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
    (
        "identity_providers",
        &[
            "tenant_id",
            "issuer",
            "client_id",
            "client_secret",
            "second_factor",
            "changed_at",
        ],
    ),
    ("identity_provider_domains", &["domain", "tenant_id"]),
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
            "theme",
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
        "batches",
        &[
            "tenant_id",
            "id",
            "act",
            "state",
            "total",
            "left_alone",
            "tally",
            "started_by",
            "approved_by",
            "created_at",
            "confirmed_at",
            "ended_at",
        ],
    ),
    (
        "batch_candidates",
        &["tenant_id", "batch_id", "candidate_id", "consented_at"],
    ),
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
    (
        "saved_filters",
        &[
            "tenant_id",
            "id",
            "name",
            "filter",
            "sort",
            "created_by",
            "created_at",
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
            "lost",
        ],
    ),
    (
        "clock_state",
        &["id", "last_known", "paused_at", "paused_why"],
    ),
    ("journal_pending", &["id", "line"]),
    ("journal", &["id", "position"]),
];

/// How many rows went, by kind; part of the certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub candidates: u64,
    pub search_terms: u64,
    pub consent_events: u64,
    pub mails: u64,
    /// Messages to the tenant's own systems, and their log.
    #[serde(default)]
    pub webhooks: u64,
}

/// What [`remove`] would remove, for people to see first.
pub async fn count(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Counts> {
    let (candidates, search_terms, consent_events, mails, webhooks): (i64, i64, i64, i64, i64) = fetch_one!(
        tx,
        (i64, i64, i64, i64, i64),
        "SELECT (SELECT COUNT(*) FROM candidates WHERE tenant_id = $1 AND id = $2),
                (SELECT COUNT(*) FROM candidate_terms WHERE tenant_id = $1 AND candidate_id = $2),
                (SELECT COUNT(*) FROM events WHERE tenant_id = $1 AND candidate_id = $2),
                (SELECT COUNT(*) FROM mails WHERE tenant_id = $1 AND candidate_id = $2),
                (SELECT COUNT(*) FROM webhook_deliveries WHERE tenant_id = $1 AND candidate_id = $2)",
        tenant,
        candidate
    )?;
    let [candidates, search_terms, consent_events, mails, webhooks] =
        [candidates, search_terms, consent_events, mails, webhooks].map(i64::cast_unsigned);
    Ok(Counts {
        candidates,
        search_terms,
        consent_events,
        mails,
        webhooks,
    })
}

/// Removes candidates from every place in [`REMOVED`]; says what of each one went, by id.
pub async fn remove(
    tx: &mut Tx,
    tenant: &str,
    candidates: &[Candidate],
) -> Result<HashMap<String, Counts>> {
    let ids: Vec<&str> = candidates.iter().map(|c| c.id.as_str()).collect();
    let mut counts: HashMap<String, Counts> = HashMap::new();
    for (id,) in delete(tx, tenant, "candidate_terms", "candidate_id", &ids).await? {
        counts.entry(id).or_default().search_terms += 1;
    }
    // In no count of the certificate: they say again what the events say.
    delete(tx, tenant, "candidate_purposes", "candidate_id", &ids).await?;
    for (id,) in delete(tx, tenant, "events", "candidate_id", &ids).await? {
        counts.entry(id).or_default().consent_events += 1;
    }
    for (id,) in delete(tx, tenant, "mails", "candidate_id", &ids).await? {
        counts.entry(id).or_default().mails += 1;
    }
    for (id,) in delete(tx, tenant, "webhook_deliveries", "candidate_id", &ids).await? {
        counts.entry(id).or_default().webhooks += 1;
    }
    for (id,) in delete(tx, tenant, "candidates", "id", &ids).await? {
        counts.entry(id).or_default().candidates += 1;
    }
    // Lines of an import on their way know nobody's id, only addresses.
    let keys: Vec<String> = candidates.iter().map(Candidate::email_key).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    delete(tx, tenant, "import_rows", "email_key", &keys).await?;
    Ok(counts)
}

/// Gives the named column of each row that went.
async fn delete(
    tx: &mut Tx,
    tenant: &str,
    table: &'static str,
    column: &'static str,
    of: &[&str],
) -> Result<Vec<(String,)>> {
    let (values, listed) = tenant_and_ids(tenant, of.iter().copied());
    let sql = format!(
        "DELETE FROM {table} WHERE tenant_id = $1 AND {column} IN ({listed}) RETURNING {column}"
    );
    fetch_all_dynamic!(tx, (String,), sql, &values)
}
