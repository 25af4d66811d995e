//! Renewals on their way: starting them, reminding, and erasing whoever did not answer.

use super::clock_guard;
use super::store as due;
use crate::app::App;
use crate::candidates::{self, Candidate};
use crate::clock::{DAY, Millis};
use crate::consent::{Answer, append};
use crate::db::Tx;
use crate::erasure::{self, sweep};
use crate::error::Result;
use crate::execute;
use crate::mail;
use crate::renewal::{self, Renewal};
use crate::tenants::{self, Tenant};

/// Candidates handled in one transaction: long enough to be fast, short enough to let others write.
const BATCH: i64 = 200;

/// After a material version: marks older consents invalidated and asks anew (rules 1 and 7).
/// Their status says so from the moment of publishing; this writes the events and sends the mails.
pub async fn invalidate(app: &App) -> Result<()> {
    let mut tx = app.db.read().await?;
    let texts = due::invalidations(&mut tx).await?;
    drop(tx);
    let mut all = Ok(());
    for (tenant, text, below) in texts {
        let done = invalidate_text(app, &tenant, &text, below).await;
        keep_first(&mut all, &tenant, done);
    }
    all
}

/// One tenant's broken row must not keep the others waiting: they have their turn, and the first failure is told.
fn keep_first(all: &mut Result<()>, tenant: &str, done: Result<()>) {
    if let Err(cause) = &done {
        tracing::error!(tenant, %cause, "a tenant's renewals could not be looked at");
    }
    if all.is_ok() {
        *all = done;
    }
}

async fn invalidate_text(app: &App, tenant: &str, text: &str, below: i64) -> Result<()> {
    while invalidate_batch(app, tenant, text, below).await? && clock_guard::check(app).await? {}
    Ok(())
}

/// Whether there may be more.
async fn invalidate_batch(app: &App, tenant: &str, text: &str, below: i64) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, tenant).await?;
    let batch = due::outdated(&mut tx, &tenant.id, text, below, BATCH).await?;
    for (candidate,) in &batch {
        invalidate_one(app, &mut tx, &tenant, candidate).await?;
    }
    // An empty batch may only mean that the last of them are busy: then the next round finds them.
    if batch.is_empty() && !due::is_any_outdated(&mut tx, &tenant.id, text, below).await? {
        execute!(
            &mut tx,
            "UPDATE consent_texts SET invalidating_below = NULL WHERE tenant_id = $1 AND id = $2 AND invalidating_below = $3",
            &tenant.id,
            text,
            below
        )?;
    }
    tx.commit().await?;
    app.ring();
    Ok(!batch.is_empty())
}

async fn invalidate_one(app: &App, tx: &mut Tx, tenant: &Tenant, candidate: &str) -> Result<()> {
    let candidate = candidates::store::lock(tx, &tenant.id, candidate).await?;
    append::invalidate(app, tx, tenant, &candidate).await?;
    renewal::open(app, tx, &tenant.id, &candidate, renewal::Reason::Material).await?;
    Ok(())
}

/// Asks whoever's consent ends within the tenant's lead time, and whoever could not be asked before.
pub async fn start(app: &App) -> Result<()> {
    let mut all = Ok(());
    for tenant in tenants(app).await? {
        let done = start_of(app, &tenant).await;
        keep_first(&mut all, &tenant.id, done);
    }
    all
}

async fn start_of(app: &App, tenant: &Tenant) -> Result<()> {
    while start_expiring(app, tenant).await? && clock_guard::check(app).await? {}
    while start_unasked(app, tenant).await? && clock_guard::check(app).await? {}
    Ok(())
}

async fn tenants(app: &App) -> Result<Vec<Tenant>> {
    let mut tx = app.db.read().await?;
    tenants::store::all(&mut tx).await
}

/// Whether there may be more.
async fn start_expiring(app: &App, tenant: &Tenant) -> Result<bool> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let batch = due::expiring(
        &mut tx,
        &tenant.id,
        now + tenant.lead_days * DAY,
        now,
        BATCH,
    )
    .await?;
    open_all(app, tx, tenant, &batch, |_| renewal::Reason::Expiring).await
}

/// Whether there may be more.
async fn start_unasked(app: &App, tenant: &Tenant) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let batch = due::unasked(&mut tx, &tenant.id, app.now(), BATCH).await?;
    open_all(app, tx, tenant, &batch, |candidate| {
        match candidate.has_consented() {
            true => renewal::Reason::Material,
            false => renewal::Reason::Registered,
        }
    })
    .await
}

async fn open_all(
    app: &App,
    mut tx: Tx,
    tenant: &Tenant,
    batch: &[(String,)],
    reason: impl Fn(&Candidate) -> renewal::Reason,
) -> Result<bool> {
    let mut opened = false;
    for (candidate,) in batch {
        let candidate = candidates::store::lock(&mut tx, &tenant.id, candidate).await?;
        opened |= renewal::open(app, &mut tx, &tenant.id, &candidate, reason(&candidate)).await?;
    }
    tx.commit().await?;
    Ok(opened)
}

/// Erases whoever said no under a hold or a restriction that is over now (rules 12 and 18).
pub async fn erase_released(app: &App) -> Result<()> {
    // What went before may have taken long.
    if !clock_guard::check(app).await? {
        return Ok(());
    }
    let mut all = Ok(());
    for tenant in tenants(app).await? {
        let done = erase_released_of(app, &tenant).await;
        keep_first(&mut all, &tenant.id, done);
    }
    all
}

async fn erase_released_of(app: &App, tenant: &Tenant) -> Result<()> {
    while erase_released_batch(app, tenant).await? && clock_guard::check(app).await? {}
    Ok(())
}

/// Whether there may be more.
async fn erase_released_batch(app: &App, tenant: &Tenant) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let batch = due::released(&mut tx, &tenant.id, app.now(), BATCH).await?;
    if batch.is_empty() {
        return Ok(false);
    }
    for (candidate,) in &batch {
        let candidate = candidates::store::lock(&mut tx, &tenant.id, candidate).await?;
        let withdrawn = candidate.standing().answer == Answer::Withdrawn;
        let reason = if withdrawn {
            erasure::Reason::Withdrawn
        } else {
            erasure::Reason::Declined
        };
        erasure::erase(app, &mut tx, tenant, &candidate, reason).await?;
    }
    tx.commit().await?;
    erasure::after_commit(app).await;
    Ok(true)
}

/// Looks at every renewal whose reminder or deadline has come.
pub async fn sweep(app: &App) -> Result<()> {
    if !clock_guard::check(app).await? {
        return Ok(());
    }
    let mut tx = app.db.read().await?;
    let tenants = due::tenants_with_due_renewals(&mut tx, app.now()).await?;
    drop(tx);
    let mut all = Ok(());
    for (tenant,) in tenants {
        let done = sweep_tenant(app, &tenant).await;
        keep_first(&mut all, &tenant, done);
    }
    all
}

async fn sweep_tenant(app: &App, tenant: &str) -> Result<()> {
    let mut erased = 0;
    loop {
        let mut tx = app.db.begin().await?;
        let tenant = tenants::store::get(&mut tx, tenant).await?;
        let leave = sweep::leave(app, &mut tx, &tenant).await?;
        let batch =
            due::claim_renewals(&mut tx, &tenant.id, app.now(), leave.is_some(), BATCH).await?;
        let (mut left, mut stays) = (leave.unwrap_or(0), 0);
        for (renewal,) in &batch {
            match step(app, &mut tx, &tenant, renewal, left > 0).await? {
                Step::Erased => left -= 1,
                Step::Dealt => {}
                Step::Stays => stays += 1,
            }
        }
        erased += leave.unwrap_or(0) - left;
        let is_done = batch.is_empty() || left == 0;
        if leave.is_some() && is_done && tenant.sweep_stopped_at.is_some() {
            erasure::store::lift_stop(&mut tx, &tenant.id).await?;
        }
        tx.commit().await?;
        if batch.len() == stays || !clock_guard::check(app).await? {
            break;
        }
    }
    if erased > 0 {
        tracing::info!(tenant, erased, "unanswered candidates erased");
        erasure::after_commit(app).await;
    }
    Ok(())
}

/// What came of a renewal whose time had come.
enum Step {
    Erased,
    /// Reminded, put off, or over already.
    Dealt,
    /// To be erased, when that may be.
    Stays,
}

/// One renewal's next step.
async fn step(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    claimed: &str,
    may_erase: bool,
) -> Result<Step> {
    let now = app.now();
    // The claim holds the candidate. What was answered just before shows only now.
    let renewal = renewal::store::find(tx, &tenant.id, claimed).await?;
    let Some(renewal) =
        renewal.filter(|renewal| renewal.next_action_at.is_some_and(|at| at <= now))
    else {
        return Ok(Step::Dealt);
    };
    // Rule 15: a null, zero or blank deadline erases nobody.
    let deadline = renewal.deadline_at.filter(|at| *at > 0);
    let (Some(_), Some(deadline)) = (renewal.accepted_at, deadline) else {
        return look_again(tx, &renewal, now + DAY).await;
    };
    let candidate = candidates::store::get(tx, &tenant.id, &renewal.candidate_id).await?;
    if candidate.is_kept(now) {
        // Not until the hold ends: it may be lifted before.
        return look_again(tx, &renewal, now + DAY).await;
    }
    if now <= deadline {
        if renewal::count_reminders(tx, tenant, &renewal, now).await? {
            let candidate = &renewal.candidate_id;
            mail::outbox::queue_reminder(app, tx, &tenant.id, candidate, &renewal.id).await?;
        }
        return Ok(Step::Dealt);
    }
    if !may_erase {
        return Ok(Step::Stays);
    }
    erasure::erase(app, tx, tenant, &candidate, erasure::Reason::Unanswered).await?;
    Ok(Step::Erased)
}

async fn look_again(tx: &mut Tx, renewal: &Renewal, at: Millis) -> Result<Step> {
    renewal::store::look_again(tx, &renewal.tenant_id, &renewal.id, at).await?;
    Ok(Step::Dealt)
}
