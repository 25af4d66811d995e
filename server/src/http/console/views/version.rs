//! A text version as candidates see it, and what changed between two.

use leptos::prelude::*;
use samtycke_shared::text::Change;

use super::{
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{When, back, button_link, empty, facts, page_head, time},
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

/// What changed between two versions in one language.
#[derive(Debug, Clone, Default)]
pub struct Diff {
    pub text_id: String,
    pub text_name: String,
    pub from: i64,
    pub to: i64,
    pub language: String,
    pub languages: Vec<String>,
    pub title: Vec<Change>,
    pub body: Vec<Change>,
    /// For each purpose that changed: its key and the change of label and description.
    pub purposes: Vec<(String, Vec<Change>)>,
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
                <div class="side-column">{fingerprint(&words, data)}</div>
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
    let boxes: Vec<_> = preview
        .purposes
        .iter()
        .map(|purpose| preview_box(words, purpose))
        .collect();
    view! {
        <section class="preview" aria-label=words.get("console-preview-label")>
            <p class="preview-tag">{icon(Icon::Eye)}{words.get("console-preview-label")}</p>
            <div class="paper" lang=language.to_owned()>
                <h2>{preview.title.clone()}</h2>
                <div class="paper-body" inner_html=preview.body_html.clone()></div>
                <ul class="paper-boxes">{boxes}</ul>
            </div>
        </section>
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

/// `GET /console/texts/{id}/diff?from=&to=&language=`
pub fn diff_page(frame: &Frame, data: &Diff) -> String {
    let words = frame.words();
    let title = words.fill(
        "console-diff-title",
        &[
            ("from", &data.from.to_string()),
            ("to", &data.to.to_string()),
        ],
    );
    let path = format!("/console/texts/{}", data.text_id);
    let here = format!("{path}/diff?from={}&to={}", data.from, data.to);
    page(frame, Section::Texts, &title, || {
        view! {
            {back(&path, data.text_name.clone())}
            {page_head(&title, None, None)}
            {language_tabs(&words, &here, &data.languages, &data.language)}
            {diff_key(&words)}
            {diff_body(&words, data)}
        }
        .into_any()
    })
}

fn diff_key(words: &Words) -> AnyView {
    view! {
        <p class="diff-key">
            <ins>{words.get("console-diff-inserted")}</ins>" "<del>{words.get("console-diff-deleted")}</del>
        </p>
    }
    .into_any()
}

fn diff_body(words: &Words, data: &Diff) -> AnyView {
    if !changed(&data.title) && !changed(&data.body) && data.purposes.is_empty() {
        return empty(
            Icon::Check,
            words.get("console-diff-none-title"),
            words.get("console-diff-none-text"),
            None,
        );
    }
    let purposes: Vec<_> = data
        .purposes
        .iter()
        .map(|(key, changes)| {
            view! { <h2>{words.with("console-diff-purpose", "key", key)}</h2><p class="diff">{pieces(changes)}</p> }
        })
        .collect();
    view! {
        <article class="sheet" lang=data.language.clone()>
            <p class="diff diff-title">{pieces(&data.title)}</p>
            <div class="diff">{pieces(&data.body)}</div>
            {purposes}
        </article>
    }
    .into_any()
}

fn changed(changes: &[Change]) -> bool {
    changes
        .iter()
        .any(|change| !matches!(change, Change::Equal(_)))
}

fn pieces(changes: &[Change]) -> Vec<AnyView> {
    changes
        .iter()
        .map(|change| match change {
            Change::Equal(text) => text.clone().into_any(),
            Change::Inserted(text) => view! { <ins>{text.clone()}</ins> }.into_any(),
            Change::Deleted(text) => view! { <del>{text.clone()}</del> }.into_any(),
        })
        .collect()
}
