//! Logs: one JSON object a line on standard error. No personal data is ever put in one.

use tracing_subscriber::EnvFilter;

/// `SAMTYCKE_LOG` filters as `RUST_LOG` usually does.
pub fn init() {
    let filter = EnvFilter::try_from_env("SAMTYCKE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
