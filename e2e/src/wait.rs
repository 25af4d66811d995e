//! Waiting for something that another process will do.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Long enough for a second event to be recorded, if there were one.
pub const A_MOMENT: Duration = Duration::from_millis(700);

/// Asks again and again until there is an answer. An element that was drawn anew between being found and
/// being looked at is no answer yet.
///
/// # Errors
/// When the question itself fails, or nothing comes within [`PATIENCE`].
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Err(error) if !is_stale(&error) => return Err(error),
            Ok(None) | Err(_) => {}
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    None.with_context(|| format!("waited {} s in vain: {what}", PATIENCE.as_secs()))
}

fn is_stale(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<WebDriverError>();
    error.is_some_and(|error| matches!(**error, WebDriverErrorInner::StaleElementReference(_)))
}
