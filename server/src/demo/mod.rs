//! `samtycke demo`: the real server with a made-up company, a mail server that shows what it takes, and
//! a clock to move forward. Nothing of it exists under `serve`.

mod http;
mod inbox;
pub mod pages;
mod seed;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::app::App;
use crate::auth::provider;
use crate::clock::{Clock, DAY, ManualClock, Millis, SystemClock};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::jobs;
use crate::log;
use crate::network::Network;
use crate::webhooks::send::Sender;
use crate::{keys, serve};
use inbox::Inbox;

/// The demo's past: candidates were there before the visitor came.
const PAST_DAYS: u64 = 400;
const ONE_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The machine's clock, set back by [`PAST_DAYS`]; the seeding moves it up to the present.
struct PastClock(SystemClock);

impl Clock for PastClock {
    fn now(&self) -> Millis {
        self.0.now() - i64::try_from(PAST_DAYS).unwrap_or(0) * DAY
    }
    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }
}

/// What the demo's own pages share.
pub struct Demo {
    pub app: Arc<App>,
    pub inbox: Arc<Inbox>,
    pub site_key: String,
    pub tenant_id: String,
    pub staff_id: String,
    clock: Arc<ManualClock<PastClock>>,
    visited: std::sync::atomic::AtomicU8,
}

impl Demo {
    pub fn days_ahead(&self) -> i64 {
        let present = SystemClock::new().now();
        (self.app.now() - present + DAY / 2) / DAY
    }

    /// A day at a time, with everything that falls due on it: reminders come before the deadline.
    pub async fn advance(&self, days: u64) -> Result<()> {
        for _ in 0..days {
            self.clock.advance(ONE_DAY);
            self.work().await?;
        }
        Ok(())
    }

    /// Everything due, until mails set nothing further going.
    pub async fn work(&self) -> Result<()> {
        jobs::run_due(&self.app).await?;
        log::sequencer::run(&self.app).await?;
        Ok(())
    }
}

/// Starts afresh, each time, in a folder of its own.
pub async fn run() -> Result<()> {
    let mut config = Config::load().map_err(Error::Internal)?;
    let folder = config.data_dir.join("demo");
    start_afresh(&folder)?;
    config.database_url = Some(SecretString::from(format!(
        "sqlite://{}",
        folder.join("samtycke.db").display()
    )));
    config.key_dir = Some(folder.join("keys"));
    config.data_dir = folder;
    // One visitor with many tabs is no attack.
    config.rate_limit_per_minute = 0;
    let address = config.public_url();
    let clock = Arc::new(ManualClock::over(PastClock(SystemClock::new())));
    let inbox = Arc::new(Inbox::new(clock.clone()));
    let mut app = App::open(config, clock.clone(), inbox.clone()).await?;
    app.demo_url = Some("/".to_owned());
    // A receiver to try webhooks with runs on the visitor's own machine.
    app.webhooks = Sender::new(Network::PublicAndLoopback);
    app.providers = provider::Client::new(Network::PublicAndLoopback);
    let demo = Arc::new(seed::plant(Arc::new(app), inbox, clock).await?);
    println!("\n  Samtycke's demo is running. Open {address}/\n");
    serve::run(demo.app.clone(), http::router(demo.clone())).await
}

/// A demo of yesterday would meet a clock that has gone back.
fn start_afresh(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cause.into()),
        _ => {}
    }
    keys::private_folder(folder)
}
