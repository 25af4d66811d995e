//! Consent texts: drafts, what may be published, and publishing.

use samtycke_shared::api::Purpose;
use samtycke_shared::receipt::sha256_hex;
use samtycke_shared::text;
use serde::{Deserialize, Serialize};

use super::content::unknown_placeholders;
pub use super::content::{Content, Label, PurposeRule, Wording};
use super::disclosure;
use super::proposal;
use super::store::{self, Rendition, TextVersion};
use super::words;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::i18n;
use crate::tenants::{self, Tenant};

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
    /// Refuses with 422 when the disclosure lint misses something, as the console always does. Left out, the
    /// version is published, and the audit log says what was missing.
    #[serde(default)]
    pub require_disclosures: bool,
}

words!(Change { Editorial = "editorial", Material = "material" });

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
    let values = placeholders(tenant, content, &wording.language);
    let body_markdown = filled_body(wording, &values)?;
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

/// # Errors
/// When the text holds a placeholder nobody knows; the error names it.
pub fn filled_body(wording: &Wording, values: &text::Placeholders) -> Result<String> {
    text::fill(&wording.body, values)
        .map_err(|unknown| Error::field("body", "unknown", unknown_placeholders(&unknown)))
}

/// What the placeholders stand for: the tenant's settings, and the proposal's words where they are empty.
pub fn placeholders(tenant: &Tenant, content: &Content, language: &str) -> text::Placeholders {
    let outside = proposal::outside(tenant, language);
    text::Placeholders {
        controller: tenant.name.clone(),
        contact: tenant.contact.clone(),
        address: tenant.address.clone(),
        authority: outside.authority,
        recipients: outside.recipients,
        dpo: tenant.dpo_or_contact().to_owned(),
        retention: i18n::months(language, content.longest_validity()),
    }
}

/// The boxes with their words in one language.
pub fn purposes(content: &Content, wording: &Wording) -> Vec<Purpose> {
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
/// Gives what the disclosure lint missed, for the audit log.
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
) -> Result<Option<String>> {
    store::lock_text(tx, tenant, text_id).await?;
    let draft = store::version(tx, tenant, text_id, version).await?;
    if draft.is_published() {
        return Err(Error::conflict(
            "published",
            format!("version {version} is already published; a published version never changes"),
        ));
    }
    let content = draft.content()?;
    let controller = tenants::store::get(tx, tenant).await?;
    let judged = disclosure::judge(&controller, &content);
    let mut problems = content.problems();
    problems.extend(disclosure::holes(&controller, &content));
    if publication.require_disclosures {
        problems.extend(disclosure::problems(&judged));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    for (position, wording) in content.languages.iter().enumerate() {
        let rendition = render(&controller, &draft, &content, wording)?;
        store::insert_rendition(tx, tenant, position, &rendition).await?;
    }
    let published =
        store::mark_published(tx, tenant, &draft.id, publication, by, app.now()).await?;
    if !published {
        return Err(Error::conflict(
            "published",
            format!("version {version} was published by someone else just now"),
        ));
    }
    if store::serve_version(tx, tenant, text_id, version, publication.change).await? {
        return Ok(disclosure::summary(&judged));
    }
    Err(Error::conflict(
        "newer-published",
        format!("a version after {version} is already published; start a new draft"),
    ))
}

/// What the audit log says of a publishing.
pub fn audited(
    text_id: &str,
    version: i64,
    publication: &Publication,
    missing: Option<String>,
) -> String {
    let change = publication.change;
    match missing {
        Some(missing) => {
            format!("{text_id} version {version} as {change}; not found in it: {missing}")
        }
        None => format!("{text_id} version {version} as {change}"),
    }
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
    Err(Error::conflict(
        "published",
        format!(
            "version {version} is published; a published version never changes: start a new one"
        ),
    ))
}
