//! The erasure journal: ids of the erased, kept in the key folder, outside every database backup.
//!
//! An erasure is committed first and journaled after, marked in its row: a crash in between is
//! caught up at the next start. So the journal never names a candidate who was not erased.
//! Lines are `tenant candidate`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};

use super::{Reason, erase, store};
use crate::app::App;
use crate::candidates::{self, Candidate};
use crate::error::Result;
use crate::keys::append_lines;
use crate::tenants;

const BATCH: i64 = 500;

/// Appends erasures that are committed but not journaled yet.
pub async fn write_pending(app: &App) -> Result<()> {
    loop {
        let mut tx = app.db.begin().await?;
        let pending = store::unjournaled(&mut tx, BATCH).await?;
        if pending.is_empty() {
            return Ok(());
        }
        let lines: String = pending
            .iter()
            .map(|erasure| format!("{} {}\n", erasure.tenant_id, erasure.candidate_id))
            .collect();
        append_lines(&app.keys.journal_path(), &lines)?;
        store::mark_journaled(&mut tx, &pending, app.now()).await?;
        tx.commit().await?;
    }
}

/// Erases again whom a restored database brought back (rule 17). Runs before the server listens.
/// Says how many there were.
pub async fn reapply(app: &App) -> Result<usize> {
    let journal = match std::fs::read_to_string(app.keys.journal_path()) {
        Ok(journal) => journal,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(cause) => return Err(cause.into()),
    };
    let mut by_tenant: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (tenant, candidate) in journal.lines().filter_map(|line| line.split_once(' ')) {
        by_tenant
            .entry(tenant)
            .or_default()
            .push(candidate.to_owned());
    }
    let mut again = 0;
    for (tenant, candidates) in by_tenant {
        again += erase_returned(app, tenant, &candidates).await?;
    }
    Ok(again)
}

/// Whether this candidate was erased, also from a database that is lost.
pub fn names(app: &App, tenant: &str, candidate: &str) -> Result<bool> {
    let file = match std::fs::File::open(app.keys.journal_path()) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(cause) => return Err(cause.into()),
    };
    for line in BufReader::new(file).lines() {
        if line?.split_once(' ') == Some((tenant, candidate)) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn erase_returned(app: &App, tenant_id: &str, erased: &[String]) -> Result<usize> {
    let mut tx = app.db.begin().await?;
    let returned = candidates::store::by_ids(&mut tx, tenant_id, erased).await?;
    if returned.is_empty() {
        return Ok(0);
    }
    let tenant = tenants::store::get(&mut tx, tenant_id).await?;
    for candidate in &returned {
        // Erased is erased: a hold that came back with the backup was over by then.
        let free = Candidate {
            held_until: None,
            restricted_at: None,
            ..candidate.clone()
        };
        let again = erase(app, &mut tx, &tenant, &free, Reason::Staff).await?;
        // The farewell went out the first time.
        crate::mail::outbox::cancel_farewell(&mut tx, tenant_id, &again.erasure_id).await?;
    }
    tx.commit().await?;
    Ok(returned.len())
}
