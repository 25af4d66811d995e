//! Signed documents: the consent receipt and the erasure certificate.
//!
//! A document is a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037). Its protected header is
//! exactly `{"alg":"EdDSA","kid":…,"typ":…}` and its payload one JSON object in canonical form
//! (RFC 8785), so that equal content means equal bytes. The payload's members belong to whoever
//! issues it, except these, which every document has:
//!
//! | member | meaning |
//! |---|---|
//! | `recorded_at` | when it was recorded and signed (RFC 3339, UTC) |
//! | `salt` | 128 random bits in base64url, so that the log entry tells nothing to others |
//!
//! The log holds the SHA-256 of the payload bytes, see [`log_entry`].

mod canonical;
mod dpv;
mod jwks;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use canonical::is_canonical_object;

pub use canonical::{CanonicalError, canonical};
pub use dpv::{JSON_LD, JURISDICTIONS, NotAConsentRecord, RECORD_SCHEMA, json_ld};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
pub use jwks::{Compromise, Jwk, Jwks, Period, thumbprint};

/// The `typ` of a consent receipt: the media type `application/consent-receipt+jwt`, shortened as
/// RFC 7515 section 4.1.9 recommends.
pub const TYP_RECEIPT: &str = "consent-receipt+jwt";

/// The `typ` of an erasure certificate.
pub const TYP_ERASURE: &str = "erasure-certificate+jwt";

/// The payload member that says when a document was recorded and signed (RFC 3339).
pub const RECORDED_AT: &str = "recorded_at";

/// No document is longer than this, in bytes of its compact form.
pub const MAX_BYTES: usize = 64 * 1024;

const ALGORITHM: &str = "EdDSA";

/// A document whose signature is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The canonical JSON, byte for byte as signed.
    pub payload: Vec<u8>,
    /// The key that signed, by its thumbprint.
    pub kid: String,
    /// What kind of document it is, such as [`TYP_RECEIPT`].
    pub typ: String,
}

/// Why a document is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// Not a document of the expected kind, or not in its one permitted spelling.
    Malformed,
    /// Signed, or not signed, with anything but EdDSA.
    Algorithm,
    /// Signed by a key that is not in the key set, or that signs something else.
    UnknownKey,
    /// The signature does not fit the content.
    Signature,
}

impl Invalid {
    /// Stable, for programs: `malformed`, `algorithm`, `unknown_key` or `signature`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Algorithm => "algorithm",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Invalid {}

/// Signs a payload, which must come from [`canonical`], into a compact JWS. The `kid` of the
/// header is the [`thumbprint`] of the key.
pub fn sign(payload: &[u8], typ: &str, key: &SigningKey) -> String {
    let header = header(&thumbprint(&key.verifying_key()), typ);
    let mut jws = URL_SAFE_NO_PAD.encode(header);
    jws.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut jws);
    let signature = key.sign(jws.as_bytes()).to_bytes();
    jws.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut jws);
    jws
}

/// A compact JWS without its payload (RFC 7515, appendix F), to be kept beside it. [`attach`] undoes it.
pub fn detach(jws: &str) -> String {
    match (jws.find('.'), jws.rfind('.')) {
        (Some(first), Some(last)) => [&jws[..=first], &jws[last..]].concat(),
        _ => jws.to_owned(),
    }
}

/// The compact JWS of a detached one and its payload.
pub fn attach(detached: &str, payload: &[u8]) -> String {
    match detached.split_once("..") {
        Some((header, signature)) => {
            let payload = URL_SAFE_NO_PAD.encode(payload);
            format!("{header}.{payload}.{signature}")
        }
        None => detached.to_owned(),
    }
}

/// Checks a compact JWS against a key set, for a document of one of the kinds in `typ`.
///
/// Only the exact form [`sign`] writes is accepted, so no two texts stand for the same document.
/// Keys of the log never verify a document. Whether the key was compromised, or in use at the
/// time, is not looked at here: ask the [`Jwk`].
///
/// # Errors
/// See [`Invalid`].
pub fn verify(jws: &str, jwks: &Jwks, typ: &[&str]) -> Result<Verified, Invalid> {
    let parts = Parts::split(jws)?;
    let header = parts.header()?;
    if !typ.contains(&header.typ.as_str()) {
        return Err(Invalid::Malformed);
    }
    let jwk = jwks.document_key(&header.kid).ok_or(Invalid::UnknownKey)?;
    let payload = decode(parts.payload)?;
    jwk.verifying_key()
        .verify_strict(parts.signed.as_bytes(), &parts.signature()?)
        .map_err(|_| Invalid::Signature)?;
    if !is_canonical_object(&payload) {
        return Err(Invalid::Malformed);
    }
    Ok(Verified {
        payload,
        kid: header.kid,
        typ: header.typ,
    })
}

/// The payload of a compact JWS, whether or not it was signed by anybody. `None` for what is no JWS.
pub fn payload(jws: &str) -> Option<Vec<u8>> {
    decode(Parts::split(jws).ok()?.payload).ok()
}

/// What the log holds of a document: the SHA-256 of its payload bytes.
pub fn log_entry(payload: &[u8]) -> [u8; 32] {
    Sha256::digest(payload).into()
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sorted and without white space: canonical as it stands.
fn header(kid: &str, typ: &str) -> String {
    serde_json::json!({ "alg": ALGORITHM, "kid": kid, "typ": typ }).to_string()
}

fn decode(segment: &str) -> Result<Vec<u8>, Invalid> {
    URL_SAFE_NO_PAD
        .decode(segment)
        .map_err(|_| Invalid::Malformed)
}

/// The three segments of a compact JWS, still encoded.
struct Parts<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// Header and payload with the full stop between them.
    signed: &'a str,
}

#[derive(Deserialize)]
struct AnyHeader {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
}

struct Header {
    kid: String,
    typ: String,
}

impl<'a> Parts<'a> {
    fn split(jws: &'a str) -> Result<Self, Invalid> {
        if jws.len() > MAX_BYTES {
            return Err(Invalid::Malformed);
        }
        let (signed, signature) = jws.rsplit_once('.').ok_or(Invalid::Malformed)?;
        // A third full stop is not base64url and is refused with the payload.
        let (header, payload) = signed.split_once('.').ok_or(Invalid::Malformed)?;
        Ok(Self {
            header,
            payload,
            signature,
            signed,
        })
    }

    /// The algorithm is looked at first, so that an unsigned or foreign JWS is named as such. Then
    /// the header must be the very bytes `sign` writes: nothing else, so no `crit`, `jwk` or `b64`.
    fn header(&self) -> Result<Header, Invalid> {
        let bytes = decode(self.header)?;
        let found: AnyHeader = serde_json::from_slice(&bytes).map_err(|_| Invalid::Malformed)?;
        if found.alg != ALGORITHM {
            return Err(Invalid::Algorithm);
        }
        let kid = found.kid.ok_or(Invalid::Malformed)?;
        let typ = found.typ.ok_or(Invalid::Malformed)?;
        if header(&kid, &typ).as_bytes() != bytes {
            return Err(Invalid::Malformed);
        }
        Ok(Header { kid, typ })
    }

    fn signature(&self) -> Result<Signature, Invalid> {
        Signature::from_slice(&decode(self.signature)?).map_err(|_| Invalid::Signature)
    }
}
