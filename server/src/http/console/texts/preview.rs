//! The preview: the real widget in a frame, fed with a draft instead of a published text.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use samtycke_shared::api::{ConsentText, Controller};
use serde::Serialize;

use super::editor::{before, body_errors, findings, written_or_proposed};
use super::form::{self, edited};
use super::{In, preview_of};
use crate::app::App;
use crate::auth::Action;
use crate::consent::publish::{self, Content};
use crate::consent::store::{self, Rendition, TextVersion};
use crate::consent::translations::drifts;
use crate::error::Result;
use crate::http::console::session::{Desk, Page, Posted};
use crate::http::console::views::draft::live_parts;
use crate::http::console::views::frame::{FramePage, frame_page};
use crate::http::extract::{Path, Query};
use crate::tenants;

/// The editor: our own script, which asks us, and the frame. Nothing else is looser than on any page.
const WITH_SCRIPTS: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; style-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The frame: the widget as on a career page, within our own pages only, and no form goes out of it.
const FRAME: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
     img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

pub(super) fn with_scripts(page: String) -> Response {
    answer(page, WITH_SCRIPTS)
}

fn answer(page: String, policy: &'static str) -> Response {
    let policy = (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    ([policy], Html(page)).into_response()
}

/// The draft as it is saved; a language that is not written yet as it would begin.
pub async fn show(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, number)): Path<(String, i64)>,
    Query(query): Query<In>,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.read().await?;
    let version = store::version(&mut tx, &desk.tenant.id, &id, number).await?;
    let mut content = version.content()?;
    let wording = written_or_proposed(&content, &query.language);
    if tenants::is_language(&query.language) {
        form::put(&mut content.languages, wording);
    }
    Ok(answer(
        frame_page(&frame(&desk, &version, &content, &query.language)?),
        FRAME,
    ))
}

/// What the editor's script is told.
#[derive(Serialize)]
struct Live {
    /// What the widget would be answered, by language.
    texts: BTreeMap<String, ConsentText>,
    problem: Option<String>,
    /// HTML, rendered like the page itself.
    lint: String,
    summary: String,
    drift: String,
}

/// The draft as it stands in the form; saves nothing. A page for the frame, or JSON for the script.
pub async fn typed(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path((id, number)): Path<(String, i64)>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let version = store::version(&mut tx, &desk.tenant.id, &id, number).await?;
    let content = edited(version.content()?, &fields)?;
    let language = fields.get("language");
    let wants_json = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes() == b"application/json");
    if !wants_json {
        return Ok(answer(
            frame_page(&frame(&desk, &version, &content, language)?),
            FRAME,
        ));
    }
    let page = frame(&desk, &version, &content, language)?;
    let wording = content
        .languages
        .iter()
        .find(|wording| wording.language == language);
    let findings = wording
        .map(|wording| findings(&desk, &content, wording))
        .unwrap_or_default();
    let drifts = drifts(&content, before(&mut tx, &desk, &text).await?.as_ref());
    let (lint, summary, drift) = live_parts(&desk.frame, &findings, &drifts);
    let live = Live {
        texts: texts(&desk, &version, &content),
        problem: page.problem,
        lint,
        summary,
        drift,
    };
    Ok(Json(live).into_response())
}

fn frame(desk: &Desk, version: &TextVersion, content: &Content, asked: &str) -> Result<FramePage> {
    let texts = texts(desk, version, content);
    let language = match asked.is_empty() {
        true => &desk.tenant.language,
        false => asked,
    };
    let errors = body_errors(desk, content, language);
    let shown = rendition(desk, version, content, language);
    let problem = match (errors.of("body_markdown"), &shown) {
        (Some(problem), _) => {
            let values = [("problem", problem.into())];
            Some(crate::i18n::text(
                &desk.language,
                "console-preview-broken",
                &values,
            ))
        }
        (None, None) => Some(desk.say("console-preview-nothing")),
        _ => None,
    };
    Ok(FramePage {
        language: desk.language.clone(),
        text_language: language.to_owned(),
        texts: serde_json::to_string(&texts)?,
        preview: shown
            .as_ref()
            .map(preview_of)
            .transpose()?
            .unwrap_or_default(),
        problem,
    })
}

fn rendition(
    desk: &Desk,
    version: &TextVersion,
    content: &Content,
    language: &str,
) -> Option<Rendition> {
    let wording = content
        .languages
        .iter()
        .find(|wording| wording.language == language)?;
    publish::render(&desk.tenant, version, content, wording).ok()
}

/// What candidates' widgets would be answered if this draft were published, by language. A language whose text
/// cannot be rendered is left out. The notice is none: nothing could be recorded with it.
fn texts(desk: &Desk, version: &TextVersion, content: &Content) -> BTreeMap<String, ConsentText> {
    let renditions: Vec<Rendition> = content
        .languages
        .iter()
        .filter_map(|wording| rendition(desk, version, content, &wording.language))
        .collect();
    let languages: Vec<String> = renditions
        .iter()
        .map(|shown| shown.language.clone())
        .collect();
    renditions
        .into_iter()
        .filter_map(|shown| {
            let text = ConsentText {
                purposes: shown.purposes().ok()?,
                text_version_id: shown.text_version_id,
                version: shown.version,
                language: shown.language.clone(),
                title: shown.title,
                body_html: shown.body_html,
                body_sha256: shown.body_sha256,
                controller: Controller {
                    name: desk.tenant.name.clone(),
                    contact: desk.tenant.contact.clone(),
                },
                languages: languages.clone(),
                served: "preview".to_owned(),
                theme: None,
            };
            Some((shown.language, text))
        })
        .collect()
}
