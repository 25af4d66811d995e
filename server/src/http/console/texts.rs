//! Consent texts: versions, the editor, publishing.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use samtycke_shared::api::Purpose;
use samtycke_shared::text::{Change as TextChange, diff as text_diff};
use serde::Deserialize;

use super::present::{self, People};
use super::session::{Desk, Fields, Page, Posted, again, done, html};
use super::views::FieldErrors;
use super::views::draft::{Draft, DraftPurpose, Publish, draft_page, publish_page, purpose_field};
use super::views::texts::{Text, TextRow, Texts, VersionRow, text_page, texts_page};
use super::views::version::{Diff, Preview, PreviewPurpose, Version, diff_page, version_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::overview;
use crate::consent::publish::{self, Change, Content, Label, Publication, PurposeRule, Wording};
use crate::consent::store::{self, ConsentTextRow, Rendition, TextVersion};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::extract::Query;
use crate::i18n;
use crate::tenants::setup::proposed_content;

/// More purposes than a person can take in are refused at publishing anyway.
const MOST_PURPOSES: usize = 20;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct In {
    language: String,
}

pub async fn list(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
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
            holders: overview::all_holders(&mut tx, &desk.tenant.id, &text.id).await?,
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
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let people = People::load(&mut tx, &desk.tenant.id).await?;
    let holders = overview::holders_by_version(&mut tx, &desk.tenant.id, &id).await?;
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
            holders: holders.get(&version.version).copied().unwrap_or_default(),
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

pub async fn add_draft(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    store::text(&mut tx, &desk.tenant.id, &id).await?;
    let versions = store::versions(&mut tx, &desk.tenant.id, &id).await?;
    let number = match versions.iter().find(|version| !version.is_published()) {
        Some(draft) => draft.version,
        None => {
            let content = versions.first().map(TextVersion::content).transpose()?;
            let content = content.unwrap_or_else(|| proposed_content(&desk.tenant.language));
            let number = store::insert_draft(
                &mut tx,
                &desk.tenant.id,
                &id,
                &app.new_id(),
                &content,
                app.now(),
            )
            .await?;
            audit::write(
                &app,
                &mut tx,
                &desk.actor,
                "text.drafted",
                None,
                Some(&format!("{id} version {number}")),
            )
            .await?;
            number
        }
    };
    tx.commit().await?;
    Ok(Redirect::to(&format!("/console/texts/{id}/versions/{number}/edit")).into_response())
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
    };
    html(version_page(&desk.frame, &data))
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

pub async fn edit_form(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, number)): Path<(String, i64)>,
    Query(query): Query<In>,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let version = store::version(&mut tx, &desk.tenant.id, &id, number).await?;
    if version.is_published() {
        return Ok(Redirect::to(&format!("/console/texts/{id}/versions/{number}")).into_response());
    }
    let language = if query.language.is_empty() {
        desk.tenant.language.clone()
    } else {
        query.language
    };
    html(draft_page(
        &desk.frame,
        &draft(&desk, &text, &version, &language)?,
    ))
}

fn draft(
    desk: &Desk,
    text: &ConsentTextRow,
    version: &TextVersion,
    language: &str,
) -> Result<Draft> {
    let content = version.content()?;
    let wording = content
        .languages
        .iter()
        .find(|wording| wording.language == language);
    let rendered = wording.map(|wording| publish::render(&desk.tenant, version, &content, wording));
    let (preview, errors) = match rendered {
        Some(Ok(rendition)) => (preview_of(&rendition)?, FieldErrors::default()),
        Some(Err(error)) => (Preview::default(), body_error(error)?),
        None => (Preview::default(), FieldErrors::default()),
    };
    let label = |key: &str| {
        wording.and_then(|wording| wording.purposes.iter().find(|label| label.key == key))
    };
    let written: Vec<&str> = content
        .languages
        .iter()
        .map(|wording| wording.language.as_str())
        .collect();
    Ok(Draft {
        text_id: text.id.clone(),
        text_name: text.name.clone(),
        version: version.version,
        language: language.to_owned(),
        languages: i18n::LANGUAGES.map(str::to_owned).to_vec(),
        missing: i18n::LANGUAGES
            .iter()
            .filter(|code| !written.contains(code))
            .map(|code| (*code).to_owned())
            .collect(),
        title: wording
            .map(|wording| wording.title.clone())
            .unwrap_or_default(),
        body_markdown: wording
            .map(|wording| wording.body.clone())
            .unwrap_or_default(),
        purposes: content
            .purposes
            .iter()
            .map(|rule| DraftPurpose {
                key: rule.key.clone(),
                label: label(&rule.key)
                    .map(|label| label.label.clone())
                    .unwrap_or_default(),
                description: label(&rule.key)
                    .map(|label| label.description.clone())
                    .unwrap_or_default(),
                validity_months: i64::from(rule.validity_months),
                required: rule.required,
            })
            .collect(),
        placeholders: placeholders(desk, &content, language),
        preview,
        saved: None,
        errors,
    })
}

fn body_error(error: Error) -> Result<FieldErrors> {
    let errors = present::field_errors(error)?;
    Ok(FieldErrors(
        errors
            .0
            .into_iter()
            .map(|(_, message)| ("body_markdown".to_owned(), message))
            .collect(),
    ))
}

fn placeholders(desk: &Desk, content: &Content, language: &str) -> Vec<(String, String)> {
    let values = publish::placeholders(&desk.tenant, content, language);
    [
        ("{{controller}}", values.controller),
        ("{{contact}}", values.contact),
        ("{{authority}}", values.authority),
        ("{{recipients}}", values.recipients),
        ("{{retention}}", values.retention),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

pub async fn save(
    State(app): State<Arc<App>>,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    let version = store::version(&mut tx, &desk.tenant.id, &id, number).await?;
    let language = fields.get("language").to_owned();
    let content = edited(version.content()?, &language, &fields)?;
    publish::replace_draft(&mut tx, &desk.tenant.id, &id, number, &content).await?;
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "text.drafted",
        None,
        Some(&format!("{id} version {number}")),
    )
    .await?;
    tx.commit().await?;
    let here = format!("/console/texts/{id}/versions/{number}/edit?language={language}&done=saved");
    Ok(Redirect::to(&here).into_response())
}

/// The draft with one language replaced by what the form holds. A purpose whose key was emptied goes.
fn edited(mut content: Content, language: &str, fields: &Fields) -> Result<Content> {
    if !crate::tenants::is_language(language) {
        return Err(Error::field(
            "language",
            "invalid",
            "not a language code such as sv",
        ));
    }
    let (rules, labels) = purposes(fields)?;
    let wording = Wording {
        language: language.to_owned(),
        title: fields.get("title").trim().to_owned(),
        // Browsers send CR LF.
        body: fields.get("body_markdown").replace("\r\n", "\n"),
        purposes: labels,
    };
    match content
        .languages
        .iter_mut()
        .find(|known| known.language == language)
    {
        Some(known) => *known = wording,
        None => content.languages.push(wording),
    }
    content.purposes = rules;
    Ok(content)
}

fn purposes(fields: &Fields) -> Result<(Vec<PurposeRule>, Vec<Label>)> {
    let (mut rules, mut labels) = (Vec::new(), Vec::new());
    for index in 0..MOST_PURPOSES {
        let get = |field: &str| fields.get(&purpose_field(index, field)).trim().to_owned();
        let key = get("key");
        if key.is_empty() {
            continue;
        }
        let validity_months = get("validity_months").parse().map_err(|_| {
            Error::field(
                &purpose_field(index, "validity_months"),
                "invalid",
                "must be a number of months",
            )
        })?;
        rules.push(PurposeRule {
            key: key.clone(),
            required: get("required") == "true",
            validity_months,
        });
        labels.push(Label {
            key,
            label: get("label"),
            description: get("description"),
        });
    }
    Ok((rules, labels))
}

pub async fn discard(
    State(app): State<Arc<App>>,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    if !store::delete_draft(&mut tx, &desk.tenant.id, &id, number).await? {
        return Err(Error::Conflict("this version is not a draft".to_owned()).into());
    }
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "text.discarded",
        None,
        Some(&format!("{id} version {number}")),
    )
    .await?;
    tx.commit().await?;
    done(&format!("/console/texts/{id}"), "discarded")
}

pub async fn publish_form(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, number)): Path<(String, i64)>,
) -> Page {
    desk.require(Action::Administer)?;
    html(publish_page(
        &desk.frame,
        &publication(&app, &desk, &id, number, FieldErrors::default()).await?,
    ))
}

async fn publication(
    app: &App,
    desk: &Desk,
    id: &str,
    number: i64,
    errors: FieldErrors,
) -> Result<Publish> {
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, id).await?;
    let version = store::version(&mut tx, &desk.tenant.id, id, number).await?;
    let problems = version.content()?.problems();
    Ok(Publish {
        text_id: text.id,
        text_name: text.name,
        version: number,
        previous: (text.current_version > 0).then_some(text.current_version),
        asked: overview::all_holders(&mut tx, &desk.tenant.id, id).await?,
        blocked: problems
            .into_iter()
            .map(|problem| format!("{}: {}", problem.field, problem.message))
            .collect(),
        errors,
    })
}

pub async fn publish(
    State(app): State<Arc<App>>,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let form = publication(&app, &desk, &id, number, FieldErrors::default()).await?;
    let Some(change) = Change::parse(fields.get("change")) else {
        return refuse(&desk, form, "change", "required");
    };
    // Rule 15's spirit: what a material change sets going is confirmed by its number.
    if change == Change::Material && fields.count("confirm_count") != Some(form.asked) {
        let asked = form.asked.to_string();
        return refuse(&desk, form, "confirm_count", &asked);
    }
    let publication = Publication {
        change,
        explanation: fields.filled("explanation"),
    };
    let mut tx = app.db.begin().await?;
    publish::publish(
        &app,
        &mut tx,
        &desk.tenant.id,
        &id,
        number,
        &publication,
        &desk.actor.name,
    )
    .await?;
    let detail = format!("{id} version {number} as {change}");
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "text.published",
        None,
        Some(&detail),
    )
    .await?;
    tx.commit().await?;
    app.ring();
    done(&format!("/console/texts/{id}"), "published")
}

fn refuse(desk: &Desk, form: Publish, field: &str, message: &str) -> Page {
    let errors = FieldErrors(vec![(field.to_owned(), message.to_owned())]);
    again(publish_page(&desk.frame, &Publish { errors, ..form }))
}

#[derive(Deserialize)]
pub struct Between {
    from: i64,
    to: i64,
    #[serde(default)]
    language: String,
}

pub async fn diff(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path(id): Path<String>,
    Query(query): Query<Between>,
) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let old = store::version(&mut tx, &desk.tenant.id, &id, query.from).await?;
    let new = store::version(&mut tx, &desk.tenant.id, &id, query.to).await?;
    let languages = languages_of(&new)?;
    let language = chosen(&languages, &query.language);
    let old = rendition(&mut tx, &desk, &old, &language).await?;
    let new = rendition(&mut tx, &desk, &new, &language).await?;
    let data = Diff {
        text_id: id,
        text_name: text.name,
        from: query.from,
        to: query.to,
        language,
        languages,
        title: between(&old, &new, |rendition| rendition.title.clone()),
        body: between(&old, &new, |rendition| rendition.body_markdown.clone()),
        purposes: purpose_changes(&old, &new)?,
    };
    html(diff_page(&desk.frame, &data))
}

fn between(
    old: &Option<Rendition>,
    new: &Option<Rendition>,
    part: impl Fn(&Rendition) -> String,
) -> Vec<TextChange> {
    let text = |rendition: &Option<Rendition>| rendition.as_ref().map(&part).unwrap_or_default();
    text_diff(&text(old), &text(new))
}

fn purpose_changes(
    old: &Option<Rendition>,
    new: &Option<Rendition>,
) -> Result<Vec<(String, Vec<TextChange>)>> {
    let purposes =
        |rendition: &Option<Rendition>| rendition.as_ref().map(Rendition::purposes).transpose();
    let (old, new) = (
        purposes(old)?.unwrap_or_default(),
        purposes(new)?.unwrap_or_default(),
    );
    let mut keys: Vec<&str> = old
        .iter()
        .chain(&new)
        .map(|purpose| purpose.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let words = |purposes: &[Purpose], key: &str| {
        let purpose = purposes.iter().find(|purpose| purpose.key == key);
        purpose
            .map(|purpose| format!("{}\n\n{}", purpose.label, purpose.description))
            .unwrap_or_default()
    };
    let changes = keys
        .into_iter()
        .map(|key| (key.to_owned(), words(&old, key), words(&new, key)));
    Ok(changes
        .filter(|(_, old, new)| old != new)
        .map(|(key, old, new)| (key, text_diff(&old, &new)))
        .collect())
}
