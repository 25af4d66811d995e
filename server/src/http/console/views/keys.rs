//! API keys.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, submit},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{
        FieldErrors, When, breakable, cell, column, dash, empty, notice, or_dash, page_head,
        silent_column, table, time,
    },
    staff::{access_tabs, role_choice},
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct Keys {
    pub keys: Vec<Key>,
    /// The secret of a key just made: shown now and never again.
    pub made: Option<String>,
    /// The new key as typed.
    pub name: String,
    pub role: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Key {
    pub id: String,
    pub name: String,
    pub role: String,
    pub created_by: String,
    pub created: When,
    pub last_used: Option<When>,
}

/// `GET /console/keys`
pub fn keys_page(frame: &Frame, data: &Keys) -> String {
    let words = frame.words();
    let title = words.get("accounts-keys-title");
    page(frame, Section::Staff, &title, || {
        view! {
            {page_head(&title, Some(words.get("accounts-keys-text")), None)}
            {access_tabs(&words, "/console/keys")}
            {error_summary(&words, &data.errors)}
            {data.made.as_deref().map(|secret| made(&words, secret))}
            {list(frame, data)}
            {frame.administers().then(|| new_key(frame, data))}
        }
        .into_any()
    })
}

fn made(words: &Words, secret: &str) -> AnyView {
    let body = view! {
        <p>{words.get("accounts-key-made-text")}</p>
        <p><code class="secret">{secret.to_owned()}</code></p>
    };
    notice(
        "notice",
        Icon::Check,
        words.get("accounts-key-made"),
        body.into_any(),
    )
}

fn list(frame: &Frame, data: &Keys) -> AnyView {
    let words = frame.words();
    if data.keys.is_empty() {
        return empty(
            Icon::Lock,
            words.get("accounts-keys-none"),
            words.get("accounts-keys-none-text"),
            None,
        );
    }
    let mut columns: Vec<_> = [
        "accounts-key-name",
        "accounts-role",
        "accounts-key-created",
        "accounts-key-used",
    ]
    .map(|key| column(&words.get(key)))
    .into();
    if frame.administers() {
        columns.push(silent_column(&words.get("accounts-key-revoke")));
    }
    let rows = data.keys.iter().map(|key| row(frame, key)).collect();
    table(words.get("accounts-keys-title"), columns, rows)
}

fn row(frame: &Frame, key: &Key) -> AnyView {
    let words = frame.words();
    let name = Some(key.name.clone());
    let used = key.last_used.as_ref().map_or_else(|| dash(&words), time);
    let created = view! { <span>{time(&key.created)}<span class="sub">{breakable(&key.created_by)}</span></span> };
    let revoke = frame.administers().then(|| {
        let form = view! {
            <form method="post" action=format!("/console/keys/{}/revoke", key.id)>
                {csrf(frame)}
                {submit(words.get("accounts-key-revoke"), "button quiet")}
            </form>
        };
        cell("", "end", form.into_any())
    });
    view! {
        <tr role="row">
            <td role="cell" class="person"><strong>{or_dash(&words, &name)}</strong></td>
            {cell(&words.get("accounts-role"), "", words.role(&key.role).into_any())}
            {cell(&words.get("accounts-key-created"), "", created.into_any())}
            {cell(&words.get("accounts-key-used"), "", used)}
            {revoke}
        </tr>
    }
    .into_any()
}

fn new_key(frame: &Frame, data: &Keys) -> AnyView {
    let words = frame.words();
    let name = Field {
        name: "name",
        label: words.get("accounts-key-name"),
        hint: Some(words.get("accounts-key-name-hint")),
        value: &data.name,
        required: true,
        autocomplete: Some("off"),
        error: data.errors.of("name"),
        ..Field::default()
    };
    view! {
        <section class="card settings invite">
            <h2>{words.get("accounts-key-new")}</h2>
            <form class="narrow" method="post" action="/console/keys">
                {csrf(frame)}
                {input(name)}
                {role_choice(&words, &data.role)}
                {submit(words.get("accounts-key-make"), "button")}
            </form>
        </section>
    }
    .into_any()
}
