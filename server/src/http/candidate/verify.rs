//! `/verify`: the reader's browser verifies; this only hands it the page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};

use super::me::Language;
use super::pages::{VerifyPage, verify_page};
use crate::app::App;
use crate::http::extract::Query;
use crate::i18n;

/// The one page of ours that runs a script: our own, with WebAssembly, and it reaches nobody else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

pub async fn show(
    State(app): State<Arc<App>>,
    Query(query): Query<Language>,
    headers: HeaderMap,
) -> Response {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let language = match &query.lang {
        Some(chosen) => i18n::supported(chosen),
        None => i18n::accepted(accepted),
    };
    let url = app.config.public_url();
    let page = VerifyPage {
        language: language.to_owned(),
        host: url
            .split_once("://")
            .map_or(url.as_str(), |(_, host)| host)
            .to_owned(),
    };
    (
        [(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)],
        Html(verify_page(&page)),
    )
        .into_response()
}
