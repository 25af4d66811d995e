//! Everything a part of the server may need, made once in `main` or by a test.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::auth::password::Turnstile;
use crate::auth::provider;
use crate::candidates::overview::Counts;
use crate::clock::{Clock, Millis};
use crate::config::Config;
use crate::consent::renditions::Renditions;
use crate::consent::submit::Turns;
use crate::db::Db;
use crate::error::Result;
use crate::jobs::clock_guard::Anchor;
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::metrics::Metrics;
use crate::random::Random;
use crate::webhooks::send::Sender;

pub struct App {
    pub config: Config,
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub random: Random,
    pub keys: Keys,
    pub mailer: Arc<dyn Mailer>,
    pub webhooks: Sender,
    pub providers: provider::Client,
    /// Where the demo's story is, in `samtycke demo` alone.
    pub demo_url: Option<String>,
    pub clock_anchor: Anchor,
    /// Rung after a commit that left work behind, so that nobody waits for the next tick.
    pub work: Notify,
    /// Rung when there may be mail to send.
    pub post: Notify,
    /// Rung when there may be webhooks to send.
    pub told: Notify,
    /// Rung when there are leaves to sequence.
    pub leaves: Notify,
    pub submissions: Turns,
    pub renditions: Renditions,
    /// What was last counted for each tenant's overview.
    pub counts: Counts,
    pub passwords: Turnstile,
    pub metrics: Metrics,
}

impl App {
    pub fn new(
        config: Config,
        db: Db,
        clock: Arc<dyn Clock>,
        random: Random,
        keys: Keys,
        mailer: Arc<dyn Mailer>,
    ) -> Self {
        // Refused when already installed: by another App of the same process.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let network = config.network();
        let submissions = Turns::new(&db);
        Self {
            config,
            db,
            clock,
            random,
            keys,
            mailer,
            webhooks: Sender::new(network),
            providers: provider::Client::new(network),
            demo_url: None,
            clock_anchor: Anchor::default(),
            work: Notify::new(),
            post: Notify::new(),
            told: Notify::new(),
            leaves: Notify::new(),
            submissions,
            renditions: Renditions::default(),
            counts: Counts::default(),
            passwords: Turnstile::default(),
            metrics: Metrics::default(),
        }
    }

    /// Opens database and key folder as configured.
    ///
    /// # Errors
    /// When one of them can not be used; the message names it.
    pub async fn open(
        config: Config,
        clock: Arc<dyn Clock>,
        mailer: Arc<dyn Mailer>,
    ) -> Result<Self> {
        use secrecy::ExposeSecret;
        crate::keys::private_folder(&config.data_dir)?;
        let random = Random::from_system()?;
        let keys = Keys::open(&config.key_dir(), &random, &config.public_url())?;
        let db = Db::open(config.database_url().expose_secret()).await?;
        Ok(Self::new(config, db, clock, random, keys, mailer))
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    pub fn new_id(&self) -> String {
        self.random.id(self.now())
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.public_url())
    }

    pub fn ring(&self) {
        self.work.notify_one();
        self.post.notify_one();
        self.leaves.notify_one();
        self.told.notify_one();
    }
}
