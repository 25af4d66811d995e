//! Deadlines by day as a bar chart, with the same numbers as a table.

use leptos::prelude::*;

use super::words::{Words, number};

/// One day of the chart.
#[derive(Debug, Clone)]
pub struct ChartDay {
    /// Long enough to stand alone: "3 December".
    pub label: String,
    /// For the axis: "3/12".
    pub short: String,
    /// Candidates whose time to answer ends this day.
    pub deadlines: i64,
    /// Consents that end this day.
    pub expiring: i64,
}

const HEIGHT: f64 = 120.0;
const WIDTH: f64 = 600.0;
/// Room for the words under the bars.
const AXIS: f64 = 22.0;
/// Share of a day's width that its bar takes.
const FILL: f64 = 0.64;
/// Days from one written date to the next.
const LABEL_EVERY: usize = 7;

pub(super) fn chart(words: &Words, days: &[ChartDay]) -> AnyView {
    if days.iter().all(|day| day.deadlines + day.expiring == 0) {
        return view! { <p class="chart-none">{words.get("console-chart-none")}</p> }.into_any();
    }
    view! {
        <div class="chart">
            {legend(words)}
            {bars(words, days)}
            {numbers(words, days)}
        </div>
    }
    .into_any()
}

fn legend(words: &Words) -> AnyView {
    view! {
        <ul class="legend">
            <li class="deadlines">{words.get("console-chart-deadlines")}</li>
            <li class="expiring">{words.get("console-chart-expiring")}</li>
        </ul>
    }
    .into_any()
}

fn bars(words: &Words, days: &[ChartDay]) -> AnyView {
    let highest = days
        .iter()
        .map(|day| day.deadlines + day.expiring)
        .max()
        .unwrap_or(1)
        .max(1);
    let step = WIDTH / days.len() as f64;
    let columns: Vec<_> = days
        .iter()
        .enumerate()
        .map(|(index, day)| bar(index as f64 * step, step, HEIGHT / highest as f64, day))
        .collect();
    let labels: Vec<_> = days
        .iter()
        .enumerate()
        .step_by(LABEL_EVERY)
        .map(|(index, day)| label(index as f64 * step, &day.short))
        .collect();
    let sum = days.iter().map(|day| day.deadlines).sum();
    view! {
        <svg
            class="bars"
            viewBox=format!("0 -6 {WIDTH} {}", HEIGHT + AXIS + 6.0)
            role="img"
            aria-label=words.count("console-chart-label", sum)
        >
            <path class="axis" d=format!("M0 {HEIGHT}H{WIDTH}")></path>
            {columns}
            {labels}
        </svg>
    }
    .into_any()
}

/// Deadlines at the bottom, expiring consents on top of them.
fn bar(x: f64, step: f64, scale: f64, day: &ChartDay) -> AnyView {
    let left = x + step * (1.0 - FILL) / 2.0;
    let (below, above) = (day.deadlines as f64 * scale, day.expiring as f64 * scale);
    let rect = |class: &'static str, top: f64, height: f64| {
        (height > 0.0).then(|| {
            let (x, y) = (format!("{left:.1}"), format!("{top:.1}"));
            let (width, height) = (format!("{:.1}", step * FILL), format!("{height:.1}"));
            view! { <rect class=class x=x y=y width=width height=height rx="1.5"></rect> }
        })
    };
    view! {
        {rect("deadlines", HEIGHT - below, below)}
        {rect("expiring", HEIGHT - below - above, above)}
    }
    .into_any()
}

fn label(x: f64, text: &str) -> AnyView {
    let (x, y) = (format!("{x:.1}"), format!("{:.1}", HEIGHT + AXIS - 5.0));
    view! { <text x=x y=y>{text.to_owned()}</text> }.into_any()
}

fn numbers(words: &Words, days: &[ChartDay]) -> AnyView {
    let rows: Vec<_> = days
        .iter()
        .filter(|day| day.deadlines + day.expiring > 0)
        .map(|day| {
            view! {
                <tr>
                    <th scope="row">{day.label.clone()}</th>
                    <td>{number(day.deadlines)}</td>
                    <td>{number(day.expiring)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <details class="fold">
            <summary>{words.get("console-chart-table")}</summary>
            <table class="tally">
                <thead>
                    <tr>
                        <th scope="col">{words.get("console-chart-day")}</th>
                        <th scope="col">{words.get("console-chart-deadlines")}</th>
                        <th scope="col">{words.get("console-chart-expiring")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}
