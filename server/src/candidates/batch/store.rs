//! SQL of batches and their lists.

use super::{Act, Outcome, State, Tally};
use crate::app::App;
use crate::candidates::filter::Measure;
use crate::candidates::manage::Selection;
use crate::candidates::store::{Listed, matching};
use crate::clock::Millis;
use crate::db::{Rows, Sql, Tx, Value, tenant_and_ids};
use crate::error::{Error, Result};
use crate::random::is_id;
use crate::tenants::Tenant;
use crate::{execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional};

const MAX_IDS: usize = 10_000;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Batch {
    pub tenant_id: String,
    pub id: String,
    pub act: String,
    pub state: String,
    pub total: i64,
    pub left_alone: String,
    pub tally: String,
    pub started_by: String,
    pub approved_by: Option<String>,
    pub created_at: i64,
    pub confirmed_at: Option<i64>,
    pub ended_at: Option<i64>,
}

/// A selection as a query of `tenant_id, id, consented_at` and why the action leaves each alone (`why`,
/// empty when it does not).
pub struct Chosen {
    sql: String,
    values: Vec<Value>,
}

impl Chosen {
    /// # Errors
    /// `Invalid` when the selection is not understood: it must not choose whom to erase then.
    pub async fn read(
        app: &App,
        tx: &mut Tx,
        tenant: &Tenant,
        act: Act,
        selection: &Selection,
    ) -> Result<Self> {
        const COLUMNS: &str =
            "c.tenant_id, c.id, c.consented_at, c.restricted_at, c.held_until, c.renewal";
        let mut chosen = match (&selection.filter, &selection.ids) {
            (Some(filter), None) => {
                let criteria = filter.criteria(tenant, app.now())?;
                let measure = Measure::of(tx, tenant, app.now()).await?;
                matching(COLUMNS, &tenant.id, &criteria, &measure)
            }
            (None, Some(ids)) => {
                check_ids(ids)?;
                let (values, listed) = tenant_and_ids(&tenant.id, ids.iter().map(String::as_str));
                let text = format!(
                    "SELECT {COLUMNS} FROM candidates c WHERE c.tenant_id = $1 AND c.id IN ({listed})"
                );
                Sql { text, values }
            }
            _ => {
                return Err(Error::field(
                    "filter",
                    "required",
                    "give either a filter or ids",
                ));
            }
        };
        chosen.values.push(app.now().into());
        let why = why_sql(act, chosen.values.len(), means_bounced(selection));
        let sql = format!(
            "SELECT s.tenant_id, s.id, s.consented_at, {why} AS why FROM ({}) s",
            chosen.text
        );
        Ok(Self {
            sql,
            values: chosen.values,
        })
    }
}

fn check_ids(ids: &[String]) -> Result<()> {
    if ids.len() > MAX_IDS {
        let message = format!("at most {MAX_IDS} ids; use a filter for more");
        return Err(Error::field("ids", "too_long", message));
    }
    match ids.iter().find(|id| !is_id(id)) {
        Some(bad) => Err(Error::field(
            "ids",
            "invalid",
            format!("{bad:?} is not an id"),
        )),
        None => Ok(()),
    }
}

/// Whether those whose request bounced are meant: addresses that do not work are not tried again by the way.
fn means_bounced(selection: &Selection) -> bool {
    let filter = selection.filter.as_ref();
    filter.is_none_or(|filter| filter.renewal.as_deref() == Some("bounced"))
}

/// Says the same as [`super::hindrance`], and passes over those whose request bounced unless they are meant.
fn why_sql(act: Act, now: usize, means_bounced: bool) -> String {
    let open = match act {
        Act::Ask if means_bounced => "WHEN s.renewal IN ('queued', 'asked') THEN 'open'",
        Act::Ask => "WHEN s.renewal IN ('queued', 'asked', 'bounced') THEN 'open'",
        Act::Erase | Act::Import => "",
    };
    format!(
        "CASE WHEN s.restricted_at IS NOT NULL THEN 'restricted'
              WHEN COALESCE(s.held_until, 0) > ${now} THEN 'held' {open} ELSE '' END"
    )
}

/// How many the action is about, and how many it leaves alone and why.
pub async fn count(tx: &mut Tx, chosen: &Chosen) -> Result<(i64, Tally)> {
    let sql = format!(
        "SELECT w.why, COUNT(*) FROM ({}) w GROUP BY w.why",
        chosen.sql
    );
    let rows = fetch_all_dynamic!(tx, (String, i64), sql, &chosen.values)?;
    let (mut count, mut left_alone) = (0, Tally::default());
    for (why, number) in rows {
        match Outcome::parse(&why) {
            Some(why) => left_alone.add(why, usize::try_from(number).unwrap_or_default()),
            None => count = number,
        }
    }
    Ok((count, left_alone))
}

/// Writes the list down, in one statement however long it is; says how long.
pub async fn freeze(tx: &mut Tx, chosen: &Chosen, batch: &str) -> Result<i64> {
    let mut values = chosen.values.clone();
    values.push(batch.into());
    let sql = format!(
        "INSERT INTO batch_candidates (tenant_id, batch_id, candidate_id, consented_at)
         SELECT w.tenant_id, ${}, w.id, w.consented_at FROM ({}) w WHERE w.why = ''",
        values.len(),
        chosen.sql
    );
    let frozen = execute_dynamic!(tx, sql, &values)?;
    i64::try_from(frozen).map_err(Error::internal)
}

pub async fn insert(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let mut rows = Rows::new(
        "batches (tenant_id, id, act, state, total, left_alone, tally, started_by, approved_by, created_at, confirmed_at, ended_at)",
    );
    rows.push([
        batch.tenant_id.as_str().into(),
        batch.id.as_str().into(),
        batch.act.as_str().into(),
        batch.state.as_str().into(),
        batch.total.into(),
        batch.left_alone.as_str().into(),
        batch.tally.as_str().into(),
        batch.started_by.as_str().into(),
        batch.approved_by.as_deref().into(),
        batch.created_at.into(),
        batch.confirmed_at.into(),
        batch.ended_at.into(),
    ]);
    rows.insert(tx).await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, tenant: &str, id: &str) -> Result<Batch> {
    fetch_optional!(
        tx,
        Batch,
        "SELECT * FROM batches WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?
    .ok_or(Error::NotFound)
}

/// Waits for whoever works on it: reading it after the lock sees what that one committed.
pub async fn lock(tx: &mut Tx, tenant: &str, id: &str) -> Result<Batch> {
    execute!(
        tx,
        "UPDATE batches SET state = state WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    get(tx, tenant, id).await
}

/// Writes what can change of a batch, which the caller has locked.
pub async fn save(tx: &mut Tx, batch: &Batch) -> Result<()> {
    execute!(
        tx,
        "UPDATE batches SET state = $3, tally = $4, started_by = $5, approved_by = $6, confirmed_at = $7, ended_at = $8
         WHERE tenant_id = $1 AND id = $2",
        &batch.tenant_id,
        &batch.id,
        &batch.state,
        &batch.tally,
        &batch.started_by,
        batch.approved_by.as_deref(),
        batch.confirmed_at,
        batch.ended_at
    )?;
    Ok(())
}

/// The newest that were started.
pub async fn recent(tx: &mut Tx, tenant: &str, limit: i64) -> Result<Vec<Batch>> {
    fetch_all!(
        tx,
        Batch,
        "SELECT * FROM batches WHERE tenant_id = $1 AND confirmed_at IS NOT NULL ORDER BY id DESC LIMIT $2",
        tenant,
        limit
    )
}

/// How many are still to be dealt with by what is under way. The first condition is that of the partial index.
pub async fn under_way(tx: &mut Tx, tenant: &str, act: Act) -> Result<i64> {
    let running = fetch_all!(
        tx,
        (i64, String),
        "SELECT total, tally FROM batches
         WHERE state IN ('draft', 'waiting', 'running') AND state = 'running' AND tenant_id = $1 AND act = $2",
        tenant,
        act.as_str()
    )?;
    running.into_iter().try_fold(0, |sum, (total, tally)| {
        let tally: Tally = serde_json::from_str(&tally)?;
        Ok(sum + total - tally.sum())
    })
}

/// Those that wait for a second person, oldest first.
pub async fn waiting(tx: &mut Tx, tenant: &str) -> Result<Vec<Batch>> {
    fetch_all!(
        tx,
        Batch,
        "SELECT * FROM batches WHERE tenant_id = $1 AND state = 'waiting' ORDER BY created_at",
        tenant
    )
}

pub async fn count_waiting(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM batches WHERE tenant_id = $1 AND state = 'waiting'",
        tenant
    )?;
    Ok(count)
}

/// Batches in a state since before a time, of all tenants.
pub async fn older(
    tx: &mut Tx,
    state: State,
    act: Option<Act>,
    before: Millis,
) -> Result<Vec<(String, String)>> {
    fetch_all!(
        tx,
        (String, String),
        "SELECT tenant_id, id FROM batches
         WHERE state IN ('draft', 'waiting', 'running') AND state = $1 AND created_at < $2 AND ($3 = '' OR act = $3)
         ORDER BY created_at",
        state.as_str(),
        before,
        act.map_or("", Act::as_str)
    )
}

/// The next of the list, in its order; the batch must be locked.
pub async fn next_candidates(
    tx: &mut Tx,
    tenant: &str,
    batch: &str,
    limit: i64,
) -> Result<Vec<(String, Option<i64>)>> {
    fetch_all!(
        tx,
        (String, Option<i64>),
        "SELECT candidate_id, consented_at FROM batch_candidates WHERE tenant_id = $1 AND batch_id = $2
         ORDER BY candidate_id LIMIT $3",
        tenant,
        batch,
        limit
    )
}

pub async fn drop_candidates(tx: &mut Tx, tenant: &str, batch: &str, ids: &[&str]) -> Result<()> {
    let (mut values, listed) = tenant_and_ids(tenant, ids.iter().copied());
    values.push(batch.into());
    let sql = format!(
        "DELETE FROM batch_candidates WHERE tenant_id = $1 AND batch_id = ${} AND candidate_id IN ({listed})",
        values.len()
    );
    execute_dynamic!(tx, sql, &values)?;
    Ok(())
}

pub async fn drop_members(tx: &mut Tx, tenant: &str, batch: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM batch_candidates WHERE tenant_id = $1 AND batch_id = $2",
        tenant,
        batch
    )?;
    execute!(
        tx,
        "DELETE FROM import_rows WHERE tenant_id = $1 AND batch_id = $2",
        tenant,
        batch
    )?;
    Ok(())
}

/// Who is on the list, newest first, starting below `cursor`.
pub async fn listed(
    tx: &mut Tx,
    tenant: &str,
    batch: &str,
    cursor: &str,
    limit: i64,
) -> Result<Vec<Listed>> {
    fetch_all!(
        tx,
        Listed,
        "SELECT c.*, t.material_version FROM batch_candidates b
         JOIN candidates c ON c.tenant_id = b.tenant_id AND c.id = b.candidate_id
         JOIN consent_texts t ON t.tenant_id = c.tenant_id AND t.id = c.consent_text_id
         WHERE b.tenant_id = $1 AND b.batch_id = $2 AND ($3 = '' OR b.candidate_id < $3)
         ORDER BY b.candidate_id DESC LIMIT $4",
        tenant,
        batch,
        cursor,
        limit
    )
}
