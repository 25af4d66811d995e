//! Who saw or changed what.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::present::{self, People};
use super::session::{Desk, Page, again, html};
use super::views::FieldErrors;
use super::views::audit::{Audit, AuditRow, Filter as Shown, audit_page};
use crate::app::App;
use crate::audit::{self, Criteria, Entry, Filter};
use crate::auth::Action;
use crate::candidates;
use crate::db::Tx;
use crate::error::Result;
use crate::http::api::{page, page_start};
use crate::http::download;
use crate::http::extract::Query;
use crate::i18n;

const PAGE: i64 = 100;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Start {
    cursor: String,
}

pub async fn show(
    State(app): State<Arc<App>>,
    desk: Desk,
    Query(filter): Query<Filter>,
    Query(start): Query<Start>,
) -> Page {
    desk.require(Action::Read)?;
    let cursor = page_start(Some(&start.cursor))?;
    let (criteria, errors) = match filter.criteria(&desk.tenant.zone()) {
        Ok(criteria) => (Some(criteria), FieldErrors::default()),
        Err(error) => (None, present::mistakes(&desk, "audit", error)?),
    };
    let is_understood = criteria.is_some();
    let mut tx = app.db.read().await?;
    let mut data = found(&mut tx, &desk, criteria, cursor).await?;
    data.errors = errors;
    data.filter = Shown {
        actor: filter.actor,
        action: filter.action,
        candidate: filter.candidate,
        from: filter.from,
        to: filter.to,
        cursor: start.cursor,
    };
    let shown = audit_page(&desk.frame, &data);
    if is_understood {
        html(shown)
    } else {
        again(shown)
    }
}

async fn found(
    tx: &mut Tx,
    desk: &Desk,
    criteria: Option<Criteria>,
    cursor: Option<&str>,
) -> Result<Audit> {
    let tenant = &desk.tenant.id;
    let people = People::load(tx, tenant).await?;
    let entries = match criteria {
        Some(criteria) => audit::list(tx, tenant, &criteria, cursor, PAGE + 1).await?,
        None => Vec::new(),
    };
    let (entries, next_cursor) = page(entries, PAGE, |entry| &entry.id);
    let there = still_there(tx, tenant, &entries).await?;
    Ok(Audit {
        actors: audit::actors(tx, tenant)
            .await?
            .into_iter()
            .map(|(actor,)| (actor.clone(), who(desk, &people, &actor)))
            .collect(),
        actions: audit::actions(tx, tenant)
            .await?
            .into_iter()
            .map(|(action,)| (action.clone(), what(desk, &action)))
            .collect(),
        rows: entries
            .into_iter()
            .map(|entry| row(desk, &people, &there, entry))
            .collect(),
        next_cursor,
        ..Audit::default()
    })
}

/// Which of the candidates have not been erased.
async fn still_there(tx: &mut Tx, tenant: &str, entries: &[Entry]) -> Result<HashSet<String>> {
    let mut ids: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.candidate_id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found = candidates::store::by_ids(tx, tenant, &ids).await?;
    Ok(found.into_iter().map(|candidate| candidate.id).collect())
}

fn row(desk: &Desk, people: &People, there: &HashSet<String>, entry: Entry) -> AuditRow {
    AuditRow {
        at: present::moment(desk, entry.at),
        who: who(desk, people, &entry.actor),
        what: what(desk, &entry.action),
        is_there: entry
            .candidate_id
            .as_ref()
            .is_some_and(|id| there.contains(id)),
        candidate_id: entry.candidate_id,
        detail: entry.detail,
    }
}

/// A name; for keys and people who have left, the end of their id as well.
fn who(desk: &Desk, people: &People, actor: &str) -> String {
    if let Some(name) = people.known(actor) {
        return name.to_owned();
    }
    let key = match actor.split_once(':') {
        Some(("staff", _)) => "audit-former-staff",
        _ => "audit-key",
    };
    let end = actor.rsplit('-').next().unwrap_or(actor);
    i18n::text(&desk.language, key, &[("id", end.to_owned().into())])
}

/// The action in words, or as the API says it.
fn what(desk: &Desk, action: &str) -> String {
    if audit::ACTIONS.contains(&action) {
        desk.say(&format!("audit-action-{}", action.replace(['.', '_'], "-")))
    } else {
        action.to_owned()
    }
}

pub async fn export(State(app): State<Arc<App>>, desk: Desk, Query(filter): Query<Filter>) -> Page {
    desk.require(Action::Read)?;
    let rows = audit::export::start(app, &desk.actor, &filter, &desk.language).await?;
    Ok(download::csv_stream("audit-log.csv", rows).into_response())
}
