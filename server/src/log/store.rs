//! SQL of the log. With `jobs::store` the one place where the two databases' SQL differs: PostgreSQL
//! takes an advisory lock to have one sequencer among many servers; SQLite has one writer anyway.

use std::collections::HashMap;

use samtycke_shared::tree::{Hash, Node};

use crate::clock::Millis;
use crate::db::{Rows, Tx, Value, any_of, insert_all, placeholders};
use crate::error::{Error, Result};
use crate::{execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional};

/// Any fixed number, the same for all servers of a database.
const SEQUENCER_LOCK: i64 = 0x5361_6d74_7963_6b65;
const IDS_PER_STATEMENT: usize = 2_048;

#[derive(Debug, Clone)]
pub struct SignedHead {
    pub size: u64,
    pub checkpoint: String,
}

/// A leaf waiting for the sequencer.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Pending {
    pub record_id: String,
    pub entry: Vec<u8>,
}

/// How far the tree is integrated, and how far it is signed.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Head {
    pub size: i64,
    pub root: Vec<u8>,
    pub signed_size: i64,
    /// The signed head over the first `signed_size` entries; empty before the first.
    pub checkpoint: String,
    /// When; 0 before the first.
    pub signed_at: Millis,
    /// How many of its entries are of records that were lost with an older database.
    pub lost: i64,
}

/// Commits to records, each with the hash that is its entry.
pub fn pending_rows(leaves: &[(&str, [u8; 32])], now: Millis) -> Rows {
    let mut rows = Rows::new("log_pending (record_id, entry, queued_at)");
    for (record_id, entry) in leaves {
        rows.push([(*record_id).into(), entry.to_vec().into(), now.into()]);
    }
    rows
}

/// Whether this transaction is the one sequencer until it ends.
pub async fn try_lock(tx: &mut Tx) -> Result<bool> {
    match tx {
        Tx::Sqlite(_) => Ok(true),
        Tx::Postgres(conn) => {
            let (locked,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_xact_lock($1)")
                .bind(SEQUENCER_LOCK)
                .fetch_one(&mut **conn)
                .await?;
            Ok(locked)
        }
    }
}

pub async fn has_pending(tx: &mut Tx) -> Result<bool> {
    Ok(fetch_optional!(tx, (String,), "SELECT record_id FROM log_pending LIMIT 1")?.is_some())
}

/// How many leaves are not in the tree yet.
pub async fn count_pending(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM log_pending")?;
    Ok(count)
}

pub async fn pending(tx: &mut Tx, limit: i64) -> Result<Vec<Pending>> {
    fetch_all!(
        tx,
        Pending,
        "SELECT record_id, entry FROM log_pending ORDER BY queued_at, record_id LIMIT $1",
        limit
    )
}

/// The tree as it is committed; of size 0 before the first leaf.
pub async fn head(tx: &mut Tx) -> Result<Head> {
    let head = fetch_optional!(
        tx,
        Head,
        "SELECT size, root, signed_size, checkpoint, signed_at, lost FROM log_head WHERE id = 1"
    )?;
    Ok(head.unwrap_or_default())
}

/// The tree as far as it is signed: all that is shown to others. `None` before the first signature.
pub async fn signed_head(tx: &mut Tx) -> Result<Option<SignedHead>> {
    let head = head(tx).await?;
    Ok((head.signed_size > 0).then_some(SignedHead {
        size: head.signed_size.cast_unsigned(),
        checkpoint: head.checkpoint,
    }))
}

pub async fn append(
    tx: &mut Tx,
    first: i64,
    leaves: &[Pending],
    nodes: &[(Node, Hash)],
) -> Result<()> {
    let mut entries = Rows::new("log_entries (leaf_index, record_id, entry)");
    for (index, leaf) in (first..).zip(leaves) {
        entries.push([
            index.into(),
            leaf.record_id.as_str().into(),
            leaf.entry.clone().into(),
        ]);
    }
    let mut hashes = Rows::new("log_nodes (level, node_index, hash)");
    for (node, hash) in nodes {
        hashes.push([
            i64::from(node.level).into(),
            signed(node.index)?.into(),
            hash.to_vec().into(),
        ]);
    }
    insert_all(tx, &[entries, hashes]).await?;
    for chunk in leaves.chunks(IDS_PER_STATEMENT) {
        let mut values = Vec::new();
        let ids = any_of(&mut values, chunk.iter().map(|leaf| &*leaf.record_id));
        let sql = format!("DELETE FROM log_pending WHERE record_id IN ({ids})");
        execute_dynamic!(tx, sql, &values)?;
    }
    Ok(())
}

/// Replaces the head by compare-and-swap: false when another sequencer was faster.
pub async fn swap_head(tx: &mut Tx, from: i64, to: i64, root: &Hash) -> Result<bool> {
    let changed = execute!(
        tx,
        "INSERT INTO log_head (id, size, root, signed_size, checkpoint, signed_at) VALUES (1, $2, $3, 0, '', 0)
         ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root WHERE log_head.size = $1",
        from,
        to,
        root.to_vec()
    )?;
    Ok(changed == 1)
}

/// Notes that the records of so many more entries are lost.
pub async fn add_lost(tx: &mut Tx, more: i64) -> Result<()> {
    execute!(
        tx,
        "UPDATE log_head SET lost = lost + $1 WHERE id = 1",
        more
    )?;
    Ok(())
}

/// Shows a signed head to others, unless a larger one is shown already.
pub async fn publish(tx: &mut Tx, size: i64, checkpoint: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE log_head SET signed_size = $1, checkpoint = $2, signed_at = $3
         WHERE id = 1 AND signed_size <= $1 AND size >= $1",
        size,
        checkpoint,
        now
    )?;
    Ok(())
}

/// The stored hashes of `nodes`, in one round trip for every few thousand.
pub async fn nodes(tx: &mut Tx, nodes: &[Node]) -> Result<HashMap<Node, Hash>> {
    let mut found = HashMap::with_capacity(nodes.len());
    for chunk in nodes.chunks(IDS_PER_STATEMENT) {
        found.extend(nodes_at_once(tx, chunk).await?);
    }
    Ok(found)
}

async fn nodes_at_once(tx: &mut Tx, nodes: &[Node]) -> Result<Vec<(Node, Hash)>> {
    let mut values = Vec::with_capacity(nodes.len() * 2);
    for node in nodes {
        values.extend([
            Value::from(i64::from(node.level)),
            signed(node.index)?.into(),
        ]);
    }
    let pairs: Vec<String> = (0..nodes.len())
        .map(|pair| format!("({})", placeholders(pair * 2 + 1, 2)))
        .collect();
    let sql = format!(
        "SELECT level, node_index, hash FROM log_nodes WHERE (level, node_index) IN (VALUES {})",
        pairs.join(", ")
    );
    let rows = fetch_all_dynamic!(tx, (i64, i64, Vec<u8>), sql, &values)?;
    rows.into_iter()
        .map(|(level, index, bytes)| Ok((node(level, index)?, hash(&bytes)?)))
        .collect()
}

/// Hashes of one level, from `first`, in order: what a tile is made of.
pub async fn level(tx: &mut Tx, level: u8, first: u64, count: u16) -> Result<Vec<Hash>> {
    let rows = fetch_all!(
        tx,
        (Vec<u8>,),
        "SELECT hash FROM log_nodes WHERE level = $1 AND node_index >= $2 AND node_index < $2 + $3 ORDER BY node_index",
        i64::from(level),
        signed(first)?,
        i64::from(count)
    )?;
    rows.iter().map(|(bytes,)| hash(bytes)).collect()
}

/// Entries from `first`, in order.
pub async fn entries(tx: &mut Tx, first: i64, count: i64) -> Result<Vec<(String, Vec<u8>)>> {
    fetch_all!(
        tx,
        (String, Vec<u8>),
        "SELECT record_id, entry FROM log_entries WHERE leaf_index >= $1 AND leaf_index < $1 + $2 ORDER BY leaf_index",
        first,
        count
    )
}

/// What the log, or what is on its way there, committed to for these records.
pub async fn committed(tx: &mut Tx, record_ids: &[&str]) -> Result<HashMap<String, Vec<u8>>> {
    let mut found = HashMap::with_capacity(record_ids.len());
    for chunk in record_ids.chunks(IDS_PER_STATEMENT) {
        for table in ["log_pending", "log_entries"] {
            let mut values = Vec::new();
            let ids = any_of(&mut values, chunk.iter().copied());
            let sql = format!("SELECT record_id, entry FROM {table} WHERE record_id IN ({ids})");
            found.extend(fetch_all_dynamic!(tx, (String, Vec<u8>), sql, &values)?);
        }
    }
    Ok(found)
}

/// Where these records stand, as `(record id, index)`; those not sequenced yet are left out.
pub async fn places_of(tx: &mut Tx, record_ids: &[&str]) -> Result<Vec<(String, i64)>> {
    let mut places = Vec::with_capacity(record_ids.len());
    for chunk in record_ids.chunks(IDS_PER_STATEMENT) {
        let mut values = Vec::new();
        let ids = any_of(&mut values, chunk.iter().copied());
        let sql =
            format!("SELECT record_id, leaf_index FROM log_entries WHERE record_id IN ({ids})");
        places.extend(fetch_all_dynamic!(tx, (String, i64), sql, &values)?);
    }
    Ok(places)
}

/// Whether this commitment is in the log or on its way there, signed or not.
pub async fn is_queued(tx: &mut Tx, record_id: &str, entry: &[u8; 32]) -> Result<bool> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT record_id FROM log_pending WHERE record_id = $1 AND entry = $2
         UNION ALL SELECT record_id FROM log_entries WHERE record_id = $1 AND entry = $2",
        record_id,
        entry.to_vec()
    )?;
    Ok(found.is_some())
}

fn signed(index: u64) -> Result<i64> {
    i64::try_from(index).map_err(Error::internal)
}

fn node(level: i64, index: i64) -> Result<Node> {
    Ok(Node {
        level: u8::try_from(level).map_err(Error::internal)?,
        index: u64::try_from(index).map_err(Error::internal)?,
    })
}

pub fn hash(bytes: &[u8]) -> Result<Hash> {
    bytes
        .try_into()
        .map_err(|_| Error::internal("a hash in the log is not 32 bytes long"))
}
