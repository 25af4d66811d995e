//! The tenant's settings: the organisation and how it renews.

pub mod lists;
pub mod sign_in;
pub mod sites;
pub mod webhooks;

use std::sync::Arc;

use axum::extract::State;

use super::present;
use super::session::{Desk, Fields, Page, Posted, html, saved_or_again};
use super::views::FieldErrors;
use super::views::settings::{
    Organisation, Renewal as ShownRenewal, Validity, organisation_page, renewal_page,
};
use crate::app::App;
use crate::auth::Action;
use crate::error::{Error, Result, field_error};
use crate::i18n;
use crate::tenants::{Settings, change, record};

pub async fn show(desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let shown = organisation(&desk.tenant.settings(), FieldErrors::default());
    html(organisation_page(&desk.frame, &shown))
}

fn organisation(settings: &Settings, errors: FieldErrors) -> Organisation {
    Organisation {
        controller_name: settings.name.clone(),
        contact: settings.contact.clone(),
        address: settings.address.clone(),
        dpo: settings.dpo.clone(),
        authority: settings.authority.clone(),
        jurisdiction: settings.jurisdiction.clone(),
        storage: settings.storage.clone(),
        timezone: settings.time_zone.clone(),
        language: settings.language.clone(),
        languages: i18n::LANGUAGES.map(str::to_owned).to_vec(),
        errors,
    }
}

pub async fn save(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let typed = |name: &str| fields.get(name).trim().to_owned();
    let settings = Settings {
        name: typed("controller_name"),
        contact: typed("contact"),
        address: typed("address"),
        dpo: typed("dpo"),
        authority: typed("authority"),
        storage: typed("storage"),
        jurisdiction: typed("jurisdiction").to_uppercase(),
        time_zone: typed("timezone"),
        language: typed("language"),
        ..desk.tenant.settings()
    };
    let saved = change::settings(&app, &desk.actor, settings.clone()).await;
    saved_or_again(saved, "/console/settings", async |error| {
        let errors = present::mistakes(&desk, "settings", error)?.renamed(name_in_form);
        let shown = organisation(&settings, errors);
        Ok(organisation_page(&desk.frame, &shown))
    })
    .await
}

/// The form calls two of the fields otherwise.
fn name_in_form(field: &str) -> &str {
    match field {
        "name" => "controller_name",
        "time_zone" => "timezone",
        field => field,
    }
}

pub async fn renewal(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let days: Vec<String> = desk
        .tenant
        .reminder_days()
        .iter()
        .map(i64::to_string)
        .collect();
    let shown = ShownRenewal {
        lead_days: desk.tenant.lead_days.to_string(),
        reminder_days: days.join(", "),
        validities: validities(&app, &desk).await?,
        errors: FieldErrors::default(),
    };
    html(renewal_page(&desk.frame, &shown))
}

async fn validities(app: &App, desk: &Desk) -> Result<Vec<Validity>> {
    let record = record::make(app, &desk.tenant.id, &desk.language).await?;
    Ok(record
        .purposes
        .into_iter()
        .map(|purpose| Validity {
            purpose: purpose.label,
            text: purpose.text,
            text_id: purpose.text_id,
            months: i18n::months(&desk.language, purpose.validity_months),
        })
        .collect())
}

pub async fn save_renewal(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let saved = match schedule(&desk, &fields) {
        Ok(settings) => change::settings(&app, &desk.actor, settings).await,
        Err(error) => Err(error),
    };
    saved_or_again(saved, "/console/settings/renewal", async |error| {
        let shown = ShownRenewal {
            lead_days: fields.get("lead_days").to_owned(),
            reminder_days: fields.get("reminder_days").to_owned(),
            validities: validities(&app, &desk).await?,
            errors: present::mistakes(&desk, "settings", error)?,
        };
        Ok(renewal_page(&desk.frame, &shown))
    })
    .await
}

fn schedule(desk: &Desk, fields: &Fields) -> Result<Settings> {
    let days = fields.get("reminder_days").split([',', ' ']);
    let days = days.filter(|day| !day.trim().is_empty());
    Ok(Settings {
        lead_days: number("lead_days", fields.get("lead_days"))?,
        reminder_days: days
            .map(|day| number("reminder_days", day))
            .collect::<Result<_>>()?,
        ..desk.tenant.settings()
    })
}

fn number(field: &str, text: &str) -> Result<i64> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let message = format!("{text:?} is not a number");
        Error::Invalid(vec![field_error(field, "invalid", message)])
    })
}
