//! Signed notes and verifier keys (c2sp.org/signed-note), with Ed25519.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature as Ed25519Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::ProofError;

/// The signature type byte of plain Ed25519.
const ED25519: u8 = 0x01;

/// Room for a log key, its successor and many witnesses, some with post-quantum signatures.
const MAX_SIGNATURES: usize = 64;
const MAX_BYTES: usize = 512 * 1024;

/// The public key that verifies a note, with its name. `Display` and `FromStr` use the `vkey`
/// form `name+hash+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    /// # Errors
    /// [`ProofError::Malformed`] when the name is empty or holds white space, `+` or a control
    /// character.
    pub fn new(name: &str, key: VerifyingKey) -> Result<Self, ProofError> {
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, &key),
            key,
        })
    }

    /// The name of the log or witness.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn verify(&self, text: &str, signature: &[u8]) -> Result<(), ProofError> {
        let signature =
            Ed25519Signature::from_slice(signature).map_err(|_| ProofError::Signature)?;
        self.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| ProofError::Signature)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id);
        let key = STANDARD.encode(typed_key(&self.key));
        write!(f, "{}+{id:08x}+{key}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = ProofError;

    fn from_str(vkey: &str) -> Result<Self, ProofError> {
        let (name, rest) = vkey.split_once('+').ok_or(ProofError::Malformed)?;
        let (_, key) = rest.split_once('+').ok_or(ProofError::Malformed)?;
        let key = STANDARD.decode(key).map_err(|_| ProofError::Malformed)?;
        let Some((&ED25519, key)) = key.split_first() else {
            return Err(ProofError::UnknownKey);
        };
        let key = VerifyingKey::try_from(key).map_err(|_| ProofError::Malformed)?;
        let parsed = Self::new(name, key)?;
        // The id and the base64 have one spelling only.
        if parsed.to_string() != vkey {
            return Err(ProofError::Malformed);
        }
        Ok(parsed)
    }
}

/// A note as read: its text must not be believed before [`Note::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    /// With its final newline.
    pub text: &'a str,
    signatures: Vec<Signature<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature<'a> {
    name: &'a str,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl<'a> Note<'a> {
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn parse(note: &'a str) -> Result<Self, ProofError> {
        if note.len() > MAX_BYTES || note.contains(is_forbidden) {
            return Err(ProofError::Malformed);
        }
        let (text, signatures) = split_at_last_blank_line(note).ok_or(ProofError::Malformed)?;
        let signatures = signatures
            .strip_suffix('\n')
            .ok_or(ProofError::Malformed)?
            .split('\n')
            .map(Signature::parse)
            .collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(ProofError::Malformed);
        }
        Ok(Self { text, signatures })
    }

    /// The keys, at least one, that signed the note. Signatures by other keys are passed over, as
    /// the format demands: witnesses and new algorithms add theirs without asking.
    ///
    /// # Errors
    /// [`ProofError::UnknownKey`] when none of `keys` signed; [`ProofError::Signature`] when a
    /// signature under the name and id of a known key is wrong.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<&'k VerifierKey>, ProofError> {
        let mut signers = Vec::new();
        for signature in &self.signatures {
            let Some(key) = keys.iter().find(|key| signature.is_by(key)) else {
                continue;
            };
            key.verify(self.text, &signature.bytes)?;
            signers.push(key);
        }
        if signers.is_empty() {
            return Err(ProofError::UnknownKey);
        }
        Ok(signers)
    }
}

impl<'a> Signature<'a> {
    fn parse(line: &'a str) -> Result<Self, ProofError> {
        let (name, encoded) = line
            .strip_prefix("— ")
            .and_then(|line| line.split_once(' '))
            .ok_or(ProofError::Malformed)?;
        check_name(name)?;
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| ProofError::Malformed)?;
        match bytes.split_first_chunk() {
            Some((id, signature)) if !signature.is_empty() => Ok(Self {
                name,
                id: *id,
                bytes: signature.to_vec(),
            }),
            _ => Err(ProofError::Malformed),
        }
    }

    fn is_by(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.id == key.id
    }
}

/// Signs `text`, which must end in a newline, under the given key name.
///
/// # Errors
/// [`ProofError::Malformed`] when the text or the name cannot be part of a note.
pub fn sign(text: &str, name: &str, key: &SigningKey) -> Result<String, ProofError> {
    check_name(name)?;
    if !text.ends_with('\n') || text.contains(is_forbidden) {
        return Err(ProofError::Malformed);
    }
    let mut signature = key_id(name, &key.verifying_key()).to_vec();
    signature.extend(key.sign(text.as_bytes()).to_bytes());
    Ok(format!("{text}\n— {name} {}\n", STANDARD.encode(signature)))
}

/// `SHA-256(name || 0x0A || type || public key)[..4]`.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest = Sha256::new_with_prefix(name)
        .chain_update(b"\n")
        .chain_update(typed_key(key))
        .finalize();
    std::array::from_fn(|i| digest[i])
}

fn typed_key(key: &VerifyingKey) -> Vec<u8> {
    [&[ED25519], key.as_bytes().as_slice()].concat()
}

fn check_name(name: &str) -> Result<(), ProofError> {
    let allowed = |c: char| !c.is_whitespace() && c != '+' && !is_forbidden(c);
    if !name.is_empty() && name.chars().all(allowed) {
        return Ok(());
    }
    Err(ProofError::Malformed)
}

fn is_forbidden(c: char) -> bool {
    c < ' ' && c != '\n'
}

fn split_at_last_blank_line(note: &str) -> Option<(&str, &str)> {
    let text_end = note.rfind("\n\n")? + 1;
    Some((&note[..text_end], &note[text_end + 1..]))
}
