//! What the console costs with many candidates: `cargo xtask bench console`, and `cargo xtask seed` to have
//! that many for a look.
//!
//! Every page is asked for at 1,000 candidates and at 1,000,000 of the same kind; what grows shows as a
//! ratio. The plans of each list's statements are printed, so that a scan shows as well.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark measures real time and stops at the first thing that goes wrong"
)]

mod pages;
mod plans;
mod seed;

use std::path::Path;
use std::sync::Arc;

use clap::Parser;
use samtycke_server::app::App;
use samtycke_server::clock::SystemClock;
use samtycke_server::config::Config;
use samtycke_server::mail::MemoryMailer;
use secrecy::SecretString;

#[derive(Parser)]
struct Arguments {
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
    /// `seed` fills a database and measures nothing.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Adds a tenant with many made-up candidates
    Seed {
        #[arg(long, default_value_t = 1_000_000)]
        candidates: i64,
        /// Instead of the one that is configured
        #[arg(long)]
        database_url: Option<String>,
        #[arg(long, hide = true)]
        bench: bool,
    },
}

const SMALL: i64 = 1_000;

#[tokio::main]
async fn main() {
    if let Some(Command::Seed {
        candidates,
        database_url,
        ..
    }) = Arguments::parse().command
    {
        return seed_configured(candidates, database_url).await;
    }
    let large = number("BENCH_CANDIDATES", 1_000_000);
    let requests = usize::try_from(number("BENCH_REQUESTS", 60)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // A database that was not asked about: seeding a million takes minutes.
    let passed_over = std::env::var("BENCH_WITHOUT").unwrap_or_default();
    if passed_over != "sqlite" {
        let sqlite = format!("sqlite://{}/large.db", folder.path().display());
        measure("SQLite", folder.path(), &sqlite, large, requests).await;
    }
    if let Ok(url) = std::env::var("BENCH_POSTGRES_URL") {
        measure("PostgreSQL", folder.path(), &url, large, requests).await;
    }
}

fn number(name: &str, otherwise: i64) -> i64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

async fn seed_configured(candidates: i64, database_url: Option<String>) {
    let mut config = Config::load().unwrap();
    if let Some(url) = database_url {
        config.database_url = Some(SecretString::from(url));
    }
    let app = open(config).await;
    let seeded = seed::tenant(&app, candidates).await;
    println!(
        "{}",
        serde_json::json!({ "tenant_id": seeded.tenant_id, "sign_in_url": seeded.sign_in_url })
    );
    app.db.close().await;
}

async fn open(config: Config) -> Arc<App> {
    let (clock, mailer) = (
        Arc::new(SystemClock::new()),
        Arc::new(MemoryMailer::default()),
    );
    Arc::new(App::open(config, clock, mailer).await.unwrap())
}

/// Both tenants are in one database: the small one has the large one beside it, as it would.
async fn measure(engine: &str, folder: &Path, url: &str, large: i64, requests: usize) {
    let config = Config {
        database_url: Some(SecretString::from(url.to_owned())),
        data_dir: folder.join(engine),
        key_dir: Some(folder.join(engine).join("keys")),
        rate_limit_per_minute: 0,
        ..Config::default()
    };
    let app = open(config).await;
    let small = seed::tenant(&app, SMALL).await;
    let large = seed::tenant(&app, large).await;
    println!("\n{engine}: {} and {} candidates", SMALL, large.candidates);
    println!(
        "{:44} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "page", "p50", "p99", "p50", "p99", "ratio"
    );
    let fast = pages::times(&app, &small, requests).await;
    let slow = pages::times(&app, &large, requests).await;
    for (page, small) in fast {
        let Some((_, large)) = slow.iter().find(|(name, _)| *name == page) else {
            continue;
        };
        println!(
            "{page:44} {:>6.1} ms {:>6.1} ms {:>6.1} ms {:>6.1} ms {:>7.2}",
            small.p50,
            small.p99,
            large.p50,
            large.p99,
            large.p99 / small.p99
        );
    }
    if std::env::var_os("BENCH_PLANS").is_some() {
        plans::print(&app, &large.tenant_id).await;
    }
    app.db.close().await;
}
