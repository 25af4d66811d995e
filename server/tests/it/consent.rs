//! Recording consents.

mod answers;
mod receipt;
mod submitting;
mod together;

use crate::harness::World;

const ANNA: &str = "anna@exempel.example";

async fn events(w: &World) -> i64 {
    w.count("events", &[]).await
}
