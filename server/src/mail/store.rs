//! SQL of the outbox.

use super::Kind;
use crate::clock::Millis;
use crate::consent::words;
use crate::db::{Rows, Tx, tenant_and_ids};
use crate::error::Result;
use crate::{execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_optional};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MailRow {
    pub tenant_id: String,
    pub id: String,
    pub kind: String,
    pub candidate_id: Option<String>,
    pub renewal_id: Option<String>,
    pub event_id: Option<String>,
    pub staff_id: Option<String>,
    pub erasure_id: Option<String>,
    pub farewell_address: Option<String>,
    pub farewell_language: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub queued_at: i64,
    pub accepted_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub last_error: Option<String>,
}

/// What [`MailRow::last_error`] says of a mail that was taken back before any server had it.
pub const NO_LONGER_NEEDED: &str = "no longer needed";

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Queued,
    Accepted,
    Bounced,
    Failed,
    /// Taken back before it was sent.
    Cancelled,
}

words!(Fate {
    Queued = "queued",
    Accepted = "accepted",
    Bounced = "bounced",
    Failed = "failed",
    Cancelled = "cancelled",
});

impl MailRow {
    pub fn fate(&self) -> Fate {
        let taken_back = self.last_error.as_deref() == Some(NO_LONGER_NEEDED);
        match Fate::parse(&self.state) {
            Some(Fate::Failed) | None if taken_back => Fate::Cancelled,
            fate => fate.unwrap_or(Fate::Failed),
        }
    }
}

#[derive(Default)]
pub struct NewMail<'a> {
    pub candidate_id: Option<&'a str>,
    pub renewal_id: Option<&'a str>,
    pub event_id: Option<&'a str>,
    pub staff_id: Option<&'a str>,
    pub erasure_id: Option<&'a str>,
    pub farewell: Option<(&'a str, &'a str)>,
}

pub async fn insert(
    tx: &mut Tx,
    tenant: &str,
    kind: Kind,
    mails: &[(String, NewMail<'_>)],
    now: Millis,
) -> Result<()> {
    rows(tenant, kind, mails, now).insert(tx).await?;
    Ok(())
}

pub fn rows(tenant: &str, kind: Kind, mails: &[(String, NewMail<'_>)], now: Millis) -> Rows {
    let mut rows = Rows::new(
        "mails (tenant_id, id, kind, candidate_id, renewal_id, event_id, staff_id, erasure_id, farewell_address, \
         farewell_language, state, next_attempt_at, queued_at)",
    );
    for (id, mail) in mails {
        rows.push([
            tenant.into(),
            id.as_str().into(),
            kind.as_str().into(),
            mail.candidate_id.into(),
            mail.renewal_id.into(),
            mail.event_id.into(),
            mail.staff_id.into(),
            mail.erasure_id.into(),
            mail.farewell.map(|(address, _)| address).into(),
            mail.farewell.map(|(_, language)| language).into(),
            "queued".into(),
            now.into(),
            now.into(),
        ]);
    }
    rows
}

/// Oldest first.
pub async fn of_candidate(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<MailRow>> {
    fetch_all!(
        tx,
        MailRow,
        "SELECT * FROM mails WHERE tenant_id = $1 AND candidate_id = $2 ORDER BY queued_at, id",
        tenant,
        candidate
    )
}

/// Of all these candidates, each one's oldest first.
pub async fn of_candidates(tx: &mut Tx, tenant: &str, candidates: &[&str]) -> Result<Vec<MailRow>> {
    let (values, listed) = tenant_and_ids(tenant, candidates.iter().copied());
    let sql = format!(
        "SELECT * FROM mails WHERE tenant_id = $1 AND candidate_id IN ({listed}) ORDER BY queued_at, id"
    );
    fetch_all_dynamic!(tx, MailRow, sql, &values)
}

/// The last `limit` queued before a moment, oldest first.
pub async fn of_candidate_before(
    tx: &mut Tx,
    tenant: &str,
    candidate: &str,
    before: Millis,
    limit: i64,
) -> Result<Vec<MailRow>> {
    let mut mails = fetch_all!(
        tx,
        MailRow,
        "SELECT * FROM mails WHERE tenant_id = $1 AND candidate_id = $2 AND queued_at < $3
         ORDER BY queued_at DESC, id DESC LIMIT $4",
        tenant,
        candidate,
        before,
        limit
    )?;
    mails.reverse();
    Ok(mails)
}

/// The farewell's address goes in the same step as the mail is taken (rule 12).
pub async fn mark_accepted(tx: &mut Tx, tenant: &str, id: &str, at: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE mails SET state = 'accepted', accepted_at = $3, ended_at = $3, next_attempt_at = NULL, last_error = NULL,
                farewell_address = NULL, farewell_language = NULL
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        at
    )?;
    Ok(())
}

pub async fn mark_ended(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    state: &str,
    error: &str,
    at: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE mails SET state = $3, last_error = $4, ended_at = $5, next_attempt_at = NULL,
                farewell_address = NULL, farewell_language = NULL
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        state,
        error,
        at
    )?;
    Ok(())
}

pub async fn retry_at(tx: &mut Tx, tenant: &str, id: &str, at: Millis, error: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE mails SET next_attempt_at = $3, last_error = $4 WHERE tenant_id = $1 AND id = $2 AND state = 'queued'",
        tenant,
        id,
        at,
        error
    )?;
    Ok(())
}

pub async fn cancel_of_renewal(tx: &mut Tx, tenant: &str, renewal: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE mails SET state = 'failed', last_error = $3, next_attempt_at = NULL
         WHERE tenant_id = $1 AND renewal_id = $2 AND state = 'queued'",
        tenant,
        renewal,
        NO_LONGER_NEEDED
    )?;
    Ok(())
}

pub async fn requeue_requests(
    tx: &mut Tx,
    tenant: &str,
    renewals: &[String],
    now: Millis,
) -> Result<()> {
    let (mut values, listed) = tenant_and_ids(tenant, renewals.iter().map(String::as_str));
    values.push(now.into());
    let sql = format!(
        "UPDATE mails SET state = 'queued', attempts = 0, next_attempt_at = ${}, ended_at = NULL, accepted_at = NULL,
                last_error = NULL
         WHERE tenant_id = $1 AND renewal_id IN ({listed}) AND kind = 'request'",
        values.len()
    );
    execute_dynamic!(tx, sql, &values)?;
    Ok(())
}

pub async fn cancel_farewell(tx: &mut Tx, tenant: &str, erasure: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM mails WHERE tenant_id = $1 AND erasure_id = $2",
        tenant,
        erasure
    )?;
    Ok(())
}

/// Farewells that no server took: the address must not stay (rule 12).
pub async fn drop_old_farewells(tx: &mut Tx, queued_before: Millis, now: Millis) -> Result<u64> {
    execute!(
        tx,
        "UPDATE mails SET state = 'failed', last_error = 'not accepted in time', ended_at = $2, next_attempt_at = NULL,
                farewell_address = NULL, farewell_language = NULL
         WHERE next_attempt_at IS NOT NULL AND kind = 'farewell' AND queued_at < $1",
        queued_before,
        now
    )
}

/// By the id in its Message-ID. Across tenants: a bounce names no tenant.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<MailRow>> {
    fetch_optional!(tx, MailRow, "SELECT * FROM mails WHERE id = $1", id)
}
