//! The staff console.
use std::sync::Arc;
use axum::Router;
use crate::app::App;
pub fn router() -> Router<Arc<App>> { Router::new() }
