//! Integrates pending leaves in batches and signs the new head.
//!
//! Crash points: before the commit nothing happened. Between the commit and writing the key folder's
//! copy the copy is one head behind, which is consistent with it. The head in the database is
//! replaced by compare-and-swap, so a sequencer that slept through another's work signs nothing.

use samtycke_shared::proof::Checkpoint;
use samtycke_shared::tree::{self, Hash};

use super::jwks;
use super::store::{self, Head};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::write_atomically;

const BATCH: i64 = 4_096;

/// Integrates everything pending. Says how many leaves there were.
pub async fn run(app: &App) -> Result<usize> {
    let mut total = 0;
    loop {
        let integrated = integrate(app).await?;
        if integrated == 0 {
            return Ok(total);
        }
        total += integrated;
    }
}

async fn integrate(app: &App) -> Result<usize> {
    let mut look = app.db.read().await?;
    let idle = !store::has_pending(&mut look).await?;
    drop(look);
    if idle {
        return Ok(0);
    }
    let mut tx = app.db.begin().await?;
    if !store::try_lock(&mut tx).await? {
        return Ok(0);
    }
    let leaves = store::pending(&mut tx, BATCH).await?;
    if leaves.is_empty() {
        return Ok(0);
    }
    let head = store::head(&mut tx).await?;
    refuse_fork(app, &mut tx, head.as_ref()).await?;
    let size = head.as_ref().map_or(0, |head| head.size);
    let hashes: Vec<Hash> = leaves
        .iter()
        .map(|leaf| tree::leaf_hash(&leaf.entry))
        .collect();
    let appended = tree::append(
        size.cast_unsigned(),
        &frontier(&mut tx, size).await?,
        &hashes,
    )
    .map_err(Error::internal)?;
    store::append(&mut tx, size, &leaves, &appended.new_nodes).await?;
    let checkpoint = Checkpoint::new(app.keys.log_origin.clone(), appended.size, appended.root);
    let signed = checkpoint.sign(&app.keys.log).map_err(Error::internal)?;
    if !store::swap_head(
        &mut tx,
        size,
        appended.size.cast_signed(),
        &appended.root,
        &signed,
        app.now(),
    )
    .await?
    {
        return Ok(0);
    }
    tx.commit().await?;
    write_atomically(&app.keys.checkpoint_path(), signed.as_bytes())?;
    Ok(leaves.len())
}

async fn frontier(tx: &mut Tx, size: i64) -> Result<Vec<Hash>> {
    let nodes = tree::frontier_nodes(size.cast_unsigned());
    let stored = store::nodes(tx, &nodes).await?;
    nodes
        .iter()
        .map(|node| {
            stored
                .get(node)
                .copied()
                .ok_or_else(|| Error::internal(format!("the log lacks node {node:?}")))
        })
        .collect()
}

/// The last head this key folder has seen signed must be part of the database's log: a database
/// restored from an old backup would otherwise sign a second history.
async fn refuse_fork(app: &App, tx: &mut Tx, head: Option<&Head>) -> Result<()> {
    let kept = match std::fs::read_to_string(app.keys.checkpoint_path()) {
        Ok(kept) => kept,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(cause.into()),
    };
    if head.is_some_and(|head| head.checkpoint == kept) {
        return Ok(());
    }
    let keys = jwks(app).log_keys();
    let (kept, _) = Checkpoint::open(&kept, &keys).map_err(|cause| {
        Error::internal(format!("{}: {cause}", app.keys.checkpoint_path().display()))
    })?;
    let size = head.map_or(0, |head| head.size);
    if kept.size > size.cast_unsigned() {
        return Err(Error::internal(format!(
            "the database's log has {size} entries, but a head over {} was signed: this is an older copy of the database; \
             nothing is signed that would contradict it",
            kept.size
        )));
    }
    let root = tree::root(kept.size, &frontier(tx, kept.size.cast_signed()).await?)
        .map_err(Error::internal)?;
    if root == kept.root {
        Ok(())
    } else {
        Err(Error::internal(
            "the database's log contradicts the last signed head",
        ))
    }
}
