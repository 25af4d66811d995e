//! Backups of the database, and coming back from one.
//!
//! A backup is a folder with the database's copy and `backup.json`, which is written last: without it the folder
//! is no backup. It never holds the key folder. A copy beside the keys would hold everything a thief needs, and
//! the journals in there must be newer than any copy of the database (rules 14 and 17).

pub mod journal;
mod postgres;
pub mod recover;
mod sqlite;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use samtycke_shared::receipt::hex;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;

use crate::clock::{Millis, rfc3339};
use crate::config::Config;
use crate::db;
use crate::error::{Error, Result};
use crate::keys::{LOG_ORIGIN, private_file, private_folder, sync_folder};

const MANIFEST: &str = "backup.json";
const FORMAT: u32 = 1;

/// What `backup.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    /// RFC 3339.
    pub made_at: String,
    pub engine: Engine,
    /// The last step of the schema the copy has.
    pub schema: i64,
    /// The log's name, which is kept in the key folder it belongs to.
    pub log: String,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn of(url: &str) -> Self {
        match url.starts_with("sqlite:") {
            true => Self::Sqlite,
            false => Self::Postgres,
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "samtycke.db",
            Self::Postgres => "samtycke.dump",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The schema this program knows.
    fn schema(self) -> &'static Migrator {
        match self {
            Self::Sqlite => &db::SQLITE,
            Self::Postgres => &db::POSTGRES,
        }
    }
}

/// Copies the configured database into `folder`, as it is at one moment. Servers go on meanwhile.
///
/// # Errors
/// `Invalid` when the folder can not be one for a backup. What was copied of it is removed when copying fails.
pub async fn make(config: &Config, folder: &Path, now: Millis) -> Result<Manifest> {
    let log = log_origin(config)?;
    prepare(config, folder)?;
    let url = config.database_url();
    let engine = Engine::of(url.expose_secret());
    let copy = folder.join(engine.file());
    match copy_to(&copy, url.expose_secret(), engine, log, now).await {
        Ok(manifest) => {
            write_manifest(folder, &manifest)?;
            Ok(manifest)
        }
        Err(error) => {
            let _ = fs::remove_file(&copy);
            let _ = fs::remove_dir(folder);
            Err(error)
        }
    }
}

async fn copy_to(
    copy: &Path,
    url: &str,
    engine: Engine,
    log: String,
    now: Millis,
) -> Result<Manifest> {
    // Nobody else may read it from the first byte on.
    drop(private_file(copy, |options| options.create_new(true))?);
    let schema = match engine {
        Engine::Sqlite => sqlite::save(url, copy).await?,
        Engine::Postgres => postgres::save(url, copy).await?,
    };
    File::open(copy)?.sync_all()?;
    let (bytes, sha256) = digest(copy)?;
    Ok(Manifest {
        format: FORMAT,
        made_at: rfc3339(now),
        engine,
        schema,
        log,
        bytes,
        sha256,
    })
}

/// A key folder that is made anew knows nobody who was erased and signs another log: there must be one.
fn log_origin(config: &Config) -> Result<String> {
    let keys = config.key_dir();
    match fs::read_to_string(keys.join(LOG_ORIGIN)) {
        Ok(origin) => Ok(origin.trim().to_owned()),
        Err(cause) => Err(Error::field(
            "SAMTYCKE_KEY_DIR",
            "missing",
            format!(
                "{} is not the key folder of this database: {cause}",
                keys.display()
            ),
        )),
    }
}

fn prepare(config: &Config, folder: &Path) -> Result<()> {
    private_folder(folder)?;
    let keys = config.key_dir();
    if keys.exists() && folder.canonicalize()?.starts_with(keys.canonicalize()?) {
        return Err(wrong(
            folder,
            "it is in the key folder, which a backup must be apart from",
        ));
    }
    if fs::read_dir(folder)?.next().is_some() {
        return Err(wrong(folder, "it is not empty; name a new folder"));
    }
    Ok(())
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<()> {
    let mut text = serde_json::to_string_pretty(manifest)?;
    text.push('\n');
    let mut file = private_file(&folder.join(MANIFEST), |options| options.create_new(true))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    sync_folder(folder)
}

/// Puts a backup in the place of the configured database. All of it or nothing: the old one stays until the
/// new one is whole.
///
/// What the key folder knows beyond the backup is not applied yet: see [`recover`].
///
/// # Errors
/// `Invalid` when the folder holds no sound backup for this database and program, when a server still runs, and,
/// unless it may be replaced, when the database holds anything.
pub async fn put_back(config: &Config, folder: &Path, replace: bool) -> Result<Manifest> {
    let log = log_origin(config)?;
    let url = config.database_url();
    let url = url.expose_secret();
    let manifest = read_manifest(folder, Engine::of(url))?;
    if manifest.log != log {
        return Err(wrong(
            folder,
            format!(
                "it belongs to the key folder of {}; SAMTYCKE_KEY_DIR is that of {log}",
                manifest.log
            ),
        ));
    }
    let copy = folder.join(manifest.engine.file());
    if digest(&copy)? != (manifest.bytes, manifest.sha256.clone()) {
        return Err(wrong(
            &copy,
            "it is not what backup.json says was copied; take another backup",
        ));
    }
    match manifest.engine {
        Engine::Sqlite => {
            private_folder(&config.data_dir)?;
            sqlite::put_back(url, &copy, replace).await?;
        }
        Engine::Postgres => postgres::put_back(url, &copy, manifest.schema, replace).await?,
    }
    Ok(manifest)
}

fn read_manifest(folder: &Path, engine: Engine) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|cause| {
        wrong(
            &path,
            format!("{cause}; name a folder made by `samtycke backup`"),
        )
    })?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|cause| wrong(&path, cause))?;
    if manifest.format != FORMAT {
        return Err(wrong(
            &path,
            format!(
                "its format is {}, this program reads {FORMAT}",
                manifest.format
            ),
        ));
    }
    if manifest.engine != engine {
        return Err(wrong(
            &path,
            format!(
                "it is of {}, SAMTYCKE_DATABASE_URL names a database of {}",
                manifest.engine.name(),
                engine.name()
            ),
        ));
    }
    if !engine.schema().version_exists(manifest.schema) {
        return Err(wrong(
            &path,
            "a newer samtycke made it; restore it with that or a later one",
        ));
    }
    Ok(manifest)
}

fn digest(path: &Path) -> Result<(u64, String)> {
    let mut file = File::open(path).map_err(|cause| wrong(path, cause))?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut block = vec![0; 1024 * 1024];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok((bytes, hex(&hash.finalize())));
        }
        hash.update(&block[..read]);
        bytes += read as u64;
    }
}

fn wrong(path: &Path, message: impl std::fmt::Display) -> Error {
    Error::field(&path.display().to_string(), "backup", message.to_string())
}

fn holds_data() -> Error {
    Error::field(
        "--replace",
        "missing",
        "the database holds data already; say --replace if the backup shall take its place",
    )
}

fn in_use(by: &str) -> Error {
    let message = format!("the database is in use; stop every server first{by}");
    Error::field("samtycke serve", "running", message)
}

/// A file beside another, on the same disk.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
