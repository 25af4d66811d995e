//! What changed between two versions of a text.

use leptos::prelude::*;
use samtycke_shared::text::Change;

use super::{
    fields::{Field, select, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, page},
    parts::{back, empty, page_head},
    version::language_tabs,
    words::{Words, number},
};
use crate::consent::content::RuleChange;

/// What changed between two versions in one language.
#[derive(Debug, Clone, Default)]
pub struct Diff {
    pub text_id: String,
    pub text_name: String,
    pub from: i64,
    pub to: i64,
    /// Every version with its state, to choose from.
    pub versions: Vec<(i64, String)>,
    pub language: String,
    pub languages: Vec<String>,
    /// Which of the two has no text in this language.
    pub lacking: Option<i64>,
    pub title: Vec<Change>,
    pub body: Vec<Change>,
    /// For each purpose that changed: its key and the change of label and description.
    pub purposes: Vec<(String, Vec<Change>)>,
    pub rules: Vec<RuleChange>,
}

/// `GET /console/texts/{id}/diff?from=&to=&language=`
pub fn diff_page(frame: &Frame, data: &Diff) -> String {
    let words = frame.words();
    let title = words.fill(
        "console-diff-title",
        &[
            ("from", &data.from.to_string()),
            ("to", &data.to.to_string()),
        ],
    );
    let path = format!("/console/texts/{}", data.text_id);
    let here = format!("{path}/diff?from={}&to={}", data.from, data.to);
    page(frame, Section::Texts, &title, || {
        view! {
            {back(&path, data.text_name.clone())}
            {page_head(&title, None, None)}
            {compare_form(&words, &path, &data.versions, data.from, data.to)}
            {language_tabs(&words, &here, &data.languages, &data.language)}
            {lacks(&words, data)}
            {diff_key(&words, data)}
            {diff_body(&words, data)}
        }
        .into_any()
    })
}

/// Any two versions, of which there must be two.
pub(super) fn compare_form(
    words: &Words,
    path: &str,
    versions: &[(i64, String)],
    from: i64,
    to: i64,
) -> Option<AnyView> {
    let options: Vec<(String, String)> = versions
        .iter()
        .map(|(version, state)| {
            let name = words.with("console-version", "version", &version.to_string());
            let state = words.get(&format!("console-state-{state}"));
            let said = words.fill(
                "console-compare-state",
                &[("version", &name), ("state", &state)],
            );
            (version.to_string(), said)
        })
        .collect();
    let choice = |name: &'static str, chosen: i64| {
        let field = Field {
            name,
            label: words.get(&format!("console-compare-{name}")),
            value: &chosen.to_string(),
            ..Field::default()
        };
        select(field, options.clone())
    };
    (versions.len() > 1).then(|| {
        view! {
            <form class="compare" method="get" action=format!("{path}/diff") aria-label=words.get("console-compare-title")>
                {choice("from", from)}
                {choice("to", to)}
                {submit(words.get("console-compare-show"), "button secondary")}
            </form>
        }
        .into_any()
    })
}

fn lacks(words: &Words, data: &Diff) -> Option<AnyView> {
    let version = data.lacking?;
    let text = words.with("console-diff-lacks", "version", &version.to_string());
    Some(view! { <p class="flash note">{icon(Icon::Warning)}<span>{text}</span></p> }.into_any())
}

fn count_words(changes: &[Change], wanted: fn(&Change) -> bool) -> i64 {
    let words = changes
        .iter()
        .filter(|change| wanted(change))
        .map(|change| change.text().split_whitespace().count())
        .sum::<usize>();
    i64::try_from(words).unwrap_or(i64::MAX)
}

fn diff_key(words: &Words, data: &Diff) -> AnyView {
    let boxes = data.purposes.iter().flat_map(|(_, changes)| changes);
    let all: Vec<Change> = data
        .title
        .iter()
        .chain(&data.body)
        .chain(boxes)
        .cloned()
        .collect();
    let inserted = number(count_words(&all, |change| {
        matches!(change, Change::Inserted(_))
    }));
    let deleted = number(count_words(&all, |change| {
        matches!(change, Change::Deleted(_))
    }));
    view! {
        <p class="diff-key">
            <ins>{words.get("console-diff-inserted")}</ins>" "<del>{words.get("console-diff-deleted")}</del>" · "
            {words.fill("console-diff-summary", &[("inserted", &inserted), ("deleted", &deleted)])}
        </p>
    }
    .into_any()
}

fn diff_body(words: &Words, data: &Diff) -> AnyView {
    if !changed(&data.title)
        && !changed(&data.body)
        && data.purposes.is_empty()
        && data.rules.is_empty()
    {
        return empty(
            Icon::Check,
            words.get("console-diff-none-title"),
            words.get("console-diff-none-text"),
            None,
        );
    }
    let purposes: Vec<_> = data
        .purposes
        .iter()
        .map(|(key, changes)| {
            view! { <h2>{words.with("console-diff-purpose", "key", key)}</h2><p class="diff">{pieces(changes)}</p> }
        })
        .collect();
    view! {
        <article class="sheet" lang=data.language.clone()>
            <p class="diff diff-title">{pieces(&data.title)}</p>
            <div class="diff">{pieces(&data.body)}</div>
            {purposes}
            {rules(words, data)}
        </article>
    }
    .into_any()
}

/// What is different about the boxes beside their words, the same in every language.
fn rules(words: &Words, data: &Diff) -> Option<AnyView> {
    let lines: Vec<_> = data
        .rules
        .iter()
        .map(|rule| view! { <li>{rule_words(words, rule)}</li> })
        .collect();
    let lang = words.language().to_owned();
    (!lines.is_empty()).then(|| {
        view! { <h2 lang=lang.clone()>{words.get("console-diff-rules-title")}</h2><ul class="drifts" lang=lang>{lines}</ul> }
            .into_any()
    })
}

fn rule_words(words: &Words, rule: &RuleChange) -> String {
    match rule {
        RuleChange::Added { key } => words.with("console-diff-rule-added", "key", key),
        RuleChange::Removed { key } => words.with("console-diff-rule-removed", "key", key),
        RuleChange::Validity { key, from, to } => words.fill(
            "console-diff-rule-validity",
            &[
                ("key", key),
                ("from", &from.to_string()),
                ("to", &to.to_string()),
            ],
        ),
        RuleChange::Required {
            key,
            required: true,
        } => words.with("console-diff-rule-required", "key", key),
        RuleChange::Required { key, .. } => words.with("console-diff-rule-optional", "key", key),
    }
}

fn changed(changes: &[Change]) -> bool {
    changes
        .iter()
        .any(|change| !matches!(change, Change::Equal(_)))
}

fn pieces(changes: &[Change]) -> Vec<AnyView> {
    changes
        .iter()
        .map(|change| match change {
            Change::Equal(text) => text.clone().into_any(),
            Change::Inserted(text) => view! { <ins>{text.clone()}</ins> }.into_any(),
            Change::Deleted(text) => view! { <del>{text.clone()}</del> }.into_any(),
        })
        .collect()
}
