//! SQL of the facts on their way into the file.

use crate::db::{Tx, Value, placeholders};
use crate::error::{Error, Result};
use crate::{execute, execute_dynamic, fetch_all, fetch_one};

pub async fn add(tx: &mut Tx, line: &str) -> Result<()> {
    execute!(tx, "INSERT INTO journal_pending (line) VALUES ($1)", line)?;
    Ok(())
}

/// The oldest.
pub async fn pending(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, String)>> {
    fetch_all!(
        tx,
        (i64, String),
        "SELECT id, line FROM journal_pending ORDER BY id LIMIT $1",
        limit
    )
}

/// By their numbers: one with a smaller number may show only now, because its transaction took longer.
pub async fn remove_pending(tx: &mut Tx, ids: impl IntoIterator<Item = i64>) -> Result<()> {
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let listed = placeholders(1, ids.len());
    let sql = format!("DELETE FROM journal_pending WHERE id IN ({listed})");
    execute_dynamic!(tx, sql, &ids)?;
    Ok(())
}

pub async fn position(tx: &mut Tx) -> Result<u64> {
    let (position,) = fetch_one!(tx, (i64,), "SELECT position FROM journal WHERE id = 1")?;
    u64::try_from(position).map_err(Error::internal)
}

/// As [`position`]; nobody else moves it until this transaction ends.
pub async fn lock_position(tx: &mut Tx) -> Result<u64> {
    execute!(tx, "UPDATE journal SET position = position WHERE id = 1")?;
    position(tx).await
}

pub async fn set_position(tx: &mut Tx, position: u64) -> Result<()> {
    let position = i64::try_from(position).map_err(Error::internal)?;
    execute!(
        tx,
        "UPDATE journal SET position = $1 WHERE id = 1",
        position
    )?;
    Ok(())
}
