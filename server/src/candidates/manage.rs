//! What staff do with candidates: register, correct, hold, restrict, ask, erase.

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::store::{self, NewCandidate};
use super::{Candidate, Contact, Source};
use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::clock::{DAY, Millis, parse_rfc3339};
use crate::consent::append::{Append, Appended};
use crate::consent::record::Circumstances;
use crate::consent::{self, EventKind, Identity, Origin, Summary};
use crate::db::Tx;
use crate::erasure::{self, Erased};
use crate::error::{Error, Result, field_error};
use crate::jobs;
use crate::keys::token_hash;
use crate::random::is_id;
use crate::renewal;
use crate::tenants::{self, Tenant, is_language};

/// `POST /v1/candidates`: someone met in person or found elsewhere, registered without consent.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub name: String,
    /// Where the data came from; the candidate is told (GDPR Art. 14(2)(f)).
    #[serde(default)]
    pub source_detail: String,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub external_id: Option<String>,
}

/// Registers and asks at once (rule 7).
///
/// # Errors
/// `Invalid` by field; `Conflict` when the address is known already or no text is published yet.
pub async fn register(app: &App, actor: &Actor, registration: &Registration) -> Result<Candidate> {
    let contact = check_registration(registration)?;
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let text = published_text(&mut tx, &tenant).await?;
    let id = app.new_id();
    let new = NewCandidate {
        id: &id,
        contact: &contact,
        language: registration.language.as_deref().unwrap_or(&tenant.language),
        source: Source::Staff,
        source_detail: Some(registration.source_detail.trim()),
        link_hash: token_hash(&super::link_token(app, &id, &contact.email_key())),
        consent_text_id: &text,
    };
    if !store::insert(&mut tx, &tenant.id, &[(new, Summary::default())], app.now()).await? {
        return Err(Error::Conflict(
            "a candidate with this e-mail address is already registered".to_owned(),
        ));
    }
    let candidate = store::get(&mut tx, &tenant.id, &id).await?;
    renewal::open(
        app,
        &mut tx,
        &tenant.id,
        &candidate,
        renewal::Reason::Registered,
    )
    .await?;
    audit::write(app, &mut tx, actor, "candidate.registered", Some(&id), None).await?;
    let candidate = store::get(&mut tx, &tenant.id, &id).await?;
    tx.commit().await?;
    app.ring();
    Ok(candidate)
}

fn check_registration(registration: &Registration) -> Result<Contact> {
    let mut errors = Vec::new();
    let contact = Contact::parse(
        &registration.email,
        &registration.name,
        registration.phone.as_deref(),
        registration.external_id.as_deref(),
    );
    if let Err(found) = &contact {
        errors.extend(found.iter().cloned());
    }
    let source = registration.source_detail.trim();
    if source.is_empty() {
        errors.push(field_error(
            "source_detail",
            "required",
            "say where the data came from; the candidate is told",
        ));
    } else if source.chars().count() > 300 {
        errors.push(field_error(
            "source_detail",
            "too_long",
            "at most 300 characters",
        ));
    }
    if registration
        .language
        .as_deref()
        .is_some_and(|language| !is_language(language))
    {
        errors.push(field_error(
            "language",
            "invalid",
            "not a language code such as sv",
        ));
    }
    match contact {
        Ok(contact) if errors.is_empty() => Ok(contact),
        _ => Err(Error::Invalid(errors)),
    }
}

/// The text a candidate without a site is asked by: the tenant's first published one.
async fn published_text(tx: &mut Tx, tenant: &Tenant) -> Result<String> {
    let texts = consent::store::texts(tx, &tenant.id).await?;
    let published = texts.into_iter().find(|text| text.current_version > 0);
    published.map(|text| text.id).ok_or_else(|| {
        Error::Conflict(
            "publish a consent text first: there is nothing to ask about yet".to_owned(),
        )
    })
}

/// `PATCH /v1/candidates/{id}`: what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    pub email: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub external_id: Option<String>,
    pub language: Option<String>,
    /// RFC 3339 or a date, at most ten years ahead; empty lifts the hold.
    pub held_until: Option<String>,
    pub hold_reason: Option<String>,
    pub restricted: Option<bool>,
}

/// Corrects a candidate. A corrected address restarts an open request (rule 8).
pub async fn correct(
    app: &App,
    actor: &Actor,
    id: &str,
    correction: &Correction,
) -> Result<Candidate> {
    let mut tx = app.db.begin().await?;
    let before = store::lock(&mut tx, &actor.tenant_id, id).await?;
    apply_contact(app, &mut tx, &before, correction).await?;
    apply_hold(app, &mut tx, &before, correction).await?;
    if let Some(restricted) = correction.restricted {
        let at = restricted.then(|| before.restricted_at.unwrap_or(app.now()));
        store::set_restricted(&mut tx, &actor.tenant_id, id, at).await?;
    }
    let after = store::get(&mut tx, &actor.tenant_id, id).await?;
    let changes = changed(&before, &after).join(" ");
    let detail = Some(changes.as_str()).filter(|changes| !changes.is_empty());
    audit::write(app, &mut tx, actor, CORRECTED, Some(id), detail).await?;
    tx.commit().await?;
    app.ring();
    Ok(after)
}

const CORRECTED: &str = "candidate.corrected";
const CHANGES: [&str; 6] = [
    "address",
    "corrected",
    "held",
    "released",
    "restricted",
    "lifted",
];

/// What a correction changed, in the words the audit log keeps: never the values themselves.
fn changed(before: &Candidate, after: &Candidate) -> Vec<&'static str> {
    let details = |candidate: &Candidate| {
        (
            candidate.name.clone(),
            candidate.phone.clone(),
            candidate.external_id.clone(),
            candidate.language.clone(),
        )
    };
    let hold = |candidate: &Candidate| (candidate.held_until, candidate.hold_reason.clone());
    let restriction = (before.restricted_at, after.restricted_at);
    [
        (before.email != after.email).then_some("address"),
        (details(before) != details(after)).then_some("corrected"),
        (hold(before) != hold(after)).then_some(match after.held_until {
            Some(_) => "held",
            None => "released",
        }),
        matches!(restriction, (None, Some(_))).then_some("restricted"),
        matches!(restriction, (Some(_), None)).then_some("lifted"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What an entry of the audit log says was changed; nothing for entries about anything else.
pub fn changes(entry: &audit::Entry) -> impl Iterator<Item = &'static str> {
    let said = match entry.action.as_str() {
        CORRECTED => entry.detail.as_deref().unwrap_or("corrected"),
        _ => "",
    };
    CHANGES
        .into_iter()
        .filter(move |change| said.split(' ').any(|word| word == *change))
}

/// Writes name and address; shared with the candidate's own page.
pub async fn apply_contact(
    app: &App,
    tx: &mut Tx,
    before: &Candidate,
    correction: &Correction,
) -> Result<()> {
    let or = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    let contact = Contact::parse(
        correction.email.as_deref().unwrap_or(&before.email),
        correction.name.as_deref().unwrap_or(&before.name),
        or(&correction.phone, &before.phone).as_deref(),
        or(&correction.external_id, &before.external_id).as_deref(),
    )
    .map_err(Error::Invalid)?;
    let language = correction.language.as_deref().unwrap_or(&before.language);
    if !is_language(language) {
        return Err(Error::field(
            "language",
            "invalid",
            "not a language code such as sv",
        ));
    }
    let moved = contact.email_key() != before.email_key();
    if moved
        && !store::lock_by_email(tx, &before.tenant_id, &[contact.email_key()])
            .await?
            .is_empty()
    {
        return Err(Error::Conflict(
            "another candidate has this e-mail address".to_owned(),
        ));
    }
    store::set_contact(tx, &before.tenant_id, &before.id, &contact, language).await?;
    if moved {
        let link_hash = token_hash(&super::link_token(app, &before.id, &contact.email_key()));
        store::move_address(tx, &before.tenant_id, &before.id, &link_hash).await?;
        let after = store::get(tx, &before.tenant_id, &before.id).await?;
        renewal::address_corrected(app, tx, &after).await?;
    }
    Ok(())
}

/// Rule 18: a hold is limited in time and has a reason.
async fn apply_hold(
    app: &App,
    tx: &mut Tx,
    before: &Candidate,
    correction: &Correction,
) -> Result<()> {
    let Some(until) = correction.held_until.as_deref().map(str::trim) else {
        return Ok(());
    };
    if until.is_empty() {
        return store::set_hold(tx, &before.tenant_id, &before.id, None, None).await;
    }
    let reason = correction
        .hold_reason
        .as_deref()
        .map(str::trim)
        .unwrap_or_default();
    if reason.is_empty() {
        return Err(Error::field(
            "hold_reason",
            "required",
            "a hold needs its reason",
        ));
    }
    let until = hold_end(until, app.now())?;
    store::set_hold(tx, &before.tenant_id, &before.id, Some(until), Some(reason)).await
}

fn hold_end(text: &str, now: Millis) -> Result<Millis> {
    let until = parse_rfc3339(text)
        .ok_or_else(|| Error::field("held_until", "invalid", "not a date such as 2027-01-31"))?;
    if until <= now || until > now + 3_653 * DAY {
        return Err(Error::field(
            "held_until",
            "invalid",
            "must lie ahead, by ten years at most",
        ));
    }
    Ok(until)
}

/// Consent given on paper or in speech, written down by staff as exactly that (rule 3).
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRecord {
    /// `paper` or `spoken`.
    pub how: String,
    pub note: String,
    pub purposes: Vec<String>,
    /// The day it was given, if not today; its validity is counted from then.
    #[serde(default)]
    pub given_on: Option<String>,
    /// The language of the text that was agreed to; the candidate's own when left out.
    #[serde(default)]
    pub language: Option<String>,
}

pub async fn record_consent(
    app: &App,
    actor: &Actor,
    id: &str,
    record: &StaffRecord,
) -> Result<()> {
    let origin = match Origin::parse(&record.how) {
        Some(origin @ (Origin::Paper | Origin::Spoken)) => origin,
        _ => return Err(Error::field("how", "invalid", "must be paper or spoken")),
    };
    let note = record.note.trim();
    if note.is_empty() || note.chars().count() > 500 {
        return Err(Error::field(
            "note",
            "required",
            "say when and how it was given, in at most 500 characters",
        ));
    }
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let candidate = store::lock(&mut tx, &tenant.id, id).await?;
    let renditions =
        consent::store::current_renditions(&mut tx, &tenant.id, &candidate.consent_text_id).await?;
    let language = record.language.as_deref().unwrap_or(&candidate.language);
    let shown = consent::submit::choose(&renditions, Some(language), &tenant.language)
        .ok_or_else(|| Error::Conflict("publish a consent text first".to_owned()))?;
    let ticked = record
        .purposes
        .iter()
        .map(|key| (key.clone(), true))
        .collect();
    let given_on = given_on(record, app.now())?;
    let purposes = consent::submit::decide(&shown.purposes()?, &ticked, given_on)?;
    // A box not on the paper says nothing about a consent given elsewhere.
    let effective: Vec<_> = purposes
        .iter()
        .filter(|decision| decision.granted)
        .cloned()
        .collect();
    let append = Append {
        tenant: &tenant,
        candidate: &candidate,
        kind: if candidate.has_consented() {
            EventKind::Renewed
        } else {
            EventKind::Given
        },
        origin,
        identity: Identity::Staff,
        shown: Some(shown),
        purposes: &purposes,
        effective: &effective,
        circumstances: Circumstances {
            recorded_by: Some(actor.name.clone()),
            note: Some(note.to_owned()),
            given_on: Some(given_on),
            ..Circumstances::default()
        },
        submission: None,
    };
    if append.run(app, &mut tx).await? == Appended::Duplicate {
        return Err(Error::internal("a staff record has no submission id"));
    }
    renewal::close_answered(
        app,
        &mut tx,
        &tenant.id,
        &candidate.id,
        renewal::Answered::Renewed,
    )
    .await?;
    audit::write(
        app,
        &mut tx,
        actor,
        "consent.recorded_by_staff",
        Some(id),
        None,
    )
    .await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}

fn given_on(record: &StaffRecord, now: Millis) -> Result<Millis> {
    let Some(text) = record
        .given_on
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return Ok(now);
    };
    let day = parse_rfc3339(text).filter(|day| *day <= now);
    day.ok_or_else(|| {
        Error::field(
            "given_on",
            "invalid",
            "must be a date such as 2026-01-31, not in the future",
        )
    })
}

/// Erases one candidate at staff's wish.
pub async fn erase(app: &App, actor: &Actor, id: &str) -> Result<Erased> {
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let candidate = store::lock(&mut tx, &tenant.id, id).await?;
    let erased = erasure::erase(app, &mut tx, &tenant, &candidate, erasure::Reason::Staff).await?;
    audit::write(app, &mut tx, actor, "candidate.erased", Some(id), None).await?;
    tx.commit().await?;
    erasure::after_commit(app).await;
    Ok(erased)
}

/// Whom a bulk action is about: named ones, or all that match.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    pub filter: Option<Filter>,
    pub ids: Option<Vec<String>>,
    /// Only counts. The count is the one the real run would have.
    pub dry_run: bool,
    /// For erasures: the count the caller has seen. Another one answers 409.
    pub confirm_count: Option<i64>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BulkResult {
    pub count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal_batch_id: Option<String>,
}

const MAX_IDS: usize = 10_000;
const PAGE: i64 = 1_000;

/// All selected candidates.
pub async fn selected(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    selection: &Selection,
) -> Result<Vec<Candidate>> {
    match (&selection.filter, &selection.ids) {
        (Some(filter), None) => by_filter(app, tx, tenant, filter).await,
        (None, Some(ids)) => by_ids(tx, tenant, ids).await,
        _ => Err(Error::field(
            "filter",
            "required",
            "give either a filter or ids",
        )),
    }
}

/// The selected candidates an action may touch: kept ones (rule 18) never are.
async fn touchable(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    selection: &Selection,
) -> Result<Vec<Candidate>> {
    let found = selected(app, tx, tenant, selection).await?;
    Ok(found
        .into_iter()
        .filter(|candidate| !candidate.is_kept(app.now()))
        .collect())
}

/// Whether a request to this candidate is open.
pub fn is_being_asked(candidate: &Candidate) -> bool {
    matches!(candidate.renewal.as_str(), "queued" | "asked" | "bounced")
}

async fn by_filter(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    filter: &Filter,
) -> Result<Vec<Candidate>> {
    let criteria = filter.criteria(tenant, app.now())?;
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = store::list(
            tx,
            &tenant.id,
            &criteria,
            tenant.lead_days,
            app.now(),
            cursor.as_deref(),
            PAGE,
        )
        .await?;
        let full = page.len() as i64 == PAGE;
        cursor = page.last().map(|listed| listed.candidate.id.clone());
        found.extend(page.into_iter().map(|listed| listed.candidate));
        if !full {
            return Ok(found);
        }
    }
}

async fn by_ids(tx: &mut Tx, tenant: &Tenant, ids: &[String]) -> Result<Vec<Candidate>> {
    if ids.len() > MAX_IDS {
        return Err(Error::field(
            "ids",
            "too_long",
            format!("at most {MAX_IDS} ids; use a filter for more"),
        ));
    }
    if let Some(bad) = ids.iter().find(|id| !is_id(id)) {
        return Err(Error::field(
            "ids",
            "invalid",
            format!("{bad:?} is not an id"),
        ));
    }
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    store::by_ids(tx, &tenant.id, &ids).await
}

/// Asks all selected who are not being asked already.
pub async fn ask(app: &App, actor: &Actor, selection: &Selection) -> Result<BulkResult> {
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let selected = touchable(app, &mut tx, &tenant, selection).await?;
    drop(tx);
    let ids: Vec<String> = selected
        .iter()
        .filter(|candidate| !is_being_asked(candidate))
        .map(|candidate| candidate.id.clone())
        .collect();
    let count = ids.len() as i64;
    if selection.dry_run {
        return Ok(BulkResult {
            count,
            renewal_batch_id: None,
        });
    }
    confirm(selection.confirm_count, count)?;
    let batch = app.new_id();
    let mut tx = app.db.begin().await?;
    audit::write(
        app,
        &mut tx,
        actor,
        "renewals.asked",
        None,
        Some(&format!("batch {batch}, {count} candidates")),
    )
    .await?;
    tx.commit().await?;
    let count = jobs::renewals::ask(app, &tenant, &ids).await?;
    Ok(BulkResult {
        count,
        renewal_batch_id: Some(batch),
    })
}

/// Erases all selected, when their number is the one the caller confirmed (rule 15).
pub async fn erase_many(app: &App, actor: &Actor, selection: &Selection) -> Result<BulkResult> {
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let selected = touchable(app, &mut tx, &tenant, selection).await?;
    let count = selected.len() as i64;
    if selection.dry_run {
        return Ok(BulkResult {
            count,
            renewal_batch_id: None,
        });
    }
    if selection.confirm_count.is_none() {
        return Err(Error::field(
            "confirm_count",
            "required",
            format!("confirm by sending confirm_count: {count}"),
        ));
    }
    confirm(selection.confirm_count, count)?;
    for candidate in &selected {
        let candidate = store::lock(&mut tx, &tenant.id, &candidate.id).await?;
        erasure::erase(app, &mut tx, &tenant, &candidate, erasure::Reason::Staff).await?;
        audit::write(
            app,
            &mut tx,
            actor,
            "candidate.erased",
            Some(&candidate.id),
            None,
        )
        .await?;
    }
    tx.commit().await?;
    erasure::after_commit(app).await;
    Ok(BulkResult {
        count,
        renewal_batch_id: None,
    })
}

fn confirm(confirmed: Option<i64>, count: i64) -> Result<()> {
    match confirmed {
        Some(confirmed) if confirmed != count => Err(Error::Conflict(format!(
            "{count} candidates match now, not the {confirmed} that were confirmed; nothing was done"
        ))),
        _ => Ok(()),
    }
}
