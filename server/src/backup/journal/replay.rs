//! Making true again what the journal says and a restored database does not know.
//!
//! Everything here may be done twice: a fact the database knows changes nothing.

use super::{Asked, Entry, Fact, Learnt};
use crate::app::App;
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::consent::{Answer, withdraw};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::i18n;
use crate::keys::token_hash;
use crate::mail::bounce::RETURNED;
use crate::mail::store::{self as mails, MailRow, NewMail};
use crate::mail::{Kind, deliver};
use crate::renewal::{self, Answered, Reason, Renewal, State};
use crate::tenants;

/// Applies one fact. Candidates who are gone, or came after the backup, are passed over.
pub async fn apply(app: &App, tx: &mut Tx, entry: &Entry, learnt: &mut Learnt) -> Result<()> {
    learnt.until = learnt.until.max(Some(entry.at));
    let changed = match &entry.candidate {
        None => of_others(tx, entry).await?,
        Some(id) => match candidates::store::find_locked(tx, &entry.tenant, id).await? {
            None => {
                learnt.unknown.insert(id.clone());
                false
            }
            Some(candidate) => {
                let again = Again {
                    app,
                    entry,
                    candidate: &candidate,
                };
                again.apply(tx, learnt).await?
            }
        },
    };
    learnt.facts += usize::from(changed);
    Ok(())
}

/// Mails to staff and farewells: one that a restored database lacks, it has no reason to send.
async fn of_others(tx: &mut Tx, entry: &Entry) -> Result<bool> {
    match &entry.fact {
        Fact::Accepted { mail, .. } => accepted(tx, entry, mail).await,
        _ => Ok(false),
    }
}

async fn accepted(tx: &mut Tx, entry: &Entry, mail: &str) -> Result<bool> {
    match row(tx, entry, mail).await? {
        Some(row) if row.accepted_at.is_none() => {
            mails::mark_accepted(tx, &entry.tenant, mail, entry.at).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

async fn row(tx: &mut Tx, entry: &Entry, mail: &str) -> Result<Option<MailRow>> {
    let row = mails::by_id(tx, mail).await?;
    Ok(row.filter(|row| row.tenant_id == entry.tenant))
}

/// A fact about a candidate the database has, who is locked.
struct Again<'a> {
    app: &'a App,
    entry: &'a Entry,
    candidate: &'a Candidate,
}

impl Again<'_> {
    async fn apply(&self, tx: &mut Tx, learnt: &mut Learnt) -> Result<bool> {
        match &self.entry.fact {
            Fact::Accepted { mail, kind, asked } => match (Kind::parse(kind), asked) {
                (Some(Kind::Request), Some(asked)) => self.request(tx, mail, asked).await,
                (Some(Kind::Reminder), Some(asked)) => self.reminder(tx, mail, asked).await,
                _ => accepted(tx, self.entry, mail).await,
            },
            Fact::Bounced { mail, renewal } => self.bounced(tx, mail, renewal.as_deref()).await,
            Fact::Answered { renewal, answer } => {
                self.answered(tx, renewal.as_deref(), answer, learnt).await
            }
            Fact::Withdrawn { purposes } => {
                withdraw::withdraw_again(self.app, tx, self.candidate, purposes).await
            }
            Fact::Unsubscribed { renewal } => self.unsubscribed(tx, renewal).await,
            Fact::Kept {
                held_until,
                restricted_at,
            } => self.kept(tx, *held_until, *restricted_at).await,
            Fact::Readdressed { address_version } => {
                self.readdressed(tx, *address_version, learnt).await
            }
        }
    }

    async fn request(&self, tx: &mut Tx, mail: &str, asked: &Asked) -> Result<bool> {
        let (tenant, at) = (&self.entry.tenant, self.entry.at);
        if self.candidate.address_version > asked.address_version {
            // The database knows more than this line.
            return Ok(false);
        }
        let row = match row(tx, self.entry, mail).await? {
            Some(row) => row,
            None => self.ask_again(tx, mail, asked).await?,
        };
        if row.accepted_at.is_some_and(|accepted| accepted >= at) {
            return Ok(false);
        }
        if self.candidate.address_version == asked.address_version {
            if let Some(deadline) = asked.deadline {
                renewal::store::not_before(tx, tenant, &asked.renewal, deadline).await?;
            }
            // Sent once more after it had come back.
            let candidates = [self.candidate.id.as_str()];
            renewal::store::queue_bounced(tx, tenant, &candidates).await?;
            let email = &self.candidate.email;
            deliver::taken(self.app, tx, &row, Some(self.candidate), email, at).await?;
        } else {
            // The address was corrected after the backup: somebody must do that again.
            mails::mark_accepted(tx, tenant, mail, at).await?;
            renewal::bounced(self.app, tx, tenant, &asked.renewal).await?;
        }
        Ok(true)
    }

    /// The renewal and its request as they were, under the same ids: the link in the candidate's mail is theirs.
    async fn ask_again(&self, tx: &mut Tx, mail: &str, asked: &Asked) -> Result<MailRow> {
        let (tenant, candidate) = (&self.entry.tenant, self.candidate);
        if let Some(other) = renewal::store::open_of(tx, tenant, &candidate.id).await? {
            // It ended before this one could begin.
            let (cancelled, at) = (State::Cancelled, self.entry.at);
            renewal::store::close(tx, tenant, &other.id, cancelled, None, at).await?;
            mails::cancel_of_renewal(tx, tenant, &other.id).await?;
        }
        let link = renewal::link_token(self.app, &asked.renewal, candidate);
        let renewal = renewal::store::NewRenewal {
            id: asked.renewal.clone(),
            candidate_id: &candidate.id,
            token_hash: token_hash(&link),
        };
        let reason = Reason::parse(&asked.reason).unwrap_or(Reason::Staff);
        renewal::store::insert(tx, tenant, &[renewal], reason, asked.queued_at).await?;
        candidates::store::set_queued(tx, tenant, std::slice::from_ref(&candidate.id)).await?;
        self.insert(tx, mail, Kind::Request, asked).await
    }

    async fn reminder(&self, tx: &mut Tx, mail: &str, asked: &Asked) -> Result<bool> {
        let (tenant, at) = (&self.entry.tenant, self.entry.at);
        let renewal = renewal::store::find(tx, tenant, &asked.renewal).await?;
        // One whose clock stands still must not be set going by this.
        let Some(renewal) = renewal.filter(|renewal| renewal.state() == State::Asked) else {
            return accepted(tx, self.entry, mail).await;
        };
        let row = match row(tx, self.entry, mail).await? {
            Some(row) => row,
            None => {
                let tenant = tenants::store::get(tx, tenant).await?;
                renewal::count_reminders(tx, &tenant, &renewal, at).await?;
                self.insert(tx, mail, Kind::Reminder, asked).await?
            }
        };
        if row.accepted_at.is_some() {
            return Ok(false);
        }
        mails::mark_accepted(tx, tenant, mail, at).await?;
        Ok(true)
    }

    async fn insert(&self, tx: &mut Tx, mail: &str, kind: Kind, asked: &Asked) -> Result<MailRow> {
        let new = NewMail {
            candidate_id: Some(&self.candidate.id),
            renewal_id: Some(&asked.renewal),
            ..NewMail::default()
        };
        let new = [(mail.to_owned(), new)];
        mails::insert(tx, &self.entry.tenant, kind, &new, asked.queued_at).await?;
        let row = mails::by_id(tx, mail).await?;
        row.ok_or(Error::NotFound)
    }

    async fn bounced(&self, tx: &mut Tx, mail: &str, renewal: Option<&str>) -> Result<bool> {
        let at = self.entry.at;
        match (row(tx, self.entry, mail).await?, renewal) {
            (Some(row), _) if row.ended_at.is_some_and(|ended| ended >= at) => Ok(false),
            (Some(row), _) => {
                deliver::bounced(self.app, tx, &row, RETURNED, at).await?;
                Ok(true)
            }
            (None, Some(renewal)) => {
                renewal::bounced(self.app, tx, &self.entry.tenant, renewal).await?;
                Ok(true)
            }
            (None, None) => Ok(false),
        }
    }

    /// What was answered is lost with the database, but silence it was not: nobody is erased for that. A consent that
    /// ends is asked for anew like any other.
    async fn answered(
        &self,
        tx: &mut Tx,
        renewal: Option<&str>,
        answer: &str,
        learnt: &mut Learnt,
    ) -> Result<bool> {
        let answer = Answered::parse(answer).unwrap_or(Answered::Renewed);
        if let Some(renewal) = self.open(tx, renewal).await? {
            renewal::close(tx, &renewal, answer, self.entry.at).await?;
        }
        match answer {
            Answered::Renewed => {
                learnt.answers_lost.insert(self.candidate.id.clone());
            }
            Answered::Declined if self.candidate.standing().answer != Answer::Refused => {
                let tenant = tenants::store::get(tx, &self.entry.tenant).await?;
                renewal::answer::record_refusal(self.app, tx, &tenant, self.candidate).await?;
            }
            Answered::Declined => return Ok(false),
        }
        Ok(true)
    }

    async fn unsubscribed(&self, tx: &mut Tx, renewal: &str) -> Result<bool> {
        let renewal = self.open(tx, Some(renewal)).await?;
        let Some(renewal) = renewal.filter(|it| it.reminders_stopped_at.is_none()) else {
            return Ok(false);
        };
        let (tenant, at) = (&self.entry.tenant, self.entry.at);
        renewal::store::stop_reminders(tx, tenant, &renewal.id, at).await?;
        Ok(true)
    }

    async fn open(&self, tx: &mut Tx, renewal: Option<&str>) -> Result<Option<Renewal>> {
        let Some(id) = renewal else {
            return Ok(None);
        };
        let found = renewal::store::find(tx, &self.entry.tenant, id).await?;
        Ok(found.filter(|it| matches!(it.state(), State::Queued | State::Asked | State::Bounced)))
    }

    async fn kept(
        &self,
        tx: &mut Tx,
        held_until: Option<Millis>,
        restricted_at: Option<Millis>,
    ) -> Result<bool> {
        let (tenant, candidate) = (&self.entry.tenant, self.candidate);
        if (candidate.held_until, candidate.restricted_at) == (held_until, restricted_at) {
            return Ok(false);
        }
        let language = tenants::store::get(tx, tenant).await?.language;
        let lost = i18n::text(&language, "console-hold-reason-lost", &[]);
        let reason = candidate.hold_reason.as_deref().unwrap_or(&lost);
        let reason = held_until.map(|_| reason);
        candidates::store::set_hold(tx, tenant, &candidate.id, held_until, reason).await?;
        candidates::store::set_restricted(tx, tenant, &candidate.id, restricted_at).await?;
        Ok(true)
    }

    /// Whoever is asked at the old address has not been asked.
    async fn readdressed(&self, tx: &mut Tx, version: i64, learnt: &mut Learnt) -> Result<bool> {
        let (tenant, candidate) = (&self.entry.tenant, self.candidate);
        if candidate.address_version >= version {
            return Ok(false);
        }
        learnt.addresses_lost.insert(candidate.id.clone());
        if let Some(renewal) = renewal::store::open_of(tx, tenant, &candidate.id).await? {
            renewal::bounced(self.app, tx, tenant, &renewal.id).await?;
        }
        Ok(true)
    }
}
