//! Webhooks: the list, one endpoint with its log, and the secret that is shown once.

use leptos::prelude::*;

use super::super::{
    fields::{Field, checkbox_checked, error_summary, hidden, input, submit, textarea_content},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, When, back, cell, column, dash, empty, notice, page_head, table, time},
    words::Words,
};
use super::nav::{Part, parts};
use super::settings_page;

const PATH: &str = "/console/settings/webhooks";

#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    pub rows: Vec<WebhookRow>,
    pub form: WebhookForm,
}

#[derive(Debug, Clone, Default)]
pub struct WebhookRow {
    pub id: String,
    pub url: String,
    /// `active`, `failing` or `disabled`.
    pub state: String,
    pub last_attempt: Option<When>,
}

#[derive(Debug, Clone, Default)]
pub struct WebhookForm {
    pub url: String,
    /// Each type there is, and whether it is chosen.
    pub events: Vec<(String, bool)>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    pub row: WebhookRow,
    pub failing_since: Option<When>,
    /// Until when the secret before signs as well.
    pub previous_secret_until: Option<When>,
    pub form: WebhookForm,
    /// How many messages wait: they go when the endpoint is disabled or removed.
    pub waiting: i64,
    pub deliveries: Vec<DeliveryRow>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct DeliveryRow {
    pub id: String,
    pub event: String,
    pub queued: When,
    /// `queued`, `delivered` or `failed`.
    pub state: String,
    pub attempts: i64,
    pub status: Option<i64>,
    /// A word such as `timeout`.
    pub error: Option<String>,
    pub next_attempt: Option<When>,
}

/// `GET /console/settings/webhooks`
pub fn webhooks_page(frame: &Frame, data: &Webhooks) -> String {
    let errors = data.form.errors.clone();
    settings_page(frame, Part::Webhooks, "hook", &errors, |words| {
        let list = match data.rows.is_empty() {
            true => empty(
                Icon::Arrow,
                words.get("hook-none-title"),
                words.get("hook-none-text"),
                None,
            ),
            false => list(words, &data.rows),
        };
        let new = frame.administers().then(|| {
            let open = data.rows.is_empty() || !data.form.errors.0.is_empty();
            view! {
                <details class="card settings" open=open>
                    <summary>{icon(Icon::Plus)}{words.get("hook-new")}</summary>
                    {endpoint_form(frame, PATH, &data.form, words.get("hook-add"))}
                </details>
            }
        });
        view! { {list}{new} }.into_any()
    })
}

fn list(words: &Words, rows: &[WebhookRow]) -> AnyView {
    let names = ["url", "state", "last"];
    let columns = names
        .iter()
        .map(|name| column(&words.get(&format!("hook-column-{name}"))))
        .collect();
    let rows = rows
        .iter()
        .map(|row| {
            let last = row.last_attempt.as_ref().map_or_else(|| dash(words), time);
            view! {
                <tr role="row">
                    <td role="cell" class="person"><a href=format!("{PATH}/{}", row.id)>{row.url.clone()}</a></td>
                    {cell(&words.get("hook-column-state"), "", state_pill(words, &row.state))}
                    {cell(&words.get("hook-column-last"), "", last)}
                </tr>
            }
            .into_any()
        })
        .collect();
    table(words.get("hook-title"), columns, rows)
}

fn state_pill(words: &Words, state: &str) -> AnyView {
    let (class, sign) = match state {
        "active" | "delivered" => ("pill valid", Icon::Check),
        "failing" | "failed" => ("pill refused", Icon::Warning),
        "queued" => ("pill awaiting", Icon::Clock),
        _ => ("pill expired", Icon::Dotted),
    };
    let word = words.get(&format!("hook-state-{state}"));
    view! { <span class=class>{icon(sign)}{word}</span> }.into_any()
}

fn endpoint_form(frame: &Frame, action: &str, form: &WebhookForm, word: String) -> AnyView {
    let words = frame.words();
    let url = Field {
        name: "url",
        label: words.get("hook-url"),
        hint: Some(words.get("hook-url-hint")),
        value: &form.url,
        kind: "url",
        required: true,
        autocomplete: Some("off"),
        error: form.errors.of("url"),
        ..Field::default()
    };
    let events: Vec<_> = form
        .events
        .iter()
        .map(|(event, chosen)| {
            let id = format!("event-{}", event.replace('.', "-"));
            checkbox_checked(&id, "event", event, event_words(&words, event), *chosen)
        })
        .collect();
    view! {
        <form method="post" action=action.to_owned()>
            {csrf(frame)}
            {input(url)}
            <fieldset class="events" id="field-events">
                <legend>{words.get("hook-events")}</legend>
                {events}
            </fieldset>
            {submit(word, "button")}
        </form>
    }
    .into_any()
}

fn event_words(words: &Words, event: &str) -> String {
    words.get(&format!("hook-event-{}", event.replace('.', "-")))
}

/// `GET /console/settings/webhooks/{id}`
pub fn endpoint_page(frame: &Frame, data: &Endpoint) -> String {
    let words = frame.words();
    let title = words.get("hook-endpoint-title");
    page(frame, Section::Settings, &title, || {
        view! {
            {parts(&words, Part::Webhooks)}
            {back(PATH, words.get("hook-title"))}
            {page_head(&title, Some(data.row.url.clone()), test_button(frame, data))}
            {error_summary(&words, &data.form.errors)}
            {state(&words, data)}
            {log(&words, data)}
            {frame.administers().then(|| manage(frame, data))}
        }
        .into_any()
    })
}

fn test_button(frame: &Frame, data: &Endpoint) -> Option<AnyView> {
    frame.administers().then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/test", data.row.id)>
                {csrf(frame)}
                {submit(frame.words().get("hook-test"), "button")}
            </form>
        }
        .into_any()
    })
}

fn state(words: &Words, data: &Endpoint) -> AnyView {
    let failing = data.failing_since.as_ref().map(|since| {
        let body = view! { <p>{words.get("hook-failing-text")}" "{time(since)}"."</p> }.into_any();
        notice(
            "notice danger",
            Icon::Warning,
            words.get("hook-failing"),
            body,
        )
    });
    let overlap = data.previous_secret_until.as_ref().map(|until| {
        view! { <p class="hint">{words.get("hook-overlap")}" "{time(until)}"."</p> }
    });
    view! {
        {failing}
        <div class="status-line">{state_pill(words, &data.row.state)}{overlap}</div>
    }
    .into_any()
}

fn log(words: &Words, data: &Endpoint) -> AnyView {
    let content = match data.deliveries.is_empty() {
        true => view! { <p class="hint">{words.get("hook-log-none")}</p> }.into_any(),
        false => deliveries(words, data),
    };
    view! {
        <section class="card" id="log">
            <h2>{words.get("hook-log")}</h2>
            <p class="hint">{words.get("hook-log-text")}</p>
            {content}
        </section>
    }
    .into_any()
}

fn deliveries(words: &Words, data: &Endpoint) -> AnyView {
    let names = ["event", "queued", "state", "answer"];
    let columns = names
        .iter()
        .map(|name| column(&words.get(&format!("hook-column-{name}"))))
        .collect();
    let rows = data
        .deliveries
        .iter()
        .map(|row| delivery(words, row))
        .collect();
    let next = data.next_cursor.as_ref().map(|cursor| {
        let href = format!("{PATH}/{}?cursor={cursor}", data.row.id);
        view! { <div class="pager"><a class="button quiet" rel="next" href=href>{words.get("audit-older")}{icon(Icon::Arrow)}</a></div> }
    });
    view! { {table(words.get("hook-log"), columns, rows)}{next} }.into_any()
}

fn delivery(words: &Words, row: &DeliveryRow) -> AnyView {
    let answer = match (row.status, &row.error) {
        (Some(status), _) => format!("HTTP {status}"),
        (None, Some(error)) => words.get(&format!("hook-error-{error}")),
        (None, None) => String::new(),
    };
    let next = row
        .next_attempt
        .as_ref()
        .filter(|_| row.attempts > 0)
        .map(|next| view! { <span class="sub">{words.get("hook-next")}" "{time(next)}</span> });
    view! {
        <tr role="row">
            <td role="cell" class="person">
                <strong>{event_words(words, &row.event)}</strong><span class="sub"><code>{row.id.clone()}</code></span>
            </td>
            {cell(&words.get("hook-column-queued"), "", time(&row.queued))}
            {cell(&words.get("hook-column-state"), "", state_pill(words, &row.state))}
            {cell(&words.get("hook-column-answer"), "", view! {
                <span>{answer}<span class="sub">{words.count("hook-attempts", row.attempts)}</span>{next}</span>
            }.into_any())}
        </tr>
    }
    .into_any()
}

fn manage(frame: &Frame, data: &Endpoint) -> AnyView {
    let words = frame.words();
    let path = format!("{PATH}/{}", data.row.id);
    let (switch, value) = match data.row.state.as_str() {
        "disabled" => ("hook-enable", "1"),
        _ => ("hook-disable", "0"),
    };
    let one = |action: &str, key: &str, class: &'static str, extra: Option<AnyView>| {
        view! {
            <form method="post" action=action.to_owned()>
                {csrf(frame)}
                {extra}
                <p class="hint">{words.count(&format!("{key}-text"), data.waiting)}</p>
                {submit(words.get(key), class)}
            </form>
        }
        .into_any()
    };
    view! {
        <section class="card settings">
            <h2>{words.get("hook-change")}</h2>
            {endpoint_form(frame, &path, &data.form, words.get("set-save"))}
        </section>
        <section class="card settings stack">
            <h2>{words.get("hook-more")}</h2>
            {one(&format!("{path}/secret"), "hook-rotate", "button secondary", None)}
            {one(&format!("{path}/switch"), switch, "button secondary", Some(hidden("enabled", value)))}
            {one(&format!("{path}/remove"), "hook-remove", "button danger", None)}
        </section>
    }
    .into_any()
}

/// After adding or rotating: the one time the secret is seen.
pub fn secret_page(frame: &Frame, row: &WebhookRow, secret: &str) -> String {
    let words = frame.words();
    let title = words.get("hook-secret-title");
    page(frame, Section::Settings, &title, || {
        view! {
            {parts(&words, Part::Webhooks)}
            {page_head(&title, Some(words.get("hook-secret-text")), None)}
            <section class="card settings">
                <p>{row.url.clone()}</p>
                <div class="field">
                    <label for="secret">{words.get("hook-secret")}</label>
                    <p class="hint" id="secret-hint">{words.get("hook-secret-hint")}</p>
                    <textarea class="snippet" id="secret" rows="2" readonly=true aria-describedby="secret-hint" inner_html=textarea_content(secret)></textarea>
                </div>
                <a class="button" href=format!("{PATH}/{}", row.id)>{words.get("hook-secret-done")}</a>
            </section>
        }
        .into_any()
    })
}
