//! SQL of what waits. Of all tenants: who runs the server watches it, and is told no tenant's name.
//!
//! Each count walks an index that holds nothing but what waits, so that it costs no more the more
//! there is that has been seen to.

use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::fetch_one;
use crate::log;

/// What has not been seen to yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    pub mails: i64,
    pub oldest_mail_at: Option<Millis>,
    pub renewals_due: i64,
    pub erasures_awaiting_approval: i64,
    pub webhook_deliveries: i64,
    pub log_size: i64,
    pub log_pending: i64,
    /// 0 before the first signature.
    pub log_signed_at: Millis,
}

pub async fn backlog(tx: &mut Tx, now: Millis) -> Result<Backlog> {
    let (mails, oldest_mail_at) = mails(tx).await?;
    let head = log::store::head(tx).await?;
    Ok(Backlog {
        mails,
        oldest_mail_at,
        renewals_due: renewals_due(tx, now).await?,
        erasures_awaiting_approval: erasures_awaiting_approval(tx).await?,
        webhook_deliveries: webhook_deliveries(tx).await?,
        log_size: head.size,
        log_pending: log::store::count_pending(tx).await?,
        log_signed_at: head.signed_at,
    })
}

async fn mails(tx: &mut Tx) -> Result<(i64, Option<Millis>)> {
    fetch_one!(
        tx,
        (i64, Option<i64>),
        "SELECT COUNT(*), MIN(queued_at) FROM mails WHERE next_attempt_at >= 0"
    )
}

async fn renewals_due(tx: &mut Tx, now: Millis) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(due), 0) AS BIGINT) FROM
           (SELECT (SELECT COUNT(*) FROM renewals r WHERE r.tenant_id = t.id AND r.next_action_at <= $1) AS due
            FROM tenants t) counted",
        now
    )?;
    Ok(count)
}

async fn webhook_deliveries(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT CAST(COALESCE(SUM(waiting), 0) AS BIGINT) FROM
           (SELECT (SELECT COUNT(*) FROM webhook_deliveries d
                    WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id AND d.next_attempt_at >= 0) AS waiting
            FROM webhooks w) counted"
    )?;
    Ok(count)
}

/// Of both kinds: what somebody started, and sweeps that stopped.
async fn erasures_awaiting_approval(tx: &mut Tx) -> Result<i64> {
    let (batches,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM batches WHERE state = 'waiting'"
    )?;
    let (sweeps,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM tenants WHERE sweep_stopped_at IS NOT NULL"
    )?;
    Ok(batches + sweeps)
}
