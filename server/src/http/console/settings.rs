//! The tenant's settings, sites, staff and keys.

use std::sync::Arc;

use axum::extract::{Path, State};

use super::present;
use super::session::{Desk, Fields, Page, Posted, again, done, html};
use super::views::FieldErrors;
use super::views::settings::{
    ApiKeyRow, Settings as Shown, Site as ShownSite, StaffRow, settings_page,
};
use crate::app::App;
use crate::audit;
use crate::auth::{self, Action};
use crate::error::{Error, Result};
use crate::i18n;
use crate::tenants::{self, Settings, Site, setup};

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let settings = desk.tenant.settings();
    html(settings_page(
        &desk.frame,
        &present(&app, &desk, &settings, FieldErrors::default()).await?,
    ))
}

async fn present(
    app: &App,
    desk: &Desk,
    settings: &Settings,
    errors: FieldErrors,
) -> Result<Shown> {
    let mut tx = app.db.read().await?;
    let sites = tenants::store::sites(&mut tx, &desk.tenant.id).await?;
    let staff = auth::store::staff_of(&mut tx, &desk.tenant.id).await?;
    let keys = auth::store::api_keys(&mut tx, &desk.tenant.id).await?;
    Ok(Shown {
        controller_name: settings.name.clone(),
        contact: settings.contact.clone(),
        authority: settings.authority.clone(),
        recipients: settings.recipients.clone(),
        address: settings.address.clone(),
        storage: settings.storage.clone(),
        jurisdiction: settings.jurisdiction.clone(),
        timezone: settings.time_zone.clone(),
        language: settings.language.clone(),
        languages: i18n::LANGUAGES.map(str::to_owned).to_vec(),
        lead_days: settings.lead_days,
        reminder_days: settings
            .reminder_days
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        sites: sites.iter().map(|site| shown_site(app, site)).collect(),
        staff: staff
            .into_iter()
            .map(|staff| StaffRow {
                name: staff.name,
                email: staff.email,
                role: staff.role,
                last_seen: None,
            })
            .collect(),
        api_keys: keys
            .into_iter()
            .map(|key| ApiKeyRow {
                prefix: key.id.chars().take(13).collect(),
                role: key.role,
                created: present::day(desk, key.created_at),
                last_used: None,
            })
            .collect(),
        errors,
    })
}

fn shown_site(app: &App, site: &Site) -> ShownSite {
    ShownSite {
        id: site.id.clone(),
        name: site.name.clone(),
        site_key: site.site_key.clone(),
        origins: site.origin_list(),
        snippet: format!(
            "<script src=\"{}\" async></script>\n<candidate-consent site=\"{}\"></candidate-consent>",
            app.url("/embed.js"),
            site.site_key
        ),
        errors: FieldErrors::default(),
    }
}

pub async fn save(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let settings = typed(&fields);
    let checked = settings
        .as_ref()
        .map_err(|errors| Error::Invalid(errors.clone()))
        .and_then(|settings| settings.check());
    if let Err(error) = checked {
        let errors = renamed(present::field_errors(error)?);
        let shown = settings.unwrap_or_else(|_| desk.tenant.settings());
        return again(settings_page(
            &desk.frame,
            &present(&app, &desk, &shown, errors).await?,
        ));
    }
    let Ok(settings) = settings else {
        return done("/console/settings", "saved");
    };
    let mut tx = app.db.begin().await?;
    tenants::store::update(&mut tx, &desk.tenant.id, &settings).await?;
    audit::write(&app, &mut tx, &desk.actor, "settings.changed", None, None).await?;
    tx.commit().await?;
    done("/console/settings", "saved")
}

/// The form's names for two of the fields.
fn renamed(errors: FieldErrors) -> FieldErrors {
    let rename = |field: String| match field.as_str() {
        "name" => "controller_name".to_owned(),
        "time_zone" => "timezone".to_owned(),
        _ => field,
    };
    FieldErrors(
        errors
            .0
            .into_iter()
            .map(|(field, message)| (rename(field), message))
            .collect(),
    )
}

fn typed(fields: &Fields) -> std::result::Result<Settings, Vec<samtycke_shared::api::FieldError>> {
    let number = |field: &str, text: &str| {
        let text = text.trim();
        text.parse::<i64>().map_err(|_| {
            vec![crate::error::field_error(
                field,
                "invalid",
                format!("{text:?} is not a number"),
            )]
        })
    };
    let days = fields.get("reminder_days");
    let days = days
        .split([',', ' '])
        .filter(|part| !part.trim().is_empty());
    Ok(Settings {
        name: fields.get("controller_name").trim().to_owned(),
        contact: fields.get("contact").trim().to_owned(),
        authority: fields.get("authority").trim().to_owned(),
        recipients: fields.get("recipients").trim().to_owned(),
        address: fields.get("address").trim().to_owned(),
        storage: fields.get("storage").trim().to_owned(),
        jurisdiction: fields.get("jurisdiction").trim().to_uppercase(),
        time_zone: fields.get("timezone").trim().to_owned(),
        language: fields.get("language").to_owned(),
        lead_days: number("lead_days", fields.get("lead_days"))?,
        reminder_days: days
            .map(|day| number("reminder_days", day))
            .collect::<std::result::Result<_, _>>()?,
    })
}

fn origins(fields: &Fields) -> Result<Vec<String>> {
    let lines: Vec<String> = fields
        .get("origins")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    setup::origins(&lines)
}

pub async fn add_site(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let name = fields
        .filled("name")
        .ok_or_else(|| Error::field("name", "required", "the site needs a name"))?;
    let origins = origins(&fields)?;
    let mut tx = app.db.begin().await?;
    let texts = crate::consent::store::texts(&mut tx, &desk.tenant.id).await?;
    let text = texts
        .first()
        .ok_or_else(|| Error::Conflict("make a consent text first".to_owned()))?;
    setup::add_site(&app, &mut tx, &desk.tenant.id, &name, &origins, &text.id).await?;
    audit::write(&app, &mut tx, &desk.actor, "site.added", None, None).await?;
    tx.commit().await?;
    done("/console/settings", "saved")
}

pub async fn save_site(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let origins = origins(&fields)?;
    let mut tx = app.db.begin().await?;
    tenants::store::set_origins(&mut tx, &desk.tenant.id, &id, &origins).await?;
    audit::write(&app, &mut tx, &desk.actor, "site.changed", None, Some(&id)).await?;
    tx.commit().await?;
    done("/console/settings", "saved")
}
