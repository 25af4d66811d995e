//! The JSON API of the contract; `/openapi.json` is generated from the handlers here.

mod audit;
mod batches;
mod candidates;
mod erasures;
mod log;
mod public;
mod receipts;
mod settings;
mod texts;
mod webhooks;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header, request};
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde::Deserialize;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::limit::{self, Limit};
use crate::app::App;
use crate::error::{Error, Result};
use crate::random::is_id;
use crate::tenants;

const MAX_SUBMISSION: usize = 64 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Samtycke",
        description = "Consents with proof, renewal and erasure. Errors are RFC 9457 problem details; times are RFC 3339 in UTC; ids are UUIDv7.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&BearerKey),
    components(schemas(samtycke_shared::api::Problem))
)]
struct Document;

struct BearerKey;

impl Modify for BearerKey {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme =
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("api_key", scheme);
    }
}

pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let (router, document) = parts(app);
    let document = Arc::new(document);
    router.route(
        "/openapi.json",
        get(move || async move { Json(document.as_ref().clone()) }),
    )
}

/// The OpenAPI document, without a server.
pub fn document(app: &Arc<App>) -> utoipa::openapi::OpenApi {
    parts(app).1
}

fn parts(app: &Arc<App>) -> (Router<Arc<App>>, utoipa::openapi::OpenApi) {
    let limited = || middleware::from_fn_with_state(Limit::new(app), limit::apply);
    let embedded = public::routes()
        .layer(DefaultBodyLimit::max(MAX_SUBMISSION))
        .layer(limited())
        .layer(site_cors(app));
    let open = receipts::routes()
        .layer(DefaultBodyLimit::max(2 * MAX_SUBMISSION))
        .layer(limited())
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods([Method::GET, Method::POST])
                .allow_headers([header::CONTENT_TYPE]),
        );
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(embedded)
        .merge(open)
        .merge(log::routes())
        .merge(candidates::routes())
        .merge(batches::routes())
        .merge(erasures::routes())
        .merge(texts::routes())
        .merge(settings::routes())
        .merge(audit::routes())
        .merge(webhooks::routes())
        .split_for_parts()
}

/// Only pages of a site's allowed origins get to read what the site's endpoints answer.
fn site_cors(app: &Arc<App>) -> CorsLayer {
    let app = app.clone();
    let allowed =
        AllowOrigin::async_predicate(move |origin: HeaderValue, parts: &request::Parts| {
            let site_key = parts
                .uri
                .path()
                .split('/')
                .nth(3)
                .unwrap_or_default()
                .to_owned();
            async move { is_allowed(&app, &site_key, &origin).await }
        });
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .max_age(std::time::Duration::from_secs(3_600))
}

async fn is_allowed(app: &App, site_key: &str, origin: &HeaderValue) -> bool {
    let Ok(mut tx) = app.db.read().await else {
        return false;
    };
    match (
        tenants::store::site_by_key(&mut tx, site_key).await,
        origin.to_str(),
    ) {
        (Ok(site), Ok(origin)) => site.allows(&origin.to_lowercase()),
        _ => false,
    }
}

/// The language of a paper.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PaperQuery {
    /// `sv` or `en`; the tenant's own when not given.
    lang: Option<String>,
}

/// Where a page starts: the id the page before ended with.
///
/// # Errors
/// `Invalid` for anything that is no id: a cursor cut short would silently skip or repeat items.
pub fn page_start(cursor: Option<&str>) -> Result<Option<&str>> {
    match cursor.filter(|cursor| !cursor.is_empty()) {
        Some(cursor) if !is_id(cursor) => Err(Error::field(
            "cursor",
            "invalid",
            "is not a next_cursor of this list",
        )),
        cursor => Ok(cursor),
    }
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

/// One page of what was read with one more than `limit`, and where the next begins, if there is one.
pub fn page<T>(mut found: Vec<T>, limit: i64, id: impl Fn(&T) -> &str) -> (Vec<T>, Option<String>) {
    let size = usize::try_from(limit).unwrap_or_default();
    let next_cursor = (found.len() > size).then(|| id(&found[size - 1]).to_owned());
    found.truncate(size);
    (found, next_cursor)
}

/// How many items a list gives: `limit` between 1 and 200, 50 when not asked.
fn page_size(limit: Option<i64>) -> i64 {
    limit.unwrap_or(50).clamp(1, 200)
}
