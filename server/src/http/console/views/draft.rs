//! The editor of a draft, one language at a time.

use leptos::prelude::*;

use super::{
    drift::drift_card,
    fields::{Field, error_summary, hidden, input, select, submit, textarea},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page_with},
    lint::{FORM, Findings, panel, summary},
    parts::{FieldErrors, back, button_link, page_head},
    version::language_tabs,
    words::Words,
};
use crate::consent::translations::Drift;

#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub text_id: String,
    pub text_name: String,
    pub version: i64,
    pub language: String,
    /// The languages a draft can be written in.
    pub languages: Vec<String>,
    /// Those of them still without a text.
    pub missing: Vec<String>,
    pub title: String,
    pub body_markdown: String,
    pub purposes: Vec<DraftPurpose>,
    /// Placeholders that may stand in the text, such as `{{controller}}`, and what they become.
    pub placeholders: Vec<(String, String)>,
    pub findings: Findings,
    pub drifts: Vec<Drift>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct DraftPurpose {
    pub key: String,
    pub label: String,
    pub description: String,
    pub validity_months: i64,
    pub required: bool,
}

/// The name of a purpose's field in the form: `purpose.0.label`. A purpose whose key is empty is
/// not there: clearing the key removes it, and the last, blank one adds it.
pub fn purpose_field(index: usize, field: &str) -> String {
    format!("purpose.{index}.{field}")
}

pub(super) fn text_path(text_id: &str) -> String {
    format!("/console/texts/{text_id}")
}

/// `GET /console/texts/{id}/versions/{n}/edit?language=`
pub fn draft_page(frame: &Frame, data: &Draft) -> String {
    let words = frame.words();
    let version = data.version.to_string();
    let title = words.with("console-draft-title", "version", &version);
    let here = format!("{}/versions/{version}", text_path(&data.text_id));
    page_with(
        Some("/assets/editor.js"),
        frame,
        Section::Texts,
        &title,
        || {
            let publish = button_link(
                &format!("{here}/publish"),
                Icon::Arrow,
                words.get("console-draft-publish"),
                "button secondary",
            );
            view! {
                {back(&text_path(&data.text_id), data.text_name.clone())}
                {page_head(&title, Some(words.get("console-draft-live")), Some(publish))}
                {language_tabs(&words, &format!("{here}/edit"), &data.languages, &data.language)}
                {error_summary(&words, &data.errors)}
                <div class="editor">
                    {editor_form(frame, data, &here)}
                    {preview_pane(&words, data, &here)}
                </div>
                <div class="editor checks">
                    {panel(&words, &data.findings)}
                    <div>{drift_card(&words, &data.drifts)}{missing(&words, data)}</div>
                </div>
                {discard(frame, &here)}
            }
            .into_any()
        },
    )
}

fn missing(words: &Words, data: &Draft) -> Option<AnyView> {
    if data.missing.is_empty() {
        return None;
    }
    let names = super::texts::languages(words, &data.missing);
    let text = words.with("console-draft-missing", "languages", &names);
    Some(view! { <p class="hint">{text}</p> }.into_any())
}

fn editor_form(frame: &Frame, data: &Draft, here: &str) -> AnyView {
    let words = frame.words();
    let title = Field {
        name: "title",
        label: words.get("console-draft-field-title"),
        value: &data.title,
        error: data.errors.of("title"),
        ..Field::default()
    };
    let body = Field {
        name: "body_markdown",
        label: words.get("console-draft-field-body"),
        hint: Some(words.get("console-draft-field-body-hint")),
        value: &data.body_markdown,
        error: data.errors.of("body_markdown"),
        ..Field::default()
    };
    view! {
        <form
            class="editor-form"
            id=FORM
            method="post"
            action=format!("{here}/edit")
            data-preview=format!("{here}/preview")
        >
            {csrf(frame)}
            {hidden("language", &data.language)}
            {input(title)}
            {textarea(body, 22)}
            {placeholders(&words, data)}
            {purposes(&words, data)}
            <p class="hint">{words.get("console-draft-remove-language")}</p>
            <div class="submit-row sticky">
                <p class="field-error" id="live-problem" role="status"></p>
                {submit(words.get("console-draft-save"), "button")}
                <span id="lint-summary">{summary(&words, &data.findings)}</span>
            </div>
        </form>
    }
    .into_any()
}

fn placeholders(words: &Words, data: &Draft) -> AnyView {
    let rows: Vec<_> = data
        .placeholders
        .iter()
        .map(|(name, value)| {
            let value = match value.is_empty() {
                true => view! { <span class="hint">{words.get("console-draft-placeholder-empty")}</span> }.into_any(),
                false => value.clone().into_any(),
            };
            view! { <div><dt><code>{name.clone()}</code></dt><dd>{value}</dd></div> }
        })
        .collect();
    view! {
        <details class="fold" open=true>
            <summary>{words.get("console-draft-placeholders")}</summary>
            <p class="hint">{words.get("console-draft-placeholders-hint")}</p>
            <dl class="facts">{rows}</dl>
        </details>
    }
    .into_any()
}

fn purposes(words: &Words, data: &Draft) -> AnyView {
    let blank = DraftPurpose {
        validity_months: 24,
        ..DraftPurpose::default()
    };
    let known: Vec<_> = data
        .purposes
        .iter()
        .enumerate()
        .map(|(index, purpose)| purpose_fields(words, data, index, purpose))
        .collect();
    view! {
        <h2>{words.get("console-draft-purposes")}</h2>
        <p class="hint">{words.get("console-draft-purposes-hint")}</p>
        {known}
        <details class="fold">
            <summary>{icon(Icon::Plus)}{words.get("console-draft-purpose-add")}</summary>
            {purpose_fields(words, data, data.purposes.len(), &blank)}
        </details>
    }
    .into_any()
}

fn purpose_fields(words: &Words, data: &Draft, index: usize, purpose: &DraftPurpose) -> AnyView {
    let legend = match purpose.key.is_empty() {
        true => words.get("console-purpose-new"),
        false => words.with("console-purpose-key", "key", &purpose.key),
    };
    view! {
        <fieldset class="purpose">
            <legend>{legend}</legend>
            {purpose_input(words, data, index, "key", &purpose.key)}
            {purpose_input(words, data, index, "validity_months", &purpose.validity_months.to_string())}
            {purpose_need(words, index, purpose.required)}
            {purpose_input(words, data, index, "label", &purpose.label)}
            {purpose_description(words, data, index, &purpose.description)}
        </fieldset>
    }
    .into_any()
}

fn purpose_input(words: &Words, data: &Draft, index: usize, field: &str, value: &str) -> AnyView {
    let name = purpose_field(index, field);
    let kind = match field {
        "validity_months" => "number",
        _ => "text",
    };
    input(Field {
        name: &name,
        label: words.get(&format!(
            "console-purpose-field-{}",
            field.replace('_', "-")
        )),
        kind,
        value,
        autocomplete: Some("off"),
        error: data.errors.of(&name),
        ..Field::default()
    })
}

fn purpose_need(words: &Words, index: usize, required: bool) -> AnyView {
    let name = purpose_field(index, "required");
    let field = Field {
        name: &name,
        label: words.get("console-purpose-field-required"),
        value: if required { "true" } else { "false" },
        ..Field::default()
    };
    let options = vec![
        ("false".to_owned(), words.get("console-purpose-optional")),
        ("true".to_owned(), words.get("console-purpose-required")),
    ];
    select(field, options)
}

fn purpose_description(words: &Words, data: &Draft, index: usize, value: &str) -> AnyView {
    let name = purpose_field(index, "description");
    let field = Field {
        name: &name,
        label: words.get("console-purpose-field-description"),
        value,
        error: data.errors.of(&name),
        ..Field::default()
    };
    textarea(field, 2)
}

/// The real widget in a frame of its own, as wide as a phone or as a computer's window.
fn preview_pane(words: &Words, data: &Draft, here: &str) -> AnyView {
    let src = format!("{here}/preview?language={}", data.language);
    view! {
        <section class="live" aria-label=words.get("console-preview-label")>
            <div class="live-head">
                <div class="widths" role="radiogroup" aria-label=words.get("console-preview-widths")>
                    {width("phone", true, words.get("console-preview-phone"))}
                    {width("desktop", false, words.get("console-preview-desktop"))}
                </div>
                <button
                    type="submit"
                    form=FORM
                    class="button quiet"
                    id="preview-submit"
                    formaction=format!("{here}/preview")
                    formtarget="preview"
                >
                    {icon(Icon::Eye)}{words.get("console-draft-preview-submit")}
                </button>
            </div>
            <div class="device">
                <iframe
                    name="preview"
                    id="preview"
                    src=src
                    title=words.get("console-preview-frame")
                ></iframe>
            </div>
        </section>
    }
    .into_any()
}

/// Not part of the draft: it belongs to no form.
fn width(value: &str, checked: bool, label: String) -> AnyView {
    let id = format!("width-{value}");
    view! {
        <span class="width">
            <input type="radio" id=id.clone() name="width" value=value.to_owned() checked=checked/>
            <label for=id>{label}</label>
        </span>
    }
    .into_any()
}

/// The parts of the page that follow what is typed: findings, their number, and the languages' drift.
pub fn live_parts(
    frame: &Frame,
    findings: &Findings,
    drifts: &[Drift],
) -> (String, String, String) {
    let words = frame.words();
    let html = |part: AnyView| part.to_html().replace("<!>", "");
    Owner::new().with(|| {
        (
            html(panel(&words, findings)),
            html(summary(&words, findings)),
            html(drift_card(&words, drifts)),
        )
    })
}

fn discard(frame: &Frame, here: &str) -> AnyView {
    let words = frame.words();
    view! {
        <details class="fold">
            <summary>{icon(Icon::Erase)}{words.get("console-draft-discard")}</summary>
            <form method="post" action=format!("{here}/discard")>
                {csrf(frame)}
                <p>{words.get("console-draft-discard-text")}</p>
                {submit(words.get("console-draft-discard-submit"), "button danger")}
            </form>
        </details>
    }
    .into_any()
}
