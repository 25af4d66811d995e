//! The signing keys, and what is published of every key there ever was.
//!
//! `keys.json` says which keys there are and when each signs; the seeds lie beside it. A new key is
//! written to its own file first and to `keys.json` second: a crash in between leaves a seed nobody uses.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use samtycke_shared::receipt::{Compromise, Jwk, Jwks, thumbprint};

use super::files::{load_or_make, load_or_write, unusable, write_atomically};
use crate::clock::{Millis, SECOND, utc};
use crate::error::{Error, Result};
use crate::random::Random;

/// What a key signs; one key never signs both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Receipts and erasure certificates.
    Receipts,
    /// The log's heads.
    Log,
}

impl Use {
    fn file(self) -> &'static str {
        match self {
            Self::Receipts => "receipt",
            Self::Log => "log",
        }
    }

    fn of(jwk: &Jwk) -> Self {
        if jwk.log.is_some() {
            Self::Log
        } else {
            Self::Receipts
        }
    }
}

pub struct Ring {
    published: Jwks,
    /// By `kid`.
    seeds: HashMap<String, SigningKey>,
    written: SystemTime,
}

impl Ring {
    /// Reads the folder, after making what is missing in a new one.
    pub fn open(folder: &Path, random: &Random, origin: &str) -> Result<Self> {
        let path = index(folder);
        if !path.exists() {
            let receipt = load_or_make(&folder.join("receipt.key"), random)?;
            let log = load_or_make(&folder.join("log.key"), random)?;
            let first = Jwks {
                keys: vec![
                    Jwk::new(SigningKey::from_bytes(&receipt).verifying_key()),
                    Jwk::for_log(SigningKey::from_bytes(&log).verifying_key(), origin),
                ],
            };
            load_or_write(&path, random, &serde_json::to_string_pretty(&first)?)?;
        }
        let ring = Self {
            written: written(&path)?,
            published: serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|cause| unusable(&path, cause))?,
            seeds: seeds(folder, random)?,
        };
        for usage in [Use::Receipts, Use::Log] {
            if ring.able(usage).next().is_none() {
                let what = format!("no {}*.key beside it holds a key it lists", usage.file());
                return Err(unusable(&path, what));
            }
        }
        Ok(ring)
    }

    pub fn is_current(&self, folder: &Path) -> Result<bool> {
        Ok(self.written == written(&index(folder))?)
    }

    pub fn published(&self) -> &Jwks {
        &self.published
    }

    /// The last whose time has come; before all of them, the first.
    pub fn signing(&self, usage: Use, now: Millis) -> &SigningKey {
        let (_, first) = self
            .able(usage)
            .next()
            .expect("opening makes sure of one key for each use");
        self.able(usage)
            .filter(|(jwk, _)| has_begun(jwk, now))
            .last()
            .map_or(first, |(_, seed)| seed)
    }

    /// Those that can sign, oldest first.
    fn able(&self, usage: Use) -> impl Iterator<Item = (&Jwk, &SigningKey)> {
        self.published
            .keys
            .iter()
            .filter(move |jwk| Use::of(jwk) == usage && jwk.compromise.is_none())
            .filter_map(|jwk| Some((jwk, self.seeds.get(jwk.kid())?)))
    }

    pub fn signs(&self, kid: &str, now: Millis) -> bool {
        self.published
            .find(kid)
            .is_some_and(|jwk| thumbprint(&self.signing(Use::of(jwk), now).verifying_key()) == kid)
    }

    pub fn usage(&self, kid: &str) -> Result<Use> {
        self.published
            .find(kid)
            .map(Use::of)
            .ok_or_else(|| unknown(kid))
    }

    pub fn rotated(
        mut self,
        folder: &Path,
        random: &Random,
        usage: Use,
        at: Millis,
        now: Millis,
    ) -> Result<(Self, String)> {
        let at = utc(at / SECOND * SECOND);
        let of_use = |jwk: &&mut Jwk| Use::of(jwk) == usage;
        let origin = self
            .published
            .keys
            .iter()
            .rev()
            .find_map(|jwk| jwk.log.clone())
            .unwrap_or_default();
        if let Some(last) = self.published.keys.iter_mut().rev().find(of_use) {
            if !has_begun(last, now) {
                return Err(Error::conflict(
                    "key-ahead",
                    format!("the key {} has not begun to sign yet", last.kid()),
                ));
            }
            last.period.until = Some(at);
        }
        let seed = SigningKey::from_bytes(&random.bytes());
        let mut jwk = match usage {
            Use::Receipts => Jwk::new(seed.verifying_key()),
            Use::Log => Jwk::for_log(seed.verifying_key(), origin),
        };
        jwk.period.from = Some(at);
        let kid = jwk.kid().to_owned();
        let file = folder.join(format!("{}-{kid}.key", usage.file()));
        let text = URL_SAFE_NO_PAD.encode(seed.to_bytes());
        write_atomically(&file, random, text.as_bytes())?;
        self.seeds.insert(kid.clone(), seed);
        self.published.keys.push(jwk);
        self.save(folder, random)?;
        Ok((self, kid))
    }

    pub fn compromised(
        mut self,
        folder: &Path,
        random: &Random,
        kid: &str,
        at: Millis,
        log_size: u64,
    ) -> Result<Self> {
        let keys = &mut self.published.keys;
        let jwk = keys
            .iter_mut()
            .find(|jwk| jwk.kid() == kid)
            .ok_or_else(|| unknown(kid))?;
        // What is said first stands: a later mark must not make more believable.
        if jwk.compromise.is_none() {
            jwk.compromise = Some(Compromise {
                at: utc(at),
                log_size: Some(log_size),
            });
            self.save(folder, random)?;
        }
        Ok(self)
    }

    fn save(&mut self, folder: &Path, random: &Random) -> Result<()> {
        let path = index(folder);
        let text = serde_json::to_string_pretty(&self.published)?;
        write_atomically(&path, random, text.as_bytes())?;
        self.written = written(&path)?;
        Ok(())
    }
}

fn has_begun(jwk: &Jwk, now: Millis) -> bool {
    jwk.period
        .from
        .is_none_or(|from| from.unix_timestamp() * SECOND <= now)
}

fn index(folder: &Path) -> PathBuf {
    folder.join("keys.json")
}

fn written(path: &Path) -> Result<SystemTime> {
    Ok(fs::metadata(path)?.modified()?)
}

fn seeds(folder: &Path, random: &Random) -> Result<HashMap<String, SigningKey>> {
    let mut seeds = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let is_seed = name.is_some_and(|name| {
            name.ends_with(".key") && (name.starts_with("receipt") || name.starts_with("log"))
        });
        if is_seed {
            let seed = SigningKey::from_bytes(&load_or_make(&path, random)?);
            seeds.insert(thumbprint(&seed.verifying_key()), seed);
        }
    }
    Ok(seeds)
}

fn unknown(kid: &str) -> Error {
    Error::field("KID", "unknown", format!("keys.json lists no key {kid}"))
}
