//! Consent texts: all of them, and one with its versions.

use leptos::prelude::*;

use super::{
    diff::compare_form,
    fields::{Field, input, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{When, back, cell, column, dash, empty, page_head, silent_column, table, time},
    words::{Words, number},
};

#[derive(Debug, Clone, Default)]
pub struct Texts {
    pub texts: Vec<TextRow>,
}

#[derive(Debug, Clone)]
pub struct TextRow {
    pub id: String,
    pub name: String,
    /// Number of the version candidates are shown now.
    pub current_version: Option<i64>,
    pub languages: Vec<String>,
    /// Candidates whose standing consent is to this text.
    pub holders: i64,
    pub has_draft: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Text {
    pub id: String,
    pub name: String,
    /// Newest first.
    pub versions: Vec<VersionRow>,
}

#[derive(Debug, Clone)]
pub struct VersionRow {
    pub version: i64,
    /// `draft`, `current` or `superseded`.
    pub state: String,
    /// `editorial` or `material`; `None` for a draft and the first version.
    pub change: Option<String>,
    /// Why, as the publisher put it.
    pub explanation: Option<String>,
    pub published_at: Option<When>,
    pub published_by: Option<String>,
    pub languages: Vec<String>,
    pub holders: i64,
}

/// `GET /console/texts`
pub fn texts_page(frame: &Frame, data: &Texts) -> String {
    let words = frame.words();
    let title = words.get("console-texts-title");
    page(frame, Section::Texts, &title, || {
        view! {
            {page_head(&title, Some(words.get("console-texts-lead")), None)}
            {text_list(&words, data)}
            {frame.administers().then(|| new_text(frame))}
        }
        .into_any()
    })
}

fn text_list(words: &Words, data: &Texts) -> AnyView {
    if data.texts.is_empty() {
        let (title, text) = ("console-texts-none-title", "console-texts-none-text");
        return empty(Icon::Text, words.get(title), words.get(text), None);
    }
    let cards: Vec<_> = data
        .texts
        .iter()
        .map(|text| text_card(words, text))
        .collect();
    view! { <ul class="text-cards">{cards}</ul> }.into_any()
}

fn text_card(words: &Words, text: &TextRow) -> AnyView {
    let version = match text.current_version {
        Some(version) => words.with("console-text-current", "version", &version.to_string()),
        None => words.get("console-text-unpublished"),
    };
    let draft = text
        .has_draft
        .then(|| view! { <span class="mark queued">{icon(Icon::Pen)}{words.get("console-text-has-draft")}</span> });
    view! {
        <li class="card">
            <h2><a href=format!("/console/texts/{}", text.id)>{text.name.clone()}</a></h2>
            <p>{version}" · "{languages(words, &text.languages)}</p>
            <p class="sub">{words.count("console-text-holders", text.holders)}</p>
            {draft}
        </li>
    }
    .into_any()
}

pub(super) fn languages(words: &Words, codes: &[String]) -> String {
    let names: Vec<String> = codes.iter().map(|code| words.language_name(code)).collect();
    names.join(", ")
}

fn new_text(frame: &Frame) -> AnyView {
    let words = frame.words();
    let name = Field {
        name: "name",
        label: words.get("console-text-name"),
        hint: Some(words.get("console-text-name-hint")),
        required: true,
        autocomplete: Some("off"),
        ..Field::default()
    };
    view! {
        <details class="fold">
            <summary>{icon(Icon::Plus)}{words.get("console-text-new")}</summary>
            <form method="post" action="/console/texts">
                {csrf(frame)}
                {input(name)}
                {submit(words.get("console-text-create"), "button")}
            </form>
        </details>
    }
    .into_any()
}

/// `GET /console/texts/{id}`
pub fn text_page(frame: &Frame, data: &Text) -> String {
    let words = frame.words();
    page(frame, Section::Texts, &data.name, || {
        view! {
            {back("/console/texts", words.get("console-texts-title"))}
            {page_head(&data.name, Some(words.get("console-text-lead")), draft_action(frame, data))}
            {version_table(frame, data)}
            {compare(&words, data)}
        }
        .into_any()
    })
}

/// A text has at most one draft: go on with it, or begin one from what is published.
fn draft_action(frame: &Frame, data: &Text) -> Option<AnyView> {
    if !frame.administers() {
        return None;
    }
    let words = frame.words();
    if let Some(draft) = data
        .versions
        .iter()
        .find(|version| version.state == "draft")
    {
        let href = format!("/console/texts/{}/versions/{}/edit", data.id, draft.version);
        return Some(view! { <a class="button" href=href>{icon(Icon::Pen)}{words.get("console-draft-continue")}</a> }.into_any());
    }
    let form = view! {
        <form method="post" action=format!("/console/texts/{}/versions", data.id)>
            {csrf(frame)}
            <button type="submit" class="button">{icon(Icon::Plus)}{words.get("console-draft-start")}</button>
        </form>
    };
    Some(form.into_any())
}

fn version_table(frame: &Frame, data: &Text) -> AnyView {
    let words = frame.words();
    let columns = vec![
        column(&words.get("console-column-version")),
        column(&words.get("console-column-state")),
        column(&words.get("console-column-change")),
        column(&words.get("console-column-published")),
        column(&words.get("console-column-holders")),
        silent_column(&words.get("console-column-open")),
    ];
    let rows = data
        .versions
        .iter()
        .map(|version| version_row(frame, data, version))
        .collect();
    table(words.get("console-versions-title"), columns, rows)
}

fn version_row(frame: &Frame, data: &Text, row: &VersionRow) -> AnyView {
    let words = frame.words();
    let href = format!("/console/texts/{}/versions/{}", data.id, row.version);
    view! {
        <tr role="row">
            <td role="cell" class="person">
                <a href=href>{words.with("console-version", "version", &row.version.to_string())}</a>
                <span class="sub">{languages(&words, &row.languages)}</span>
            </td>
            {cell(&words.get("console-column-state"), "", state_pill(&words, &row.state))}
            {cell(&words.get("console-column-change"), "wide", change(&words, row))}
            {cell(&words.get("console-column-published"), "", published(&words, row))}
            {cell(&words.get("console-column-holders"), "num", holders(&words, row))}
            <td role="cell" class="end">{row_link(frame, data, row)}</td>
        </tr>
    }
    .into_any()
}

pub(super) fn state_pill(words: &Words, state: &str) -> AnyView {
    let (class, sign) = match state {
        "current" => ("pill valid", Icon::Check),
        "draft" => ("pill awaiting", Icon::Pen),
        _ => ("pill expired", Icon::Dotted),
    };
    let word = words.get(&format!("console-state-{state}"));
    view! { <span class=class>{icon(sign)}{word}</span> }.into_any()
}

fn change(words: &Words, row: &VersionRow) -> AnyView {
    match row.change.as_deref() {
        Some(kind @ ("editorial" | "material")) => view! {
            <span>{words.get(&format!("console-change-{kind}"))}</span>
            <span class="sub">{row.explanation.clone()}</span>
        }
        .into_any(),
        _ => dash(words),
    }
}

fn published(words: &Words, row: &VersionRow) -> AnyView {
    match &row.published_at {
        Some(at) => {
            view! { <span>{time(at)}</span><span class="sub">{row.published_by.clone()}</span> }
                .into_any()
        }
        None => dash(words),
    }
}

/// How many stand on this version, with the way to their list.
fn holders(words: &Words, row: &VersionRow) -> AnyView {
    match row.holders {
        0 => "0".into_any(),
        count => {
            let href = format!("/console/candidates?text_version={}", row.version);
            let label = words.count("console-versions-holders-link", count);
            view! { <a href=href aria-label=label>{number(count)}</a> }.into_any()
        }
    }
}

fn compare(words: &Words, data: &Text) -> Option<AnyView> {
    let versions: Vec<(i64, String)> = data
        .versions
        .iter()
        .map(|row| (row.version, row.state.clone()))
        .collect();
    let [(to, _), (from, _), ..] = versions[..] else {
        return None;
    };
    let path = format!("/console/texts/{}", data.id);
    let form = compare_form(words, &path, &versions, from, to)?;
    Some(view! { <section class="card compare-card"><h2>{words.get("console-compare-title")}</h2>{form}</section> }.into_any())
}

/// What to compare a version with: the one before it.
fn row_link(frame: &Frame, data: &Text, row: &VersionRow) -> Option<AnyView> {
    let words = frame.words();
    let before = data
        .versions
        .iter()
        .find(|other| other.version < row.version)?;
    let href = format!(
        "/console/texts/{}/diff?from={}&to={}",
        data.id, before.version, row.version
    );
    let label = words.with(
        "console-compare-with",
        "version",
        &before.version.to_string(),
    );
    Some(view! { <a class="button quiet" href=href>{label}</a> }.into_any())
}
