//! Importing a file: choose it, see what it would do and which column is what, then do it.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, hidden, input, select, submit},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, back, cell, column, notice, page_head, table},
    words::Words,
};

const PATH: &str = "/console/import";
/// The longest file that may be sent, for people.
const MEGABYTES: &str = "20";

#[derive(Debug, Clone, Default)]
pub struct Upload {
    pub source_detail: String,
    pub errors: FieldErrors,
}

/// What a file would do.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The file itself, packed: it travels with the form and is kept nowhere until it is imported.
    pub content: String,
    pub source_detail: String,
    pub columns: Vec<Column>,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub rejected: i64,
    /// The first of the lines that can not be used: number and reason.
    pub faults: Vec<(i64, String)>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Column {
    pub heading: String,
    /// What it is taken for; empty for nothing.
    pub field: String,
    /// The first cells.
    pub sample: Vec<String>,
}

/// What a column can hold, in the order people think of it.
pub const FIELDS: [&str; 8] = [
    "email",
    "name",
    "first_name",
    "last_name",
    "source_detail",
    "external_id",
    "language",
    "phone",
];

/// `GET /console/import`
pub fn upload_page(frame: &Frame, data: &Upload) -> String {
    let words = frame.words();
    let title = words.get("import-title");
    page(frame, Section::Candidates, &title, || {
        view! {
            {back("/console/candidates", words.get("console-candidates-title"))}
            {page_head(&title, Some(words.get("import-lead")), None)}
            {art_14(&words)}
            {error_summary(&words, &data.errors)}
            <form class="sheet" method="post" action=format!("{PATH}/preview") enctype="multipart/form-data">
                {csrf(frame)}
                {file_field(&words, data)}
                {source_field(&words, &data.source_detail, &data.errors)}
                <div class="submit-row">{submit(words.get("import-preview"), "button")}</div>
            </form>
            <section class="sheet import-help">
                <h2>{words.get("import-help-title")}</h2>
                <p>{words.get("import-help-columns")}</p>
                <p>{words.with("import-help-formats", "megabytes", MEGABYTES)}</p>
                <p>{words.get("import-help-again")}</p>
            </section>
        }
        .into_any()
    })
}

fn art_14(words: &Words) -> AnyView {
    notice(
        "notice",
        Icon::Envelope,
        words.get("import-notice-title"),
        view! { <p>{words.get("import-notice")}</p> }.into_any(),
    )
}

fn file_field(words: &Words, data: &Upload) -> AnyView {
    let error = data.errors.of("file").map(|text| {
        view! { <p class="field-error" id="field-file-error">{text}</p> }
    });
    let described = error.as_ref().map(|_| "field-file-error");
    view! {
        <div class="field">
            <label for="field-file">{words.get("import-file")}</label>
            <input
                id="field-file"
                name="file"
                type="file"
                accept=".csv,.txt,.tsv,text/csv"
                required=true
                aria-describedby=described
                aria-invalid=described.map(|_| "true")
            />
            {error}
        </div>
    }
    .into_any()
}

fn source_field(words: &Words, value: &str, errors: &FieldErrors) -> AnyView {
    input(Field {
        name: "source_detail",
        label: words.get("import-source"),
        hint: Some(words.get("import-source-hint")),
        value,
        autocomplete: Some("off"),
        error: errors.of("source_detail"),
        ..Field::default()
    })
}

/// `POST /console/import/preview`
pub fn preview_page(frame: &Frame, data: &Preview) -> String {
    let words = frame.words();
    let title = words.get("import-preview-title");
    page(frame, Section::Candidates, &title, || {
        view! {
            {back(PATH, words.get("import-title"))}
            {page_head(&title, None, None)}
            {error_summary(&words, &data.errors)}
            <form method="post" action=PATH>
                {csrf(frame)}
                {hidden("content", &data.content)}
                {hidden("expected", &expected(data.created, data.updated))}
                <section class="sheet">{counts(&words, data)}{faults(&words, data)}{buttons(&words, data)}</section>
                <section class="import-columns">
                    <h2>{words.get("import-columns")}</h2>
                    <p class="hint">{words.get("import-columns-hint")}</p>
                    {mapping(&words, data)}
                    <div class="sheet">
                        {source_field(&words, &data.source_detail, &data.errors)}
                        <div class="submit-row">
                            <button type="submit" class="button secondary" formaction=format!("{PATH}/preview")>
                                {words.get("import-preview-again")}
                            </button>
                        </div>
                    </div>
                </section>
            </form>
        }
        .into_any()
    })
}

/// What the person saw and agrees to, as the form brings it back.
pub fn expected(created: i64, updated: i64) -> String {
    format!("{created},{updated}")
}

fn counts(words: &Words, data: &Preview) -> AnyView {
    let count = |key: &str, count: i64| {
        let said = count > 0 || key == "import-created";
        said.then(|| view! { <li>{words.count(key, count)}</li> })
    };
    view! {
        <h2>{words.get("import-counts")}</h2>
        <ul class="reasons">
            {count("import-created", data.created)}
            {count("import-updated", data.updated)}
            {count("import-unchanged", data.unchanged)}
            {count("import-rejected", data.rejected)}
        </ul>
    }
    .into_any()
}

fn faults(words: &Words, data: &Preview) -> Option<AnyView> {
    if data.rejected == 0 {
        return None;
    }
    let items = data.faults.iter().map(|(line, reason)| {
        let line = words.with("import-line", "line", &line.to_string());
        view! { <li><strong>{line}</strong>" "{reason.clone()}</li> }
    });
    let items: Vec<_> = items.collect();
    let rest = data.rejected - items.len() as i64;
    let more = (rest > 0).then(|| view! { <p class="hint">{words.count("batch-more", rest)}</p> });
    Some(
        view! {
            <h2>{words.get("import-faults")}</h2>
            <ul class="reasons">{items}</ul>
            {more}
            <button type="submit" class="button quiet" formaction=format!("{PATH}/rejected")>
                {words.get("import-download-rejected")}
            </button>
        }
        .into_any(),
    )
}

fn buttons(words: &Words, data: &Preview) -> AnyView {
    let usable = data.errors.0.is_empty() && data.created + data.updated > 0;
    let go = usable.then(|| {
        let word = match data.created {
            0 => words.count("import-update-now", data.updated),
            created => words.count("import-now", created),
        };
        submit(word, "button")
    });
    view! {
        <div class="submit-row">
            {go}
            <a class="button quiet" href=PATH>{words.get("import-other-file")}</a>
        </div>
    }
    .into_any()
}

/// A row for each column of the file: its heading, its first cells, and what it is taken for.
fn mapping(words: &Words, data: &Preview) -> AnyView {
    let mut choices = vec![(String::new(), words.get("import-field-none"))];
    let named = FIELDS.map(|field| {
        let word = words.get(&format!("import-field-{}", field.replace('_', "-")));
        (field.to_owned(), word)
    });
    choices.extend(named);
    let rows = data.columns.iter().enumerate().map(|(index, shown)| {
        let name = format!("column.{index}");
        let label = words.with("import-column-is", "heading", &shown.heading);
        let choice = Field {
            name: &name,
            label,
            value: &shown.field,
            ..Field::default()
        };
        let sample = shown.sample.join(" · ");
        view! {
            <tr role="row">
                {cell(&words.get("import-column-heading"), "", view! { <strong>{shown.heading.clone()}</strong> }.into_any())}
                {cell(&words.get("import-column-sample"), "import-sample", sample.into_any())}
                {cell(&words.get("import-column-field"), "import-choice", select(choice, choices.clone()))}
            </tr>
        }
        .into_any()
    });
    let columns = ["heading", "sample", "field"];
    let columns = columns.map(|name| column(&words.get(&format!("import-column-{name}"))));
    table(words.get("import-columns"), columns.into(), rows.collect())
}
