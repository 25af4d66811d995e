//! The list of candidates: search, filter, sort, select.

use leptos::prelude::*;

use super::{
    fields::hidden,
    filter::{active, filter_form, saved},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{
        Deadline, FieldErrors, STATUSES, When, breakable, button_link, cell, column, dash,
        deadline, empty, page_head, renewal, silent_column, status_pill, status_word, table, time,
    },
    words::{Words, number, query},
};
pub use crate::candidates::filter::Filter;
pub use crate::candidates::list::Sort;

pub(super) const PATH: &str = "/console/candidates";

#[derive(Debug, Clone, Default)]
pub struct Candidates {
    pub filter: Filter,
    pub sort: Sort,
    pub counts: Vec<StatusCount>,
    /// All candidates of the tenant, whatever the filter.
    pub total: i64,
    /// When the counts were made, if that was not for this page.
    pub counted: Option<When>,
    /// How many the filter matches, as far as it is quick to count.
    pub matching: Option<i64>,
    /// There are more than `matching`.
    pub matching_more: bool,
    pub choices: Choices,
    pub saved: Vec<Saved>,
    /// What was wrong with a filter to be kept.
    pub errors: FieldErrors,
    pub rows: Vec<Row>,
    pub next_cursor: Option<String>,
    pub previous_cursor: Option<String>,
    /// The search has not gone through all candidates; the next page goes on.
    pub unfinished: bool,
}

/// What can be chosen in the filter, as `(value, word)`.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub texts: Vec<(String, String)>,
    pub versions: Vec<(String, String)>,
    pub purposes: Vec<(String, String)>,
}

/// A filter kept under a name.
#[derive(Debug, Clone)]
pub struct Saved {
    pub id: String,
    pub name: String,
    pub filter: Filter,
    pub sort: Sort,
}

#[derive(Debug, Clone)]
pub struct StatusCount {
    pub status: String,
    pub count: i64,
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

/// The list's address. Without a cursor it is the first page.
pub fn href(filter: &Filter, sort: Sort, cursor: &str) -> String {
    format!("{PATH}{}", address(filter, sort, cursor))
}

fn address(filter: &Filter, sort: Sort, cursor: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = filter
        .fields()
        .into_iter()
        .map(|(name, value)| (name, value.as_deref().unwrap_or_default()))
        .collect();
    if sort != Sort::default() {
        pairs.push(("sort", sort.as_str()));
    }
    pairs.push(("cursor", cursor));
    query(&pairs)
}

impl Candidates {
    fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }

    fn page(&self, cursor: &str) -> String {
        href(&self.filter, self.sort, cursor)
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
            {saved(frame, data)}
            {status_tabs(&words, data)}
            {active(&words, data)}
            {results(frame, data)}
            {data.counted.as_ref().map(|at| counted(&words, at))}
        }
        .into_any()
    })
}

fn counted(words: &Words, at: &When) -> AnyView {
    view! { <p class="hint counted">{words.with("list-counted", "at", &at.shown)}</p> }.into_any()
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

/// One link for each status, with how many there are.
fn status_tabs(words: &Words, data: &Candidates) -> AnyView {
    let all = tab(data, None, words.get("console-status-all"), data.total);
    let others = STATUSES.iter().filter_map(|status| {
        let count = data.counts.iter().find(|count| count.status == *status)?;
        let word = status_word(words, status);
        Some(tab(data, Some(status), word, count.count))
    });
    let tabs: Vec<_> = std::iter::once(all).chain(others).collect();
    view! { <nav class="tabs" aria-label=words.get("console-filter-status")><ul>{tabs}</ul></nav> }
        .into_any()
}

fn tab(data: &Candidates, status: Option<&str>, word: String, count: i64) -> AnyView {
    let current = (data.filter.status.as_deref() == status).then_some("true");
    let filter = Filter {
        status: status.map(str::to_owned),
        ..data.filter.clone()
    };
    view! {
        <li>
            <a href=href(&filter, data.sort, "") aria-current=current>
                {word}" "<span class="count">{number(count)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn results(frame: &Frame, data: &Candidates) -> AnyView {
    let words = frame.words();
    if data.rows.is_empty() && !data.unfinished {
        return nothing(frame, data);
    }
    let list = view! {
        {sorts(&words, data)}
        {(!data.rows.is_empty()).then(|| candidate_table(frame, &data.rows))}
        {data.unfinished.then(|| view! { <p class="hint">{words.get("list-unfinished")}</p> })}
        {pager(&words, data)}
    };
    if !frame.handles_candidates() || data.rows.is_empty() {
        return list.into_any();
    }
    let filter = address(&data.filter, data.sort, "");
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
    match data.is_filtered() {
        false => empty(
            Icon::People,
            words.get("console-candidates-none-title"),
            words.get("console-candidates-none-text"),
            register_link(frame),
        ),
        true => empty(
            Icon::Search,
            words.get("console-candidates-no-match-title"),
            words.get("console-candidates-no-match-text"),
            Some(view! { <a class="button secondary" href=PATH>{words.get("console-filter-clear")}</a> }.into_any()),
        ),
    }
}

fn sorts(words: &Words, data: &Candidates) -> AnyView {
    let links: Vec<_> = Sort::ALL
        .into_iter()
        .map(|sort| {
            let current = (sort == data.sort).then_some("true");
            let word = words.get(&format!("list-sort-{sort}"));
            view! { <li><a href=href(&data.filter, sort, "") aria-current=current>{word}</a></li> }
        })
        .collect();
    let matching = data.matching.filter(|_| data.is_filtered()).map(|count| {
        let key = match data.matching_more {
            true => "list-matching-more",
            false => "list-matching",
        };
        view! { <p class="matching">{words.count(key, count)}</p> }
    });
    view! {
        <div class="list-head">
            {matching}
            <nav class="sorts" aria-label=words.get("list-sort")>
                <span aria-hidden="true">{words.get("list-sort")}</span>
                <ul>{links}</ul>
            </nav>
        </div>
    }
    .into_any()
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
                <span class="sub">{breakable(&row.email)}</span>
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
    let previous = data.previous_cursor.as_ref().map(|cursor| {
        view! {
            <a class="button quiet" href=data.page("")>{words.get("console-page-first")}</a>
            <a class="button quiet" rel="prev" href=data.page(cursor)>{words.get("list-page-previous")}</a>
        }
    });
    let next = data.next_cursor.as_ref().map(|cursor| {
        let key = match data.unfinished {
            true => "list-unfinished-next",
            false => "console-page-next",
        };
        view! { <a class="button quiet" rel="next" href=data.page(cursor)>{words.get(key)}{icon(Icon::Arrow)}</a> }
    });
    view! {
        <div class="pager">
            <p>{words.count("console-page-rows", data.rows.len() as i64)}</p>
            {export_link(words, data)}
            {previous}
            {next}
        </div>
    }
    .into_any()
}

fn export_link(words: &Words, data: &Candidates) -> AnyView {
    let href = format!("{PATH}.csv{}", address(&data.filter, data.sort, ""));
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
        let key = match data.matching_more {
            true => "list-all-more",
            false => "console-bulk-all",
        };
        view! {
            <label class="hit everyone">
                <input type="checkbox" name="all" value="1"/>
                <span>{words.count(key, count)}</span>
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
