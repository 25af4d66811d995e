//! An action on many candidates: the list before it starts, its progress, its report.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, submit},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{
        FieldErrors, When, back, breakable, button_link, cell, column, empty, facts, notice,
        page_head, table, time,
    },
    words::{Words, number},
};

const PATH: &str = "/console/batches";
const LIST: &str = "/console/candidates";

#[derive(Debug, Clone, Default)]
pub struct BatchPage {
    pub id: String,
    /// `ask`, `erase` or `import`.
    pub act: String,
    /// `draft`, `waiting`, `running`, `done` or `cancelled`.
    pub state: String,
    pub total: i64,
    /// How many of them have been dealt with, one way or another.
    pub handled: i64,
    /// How many it was done to.
    pub done: i64,
    /// The first of them, in the order of the list, while it waits.
    pub names: Vec<String>,
    /// How many ended how so far.
    pub outcomes: Vec<(String, i64)>,
    /// Chosen candidates who are not on the list, and why.
    pub left_alone: Vec<(String, i64)>,
    pub started_by: String,
    pub approved_by: Option<String>,
    pub started: When,
    pub ended: Option<When>,
    pub may_manage: bool,
    pub may_approve: bool,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone)]
pub struct BatchRow {
    pub id: String,
    pub act: String,
    pub state: String,
    pub total: i64,
    pub handled: i64,
    pub started_by: String,
    pub started: When,
}

/// `GET /console/batches/{id}`
pub fn batch_page(frame: &Frame, data: &BatchPage) -> String {
    let words = frame.words();
    let title = words.count(&format!("batch-title-{}", data.act), data.total);
    page(frame, Section::Candidates, &title, || {
        if data.state == "draft" && data.total == 0 {
            return nobody(&words, data);
        }
        let body = match data.state.as_str() {
            "draft" => draft(frame, data),
            "waiting" => waiting(frame, data),
            "running" => running(frame, data),
            _ => report(&words, data),
        };
        let (href, word) = match data.state.as_str() {
            "draft" => (LIST, "console-candidates-title"),
            _ => (PATH, "batches-title"),
        };
        view! {
            {back(href, words.get(word))}
            {page_head(&title, None, None)}
            {error_summary(&words, &data.errors)}
            <div class="sheet">{body}</div>
        }
        .into_any()
    })
}

fn nobody(words: &Words, data: &BatchPage) -> AnyView {
    view! {
        {back(LIST, words.get("console-candidates-title"))}
        {page_head(&words.get("batch-nobody-title"), Some(words.get("batch-nobody-text")), None)}
        {left_alone(words, data)}
    }
    .into_any()
}

fn draft(frame: &Frame, data: &BatchPage) -> AnyView {
    let words = frame.words();
    let (class, word) = match data.act.as_str() {
        "erase" => ("button danger", "batch-confirm-erase"),
        _ => ("button", "batch-confirm-ask"),
    };
    let confirm = data.may_manage.then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/confirm", data.id)>
                {csrf(frame)}
                {count_field(&words, data)}
                <div class="submit-row">
                    {submit(words.count(word, data.total), class)}
                    <button type="submit" class="button quiet" formnovalidate formaction=format!("{PATH}/{}/cancel", data.id)>
                        {words.get("console-cancel")}
                    </button>
                </div>
            </form>
        }
    });
    view! {
        {explanation(&words, data)}
        {people(&words, data)}
        {confirm}
    }
    .into_any()
}

fn explanation(words: &Words, data: &BatchPage) -> AnyView {
    if data.act == "erase" {
        let text = view! { <p>{words.get("batch-erase-text")}</p> }.into_any();
        return notice(
            "notice danger",
            Icon::Warning,
            words.get("batch-erase-warning"),
            text,
        );
    }
    view! { <p>{words.get("batch-ask-text")}</p> }.into_any()
}

/// Who is on the list: the first by name, all as a file.
fn people(words: &Words, data: &BatchPage) -> AnyView {
    let shown: Vec<_> = data
        .names
        .iter()
        .map(|name| view! { <li>{name.clone()}</li> })
        .collect();
    let rest = data.total - data.names.len() as i64;
    let more = (rest > 0).then(|| view! { <p class="hint">{words.count("batch-more", rest)}</p> });
    let file = format!("{PATH}/{}/candidates.csv", data.id);
    view! {
        <h2>{words.get("batch-who")}</h2>
        <ul class="names">{shown}</ul>
        {more}
        <p>{button_link(&file, Icon::Download, words.get("batch-download"), "button secondary")}</p>
        <p class="hint">{words.get("batch-frozen")}" "{(data.state == "draft").then(|| words.get("batch-kept"))}</p>
        {left_alone(words, data)}
    }
    .into_any()
}

fn left_alone(words: &Words, data: &BatchPage) -> Option<AnyView> {
    if data.left_alone.is_empty() {
        return None;
    }
    let reasons = outcome_items(words, &data.left_alone);
    Some(
        view! { <h2>{words.get("batch-left-alone")}</h2><ul class="reasons">{reasons}</ul> }
            .into_any(),
    )
}

fn outcome_items(words: &Words, outcomes: &[(String, i64)]) -> Vec<AnyView> {
    let item = |(outcome, count): &(String, i64)| {
        let text = words.count(&format!("batch-outcome-{outcome}"), *count);
        view! { <li>{text}</li> }.into_any()
    };
    outcomes.iter().map(item).collect()
}

fn count_field(words: &Words, data: &BatchPage) -> AnyView {
    input(Field {
        name: "confirm_count",
        label: words.with("console-confirm-count", "count", &number(data.total)),
        required: true,
        autocomplete: Some("off"),
        error: data.errors.of("confirm_count"),
        ..Field::default()
    })
}

fn waiting(frame: &Frame, data: &BatchPage) -> AnyView {
    let words = frame.words();
    let text = words.with("batch-waiting-text", "who", &data.started_by);
    let approve = data.may_approve.then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/approve", data.id)>
                {csrf(frame)}
                {count_field(&words, data)}
                <div class="submit-row">{submit(words.count("batch-approve", data.total), "button danger")}</div>
            </form>
        }
    });
    view! {
        {notice("notice", Icon::Clock, words.get("batch-waiting-title"), view! { <p>{text}</p> }.into_any())}
        {people(&words, data)}
        {approve}
        {cancel_form(frame, data, "batch-cancel-waiting")}
    }
    .into_any()
}

fn cancel_form(frame: &Frame, data: &BatchPage, word: &'static str) -> Option<AnyView> {
    data.may_manage.then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/cancel", data.id)>
                {csrf(frame)}
                <div class="submit-row">{submit(frame.words().get(word), "button secondary")}</div>
            </form>
        }
        .into_any()
    })
}

fn running(frame: &Frame, data: &BatchPage) -> AnyView {
    let words = frame.words();
    let far = words.fill(
        "batch-progress",
        &[
            ("handled", &number(data.handled)),
            ("total", &number(data.total)),
        ],
    );
    view! {
        <p><label for="batch-bar">{far}</label></p>
        <progress id="batch-bar" class="batch-bar" max=data.total.to_string() value=data.handled.to_string()></progress>
        <p class="hint">{words.get("batch-running-text")}</p>
        <p><a href=format!("{PATH}/{}", data.id)>{words.get("batch-look-again")}</a></p>
        {cancel_form(frame, data, "batch-cancel-running")}
    }
    .into_any()
}

fn report(words: &Words, data: &BatchPage) -> AnyView {
    let rest = data.total - data.handled;
    let cancelled = (data.state == "cancelled").then(|| {
        let text = view! { <p>{words.count("batch-cancelled-text", rest)}</p> }.into_any();
        notice(
            "notice",
            Icon::Cross,
            words.get("batch-cancelled-title"),
            text,
        )
    });
    let done = data.outcomes.iter().filter(|(outcome, _)| is_done(outcome));
    let done: Vec<_> = done
        .map(|(outcome, count)| {
            let key = match outcome.as_str() {
                "done" => format!("batch-done-{}", data.act),
                other => format!("batch-outcome-{other}"),
            };
            view! { <p class="lead">{words.count(&key, *count)}</p> }
        })
        .collect();
    let skipped: Vec<_> = data
        .outcomes
        .iter()
        .filter(|(outcome, _)| !is_done(outcome))
        .cloned()
        .collect();
    let skipped = (!skipped.is_empty()).then(|| {
        view! {
            <h2>{words.get("batch-skipped")}</h2>
            <ul class="reasons">{outcome_items(words, &skipped)}</ul>
        }
    });
    view! {
        {cancelled}
        {done}
        {skipped}
        {left_alone(words, data)}
        <h2>{words.get("batch-facts")}</h2>
        {when_and_who(words, data)}
    }
    .into_any()
}

fn is_done(outcome: &str) -> bool {
    matches!(outcome, "done" | "created" | "updated" | "unchanged")
}

fn when_and_who(words: &Words, data: &BatchPage) -> AnyView {
    let mut pairs = vec![
        (words.get("batch-total"), number(data.total).into_any()),
        (words.get("batch-started-by"), breakable(&data.started_by)),
        (words.get("batch-started"), time(&data.started)),
    ];
    if let Some(who) = &data.approved_by {
        pairs.push((words.get("batch-approved-by"), breakable(who)));
    }
    if let Some(ended) = &data.ended {
        pairs.push((words.get("batch-ended"), time(ended)));
    }
    facts(pairs)
}

/// `GET /console/batches`
pub fn batches_page(frame: &Frame, rows: &[BatchRow]) -> String {
    let words = frame.words();
    let title = words.get("batches-title");
    page(frame, Section::Candidates, &title, || {
        let list = match rows.is_empty() {
            true => empty(
                Icon::People,
                words.get("batches-none-title"),
                words.get("batches-none-text"),
                None,
            ),
            false => row_table(&words, rows),
        };
        view! {
            {back(LIST, words.get("console-candidates-title"))}
            {page_head(&title, Some(words.get("batches-lead")), None)}
            {list}
        }
        .into_any()
    })
}

fn row_table(words: &Words, rows: &[BatchRow]) -> AnyView {
    let columns = ["what", "state", "who", "when"];
    let columns = columns.map(|name| column(&words.get(&format!("batches-column-{name}"))));
    let rows = rows.iter().map(|row| table_row(words, row)).collect();
    table(words.get("batches-title"), columns.into(), rows)
}

fn table_row(words: &Words, row: &BatchRow) -> AnyView {
    let what = words.count(&format!("batch-title-{}", row.act), row.total);
    let state = match row.state.as_str() {
        "running" => words.fill(
            "batch-progress",
            &[
                ("handled", &number(row.handled)),
                ("total", &number(row.total)),
            ],
        ),
        state => words.get(&format!("batch-state-{state}")),
    };
    let link = view! { <a href=format!("{PATH}/{}", row.id)>{what}</a> }.into_any();
    view! {
        <tr role="row">
            {cell(&words.get("batches-column-what"), "", link)}
            {cell(&words.get("batches-column-state"), "", state.into_any())}
            {cell(&words.get("batches-column-who"), "", breakable(&row.started_by))}
            {cell(&words.get("batches-column-when"), "", time(&row.started))}
        </tr>
    }
    .into_any()
}
