//! Every page a person can see, judged by axe-core, an HTML validator, and rules of our own.

mod accounts;
mod forgery;
mod keyboard;
mod list;
mod looks;
mod no_script;
mod posts;
mod routes;
mod scene;
mod validity;
mod visit;

use anyhow::{Result, ensure};

/// Fails with everything that was found, not only the first.
fn none_of(findings: Vec<String>) -> Result<()> {
    let all = findings.join("\n  ");
    ensure!(findings.is_empty(), "{} findings:\n  {all}", findings.len());
    Ok(())
}
