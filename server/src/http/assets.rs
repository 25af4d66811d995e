//! Files that are part of the binary: the widget, the verifier and the stylesheets.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};
use samtycke_shared::receipt::hex;

use crate::app::App;
use crate::error::Error;

/// What `cargo xtask build` makes of `widget/`; each file also as `.br`.
#[derive(RustEmbed)]
#[folder = "../widget/dist"]
#[allow_missing = true]
struct Widget;

/// The same of `verifier/`.
#[derive(RustEmbed)]
#[folder = "../verifier/dist"]
#[allow_missing = true]
struct Verifier;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Career pages load this by a name that never changes: short enough to take an update soon.
const FOR_A_WHILE: &str = "public, max-age=300, stale-while-revalidate=86400";
/// Must fit the page that loads it, which is made anew each time.
const ONLY_IF_UNCHANGED: &str = "no-cache";

/// The verifier's one file whose name does not change with its content.
const VERIFY_SCRIPT: &str = "page.js";

/// What is wrong with a program that was built by cargo alone.
pub const INCOMPLETE: &str = "this program holds no widget or no verifier, so career pages and /verify stay empty: \
                              build it with `cargo xtask build`";

/// Whether the widget and the verifier were there when the program was built.
pub fn are_complete() -> bool {
    Widget::get("embed.js").is_some() && Verifier::get(VERIFY_SCRIPT).is_some()
}

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/embed.js", get(|headers: HeaderMap| async move { widget("embed.js", FOR_A_WHILE, &headers) }))
        .route(
            "/widget/{file}",
            get(|Path(file): Path<String>, headers: HeaderMap| async move { widget(&file, FOR_EVER, &headers) }),
        )
        .route(
            "/verifier/{file}",
            get(|Path(file): Path<String>, headers: HeaderMap| async move { verifier(&file, &headers) }),
        )
        .route("/assets/{file}", get(|Path(file): Path<String>, headers: HeaderMap| async move { asset(&file, &headers) }))
}

/// Any page may load the widget; which pages may use it is decided where it asks for its text.
fn widget(name: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let mut response = packed::<Widget>(name, cache, headers);
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    response
}

fn verifier(name: &str, headers: &HeaderMap) -> Response {
    let cache = match name {
        VERIFY_SCRIPT => ONLY_IF_UNCHANGED,
        _ => FOR_EVER,
    };
    packed::<Verifier>(name, cache, headers)
}

/// A file that lies beside its Brotli copy.
fn packed<F: RustEmbed>(name: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let brotli = accepts_brotli(headers)
        .then(|| F::get(&format!("{name}.br")))
        .flatten();
    let compressed = brotli.is_some();
    let Some(file) = brotli.or_else(|| F::get(name)) else {
        return Error::NotFound.into_response();
    };
    let mut response = serve(name, &file, cache, headers);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn asset(name: &str, headers: &HeaderMap) -> Response {
    match Assets::get(name) {
        Some(file) => serve(name, &file, FOR_A_WHILE, headers),
        None => Error::NotFound.into_response(),
    }
}

fn serve(name: &str, file: &EmbeddedFile, cache: &'static str, headers: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (
            [(header::CONTENT_TYPE, content_type(name))],
            file.data.clone().into_owned(),
        )
            .into_response()
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|part| {
        part.split(';')
            .next()
            .is_some_and(|name| name.trim() == "br")
    })
}

/// The few kinds of files there are.
fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
