//! Consent that staff write down: given on paper or in speech, and recorded as exactly that (rule 3).

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::store;
use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::clock::{Millis, day_end, day_start, parse_rfc3339};
use crate::consent::append::Append;
use crate::consent::record::Circumstances;
use crate::consent::withdraw::{self, Answered};
use crate::consent::{self, EventKind, Identity, Origin};
use crate::error::{Error, Result};
use crate::mail::compose::local_date;
use crate::renewal;
use crate::tenants::{self, Tenant};

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

pub async fn record(app: &App, actor: &Actor, id: &str, record: &StaffRecord) -> Result<()> {
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
    consent::store::hold_text(&mut tx, &tenant.id, &candidate.consent_text_id).await?;
    let given_on = given_on(record, &tenant.zone(), app.now())?;
    let text = consent::store::text(&mut tx, &tenant.id, &candidate.consent_text_id).await?;
    if text.current_version == 0 {
        return Err(Error::conflict("no-text", "publish a consent text first"));
    }
    // The version of that day, and never one that came later (rule 2).
    let renditions = consent::store::renditions_before(
        &mut tx,
        &tenant.id,
        &text.id,
        day_after(given_on, &tenant),
    )
    .await?;
    let language = record.language.as_deref().unwrap_or(&candidate.language);
    let shown = consent::submit::choose(&renditions, Some(language), &tenant.language);
    let shown = shown.ok_or_else(|| {
        Error::field(
            "given_on",
            "before_text",
            "is before the text was published: what was agreed to then was another text",
        )
    })?;
    let ticked = record
        .purposes
        .iter()
        .map(|key| (key.clone(), true))
        .collect();
    let purposes = consent::submit::decide(&shown.purposes()?, &ticked, given_on, &tenant.zone())?;
    let events = consent::store::events(&mut tx, &tenant.id, id).await?;
    let is_newer =
        |answer: &Answered| local_date(&tenant, answer.at) > local_date(&tenant, given_on);
    if withdraw::answered(&events)?.iter().any(is_newer) {
        return Err(Error::field(
            "given_on",
            "older",
            "there is a newer answer from this candidate: an older paper changes nothing",
        ));
    }
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
        circumstances: Circumstances {
            recorded_by: Some(actor.name.clone()),
            note: Some(note.to_owned()),
            given_on: Some(given_on),
            ..Circumstances::default()
        },
        submission: None,
    };
    append.run(app, &mut tx).await?;
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

/// The first moment after the day on which something was.
fn day_after(at: Millis, tenant: &Tenant) -> Millis {
    let day = local_date(tenant, at).to_string();
    day_end(&day, &tenant.zone()).unwrap_or(at)
}

fn given_on(record: &StaffRecord, zone: &TimeZone, now: Millis) -> Result<Millis> {
    let Some(text) = record
        .given_on
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return Ok(now);
    };
    let day = day_start(text, zone).or_else(|| parse_rfc3339(text));
    day.filter(|day| *day <= now).ok_or_else(|| {
        Error::field(
            "given_on",
            "invalid",
            "must be a date such as 2026-01-31, not in the future",
        )
    })
}
