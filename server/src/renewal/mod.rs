//! Renewal: asking anew, and the 30 days to answer.

pub mod answer;
pub mod store;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::app::App;
use crate::backup::journal::{self, Entry, Fact};
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::consent::append::Append;
use crate::consent::record::Circumstances;
use crate::consent::{EventKind, Identity, Origin, words};
use crate::db::Tx;
use crate::error::Result;
use crate::keys::{LinkKind, token_hash};
use crate::mail;
use crate::tenants::{ANSWER_DAYS, Tenant};
use crate::webhooks::outbox::Occurrence;
use crate::webhooks::{self, EventType};

pub use store::Renewal;

/// Why a renewal starts (rule 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Expiring,
    Material,
    Staff,
    Registered,
}

words!(Reason { Expiring = "expiring", Material = "material", Staff = "staff", Registered = "registered" });

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Queued,
    Asked,
    Bounced,
    Answered,
    Unanswered,
    Cancelled,
}

words!(State {
    Queued = "queued",
    Asked = "asked",
    Bounced = "bounced",
    Answered = "answered",
    Unanswered = "unanswered",
    Cancelled = "cancelled",
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    Renewed,
    Declined,
}

words!(Answered { Renewed = "renewed", Declined = "declined" });

/// When the time to answer ends (rule 9): the end of the 30th day after the day, in the tenant's
/// time zone, on which the mail server accepted the request. The last millisecond that still counts.
pub fn deadline(accepted: Millis, zone: &TimeZone) -> Result<Millis> {
    let day = Timestamp::from_millisecond(accepted)?
        .to_zoned(zone.clone())
        .date();
    let after = day
        .checked_add(Span::new().try_days(ANSWER_DAYS + 1)?)?
        .to_zoned(zone.clone())?;
    Ok(after.timestamp().as_millisecond() - 1)
}

/// The moment `days` calendar days after `accepted`, at the same time of day in the zone.
pub fn reminder_at(accepted: Millis, days: i64, zone: &TimeZone) -> Result<Millis> {
    let at = Timestamp::from_millisecond(accepted)?.to_zoned(zone.clone());
    Ok(at
        .checked_add(Span::new().try_days(days)?)?
        .timestamp()
        .as_millisecond())
}

/// How many of the reminders are due by now. Several that came due while the server was down are one
/// mail, not several.
pub fn reminders_due(
    accepted: Millis,
    days: &[i64],
    zone: &TimeZone,
    now: Millis,
) -> Result<usize> {
    let mut due = 0;
    for day in days {
        if reminder_at(accepted, *day, zone)? <= now {
            due += 1;
        }
    }
    Ok(due)
}

/// When the sweep must look at an asked renewal next: the next reminder, else just past the deadline.
pub fn next_action(
    accepted: Millis,
    deadline: Millis,
    days: &[i64],
    sent: usize,
    stopped: bool,
    zone: &TimeZone,
) -> Result<Millis> {
    match days.get(sent) {
        Some(day) if !stopped => Ok(reminder_at(accepted, *day, zone)?.min(deadline + 1)),
        _ => Ok(deadline + 1),
    }
}

/// Starts a renewal, unless one is open or the candidate is kept out of mail (rule 18).
/// Says whether it did.
pub async fn open(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    candidate: &Candidate,
    reason: Reason,
) -> Result<bool> {
    let opened = open_all(app, tx, tenant, std::slice::from_ref(candidate), reason).await?;
    Ok(!opened.is_empty())
}

/// Like [`open`] for many, who must be locked by the caller's transaction, or be new. Gives the ids of
/// those it did it for.
pub async fn open_all(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    candidates: &[Candidate],
    reason: Reason,
) -> Result<Vec<String>> {
    let now = app.now();
    let free: Vec<_> = candidates
        .iter()
        .filter(|candidate| !candidate.is_kept(now))
        .collect();
    let ids: Vec<&str> = free.iter().map(|candidate| candidate.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let again = match reason {
        Reason::Staff => send_again(app, tx, tenant, &ids).await?,
        _ => Vec::new(),
    };
    let asked = store::being_asked(tx, tenant, &ids).await?;
    let new: Vec<_> = free
        .into_iter()
        .filter(|candidate| !asked.contains(&candidate.id))
        .map(|candidate| {
            let id = app.new_id();
            store::NewRenewal {
                token_hash: token_hash(&link_token(app, &id, candidate)),
                candidate_id: &candidate.id,
                id,
            }
        })
        .collect();
    if new.is_empty() {
        return Ok(again);
    }
    store::insert(tx, tenant, &new, reason, now).await?;
    let requests: Vec<_> = new
        .iter()
        .map(|renewal| (renewal.candidate_id, renewal.id.as_str()))
        .collect();
    mail::outbox::queue_requests(app, tx, tenant, &requests).await?;
    let opened: Vec<String> = new.iter().map(|r| r.candidate_id.to_owned()).collect();
    candidates::store::set_queued(tx, tenant, &opened).await?;
    Ok([again, opened].concat())
}

/// Whose request bounced gets it once more at the same address: it may have been the mail server that was wrong, not
/// the address. Gives whose it was.
async fn send_again(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    candidates: &[&str],
) -> Result<Vec<String>> {
    let bounced = store::queue_bounced(tx, tenant, candidates).await?;
    if bounced.is_empty() {
        return Ok(Vec::new());
    }
    let (renewals, candidates): (Vec<String>, Vec<String>) = bounced.into_iter().unzip();
    mail::outbox::requeue_requests(app, tx, tenant, &renewals).await?;
    candidates::store::set_queued(tx, tenant, &candidates).await?;
    Ok(candidates)
}

/// The mail server has accepted the request: here, and nowhere else, the 30 days start (rule 8).
pub async fn accepted(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    renewal_id: &str,
    at: Millis,
) -> Result<()> {
    let Some(renewal) = store::find(tx, &tenant.id, renewal_id).await? else {
        return Ok(());
    };
    // Answered before our commit, through a mail that got there first: no clock to start.
    if renewal.state() != State::Queued {
        return Ok(());
    }
    let zone = tenant.zone();
    // Rule 9: a stored deadline never moves earlier.
    let deadline = deadline(at, &zone)?.max(renewal.deadline_at.unwrap_or(Millis::MIN));
    let next = next_action(
        at,
        deadline,
        &tenant.reminder_days(),
        0,
        renewal.reminders_stopped_at.is_some(),
        &zone,
    )?;
    store::start_clock(
        tx,
        &tenant.id,
        renewal_id,
        at,
        deadline,
        &tenant.time_zone,
        next,
    )
    .await?;
    let candidate = candidates::store::lock(tx, &tenant.id, &renewal.candidate_id).await?;
    candidates::store::set_renewal(
        tx,
        &tenant.id,
        &candidate.id,
        State::Asked.as_str(),
        Some(deadline),
    )
    .await?;
    record_request(app, tx, tenant, &candidate).await
}

async fn record_request(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
) -> Result<()> {
    let append = Append {
        tenant,
        candidate,
        kind: EventKind::Requested,
        origin: Origin::System,
        identity: Identity::None,
        shown: None,
        purposes: &[],
        circumstances: Circumstances::default(),
        submission: None,
    };
    append.run(app, tx).await.map(drop)
}

/// The mail could not be delivered: the clock stops until somebody corrects the address (rule 8).
pub async fn bounced(app: &App, tx: &mut Tx, tenant: &str, renewal_id: &str) -> Result<()> {
    let Some(renewal) = store::find(tx, tenant, renewal_id).await? else {
        return Ok(());
    };
    if matches!(renewal.state(), State::Queued | State::Asked) {
        store::stop_clock(tx, tenant, renewal_id).await?;
        candidates::store::set_renewal(
            tx,
            tenant,
            &renewal.candidate_id,
            State::Bounced.as_str(),
            None,
        )
        .await?;
        let told = Occurrence {
            kind: EventType::RenewalBounced,
            at: app.now(),
            candidate: &renewal.candidate_id,
            about: vec![("renewal_id", renewal_id)],
        };
        webhooks::outbox::queue(app, tx, tenant, &[told]).await?;
    }
    Ok(())
}

/// A corrected address: the same request goes out again, and the 30 days start when it is accepted.
/// Also when nothing bounced: whoever got the first one was somebody else.
pub async fn address_corrected(app: &App, tx: &mut Tx, candidate: &Candidate) -> Result<()> {
    let tenant = &candidate.tenant_id;
    if let Some(renewal) = store::open_of(tx, tenant, &candidate.id).await? {
        let token_hash = token_hash(&link_token(app, &renewal.id, candidate));
        store::queue_again(tx, tenant, &renewal.id, &token_hash).await?;
        mail::outbox::cancel(tx, tenant, &renewal.id).await?;
        let renewal = std::slice::from_ref(&renewal.id);
        mail::outbox::requeue_requests(app, tx, tenant, renewal).await?;
        candidates::store::set_renewal(tx, tenant, &candidate.id, State::Queued.as_str(), None)
            .await?;
    }
    Ok(())
}

/// The token of `/r/{token}`. Made of the address too: a link sent to a wrong one dies with its correction.
pub fn link_token(app: &App, renewal_id: &str, candidate: &Candidate) -> String {
    app.keys.link_token(
        LinkKind::Renewal,
        &format!("{renewal_id} {}", candidate.email_key()),
    )
}

/// Counts the reminders that have come due by `now` as one that is sent, and says whether there is one.
pub async fn count_reminders(
    tx: &mut Tx,
    tenant: &Tenant,
    renewal: &Renewal,
    now: Millis,
) -> Result<bool> {
    let (Some(accepted), Some(deadline)) = (renewal.accepted_at, renewal.deadline_at) else {
        return Ok(false);
    };
    let (days, zone) = (tenant.reminder_days(), tenant.zone());
    let stopped = renewal.reminders_stopped_at.is_some();
    let due = reminders_due(accepted, &days, &zone, now)?;
    let sent = usize::try_from(renewal.reminders_sent).unwrap_or_default();
    let next = next_action(accepted, deadline, &days, due.max(sent), stopped, &zone)?;
    let counted = i64::try_from(due.max(sent)).unwrap_or(i64::MAX);
    store::reminded(tx, &tenant.id, &renewal.id, counted, next).await?;
    Ok(due > sent && !stopped)
}

/// An answer came, by whatever way: closes the candidate's open renewal, if any.
pub async fn close_answered(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    candidate: &str,
    answer: Answered,
) -> Result<()> {
    let at = app.now();
    let open = store::open_of(tx, tenant, candidate).await?;
    if let Some(renewal) = &open {
        close(tx, renewal, answer, at).await?;
    }
    let fact = Fact::Answered {
        renewal: open.map(|renewal| renewal.id),
        answer: answer.as_str().to_owned(),
    };
    journal::note(tx, &Entry::new(at, tenant, candidate, fact)).await
}

/// As [`close_answered`], at whatever time that was.
pub async fn close(tx: &mut Tx, renewal: &Renewal, answer: Answered, at: Millis) -> Result<()> {
    let (tenant, candidate) = (&renewal.tenant_id, &renewal.candidate_id);
    let (answered, id) = (State::Answered, &renewal.id);
    store::close(tx, tenant, id, answered, Some(answer), at).await?;
    mail::outbox::cancel(tx, tenant, id).await?;
    candidates::store::set_renewal(tx, tenant, candidate, answered.as_str(), None).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{parse_rfc3339, rfc3339};

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn deadline_of(accepted: &str, name: &str) -> String {
        rfc3339(deadline(parse_rfc3339(accepted).unwrap(), &zone(name)).unwrap())
    }

    #[test]
    fn the_deadline_is_the_end_of_the_thirtieth_day_where_the_tenant_is() {
        // 23:30 in UTC is already the next day in Stockholm.
        assert_eq!(
            deadline_of("2026-06-01T10:00:00Z", "Europe/Stockholm"),
            "2026-07-01T21:59:59.999Z"
        );
        assert_eq!(
            deadline_of("2026-06-01T23:30:00Z", "Europe/Stockholm"),
            "2026-07-02T21:59:59.999Z"
        );
        assert_eq!(
            deadline_of("2026-06-01T23:30:00Z", "UTC"),
            "2026-07-01T23:59:59.999Z"
        );
        // Summer time ends in between: the day still ends at midnight.
        assert_eq!(
            deadline_of("2026-10-10T10:00:00Z", "Europe/Stockholm"),
            "2026-11-09T22:59:59.999Z"
        );
    }

    #[test]
    fn reminders_keep_the_time_of_day_across_summer_time() {
        let accepted = parse_rfc3339("2026-10-20T10:00:00Z").unwrap();
        let at = reminder_at(accepted, 14, &zone("Europe/Stockholm")).unwrap();
        assert_eq!(rfc3339(at), "2026-11-03T11:00:00Z");
    }

    #[test]
    fn after_the_last_reminder_comes_the_deadline() {
        let zone = TimeZone::UTC;
        let accepted = parse_rfc3339("2026-06-01T10:00:00Z").unwrap();
        let deadline = deadline(accepted, &zone).unwrap();
        let next = |sent, stopped| {
            next_action(accepted, deadline, &[14, 27], sent, stopped, &zone).unwrap()
        };
        assert_eq!(rfc3339(next(0, false)), "2026-06-15T10:00:00Z");
        assert_eq!(rfc3339(next(1, false)), "2026-06-28T10:00:00Z");
        assert_eq!(next(2, false), deadline + 1);
        assert_eq!(next(0, true), deadline + 1);
    }

    #[test]
    fn reminders_missed_while_down_count_together() {
        let zone = TimeZone::UTC;
        let day = crate::clock::DAY;
        assert_eq!(reminders_due(0, &[14, 27], &zone, 13 * day).unwrap(), 0);
        assert_eq!(reminders_due(0, &[14, 27], &zone, 14 * day).unwrap(), 1);
        assert_eq!(reminders_due(0, &[14, 27], &zone, 29 * day).unwrap(), 2);
    }
}
