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
use crate::candidates::batch;
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
        tokio::spawn(post(app.clone(), stop.clone())),
        tokio::spawn(sequence(app.clone(), stop.clone())),
        tokio::spawn(tell(app.clone(), stop.clone())),
        tokio::spawn(batches(app.clone(), stop.clone())),
        tokio::spawn(follow_keys(app, stop)),
    ]
}

async fn work(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = run_work(&app).await {
            tracing::error!(%cause, "background work failed; it will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = rung(&app.work) => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Mail, apart from the rest: a mail server that is slow, or has much to take, must not keep an erasure waiting.
async fn post(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let handled = mail::deliver::next(&app).await;
        if handled.as_ref().is_ok_and(|handled| *handled > 0) {
            continue;
        }
        if let Err(cause) = handled {
            tracing::error!(%cause, "mail could not be looked at; it will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = rung(&app.post) => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Apart from the rest: a long batch must not keep a deadline waiting.
async fn batches(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            // Its transactions are whole or not at all: it may be stopped anywhere.
            _ = stop.changed() => return,
            result = run_batches(&app) => {
                if let Err(cause) = result {
                    tracing::error!(%cause, "a batch failed; it will be tried again");
                }
            }
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// What was started on many candidates and is not done.
pub async fn run_batches(app: &App) -> Result<()> {
    batch::clean_up(app).await?;
    batch::run(app).await
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

/// Everything that is due now, once.
///
/// # Errors
/// The first failure, after everything else has had its turn.
pub async fn run_due(app: &App) -> Result<()> {
    let worked = run_work(app).await;
    let sent = mail::deliver::run(app).await;
    worked.and(sent.map(drop))
}

/// Everything that is due but mail. Nothing while the clock is in doubt (rule 16).
///
/// # Errors
/// The first failure, after everything else has had its turn: one broken row must not keep every erasure waiting.
pub async fn run_work(app: &App) -> Result<()> {
    erasure::catch_up(app).await?;
    if !clock_guard::check(app).await? {
        return Ok(());
    }
    let done = [
        renewals::invalidate(app).await,
        renewals::start(app).await,
        renewals::erase_released(app).await,
        renewals::sweep(app).await,
        mail::deliver::drop_old_farewells(app).await,
        webhooks::deliver::tidy(app).await,
    ];
    done.into_iter().collect()
}
