//! Recipients, what is kept for how long, and the record made of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::clock::parse_rfc3339;
use crate::consent::proposal;
use crate::error::Result;
use crate::http::console::present;
use crate::http::console::session::{Desk, Fields, Page, Posted, html, saved_or_again};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::settings::lists::{
    CategoryRow, RecipientRow, Recipients, Retention, recipients_page, retention_page,
};
use crate::http::console::views::settings::record::{Record as Shown, record_page};
use crate::http::download;
use crate::i18n;
use crate::tenants::recipients::{Recipient, countries};
use crate::tenants::record::{self, Record};
use crate::tenants::retention::{self, Basis, Category};
use crate::tenants::{Settings, change};

/// The row of that number is to go. An empty last row was never filled.
fn is_removed(fields: &Fields, index: usize) -> bool {
    fields
        .all("remove")
        .iter()
        .any(|removed| *removed == index.to_string())
}

/// Rows of a form whose columns are fields that repeat; rows to be removed and empty ones left out.
fn rows<T: Default + PartialEq, const N: usize>(
    fields: &Fields,
    names: [&str; N],
    is_empty: impl Fn(&[String; N]) -> bool,
    make: impl Fn([String; N]) -> T,
) -> Vec<T> {
    let columns = names.map(|name| fields.all(name));
    let count = columns.iter().map(Vec::len).max().unwrap_or_default();
    let row = |index: usize| {
        columns.each_ref().map(|column| {
            let value = column.get(index).map(|value| value.trim().to_owned());
            value.unwrap_or_default()
        })
    };
    (0..count)
        .filter(|index| !is_removed(fields, *index))
        .map(row)
        .filter(|row| !is_empty(row))
        .map(make)
        .collect()
}

pub async fn recipients(desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let shown = shown_recipients(&desk, &desk.tenant.settings(), FieldErrors::default());
    html(recipients_page(&desk.frame, &shown))
}

fn shown_recipients(desk: &Desk, settings: &Settings, errors: FieldErrors) -> Recipients {
    let mut countries: Vec<(String, String)> = countries()
        .map(|code| (code.to_owned(), country(desk, code)))
        .collect();
    countries.sort_by(|one, other| one.1.cmp(&other.1));
    let list = settings.recipient_list.clone().unwrap_or_default();
    // One typed through the API may be in another country.
    for recipient in &list {
        if !countries.iter().any(|(code, _)| *code == recipient.country) {
            countries.push((recipient.country.clone(), recipient.country.clone()));
        }
    }
    Recipients {
        rows: list
            .into_iter()
            .map(|recipient| RecipientRow {
                name: recipient.name,
                kind: recipient.kind,
                purpose: recipient.purpose,
                country: recipient.country,
                safeguard: recipient.safeguard,
            })
            .collect(),
        words: settings.recipients.clone(),
        countries,
        sentence: proposal::outside(&desk.tenant, &desk.language).recipients,
        errors,
    }
}

fn country(desk: &Desk, code: &str) -> String {
    i18n::text(
        &desk.language,
        "country",
        &[("code", code.to_owned().into())],
    )
}

pub async fn save_recipients(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let names = ["name", "kind", "purpose", "country", "safeguard"];
    // Kind and country are always chosen: they alone fill no row.
    let is_empty = |[name, _, purpose, _, safeguard]: &[String; 5]| {
        [name, purpose, safeguard]
            .iter()
            .all(|value| value.is_empty())
    };
    let list = rows(
        &fields,
        names,
        is_empty,
        |[name, kind, purpose, country, safeguard]| Recipient {
            name,
            kind,
            purpose,
            country,
            safeguard,
        },
    );
    let settings = Settings {
        recipients: fields.get("recipients").trim().to_owned(),
        recipient_list: Some(list),
        ..desk.tenant.settings()
    };
    let saved = change::settings(&app, &desk.actor, settings.clone()).await;
    saved_or_again(saved, "/console/settings/recipients", async |error| {
        let errors = present::mistakes(&desk, "settings", error)?;
        let shown = shown_recipients(&desk, &settings, errors);
        Ok(recipients_page(&desk.frame, &shown))
    })
    .await
}

pub async fn retention(desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let own = desk.tenant.retention();
    let is_proposed = own.is_empty();
    let list = if is_proposed {
        retention::proposed(&desk.language)
    } else {
        own
    };
    let security = desk.tenant.security.clone();
    let shown = shown_retention(&desk, list, is_proposed, security, FieldErrors::default());
    html(retention_page(&desk.frame, &shown))
}

fn shown_retention(
    desk: &Desk,
    list: Vec<Category>,
    is_proposed: bool,
    security: String,
    errors: FieldErrors,
) -> Retention {
    Retention {
        rows: list
            .into_iter()
            .map(|category| CategoryRow {
                data: category.data,
                subjects: category.subjects,
                purpose: category.purpose,
                basis: category.basis,
                period: category.period,
            })
            .collect(),
        is_proposed,
        bases: Basis::ALL
            .map(|basis| (basis.to_string(), desk.say(&format!("basis-{basis}"))))
            .to_vec(),
        security,
        errors,
    }
}

pub async fn save_retention(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let names = ["data", "subjects", "purpose", "basis", "period"];
    let is_empty = |[data, subjects, purpose, _, period]: &[String; 5]| {
        [data, subjects, purpose, period]
            .iter()
            .all(|value| value.is_empty())
    };
    let list = rows(
        &fields,
        names,
        is_empty,
        |[data, subjects, purpose, basis, period]| Category {
            data,
            subjects,
            purpose,
            basis,
            period,
        },
    );
    let security = fields.get("security").trim().to_owned();
    let settings = Settings {
        retention: Some(list.clone()),
        security: Some(security.clone()),
        ..desk.tenant.settings()
    };
    let saved = change::settings(&app, &desk.actor, settings).await;
    saved_or_again(saved, "/console/settings/retention", async |error| {
        let errors = present::mistakes(&desk, "settings", error)?;
        let shown = shown_retention(&desk, list, false, security, errors);
        Ok(retention_page(&desk.frame, &shown))
    })
    .await
}

pub async fn show_record(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let record = record::make(&app, &desk.tenant.id, &desk.language).await?;
    html(record_page(&desk.frame, &shown_record(&desk, record)))
}

fn shown_record(desk: &Desk, record: Record) -> Shown {
    let field = |name: &str, value: String| (desk.say(&format!("record-field-{name}")), value);
    let controller = record.controller;
    Shown {
        made: present::moment(desk, parse_rfc3339(&record.made_at).unwrap_or_default()),
        controller: vec![
            field("name", controller.name),
            field("contact", controller.contact),
            field("address", controller.address),
            field("dpo", controller.dpo),
            field("authority", controller.authority),
            field("jurisdiction", controller.jurisdiction),
            field("storage", controller.storage),
        ],
        purposes: record
            .purposes
            .into_iter()
            .map(|purpose| {
                let text = format!("{} ({})", purpose.text, purpose.version);
                let validity = i18n::months(&desk.language, purpose.validity_months);
                [purpose.label, text, validity]
            })
            .collect(),
        categories: record
            .categories
            .into_iter()
            .map(|kept| {
                let basis = desk.say(&format!("basis-{}", kept.basis));
                [kept.data, kept.subjects, kept.purpose, basis, kept.period]
            })
            .collect(),
        recipients: record
            .recipients
            .into_iter()
            .map(|recipient| {
                let kind = desk.say(&format!("recipient-{}", recipient.kind));
                let country = country(desk, &recipient.country);
                [recipient.name, kind, recipient.purpose, country]
            })
            .collect(),
        transfers: record
            .transfers
            .into_iter()
            .map(|transfer| {
                let country = country(desk, &transfer.country);
                [transfer.name, country, transfer.safeguard]
            })
            .collect(),
        security: record.security,
    }
}

pub async fn record_csv(State(app): State<Arc<App>>, desk: Desk) -> Page {
    let record = exported(&app, &desk).await?;
    Ok(download::csv("record-of-processing.csv", record.csv()?))
}

pub async fn record_json(State(app): State<Arc<App>>, desk: Desk) -> Page {
    let record = exported(&app, &desk).await?;
    let name = "attachment; filename=\"record-of-processing.json\"";
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(record)).into_response())
}

async fn exported(app: &App, desk: &Desk) -> Result<Record> {
    desk.require(Action::Read)?;
    let record = record::make(app, &desk.tenant.id, &desk.language).await?;
    let mut tx = app.db.begin().await?;
    audit::write(app, &mut tx, &desk.actor, "record.exported", None, None).await?;
    tx.commit().await?;
    Ok(record)
}
