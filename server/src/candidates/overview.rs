//! How many candidates stand where.

use std::collections::BTreeMap;

use crate::clock::{DAY, Millis};
use crate::consent::Status;
use crate::db::Tx;
use crate::error::Result;
use crate::tenants::Tenant;
use crate::{fetch_all, fetch_one};

pub struct Counts {
    pub by_status: BTreeMap<String, i64>,
    pub by_renewal: BTreeMap<String, i64>,
}

/// By status, each counted by the filter staff would list it with, and by state of renewal.
pub async fn counts(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<Counts> {
    Ok(Counts {
        by_status: by_status(tx, tenant, now).await?,
        by_renewal: by_renewal(tx, tenant).await?,
    })
}

async fn by_status(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<BTreeMap<String, i64>> {
    let mut by_status = BTreeMap::new();
    for status in Status::ALL {
        let criteria = super::filter::Criteria {
            status: Some(status),
            ..Default::default()
        };
        let count = super::store::count(tx, &tenant.id, &criteria, tenant.lead_days, now).await?;
        by_status.insert(status.to_string(), count);
    }
    Ok(by_status)
}

async fn by_renewal(tx: &mut Tx, tenant: &Tenant) -> Result<BTreeMap<String, i64>> {
    let rows = fetch_all!(
        tx,
        (String, i64),
        "SELECT renewal, COUNT(*) FROM candidates WHERE tenant_id = $1 GROUP BY renewal",
        &tenant.id
    )?;
    Ok(rows.into_iter().collect())
}

/// How many deadlines fall within each of the next `days` days, counted from now.
pub async fn deadlines(tx: &mut Tx, tenant: &Tenant, days: i64, now: Millis) -> Result<Vec<i64>> {
    let rows = fetch_all!(
        tx,
        (i64, i64),
        "SELECT (deadline_at - $2) / $4 AS day, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND deadline_at >= $2 AND deadline_at < $3 GROUP BY 1",
        &tenant.id,
        now,
        now + days * DAY,
        DAY
    )?;
    Ok(per_day(rows, days))
}

/// How many candidates have a first consent ending within each of the next `days` days.
pub async fn expiries(tx: &mut Tx, tenant: &Tenant, days: i64, now: Millis) -> Result<Vec<i64>> {
    let rows = fetch_all!(
        tx,
        (i64, i64),
        "SELECT (first_expiry - $2) / $4 AS day, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND first_expiry >= $2 AND first_expiry < $3 GROUP BY 1",
        &tenant.id,
        now,
        now + days * DAY,
        DAY
    )?;
    Ok(per_day(rows, days))
}

fn per_day(rows: Vec<(i64, i64)>, days: i64) -> Vec<i64> {
    let mut counts = vec![0; usize::try_from(days).unwrap_or_default()];
    for (day, count) in rows {
        if let Some(slot) = usize::try_from(day)
            .ok()
            .and_then(|day| counts.get_mut(day))
        {
            *slot += count;
        }
    }
    counts
}

/// How many candidates' standing consent is to each version of a text.
pub async fn holders_by_version(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
) -> Result<BTreeMap<i64, i64>> {
    let rows = fetch_all!(
        tx,
        (i64, i64),
        "SELECT text_version, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version IS NOT NULL AND answer = 'given' GROUP BY text_version",
        tenant,
        text
    )?;
    Ok(rows.into_iter().collect())
}

pub async fn all_holders(tx: &mut Tx, tenant: &str, text: &str) -> Result<i64> {
    Ok(holders_by_version(tx, tenant, text).await?.values().sum())
}

/// Of those holders: how many are kept out of mail now (rule 18), and how many others are being asked already.
pub async fn holders_not_asked_now(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    now: Millis,
) -> Result<(i64, i64)> {
    fetch_one!(
        tx,
        (i64, i64),
        "SELECT COALESCE(SUM(CASE WHEN kept = 1 THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN kept = 0 AND renewal IN ('queued', 'asked', 'bounced') THEN 1 ELSE 0 END), 0)
         FROM (SELECT renewal, CASE WHEN restricted_at IS NOT NULL OR held_until > $3 THEN 1 ELSE 0 END AS kept
               FROM candidates
               WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version IS NOT NULL AND answer = 'given') AS holders",
        tenant,
        text,
        now
    )
}

/// Candidates whose address bounced, longest waiting first, with the server's word on it.
pub async fn bounced(tx: &mut Tx, tenant: &str, limit: i64) -> Result<Vec<Bounced>> {
    fetch_all!(
        tx,
        Bounced,
        "SELECT c.id, c.name, c.email, m.ended_at, m.last_error FROM renewals r
         JOIN candidates c ON c.tenant_id = r.tenant_id AND c.id = r.candidate_id
         LEFT JOIN mails m ON m.tenant_id = r.tenant_id AND m.renewal_id = r.id AND m.kind = 'request'
         WHERE r.tenant_id = $1 AND r.state = 'bounced' ORDER BY r.id LIMIT $2",
        tenant,
        limit
    )
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Bounced {
    pub id: String,
    pub name: String,
    pub email: String,
    pub ended_at: Option<i64>,
    pub last_error: Option<String>,
}

/// Holds that end by `until`.
pub async fn holds_ending(
    tx: &mut Tx,
    tenant: &str,
    until: Millis,
    limit: i64,
) -> Result<Vec<super::Candidate>> {
    fetch_all!(
        tx,
        super::Candidate,
        "SELECT * FROM candidates WHERE tenant_id = $1 AND held_until IS NOT NULL AND held_until <= $2
         ORDER BY held_until LIMIT $3",
        tenant,
        until,
        limit
    )
}

pub async fn count_bounced(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM renewals WHERE tenant_id = $1 AND state = 'bounced'",
        tenant
    )?;
    Ok(count)
}
