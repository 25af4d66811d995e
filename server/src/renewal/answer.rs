//! The candidate's answer to a renewal request, reached through the link in the mail.
//!
//! Viewing never answers and uses nothing up (rule 10).

use std::collections::BTreeMap;

use samtycke_shared::api::ConsentText;

use super::store::{self, Renewal};
use super::{Answered, State, close_answered};
use crate::app::App;
use crate::backup::journal::{self, Entry, Fact};
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::consent::append::Append;
use crate::consent::record::{Circumstances, PurposeDecision};
use crate::consent::store::{self as consent_store, Rendition};
use crate::consent::submit::{decide, serve};
use crate::consent::{EventKind, Identity, Origin, Summary, notice, withdraw};
use crate::db::Tx;
use crate::erasure::{self, Erased};
use crate::error::{Error, Result};
use crate::jobs::clock_guard;
use crate::keys::token_hash;
use crate::mail;
use crate::tenants::{self, Tenant};

/// What the page behind a link shows.
pub struct Asked {
    pub tenant: Tenant,
    pub candidate: Candidate,
    pub renewal: Renewal,
    pub text: ConsentText,
    pub body_markdown: String,
    /// The text last consented to, in the language it was shown in.
    pub previous: Option<Rendition>,
    /// The consents that stand before the answer, and whose text it is still.
    pub standing: Vec<PurposeDecision>,
}

/// A link's state.
pub enum Link {
    Open(Box<Asked>),
    /// The candidate is gone; the link stays known, so that the page can say why.
    Erased {
        tenant: Tenant,
        reason: String,
        erased_at: i64,
    },
    /// The time to change a yes has run out.
    Answered {
        tenant: Tenant,
        candidate: Box<Candidate>,
        answered_at: i64,
    },
    /// The time to answer has run out, or the request was taken back.
    Closed {
        tenant: Tenant,
    },
}

/// Looks a link up. Records that the page was seen and in which version (rule 2), nothing else.
///
/// # Errors
/// `NotFound` for a token nobody was sent.
pub async fn view(app: &App, token: &str, language: Option<&str>) -> Result<Link> {
    let mut tx = app.db.begin().await?;
    let link = look_up(app, &mut tx, token, language, Purpose::Look).await?;
    if let Link::Open(asked) = &link {
        let tenant = &asked.tenant.id;
        // The candidate first, as everywhere: one order of locks, no deadlock.
        candidates::store::confirm_email(&mut tx, tenant, &asked.candidate.id).await?;
        store::viewed(
            &mut tx,
            tenant,
            &asked.renewal.id,
            &asked.text.text_version_id,
            app.now(),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(link)
}

/// What a link is looked up for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Look,
    /// The text stays as it is until the answer is recorded.
    Answer,
}

async fn look_up(
    app: &App,
    tx: &mut Tx,
    token: &str,
    language: Option<&str>,
    purpose: Purpose,
) -> Result<Link> {
    let renewal = store::by_token(tx, &token_hash(token)).await?;
    let tenant = tenants::store::get(tx, &renewal.tenant_id).await?;
    let Some(candidate) = candidates::store::find(tx, &tenant.id, &renewal.candidate_id).await?
    else {
        let erasure = erasure::store::of_candidate(tx, &tenant.id, &renewal.candidate_id).await?;
        return Ok(match erasure {
            Some(erasure) => Link::Erased {
                tenant,
                reason: erasure.reason,
                erased_at: erasure.erased_at,
            },
            None => Link::Closed { tenant },
        });
    };
    let answerable = matches!(
        renewal.state(),
        State::Queued | State::Asked | State::Bounced | State::Answered
    );
    let is_over = renewal.is_past_deadline(clock_guard::sure_now(app, tx).await?);
    if is_over
        && renewal.state() == State::Answered
        && let Some(answered_at) = renewal.answered_at
    {
        return Ok(Link::Answered {
            tenant,
            candidate: Box::new(candidate),
            answered_at,
        });
    }
    if !answerable || is_over {
        return Ok(Link::Closed { tenant });
    }
    if purpose == Purpose::Answer {
        consent_store::hold_text(tx, &tenant.id, &candidate.consent_text_id).await?;
    }
    let renditions =
        consent_store::current_renditions(tx, &tenant.id, &candidate.consent_text_id).await?;
    let text = serve(
        app,
        &renewal.id,
        &tenant,
        &renditions,
        Some(language.unwrap_or(&candidate.language)),
    )?;
    let shown = renditions
        .iter()
        .find(|rendition| rendition.language == text.language);
    let body_markdown = shown
        .map(|rendition| rendition.body_markdown.clone())
        .unwrap_or_default();
    let previous = previous(tx, &tenant.id, &candidate, &text).await?;
    let standing = standing(tx, &candidate, &renditions, app.now()).await?;
    Ok(Link::Open(Box::new(Asked {
        tenant,
        candidate,
        renewal,
        text,
        body_markdown,
        previous,
        standing,
    })))
}

/// What the candidate has said yes to and could lose by this answer: of the text that is asked about, not ended.
async fn standing(
    tx: &mut Tx,
    candidate: &Candidate,
    renditions: &[Rendition],
    now: Millis,
) -> Result<Vec<PurposeDecision>> {
    let text = consent_store::text(tx, &candidate.tenant_id, &candidate.consent_text_id).await?;
    let is_outdated = candidate.text_version < Some(text.material_version);
    if is_outdated || renditions.is_empty() {
        return Ok(Vec::new());
    }
    let events = consent_store::events(tx, &candidate.tenant_id, &candidate.id).await?;
    let mut standing = withdraw::standing(&events)?;
    standing.retain(|consent| consent.until.is_none_or(|until| until > now));
    Ok(standing)
}

/// The version consented to before, when it is another: in the page's language if it exists in that.
async fn previous(
    tx: &mut Tx,
    tenant: &str,
    candidate: &Candidate,
    text: &ConsentText,
) -> Result<Option<Rendition>> {
    let Some(version) = candidate
        .text_version_id
        .as_deref()
        .filter(|version| *version != text.text_version_id)
    else {
        return Ok(None);
    };
    match consent_store::rendition(tx, tenant, version, &text.language).await? {
        Some(rendition) => Ok(Some(rendition)),
        None => {
            let language = candidate.consent_language.as_deref().unwrap_or_default();
            consent_store::rendition(tx, tenant, version, language).await
        }
    }
}

/// What came of answering.
pub enum Outcome {
    /// Consent is recorded, now or by an equal answer before.
    Renewed {
        asked: Box<Asked>,
        receipt: String,
        event_id: String,
    },
    /// The page must be shown again: the text is not the one that was answered.
    Changed(Box<Asked>),
    /// No box, or not every needed one, was ticked.
    Incomplete(Box<Asked>),
    Link(Box<Link>),
}

/// "Yes, I consent", with the boxes ticked. `served` is the notice in the form, if it came along;
/// without it the version last viewed counts.
pub async fn renew(
    app: &App,
    token: &str,
    served: Option<&str>,
    language: Option<&str>,
    ticked: &BTreeMap<String, bool>,
) -> Result<Outcome> {
    let mut tx = app.db.begin().await?;
    let asked = match look_up(app, &mut tx, token, language, Purpose::Answer).await? {
        Link::Open(asked) => asked,
        closed => return Ok(Outcome::Link(Box::new(closed))),
    };
    let Some(shown) = shown(app, &mut tx, &asked, served).await? else {
        return Ok(Outcome::Changed(asked));
    };
    let ticked = known(ticked, &shown)?;
    let Ok(purposes) = decide(&shown.purposes()?, &ticked, app.now(), &asked.tenant.zone()) else {
        return Ok(Outcome::Incomplete(asked));
    };
    let candidate = candidates::store::lock(&mut tx, &asked.tenant.id, &asked.candidate.id).await?;
    candidates::store::confirm_email(&mut tx, &asked.tenant.id, &candidate.id).await?;
    let recorded = record_once(app, &mut tx, &asked, &candidate, &shown, &purposes, served).await?;
    let (event_id, receipt) = match recorded {
        Recorded::Before(event_id, receipt) => (event_id, receipt),
        Recorded::Now(event_id, receipt) => {
            // The receipt and the way back must not depend on this page being kept.
            let confirmed = [(candidate.id.as_str(), event_id.as_str())];
            let mail = mail::outbox::confirmation_rows(app, &asked.tenant.id, &confirmed);
            mail.insert(&mut tx).await?;
            (event_id, receipt)
        }
    };
    close_answered(
        app,
        &mut tx,
        &asked.tenant.id,
        &candidate.id,
        Answered::Renewed,
    )
    .await?;
    tx.commit().await?;
    app.ring();
    Ok(Outcome::Renewed {
        asked,
        receipt,
        event_id,
    })
}

/// The rendition that was answered, if it is still the current one.
async fn shown(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    served: Option<&str>,
) -> Result<Option<Rendition>> {
    let (version, language) = match served {
        Some(token) => match notice::open(app, token, &asked.renewal.id) {
            Ok(notice) => (notice.text_version_id, notice.language),
            Err(_) => return Ok(None),
        },
        None => match &asked.renewal.viewed_text_version_id {
            Some(version) => (version.clone(), asked.text.language.clone()),
            None => return Ok(None),
        },
    };
    if version != asked.text.text_version_id {
        return Ok(None);
    }
    consent_store::rendition(tx, &asked.tenant.id, &version, &language).await
}

/// Fields of the form that are not purposes are none of our business.
fn known(ticked: &BTreeMap<String, bool>, shown: &Rendition) -> Result<BTreeMap<String, bool>> {
    let purposes = shown.purposes()?;
    let known = |key: &String| purposes.iter().any(|purpose| &purpose.key == key);
    Ok(ticked
        .iter()
        .filter(|(key, _)| known(key))
        .map(|(key, value)| (key.clone(), *value))
        .collect())
}

/// The event of an answer and its receipt.
enum Recorded {
    Now(String, String),
    Before(String, String),
}

/// Answering twice is harmless: an equal answer to the same text since the request is the same answer.
async fn record_once(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    candidate: &Candidate,
    shown: &Rendition,
    purposes: &[PurposeDecision],
    served: Option<&str>,
) -> Result<Recorded> {
    let events = consent_store::events(tx, &asked.tenant.id, &candidate.id).await?;
    let last = events.iter().rev().find(|event| event.has_receipt());
    if let Some(event) = last.filter(|event| event.at >= asked.renewal.queued_at)
        && event.origin == Origin::Link.as_str()
        && same_answer(&event.fact()?, shown, purposes)
    {
        let receipt = event.receipt().unwrap_or_default();
        return Ok(Recorded::Before(event.id.clone(), receipt));
    }
    let consented_before = Summary::of(&consent_store::facts(&events)?)
        .consented
        .is_some();
    let served_at = served
        .and_then(|token| notice::open(app, token, &asked.renewal.id).ok())
        .map(|notice| notice.served_at);
    let append = Append {
        tenant: &asked.tenant,
        candidate,
        kind: if consented_before {
            EventKind::Renewed
        } else {
            EventKind::Given
        },
        origin: Origin::Link,
        identity: Identity::Email,
        shown: Some(shown),
        purposes,
        circumstances: Circumstances {
            served_at: served_at.or(asked.renewal.viewed_at),
            page_url: Some(app.url("/r/")),
            ..Circumstances::default()
        },
        submission: None,
    };
    let appended = append.run(app, tx).await?;
    let receipt = appended.receipt.unwrap_or_default();
    Ok(Recorded::Now(appended.event_id, receipt))
}

fn same_answer(
    fact: &crate::consent::Fact,
    shown: &Rendition,
    purposes: &[PurposeDecision],
) -> bool {
    let same_text = fact
        .text
        .as_ref()
        .is_some_and(|text| text.version_id == shown.text_version_id);
    let granted = |key: &str| {
        fact.decisions
            .iter()
            .any(|decision| decision.purpose == key && decision.granted)
    };
    same_text
        && purposes
            .iter()
            .all(|purpose| granted(&purpose.key) == purpose.granted)
}

/// What came of declining.
pub enum Declined {
    Erased {
        tenant: Tenant,
        language: String,
        erased: Erased,
    },
    /// A hold or a restriction keeps the data for now; the no is recorded, the erasure waits (rule 18).
    Kept {
        tenant: Tenant,
        language: String,
    },
    Link(Link),
}

/// "No", confirmed: the candidate is erased.
pub async fn decline(app: &App, token: &str) -> Result<Declined> {
    let mut tx = app.db.begin().await?;
    let asked = match look_up(app, &mut tx, token, None, Purpose::Look).await? {
        Link::Open(asked) => asked,
        closed => return Ok(Declined::Link(closed)),
    };
    let candidate = candidates::store::lock(&mut tx, &asked.tenant.id, &asked.candidate.id).await?;
    close_answered(
        app,
        &mut tx,
        &asked.tenant.id,
        &candidate.id,
        Answered::Declined,
    )
    .await?;
    if candidate.is_kept(clock_guard::sure_now(app, &mut tx).await?) {
        record_refusal(app, &mut tx, &asked.tenant, &candidate).await?;
        tx.commit().await?;
        return Ok(Declined::Kept {
            language: candidate.language.clone(),
            tenant: asked.tenant,
        });
    }
    let erased = erasure::erase(
        app,
        &mut tx,
        &asked.tenant,
        &candidate,
        erasure::Reason::Declined,
    )
    .await?;
    tx.commit().await?;
    erasure::after_commit(app).await;
    Ok(Declined::Erased {
        language: candidate.language.clone(),
        tenant: asked.tenant,
        erased,
    })
}

/// The no of a candidate who is kept for now.
pub async fn record_refusal(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
) -> Result<()> {
    let append = Append {
        tenant,
        candidate,
        kind: EventKind::Refused,
        origin: Origin::Link,
        identity: Identity::Email,
        shown: None,
        purposes: &[],
        circumstances: Circumstances::default(),
        submission: None,
    };
    append.run(app, tx).await.map(drop)
}

/// One click on `List-Unsubscribe` (RFC 8058): no more reminders. It never declines (rule 11).
pub async fn stop_reminders(app: &App, token: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let renewal = store::by_token(&mut tx, &token_hash(token)).await?;
    let now = app.now();
    store::stop_reminders(&mut tx, &renewal.tenant_id, &renewal.id, now).await?;
    let fact = Fact::Unsubscribed {
        renewal: renewal.id,
    };
    let entry = Entry::new(now, &renewal.tenant_id, &renewal.candidate_id, fact);
    journal::note(&mut tx, &entry).await?;
    tx.commit().await
}

/// The receipt of the answer given through this link.
///
/// # Errors
/// `NotFound` before there is one.
pub async fn receipt(app: &App, token: &str) -> Result<String> {
    let mut tx = app.db.read().await?;
    let renewal = store::by_token(&mut tx, &token_hash(token)).await?;
    let events = consent_store::events(&mut tx, &renewal.tenant_id, &renewal.candidate_id).await?;
    let given = events
        .into_iter()
        .rev()
        .find(|event| event.at >= renewal.queued_at && event.has_receipt());
    given
        .and_then(|event| event.receipt())
        .ok_or(Error::NotFound)
}
