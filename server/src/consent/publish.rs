//! Consent texts: drafts, what may be published, and publishing.

use std::collections::BTreeSet;

use samtycke_shared::api::{FieldError, Purpose};
use samtycke_shared::receipt::sha256_hex;
use samtycke_shared::text;
use serde::{Deserialize, Serialize};

use super::proposal;
use super::store::{self, Rendition, TextVersion};
use super::words;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result, field_error};
use crate::i18n;
use crate::tenants::{self, Tenant, is_language};

const MAX_BODY: usize = 40_000;
const MAX_PURPOSES: usize = 12;

/// What a text version says: one set of purposes, the words for them in each language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub purposes: Vec<PurposeRule>,
    /// The tenant's own language first: it is the one served when the asked one is missing.
    pub languages: Vec<Wording>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposeRule {
    /// `a-z`, `0-9` and `_`.
    pub key: String,
    #[serde(default)]
    pub required: bool,
    pub validity_months: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub language: String,
    pub title: String,
    /// Markdown; may hold `{{controller}}`, `{{contact}}`, `{{dpo}}`, `{{authority}}`, `{{recipients}}` and `{{retention}}`.
    pub body: String,
    pub purposes: Vec<Label>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub key: String,
    pub label: String,
    #[serde(default)]
    pub description: String,
}

/// What publishing means for consents to earlier versions (rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// They stand.
    Editorial,
    /// They are invalidated, and everyone is asked anew.
    Material,
}

/// `POST …/publish`.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    pub change: Change,
    /// Why, for colleagues and auditors.
    #[serde(default)]
    pub explanation: Option<String>,
}

words!(Change { Editorial = "editorial", Material = "material" });

impl Content {
    /// What stands in the way of publishing, each by field.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        self.check_purposes(&mut errors);
        if self.languages.is_empty() {
            errors.push(field_error(
                "languages",
                "required",
                "write the text in at least one language",
            ));
        }
        let mut seen = BTreeSet::new();
        for (index, wording) in self.languages.iter().enumerate() {
            if !seen.insert(&wording.language) {
                let message = format!("{} is there twice", wording.language);
                errors.push(field_error(
                    &format!("languages.{index}.language"),
                    "invalid",
                    message,
                ));
            }
            self.check_wording(index, wording, &mut errors);
        }
        errors
    }

    fn check_purposes(&self, errors: &mut Vec<FieldError>) {
        if self.purposes.is_empty() || self.purposes.len() > MAX_PURPOSES {
            let message = format!("name between one and {MAX_PURPOSES} purposes");
            errors.push(field_error("purposes", "required", message));
        }
        let mut seen = BTreeSet::new();
        for (index, purpose) in self.purposes.iter().enumerate() {
            let field = |name: &str| format!("purposes.{index}.{name}");
            if !is_key(&purpose.key) || !seen.insert(&purpose.key) {
                let message = "must be unique and made of a-z, 0-9 and _";
                errors.push(field_error(&field("key"), "invalid", message));
            }
            if !(1..=120).contains(&purpose.validity_months) {
                errors.push(field_error(
                    &field("validity_months"),
                    "invalid",
                    "must be between 1 and 120 months",
                ));
            }
        }
    }

    fn check_wording(&self, index: usize, wording: &Wording, errors: &mut Vec<FieldError>) {
        let field = |name: &str| format!("languages.{index}.{name}");
        if !is_language(&wording.language) {
            errors.push(field_error(
                &field("language"),
                "invalid",
                "not a language code such as sv",
            ));
        }
        for (name, value) in [("title", &wording.title), ("body", &wording.body)] {
            if value.trim().is_empty() {
                errors.push(field_error(
                    &field(name),
                    "required",
                    format!("{name} must not be empty"),
                ));
            }
        }
        if wording.title.len() > 300 || wording.body.len() > MAX_BODY {
            errors.push(field_error(
                &field("body"),
                "too_long",
                "the text is too long to be read by anyone",
            ));
        }
        if let Err(unknown) = text::fill(&wording.body, &text::Placeholders::default()) {
            errors.push(field_error(&field("body"), "unknown", unknown.to_string()));
        }
        for purpose in &self.purposes {
            let labelled = wording
                .purposes
                .iter()
                .any(|label| label.key == purpose.key && !label.label.trim().is_empty());
            if !labelled {
                let message = format!(
                    "purpose {} has no label in {}",
                    purpose.key, wording.language
                );
                errors.push(field_error(&field("purposes"), "required", message));
            }
        }
    }

    fn longest_validity(&self) -> u32 {
        self.purposes
            .iter()
            .map(|purpose| purpose.validity_months)
            .max()
            .unwrap_or_default()
    }
}

fn is_key(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&key.len()) && key.bytes().all(allowed) && !RESERVED.contains(&key)
}

/// Names of other fields in the candidate's form.
const RESERVED: [&str; 5] = ["answer", "confirm", "served", "lang", "csrf"];

/// What candidates will be shown in one language: placeholders filled, Markdown rendered.
///
/// # Errors
/// When the text holds a placeholder nobody knows.
pub fn render(
    tenant: &Tenant,
    version: &TextVersion,
    content: &Content,
    wording: &Wording,
) -> Result<Rendition> {
    let body_markdown = text::fill(
        &wording.body,
        &placeholders(tenant, content, &wording.language),
    )
    .map_err(|unknown| Error::field("body", "unknown", unknown.to_string()))?;
    let body_html = text::render(&body_markdown);
    let purposes = purposes(content, wording);
    let shown =
        serde_json::json!({ "title": wording.title, "body_html": body_html, "purposes": purposes });
    let shown = samtycke_shared::receipt::canonical(&shown).map_err(Error::internal)?;
    Ok(Rendition {
        text_version_id: version.id.clone(),
        version: version.version,
        language: wording.language.clone(),
        title: wording.title.clone(),
        body_sha256: sha256_hex(body_html.as_bytes()),
        body_markdown,
        body_html,
        purposes: serde_json::to_string(&purposes)?,
        shown_sha256: sha256_hex(&shown),
    })
}

/// What the placeholders stand for: the tenant's settings, and the proposal's words where they are empty.
pub fn placeholders(tenant: &Tenant, content: &Content, language: &str) -> text::Placeholders {
    let outside = proposal::outside(tenant, language);
    text::Placeholders {
        controller: tenant.name.clone(),
        contact: tenant.contact.clone(),
        authority: outside.authority,
        recipients: outside.recipients,
        dpo: tenant.dpo_or_contact().to_owned(),
        retention: i18n::months(language, content.longest_validity()),
    }
}

fn purposes(content: &Content, wording: &Wording) -> Vec<Purpose> {
    let label = |key: &str| wording.purposes.iter().find(|label| label.key == key);
    content
        .purposes
        .iter()
        .map(|rule| Purpose {
            key: rule.key.clone(),
            label: label(&rule.key)
                .map(|label| label.label.clone())
                .unwrap_or_default(),
            description: label(&rule.key)
                .map(|label| label.description.clone())
                .unwrap_or_default(),
            required: rule.required,
            validity_months: rule.validity_months,
        })
        .collect()
}

/// Publishes a draft: freezes what candidates are shown and, when the change is material, sets
/// the work going that marks older consents invalidated and asks anew.
///
/// # Errors
/// `Invalid` with everything that is missing; `Conflict` when the version is already published.
pub async fn publish(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    text_id: &str,
    version: i64,
    publication: &Publication,
    by: &str,
) -> Result<()> {
    store::lock_text(tx, tenant, text_id).await?;
    let draft = store::version(tx, tenant, text_id, version).await?;
    if draft.is_published() {
        return Err(Error::Conflict(format!(
            "version {version} is already published; a published version never changes"
        )));
    }
    let content = draft.content()?;
    let problems = content.problems();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let controller = tenants::store::get(tx, tenant).await?;
    for (position, wording) in content.languages.iter().enumerate() {
        let rendition = render(&controller, &draft, &content, wording)?;
        store::insert_rendition(tx, tenant, position, &rendition).await?;
    }
    let published =
        store::mark_published(tx, tenant, &draft.id, publication, by, app.now()).await?;
    if !published {
        return Err(Error::Conflict(format!(
            "version {version} was published by someone else just now"
        )));
    }
    if store::serve_version(tx, tenant, text_id, version, publication.change).await? {
        return Ok(());
    }
    Err(Error::Conflict(format!(
        "a version after {version} is already published; start a new draft"
    )))
}

/// Replaces a draft's content.
///
/// # Errors
/// `Conflict` when the version is published: it never changes (rule 1).
pub async fn replace_draft(
    tx: &mut Tx,
    tenant: &str,
    text_id: &str,
    version: i64,
    content: &Content,
) -> Result<()> {
    store::lock_text(tx, tenant, text_id).await?;
    if store::replace_draft(tx, tenant, text_id, version, content).await? {
        return Ok(());
    }
    Err(Error::Conflict(format!(
        "version {version} is published; a published version never changes: start a new one"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        let label = Label {
            key: "future_jobs".into(),
            label: "Framtida jobb".into(),
            description: String::new(),
        };
        Content {
            purposes: vec![PurposeRule {
                key: "future_jobs".into(),
                required: false,
                validity_months: 24,
            }],
            languages: vec![Wording {
                language: "sv".into(),
                title: "T".into(),
                body: "B".into(),
                purposes: vec![label],
            }],
        }
    }

    fn fields(content: &Content) -> Vec<String> {
        content
            .problems()
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_complete_text_has_no_problems() {
        assert_eq!(content().problems(), vec![]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut missing = content();
        missing.languages[0].title = " ".into();
        missing.languages[0].purposes.clear();
        missing.purposes[0].validity_months = 0;
        assert_eq!(
            fields(&missing),
            [
                "purposes.0.validity_months",
                "languages.0.title",
                "languages.0.purposes"
            ]
        );
        let mut unknown = content();
        unknown.languages[0].body = "{{kontroller}}".into();
        assert_eq!(fields(&unknown), ["languages.0.body"]);
    }

    #[test]
    fn a_purpose_cannot_be_named_like_another_form_field() {
        let mut clash = content();
        clash.purposes[0].key = "answer".into();
        clash.languages[0].purposes[0].key = "answer".into();
        assert_eq!(fields(&clash), ["purposes.0.key"]);
    }
}
