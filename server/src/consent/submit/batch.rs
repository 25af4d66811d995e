//! Recording several submissions to one site in one transaction.
//!
//! The number of statements does not depend on how many there are, except that each candidate who was
//! known before costs a few more.

use std::collections::HashMap;
use std::sync::Arc;

use samtycke_shared::api::{Recorded, Submission};
use samtycke_shared::receipt::sha256_hex;

use super::{decide, refuse_foreign, serve};
use crate::app::App;
use crate::candidates::store::NewCandidate;
use crate::candidates::{self, Candidate, Contact, Source};
use crate::clock::{Millis, rfc3339};
use crate::consent::append::{self, Append, History};
use crate::consent::notice::{self, Unacceptable};
use crate::consent::record::{Circumstances, PurposeDecision};
use crate::consent::store::{self, Rendition, SubmittedEvent};
use crate::consent::{EventKind, Identity, Origin, Status};
use crate::db::{Tx, insert_all};
use crate::error::{Error, Result};
use crate::keys::token_hash;
use crate::mail;
use crate::renewal;
use crate::tenants::{self, Site, Tenant};

/// A submission whose fields are in order.
#[derive(Debug, Clone)]
pub struct Asked {
    pub site_key: String,
    pub page_origin: Option<String>,
    pub contact: Contact,
    pub submission: Submission,
}

/// How often another server may get in between before this one gives up.
const ATTEMPTS: usize = 5;

/// Records submissions to one site, no two of them by the same person or with the same id.
/// One answer for each, in order.
///
/// # Errors
/// When none could be recorded, because of the database or because the site is unknown.
pub async fn record(app: &App, asked: &[&Asked]) -> Result<Vec<Result<Recorded>>> {
    for _ in 0..ATTEMPTS {
        if let Some(answers) = attempt(app, asked).await? {
            return Ok(answers);
        }
    }
    Err(Error::internal(
        "others keep recording the same submissions",
    ))
}

/// `None` when another server recorded one of the submissions, or made one of the candidates, after
/// this transaction had looked.
async fn attempt(app: &App, asked: &[&Asked]) -> Result<Option<Vec<Result<Recorded>>>> {
    let Some(first) = asked.first() else {
        return Ok(Some(Vec::new()));
    };
    let mut tx = app.db.begin().await?;
    let desk = Desk::open(app, &mut tx, &first.site_key).await?;
    let before = already(&mut tx, &desk.tenant.id, asked).await?;
    let verdicts: Vec<Result<Verdict<'_>>> = asked
        .iter()
        .map(|asked| desk.judge(asked, before.get(asked.submission.submission_id.as_str())))
        .collect();
    let mut entries = desk.entries(&mut tx, &verdicts).await?;
    let mut answers = Vec::with_capacity(asked.len());
    for verdict in verdicts {
        answers.push(match verdict {
            Err(refused) => Err(refused),
            Ok(Verdict::Repeated(recorded)) => Ok(recorded),
            Ok(Verdict::Sound(sound)) => match entries.iter_mut().find(|entry| entry.is_of(&sound))
            {
                Some(entry) => desk.enter(&sound, entry),
                None => Err(Error::internal("a submission has no candidate")),
            },
        });
    }
    entries.retain(|entry| entry.event_id.is_some());
    if entries.is_empty() {
        return Ok(Some(answers));
    }
    if !desk.write(&mut tx, &entries).await? {
        return Ok(None);
    }
    tx.commit().await?;
    app.ring();
    Ok(Some(answers))
}

async fn already(
    tx: &mut Tx,
    tenant: &str,
    asked: &[&Asked],
) -> Result<HashMap<String, SubmittedEvent>> {
    let ids: Vec<&str> = asked
        .iter()
        .map(|asked| asked.submission.submission_id.as_str())
        .collect();
    let events = store::events_by_submission(tx, tenant, &ids).await?;
    Ok(events
        .into_iter()
        .map(|event| (event.submission_id.clone(), event))
        .collect())
}

/// What all submissions to a site are measured against, unchanging while the transaction lasts.
struct Desk<'a> {
    app: &'a App,
    site: Site,
    tenant: Tenant,
    renditions: Arc<Vec<Rendition>>,
}

enum Verdict<'a> {
    Repeated(Recorded),
    Sound(Sound<'a>),
}

/// A submission that can be recorded.
struct Sound<'a> {
    asked: &'a Asked,
    digest: String,
    shown: &'a Rendition,
    served_at: Millis,
    purposes: Vec<PurposeDecision>,
}

/// A candidate with what is to be added.
struct Entry {
    /// Set when the candidate is new.
    id: Option<String>,
    contact: Contact,
    language: String,
    candidate: Candidate,
    history: History,
    event_id: Option<String>,
}

impl Entry {
    fn is_of(&self, sound: &Sound<'_>) -> bool {
        self.contact.email_key() == sound.asked.contact.email_key()
    }
}

impl<'a> Desk<'a> {
    async fn open(app: &'a App, tx: &mut Tx, site_key: &str) -> Result<Self> {
        let open = store::hold_site(tx, site_key).await?;
        Ok(Self {
            app,
            tenant: tenants::store::get(tx, &open.site.tenant_id).await?,
            renditions: app.renditions.of(tx, &open).await?,
            site: open.site,
        })
    }

    fn judge<'s>(
        &'s self,
        asked: &'s Asked,
        before: Option<&SubmittedEvent>,
    ) -> Result<Verdict<'s>> {
        refuse_foreign(&self.site, asked.page_origin.as_deref())?;
        let digest = self.digest(asked)?;
        if let Some(event) = before {
            return already_recorded(event, &digest).map(Verdict::Repeated);
        }
        let (shown, served_at) = self.shown(&asked.submission.served)?;
        let decisions = &asked.submission.decisions;
        Ok(Verdict::Sound(Sound {
            asked,
            digest,
            shown,
            served_at,
            purposes: decide(
                &shown.purposes()?,
                decisions,
                self.app.now(),
                &self.tenant.zone(),
            )?,
        }))
    }

    /// What makes two submissions the same: everything the candidate decided, not the notice, which
    /// is fetched anew after a reload.
    fn digest(&self, asked: &Asked) -> Result<String> {
        let contact = &asked.contact;
        let same = serde_json::json!([
            self.site.id,
            contact.email_key(),
            contact.name,
            asked.submission.decisions
        ]);
        Ok(sha256_hex(&serde_json::to_vec(&same)?))
    }

    /// Rule 2: the version recorded is the one the notice says was seen, and it must still be the
    /// current one.
    fn shown(&self, served: &str) -> Result<(&Rendition, Millis)> {
        let notice = match notice::open(self.app, served, &self.site.id) {
            Ok(notice) => notice,
            Err(Unacceptable::Forged) => {
                return Err(Error::field(
                    "served",
                    "invalid",
                    "is not a notice this server has served",
                ));
            }
            Err(Unacceptable::Stale) => return Err(self.stale(None)),
        };
        let current = self.renditions.iter().find(|rendition| {
            rendition.text_version_id == notice.text_version_id
                && rendition.language == notice.language
        });
        match current {
            Some(rendition) => Ok((rendition, notice.served_at)),
            None => Err(self.stale(Some(&notice.language))),
        }
    }

    fn stale(&self, language: Option<&str>) -> Error {
        match serve(
            self.app,
            &self.site.id,
            &self.tenant,
            &self.renditions,
            language,
        ) {
            Ok(current) => Error::StaleNotice(Box::new(current)),
            Err(error) => error,
        }
    }

    /// The candidate of each sound submission, locked if known.
    ///
    /// A known candidate's name is left alone: the one who types an address may not be its owner.
    async fn entries(&self, tx: &mut Tx, verdicts: &[Result<Verdict<'_>>]) -> Result<Vec<Entry>> {
        let sound: Vec<&Sound<'_>> = verdicts
            .iter()
            .filter_map(|verdict| match verdict {
                Ok(Verdict::Sound(sound)) => Some(sound),
                _ => None,
            })
            .collect();
        if sound.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = sound
            .iter()
            .map(|sound| sound.asked.contact.email_key())
            .collect();
        let mut known: HashMap<String, Candidate> =
            candidates::store::lock_by_email(tx, &self.tenant.id, &keys)
                .await?
                .into_iter()
                .map(|candidate| (candidate.email_key(), candidate))
                .collect();
        let ids: Vec<&str> = known
            .values()
            .map(|candidate| candidate.id.as_str())
            .collect();
        let mut histories = store::known(tx, &self.tenant.id, &ids).await?;
        Ok(sound
            .iter()
            .zip(&keys)
            .map(|(sound, key)| match known.remove(key) {
                Some(candidate) => {
                    let history = histories.remove(&candidate.id).unwrap_or_default();
                    Entry {
                        id: None,
                        contact: sound.asked.contact.clone(),
                        language: candidate.language.clone(),
                        candidate,
                        history: history.into(),
                        event_id: None,
                    }
                }
                None => self.newcomer(sound),
            })
            .collect())
    }

    fn newcomer(&self, sound: &Sound<'_>) -> Entry {
        let id = self.app.new_id();
        let contact = sound.asked.contact.clone();
        let language = sound.shown.language.clone();
        let new = self.new_candidate(&id, &contact, &language);
        Entry {
            candidate: Candidate::new(&self.tenant.id, &new, self.app.now()),
            history: History::default(),
            id: Some(id),
            contact,
            language,
            event_id: None,
        }
    }

    fn new_candidate<'e>(
        &'e self,
        id: &'e str,
        contact: &'e Contact,
        language: &'e str,
    ) -> NewCandidate<'e> {
        NewCandidate {
            id,
            contact,
            language,
            source: Source::Web,
            source_detail: None,
            link_hash: token_hash(&candidates::link_token(self.app, id, &contact.email_key())),
            consent_text_id: &self.site.consent_text_id,
        }
    }

    fn enter(&self, sound: &Sound<'_>, entry: &mut Entry) -> Result<Recorded> {
        let submission = &sound.asked.submission;
        let append = Append {
            tenant: &self.tenant,
            candidate: &entry.candidate,
            kind: if entry.candidate.has_consented() {
                EventKind::Renewed
            } else {
                EventKind::Given
            },
            origin: Origin::Widget,
            identity: Identity::Unverified,
            shown: Some(sound.shown),
            purposes: &sound.purposes,
            circumstances: Circumstances {
                typed: Some(sound.asked.contact.clone()),
                served_at: Some(sound.served_at),
                page_url: Some(submission.page_url.clone()),
                widget_version: submission.widget_version.clone(),
                ..Circumstances::default()
            },
            submission: Some((&submission.submission_id, &sound.digest)),
        };
        let appended = entry.history.add(self.app, &append)?;
        let answer = answer(&appended.event_id, appended.receipt, appended.at);
        entry.event_id = Some(appended.event_id);
        Ok(answer)
    }

    /// False when another server got in between; then the transaction must not be committed.
    async fn write(&self, tx: &mut Tx, entries: &[Entry]) -> Result<bool> {
        let (app, tenant) = (self.app, self.tenant.id.as_str());
        let newcomers: Vec<_> = entries
            .iter()
            .filter_map(|entry| Some((entry.id.as_deref()?, entry)))
            .map(|(id, entry)| {
                let new = self.new_candidate(id, &entry.contact, &entry.language);
                (new, entry.history.summary())
            })
            .collect();
        let histories = entries.iter().map(|entry| &entry.history);
        let confirmed: Vec<_> = entries
            .iter()
            .filter_map(|entry| Some((entry.candidate.id.as_str(), entry.event_id.as_deref()?)))
            .collect();
        let mut rows = Vec::from(candidates::store::new_rows(tenant, &newcomers, app.now()));
        rows.extend(append::rows(app, tx, tenant, histories).await?);
        rows.push(mail::outbox::confirmation_rows(app, tenant, &confirmed));
        if !insert_all(tx, &rows).await? {
            return Ok(false);
        }
        for entry in entries.iter().filter(|entry| entry.id.is_none()) {
            let id = &entry.candidate.id;
            candidates::store::set_summary(tx, tenant, id, &entry.history.summary()).await?;
            renewal::close_answered(app, tx, tenant, id, renewal::Answered::Renewed).await?;
        }
        Ok(true)
    }
}

/// The first answer again, but only to the same submission: an id seen by others must not hand out
/// somebody's receipt.
fn already_recorded(event: &SubmittedEvent, digest: &str) -> Result<Recorded> {
    if event.submission_digest.as_deref() != Some(digest) {
        return Err(Error::field(
            "submission_id",
            "invalid",
            "was already used for another submission",
        ));
    }
    Ok(answer(&event.id, event.receipt(), event.at))
}

fn answer(id: &str, receipt: Option<String>, at: Millis) -> Recorded {
    Recorded {
        consent_id: id.to_owned(),
        receipt: receipt.unwrap_or_default(),
        recorded_at: rfc3339(at),
        status: Status::Valid.to_string(),
    }
}
