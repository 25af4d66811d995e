//! The staff API about candidates.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use samtycke_shared::api::Problem;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PaperQuery, page_size};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::filter::{Filter, Measure};
use crate::candidates::list::{self, ListQuery};
use crate::candidates::manage::{self, BulkResult, Correction, Registration, Selection};
use crate::candidates::written::{self, StaffRecord};
use crate::candidates::{self, Candidate};
use crate::clock::{Millis, rfc3339};
use crate::consent;
use crate::error::{Error, Result};
use crate::http::download;
use crate::http::extract::{ApiActor, Json, Path, Query};
use crate::proof_pack;
use crate::tenants::{self, Tenant};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(show, correct, erase))
        .routes(routes!(proof))
        .routes(routes!(record_consent))
        .routes(routes!(ask))
        .routes(routes!(erase_many))
}

#[derive(Serialize, utoipa::ToSchema)]
struct Item {
    id: String,
    name: String,
    email: String,
    status: String,
    source: String,
    external_id: Option<String>,
    last_consent: Option<LastConsent>,
    deadline: Option<String>,
    renewal: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct LastConsent {
    at: String,
    text_version: Option<i64>,
    language: Option<String>,
}

fn item(candidate: &Candidate, material_version: i64, tenant: &Tenant, now: Millis) -> Item {
    Item {
        id: candidate.id.clone(),
        name: candidate.name.clone(),
        email: candidate.email.clone(),
        status: candidate
            .status(material_version, tenant.lead_days, now)
            .to_string(),
        source: candidate.source.clone(),
        external_id: candidate.external_id.clone(),
        last_consent: candidate.consented_at.map(|at| LastConsent {
            at: rfc3339(at),
            text_version: candidate.text_version,
            language: candidate.consent_language.clone(),
        }),
        deadline: candidate.deadline_at.map(rfc3339),
        renewal: candidate.renewal.clone(),
    }
}

/// What else stands in the list's query string beside the filter.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes what is read by hand")]
struct PageQuery {
    /// `newest` (the default), `name`, `consent` (last consent, newest first) or `deadline` (soonest first).
    sort: Option<String>,
    /// 1 to 200.
    limit: Option<i64>,
    /// A `next_cursor` or `previous_cursor` of the same filter and sort.
    cursor: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Page {
    items: Vec<Item>,
    /// Where the next page starts. A page may hold fewer than `limit` items, even none, and still have a
    /// next one: rare combinations of filters are searched a stretch at a time.
    next_cursor: Option<String>,
    previous_cursor: Option<String>,
}

/// Candidates, newest first unless sorted otherwise. A parameter that is not known is refused.
#[utoipa::path(get, path = "/v1/candidates", params(Filter, PageQuery), security(("api_key" = [])),
    responses((status = 200, body = Page), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn list(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Answer<Page>> {
    actor.require(Action::Read)?;
    let asked = ListQuery::read(&query, &["limit"])?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let now = app.now();
    let request = list::Request {
        tenant: &tenant,
        criteria: &asked.filter.criteria(&tenant, now)?,
        measure: &Measure::of(&mut tx, &tenant, now).await?,
        sort: asked.sort,
        cursor: asked.cursor,
        limit: usize::try_from(page_size(limit(&query)?)).unwrap_or_default(),
        windows: list::WINDOWS,
    };
    let page = list::page(&mut tx, &request).await?;
    drop(tx);
    record_listing(&app, &actor).await?;
    let items = page
        .rows
        .iter()
        .map(|listed| item(&listed.candidate, listed.material_version, &tenant, now));
    Ok(Answer(Page {
        items: items.collect(),
        next_cursor: page.next.map(|cursor| cursor.to_string()),
        previous_cursor: page.previous.map(|cursor| cursor.to_string()),
    }))
}

fn limit(query: &[(String, String)]) -> Result<Option<i64>> {
    let limit = query.iter().find(|(name, _)| name == "limit");
    limit
        .map(|(_, value)| {
            let number = value.parse().ok();
            number
                .ok_or_else(|| Error::BadRequest("the query string: limit is no number".to_owned()))
        })
        .transpose()
}

async fn record_listing(app: &App, actor: &crate::auth::Actor) -> Result<()> {
    let mut tx = app.db.begin().await?;
    audit::write(app, &mut tx, actor, "candidates.listed", None, None).await?;
    tx.commit().await
}

/// Registers somebody without consent, who is asked at once.
#[utoipa::path(post, path = "/v1/candidates", request_body = Registration, security(("api_key" = [])),
    responses((status = 201, body = Item), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn register(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(registration): Json<Registration>,
) -> Result<(StatusCode, Answer<Item>)> {
    actor.require(Action::ManageCandidates)?;
    let candidate = manage::register(&app, &actor, &registration).await?;
    Ok((
        StatusCode::CREATED,
        Answer(present(&app, &candidate).await?),
    ))
}

async fn present(app: &App, candidate: &Candidate) -> Result<Item> {
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &candidate.tenant_id).await?;
    let material = consent::store::material_version_for(&mut tx, &tenant.id, &candidate.id).await?;
    Ok(item(candidate, material, &tenant, app.now()))
}

#[derive(Serialize, utoipa::ToSchema)]
struct Detail {
    #[serde(flatten)]
    item: Item,
    phone: Option<String>,
    language: String,
    source_detail: Option<String>,
    identity: String,
    registered_at: String,
    held_until: Option<String>,
    hold_reason: Option<String>,
    restricted_at: Option<String>,
    events: Vec<EventItem>,
    receipts: Vec<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct EventItem {
    id: String,
    kind: String,
    at: String,
    origin: String,
    identity: String,
    text_version: Option<i64>,
    text_version_id: Option<String>,
    language: Option<String>,
    decisions: std::collections::BTreeMap<String, bool>,
    /// The canonical record that the log commits to.
    record: serde_json::Value,
}

/// One candidate with events and receipts.
#[utoipa::path(get, path = "/v1/candidates/{id}", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = Detail), (status = 404, body = Problem)))]
async fn show(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<Detail>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.begin().await?;
    let candidate = candidates::store::get(&mut tx, &actor.tenant_id, &id).await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let material = consent::store::material_version_for(&mut tx, &tenant.id, &id).await?;
    let events = consent::store::events(&mut tx, &tenant.id, &id).await?;
    audit::write(&app, &mut tx, &actor, "candidate.viewed", Some(&id), None).await?;
    tx.commit().await?;
    let item = item(&candidate, material, &tenant, app.now());
    Ok(Answer(Detail {
        item,
        receipts: events
            .iter()
            .filter_map(consent::store::Event::receipt)
            .collect(),
        events: events.iter().map(event_item).collect::<Result<_>>()?,
        phone: candidate.phone,
        language: candidate.language,
        source_detail: candidate.source_detail,
        identity: candidate.identity,
        registered_at: rfc3339(candidate.created_at),
        held_until: candidate.held_until.map(rfc3339),
        hold_reason: candidate.hold_reason,
        restricted_at: candidate.restricted_at.map(rfc3339),
    }))
}

fn event_item(event: &consent::store::Event) -> Result<EventItem> {
    let decisions = event.fact()?.decisions;
    Ok(EventItem {
        id: event.id.clone(),
        kind: event.kind.clone(),
        at: rfc3339(event.at),
        origin: event.origin.clone(),
        identity: event.identity.clone(),
        text_version: event.text_version,
        text_version_id: event.text_version_id.clone(),
        language: event.language.clone(),
        decisions: decisions
            .into_iter()
            .map(|decision| (decision.purpose, decision.granted))
            .collect(),
        record: serde_json::from_str(&event.record)?,
    })
}

/// Everything that proves what one candidate was shown and answered, in a zip that is checked without
/// this server: texts as shown, events, receipts, mail times, requests and answers, log proofs, keys,
/// a summary to read and a program to verify it.
#[utoipa::path(get, path = "/v1/candidates/{id}/proof", params(("id" = String, Path), PaperQuery), security(("api_key" = [])),
    responses((status = 200, content_type = "application/zip"), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn proof(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Query(query): Query<PaperQuery>,
) -> Result<Response> {
    actor.require(Action::Read)?;
    let pack = proof_pack::make(&app, &actor, &id, query.lang.as_deref()).await?;
    Ok(download::zip(&format!("proof-{id}.zip"), pack))
}

/// Corrects a candidate, or sets or lifts a hold or a restriction.
#[utoipa::path(patch, path = "/v1/candidates/{id}", params(("id" = String, Path)), request_body = Correction,
    security(("api_key" = [])),
    responses((status = 200, body = Item), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn correct(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Json(correction): Json<Correction>,
) -> Result<Answer<Item>> {
    actor.require(Action::ManageCandidates)?;
    let candidate = manage::correct(&app, &actor, &id, &correction).await?;
    Ok(Answer(present(&app, &candidate).await?))
}

#[derive(Serialize, utoipa::ToSchema)]
struct ErasureAnswer {
    erasure_id: String,
    certificate: String,
}

/// Erases one candidate.
#[utoipa::path(delete, path = "/v1/candidates/{id}", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = ErasureAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn erase(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<ErasureAnswer>> {
    actor.require(Action::ManageCandidates)?;
    let erased = manage::erase(&app, &actor, &id).await?;
    Ok(Answer(ErasureAnswer {
        erasure_id: erased.erasure_id,
        certificate: erased.certificate,
    }))
}

/// Writes down a consent given on paper or in speech. The candidate gets no receipt for it.
#[utoipa::path(post, path = "/v1/candidates/{id}/consents", params(("id" = String, Path)), request_body = StaffRecord,
    security(("api_key" = [])), responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn record_consent(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Json(record): Json<StaffRecord>,
) -> Result<StatusCode> {
    actor.require(Action::ManageCandidates)?;
    written::record(&app, &actor, &id, &record).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks many for renewed consent.
#[utoipa::path(post, path = "/v1/renewals", request_body = Selection, security(("api_key" = [])),
    responses((status = 200, body = BulkResult), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn ask(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(selection): Json<Selection>,
) -> Result<Answer<BulkResult>> {
    actor.require(Action::ManageCandidates)?;
    Ok(Answer(manage::ask(&app, &actor, &selection).await?))
}

/// Erases many; `confirm_count` must be the count a dry run gave.
#[utoipa::path(post, path = "/v1/erasures", request_body = Selection, security(("api_key" = [])),
    responses((status = 200, body = BulkResult), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn erase_many(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(selection): Json<Selection>,
) -> Result<Answer<BulkResult>> {
    actor.require(Action::ManageCandidates)?;
    Ok(Answer(manage::erase_many(&app, &actor, &selection).await?))
}
