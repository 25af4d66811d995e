//! The audit log: who looked at or changed which candidate, or what else (rule 21).
//! Holds ids and verbs, never names or addresses.

use crate::app::App;
use crate::auth::Actor;
use crate::db::{Rows, Tx};
use crate::error::Result;
use crate::{execute, fetch_all};

#[derive(Debug, Clone, sqlx::FromRow, serde::Serialize, utoipa::ToSchema)]
pub struct Entry {
    pub id: String,
    #[serde(serialize_with = "as_rfc3339")]
    #[schema(value_type = String)]
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub candidate_id: Option<String>,
    pub detail: Option<String>,
}

fn as_rfc3339<S: serde::Serializer>(
    at: &i64,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::clock::rfc3339(*at))
}

pub async fn write(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    candidate: Option<&str>,
    detail: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO audit (tenant_id, id, at, actor, action, candidate_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &actor.tenant_id,
        app.new_id(),
        app.now(),
        &actor.name,
        action,
        candidate,
        detail
    )?;
    Ok(())
}

/// The same of many candidates; `actor` as [`Actor::name`] has it.
pub async fn write_all(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    actor: &str,
    action: &str,
    candidates: impl IntoIterator<Item = &str>,
) -> Result<()> {
    let mut rows = Rows::new("audit (tenant_id, id, at, actor, action, candidate_id)");
    for candidate in candidates {
        rows.push([
            tenant.into(),
            app.new_id().into(),
            app.now().into(),
            actor.into(),
            action.into(),
            candidate.into(),
        ]);
    }
    rows.insert(tx, "").await?;
    Ok(())
}

/// Newest first, starting below `cursor`.
pub async fn list(
    tx: &mut Tx,
    tenant: &str,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Vec<Entry>> {
    fetch_all!(
        tx,
        Entry,
        "SELECT * FROM audit WHERE tenant_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3",
        tenant,
        cursor.unwrap_or_default(),
        limit
    )
}

pub async fn of_candidate(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<Entry>> {
    fetch_all!(
        tx,
        Entry,
        "SELECT * FROM audit WHERE tenant_id = $1 AND candidate_id = $2 ORDER BY id DESC LIMIT 100",
        tenant,
        candidate
    )
}
