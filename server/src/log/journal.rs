//! The log's entries once more, in the key folder: hashes and random ids, in their order.
//!
//! A database restored from a backup lacks the entries that came after it, and nothing may be signed
//! that contradicts the heads already given out. With this copy the tree is made again as it was, and
//! goes on. An entry is written here before a head over it is signed. Several servers may write at
//! once: what is committed is the same for all, and so is its place in the file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use samtycke_shared::tree;

use super::sequencer;
use super::store::{self, Pending};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{length, private_file};

const ID: usize = 36;
const WIDTH: usize = ID + 32;
const BATCH: i64 = 4_096;

/// Brings the copy up to the first `size` entries of the database's log, and onto the disk.
///
/// Only the first `signed` are known to stand in it: what a server wrote that died before it signed may, after a
/// restore, be another history than the database's, and is written over.
pub async fn keep(app: &App, tx: &mut Tx, signed: i64, size: i64) -> Result<()> {
    let path = app.keys.log_journal_path();
    let mut next = kept(&path)?.min(signed);
    if next >= size {
        return Ok(());
    }
    let mut file = private_file(&path, |options| options.create(true))?;
    while next < size {
        let entries = store::entries(tx, next, BATCH.min(size - next)).await?;
        if entries.is_empty() {
            return Err(Error::internal(format!("the log lacks entry {next}")));
        }
        file.seek(SeekFrom::Start(offset(next)?))?;
        file.write_all(&encode(&entries)?)?;
        next += i64::try_from(entries.len()).map_err(Error::internal)?;
    }
    file.sync_data()?;
    Ok(())
}

/// After a restore: puts back the entries the database lacks of the last signed head. Says how many.
///
/// # Errors
/// When the copy does not lead to that head: then nothing is changed.
pub async fn recover(app: &App) -> Result<i64> {
    let Some(signed) = app.keys.kept_checkpoint()? else {
        return Ok(0);
    };
    let target = sequencer::open_kept(app, &signed)?;
    let size = target.size.cast_signed();
    let mut look = app.db.read().await?;
    if store::head(&mut look).await?.size >= size {
        return Ok(0);
    }
    drop(look);
    let path = app.keys.log_journal_path();
    if kept(&path)? < size {
        return Err(Error::internal(format!(
            "{}: it ends before entry {size}; put back the copy that belongs to this key folder",
            path.display()
        )));
    }
    let mut tx = app.db.begin().await?;
    if !store::try_lock(&mut tx).await? {
        return Ok(0);
    }
    let begin = store::head(&mut tx).await?.size;
    if begin >= size {
        return Ok(0);
    }
    let mut file = File::open(&path)?;
    let (mut next, mut root) = (begin, tree::empty_root());
    let waiting = store::count_pending(&mut tx).await?;
    while next < size {
        let leaves = read(&mut file, next, BATCH.min(size - next))?;
        root = sequencer::extend(&mut tx, next, &leaves).await?;
        next += i64::try_from(leaves.len()).map_err(Error::internal)?;
    }
    if root != target.root {
        return Err(Error::internal(
            "the database's log is not the beginning of the one that was signed",
        ));
    }
    // Those that still waited in the database have their records there.
    let found = waiting - store::count_pending(&mut tx).await?;
    store::add_lost(&mut tx, size - begin - found).await?;
    store::publish(&mut tx, size, &signed, app.now()).await?;
    tx.commit().await?;
    Ok(size - begin)
}

fn kept(path: &Path) -> Result<i64> {
    i64::try_from(length(path)? / WIDTH as u64).map_err(Error::internal)
}

fn offset(index: i64) -> Result<u64> {
    Ok(u64::try_from(index).map_err(Error::internal)? * WIDTH as u64)
}

fn encode(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(entries.len() * WIDTH);
    for (id, entry) in entries {
        if id.len() > ID || entry.len() != WIDTH - ID {
            return Err(Error::internal(format!(
                "log entry {id} is not of this form"
            )));
        }
        bytes.extend(format!("{id:ID$}").as_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

fn read(file: &mut File, first: i64, count: i64) -> Result<Vec<Pending>> {
    let mut bytes = vec![0; usize::try_from(count).map_err(Error::internal)? * WIDTH];
    file.seek(SeekFrom::Start(offset(first)?))?;
    file.read_exact(&mut bytes)?;
    bytes
        .chunks_exact(WIDTH)
        .map(|record| {
            let (id, entry) = record.split_at(ID);
            Ok(Pending {
                record_id: std::str::from_utf8(id)
                    .map_err(Error::internal)?
                    .trim_end()
                    .to_owned(),
                entry: entry.to_vec(),
            })
        })
        .collect()
}
