//! The staff API about webhooks.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use samtycke_shared::api::Problem;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PageQuery, page_size};
use crate::app::App;
use crate::auth::Action;
use crate::clock::rfc3339;
use crate::error::Result;
use crate::http::extract::{ApiActor, Json, Path, Query};
use crate::webhooks::manage::{self, Change, NewWebhook};
use crate::webhooks::send::Outcome;
use crate::webhooks::{Delivery, EventType, Webhook, store};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(change, remove))
        .routes(routes!(deliveries))
        .routes(routes!(rotate))
        .routes(routes!(test))
}

#[derive(Serialize, utoipa::ToSchema)]
struct WebhookItem {
    id: String,
    url: String,
    /// What it is told.
    events: Vec<String>,
    /// `active`, `failing` (a message was given up after three days of trying) or `disabled`.
    state: String,
    created_at: String,
    last_attempt_at: Option<String>,
    failing_since: Option<String>,
}

fn item(webhook: &Webhook) -> WebhookItem {
    let mut events = webhook.types();
    if events.is_empty() {
        events = EventType::CHOICES.map(|kind| kind.to_string()).to_vec();
    }
    WebhookItem {
        id: webhook.id.clone(),
        url: webhook.url.clone(),
        events,
        state: webhook.state.clone(),
        created_at: rfc3339(webhook.created_at),
        last_attempt_at: webhook.last_attempt_at.map(rfc3339),
        failing_since: webhook.failing_since.map(rfc3339),
    }
}

/// With the secret: `whsec_…`, shown this once.
#[derive(Serialize, utoipa::ToSchema)]
struct WebhookWithSecret {
    #[serde(flatten)]
    webhook: WebhookItem,
    secret: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct WebhookList {
    items: Vec<WebhookItem>,
}

/// Who is told of what happens.
#[utoipa::path(get, path = "/v1/webhooks", security(("api_key" = [])), responses((status = 200, body = WebhookList)))]
async fn list(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
) -> Result<Answer<WebhookList>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let webhooks = store::all(&mut tx, &actor.tenant_id).await?;
    Ok(Answer(WebhookList {
        items: webhooks.iter().map(item).collect(),
    }))
}

/// Adds an endpoint. Messages follow Standard Webhooks (standardwebhooks.com): `webhook-id`,
/// `webhook-timestamp` and `webhook-signature`. They hold ids, types and times, no personal data.
#[utoipa::path(post, path = "/v1/webhooks", request_body = NewWebhook, security(("api_key" = [])),
    responses((status = 201, body = WebhookWithSecret), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn add(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(new): Json<NewWebhook>,
) -> Result<(StatusCode, Answer<WebhookWithSecret>)> {
    actor.require(Action::Administer)?;
    let (webhook, secret) = manage::add(&app, &actor, &new).await?;
    let webhook = item(&webhook);
    Ok((
        StatusCode::CREATED,
        Answer(WebhookWithSecret { webhook, secret }),
    ))
}

/// Changes an endpoint, disables it or enables it again.
#[utoipa::path(patch, path = "/v1/webhooks/{id}", params(("id" = String, Path)), request_body = Change, security(("api_key" = [])),
    responses((status = 200, body = WebhookItem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Json(change): Json<Change>,
) -> Result<Answer<WebhookItem>> {
    actor.require(Action::Administer)?;
    Ok(Answer(item(
        &manage::change(&app, &actor, &id, &change).await?,
    )))
}

/// Removes an endpoint and the log of its deliveries.
#[utoipa::path(delete, path = "/v1/webhooks/{id}", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    actor.require(Action::Administer)?;
    manage::remove(&app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, utoipa::ToSchema)]
struct DeliveryItem {
    id: String,
    event: String,
    candidate_id: Option<String>,
    /// `queued`, `delivered` or `failed`.
    state: String,
    attempts: i64,
    queued_at: String,
    next_attempt_at: Option<String>,
    ended_at: Option<String>,
    /// The HTTP status last answered.
    status: Option<i64>,
    /// `status`, `timeout`, `connection`, `address`, `gone` or `disabled`.
    error: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct DeliveryPage {
    items: Vec<DeliveryItem>,
    next_cursor: Option<String>,
}

fn delivery_item(delivery: Delivery) -> DeliveryItem {
    DeliveryItem {
        id: delivery.id,
        event: delivery.event_type,
        candidate_id: delivery.candidate_id,
        state: delivery.state,
        attempts: delivery.attempts,
        queued_at: rfc3339(delivery.queued_at),
        next_attempt_at: delivery.next_attempt_at.map(rfc3339),
        ended_at: delivery.ended_at.map(rfc3339),
        status: delivery.status,
        error: delivery.last_error,
    }
}

/// The messages of the last 30 days and what became of them, newest first.
#[utoipa::path(get, path = "/v1/webhooks/{id}/deliveries", params(("id" = String, Path), PageQuery), security(("api_key" = [])),
    responses((status = 200, body = DeliveryPage), (status = 404, body = Problem)))]
async fn deliveries(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Query(page): Query<PageQuery>,
) -> Result<Answer<DeliveryPage>> {
    actor.require(Action::Read)?;
    let limit = page_size(page.limit);
    let cursor = page.cursor.unwrap_or_default();
    let mut tx = app.db.read().await?;
    let webhook = store::get(&mut tx, &actor.tenant_id, &id).await?;
    let found =
        store::deliveries(&mut tx, &actor.tenant_id, &webhook.id, &cursor, limit + 1).await?;
    let (found, next_cursor) = super::page(found, limit, |delivery| &delivery.id);
    Ok(Answer(DeliveryPage {
        items: found.into_iter().map(delivery_item).collect(),
        next_cursor,
    }))
}

/// A new secret. For 24 hours messages carry a signature by the old one too.
#[utoipa::path(post, path = "/v1/webhooks/{id}/secret", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = WebhookWithSecret), (status = 404, body = Problem)))]
async fn rotate(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<WebhookWithSecret>> {
    actor.require(Action::Administer)?;
    let (webhook, secret) = manage::rotate(&app, &actor, &id).await?;
    let webhook = item(&webhook);
    Ok(Answer(WebhookWithSecret { webhook, secret }))
}

#[derive(Serialize, utoipa::ToSchema)]
struct Tested {
    delivered: bool,
    /// The HTTP status answered.
    status: Option<u16>,
}

/// Sends a `webhook.test` at once.
#[utoipa::path(post, path = "/v1/webhooks/{id}/test", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = Tested), (status = 404, body = Problem)))]
async fn test(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<Tested>> {
    actor.require(Action::Administer)?;
    let outcome = manage::test(&app, &actor, &id).await?;
    let (delivered, status) = match outcome {
        Outcome::Delivered(status) => (true, Some(status)),
        Outcome::Gone => (false, Some(410)),
        Outcome::Refused(status) => (false, Some(status)),
        Outcome::Unreached(_) => (false, None),
    };
    Ok(Answer(Tested { delivered, status }))
}
