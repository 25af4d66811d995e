//! How many candidates stand where, what the next days bring, and what came of the requests sent.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use time::Date;

use super::filter::{Measure, status_case};
use super::list::NEVER;
use crate::app::App;
use crate::clock::{DAY, MINUTE, Millis};
use crate::consent::Status;
use crate::db::{Sql, Tx};
use crate::error::Result;
use crate::mail::compose::local_date;
use crate::tenants::Tenant;
use crate::{fetch_all, fetch_all_dynamic, fetch_one};

/// The days that are looked ahead, today among them.
pub const DAYS_AHEAD: usize = 30;
/// How far back funnels look.
pub const FUNNEL_DAYS: [i64; 2] = [30, 90];
/// A count that took no longer is made anew for every page.
const CHEAP: Duration = Duration::from_millis(20);
/// How old a dearer one may become before it is made anew behind the reader's back.
const FRESH: Duration = Duration::from_secs(30);
/// Counting takes no more than this share of one core: 1 in 20.
const REST: u32 = 20;

/// What was counted, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    pub at: Millis,
    pub by_status: BTreeMap<String, i64>,
    pub by_renewal: BTreeMap<String, i64>,
    /// Asked, reminded, and still without an answer.
    pub silent: i64,
    pub days: Vec<Day>,
    /// One for each of [`FUNNEL_DAYS`].
    pub funnels: Vec<Funnel>,
    /// How many candidates' standing consent is to each version of each text.
    pub holders: BTreeMap<String, BTreeMap<i64, i64>>,
}

impl Counted {
    pub fn candidates(&self) -> i64 {
        self.by_status.values().sum()
    }

    pub fn status(&self, status: Status) -> i64 {
        self.by_status.get(status.as_str()).copied().unwrap_or(0)
    }

    /// Those of one version of a text.
    pub fn holders_of(&self, text: &str, version: i64) -> i64 {
        let versions = self.holders.get(text);
        versions
            .and_then(|versions| versions.get(&version))
            .copied()
            .unwrap_or(0)
    }

    /// Those of all versions of a text.
    pub fn all_holders_of(&self, text: &str) -> i64 {
        self.holders
            .get(text)
            .map_or(0, |versions| versions.values().sum())
    }

    pub fn renewal(&self, renewal: &str) -> i64 {
        self.by_renewal.get(renewal).copied().unwrap_or(0)
    }
}

/// What happens on one calendar day where the tenant is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    /// Candidates whose last day to answer it is.
    pub deadlines: i64,
    /// Candidates whose first consent ends.
    pub expiring: i64,
}

/// What became of the requests that were queued in the last `days` days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funnel {
    pub days: i64,
    pub sent: i64,
    pub accepted: i64,
    pub viewed: i64,
    pub answered: i64,
}

/// The last count of each tenant on this server.
#[derive(Default)]
pub struct Counts(Mutex<HashMap<String, Kept>>);

struct Kept {
    counted: Arc<Counted>,
    took: Duration,
    made: Duration,
    being_made: bool,
}

impl Counts {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Kept>) -> T) -> T {
        act(&mut self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    /// The last count, if it was dear, and whether the caller is the one to make the next.
    fn last(&self, tenant: &str, clock: Duration) -> Option<(Arc<Counted>, bool)> {
        self.with(|kept| {
            let last = kept.get_mut(tenant).filter(|last| last.took > CHEAP)?;
            let rest = FRESH.max(last.took * REST);
            let due = clock.saturating_sub(last.made) >= rest && !last.being_made;
            last.being_made |= due;
            Some((last.counted.clone(), due))
        })
    }

    fn keep(&self, tenant: &str, counted: Arc<Counted>, took: Duration, made: Duration) {
        let kept = Kept {
            counted,
            took,
            made,
            being_made: false,
        };
        self.with(|all| all.insert(tenant.to_owned(), kept));
    }

    fn give_up(&self, tenant: &str) {
        self.with(|kept| {
            if let Some(last) = kept.get_mut(tenant) {
                last.being_made = false;
            }
        });
    }
}

/// Exact while counting is quick. Where it is not, the last count with the moment it was made, and the
/// next one is under way as soon as it is old.
pub async fn of(app: &Arc<App>, tenant: &Tenant) -> Result<Arc<Counted>> {
    match app.counts.last(&tenant.id, app.clock.monotonic()) {
        None => count_and_keep(app, tenant).await,
        Some((last, false)) => Ok(last),
        Some((last, true)) => {
            let (app, tenant) = (app.clone(), tenant.clone());
            tokio::spawn(async move {
                if let Err(cause) = count_and_keep(&app, &tenant).await {
                    app.counts.give_up(&tenant.id);
                    tracing::warn!(%cause, "the overview could not be counted");
                }
            });
            Ok(last)
        }
    }
}

async fn count_and_keep(app: &App, tenant: &Tenant) -> Result<Arc<Counted>> {
    let begun = app.clock.monotonic();
    let mut tx = app.db.read().await?;
    let counted = Arc::new(count(&mut tx, tenant, app.now()).await?);
    let ended = app.clock.monotonic();
    let took = ended.saturating_sub(begun);
    app.counts.keep(&tenant.id, counted.clone(), took, ended);
    Ok(counted)
}

pub async fn count(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<Counted> {
    let mut counted = Counted {
        at: now,
        silent: silent(tx, &tenant.id).await?,
        days: days_ahead(tx, tenant, now).await?,
        holders: holders(tx, &tenant.id).await?,
        ..Counted::default()
    };
    let mut sql = Sql::default();
    let case = status_case(&mut sql, &Measure::of(tx, tenant, now).await?);
    let id = sql.bind(tenant.id.as_str());
    sql.text = format!(
        "SELECT {case}, c.renewal, COUNT(*) FROM candidates c
         WHERE c.tenant_id = {id} GROUP BY 1, 2"
    );
    for status in Status::ALL {
        counted.by_status.insert(status.to_string(), 0);
    }
    for (status, renewal, count) in
        fetch_all_dynamic!(tx, (String, String, i64), sql.text, &sql.values)?
    {
        *counted.by_status.entry(status).or_default() += count;
        *counted.by_renewal.entry(renewal).or_default() += count;
    }
    for days in FUNNEL_DAYS {
        counted
            .funnels
            .push(funnel(tx, &tenant.id, days, now).await?);
    }
    Ok(counted)
}

async fn silent(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM renewals WHERE tenant_id = $1 AND state = 'asked' AND reminders_sent > 0",
        tenant
    )?;
    Ok(count)
}

async fn funnel(tx: &mut Tx, tenant: &str, days: i64, now: Millis) -> Result<Funnel> {
    let (sent, accepted, viewed, answered): (i64, i64, i64, i64) = fetch_one!(
        tx,
        (i64, i64, i64, i64),
        "SELECT COUNT(*), COUNT(accepted_at), COUNT(viewed_at), COUNT(answered_at) FROM renewals
         WHERE tenant_id = $1 AND queued_at >= $2",
        tenant,
        now - days * DAY
    )?;
    Ok(Funnel {
        days,
        sent,
        accepted,
        viewed,
        answered,
    })
}

/// What every zone's offset from UTC is a multiple of: no quarter lies on two days.
const QUARTER: Millis = 15 * MINUTE;

/// From now on, by the tenant's calendar: a day of 23 or 25 hours is one day.
async fn days_ahead(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<Vec<Day>> {
    let mut date = local_date(tenant, now);
    let mut days = Vec::with_capacity(DAYS_AHEAD);
    for _ in 0..DAYS_AHEAD {
        days.push(Day {
            date,
            deadlines: 0,
            expiring: 0,
        });
        date = date.next_day().unwrap_or(date);
    }
    // A day more than asked for: the last one ends late where the clocks go back.
    let until = now + (DAYS_AHEAD as Millis + 1) * DAY;
    let deadlines = fetch_all!(
        tx,
        (i64, i64),
        "SELECT COALESCE(deadline_at, 253402300800000) / $4 AS quarter, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND COALESCE(deadline_at, 253402300800000) >= $2
           AND COALESCE(deadline_at, 253402300800000) < $3 GROUP BY 1",
        &tenant.id,
        now,
        until.min(NEVER),
        QUARTER
    )?;
    let expiring = fetch_all!(
        tx,
        (i64, i64),
        "SELECT first_expiry / $4 AS quarter, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND first_expiry >= $2 AND first_expiry < $3 GROUP BY 1",
        &tenant.id,
        now,
        until,
        QUARTER
    )?;
    add_up(tenant, &mut days, deadlines, |day| &mut day.deadlines);
    add_up(tenant, &mut days, expiring, |day| &mut day.expiring);
    Ok(days)
}

fn add_up(
    tenant: &Tenant,
    days: &mut [Day],
    quarters: Vec<(i64, i64)>,
    field: impl Fn(&mut Day) -> &mut i64,
) {
    for (quarter, count) in quarters {
        let date = local_date(tenant, quarter * QUARTER);
        if let Some(day) = days.iter_mut().find(|day| day.date == date) {
            *field(day) += count;
        }
    }
}

async fn holders(tx: &mut Tx, tenant: &str) -> Result<BTreeMap<String, BTreeMap<i64, i64>>> {
    let rows = fetch_all!(
        tx,
        (String, i64, i64),
        "SELECT consent_text_id, text_version, COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND text_version IS NOT NULL AND answer = 'given' GROUP BY consent_text_id, text_version",
        tenant
    )?;
    let mut holders = BTreeMap::<String, BTreeMap<i64, i64>>::new();
    for (text, version, count) in rows {
        holders.entry(text).or_default().insert(version, count);
    }
    Ok(holders)
}

/// How many candidates' standing consent is to any version of a text, at this moment.
pub async fn all_holders(tx: &mut Tx, tenant: &str, text: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM candidates
         WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version IS NOT NULL AND answer = 'given'",
        tenant,
        text
    )?;
    Ok(count)
}

/// Of those holders: how many are kept out of mail now (rule 18), and how many others are being asked already.
pub async fn holders_not_asked_now(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    now: Millis,
) -> Result<(i64, i64)> {
    fetch_one!(
        tx,
        (i64, i64),
        "SELECT COALESCE(SUM(CASE WHEN kept = 1 THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN kept = 0 AND renewal IN ('queued', 'asked', 'bounced') THEN 1 ELSE 0 END), 0)
         FROM (SELECT renewal, CASE WHEN restricted_at IS NOT NULL OR held_until > $3 THEN 1 ELSE 0 END AS kept
               FROM candidates
               WHERE tenant_id = $1 AND consent_text_id = $2 AND text_version IS NOT NULL AND answer = 'given') AS holders",
        tenant,
        text,
        now
    )
}

/// Candidates whose address bounced, longest waiting first, with the server's word on it.
pub async fn bounced(tx: &mut Tx, tenant: &str, limit: i64) -> Result<Vec<Bounced>> {
    fetch_all!(
        tx,
        Bounced,
        "SELECT c.id, c.name, c.email, m.ended_at, m.last_error FROM renewals r
         JOIN candidates c ON c.tenant_id = r.tenant_id AND c.id = r.candidate_id
         LEFT JOIN mails m ON m.tenant_id = r.tenant_id AND m.renewal_id = r.id AND m.kind = 'request'
         WHERE r.tenant_id = $1 AND r.state = 'bounced' ORDER BY r.id LIMIT $2",
        tenant,
        limit
    )
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Bounced {
    pub id: String,
    pub name: String,
    pub email: String,
    pub ended_at: Option<i64>,
    pub last_error: Option<String>,
}

/// Holds that end by `until`.
pub async fn holds_ending(
    tx: &mut Tx,
    tenant: &str,
    until: Millis,
    limit: i64,
) -> Result<Vec<super::Candidate>> {
    fetch_all!(
        tx,
        super::Candidate,
        "SELECT * FROM candidates WHERE tenant_id = $1 AND held_until IS NOT NULL AND held_until <= $2
         ORDER BY held_until LIMIT $3",
        tenant,
        until,
        limit
    )
}

/// The most tasks that are counted for the mark beside the menu.
pub const MOST_BOUNCED: i64 = 1_000;

/// Up to [`MOST_BOUNCED`]: every page of the console asks.
pub async fn count_bounced(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM
         (SELECT 1 AS one FROM renewals WHERE tenant_id = $1 AND state = 'bounced' LIMIT $2) r",
        tenant,
        MOST_BOUNCED
    )?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dear_count_is_kept_and_made_anew_by_one_only() {
        let counts = Counts::default();
        let (dear, at) = (Duration::from_millis(300), Duration::from_secs(100));
        counts.keep("t", Arc::default(), dear, at);
        let due = |after| counts.last("t", at + after).map(|(_, due)| due);
        assert_eq!(due(Duration::from_secs(29)), Some(false));
        assert_eq!(due(Duration::from_secs(30)), Some(true));
        assert_eq!(due(Duration::from_secs(31)), Some(false), "it is under way");
        counts.give_up("t");
        assert_eq!(due(Duration::from_secs(32)), Some(true));
        assert_eq!(counts.last("another", at).map(|(_, due)| due), None);
    }

    #[test]
    fn counting_takes_a_small_share_of_the_time() {
        let counts = Counts::default();
        counts.keep("t", Arc::default(), Duration::from_secs(6), Duration::ZERO);
        let due = |after| counts.last("t", after).map(|(_, due)| due);
        assert_eq!(due(Duration::from_secs(119)), Some(false));
        assert_eq!(due(Duration::from_secs(120)), Some(true));
    }

    #[test]
    fn a_quick_count_is_not_kept() {
        let counts = Counts::default();
        counts.keep("t", Arc::default(), CHEAP, Duration::ZERO);
        assert!(counts.last("t", Duration::ZERO).is_none());
    }
}
