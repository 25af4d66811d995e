//! SQL of erasures, their journal marks and the sweep's approvals.

use super::{Erased, Reason};
use crate::candidates::Candidate;
use crate::clock::Millis;
use crate::db::{Rows, Tx, placeholders};
use crate::error::{Error, Result};
use crate::{execute, execute_dynamic, fetch_all, fetch_one, fetch_optional};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Erasure {
    pub tenant_id: String,
    pub id: String,
    pub candidate_id: String,
    pub reason: String,
    pub erased_at: i64,
    pub certificate: String,
}

pub async fn insert(
    tx: &mut Tx,
    tenant: &str,
    gone: &[(&Candidate, &Erased)],
    reason: Reason,
    at: Millis,
) -> Result<()> {
    let mut rows =
        Rows::new("erasures (tenant_id, id, candidate_id, reason, erased_at, certificate)");
    for (candidate, erased) in gone {
        rows.push([
            tenant.into(),
            erased.erasure_id.as_str().into(),
            candidate.id.as_str().into(),
            reason.as_str().into(),
            at.into(),
            erased.certificate.as_str().into(),
        ]);
    }
    rows.insert(tx).await?;
    Ok(())
}

/// Newest first, starting below `cursor`.
pub async fn list(
    tx: &mut Tx,
    tenant: &str,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Vec<Erasure>> {
    fetch_all!(
        tx,
        Erasure,
        "SELECT * FROM erasures WHERE tenant_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3",
        tenant,
        cursor.unwrap_or_default(),
        limit
    )
}

pub async fn get(tx: &mut Tx, tenant: &str, id: &str) -> Result<Erasure> {
    fetch_optional!(
        tx,
        Erasure,
        "SELECT * FROM erasures WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?
    .ok_or(Error::NotFound)
}

pub async fn of_candidate(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Option<Erasure>> {
    fetch_optional!(
        tx,
        Erasure,
        "SELECT * FROM erasures WHERE tenant_id = $1 AND candidate_id = $2",
        tenant,
        candidate
    )
}

pub async fn count_since(tx: &mut Tx, tenant: &str, reason: Reason, since: Millis) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM erasures WHERE tenant_id = $1 AND reason = $2 AND erased_at > $3",
        tenant,
        reason.as_str(),
        since
    )?;
    Ok(count)
}

pub async fn unjournaled(tx: &mut Tx, limit: i64) -> Result<Vec<Erasure>> {
    fetch_all!(
        tx,
        Erasure,
        "SELECT * FROM erasures WHERE journaled_at IS NULL ORDER BY id LIMIT $1",
        limit
    )
}

/// Across tenants, as [`unjournaled`] gives them.
pub async fn mark_journaled(tx: &mut Tx, erasures: &[Erasure], at: Millis) -> Result<()> {
    let mut values = vec![at.into()];
    let mut rows = Vec::with_capacity(erasures.len());
    for erasure in erasures {
        rows.push(format!("({})", placeholders(values.len() + 1, 2)));
        values.push(erasure.tenant_id.as_str().into());
        values.push(erasure.id.as_str().into());
    }
    let sql = format!(
        "UPDATE erasures SET journaled_at = $1 WHERE (tenant_id, id) IN (VALUES {})",
        rows.join(", ")
    );
    execute_dynamic!(tx, sql, &values)?;
    Ok(())
}

/// Candidates of a tenant whose deadline has passed unanswered and whom nothing keeps (rule 18).
pub async fn count_due(tx: &mut Tx, tenant: &str, now: Millis) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM renewals r JOIN candidates c ON c.tenant_id = r.tenant_id AND c.id = r.candidate_id
         WHERE r.tenant_id = $1 AND r.state = 'asked' AND r.next_action_at <= $2 AND r.deadline_at < $2
           AND c.restricted_at IS NULL AND COALESCE(c.held_until, 0) <= $2",
        tenant,
        now
    )?;
    Ok(count)
}

pub async fn approve(tx: &mut Tx, tenant: &str, staff: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sweep_approvals (tenant_id, staff_id, approved_at) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, staff_id) DO UPDATE SET approved_at = excluded.approved_at",
        tenant,
        staff,
        now
    )?;
    Ok(())
}

pub async fn count_approvals(tx: &mut Tx, tenant: &str, since: Millis) -> Result<i64> {
    let approvals = approvals(tx, tenant, since).await?;
    i64::try_from(approvals.len()).map_err(Error::internal)
}

/// The sweep goes on; what was approved counts for the stop it was given for and no later one.
pub async fn lift_stop(tx: &mut Tx, tenant: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE tenants SET sweep_stopped_at = NULL, sweep_due = NULL WHERE id = $1",
        tenant
    )?;
    execute!(
        tx,
        "DELETE FROM sweep_approvals WHERE tenant_id = $1",
        tenant
    )?;
    Ok(())
}

/// Ids of those who approved since the sweep stopped and are admins still: an account that was taken away approves
/// nothing.
pub async fn approvals(tx: &mut Tx, tenant: &str, since: Millis) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT a.staff_id FROM sweep_approvals a JOIN staff s ON s.tenant_id = a.tenant_id AND s.id = a.staff_id
         WHERE a.tenant_id = $1 AND a.approved_at >= $2 AND s.role = 'admin' AND s.removed_at IS NULL
         ORDER BY a.approved_at",
        tenant,
        since
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
