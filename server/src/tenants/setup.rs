//! A new customer: tenant, first admin, consent text, site.

use super::store;
use super::{Settings, Site, jurisdiction_of, parse_origin};
use crate::app::App;
use crate::auth::store::Staff;
use crate::auth::{self, Role};
use crate::candidates::check_email;
use crate::consent::proposal::proposal;
use crate::consent::publish::{Change, Content, Label, Publication, PurposeRule, Wording, publish};
use crate::consent::store as consent_store;
use crate::db::Tx;
use crate::error::{Error, Result};

pub struct NewTenant {
    pub name: String,
    pub admin: String,
    pub time_zone: String,
    pub language: String,
    pub origins: Vec<String>,
    pub publish_proposal: bool,
}

#[derive(Debug, serde::Serialize)]
pub struct Added {
    pub tenant_id: String,
    pub site_key: String,
    pub sign_in_url: String,
}

/// Adds a tenant, ready to be used.
///
/// # Errors
/// `Invalid` naming what can not be used.
pub async fn add(app: &App, new: &NewTenant) -> Result<Added> {
    let admin = new.admin.trim().to_lowercase();
    check_email(&admin).map_err(|error| Error::field("admin", &error.code, error.message))?;
    let origins = origins(&new.origins)?;
    let settings = settings(new);
    settings.check()?;
    let mut tx = app.db.begin().await?;
    let tenant = app.new_id();
    store::insert(&mut tx, &tenant, &settings, app.now()).await?;
    let staff = add_admin(app, &mut tx, &tenant, &admin, &new.language).await?;
    let text = add_proposal(app, &mut tx, &tenant, &new.language).await?;
    if new.publish_proposal {
        let publication = Publication {
            change: Change::Material,
            explanation: None,
        };
        publish(
            app,
            &mut tx,
            &tenant,
            &text,
            1,
            &publication,
            &format!("staff:{staff}"),
        )
        .await?;
    }
    let site_key = add_site(app, &mut tx, &tenant, &new.name, &origins, &text).await?;
    let sign_in_url = auth::add_sign_in_link(
        app,
        &mut tx,
        &tenant,
        &staff,
        &app.new_id(),
        auth::FIRST_LINK_LIFETIME,
    )
    .await?;
    tx.commit().await?;
    Ok(Added {
        tenant_id: tenant,
        site_key,
        sign_in_url,
    })
}

pub fn origins(given: &[String]) -> Result<Vec<String>> {
    let parse = |text: &String| {
        parse_origin(text).ok_or_else(|| {
            Error::field(
                "origin",
                "invalid",
                format!("{text:?} is not an origin such as https://jobs.example.com"),
            )
        })
    };
    given.iter().map(parse).collect()
}

fn settings(new: &NewTenant) -> Settings {
    Settings {
        name: new.name.trim().to_owned(),
        contact: new.admin.trim().to_owned(),
        authority: String::new(),
        recipients: String::new(),
        address: String::new(),
        storage: String::new(),
        jurisdiction: jurisdiction_of(&new.time_zone).to_owned(),
        time_zone: new.time_zone.clone(),
        language: new.language.clone(),
        // Longer than the time to answer: whoever answers in time is never without a valid consent.
        lead_days: 45,
        reminder_days: vec![14, 27],
        dpo: String::new(),
        recipient_list: None,
        retention: None,
        security: None,
    }
}

async fn add_admin(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    email: &str,
    language: &str,
) -> Result<String> {
    let staff = Staff {
        tenant_id: tenant.to_owned(),
        id: app.new_id(),
        email: email.to_owned(),
        name: email.to_owned(),
        role: Role::Admin.to_string(),
        language: language.to_owned(),
    };
    auth::store::insert_staff(tx, &staff, app.now()).await?;
    Ok(staff.id)
}

/// The built-in text as a draft, the tenant's language first.
async fn add_proposal(app: &App, tx: &mut Tx, tenant: &str, language: &str) -> Result<String> {
    let text = app.new_id();
    consent_store::insert_text(tx, tenant, &text, "Framtida jobb / Future jobs", app.now()).await?;
    consent_store::insert_draft(
        tx,
        tenant,
        &text,
        &app.new_id(),
        &proposed_content(language),
        app.now(),
    )
    .await?;
    Ok(text)
}

/// The proposal as content, `first` language first.
pub fn proposed_content(first: &str) -> Content {
    let mut languages = proposal();
    languages.sort_by_key(|wording| wording.language != first);
    let purposes = languages.first().map(|wording| {
        wording.purposes.iter().map(|purpose| PurposeRule {
            key: purpose.key.to_owned(),
            required: purpose.required,
            validity_months: purpose.validity_months,
        })
    });
    Content {
        purposes: purposes.into_iter().flatten().collect(),
        languages: languages
            .iter()
            .map(|wording| Wording {
                language: wording.language.to_owned(),
                title: wording.title.to_owned(),
                body: wording.body.to_owned(),
                purposes: wording
                    .purposes
                    .iter()
                    .map(|purpose| Label {
                        key: purpose.key.to_owned(),
                        label: purpose.label.to_owned(),
                        description: purpose.description.to_owned(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

pub async fn add_site(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    name: &str,
    origins: &[String],
    text: &str,
) -> Result<String> {
    // Public, but not to be guessed: a site key leads to a tenant's text and takes candidates' answers.
    let site_key = format!("site_{}", app.random.salt());
    let site = Site {
        tenant_id: tenant.to_owned(),
        id: app.new_id(),
        site_key: site_key.clone(),
        name: name.to_owned(),
        origins: serde_json::to_string(origins)?,
        consent_text_id: text.to_owned(),
        theme: None,
    };
    store::insert_site(tx, &site, app.now()).await?;
    Ok(site_key)
}
