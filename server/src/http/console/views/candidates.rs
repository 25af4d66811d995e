//! The list of candidates: search, filter, select.

use leptos::prelude::*;

use super::{
    fields::{Field, hidden, input, select},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{
        Deadline, STATUSES, When, button_link, cell, column, dash, deadline, empty, page_head,
        renewal, silent_column, status_pill, status_word, table, time,
    },
    words::{Words, number, query},
};

const PATH: &str = "/console/candidates";

#[derive(Debug, Clone, Default)]
pub struct Candidates {
    pub filter: Filter,
    pub counts: Vec<StatusCount>,
    /// All candidates of the tenant, whatever the filter.
    pub total: i64,
    /// How many the filter matches; known only when it is cheap to count.
    pub matching: Option<i64>,
    pub text_versions: Vec<VersionChoice>,
    pub rows: Vec<Row>,
    pub next_cursor: Option<String>,
}

/// The filter as it stands in the address bar; empty means "any". Dates are `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    pub status: String,
    pub text_version: String,
    pub consented_after: String,
    pub consented_before: String,
    /// Where this page starts; empty on the first.
    pub cursor: String,
}

#[derive(Debug, Clone)]
pub struct StatusCount {
    pub status: String,
    pub count: i64,
}

#[derive(Debug, Clone)]
pub struct VersionChoice {
    pub id: String,
    /// "Future jobs, version 3".
    pub label: String,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub email: String,
    pub status: String,
    pub last_consent: Option<LastConsent>,
    pub deadline: Option<Deadline>,
    /// `none`, `queued`, `asked`, `bounced` or `answered`.
    pub renewal: String,
}

#[derive(Debug, Clone)]
pub struct LastConsent {
    pub at: When,
    pub version: i64,
    pub language: String,
}

impl Filter {
    fn is_empty(&self) -> bool {
        let first_page = Self {
            cursor: String::new(),
            ..self.clone()
        };
        first_page == Self::default()
    }

    fn has_details(&self) -> bool {
        [
            &self.text_version,
            &self.consented_after,
            &self.consented_before,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }

    fn href(&self, status: &str, cursor: &str) -> String {
        format!("{PATH}{}", self.query(status, cursor))
    }

    fn query(&self, status: &str, cursor: &str) -> String {
        query(&[
            ("q", &self.q),
            ("status", status),
            ("text_version", &self.text_version),
            ("consented_after", &self.consented_after),
            ("consented_before", &self.consented_before),
            ("cursor", cursor),
        ])
    }
}

/// `GET /console/candidates`
pub fn candidates_page(frame: &Frame, data: &Candidates) -> String {
    let words = frame.words();
    let title = words.get("console-candidates-title");
    page(frame, Section::Candidates, &title, || {
        view! {
            {page_head(&title, Some(words.count("console-candidates-total", data.total)), register_link(frame))}
            {filter_form(&words, data)}
            {status_tabs(&words, data)}
            {results(frame, data)}
        }
        .into_any()
    })
}

fn register_link(frame: &Frame) -> Option<AnyView> {
    frame.handles_candidates().then(|| {
        let words = frame.words();
        let link = |href: &str, sign, key: &str, class| button_link(href, sign, words.get(key), class);
        view! {
            {link("/console/batches", Icon::Clock, "batch-link", "button quiet")}
            {link("/console/import", Icon::Paper, "import-link", "button secondary")}
            {link("/console/candidates/new", Icon::Plus, "console-register-link", "button secondary")}
        }
        .into_any()
    })
}

fn filter_form(words: &Words, data: &Candidates) -> AnyView {
    let filter = &data.filter;
    let status = (!filter.status.is_empty()).then(|| hidden("status", &filter.status));
    view! {
        <form class="filter" method="get" action=PATH role="search">
            {status}
            <div class="search">
                <label class="visually-hidden" for="q">{words.get("console-search-label")}</label>
                {icon(Icon::Search)}
                <input id="q" name="q" type="search" value=filter.q.clone() placeholder=words.get("console-search-label")/>
                <button type="submit" class="button">{words.get("console-search")}</button>
            </div>
            <details open=filter.has_details()>
                <summary>{words.get("console-filter-more")}</summary>
                {filter_details(words, data)}
            </details>
        </form>
    }
    .into_any()
}

fn filter_details(words: &Words, data: &Candidates) -> AnyView {
    let filter = &data.filter;
    let mut versions = vec![(String::new(), words.get("console-filter-any-version"))];
    versions.extend(
        data.text_versions
            .iter()
            .map(|v| (v.id.clone(), v.label.clone())),
    );
    let date = |name, key: &str, value| Field {
        name,
        label: words.get(key),
        kind: "date",
        value,
        ..Field::default()
    };
    let version = Field {
        name: "text_version",
        label: words.get("console-filter-version"),
        value: &filter.text_version,
        ..Field::default()
    };
    view! {
        <div class="filter-fields">
            {select(version, versions)}
            {input(date("consented_after", "console-filter-after", &filter.consented_after))}
            {input(date("consented_before", "console-filter-before", &filter.consented_before))}
            <button type="submit" class="button secondary">{words.get("console-filter-apply")}</button>
        </div>
    }
    .into_any()
}

/// One link for each status, with how many there are.
fn status_tabs(words: &Words, data: &Candidates) -> AnyView {
    let all = tab(data, "", words.get("console-status-all"), data.total);
    let others = STATUSES.iter().filter_map(|status| {
        let count = data.counts.iter().find(|count| count.status == *status)?;
        Some(tab(data, status, status_word(words, status), count.count))
    });
    let tabs: Vec<_> = std::iter::once(all).chain(others).collect();
    view! { <nav class="tabs" aria-label=words.get("console-filter-status")><ul>{tabs}</ul></nav> }
        .into_any()
}

fn tab(data: &Candidates, status: &str, word: String, count: i64) -> AnyView {
    let current = (data.filter.status == status).then_some("true");
    view! {
        <li>
            <a href=data.filter.href(status, "") aria-current=current>
                {word}" "<span class="count">{number(count)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn results(frame: &Frame, data: &Candidates) -> AnyView {
    let words = frame.words();
    if data.rows.is_empty() {
        return nothing(frame, data);
    }
    let list = view! {
        {candidate_table(frame, &data.rows)}
        {pager(&words, data)}
    };
    if !frame.handles_candidates() {
        return list.into_any();
    }
    let filter = data.filter.query(&data.filter.status, "");
    view! {
        <form method="post" action="/console/renewals/preview" class="selection">
            {csrf(frame)}
            {hidden("filter", filter.trim_start_matches('?'))}
            {list}
            {bulk_bar(&words, data)}
        </form>
    }
    .into_any()
}

fn nothing(frame: &Frame, data: &Candidates) -> AnyView {
    let words = frame.words();
    match data.filter.is_empty() {
        true => empty(
            Icon::People,
            words.get("console-candidates-none-title"),
            words.get("console-candidates-none-text"),
            register_link(frame),
        ),
        false => empty(
            Icon::Search,
            words.get("console-candidates-no-match-title"),
            words.get("console-candidates-no-match-text"),
            Some(view! { <a class="button secondary" href=PATH>{words.get("console-filter-clear")}</a> }.into_any()),
        ),
    }
}

fn candidate_table(frame: &Frame, rows: &[Row]) -> AnyView {
    let words = frame.words();
    let mut columns = vec![
        column(&words.get("console-column-candidate")),
        column(&words.get("console-column-status")),
        column(&words.get("console-column-consent")),
        column(&words.get("console-column-deadline")),
        column(&words.get("console-column-renewal")),
    ];
    let selectable = frame.handles_candidates();
    if selectable {
        columns.insert(0, silent_column(&words.get("console-column-select")));
    }
    let rows = rows
        .iter()
        .map(|row| table_row(&words, row, selectable))
        .collect();
    table(words.get("console-candidates-title"), columns, rows)
}

fn table_row(words: &Words, row: &Row, selectable: bool) -> AnyView {
    let consent = row
        .last_consent
        .as_ref()
        .map_or_else(|| dash(words), |consent| last_consent(words, consent));
    let due = row
        .deadline
        .as_ref()
        .map_or_else(|| dash(words), |due| deadline(words, due));
    let asked = renewal(words, &row.renewal).unwrap_or_else(|| dash(words));
    view! {
        <tr role="row">
            {selectable.then(|| select_cell(words, row))}
            <td role="cell" class="person">
                <a href=format!("{PATH}/{}", row.id)>{row.name.clone()}</a>
                <span class="sub">{row.email.clone()}</span>
            </td>
            {cell(&words.get("console-column-status"), "", status_pill(words, &row.status))}
            {cell(&words.get("console-column-consent"), "", consent)}
            {cell(&words.get("console-column-deadline"), "", due)}
            {cell(&words.get("console-column-renewal"), "", asked)}
        </tr>
    }
    .into_any()
}

fn select_cell(words: &Words, row: &Row) -> AnyView {
    let label = words.with("console-select-candidate", "name", &row.name);
    view! {
        <td role="cell" class="select">
            <label class="hit">
                <input type="checkbox" name="id" value=row.id.clone() aria-label=label/>
            </label>
        </td>
    }
    .into_any()
}

fn last_consent(words: &Words, consent: &LastConsent) -> AnyView {
    let version = words.fill(
        "console-consent-version",
        &[
            ("version", &consent.version.to_string()),
            ("language", &words.language_name(&consent.language)),
        ],
    );
    view! { <span>{time(&consent.at)}</span><span class="sub">{version}</span> }.into_any()
}

fn pager(words: &Words, data: &Candidates) -> AnyView {
    let filter = &data.filter;
    let first = (!filter.cursor.is_empty()).then(|| {
        view! { <a class="button quiet" href=filter.href(&filter.status, "")>{words.get("console-page-first")}</a> }
    });
    let next = data.next_cursor.as_ref().map(|cursor| {
        let href = filter.href(&filter.status, cursor);
        view! { <a class="button quiet" rel="next" href=href>{words.get("console-page-next")}{icon(Icon::Arrow)}</a> }
    });
    view! {
        <div class="pager">
            <p>{words.count("console-page-rows", data.rows.len() as i64)}</p>
            {export_link(words, filter)}
            {first}
            {next}
        </div>
    }
    .into_any()
}

fn export_link(words: &Words, filter: &Filter) -> AnyView {
    let href = format!("{PATH}.csv{}", filter.query(&filter.status, ""));
    button_link(
        &href,
        Icon::Download,
        words.get("export-link"),
        "button quiet",
    )
}

/// What can be done with the marked rows, or with everyone the filter matches.
fn bulk_bar(words: &Words, data: &Candidates) -> AnyView {
    let everyone = data.matching.map(|count| {
        view! {
            <label class="hit everyone">
                <input type="checkbox" name="all" value="1"/>
                <span>{words.count("console-bulk-all", count)}</span>
            </label>
        }
    });
    view! {
        <div class="bulk" role="group" aria-label=words.get("console-bulk-label")>
            <p>{words.get("console-bulk-label")}</p>
            {everyone}
            <div class="bulk-buttons">
                <button type="submit" class="button">{words.get("console-bulk-renew")}</button>
                <button type="submit" class="button danger" formaction="/console/erasures/preview">
                    {words.get("console-bulk-erase")}
                </button>
            </div>
        </div>
    }
    .into_any()
}
