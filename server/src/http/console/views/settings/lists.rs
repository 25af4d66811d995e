//! Recipients, and what is kept for how long: lists that are edited whole, with an empty row at the end.

use leptos::prelude::*;

use super::super::{
    fields::{Field, checkbox, input, select, textarea},
    icons::{Icon, icon},
    layout::Frame,
    parts::{FieldErrors, button_link},
    words::Words,
};
use super::nav::Part;
use super::{form_around, save_row, settings_page};

#[derive(Debug, Clone, Default)]
pub struct Recipients {
    pub rows: Vec<RecipientRow>,
    /// In words, for when the list is empty.
    pub words: String,
    /// `(code, name)`.
    pub countries: Vec<(String, String)>,
    /// What `{{recipients}}` will say in the next version that is published.
    pub sentence: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct RecipientRow {
    pub name: String,
    pub kind: String,
    pub purpose: String,
    pub country: String,
    pub safeguard: String,
}

#[derive(Debug, Clone, Default)]
pub struct Retention {
    pub rows: Vec<CategoryRow>,
    /// The rows are the built-in ones; saving makes them the tenant's own.
    pub is_proposed: bool,
    /// `(value, word)`.
    pub bases: Vec<(String, String)>,
    pub security: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct CategoryRow {
    pub data: String,
    pub subjects: String,
    pub purpose: String,
    pub basis: String,
    pub period: String,
}

/// One row of a list's form. Fields of the same name come in the order of the rows.
struct Row<'a> {
    words: &'a Words<'a>,
    errors: &'a FieldErrors,
    list: &'static str,
    index: usize,
    scope: String,
}

impl<'a> Row<'a> {
    fn new(
        words: &'a Words<'a>,
        errors: &'a FieldErrors,
        list: &'static str,
        index: usize,
    ) -> Self {
        Self {
            words,
            errors,
            list,
            index,
            scope: format!("{list}-{index}"),
        }
    }

    fn field<'f>(&'f self, name: &'f str, value: &'f str) -> Field<'f> {
        let (list, index) = (self.list, self.index);
        Field {
            name,
            scope: &self.scope,
            label: self.words.get(&format!("set-{list}-{name}")),
            value,
            autocomplete: Some("off"),
            error: self.errors.of(&format!("{list}.{index}.{name}")),
            ..Field::default()
        }
    }

    fn remove(&self, legend: &str) -> AnyView {
        let id = format!("remove-{}", self.scope);
        let label = self.words.with("set-list-remove", "name", legend);
        view! { <div class="remove">{checkbox(&id, "remove", &self.index.to_string(), label)}</div> }.into_any()
    }
}

/// `GET /console/settings/recipients`
pub fn recipients_page(frame: &Frame, data: &Recipients) -> String {
    let errors = data.errors.clone();
    settings_page(
        frame,
        Part::Recipients,
        "set-recipients",
        &errors,
        |words| {
            let rows: Vec<_> = (0..data.rows.len())
                .map(|index| recipient(frame, words, data, index))
                .collect();
            let new = frame.administers().then(|| {
                view! {
                    <details class="new-row" open=data.rows.is_empty()>
                        <summary>{icon(Icon::Plus)}{words.get("set-recipients-new")}</summary>
                        {recipient(frame, words, data, data.rows.len())}
                    </details>
                }
            });
            let fields = view! {
                <fieldset class="list" id="field-recipient_list" disabled=!frame.administers()>
                    <legend class="visually-hidden">{words.get("set-recipients-title")}</legend>
                    {rows}
                    {new}
                    {in_words(words, data)}
                </fieldset>
                {save_row(frame)}
            };
            let action = "/console/settings/recipients".to_owned();
            view! {
                {form_around(frame, "card settings", action, fields.into_any())}
                <section class="card settings">
                    <h2>{words.get("set-recipients-sentence")}</h2>
                    <p class="hint">{words.get("set-recipients-sentence-hint")}</p>
                    <blockquote>{data.sentence.clone()}</blockquote>
                </section>
            }
            .into_any()
        },
    )
}

fn recipient(frame: &Frame, words: &Words, data: &Recipients, index: usize) -> AnyView {
    let empty = RecipientRow {
        kind: "processor".to_owned(),
        country: "SE".to_owned(),
        ..RecipientRow::default()
    };
    let is_new = index >= data.rows.len();
    let row = data.rows.get(index).unwrap_or(&empty);
    let form = Row::new(words, &data.errors, "recipient_list", index);
    let legend = if is_new {
        words.get("set-recipients-new")
    } else {
        row.name.clone()
    };
    let kinds = ["processor", "recipient"]
        .map(|kind| (kind.to_owned(), words.get(&format!("recipient-{kind}"))))
        .to_vec();
    let safeguard = Field {
        hint: Some(words.get("set-recipient_list-safeguard-hint")),
        ..form.field("safeguard", &row.safeguard)
    };
    view! {
        <fieldset class="row">
            <legend>{legend.clone()}</legend>
            {input(form.field("name", &row.name))}
            {select(form.field("kind", &row.kind), kinds)}
            {input(form.field("purpose", &row.purpose))}
            {select(form.field("country", &row.country), data.countries.clone())}
            {input(safeguard)}
            {(frame.administers() && !is_new).then(|| form.remove(&legend))}
        </fieldset>
    }
    .into_any()
}

fn in_words(words: &Words, data: &Recipients) -> AnyView {
    input(Field {
        name: "recipients",
        label: words.get("set-recipients-words"),
        hint: Some(words.get("set-recipients-words-hint")),
        value: &data.words,
        autocomplete: Some("off"),
        error: data.errors.of("recipients"),
        ..Field::default()
    })
}

/// `GET /console/settings/retention`
pub fn retention_page(frame: &Frame, data: &Retention) -> String {
    settings_page(
        frame,
        Part::Retention,
        "set-retention",
        &data.errors,
        |words| {
            let proposed = data
                .is_proposed
                .then(|| view! { <p class="flash note">{words.get("set-retention-proposed")}</p> });
            let rows: Vec<_> = (0..data.rows.len())
                .map(|index| category(frame, words, data, index))
                .collect();
            let new = frame.administers().then(|| {
                view! {
                    <details class="new-row">
                        <summary>{icon(Icon::Plus)}{words.get("set-retention-new")}</summary>
                        {category(frame, words, data, data.rows.len())}
                    </details>
                }
            });
            let fields = view! {
                <fieldset class="list" id="field-retention" disabled=!frame.administers()>
                    <legend class="visually-hidden">{words.get("set-retention-title")}</legend>
                    {rows}
                    {new}
                    {security(words, data)}
                </fieldset>
                {save_row(frame)}
            };
            let action = "/console/settings/retention".to_owned();
            view! {
                {record_links(words)}
                {proposed}
                {form_around(frame, "card settings", action, fields.into_any())}
            }
            .into_any()
        },
    )
}

fn record_links(words: &Words) -> AnyView {
    button_link(
        "/console/settings/record",
        Icon::Paper,
        words.get("set-record-open"),
        "button secondary record-link",
    )
}

fn category(frame: &Frame, words: &Words, data: &Retention, index: usize) -> AnyView {
    let empty = CategoryRow {
        basis: "consent".to_owned(),
        ..CategoryRow::default()
    };
    let is_new = index >= data.rows.len();
    let row = data.rows.get(index).unwrap_or(&empty);
    let form = Row::new(words, &data.errors, "retention", index);
    let legend = if is_new {
        words.get("set-retention-new")
    } else {
        row.data.clone()
    };
    view! {
        <fieldset class="row">
            <legend>{legend.clone()}</legend>
            {input(form.field("data", &row.data))}
            {input(form.field("subjects", &row.subjects))}
            {textarea(form.field("purpose", &row.purpose), 2)}
            {select(form.field("basis", &row.basis), data.bases.clone())}
            {textarea(form.field("period", &row.period), 2)}
            {(frame.administers() && !is_new).then(|| form.remove(&legend))}
        </fieldset>
    }
    .into_any()
}

fn security(words: &Words, data: &Retention) -> AnyView {
    let field = Field {
        name: "security",
        label: words.get("set-security"),
        hint: Some(words.get("set-security-hint")),
        value: &data.security,
        error: data.errors.of("security"),
        ..Field::default()
    };
    textarea(field, 5)
}
