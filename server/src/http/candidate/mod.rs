//! The pages behind links in mails, `/r/{token}` to answer a request and `/me/{token}` for the candidate's own
//! data, and `/verify` for whoever holds a receipt.

mod me;
mod mishap;
pub mod pages;
mod present;
mod renewal;
mod verify;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::limit::{self, Limit};
use crate::app::App;
use mishap::PageError;

pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route(
            "/r/{token}",
            get(renewal::show).head(looked_at).post(renewal::answer),
        )
        .route("/r/{token}/unsubscribe", post(renewal::unsubscribe))
        .route("/r/{token}/receipt", get(renewal::receipt))
        .route("/me/{token}", get(me::show).head(looked_at).post(me::act))
        .route("/me/{token}/data.json", get(me::download))
        .route("/me/{token}/receipts/{id}", get(me::receipt))
        .route("/me/{token}/receipts/{id}/json-ld", get(me::json_ld))
        .route("/verify", get(verify::show))
        .layer(middleware::from_fn_with_state(
            Limit::new(app),
            limit::apply,
        ))
        .layer(middleware::from_fn(mishap::tell))
}

/// Programs that look at links in mails ask for the head alone. That is nobody who follows the link.
async fn looked_at() -> StatusCode {
    StatusCode::OK
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
