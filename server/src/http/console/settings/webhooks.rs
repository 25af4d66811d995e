//! Webhooks.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Action;
use crate::error::{Error, Result};
use crate::http::api::page;
use crate::http::console::present;
use crate::http::console::session::{
    Desk, Fields, Page, Posted, again, done, html, saved_or_again,
};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::settings::webhooks::{
    DeliveryRow, Endpoint, WebhookForm, WebhookRow, Webhooks, endpoint_page, secret_page,
    webhooks_page,
};
use crate::http::extract::{Path, Query};
use crate::webhooks::manage::{self, Change, NewWebhook};
use crate::webhooks::{Delivery, EventType, Webhook, store};

const HERE: &str = "/console/settings/webhooks";
const PAGE: i64 = 25;

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let form = form_of("", &[], FieldErrors::default());
    html(webhooks_page(
        &desk.frame,
        &listed(&app, &desk, form).await?,
    ))
}

async fn listed(app: &App, desk: &Desk, form: WebhookForm) -> Result<Webhooks> {
    let mut tx = app.db.read().await?;
    let webhooks = store::all(&mut tx, &desk.tenant.id).await?;
    Ok(Webhooks {
        rows: webhooks.iter().map(|webhook| row(desk, webhook)).collect(),
        form,
    })
}

fn row(desk: &Desk, webhook: &Webhook) -> WebhookRow {
    WebhookRow {
        id: webhook.id.clone(),
        url: webhook.url.clone(),
        state: webhook.state.clone(),
        last_attempt: webhook.last_attempt_at.map(|at| present::moment(desk, at)),
    }
}

/// No type chosen means every type.
fn form_of(url: &str, chosen: &[String], errors: FieldErrors) -> WebhookForm {
    let is_chosen =
        |kind: EventType| chosen.is_empty() || chosen.iter().any(|name| name == kind.as_str());
    WebhookForm {
        url: url.to_owned(),
        events: EventType::CHOICES
            .map(|kind| (kind.to_string(), is_chosen(kind)))
            .to_vec(),
        errors,
    }
}

/// A form with no box ticked must not mean everything.
fn chosen(fields: &Fields) -> Result<Vec<String>> {
    let chosen = fields.all("event");
    if chosen.is_empty() {
        return Err(Error::field("url", "required", "choose at least one event"));
    }
    Ok(chosen)
}

fn typed(desk: &Desk, fields: &Fields, error: Error) -> Result<WebhookForm> {
    let errors = present::mistakes_at(desk, "webhook", "url", error)?;
    Ok(form_of(fields.get("url"), &fields.all("event"), errors))
}

pub async fn add(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let added = match chosen(&fields) {
        Ok(events) => {
            let url = fields.get("url").to_owned();
            manage::add(&app, &desk.actor, &NewWebhook { url, events }).await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok((webhook, secret)) => html(secret_page(&desk.frame, &row(&desk, &webhook), &secret)),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let form = typed(&desk, &fields, error)?;
            again(webhooks_page(
                &desk.frame,
                &listed(&app, &desk, form).await?,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Start {
    cursor: String,
}

pub async fn show(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path(id): Path<String>,
    Query(start): Query<Start>,
) -> Page {
    desk.require(Action::Read)?;
    let endpoint = endpoint(&app, &desk, &id, &start.cursor, None).await?;
    html(endpoint_page(&desk.frame, &endpoint))
}

async fn endpoint(
    app: &App,
    desk: &Desk,
    id: &str,
    cursor: &str,
    form: Option<WebhookForm>,
) -> Result<Endpoint> {
    let tenant = &desk.tenant.id;
    let mut tx = app.db.read().await?;
    let webhook = store::get(&mut tx, tenant, id).await?;
    let found = store::deliveries(&mut tx, tenant, id, cursor, PAGE + 1).await?;
    let (found, next_cursor) = page(found, PAGE, |delivery| &delivery.id);
    let overlap = webhook
        .previous_secret_until
        .filter(|until| *until > app.now());
    Ok(Endpoint {
        row: row(desk, &webhook),
        waiting: store::count_waiting(&mut tx, tenant, id).await?,
        failing_since: webhook.failing_since.map(|at| present::moment(desk, at)),
        previous_secret_until: overlap.map(|until| present::moment(desk, until)),
        form: form
            .unwrap_or_else(|| form_of(&webhook.url, &webhook.types(), FieldErrors::default())),
        deliveries: found
            .into_iter()
            .map(|delivery| delivery_row(desk, delivery))
            .collect(),
        next_cursor,
    })
}

fn delivery_row(desk: &Desk, delivery: Delivery) -> DeliveryRow {
    DeliveryRow {
        id: delivery.id,
        event: delivery.event_type,
        queued: present::moment(desk, delivery.queued_at),
        state: delivery.state,
        attempts: delivery.attempts,
        status: delivery.status,
        error: delivery.last_error,
        next_attempt: delivery.next_attempt_at.map(|at| present::moment(desk, at)),
    }
}

pub async fn change(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let changed = match chosen(&fields) {
        Ok(events) => {
            let change = Change {
                url: Some(fields.get("url").to_owned()),
                events: Some(events),
                enabled: None,
            };
            manage::change(&app, &desk.actor, &id, &change).await
        }
        Err(error) => Err(error),
    };
    saved_or_again(changed, &format!("{HERE}/{id}"), async |error| {
        let form = typed(&desk, &fields, error)?;
        let endpoint = endpoint(&app, &desk, &id, "", Some(form)).await?;
        Ok(endpoint_page(&desk.frame, &endpoint))
    })
    .await
}

pub async fn switch(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let change = Change {
        enabled: Some(fields.get("enabled") == "1"),
        ..Change::default()
    };
    manage::change(&app, &desk.actor, &id, &change).await?;
    done(&format!("{HERE}/{id}"), "saved")
}

pub async fn rotate(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let (webhook, secret) = manage::rotate(&app, &desk.actor, &id).await?;
    html(secret_page(&desk.frame, &row(&desk, &webhook), &secret))
}

pub async fn remove(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    manage::remove(&app, &desk.actor, &id).await?;
    done(HERE, "saved")
}

/// What came of it is the first line of the log.
pub async fn test(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    manage::test(&app, &desk.actor, &id).await?;
    Ok(Redirect::to(&format!("{HERE}/{id}#log")).into_response())
}
