//! Setting up one's account: a password, a second factor, recovery codes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};

use super::guard::SETUP;
use super::passkeys::scripted;
use super::present;
use super::session::{Desk, Page, Posted, again, html, session_cookie_for};
use super::views::FieldErrors;
use super::views::setup::{Setup, code_page, codes_page, password_page};
use crate::app::App;
use crate::auth::account::{self, Next, SetUp};
use crate::auth::passkeys;
use crate::auth::throttle::Visitor;
use crate::auth::totp::Enrolment;
use crate::error::{Error, Result};

/// As [`present::mistakes`], of accounts and keys; also how long to wait before the next guess.
pub fn in_words(desk: &Desk, error: Error) -> Result<FieldErrors> {
    match error {
        Error::TooMany {
            retry_after_seconds,
        } => {
            let seconds = i64::try_from(retry_after_seconds).unwrap_or(i64::MAX);
            let words = desk.count("accounts-wait", seconds);
            Ok(FieldErrors(vec![("current".to_owned(), words)]))
        }
        error => present::mistakes(desk, "account", error),
    }
}

fn data(desk: &Desk, errors: FieldErrors) -> Setup {
    Setup {
        language: desk.language.clone(),
        csrf: desk.frame.csrf.clone(),
        tenant: desk.tenant.name.clone(),
        email: desk.who.staff.email.clone(),
        errors,
        passkeys: false,
    }
}

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    match account::next(&account::load(&app, &desk.who).await?) {
        Next::Password => html(password_page(&data(&desk, FieldErrors::default()))),
        Next::SecondFactor => {
            let page = show_code_page(&app, &desk, FieldErrors::default())?;
            Ok(scripted(StatusCode::OK, page))
        }
        Next::Done => Ok(Redirect::to("/console").into_response()),
    }
}

/// The second step, with a secret nobody has been shown before.
pub fn show_code_page(app: &App, desk: &Desk, errors: FieldErrors) -> Result<String> {
    let data = Setup {
        passkeys: passkeys::are_possible(app),
        ..data(desk, errors)
    };
    Ok(code_page(&data, &account::new_totp(app, &desk.who)?))
}

pub async fn password(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Posted { desk, fields }: Posted,
) -> Page {
    let (typed, repeated) = (fields.get("password"), fields.get("again"));
    match account::choose_password(&app, &visitor, &desk.who, typed, repeated).await {
        Ok(SetUp { session: None, .. }) | Err(Error::Conflict(_)) => {
            Ok(Redirect::to(SETUP).into_response())
        }
        Ok(SetUp {
            session: Some(session),
            ..
        }) => {
            let cookie = session_cookie_for(&app, &session);
            Ok((AppendHeaders([cookie]), Redirect::to("/console")).into_response())
        }
        Err(error) => again(password_page(&data(&desk, in_words(&desk, error)?))),
    }
}

pub async fn code(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Posted { desk, fields }: Posted,
) -> Page {
    if account::next(&account::load(&app, &desk.who).await?) != Next::SecondFactor {
        return Ok(Redirect::to(SETUP).into_response());
    }
    let salt = fields.get("salt");
    match account::confirm_totp(&app, &visitor, &desk.who, salt, fields.get("code")).await {
        Ok(done) => Ok(finished(&app, &desk, &done)),
        Err(error) => {
            let enrolment: Enrolment = account::enrolment(&app, &desk.who, salt.to_owned())?;
            let data = Setup {
                passkeys: passkeys::are_possible(&app),
                ..data(&desk, in_words(&desk, error)?)
            };
            let page = code_page(&data, &enrolment);
            Ok(scripted(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// The account is set up: the recovery codes, shown this once.
pub fn finished(app: &App, desk: &Desk, done: &SetUp) -> Response {
    let page = codes_page(&data(desk, FieldErrors::default()), &done.recovery_codes);
    let cookie = done
        .session
        .as_deref()
        .map(|session| session_cookie_for(app, session));
    (AppendHeaders(cookie), Html(page)).into_response()
}
