//! Transport: turning requests into calls of the domain and answers into responses. No rule lives here.

pub mod api;
pub mod assets;
pub mod candidate;
pub mod console;
pub mod download;
pub mod extract;
pub mod limit;
mod metrics;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app::App;
use crate::error::Error;

/// Enough for a consent text in three languages; a submission is a few hundred bytes.
const MAX_BODY: usize = 512 * 1024;
const TIMEOUT: Duration = Duration::from_secs(30);
const IMPORT_TIMEOUT: Duration = Duration::from_secs(600);
/// Our own pages load nothing but our own stylesheets and pictures, and nobody may frame them.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .merge(api::router(&app))
        .merge(candidate::router(&app))
        .merge(console::router(&app))
        .merge(assets::router())
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
        .fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        // Links in mails are secrets: no page may pass its address on.
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(middleware::map_response(tell_right_method))
        .layer(middleware::from_fn_with_state(app.clone(), trace))
        .with_state(app)
}

/// Gives a request up when it takes too long; an import is told what became of every line when it ends.
async fn in_time(request: Request, next: Next) -> Response {
    let patience = match request.uri().path() {
        "/v1/candidates/import" => IMPORT_TIMEOUT,
        _ => TIMEOUT,
    };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Busy.into_response(),
    }
}

/// Ready to serve: the database answers.
async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.db.read().await {
        Ok(_) => "ready".into_response(),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        )
            .into_response(),
    }
}

/// One line per request, and its part in the metrics. The path is told by its route, never as typed: it may
/// hold a link's token.
async fn trace(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let begun = app.clock.monotonic();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    tracing::info!(%method, route = route.as_deref().unwrap_or("-"), status, "request");
    let took = app.clock.monotonic().saturating_sub(begun);
    app.metrics.request(method.as_str(), route, status, took);
    response
}

/// The router's own 405 says nothing. A fallback in its place would answer CORS preflights as well.
async fn tell_right_method(response: Response) -> Response {
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return response;
    }
    let (problem, body) = Error::MethodNotAllowed.into_response().into_parts();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(problem.headers);
    Response::from_parts(parts, body)
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::internal("a request handler panicked").into_response()
}
