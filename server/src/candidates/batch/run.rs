//! Working batches off.

use std::collections::HashMap;

use super::store::{self, Batch};
use super::{
    Act, DRAFT_LIFETIME, IMPORT_LIFETIME, Outcome, SIZE, State, Tally, WAITING_LIFETIME, hindrance,
};
use crate::app::App;
use crate::audit;
use crate::candidates::{self, Candidate, import};
use crate::db::Tx;
use crate::erasure;
use crate::error::Result;
use crate::jobs;
use crate::renewal;
use crate::tenants;

#[derive(Debug, PartialEq, Eq)]
enum Step {
    More,
    Over,
}

/// Everything that is confirmed and not done, a transaction of each in turn, so that a long batch does
/// not keep a short one waiting. Nothing while the clock is in doubt (rule 16).
pub async fn run(app: &App) -> Result<()> {
    loop {
        let mut tx = app.db.read().await?;
        let running = store::older(&mut tx, State::Running, None, i64::MAX).await?;
        drop(tx);
        let mut more = false;
        for (tenant, batch) in running {
            if !jobs::clock_guard::check(app).await? {
                return Ok(());
            }
            match step(app, &tenant, &batch, Turn::IfFree).await {
                Ok(step) => more |= step == Step::More,
                // The others must not wait for one that can not be worked off.
                Err(cause) => {
                    tracing::error!(%batch, %cause, "a batch failed; it will be tried again")
                }
            }
        }
        if !more {
            return Ok(());
        }
    }
}

/// One batch to its end, here and now.
pub async fn work_off(app: &App, tenant: &str, batch: &str) -> Result<()> {
    while step(app, tenant, batch, Turn::Wait).await? == Step::More {}
    Ok(())
}

/// What to do when another server works on the same batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Wait,
    IfFree,
}

/// One transaction's worth of a batch. Killed before its commit, nothing has happened; after it, those
/// dealt with are on the list no more.
async fn step(app: &App, tenant: &str, id: &str, turn: Turn) -> Result<Step> {
    let mut tx = app.db.begin().await?;
    let claimed = match turn {
        Turn::Wait => Some(store::lock(&mut tx, tenant, id).await?),
        Turn::IfFree => jobs::store::claim_batch(&mut tx, tenant, id).await?,
    };
    let Some(mut batch) = claimed.filter(|batch| batch.state() == State::Running) else {
        return Ok(Step::Over);
    };
    let act = batch.act()?;
    let tally = match act {
        Act::Ask | Act::Erase => candidates(app, &mut tx, &batch, act).await?,
        Act::Import => import::next_rows(app, &mut tx, &batch).await?,
    };
    let handled = tally.sum();
    let mut whole = batch.tally()?;
    for (outcome, count) in tally.0 {
        *whole.0.entry(outcome).or_default() += count;
    }
    let over = handled < SIZE;
    if over {
        // Lines of an import go with whoever they name.
        let gone = batch.total - whole.sum();
        whole.add(Outcome::Gone, usize::try_from(gone).unwrap_or_default());
    }
    batch.tally = serde_json::to_string(&whole)?;
    if over {
        super::end(app, &mut tx, &mut batch, State::Done).await?;
    } else {
        store::save(&mut tx, &batch).await?;
    }
    tx.commit().await?;
    if act == Act::Erase {
        erasure::after_commit(app).await;
    } else {
        app.ring();
    }
    if over && act == Act::Import {
        // The lines were copies of what people may ask to have erased.
        app.db.truncate_wal().await?;
    }
    Ok(if over { Step::Over } else { Step::More })
}

/// The next of the list, each looked at again under its lock: what was true when the list was made may
/// no longer be.
async fn candidates(app: &App, tx: &mut Tx, batch: &Batch, act: Act) -> Result<Tally> {
    let next = store::next_candidates(tx, &batch.tenant_id, &batch.id, SIZE).await?;
    let ids: Vec<&str> = next.iter().map(|(id, _)| id.as_str()).collect();
    let mut tally = Tally::default();
    if ids.is_empty() {
        return Ok(tally);
    }
    let found = candidates::store::lock_all(tx, &batch.tenant_id, &ids).await?;
    tally.add(Outcome::Gone, ids.len() - found.len());
    let seen: HashMap<&str, Option<i64>> = next.iter().map(|(id, at)| (id.as_str(), *at)).collect();
    let mut chosen = Vec::with_capacity(found.len());
    let now = jobs::clock_guard::sure_now(app, tx).await?;
    for candidate in found {
        let unchanged = seen.get(candidate.id.as_str()) == Some(&candidate.consented_at);
        match hindrance(act, &candidate, now) {
            Some(why) => tally.add(why, 1),
            None if !unchanged => tally.add(Outcome::Changed, 1),
            None => chosen.push(candidate),
        }
    }
    let done = deal_with(app, tx, batch, act, &chosen).await?;
    tally.add(Outcome::Done, done.len());
    tally.add(Outcome::Open, chosen.len() - done.len());
    store::drop_candidates(tx, &batch.tenant_id, &batch.id, &ids).await?;
    Ok(tally)
}

/// Gives the ids of those it was done to.
async fn deal_with(
    app: &App,
    tx: &mut Tx,
    batch: &Batch,
    act: Act,
    chosen: &[Candidate],
) -> Result<Vec<String>> {
    let (done, verb) = if act == Act::Erase {
        let tenant = tenants::store::get(tx, &batch.tenant_id).await?;
        erasure::erase_all(app, tx, &tenant, chosen, erasure::Reason::Staff).await?;
        let ids = chosen
            .iter()
            .map(|candidate| candidate.id.clone())
            .collect();
        (ids, "candidate.erased")
    } else {
        let reason = renewal::Reason::Staff;
        let ids: Vec<String> = renewal::open_all(app, tx, &batch.tenant_id, chosen, reason).await?;
        (ids, "candidate.asked")
    };
    let (tenant, actor) = (&batch.tenant_id, &batch.started_by);
    audit::write_all(
        app,
        tx,
        tenant,
        actor,
        verb,
        done.iter().map(String::as_str),
    )
    .await?;
    Ok(done)
}

/// Lists that nobody confirmed or approved in time, and lines of an import that could not be dealt with
/// in time, are dropped.
pub async fn clean_up(app: &App) -> Result<()> {
    let lifetimes = [
        (State::Draft, None, DRAFT_LIFETIME),
        (State::Waiting, None, WAITING_LIFETIME),
        (State::Running, Some(Act::Import), IMPORT_LIFETIME),
    ];
    for (state, act, lifetime) in lifetimes {
        let mut tx = app.db.read().await?;
        let old = store::older(&mut tx, state, act, app.now() - lifetime).await?;
        drop(tx);
        for (tenant, id) in old {
            let mut tx = app.db.begin().await?;
            let Some(mut batch) = jobs::store::claim_batch(&mut tx, &tenant, &id).await? else {
                continue;
            };
            if batch.state() == state {
                super::end(app, &mut tx, &mut batch, State::Cancelled).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(())
}
