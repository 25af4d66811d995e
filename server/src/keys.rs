//! The key folder: what must never be inside a database backup.
//!
//! | file | holds |
//! |---|---|
//! | `receipt.key`, `log.key` | Ed25519 seeds, base64url |
//! | `link.key` | the secret behind candidates' links and served notices |
//! | `log.origin` | the log's name in checkpoints: fixed when the log begins, whatever the public URL becomes |
//! | `checkpoint` | the last signed log head: a restored database cannot fork the log |
//! | `erasures.journal` | ids erased: a restored database cannot bring them back |
//!
//! Made at the first start, readable by the owner alone.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::random::Random;

pub struct Keys {
    folder: PathBuf,
    pub receipt: SigningKey,
    pub log: SigningKey,
    pub log_origin: String,
    link: [u8; 32],
}

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
        Ok(Self {
            receipt: SigningKey::from_bytes(&load_or_make(&folder.join("receipt.key"), random)?),
            log: SigningKey::from_bytes(&load_or_make(&folder.join("log.key"), random)?),
            log_origin: load_or_write(&folder.join("log.origin"), random, &origin_for(public_url))?,
            link: load_or_make(&folder.join("link.key"), random)?,
            folder: folder.to_owned(),
        })
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

    pub fn checkpoint_path(&self) -> PathBuf {
        self.folder.join("checkpoint")
    }

    pub fn journal_path(&self) -> PathBuf {
        self.folder.join("erasures.journal")
    }
}

/// How tokens rest in the database. They hold 256 random bits, so a plain hash is enough.
pub fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Replaces `path` in one step and makes it durable: readers see the old content or the new, never half.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let next = path.with_extension("next");
    let mut file = private_file(&next, |options| options.create(true).truncate(true))?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&next, path)?;
    if let Some(parent) = path.parent() {
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

/// The log's name for a server first started under this URL: the URL without its scheme.
fn origin_for(public_url: &str) -> String {
    let bare = public_url
        .split_once("://")
        .map_or(public_url, |(_, rest)| rest);
    format!("{bare}/log")
}

fn load_or_make(path: &Path, random: &Random) -> Result<[u8; 32]> {
    let text = load_or_write(path, random, &URL_SAFE_NO_PAD.encode(random.bytes::<32>()))?;
    URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| unusable(path, "it does not hold 32 bytes in base64url"))
}

fn load_or_write(path: &Path, random: &Random, new: &str) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => write_once(path, random, new),
        Err(cause) => Err(unusable(path, cause)),
    }
}

/// `link` instead of `rename`: of two processes that start at once, one writes and both use what it wrote.
fn write_once(path: &Path, random: &Random, new: &str) -> Result<String> {
    let draft = path.with_extension(format!("draft-{}", random.salt()));
    let mut file = private_file(&draft, |options| options.create_new(true))?;
    file.write_all(new.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(new.to_owned()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            load_or_write(path, random, new)
        }
        Err(cause) => Err(unusable(path, cause)),
    }
}

/// Opens for writing a file only its owner can read.
pub fn private_file(
    path: &Path,
    choose: impl Fn(&mut OpenOptions) -> &mut OpenOptions,
) -> Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    choose(&mut options)
        .open(path)
        .map_err(|cause| unusable(path, cause))
}

/// Makes a folder, readable by its owner alone, if it is not there. One that is keeps its permissions.
pub fn private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|cause| unusable(path, cause))
}

#[cfg(unix)]
fn restrict(folder: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
        .map_err(|cause| unusable(folder, cause))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<()> {
    Ok(())
}

fn unusable(path: &Path, cause: impl std::fmt::Display) -> Error {
    Error::internal(format!("{}: {cause}", path.display()))
}
