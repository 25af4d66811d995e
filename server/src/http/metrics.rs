//! What operators watch, for whoever has the token they set.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::extract::bearer;
use crate::metrics;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN: &str = "text/plain; version=0.0.4; charset=utf-8";

/// `GET /metrics`. Without a token in the settings it is not there.
pub async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response> {
    let token = app.config.metrics_token.as_ref().ok_or(Error::NotFound)?;
    let shown = bearer(&headers).unwrap_or_default();
    let right: bool = shown
        .as_bytes()
        .ct_eq(token.expose_secret().as_bytes())
        .into();
    if !right {
        return Err(Error::Unauthorized);
    }
    let kind = [(header::CONTENT_TYPE, kind(&headers))];
    Ok((kind, metrics::text(&app).await?).into_response())
}

/// The same text is both; some programs know the older one by name alone.
fn kind(headers: &HeaderMap) -> &'static str {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match accepted.contains("application/openmetrics-text") {
        true => OPEN_METRICS,
        false => PLAIN,
    }
}
