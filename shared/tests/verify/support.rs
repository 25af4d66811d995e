//! A small log and its documents, for the tests that need one.

use std::collections::HashMap;

use samtycke_shared::proof::{Checkpoint, ProofFile};
use samtycke_shared::receipt::{Jwk, Jwks, SigningKey, TYP_RECEIPT, canonical, log_entry, sign};
use samtycke_shared::tree::{self, Hash, Node};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

pub const ORIGIN: &str = "log.exempel.example";

/// The moment every test document was signed.
pub const SIGNED_AT: OffsetDateTime = datetime!(2027-01-15 08:00 UTC);

pub fn document_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub fn log_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

pub fn jwks() -> Jwks {
    Jwks {
        keys: vec![
            Jwk::new(document_key().verifying_key()),
            Jwk::for_log(log_key().verifying_key(), ORIGIN),
        ],
    }
}

pub fn payload() -> Value {
    json!({
        "recorded_at": "2027-01-15T08:00:00.250Z",
        "salt": "AAECAwQFBgcICQoLDA0ODw",
        "controller": "Exempel Bageri AB",
        "purposes": ["future_jobs", "share_with_group"],
        "name": "Åsa Exempelsson 🌱",
    })
}

pub fn payload_bytes() -> Vec<u8> {
    canonical(&payload()).expect("canonical")
}

pub fn receipt() -> String {
    sign(&payload_bytes(), TYP_RECEIPT, &document_key())
}

/// A log in memory.
#[derive(Default)]
pub struct Log {
    pub size: u64,
    pub frontier: Vec<Hash>,
    pub root: Hash,
    pub nodes: HashMap<Node, Hash>,
}

impl Log {
    /// A log of `size` entries of which the one at `index` is the test receipt.
    pub fn with_receipt_at(index: u64, size: u64) -> Self {
        let leaves: Vec<Hash> = (0..size)
            .map(|i| match i == index {
                true => tree::leaf_hash(&log_entry(&payload_bytes())),
                false => numbered_leaf(i),
            })
            .collect();
        Self::of(&leaves)
    }

    pub fn of(leaves: &[Hash]) -> Self {
        let mut log = Self::default();
        log.append(leaves);
        log
    }

    pub fn append(&mut self, leaves: &[Hash]) {
        let appended = tree::append(self.size, &self.frontier, leaves).expect("append");
        self.size = appended.size;
        self.frontier = appended.frontier;
        self.root = appended.root;
        self.nodes.extend(appended.new_nodes);
    }

    pub fn checkpoint(&self) -> String {
        Checkpoint::new(ORIGIN, self.size, self.root)
            .sign(&log_key())
            .expect("signs")
    }

    pub fn proof_file(&self, index: u64) -> String {
        ProofFile {
            extra: None,
            index,
            hashes: tree::inclusion_proof(index, self.size, &self.nodes).expect("proof"),
            checkpoint: self.checkpoint(),
        }
        .to_string()
    }
}

pub fn numbered_leaf(index: u64) -> Hash {
    tree::leaf_hash(&index.to_be_bytes())
}
