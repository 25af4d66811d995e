//! The key folder: what must never be inside a database backup.
//!
//! | file | holds |
//! |---|---|
//! | `receipt.key`, `log.key` | the first Ed25519 seeds, base64url |
//! | `receipt-{kid}.key`, `log-{kid}.key` | those that came after; one whose period is over may be deleted |
//! | `keys.json` | every public key with its period, as published at `/.well-known/jwks.json` |
//! | `link.key` | the secret behind links, served notices, webhooks, passwords and one-time codes |
//! | `log.origin` | the log's name in checkpoints: fixed when the log begins, whatever the public URL becomes |
//! | `checkpoint.{size}` | the last signed log head: a restored database cannot fork the log |
//! | `log.journal` | the log's entries: a restored database gets back those it lacks |
//! | `erasures.journal` | ids erased: a restored database cannot bring them back |
//! | `facts.journal` | which mails went out and what came of them: a restored database asks nobody again |
//!
//! Made at the first start, readable by the owner alone.

mod files;
mod ring;
mod seal;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, KeyInit, Mac};
use samtycke_shared::receipt::{Jwks, sha256_hex};
use sha2::{Digest, Sha256};

use crate::clock::Millis;
use crate::error::{Error, Result};
use crate::random::Random;

pub use files::{append_lines, length, private_file, private_folder, sync_folder};
pub use ring::Use;

use files::{load_or_make, load_or_write, restrict, write_atomically};
use ring::Ring;

pub struct Keys {
    folder: PathBuf,
    random: Random,
    pub log_origin: String,
    link: [u8; 32],
    ring: RwLock<Arc<Ring>>,
}

const CHECKPOINT: &str = "checkpoint.";
/// The file with the log's name.
pub const LOG_ORIGIN: &str = "log.origin";

/// What a link in a mail gives access to. Part of what is authenticated, so one kind of link never
/// works as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `/r/{token}`: one renewal.
    Renewal,
    /// `/me/{token}`: one candidate.
    Candidate,
    /// `/console/sign-in/{token}`: one sign-in.
    SignIn,
}

impl Keys {
    /// Opens the folder and makes what is missing.
    ///
    /// # Errors
    /// When the folder can not be written or a key file does not hold a key.
    pub fn open(folder: &Path, random: &Random, public_url: &str) -> Result<Self> {
        private_folder(folder)?;
        restrict(folder, 0o700)?;
        let log_origin = load_or_write(&folder.join(LOG_ORIGIN), random, &origin_for(public_url))?;
        Ok(Self {
            ring: RwLock::new(Arc::new(Ring::open(folder, random, &log_origin)?)),
            link: load_or_make(&folder.join("link.key"), random)?,
            folder: folder.to_owned(),
            random: random.clone(),
            log_origin,
        })
    }

    /// The key that signs now.
    pub fn signing(&self, usage: Use, now: Millis) -> SigningKey {
        self.ring().signing(usage, now).clone()
    }

    /// Every public key there is or was, each with its period.
    pub fn jwks(&self) -> Jwks {
        self.ring().published().clone()
    }

    pub fn signs(&self, kid: &str, now: Millis) -> bool {
        self.ring().signs(kid, now)
    }

    /// Takes over what another process changed in the folder. Keeps what it has on failure.
    ///
    /// # Errors
    /// When the folder can not be read or lacks a key that should sign.
    pub fn reload(&self) -> Result<()> {
        if self.ring().is_current(&self.folder)? {
            return Ok(());
        }
        let ring = Ring::open(&self.folder, &self.random, &self.log_origin)?;
        self.replace(ring);
        Ok(())
    }

    /// Makes a new key that signs from `at` on, when the one that signs now ends. Gives its `kid`.
    ///
    /// # Errors
    /// `Conflict` when a change is already ahead.
    pub fn rotate(&self, usage: Use, at: Millis, now: Millis) -> Result<String> {
        let ring = Ring::open(&self.folder, &self.random, &self.log_origin)?;
        let (ring, kid) = ring.rotated(&self.folder, &self.random, usage, at, now)?;
        self.replace(ring);
        Ok(kid)
    }

    /// Ends the key at once if it signs now, by a new one. Says whether it did.
    ///
    /// # Errors
    /// `Invalid` when there is no such key.
    pub fn retire(&self, kid: &str, now: Millis) -> Result<bool> {
        self.reload()?;
        let usage = self.ring().usage(kid)?;
        let signs = self.ring().signs(kid, now);
        if signs {
            self.rotate(usage, now, now)?;
        }
        Ok(signs)
    }

    /// Publishes that others may hold the key: what the log held by `log_size` was signed before that.
    ///
    /// # Errors
    /// `Invalid` when there is no such key, `Conflict` when it still signs.
    pub fn mark_compromised(&self, kid: &str, at: Millis, log_size: u64) -> Result<()> {
        let ring = Ring::open(&self.folder, &self.random, &self.log_origin)?;
        if ring.signs(kid, at) {
            return Err(Error::conflict(
                "key-signs",
                format!("the key {kid} still signs"),
            ));
        }
        self.replace(ring.compromised(&self.folder, &self.random, kid, at, log_size)?);
        Ok(())
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, ring: Ring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }

    /// Keeps a signed head for as long as there is none of a larger log. One file for each size: a
    /// process that slept in between cannot put an older head in a newer one's place.
    ///
    /// The smallest goes first, so that whoever still finds a head was shown all larger ones
    /// ([`Keys::kept_checkpoint`]).
    pub fn keep_checkpoint(&self, size: u64, signed: &str) -> Result<()> {
        let path = self.folder.join(format!("{CHECKPOINT}{size}"));
        write_atomically(&path, &self.random, signed.as_bytes())?;
        for (older, path) in self.checkpoints()? {
            if older < size {
                // Another process may have been faster.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    /// The head of the largest log this folder has seen signed.
    ///
    /// A folder changes while it is listed: the list may lack the newest head and those that went for it.
    /// Then all smaller ones are gone as well, and it is listed anew.
    pub fn kept_checkpoint(&self) -> Result<Option<String>> {
        loop {
            let Some((_, newest)) = self.checkpoints()?.pop() else {
                return Ok(None);
            };
            match fs::read_to_string(newest) {
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                read => return Ok(Some(read?)),
            }
        }
    }

    /// The heads there are, the smallest first.
    fn checkpoints(&self) -> Result<Vec<(u64, PathBuf)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let size = name.to_str().and_then(|name| name.strip_prefix(CHECKPOINT));
            if let Some(size) = size.and_then(|size| size.parse().ok()) {
                found.push((size, entry.path()));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The token of a link. Derived, not stored: a mail that must be sent again carries the same
    /// link although the database keeps only [`token_hash`].
    pub fn link_token(&self, kind: LinkKind, id: &str) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.link).expect("HMAC takes keys of any length");
        let domain: &[u8] = match kind {
            LinkKind::Renewal => b"renewal:",
            LinkKind::Candidate => b"candidate:",
            LinkKind::SignIn => b"sign-in:",
        };
        mac.update(domain);
        mac.update(id.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    pub fn link_hash(&self, kind: LinkKind, id: &str) -> String {
        token_hash(&self.link_token(kind, id))
    }

    /// The HMAC secret of served notices, separated from the links' use of the same key.
    pub fn notice_secret(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"served-notice:")
            .chain_update(self.link)
            .finalize()
            .into()
    }

    /// What signs an endpoint's webhooks: a thief of the database can sign nothing.
    pub fn webhook_secret(&self, webhook: &str, version: i64) -> [u8; 32] {
        self.derived("webhook", &[webhook, &version.to_string()])
    }

    /// A secret for one use and one thing, separated from all others made of the same key. What is
    /// derived here need not be kept in the database, and is not in a backup of it.
    pub fn derived(&self, usage: &str, of: &[&str]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.link).expect("HMAC takes keys of any length");
        mac.update(b"derived");
        for part in std::iter::once(&usage).chain(of) {
            // With its length, so that no two lists of parts are the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    pub fn log_journal_path(&self) -> PathBuf {
        self.folder.join("log.journal")
    }

    pub fn journal_path(&self) -> PathBuf {
        self.folder.join("erasures.journal")
    }

    pub fn facts_journal_path(&self) -> PathBuf {
        self.folder.join("facts.journal")
    }
}

/// How tokens rest in the database. They hold 256 random bits, so a plain hash is enough.
pub fn token_hash(token: &str) -> String {
    sha256_hex(token.as_bytes())
}

/// The log's name for a server first started under this URL: the URL without its scheme.
fn origin_for(public_url: &str) -> String {
    let bare = public_url
        .split_once("://")
        .map_or(public_url, |(_, rest)| rest);
    format!("{bare}/log")
}
