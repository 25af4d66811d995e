//! The first page: how things stand, what comes in the next 30 days, what needs a person.

use leptos::prelude::*;

use super::{
    chart::{ChartDay, chart},
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{STATUSES, empty, page_head, status_pill},
    words::{Words, number},
};

#[derive(Debug, Clone, Default)]
pub struct Overview {
    pub total: i64,
    /// `(status, count)`
    pub counts: Vec<(String, i64)>,
    /// The next 30 days, today first.
    pub days: Vec<ChartDay>,
    pub needs: Vec<Need>,
    /// Set until a text has been published: what a new customer does first.
    pub first_steps: bool,
}

/// Something that waits for a person.
#[derive(Debug, Clone)]
pub struct Need {
    /// `bounced`, `hold_ends`, `sweep_stopped` or `draft`.
    pub kind: String,
    /// Already in words: "3 addresses bounced".
    pub text: String,
    pub href: String,
}

/// `GET /console`
pub fn overview_page(frame: &Frame, data: &Overview) -> String {
    let words = frame.words();
    let title = words.get("console-nav-overview");
    page(frame, Section::Overview, &title, || {
        view! {
            {page_head(&title, None, None)}
            {data.first_steps.then(|| first_steps(&words))}
            {numbers(&words, data)}
            <div class="columns">
                <div class="side-column">{needs(&words, data)}</div>
                <div class="main-column">{upcoming(&words, data)}</div>
            </div>
        }
        .into_any()
    })
}

fn first_steps(words: &Words) -> AnyView {
    view! {
        <section class="notice">
            {icon(Icon::Text)}
            <div>
                <h2>{words.get("console-first-title")}</h2>
                <p>{words.get("console-first-text")}</p>
                <p><a class="button" href="/console/texts">{words.get("console-first-link")}</a></p>
            </div>
        </section>
    }
    .into_any()
}

fn numbers(words: &Words, data: &Overview) -> AnyView {
    let all =
        view! { <span class="pill">{icon(Icon::People)}{words.get("console-status-all")}</span> };
    let all = tile("/console/candidates".to_owned(), data.total, all.into_any());
    let by_status = STATUSES
        .iter()
        .filter_map(|status| data.counts.iter().find(|(name, _)| name == status))
        .map(|(status, count)| {
            let href = format!("/console/candidates?status={status}");
            tile(href, *count, status_pill(words, status))
        });
    let tiles: Vec<_> = std::iter::once(all).chain(by_status).collect();
    view! { <ul class="figures" aria-label=words.get("console-filter-status")>{tiles}</ul> }
        .into_any()
}

fn tile(href: String, count: i64, word: AnyView) -> AnyView {
    view! { <li><a href=href><span class="figure">{number(count)}</span>{word}</a></li> }.into_any()
}

fn upcoming(words: &Words, data: &Overview) -> AnyView {
    view! {
        <section class="card">
            <h2>{words.get("console-chart-title")}</h2>
            <p class="hint">{words.get("console-chart-text")}</p>
            {chart(words, &data.days)}
        </section>
    }
    .into_any()
}

fn needs(words: &Words, data: &Overview) -> AnyView {
    let items: Vec<_> = data.needs.iter().map(need).collect();
    let list = match items.is_empty() {
        true => empty(
            Icon::Check,
            words.get("console-needs-none-title"),
            words.get("console-needs-none-text"),
            None,
        ),
        false => view! { <ul class="needs">{items}</ul> }.into_any(),
    };
    view! { <section class="card"><h2>{words.get("console-needs-title")}</h2>{list}</section> }
        .into_any()
}

fn need(need: &Need) -> AnyView {
    let sign = match need.kind.as_str() {
        "bounced" => Icon::Bounce,
        "hold_ends" => Icon::Lock,
        "draft" => Icon::Pen,
        _ => Icon::Warning,
    };
    view! { <li><a href=need.href.clone()>{icon(sign)}<span>{need.text.clone()}</span>{icon(Icon::Arrow)}</a></li> }
        .into_any()
}
