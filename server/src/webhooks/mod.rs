//! Webhooks: telling a customer's systems what happened, after the Standard Webhooks specification.
//! A message holds ids, types and times. Who somebody is, the receiver asks the API, and is audited.

pub mod deliver;
pub mod manage;
pub mod outbox;
pub mod send;
pub mod signature;
pub mod store;

use crate::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use crate::consent::{EventKind, words};

pub use store::{Delivery, Webhook};

/// What an endpoint can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    ConsentGiven,
    ConsentRenewed,
    ConsentRefused,
    ConsentWithdrawn,
    ConsentInvalidated,
    /// The mail server has accepted the request: the 30 days run.
    RenewalRequested,
    RenewalBounced,
    CandidateErased,
    /// Sent by an admin to try the endpoint.
    Test,
}

words!(EventType {
    ConsentGiven = "consent.given",
    ConsentRenewed = "consent.renewed",
    ConsentRefused = "consent.refused",
    ConsentWithdrawn = "consent.withdrawn",
    ConsentInvalidated = "consent.invalidated",
    RenewalRequested = "renewal.requested",
    RenewalBounced = "renewal.bounced",
    CandidateErased = "candidate.erased",
    Test = "webhook.test",
});

impl EventType {
    /// Those an endpoint can choose among.
    pub const CHOICES: [Self; 8] = [
        Self::ConsentGiven,
        Self::ConsentRenewed,
        Self::ConsentRefused,
        Self::ConsentWithdrawn,
        Self::ConsentInvalidated,
        Self::RenewalRequested,
        Self::RenewalBounced,
        Self::CandidateErased,
    ];

    pub fn of(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::Given => Some(Self::ConsentGiven),
            EventKind::Renewed => Some(Self::ConsentRenewed),
            EventKind::Refused => Some(Self::ConsentRefused),
            EventKind::Withdrawn => Some(Self::ConsentWithdrawn),
            EventKind::Invalidated => Some(Self::ConsentInvalidated),
            EventKind::Requested => Some(Self::RenewalRequested),
            EventKind::Expired => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active,
    /// A message was given up after days of trying. It goes on being told, and needs a person.
    Failing,
    Disabled,
}

words!(State { Active = "active", Failing = "failing", Disabled = "disabled" });

/// The old secret signs along for this long after a rotation, so that receivers can change over.
pub const SECRET_OVERLAP: Millis = DAY;

/// How long after each attempt that failed the next one comes: a little more than three days in all,
/// as the specification recommends. A weekend's outage loses nothing.
const SCHEDULE: [Millis; 9] = [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];

/// How long to wait after this many attempts; `None` when it is time to give up.
pub fn retry_after(attempts: i64) -> Option<Millis> {
    let index = usize::try_from(attempts.max(1) - 1).ok()?;
    SCHEDULE.get(index).copied()
}

/// How long an endpoint is left alone after failing this often in a row: one that is down costs
/// nobody else's messages any time.
pub fn pause_after(failures: i64) -> Millis {
    let doubled = (5 * SECOND) << (failures.clamp(1, 10) - 1);
    doubled.min(5 * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_tried_ten_times_in_three_days() {
        assert_eq!(retry_after(1), Some(5 * SECOND));
        assert_eq!(retry_after(9), Some(DAY));
        assert_eq!(retry_after(10), None);
        let all: Millis = SCHEDULE.iter().sum();
        assert!((3 * DAY..4 * DAY).contains(&all), "{all}");
    }

    #[test]
    fn a_dead_endpoint_is_left_alone_longer_each_time() {
        assert_eq!([1, 2, 3].map(pause_after), [5, 10, 20].map(|s| s * SECOND));
        assert_eq!(pause_after(i64::MAX), 5 * MINUTE);
    }

    #[test]
    fn every_type_can_be_read_back() {
        for kind in EventType::CHOICES {
            assert_eq!(EventType::parse(kind.as_str()), Some(kind));
        }
    }
}
