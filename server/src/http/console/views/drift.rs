//! Whether a draft's languages are in step.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    words::Words,
};
use crate::consent::translations::Drift;

/// What to look at, or that nothing catches the eye.
pub fn drift_card(words: &Words, drifts: &[Drift]) -> AnyView {
    let lines: Vec<_> = drifts
        .iter()
        .map(|drift| view! { <li>{drift_words(words, drift)}</li> })
        .collect();
    let body = match lines.is_empty() {
        true => view! { <p class="hint">{words.get("console-drift-none")}</p> }.into_any(),
        false => view! { <ul class="drifts">{lines}</ul> }.into_any(),
    };
    let sign = if drifts.is_empty() {
        Icon::Check
    } else {
        Icon::Warning
    };
    view! {
        <section class="drift">
            <h2>{icon(sign)}{words.get("console-drift-title")}</h2>
            {body}
        </section>
    }
    .into_any()
}

pub fn drift_words(words: &Words, drift: &Drift) -> String {
    let name = |code: &str| words.language_name(code);
    let names = |codes: &[String]| {
        codes
            .iter()
            .map(|code| name(code))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let figures = |figures: &[String]| match figures.is_empty() {
        true => words.get("console-drift-no-figures"),
        false => figures.join(", "),
    };
    match drift {
        Drift::Dropped { language } => {
            words.with("console-drift-dropped", "language", &name(language))
        }
        Drift::Behind { language, changed } => words.fill(
            "console-drift-behind",
            &[("language", &name(language)), ("changed", &names(changed))],
        ),
        Drift::BoxBehind {
            language,
            key,
            changed,
        } => words.fill(
            "console-drift-box-behind",
            &[
                ("language", &name(language)),
                ("key", key),
                ("changed", &names(changed)),
            ],
        ),
        Drift::BoxUnexplained { language, key } => words.fill(
            "console-drift-box-unexplained",
            &[("language", &name(language)), ("key", key)],
        ),
        Drift::RuleChanged { key } => words.with("console-drift-rule-changed", "key", key),
        Drift::Shape { language, first } => words.fill(
            "console-drift-shape",
            &[("language", &name(language)), ("first", &name(first))],
        ),
        Drift::Figures {
            language,
            first,
            only_here,
            only_there,
        } => words.fill(
            "console-drift-figures",
            &[
                ("language", &name(language)),
                ("first", &name(first)),
                ("here", &figures(only_here)),
                ("there", &figures(only_there)),
            ],
        ),
    }
}
