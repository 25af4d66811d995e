use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::serde::rfc3339;

use super::ALGORITHM;
use crate::proof::{ProofError, VerifierKey};

/// A published Ed25519 key (RFC 7517, RFC 8037) that signs either documents or the log, never
/// both. Its `kid` is its [`thumbprint`].
///
/// What a JWK has no member for is in these, which other software ignores:
///
/// | member | meaning |
/// |---|---|
/// | `samtycke_from`, `samtycke_until` | the period in which the key signs (RFC 3339) |
/// | `samtycke_compromised_at` | since when others may have held the key (RFC 3339) |
/// | `samtycke_compromised_log_size` | how many entries the log had then |
/// | `samtycke_log` | the key signs checkpoints of the log of this name, and nothing else |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Members", try_from = "Members")]
pub struct Jwk {
    key: VerifyingKey,
    kid: String,
    pub period: Period,
    pub compromise: Option<Compromise>,
    /// The name of the log whose checkpoints the key signs.
    pub log: Option<String>,
}

/// When a key signs; an open end is unbounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<OffsetDateTime>,
    pub until: Option<OffsetDateTime>,
}

/// Since when a key is no longer to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compromise {
    pub at: OffsetDateTime,
    /// The size of the log at that moment. What the log held by then was signed before, which the
    /// log proves and a time written by the holder of the key does not. Unknown: believe nothing.
    pub log_size: Option<u64>,
}

impl Period {
    /// Whether a document signed at this time falls inside, to the second: documents and key sets
    /// may be written with more or fewer decimals.
    pub fn contains(&self, signed_at: OffsetDateTime) -> bool {
        let second = OffsetDateTime::unix_timestamp;
        let after_start = self.from.is_none_or(|t| second(t) <= second(signed_at));
        let before_end = self.until.is_none_or(|t| second(signed_at) <= second(t));
        after_start && before_end
    }
}

impl Jwk {
    /// A key that signs documents.
    pub fn new(key: VerifyingKey) -> Self {
        Self {
            key,
            kid: thumbprint(&key),
            period: Period::default(),
            compromise: None,
            log: None,
        }
    }

    /// A key that signs the checkpoints of the log named `origin`.
    pub fn for_log(key: VerifyingKey, origin: impl Into<String>) -> Self {
        Self {
            log: Some(origin.into()),
            ..Self::new(key)
        }
    }

    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The key in the form that verifies checkpoints; `None` for a key that signs documents.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when the log's name is not a possible key name.
    pub fn verifier_key(&self) -> Option<Result<VerifierKey, ProofError>> {
        let origin = self.log.as_deref()?;
        Some(VerifierKey::new(origin, self.key))
    }
}

/// A key set, as served at `/.well-known/jwks.json`.
///
/// Reading one skips every entry that is not understood, as RFC 7517 section 5 advises: keys of
/// later algorithms may stand beside these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    #[serde(deserialize_with = "understood")]
    pub keys: Vec<Jwk>,
}

impl Jwks {
    /// The one entry with this `kid`. A key listed twice might claim two uses: then it has none.
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        let mut matching = self.keys.iter().filter(|jwk| jwk.kid == kid);
        let found = matching.next()?;
        matching.next().is_none().then_some(found)
    }

    /// The key with this `kid` if it signs documents.
    pub fn document_key(&self, kid: &str) -> Option<&Jwk> {
        self.find(kid).filter(|jwk| jwk.log.is_none())
    }

    /// The keys that verify checkpoints. A compromised one is left out whatever the checkpoint: it
    /// could have signed a log that never was. A new proof under its successor takes its place.
    pub fn log_keys(&self) -> Vec<VerifierKey> {
        self.keys
            .iter()
            .filter(|jwk| jwk.compromise.is_none() && self.find(&jwk.kid).is_some())
            .filter_map(|jwk| jwk.verifier_key()?.ok())
            .collect()
    }
}

impl FromStr for Jwks {
    type Err = serde_json::Error;

    fn from_str(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

/// The RFC 7638 thumbprint of a key, with SHA-256, in base64url.
pub fn thumbprint(key: &VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
    let required = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(required))
}

fn understood<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Jwk>, D::Error> {
    let entries = Vec::<Value>::deserialize(deserializer)?;
    Ok(entries
        .into_iter()
        .filter_map(|entry| serde_json::from_value(entry).ok())
        .collect())
}

/// The members of a JWK in JSON.
#[derive(Clone, Serialize, Deserialize)]
struct Members {
    kty: String,
    crv: String,
    x: String,
    kid: String,
    alg: String,
    #[serde(rename = "use")]
    usage: String,
    #[serde(rename = "samtycke_from", with = "rfc3339::option")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<OffsetDateTime>,
    #[serde(rename = "samtycke_until", with = "rfc3339::option")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<OffsetDateTime>,
    #[serde(rename = "samtycke_compromised_at", with = "rfc3339::option")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compromised_at: Option<OffsetDateTime>,
    #[serde(rename = "samtycke_compromised_log_size")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compromised_log_size: Option<u64>,
    #[serde(rename = "samtycke_log")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    log: Option<String>,
}

/// The entry of a key set is not one of our keys.
#[derive(Debug, thiserror::Error)]
#[error("not an Ed25519 signature key named by its thumbprint")]
struct NotUnderstood;

impl From<Jwk> for Members {
    fn from(jwk: Jwk) -> Self {
        Self {
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            x: URL_SAFE_NO_PAD.encode(jwk.key.as_bytes()),
            kid: jwk.kid,
            alg: ALGORITHM.into(),
            usage: "sig".into(),
            from: jwk.period.from,
            until: jwk.period.until,
            compromised_at: jwk.compromise.map(|c| c.at),
            compromised_log_size: jwk.compromise.and_then(|c| c.log_size),
            log: jwk.log,
        }
    }
}

impl TryFrom<Members> for Jwk {
    type Error = NotUnderstood;

    fn try_from(members: Members) -> Result<Self, NotUnderstood> {
        if !members.are_ed25519_signature() {
            return Err(NotUnderstood);
        }
        let key = parse_key(&members.x)?;
        if members.kid != thumbprint(&key) {
            return Err(NotUnderstood);
        }
        Ok(Self {
            key,
            period: Period {
                from: members.from,
                until: members.until,
            },
            compromise: members.compromise()?,
            kid: members.kid,
            log: members.log,
        })
    }
}

impl Members {
    fn are_ed25519_signature(&self) -> bool {
        self.kty == "OKP" && self.crv == "Ed25519" && self.alg == ALGORITHM && self.usage == "sig"
    }

    /// A key half marked as compromised is not to be taken for a good one.
    fn compromise(&self) -> Result<Option<Compromise>, NotUnderstood> {
        match (self.compromised_at, self.compromised_log_size) {
            (Some(at), log_size) => Ok(Some(Compromise { at, log_size })),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(NotUnderstood),
        }
    }
}

fn parse_key(x: &str) -> Result<VerifyingKey, NotUnderstood> {
    let bytes = URL_SAFE_NO_PAD.decode(x).map_err(|_| NotUnderstood)?;
    let key = VerifyingKey::try_from(bytes.as_slice()).map_err(|_| NotUnderstood)?;
    if key.is_weak() {
        return Err(NotUnderstood);
    }
    Ok(key)
}
