//! Consent texts: Markdown to safe HTML, placeholders, and what changed between two versions.
//!
//! Everything here is deterministic: the SHA-256 of a rendered text is part of the proof of what a
//! candidate was shown.

mod diff;
mod placeholder;
mod render;

pub use diff::{Change, changed_lines, diff};
pub use placeholder::{Placeholders, UnknownPlaceholders, escape, fill};
pub use render::{plain, render};
