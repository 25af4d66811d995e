//! The tenant's settings, sites, staff and API keys.

use leptos::prelude::*;

use super::{
    fields::{
        Field, error_summary, input, language_options, select, submit, textarea, textarea_content,
    },
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, When, cell, column, dash, page_head, table, time},
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub controller_name: String,
    pub contact: String,
    pub authority: String,
    pub recipients: String,
    pub address: String,
    pub storage: String,
    pub jurisdiction: String,
    /// A name of the IANA time zone database.
    pub timezone: String,
    pub language: String,
    pub languages: Vec<String>,
    /// Days before a consent ends that renewal begins.
    pub lead_days: i64,
    /// Days after the request on which reminders go out, as typed: `14, 27`.
    pub reminder_days: String,
    pub sites: Vec<Site>,
    pub staff: Vec<StaffRow>,
    pub api_keys: Vec<ApiKeyRow>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Site {
    pub id: String,
    pub name: String,
    pub site_key: String,
    pub origins: Vec<String>,
    /// The HTML to paste into the career page.
    pub snippet: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct StaffRow {
    pub name: String,
    pub email: String,
    pub role: String,
    pub last_seen: Option<When>,
}

#[derive(Debug, Clone, Default)]
pub struct ApiKeyRow {
    /// The first characters, enough to tell keys apart.
    pub prefix: String,
    pub role: String,
    pub created: When,
    pub last_used: Option<When>,
}

/// `GET /console/settings`
pub fn settings_page(frame: &Frame, data: &Settings) -> String {
    let words = frame.words();
    let title = words.get("console-nav-settings");
    page(frame, Section::Settings, &title, || {
        view! {
            {page_head(&title, None, None)}
            {error_summary(&words, &data.errors)}
            {company(frame, data)}
            {sites(frame, data)}
            {staff(&words, data)}
            {api_keys(&words, data)}
        }
        .into_any()
    })
}

fn company(frame: &Frame, data: &Settings) -> AnyView {
    let words = frame.words();
    let save = frame
        .administers()
        .then(|| view! { <div class="submit-row">{submit(words.get("console-settings-save"), "button")}</div> });
    view! {
        <section class="card settings">
            <h2>{words.get("console-settings-company")}</h2>
            <form method="post" action="/console/settings">
                {csrf(frame)}
                <fieldset class="plain" disabled=!frame.administers()>
                    <legend class="visually-hidden">{words.get("console-settings-company")}</legend>
                    {controller_fields(&words, data)}
                    {receipt_fields(&words, data)}
                    {schedule_fields(&words, data)}
                </fieldset>
                {save}
            </form>
        </section>
    }
    .into_any()
}

fn controller_fields(words: &Words, data: &Settings) -> AnyView {
    let field = |name: &'static str, key: &str, value| Field {
        name,
        label: words.get(key),
        hint: Some(words.get(&format!("{key}-hint"))),
        value,
        required: true,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    view! {
        {input(field("controller_name", "console-settings-controller", &data.controller_name))}
        {input(field("contact", "console-settings-contact", &data.contact))}
        {input(field("timezone", "console-settings-timezone", &data.timezone))}
        {select(
            field("language", "console-settings-language", &data.language),
            language_options(words, &data.languages),
        )}
    }
    .into_any()
}

/// What texts and receipts say beside the consent itself.
fn receipt_fields(words: &Words, data: &Settings) -> AnyView {
    let field = |name: &'static str, value| Field {
        name,
        label: words.get(&format!("console-settings-{name}")),
        hint: Some(words.get(&format!("console-settings-{name}-hint"))),
        value,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    let jurisdiction = Field {
        required: true,
        ..field("jurisdiction", &data.jurisdiction)
    };
    view! {
        {input(field("address", &data.address))}
        {input(field("storage", &data.storage))}
        {input(field("recipients", &data.recipients))}
        {input(field("authority", &data.authority))}
        {input(jurisdiction)}
    }
    .into_any()
}

fn schedule_fields(words: &Words, data: &Settings) -> AnyView {
    let lead_days = data.lead_days.to_string();
    let lead = Field {
        name: "lead_days",
        label: words.get("console-settings-lead"),
        hint: Some(words.get("console-settings-lead-hint")),
        kind: "number",
        value: &lead_days,
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

fn sites(frame: &Frame, data: &Settings) -> AnyView {
    let words = frame.words();
    let items: Vec<_> = data
        .sites
        .iter()
        .map(|site| site_item(frame, site))
        .collect();
    view! {
        <section class="card settings">
            <h2>{words.get("console-sites-title")}</h2>
            <p class="hint">{words.get("console-sites-text")}</p>
            {items}
            {frame.administers().then(|| new_site(frame))}
        </section>
    }
    .into_any()
}

fn site_item(frame: &Frame, site: &Site) -> AnyView {
    let words = frame.words();
    let snippet_id = format!("snippet-{}", site.id);
    view! {
        <section class="site">
            <h3>{site.name.clone()}</h3>
            <div class="field">
                <label for=snippet_id.clone()>{words.get("console-site-snippet")}</label>
                <p class="hint" id=format!("{snippet_id}-hint")>{words.get("console-site-snippet-hint")}</p>
                <textarea
                    class="snippet"
                    id=snippet_id.clone()
                    rows="4"
                    readonly=true
                    aria-describedby=format!("{snippet_id}-hint")
                    inner_html=textarea_content(&site.snippet)
                ></textarea>
            </div>
            {match frame.administers() {
                true => origins_form(frame, site),
                false => view! { <p><code>{site.origins.join("\n")}</code></p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn origins_form(frame: &Frame, site: &Site) -> AnyView {
    let words = frame.words();
    let value = site.origins.join("\n");
    view! {
        <form method="post" action=format!("/console/settings/sites/{}", site.id)>
            {csrf(frame)}
            {textarea(origins_field(&words, &site.id, &value, &site.errors), 3)}
            {submit(words.get("console-site-save"), "button secondary")}
        </form>
    }
    .into_any()
}

fn origins_field<'a>(
    words: &Words,
    scope: &'a str,
    value: &'a str,
    errors: &FieldErrors,
) -> Field<'a> {
    Field {
        name: "origins",
        scope,
        label: words.get("console-site-origins"),
        hint: Some(words.get("console-site-origins-hint")),
        value,
        required: true,
        error: errors.of("origins"),
        ..Field::default()
    }
}

fn new_site(frame: &Frame) -> AnyView {
    let words = frame.words();
    let name = Field {
        name: "name",
        scope: "site",
        label: words.get("console-site-name"),
        required: true,
        ..Field::default()
    };
    view! {
        <details class="fold">
            <summary>{icon(Icon::Plus)}{words.get("console-site-new")}</summary>
            <form method="post" action="/console/settings/sites">
                {csrf(frame)}
                {input(name)}
                {textarea(origins_field(&words, "new-site", "", &FieldErrors::default()), 3)}
                {submit(words.get("console-site-create"), "button")}
            </form>
        </details>
    }
    .into_any()
}

fn staff(words: &Words, data: &Settings) -> AnyView {
    let columns = vec![
        column(&words.get("console-field-name")),
        column(&words.get("console-column-role")),
        column(&words.get("console-column-seen")),
    ];
    let rows = data.staff.iter().map(|row| staff_row(words, row)).collect();
    view! {
        <section class="card settings">
            <h2>{words.get("console-staff-title")}</h2>
            {table(words.get("console-staff-title"), columns, rows)}
        </section>
    }
    .into_any()
}

fn staff_row(words: &Words, row: &StaffRow) -> AnyView {
    let seen = row.last_seen.as_ref().map_or_else(|| dash(words), time);
    view! {
        <tr role="row">
            <td role="cell" class="person">
                <strong>{row.name.clone()}</strong><span class="sub">{row.email.clone()}</span>
            </td>
            {cell(&words.get("console-column-role"), "", words.role(&row.role).into_any())}
            {cell(&words.get("console-column-seen"), "", seen)}
        </tr>
    }
    .into_any()
}

fn api_keys(words: &Words, data: &Settings) -> AnyView {
    let columns = vec![
        column(&words.get("console-column-key")),
        column(&words.get("console-column-role")),
        column(&words.get("console-column-created")),
        column(&words.get("console-column-used")),
    ];
    let content = match data.api_keys.is_empty() {
        true => view! { <p class="hint">{words.get("console-keys-none")}</p> }.into_any(),
        false => {
            let rows = data
                .api_keys
                .iter()
                .map(|row| key_row(words, row))
                .collect();
            table(words.get("console-keys-title"), columns, rows)
        }
    };
    view! {
        <section class="card settings">
            <h2>{words.get("console-keys-title")}</h2>
            <p class="hint">{words.get("console-keys-text")}</p>
            {content}
        </section>
    }
    .into_any()
}

fn key_row(words: &Words, row: &ApiKeyRow) -> AnyView {
    let used = row.last_used.as_ref().map_or_else(|| dash(words), time);
    view! {
        <tr role="row">
            <td role="cell" class="person"><code>{format!("{}…", row.prefix)}</code></td>
            {cell(&words.get("console-column-role"), "", words.role(&row.role).into_any())}
            {cell(&words.get("console-column-created"), "", time(&row.created))}
            {cell(&words.get("console-column-used"), "", used)}
        </tr>
    }
    .into_any()
}
