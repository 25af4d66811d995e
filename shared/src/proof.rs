//! Checking what the log says, without asking the log.
//!
//! The log is an RFC 6962 Merkle tree ([`crate::tree`]). Its signed head is a C2SP
//! [`Checkpoint`] inside a signed [`note`]; a [`ProofFile`] (C2SP `tlog-proof@v1`) carries an
//! inclusion proof together with that checkpoint, and [`verify_receipt_offline`] puts receipt,
//! keys and proof file together.
//!
//! Sources: RFC 9162 section 2.1 for the algorithms, and c2sp.org/signed-note,
//! c2sp.org/tlog-checkpoint, c2sp.org/tlog-proof and c2sp.org/tlog-tiles for the formats.

mod checkpoint;
mod file;
pub mod note;
mod offline;
pub mod tile;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::tree::{Hash, node_hash};

pub use checkpoint::Checkpoint;
pub use file::{Logged, ProofFile, verify_proof};
pub use note::VerifierKey;
pub use offline::{
    Claim, KeyFinding, LogFinding, Report, SignatureFinding, verify_receipt_offline,
};

/// Why a proof, a checkpoint or a note proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The text does not follow its format to the letter.
    #[error("malformed")]
    Malformed,
    /// No signature is by a key the verifier knows for this log.
    #[error("unknown_key")]
    UnknownKey,
    /// A signature claims to be by a known key and is not.
    #[error("signature")]
    Signature,
    /// The hashes do not lead from the entry, or the older tree, to the signed root.
    #[error("root")]
    Root,
}

impl ProofError {
    /// Stable, for programs: `malformed`, `unknown_key`, `signature` or `root`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Root => "root",
        }
    }
}

/// Checks that `leaf` is the leaf at `index` of the tree of `size` leaves with this `root`
/// (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// [`ProofError::Root`].
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Root);
    }
    let mut position = Position::new(index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        hash = match position.climb()? {
            Side::Left => node_hash(sibling, &hash),
            Side::Right => node_hash(&hash, sibling),
        };
    }
    ensure(position.is_root() && hash == *root)
}

/// Checks that the tree of `new_size` leaves begins with the `old_size` leaves of the older tree
/// (RFC 9162 section 2.1.4.2). The same tree twice has an empty proof. Consistency with a tree
/// without leaves is refused: it would say nothing about the new root.
///
/// # Errors
/// [`ProofError::Root`].
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size == 0 || old_size > new_size {
        return Err(ProofError::Root);
    }
    if old_size == new_size {
        return ensure(proof.is_empty() && old_root == new_root);
    }
    let (seed, path) = consistency_seed(old_size, old_root, proof).ok_or(ProofError::Root)?;
    climb_both(
        Position::after(old_size, new_size),
        seed,
        path,
        old_root,
        new_root,
    )
}

/// A proof leaves out the old root where that is itself a subtree of the new tree.
fn consistency_seed<'a>(
    old_size: u64,
    old_root: &'a Hash,
    proof: &'a [Hash],
) -> Option<(&'a Hash, &'a [Hash])> {
    if old_size.is_power_of_two() && !proof.is_empty() {
        return Some((old_root, proof));
    }
    proof.split_first()
}

fn climb_both(
    mut position: Position,
    seed: &Hash,
    path: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ProofError> {
    let (mut old, mut new) = (*seed, *seed);
    for sibling in path {
        match position.climb()? {
            Side::Left => {
                old = node_hash(sibling, &old);
                new = node_hash(sibling, &new);
            }
            Side::Right => new = node_hash(&new, sibling),
        }
    }
    ensure(position.is_root() && old == *old_root && new == *new_root)
}

/// Where the sibling of a node is.
enum Side {
    Left,
    Right,
}

/// The `fn` and `sn` of RFC 9162: the indexes of a node and of the last node of its level.
struct Position {
    node: u64,
    last: u64,
}

impl Position {
    fn new(node: u64, last: u64) -> Self {
        Self { node, last }
    }

    /// Begins at the largest complete subtree that ends where the old tree ends.
    fn after(old_size: u64, new_size: u64) -> Self {
        let mut position = Self::new(old_size - 1, new_size - 1);
        position.shift((old_size - 1).trailing_ones());
        position
    }

    /// Moves to the parent; a last node without a sibling is passed up unhashed.
    fn climb(&mut self) -> Result<Side, ProofError> {
        if self.is_root() {
            return Err(ProofError::Root);
        }
        let side = if self.node & 1 == 1 {
            Side::Left
        } else if self.node == self.last {
            self.shift(self.node.trailing_zeros());
            Side::Left
        } else {
            Side::Right
        };
        self.shift(1);
        Ok(side)
    }

    fn shift(&mut self, levels: u32) {
        self.node = self.node.checked_shr(levels).unwrap_or(0);
        self.last = self.last.checked_shr(levels).unwrap_or(0);
    }

    fn is_root(&self) -> bool {
        self.last == 0
    }
}

fn ensure(proven: bool) -> Result<(), ProofError> {
    if proven {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// ASCII decimal without sign or leading zeroes.
fn parse_decimal(text: &str) -> Result<u64, ProofError> {
    let canonical = text == "0" || text.starts_with(|c: char| matches!(c, '1'..='9'));
    if !canonical {
        return Err(ProofError::Malformed);
    }
    text.parse().map_err(|_| ProofError::Malformed)
}

fn parse_hash(line: &str) -> Result<Hash, ProofError> {
    let bytes = STANDARD.decode(line).map_err(|_| ProofError::Malformed)?;
    bytes.try_into().map_err(|_| ProofError::Malformed)
}
