//! SQL of the counters of failed tries.

use crate::clock::Millis;
use crate::db::{RowLock, Tx};
use crate::error::Result;
use crate::{execute, fetch_all_dynamic, fetch_optional};

#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Failures {
    pub failures: i64,
    pub last_at: i64,
}

/// The counter, kept from others until the transaction ends.
pub async fn lock(tx: &mut Tx, key_hash: &str, now: Millis) -> Result<Failures> {
    execute!(
        tx,
        "INSERT INTO sign_in_failures (key_hash, failures, last_at) VALUES ($1, 0, $2) ON CONFLICT (key_hash) DO NOTHING",
        key_hash,
        now
    )?;
    let sql = format!(
        "SELECT failures, last_at FROM sign_in_failures WHERE key_hash = $1{}",
        tx.lock_rows(RowLock::Update)
    );
    let found = fetch_all_dynamic!(tx, Failures, sql, &[key_hash.into()])?;
    Ok(found.first().copied().unwrap_or(Failures {
        failures: 0,
        last_at: now,
    }))
}

pub async fn count(tx: &mut Tx, key_hash: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE sign_in_failures SET failures = failures + 1, last_at = $2 WHERE key_hash = $1",
        key_hash,
        now
    )?;
    Ok(())
}

pub async fn take_back(tx: &mut Tx, key_hash: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE sign_in_failures SET failures = failures - 1 WHERE key_hash = $1 AND failures > 0",
        key_hash
    )?;
    Ok(())
}

/// Gives what had been counted.
pub async fn clear(tx: &mut Tx, key_hash: &str) -> Result<i64> {
    let counted = fetch_optional!(
        tx,
        (i64,),
        "DELETE FROM sign_in_failures WHERE key_hash = $1 RETURNING failures",
        key_hash
    )?;
    Ok(counted.map_or(0, |(failures,)| failures))
}

pub async fn forget(tx: &mut Tx, before: Millis) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM sign_in_failures WHERE last_at < $1",
        before
    )?;
    Ok(())
}
