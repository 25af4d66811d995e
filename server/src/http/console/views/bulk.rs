//! What a bulk action will do, shown before it is done.

use leptos::prelude::*;

use super::{
    fields::{Field, hidden, input, submit},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, back, notice, page_head},
    words::{Words, number},
};

/// A dry run. Either `ids` or `filter` says whom it is about; both travel on to the real run.
#[derive(Debug, Clone, Default)]
pub struct BulkPreview {
    pub count: i64,
    /// The first of them, in the order of the list.
    pub names: Vec<String>,
    pub ids: Vec<String>,
    /// The list's query string when everyone who matches was chosen.
    pub filter: Option<String>,
    /// Marked candidates that will be left alone, and why: "3 are under a hold".
    pub skipped: Vec<String>,
    pub errors: FieldErrors,
}

/// `POST /console/renewals/preview`
pub fn renewal_preview_page(frame: &Frame, data: &BulkPreview) -> String {
    let words = frame.words();
    let title = words.count("console-bulk-renew-title", data.count);
    preview(frame, data, &title, || {
        view! {
            <p>{words.get("console-bulk-renew-text")}</p>
            {names(&words, data)}
            <form method="post" action="/console/renewals">
                {target(frame, data)}
                {hidden("confirm_count", &data.count.to_string())}
                {buttons(&words, words.count("console-bulk-renew-submit", data.count), "button")}
            </form>
        }
        .into_any()
    })
}

/// `POST /console/erasures/preview`
pub fn erasure_preview_page(frame: &Frame, data: &BulkPreview) -> String {
    let words = frame.words();
    let title = words.count("console-bulk-erase-title", data.count);
    preview(frame, data, &title, || {
        let warning = view! { <p>{words.get("console-bulk-erase-text")}</p> }.into_any();
        view! {
            {notice("notice danger", Icon::Warning, words.get("console-bulk-erase-warning"), warning)}
            {names(&words, data)}
            <form method="post" action="/console/erasures">
                {target(frame, data)}
                {count_field(&words, data)}
                {buttons(&words, words.count("console-bulk-erase-submit", data.count), "button danger")}
            </form>
        }
        .into_any()
    })
}

fn preview(
    frame: &Frame,
    data: &BulkPreview,
    title: &str,
    body: impl FnOnce() -> AnyView,
) -> String {
    let words = frame.words();
    page(frame, Section::Candidates, title, || {
        if data.count == 0 {
            return nobody(&words);
        }
        view! {
            {back("/console/candidates", words.get("console-candidates-title"))}
            {page_head(title, None, None)}
            <div class="sheet">{body()}</div>
        }
        .into_any()
    })
}

fn nobody(words: &Words) -> AnyView {
    view! {
        {back("/console/candidates", words.get("console-candidates-title"))}
        {page_head(&words.get("console-bulk-nobody-title"), Some(words.get("console-bulk-nobody-text")), None)}
    }
    .into_any()
}

fn names(words: &Words, data: &BulkPreview) -> AnyView {
    let shown: Vec<_> = data
        .names
        .iter()
        .map(|name| view! { <li>{name.clone()}</li> })
        .collect();
    let rest = data.count - data.names.len() as i64;
    let more =
        (rest > 0).then(|| view! { <p class="hint">{words.count("console-bulk-more", rest)}</p> });
    let skipped: Vec<_> = data
        .skipped
        .iter()
        .map(|why| view! { <li>{why.clone()}</li> })
        .collect();
    let left_alone = (!skipped.is_empty()).then(|| {
        view! { <h2>{words.get("console-bulk-skipped")}</h2><ul>{skipped}</ul> }
    });
    view! {
        <h2>{words.get("console-bulk-who")}</h2>
        <ul class="names">{shown}</ul>
        {more}
        {left_alone}
    }
    .into_any()
}

fn target(frame: &Frame, data: &BulkPreview) -> AnyView {
    let ids: Vec<_> = data.ids.iter().map(|id| hidden("id", id)).collect();
    let filter = data
        .filter
        .as_deref()
        .map(|filter| view! { {hidden("all", "1")}{hidden("filter", filter)} });
    view! { {csrf(frame)}{ids}{filter} }.into_any()
}

fn count_field(words: &Words, data: &BulkPreview) -> AnyView {
    input(Field {
        name: "confirm_count",
        label: words.with("console-confirm-count", "count", &number(data.count)),
        hint: Some(words.get("console-confirm-count-hint")),
        required: true,
        autocomplete: Some("off"),
        error: data.errors.of("confirm_count"),
        ..Field::default()
    })
}

fn buttons(words: &Words, word: String, class: &'static str) -> AnyView {
    view! {
        <div class="submit-row">
            {submit(word, class)}
            <a class="button quiet" href="/console/candidates">{words.get("console-cancel")}</a>
        </div>
    }
    .into_any()
}
