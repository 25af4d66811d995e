//! The staff console: handlers that call the domain and fill the [`views`].

mod bulk;
mod candidate;
mod candidates;
mod erasures;
mod history;
mod overview;
mod present;
mod session;
mod settings;
mod texts;
pub mod views;

use std::sync::Arc;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use crate::app::App;

pub fn router() -> Router<Arc<App>> {
    let people = Router::new()
        .route(
            "/candidates",
            get(candidates::list).post(candidates::register),
        )
        .route("/candidates/new", get(candidates::register_form))
        .route("/filters", post(candidates::save_filter))
        .route("/filters/{id}/remove", post(candidates::remove_filter))
        .route("/candidates/{id}", get(candidate::show))
        .route(
            "/candidates/{id}/edit",
            get(candidate::edit_form).post(candidate::edit),
        )
        .route("/candidates/{id}/address", post(candidate::correct_address))
        .route("/candidates/{id}/renewal", post(candidate::ask))
        .route("/candidates/{id}/consents", post(candidate::record_consent))
        .route("/candidates/{id}/hold", post(candidate::hold))
        .route("/candidates/{id}/hold/release", post(candidate::release))
        .route("/candidates/{id}/restriction", post(candidate::restrict))
        .route("/candidates/{id}/restriction/lift", post(candidate::lift))
        .route(
            "/candidates/{id}/erase",
            get(candidate::erase_form).post(candidate::erase),
        )
        .route("/candidates/{id}/proof", get(candidate::proof))
        .route(
            "/candidates/{id}/receipts/{consent}",
            get(candidate::receipt),
        )
        .route("/renewals/preview", post(bulk::preview_renewals))
        .route("/renewals", post(bulk::renew))
        .route("/erasures/preview", post(bulk::preview_erasures))
        .route("/erasures", get(erasures::list).post(bulk::erase))
        .route("/erasures/{id}/certificate", get(erasures::certificate))
        .route("/erasures/{id}/certificate.pdf", get(erasures::paper))
        .route("/erasures/sweep/approve", post(erasures::approve))
        .route("/tasks", get(overview::tasks));
    let texts = Router::new()
        .route("/texts", get(texts::list).post(texts::create))
        .route("/texts/{id}", get(texts::show))
        .route("/texts/{id}/versions", post(texts::add_draft))
        .route("/texts/{id}/versions/{n}", get(texts::version))
        .route(
            "/texts/{id}/versions/{n}/edit",
            get(texts::edit_form).post(texts::save),
        )
        .route("/texts/{id}/versions/{n}/discard", post(texts::discard))
        .route(
            "/texts/{id}/versions/{n}/publish",
            get(texts::publish_form).post(texts::publish),
        )
        .route("/texts/{id}/diff", get(texts::diff));
    let rest = Router::new()
        .route("/", get(overview::show))
        .route("/sign-in", get(session::form).post(session::request_link))
        .route(
            "/sign-in/{token}",
            get(session::confirm).post(session::sign_in),
        )
        .route("/sign-out", post(session::sign_out))
        .route("/language", post(session::set_language))
        .route("/settings", get(settings::show).post(settings::save))
        .route("/settings/sites", post(settings::add_site))
        .route("/settings/sites/{id}", post(settings::save_site));
    Router::new()
        .route(
            "/console/",
            get(|| async { Redirect::permanent("/console") }),
        )
        .nest("/console", people.merge(texts).merge(rest))
        .layer(CsrfLayer::new())
}
