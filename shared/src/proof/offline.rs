use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Logged, ProofError, ProofFile};
use crate::receipt::{
    Compromise, Invalid, Jwk, Jwks, RECORDED_AT, TYP_ERASURE, TYP_RECEIPT, Verified, hex,
    log_entry, sha256_hex, verify,
};

/// All that a document, a key set and perhaps a proof file say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub signature: SignatureFinding,
    pub log: LogFinding,
}

/// What the signature was found to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum SignatureFinding {
    Invalid {
        reason: Invalid,
    },
    Valid {
        /// What kind of document it is: [`TYP_RECEIPT`] or [`TYP_ERASURE`].
        typ: String,
        /// The key that signed.
        kid: String,
        /// What stands in the document.
        payload: Value,
        /// What the log holds of it, in hexadecimal.
        log_entry: String,
        key: KeyFinding,
    },
}

/// Whether the key could be believed when it signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyFinding {
    /// The document gives no time of signing to compare with the key's period.
    TimeUnknown,
    /// In use at the time the document gives.
    InUse,
    /// Not in use at the time the document gives.
    OutOfUse,
    /// Compromised later, but the log shows that the document is older than that.
    CompromisedLater,
    /// Compromised, and nothing shows that the document is older than that.
    Compromised,
}

impl KeyFinding {
    /// What is to be thought of a document signed by `jwk`, at the time it gives and, if the log has
    /// it, at its place there.
    pub fn of(jwk: &Jwk, signed_at: Option<OffsetDateTime>, index: Option<u64>) -> Self {
        if let Some(Compromise { log_size, .. }) = jwk.compromise {
            let older = index
                .zip(log_size)
                .is_some_and(|(index, size)| index < size);
            return match older {
                true => Self::CompromisedLater,
                false => Self::Compromised,
            };
        }
        match signed_at {
            None => Self::TimeUnknown,
            Some(time) if jwk.period.contains(time) => Self::InUse,
            Some(_) => Self::OutOfUse,
        }
    }
}

/// What the proof file was found to prove.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum LogFinding {
    /// There was no proof file, or no valid document to look for.
    NotChecked,
    /// The proof file does not prove that the document is in the log.
    Refused { reason: &'static str },
    Included {
        /// The log, by its name.
        origin: String,
        /// The document's place in it, counted from zero.
        index: u64,
        /// The number of entries the signed checkpoint covers.
        tree_size: u64,
        /// The root of that checkpoint, in hexadecimal.
        root: String,
        /// The key that signed the checkpoint, in `vkey` form.
        signed_by: String,
    },
}

/// Something a reader may want to know of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// A key of the set signed it, and not a byte has changed since.
    Unaltered,
    /// The key was in use, and in nobody else's hands, when it signed.
    KeyTrusted,
    /// It is in the log, at this place, and cannot be taken out or changed there unnoticed.
    Logged,
    /// The keys are really those of whom they are said to be. Depends on where they came from.
    KeyOwner,
    /// Everyone is shown this same log. Takes witnesses, or comparing checkpoints.
    SameLogForAll,
    /// It was signed at the time it gives. The time is the signer's word.
    TimeOfSigning,
    /// What it says still stands: not renewed, withdrawn, expired or erased since.
    StillStands,
}

impl Claim {
    /// Every claim; what files can prove comes first.
    pub const ALL: [Self; 7] = [
        Self::Unaltered,
        Self::KeyTrusted,
        Self::Logged,
        Self::KeyOwner,
        Self::SameLogForAll,
        Self::TimeOfSigning,
        Self::StillStands,
    ];

    /// Stable, for programs and for looking up the words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unaltered => "unaltered",
            Self::KeyTrusted => "key_trusted",
            Self::Logged => "logged",
            Self::KeyOwner => "key_owner",
            Self::SameLogForAll => "same_log_for_all",
            Self::TimeOfSigning => "time_of_signing",
            Self::StillStands => "still_stands",
        }
    }
}

impl Report {
    /// Whether the document may be relied on: rightly signed by a key that could be believed, and
    /// not contradicted by the proof file, if there is one.
    pub fn is_valid(&self) -> bool {
        self.proves(Claim::Unaltered)
            && !matches!(
                self.key(),
                Some(KeyFinding::OutOfUse | KeyFinding::Compromised)
            )
            && !matches!(self.log, LogFinding::Refused { .. })
    }

    /// What the files prove.
    pub fn proven(&self) -> Vec<Claim> {
        Claim::ALL.into_iter().filter(|c| self.proves(*c)).collect()
    }

    /// What the files do not prove, some of which no file can.
    pub fn not_proven(&self) -> Vec<Claim> {
        Claim::ALL
            .into_iter()
            .filter(|c| !self.proves(*c))
            .collect()
    }

    fn proves(&self, claim: Claim) -> bool {
        match claim {
            Claim::Unaltered => self.key().is_some(),
            Claim::KeyTrusted => matches!(
                self.key(),
                Some(KeyFinding::InUse | KeyFinding::CompromisedLater)
            ),
            Claim::Logged => matches!(self.log, LogFinding::Included { .. }),
            Claim::KeyOwner | Claim::SameLogForAll | Claim::TimeOfSigning | Claim::StillStands => {
                false
            }
        }
    }

    fn key(&self) -> Option<KeyFinding> {
        match &self.signature {
            SignatureFinding::Valid { key, .. } => Some(*key),
            SignatureFinding::Invalid { .. } => None,
        }
    }

    fn refused(reason: Invalid) -> Self {
        Self {
            signature: SignatureFinding::Invalid { reason },
            log: LogFinding::NotChecked,
        }
    }
}

/// Checks a receipt or an erasure certificate without asking anyone: its signature against the
/// key set and, given a C2SP `tlog-proof@v1` file, its place in the log, whose key stands in the
/// same set under the member `samtycke_log`. White space around the document is passed over.
pub fn verify_receipt_offline(jws: &str, jwks: &Jwks, proof: Option<&str>) -> Report {
    let document = match verify(jws.trim_ascii(), jwks, &[TYP_RECEIPT, TYP_ERASURE]) {
        Ok(document) => document,
        Err(reason) => return Report::refused(reason),
    };
    let Some(jwk) = jwks.document_key(&document.kid) else {
        return Report::refused(Invalid::UnknownKey);
    };
    let Ok(payload) = serde_json::from_slice::<Value>(&document.payload) else {
        return Report::refused(Invalid::Malformed);
    };
    let logged = proof.map(|file| locate(file, &document, jwks));
    let index = logged.as_ref().and_then(|l| Some(l.as_ref().ok()?.index));
    let key = KeyFinding::of(jwk, recorded_at(&payload), index);
    Report {
        signature: signature_finding(document, payload, key),
        log: logged.map_or(LogFinding::NotChecked, log_finding),
    }
}

fn locate(file: &str, document: &Verified, jwks: &Jwks) -> Result<Logged, ProofError> {
    ProofFile::parse(file)?.verify(&log_entry(&document.payload), &jwks.log_keys())
}

fn recorded_at(payload: &Value) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(payload[RECORDED_AT].as_str()?, &Rfc3339).ok()
}

fn signature_finding(document: Verified, payload: Value, key: KeyFinding) -> SignatureFinding {
    SignatureFinding::Valid {
        log_entry: sha256_hex(&document.payload),
        typ: document.typ,
        kid: document.kid,
        payload,
        key,
    }
}

fn log_finding(logged: Result<Logged, ProofError>) -> LogFinding {
    match logged {
        Err(reason) => LogFinding::Refused {
            reason: reason.code(),
        },
        Ok(logged) => LogFinding::Included {
            origin: logged.origin,
            index: logged.index,
            tree_size: logged.tree_size,
            root: hex(&logged.root),
            signed_by: logged.signed_by.to_string(),
        },
    }
}
