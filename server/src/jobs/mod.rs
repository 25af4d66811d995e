//! Background work. Deadlines live in domain rows; this only finds what is due and calls the domain.
//!
//! Every job may be killed at any point and run again, and several servers may run it at once.

pub mod clock_guard;
pub mod renewals;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::error::Result;
use crate::{erasure, log, mail};

const TICK: Duration = Duration::from_secs(1);

/// Runs until `stop` turns true.
pub fn spawn(app: Arc<App>, stop: watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
    vec![
        tokio::spawn(work(app.clone(), stop.clone())),
        tokio::spawn(sequence(app, stop)),
    ]
}

async fn work(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = run_due(&app).await {
            tracing::error!(%cause, "background work failed; it will be tried again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = app.work.notified() => {}
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
            () = app.leaves.notified() => {}
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
    ];
    done.into_iter().collect()
}
