//! A page for when something is not there, not allowed or not working.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    layout::bare_page,
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct ErrorPage {
    pub language: String,
    /// The HTTP status; 403, 404, 409, 422, 429 and 500 have words of their own.
    pub status: u16,
    /// What the person can do about it, already in words, when more is known.
    pub detail: Option<String>,
    /// Names the request in the server's log.
    pub request_id: Option<String>,
}

pub fn error_page(data: &ErrorPage) -> String {
    let words = Words::new(&data.language);
    let kind = match data.status {
        401 | 403 => "forbidden",
        404 => "missing",
        409 => "conflict",
        400 | 413 | 415 | 422 => "invalid",
        429 => "busy",
        _ => "server",
    };
    let title = words.get(&format!("console-error-{kind}"));
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign warn">{icon(Icon::Warning)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get(&format!("console-error-{kind}-text"))}</p>
            {data.detail.clone().map(|detail| view! { <p>{detail}</p> })}
            {data.request_id.clone().map(|id| view! { <p class="hint">{words.get("console-error-request")}" "<code>{id}</code></p> })}
            <p><a class="button wide" href="/console">{words.get("console-error-home")}</a></p>
        }
        .into_any()
    })
}
