//! Claiming work. The one place, with `log::store`, where the two databases' SQL differs: PostgreSQL
//! skips rows another server holds; SQLite has a single writer and nothing to skip.

use crate::candidates::batch::Batch;
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::mail::store::MailRow;
use crate::webhooks::{Delivery, Webhook};
use crate::{fetch_all, fetch_all_dynamic, fetch_optional};

/// The rows must be chosen once, in a `WITH … AS MATERIALIZED`: as part of a join PostgreSQL may choose
/// anew for each row it looks at, and take more than the limit.
fn skip_locked(tx: &Tx) -> &'static str {
    if tx.is_postgres() {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    }
}

/// Takes due mails until `until`: nobody else sees them before that.
pub async fn claim_mails(
    tx: &mut Tx,
    now: Millis,
    until: Millis,
    limit: i64,
) -> Result<Vec<MailRow>> {
    let sql = format!(
        "WITH due AS MATERIALIZED
           (SELECT tenant_id, id FROM mails WHERE next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $3 {})
         UPDATE mails SET next_attempt_at = $2, attempts = attempts + 1
         WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM due)
         RETURNING *",
        skip_locked(tx)
    );
    fetch_all_dynamic!(tx, MailRow, sql, &[now.into(), until.into(), limit.into()])
}

/// Takes due messages to one endpoint until `until`.
pub async fn claim_webhook_deliveries(
    tx: &mut Tx,
    webhook: &Webhook,
    now: Millis,
    until: Millis,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let sql = format!(
        "WITH due AS MATERIALIZED
           (SELECT id FROM webhook_deliveries
            WHERE tenant_id = $1 AND webhook_id = $2 AND next_attempt_at <= $3 ORDER BY next_attempt_at, id LIMIT $5 {})
         UPDATE webhook_deliveries SET next_attempt_at = $4, attempts = attempts + 1
         WHERE tenant_id = $1 AND webhook_id = $2 AND id IN (SELECT id FROM due)
         RETURNING *",
        skip_locked(tx)
    );
    let values = [
        webhook.tenant_id.as_str().into(),
        webhook.id.as_str().into(),
        now.into(),
        until.into(),
        limit.into(),
    ];
    fetch_all_dynamic!(tx, Delivery, sql, &values)
}

/// A batch, unless another server works on it.
pub async fn claim_batch(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Batch>> {
    let sql = format!(
        "SELECT * FROM batches WHERE tenant_id = $1 AND id = $2 {}",
        skip_locked(tx)
    );
    let found = fetch_all_dynamic!(tx, Batch, sql, &[tenant.into(), id.into()])?;
    Ok(found.into_iter().next())
}

/// Due renewals of one tenant, their candidates locked for this transaction; while its sweep is
/// stopped, only those that can still be answered.
pub async fn claim_renewals(
    tx: &mut Tx,
    tenant: &str,
    now: Millis,
    may_erase: bool,
    limit: i64,
) -> Result<Vec<(String,)>> {
    let answerable = if may_erase {
        ""
    } else {
        "AND r.deadline_at >= $1"
    };
    // The candidate's lock is the one everybody else takes first as well.
    let lock = if tx.is_postgres() {
        "FOR UPDATE OF c SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "SELECT r.id FROM renewals r JOIN candidates c ON c.tenant_id = r.tenant_id AND c.id = r.candidate_id
         WHERE r.next_action_at <= $1 AND r.tenant_id = $2 {answerable} ORDER BY r.next_action_at LIMIT $3 {lock}"
    );
    fetch_all_dynamic!(
        tx,
        (String,),
        sql,
        &[now.into(), tenant.into(), limit.into()]
    )
}

pub async fn tenants_with_due_renewals(tx: &mut Tx, now: Millis) -> Result<Vec<(String,)>> {
    fetch_all!(
        tx,
        (String,),
        "SELECT id FROM tenants t
         WHERE EXISTS (SELECT 1 FROM renewals r WHERE r.tenant_id = t.id AND r.next_action_at <= $1)",
        now
    )
}

/// Texts whose older consents are still to be marked invalidated.
pub async fn invalidations(tx: &mut Tx) -> Result<Vec<(String, String, i64)>> {
    fetch_all!(
        tx,
        (String, String, i64),
        "SELECT tenant_id, id, invalidating_below FROM consent_texts WHERE invalidating_below IS NOT NULL"
    )
}

/// Candidates who stand on a version older than `below`, a batch at a time.
pub async fn outdated(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    below: i64,
    limit: i64,
) -> Result<Vec<(String,)>> {
    let sql = format!(
        "SELECT id FROM candidates
         WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version < $3 AND answer = 'given' LIMIT $4 {}",
        skip_locked(tx)
    );
    fetch_all_dynamic!(
        tx,
        (String,),
        sql,
        &[tenant.into(), text.into(), below.into(), limit.into()]
    )
}

/// Whether anybody stands on a version older than `below`, also who is busy just now.
pub async fn is_any_outdated(tx: &mut Tx, tenant: &str, text: &str, below: i64) -> Result<bool> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT id FROM candidates
         WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version < $3 AND answer = 'given' LIMIT 1",
        tenant,
        text,
        below
    )?;
    Ok(found.is_some())
}

/// Candidates whose consent ends by `before` and who are not being asked. Not in the first half of a
/// consent's validity: with a long lead and a short validity a yes would be followed by the next request.
pub async fn expiring(
    tx: &mut Tx,
    tenant: &str,
    before: Millis,
    now: Millis,
    limit: i64,
) -> Result<Vec<(String,)>> {
    let sql = format!(
        "SELECT id FROM candidates
         WHERE tenant_id = $1 AND first_expiry <= $2 AND answer = 'given' AND (first_expiry + consented_at) / 2 <= $3
           AND renewal <> 'queued' AND renewal <> 'asked' AND renewal <> 'bounced'
           AND restricted_at IS NULL AND COALESCE(held_until, 0) <= $3
         LIMIT $4 {}",
        skip_locked(tx)
    );
    fetch_all_dynamic!(
        tx,
        (String,),
        sql,
        &[tenant.into(), before.into(), now.into(), limit.into()]
    )
}

/// Candidates whose consent is missing or invalidated and who are not being asked: a hold or a restriction
/// stood in the way when the others were.
pub async fn unasked(tx: &mut Tx, tenant: &str, now: Millis, limit: i64) -> Result<Vec<(String,)>> {
    let sql = format!(
        "SELECT id FROM candidates
         WHERE tenant_id = $1 AND answer IN ('none', 'invalidated')
           AND renewal <> 'queued' AND renewal <> 'asked' AND renewal <> 'bounced'
           AND restricted_at IS NULL AND COALESCE(held_until, 0) <= $2
         LIMIT $3 {}",
        skip_locked(tx)
    );
    fetch_all_dynamic!(
        tx,
        (String,),
        sql,
        &[tenant.into(), now.into(), limit.into()]
    )
}

/// Candidates who said no while a hold or a restriction kept them, and are kept no longer.
pub async fn released(
    tx: &mut Tx,
    tenant: &str,
    now: Millis,
    limit: i64,
) -> Result<Vec<(String,)>> {
    let sql = format!(
        "SELECT id FROM candidates
         WHERE tenant_id = $1 AND answer IN ('refused', 'withdrawn')
           AND restricted_at IS NULL AND COALESCE(held_until, 0) <= $2
         LIMIT $3 {}",
        skip_locked(tx)
    );
    fetch_all_dynamic!(
        tx,
        (String,),
        sql,
        &[tenant.into(), now.into(), limit.into()]
    )
}
