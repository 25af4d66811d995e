//! Proofs from the log: that a record is in it, and that it only ever grew.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samtycke_shared::proof::ProofFile;
use samtycke_shared::tree::{self, Node};
use serde::Serialize;

use super::store::{self, Head};
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
    let (Some((index, _)), Some(head)) = (
        store::entry_of(tx, record_id).await?,
        store::head(tx).await?,
    ) else {
        return Ok(None);
    };
    let (index, size) = (index.cast_unsigned(), head.size.cast_unsigned());
    let needed = tree::inclusion_nodes(index, size).map_err(Error::internal)?;
    let stored = store::nodes(tx, &needed).await?;
    let hashes = tree::inclusion_proof(index, size, &stored).map_err(Error::internal)?;
    Ok(Some((
        ProofFile {
            extra: None,
            index,
            hashes,
            checkpoint: head.checkpoint,
        },
        size,
    )))
}

/// The proof files of many records under one head, with the head; those not sequenced yet have none.
pub async fn files(
    tx: &mut Tx,
    record_ids: &[&str],
) -> Result<(BTreeMap<String, ProofFile>, Option<Head>)> {
    let Some(head) = store::head(tx).await? else {
        return Ok((BTreeMap::new(), None));
    };
    let size = head.size.cast_unsigned();
    let places = store::places_of(tx, record_ids).await?;
    let mut needed = BTreeSet::new();
    for (_, index) in &places {
        needed.extend(tree::inclusion_nodes(index.cast_unsigned(), size).map_err(Error::internal)?);
    }
    let needed: Vec<Node> = needed.into_iter().collect();
    let stored = store::nodes(tx, &needed).await?;
    let files = places.into_iter().map(|(id, index)| {
        let index = index.cast_unsigned();
        let hashes = tree::inclusion_proof(index, size, &stored).map_err(Error::internal)?;
        let file = ProofFile {
            extra: None,
            index,
            hashes,
            checkpoint: head.checkpoint.clone(),
        };
        Ok((id, file))
    });
    Ok((files.collect::<Result<_>>()?, Some(head)))
}
