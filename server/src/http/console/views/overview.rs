//! The first page: how things stand, what comes in the next 30 days, what needs a person.

use leptos::prelude::*;

use super::{
    chart::{ChartDay, chart},
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{STATUSES, When, empty, page_head, status_pill},
    words::{Words, number},
};

#[derive(Debug, Clone, Default)]
pub struct Overview {
    pub total: i64,
    /// `(status, count)`
    pub counts: Vec<(String, i64)>,
    /// Requests the mail server has accepted and nobody has answered.
    pub asked: i64,
    /// Those of them who have been reminded.
    pub silent: i64,
    pub bounced: i64,
    /// The next 30 days, today first.
    pub days: Vec<ChartDay>,
    pub funnels: Vec<Funnel>,
    /// When the figures were counted, if that was not for this page.
    pub counted: Option<When>,
    pub needs: Vec<Need>,
    /// Set until a text has been published: what a new customer does first.
    pub first_steps: bool,
}

/// What became of the requests of the last `days` days.
#[derive(Debug, Clone, Default)]
pub struct Funnel {
    pub days: i64,
    pub sent: i64,
    pub accepted: i64,
    pub viewed: i64,
    pub answered: i64,
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
                <div class="main-column">
                    {upcoming(&words, data)}
                    {data.funnels.iter().map(|one| funnel(&words, one)).collect::<Vec<_>>()}
                </div>
            </div>
            {data.counted.as_ref().map(|at| view! { <p class="hint">{words.with("overview-counted", "at", &at.shown)}</p> })}
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
    view! {
        <h2 class="visually-hidden">{words.get("overview-by-status")}</h2>
        <ul class="figures" aria-label=words.get("overview-by-status")>{tiles}</ul>
        {requests(words, data)}
    }
    .into_any()
}

/// Requests under way: asked, of them silent, and those that came back.
fn requests(words: &Words, data: &Overview) -> AnyView {
    let mark = |sign, word: String, hint: Option<String>| {
        view! { <span class="pill">{icon(sign)}{word}</span>{hint.map(|hint| view! { <span class="sub">{hint}</span> })} }
            .into_any()
    };
    let list = |query: &str| format!("/console/candidates?{query}");
    let hint = words.get("overview-silent-hint");
    let tiles = [
        tile(
            list("renewal=asked"),
            data.asked,
            mark(Icon::Envelope, words.get("overview-asked"), None),
        ),
        // Whoever has been reminded has the nearest deadlines.
        tile(
            list("renewal=asked&sort=deadline"),
            data.silent,
            mark(Icon::Clock, words.get("overview-silent"), Some(hint)),
        ),
        tile(
            list("renewal=bounced"),
            data.bounced,
            mark(Icon::Bounce, words.get("overview-bounced"), None),
        ),
    ];
    view! {
        <h2 class="visually-hidden">{words.get("overview-by-renewal")}</h2>
        <ul class="figures requests" aria-label=words.get("overview-by-renewal")>{Vec::from(tiles)}</ul>
    }
    .into_any()
}

fn tile(href: String, count: i64, word: AnyView) -> AnyView {
    view! { <li><a href=href><span class="figure">{number(count)}</span>{word}</a></li> }.into_any()
}

/// Each step as a number and as a bar, beside the share of what was sent.
fn funnel(words: &Words, data: &Funnel) -> AnyView {
    let days = data.days.to_string();
    if data.sent == 0 {
        return view! {
            <section class="card">
                <h2>{words.with("overview-funnel", "days", &days)}</h2>
                <p class="hint">{words.get("overview-funnel-none")}</p>
            </section>
        }
        .into_any();
    }
    let steps = [
        ("sent", data.sent),
        ("accepted", data.accepted),
        ("viewed", data.viewed),
        ("answered", data.answered),
    ];
    let rows: Vec<_> = steps
        .into_iter()
        .map(|(step, count)| {
            let word = words.get(&format!("overview-funnel-{step}"));
            let share = count * 100 / data.sent;
            let width = (count * 100).div_euclid(data.sent).clamp(0, 100).to_string();
            view! {
                <tr>
                    <th scope="row">{word}</th>
                    <td class="bar-cell">
                        <svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                            <rect x="0" y="0" width=width height="10"></rect>
                        </svg>
                    </td>
                    <td>{number(count)}</td>
                    <td class="percent">{format!("{share} %")}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{words.with("overview-funnel", "days", &days)}</h2>
            <p class="hint">{words.get("overview-funnel-hint")}</p>
            <table class="tally funnel">
                <caption class="visually-hidden">{words.with("overview-funnel", "days", &days)}</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{words.get("overview-funnel-step")}</th>
                        <td></td>
                        <th scope="col">{words.get("overview-funnel-count")}</th>
                        <th scope="col">{words.get("overview-funnel-share")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
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
