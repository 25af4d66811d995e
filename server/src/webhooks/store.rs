//! SQL of webhooks and their outbox.

use super::{EventType, State};
use crate::clock::Millis;
use crate::db::{Rows, Tx};
use crate::error::{Error, Result};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Webhook {
    pub tenant_id: String,
    pub id: String,
    pub url: String,
    pub event_types: String,
    pub state: String,
    pub secret_version: i64,
    pub previous_secret_until: Option<i64>,
    pub failures: i64,
    pub last_attempt_at: Option<i64>,
    pub failing_since: Option<i64>,
    pub created_at: i64,
}

impl Webhook {
    /// Empty when it is told everything.
    pub fn types(&self) -> Vec<String> {
        serde_json::from_str(&self.event_types).unwrap_or_default()
    }

    pub fn wants(&self, kind: EventType) -> bool {
        let types = self.types();
        types.is_empty() || types.iter().any(|chosen| chosen == kind.as_str())
    }

    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Disabled)
    }
}

/// One message to one endpoint.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Delivery {
    pub tenant_id: String,
    pub webhook_id: String,
    pub id: String,
    pub event_type: String,
    pub candidate_id: Option<String>,
    pub body: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub next_attempt_at: Option<i64>,
    pub queued_at: i64,
    pub ended_at: Option<i64>,
    /// The HTTP status last answered.
    pub status: Option<i64>,
    pub last_error: Option<String>,
}

pub struct NewDelivery<'a> {
    pub id: &'a str,
    pub webhook_id: &'a str,
    pub kind: EventType,
    pub candidate_id: Option<&'a str>,
    pub body: &'a str,
}

pub async fn insert(tx: &mut Tx, webhook: &Webhook) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO webhooks (tenant_id, id, url, event_types, state, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &webhook.tenant_id,
        &webhook.id,
        &webhook.url,
        &webhook.event_types,
        &webhook.state,
        webhook.created_at
    )?;
    Ok(())
}

pub async fn all(tx: &mut Tx, tenant: &str) -> Result<Vec<Webhook>> {
    fetch_all!(
        tx,
        Webhook,
        "SELECT * FROM webhooks WHERE tenant_id = $1 ORDER BY id",
        tenant
    )
}

/// Those that are told.
pub async fn listening(tx: &mut Tx, tenant: &str) -> Result<Vec<Webhook>> {
    fetch_all!(
        tx,
        Webhook,
        "SELECT * FROM webhooks WHERE tenant_id = $1 AND state <> 'disabled' ORDER BY id",
        tenant
    )
}

pub async fn get(tx: &mut Tx, tenant: &str, id: &str) -> Result<Webhook> {
    fetch_optional!(
        tx,
        Webhook,
        "SELECT * FROM webhooks WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?
    .ok_or(Error::NotFound)
}

pub async fn failing(tx: &mut Tx, tenant: &str) -> Result<Vec<Webhook>> {
    fetch_all!(
        tx,
        Webhook,
        "SELECT * FROM webhooks WHERE tenant_id = $1 AND state = 'failing' ORDER BY failing_since",
        tenant
    )
}

pub async fn count_failing(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM webhooks WHERE tenant_id = $1 AND state = 'failing'",
        tenant
    )?;
    Ok(count)
}

pub async fn set_target(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    url: &str,
    event_types: &str,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET url = $3, event_types = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        url,
        event_types
    )?;
    Ok(())
}

pub async fn enable(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET state = 'active', failures = 0, retry_at = 0, failing_since = NULL
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    Ok(())
}

/// What still waited is not sent any more.
pub async fn disable(tx: &mut Tx, tenant: &str, id: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET state = 'disabled', failing_since = NULL WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    execute!(
        tx,
        "UPDATE webhook_deliveries SET state = 'failed', last_error = 'disabled', body = NULL,
                next_attempt_at = NULL, ended_at = $3
         WHERE tenant_id = $1 AND webhook_id = $2 AND next_attempt_at IS NOT NULL",
        tenant,
        id,
        now
    )?;
    Ok(())
}

pub async fn rotate(tx: &mut Tx, tenant: &str, id: &str, previous_until: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET secret_version = secret_version + 1, previous_secret_until = $3
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        previous_until
    )?;
    Ok(())
}

pub async fn remove(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM webhooks WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    execute!(
        tx,
        "DELETE FROM webhook_deliveries WHERE tenant_id = $1 AND webhook_id = $2",
        tenant,
        id
    )?;
    Ok(())
}

pub fn delivery_rows(tenant: &str, messages: &[NewDelivery<'_>], now: Millis) -> Rows {
    let mut rows = Rows::new(
        "webhook_deliveries (tenant_id, webhook_id, id, event_type, candidate_id, body, state, next_attempt_at, queued_at)",
    );
    for message in messages {
        rows.push([
            tenant.into(),
            message.webhook_id.into(),
            message.id.into(),
            message.kind.as_str().into(),
            message.candidate_id.into(),
            message.body.into(),
            "queued".into(),
            now.into(),
            now.into(),
        ]);
    }
    rows
}

/// How many messages to an endpoint have not ended.
pub async fn count_waiting(tx: &mut Tx, tenant: &str, webhook: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM webhook_deliveries
         WHERE tenant_id = $1 AND webhook_id = $2 AND next_attempt_at IS NOT NULL",
        tenant,
        webhook
    )?;
    Ok(count)
}

/// Newest first, starting below `cursor`.
pub async fn deliveries(
    tx: &mut Tx,
    tenant: &str,
    webhook: &str,
    cursor: &str,
    limit: i64,
) -> Result<Vec<Delivery>> {
    fetch_all!(
        tx,
        Delivery,
        "SELECT * FROM webhook_deliveries WHERE tenant_id = $1 AND webhook_id = $2 AND ($3 = '' OR id < $3)
         ORDER BY id DESC LIMIT $4",
        tenant,
        webhook,
        cursor,
        limit
    )
}

/// Endpoints with something to be told now, those that waited longest first. Across tenants.
pub async fn due(tx: &mut Tx, now: Millis, limit: i64) -> Result<Vec<Webhook>> {
    fetch_all!(
        tx,
        Webhook,
        "SELECT w.* FROM webhooks w WHERE w.state <> 'disabled' AND w.retry_at <= $1
           AND EXISTS (SELECT 1 FROM webhook_deliveries d
                       WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id AND d.next_attempt_at <= $1)
         ORDER BY COALESCE(w.last_attempt_at, 0), w.id LIMIT $2",
        now,
        limit
    )
}

/// The endpoint answered as it should.
pub async fn succeeded(tx: &mut Tx, tenant: &str, id: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET failures = 0, retry_at = 0, failing_since = NULL, last_attempt_at = $3,
                state = CASE state WHEN 'failing' THEN 'active' ELSE state END
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        now
    )?;
    Ok(())
}

/// It did not; `given_up` says that a message was lost.
pub async fn failed(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    given_up: bool,
    retry_at: Millis,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhooks SET failures = failures + 1, retry_at = $4, last_attempt_at = $5,
                failing_since = CASE WHEN $3 = 1 AND state = 'active' THEN $5 ELSE failing_since END,
                state = CASE WHEN $3 = 1 AND state = 'active' THEN 'failing' ELSE state END
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        i64::from(given_up),
        retry_at,
        now
    )?;
    Ok(())
}

/// How a message stands after an attempt.
pub struct Attempted<'a> {
    pub state: &'a str,
    pub next_attempt_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    pub status: Option<i64>,
    pub error: Option<&'a str>,
}

/// The body goes when there is no further attempt. Touches nothing when the candidate was erased, or
/// the endpoint disabled, while the message was on the wire.
pub async fn attempted(tx: &mut Tx, delivery: &Delivery, attempted: &Attempted<'_>) -> Result<()> {
    execute!(
        tx,
        "UPDATE webhook_deliveries SET state = $4, next_attempt_at = $5, ended_at = $6, status = $7, last_error = $8,
                body = CASE WHEN $9 = 1 THEN NULL ELSE body END
         WHERE tenant_id = $1 AND webhook_id = $2 AND id = $3 AND next_attempt_at IS NOT NULL",
        &delivery.tenant_id,
        &delivery.webhook_id,
        &delivery.id,
        attempted.state,
        attempted.next_attempt_at,
        attempted.ended_at,
        attempted.status,
        attempted.error,
        i64::from(attempted.ended_at.is_some())
    )?;
    Ok(())
}

/// A message that was sent at once, for the log.
pub async fn insert_attempted(
    tx: &mut Tx,
    webhook: &Webhook,
    id: &str,
    kind: EventType,
    attempted: &Attempted<'_>,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO webhook_deliveries (tenant_id, webhook_id, id, event_type, state, attempts, queued_at, ended_at, status, last_error)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8)",
        &webhook.tenant_id,
        &webhook.id,
        id,
        kind.as_str(),
        attempted.state,
        attempted.ended_at.unwrap_or_default(),
        attempted.status,
        attempted.error
    )?;
    Ok(())
}

/// The log of what ended long ago. Across tenants.
pub async fn drop_old(tx: &mut Tx, ended_before: Millis) -> Result<u64> {
    execute!(
        tx,
        "DELETE FROM webhook_deliveries WHERE ended_at < $1",
        ended_before
    )
}
