//! Verifying the whole log again: every leaf, every stored node, the signed head, and that every
//! record the server still holds is the one that was committed to.

use std::collections::HashSet;

use samtycke_shared::proof::Checkpoint;
use samtycke_shared::receipt::{self, log_entry};
use samtycke_shared::tree::{self, Hash, Node};
use serde::Deserialize;

use super::store::Head;
use super::{jwks, sequencer, store};
use crate::app::App;
use crate::consent::store::Event;
use crate::db::Tx;
use crate::erasure::places::Counts;
use crate::error::{Error, Result};
use crate::fetch_all;

const BATCH: i64 = 4_096;

/// What a whole check found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Sound {
        size: i64,
        /// Entries whose records were lost with an older database: see [`super::journal`].
        lost: i64,
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
    let root = tree::root(size, &frontier).map_err(Error::internal)?;
    if head.size > 0 && head.root != root {
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
    if let Some(why) = Held::default().first_difference(&mut tx, &head).await? {
        broken!("{why}");
    }
    Ok(Verdict::Sound {
        size: head.size,
        lost: head.lost,
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

/// The records that are here and those that erasures say they took. Each has one entry in the log, or on its way
/// there: one more or less, and something was added or removed behind the log's back. Across all tenants on purpose: the
/// log is one, and this runs on the operator's command line.
#[derive(Default)]
struct Held {
    events: i64,
    erasures: i64,
    erased_events: i64,
}

/// What a certificate says it took, and of whom.
#[derive(Deserialize)]
struct Erasure {
    candidate_id: String,
    erased: Counts,
}

impl Held {
    /// What does not fit between the log and the records.
    async fn first_difference(mut self, tx: &mut Tx, head: &Head) -> Result<Option<String>> {
        if let Some(why) = self.count_events(tx).await? {
            return Ok(Some(why));
        }
        if let Some(why) = self.count_erasures(tx).await? {
            return Ok(Some(why));
        }
        let committed = head.size + store::count_pending(tx).await?;
        let accounted_for = self.events + self.erasures + self.erased_events + head.lost;
        Ok(match committed - accounted_for {
            0 => None,
            more if more < 0 => Some(format!(
                "{} records more are told of than the log has entries",
                -more
            )),
            missing => Some(format!(
                "{missing} of {committed} entries are of records that are gone, and no erasure took them"
            )),
        })
    }

    /// The first event that is not as the log knows it, or whose columns say something else than its record.
    async fn count_events(&mut self, tx: &mut Tx) -> Result<Option<String>> {
        let mut place = String::new();
        loop {
            let events = events_after(tx, &place).await?;
            let Some(last) = events.last() else {
                return Ok(None);
            };
            place = last.event.id.clone();
            let entries = events.iter().map(|held| {
                let record = held.event.record.as_bytes();
                (held.event.id.as_str(), log_entry(record))
            });
            let uncommitted = first_uncommitted(tx, entries.collect()).await?;
            if let Some(why) = uncommitted.or_else(|| events.iter().find_map(differs)) {
                return Ok(Some(why));
            }
            self.events += i64::try_from(events.len()).map_err(Error::internal)?;
        }
    }

    async fn count_erasures(&mut self, tx: &mut Tx) -> Result<Option<String>> {
        let mut place = (String::new(), String::new());
        let mut counted = HashSet::new();
        loop {
            let erasures = erasures_after(tx, &place).await?;
            let Some(last) = erasures.last() else {
                return Ok(None);
            };
            place = (last.tenant_id.clone(), last.id.clone());
            let payloads: Vec<(&HeldErasure, Vec<u8>)> = erasures
                .iter()
                .map(|held| {
                    let payload = receipt::payload(&held.certificate);
                    (held, payload.unwrap_or_default())
                })
                .collect();
            let entries = payloads
                .iter()
                .map(|(held, payload)| (held.id.as_str(), log_entry(payload)));
            let uncommitted = first_uncommitted(tx, entries.collect()).await?;
            if uncommitted.is_some() {
                return Ok(uncommitted);
            }
            for (held, payload) in payloads {
                let erasure: Erasure = serde_json::from_slice(&payload)?;
                // A copy under another tenant would account for as many removed records.
                let is_once = counted.insert(held.id.clone());
                if !is_once || erasure.candidate_id != held.candidate_id {
                    let why = format!("erasure {} is not whose its certificate says", held.id);
                    return Ok(Some(why));
                }
                self.erased_events += erasure.erased.consent_events.cast_signed();
                self.erasures += 1;
            }
        }
    }
}

#[derive(sqlx::FromRow)]
struct HeldErasure {
    tenant_id: String,
    id: String,
    candidate_id: String,
    certificate: String,
}

async fn events_after(tx: &mut Tx, place: &str) -> Result<Vec<HeldEvent>> {
    fetch_all!(
        tx,
        HeldEvent,
        "SELECT * FROM events WHERE id > $1 ORDER BY id LIMIT $2",
        place,
        BATCH
    )
}

async fn erasures_after(tx: &mut Tx, place: &(String, String)) -> Result<Vec<HeldErasure>> {
    fetch_all!(
        tx,
        HeldErasure,
        "SELECT tenant_id, id, candidate_id, certificate FROM erasures
         WHERE (tenant_id, id) > ($1, $2) ORDER BY tenant_id, id LIMIT $3",
        &place.0,
        &place.1,
        BATCH
    )
}

async fn first_uncommitted(tx: &mut Tx, entries: Vec<(&str, [u8; 32])>) -> Result<Option<String>> {
    let ids: Vec<&str> = entries.iter().map(|(id, _)| *id).collect();
    let committed = store::committed(tx, &ids).await?;
    Ok(entries
        .into_iter()
        .find_map(|(id, entry)| match committed.get(id) {
            None => Some(format!("record {id} is not in the log")),
            Some(known) if **known != entry => {
                Some(format!("record {id} is not what the log committed to"))
            }
            Some(_) => None,
        }))
}

/// An event and whose it is said to be.
#[derive(sqlx::FromRow)]
struct HeldEvent {
    tenant_id: String,
    #[sqlx(flatten)]
    event: Event,
}

/// Whose an event is and how it came about, by its record.
#[derive(Deserialize)]
struct Bearings {
    controller: Named,
    subject: Subject,
    collection: Collection,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
struct Subject {
    candidate_id: String,
}

#[derive(Deserialize)]
struct Collection {
    method: String,
    identity: String,
}

fn differs(held: &HeldEvent) -> Option<String> {
    let event = &held.event;
    let same_fact = match (event.columns(), event.fact()) {
        (Ok(columns), Ok(record)) => columns == record,
        _ => false,
    };
    let same_bearings = serde_json::from_str::<Bearings>(&event.record).is_ok_and(|record| {
        record.controller.id == held.tenant_id
            && record.subject.candidate_id == event.candidate_id
            && record.collection.method == event.origin
            && record.collection.identity == event.identity
    });
    (!same_fact || !same_bearings).then(|| {
        format!(
            "the columns of event {} are not what its record says",
            event.id
        )
    })
}
