//! What proof costs: `cargo xtask bench proof`.
//!
//! Every figure stands beside a baseline measured in the same run, on the same disk. Without a mail
//! server, so that mails wait in the outbox and the consents have the machine to themselves.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark measures real time and stops at the first thing that goes wrong"
)]

mod baseline;
mod consents;
mod log;
mod server;
mod verify;

use std::time::Duration;

/// How long each rate is measured.
pub const SPAN: Duration = Duration::from_secs(8);
pub const CLIENTS: [usize; 3] = [1, 8, 32];

#[tokio::main]
async fn main() {
    let postgres = std::env::var("BENCH_POSTGRES_URL").ok();
    println!("durable consents, each with receipt, log entry and queued mail");
    consents::on_sqlite().await;
    if let Some(url) = &postgres {
        consents::on_postgres(url).await;
    }
    println!("\nproof of one entry, from the database, by log size");
    log::proof_times("SQLite", None).await;
    if let Some(url) = &postgres {
        log::proof_times("PostgreSQL", Some(url)).await;
    }
    println!("\nverifying, one core");
    verify::rates();
}

/// The value below which the share `p` of the sorted `times` lies.
pub fn percentile(times: &mut [Duration], p: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times[((last as f64) * p).round() as usize]
}

pub fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
