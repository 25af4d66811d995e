//! SQL of renewals.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use time::Date;

use super::{Answered, Reason, State};
use crate::clock::{Millis, local};
use crate::db::{Rows, Tx, tenant_and_ids};
use crate::error::{Error, Result};
use crate::tenants::Tenant;
use crate::{execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_optional};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Renewal {
    pub tenant_id: String,
    pub id: String,
    pub candidate_id: String,
    pub reason: String,
    pub state: String,
    pub queued_at: i64,
    pub accepted_at: Option<i64>,
    pub viewed_at: Option<i64>,
    pub viewed_text_version_id: Option<String>,
    pub answered_at: Option<i64>,
    pub answer: Option<String>,
    pub deadline_at: Option<i64>,
    pub deadline_zone: Option<String>,
    pub reminders_sent: i64,
    pub reminders_stopped_at: Option<i64>,
    pub next_action_at: Option<i64>,
}

impl Renewal {
    /// A state nobody knows counts as cancelled: nothing further happens to the candidate.
    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Cancelled)
    }

    /// The last day to answer, in the time zone it was counted in, whichever the tenant has by now.
    pub fn last_day(&self, tenant: &Tenant) -> Option<Date> {
        let zone = self.deadline_zone.as_deref().map(TimeZone::get);
        let zone = zone.and_then(std::result::Result::ok);
        let at = self.deadline_at?;
        Some(local(&zone.unwrap_or_else(|| tenant.zone()), at).date())
    }

    /// A deadline counts while its clock runs: not after a bounce, nor before the request is taken again.
    pub fn is_past_deadline(&self, now: Millis) -> bool {
        let runs = matches!(self.state(), State::Asked | State::Answered);
        runs && self.deadline_at.is_some_and(|deadline| now > deadline)
    }
}

pub struct NewRenewal<'a> {
    pub id: String,
    pub candidate_id: &'a str,
    pub token_hash: String,
}

/// The candidates must have no open renewal: the database refuses a second.
pub async fn insert(
    tx: &mut Tx,
    tenant: &str,
    renewals: &[NewRenewal<'_>],
    reason: Reason,
    now: Millis,
) -> Result<()> {
    let mut rows =
        Rows::new("renewals (tenant_id, id, candidate_id, reason, state, token_hash, queued_at)");
    for new in renewals {
        rows.push([
            tenant.into(),
            new.id.as_str().into(),
            new.candidate_id.into(),
            reason.as_str().into(),
            State::Queued.as_str().into(),
            new.token_hash.as_str().into(),
            now.into(),
        ]);
    }
    rows.insert(tx).await?;
    Ok(())
}

/// Those of these candidates to whom a request is open.
pub async fn being_asked(
    tx: &mut Tx,
    tenant: &str,
    candidates: &[&str],
) -> Result<HashSet<String>> {
    let (values, listed) = tenant_and_ids(tenant, candidates.iter().copied());
    let sql = format!(
        "SELECT candidate_id FROM renewals
         WHERE tenant_id = $1 AND candidate_id IN ({listed}) AND state IN ('queued', 'asked', 'bounced')"
    );
    let rows = fetch_all_dynamic!(tx, (String,), sql, &values)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn find(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Renewal>> {
    fetch_optional!(
        tx,
        Renewal,
        "SELECT * FROM renewals WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )
}

pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Renewal> {
    fetch_optional!(
        tx,
        Renewal,
        "SELECT * FROM renewals WHERE token_hash = $1",
        token_hash
    )?
    .ok_or(Error::NotFound)
}

pub async fn open_of(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Option<Renewal>> {
    fetch_optional!(
        tx,
        Renewal,
        "SELECT * FROM renewals WHERE tenant_id = $1 AND candidate_id = $2 AND state IN ('queued', 'asked', 'bounced')",
        tenant,
        candidate
    )
}

/// Oldest first.
pub async fn of_candidate(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<Renewal>> {
    fetch_all!(
        tx,
        Renewal,
        "SELECT * FROM renewals WHERE tenant_id = $1 AND candidate_id = $2 ORDER BY queued_at, id",
        tenant,
        candidate
    )
}

/// Of all these candidates, each one's oldest first.
pub async fn of_candidates(tx: &mut Tx, tenant: &str, candidates: &[&str]) -> Result<Vec<Renewal>> {
    let (values, listed) = tenant_and_ids(tenant, candidates.iter().copied());
    let sql = format!(
        "SELECT * FROM renewals WHERE tenant_id = $1 AND candidate_id IN ({listed}) ORDER BY candidate_id, queued_at, id"
    );
    fetch_all_dynamic!(tx, Renewal, sql, &values)
}

pub async fn start_clock(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    accepted: Millis,
    deadline: Millis,
    zone: &str,
    next: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET state = 'asked', accepted_at = $3, deadline_at = $4, deadline_zone = $5, next_action_at = $6,
                reminders_sent = 0
         WHERE tenant_id = $1 AND id = $2 AND state = 'queued'",
        tenant,
        id,
        accepted,
        deadline,
        zone,
        next
    )?;
    Ok(())
}

/// The next deadline may not be earlier than this (rule 9).
pub async fn not_before(tx: &mut Tx, tenant: &str, id: &str, deadline: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET deadline_at = $3
         WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND (deadline_at IS NULL OR deadline_at < $3)",
        tenant,
        id,
        deadline
    )?;
    Ok(())
}

/// Keeps `deadline_at`: the next one may not be earlier.
pub async fn stop_clock(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET state = 'bounced', next_action_at = NULL WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    Ok(())
}

/// Back to waiting for the mail server, with a link that only the new address gets.
pub async fn queue_again(tx: &mut Tx, tenant: &str, id: &str, token_hash: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET state = 'queued', token_hash = $3, next_action_at = NULL WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        token_hash
    )?;
    Ok(())
}

/// Queues the renewals of these candidates that bounced. Gives them, as `(renewal, candidate)`.
pub async fn queue_bounced(
    tx: &mut Tx,
    tenant: &str,
    candidates: &[&str],
) -> Result<Vec<(String, String)>> {
    let (values, listed) = tenant_and_ids(tenant, candidates.iter().copied());
    let sql = format!(
        "UPDATE renewals SET state = 'queued', next_action_at = NULL
         WHERE tenant_id = $1 AND candidate_id IN ({listed}) AND state = 'bounced' RETURNING id, candidate_id"
    );
    fetch_all_dynamic!(tx, (String, String), sql, &values)
}

/// Ends these candidates' open renewals, if any, and lets nothing more come of the others.
pub async fn end_open(tx: &mut Tx, tenant: &str, candidates: &[&str], state: State) -> Result<()> {
    let (mut values, listed) = tenant_and_ids(tenant, candidates.iter().copied());
    values.push(state.as_str().into());
    let ended = values.len();
    let sql = format!(
        "UPDATE renewals SET state = CASE WHEN state IN ('queued', 'asked', 'bounced') THEN ${ended} ELSE state END,
                next_action_at = NULL
         WHERE tenant_id = $1 AND candidate_id IN ({listed})"
    );
    execute_dynamic!(tx, sql, &values)?;
    Ok(())
}

pub async fn reminded(tx: &mut Tx, tenant: &str, id: &str, sent: i64, next: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET reminders_sent = $3, next_action_at = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        sent,
        next
    )?;
    Ok(())
}

pub async fn look_again(tx: &mut Tx, tenant: &str, id: &str, at: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET next_action_at = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        at
    )?;
    Ok(())
}

pub async fn viewed(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    text_version: &str,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET viewed_at = COALESCE(viewed_at, $4), viewed_text_version_id = $3
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        text_version,
        now
    )?;
    Ok(())
}

pub async fn stop_reminders(tx: &mut Tx, tenant: &str, id: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET reminders_stopped_at = COALESCE(reminders_stopped_at, $3),
                next_action_at = CASE WHEN next_action_at IS NULL THEN NULL ELSE deadline_at + 1 END
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        now
    )?;
    Ok(())
}

pub async fn close(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    state: State,
    answer: Option<Answered>,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE renewals SET state = $3, answer = $4, answered_at = CASE WHEN $4 IS NULL THEN answered_at ELSE $5 END,
                next_action_at = NULL
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        state.as_str(),
        answer.map(Answered::as_str),
        now
    )?;
    Ok(())
}
