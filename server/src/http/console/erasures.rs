//! What was erased, and a sweep that waits for approval.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::present::{self, People};
use super::session::{Desk, Page, Posted, again, done, html};
use super::views::FieldErrors;
use super::views::erasures::{ErasureRow, Erasures, StoppedSweep, WaitingBatch, erasures_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::batch;
use crate::db::Tx;
use crate::erasure::paper::compose;
use crate::erasure::{store, sweep};
use crate::error::Result;
use crate::http::api::page;
use crate::http::download;
use crate::http::extract::{Path, Query};
use crate::pdf;
use crate::tenants;

const PAGE: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct ListQuery {
    cursor: String,
}

pub async fn list(State(app): State<Arc<App>>, desk: Desk, Query(query): Query<ListQuery>) -> Page {
    desk.require(Action::Read)?;
    let data = present(&app, &desk, &query.cursor, FieldErrors::default()).await?;
    html(erasures_page(&desk.frame, &data))
}

async fn present(app: &App, desk: &Desk, cursor: &str, errors: FieldErrors) -> Result<Erasures> {
    let mut tx = app.db.read().await?;
    let found = store::list(&mut tx, &desk.tenant.id, Some(cursor), PAGE + 1).await?;
    let (found, next_cursor) = page(found, PAGE, |erasure| &erasure.id);
    Ok(Erasures {
        stopped: stopped(&mut tx, desk, errors).await?,
        waiting: waiting(&mut tx, desk).await?,
        rows: found
            .into_iter()
            .map(|erasure| ErasureRow {
                id: erasure.id,
                candidate_id: erasure.candidate_id,
                reason: if erasure.reason == "candidate" {
                    "requested".to_owned()
                } else {
                    erasure.reason
                },
                erased_at: present::moment(desk, erasure.erased_at),
            })
            .collect(),
        next_cursor,
    })
}

async fn waiting(tx: &mut Tx, desk: &Desk) -> Result<Vec<WaitingBatch>> {
    let people = People::load(tx, &desk.tenant.id).await?;
    let waiting = batch::store::waiting(tx, &desk.tenant.id).await?;
    let shown = waiting.into_iter().map(|batch| WaitingBatch {
        who: people.name(desk, &batch.started_by),
        count: batch.total,
        id: batch.id,
    });
    Ok(shown.collect())
}

async fn stopped(tx: &mut Tx, desk: &Desk, errors: FieldErrors) -> Result<Option<StoppedSweep>> {
    let Some(stopped_at) = desk.tenant.sweep_stopped_at else {
        return Ok(None);
    };
    let people = People::load(tx, &desk.tenant.id).await?;
    let approvals = store::approvals(tx, &desk.tenant.id, stopped_at).await?;
    let candidates = tenants::store::count_candidates(tx, &desk.tenant.id).await?;
    let me = desk
        .actor
        .staff
        .as_ref()
        .map(|staff| staff.id.as_str())
        .unwrap_or_default();
    Ok(Some(StoppedSweep {
        id: stopped_at.to_string(),
        count: desk.tenant.sweep_due.unwrap_or_default(),
        limit: sweep::daily_limit(candidates),
        stopped_at: present::moment(desk, stopped_at),
        approved_by: approvals
            .iter()
            .map(|id| people.name(desk, &format!("staff:{id}")))
            .collect(),
        may_approve: desk.actor.role.may(Action::Administer)
            && !approvals.iter().any(|id| id == me),
        needs_another: approvals.iter().any(|id| id == me),
        errors,
    }))
}

pub async fn approve(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let staff = desk
        .actor
        .staff
        .as_ref()
        .map(|staff| staff.id.clone())
        .unwrap_or_default();
    let due = desk.tenant.sweep_due.unwrap_or_default();
    if fields.count("confirm_count") != Some(due) {
        let errors = FieldErrors(vec![("confirm_count".to_owned(), due.to_string())]);
        return again(erasures_page(
            &desk.frame,
            &present(&app, &desk, "", errors).await?,
        ));
    }
    let mut tx = app.db.begin().await?;
    sweep::approve(&app, &mut tx, &desk.tenant.id, &staff).await?;
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "sweep.approved",
        None,
        Some(&format!("{due} candidates")),
    )
    .await?;
    tx.commit().await?;
    app.ring();
    done("/console/erasures", "approved")
}

pub async fn certificate(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let erasure = store::get(&mut tx, &desk.tenant.id, &id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/jose"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"erasure-certificate.jws\"",
        ),
    ];
    Ok((headers, erasure.certificate).into_response())
}

pub async fn paper(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let paper = compose(&app, &desk.tenant.id, &id, Some(&desk.language)).await?;
    let name = format!("erasure-certificate-{id}.pdf");
    Ok(download::pdf(&name, pdf::write(&paper)?))
}
