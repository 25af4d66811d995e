//! `cargo xtask bench NAME`: ratios against baselines of the same run.

use crate::build;
use crate::postgres::{self, Postgres};
use anyhow::Result;
use std::path::Path;
use xshell::{Shell, cmd};

/// Builds the release binary, starts a durable PostgreSQL and runs one of `server/benches`.
///
/// # Errors
/// When something does not build, or the benchmark stops.
pub fn run(root: &Path, name: &str) -> Result<()> {
    build::release(root)?;
    let postgres = Postgres::start_durable()?;
    let sh = Shell::new()?;
    sh.change_dir(root);
    cmd!(sh, "cargo bench --locked -p samtycke-server --bench {name}")
        .env("BENCH_BINARY", build::binary(root))
        .env("BENCH_POSTGRES_URL", postgres.create_database("bench")?)
        .env("BENCH_POSTGRES_BIN", postgres::bin_dir()?)
        .env("BENCH_PLANS", "1")
        .run()?;
    Ok(())
}

/// Adds a tenant with many made-up candidates to the configured database, or to another.
///
/// # Errors
/// When it does not build, or the database is out of reach.
pub fn seed(root: &Path, candidates: u64, database_url: Option<&str>) -> Result<()> {
    let sh = Shell::new()?;
    sh.change_dir(root);
    let candidates = candidates.to_string();
    let mut command = cmd!(
        sh,
        "cargo bench --locked -p samtycke-server --bench console -- seed --candidates {candidates}"
    );
    if let Some(url) = database_url {
        command = command.args(["--database-url", url]);
    }
    command.run()?;
    Ok(())
}
