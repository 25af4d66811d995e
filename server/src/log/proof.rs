//! Proofs from the log: that a record is in it, and that it only ever grew.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samtycke_shared::proof::ProofFile;
use samtycke_shared::tree::{self, Node};
use serde::Serialize;

use super::store::{self, SignedHead};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Where a record stands in the log, provably.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Inclusion {
    pub index: u64,
    pub tree_size: u64,
    /// RFC 6962 audit path, base64.
    pub proof: Vec<String>,
    /// The signed checkpoint the proof leads to.
    pub checkpoint: String,
}

/// `None` until the record is sequenced.
pub async fn inclusion(tx: &mut Tx, record_id: &str) -> Result<Option<Inclusion>> {
    Ok(file(tx, record_id)
        .await?
        .map(|(file, tree_size)| Inclusion {
            index: file.index,
            tree_size,
            proof: file
                .hashes
                .iter()
                .map(|hash| STANDARD.encode(hash))
                .collect(),
            checkpoint: file.checkpoint,
        }))
}

/// The same as a C2SP tlog-proof file, with the size of the tree.
pub async fn file(tx: &mut Tx, record_id: &str) -> Result<Option<(ProofFile, u64)>> {
    let (mut files, head) = files(tx, &[record_id]).await?;
    Ok(files.remove(record_id).zip(head.map(|head| head.size)))
}

/// That one size of the log is part of another (RFC 6962 section 2.1.2).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Consistency {
    pub from: u64,
    pub to: u64,
    /// Base64.
    pub proof: Vec<String>,
    /// The newest signed checkpoint, which covers at least `to` entries.
    pub checkpoint: String,
}

/// The proof that the tree of `from` entries is the beginning of the tree of `to` entries; `to` is the
/// newest signed size unless given.
///
/// # Errors
/// `NotFound` before the first signature; `Invalid` for sizes that are not in order.
pub async fn consistency(tx: &mut Tx, from: u64, to: Option<u64>) -> Result<Consistency> {
    let SignedHead { size, checkpoint } = store::signed_head(tx).await?.ok_or(Error::NotFound)?;
    let to = to.unwrap_or(size);
    if to > size {
        return Err(Error::field(
            "to",
            "invalid",
            format!("the signed log has {size} entries"),
        ));
    }
    if from == 0 || from > to {
        return Err(Error::field(
            "from",
            "invalid",
            format!("must be between 1 and {to}"),
        ));
    }
    let needed = tree::consistency_nodes(from, to).map_err(Error::internal)?;
    let stored = store::nodes(tx, &needed).await?;
    let hashes = tree::consistency_proof(from, to, &stored).map_err(Error::internal)?;
    Ok(Consistency {
        from,
        to,
        proof: hashes.iter().map(|hash| STANDARD.encode(hash)).collect(),
        checkpoint,
    })
}

/// The proof files of many records under one head, with the head; those not sequenced yet have none.
pub async fn files(
    tx: &mut Tx,
    record_ids: &[&str],
) -> Result<(BTreeMap<String, ProofFile>, Option<SignedHead>)> {
    let Some(head) = store::signed_head(tx).await? else {
        return Ok((BTreeMap::new(), None));
    };
    let mut places = store::places_of(tx, record_ids).await?;
    places.retain(|(_, index)| index.cast_unsigned() < head.size);
    let mut needed = BTreeSet::new();
    for (_, index) in &places {
        needed.extend(
            tree::inclusion_nodes(index.cast_unsigned(), head.size).map_err(Error::internal)?,
        );
    }
    let needed: Vec<Node> = needed.into_iter().collect();
    let stored = store::nodes(tx, &needed).await?;
    let files = places.into_iter().map(|(id, index)| {
        let index = index.cast_unsigned();
        let hashes = tree::inclusion_proof(index, head.size, &stored).map_err(Error::internal)?;
        let file = ProofFile {
            extra: None,
            index,
            hashes,
            checkpoint: head.checkpoint.clone(),
        };
        Ok((id, file))
    });
    let files = files.collect::<Result<_>>()?;
    Ok((files, Some(head)))
}
