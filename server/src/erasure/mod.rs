//! Erasure: removing everything that identifies a candidate, and proving that it was done.

pub mod certificate;
pub mod journal;
pub mod paper;
pub mod places;
pub mod store;
pub mod sweep;

use std::collections::HashMap;

use samtycke_shared::receipt::{self, TYP_ERASURE};

use crate::app::App;
use crate::candidates::Candidate;
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::clock_guard;
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
    let erased = erase_all(app, tx, tenant, std::slice::from_ref(candidate), reason).await?;
    let one = erased.into_iter().next();
    one.ok_or_else(|| Error::internal("the candidate was not erased"))
}

/// Like [`erase`] for a batch of candidates, in as many statements as for one. All or none.
///
/// # Errors
/// `Conflict` while a legal hold or a restriction keeps one of them (rule 18).
pub async fn erase_all(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidates: &[Candidate],
    reason: Reason,
) -> Result<Vec<Erased>> {
    let now = app.now();
    let sure = clock_guard::sure_now(app, tx).await?;
    if candidates.iter().any(|candidate| candidate.is_kept(sure)) {
        return Err(Error::conflict(
            "kept",
            "a legal hold or a restriction keeps this candidate from being erased",
        ));
    }
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = candidates.iter().map(|c| c.id.as_str()).collect();
    let ended = if reason == Reason::Unanswered {
        renewal::State::Unanswered
    } else {
        renewal::State::Cancelled
    };
    renewal::store::end_open(tx, &tenant.id, &ids, ended).await?;
    let renewals = renewal::store::of_candidates(tx, &tenant.id, &ids).await?;
    let renewals = by_candidate(renewals, |renewal| Some(renewal.candidate_id.clone()));
    let mails = mail::store::of_candidates(tx, &tenant.id, &ids).await?;
    let mails = by_candidate(mails, |mail| mail.candidate_id.clone());
    let counts = places::remove(tx, &tenant.id, candidates).await?;
    let signing = app.keys.signing(Use::Receipts, now);
    let (mut erased, mut leaves) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let id = app.new_id();
        let facts = certificate::Facts {
            id: &id,
            tenant,
            candidate,
            reason,
            renewals: renewals.get(&candidate.id).map_or(&[], Vec::as_slice),
            mails: mails.get(&candidate.id).map_or(&[], Vec::as_slice),
            erased: counts.get(&candidate.id).copied().unwrap_or_default(),
        };
        let record = facts.record(app, now)?;
        leaves.push(receipt::log_entry(&record));
        erased.push(Erased {
            erasure_id: id,
            certificate: receipt::sign(&record, TYP_ERASURE, &signing),
        });
    }
    let gone: Vec<_> = candidates.iter().zip(&erased).collect();
    store::insert(tx, &tenant.id, &gone, reason, now).await?;
    let ids = erased.iter().map(|erased| erased.erasure_id.as_str());
    let leaves: Vec<_> = ids.clone().zip(leaves).collect();
    log::store::pending_rows(&leaves, now).insert(tx).await?;
    let farewells: Vec<_> = candidates.iter().zip(ids).collect();
    mail::outbox::queue_farewells(app, tx, &tenant.id, &farewells).await?;
    let told: Vec<_> = gone
        .iter()
        .map(|(candidate, erased)| Occurrence {
            kind: EventType::CandidateErased,
            at: now,
            candidate: &candidate.id,
            about: vec![
                ("erasure_id", erased.erasure_id.as_str()),
                ("reason", reason.as_str()),
            ],
        })
        .collect();
    webhooks::outbox::queue(app, tx, &tenant.id, &told).await?;
    Ok(erased)
}

fn by_candidate<T>(rows: Vec<T>, whose: impl Fn(&T) -> Option<String>) -> HashMap<String, Vec<T>> {
    let mut grouped: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        if let Some(candidate) = whose(&row) {
            grouped.entry(candidate).or_default().push(row);
        }
    }
    grouped
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
