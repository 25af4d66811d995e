//! What admins do with webhooks. The console and the API call the same.

use serde::Deserialize;
use serde_json::Map;

use super::outbox::{envelope, message_id};
use super::send::Outcome;
use super::signature::shown;
use super::store;
use super::{EventType, SECRET_OVERLAP, State, Webhook, deliver};
use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Every occurrence is written once for each endpoint.
const MOST: usize = 10;

/// `POST /v1/webhooks`.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Begins with `https://`.
    pub url: String,
    /// Such as `consent.given`. All there are when left out or empty.
    #[serde(default)]
    pub events: Vec<String>,
}

/// `PATCH /v1/webhooks/{id}`: what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    pub url: Option<String>,
    pub events: Option<Vec<String>>,
    /// What still waits is dropped when an endpoint is disabled.
    pub enabled: Option<bool>,
}

/// Adds an endpoint; gives its secret, which is not shown again.
///
/// # Errors
/// `Invalid` by field; `Conflict` when there are as many as there may be.
pub async fn add(app: &App, actor: &Actor, new: &NewWebhook) -> Result<(Webhook, String)> {
    let webhook = Webhook {
        tenant_id: actor.tenant_id.clone(),
        id: app.new_id(),
        url: app.webhooks.network.parse("url", &new.url)?.to_string(),
        event_types: types(&new.events)?,
        state: State::Active.to_string(),
        secret_version: 1,
        previous_secret_until: None,
        failures: 0,
        last_attempt_at: None,
        failing_since: None,
        created_at: app.now(),
    };
    let mut tx = app.db.begin().await?;
    if store::all(&mut tx, &actor.tenant_id).await?.len() >= MOST {
        return Err(Error::conflict(
            "webhooks-full",
            format!("there are {MOST} webhooks already; remove one first"),
        ));
    }
    store::insert(&mut tx, &webhook).await?;
    write(app, &mut tx, actor, "webhook.added", &webhook.id).await?;
    tx.commit().await?;
    let secret = secret(app, &webhook);
    Ok((webhook, secret))
}

fn secret(app: &App, webhook: &Webhook) -> String {
    shown(&app.keys.webhook_secret(&webhook.id, webhook.secret_version))
}

/// As they are stored; all of them are stored as none.
fn types(chosen: &[String]) -> Result<String> {
    let known = |name: &String| {
        EventType::CHOICES
            .iter()
            .any(|choice| choice.as_str() == name)
    };
    if let Some(unknown) = chosen.iter().find(|name| !known(name)) {
        let all = EventType::CHOICES.map(EventType::as_str).join(", ");
        return Err(Error::field(
            "events",
            "unknown",
            format!("{unknown:?} is none of {all}"),
        ));
    }
    let mut chosen = chosen.to_vec();
    chosen.sort();
    chosen.dedup();
    if chosen.len() == EventType::CHOICES.len() {
        chosen.clear();
    }
    Ok(serde_json::to_string(&chosen)?)
}

/// # Errors
/// `NotFound`, and `Invalid` by field.
pub async fn change(app: &App, actor: &Actor, id: &str, change: &Change) -> Result<Webhook> {
    let tenant = &actor.tenant_id;
    let mut tx = app.db.begin().await?;
    let before = store::get(&mut tx, tenant, id).await?;
    let url = match &change.url {
        Some(url) => app.webhooks.network.parse("url", url)?.to_string(),
        None => before.url.clone(),
    };
    let event_types = match &change.events {
        Some(chosen) => types(chosen)?,
        None => before.event_types.clone(),
    };
    if (&url, &event_types) != (&before.url, &before.event_types) {
        store::set_target(&mut tx, tenant, id, &url, &event_types).await?;
        write(app, &mut tx, actor, "webhook.changed", id).await?;
    }
    match change.enabled {
        Some(true) if before.state() != State::Active => {
            store::enable(&mut tx, tenant, id).await?;
            write(app, &mut tx, actor, "webhook.enabled", id).await?;
        }
        Some(false) if before.state() != State::Disabled => {
            store::disable(&mut tx, tenant, id, app.now()).await?;
            write(app, &mut tx, actor, "webhook.disabled", id).await?;
        }
        _ => {}
    }
    let after = store::get(&mut tx, tenant, id).await?;
    tx.commit().await?;
    app.told.notify_one();
    Ok(after)
}

/// A new secret, which is not shown again. For a day messages are signed with the old one too.
pub async fn rotate(app: &App, actor: &Actor, id: &str) -> Result<(Webhook, String)> {
    let tenant = &actor.tenant_id;
    let mut tx = app.db.begin().await?;
    store::get(&mut tx, tenant, id).await?;
    store::rotate(&mut tx, tenant, id, app.now() + SECRET_OVERLAP).await?;
    write(app, &mut tx, actor, "webhook.secret_rotated", id).await?;
    let webhook = store::get(&mut tx, tenant, id).await?;
    tx.commit().await?;
    let secret = secret(app, &webhook);
    Ok((webhook, secret))
}

pub async fn remove(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let webhook = store::get(&mut tx, &actor.tenant_id, id).await?;
    store::remove(&mut tx, &actor.tenant_id, &webhook.id).await?;
    write(app, &mut tx, actor, "webhook.removed", id).await?;
    tx.commit().await
}

/// Sends a message about nothing, now and once, also to an endpoint that is disabled.
pub async fn test(app: &App, actor: &Actor, id: &str) -> Result<Outcome> {
    let tenant = &actor.tenant_id;
    let mut tx = app.db.begin().await?;
    let webhook = store::get(&mut tx, tenant, id).await?;
    write(app, &mut tx, actor, "webhook.tested", id).await?;
    tx.commit().await?;
    let message = message_id(app, app.now());
    let body = envelope(EventType::Test, app.now(), Map::new())?;
    let outcome = deliver::post(app, &webhook, &message, &body).await?;
    let mut tx = app.db.begin().await?;
    if matches!(outcome, Outcome::Delivered(_)) {
        store::succeeded(&mut tx, tenant, id, app.now()).await?;
    }
    let attempted = deliver::attempted(outcome, None, app.now());
    store::insert_attempted(&mut tx, &webhook, &message, EventType::Test, &attempted).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn write(app: &App, tx: &mut Tx, actor: &Actor, action: &str, id: &str) -> Result<()> {
    audit::write(app, tx, actor, action, None, Some(id)).await
}
