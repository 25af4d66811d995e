//! The tenant's career site: the pages in `e2e/pages`, on another host than the server.

use crate::program::workspace;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::{get, post};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A host name that is neither localhost nor https, as some career sites still have.
pub const HTTP_HOST: &str = "jobb.exempel.example";

/// Forbids everything the page does not need, WebAssembly included.
const STRICT_POLICY: &str = "default-src 'none'; script-src 'self' {server}; \
    connect-src {server}; style-src 'self' {server}; form-action 'self' {server}";

/// A running career site.
pub struct CareerSite {
    shared: Arc<Shared>,
    pub port: u16,
}

#[derive(Default)]
struct Shared {
    server: Mutex<String>,
    site_key: Mutex<String>,
    applications: Mutex<Vec<String>>,
}

impl CareerSite {
    /// Starts serving; the pages are complete once [`embed`](Self::embed) has been called.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let routes = Router::new()
            .route("/{page}", get(page))
            .route("/apply", post(apply))
            .with_state(shared.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { shared, port })
    }

    /// Puts the widget of this server and site into the pages.
    pub fn embed(&self, server: &str, site_key: &str) {
        server.clone_into(&mut lock(&self.shared.server));
        site_key.clone_into(&mut lock(&self.shared.site_key));
    }

    /// The address of a page on localhost, which browsers trust like https.
    pub fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.origins()[0])
    }

    /// The address of a page on [`HTTP_HOST`], where browsers hold back some of their functions.
    pub fn page_on_http(&self, name: &str) -> String {
        format!("{}/{name}", self.origins()[1])
    }

    /// The origins the tenant has to allow.
    pub fn origins(&self) -> [String; 2] {
        ["localhost", HTTP_HOST].map(|host| format!("http://{host}:{}", self.port))
    }

    /// The bodies of the applications sent in so far, as the browser encoded them.
    pub fn applications(&self) -> Vec<String> {
        lock(&self.shared.applications).clone()
    }
}

async fn page(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Result<(HeaderMap, String), StatusCode> {
    let file = std::fs::read_to_string(workspace().join("e2e/pages").join(&name));
    let file = file.map_err(|_| StatusCode::NOT_FOUND)?;
    let headers = headers(&name, &lock(&shared.server)).map_err(|_| StatusCode::NOT_FOUND)?;
    let page = file
        .replace("{{server}}", &lock(&shared.server))
        .replace("{{site}}", &lock(&shared.site_key));
    Ok((headers, page))
}

async fn apply(State(shared): State<Arc<Shared>>, body: String) -> (HeaderMap, &'static str) {
    lock(&shared.applications).push(body);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, html)]);
    (
        headers,
        "<!doctype html><title>Tack</title><h1>Tack för din ansökan</h1>",
    )
}

fn headers(name: &str, server: &str) -> Result<HeaderMap> {
    let (_stem, extension) = name.rsplit_once('.').context("a file with an extension")?;
    let kind = match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        _ => "text/html; charset=utf-8",
    };
    let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
    if name.starts_with("strict-csp") {
        let policy = STRICT_POLICY.replace("{server}", server).parse()?;
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(headers)
}

fn lock<T>(value: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    value
        .lock()
        .expect("no handler panics while it holds the lock")
}
