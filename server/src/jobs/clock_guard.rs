//! Rule 16: a clock that is wrong must not erase people or write to them.

use std::sync::Mutex;
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

/// Where the clocks stood when this process last compared them.
#[derive(Default)]
pub struct LastSeen(Mutex<Option<(Millis, Duration)>>);

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

/// Whether mail and erasure may go on. Keeps the last known time.
pub async fn check(app: &App) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let state = state(&mut tx).await?;
    let now = app.now();
    // Also while paused: a clock set right meanwhile must not be a new fault after it is confirmed.
    let passed = since_last(app, now);
    if state
        .as_ref()
        .is_some_and(|state| state.paused_at.is_some())
    {
        return Ok(false);
    }
    let fault = match passed {
        Some((wall, monotonic)) => fault_while_running(wall, monotonic),
        None => state
            .as_ref()
            .and_then(|state| fault_at_start(state.last_known, now)),
    };
    match fault {
        Some(why) => {
            tracing::error!(why, "mail and erasure pause until `samtycke clock confirm`");
            pause(&mut tx, now, why).await?;
        }
        None => {
            remember(
                &mut tx,
                now,
                state.map_or(Millis::MIN, |state| state.last_known),
            )
            .await?
        }
    }
    tx.commit().await?;
    Ok(fault.is_none())
}

/// The time that passed on each clock since this process last asked.
fn since_last(app: &App, now: Millis) -> Option<(Millis, Duration)> {
    let monotonic = app.clock.monotonic();
    let mut last = app
        .clock_seen
        .0
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let before = last.replace((now, monotonic));
    before.map(|(wall, then)| (now - wall, monotonic.saturating_sub(then)))
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
    fn while_running_the_two_clocks_must_agree() {
        let hour = Duration::from_secs(3_600);
        assert_eq!(fault_while_running(2 * HOUR, hour), None);
        assert!(fault_while_running(2 * HOUR + 1, hour).is_some());
        assert!(fault_while_running(-HOUR, hour).is_some());
    }
}
