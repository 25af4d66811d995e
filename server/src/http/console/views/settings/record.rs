//! The record of processing activities, to read and to keep.

use leptos::prelude::*;

use super::super::{
    icons::Icon,
    layout::{Frame, Section, page},
    parts::{When, button_link, cell, column, facts, or_dash, page_head, table, time},
    words::Words,
};
use super::nav::{Part, parts};

#[derive(Debug, Clone, Default)]
pub struct Record {
    pub made: When,
    /// Field and value.
    pub controller: Vec<(String, String)>,
    /// Purpose, text, validity.
    pub purposes: Vec<[String; 3]>,
    /// Data, whose, what for, legal basis, how long.
    pub categories: Vec<[String; 5]>,
    /// Name, kind, what for, country.
    pub recipients: Vec<[String; 4]>,
    /// Name, country, safeguard.
    pub transfers: Vec<[String; 3]>,
    pub security: Vec<String>,
}

/// `GET /console/settings/record`
pub fn record_page(frame: &Frame, data: &Record) -> String {
    let words = frame.words();
    let title = words.get("record-title");
    page(frame, Section::Settings, &title, || {
        view! {
            {parts(&words, Part::Retention)}
            {page_head(&title, Some(words.get("record-text")), Some(downloads(&words)))}
            <p class="hint">{words.get("record-made")}" "{time(&data.made)}</p>
            {section(&words, "a", facts(controller(&words, data)))}
            {section(&words, "b", rows(&words, "b", &["purpose", "text", "validity"], &data.purposes))}
            {section(&words, "c", rows(&words, "c", &["data", "subjects", "purpose", "basis", "period"], &data.categories))}
            {section(&words, "d", rows(&words, "d", &["name", "kind", "purpose", "country"], &data.recipients))}
            {section(&words, "e", rows(&words, "e", &["name", "country", "safeguard"], &data.transfers))}
            {section(&words, "g", measures(data))}
        }
        .into_any()
    })
}

fn downloads(words: &Words) -> AnyView {
    let link = |kind: &str| {
        let href = format!("/console/settings/record.{kind}");
        let word = words.get(&format!("record-download-{kind}"));
        button_link(&href, Icon::Download, word, "button secondary")
    };
    view! { {link("csv")}{link("json")} }.into_any()
}

fn section(words: &Words, letter: &str, content: AnyView) -> AnyView {
    view! {
        <section class="card">
            <h2>{words.get(&format!("record-section-{letter}"))}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn controller(words: &Words, data: &Record) -> Vec<(String, AnyView)> {
    data.controller
        .iter()
        .map(|(name, value)| (name.clone(), or_dash(words, &Some(value.clone()))))
        .collect()
}

fn rows<const N: usize>(
    words: &Words,
    letter: &str,
    names: &[&str; N],
    rows: &[[String; N]],
) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="hint">{words.get(&format!("record-none-{letter}"))}</p> }
            .into_any();
    }
    let names = names.map(|name| words.get(&format!("record-field-{name}")));
    let columns = names.iter().map(|name| column(name)).collect();
    let rows = rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = names
                .iter()
                .zip(row)
                .map(|(name, value)| cell(name, "", or_dash(words, &Some(value.clone()))))
                .collect();
            view! { <tr role="row">{cells}</tr> }.into_any()
        })
        .collect();
    table(
        words.get(&format!("record-section-{letter}")),
        columns,
        rows,
    )
}

fn measures(data: &Record) -> AnyView {
    let items: Vec<_> = data
        .security
        .iter()
        .map(|measure| view! { <li>{measure.clone()}</li> })
        .collect();
    view! { <ul class="measures">{items}</ul> }.into_any()
}
