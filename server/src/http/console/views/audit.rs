//! The audit log: who saw or changed what, and when.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, select},
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{
        FieldErrors, When, breakable, button_link, cell, column, dash, empty, page_head, table,
        time,
    },
    settings::nav::{Part, parts},
    words::{Words, query},
};

const PATH: &str = "/console/audit";

#[derive(Debug, Clone, Default)]
pub struct Audit {
    pub filter: Filter,
    /// `(value, word)` of everyone who stands in the log.
    pub actors: Vec<(String, String)>,
    pub actions: Vec<(String, String)>,
    pub rows: Vec<AuditRow>,
    pub next_cursor: Option<String>,
    pub errors: FieldErrors,
}

/// As in the address bar; empty means "any". Dates are `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub actor: String,
    pub action: String,
    pub candidate: String,
    pub from: String,
    pub to: String,
    pub cursor: String,
}

#[derive(Debug, Clone, Default)]
pub struct AuditRow {
    pub at: When,
    pub who: String,
    pub what: String,
    pub candidate_id: Option<String>,
    /// Whether there is still a page to link to.
    pub is_there: bool,
    pub detail: Option<String>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        let fields = [
            &self.actor,
            &self.action,
            &self.candidate,
            &self.from,
            &self.to,
        ];
        fields.iter().all(|value| value.is_empty())
    }

    fn href(&self, path: &str, cursor: &str) -> String {
        let pairs = query(&[
            ("actor", &self.actor),
            ("action", &self.action),
            ("candidate", &self.candidate),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", cursor),
        ]);
        format!("{path}{pairs}")
    }
}

/// `GET /console/audit`
pub fn audit_page(frame: &Frame, data: &Audit) -> String {
    let words = frame.words();
    let title = words.get("audit-title");
    let export = button_link(
        &data.filter.href("/console/audit/export", ""),
        Icon::Download,
        words.get("audit-export"),
        "button secondary",
    );
    page(frame, Section::Settings, &title, || {
        view! {
            {parts(&words, Part::Audit)}
            {page_head(&title, Some(words.get("audit-text")), Some(export))}
            {error_summary(&words, &data.errors)}
            {filter_form(&words, data)}
            {results(&words, data)}
        }
        .into_any()
    })
}

fn filter_form(words: &Words, data: &Audit) -> AnyView {
    let filter = &data.filter;
    let field = |name: &'static str, kind: &'static str, value| Field {
        name,
        label: words.get(&format!("audit-filter-{name}")),
        kind,
        value,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    let any = |choices: &[(String, String)]| {
        let mut all = vec![(String::new(), words.get("audit-filter-any"))];
        all.extend_from_slice(choices);
        all
    };
    let clear = (!filter.is_empty())
        .then(|| view! { <a class="button quiet" href=PATH>{words.get("audit-filter-clear")}</a> });
    view! {
        <form class="filter" method="get" action=PATH role="search">
            <div class="filter-fields">
                {select(field("actor", "", &filter.actor), any(&data.actors))}
                {select(field("action", "", &filter.action), any(&data.actions))}
                {input(field("from", "date", &filter.from))}
                {input(field("to", "date", &filter.to))}
                {input(field("candidate", "search", &filter.candidate))}
                <button type="submit" class="button">{words.get("audit-filter-apply")}</button>
                {clear}
            </div>
        </form>
    }
    .into_any()
}

fn results(words: &Words, data: &Audit) -> AnyView {
    if data.rows.is_empty() {
        let (title, text) = ("audit-none-title", "audit-none-text");
        return empty(Icon::Search, words.get(title), words.get(text), None);
    }
    let names = ["at", "who", "what", "candidate", "detail"];
    let columns = names
        .iter()
        .map(|name| column(&words.get(&format!("audit-column-{name}"))))
        .collect();
    let rows = data.rows.iter().map(|row| entry(words, row)).collect();
    view! {
        {table(words.get("audit-title"), columns, rows)}
        {pager(words, data)}
    }
    .into_any()
}

fn entry(words: &Words, row: &AuditRow) -> AnyView {
    let candidate = row
        .candidate_id
        .as_ref()
        .map_or_else(|| dash(words), |id| candidate(words, id, row.is_there));
    let detail = match &row.detail {
        Some(detail) => view! { <span class="detail">{breakable(detail)}</span> }.into_any(),
        None => dash(words),
    };
    view! {
        <tr role="row">
            {cell(&words.get("audit-column-at"), "", time(&row.at))}
            {cell(&words.get("audit-column-who"), "", breakable(&row.who))}
            {cell(&words.get("audit-column-what"), "wide", view! { <strong>{row.what.clone()}</strong> }.into_any())}
            {cell(&words.get("audit-column-candidate"), "", candidate)}
            {cell(&words.get("audit-column-detail"), "wide", detail)}
        </tr>
    }
    .into_any()
}

/// The end of an id tells people apart; its beginning is only the time.
fn candidate(words: &Words, id: &str, is_there: bool) -> AnyView {
    let short = id.rsplit('-').next().unwrap_or(id).to_owned();
    match is_there {
        true => {
            let href = format!("/console/candidates/{id}");
            view! { <a href=href title=id.to_owned()><code>{short}</code></a> }.into_any()
        }
        false => view! {
            <span title=id.to_owned()><code>{short}</code><span class="sub">{words.get("audit-gone")}</span></span>
        }
        .into_any(),
    }
}

fn pager(words: &Words, data: &Audit) -> AnyView {
    let first = (!data.filter.cursor.is_empty()).then(|| {
        view! { <a class="button quiet" href=data.filter.href(PATH, "")>{words.get("audit-newest")}</a> }
    });
    let next = data.next_cursor.as_ref().map(|cursor| {
        let href = data.filter.href(PATH, cursor);
        view! { <a class="button quiet" rel="next" href=href>{words.get("audit-older")}{icon(Icon::Arrow)}</a> }
    });
    view! {
        <div class="pager">
            <p>{words.count("audit-rows", data.rows.len() as i64)}</p>
            {first}
            {next}
        </div>
    }
    .into_any()
}
