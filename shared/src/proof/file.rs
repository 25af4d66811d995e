use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Checkpoint, ProofError, VerifierKey, parse_decimal, parse_hash, verify_inclusion};
use crate::tree::{Hash, leaf_hash};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// An audit path has one hash per level, and a size has 64 bits.
const MAX_HASHES: usize = 64;

/// A file (c2sp.org/tlog-proof, extension `.tlog-proof`) that proves an entry to be in the log
/// without asking the log. `Display` writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// Opaque data others may add. Nothing signs it, so nothing here believes it.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log, counted from zero.
    pub index: u64,
    /// The audit path, from the leaf's sibling up to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, to the byte.
    pub checkpoint: String,
}

/// What a proof file has been found to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The log, by its name.
    pub origin: String,
    /// The entry's place in it, counted from zero.
    pub index: u64,
    /// The number of entries the checkpoint covers.
    pub tree_size: u64,
    pub root: Hash,
    /// The key that signed the checkpoint.
    pub signed_by: VerifierKey,
}

impl ProofFile {
    /// # Errors
    /// [`ProofError::Malformed`]. The checkpoint inside is not looked at yet.
    pub fn parse(file: &str) -> Result<Self, ProofError> {
        let (head, checkpoint) = file.split_once("\n\n").ok_or(ProofError::Malformed)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(ProofError::Malformed);
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra "))
            .map(parse_extra)
            .transpose()?;
        let index = parse_index(lines.next().ok_or(ProofError::Malformed)?)?;
        let hashes = lines.map(parse_hash).collect::<Result<Vec<_>, _>>()?;
        if hashes.len() > MAX_HASHES {
            return Err(ProofError::Malformed);
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Checks that `entry` is in the log, under a checkpoint signed by one of `keys`.
    ///
    /// # Errors
    /// As [`Checkpoint::open`], and [`ProofError::Root`] when the hashes do not lead from the
    /// entry to the signed root.
    pub fn verify(&self, entry: &[u8], keys: &[VerifierKey]) -> Result<Logged, ProofError> {
        let (checkpoint, signer) = Checkpoint::open(&self.checkpoint, keys)?;
        verify_inclusion(
            self.index,
            checkpoint.size,
            &leaf_hash(entry),
            &self.hashes,
            &checkpoint.root,
        )?;
        Ok(Logged {
            origin: checkpoint.origin,
            index: self.index,
            tree_size: checkpoint.size,
            root: checkpoint.root,
            signed_by: signer.clone(),
        })
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Reads a proof file and checks that it proves `entry` to be in the log.
///
/// # Errors
/// As [`ProofFile::parse`] and [`ProofFile::verify`].
pub fn verify_proof(file: &str, entry: &[u8], keys: &[VerifierKey]) -> Result<Logged, ProofError> {
    ProofFile::parse(file)?.verify(entry, keys)
}

fn parse_extra(line: &str) -> Result<Vec<u8>, ProofError> {
    let encoded = line.strip_prefix("extra ").ok_or(ProofError::Malformed)?;
    STANDARD.decode(encoded).map_err(|_| ProofError::Malformed)
}

fn parse_index(line: &str) -> Result<u64, ProofError> {
    parse_decimal(line.strip_prefix("index ").ok_or(ProofError::Malformed)?)
}
