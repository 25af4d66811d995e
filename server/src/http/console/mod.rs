//! The staff console: handlers that call the domain and fill the [`views`].

mod account;
mod bulk;
mod candidate;
mod candidates;
mod enter;
mod erasures;
mod guard;
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
use axum::middleware::from_fn_with_state;
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
/// nothing else, each row behind its guard; a test tries every row as everybody.
macro_rules! routes {
    ($($method:ident $path:literal $handler:path, $access:expr;)+) => {
        pub const ROUTES: &[Route] = &[$(Route {
            method: stringify!($method),
            path: $path,
            access: $access,
        }),+];

        fn guarded(app: &Arc<App>) -> Router<Arc<App>> {
            Router::new()$(.route(
                $path,
                $method($handler).route_layer(from_fn_with_state((app.clone(), $access), guard::admit)),
            ))+
        }
    };
}

routes! {
    get "/candidates" candidates::list, Needs(Read);
    post "/candidates" candidates::register, Needs(ManageCandidates);
    get "/candidates/new" candidates::register_form, Needs(ManageCandidates);
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
    post "/renewals/preview" bulk::preview_renewals, Needs(ManageCandidates);
    post "/renewals" bulk::renew, Needs(ManageCandidates);
    post "/erasures/preview" bulk::preview_erasures, Needs(ManageCandidates);
    get "/erasures" erasures::list, Needs(Read);
    post "/erasures" bulk::erase, Needs(ManageCandidates);
    get "/erasures/{id}/certificate" erasures::certificate, Needs(Read);
    get "/erasures/{id}/certificate.pdf" erasures::paper, Needs(Read);
    post "/erasures/sweep/approve" erasures::approve, Needs(Administer);
    get "/tasks" overview::tasks, Needs(Read);
    get "/texts" texts::list, Needs(Read);
    post "/texts" texts::create, Needs(Administer);
    get "/texts/{id}" texts::show, Needs(Read);
    post "/texts/{id}/versions" texts::add_draft, Needs(Administer);
    get "/texts/{id}/versions/{n}" texts::version, Needs(Read);
    get "/texts/{id}/versions/{n}/edit" texts::edit_form, Needs(Administer);
    post "/texts/{id}/versions/{n}/edit" texts::save, Needs(Administer);
    post "/texts/{id}/versions/{n}/discard" texts::discard, Needs(Administer);
    get "/texts/{id}/versions/{n}/publish" texts::publish_form, Needs(Administer);
    post "/texts/{id}/versions/{n}/publish" texts::publish, Needs(Administer);
    get "/texts/{id}/diff" texts::diff, Needs(Read);
    get "/" overview::show, Needs(Read);
    post "/sign-out" session::sign_out, Session;
    post "/language" session::set_language, Session;
    get "/settings" settings::show, Needs(Read);
    post "/settings" settings::save, Needs(Administer);
    post "/settings/sites" settings::add_site, Needs(Administer);
    post "/settings/sites/{id}" settings::save_site, Needs(Administer);

    get "/sign-in" enter::form, Open;
    post "/sign-in" enter::with_password, Open;
    get "/sign-in/factor" enter::factor_form, Open;
    post "/sign-in/factor" enter::with_code, Open;
    post "/sign-in/passkey/options" passkeys::ask, Open;
    post "/sign-in/passkey" passkeys::enter, Open;
    get "/sign-in/forgot" enter::forgot_form, Open;
    post "/sign-in/forgot" enter::forgot, Open;
    get "/sign-in/{token}" enter::confirm, Open;
    post "/sign-in/{token}" enter::follow, Open;

    get "/account/setup" setup::show, Session;
    post "/account/setup/password" setup::password, Session;
    post "/account/setup/code" setup::code, Session;

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
        .nest("/console", guarded(app))
        .layer(CsrfLayer::new())
}
