//! The release binary: what browsers run first, because the server carries it inside.

use crate::{setup, verifier, widget};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use xshell::{Shell, cmd};

/// Where [`release`] leaves the server.
pub fn binary(root: &Path) -> PathBuf {
    root.join("target/release/samtycke")
}

/// Builds [`for_browsers`] and then `target/release/samtycke`.
pub fn release(root: &Path) -> Result<()> {
    setup::for_build(root)?;
    for_browsers(root)?;
    server(root)
}

/// Builds `widget/dist` and `verifier/dist`, if they are not there already.
pub fn for_browsers(root: &Path) -> Result<()> {
    widget::build(root)?;
    verifier::build(root)
}

/// Builds the server alone, around what [`for_browsers`] has left.
pub fn server(root: &Path) -> Result<()> {
    let sh = Shell::new()?;
    sh.change_dir(root);
    cmd!(sh, "cargo build --locked --release -p samtycke-server").run()?;
    Ok(())
}

/// Builds, then becomes `samtycke demo`, so that Ctrl-C reaches the server itself.
pub fn run_demo(root: &Path, args: &[String]) -> Result<()> {
    setup::for_run(root)?;
    for_browsers(root)?;
    server(root)?;
    let error = Command::new(binary(root)).arg("demo").args(args).exec();
    Err(error).context("cannot start the demo")
}
