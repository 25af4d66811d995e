//! What the widget, the server and anyone who verifies a receipt must agree on.
//!
//! No input or output happens here. `api` is compiled into the widget, so it depends on serde alone.

pub mod api;
#[cfg(feature = "verify")]
pub mod proof;
#[cfg(feature = "verify")]
pub mod receipt;
#[cfg(feature = "text")]
pub mod text;
#[cfg(feature = "verify")]
pub mod tree;
