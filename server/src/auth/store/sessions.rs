//! SQL of sessions, sign-in links and half-done sign-ins.

use super::Staff;
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional};

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SessionRow {
    pub token_hash: String,
    pub id: String,
    pub tenant_id: String,
    pub staff_id: String,
    pub scope: String,
    pub browser: String,
    pub challenge: Option<String>,
    pub created_at: i64,
    pub seen_at: i64,
    pub expires_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SignInLink {
    pub tenant_id: String,
    pub staff_id: String,
    pub purpose: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StepRow {
    pub staff: String,
    pub proof: String,
    pub challenge: Option<String>,
}

/// Whose session it is, and how far their account has come.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct State {
    #[sqlx(flatten)]
    pub staff: Staff,
    pub set_up_at: Option<i64>,
}

pub async fn state(tx: &mut Tx, tenant: &str, staff: &str) -> Result<Option<State>> {
    fetch_optional!(
        tx,
        State,
        "SELECT * FROM staff WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL",
        tenant,
        staff
    )
}

pub async fn insert(tx: &mut Tx, session: &SessionRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sessions (token_hash, id, tenant_id, staff_id, scope, browser, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &session.token_hash,
        &session.id,
        &session.tenant_id,
        &session.staff_id,
        &session.scope,
        &session.browser,
        session.created_at,
        session.seen_at,
        session.expires_at
    )?;
    Ok(())
}

/// The session, unless it has ended or nobody has used it since `idle_since`.
pub async fn find(
    tx: &mut Tx,
    hash: &str,
    now: Millis,
    idle_since: Millis,
) -> Result<Option<SessionRow>> {
    fetch_optional!(
        tx,
        SessionRow,
        "SELECT * FROM sessions WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3",
        hash,
        now,
        idle_since
    )
}

/// Of one person, the one used last first.
pub async fn of_staff(
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    now: Millis,
    idle_since: Millis,
) -> Result<Vec<SessionRow>> {
    fetch_all!(
        tx,
        SessionRow,
        "SELECT * FROM sessions WHERE tenant_id = $1 AND staff_id = $2 AND expires_at > $3 AND seen_at > $4
         ORDER BY seen_at DESC, id DESC",
        tenant,
        staff,
        now,
        idle_since
    )
}

pub async fn touch(tx: &mut Tx, session: &SessionRow, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2",
        &session.token_hash,
        now
    )?;
    seen(tx, &session.tenant_id, &session.staff_id, now).await
}

pub async fn seen(tx: &mut Tx, tenant: &str, staff: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET last_seen_at = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        now
    )?;
    Ok(())
}

pub async fn set_challenge(tx: &mut Tx, hash: &str, challenge: Option<&str>) -> Result<()> {
    execute!(
        tx,
        "UPDATE sessions SET challenge = $2 WHERE token_hash = $1",
        hash,
        challenge
    )?;
    Ok(())
}

pub async fn end(tx: &mut Tx, hash: &str) -> Result<()> {
    execute!(tx, "DELETE FROM sessions WHERE token_hash = $1", hash)?;
    Ok(())
}

/// Ends one of somebody's own; whether there was such a session.
pub async fn end_by_id(tx: &mut Tx, tenant: &str, staff: &str, id: &str) -> Result<bool> {
    let ended = execute!(
        tx,
        "DELETE FROM sessions WHERE tenant_id = $1 AND staff_id = $2 AND id = $3",
        tenant,
        staff,
        id
    )?;
    Ok(ended == 1)
}

/// All of somebody's, but the one with this id; none is spared for an empty one.
pub async fn end_others(tx: &mut Tx, tenant: &str, staff: &str, spared: &str) -> Result<u64> {
    execute!(
        tx,
        "DELETE FROM sessions WHERE tenant_id = $1 AND staff_id = $2 AND id <> $3",
        tenant,
        staff,
        spared
    )
}

/// Everybody's, and every link and step that could lead to one.
pub async fn end_all(tx: &mut Tx) -> Result<()> {
    execute!(tx, "DELETE FROM sessions")?;
    execute!(tx, "DELETE FROM sign_in_steps")?;
    execute!(tx, "DELETE FROM sign_in_links")?;
    Ok(())
}

/// What nobody can use any more.
pub async fn sweep(tx: &mut Tx, now: Millis) -> Result<()> {
    execute!(tx, "DELETE FROM sessions WHERE expires_at <= $1", now)?;
    execute!(tx, "DELETE FROM sign_in_steps WHERE expires_at <= $1", now)?;
    Ok(())
}

pub async fn insert_link(
    tx: &mut Tx,
    hash: &str,
    link: &SignInLink,
    now: Millis,
    expires: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sign_in_links (token_hash, tenant_id, staff_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        hash,
        &link.tenant_id,
        &link.staff_id,
        &link.purpose,
        now,
        expires
    )?;
    Ok(())
}

/// A link that still works: to set an account up before that is done, to reset its password after.
pub async fn link(tx: &mut Tx, hash: &str, now: Millis) -> Result<Option<SignInLink>> {
    fetch_optional!(
        tx,
        SignInLink,
        "SELECT l.tenant_id, l.staff_id, l.purpose FROM sign_in_links l
         JOIN staff s ON s.tenant_id = l.tenant_id AND s.id = l.staff_id
         WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND s.removed_at IS NULL
           AND (CASE WHEN s.set_up_at IS NULL THEN 'setup' ELSE 'reset' END)
             = (CASE WHEN l.purpose = 'reset' THEN 'reset' ELSE 'setup' END)",
        hash,
        now
    )
}

/// Whether it was still unused.
pub async fn use_link(tx: &mut Tx, hash: &str, now: Millis) -> Result<bool> {
    let used = execute!(
        tx,
        "UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL",
        hash,
        now
    )?;
    Ok(used == 1)
}

pub async fn delete_links(tx: &mut Tx, tenant: &str, staff: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM sign_in_links WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        staff
    )?;
    Ok(())
}

pub async fn insert_step(
    tx: &mut Tx,
    hash: &str,
    staff: &str,
    proof: &str,
    expires: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sign_in_steps (token_hash, staff, proof, expires_at) VALUES ($1, $2, $3, $4)",
        hash,
        staff,
        proof,
        expires
    )?;
    Ok(())
}

pub async fn step(tx: &mut Tx, hash: &str, now: Millis) -> Result<Option<StepRow>> {
    fetch_optional!(
        tx,
        StepRow,
        "SELECT * FROM sign_in_steps WHERE token_hash = $1 AND expires_at > $2",
        hash,
        now
    )
}

pub async fn set_step_challenge(tx: &mut Tx, hash: &str, challenge: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE sign_in_steps SET challenge = $2 WHERE token_hash = $1",
        hash,
        challenge
    )?;
    Ok(())
}

/// Whether it was still there: two answers to one step open one session.
pub async fn delete_step(tx: &mut Tx, hash: &str) -> Result<bool> {
    let deleted = execute!(tx, "DELETE FROM sign_in_steps WHERE token_hash = $1", hash)?;
    Ok(deleted == 1)
}
