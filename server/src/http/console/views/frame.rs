//! The page inside the editor's frame: the real widget, fed with a draft.

use leptos::prelude::*;

use super::{
    document::{Head, document},
    version::{Preview, paper},
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct FramePage {
    /// The console's language.
    pub language: String,
    /// The language the text is shown in first.
    pub text_language: String,
    /// What the widget would be answered in each language, as JSON.
    pub texts: String,
    /// The text as far as it can be shown without scripts.
    pub preview: Preview,
    /// What stands in the way of showing anything.
    pub problem: Option<String>,
}

/// `GET` and `POST /console/texts/{id}/versions/{n}/preview`. Nothing can be sent from it.
pub fn frame_page(data: &FramePage) -> String {
    let words = Words::new(&data.language);
    let head = Head {
        title: words.with("console-preview-title", "title", &data.preview.title),
        stylesheet: "/assets/preview.css",
        icon: "/assets/favicon.svg",
        script: None,
    };
    document(&data.language, head, || {
        view! {
            <body>
                <main>
                    <h1 class="visually-hidden">{words.with("console-preview-title", "title", &data.preview.title)}</h1>
                    <p id="preview-note" role="status" data-note=words.get("console-preview-nothing-sent")></p>
                    {match &data.problem {
                        Some(problem) => view! { <p class="problem">{problem.clone()}</p> }.into_any(),
                        None => widget(&words, data),
                    }}
                </main>
            </body>
        }
        .into_any()
    })
}

/// The scripts run in this order: the first stands in for the server before the second asks it.
fn widget(words: &Words, data: &FramePage) -> AnyView {
    view! {
        <candidate-consent site="preview" mode="alone" lang=data.text_language.clone() data-texts=data.texts.clone()></candidate-consent>
        <noscript>{paper(words, &data.text_language, &data.preview)}</noscript>
        <script src="/assets/preview.js" defer=true></script>
        <script src="/embed.js" defer=true></script>
    }
    .into_any()
}
