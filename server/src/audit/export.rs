//! The audit log as a file, written while it is read: its size does not matter to the server.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::Stream;
use futures_util::stream::try_unfold;

use super::{Criteria, Entry, Filter};
use crate::app::App;
use crate::audit;
use crate::auth::{self, Actor};
use crate::clock::rfc3339;
use crate::error::Result;
use crate::spreadsheet;
use crate::tenants;

const BATCH: i64 = 1_000;
const HEADINGS: [&str; 7] = [
    "time",
    "actor",
    "person",
    "action",
    "candidate_id",
    "detail",
    "id",
];

/// Records that the log was exported, and gives its entries as CSV for a reader of `language`, newest
/// first.
///
/// # Errors
/// `Invalid` for a filter that is not understood. Later failures end the stream.
pub async fn start(
    app: Arc<App>,
    actor: &Actor,
    filter: &Filter,
    language: &str,
) -> Result<impl Stream<Item = Result<Vec<u8>>> + use<>> {
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let criteria = filter.criteria(&tenant.zone())?;
    let people = people(&mut tx, &tenant.id).await?;
    let detail = filter.summary();
    audit::write(&app, &mut tx, actor, "audit.exported", None, Some(&detail)).await?;
    tx.commit().await?;
    let position = Some(Position {
        app,
        tenant: tenant.id,
        criteria,
        people,
        language: language.to_owned(),
        after: None,
    });
    Ok(try_unfold(position, next))
}

/// Where an export stands. Entries that come meanwhile are newer and do not get in.
struct Position {
    app: Arc<App>,
    tenant: String,
    criteria: Criteria,
    people: HashMap<String, String>,
    language: String,
    after: Option<String>,
}

/// A transaction for each batch: none stays open while a slow client reads.
async fn next(position: Option<Position>) -> Result<Option<(Vec<u8>, Option<Position>)>> {
    let Some(mut position) = position else {
        return Ok(None);
    };
    let mut tx = position.app.db.read().await?;
    let after = position.after.as_deref();
    let entries = super::list(&mut tx, &position.tenant, &position.criteria, after, BATCH).await?;
    let mut rows = Vec::with_capacity(entries.len() + 1);
    if after.is_none() {
        rows.push(HEADINGS.map(str::to_owned));
    }
    rows.extend(entries.iter().map(|entry| row(entry, &position.people)));
    let file = spreadsheet::csv(&position.language, after.is_none(), rows)?;
    position.after = entries.last().map(|entry| entry.id.clone());
    let is_last = i64::try_from(entries.len()).unwrap_or(BATCH) < BATCH;
    Ok(Some((file, (!is_last).then_some(position))))
}

fn row(entry: &Entry, people: &HashMap<String, String>) -> [String; 7] {
    [
        rfc3339(entry.at),
        entry.actor.clone(),
        people.get(&entry.actor).cloned().unwrap_or_default(),
        entry.action.clone(),
        entry.candidate_id.clone().unwrap_or_default(),
        entry.detail.clone().unwrap_or_default(),
        entry.id.clone(),
    ]
}

async fn people(tx: &mut crate::db::Tx, tenant: &str) -> Result<HashMap<String, String>> {
    let staff = auth::store::staff_of(tx, tenant).await?;
    Ok(staff
        .into_iter()
        .map(|staff| (format!("staff:{}", staff.id), staff.name))
        .collect())
}
