//! The editor of a draft, one language at a time, and its publishing.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, hidden, input, radio, select, submit, textarea},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, back, button_link, notice, page_head},
    version::{Preview, language_tabs, preview},
    words::{Words, number},
};

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
    /// Placeholders that may stand in the text, such as `{controller}`, and what they become.
    pub placeholders: Vec<(String, String)>,
    pub preview: Preview,
    /// When it was saved last, already in words: "Saved 14:03".
    pub saved: Option<String>,
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

#[derive(Debug, Clone, Default)]
pub struct Publish {
    pub text_id: String,
    pub text_name: String,
    pub version: i64,
    /// The published version this one takes over from.
    pub previous: Option<i64>,
    /// How many will be asked to renew if the change is material.
    pub asked: i64,
    /// What stands in the way; hides the form.
    pub blocked: Vec<String>,
    pub errors: FieldErrors,
}

fn text_path(text_id: &str) -> String {
    format!("/console/texts/{text_id}")
}

/// `GET /console/texts/{id}/versions/{n}/edit?language=`
pub fn draft_page(frame: &Frame, data: &Draft) -> String {
    let words = frame.words();
    let version = data.version.to_string();
    let title = words.with("console-draft-title", "version", &version);
    let here = format!("{}/versions/{version}", text_path(&data.text_id));
    page(frame, Section::Texts, &title, || {
        let publish = button_link(
            &format!("{here}/publish"),
            Icon::Arrow,
            words.get("console-draft-publish"),
            "button secondary",
        );
        view! {
            {back(&text_path(&data.text_id), data.text_name.clone())}
            {page_head(&title, data.saved.clone(), Some(publish))}
            {missing(&words, data)}
            {language_tabs(&words, &format!("{here}/edit"), &data.languages, &data.language)}
            {error_summary(&words, &data.errors)}
            <div class="editor">
                {editor_form(frame, data, &here)}
                {preview(&words, &data.language, &data.preview)}
            </div>
            {discard(frame, &here)}
        }
        .into_any()
    })
}

fn missing(words: &Words, data: &Draft) -> Option<AnyView> {
    if data.missing.is_empty() {
        return None;
    }
    let names = super::texts::languages(words, &data.missing);
    let text = words.with("console-draft-missing", "languages", &names);
    Some(view! { <p class="flash note">{icon(Icon::Warning)}<span>{text}</span></p> }.into_any())
}

fn editor_form(frame: &Frame, data: &Draft, here: &str) -> AnyView {
    let words = frame.words();
    let title = Field {
        name: "title",
        label: words.get("console-draft-field-title"),
        value: &data.title,
        required: true,
        error: data.errors.of("title"),
        ..Field::default()
    };
    let body = Field {
        name: "body_markdown",
        label: words.get("console-draft-field-body"),
        hint: Some(words.get("console-draft-field-body-hint")),
        value: &data.body_markdown,
        required: true,
        error: data.errors.of("body_markdown"),
        ..Field::default()
    };
    view! {
        <form class="editor-form" method="post" action=format!("{here}/edit")>
            {csrf(frame)}
            {hidden("language", &data.language)}
            {input(title)}
            {textarea(body, 18)}
            {placeholders(&words, data)}
            {purposes(&words, data)}
            <div class="submit-row sticky">{submit(words.get("console-draft-save"), "button")}</div>
        </form>
    }
    .into_any()
}

fn placeholders(words: &Words, data: &Draft) -> AnyView {
    let rows: Vec<_> = data
        .placeholders
        .iter()
        .map(|(name, value)| view! { <div><dt><code>{name.clone()}</code></dt><dd>{value.clone()}</dd></div> })
        .collect();
    view! {
        <details class="fold">
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

/// `GET /console/texts/{id}/versions/{n}/publish`
pub fn publish_page(frame: &Frame, data: &Publish) -> String {
    let words = frame.words();
    let title = words.with(
        "console-publish-title",
        "version",
        &data.version.to_string(),
    );
    let here = format!("{}/versions/{}", text_path(&data.text_id), data.version);
    page(frame, Section::Texts, &title, || {
        view! {
            {back(&format!("{here}/edit"), words.get("console-publish-back"))}
            {page_head(&title, Some(words.get("console-publish-lead")), None)}
            {error_summary(&words, &data.errors)}
            {match data.blocked.is_empty() {
                true => publish_form(frame, data, &here),
                false => blocked(&words, data),
            }}
        }
        .into_any()
    })
}

fn blocked(words: &Words, data: &Publish) -> AnyView {
    let reasons: Vec<_> = data
        .blocked
        .iter()
        .map(|why| view! { <li>{why.clone()}</li> })
        .collect();
    let list = view! { <ul>{reasons}</ul> }.into_any();
    notice(
        "notice danger",
        Icon::Warning,
        words.get("console-publish-blocked"),
        list,
    )
}

fn publish_form(frame: &Frame, data: &Publish, here: &str) -> AnyView {
    let words = frame.words();
    view! {
        <form class="sheet" method="post" action=format!("{here}/publish")>
            {csrf(frame)}
            {match data.previous {
                Some(previous) => change_choice(&words, data, previous),
                None => first_version(&words),
            }}
            <div class="submit-row">
                {submit(words.get("console-publish-submit"), "button")}
                <a class="button quiet" href=format!("{here}/edit")>{words.get("console-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The first version has nobody to ask again, so there is nothing to choose.
fn first_version(words: &Words) -> AnyView {
    view! {
        {hidden("change", "material")}
        {hidden("confirm_count", "0")}
        <p>{words.get("console-publish-first")}</p>
    }
    .into_any()
}

fn change_choice(words: &Words, data: &Publish, previous: i64) -> AnyView {
    let compare = format!(
        "{}/diff?from={previous}&to={}",
        text_path(&data.text_id),
        data.version
    );
    let explanation = Field {
        name: "explanation",
        label: words.get("console-publish-explanation"),
        hint: Some(words.get("console-publish-explanation-hint")),
        required: true,
        error: data.errors.of("explanation"),
        ..Field::default()
    };
    view! {
        <p><a href=compare>{words.with("console-compare-with", "version", &previous.to_string())}</a></p>
        <fieldset>
            <legend>{words.get("console-publish-change")}</legend>
            {radio("change", "editorial", false, words.get("console-change-editorial"), words.get("console-publish-editorial"))}
            {radio("change", "material", false, words.get("console-change-material"), words.count("console-publish-material", data.asked))}
        </fieldset>
        {textarea(explanation, 3)}
        {confirm_asked(words, data)}
    }
    .into_any()
}

fn confirm_asked(words: &Words, data: &Publish) -> AnyView {
    input(Field {
        name: "confirm_count",
        label: words.with("console-publish-confirm", "count", &number(data.asked)),
        hint: Some(words.get("console-publish-confirm-hint")),
        autocomplete: Some("off"),
        error: data.errors.of("confirm_count"),
        ..Field::default()
    })
}
