//! Sending what is due in the outbox.
//!
//! A mail is claimed in one transaction, sent, and its fate recorded in another. A crash in between
//! leaves the claim to run out, and the mail goes again with the same Message-ID: at least once on the
//! wire, once for the receiver.

use futures_util::stream::{self, StreamExt};

use super::compose::{self, Composed};
use super::store::{self, MailRow};
use super::{Kind, SendError, backoff};
use crate::app::App;
use crate::candidates;
use crate::clock::{DAY, Millis, SECOND};
use crate::db::Tx;
use crate::error::Result;
use crate::jobs;
use crate::renewal;
use crate::tenants;

/// How many mails are under way at once.
const CONCURRENCY: usize = 8;
const BATCH: i64 = 64;
/// Longer than the mail server gets to answer; after that another worker may try.
const CLAIM: Millis = 30 * SECOND;
/// Rule 12: how long the address of a farewell may be kept.
const FAREWELL_LIFETIME: Millis = 5 * DAY;

/// Sends everything that is due. Says how many mails were handled.
pub async fn run(app: &App) -> Result<usize> {
    drop_old_farewells(app).await?;
    let mut handled = 0;
    loop {
        let mut tx = app.db.begin().await?;
        let claimed =
            jobs::store::claim_mails(&mut tx, app.now(), app.now() + CLAIM, BATCH).await?;
        tx.commit().await?;
        if claimed.is_empty() {
            return Ok(handled);
        }
        handled += claimed.len();
        stream::iter(&claimed)
            .for_each_concurrent(CONCURRENCY, |row| deliver_logged(app, row))
            .await;
    }
}

async fn drop_old_farewells(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let dropped =
        store::drop_old_farewells(&mut tx, app.now() - FAREWELL_LIFETIME, app.now()).await?;
    tx.commit().await?;
    if dropped > 0 {
        app.db.truncate_wal().await?;
    }
    Ok(())
}

async fn deliver_logged(app: &App, row: &MailRow) {
    if let Err(cause) = deliver(app, row).await {
        tracing::error!(mail = %row.id, kind = %row.kind, %cause, "mail could not be handled");
    }
}

async fn deliver(app: &App, row: &MailRow) -> Result<()> {
    let mut tx = app.db.read().await?;
    let composed = compose::compose(app, &mut tx, row).await?;
    drop(tx);
    match composed {
        Composed::Mail(mail) => {
            let sent = app.mailer.send(&mail).await;
            record(app, row, sent).await
        }
        Composed::NotNow => postpone(app, row).await,
        Composed::NotNeeded => give_up(app, row).await,
    }
}

async fn postpone(app: &App, row: &MailRow) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::retry_at(
        &mut tx,
        &row.tenant_id,
        &row.id,
        app.now() + DAY,
        "kept by a hold or a restriction",
    )
    .await?;
    tx.commit().await
}

async fn give_up(app: &App, row: &MailRow) -> Result<()> {
    let mut tx = app.db.begin().await?;
    store::mark_ended(
        &mut tx,
        &row.tenant_id,
        &row.id,
        "failed",
        "no longer needed",
        app.now(),
    )
    .await?;
    tx.commit().await
}

async fn record(app: &App, row: &MailRow, sent: Result<(), SendError>) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    match sent {
        Ok(()) => taken(app, &mut tx, row, now).await?,
        Err(SendError::Permanent(error)) => refused(&mut tx, row, &error, now).await?,
        Err(SendError::Transient(error)) => {
            tracing::warn!(mail = %row.id, kind = %row.kind, attempts = row.attempts, %error, "mail will be tried again");
            store::retry_at(
                &mut tx,
                &row.tenant_id,
                &row.id,
                now + backoff(row.attempts),
                &error,
            )
            .await?;
        }
    }
    tx.commit().await?;
    if row.kind == Kind::Farewell.as_str() {
        app.db.truncate_wal().await?;
    }
    app.ring();
    Ok(())
}

async fn taken(app: &App, tx: &mut Tx, row: &MailRow, at: Millis) -> Result<()> {
    store::mark_accepted(tx, &row.tenant_id, &row.id, at).await?;
    if let (Some(Kind::Request), Some(renewal)) = (Kind::parse(&row.kind), &row.renewal_id) {
        let tenant = tenants::store::get(tx, &row.tenant_id).await?;
        // The candidate may have been erased while the mail was on the wire.
        let candidate = row.candidate_id.as_deref().unwrap_or_default();
        if candidates::store::find(tx, &tenant.id, candidate)
            .await?
            .is_some()
        {
            renewal::accepted(app, tx, &tenant, renewal, at).await?;
        }
    }
    Ok(())
}

async fn refused(tx: &mut Tx, row: &MailRow, error: &str, at: Millis) -> Result<()> {
    tracing::warn!(mail = %row.id, kind = %row.kind, %error, "mail refused");
    store::mark_ended(tx, &row.tenant_id, &row.id, "bounced", error, at).await?;
    match (Kind::parse(&row.kind), &row.renewal_id) {
        (Some(Kind::Request | Kind::Reminder), Some(renewal)) => {
            renewal::bounced(tx, &row.tenant_id, renewal).await
        }
        _ => Ok(()),
    }
}
