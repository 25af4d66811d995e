//! What every signed-in request needs, and getting out.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use samtycke_shared::api::FieldError;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::views::error::{ErrorPage, error_page};
use super::views::{Flash, FlashKind, Frame};
use crate::app::App;
use crate::auth::sessions::{self, SESSION_LIFETIME, SignedIn};
use crate::auth::{self, Action, Actor};
use crate::candidates::{batch, overview};
use crate::clock::SECOND;
use crate::error::{Error, Result};
use crate::http::extract::{ConsoleActor, Form, SESSION_COOKIE, session_cookie};
use crate::i18n;
use crate::tenants::{self, Tenant};
use crate::webhooks;

/// A signed-in person at work: who, for whom, in which language.
pub struct Desk {
    pub who: SignedIn,
    pub actor: Actor,
    pub tenant: Tenant,
    pub language: String,
    pub frame: Frame,
}

impl Desk {
    /// # Errors
    /// `Forbidden` when the role may not.
    pub fn require(&self, action: Action) -> Result<()> {
        self.actor.require(action)
    }

    pub fn say(&self, key: &str) -> String {
        i18n::text(&self.language, key, &[])
    }

    pub fn count(&self, key: &str, count: i64) -> String {
        i18n::text(&self.language, key, &[("count", count.into())])
    }
}

/// What the last action did, carried by the redirect after it.
#[derive(Deserialize, Default)]
struct Done {
    #[serde(default)]
    done: String,
    #[serde(default)]
    count: Option<i64>,
}

/// The messages there are; anything else in the address bar says nothing.
const MESSAGES: [&str; 24] = [
    "filter-kept",
    "saved",
    "registered",
    "asked",
    "erased",
    "recorded",
    "held",
    "released",
    "restricted",
    "lifted",
    "published",
    "discarded",
    "approved",
    "password-changed",
    "code-changed",
    "passkey-added",
    "passkey-removed",
    "session-ended",
    "sessions-ended",
    "invited",
    "role-changed",
    "account-reset",
    "removed",
    "key-revoked",
];

impl FromRequestParts<Arc<App>> for Desk {
    type Rejection = ConsoleError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ConsoleError> {
        let ConsoleActor(who) = ConsoleActor::from_request_parts(parts, app).await?;
        let actor = who.actor.clone();
        let mut tx = app.db.read().await?;
        let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
        let tasks = overview::count_bounced(&mut tx, &tenant.id).await?
            + webhooks::store::count_failing(&mut tx, &tenant.id).await?
            + batch::store::count_waiting(&mut tx, &tenant.id).await?
            + i64::from(tenant.sweep_stopped_at.is_some());
        let staff = &who.staff;
        let language = console_language(&staff.language).to_owned();
        let frame = Frame {
            language: language.clone(),
            tenant: tenant.name.clone(),
            staff: staff.name.clone(),
            role: staff.role.clone(),
            csrf: actor.csrf.clone(),
            flash: flash(parts, &language),
            here: here(parts),
            tasks,
            demo_url: app.demo_url.clone(),
            unfinished: who.unfinished && app.demo_url.is_none(),
        };
        Ok(Self {
            who,
            actor,
            tenant,
            language,
            frame,
        })
    }
}

pub fn console_language(asked: &str) -> &'static str {
    if i18n::supported(asked) == "sv" {
        "sv"
    } else {
        "en"
    }
}

/// The address a reader can come back to: what was posted to may not be a page.
fn here(parts: &Parts) -> String {
    let address = parts.extensions.get::<OriginalUri>();
    let address = address.filter(|_| parts.method == Method::GET);
    address.map_or_else(|| "/console".to_owned(), |OriginalUri(uri)| uri.to_string())
}

fn flash(parts: &Parts, language: &str) -> Option<Flash> {
    let done = axum::extract::Query::<Done>::try_from_uri(&parts.uri)
        .ok()?
        .0;
    let key = MESSAGES.into_iter().find(|key| *key == done.done)?;
    let text = i18n::text(
        language,
        &format!("flash-{key}"),
        &[("count", done.count.unwrap_or(1).into())],
    );
    Some(Flash {
        kind: FlashKind::Done,
        text,
    })
}

/// A submitted console form whose anti-forgery token was right.
pub struct Posted {
    pub desk: Desk,
    pub fields: Fields,
}

/// A form's fields, in order; names may repeat.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The field, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// A typed number; people type the blanks they see between thousands.
    pub fn count(&self, name: &str) -> Option<i64> {
        let digits: String = self
            .get(name)
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        digits.parse().ok()
    }

    /// The field, unless it is blank.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim())
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    }
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = ConsoleError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ConsoleError> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, app).await?;
        let Form(fields) =
            Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), app)
                .await?;
        Ok(Self::checked(desk, fields)?)
    }
}

impl Posted {
    /// # Errors
    /// `Forbidden` when the form does not carry the session's anti-forgery token.
    pub fn checked(desk: Desk, fields: Vec<(String, String)>) -> Result<Self> {
        let fields = Fields(fields);
        let genuine: bool = fields
            .get("csrf")
            .as_bytes()
            .ct_eq(desk.actor.csrf.as_bytes())
            .into();
        if !genuine || desk.actor.csrf.is_empty() {
            return Err(Error::forbidden(
                "foreign-form",
                "the form was not this session's; load the page again",
            ));
        }
        Ok(Self { desk, fields })
    }
}

/// An error as a page; without a session it leads to the sign-in.
pub struct ConsoleError(Error);

impl From<Error> for ConsoleError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for ConsoleError {
    fn into_response(self) -> Response {
        if matches!(self.0, Error::Unauthorized) {
            return Redirect::to("/console/sign-in").into_response();
        }
        let status = self.0.status();
        let mut response = status.into_response();
        // Extensions are cloned with the response, and errors are not made for that.
        response.extensions_mut().insert(Untold(Arc::new(self.0)));
        response
    }
}

/// Before anyone is known, the browser's language decides.
pub fn visitor_language(headers: &HeaderMap) -> &'static str {
    let asked = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("en");
    console_language(asked)
}

/// An error on its way to a page.
#[derive(Clone)]
struct Untold(Arc<Error>);

/// Error pages speak the browser's language: whose session it was need not be known where they arise.
pub async fn tell(headers: HeaderMap, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(Untold(error)) = response.extensions_mut().remove::<Untold>() else {
        return response;
    };
    let language = visitor_language(&headers);
    let page = error_page(&ErrorPage {
        language: language.to_owned(),
        status: error.status().as_u16(),
        detail: detail(language, &error),
        ..ErrorPage::default()
    });
    (error.status(), Html(page)).into_response()
}

/// What the page says beside the words it has for its kind.
fn detail(language: &str, error: &Error) -> Option<String> {
    match error {
        Error::Forbidden(refusal) | Error::Conflict(refusal) => {
            Some(i18n::refusal(language, refusal))
        }
        Error::Invalid(errors) => errors.first().map(|error| mistake(language, error)),
        Error::BadRequest(message) => Some(message.clone()),
        Error::Internal(cause) => {
            tracing::error!(%cause, "internal error");
            None
        }
        _ => None,
    }
}

/// Where nothing says what to mend in this field, the field is at least named.
fn mistake(language: &str, error: &FieldError) -> String {
    let key = format!("mistake-page-{}-{}", error.field, error.code);
    i18n::find(language, &key).unwrap_or_else(|| {
        format!(
            "{}: {}",
            error.field,
            i18n::mistake(language, "page", error)
        )
    })
}

/// An address below `/console` where there is no page.
pub async fn nothing_here() -> ConsoleError {
    Error::NotFound.into()
}

pub type Page = Result<Response, ConsoleError>;

pub fn html(page: String) -> Page {
    Ok(Html(page).into_response())
}

/// A form shown again with what has to be mended.
pub fn again(page: String) -> Page {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// After a POST: back to a page, which says what was done.
pub fn done(path: &str, message: &str) -> Page {
    Ok(Redirect::to(&format!("{path}?done={message}")).into_response())
}

/// After a POST: on to `path`, or the form again, with what has to be mended as `mend` shows it.
pub async fn saved_or_again<T>(
    outcome: Result<T>,
    path: &str,
    mend: impl AsyncFnOnce(Error) -> Result<String>,
) -> Page {
    match outcome {
        Ok(_) => done(path, "saved"),
        Err(error @ Error::Invalid(_)) => again(mend(error).await?),
        Err(error) => Err(error.into()),
    }
}

pub fn done_count(path: &str, message: &str, count: i64) -> Page {
    Ok(Redirect::to(&format!("{path}?done={message}&count={count}")).into_response())
}

/// The cookie a session is kept by.
pub fn session_cookie_for(app: &App, session: &str) -> (HeaderName, String) {
    set_cookie(app, SESSION_COOKIE, session, SESSION_LIFETIME / SECOND)
}

/// `Lax`, not `Strict`: a link in a mail to a page of the console must find the session.
pub fn set_cookie(app: &App, name: &str, value: &str, seconds: i64) -> (HeaderName, String) {
    let secure = if app.config.public_url().starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{name}={value}; Path=/console; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    (header::SET_COOKIE, cookie)
}

pub async fn sign_out(State(app): State<Arc<App>>, request: Request) -> Page {
    let (parts, body) = request.into_parts();
    let session = session_cookie(&parts)
        .map(str::to_owned)
        .unwrap_or_default();
    Posted::from_request(Request::from_parts(parts, body), &app).await?;
    sessions::sign_out(&app, &session).await?;
    Ok((
        AppendHeaders([set_cookie(&app, SESSION_COOKIE, "", 0)]),
        Redirect::to("/console/sign-in"),
    )
        .into_response())
}

pub async fn set_language(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    let mut tx = app.db.begin().await?;
    auth::store::set_language(
        &mut tx,
        &desk.tenant.id,
        &desk.who.staff.id,
        console_language(fields.get("language")),
    )
    .await?;
    tx.commit().await?;
    Ok(Redirect::to(&within_console(fields.get("return_to"))).into_response())
}

/// Back to where the form was, if that was a page of the console. Nothing else: the address came from outside.
fn within_console(address: &str) -> String {
    let uri = address.parse::<axum::http::Uri>().ok();
    let uri = uri.filter(|uri| uri.authority().is_none() && uri.path().starts_with("/console"));
    uri.map_or_else(|| "/console".to_owned(), |uri| uri.to_string())
}
