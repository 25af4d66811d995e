//! The record of processing activities (GDPR Art. 30(1)), put together from what is set and published.

use serde::Serialize;

use super::recipients::Recipient;
use super::retention::{self, Category};
use super::{Tenant, store};
use crate::app::App;
use crate::clock::rfc3339;
use crate::consent;
use crate::error::Result;
use crate::i18n;
use crate::spreadsheet;

/// Each part names the letter of Art. 30(1) it answers.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Record {
    pub made_at: String,
    pub language: String,
    /// (a)
    pub controller: Party,
    /// (b)
    pub purposes: Vec<Purpose>,
    /// (b), (c) and (f)
    pub categories: Vec<Category>,
    /// Whether `categories` are the built-in ones, because the tenant has set none.
    pub categories_are_proposed: bool,
    /// (d)
    pub recipients: Vec<Recipient>,
    /// (e): those of the recipients who are outside the European Economic Area.
    pub transfers: Vec<Recipient>,
    /// (g): the tenant's own words, then what this product does.
    pub security: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Party {
    pub name: String,
    pub contact: String,
    pub address: String,
    /// The data protection officer.
    pub dpo: String,
    /// The supervisory authority.
    pub authority: String,
    pub jurisdiction: String,
    pub storage: String,
}

/// A purpose of a published text.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Purpose {
    pub text_id: String,
    pub text: String,
    pub version: i64,
    pub key: String,
    pub label: String,
    pub validity_months: u32,
}

/// Puts the record together, in one of the languages of staff.
pub async fn make(app: &App, tenant: &str, language: &str) -> Result<Record> {
    let language = if language == "sv" { "sv" } else { "en" };
    let mut tx = app.db.read().await?;
    let tenant = store::get(&mut tx, tenant).await?;
    let mut purposes = Vec::new();
    for text in consent::store::texts(&mut tx, &tenant.id).await? {
        let renditions = consent::store::current_renditions(&mut tx, &tenant.id, &text.id).await?;
        let shown = consent::submit::choose(&renditions, Some(language), &tenant.language);
        for purpose in shown
            .map(|shown| shown.purposes())
            .transpose()?
            .unwrap_or_default()
        {
            purposes.push(Purpose {
                text_id: text.id.clone(),
                text: text.name.clone(),
                version: text.current_version,
                key: purpose.key,
                label: purpose.label,
                validity_months: purpose.validity_months,
            });
        }
    }
    let own = tenant.retention();
    let recipients = tenant.recipient_list();
    Ok(Record {
        made_at: rfc3339(app.now()),
        language: language.to_owned(),
        controller: party(&tenant, language),
        purposes,
        categories_are_proposed: own.is_empty(),
        categories: if own.is_empty() {
            retention::proposed(language)
        } else {
            own
        },
        transfers: recipients
            .iter()
            .filter(|recipient| recipient.is_in_third_country())
            .cloned()
            .collect(),
        recipients,
        security: security(&tenant, language),
    })
}

fn party(tenant: &Tenant, language: &str) -> Party {
    Party {
        name: tenant.name.clone(),
        contact: tenant.contact.clone(),
        address: tenant.address.clone(),
        dpo: tenant.dpo.clone(),
        authority: consent::proposal::outside(tenant, language).authority,
        jurisdiction: tenant.jurisdiction.clone(),
        storage: tenant.storage.clone(),
    }
}

/// What this product does by itself.
const BUILT_IN: [&str; 6] = [
    "access",
    "audit",
    "erasure",
    "proof",
    "secrets",
    "transport",
];

fn security(tenant: &Tenant, language: &str) -> Vec<String> {
    let own = tenant.security.lines().map(str::trim);
    let own = own.filter(|line| !line.is_empty()).map(str::to_owned);
    let built_in = BUILT_IN.map(|key| i18n::text(language, &format!("record-security-{key}"), &[]));
    own.chain(built_in).collect()
}

impl Record {
    /// One line for each fact: the letter of Art. 30(1), what it is about, the field, and what it says.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let say = |key: &str| i18n::text(&self.language, key, &[]);
        let mut rows =
            vec![["a", "b", "c", "d"].map(|column| say(&format!("record-column-{column}")))];
        let mut add = |letter: &str, about: &str, field: &str, value: &str| {
            rows.push([
                format!("30(1)({letter})"),
                about.to_owned(),
                say(&format!("record-field-{field}")),
                value.to_owned(),
            ]);
        };
        let Party {
            name,
            contact,
            address,
            dpo,
            authority,
            jurisdiction,
            storage,
        } = &self.controller;
        for (field, value) in [
            ("contact", contact),
            ("address", address),
            ("dpo", dpo),
            ("authority", authority),
            ("jurisdiction", jurisdiction),
            ("storage", storage),
        ] {
            add("a", name, field, value);
        }
        for purpose in &self.purposes {
            add(
                "b",
                &purpose.label,
                "text",
                &format!("{} ({})", purpose.text, purpose.version),
            );
            let validity = i18n::months(&self.language, purpose.validity_months);
            add("b", &purpose.label, "validity", &validity);
        }
        for category in &self.categories {
            let basis = say(&format!("basis-{}", category.basis));
            add("b", &category.data, "purpose", &category.purpose);
            add("b", &category.data, "basis", &basis);
            add("c", &category.data, "subjects", &category.subjects);
            add("f", &category.data, "period", &category.period);
        }
        for recipient in &self.recipients {
            let kind = say(&format!("recipient-{}", recipient.kind));
            add("d", &recipient.name, "kind", &kind);
            add("d", &recipient.name, "purpose", &recipient.purpose);
            add("d", &recipient.name, "country", &recipient.country);
        }
        for transfer in &self.transfers {
            add("e", &transfer.name, "country", &transfer.country);
            add("e", &transfer.name, "safeguard", &transfer.safeguard);
        }
        for measure in &self.security {
            add("g", "", "security", measure);
        }
        spreadsheet::csv(&self.language, true, rows)
    }
}
