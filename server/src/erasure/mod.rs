//! Erasure: removing everything that identifies a candidate, and proving that it was done.

pub mod certificate;
pub mod journal;
pub mod paper;
pub mod places;
pub mod store;
pub mod sweep;

use samtycke_shared::receipt::{self, TYP_ERASURE};

use crate::app::App;
use crate::candidates::Candidate;
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::Use;
use crate::log;
use crate::mail;
use crate::renewal;
use crate::tenants::Tenant;
use crate::webhooks::outbox::Occurrence;
use crate::webhooks::{self, EventType};

/// Why a candidate was erased (rule 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Declined,
    Withdrawn,
    Unanswered,
    /// Asked for by the candidate (GDPR Art. 17(1)).
    Candidate,
    Staff,
}

words!(Reason {
    Declined = "declined",
    Withdrawn = "withdrawn",
    Unanswered = "unanswered",
    Candidate = "candidate",
    Staff = "staff",
});

#[derive(Debug, Clone, PartialEq)]
pub struct Erased {
    pub erasure_id: String,
    /// A JWS without personal data.
    pub certificate: String,
}

/// Erases one candidate, locked by the caller, in the caller's transaction: rows, queued mail, search
/// terms. Leaves the certificate, its log leaf and the one farewell mail. Call [`after_commit`] then.
///
/// # Errors
/// `Conflict` while a legal hold or a restriction keeps the candidate (rule 18).
pub async fn erase(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
    reason: Reason,
) -> Result<Erased> {
    let now = app.now();
    if candidate.is_kept(now) {
        return Err(Error::Conflict(
            "a legal hold or a restriction keeps this candidate from being erased".to_owned(),
        ));
    }
    let id = app.new_id();
    let ended = if reason == Reason::Unanswered {
        renewal::State::Unanswered
    } else {
        renewal::State::Cancelled
    };
    renewal::store::end_open(tx, &tenant.id, &candidate.id, ended).await?;
    let renewals = renewal::store::of_candidate(tx, &tenant.id, &candidate.id).await?;
    let mails = mail::store::of_candidate(tx, &tenant.id, &candidate.id).await?;
    let counts = places::remove(tx, &tenant.id, &candidate.id).await?;
    let facts = certificate::Facts {
        id: &id,
        tenant,
        candidate,
        reason,
        renewals: &renewals,
        mails: &mails,
        erased: counts,
    };
    let record = facts.record(app, now)?;
    let certificate = receipt::sign(&record, TYP_ERASURE, &app.keys.signing(Use::Receipts, now));
    store::insert(
        tx,
        &tenant.id,
        &id,
        &candidate.id,
        reason,
        now,
        &certificate,
    )
    .await?;
    log::store::queue(tx, &[(&id, receipt::log_entry(&record))], now).await?;
    mail::outbox::queue_farewell(app, tx, &tenant.id, candidate, &id).await?;
    let told = Occurrence {
        kind: EventType::CandidateErased,
        at: now,
        candidate: &candidate.id,
        about: vec![("erasure_id", &id), ("reason", reason.as_str())],
    };
    webhooks::outbox::queue(app, tx, &tenant.id, &[told]).await?;
    Ok(Erased {
        erasure_id: id,
        certificate,
    })
}

/// What cannot be part of the transaction: the journal outside the database and SQLite's log.
/// A crash before or in here loses nothing: background work catches up.
pub async fn after_commit(app: &App) {
    app.ring();
    if let Err(cause) = finish(app).await {
        tracing::error!(%cause, "erasure journal or WAL truncation failed; it will be tried again");
    }
}

async fn finish(app: &App) -> Result<()> {
    journal::write_pending(app).await?;
    app.db.truncate_wal().await
}

/// What [`after_commit`] could not do: the server died, the disk was full, a reader was in the way.
pub async fn catch_up(app: &App) -> Result<()> {
    let mut look = app.db.read().await?;
    let missed = !store::unjournaled(&mut look, 1).await?.is_empty();
    drop(look);
    if missed {
        journal::write_pending(app).await?;
    }
    app.db.retry_truncation().await
}
