//! The transparency log: an append-only Merkle tree (RFC 6962) over commitments to every event and
//! every erasure. Entries are hashes of salted records, so the log itself tells nothing.

pub mod check;
pub mod journal;
pub mod proof;
pub mod sequencer;
pub mod store;

use samtycke_shared::receipt::Jwks;

use crate::app::App;
use crate::error::Result;

/// Every public key, those that sign receipts and certificates and those that sign the log's heads.
pub fn jwks(app: &App) -> Jwks {
    app.keys.jwks()
}

/// Publishes that others may hold a key that no longer signs. What it signed is in the log by now or
/// was never recorded here, so the log's present size tells the true from the forged.
///
/// # Errors
/// `Invalid` when there is no such key, `Conflict` while it still signs.
pub async fn mark_compromised(app: &App, kid: &str) -> Result<u64> {
    sequencer::run(app).await?;
    let mut tx = app.db.read().await?;
    let size = store::head(&mut tx).await?.signed_size.cast_unsigned();
    app.keys.mark_compromised(kid, app.now(), size)?;
    Ok(size)
}
