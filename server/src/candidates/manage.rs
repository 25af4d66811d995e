//! What staff do with candidates: register, correct, hold, restrict, ask, erase.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::batch::{self, Act};
use super::filter::Filter;
use super::store::{self, NewCandidate};
use super::{Candidate, Contact, Source};
use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::backup::journal::{self, Fact};
use crate::clock::{DAY, Millis, day_end, parse_rfc3339};
use crate::consent::{self, Summary};
use crate::db::{Tx, insert_all};
use crate::erasure::{self, Erased};
use crate::error::{Error, Result, field_error};
use crate::keys::token_hash;
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
    let new = store::new_rows(&tenant.id, &[(new, Summary::default())], app.now());
    if !insert_all(&mut tx, &new).await? {
        return Err(Error::conflict(
            "taken",
            "a candidate with this e-mail address is already registered",
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

/// Also what each line of an import must fulfil.
pub fn check_registration(registration: &Registration) -> Result<Contact> {
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
pub async fn published_text(tx: &mut Tx, tenant: &Tenant) -> Result<String> {
    let texts = consent::store::texts(tx, &tenant.id).await?;
    let published = texts.into_iter().find(|text| text.current_version > 0);
    published.map(|text| text.id).ok_or_else(|| {
        Error::conflict(
            "no-text",
            "publish a consent text first: there is nothing to ask about yet",
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
    /// RFC 3339, or a date: up to and including that day in the tenant's time zone. At most ten years ahead; empty
    /// lifts the hold.
    pub held_until: Option<String>,
    pub hold_reason: Option<String>,
    pub restricted: Option<bool>,
}

impl Correction {
    /// What the audit log calls this: an auditor asks who held or restricted, not who changed something.
    fn deed(&self) -> &'static str {
        match (self.held_until.as_deref().map(str::trim), self.restricted) {
            (Some(""), _) => "candidate.released",
            (Some(_), _) => "candidate.held",
            (None, Some(true)) => "candidate.restricted",
            (None, Some(false)) => "candidate.unrestricted",
            (None, None) => "candidate.corrected",
        }
    }
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
    if (after.held_until, after.restricted_at) != (before.held_until, before.restricted_at) {
        let kept = Fact::Kept {
            held_until: after.held_until,
            restricted_at: after.restricted_at,
        };
        journal::note_now(app, &mut tx, &after, kept).await?;
    }
    let changed = changed(&before, &after);
    audit::write(
        app,
        &mut tx,
        actor,
        correction.deed(),
        Some(id),
        Some(&changed),
    )
    .await?;
    tx.commit().await?;
    app.ring();
    Ok(after)
}

/// Which fields differ: their names, for the audit log, never what they hold.
fn changed(before: &Candidate, after: &Candidate) -> String {
    let fields = [
        ("email", before.email != after.email),
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("external_id", before.external_id != after.external_id),
        ("language", before.language != after.language),
        ("held_until", before.held_until != after.held_until),
        ("hold_reason", before.hold_reason != after.hold_reason),
        ("restricted", before.restricted_at != after.restricted_at),
    ];
    let differing = fields.into_iter().filter(|(_, differs)| *differs);
    let names: Vec<&str> = differing.map(|(name, _)| name).collect();
    names.join(", ")
}

/// What an entry of the audit log says was changed about a candidate; nothing for entries about anything else.
pub fn changes(entry: &audit::Entry) -> impl Iterator<Item = &'static str> {
    const DEEDS: [&str; 5] = [
        "candidate.corrected",
        "candidate.held",
        "candidate.released",
        "candidate.restricted",
        "candidate.unrestricted",
    ];
    let deed = entry.action.as_str();
    let fields = match entry.detail.as_deref() {
        Some(fields) if DEEDS.contains(&deed) => fields,
        _ => "",
    };
    let change = |field: &str| match field {
        "email" => Some("address"),
        "name" | "phone" | "external_id" | "language" => Some("corrected"),
        "held_until" | "hold_reason" if deed == "candidate.released" => Some("released"),
        "held_until" | "hold_reason" => Some("held"),
        "restricted" if deed == "candidate.unrestricted" => Some("lifted"),
        "restricted" => Some("restricted"),
        _ => None,
    };
    let mut changes: Vec<&'static str> = fields.split(", ").filter_map(change).collect();
    changes.dedup();
    changes.into_iter()
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
        return Err(Error::conflict(
            "taken",
            "another candidate has this e-mail address",
        ));
    }
    store::set_contact(tx, &before.tenant_id, &before.id, &contact, language).await?;
    if moved {
        let link_hash = token_hash(&super::link_token(app, &before.id, &contact.email_key()));
        store::move_address(tx, &before.tenant_id, &before.id, &link_hash).await?;
        let after = store::get(tx, &before.tenant_id, &before.id).await?;
        renewal::address_corrected(app, tx, &after).await?;
        let moved = Fact::Readdressed {
            address_version: after.address_version,
        };
        journal::note_now(app, tx, &after, moved).await?;
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
    let tenant = tenants::store::get(tx, &before.tenant_id).await?;
    let until = hold_end(until, &tenant.zone(), app.now())?;
    store::set_hold(tx, &before.tenant_id, &before.id, Some(until), Some(reason)).await
}

/// A date means up to and including that day, where the tenant is.
fn hold_end(text: &str, zone: &TimeZone, now: Millis) -> Result<Millis> {
    let until = day_end(text, zone)
        .map(|end| end - 1)
        .or_else(|| parse_rfc3339(text))
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
    /// Many are erased in the background: `GET /v1/batches/{id}` says how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erasure_batch_id: Option<String>,
}

impl BulkResult {
    pub fn counted(count: i64) -> Self {
        Self {
            count,
            renewal_batch_id: None,
            erasure_batch_id: None,
        }
    }
}

/// Asks all selected who are not being asked already.
pub async fn ask(app: &App, actor: &Actor, selection: &Selection) -> Result<BulkResult> {
    batch::run_selection(app, actor, Act::Ask, selection).await
}

/// Erases all selected, when their number is the one the caller confirmed (rule 15).
pub async fn erase_many(app: &App, actor: &Actor, selection: &Selection) -> Result<BulkResult> {
    batch::run_selection(app, actor, Act::Erase, selection).await
}
