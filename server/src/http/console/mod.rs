//! The staff console: handlers that call the domain and fill the [`views`].

mod audit;
mod batches;
mod candidate;
mod candidates;
mod erasures;
mod export;
mod history;
mod import;
mod overview;
mod present;
mod session;
mod settings;
mod texts;
pub mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
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
        .route("/renewals/preview", post(batches::draft_renewals))
        .route("/erasures/preview", post(batches::draft_erasures))
        .route("/erasures", get(erasures::list))
        .route("/erasures/{id}/certificate", get(erasures::certificate))
        .route("/erasures/{id}/certificate.pdf", get(erasures::paper))
        .route("/erasures/sweep/approve", post(erasures::approve))
        .route("/tasks", get(overview::tasks));
    let many = Router::new()
        .route("/candidates.csv", get(export::candidates))
        .route("/batches", get(batches::list))
        .route("/batches/{id}", get(batches::show))
        .route("/batches/{id}/candidates.csv", get(batches::people))
        .route("/batches/{id}/confirm", post(batches::confirm))
        .route("/batches/{id}/approve", post(batches::approve))
        .route("/batches/{id}/cancel", post(batches::cancel))
        .route("/import", get(import::form).post(import::start))
        .route("/import/preview", post(import::preview))
        .route("/import/rejected", post(import::rejected))
        .layer(DefaultBodyLimit::max(import::MAX_FORM));
    let texts = Router::new()
        .route("/texts", get(texts::list).post(texts::create))
        .route("/texts/{id}", get(texts::show))
        .route("/texts/{id}/versions", post(texts::editor::add_draft))
        .route("/texts/{id}/versions/{n}", get(texts::version))
        .route(
            "/texts/{id}/versions/{n}/edit",
            get(texts::editor::edit_form).post(texts::editor::save),
        )
        .route(
            "/texts/{id}/versions/{n}/preview",
            get(texts::preview::show).post(texts::preview::typed),
        )
        .route(
            "/texts/{id}/versions/{n}/discard",
            post(texts::editor::discard),
        )
        .route(
            "/texts/{id}/versions/{n}/publish",
            get(texts::publishing::publish_form).post(texts::publishing::publish),
        )
        .route("/texts/{id}/diff", get(texts::compare::diff));
    let rest = Router::new()
        .route("/", get(overview::show))
        .route("/sign-in", get(session::form).post(session::request_link))
        .route(
            "/sign-in/{token}",
            get(session::confirm).post(session::sign_in),
        )
        .route("/sign-out", post(session::sign_out))
        .route("/language", post(session::set_language))
        .route("/audit", get(audit::show))
        .route("/audit/export", get(audit::export));
    Router::new()
        .route(
            "/console/",
            get(|| async { Redirect::permanent("/console") }),
        )
        .nest(
            "/console",
            people
                .merge(many)
                .merge(texts)
                .merge(settings())
                .merge(rest),
        )
        .layer(axum::middleware::from_fn(session::tell))
        .layer(CsrfLayer::new())
}

fn settings() -> Router<Arc<App>> {
    use settings::{lists, sites, webhooks};
    Router::new()
        .route("/settings", get(settings::show).post(settings::save))
        .route(
            "/settings/renewal",
            get(settings::renewal).post(settings::save_renewal),
        )
        .route("/settings/sites", get(sites::show).post(sites::add))
        .route("/settings/sites/{id}", post(sites::save))
        .route(
            "/settings/recipients",
            get(lists::recipients).post(lists::save_recipients),
        )
        .route(
            "/settings/retention",
            get(lists::retention).post(lists::save_retention),
        )
        .route("/settings/record", get(lists::show_record))
        .route("/settings/record.csv", get(lists::record_csv))
        .route("/settings/record.json", get(lists::record_json))
        .route(
            "/settings/webhooks",
            get(webhooks::list).post(webhooks::add),
        )
        .route(
            "/settings/webhooks/{id}",
            get(webhooks::show).post(webhooks::change),
        )
        .route("/settings/webhooks/{id}/switch", post(webhooks::switch))
        .route("/settings/webhooks/{id}/secret", post(webhooks::rotate))
        .route("/settings/webhooks/{id}/test", post(webhooks::test))
        .route("/settings/webhooks/{id}/remove", post(webhooks::remove))
}
