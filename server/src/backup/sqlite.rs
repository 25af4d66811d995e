//! SQLite's copy: the pages in use and nothing that was erased from the others.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::{beside, holds_data, in_use, wrong};
use crate::db::{out_of_reach, sqlite_options};
use crate::error::{Error, Result};
use crate::keys::sync_folder;

/// What SQLite keeps beside a database, by the end of the name. Left of another one, it would be taken for the new
/// one's and laid over it.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];
/// SQLite's codes for a file that is damaged and for one that is no database.
const UNREADABLE: [&str; 2] = ["11", "26"];
const BUSY: &str = "5";

/// Gives the schema's last step.
pub async fn save(url: &str, copy: &Path) -> Result<i64> {
    let mut from = sqlite_options(url)?.connect().await.map_err(out_of_reach)?;
    sqlx::query("VACUUM INTO $1")
        .bind(copy.display().to_string())
        .execute(&mut from)
        .await?;
    from.close().await?;
    check(copy).await
}

/// The copy is made whole beside the database before it takes its name, in one step.
pub async fn put_back(url: &str, copy: &Path, replace: bool) -> Result<()> {
    let options = sqlite_options(url)?;
    // A link stays one: what it leads to is replaced.
    let file = fs::canonicalize(options.get_filename())
        .unwrap_or_else(|_| options.get_filename().to_owned());
    let free = make_way(&options, &file, replace).await?;
    close(free).await?;
    let next = beside(&file, ".restoring");
    let done = swap(&options, copy, &next, &file, replace).await;
    if done.is_err() {
        let _ = fs::remove_file(&next);
    }
    done
}

async fn swap(
    options: &SqliteConnectOptions,
    copy: &Path,
    next: &Path,
    file: &Path,
    replace: bool,
) -> Result<()> {
    fs::copy(copy, next)?;
    check(next).await?;
    File::open(next)?.sync_all()?;
    // Once more: copying takes its time.
    let held = make_way(options, file, replace).await?;
    for companion in COMPANIONS {
        remove(&beside(file, companion))?;
    }
    fs::rename(next, file)?;
    close(held).await?;
    match file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        Some(folder) => sync_folder(folder),
        None => Ok(()),
    }
}

/// Sees that nobody is at the old database and that it may go. SQLite gives up the write-ahead log only when nobody
/// else has the file open; the lock stays until the connection is dropped.
async fn make_way(
    options: &SqliteConnectOptions,
    file: &Path,
    replace: bool,
) -> Result<Option<SqliteConnection>> {
    if !file.exists() {
        return Ok(None);
    }
    let options = options.clone().busy_timeout(Duration::ZERO);
    match close_off(&options, replace).await {
        Ok(Some(held)) => Ok(Some(held)),
        Ok(None) => Err(holds_data()),
        // The very reason for restoring.
        Err(cause) if replace && is_code(&cause, &UNREADABLE) => Ok(None),
        Err(cause) if is_code(&cause, &UNREADABLE) => Err(holds_data()),
        Err(cause) if is_code(&cause, &[BUSY]) => Err(in_use("")),
        Err(cause) => Err(Error::from(cause)),
    }
}

async fn close_off(
    options: &SqliteConnectOptions,
    replace: bool,
) -> std::result::Result<Option<SqliteConnection>, sqlx::Error> {
    let mut old = options.connect().await?;
    match take_alone(&mut old, replace).await {
        Ok(true) => Ok(Some(old)),
        outcome => {
            old.close().await?;
            outcome.map(|_| None)
        }
    }
}

/// False when there is anything in the file and it may not go.
async fn take_alone(
    old: &mut SqliteConnection,
    replace: bool,
) -> std::result::Result<bool, sqlx::Error> {
    let (tables,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_master")
        .fetch_one(&mut *old)
        .await?;
    if tables > 0 && !replace {
        return Ok(false);
    }
    for step in [
        "PRAGMA journal_mode = DELETE",
        "PRAGMA locking_mode = EXCLUSIVE",
        "BEGIN EXCLUSIVE",
    ] {
        sqlx::query(step).execute(&mut *old).await?;
    }
    Ok(true)
}

async fn close(held: Option<SqliteConnection>) -> Result<()> {
    match held {
        Some(held) => Ok(held.close().await?),
        None => Ok(()),
    }
}

fn is_code(cause: &sqlx::Error, codes: &[&str]) -> bool {
    let code = cause.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| codes.contains(&&*code))
}

/// Gives the schema's last step of a sound copy.
async fn check(copy: &Path) -> Result<i64> {
    let options = SqliteConnectOptions::new().filename(copy);
    let mut made = options.connect().await?;
    let (verdict,): (String,) = sqlx::query_as("PRAGMA quick_check(1)")
        .fetch_one(&mut made)
        .await?;
    let schema = sqlx::query_as("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut made)
        .await;
    made.close().await?;
    match (verdict.as_str(), schema) {
        ("ok", Ok((schema,))) => Ok(schema),
        ("ok", Err(cause)) => Err(wrong(copy, cause)),
        _ => Err(wrong(copy, verdict)),
    }
}

fn remove(file: &PathBuf) -> Result<()> {
    match fs::remove_file(file) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause.into()),
        _ => Ok(()),
    }
}
