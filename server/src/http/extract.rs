//! Reading requests strictly: what can not be read is answered with a problem, never with a guess.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::app::App;
use crate::auth::sessions::{self, Scope, SignedIn};
use crate::auth::throttle::Visitor;
use crate::auth::{self, Actor};
use crate::error::{Error, Result};
use crate::http::limit;

pub const SESSION_COOKIE: &str = "samtycke_session";
/// By which a browser that has been let in is known; good for nothing but not being made to wait.
pub const DEVICE_COOKIE: &str = "samtycke_device";

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, app)
            .await
            .map_err(|rejection| body_error(rejection.status()))?;
        if let Some(field) = zero_byte(&body) {
            return Err(Error::field(
                &field,
                "invalid",
                "must not hold the character U+0000",
            ));
        }
        let whole = Request::from_parts(parts, Body::from(body));
        match axum::Json::<T>::from_request(whole, app).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(json_error(&rejection)),
        }
    }
}

fn body_error(status: StatusCode) -> Error {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::BadRequest("the body could not be read".to_owned()),
    }
}

/// The field that holds U+0000, which PostgreSQL takes in no text.
fn zero_byte(body: &[u8]) -> Option<String> {
    const ESCAPED: &[u8] = b"\\u0000";
    if !body.windows(ESCAPED.len()).any(|window| window == ESCAPED) {
        return None;
    }
    find_zero(&serde_json::from_slice(body).ok()?, "")
}

fn find_zero(value: &Value, path: &str) -> Option<String> {
    let inner = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::String(text) => text.contains('\0').then(|| path.to_owned()),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| find_zero(item, &inner(&index.to_string()))),
        Value::Object(fields) => {
            fields
                .iter()
                .find_map(|(name, field)| match name.contains('\0') {
                    true => Some(path.to_owned()),
                    false => find_zero(field, &inner(name)),
                })
        }
        _ => None,
    }
}

fn json_error(rejection: &JsonRejection) -> Error {
    match rejection {
        JsonRejection::JsonDataError(cause) => {
            let (field, message) = field_of(&cause.body_text());
            Error::field(&field, "invalid", message)
        }
        JsonRejection::JsonSyntaxError(_) => {
            Error::BadRequest("the body is not valid JSON".to_owned())
        }
        JsonRejection::MissingJsonContentType(_) => {
            Error::BadRequest("send JSON with the header Content-Type: application/json".to_owned())
        }
        _ => body_error(rejection.status()),
    }
}

/// axum words it `Failed to …: path.to.field: what is wrong at line 1 column 2`.
fn field_of(text: &str) -> (String, String) {
    let rest = text.split_once(": ").map_or(text, |(_, rest)| rest);
    let is_path = |head: &str| !head.is_empty() && !head.contains(' ') && !head.contains('`');
    let (field, message) = match rest.split_once(": ") {
        Some((head, message)) if is_path(head) => (head.to_owned(), message),
        _ => (String::new(), rest),
    };
    let message = message
        .split(" at line ")
        .next()
        .unwrap_or(message)
        .to_owned();
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|name| name.strip_suffix('`'));
    match missing {
        Some(name) if field.is_empty() || field == "." => {
            (name.to_owned(), "is missing".to_owned())
        }
        Some(name) => (format!("{field}.{name}"), "is missing".to_owned()),
        None => (field, message),
    }
}

/// The variable parts of a path. One that can not be read leads to nothing.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        if parts.uri.path().contains(ZERO_BYTE) {
            return Err(Error::NotFound);
        }
        let read = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        read.map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::NotFound)
    }
}

/// U+0000 in a URL; no id, and no name, has one.
const ZERO_BYTE: &str = "%00";

/// A query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        if parts
            .uri
            .query()
            .is_some_and(|query| query.contains(ZERO_BYTE))
        {
            return Err(Error::BadRequest(
                "the query string holds the character U+0000".to_owned(),
            ));
        }
        axum::extract::Query::<T>::from_request_parts(parts, app)
            .await
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|rejection: QueryRejection| {
                Error::BadRequest(format!("the query string: {}", rejection.body_text()))
            })
    }
}

/// No field of a form holds U+0000, which PostgreSQL does not take.
pub fn zero_in_form() -> Error {
    Error::BadRequest("the form holds the character U+0000".to_owned())
}

/// A submitted form.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, app)
            .await
            .map_err(|rejection| body_error(rejection.status()))?;
        if body.contains(&0) || body.windows(3).any(|part| part == ZERO_BYTE.as_bytes()) {
            return Err(zero_in_form());
        }
        axum::Form::<T>::from_request(Request::from_parts(parts, body.into()), app)
            .await
            .map(|axum::Form(value)| Self(value))
            .map_err(|_| Error::BadRequest("the form could not be read".to_owned()))
    }
}

/// The token of a program that calls (RFC 6750).
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::trim)
}

/// Who calls the staff API.
pub struct ApiActor(pub Actor);

impl FromRequestParts<Arc<App>> for ApiActor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let key = bearer(&parts.headers).ok_or(Error::Unauthorized)?;
        auth::by_api_key(app, key).await.map(Self)
    }
}

/// Who is signed in to the console.
pub struct ConsoleActor(pub SignedIn);

impl FromRequestParts<Arc<App>> for ConsoleActor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        // The guard before the route has looked already.
        if let Some(who) = parts.extensions.get::<SignedIn>() {
            return Ok(Self(who.clone()));
        }
        let session = session_cookie(parts).ok_or(Error::Unauthorized)?;
        let who = sessions::find(app, session).await?;
        match who.scope {
            Scope::Full => Ok(Self(who)),
            Scope::Setup => Err(Error::Unauthorized),
        }
    }
}

pub fn session_cookie(parts: &Parts) -> Option<&str> {
    cookie(&parts.headers, SESSION_COOKIE)
}

pub fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

/// The `Origin` header of a browser's request; `null` counts as one nobody allowed.
pub struct PageOrigin(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for PageOrigin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(Self(parts.headers.get(header::ORIGIN).map(|value| {
            value.to_str().unwrap_or("null").to_lowercase()
        })))
    }
}

/// The client's address: of the connection, or the nearest one in `X-Forwarded-For` that is not a
/// trusted proxy of ours.
pub fn client_address(app: &App, request: &Request) -> Option<IpAddr> {
    address_in(app, request.extensions(), request.headers())
}

fn address_in(app: &App, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip())?;
    let proxies = app.config.proxies().unwrap_or_default();
    if !proxies.contains(&peer) {
        return Some(peer);
    }
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut addresses: Vec<IpAddr> = forwarded
        .flat_map(|value| value.split(','))
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    addresses.reverse();
    addresses
        .into_iter()
        .find(|address| !proxies.contains(address))
        .or(Some(peer))
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        let address = address_in(app, &parts.extensions, &parts.headers);
        Ok(Self {
            address: address.map(limit::bucket),
            device: cookie(&parts.headers, DEVICE_COOKIE).map(str::to_owned),
            browser: sessions::browser_of(agent.unwrap_or_default()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::field_of;

    #[test]
    fn the_field_at_fault_is_named() {
        let text = "Failed to deserialize the JSON body into the target type: candidate: missing field `email` at line 1 column 30";
        assert_eq!(
            field_of(text),
            ("candidate.email".into(), "is missing".into())
        );
        let text = "Failed to deserialize the JSON body into the target type: missing field `served` at line 1 column 2";
        assert_eq!(field_of(text), ("served".into(), "is missing".into()));
        let text = "Failed to deserialize the JSON body into the target type: decisions.a: invalid type: string \"x\", expected a boolean at line 1 column 2";
        assert_eq!(field_of(text).0, "decisions.a");
    }
}
