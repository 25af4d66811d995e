//! Background work. Deadlines live in domain rows; this only finds what is due and calls the domain.
//!
//! Every job may be killed at any point and run again, and several servers may run it at once.

pub mod clock_guard;
pub mod renewals;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::app::App;
use crate::error::Result;
use crate::{erasure, log, mail, webhooks};

const TICK: Duration = Duration::from_secs(1);
/// The least time between two rounds: each costs as much as a batch of consents, and the bell rings
/// for every one of them.
const PAUSE: Duration = Duration::from_millis(250);

/// Runs until `stop` turns true.
pub fn spawn(app: Arc<App>, stop: watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
    vec![
        tokio::spawn(work(app.clone(), stop.clone())),
        tokio::spawn(sequence(app.clone(), stop.clone())),
        tokio::spawn(tell(app.clone(), stop.clone())),
        tokio::spawn(follow_keys(app, stop)),
    ]
}

async fn work(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = run_due(&app).await {
            tracing::error!(%cause, "background work failed; it will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = rung(&app.work) => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn sequence(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = log::sequencer::run(&app).await {
            tracing::error!(%cause, "log sequencing failed; it will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = rung(&app.leaves) => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
    if let Err(cause) = log::sequencer::run(&app).await {
        tracing::error!(%cause, "the last leaves are not in the log yet; the next start does it");
    }
}

/// Webhooks, apart from the rest: an endpoint that answers slowly must not keep mail and erasure waiting.
async fn tell(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = webhooks::deliver::run(&app).await {
            tracing::error!(%cause, "webhooks failed; they will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = rung(&app.told) => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn rung(bell: &Notify) {
    tokio::time::sleep(PAUSE).await;
    bell.notified().await;
}

/// Keys are changed by another process, on the command line.
async fn follow_keys(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = app.keys.reload() {
            tracing::error!(%cause, "the key folder changed and can not be used; the old keys go on");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Everything that is due now, once. Nothing while the clock is in doubt (rule 16).
///
/// # Errors
/// The first failure, after everything else has had its turn: one broken row must not keep all mail
/// and every erasure waiting.
pub async fn run_due(app: &App) -> Result<()> {
    erasure::catch_up(app).await?;
    if !clock_guard::check(app).await? {
        return Ok(());
    }
    let done = [
        renewals::invalidate(app).await,
        renewals::start(app).await,
        renewals::erase_released(app).await,
        renewals::sweep(app).await,
        mail::deliver::run(app).await.map(drop),
        webhooks::deliver::tidy(app).await,
    ];
    done.into_iter().collect()
}
