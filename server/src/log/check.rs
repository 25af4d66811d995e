//! Verifying the whole log again: every leaf, every stored node, the signed head, and that every
//! record the server still holds is the one that was committed to.

use samtycke_shared::proof::Checkpoint;
use samtycke_shared::receipt::{self, log_entry};
use samtycke_shared::tree::{self, Hash, Node};

use super::{jwks, sequencer, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::fetch_all_dynamic;

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
        (size, frontier) = (appended.size, appended.frontier);
    }
    if let Some(why) = first_false_record(&mut tx).await? {
        broken!("{why}");
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

/// What the server holds and says of a candidate: an event's record, or an erasure's certificate.
#[derive(sqlx::FromRow)]
struct Held {
    tenant_id: String,
    id: String,
    content: String,
}

/// Records of erased candidates are gone, as they should be; all that are here must be in the log, or on their way
/// there, as they are. Across all tenants on purpose: the log is one, and this runs on the operator's command line.
async fn first_false_record(tx: &mut Tx) -> Result<Option<String>> {
    for (table, content) in [("events", "record"), ("erasures", "certificate")] {
        let (mut tenant, mut after) = (String::new(), String::new());
        loop {
            let sql = format!(
                "SELECT tenant_id, id, {content} AS content FROM {table}
                 WHERE (tenant_id, id) > ($1, $2) ORDER BY tenant_id, id LIMIT {BATCH}"
            );
            let values = [tenant.as_str().into(), after.as_str().into()];
            let held = fetch_all_dynamic!(tx, Held, sql, &values)?;
            let ids: Vec<&str> = held.iter().map(|held| held.id.as_str()).collect();
            let committed = store::committed(tx, &ids).await?;
            let why = held.iter().find_map(|held| {
                let entry = log_entry(&payload(&held.content));
                match committed.get(&held.id) {
                    None => Some(format!("record {} is not in the log", held.id)),
                    Some(known) if **known != entry => Some(format!(
                        "record {} is not what the log committed to",
                        held.id
                    )),
                    Some(_) => None,
                }
            });
            let Some(last) = held.into_iter().last().filter(|_| why.is_none()) else {
                if why.is_some() {
                    return Ok(why);
                }
                break;
            };
            (tenant, after) = (last.tenant_id, last.id);
        }
    }
    Ok(None)
}

/// What was committed to: a record as it is, a certificate's inside.
fn payload(content: &str) -> Vec<u8> {
    match content.starts_with('{') {
        true => content.as_bytes().to_vec(),
        false => receipt::payload(content).unwrap_or_default(),
    }
}
