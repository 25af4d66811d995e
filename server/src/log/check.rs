//! Verifying the whole log again: every leaf, every stored node, the signed head, and that every
//! record the server still holds is the one that was committed to.

use samtycke_shared::proof::Checkpoint;
use samtycke_shared::receipt::log_entry;
use samtycke_shared::tree::{self, Hash, Node};

use super::{jwks, sequencer, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::fetch_all;

const BATCH: i64 = 4_096;

/// What a whole check found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Sound {
        size: i64,
        root: Hash,
    },
    /// The first break, in words.
    Broken(String),
}

macro_rules! broken {
    ($($words:tt)*) => { return Ok(Verdict::Broken(format!($($words)*))) };
}

/// Re-verifies everything, from one consistent view of the database.
pub async fn run(app: &App) -> Result<Verdict> {
    let kept = app.keys.kept_checkpoint()?;
    let mut tx = app.db.read().await?;
    let head = store::head(&mut tx).await?;
    if let Some(why) = sequencer::contradiction(app, &mut tx, kept, &head).await? {
        broken!("{why}");
    }
    if head.size == 0 {
        return Ok(Verdict::Sound {
            size: 0,
            root: tree::empty_root(),
        });
    }
    let (mut size, mut frontier) = (0_u64, Vec::new());
    while size.cast_signed() < head.size {
        let entries = store::entries(&mut tx, size.cast_signed(), BATCH).await?;
        if entries.is_empty() {
            broken!("entry {size} is missing");
        }
        let leaves: Vec<Hash> = entries
            .iter()
            .map(|(_, entry)| tree::leaf_hash(entry))
            .collect();
        let appended = tree::append(size, &frontier, &leaves).map_err(Error::internal)?;
        if let Some(node) = first_difference(&mut tx, &appended.new_nodes).await? {
            broken!(
                "the stored hash of node {} at level {} is not what its leaves give",
                node.index,
                node.level
            );
        }
        if let Some(record) = first_changed_record(&mut tx, &entries).await? {
            broken!("record {record} is not what the log committed to");
        }
        (size, frontier) = (appended.size, appended.frontier);
    }
    let root = tree::root(size, &frontier).map_err(Error::internal)?;
    if head.root != root {
        broken!("the head does not fit the {size} entries");
    }
    if head.signed_size > 0 {
        let checkpoint = match Checkpoint::open(&head.checkpoint, &jwks(app).log_keys()) {
            Ok((checkpoint, _)) => checkpoint,
            Err(cause) => broken!("the checkpoint: {cause}"),
        };
        let signed = head.signed_size.cast_unsigned();
        // The stored nodes are known to be right by here.
        let root = sequencer::root_of(&mut tx, signed).await?;
        if checkpoint.size != signed || checkpoint.root != root {
            broken!("the signed head does not fit the first {signed} entries");
        }
    }
    Ok(Verdict::Sound {
        size: head.size,
        root,
    })
}

async fn first_difference(tx: &mut Tx, nodes: &[(Node, Hash)]) -> Result<Option<Node>> {
    for chunk in nodes.chunks(1_000) {
        let asked: Vec<Node> = chunk.iter().map(|(node, _)| *node).collect();
        let stored = store::nodes(tx, &asked).await?;
        if let Some((node, _)) = chunk
            .iter()
            .find(|(node, hash)| stored.get(node) != Some(hash))
        {
            return Ok(Some(*node));
        }
    }
    Ok(None)
}

/// Records of erased candidates are gone, as they should be; those still here must hash to their entry.
async fn first_changed_record(
    tx: &mut Tx,
    entries: &[(String, Vec<u8>)],
) -> Result<Option<String>> {
    let (Some((first, _)), Some((last, _))) = (
        entries.iter().min_by_key(|(id, _)| id),
        entries.iter().max_by_key(|(id, _)| id),
    ) else {
        return Ok(None);
    };
    let committed: std::collections::HashMap<&str, &[u8]> = entries
        .iter()
        .map(|(id, entry)| (id.as_str(), entry.as_slice()))
        .collect();
    // Across all tenants on purpose: the log is one, and this runs on the operator's command line.
    let records = fetch_all!(
        tx,
        (String, String),
        "SELECT id, record FROM events WHERE id >= $1 AND id <= $2",
        first,
        last
    )?;
    let changed = records.into_iter().find(|(id, record)| {
        committed
            .get(id.as_str())
            .is_some_and(|entry| **entry != log_entry(record.as_bytes()))
    });
    Ok(changed.map(|(id, _)| id))
}
