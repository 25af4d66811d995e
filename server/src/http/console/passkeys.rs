//! Passkeys: what the script of the page asks for, and what it sends.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::account::{self as account_page, shown};
use super::enter::{factor_data, step_of, welcome};
use super::guard::SETUP;
use super::session::{Desk, Fields, Page, Posted, done};
use super::setup::{finished, in_words, show_code_page};
use super::views::sign_in::{Factor, factor_page};
use crate::app::App;
use crate::auth::confirm::{self, confirm};
use crate::auth::enter::Answer;
use crate::auth::throttle::Visitor;
use crate::auth::{account, passkeys};
use crate::error::{Error, Result};
use crate::http::extract::{Form, Path};

/// As every page's, and one script of our own that asks this server.
pub const POLICY: [(HeaderName, &str); 1] = [(
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
)];

/// A page with the script that talks to passkeys.
pub fn scripted(status: StatusCode, page: String) -> Response {
    (status, POLICY, Html(page)).into_response()
}

fn refused(message: String) -> Response {
    let body = serde_json::json!({ "message": message });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

/// `POST /console/sign-in/passkey/options`
pub async fn ask(State(app): State<Arc<App>>, headers: HeaderMap) -> Page {
    Ok(Json(passkeys::ask(&app, step_of(&headers)).await?).into_response())
}

/// `POST /console/sign-in/passkey`
pub async fn enter(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Page {
    let fields = Fields(typed);
    let credential = fields.get("credential");
    match passkeys::enter(&app, &visitor, step_of(&headers), credential).await? {
        Answer::In(entered) => Ok(welcome(&app, &entered)),
        Answer::Wrong => {
            let data = Factor {
                problem: Some("accounts-passkey-wrong"),
                ..factor_data(&app, &headers).await?
            };
            Ok(scripted(
                StatusCode::UNPROCESSABLE_ENTITY,
                factor_page(&data),
            ))
        }
    }
}

/// `POST /console/account/confirm/options`
pub async fn ask_again(State(app): State<Arc<App>>, Posted { desk, .. }: Posted) -> Page {
    Ok(Json(passkeys::ask_again(&app, &desk.who).await?).into_response())
}

/// `POST /console/account/passkeys/options`: for an account that is set up, after showing who asks.
pub async fn begin(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    let options = async {
        if !desk.who.unfinished {
            confirm(&app, &desk.who, shown(&fields)).await?;
        }
        passkeys::begin(&app, &desk.who).await
    };
    match options.await {
        Ok(options) => Ok(Json(options).into_response()),
        Err(error) => {
            let errors = in_words(&desk, error)?;
            let first = errors.0.into_iter().next();
            Ok(refused(
                first.map(|(_, message)| message).unwrap_or_default(),
            ))
        }
    }
}

/// `POST /console/account/passkeys`: the challenge it answers was given to whoever showed who they are.
pub async fn finish(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Posted { desk, fields }: Posted,
) -> Page {
    let (name, credential) = (fields.get("name"), fields.get("credential"));
    match passkeys::finish(&app, &visitor, &desk.who, name, credential).await {
        Ok(set_up) if set_up.session.is_some() => Ok(finished(&app, &desk, &set_up)),
        Ok(_) => done("/console/account", "passkey-added"),
        Err(error) => mend(&app, &desk, error).await,
    }
}

async fn mend(app: &App, desk: &Desk, error: Error) -> Page {
    if !desk.who.unfinished {
        confirm::is_possible(app, &desk.who).await?;
        return account_page::mend(app, desk, "passkey", error).await;
    }
    let errors = in_words(desk, error)?.renamed(|_| "passkey.name");
    let page: Result<String> = show_code_page(app, desk, errors);
    match account::next(&account::load(app, &desk.who).await?) {
        account::Next::SecondFactor => Ok(scripted(StatusCode::UNPROCESSABLE_ENTITY, page?)),
        _ => Ok(Redirect::to(SETUP).into_response()),
    }
}

/// `POST /console/account/passkeys/{id}/remove`
pub async fn remove(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    let removed = async {
        // First: what confirms may be used up by it.
        passkeys::check_removal(&app, &desk.who, &id).await?;
        confirm(&app, &desk.who, shown(&fields)).await?;
        passkeys::remove(&app, &desk.who, &id).await
    };
    match removed.await {
        Ok(()) => done("/console/account", "passkey-removed"),
        Err(error) => account_page::mend(&app, &desk, &format!("remove-{id}"), error).await,
    }
}
