//! Sending what is due. Like mails: claimed in one transaction, sent, its fate recorded in another; a
//! crash in between sends again with the same `webhook-id`.

use futures_util::stream::{self, StreamExt};

use super::send::{Message, Outcome};
use super::store::{self, Attempted, Delivery, Webhook};
use super::{pause_after, retry_after, signature};
use crate::app::App;
use crate::clock::{DAY, MINUTE, Millis, SECOND};
use crate::error::Result;
use crate::jobs::{self, clock_guard};

/// How many endpoints are told at once, and how many messages each: one that is slow keeps the others
/// waiting for [`super::send::PATIENCE`] at most.
const ENDPOINTS: i64 = 16;
const EACH: i64 = 4;
/// Longer than a message can be on the wire; after that another server may try.
const CLAIM: Millis = MINUTE;
/// How long the log of deliveries is kept.
pub const LOG_KEPT: Millis = 30 * DAY;

/// Sends everything that is due. Says how many messages were handled. Nothing while the clock is in
/// doubt (rule 16): receivers refuse messages from another time.
pub async fn run(app: &App) -> Result<usize> {
    let mut tx = app.db.read().await?;
    let paused = clock_guard::state(&mut tx)
        .await?
        .is_some_and(|state| state.paused_at.is_some());
    drop(tx);
    if paused {
        return Ok(0);
    }
    let mut handled = 0;
    loop {
        let claimed = claim(app).await?;
        if claimed.is_empty() {
            return Ok(handled);
        }
        handled += claimed.len();
        stream::iter(&claimed)
            .for_each_concurrent(None, |(webhook, delivery)| logged(app, webhook, delivery))
            .await;
    }
}

/// Takes old deliveries out of the log.
pub async fn tidy(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::drop_old(&mut tx, app.now() - LOG_KEPT).await?;
    tx.commit().await
}

async fn claim(app: &App) -> Result<Vec<(Webhook, Delivery)>> {
    let now = app.now();
    let mut look = app.db.read().await?;
    let due = store::due(&mut look, now, ENDPOINTS).await?;
    drop(look);
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let mut claimed = Vec::new();
    let mut tx = app.db.begin().await?;
    for webhook in due {
        let deliveries =
            jobs::store::claim_webhook_deliveries(&mut tx, &webhook, now, now + CLAIM, EACH)
                .await?;
        claimed.extend(
            deliveries
                .into_iter()
                .map(|delivery| (webhook.clone(), delivery)),
        );
    }
    tx.commit().await?;
    Ok(claimed)
}

async fn logged(app: &App, webhook: &Webhook, delivery: &Delivery) {
    if let Err(cause) = one(app, webhook, delivery).await {
        tracing::error!(webhook = %webhook.id, message = %delivery.id, %cause, "webhook could not be handled");
    }
}

async fn one(app: &App, webhook: &Webhook, delivery: &Delivery) -> Result<()> {
    let body = delivery.body.as_deref().unwrap_or_default();
    let outcome = post(app, webhook, &delivery.id, body).await?;
    record(app, webhook, delivery, outcome).await
}

/// Signs and sends, whatever state the endpoint is in.
pub async fn post(app: &App, webhook: &Webhook, id: &str, body: &str) -> Result<Outcome> {
    let timestamp = app.now() / SECOND;
    let secrets = signature::secrets(&app.keys, webhook, app.now());
    let message = Message {
        url: &webhook.url,
        id,
        timestamp,
        signature: signature::header(&secrets, id, timestamp, body),
        body,
    };
    app.webhooks.post(message).await
}

async fn record(app: &App, webhook: &Webhook, delivery: &Delivery, outcome: Outcome) -> Result<()> {
    let now = app.now();
    let (tenant, id) = (&webhook.tenant_id, &webhook.id);
    let next = retry_after(delivery.attempts).map(|wait| now + wait);
    let attempted = attempted(outcome, next, now);
    let mut tx = app.db.begin().await?;
    // The endpoint first, as everywhere: one order of locks, no deadlock.
    match outcome {
        Outcome::Delivered(_) => store::succeeded(&mut tx, tenant, id, now).await?,
        Outcome::Gone => {
            tracing::warn!(webhook = %id, "the receiver wants no more: webhook disabled");
            store::failed(&mut tx, tenant, id, false, now, now).await?;
        }
        Outcome::Refused(_) | Outcome::Unreached(_) => {
            let retry_at = now + pause_after(webhook.failures + 1);
            let given_up = attempted.ended_at.is_some();
            store::failed(&mut tx, tenant, id, given_up, retry_at, now).await?;
        }
    }
    store::attempted(&mut tx, delivery, &attempted).await?;
    if outcome == Outcome::Gone {
        store::disable(&mut tx, tenant, id, now).await?;
    }
    tx.commit().await
}

/// How a message stands after this, when `next` is the time of the next attempt.
pub fn attempted(outcome: Outcome, next: Option<Millis>, now: Millis) -> Attempted<'static> {
    let (state, status, error) = match outcome {
        Outcome::Delivered(status) => ("delivered", Some(status), None),
        Outcome::Gone => ("failed", Some(410), Some("gone")),
        Outcome::Refused(status) => (fate(next), Some(status), Some("status")),
        Outcome::Unreached(why) => (fate(next), None, Some(why.as_str())),
    };
    let next_attempt_at = next.filter(|_| state == "queued");
    Attempted {
        state,
        next_attempt_at,
        ended_at: next_attempt_at.is_none().then_some(now),
        status: status.map(i64::from),
        error,
    }
}

fn fate(next: Option<Millis>) -> &'static str {
    match next {
        Some(_) => "queued",
        None => "failed",
    }
}
