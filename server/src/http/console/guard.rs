//! Who may use which route: asked here, before any handler runs.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::session::ConsoleError;
use crate::app::App;
use crate::auth::Action;
use crate::auth::sessions::{self, Scope, SignedIn};
use crate::error::{Error, Result};
use crate::http::extract::{SESSION_COOKIE, cookie};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody: the way in.
    Open,
    /// Anybody with a session, also one that is good for setting up the account alone.
    Session,
    /// Whoever has a full session and a role that may.
    Needs(Action),
}

/// Where an account is set up.
pub const SETUP: &str = "/console/account/setup";

pub async fn admit(
    State((app, access)): State<(Arc<App>, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Open {
        return next.run(request).await;
    }
    let session = cookie(request.headers(), SESSION_COOKIE).map(str::to_owned);
    match signed_in(&app, session)
        .await
        .and_then(|who| may(access, who))
    {
        Ok(Admitted::In(who)) => {
            request.extensions_mut().insert(*who);
            next.run(request).await
        }
        Ok(Admitted::ToSetup) => Redirect::to(SETUP).into_response(),
        Err(error) => ConsoleError::from(error).into_response(),
    }
}

enum Admitted {
    In(Box<SignedIn>),
    ToSetup,
}

async fn signed_in(app: &App, session: Option<String>) -> Result<SignedIn> {
    sessions::find(app, &session.ok_or(Error::Unauthorized)?).await
}

fn may(access: Access, who: SignedIn) -> Result<Admitted> {
    if let Access::Needs(action) = access {
        if who.scope == Scope::Setup {
            return Ok(Admitted::ToSetup);
        }
        who.actor.require(action)?;
    }
    Ok(Admitted::In(Box::new(who)))
}
