//! The README's pictures, as the browser tests saw them.

use crate::steps::{self, Site};
use anyhow::{Context, Result};
use std::path::Path;

/// The tests' screenshots that the README shows.
const SHOWN: &[&str] = &["widget.png", "console.png"];

/// Runs the browser tests and copies their pictures to `docs/images`.
///
/// # Errors
/// When a test fails or takes no picture.
pub fn take(root: &Path) -> Result<()> {
    steps::browser(&Site::new(root, true)?)?;
    let images = root.join("docs/images");
    std::fs::create_dir_all(&images)?;
    for name in SHOWN {
        let picture = root.join("target/screenshots").join(name);
        std::fs::copy(&picture, images.join(name)).with_context(|| format!("{name} is missing"))?;
    }
    Ok(())
}
