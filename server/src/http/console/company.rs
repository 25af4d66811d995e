//! The way in through the company's identity provider.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};

use super::enter::{guest, to_factor, welcome};
use super::guard::SETUP;
use super::session::{Fields, Page, html, session_cookie_for, set_cookie};
use super::views::company::{Onward, choose_page, onward_page};
use super::views::sign_in::{SignIn, Workplace, sign_in_page};
use crate::app::App;
use crate::auth::provider::{
    self, ATTEMPT_LIFETIME, Arrived, Attempt, Begun, Refusal, Returned, start_path,
};
use crate::auth::throttle::Visitor;
use crate::clock::{DAY, Millis, SECOND};
use crate::error::{Error, Result};
use crate::http::extract::{Form, Path, Query, cookie};

/// From going to the provider until coming back.
const ATTEMPT_COOKIE: &str = "samtycke_attempt";
/// Where this browser signed in with a provider before: the sign-in page offers it first.
const COMPANY_COOKIE: &str = "samtycke_company";
const COMPANY_KEPT: Millis = 180 * DAY;

/// `POST /console/sign-in/company`: the provider is found by the address's domain.
pub async fn find(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Page {
    let fields = Fields(typed);
    let email = fields.get("email");
    let tenants = provider::tenants_for(&app, email).await?;
    let language = guest(&headers).language;
    match tenants.as_slice() {
        [] => {
            let data = SignIn {
                email: email.to_owned(),
                problem: Some("accounts-company-none"),
                ..with_company(&app, &headers).await?
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(sign_in_page(&data))).into_response())
        }
        [(id, name)] => onward(&Onward {
            language,
            tenant: name.clone(),
            to: start_path(id),
        }),
        several => html(choose_page(&language, &workplaces(several))),
    }
}

/// A page that goes on by itself. Not a redirect: the policy on forms (`form-action 'self'`) follows
/// those, and would stop at the provider.
fn onward(data: &Onward) -> Page {
    let refresh = HeaderValue::try_from(format!("0; url={}", data.to)).map_err(Error::internal)?;
    Ok(([(header::REFRESH, refresh)], Html(onward_page(data))).into_response())
}

fn workplaces(tenants: &[(String, String)]) -> Vec<Workplace> {
    tenants
        .iter()
        .map(|(id, name)| Workplace {
            tenant_id: id.clone(),
            name: name.clone(),
        })
        .collect()
}

/// What the sign-in page offers to this browser.
pub async fn with_company(app: &App, headers: &HeaderMap) -> Result<SignIn> {
    let company = match cookie(headers, COMPANY_COOKIE) {
        Some(tenant) => workplace(app, tenant).await?,
        None => None,
    };
    Ok(SignIn {
        company,
        ..guest(headers)
    })
}

/// The tenant, if it has a provider.
pub async fn workplace(app: &App, tenant: &str) -> Result<Option<Workplace>> {
    let name = provider::name_of(app, tenant).await?;
    Ok(name.map(|name| Workplace {
        tenant_id: tenant.to_owned(),
        name,
    }))
}

/// `GET /console/sign-in/company/{tenant}`
pub async fn begin(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(tenant): Path<String>,
) -> Page {
    match provider::begin(&app, &tenant).await? {
        Begun::Onward { attempt, url } => {
            let cookie = set_cookie(&app, ATTEMPT_COOKIE, &attempt.0, ATTEMPT_LIFETIME / SECOND);
            Ok((AppendHeaders([cookie]), Redirect::to(&url)).into_response())
        }
        Begun::Refused(refusal) => refused(&app, &headers, refusal).await,
    }
}

/// `GET /console/sign-in/company/{tenant}/return`: a GET that changes something, because that is how the
/// protocol comes back; what it takes is in the browser's cookie.
pub async fn back(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(tenant): Path<String>,
    Query(returned): Query<Returned>,
) -> Page {
    let attempt = Attempt(
        cookie(&headers, ATTEMPT_COOKIE)
            .unwrap_or_default()
            .to_owned(),
    );
    let arrived = provider::finish(&app, &visitor, &tenant, &attempt, &returned).await?;
    let response = match arrived {
        Arrived::In(entered) => welcome(&app, &entered),
        Arrived::Factor(step) => to_factor(&app, &step),
        Arrived::SetUp(session) => (
            AppendHeaders([session_cookie_for(&app, &session)]),
            Redirect::to(SETUP),
        )
            .into_response(),
        Arrived::Refused(refusal) => return refused(&app, &headers, refusal).await,
    };
    let cookies = [
        set_cookie(&app, ATTEMPT_COOKIE, "", 0),
        set_cookie(&app, COMPANY_COOKIE, &tenant, COMPANY_KEPT / SECOND),
    ];
    Ok((AppendHeaders(cookies), response).into_response())
}

async fn refused(app: &App, headers: &HeaderMap, refusal: Refusal) -> Page {
    let problem = match refusal {
        Refusal::Over => "accounts-company-over",
        Refusal::Denied => "accounts-company-denied",
        Refusal::Provider => "accounts-company-provider",
        Refusal::NoAddress => "accounts-company-no-address",
        Refusal::Unknown => "accounts-company-unknown",
        Refusal::Another => "accounts-company-another",
    };
    let data = SignIn {
        problem: Some(problem),
        ..with_company(app, headers).await?
    };
    let page: Response = Html(sign_in_page(&data)).into_response();
    let ended = AppendHeaders([set_cookie(app, ATTEMPT_COOKIE, "", 0)]);
    Ok((StatusCode::FORBIDDEN, ended, page).into_response())
}
