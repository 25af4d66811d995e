//! An error as a page instead of a problem document. It never says more than that there is one.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::pages::{self, Problem};
use crate::error::Error;
use crate::i18n;

pub struct PageError(Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// Travels with the response until [`tell`] knows which language to say it in.
#[derive(Clone, Copy)]
enum Mishap {
    Gone,
    Other(Problem),
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mishap = match &self.0 {
            Error::NotFound => Mishap::Gone,
            Error::TooMany { .. } => Mishap::Other(Problem::TooManyRequests),
            Error::Internal(_) => Mishap::Other(Problem::Server),
            _ => Mishap::Other(Problem::BadForm),
        };
        let mut response = self.0.status().into_response();
        response.extensions_mut().insert(mishap);
        // Logs the cause of an internal error.
        let _ = self.0.problem();
        response
    }
}

/// Says what went wrong in the language asked for, by the address or else by the browser.
pub async fn tell(request: Request, next: Next) -> Response {
    let language = language_of(&request);
    let mut response = next.run(request).await;
    let mishap = match response.extensions_mut().remove() {
        Some(mishap) => mishap,
        None if response.status() == StatusCode::TOO_MANY_REQUESTS => {
            Mishap::Other(Problem::TooManyRequests)
        }
        None => return response,
    };
    let page = match mishap {
        Mishap::Gone => pages::gone_page(language),
        Mishap::Other(problem) => pages::problem_page(language, problem),
    };
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(page);
    response
}

fn language_of(request: &Request) -> &'static str {
    let query = request.uri().query().unwrap_or_default();
    let chosen = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
    match chosen {
        Some(language) => i18n::supported(language),
        None => i18n::accepted(accepted.and_then(|it| it.to_str().ok()).unwrap_or_default()),
    }
}
