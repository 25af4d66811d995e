//! Programs that the tests start beside the server.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A program that ends when this is dropped.
pub struct Program {
    _child: Child,
}

impl Program {
    /// Starts the program and waits for the first line of its output that `read` understands.
    ///
    /// # Errors
    /// When it cannot be started or ends before it has printed such a line.
    pub async fn start<T>(
        mut command: Command,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T)> {
        let name = format!("{:?}", command.as_std().get_program());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = command.kill_on_drop(true).spawn();
        let mut child = started.with_context(|| format!("cannot start {name}"))?;
        let output = child.stdout.take().context("stdout is piped")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(answer) = read(&line) {
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok((Self { _child: child }, answer));
            }
        }
        None.with_context(|| format!("{name} ended without saying that it is ready"))
    }
}

/// The workspace's top folder.
///
/// # Panics
/// Never: this crate lies inside it.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies inside the workspace")
}

/// The path in an environment variable, or where `cargo xtask` puts the file.
pub fn path_or(variable: &str, default: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| workspace().join(default), PathBuf::from)
}
