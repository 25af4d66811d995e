//! The two databases, a new one for each test.

use anyhow::{Context, Result, ensure};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::process::Command;

/// Which of the two databases the server uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// The name as it appears in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The URL of an empty database; none for SQLite, which the server makes itself.
    ///
    /// # Errors
    /// When `SAMTYCKE_TEST_POSTGRES_URL` is missing or nobody answers there.
    pub async fn create(self) -> Result<Option<String>> {
        match self {
            Self::Sqlite => Ok(None),
            Self::Postgres => create_postgres().await.map(Some),
        }
    }
}

async fn create_postgres() -> Result<String> {
    let base = std::env::var("SAMTYCKE_TEST_POSTGRES_URL")
        .context("SAMTYCKE_TEST_POSTGRES_URL is not set; run the tests with cargo xtask test")?;
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("e2e_{}_{number}", std::process::id());
    let sql = format!("CREATE DATABASE {name}");
    let made = Command::new("psql")
        .args(["--quiet", "--command", &sql, &base])
        .output()
        .await?;
    ensure!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let (server, _postgres) = base.rsplit_once('/').context("a URL with a database")?;
    Ok(format!("{server}/{name}"))
}
