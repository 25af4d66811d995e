//! API keys: made here, shown once, revoked.

use std::sync::Arc;

use axum::extract::State;

use super::present::{self, People};
use super::session::{Desk, Page, Posted, again, done, html};
use super::views::FieldErrors;
use super::views::keys::{Key, Keys, keys_page};
use crate::app::App;
use crate::auth::{self, Action, Role};
use crate::error::{Error, Result};
use crate::http::extract::Path;

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    html(keys_page(&desk.frame, &data(&app, &desk).await?))
}

async fn data(app: &App, desk: &Desk) -> Result<Keys> {
    let mut tx = app.db.read().await?;
    let people = People::load(&mut tx, &desk.tenant.id).await?;
    let keys = auth::store::api_keys(&mut tx, &desk.tenant.id).await?;
    Ok(Keys {
        keys: keys
            .into_iter()
            .map(|key| Key {
                created_by: people.name(desk, &key.created_by),
                created: present::day(desk, key.created_at),
                last_used: key.last_used_at.map(|at| present::moment(desk, at)),
                id: key.id,
                name: key.name,
                role: key.role,
            })
            .collect(),
        role: Role::Auditor.to_string(),
        ..Keys::default()
    })
}

pub async fn create(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let role = Role::parse(fields.get("role"));
    let made = async {
        let role = role.ok_or_else(|| {
            Error::field("role", "required", "must be admin, recruiter or auditor")
        })?;
        auth::keys::create(&app, &desk.actor, fields.get("name"), role).await
    };
    match made.await {
        // Not after a redirect: the secret would have to wait somewhere.
        Ok(secret) => html(keys_page(
            &desk.frame,
            &Keys {
                made: Some(secret),
                ..data(&app, &desk).await?
            },
        )),
        Err(error) => {
            let errors: FieldErrors = present::mistakes(&desk, "key", error)?;
            let typed = Keys {
                name: fields.get("name").to_owned(),
                role: fields.get("role").to_owned(),
                errors,
                ..data(&app, &desk).await?
            };
            again(keys_page(&desk.frame, &typed))
        }
    }
}

pub async fn revoke(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    auth::keys::revoke(&app, &desk.actor, &id).await?;
    done("/console/keys", "key-revoked")
}
