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
    Ok(Counts { by_status: by_status(tx, tenant, now).await?, by_renewal: by_renewal(tx, tenant).await? })
}

async fn by_status(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<BTreeMap<String, i64>> {
    let mut by_status = BTreeMap::new();
    for status in Status::ALL {
        let criteria = super::filter::Criteria { status: Some(status), ..Default::default() };
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
         WHERE tenant_id = $1 AND deadline_at >= $2 AND deadline_at < $3 GROUP BY (deadline_at - $2) / $4",
        &tenant.id,
        now,
        now + days * DAY,
        DAY
    )?;
    let mut counts = vec![0; usize::try_from(days).unwrap_or_default()];
    for (day, count) in rows {
        if let Some(slot) = usize::try_from(day).ok().and_then(|day| counts.get_mut(day)) {
            *slot += count;
        }
    }
    Ok(counts)
}

pub async fn holders(tx: &mut Tx, tenant: &str, text: &str, version: i64) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM candidates WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version = $3",
        tenant,
        text,
        version
    )?;
    Ok(count)
}
