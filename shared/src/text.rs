//! Consent texts: Markdown to safe HTML, placeholders, what changed between two versions, and what the law
//! wants said.
//!
//! Everything here is deterministic: the SHA-256 of a rendered text is part of the proof of what a
//! candidate was shown.

mod diff;
pub mod lint;
mod placeholder;
mod render;

pub use diff::{Change, changed_lines, diff};
pub use placeholder::{Placeholders, UnknownPlaceholders, escape, fill};
pub use render::{plain, render};
