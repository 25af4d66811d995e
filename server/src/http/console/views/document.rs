//! An HTML document from a view.

use leptos::prelude::*;

/// What stands in the document's head.
pub struct Head {
    pub title: String,
    pub stylesheet: &'static str,
    pub icon: &'static str,
    /// The only script a page may have, loaded without blocking.
    pub script: Option<&'static str>,
}

/// Renders inside an owner and without the comment markers that only hydration would need.
pub fn document(language: &str, head: Head, body: impl FnOnce() -> AnyView) -> String {
    let html = Owner::new().with(|| {
        view! { <html lang=language.to_owned()>{head_view(head)}{body()}</html> }.to_html()
    });
    // Text is escaped and stored texts are sanitised, so only Leptos writes `<!>`.
    format!("<!DOCTYPE html>{}", html.replace("<!>", ""))
}

fn head_view(head: Head) -> AnyView {
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="robots" content="noindex"/>
            <title>{head.title}</title>
            <link rel="icon" href=head.icon type="image/svg+xml"/>
            <link rel="stylesheet" href=head.stylesheet/>
            {head.script.map(|src| view! { <script src=src async=true></script> })}
        </head>
    }
    .into_any()
}
