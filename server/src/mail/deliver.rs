//! Sending what is due in the outbox.
//!
//! A mail is claimed in one transaction, sent, and its fate recorded in another. A crash in between
//! leaves the claim to run out, and the mail goes again with the same Message-ID: at least once on the
//! wire, once for the receiver.

use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use super::compose::{self, Composed};
use super::store::{self, MailRow};
use super::{Kind, Outgoing, SendError, backoff};
use crate::app::App;
use crate::backup::journal::{self, Asked, Entry, Fact};
use crate::candidates::{self, Candidate};
use crate::clock::{DAY, Millis, SECOND};
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, clock_guard};
use crate::renewal::{self, State};
use crate::tenants;

/// How many mails are claimed and sent at once. A larger claim would run out for those still waiting
/// their turn, and another server would send them too.
pub const BATCH: i64 = 8;
/// How long the mail server gets to take a mail.
const PATIENCE: Duration = Duration::from_secs(25);
/// Longer than [`PATIENCE`]; after that another worker may try.
const CLAIM: Millis = 30 * SECOND;
/// Rule 12: how long the address of a farewell may be kept.
const FAREWELL_LIFETIME: Millis = 5 * DAY;

/// Sends everything that is due. Says how many mails were handled.
pub async fn run(app: &App) -> Result<usize> {
    let mut handled = 0;
    loop {
        match next(app).await? {
            0 => return Ok(handled),
            more => handled += more,
        }
    }
}

/// Sends what is due next, a few at once. Says how many; none while the clock is in doubt (rule 16): the 30 days
/// would start at a wrong time.
pub async fn next(app: &App) -> Result<usize> {
    // What was sent must be known elsewhere before more is.
    journal::catch_up(app).await?;
    if !app.mailer.is_configured() || !clock_guard::check(app).await? {
        return Ok(0);
    }
    let mut tx = app.db.begin().await?;
    let claimed = jobs::store::claim_mails(&mut tx, app.now(), app.now() + CLAIM, BATCH).await?;
    tx.commit().await?;
    stream::iter(&claimed)
        .for_each_concurrent(None, |row| deliver_logged(app, row))
        .await;
    if !claimed.is_empty() {
        journal::catch_up(app).await?;
    }
    Ok(claimed.len())
}

/// Those that no server took in time (rule 12).
pub async fn drop_old_farewells(app: &App) -> Result<()> {
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
    let fate = match composed {
        Composed::Mail(mail) => send(app, *mail).await,
        Composed::NotNow => Fate::PutOff,
        Composed::NotNeeded => Fate::NotNeeded,
    };
    record(app, row, fate).await
}

/// What became of a mail.
enum Fate {
    /// The mail server has taken it, for this address.
    Taken(String),
    /// Not for this address.
    Refused {
        address: String,
        error: String,
    },
    Unsent(String),
    PutOff,
    NotNeeded,
}

async fn send(app: &App, mail: Outgoing) -> Fate {
    match tokio::time::timeout(PATIENCE, app.mailer.send(&mail)).await {
        Ok(Ok(())) => Fate::Taken(mail.to),
        Ok(Err(SendError::Permanent(error))) => Fate::Refused {
            address: mail.to,
            error,
        },
        Ok(Err(SendError::Transient(error))) => Fate::Unsent(error),
        Err(_) => Fate::Unsent("the mail server took too long".to_owned()),
    }
}

async fn record(app: &App, row: &MailRow, fate: Fate) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let candidate = hold_candidate(&mut tx, row).await?;
    match fate {
        Fate::Taken(address) => {
            let candidate = candidate.as_ref();
            if taken(app, &mut tx, row, candidate, &address, now).await? {
                note_taken(&mut tx, row, candidate, now).await?;
            }
        }
        Fate::Refused { address, error } => {
            // Corrected while the mail was on the wire: the claim runs out, and the new address has its turn.
            if candidate.is_none_or(|candidate| candidate.email == address) {
                refused(app, &mut tx, row, &error, now).await?;
            }
        }
        Fate::PutOff => put_off(&mut tx, row, now).await?,
        Fate::NotNeeded => {
            store::mark_ended(
                &mut tx,
                &row.tenant_id,
                &row.id,
                "failed",
                store::NO_LONGER_NEEDED,
                now,
            )
            .await?
        }
        Fate::Unsent(error) => {
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

/// A day at a time, not until the hold ends: it may be lifted before.
async fn put_off(tx: &mut Tx, row: &MailRow, now: Millis) -> Result<()> {
    let held_back = "kept by a hold or a restriction";
    store::retry_at(tx, &row.tenant_id, &row.id, now + DAY, held_back).await
}

/// Whoever changes a candidate's renewal holds the candidate first: one order of locks, no deadlock.
/// `None` for mails to others, and for a candidate who was erased while the mail was on the wire.
async fn hold_candidate(tx: &mut Tx, row: &MailRow) -> Result<Option<Candidate>> {
    let Some(id) = &row.candidate_id else {
        return Ok(None);
    };
    candidates::store::find_locked(tx, &row.tenant_id, id).await
}

/// The mail server took the mail for `address` at that time. Says whether that is still the candidate's.
pub async fn taken(
    app: &App,
    tx: &mut Tx,
    row: &MailRow,
    candidate: Option<&Candidate>,
    address: &str,
    at: Millis,
) -> Result<bool> {
    let request = row
        .renewal_id
        .as_deref()
        .filter(|_| row.kind == Kind::Request.as_str());
    let (Some(renewal), Some(candidate)) = (request, candidate) else {
        store::mark_accepted(tx, &row.tenant_id, &row.id, at).await?;
        return Ok(true);
    };
    // Corrected while the mail was on the wire: the outbox already has it again, for the new address.
    if candidate.email != address {
        return Ok(false);
    }
    store::mark_accepted(tx, &row.tenant_id, &row.id, at).await?;
    let tenant = tenants::store::get(tx, &row.tenant_id).await?;
    renewal::accepted(app, tx, &tenant, renewal, at).await?;
    Ok(true)
}

async fn note_taken(
    tx: &mut Tx,
    row: &MailRow,
    candidate: Option<&Candidate>,
    at: Millis,
) -> Result<()> {
    let asked = match (&row.renewal_id, candidate) {
        (Some(id), Some(candidate)) => asked(tx, id, candidate).await?,
        _ => None,
    };
    let fact = Fact::Accepted {
        mail: row.id.clone(),
        kind: row.kind.clone(),
        asked,
    };
    journal::note(tx, &entry(row, at, fact)).await
}

/// None when the renewal was answered or its clock stopped while the mail was on the wire.
async fn asked(tx: &mut Tx, renewal: &str, candidate: &Candidate) -> Result<Option<Asked>> {
    let renewal = renewal::store::find(tx, &candidate.tenant_id, renewal).await?;
    let asked = renewal.filter(|renewal| renewal.state() == State::Asked);
    Ok(asked.map(|renewal| Asked {
        renewal: renewal.id,
        reason: renewal.reason,
        queued_at: renewal.queued_at,
        deadline: renewal.deadline_at,
        address_version: candidate.address_version,
    }))
}

fn entry(row: &MailRow, at: Millis, fact: Fact) -> Entry {
    Entry {
        at,
        tenant: row.tenant_id.clone(),
        candidate: row.candidate_id.clone(),
        fact,
    }
}

async fn refused(app: &App, tx: &mut Tx, row: &MailRow, error: &str, at: Millis) -> Result<()> {
    tracing::warn!(mail = %row.id, kind = %row.kind, %error, "mail refused");
    bounced(app, tx, row, error, at).await?;
    note_bounced(tx, row, at).await
}

/// The mail came back, at once or later: the clock of the renewal it was about stops (rule 8).
pub async fn bounced(app: &App, tx: &mut Tx, row: &MailRow, error: &str, at: Millis) -> Result<()> {
    store::mark_ended(tx, &row.tenant_id, &row.id, "bounced", error, at).await?;
    match &row.renewal_id {
        Some(renewal) => renewal::bounced(app, tx, &row.tenant_id, renewal).await,
        None => Ok(()),
    }
}

pub async fn note_bounced(tx: &mut Tx, row: &MailRow, at: Millis) -> Result<()> {
    let fact = Fact::Bounced {
        mail: row.id.clone(),
        renewal: row.renewal_id.clone(),
    };
    journal::note(tx, &entry(row, at, fact)).await
}
