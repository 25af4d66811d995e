//! Filters with a name, kept for all staff of a tenant.

use super::check_line;
use super::filter::Filter;
use super::list::Sort;
use crate::app::App;
use crate::auth::Actor;
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::tenants::Tenant;
use crate::{audit, execute, fetch_all, fetch_one};

/// More than that is no help to anybody.
const MOST: i64 = 50;

pub struct SavedFilter {
    pub id: String,
    pub name: String,
    pub filter: Filter,
    pub sort: Sort,
}

pub async fn all(tx: &mut Tx, tenant: &str) -> Result<Vec<SavedFilter>> {
    let rows = fetch_all!(
        tx,
        (String, String, String, String),
        "SELECT id, name, filter, sort FROM saved_filters WHERE tenant_id = $1 ORDER BY name, id LIMIT 50",
        tenant
    )?;
    rows.into_iter()
        .map(|(id, name, filter, sort)| {
            Ok(SavedFilter {
                id,
                name,
                filter: serde_json::from_str(&filter)?,
                sort: Sort::parse(&sort).unwrap_or_default(),
            })
        })
        .collect()
}

/// Keeps a filter and a sort. The words searched for are left out: they may be somebody's name, and nobody
/// erases a saved filter with its candidate.
///
/// # Errors
/// `Invalid` for a filter not understood, one that would match everybody, a name too long or taken.
pub async fn save(
    app: &App,
    actor: &Actor,
    tenant: &Tenant,
    name: &str,
    filter: &Filter,
    sort: Sort,
) -> Result<()> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field("name", "required", "give the filter a name"));
    }
    if let Some(error) = check_line("name", name, 60) {
        return Err(Error::Invalid(vec![error]));
    }
    let kept = Filter {
        q: None,
        ..filter.clone()
    };
    if kept.criteria(tenant, app.now())?.is_empty() {
        return Err(Error::field(
            "filter",
            "required",
            "choose at least one filter; words searched for are not kept",
        ));
    }
    let mut tx = app.db.begin().await?;
    let (count,): (i64,) = fetch_one!(
        &mut tx,
        (i64,),
        "SELECT COUNT(*) FROM saved_filters WHERE tenant_id = $1",
        &tenant.id
    )?;
    if count >= MOST {
        let message = format!("there are {MOST} already; remove one first");
        return Err(Error::field("name", "too_many", message));
    }
    let saved = SavedFilter {
        id: app.new_id(),
        name: name.to_owned(),
        filter: kept,
        sort,
    };
    if !insert(&mut tx, actor, &saved, app.now()).await? {
        return Err(Error::field(
            "name",
            "taken",
            "another filter has this name",
        ));
    }
    audit::write(app, &mut tx, actor, "filter.saved", None, Some(&saved.id)).await?;
    tx.commit().await
}

async fn insert(tx: &mut Tx, actor: &Actor, saved: &SavedFilter, now: Millis) -> Result<bool> {
    let inserted = execute!(
        tx,
        "INSERT INTO saved_filters (tenant_id, id, name, filter, sort, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &actor.tenant_id,
        &saved.id,
        &saved.name,
        serde_json::to_string(&saved.filter)?,
        saved.sort.as_str(),
        &actor.name,
        now
    )?;
    Ok(inserted == 1)
}

pub async fn remove(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let removed = execute!(
        &mut tx,
        "DELETE FROM saved_filters WHERE tenant_id = $1 AND id = $2",
        &actor.tenant_id,
        id
    )?;
    if removed == 0 {
        return Err(Error::NotFound);
    }
    audit::write(app, &mut tx, actor, "filter.removed", None, Some(id)).await?;
    tx.commit().await
}
