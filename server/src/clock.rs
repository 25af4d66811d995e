//! Time as a parameter.
//!
//! Everything below the composition root takes its time from a [`Clock`], so tests and the demo move
//! it and no rule depends on the machine. Instants are [`Millis`].

use std::sync::Mutex;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now(&self) -> Millis;
    /// Time since some fixed point, never set by anyone; compared with the wall clock by rule 16.
    fn monotonic(&self) -> Duration;
}

/// The machine's own clock.
pub struct SystemClock {
    started: std::time::Instant,
}

impl SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn new() -> Self {
        Self {
            started: std::time::Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Millis {
        millis(OffsetDateTime::now_utc())
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine\'s clock"
    )]
    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that is moved by hand: tests, and the demo's "forward" buttons.
pub struct ManualClock<C = FrozenClock> {
    base: C,
    ahead: Mutex<Duration>,
}

/// Stands still at a given moment.
pub struct FrozenClock(pub Millis);

impl Clock for FrozenClock {
    fn now(&self) -> Millis {
        self.0
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl ManualClock<FrozenClock> {
    pub fn at(now: Millis) -> Self {
        Self::over(FrozenClock(now))
    }
}

impl<C> ManualClock<C> {
    /// Adds the hand-made advance to what `base` says.
    pub fn over(base: C) -> Self {
        Self {
            base,
            ahead: Mutex::new(Duration::ZERO),
        }
    }

    /// Time passes, for both the wall clock and the monotonic one: no fault in the sense of rule 16.
    pub fn advance(&self, by: Duration) {
        *self.lock() += by;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Duration> {
        self.ahead
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl<C: Clock> Clock for ManualClock<C> {
    fn now(&self) -> Millis {
        self.base.now() + i64::try_from(self.lock().as_millis()).unwrap_or(i64::MAX / 2)
    }
    fn monotonic(&self) -> Duration {
        self.base.monotonic() + *self.lock()
    }
}

pub fn millis(at: OffsetDateTime) -> Millis {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}

pub fn utc(at: Millis) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A moment as a clock on the wall shows it where a time zone is.
pub fn local(zone: &TimeZone, at: Millis) -> OffsetDateTime {
    let offset =
        jiff::Timestamp::from_millisecond(at).map_or(0, |moment| zone.to_offset(moment).seconds());
    utc(at).to_offset(time::UtcOffset::from_whole_seconds(offset).unwrap_or(time::UtcOffset::UTC))
}

/// RFC 3339 in UTC, as the API and signed records write time.
pub fn rfc3339(at: Millis) -> String {
    utc(at).format(&Rfc3339).unwrap_or_default()
}

pub fn parse_rfc3339(text: &str) -> Option<Millis> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(millis)
}

/// The first moment of a bare date, such as `2026-01-31`, where a time zone is. `None` for anything else.
pub fn day_start(text: &str, zone: &TimeZone) -> Option<Millis> {
    start_of(bare_date(text)?, zone)
}

/// The first moment after a bare date.
pub fn day_end(text: &str, zone: &TimeZone) -> Option<Millis> {
    start_of(bare_date(text)?.tomorrow().ok()?, zone)
}

pub fn start_of(day: Date, zone: &TimeZone) -> Option<Millis> {
    let start = day.to_zoned(zone.clone()).ok()?;
    Some(start.timestamp().as_millisecond())
}

fn bare_date(text: &str) -> Option<Date> {
    const LENGTH: usize = "2026-01-31".len();
    Some(text).filter(|text| text.len() == LENGTH)?.parse().ok()
}
