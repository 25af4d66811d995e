//! Waiting for something that another process will do.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Long enough for a second event to be recorded, if there were one.
pub const A_MOMENT: Duration = Duration::from_millis(700);

/// Asks again and again until there is an answer.
///
/// # Errors
/// When the question itself fails, or nothing comes within [`PATIENCE`].
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    None.with_context(|| format!("waited {} s in vain: {what}", PATIENCE.as_secs()))
}
