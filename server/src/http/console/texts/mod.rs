//! Consent texts: versions, the editor with its preview, publishing.

pub mod compare;
pub mod editor;
mod form;
pub mod preview;
pub mod publishing;

use std::sync::Arc;

use axum::extract::State;
use samtycke_shared::api::Purpose;
use samtycke_shared::text::lint::Item;
use serde::Deserialize;

use super::present::{self, People};
use super::session::{Desk, Page, Posted, done, html};
use super::views::texts::{Text, TextRow, Texts, VersionRow, text_page, texts_page};
use super::views::version::{Preview, PreviewPurpose, Version, version_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::overview;
use crate::consent::publish;
use crate::consent::store::{self, ConsentTextRow, Rendition, TextVersion};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::extract::{Path, Query};
use crate::tenants::setup::proposed_content;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct In {
    language: String,
}

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    let counted = overview::of(&app, &desk.tenant).await?;
    let mut tx = app.db.read().await?;
    let mut texts = Vec::new();
    for text in store::texts(&mut tx, &desk.tenant.id).await? {
        let versions = store::versions(&mut tx, &desk.tenant.id, &text.id).await?;
        texts.push(TextRow {
            languages: versions
                .first()
                .map(languages_of)
                .transpose()?
                .unwrap_or_default(),
            holders: counted.all_holders_of(&text.id),
            has_draft: versions.iter().any(|version| !version.is_published()),
            current_version: (text.current_version > 0).then_some(text.current_version),
            id: text.id,
            name: text.name,
        });
    }
    html(texts_page(&desk.frame, &Texts { texts }))
}

fn languages_of(version: &TextVersion) -> Result<Vec<String>> {
    Ok(version
        .content()?
        .languages
        .into_iter()
        .map(|wording| wording.language)
        .collect())
}

pub async fn create(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let name = fields
        .filled("name")
        .ok_or_else(|| Error::field("name", "required", "the text needs a name"))?;
    let id = app.new_id();
    let mut tx = app.db.begin().await?;
    store::insert_text(&mut tx, &desk.tenant.id, &id, &name, app.now()).await?;
    let content = proposed_content(&desk.tenant.language);
    store::insert_draft(
        &mut tx,
        &desk.tenant.id,
        &id,
        &app.new_id(),
        &content,
        app.now(),
    )
    .await?;
    audit::write(&app, &mut tx, &desk.actor, "text.created", None, Some(&id)).await?;
    tx.commit().await?;
    done(&format!("/console/texts/{id}"), "saved")
}

pub async fn show(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let counted = overview::of(&app, &desk.tenant).await?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let people = People::load(&mut tx, &desk.tenant.id).await?;
    let mut versions = Vec::new();
    for version in store::versions(&mut tx, &desk.tenant.id, &id).await? {
        versions.push(VersionRow {
            version: version.version,
            state: state(&text, &version).to_owned(),
            change: version.change.clone().filter(|_| version.version > 1),
            explanation: version.explanation.clone(),
            published_at: version.published_at.map(|at| present::moment(&desk, at)),
            published_by: version
                .published_by
                .as_deref()
                .map(|by| people.name(&desk, by)),
            languages: languages_of(&version)?,
            holders: counted.holders_of(&id, version.version),
        });
    }
    html(text_page(
        &desk.frame,
        &Text {
            id: text.id,
            name: text.name,
            versions,
        },
    ))
}

fn state(text: &ConsentTextRow, version: &TextVersion) -> &'static str {
    match version.is_published() {
        false => "draft",
        true if version.version == text.current_version => "current",
        true => "superseded",
    }
}

pub async fn version(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, number)): Path<(String, i64)>,
    Query(query): Query<In>,
) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let version = store::version(&mut tx, &desk.tenant.id, &id, number).await?;
    let people = People::load(&mut tx, &desk.tenant.id).await?;
    let languages = languages_of(&version)?;
    let language = chosen(&languages, &query.language);
    let rendition = rendition(&mut tx, &desk, &version, &language).await?;
    let data = Version {
        text_id: id,
        version: number,
        state: state(&text, &version).to_owned(),
        text_name: text.name,
        published_at: version.published_at.map(|at| present::moment(&desk, at)),
        published_by: version
            .published_by
            .as_deref()
            .map(|by| people.name(&desk, by)),
        explanation: version.explanation.clone(),
        preview: rendition
            .as_ref()
            .map(preview_of)
            .transpose()?
            .unwrap_or_default(),
        sha256: rendition
            .filter(|_| version.is_published())
            .map(|rendition| rendition.shown_sha256),
        language,
        languages,
        statements: stated(&version)?,
    };
    html(version_page(&desk.frame, &data))
}

/// What its author stated instead of saying it in the text.
fn stated(version: &TextVersion) -> Result<Vec<(Item, String)>> {
    let statements = version.content()?.statements;
    Ok(statements
        .not_applicable
        .into_iter()
        .map(|stated| (stated.item, stated.reason))
        .collect())
}

fn chosen(languages: &[String], asked: &str) -> String {
    let known = languages.iter().find(|language| *language == asked);
    known
        .or(languages.first())
        .cloned()
        .unwrap_or_else(|| "sv".to_owned())
}

/// What is or would be shown: frozen when published, rendered now for a draft.
async fn rendition(
    tx: &mut Tx,
    desk: &Desk,
    version: &TextVersion,
    language: &str,
) -> Result<Option<Rendition>> {
    if version.is_published() {
        return store::rendition(tx, &desk.tenant.id, &version.id, language).await;
    }
    let content = version.content()?;
    let wording = content
        .languages
        .iter()
        .find(|wording| wording.language == language);
    // A draft with an unknown placeholder has no preview; its editor names the error.
    Ok(wording.and_then(|wording| publish::render(&desk.tenant, version, &content, wording).ok()))
}

fn preview_of(rendition: &Rendition) -> Result<Preview> {
    let purposes: Vec<Purpose> = rendition.purposes()?;
    Ok(Preview {
        title: rendition.title.clone(),
        body_html: rendition.body_html.clone(),
        purposes: purposes
            .into_iter()
            .map(|purpose| PreviewPurpose {
                label: purpose.label,
                description: purpose.description,
                validity_months: i64::from(purpose.validity_months),
                required: purpose.required,
            })
            .collect(),
    })
}
