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
        .run()?;
    Ok(())
}
