//! The demo.
use crate::error::Result;
pub async fn run() -> Result<()> { Ok(()) }
