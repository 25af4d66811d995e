//! Asking and erasing many: a list to look at first, the count to type, progress, and a report.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};

use super::present::{self, People};
use super::session::{Desk, Fields, Page, Posted, again, html};
use super::views::FieldErrors;
use super::views::batch::{BatchPage, BatchRow, batch_page, batches_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::batch::store::{self, Batch};
use crate::candidates::batch::{self, Act, Outcome, State as Standing};
use crate::candidates::filter::Filter;
use crate::candidates::manage::Selection;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::extract::Path;
use crate::i18n;

/// How many names a list shows on the page.
const NAMES: i64 = 20;
const RECENT: i64 = 50;
/// How often the page of a running batch looks again, in seconds.
const LOOK_AGAIN: &str = "3";

/// Whom the form is about: those ticked, or all that match the list's query string.
fn selection(fields: &Fields) -> Result<Selection> {
    if fields.get("all") == "1" {
        let query = fields.get("filter").trim_start_matches('?');
        return Ok(Selection {
            filter: Some(filter_of(query)?),
            ..Selection::default()
        });
    }
    let ids = fields.all("id");
    if ids.is_empty() {
        return Err(Error::field(
            "id",
            "required",
            "tick at least one candidate",
        ));
    }
    Ok(Selection {
        ids: Some(ids),
        ..Selection::default()
    })
}

/// The list's address holds more than the filter (the page, a message); the rest is left out.
fn filter_of(query: &str) -> Result<Filter> {
    Ok(super::candidates::read_query(query)?.filter)
}

pub async fn draft_renewals(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    draft(&app, &desk, &fields, Act::Ask).await
}

pub async fn draft_erasures(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    draft(&app, &desk, &fields, Act::Erase).await
}

async fn draft(app: &App, desk: &Desk, fields: &Fields, act: Act) -> Page {
    desk.require(Action::ManageCandidates)?;
    let batch = batch::draft(app, &desk.actor, act, &selection(fields)?).await?;
    to(&batch)
}

fn to(batch: &Batch) -> Page {
    Ok(Redirect::to(&format!("/console/batches/{}", batch.id)).into_response())
}

pub async fn show(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let batch = store::get(&mut tx, &desk.tenant.id, &id).await?;
    let data = present(&mut tx, &desk, &batch, FieldErrors::default()).await?;
    drop(tx);
    if !data.names.is_empty() {
        record_look(&app, &desk, &id).await?;
    }
    let page = html(batch_page(&desk.frame, &data))?;
    if batch.state() == Standing::Running {
        // A header, as a refreshing `<meta>` would be announced as part of the page.
        return Ok(([(header::REFRESH, LOOK_AGAIN)], page).into_response());
    }
    Ok(page)
}

/// Some of the names are looked at before the whole is confirmed.
async fn record_look(app: &App, desk: &Desk, id: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let detail = format!("batch {id}");
    let verb = "candidates.listed";
    audit::write(app, &mut tx, &desk.actor, verb, None, Some(&detail)).await?;
    tx.commit().await
}

async fn present(
    tx: &mut Tx,
    desk: &Desk,
    batch: &Batch,
    errors: FieldErrors,
) -> Result<BatchPage> {
    let state = batch.state();
    let people = People::load(tx, &desk.tenant.id).await?;
    let waits = matches!(state, Standing::Draft | Standing::Waiting);
    let listed = match waits {
        true => store::listed(tx, &desk.tenant.id, &batch.id, "", NAMES).await?,
        false => Vec::new(),
    };
    let tally = batch.tally()?;
    let manages = desk.actor.role.may(Action::ManageCandidates);
    Ok(BatchPage {
        id: batch.id.clone(),
        act: batch.act.clone(),
        state: state.to_string(),
        total: batch.total,
        handled: tally.sum(),
        done: tally.of(Outcome::Done),
        names: listed
            .into_iter()
            .map(|listed| listed.candidate.name)
            .collect(),
        outcomes: tally.0.into_iter().collect(),
        left_alone: batch.left_alone()?.0.into_iter().collect(),
        started_by: people.name(desk, &batch.started_by),
        approved_by: batch
            .approved_by
            .as_deref()
            .map(|actor| people.name(desk, actor)),
        started: present::moment(desk, batch.confirmed_at.unwrap_or(batch.created_at)),
        ended: batch.ended_at.map(|at| present::moment(desk, at)),
        may_manage: manages,
        may_approve: state == Standing::Waiting
            && desk.actor.role.may(Action::Administer)
            && batch.started_by != desk.actor.name,
        errors,
    })
}

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let people = People::load(&mut tx, &desk.tenant.id).await?;
    let mut rows = Vec::new();
    for batch in store::recent(&mut tx, &desk.tenant.id, RECENT).await? {
        rows.push(BatchRow {
            started: present::moment(&desk, batch.confirmed_at.unwrap_or(batch.created_at)),
            started_by: people.name(&desk, &batch.started_by),
            state: batch.state().to_string(),
            handled: batch.tally()?.sum(),
            total: batch.total,
            id: batch.id,
            act: batch.act,
        });
    }
    html(batches_page(&desk.frame, &rows))
}

pub async fn confirm(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let confirmed = batch::confirm(&app, &desk.actor, &id, fields.count("confirm_count")).await;
    or_again(&app, &desk, &id, confirmed).await
}

pub async fn approve(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let approved = batch::approve(&app, &desk.actor, &id, fields.count("confirm_count")).await;
    or_again(&app, &desk, &id, approved).await
}

/// On to the batch, or the same page with what has to be mended.
async fn or_again(app: &App, desk: &Desk, id: &str, outcome: Result<Batch>) -> Page {
    let error = match outcome {
        Ok(batch) => return to(&batch),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let mut tx = app.db.read().await?;
    let batch = store::get(&mut tx, &desk.tenant.id, id).await?;
    let errors = match error {
        // What is too late has no field any more.
        Error::Conflict(refusal) => {
            FieldErrors::about_no_field(i18n::refusal(&desk.language, &refusal))
        }
        _ => {
            let words = desk.count("batch-wrong-count", batch.total);
            FieldErrors(vec![("confirm_count".to_owned(), words)])
        }
    };
    let data = present(&mut tx, desk, &batch, errors).await?;
    again(batch_page(&desk.frame, &data))
}

pub async fn cancel(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let batch = batch::cancel(&app, &desk.actor, &id).await?;
    if batch.confirmed_at.is_none() {
        return Ok(Redirect::to("/console/candidates").into_response());
    }
    to(&batch)
}

/// The whole list, as it will be gone through.
pub async fn people(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.begin().await?;
    let batch = store::get(&mut tx, &desk.tenant.id, &id).await?;
    let detail = format!("batch {id}");
    let verb = "candidates.exported";
    audit::write(&app, &mut tx, &desk.actor, verb, None, Some(&detail)).await?;
    tx.commit().await?;
    let whose = super::export::Whose::Batch(batch.id);
    super::export::stream(app.clone(), desk, whose)
}
