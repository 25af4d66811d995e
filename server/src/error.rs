//! What can go wrong, and how each thing is told to a client.
//!
//! A client's mistakes are variants with the words to mend them. Everything else is [`Error::Internal`]:
//! logged in full, told to the client as nothing but "internal error".

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use samtycke_shared::api::{ConsentText, FieldError, Problem};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unknown, or another tenant's: the two look the same.
    #[error("not found")]
    NotFound,
    #[error("this address does not take that method; see the header Allow")]
    MethodNotAllowed,
    #[error("sign in, or send a valid API key")]
    Unauthorized,
    #[error("{0}")]
    Forbidden(Refusal),
    /// The request can not be read at all.
    #[error("{0}")]
    BadRequest(String),
    #[error("some fields need to be mended")]
    Invalid(Vec<FieldError>),
    /// The request is fine but no longer, or not yet, fits the state of things.
    #[error("{0}")]
    Conflict(Refusal),
    /// The notice the candidate answered is not the current one.
    #[error("the consent text has changed since it was shown")]
    StaleNotice(Box<ConsentText>),
    #[error("the request body is too large")]
    TooLarge,
    #[error("too many requests")]
    TooMany { retry_after_seconds: u64 },
    /// The database is away, every connection to it is in use, or somebody holds a row for too long.
    #[error("busy; try again in a moment")]
    Busy,
    #[error("{0}")]
    Internal(String),
}

/// Why something is not done: a code by which people are told in their language, and the API's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl Error {
    /// `code` names the words in `mistakes.ftl`: `refusal-{code}`.
    pub fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::Forbidden(Refusal::new(code, message))
    }

    /// As [`Error::forbidden`], for what does not fit the state of things.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::Conflict(Refusal::new(code, message))
    }

    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![field_error(field, code, message)])
    }

    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) | Self::StaleNotice(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn slug(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::BadRequest(_) => "bad-request",
            Self::Invalid(_) => "invalid-fields",
            Self::Conflict(_) => "conflict",
            Self::StaleNotice(_) => "stale-notice",
            Self::TooLarge => "too-large",
            Self::TooMany { .. } => "too-many-requests",
            Self::Busy => "busy",
            Self::Internal(_) => "internal",
        }
    }

    /// The answer as RFC 9457 problem details.
    pub fn problem(self) -> Problem {
        let status = self.status();
        let mut problem = Problem {
            kind: format!("/problems/{}", self.slug()),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: self.to_string(),
            ..Problem::default()
        };
        match self {
            Self::Invalid(errors) => problem.errors = errors,
            Self::StaleNotice(current) => problem.current = Some(current),
            Self::Internal(cause) => {
                tracing::error!(%cause, "internal error");
                problem.detail = "internal error; nothing was recorded".to_owned();
            }
            _ => {}
        }
        problem
    }
}

pub fn field_error(field: &str, code: &str, message: impl Into<String>) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code: code.to_owned(),
        message: message.into(),
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let retry_after = match &self {
            Self::TooMany {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            Self::Busy => Some(1),
            _ => None,
        };
        let mut response = (self.status(), Json(self.problem())).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

macro_rules! internal_from {
    ($($cause:ty),+ $(,)?) => {
        $(impl From<$cause> for Error {
            fn from(cause: $cause) -> Self {
                Self::internal(cause)
            }
        })+
    };
}

/// What PostgreSQL says when trying again helps: a row was locked for too long, or it ended the
/// connection of a server that stood still, or of everybody because it is restarted.
const TRANSIENT: [&str; 6] = ["55P03", "25P03", "57P01", "57P02", "57P03", "40P01"];

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        let code = cause.as_database_error().and_then(|error| error.code());
        let lost = matches!(cause, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_));
        if lost || code.is_some_and(|code| TRANSIENT.contains(&&*code)) {
            tracing::warn!(%cause, "the database is busy or away");
            return Self::Busy;
        }
        Self::internal(cause)
    }
}

internal_from!(
    sqlx::migrate::MigrateError,
    serde_json::Error,
    std::io::Error,
    jiff::Error,
    jsonwebtoken::errors::Error,
    lettre::error::Error,
    lettre::address::AddressError,
);
