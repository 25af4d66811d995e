//! The staff console: handlers that call the domain and fill the [`views`].

mod account;
mod audit;
mod batches;
mod candidate;
mod candidates;
mod company;
mod enter;
mod erasures;
mod export;
mod guard;
mod history;
mod import;
mod keys;
mod overview;
mod passkeys;
mod present;
mod session;
mod settings;
mod setup;
mod staff;
mod texts;
pub mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use crate::app::App;
use crate::auth::Action::{Administer, ManageCandidates, Read};
pub use guard::Access;
use guard::Access::{Needs, Open, Session};

/// A route and what it takes to use it.
pub struct Route {
    pub method: &'static str,
    /// Below `/console`.
    pub path: &'static str,
    pub access: Access,
}

/// The console's routes: method, path, handler and who may. The router is made of this table and of
/// nothing else, each row behind its guard; a test tries every row as everybody. A last column is the
/// most bytes a form may have, where that is not the usual.
macro_rules! routes {
    ($($method:ident $path:literal $handler:path, $access:expr $(, $most_bytes:expr)?;)+) => {
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            access: $access,
        }),+];

        fn guarded(app: &Arc<App>) -> Router<Arc<App>> {
            Router::new()$(.route(
                $path,
                $method($handler)
                    .route_layer(from_fn_with_state((app.clone(), $access), guard::admit))
                    $(.route_layer(DefaultBodyLimit::max($most_bytes)))?,
            ))+
        }
    };
}

routes! {
    get "/" overview::show, Needs(Read);
    get "/tasks" overview::tasks, Needs(Read);
    post "/sign-out" session::sign_out, Session;
    post "/language" session::set_language, Session;

    get "/candidates" candidates::list, Needs(Read);
    post "/candidates" candidates::register, Needs(ManageCandidates);
    get "/candidates.csv" export::candidates, Needs(Read);
    get "/candidates/new" candidates::register_form, Needs(ManageCandidates);
    post "/filters" candidates::save_filter, Needs(ManageCandidates);
    post "/filters/{id}/remove" candidates::remove_filter, Needs(ManageCandidates);
    get "/candidates/{id}" candidate::show, Needs(Read);
    get "/candidates/{id}/edit" candidate::edit_form, Needs(ManageCandidates);
    post "/candidates/{id}/edit" candidate::edit, Needs(ManageCandidates);
    post "/candidates/{id}/address" candidate::correct_address, Needs(ManageCandidates);
    post "/candidates/{id}/renewal" candidate::ask, Needs(ManageCandidates);
    post "/candidates/{id}/consents" candidate::record_consent, Needs(ManageCandidates);
    post "/candidates/{id}/hold" candidate::hold, Needs(ManageCandidates);
    post "/candidates/{id}/hold/release" candidate::release, Needs(ManageCandidates);
    post "/candidates/{id}/restriction" candidate::restrict, Needs(ManageCandidates);
    post "/candidates/{id}/restriction/lift" candidate::lift, Needs(ManageCandidates);
    get "/candidates/{id}/erase" candidate::erase_form, Needs(ManageCandidates);
    post "/candidates/{id}/erase" candidate::erase, Needs(ManageCandidates);
    get "/candidates/{id}/proof" candidate::proof, Needs(Read);
    get "/candidates/{id}/receipts/{consent}" candidate::receipt, Needs(Read);

    post "/renewals/preview" batches::draft_renewals, Needs(ManageCandidates);
    post "/erasures/preview" batches::draft_erasures, Needs(ManageCandidates);
    get "/batches" batches::list, Needs(Read);
    get "/batches/{id}" batches::show, Needs(Read);
    get "/batches/{id}/candidates.csv" batches::people, Needs(Read);
    post "/batches/{id}/confirm" batches::confirm, Needs(ManageCandidates);
    post "/batches/{id}/approve" batches::approve, Needs(Administer);
    post "/batches/{id}/cancel" batches::cancel, Needs(ManageCandidates);
    get "/import" import::form, Needs(ManageCandidates);
    post "/import" import::start, Needs(ManageCandidates), import::MAX_FORM;
    post "/import/preview" import::preview, Needs(ManageCandidates), import::MAX_FORM;
    post "/import/rejected" import::rejected, Needs(ManageCandidates), import::MAX_FORM;
    get "/erasures" erasures::list, Needs(Read);
    get "/erasures/{id}/certificate" erasures::certificate, Needs(Read);
    get "/erasures/{id}/certificate.pdf" erasures::paper, Needs(Read);
    post "/erasures/sweep/approve" erasures::approve, Needs(Administer);

    get "/texts" texts::list, Needs(Read);
    post "/texts" texts::create, Needs(Administer);
    get "/texts/{id}" texts::show, Needs(Read);
    post "/texts/{id}/versions" texts::editor::add_draft, Needs(Administer);
    get "/texts/{id}/versions/{n}" texts::version, Needs(Read);
    get "/texts/{id}/versions/{n}/edit" texts::editor::edit_form, Needs(Administer);
    post "/texts/{id}/versions/{n}/edit" texts::editor::save, Needs(Administer);
    get "/texts/{id}/versions/{n}/preview" texts::preview::show, Needs(Administer);
    post "/texts/{id}/versions/{n}/preview" texts::preview::typed, Needs(Administer);
    post "/texts/{id}/versions/{n}/discard" texts::editor::discard, Needs(Administer);
    get "/texts/{id}/versions/{n}/publish" texts::publishing::publish_form, Needs(Administer);
    post "/texts/{id}/versions/{n}/publish" texts::publishing::publish, Needs(Administer);
    get "/texts/{id}/diff" texts::compare::diff, Needs(Read);

    get "/audit" audit::show, Needs(Read);
    get "/audit/export" audit::export, Needs(Read);
    get "/settings" settings::show, Needs(Read);
    post "/settings" settings::save, Needs(Administer);
    get "/settings/renewal" settings::renewal, Needs(Read);
    post "/settings/renewal" settings::save_renewal, Needs(Administer);
    get "/settings/sites" settings::sites::show, Needs(Read);
    post "/settings/sites" settings::sites::add, Needs(Administer);
    post "/settings/sites/{id}" settings::sites::save, Needs(Administer);
    get "/settings/recipients" settings::lists::recipients, Needs(Read);
    post "/settings/recipients" settings::lists::save_recipients, Needs(Administer);
    get "/settings/retention" settings::lists::retention, Needs(Read);
    post "/settings/retention" settings::lists::save_retention, Needs(Administer);
    get "/settings/record" settings::lists::show_record, Needs(Read);
    get "/settings/record.csv" settings::lists::record_csv, Needs(Read);
    get "/settings/record.json" settings::lists::record_json, Needs(Read);
    get "/settings/sign-in" settings::sign_in::show, Needs(Read);
    post "/settings/sign-in" settings::sign_in::save, Needs(Administer);
    post "/settings/sign-in/remove" settings::sign_in::remove, Needs(Administer);
    get "/settings/webhooks" settings::webhooks::list, Needs(Read);
    post "/settings/webhooks" settings::webhooks::add, Needs(Administer);
    get "/settings/webhooks/{id}" settings::webhooks::show, Needs(Read);
    post "/settings/webhooks/{id}" settings::webhooks::change, Needs(Administer);
    post "/settings/webhooks/{id}/switch" settings::webhooks::switch, Needs(Administer);
    post "/settings/webhooks/{id}/secret" settings::webhooks::rotate, Needs(Administer);
    post "/settings/webhooks/{id}/test" settings::webhooks::test, Needs(Administer);
    post "/settings/webhooks/{id}/remove" settings::webhooks::remove, Needs(Administer);

    get "/sign-in" enter::form, Open;
    post "/sign-in" enter::with_password, Open;
    get "/sign-in/factor" enter::factor_form, Open;
    post "/sign-in/factor" enter::with_code, Open;
    post "/sign-in/passkey/options" passkeys::ask, Open;
    post "/sign-in/passkey" passkeys::enter, Open;
    get "/sign-in/forgot" enter::forgot_form, Open;
    post "/sign-in/forgot" enter::forgot, Open;
    post "/sign-in/company" company::find, Open;
    get "/sign-in/company/{tenant}" company::begin, Open;
    get "/sign-in/company/{tenant}/return" company::back, Open;
    get "/sign-in/{token}" enter::confirm, Open;
    post "/sign-in/{token}" enter::follow, Open;

    get "/account/setup" setup::show, Session;
    post "/account/setup/password" setup::password, Session;
    post "/account/setup/code" setup::code, Session;

    post "/account/confirm/options" passkeys::ask_again, Needs(Read);
    post "/account/passkeys/options" passkeys::begin, Session;
    post "/account/passkeys" passkeys::finish, Session;
    post "/account/passkeys/{id}/remove" passkeys::remove, Needs(Read);

    get "/account" account::show, Needs(Read);
    post "/account" account::rename, Needs(Read);
    post "/account/password" account::change_password, Needs(Read);
    get "/account/code" account::code_form, Needs(Read);
    post "/account/code" account::change_code, Needs(Read);
    post "/account/recovery-codes" account::new_recovery_codes, Needs(Read);
    post "/account/sessions/others/end" account::end_other_sessions, Needs(Read);
    post "/account/sessions/{id}/end" account::end_session, Needs(Read);

    get "/staff" staff::list, Needs(Read);
    post "/staff" staff::invite, Needs(Administer);
    get "/staff/{id}" staff::show, Needs(Administer);
    post "/staff/{id}/role" staff::change_role, Needs(Administer);
    post "/staff/{id}/invitation" staff::invite_again, Needs(Administer);
    post "/staff/{id}/reset" staff::reset, Needs(Administer);
    post "/staff/{id}/remove" staff::remove, Needs(Administer);

    get "/keys" keys::list, Needs(Read);
    post "/keys" keys::create, Needs(Administer);
    post "/keys/{id}/revoke" keys::revoke, Needs(Administer);
}

pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route(
            "/console/",
            get(|| async { Redirect::permanent("/console") }),
        )
        .nest("/console", guarded(app).fallback(session::nothing_here))
        .layer(from_fn(session::tell))
        .layer(CsrfLayer::new())
}
