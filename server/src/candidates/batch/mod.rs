//! One action on many candidates: who they are is fixed when it is confirmed, and then worked off in
//! transactions of a few hundred, by whichever server has time (rule 15).
//!
//! A batch is a draft first, which people look at, or starts at once (through the API). Its list only
//! ever gets shorter: whoever is dealt with leaves it in the same transaction. So a server may die at
//! any point, and no candidate is dealt with twice.

mod run;
pub mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::manage::{BulkResult, Selection};
use super::{Candidate, is_being_asked};
use crate::app::App;
use crate::audit;
use crate::auth::{Action, Actor};
use crate::clock::{DAY, HOUR, Millis};
use crate::consent::words;
use crate::db::Tx;
use crate::erasure::{self, sweep};
use crate::error::{Error, Result};
use crate::tenants;

pub use run::{clean_up, run, work_off};
pub use store::Batch;

/// Candidates dealt with in one transaction: long enough to be fast, short enough to let others write.
pub const SIZE: i64 = 200;
/// Up to here whoever asks gets the answer when it is done; beyond it goes on in the background.
pub const AT_ONCE: i64 = 500;
/// How long a list that nobody confirmed is kept.
pub const DRAFT_LIFETIME: Millis = HOUR;
/// How long a batch waits for the second person.
pub const WAITING_LIFETIME: Millis = 7 * DAY;
/// How long lines of an import may wait to be dealt with: they hold personal data.
pub const IMPORT_LIFETIME: Millis = HOUR;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Ask,
    Erase,
    Import,
}

words!(Act { Ask = "ask", Erase = "erase", Import = "import" });

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    /// For the approval of a second person.
    Waiting,
    Running,
    Done,
    Cancelled,
}

words!(State {
    Draft = "draft",
    Waiting = "waiting",
    Running = "running",
    Done = "done",
    Cancelled = "cancelled",
});

/// What became of one candidate or line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Done,
    /// Rule 18.
    Restricted,
    Held,
    /// A request is open already.
    Open,
    /// Erased meanwhile.
    Gone,
    /// Has consented anew since the list was made.
    Changed,
    /// An import's.
    Created,
    Updated,
    Unchanged,
}

words!(Outcome {
    Done = "done",
    Restricted = "restricted",
    Held = "held",
    Open = "open",
    Gone = "gone",
    Changed = "changed",
    Created = "created",
    Updated = "updated",
    Unchanged = "unchanged",
});

/// How many ended how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tally(pub BTreeMap<String, i64>);

impl Tally {
    pub fn add(&mut self, outcome: Outcome, count: usize) {
        if count > 0 {
            *self.0.entry(outcome.to_string()).or_default() += count as i64;
        }
    }

    pub fn of(&self, outcome: Outcome) -> i64 {
        self.0.get(outcome.as_str()).copied().unwrap_or(0)
    }

    pub fn sum(&self) -> i64 {
        self.0.values().sum()
    }
}

/// Pure: why an action leaves this candidate alone. [`store`] says the same in SQL for lists; a test
/// compares the two.
pub fn hindrance(act: Act, candidate: &Candidate, now: Millis) -> Option<Outcome> {
    if candidate.restricted_at.is_some() {
        Some(Outcome::Restricted)
    } else if candidate.is_kept(now) {
        Some(Outcome::Held)
    } else if act == Act::Ask && is_being_asked(candidate) {
        Some(Outcome::Open)
    } else {
        None
    }
}

/// Pure: whether erasing `count` takes a second person. The limit is the sweep's (rule 15), so that no
/// single account, careless or stolen, can empty the console in an afternoon. `candidates` counts those
/// who are left.
pub fn needs_approval(act: Act, count: i64, erased_today: i64, candidates: i64) -> bool {
    act == Act::Erase && sweep::verdict(count, erased_today, candidates) != sweep::Verdict::Go
}

impl Batch {
    pub fn act(&self) -> Result<Act> {
        Act::parse(&self.act).ok_or_else(|| Error::internal("a batch of an unknown act"))
    }

    /// A state nobody knows is over: nothing further happens.
    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Cancelled)
    }

    pub fn tally(&self) -> Result<Tally> {
        Ok(serde_json::from_str(&self.tally)?)
    }

    pub fn left_alone(&self) -> Result<Tally> {
        Ok(serde_json::from_str(&self.left_alone)?)
    }

    fn new(app: &App, actor: &Actor, act: Act, state: State) -> Self {
        let now = app.now();
        Self {
            tenant_id: actor.tenant_id.clone(),
            id: app.new_id(),
            act: act.to_string(),
            state: state.to_string(),
            total: 0,
            left_alone: "{}".to_owned(),
            tally: "{}".to_owned(),
            started_by: actor.name.clone(),
            approved_by: None,
            created_at: now,
            confirmed_at: (state != State::Draft).then_some(now),
            ended_at: None,
        }
    }
}

/// How many an action would be about, and how many of those chosen it leaves alone and why.
pub async fn count(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    act: Act,
    chosen: &Selection,
) -> Result<(i64, Tally)> {
    let tenant = tenants::store::get(tx, tenant).await?;
    let chosen = store::Chosen::read(app, tx, &tenant, act, chosen).await?;
    store::count(tx, &chosen).await
}

/// A batch that starts at once, in the caller's transaction, which writes its list as well.
pub async fn begin(app: &App, tx: &mut Tx, actor: &Actor, act: Act, total: usize) -> Result<Batch> {
    let mut batch = Batch::new(app, actor, act, State::Running);
    batch.total = i64::try_from(total).map_err(Error::internal)?;
    store::insert(tx, &batch).await?;
    let detail = detail(&batch);
    audit::write(app, tx, actor, confirmed(act), None, Some(&detail)).await?;
    Ok(batch)
}

/// Makes the list and keeps it for people to look at: nothing happens before [`confirm`].
pub async fn draft(app: &App, actor: &Actor, act: Act, chosen: &Selection) -> Result<Batch> {
    actor.require(Action::ManageCandidates)?;
    let mut tx = app.db.begin().await?;
    let batch = freeze(app, &mut tx, actor, act, State::Draft, chosen).await?;
    tx.commit().await?;
    Ok(batch)
}

async fn freeze(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    act: Act,
    state: State,
    chosen: &Selection,
) -> Result<Batch> {
    let tenant = tenants::store::get(tx, &actor.tenant_id).await?;
    let chosen = store::Chosen::read(app, tx, &tenant, act, chosen).await?;
    let (_, left_alone) = store::count(tx, &chosen).await?;
    let mut batch = Batch::new(app, actor, act, state);
    batch.left_alone = serde_json::to_string(&left_alone)?;
    batch.total = store::freeze(tx, &chosen, &batch.id).await?;
    store::insert(tx, &batch).await?;
    Ok(batch)
}

/// Starts a draft, whose count the person has typed. Gives the batch as it then stands: waiting for a
/// second person, running, or done already when it was small.
///
/// # Errors
/// `Conflict` when it is no draft any more; `Invalid` when the count is another.
pub async fn confirm(app: &App, actor: &Actor, id: &str, typed: Option<i64>) -> Result<Batch> {
    actor.require(Action::ManageCandidates)?;
    let mut tx = app.db.begin().await?;
    let mut batch = store::lock(&mut tx, &actor.tenant_id, id).await?;
    if batch.state() != State::Draft || batch.created_at + DRAFT_LIFETIME < app.now() {
        return Err(Error::conflict(
            "list-over",
            "this list was started, cancelled, or is more than an hour old; make a new one",
        ));
    }
    if typed != Some(batch.total) {
        return Err(Error::field(
            "confirm_count",
            "invalid",
            format!("type {} to confirm", batch.total),
        ));
    }
    let state = match must_wait(app, &mut tx, actor, &batch).await? {
        true => State::Waiting,
        false => State::Running,
    };
    batch.state = state.to_string();
    batch.started_by = actor.name.clone();
    batch.confirmed_at = Some(app.now());
    store::save(&mut tx, &batch).await?;
    let detail = detail(&batch);
    audit::write(
        app,
        &mut tx,
        actor,
        confirmed(batch.act()?),
        None,
        Some(&detail),
    )
    .await?;
    tx.commit().await?;
    finish_small(app, batch).await
}

/// People wait for a second one; a key's owner has decided on what it may do when it was made.
async fn must_wait(app: &App, tx: &mut Tx, actor: &Actor, batch: &Batch) -> Result<bool> {
    if actor.staff.is_none() || batch.act()? != Act::Erase {
        return Ok(false);
    }
    let since = app.now() - DAY;
    let tenant = &batch.tenant_id;
    // Two lists confirmed at once must see each other.
    tenants::store::hold(tx, tenant).await?;
    let under_way = store::under_way(tx, tenant, Act::Erase).await?;
    let today = erasure::store::count_since(tx, tenant, erasure::Reason::Staff, since).await?;
    let candidates = tenants::store::count_candidates(tx, tenant).await?;
    let gone = today + under_way;
    let left = candidates - under_way;
    Ok(needs_approval(Act::Erase, batch.total, gone, left))
}

/// What is small is done before anyone is answered; the rest goes on in the background.
pub async fn finish_small(app: &App, batch: Batch) -> Result<Batch> {
    if batch.state() == State::Running && batch.total <= AT_ONCE {
        if let Err(cause) = work_off(app, &batch.tenant_id, &batch.id).await {
            tracing::warn!(batch = %batch.id, %cause, "a batch goes on in the background");
        }
        let mut tx = app.db.read().await?;
        return store::get(&mut tx, &batch.tenant_id, &batch.id).await;
    }
    app.ring();
    Ok(batch)
}

fn confirmed(act: Act) -> &'static str {
    match act {
        Act::Ask => "renewals.asked",
        Act::Erase => "erasures.started",
        Act::Import => "candidates.imported",
    }
}

/// For the audit log: nothing but numbers and ids.
fn detail(batch: &Batch) -> String {
    format!("batch {}, {} candidates", batch.id, batch.total)
}

/// A second person's consent to a batch that waits.
///
/// # Errors
/// `Conflict` when it does not wait; `Forbidden` to whoever started it.
pub async fn approve(app: &App, actor: &Actor, id: &str, typed: Option<i64>) -> Result<Batch> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    let mut batch = store::lock(&mut tx, &actor.tenant_id, id).await?;
    if batch.state() != State::Waiting {
        return Err(Error::conflict(
            "not-waiting",
            "this does not wait for approval",
        ));
    }
    if actor.staff.is_none() || batch.started_by == actor.name {
        return Err(Error::forbidden(
            "own-list",
            "another admin must approve what you started",
        ));
    }
    if typed != Some(batch.total) {
        return Err(Error::field(
            "confirm_count",
            "invalid",
            format!("type {} to confirm", batch.total),
        ));
    }
    batch.state = State::Running.to_string();
    batch.approved_by = Some(actor.name.clone());
    store::save(&mut tx, &batch).await?;
    let detail = detail(&batch);
    audit::write(
        app,
        &mut tx,
        actor,
        "erasures.approved",
        None,
        Some(&detail),
    )
    .await?;
    tx.commit().await?;
    finish_small(app, batch).await
}

/// Stops after the transaction that is under way; what is done stays done.
pub async fn cancel(app: &App, actor: &Actor, id: &str) -> Result<Batch> {
    actor.require(Action::ManageCandidates)?;
    let mut tx = app.db.begin().await?;
    let mut batch = store::lock(&mut tx, &actor.tenant_id, id).await?;
    if matches!(batch.state(), State::Done | State::Cancelled) {
        return Ok(batch);
    }
    end(app, &mut tx, &mut batch, State::Cancelled).await?;
    let detail = detail(&batch);
    audit::write(app, &mut tx, actor, "batch.cancelled", None, Some(&detail)).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Ends all that are confirmed and not done, of all tenants. Those on drafts are looked at before they are confirmed.
pub async fn end_all(app: &App, tx: &mut Tx) -> Result<()> {
    for state in [State::Running, State::Waiting] {
        for (tenant, id) in store::older(tx, state, None, i64::MAX).await? {
            let mut batch = store::lock(tx, &tenant, &id).await?;
            end(app, tx, &mut batch, State::Cancelled).await?;
        }
    }
    Ok(())
}

/// Nothing stays of the list but counts.
async fn end(app: &App, tx: &mut Tx, batch: &mut Batch, state: State) -> Result<()> {
    batch.state = state.to_string();
    batch.ended_at = Some(app.now());
    store::save(tx, batch).await?;
    store::drop_members(tx, &batch.tenant_id, &batch.id).await
}

/// `POST /v1/renewals` and `POST /v1/erasures`.
///
/// # Errors
/// `Conflict` when the count is not the confirmed one; nothing is done then. `Invalid` when an erasure
/// confirms none.
pub async fn run_selection(
    app: &App,
    actor: &Actor,
    act: Act,
    chosen: &Selection,
) -> Result<BulkResult> {
    actor.require(Action::ManageCandidates)?;
    if chosen.dry_run {
        let mut tx = app.db.read().await?;
        let (count, _) = count(app, &mut tx, &actor.tenant_id, act, chosen).await?;
        return Ok(BulkResult::counted(count));
    }
    let mut tx = app.db.begin().await?;
    let batch = freeze(app, &mut tx, actor, act, State::Running, chosen).await?;
    check_count(act, chosen.confirm_count, batch.total)?;
    if batch.total == 0 {
        return Ok(BulkResult::counted(0));
    }
    let detail = detail(&batch);
    audit::write(app, &mut tx, actor, confirmed(act), None, Some(&detail)).await?;
    tx.commit().await?;
    let batch = finish_small(app, batch).await?;
    let count = match batch.state() {
        State::Done => batch.tally()?.of(Outcome::Done),
        _ => batch.total,
    };
    let id = |wanted| (act == wanted).then(|| batch.id.clone());
    Ok(BulkResult {
        count,
        renewal_batch_id: id(Act::Ask),
        erasure_batch_id: id(Act::Erase),
    })
}

fn check_count(act: Act, confirmed: Option<i64>, count: i64) -> Result<()> {
    match confirmed {
        None if act == Act::Erase => Err(Error::field(
            "confirm_count",
            "required",
            format!("confirm by sending confirm_count: {count}"),
        )),
        Some(confirmed) if confirmed != count => Err(Error::conflict(
            "count",
            format!(
                "{count} candidates match now, not the {confirmed} that were confirmed; nothing was done"
            ),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_erasing_more_than_the_sweep_may_takes_a_second_person() {
        assert!(!needs_approval(Act::Erase, 50, 0, 100));
        assert!(needs_approval(Act::Erase, 51, 0, 100));
        assert!(
            needs_approval(Act::Erase, 1, 50, 50),
            "piece by piece is no way around it"
        );
        assert!(!needs_approval(Act::Erase, 1_600, 0, 80_000));
        assert!(!needs_approval(Act::Ask, 80_000, 0, 80_000));
    }
}
