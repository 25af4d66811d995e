//! Rule 16: a clock that is wrong must not erase people or write to them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::clock::{DAY, HOUR, Millis};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_optional};

/// How far wall clock and monotonic clock may drift apart while running.
const DRIFT: Millis = HOUR;
/// A longer gap at start is a fault; a shorter one is downtime.
const LONGEST_DOWNTIME: Millis = 60 * DAY;

/// Where both clocks stood when this process began, or when a person last said that they are right. Kept until then:
/// many small steps are as wrong as a large one.
#[derive(Default)]
pub struct Anchor(Mutex<Option<(Millis, Duration)>>);

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClockState {
    pub last_known: i64,
    pub paused_at: Option<i64>,
    pub paused_why: Option<String>,
}

/// Pure: what is wrong with `now` at start, given the last time known to the database.
pub fn fault_at_start(last_known: Millis, now: Millis) -> Option<&'static str> {
    if now < last_known - DRIFT {
        Some("the clock is more than an hour before the last known time")
    } else if now > last_known + LONGEST_DOWNTIME {
        Some("the clock is more than 60 days after the last known time")
    } else {
        None
    }
}

/// Pure: whether wall clock and monotonic clock passed the same time, within [`DRIFT`].
pub fn fault_while_running(wall: Millis, monotonic: Duration) -> Option<&'static str> {
    let passed = i64::try_from(monotonic.as_millis()).unwrap_or(i64::MAX);
    ((wall - passed).abs() > DRIFT)
        .then_some("the clock was set by more than an hour while the server was running")
}

/// Pure: whether another server of the same database, which was here a moment ago, has a clock far ahead of this one.
pub fn fault_of_another(last_known: Millis, now: Millis) -> Option<&'static str> {
    (last_known > now + DRIFT)
        .then_some("the clock of another server is more than an hour ahead of this one's")
}

/// Whether mail and erasure may go on. Keeps the last known time.
pub async fn check(app: &App) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let state = state(&mut tx).await?;
    let now = app.now();
    if state
        .as_ref()
        .is_some_and(|state| state.paused_at.is_some())
    {
        // A clock set right meanwhile must not be a new fault after it is confirmed.
        set_anchor(app, now);
        return Ok(false);
    }
    let last_known = state.as_ref().map(|state| state.last_known);
    let passed = since_anchor(app, now);
    let fault = match passed {
        Some((wall, monotonic)) => fault_while_running(wall, monotonic)
            .or_else(|| last_known.and_then(|known| fault_of_another(known, now))),
        None => last_known.and_then(|known| fault_at_start(known, now)),
    };
    match fault {
        Some(why) => {
            tracing::error!(why, "mail and erasure pause until `samtycke clock confirm`");
            pause(&mut tx, now, why).await?;
        }
        None => {
            remember(&mut tx, now, last_known.unwrap_or(Millis::MIN)).await?;
        }
    }
    tx.commit().await?;
    // Not before: whoever else asks as the server begins must find the same fault.
    if passed.is_none() {
        set_anchor(app, now);
    }
    Ok(fault.is_none())
}

/// The time that passed on each clock since the anchor. `None` before there is one.
fn since_anchor(app: &App, now: Millis) -> Option<(Millis, Duration)> {
    let (wall, monotonic) = (*anchor(app))?;
    Some((now - wall, app.clock.monotonic().saturating_sub(monotonic)))
}

fn set_anchor(app: &App, now: Millis) {
    *anchor(app) = Some((now, app.clock.monotonic()));
}

fn anchor(app: &App) -> MutexGuard<'_, Option<(Millis, Duration)>> {
    app.clock_anchor
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

/// The time by which a hold or the time to answer is over. While the clock is in doubt that is no later than it was
/// known to be: a wrong clock must not end what keeps somebody (rules 16 and 18).
pub async fn sure_now(app: &App, tx: &mut Tx) -> Result<Millis> {
    let now = app.now();
    let paused = state(tx).await?.filter(|state| state.paused_at.is_some());
    Ok(paused.map_or(now, |state| now.min(state.last_known)))
}

/// A person has looked at the clock and says it is right.
pub async fn confirm(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let now = app.now();
    execute!(
        &mut tx,
        "INSERT INTO clock_state (id, last_known) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET last_known = excluded.last_known, paused_at = NULL, paused_why = NULL",
        now
    )?;
    tx.commit().await
}

pub async fn state(tx: &mut Tx) -> Result<Option<ClockState>> {
    fetch_optional!(
        tx,
        ClockState,
        "SELECT last_known, paused_at, paused_why FROM clock_state WHERE id = 1"
    )
}

async fn pause(tx: &mut Tx, now: Millis, why: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE clock_state SET paused_at = $1, paused_why = $2 WHERE id = 1",
        now,
        why
    )?;
    Ok(())
}

/// Written at most once a minute: it is compared in hours.
async fn remember(tx: &mut Tx, now: Millis, last_known: Millis) -> Result<()> {
    if now - crate::clock::MINUTE < last_known {
        return Ok(());
    }
    execute!(
        tx,
        "INSERT INTO clock_state (id, last_known) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET last_known = excluded.last_known",
        now
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_start_a_gap_is_downtime_up_to_sixty_days() {
        assert_eq!(fault_at_start(100 * DAY, 100 * DAY), None);
        assert_eq!(fault_at_start(100 * DAY, 160 * DAY), None);
        assert!(fault_at_start(100 * DAY, 160 * DAY + 1).is_some());
        assert_eq!(fault_at_start(100 * DAY, 100 * DAY - HOUR), None);
        assert!(fault_at_start(100 * DAY, 100 * DAY - HOUR - 1).is_some());
    }

    #[test]
    fn another_server_may_be_an_hour_ahead() {
        assert_eq!(fault_of_another(5 * HOUR, 4 * HOUR), None);
        assert!(fault_of_another(5 * HOUR + 1, 4 * HOUR).is_some());
        assert_eq!(fault_of_another(5 * HOUR, 9 * HOUR), None);
    }

    #[test]
    fn while_running_the_two_clocks_must_agree() {
        let hour = Duration::from_secs(3_600);
        assert_eq!(fault_while_running(2 * HOUR, hour), None);
        assert!(fault_while_running(2 * HOUR + 1, hour).is_some());
        assert!(fault_while_running(-HOUR, hour).is_some());
    }
}
