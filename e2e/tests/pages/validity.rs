//! The HTML that the server sends, read by html-validate.

use anyhow::{Context, Result, ensure};
use samtycke_e2e::program::workspace;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

#[derive(Deserialize)]
struct Verdict {
    errors: Vec<String>,
}

/// What is wrong with these documents, by name.
///
/// # Errors
/// When Node.js or its packages are missing: `cargo xtask setup`.
pub async fn errors(documents: &BTreeMap<&str, String>) -> Result<Vec<String>> {
    let script = workspace().join("e2e/quality/validate.mjs");
    let mut node = Command::new("node");
    node.arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut node = node.spawn().context("node is missing: cargo xtask setup")?;
    let mut input = node.stdin.take().context("stdin is piped")?;
    input.write_all(&serde_json::to_vec(documents)?).await?;
    drop(input);
    let done = node.wait_with_output().await?;
    ensure!(done.status.success(), "validate.mjs failed");
    let verdict: Verdict = serde_json::from_slice(&done.stdout)?;
    Ok(verdict.errors)
}
