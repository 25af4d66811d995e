//! The candidate's own page: seeing everything, correcting, withdrawing, having everything erased.

use super::append::Append;
use super::record::{self, Circumstances, PurposeDecision};
use super::store::{self, Event};
use super::{Answer, EventKind, Identity, Origin, Summary};
use crate::app::App;
use crate::backup::journal::{self, Fact};
use crate::candidates::manage::{Correction, apply_contact};
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::db::Tx;
use crate::erasure::{self, Erased};
use crate::error::Result;
use crate::jobs::clock_guard;
use crate::keys::token_hash;
use crate::renewal::{self, Renewal};
use crate::tenants::{self, Tenant};

/// Everything stored about the candidate behind a link.
pub struct Own {
    pub tenant: Tenant,
    pub candidate: Candidate,
    pub events: Vec<Event>,
    /// The request that waits for an answer.
    pub asked: Option<Renewal>,
}

/// Following the link shows who has the mailbox (rule 4).
pub async fn open(app: &App, token: &str) -> Result<Own> {
    let mut tx = app.db.begin().await?;
    let candidate = candidates::store::by_link(&mut tx, &token_hash(token)).await?;
    candidates::store::confirm_email(&mut tx, &candidate.tenant_id, &candidate.id).await?;
    let candidate = candidates::store::get(&mut tx, &candidate.tenant_id, &candidate.id).await?;
    let tenant = tenants::store::get(&mut tx, &candidate.tenant_id).await?;
    let events = store::events(&mut tx, &tenant.id, &candidate.id).await?;
    let asked = renewal::store::open_of(&mut tx, &tenant.id, &candidate.id).await?;
    let sure = clock_guard::sure_now(app, &mut tx).await?;
    let asked = asked.filter(|renewal| !renewal.is_past_deadline(sure));
    tx.commit().await?;
    Ok(Own {
        tenant,
        candidate,
        events,
        asked,
    })
}

/// The consents that stand, by purpose, with the label they were given under.
pub fn standing(events: &[Event]) -> Result<Vec<PurposeDecision>> {
    let mut answered = answered(events)?;
    answered.retain(|answer| answer.stand == Stand::Granted);
    Ok(answered.into_iter().map(|answer| answer.decision).collect())
}

/// How a candidate stands to a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Granted,
    /// Never said yes to.
    Refused,
    Withdrawn,
    /// Said yes to under a text that has changed.
    Invalidated,
}

/// A purpose once answered, as it was answered last.
#[derive(Debug, Clone)]
pub struct Answered {
    pub decision: PurposeDecision,
    pub stand: Stand,
    /// When it was answered: for what staff wrote down, the day they say.
    pub at: Millis,
}

/// Every purpose the candidate was ever asked about and answered, with the label last seen.
pub fn answered(events: &[Event]) -> Result<Vec<Answered>> {
    let mut answered: Vec<Answered> = Vec::new();
    for event in events {
        let fact = event.fact()?;
        if let Some(end) = ends_all(fact.kind) {
            let granted = |answer: &&mut Answered| answer.stand == Stand::Granted;
            answered
                .iter_mut()
                .filter(granted)
                .for_each(|it| it.stand = end);
        }
        let given_on = record::given_on(&event.record)?;
        for decision in fact.decisions {
            let before = answered
                .iter()
                .position(|known| known.decision.key == decision.purpose)
                .map(|known| answered.remove(known).stand);
            let stand = match (decision.granted, before) {
                (true, _) => Stand::Granted,
                (false, None | Some(Stand::Refused)) => Stand::Refused,
                (false, Some(_)) => Stand::Withdrawn,
            };
            let decision = PurposeDecision {
                label: label(event, &decision.purpose),
                key: decision.purpose,
                granted: decision.granted,
                until: decision.until,
            };
            answered.push(Answered {
                decision,
                stand,
                at: given_on.unwrap_or(fact.at),
            });
        }
    }
    Ok(answered)
}

fn ends_all(kind: EventKind) -> Option<Stand> {
    match kind {
        EventKind::Refused => Some(Stand::Withdrawn),
        EventKind::Invalidated => Some(Stand::Invalidated),
        _ => None,
    }
}

/// The box's label, from the record: it holds what was shown.
pub fn label(event: &Event, purpose: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(&event.record).unwrap_or_default();
    let purposes = record["purposes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let label = purposes
        .iter()
        .find(|known| known["key"] == purpose)
        .and_then(|known| known["label"].as_str());
    label.unwrap_or(purpose).to_owned()
}

/// What came of withdrawing.
pub enum Withdrawn {
    /// Other consents still stand.
    Partly,
    /// Nothing was left, so the candidate is erased (rule 12).
    Erased(Box<Gone>),
}

/// What is needed to tell a candidate who is no longer in the database.
pub struct Gone {
    pub tenant: Tenant,
    pub language: String,
    pub erased: Erased,
}

/// Withdraws one purpose, or all with `None`. One press, no account (rule 6).
pub async fn withdraw(app: &App, token: &str, purpose: Option<&str>) -> Result<Withdrawn> {
    let mut tx = app.db.begin().await?;
    let found = candidates::store::by_link(&mut tx, &token_hash(token)).await?;
    let tenant = tenants::store::get(&mut tx, &found.tenant_id).await?;
    let candidate = candidates::store::lock(&mut tx, &tenant.id, &found.id).await?;
    let is_meant = |key: &str| purpose.is_none_or(|purpose| purpose == key);
    let withdrawn = taken_back(&mut tx, &candidate, is_meant, app.now()).await?;
    if withdrawn.is_empty() && purpose.is_some() {
        // Pressed twice: the first press did it.
        return Ok(Withdrawn::Partly);
    }
    append(&tenant, &candidate, &withdrawn)
        .run(app, &mut tx)
        .await?;
    // A restored database must not take for given what was taken back.
    let purposes = withdrawn.iter().map(|it| it.key.clone()).collect();
    let fact = Fact::Withdrawn { purposes };
    journal::note_now(app, &mut tx, &candidate, fact).await?;
    let facts = store::facts(&store::events(&mut tx, &tenant.id, &candidate.id).await?)?;
    // A hold keeps the data, not the consent: the withdrawal stands, the erasure waits (rule 18).
    let sure = clock_guard::sure_now(app, &mut tx).await?;
    if Summary::of(&facts).answer == Answer::Given || candidate.is_kept(sure) {
        tx.commit().await?;
        app.ring();
        return Ok(Withdrawn::Partly);
    }
    let erased = erasure::erase(
        app,
        &mut tx,
        &tenant,
        &candidate,
        erasure::Reason::Withdrawn,
    )
    .await?;
    tx.commit().await?;
    erasure::after_commit(app).await;
    let language = candidate.language;
    Ok(Withdrawn::Erased(Box::new(Gone {
        tenant,
        language,
        erased,
    })))
}

/// Withdraws these again for a candidate locked by the caller, as far as they stand.
pub async fn withdraw_again(
    app: &App,
    tx: &mut Tx,
    candidate: &Candidate,
    purposes: &[String],
) -> Result<bool> {
    let tenant = tenants::store::get(tx, &candidate.tenant_id).await?;
    let is_meant = |key: &str| purposes.iter().any(|it| it == key);
    // Exactly these, whatever has ended since: what went along with a last one is among them.
    let withdrawn = taken_back(tx, candidate, is_meant, Millis::MIN).await?;
    if withdrawn.is_empty() {
        return Ok(false);
    }
    append(&tenant, candidate, &withdrawn).run(app, tx).await?;
    Ok(true)
}

/// What stands of these purposes, as no longer granted. With the last that has not expired go those that have:
/// nothing is left to consent to.
async fn taken_back(
    tx: &mut Tx,
    candidate: &Candidate,
    is_meant: impl Fn(&str) -> bool,
    now: Millis,
) -> Result<Vec<PurposeDecision>> {
    let events = store::events(tx, &candidate.tenant_id, &candidate.id).await?;
    let standing = standing(&events)?;
    let is_over = |decision: &PurposeDecision| decision.until.is_some_and(|until| until <= now);
    let is_some_meant = standing.iter().any(|decision| is_meant(&decision.key));
    let is_last = is_some_meant
        && standing
            .iter()
            .all(|decision| is_meant(&decision.key) || is_over(decision));
    let meant = standing
        .into_iter()
        .filter(|decision| is_last || is_meant(&decision.key));
    Ok(meant
        .map(|decision| PurposeDecision {
            granted: false,
            until: None,
            ..decision
        })
        .collect())
}

fn append<'a>(
    tenant: &'a Tenant,
    candidate: &'a Candidate,
    withdrawn: &'a [PurposeDecision],
) -> Append<'a> {
    Append {
        tenant,
        candidate,
        kind: EventKind::Withdrawn,
        origin: Origin::Link,
        identity: Identity::Email,
        shown: None,
        purposes: withdrawn,
        circumstances: Circumstances::default(),
        submission: None,
    }
}

/// What came of asking for erasure.
pub enum Asked {
    Erased(Box<Gone>),
    /// A hold or a restriction keeps the data for now: every consent is withdrawn, the erasure waits.
    Kept(Box<Tenant>, String),
}

/// The candidate asks for erasure (GDPR Art. 17).
pub async fn erase(app: &App, token: &str) -> Result<Asked> {
    let mut tx = app.db.begin().await?;
    let found = candidates::store::by_link(&mut tx, &token_hash(token)).await?;
    let tenant = tenants::store::get(&mut tx, &found.tenant_id).await?;
    let candidate = candidates::store::lock(&mut tx, &tenant.id, &found.id).await?;
    if candidate.is_kept(clock_guard::sure_now(app, &mut tx).await?) {
        drop(tx);
        withdraw(app, token, None).await?;
        return Ok(Asked::Kept(Box::new(tenant), candidate.language));
    }
    let erased = erasure::erase(
        app,
        &mut tx,
        &tenant,
        &candidate,
        erasure::Reason::Candidate,
    )
    .await?;
    tx.commit().await?;
    erasure::after_commit(app).await;
    let language = candidate.language;
    Ok(Asked::Erased(Box::new(Gone {
        tenant,
        language,
        erased,
    })))
}

/// The candidate corrects name and phone (GDPR Art. 16).
pub async fn correct(app: &App, token: &str, name: &str, phone: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let found = candidates::store::by_link(&mut tx, &token_hash(token)).await?;
    let candidate = candidates::store::lock(&mut tx, &found.tenant_id, &found.id).await?;
    let correction = Correction {
        name: Some(name.to_owned()),
        phone: Some(phone.to_owned()),
        ..Correction::default()
    };
    apply_contact(app, &mut tx, &candidate, &correction).await?;
    tx.commit().await
}
