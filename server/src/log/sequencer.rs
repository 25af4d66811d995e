//! Integrates pending leaves in batches and signs the new head.
//!
//! Two steps, each its own transaction. First the leaves become part of the tree, by one sequencer at
//! a time and by compare-and-swap, so one that slept through another's work changes nothing. Only a
//! tree that is committed is signed: a signature, wherever it got to, is never over a history that
//! was rolled back. The key folder learns of its entries, and then of the head, before anybody else.
//!
//! Crash points: between the steps the tree is ahead of its signed head, which the next run mends.
//! Between key folder and database the folder's head is ahead, and part of the same tree.

use samtycke_shared::proof::{Checkpoint, VerifierKey};
use samtycke_shared::receipt::hex;
use samtycke_shared::tree::{self, Hash};

use super::journal;
use super::store::{self, Head, Pending};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::Use;

const BATCH: i64 = 4_096;

/// Integrates everything pending and signs. Says how many leaves there were.
///
/// # Errors
/// When the key folder has seen a head that the database's log contradicts: nothing is signed then.
pub async fn run(app: &App) -> Result<usize> {
    let mut total = 0;
    loop {
        let integrated = integrate(app).await?;
        if integrated == 0 {
            break;
        }
        total += integrated;
    }
    sign(app).await?;
    Ok(total)
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
    let kept = app.keys.kept_checkpoint()?;
    let head = store::head(&mut tx).await?;
    refuse_fork(app, &mut tx, kept, &head).await?;
    extend(&mut tx, head.size, &leaves).await?;
    tx.commit().await?;
    Ok(leaves.len())
}

/// Appends leaves to the tree of `size` entries, by compare-and-swap. Gives the new root.
pub async fn extend(tx: &mut Tx, size: i64, leaves: &[Pending]) -> Result<Hash> {
    let hashes: Vec<Hash> = leaves
        .iter()
        .map(|leaf| tree::leaf_hash(&leaf.entry))
        .collect();
    let frontier = frontier(tx, size).await?;
    let appended =
        tree::append(size.cast_unsigned(), &frontier, &hashes).map_err(Error::internal)?;
    store::append(tx, size, leaves, &appended.new_nodes).await?;
    if store::swap_head(tx, size, appended.size.cast_signed(), &appended.root).await? {
        Ok(appended.root)
    } else {
        Err(Error::internal("another sequencer was faster"))
    }
}

/// Signs the committed head unless that is done. Any server may, at any time: all sign the same.
async fn sign(app: &App) -> Result<()> {
    // Before the head: another server may sign in between, and the head is then the newer one.
    let kept = app.keys.kept_checkpoint()?;
    let mut tx = app.db.read().await?;
    let head = store::head(&mut tx).await?;
    let key = app.keys.signing(Use::Log, app.now());
    if head.size == 0 || is_signed(&head, &key.verifying_key(), &app.keys.log_origin)? {
        return Ok(());
    }
    refuse_fork(app, &mut tx, kept, &head).await?;
    journal::keep(app, &mut tx, head.signed_size, head.size).await?;
    drop(tx);
    let size = head.size.cast_unsigned();
    let root = store::hash(&head.root)?;
    let checkpoint = Checkpoint::new(app.keys.log_origin.clone(), size, root);
    let signed = checkpoint.sign(&key).map_err(Error::internal)?;
    tracing::debug!(size, root = %hex(&root), "log head signed");
    app.keys.keep_checkpoint(size, &signed)?;
    let mut tx = app.db.begin().await?;
    store::publish(&mut tx, head.size, &signed, app.now()).await?;
    tx.commit().await
}

/// By the key that signs now: after a change of keys the same head is signed anew.
fn is_signed(
    head: &Head,
    key: &samtycke_shared::receipt::VerifyingKey,
    origin: &str,
) -> Result<bool> {
    if head.signed_size < head.size {
        return Ok(false);
    }
    let key = VerifierKey::new(origin, *key).map_err(Error::internal)?;
    Ok(Checkpoint::open(&head.checkpoint, &[key]).is_ok())
}

/// The root over the first `size` entries, from the stored nodes.
pub async fn root_of(tx: &mut Tx, size: u64) -> Result<Hash> {
    let frontier = frontier(tx, size.cast_signed()).await?;
    tree::root(size, &frontier).map_err(Error::internal)
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
async fn refuse_fork(app: &App, tx: &mut Tx, kept: Option<String>, head: &Head) -> Result<()> {
    match contradiction(app, tx, kept, head).await? {
        None => Ok(()),
        Some(why) => Err(Error::internal(format!(
            "{why}; nothing is signed that would contradict it"
        ))),
    }
}

/// What is wrong between the head the key folder keeps, read before `head`, and the database's log.
pub async fn contradiction(
    app: &App,
    tx: &mut Tx,
    kept: Option<String>,
    head: &Head,
) -> Result<Option<String>> {
    let Some(kept) = kept else { return Ok(None) };
    if kept == head.checkpoint {
        return Ok(None);
    }
    let kept = match open_kept(app, &kept) {
        Ok(kept) => kept,
        Err(cause) => return Ok(Some(cause.to_string())),
    };
    if kept.size > head.size.cast_unsigned() {
        return Ok(Some(format!(
            "the database's log has {} entries, but a head over {} was signed: this is an older copy of the database",
            head.size, kept.size
        )));
    }
    let root = root_of(tx, kept.size).await?;
    Ok((root != kept.root)
        .then(|| "the database's log contradicts the last signed head".to_owned()))
}

/// A checkpoint from the key folder, whichever of our keys signed it: a compromised one still tells
/// what was signed here.
///
/// # Errors
/// When it is not a checkpoint of this log, or no key of ours signed it.
pub fn open_kept(app: &App, kept: &str) -> Result<Checkpoint> {
    let jwks = app.keys.jwks();
    let keys: Vec<VerifierKey> = jwks
        .keys
        .iter()
        .filter_map(|jwk| jwk.verifier_key()?.ok())
        .collect();
    let (checkpoint, _) = Checkpoint::open(kept, &keys)
        .map_err(|cause| Error::internal(format!("the checkpoint in the key folder: {cause}")))?;
    Ok(checkpoint)
}
