//! `samtycke key`: changing the keys that sign. Works while the server runs: it looks at the key
//! folder every second.

use std::time::Duration;

use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::print_json;
use crate::app::App;
use crate::clock::{SECOND, rfc3339};
use crate::error::Result;
use crate::keys::Use;
use crate::log;

/// Longer than any server takes to see a change in the key folder, and to end what it is signing.
const SEEN_BY_ALL: Duration = Duration::from_secs(5);

/// One line for each key: what it signs, when, and whether it is still believed.
pub fn list(app: &App) -> Result<()> {
    let now = app.now();
    for jwk in app.keys.jwks().keys {
        let at = |time: Option<time::OffsetDateTime>| {
            time.and_then(|time| time.format(&Rfc3339).ok())
                .unwrap_or_default()
        };
        print_json(&json!({
            "kid": jwk.kid(),
            "signs": if jwk.log.is_some() { "log" } else { "receipts" },
            "now": app.keys.signs(jwk.kid(), now),
            "from": at(jwk.period.from),
            "until": at(jwk.period.until),
            "compromised_at": at(jwk.compromise.map(|mark| mark.at)),
        }))?;
    }
    Ok(())
}

pub fn rotate(app: &App, usage: Use, after_seconds: u32) -> Result<()> {
    let now = app.now();
    let from = now + i64::from(after_seconds) * SECOND;
    let kid = app.keys.rotate(usage, from, now)?;
    print_json(&json!({ "kid": kid, "from": rfc3339(from / SECOND * SECOND) }))
}

/// The key stops signing, every server has time to see it, and what it signed gets into the log:
/// only then is the log's size the line between what to believe and what not.
pub async fn compromised(app: &App, kid: &str) -> Result<()> {
    if app.keys.retire(kid, app.now())? {
        eprintln!(
            "samtycke: a new key signs from now on; waiting {} s for running servers to take it",
            SEEN_BY_ALL.as_secs()
        );
        tokio::time::sleep(SEEN_BY_ALL).await;
    }
    let log_size = log::mark_compromised(app, kid).await?;
    print_json(&json!({ "kid": kid, "compromised": true, "believed_below_log_size": log_size }))
}
