//! The transparency log: an append-only Merkle tree (RFC 6962) over commitments to every event and
//! every erasure. Entries are hashes of salted records, so the log itself tells nothing.

pub mod check;
pub mod proof;
pub mod sequencer;
pub mod store;

use samtycke_shared::receipt::{Jwk, Jwks};

use crate::app::App;

/// The public keys: one signs receipts and certificates, the other the log's heads.
pub fn jwks(app: &App) -> Jwks {
    Jwks {
        keys: vec![
            Jwk::new(app.keys.receipt.verifying_key()),
            Jwk::for_log(app.keys.log.verifying_key(), app.keys.log_origin.clone()),
        ],
    }
}
