//! The pages behind links in mails, `/r/{token}` to answer a request and `/me/{token}` for the candidate's own
//! data, and `/verify` for whoever holds a receipt.

mod me;
pub mod pages;
mod present;
mod renewal;
mod verify;

use std::sync::Arc;

use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::limit::{self, Limit};
use crate::app::App;
use crate::error::Error;
use pages::Problem;

pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/r/{token}", get(renewal::show).post(renewal::answer))
        .route("/r/{token}/unsubscribe", post(renewal::unsubscribe))
        .route("/r/{token}/receipt", get(renewal::receipt))
        .route("/me/{token}", get(me::show).post(me::act))
        .route("/me/{token}/data.json", get(me::download))
        .route("/me/{token}/receipts/{id}", get(me::receipt))
        .route("/me/{token}/receipts/{id}/json-ld", get(me::json_ld))
        .route("/verify", get(verify::show))
        .layer(middleware::from_fn_with_state(
            Limit::new(app),
            limit::apply,
        ))
}

/// An error as a page instead of a problem document. It never says more than that.
struct PageError(Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.0.status();
        let page = match &self.0 {
            Error::NotFound => pages::gone_page("en"),
            Error::TooMany { .. } => pages::problem_page("en", Problem::TooManyRequests),
            Error::Internal(_) => pages::problem_page("en", Problem::Server),
            _ => pages::problem_page("en", Problem::BadForm),
        };
        // Logs the cause of an internal error.
        let _ = self.0.problem();
        (status, Html(page)).into_response()
    }
}

type PageResult = Result<Response, PageError>;

fn attachment(name: &str, content_type: &'static str, content: String) -> Response {
    let headers = [
        (axum::http::header::CONTENT_TYPE, content_type.to_owned()),
        (
            axum::http::header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, content).into_response()
}
