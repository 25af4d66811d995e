//! The editor: starting a draft, one language at a time, saving, discarding.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use samtycke_shared::text;
use samtycke_shared::text::lint::Statements;

use super::form::edited;
use super::{In, preview};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::consent::disclosure;
use crate::consent::publish::{self, Content, Wording};
use crate::consent::store::{self, ConsentTextRow, TextVersion};
use crate::consent::translations::drifts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::console::session::{Desk, Page, Posted, done};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::draft::{Draft, DraftPurpose, draft_page};
use crate::http::console::views::lint::{Findings, quote_field, reason_field};
use crate::http::extract::{Path, Query};
use crate::i18n;
use crate::tenants::setup::proposed_content;

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
    let content = version.content()?;
    let language = match query.language.is_empty() {
        true => desk.tenant.language.clone(),
        false => query.language,
    };
    let before = before(&mut tx, &desk, &text).await?;
    let draft = draft(&desk, &text, &version, &content, before.as_ref(), &language);
    Ok(preview::with_scripts(draft_page(&desk.frame, &draft)))
}

/// What candidates are shown now, if anything.
pub(super) async fn before(
    tx: &mut Tx,
    desk: &Desk,
    text: &ConsentTextRow,
) -> Result<Option<Content>> {
    if text.current_version == 0 {
        return Ok(None);
    }
    let current = store::version(tx, &desk.tenant.id, &text.id, text.current_version).await?;
    current.content().map(Some)
}

fn draft(
    desk: &Desk,
    text: &ConsentTextRow,
    version: &TextVersion,
    content: &Content,
    before: Option<&Content>,
    language: &str,
) -> Draft {
    let wording = written_or_proposed(content, language);
    let label = |key: &str| wording.purposes.iter().find(|label| label.key == key);
    let written: Vec<&str> = content
        .languages
        .iter()
        .map(|wording| wording.language.as_str())
        .collect();
    Draft {
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
        placeholders: placeholders(desk, content, language),
        findings: findings(desk, content, &wording),
        drifts: drifts(content, before),
        errors: body_errors(desk, content, language),
        title: wording.title,
        body_markdown: wording.body,
    }
}

/// A language nobody has written yet begins as the proposal, with the draft's boxes.
pub(super) fn written_or_proposed(content: &Content, language: &str) -> Wording {
    let written = content
        .languages
        .iter()
        .find(|wording| wording.language == language);
    if let Some(written) = written {
        return written.clone();
    }
    let all = proposed_content(language).languages;
    let proposed = all.into_iter().find(|wording| wording.language == language);
    let mut wording = proposed.unwrap_or_else(|| Wording {
        language: language.to_owned(),
        title: String::new(),
        body: String::new(),
        purposes: Vec::new(),
    });
    let is_ours = |key: &str| content.purposes.iter().any(|rule| rule.key == key);
    wording.purposes.retain(|label| is_ours(&label.key));
    wording
}

/// The findings in one language of the draft.
pub(super) fn findings(desk: &Desk, content: &Content, wording: &Wording) -> Findings {
    let one = Content {
        languages: vec![wording.clone()],
        ..content.clone()
    };
    let judged = disclosure::judge(&desk.tenant, &one).into_iter().next();
    Findings {
        language: wording.language.clone(),
        findings: judged.map(|judged| judged.findings).unwrap_or_default(),
        stated: stated(&content.statements, &wording.language),
    }
}

fn stated(statements: &Statements, language: &str) -> Vec<(String, String)> {
    let reasons = statements
        .not_applicable
        .iter()
        .map(|stated| (reason_field(stated.item), stated.reason.clone()));
    let quotes = statements
        .quotes
        .iter()
        .filter(|quote| quote.language == language)
        .map(|quote| (quote_field(quote.item), quote.quote.clone()));
    reasons.chain(quotes).collect()
}

/// What must be mended in the text of this language before it can be shown.
pub(super) fn body_errors(desk: &Desk, content: &Content, language: &str) -> FieldErrors {
    let wording = content
        .languages
        .iter()
        .find(|wording| wording.language == language);
    let problem = wording.and_then(|wording| placeholder_problem(desk, content, wording));
    let error = problem.map(|problem| ("body_markdown".to_owned(), problem));
    FieldErrors(error.into_iter().collect())
}

fn placeholder_problem(desk: &Desk, content: &Content, wording: &Wording) -> Option<String> {
    let values = publish::placeholders(&desk.tenant, content, &wording.language);
    let written = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("{{{{{name}}}}}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Err(unknown) = text::fill(&wording.body, &values) {
        let unknown: Vec<&str> = unknown.0.iter().map(String::as_str).collect();
        let (names, known) = (written(&unknown), written(&text::Placeholders::NAMES));
        let words = [("names", names.into()), ("known", known.into())];
        return Some(i18n::text(
            &desk.language,
            "console-draft-placeholder-unknown",
            &words,
        ));
    }
    let empty = values.empty_in(&wording.body);
    let words = [("names", written(&empty).into())];
    (!empty.is_empty())
        .then(|| i18n::text(&desk.language, "console-draft-placeholder-hole", &words))
}

fn placeholders(desk: &Desk, content: &Content, language: &str) -> Vec<(String, String)> {
    let values = publish::placeholders(&desk.tenant, content, language);
    values
        .pairs()
        .into_iter()
        .map(|(name, value)| (format!("{{{{{name}}}}}"), value.to_owned()))
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
    let content = edited(version.content()?, &fields)?;
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
    let anchor = if fields.get("insert").is_empty() {
        ""
    } else {
        "#lint"
    };
    let here = format!(
        "/console/texts/{id}/versions/{number}/edit?language={language}&done=saved{anchor}"
    );
    Ok(Redirect::to(&here).into_response())
}

pub async fn discard(
    State(app): State<Arc<App>>,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    if !store::delete_draft(&mut tx, &desk.tenant.id, &id, number).await? {
        return Err(Error::conflict("no-draft", "this version is not a draft").into());
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
