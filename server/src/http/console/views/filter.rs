//! What narrows the list of candidates: the form, what is active, what was kept under a name.

use leptos::prelude::*;

use super::{
    candidates::{Candidates, Filter, PATH, Saved, href},
    fields::{Field, hidden, input, select, submit},
    icons::{Icon, icon},
    layout::{Frame, csrf},
    words::Words,
};
use crate::candidates::RENEWALS;
use crate::candidates::list::Sort;

const SOURCES: [&str; 3] = ["web", "staff", "import"];

fn given(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or_default()
}

pub(super) fn filter_form(words: &Words, data: &Candidates) -> AnyView {
    let filter = &data.filter;
    let status = filter
        .status
        .as_deref()
        .map(|status| hidden("status", status));
    let sort = (data.sort != Sort::default()).then(|| hidden("sort", data.sort.as_str()));
    let label = words.get("list-search-label");
    view! {
        <form class="filter" method="get" action=PATH role="search">
            {status}
            {sort}
            <div class="search">
                <label class="visually-hidden" for="q">{label.clone()}</label>
                {icon(Icon::Search)}
                <input id="q" name="q" type="search" value=given(&filter.q).to_owned() placeholder=label maxlength="200"/>
                <button type="submit" class="button">{words.get("console-search")}</button>
            </div>
            <details open=has_details(filter)>
                <summary>{words.get("console-filter-more")}</summary>
                {details(words, data)}
            </details>
        </form>
    }
    .into_any()
}

fn has_details(filter: &Filter) -> bool {
    filter
        .fields()
        .iter()
        .any(|(name, value)| !matches!(*name, "q" | "status") && value.is_some())
}

fn details(words: &Words, data: &Candidates) -> AnyView {
    let filter = &data.filter;
    let one_of = |name, label: &str, any: &str, value, options: Vec<(String, String)>| {
        let mut all = vec![(String::new(), words.get(any))];
        all.extend(options);
        let field = Field {
            name,
            label: words.get(label),
            value,
            ..Field::default()
        };
        select(field, all)
    };
    let date = |name, key: &str, value| {
        input(Field {
            name,
            label: words.get(key),
            kind: "date",
            value,
            ..Field::default()
        })
    };
    let choices = &data.choices;
    let text = (choices.texts.len() > 1 || filter.text.is_some()).then(|| {
        let texts = with_chosen(&choices.texts, given(&filter.text));
        one_of(
            "text",
            "list-text",
            "list-any-text",
            given(&filter.text),
            texts,
        )
    });
    let within = Field {
        name: "deadline_within",
        label: words.get("list-within"),
        kind: "number",
        value: given(&filter.deadline_within),
        ..Field::default()
    };
    let version = given(&filter.text_version);
    let purpose = given(&filter.purpose);
    view! {
        <div class="filter-fields">
            {text}
            {one_of("text_version", "console-filter-version", "console-filter-any-version", version, with_chosen(&choices.versions, version))}
            {one_of("purpose", "list-purpose", "list-any-purpose", purpose, with_chosen(&choices.purposes, purpose))}
            {one_of("source", "list-source", "list-any-source", given(&filter.source), sources(words))}
            {one_of("renewal", "list-renewal", "list-any-renewal", given(&filter.renewal), renewals(words))}
            {date("consented_after", "console-filter-after", given(&filter.consented_after))}
            {date("consented_before", "console-filter-before", given(&filter.consented_before))}
            {input(within)}
            {date("deadline_after", "list-deadline-after", given(&filter.deadline_after))}
            {date("deadline_before", "list-deadline-before", given(&filter.deadline_before))}
            <button type="submit" class="button secondary">{words.get("console-filter-apply")}</button>
        </div>
    }
    .into_any()
}

/// What is chosen stays chosen, also when it can no longer be.
fn with_chosen(options: &[(String, String)], chosen: &str) -> Vec<(String, String)> {
    let mut options = options.to_vec();
    if !chosen.is_empty() && !options.iter().any(|(value, _)| value == chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    options
}

fn sources(words: &Words) -> Vec<(String, String)> {
    let word = |source: &str| words.get(&format!("list-source-{source}"));
    SOURCES
        .map(|source| (source.to_owned(), word(source)))
        .to_vec()
}

fn renewals(words: &Words) -> Vec<(String, String)> {
    let word = |state: &str| match state {
        "none" => words.get("list-renewal-none"),
        state => words.get(&format!("console-renewal-{state}")),
    };
    RENEWALS
        .map(|state| (state.to_owned(), word(state)))
        .to_vec()
}

/// What is filtered by, each with a link that drops it. The status has its tabs.
pub(super) fn active(words: &Words, data: &Candidates) -> Option<AnyView> {
    let chips: Vec<_> = data
        .filter
        .fields()
        .into_iter()
        .filter(|(name, _)| *name != "status")
        .filter_map(|(name, value)| Some((name, value.as_deref()?)))
        .map(|(name, value)| {
            let label = words.get(label_key(name));
            let without = without(&data.filter, name);
            let remove = words.with("list-remove", "name", &label);
            view! {
                <li>
                    <a class="chip" href=href(&without, data.sort, "") title=remove.clone()>
                        <span>{label}": "<strong>{shown(words, data, name, value)}</strong></span>
                        {icon(Icon::Cross)}
                        <span class="visually-hidden">{remove.clone()}</span>
                    </a>
                </li>
            }
        })
        .collect();
    if chips.is_empty() {
        return None;
    }
    let clear = (chips.len() > 1).then(
        || view! { <li><a class="chip-all" href=PATH>{words.get("console-filter-clear")}</a></li> },
    );
    Some(
        view! { <ul class="chips" aria-label=words.get("list-active")>{chips}{clear}</ul> }
            .into_any(),
    )
}

fn label_key(name: &str) -> &'static str {
    match name {
        "q" => "list-q",
        "text" => "list-text",
        "text_version" => "console-filter-version",
        "purpose" => "list-purpose",
        "source" => "list-source",
        "renewal" => "list-renewal",
        "consented_after" => "console-filter-after",
        "consented_before" => "console-filter-before",
        "deadline_after" => "list-deadline-after",
        "deadline_before" => "list-deadline-before",
        "deadline_within" => "list-within",
        _ => "console-filter-status",
    }
}

fn without(filter: &Filter, name: &str) -> Filter {
    let pairs: Vec<(String, String)> = filter
        .fields()
        .into_iter()
        .filter(|(known, _)| *known != name)
        .filter_map(|(known, value)| Some((known.to_owned(), value.clone()?)))
        .collect();
    Filter::from_pairs(&pairs, &[]).unwrap_or_default()
}

fn shown(words: &Words, data: &Candidates, name: &str, value: &str) -> String {
    let among = |options: &[(String, String)]| {
        let known = options.iter().find(|(known, _)| known == value);
        known.map_or_else(|| value.to_owned(), |(_, word)| word.clone())
    };
    match name {
        "text" => among(&data.choices.texts),
        "text_version" => among(&data.choices.versions),
        "purpose" => among(&data.choices.purposes),
        "source" => among(&sources(words)),
        "renewal" => among(&renewals(words)),
        _ => value.to_owned(),
    }
}

/// Filters kept under a name, and a form to keep the one that is on.
pub(super) fn saved(frame: &Frame, data: &Candidates) -> Option<AnyView> {
    let words = frame.words();
    let may = frame.handles_candidates();
    if data.saved.is_empty() && !may {
        return None;
    }
    let items: Vec<_> = data
        .saved
        .iter()
        .map(|saved| saved_item(frame, data, saved))
        .collect();
    let list = match items.is_empty() {
        true => view! { <p class="hint">{words.get("list-saved-none")}</p> }.into_any(),
        false => view! { <ul class="saved">{items}</ul> }.into_any(),
    };
    let keep = (may && can_be_kept(&data.filter)).then(|| keep_form(frame, data));
    let wrong = !data.errors.0.is_empty();
    let folded = view! {
        <details class="saved-filters" open=wrong>
            <summary>{words.get("list-saved")}</summary>
            {list}
            {keep}
        </details>
    };
    Some(folded.into_any())
}

/// Something beside the words searched for.
fn can_be_kept(filter: &Filter) -> bool {
    let rest = Filter {
        q: None,
        ..filter.clone()
    };
    rest != Filter::default()
}

fn saved_item(frame: &Frame, data: &Candidates, saved: &Saved) -> AnyView {
    let words = frame.words();
    let searching = Filter {
        q: data.filter.q.clone(),
        ..saved.filter.clone()
    };
    let on = (searching == data.filter && saved.sort == data.sort).then_some("true");
    let remove = frame.handles_candidates().then(|| {
        let label = words.with("list-saved-remove", "name", &saved.name);
        view! {
            <form method="post" action=format!("/console/filters/{}/remove", saved.id)>
                {csrf(frame)}
                <button type="submit" class="icon-button" title=label.clone()>
                    {icon(Icon::Cross)}<span class="visually-hidden">{label.clone()}</span>
                </button>
            </form>
        }
    });
    view! {
        <li>
            <a href=href(&saved.filter, saved.sort, "") aria-current=on>{saved.name.clone()}</a>
            {remove}
        </li>
    }
    .into_any()
}

fn keep_form(frame: &Frame, data: &Candidates) -> AnyView {
    let words = frame.words();
    let name = Field {
        name: "name",
        scope: "saved",
        label: words.get("list-save-name"),
        hint: Some(words.get("list-saved-text")),
        error: data.errors.of("name").or(data.errors.of("filter")),
        required: true,
        autocomplete: Some("off"),
        ..Field::default()
    };
    let kept = Filter {
        q: None,
        ..data.filter.clone()
    };
    let address = href(&kept, data.sort, "");
    let query = address.split_once('?').map_or("", |(_, query)| query);
    view! {
        <form method="post" action="/console/filters" class="keep">
            {csrf(frame)}
            {hidden("filter", query)}
            {input(name)}
            {submit(words.get("list-save"), "button secondary")}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_filter_has_a_label() {
        for (name, _) in Filter::default().fields() {
            assert_eq!(
                label_key(name) == "console-filter-status",
                name == "status",
                "{name}"
            );
        }
    }
}
