//! The tenant's settings: the organisation and how it renews. The other parts have their own files.

pub mod lists;
pub mod nav;
pub mod record;
pub mod sign_in;
pub mod sites;
pub mod webhooks;

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, language_options, select, submit},
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, page_head},
    words::Words,
};
use nav::{Part, parts};

#[derive(Debug, Clone, Default)]
pub struct Organisation {
    pub controller_name: String,
    pub contact: String,
    pub address: String,
    pub dpo: String,
    pub authority: String,
    pub jurisdiction: String,
    pub storage: String,
    /// A name of the IANA time zone database.
    pub timezone: String,
    pub language: String,
    pub languages: Vec<String>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Renewal {
    /// Days before a consent ends that renewal begins, as typed.
    pub lead_days: String,
    /// Days after the request on which reminders go out, as typed: `14, 27`.
    pub reminder_days: String,
    /// Purpose, text and validity, as they are published.
    pub validities: Vec<Validity>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Validity {
    pub purpose: String,
    pub text: String,
    pub text_id: String,
    pub months: String,
}

/// A page of the settings: its heading and what stands under it.
fn settings_page(
    frame: &Frame,
    part: Part,
    key: &str,
    errors: &FieldErrors,
    main: impl FnOnce(&Words) -> AnyView,
) -> String {
    let words = frame.words();
    let title = words.get(&format!("{key}-title"));
    page(frame, Section::Settings, &title, || {
        view! {
            {parts(&words, part)}
            {page_head(&title, Some(words.get(&format!("{key}-text"))), None)}
            {error_summary(&words, errors)}
            {main(&words)}
        }
        .into_any()
    })
}

/// The button under a form; only for those who may.
fn save_row(frame: &Frame) -> Option<AnyView> {
    let word = frame.words().get("set-save");
    frame
        .administers()
        .then(|| view! { <div class="submit-row">{submit(word, "button")}</div> }.into_any())
}

/// A form of settings; readers see it but can change nothing.
fn form(frame: &Frame, action: &'static str, legend: String, fields: AnyView) -> AnyView {
    let inside = view! {
        <fieldset class="plain" disabled=!frame.administers()>
            <legend class="visually-hidden">{legend}</legend>
            {fields}
        </fieldset>
        {save_row(frame)}
    };
    form_around(frame, "card settings", action.to_owned(), inside.into_any())
}

/// For readers there is nothing to send, and so no form.
fn form_around(frame: &Frame, class: &'static str, action: String, inside: AnyView) -> AnyView {
    match frame.administers() {
        true => view! {
            <form class=class method="post" action=action>
                {csrf(frame)}
                {inside}
            </form>
        }
        .into_any(),
        false => view! { <div class=class>{inside}</div> }.into_any(),
    }
}

/// `GET /console/settings`
pub fn organisation_page(frame: &Frame, data: &Organisation) -> String {
    settings_page(
        frame,
        Part::Organisation,
        "set-organisation",
        &data.errors,
        |words| {
            let fields = view! { {controller(words, data)}{place(words, data)} }.into_any();
            let legend = words.get("set-organisation-title");
            form(frame, "/console/settings", legend, fields)
        },
    )
}

fn controller(words: &Words, data: &Organisation) -> AnyView {
    let field = |name: &'static str, key: &str, value, required| Field {
        name,
        label: words.get(key),
        hint: Some(words.get(&format!("{key}-hint"))),
        value,
        required,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    view! {
        {input(field("controller_name", "console-settings-controller", &data.controller_name, true))}
        {input(field("contact", "console-settings-contact", &data.contact, true))}
        {input(field("address", "console-settings-address", &data.address, false))}
        {input(field("dpo", "set-dpo", &data.dpo, false))}
        {input(field("authority", "console-settings-authority", &data.authority, false))}
        {input(field("storage", "console-settings-storage", &data.storage, false))}
    }
    .into_any()
}

fn place(words: &Words, data: &Organisation) -> AnyView {
    let field = |name: &'static str, value| Field {
        name,
        label: words.get(&format!("console-settings-{name}")),
        hint: Some(words.get(&format!("console-settings-{name}-hint"))),
        value,
        required: true,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    view! {
        {input(field("jurisdiction", &data.jurisdiction))}
        {input(field("timezone", &data.timezone))}
        {select(field("language", &data.language), language_options(words, &data.languages))}
    }
    .into_any()
}

/// `GET /console/settings/renewal`
pub fn renewal_page(frame: &Frame, data: &Renewal) -> String {
    settings_page(frame, Part::Renewal, "set-renewal", &data.errors, |words| {
        let legend = words.get("set-renewal-title");
        view! {
            {form(frame, "/console/settings/renewal", legend, schedule(words, data))}
            {validities(words, data)}
        }
        .into_any()
    })
}

fn schedule(words: &Words, data: &Renewal) -> AnyView {
    let lead = Field {
        name: "lead_days",
        label: words.get("console-settings-lead"),
        hint: Some(words.get("console-settings-lead-hint")),
        kind: "number",
        value: &data.lead_days,
        required: true,
        error: data.errors.of("lead_days"),
        ..Field::default()
    };
    let reminders = Field {
        name: "reminder_days",
        label: words.get("console-settings-reminders"),
        hint: Some(words.get("console-settings-reminders-hint")),
        value: &data.reminder_days,
        error: data.errors.of("reminder_days"),
        ..Field::default()
    };
    view! { {input(lead)}{input(reminders)} }.into_any()
}

/// Validity belongs to the text: it is what the candidate agreed to.
fn validities(words: &Words, data: &Renewal) -> AnyView {
    let rows: Vec<_> = data
        .validities
        .iter()
        .map(|validity| {
            let href = format!("/console/texts/{}", validity.text_id);
            view! {
                <div>
                    <dt>{validity.purpose.clone()}</dt>
                    <dd>{validity.months.clone()}" · "<a href=href>{validity.text.clone()}</a></dd>
                </div>
            }
        })
        .collect();
    view! {
        <section class="card settings">
            <h2>{words.get("set-validity-title")}</h2>
            <p class="hint">{words.get("set-validity-text")}</p>
            <dl class="facts">{rows}</dl>
        </section>
    }
    .into_any()
}
