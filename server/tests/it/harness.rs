//! An [`App`] with a clock moved by hand, kept mails and known randomness, on either database.
//!
//! Nothing here sleeps: background work runs when a test calls [`World::work`].

mod console;
mod database;
mod fixtures;
mod http;
mod mails;
mod plans;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use samtycke_server::app::App;
use samtycke_server::auth::provider;
use samtycke_server::clock::{Clock, DAY, HOUR, ManualClock, Millis};
use samtycke_server::config::Config;
use samtycke_server::db::Db;
use samtycke_server::jobs;
use samtycke_server::keys::Keys;
use samtycke_server::log::{check, sequencer};
use samtycke_server::mail::{Mailer, MemoryMailer};
use samtycke_server::network::Network;
use samtycke_server::random::Random;
use samtycke_server::webhooks::send::Sender;
use secrecy::SecretString;
use tempfile::TempDir;

pub use console::Seat;
use database::Store;
pub use database::{Backup, Engine};
pub use fixtures::{ORIGIN, Tenant, new_id, two_purposes};
pub use http::Answer;
pub use mails::link;

/// Monday, 2 March 2026, 09:00 UTC: 10:00 in Stockholm.
pub const START: Millis = 1_772_442_000_000;
pub const PUBLIC_URL: &str = "https://samtycke.example";
pub const METRICS_TOKEN: &str = "en-hemlighet-som-bara-driften-har";

pub struct World {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub mailer: Arc<MemoryMailer>,
    store: Store,
    folder: Arc<TempDir>,
    /// Made once: with the API's description it takes longer than most requests.
    router: OnceLock<Router>,
}

/// Turns each named test, an `async fn(&World)`, into two: `…::sqlite` and `…::postgres`.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            use crate::harness::{Engine, World};

            #[tokio::test]
            async fn sqlite() {
                let world = World::open(Engine::Sqlite).await;
                super::$test(&world).await;
                world.finish().await;
            }

            #[tokio::test]
            async fn postgres() {
                let world = World::open(Engine::Postgres).await;
                super::$test(&world).await;
                world.finish().await;
            }
        })+
    };
}

impl World {
    pub async fn open(engine: Engine) -> Self {
        plans::watch();
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let store = Store::create(engine, folder.path()).await;
        let clock = Arc::new(ManualClock::at(START));
        let mailer = Arc::new(MemoryMailer::default());
        let app = open_app(&store, folder.path(), clock.clone(), mailer.clone()).await;
        Self {
            app,
            clock,
            mailer,
            store,
            folder,
            router: OnceLock::new(),
        }
    }

    /// Another server on the same database and keys, with the same clock and mail server.
    pub async fn another_server(&self) -> Arc<App> {
        self.another_server_with(self.clock.clone(), self.mailer.clone())
            .await
    }

    pub async fn another_server_with(
        &self,
        clock: Arc<dyn Clock>,
        mailer: Arc<dyn Mailer>,
    ) -> Arc<App> {
        open_app(&self.store, self.folder.path(), clock, mailer).await
    }

    /// The same server started again by a machine whose clock says `now`.
    pub async fn restarted_at(&self, now: Millis) -> Self {
        let clock = Arc::new(ManualClock::at(now));
        let app = self
            .another_server_with(clock.clone(), self.mailer.clone())
            .await;
        let (mailer, store, folder) =
            (self.mailer.clone(), self.store.clone(), self.folder.clone());
        Self {
            app,
            clock,
            mailer,
            store,
            folder,
            router: OnceLock::new(),
        }
    }

    pub fn is_postgres(&self) -> bool {
        self.app.db.is_postgres()
    }

    /// The folder that holds everything the server writes: on SQLite the database as well.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn database_url(&self) -> &str {
        self.store.url()
    }

    pub fn now(&self) -> Millis {
        self.app.now()
    }

    pub fn advance(&self, by: Millis) {
        self.clock
            .advance(Duration::from_millis(u64::try_from(by).unwrap()));
    }

    /// Lets days pass as they do for a running server, which looks at its work all the time.
    pub async fn pass_days(&self, days: i64) {
        for _ in 0..days * 2 {
            self.advance(DAY / 2);
            self.work().await;
        }
    }

    pub async fn pass_hours(&self, hours: i64) {
        self.advance(hours * HOUR);
        self.work().await;
    }

    /// All background work that is due, once.
    pub async fn work(&self) {
        jobs::run_batches(&self.app).await.unwrap();
        jobs::run_due(&self.app).await.unwrap();
        sequencer::run(&self.app).await.unwrap();
    }

    /// Every test ends here: whatever it did, its statements had their indexes, and the log must hold
    /// together when it is opened again.
    pub async fn finish(self) {
        let statements = plans::noted();
        self.app.db.close().await;
        let app = self.another_server().await;
        if !self.is_postgres() {
            plans::check(&app, statements).await;
        }
        let verdict = check::run(&app).await.unwrap();
        assert!(
            matches!(verdict, check::Verdict::Sound { .. }),
            "{verdict:?}"
        );
        app.db.close().await;
        self.store.remove().await;
    }
}

async fn open_app(
    store: &Store,
    folder: &std::path::Path,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
) -> Arc<App> {
    let config = Config {
        database_url: Some(SecretString::from(store.url().to_owned())),
        data_dir: folder.join("data"),
        key_dir: Some(folder.join("keys")),
        public_url: Some(PUBLIC_URL.to_owned()),
        mail_from: "Samtycke <no-reply@samtycke.example>".to_owned(),
        rate_limit_per_minute: 0,
        metrics_token: Some(SecretString::from(METRICS_TOKEN)),
        ..Config::default()
    };
    // Every server of a test draws other ids; a fixed seed each keeps a failure repeatable.
    let random = Random::seeded(store.next_seed());
    let keys = Keys::open(&config.key_dir(), &random, PUBLIC_URL).unwrap();
    let db = Db::open(store.url()).await.unwrap();
    let mut app = App::new(config, db, clock, random, keys, mailer);
    // The receivers of these tests run on the machine itself.
    app.webhooks = Sender::new(Network::PublicAndLoopback);
    app.providers = provider::Client::new(Network::PublicAndLoopback);
    Arc::new(app)
}
