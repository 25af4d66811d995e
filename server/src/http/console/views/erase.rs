//! What goes when one candidate is erased, shown before it is done.

use leptos::prelude::*;

use super::{
    fields::{Field, input, submit},
    icons::Icon,
    layout::{Frame, Section, csrf, page},
    parts::{FieldErrors, back, notice, page_head},
    words::{Words, number},
};

#[derive(Debug, Clone, Default)]
pub struct ErasePreview {
    pub id: String,
    pub name: String,
    /// `(what, how many)` of everything that goes, already in words: `("Consent events", 4)`.
    pub goes: Vec<(String, i64)>,
    /// What has to be typed: the number of records that go.
    pub confirm_count: i64,
    /// Why it cannot be done now, such as a hold; hides the form.
    pub blocked: Option<String>,
    pub errors: FieldErrors,
}

/// `GET /console/candidates/{id}/erase`
pub fn erase_page(frame: &Frame, data: &ErasePreview) -> String {
    let words = frame.words();
    let title = words.with("console-erase-title", "name", &data.name);
    let path = format!("/console/candidates/{}", data.id);
    page(frame, Section::Candidates, &title, || {
        view! {
            {back(&path, data.name.clone())}
            {page_head(&title, None, None)}
            <div class="sheet">
                {what_goes(&words, data)}
                {confirm(frame, data, &path)}
            </div>
        }
        .into_any()
    })
}

fn what_goes(words: &Words, data: &ErasePreview) -> AnyView {
    let rows: Vec<_> = data
        .goes
        .iter()
        .map(|(what, count)| view! { <tr><th scope="row">{what.clone()}</th><td>{number(*count)}</td></tr> })
        .collect();
    view! {
        <h2>{words.get("console-erase-goes")}</h2>
        <table class="tally">
            <tbody>{rows}</tbody>
            <tfoot>
                <tr><th scope="row">{words.get("console-erase-sum")}</th><td>{number(data.confirm_count)}</td></tr>
            </tfoot>
        </table>
        <h2>{words.get("console-erase-stays")}</h2>
        <p>{words.get("console-erase-stays-text")}</p>
    }
    .into_any()
}

fn confirm(frame: &Frame, data: &ErasePreview, path: &str) -> AnyView {
    let words = frame.words();
    if let Some(why) = data.blocked.clone() {
        let body = view! { <p>{why}</p> }.into_any();
        return notice(
            "notice",
            Icon::Lock,
            words.get("console-erase-blocked"),
            body,
        );
    }
    let count = Field {
        name: "confirm_count",
        label: words.with(
            "console-confirm-count",
            "count",
            &number(data.confirm_count),
        ),
        required: true,
        autocomplete: Some("off"),
        error: data
            .errors
            .of("confirm_count")
            .map(|_| words.with("mistake-count", "count", &number(data.confirm_count))),
        ..Field::default()
    };
    let warning = view! { <p>{words.get("console-erase-warning-text")}</p> }.into_any();
    view! {
        {notice("notice danger", Icon::Warning, words.get("console-erase-warning"), warning)}
        <form method="post" action=format!("{path}/erase")>
            {csrf(frame)}
            {input(count)}
            <div class="submit-row">
                {submit(words.get("console-erase-submit"), "button danger")}
                <a class="button quiet" href=path.to_owned()>{words.get("console-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}
