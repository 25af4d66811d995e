//! Builds, runs and tests everything: `cargo xtask help`.
#![allow(
    clippy::disallowed_methods,
    reason = "a build tool measures real time; nothing here is domain logic"
)]

mod bench;
mod build;
mod pictures;
mod postgres;
mod setup;
mod steps;
mod tally;
mod test;
mod verifier;
mod wasm;
mod widget;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Builds, runs and tests everything.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the machine lacks for building and testing
    Setup,
    /// Build widget, verifier and server into target/release/samtycke
    Build,
    /// Build, then start the demo
    Run {
        /// Passed on to `samtycke demo`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run every test, in order, stopping at the first failure
    Test(test::Selection),
    /// Measure against baselines of the same run: `proof`, `console`
    Bench { name: String },
    /// Add a tenant with many made-up candidates to a database
    Seed {
        #[arg(long, default_value_t = 1_000_000)]
        candidates: u64,
        /// Instead of the one the server is configured with
        #[arg(long)]
        database_url: Option<String>,
    },
    /// Start a throw-away PostgreSQL, print its URL and stay until interrupted
    Postgres,
    /// Run the browser tests and keep their pictures for the README
    Pictures,
}

fn main() -> ExitCode {
    outlive_interrupts();
    run(Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    let root = workspace_root()?;
    match command {
        Command::Setup => setup::for_tests(&root)?,
        Command::Build => build::release(&root)?,
        Command::Run { args } => build::run_demo(&root, &args)?,
        Command::Test(selection) => return test::run(&root, &selection),
        Command::Bench { name } => bench::run(&root, &name)?,
        Command::Seed {
            candidates,
            database_url,
        } => bench::seed(&root, candidates, database_url.as_deref())?,
        Command::Postgres => postgres::stay_in_foreground()?,
        Command::Pictures => pictures::take(&root)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C reaches the child processes as well: they end, and this process lives long enough to
/// clear up after them.
fn outlive_interrupts() {
    if let Err(error) = ctrlc::set_handler(|| {}) {
        eprintln!("Ctrl-C will leave temporary folders behind: {error}");
    }
}

fn workspace_root() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(root.context("xtask lies inside the workspace")?.to_owned())
}
