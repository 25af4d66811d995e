//! A text version as candidates see it.

use leptos::prelude::*;
use samtycke_shared::text::lint::Item;

use super::{
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    lint::{cite, item_title},
    parts::{When, back, button_link, facts, page_head, time},
    texts::state_pill,
    words::Words,
};

/// One version in one of its languages.
#[derive(Debug, Clone, Default)]
pub struct Version {
    pub text_id: String,
    pub text_name: String,
    pub version: i64,
    /// `draft`, `current` or `superseded`.
    pub state: String,
    pub published_at: Option<When>,
    pub published_by: Option<String>,
    pub explanation: Option<String>,
    pub language: String,
    pub languages: Vec<String>,
    pub preview: Preview,
    pub sha256: Option<String>,
    /// What its author stated on why some things are not said.
    pub statements: Vec<(Item, String)>,
}

/// A text as the widget shows it. `body_html` is sanitised.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    pub title: String,
    pub body_html: String,
    pub purposes: Vec<PreviewPurpose>,
}

#[derive(Debug, Clone)]
pub struct PreviewPurpose {
    pub label: String,
    pub description: String,
    pub validity_months: i64,
    pub required: bool,
}

/// `GET /console/texts/{id}/versions/{n}?language=`
pub fn version_page(frame: &Frame, data: &Version) -> String {
    let words = frame.words();
    let title = words.with("console-version", "version", &data.version.to_string());
    let path = format!("/console/texts/{}", data.text_id);
    let here = format!("{path}/versions/{}", data.version);
    page(frame, Section::Texts, &title, || {
        view! {
            {back(&path, data.text_name.clone())}
            {page_head(&title, data.explanation.clone(), edit_link(frame, data, &here))}
            <div class="status-line">{state_pill(&words, &data.state)}{published(&words, data)}</div>
            {language_tabs(&words, &here, &data.languages, &data.language)}
            <div class="columns">
                <div class="side-column">{fingerprint(&words, data)}{statements(&words, &data.statements)}</div>
                <div class="main-column">{preview(&words, &data.language, &data.preview)}</div>
            </div>
        }
        .into_any()
    })
}

fn edit_link(frame: &Frame, data: &Version, here: &str) -> Option<AnyView> {
    (frame.administers() && data.state == "draft").then(|| {
        let word = frame.words().get("console-draft-continue");
        button_link(&format!("{here}/edit"), Icon::Pen, word, "button")
    })
}

fn published(words: &Words, data: &Version) -> Option<AnyView> {
    let at = data.published_at.as_ref()?;
    let by = words.with(
        "console-published-by",
        "who",
        data.published_by.as_deref().unwrap_or_default(),
    );
    Some(view! { <p>{by}" "{time(at)}</p> }.into_any())
}

fn fingerprint(words: &Words, data: &Version) -> AnyView {
    let hash = match &data.sha256 {
        Some(hash) => view! { <code>{hash.clone()}</code> }.into_any(),
        None => words.get("console-version-unhashed").into_any(),
    };
    view! {
        <section class="card">
            <h2>{words.get("console-version-fixed-title")}</h2>
            <p>{words.get("console-version-fixed-text")}</p>
            {facts(vec![(words.get("console-shown-sha256"), hash)])}
        </section>
    }
    .into_any()
}

/// What is stated instead of being said in the text; nothing when all is said.
pub(super) fn statements(words: &Words, stated: &[(Item, String)]) -> Option<AnyView> {
    let rows: Vec<_> = stated
        .iter()
        .map(|(item, reason)| {
            let name = format!("{} ({})", item_title(words, *item), cite(words, *item));
            (name, reason.clone().into_any())
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="card"><h2>{words.get("console-draft-statements")}</h2>{facts(rows)}</section> }
            .into_any()
    })
}

/// Links between the languages of one thing.
pub(super) fn language_tabs(
    words: &Words,
    path: &str,
    languages: &[String],
    current: &str,
) -> AnyView {
    let separator = match path.contains('?') {
        true => '&',
        false => '?',
    };
    let tabs: Vec<_> = languages
        .iter()
        .map(|code| {
            let href = format!("{path}{separator}language={code}");
            let current = (code == current).then_some("page");
            view! { <li><a href=href aria-current=current>{words.language_name(code)}</a></li> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=words.get("console-languages-label")><ul>{tabs}</ul></nav> }.into_any()
}

/// The text as a candidate meets it.
pub(super) fn preview(words: &Words, language: &str, preview: &Preview) -> AnyView {
    view! {
        <section class="preview" aria-label=words.get("console-preview-label")>
            <p class="preview-tag">{icon(Icon::Eye)}{words.get("console-preview-label")}</p>
            {paper(words, language, preview)}
        </section>
    }
    .into_any()
}

pub(super) fn paper(words: &Words, language: &str, preview: &Preview) -> AnyView {
    let boxes: Vec<_> = preview
        .purposes
        .iter()
        .map(|purpose| preview_box(words, purpose))
        .collect();
    view! {
        <div class="paper" lang=language.to_owned()>
            <h2>{preview.title.clone()}</h2>
            <div class="paper-body" inner_html=preview.body_html.clone()></div>
            <ul class="paper-boxes">{boxes}</ul>
        </div>
    }
    .into_any()
}

fn preview_box(words: &Words, purpose: &PreviewPurpose) -> AnyView {
    let kind = match purpose.required {
        true => words.get("console-purpose-required"),
        false => words.get("console-purpose-optional"),
    };
    let validity = words.count("console-purpose-validity", purpose.validity_months);
    view! {
        <li>
            <span class="tick"></span>
            <div>
                <strong>{purpose.label.clone()}</strong>
                <p>{purpose.description.clone()}</p>
                <p class="hint" lang=words.language().to_owned()>{format!("{validity} · {kind}")}</p>
            </div>
        </li>
    }
    .into_any()
}
