//! A company's identity provider: the npm package oidc-provider, with its own pages.

use crate::program::{Program, workspace};
use anyhow::Result;
use tokio::process::Command;

pub const CLIENT: &str = "samtycke";
pub const SECRET: &str = "klienthemlighet-i-ett-test";

/// A running provider. Whoever signs in there as `anna` is anna@exempel.example.
pub struct IdentityProvider {
    _program: Program,
    /// What it calls itself.
    pub issuer: String,
}

impl IdentityProvider {
    /// Starts one that sends people back to `redirect`.
    ///
    /// # Errors
    /// When Node.js or the package is missing: `cargo xtask setup`.
    pub async fn start(redirect: &str) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(workspace().join("e2e/oidc/provider.mjs"))
            .args([CLIENT, SECRET, redirect]);
        let address = |line: &str| line.starts_with("http://").then(|| line.to_owned());
        let (program, issuer) = Program::start(command, address).await?;
        Ok(Self {
            _program: program,
            issuer,
        })
    }
}
