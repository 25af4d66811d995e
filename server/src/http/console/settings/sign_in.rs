//! Signing in with the company's own identity provider.

use std::sync::Arc;

use axum::extract::State;

use crate::app::App;
use crate::auth::Action;
use crate::auth::provider;
use crate::auth::provider::manage::{self, Change};
use crate::error::{Error, Result};
use crate::http::console::present;
use crate::http::console::session::{Desk, Fields, Page, Posted, html, saved_or_again};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::settings::sign_in::{SignIn, sign_in_page};

const HERE: &str = "/console/settings/sign-in";

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    html(sign_in_page(&desk.frame, &present(&app, &desk).await?))
}

async fn present(app: &App, desk: &Desk) -> Result<SignIn> {
    let tenant = desk.tenant.id.as_str();
    let found = manage::get(app, tenant).await?;
    let blank = SignIn {
        return_url: provider::return_url(app, tenant),
        start_url: app.url(&provider::start_path(tenant)),
        ..SignIn::default()
    };
    let Some((provider, domains)) = found else {
        return Ok(blank);
    };
    Ok(SignIn {
        is_set_up: true,
        second_factor_there: provider.asks_for_second_factor(),
        issuer: provider.issuer,
        client_id: provider.client_id,
        domains: domains.join("\n"),
        by_it_alone: manage::by_it_alone(app, tenant).await?,
        ..blank
    })
}

fn change(fields: &Fields) -> Change {
    let typed = |name: &str| fields.get(name).to_owned();
    Change {
        issuer: typed("issuer"),
        client_id: typed("client_id"),
        client_secret: typed("client_secret"),
        domains: fields
            .get("domains")
            .split([',', ' ', '\n', '\r'])
            .map(str::to_owned)
            .collect(),
        second_factor_there: fields.get("second_factor") == "there",
    }
}

/// What the provider as a whole is needed for is said of no field.
fn mistakes(desk: &Desk, error: Error) -> Result<FieldErrors> {
    let errors = present::mistakes(desk, "sign-in", error)?;
    Ok(errors.renamed(|field| match field {
        "provider" => "",
        field => field,
    }))
}

pub async fn save(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let change = change(&fields);
    let saved = manage::save(&app, &desk.actor, &change).await;
    saved_or_again(saved, HERE, async |error| {
        let shown = SignIn {
            issuer: change.issuer,
            client_id: change.client_id,
            domains: fields.get("domains").to_owned(),
            second_factor_there: change.second_factor_there,
            errors: mistakes(&desk, error)?,
            ..present(&app, &desk).await?
        };
        Ok(sign_in_page(&desk.frame, &shown))
    })
    .await
}

pub async fn remove(State(app): State<Arc<App>>, Posted { desk, .. }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let removed = manage::remove(&app, &desk.actor).await;
    saved_or_again(removed, HERE, async |error| {
        let shown = SignIn {
            errors: mistakes(&desk, error)?,
            ..present(&app, &desk).await?
        };
        Ok(sign_in_page(&desk.frame, &shown))
    })
    .await
}
