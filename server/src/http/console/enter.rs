//! The way in: password, second factor, and the links that mails carry.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};

use super::company::{with_company, workplace};
use super::guard::SETUP;
use super::passkeys::{POLICY, scripted};
use super::session::{Fields, Page, html, session_cookie_for, set_cookie, visitor_language};
use super::views::sign_in::{
    self as pages, Factor, Forgot, SignIn, Workplace, factor_page, forgot_page, sign_in_page,
};
use crate::app::App;
use crate::auth::enter::{self, Answer, Entered, STEP_LIFETIME};
use crate::auth::links::{self, Followed};
use crate::auth::sessions::Scope;
use crate::auth::throttle::Visitor;
use crate::auth::{self, passkeys};
use crate::clock::{DAY, Millis, SECOND};
use crate::error::{Error, Result};
use crate::http::extract::{DEVICE_COOKIE, Form, Path, cookie};
use crate::tenants;

/// Between the first factor and the second.
const STEP_COOKIE: &str = "samtycke_step";
const DEVICE_LIFETIME: Millis = 180 * DAY;
const FACTOR: &str = "/console/sign-in/factor";

type Typed = Form<Vec<(String, String)>>;

/// Before anyone is known, the browser's language decides.
pub fn guest(headers: &HeaderMap) -> SignIn {
    SignIn {
        language: visitor_language(headers).to_owned(),
        ..SignIn::default()
    }
}

pub async fn form(State(app): State<Arc<App>>, headers: HeaderMap) -> Page {
    html(sign_in_page(&with_company(&app, &headers).await?))
}

pub async fn with_password(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(typed): Typed,
) -> Page {
    let fields = Fields(typed);
    let email = fields.get("email");
    match enter::with_password(&app, &visitor, email, fields.get("password")).await {
        Ok(step) => Ok(to_factor(&app, &step)),
        Err(Error::Unauthorized) => {
            let data = SignIn {
                email: email.to_owned(),
                problem: Some("accounts-sign-in-wrong"),
                ..with_company(&app, &headers).await?
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(sign_in_page(&data))).into_response())
        }
        Err(Error::TooMany {
            retry_after_seconds,
        }) => {
            let data = with_company(&app, &headers).await?;
            Ok(wait(retry_after_seconds, |seconds| {
                sign_in_page(&SignIn {
                    email: email.to_owned(),
                    wait: Some(seconds),
                    ..data
                })
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Says how long to wait, on the page the form was on.
fn wait(seconds: u64, page: impl FnOnce(i64) -> String) -> Response {
    let shown = i64::try_from(seconds).unwrap_or(i64::MAX);
    (
        StatusCode::TOO_MANY_REQUESTS,
        [(header::RETRY_AFTER, seconds.to_string())],
        Html(page(shown)),
    )
        .into_response()
}

pub fn to_factor(app: &App, step: &str) -> Response {
    let cookie = set_cookie(app, STEP_COOKIE, step, STEP_LIFETIME / SECOND);
    (AppendHeaders([cookie]), Redirect::to(FACTOR)).into_response()
}

pub fn step_of(headers: &HeaderMap) -> &str {
    cookie(headers, STEP_COOKIE).unwrap_or_default()
}

pub async fn factor_data(app: &App, headers: &HeaderMap) -> Result<Factor> {
    let mut tx = app.db.read().await?;
    let step = enter::step(app, &mut tx, step_of(headers)).await?;
    Ok(Factor {
        language: guest(headers).language,
        new_password: step.proof == enter::Proof::Mail,
        passkeys: passkeys::are_of(app, &mut tx, &step).await?,
        codes: step
            .candidates
            .iter()
            .any(|candidate| candidate.totp_salt.is_some()),
        workplaces: step
            .candidates
            .iter()
            .map(|candidate| Workplace {
                tenant_id: candidate.staff.tenant_id.clone(),
                name: candidate.tenant.clone(),
            })
            .collect(),
        ..Factor::default()
    })
}

pub async fn factor_form(State(app): State<Arc<App>>, headers: HeaderMap) -> Page {
    let page = factor_page(&factor_data(&app, &headers).await?);
    Ok(scripted(StatusCode::OK, page))
}

pub async fn with_code(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(typed): Typed,
) -> Page {
    let fields = Fields(typed);
    let (step, tenant) = (step_of(&headers), fields.get("tenant"));
    let problem = match enter::with_code(&app, &visitor, step, tenant, fields.get("code")).await {
        Ok(Answer::In(entered)) => return Ok(welcome(&app, &entered)),
        Ok(Answer::Wrong) => "accounts-factor-wrong",
        Err(Error::Invalid(_)) => "accounts-factor-choose",
        Err(Error::TooMany {
            retry_after_seconds,
        }) => {
            let data = factor_data(&app, &headers).await?;
            let page = wait(retry_after_seconds, |seconds| {
                factor_page(&Factor {
                    wait: Some(seconds),
                    ..data
                })
            });
            return Ok((POLICY, page).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let data = Factor {
        problem: Some(problem),
        chosen: tenant.to_owned(),
        ..factor_data(&app, &headers).await?
    };
    Ok(scripted(
        StatusCode::UNPROCESSABLE_ENTITY,
        factor_page(&data),
    ))
}

/// Both factors were right: the session, and what the browser is known by from now on.
pub fn welcome(app: &App, entered: &Entered) -> Response {
    let cookies = [
        session_cookie_for(app, &entered.session),
        set_cookie(
            app,
            DEVICE_COOKIE,
            &entered.device,
            DEVICE_LIFETIME / SECOND,
        ),
        set_cookie(app, STEP_COOKIE, "", 0),
    ];
    let to = match entered.scope {
        Scope::Full => "/console",
        Scope::Setup => SETUP,
    };
    (AppendHeaders(cookies), Redirect::to(to)).into_response()
}

pub async fn forgot_form(headers: HeaderMap) -> Page {
    html(forgot_page(&Forgot {
        language: guest(&headers).language,
        ..Forgot::default()
    }))
}

/// The same answer, as fast, whether the address is known or not: the mail is seen to afterwards.
pub async fn forgot(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(typed): Typed,
) -> Page {
    let email = Fields(typed).get("email").to_owned();
    tokio::spawn(async move {
        match links::request_link(&app, &visitor, &email).await {
            Ok(()) | Err(Error::TooMany { .. }) => {}
            Err(cause) => tracing::error!(%cause, "a sign-in link could not be sent"),
        }
    });
    html(forgot_page(&Forgot {
        language: guest(&headers).language,
        sent: true,
    }))
}

fn gone(headers: &HeaderMap) -> Page {
    let page = pages::link_invalid(&guest(headers));
    Ok((StatusCode::NOT_FOUND, Html(page)).into_response())
}

/// Shows a button: mail scanners follow links, and one must not use the link up.
pub async fn confirm(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Page {
    let Ok(link) = auth::peek_sign_in_link(&app, &token).await else {
        return gone(&headers);
    };
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &link.tenant_id).await?;
    drop(tx);
    let invited = link.purpose == "invitation";
    let company = match invited {
        true => workplace(&app, &link.tenant_id).await?,
        false => None,
    };
    let data = SignIn {
        company,
        ..guest(&headers)
    };
    html(pages::link_confirm(
        &data,
        &token,
        &tenant.name,
        &link.purpose,
    ))
}

pub async fn follow(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Page {
    match links::follow(&app, &visitor, &token).await {
        Ok(Followed::Session(session)) => Ok((
            AppendHeaders([session_cookie_for(&app, &session)]),
            Redirect::to("/console"),
        )
            .into_response()),
        Ok(Followed::Factor(step)) => Ok(to_factor(&app, &step)),
        Err(Error::NotFound) => gone(&headers),
        Err(error) => Err(error.into()),
    }
}
