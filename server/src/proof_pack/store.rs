//! SQL of the proof pack: what no other domain asks for, each in one round trip.

use crate::consent::store::Rendition;
use crate::db::Tx;
use crate::error::Result;
use crate::{fetch_all, fetch_one};

pub async fn count_events(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM events WHERE tenant_id = $1 AND candidate_id = $2",
        tenant,
        candidate
    )?;
    Ok(count)
}

/// Every text that was shown to the candidate, once for each version and language.
pub async fn shown_texts(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<Rendition>> {
    fetch_all!(
        tx,
        Rendition,
        "SELECT r.*, v.version FROM text_renditions r
         JOIN text_versions v ON v.tenant_id = r.tenant_id AND v.id = r.text_version_id
         WHERE r.tenant_id = $1 AND (r.text_version_id, r.language) IN
               (SELECT text_version_id, language FROM events WHERE tenant_id = $1 AND candidate_id = $2)
         ORDER BY v.version, r.text_version_id, r.language",
        tenant,
        candidate
    )
}
