//! Erasures done, and a sweep that stopped because it would have erased too many.

use leptos::prelude::*;

use super::{
    fields::{Field, hidden, input, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{
        FieldErrors, When, cell, column, empty, notice, page_head, silent_column, table, time,
    },
    words::{Words, number, query},
};

#[derive(Debug, Clone, Default)]
pub struct Erasures {
    pub stopped: Option<StoppedSweep>,
    pub waiting: Vec<WaitingBatch>,
    pub rows: Vec<ErasureRow>,
    pub next_cursor: Option<String>,
}

/// A sweep over the limit of rule 15 waits for two admins.
#[derive(Debug, Clone, Default)]
pub struct StoppedSweep {
    pub id: String,
    /// How many would be erased, and the limit for a day.
    pub count: i64,
    pub limit: i64,
    pub stopped_at: When,
    /// Names of the admins who have approved so far.
    pub approved_by: Vec<String>,
    /// Whether the person looking may add the approval that is missing.
    pub may_approve: bool,
    /// The reader has approved, and another admin has to.
    pub needs_another: bool,
    pub errors: FieldErrors,
}

/// An erasure of many that waits for a second admin.
#[derive(Debug, Clone)]
pub struct WaitingBatch {
    pub id: String,
    pub count: i64,
    pub who: String,
}

#[derive(Debug, Clone)]
pub struct ErasureRow {
    pub id: String,
    pub candidate_id: String,
    /// `unanswered`, `declined`, `withdrawn`, `requested` or `staff`.
    pub reason: String,
    pub erased_at: When,
}

/// `GET /console/erasures`
pub fn erasures_page(frame: &Frame, data: &Erasures) -> String {
    let words = frame.words();
    let title = words.get("console-nav-erasures");
    page(frame, Section::Erasures, &title, || {
        view! {
            {page_head(&title, Some(words.get("console-erasures-lead")), None)}
            {data.stopped.as_ref().map(|sweep| stopped(frame, sweep))}
            {data.waiting.iter().map(|batch| waiting(&words, batch)).collect::<Vec<_>>()}
            {list(&words, data)}
        }
        .into_any()
    })
}

fn waiting(words: &Words, batch: &WaitingBatch) -> AnyView {
    let title = words.count("batch-title-erase", batch.count);
    let body = view! {
        <p>{words.with("batch-waiting-text", "who", &batch.who)}</p>
        <a class="button secondary" href=format!("/console/batches/{}", batch.id)>{words.get("batch-look")}</a>
    };
    notice("notice", Icon::Clock, title, body.into_any())
}

fn stopped(frame: &Frame, sweep: &StoppedSweep) -> AnyView {
    let words = frame.words();
    let text = words.fill(
        "console-sweep-text",
        &[
            ("count", &number(sweep.count)),
            ("limit", &number(sweep.limit)),
        ],
    );
    let approved = match sweep.approved_by.is_empty() {
        true => words.get("console-sweep-approved-none"),
        false => words.with(
            "console-sweep-approved",
            "who",
            &sweep.approved_by.join(", "),
        ),
    };
    let body = view! {
        <p>{text}</p>
        <p class="sub">{words.get("console-sweep-since")}" "{time(&sweep.stopped_at)}". "{approved}</p>
        {sweep.may_approve.then(|| approve_form(frame, sweep))}
        {(!sweep.may_approve && sweep.needs_another).then(|| another(&words))}
    };
    notice(
        "notice danger",
        Icon::Warning,
        words.get("console-sweep-title"),
        body.into_any(),
    )
}

/// One approval is there, and whoever gave it can not give the second.
fn another(words: &Words) -> AnyView {
    view! { <p>{words.get("console-sweep-another")}" "<a href="/console/staff">{words.get("console-sweep-invite")}</a></p> }
        .into_any()
}

fn approve_form(frame: &Frame, sweep: &StoppedSweep) -> AnyView {
    let words = frame.words();
    let count = Field {
        name: "confirm_count",
        label: words.with("console-confirm-count", "count", &number(sweep.count)),
        required: true,
        autocomplete: Some("off"),
        error: sweep
            .errors
            .of("confirm_count")
            .map(|_| words.with("mistake-count", "count", &number(sweep.count))),
        ..Field::default()
    };
    view! {
        <form method="post" action="/console/erasures/sweep/approve">
            {csrf(frame)}
            {hidden("sweep_id", &sweep.id)}
            {input(count)}
            {submit(words.get("console-sweep-approve"), "button danger")}
            <p class="hint">{words.get("console-sweep-two")}</p>
        </form>
    }
    .into_any()
}

fn list(words: &Words, data: &Erasures) -> AnyView {
    if data.rows.is_empty() {
        let (title, text) = ("console-erasures-none-title", "console-erasures-none-text");
        return empty(Icon::Erase, words.get(title), words.get(text), None);
    }
    let columns = vec![
        column(&words.get("console-column-erased")),
        column(&words.get("console-column-reason")),
        column(&words.get("console-column-erasure-id")),
        silent_column(&words.get("console-certificate-paper")),
    ];
    let rows = data
        .rows
        .iter()
        .map(|row| erasure_row(words, row))
        .collect();
    let next = data.next_cursor.as_deref().map(|cursor| {
        let href = format!("/console/erasures{}", query(&[("cursor", cursor)]));
        view! {
            <div class="pager">
                <a class="button quiet" rel="next" href=href>{words.get("console-page-next")}{icon(Icon::Arrow)}</a>
            </div>
        }
    });
    view! { {table(words.get("console-nav-erasures"), columns, rows)}{next} }.into_any()
}

fn erasure_row(words: &Words, row: &ErasureRow) -> AnyView {
    let reason = match row.reason.as_str() {
        known @ ("unanswered" | "declined" | "withdrawn" | "requested" | "staff") => {
            words.get(&format!("console-reason-{known}"))
        }
        other => other.to_owned(),
    };
    let certificate = format!("/console/erasures/{}/certificate", row.id);
    let paper = format!("{certificate}.pdf");
    view! {
        <tr role="row">
            {cell(&words.get("console-column-erased"), "", time(&row.erased_at))}
            {cell(&words.get("console-column-reason"), "", reason.into_any())}
            {cell(&words.get("console-column-erasure-id"), "", view! { <code>{row.id.clone()}</code> }.into_any())}
            <td role="cell" class="end">
                {download(paper, words.get("console-certificate-paper"), &row.id)}
                {download(certificate, words.get("console-certificate"), &row.id)}
            </td>
        </tr>
    }
    .into_any()
}

fn download(href: String, word: String, id: &str) -> AnyView {
    view! {
        <a class="button quiet" href=href download="">
            {icon(Icon::Download)}{word}<span class="visually-hidden">" "{id.to_owned()}</span>
        </a>
    }
    .into_any()
}
