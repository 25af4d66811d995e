//! How much a sweep may erase (rule 15).

use super::{Reason, store};
use crate::app::App;
use crate::clock::DAY;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::tenants::{self, Tenant};

/// How many different admins must approve a sweep that was stopped.
pub const APPROVALS: i64 = 2;

/// The most a sweep may erase of one tenant in a day without being asked for.
pub fn daily_limit(candidates: i64) -> i64 {
    (candidates / 50).max(50)
}

#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Go,
    /// More is due than may go unasked.
    Stop {
        due: i64,
    },
}

/// Pure: `erased_today` and `due` together against the limit. `candidates` counts those erased today
/// too, so that the limit does not shrink under the sweep.
pub fn verdict(due: i64, erased_today: i64, candidates: i64) -> Verdict {
    if due > 0 && due + erased_today > daily_limit(candidates + erased_today) {
        Verdict::Stop { due }
    } else {
        Verdict::Go
    }
}

/// How many the tenant's sweep may erase now, oldest deadlines first. `None` when it is stopped, for a person to look
/// at: this stops it when more is due than may go.
pub async fn leave(app: &App, tx: &mut Tx, tenant: &Tenant) -> Result<Option<i64>> {
    let now = app.now();
    if let Some(stopped) = tenant.sweep_stopped_at {
        if store::count_approvals(tx, &tenant.id, stopped).await? < APPROVALS {
            return Ok(None);
        }
        // What was approved is the number that was shown, whatever has become due since.
        let gone = store::count_since(tx, &tenant.id, Reason::Unanswered, stopped).await?;
        return Ok(Some((tenant.sweep_due.unwrap_or(0) - gone).max(0)));
    }
    let due = store::count_due(tx, &tenant.id, now).await?;
    let today = store::count_since(tx, &tenant.id, Reason::Unanswered, now - DAY).await?;
    // Counting the tenant's candidates grows with them; the floor of the limit needs no count.
    let floor = verdict(due, today, 0);
    let verdict = match floor {
        Verdict::Go => floor,
        Verdict::Stop { .. } => verdict(
            due,
            today,
            tenants::store::count_candidates(tx, &tenant.id).await?,
        ),
    };
    match verdict {
        Verdict::Go => Ok(Some(due)),
        Verdict::Stop { due } => {
            tracing::warn!(tenant = %tenant.id, due, "sweep stopped: it would erase more than may go in a day");
            tenants::store::stop_sweep(tx, &tenant.id, due, now).await?;
            Ok(None)
        }
    }
}

/// One admin's consent to a stopped sweep. Says how many are still missing.
///
/// # Errors
/// `Conflict` when nothing is stopped.
pub async fn approve(app: &App, tx: &mut Tx, tenant_id: &str, staff: &str) -> Result<i64> {
    let tenant = tenants::store::get(tx, tenant_id).await?;
    let Some(stopped) = tenant.sweep_stopped_at else {
        return Err(Error::conflict(
            "no-sweep",
            "no sweep is waiting for approval",
        ));
    };
    store::approve(tx, tenant_id, staff, app.now()).await?;
    Ok((APPROVALS - store::count_approvals(tx, tenant_id, stopped).await?).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_tenants_may_lose_fifty_large_ones_two_percent() {
        assert_eq!(
            (daily_limit(0), daily_limit(2_500), daily_limit(80_000)),
            (50, 50, 1_600)
        );
    }

    #[test]
    fn what_was_erased_today_counts() {
        assert_eq!(verdict(50, 0, 100), Verdict::Go);
        assert_eq!(verdict(51, 0, 100), Verdict::Stop { due: 51 });
        assert_eq!(verdict(1, 50, 50), Verdict::Stop { due: 1 });
        assert_eq!(
            verdict(0, 60, 40),
            Verdict::Go,
            "nobody is left to stop for"
        );
        assert_eq!(verdict(1_600, 0, 80_000), Verdict::Go);
        assert_eq!(verdict(4_000, 0, 80_000), Verdict::Stop { due: 4_000 });
    }
}
