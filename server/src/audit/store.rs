//! SQL of the audit log.

use super::{Criteria, Entry};
use crate::db::{Rows, Tx, Value};
use crate::error::Result;
use crate::random::first_id_at;
use crate::{execute, fetch_all, fetch_all_dynamic};

pub async fn insert(tx: &mut Tx, tenant: &str, entry: &Entry) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO audit (tenant_id, id, at, actor, action, candidate_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        &entry.id,
        entry.at,
        &entry.actor,
        &entry.action,
        &entry.candidate_id,
        &entry.detail
    )?;
    Ok(())
}

/// Many at once, without a detail.
pub async fn insert_all(tx: &mut Tx, tenant: &str, entries: &[Entry]) -> Result<()> {
    let mut rows = Rows::new("audit (tenant_id, id, at, actor, action, candidate_id)");
    for entry in entries {
        rows.push([
            tenant.into(),
            entry.id.as_str().into(),
            entry.at.into(),
            entry.actor.as_str().into(),
            entry.action.as_str().into(),
            entry.candidate_id.as_deref().into(),
        ]);
    }
    rows.insert(tx).await?;
    Ok(())
}

/// Newest first, starting below `cursor`.
pub async fn list(
    tx: &mut Tx,
    tenant: &str,
    criteria: &Criteria,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let (sql, values) = query(tenant, criteria, cursor, limit);
    fetch_all_dynamic!(tx, Entry, sql, &values)
}

/// The statement of [`list`]. Each equality has its index, ending in the id: whatever the filter, the
/// rows come in order and no more of them are read than are shown.
fn query(
    tenant: &str,
    criteria: &Criteria,
    cursor: Option<&str>,
    limit: i64,
) -> (String, Vec<Value>) {
    let mut sql = "SELECT * FROM audit WHERE tenant_id = $1".to_owned();
    let mut values = vec![Value::from(tenant)];
    // A candidate has few entries. Concatenated, the others can not draw SQLite to their longer index.
    let (actor, action) = match criteria.candidate {
        Some(_) => ("actor || '' =", "action || '' ="),
        None => ("actor =", "action ="),
    };
    let conditions = [
        (actor, criteria.actor.clone()),
        (action, criteria.action.clone()),
        ("candidate_id =", criteria.candidate.clone()),
        ("id >=", criteria.from.map(first_id_at)),
        ("id <", criteria.to.map(first_id_at)),
        ("id <", cursor.map(str::to_owned)),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value.into());
            sql += &format!(" AND {condition} ${}", values.len());
        }
    }
    values.push(limit.into());
    sql += &format!(" ORDER BY id DESC LIMIT ${}", values.len());
    (sql, values)
}

pub async fn of_candidate(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<Entry>> {
    let criteria = Criteria {
        candidate: Some(candidate.to_owned()),
        ..Criteria::default()
    };
    list(tx, tenant, &criteria, None, 100).await
}

/// Everyone who stands in the log. One step in the index for each, however many entries they have.
pub async fn actors(tx: &mut Tx, tenant: &str) -> Result<Vec<(String,)>> {
    fetch_all!(
        tx,
        (String,),
        "WITH RECURSIVE found (actor) AS (
           SELECT MIN(actor) FROM audit WHERE tenant_id = $1
           UNION ALL
           SELECT (SELECT MIN(a.actor) FROM audit a WHERE a.tenant_id = $1 AND a.actor > found.actor)
           FROM found WHERE found.actor IS NOT NULL)
         SELECT actor FROM found WHERE actor IS NOT NULL LIMIT 500",
        tenant
    )
}

/// Everything that was ever done, likewise.
pub async fn actions(tx: &mut Tx, tenant: &str) -> Result<Vec<(String,)>> {
    fetch_all!(
        tx,
        (String,),
        "WITH RECURSIVE found (action) AS (
           SELECT MIN(action) FROM audit WHERE tenant_id = $1
           UNION ALL
           SELECT (SELECT MIN(a.action) FROM audit a WHERE a.tenant_id = $1 AND a.action > found.action)
           FROM found WHERE found.action IS NOT NULL)
         SELECT action FROM found WHERE action IS NOT NULL LIMIT 500",
        tenant
    )
}
