//! Putting mails into the outbox, in the transaction that gives the reason for them (rule 19).

use super::Kind;
use super::store::{self, NewMail};
use crate::app::App;
use crate::candidates::Candidate;
use crate::db::{Rows, Tx};
use crate::error::Result;

/// One for each candidate and renewal; the database refuses a second (rule 11).
pub async fn queue_requests(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    requested: &[(&str, &str)],
) -> Result<()> {
    let mails: Vec<_> = requested
        .iter()
        .map(|(candidate, renewal)| {
            let mail = NewMail {
                candidate_id: Some(candidate),
                renewal_id: Some(renewal),
                ..NewMail::default()
            };
            (app.new_id(), mail)
        })
        .collect();
    store::insert(tx, tenant, Kind::Request, &mails, app.now()).await
}

pub async fn queue_reminder(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    candidate: &str,
    renewal: &str,
) -> Result<()> {
    let mail = NewMail {
        candidate_id: Some(candidate),
        renewal_id: Some(renewal),
        ..NewMail::default()
    };
    store::insert(
        tx,
        tenant,
        Kind::Reminder,
        &[(app.new_id(), mail)],
        app.now(),
    )
    .await
}

/// One for each candidate and event.
pub fn confirmation_rows(app: &App, tenant: &str, confirmed: &[(&str, &str)]) -> Rows {
    let mails: Vec<_> = confirmed
        .iter()
        .map(|(candidate, event)| {
            let mail = NewMail {
                candidate_id: Some(candidate),
                event_id: Some(event),
                ..NewMail::default()
            };
            (app.new_id(), mail)
        })
        .collect();
    store::rows(tenant, Kind::Confirmation, &mails, app.now())
}

/// One for each candidate and erasure. Holds the address itself: the candidate is gone when it goes out.
pub async fn queue_farewells(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    erased: &[(&Candidate, &str)],
) -> Result<()> {
    let mails: Vec<_> = erased
        .iter()
        .map(|(candidate, erasure)| {
            let mail = NewMail {
                erasure_id: Some(erasure),
                farewell: Some((&candidate.email, &candidate.language)),
                ..NewMail::default()
            };
            (app.new_id(), mail)
        })
        .collect();
    store::insert(tx, tenant, Kind::Farewell, &mails, app.now()).await
}

/// An invitation or a link to a new password. Gives the mail's id, from which its link's token is derived.
pub async fn queue_to_staff(
    app: &App,
    tx: &mut Tx,
    kind: Kind,
    tenant: &str,
    staff: &str,
) -> Result<String> {
    let id = app.new_id();
    let mail = NewMail {
        staff_id: Some(staff),
        ..NewMail::default()
    };
    store::insert(tx, tenant, kind, &[(id.clone(), mail)], app.now()).await?;
    Ok(id)
}

/// Takes back what has not gone out yet of a renewal that is answered.
pub async fn cancel(tx: &mut Tx, tenant: &str, renewal: &str) -> Result<()> {
    store::cancel_of_renewal(tx, tenant, renewal).await
}

/// Sends the requests of these renewals again, as the same mails.
pub async fn requeue_requests(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    renewals: &[String],
) -> Result<()> {
    store::requeue_requests(tx, tenant, renewals, app.now()).await
}

pub async fn cancel_farewell(tx: &mut Tx, tenant: &str, erasure: &str) -> Result<()> {
    store::cancel_farewell(tx, tenant, erasure).await
}
