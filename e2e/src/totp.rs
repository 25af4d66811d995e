//! The authenticator app on somebody's phone.

use anyhow::{Context, Result};
use std::time::{SystemTime, UNIX_EPOCH};
use totp_rs::{Builder, Secret};

/// The code of this moment for a secret as the console shows it, in groups.
///
/// # Errors
/// When it is no secret.
pub fn code(secret: &str) -> Result<String> {
    let secret: String = secret.split_whitespace().collect();
    let secret = Secret::try_from_base32(secret)
        .ok()
        .context("a secret in Base32")?;
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(totp.generate(now.as_secs()).to_string())
}
