//! The staff API about the tenant: settings and overview.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use samtycke_shared::api::Problem;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::PaperQuery;
use crate::app::App;
use crate::auth::Action;
use crate::candidates::overview;
use crate::clock::rfc3339;
use crate::error::Result;
use crate::http::extract::{ApiActor, Json, Query};
use crate::tenants::record::{self, Record};
use crate::tenants::{self, Settings};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(settings, change_settings))
        .routes(routes!(show_record))
        .routes(routes!(show_overview))
}

/// The tenant's settings.
#[utoipa::path(get, path = "/v1/settings", security(("api_key" = [])), responses((status = 200, body = Settings)))]
async fn settings(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
) -> Result<Answer<Settings>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    Ok(Answer(
        tenants::store::get(&mut tx, &actor.tenant_id)
            .await?
            .settings(),
    ))
}

/// Replaces the settings. Deadlines already given stay as they are.
#[utoipa::path(put, path = "/v1/settings", request_body = Settings, security(("api_key" = [])),
    responses((status = 200, body = Settings), (status = 422, body = Problem)))]
async fn change_settings(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(settings): Json<Settings>,
) -> Result<Answer<Settings>> {
    actor.require(Action::Administer)?;
    Ok(Answer(
        tenants::change::settings(&app, &actor, settings).await?,
    ))
}

/// The record of processing activities (GDPR Art. 30(1)).
#[utoipa::path(get, path = "/v1/settings/record", params(PaperQuery), security(("api_key" = [])),
    responses((status = 200, body = Record)))]
async fn show_record(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(query): Query<PaperQuery>,
) -> Result<Answer<Record>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    drop(tx);
    let language = query.lang.unwrap_or(tenant.language);
    Ok(Answer(record::make(&app, &tenant.id, &language).await?))
}

#[derive(Serialize, utoipa::ToSchema)]
struct Overview {
    candidates: i64,
    by_status: BTreeMap<String, i64>,
    by_renewal: BTreeMap<String, i64>,
    /// Asked, reminded, and still without an answer; they are among `asked`.
    silent: i64,
    /// The next 30 days by the tenant's calendar, today first.
    days: Vec<Day>,
    /// What became of the requests of the last 30 and the last 90 days.
    funnels: Vec<Funnel>,
    /// When all this was counted: now, or at most some minutes ago where there are very many candidates.
    counted_at: String,
    /// How many are due to be erased, when that is more than may go in a day.
    sweep_stopped: Option<i64>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = OverviewDay)]
struct Day {
    date: String,
    /// Candidates whose last day to answer it is.
    deadlines: i64,
    /// Candidates whose first consent ends.
    expiring: i64,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Funnel {
    days: i64,
    sent: i64,
    accepted: i64,
    viewed: i64,
    answered: i64,
}

/// How many candidates stand where, what the next days bring and what came of the requests.
#[utoipa::path(get, path = "/v1/overview", security(("api_key" = [])), responses((status = 200, body = Overview)))]
async fn show_overview(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
) -> Result<Answer<Overview>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    drop(tx);
    let counted = overview::of(&app, &tenant).await?;
    Ok(Answer(Overview {
        candidates: counted.candidates(),
        by_status: counted.by_status.clone(),
        by_renewal: counted.by_renewal.clone(),
        silent: counted.silent,
        days: counted.days.iter().map(day).collect(),
        funnels: counted.funnels.iter().map(funnel).collect(),
        counted_at: rfc3339(counted.at),
        sweep_stopped: tenant.sweep_stopped_at.and(tenant.sweep_due),
    }))
}

fn day(day: &overview::Day) -> Day {
    Day {
        date: day.date.to_string(),
        deadlines: day.deadlines,
        expiring: day.expiring,
    }
}

fn funnel(funnel: &overview::Funnel) -> Funnel {
    Funnel {
        days: funnel.days,
        sent: funnel.sent,
        accepted: funnel.accepted,
        viewed: funnel.viewed,
        answered: funnel.answered,
    }
}
