use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;

use super::note::{self, Note, VerifierKey};
use super::{ProofError, parse_decimal, parse_hash};
use crate::tree::Hash;

/// A tree head (c2sp.org/tlog-checkpoint). `Display` gives the text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log; also the name of its key.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    pub root: Hash,
    /// Opaque lines others may add. This log writes none: monitors cannot audit them.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self {
            origin: origin.into(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Reads the text of a checkpoint. It proves nothing before its note is verified: see
    /// [`Checkpoint::open`].
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        let body = text.strip_suffix('\n').ok_or(ProofError::Malformed)?;
        let mut lines = body.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty());
        let origin = line().ok_or(ProofError::Malformed)?.to_owned();
        let size = parse_decimal(line().ok_or(ProofError::Malformed)?)?;
        let root = parse_hash(line().ok_or(ProofError::Malformed)?)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(ProofError::Malformed);
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }

    /// Signs the checkpoint as a note. The log's key has the log's name.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when the origin is not a possible key name.
    pub fn sign(&self, key: &SigningKey) -> Result<String, ProofError> {
        note::sign(&self.to_string(), &self.origin, key)
    }

    /// Reads a signed checkpoint and says which key of its log signed it.
    ///
    /// # Errors
    /// [`ProofError::Malformed`]; [`ProofError::UnknownKey`] when no key in `keys` both bears the
    /// name of the checkpoint's origin and signed it; [`ProofError::Signature`] when a signature
    /// by any known key is wrong.
    pub fn open<'k>(
        signed: &str,
        keys: &'k [VerifierKey],
    ) -> Result<(Self, &'k VerifierKey), ProofError> {
        let note = Note::parse(signed)?;
        let checkpoint = Self::parse(note.text)?;
        let signer = note
            .verify(keys)?
            .into_iter()
            .find(|key| key.name() == checkpoint.origin)
            .ok_or(ProofError::UnknownKey)?;
        Ok((checkpoint, signer))
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}", self.origin, self.size)?;
        writeln!(f, "{}", STANDARD.encode(self.root))?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}
