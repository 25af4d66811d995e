//! The document around every page, and the pieces they share.

use leptos::prelude::*;

use super::{Frame, Sender};
use crate::i18n::{LANGUAGES, Value, own_name, supported, text};

/// Left between nodes for a client that will never come. Escaped text cannot contain it.
const HYDRATION_MARK: &str = "<!>";

/// Says `key` in the page's language.
#[derive(Clone, Copy)]
pub(super) struct Words(&'static str);

impl Words {
    pub(super) fn new(language: &str) -> Self {
        Self(supported(language))
    }

    pub(super) fn language(self) -> &'static str {
        self.0
    }

    pub(super) fn say(self, key: &str) -> String {
        text(self.0, key, &[])
    }

    pub(super) fn with(self, key: &str, values: &[(&'static str, Value<'_>)]) -> String {
        text(self.0, key, values)
    }

    pub(super) fn with_controller(self, key: &str, frame: &Frame) -> String {
        self.with(
            key,
            &[("controller", frame.controller.controller.as_str().into())],
        )
    }

    pub(super) fn greet(self, name: &str) -> String {
        match name.trim() {
            "" => self.say("greeting-nameless"),
            name => self.with("greeting", &[("name", name.into())]),
        }
    }
}

/// A page about one candidate, under the name of the controller.
pub(super) fn candidate_document(
    frame: &Frame,
    title: &str,
    content: impl FnOnce(Words) -> AnyView,
) -> String {
    let words = Words::new(&frame.language);
    let full_title = format!("{title} – {}", frame.controller.controller);
    document(words, &full_title, None, || {
        view! {
            {header(words, &frame.controller.controller, &frame.languages)}
            <main>{content(words)}</main>
            {footer(words, &frame.controller)}
        }
        .into_any()
    })
}

/// A page that knows nothing of whoever opened it.
pub(super) fn neutral_document(
    words: Words,
    title: &str,
    content: impl FnOnce() -> AnyView,
) -> String {
    document(words, title, None, || {
        view! { <main>{content()}</main> }.into_any()
    })
}

/// What a page loads besides the stylesheet of all.
#[derive(Clone, Copy)]
pub(super) struct Extras {
    pub(super) style: &'static str,
    /// A module; its page needs a content security policy that lets it run.
    pub(super) script: &'static str,
}

/// A page about a document, under the name of the server.
pub(super) fn server_document(
    words: Words,
    host: &str,
    title: &str,
    extras: Extras,
    content: impl FnOnce() -> AnyView,
) -> String {
    document(words, &format!("{title} – {host}"), Some(extras), || {
        view! {
            {header(words, host, &LANGUAGES.map(str::to_owned))}
            <main>{content()}</main>
        }
        .into_any()
    })
}

fn document(
    words: Words,
    title: &str,
    extras: Option<Extras>,
    body: impl FnOnce() -> AnyView,
) -> String {
    let page = Owner::new().with(|| {
        view! {
            <html lang=words.language()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex"/>
                    // The address holds the candidate's secret token.
                    <meta name="referrer" content="no-referrer"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title.to_owned()}</title>
                    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href="/assets/candidate.css"/>
                    {extras.map(|it| view! {
                        <link rel="stylesheet" href=it.style/>
                        <script type="module" src=it.script></script>
                    })}
                </head>
                <body>{body()}</body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>\n{}\n", page.replace(HYDRATION_MARK, ""))
}

fn header(words: Words, name: &str, languages: &[String]) -> impl IntoView + use<> {
    view! {
        <header class="top">
            <p class="controller">{name.to_owned()}</p>
            {(languages.len() > 1).then(|| language_choice(words, languages))}
        </header>
    }
}

fn language_choice(words: Words, languages: &[String]) -> impl IntoView + use<> {
    let choices: Vec<_> = languages
        .iter()
        .map(|code| {
            let current = (supported(code) == words.language()).then_some("true");
            let (href, code, name) = (format!("?lang={code}"), code.clone(), own_name(code));
            view! {
                <li><a href=href lang=code.clone() hreflang=code aria-current=current>{name}</a></li>
            }
        })
        .collect();
    view! { <nav aria-label=words.say("page-languages")><ul class="languages">{choices}</ul></nav> }
}

fn footer(words: Words, controller: &Sender) -> impl IntoView + use<> {
    let values = [
        ("controller", controller.controller.as_str().into()),
        ("contact", controller.contact.as_str().into()),
    ];
    view! { <footer><p>{words.with("page-contact", &values)}</p></footer> }
}

/// How a notice looks, and how urgently a screen reader says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Attention,
    Error,
}

/// Something the reader must not miss. An error takes the focus.
pub(super) fn notice(words: Words, tone: Tone, message: String) -> impl IntoView + use<> {
    let (class, label) = match tone {
        Tone::Good => ("notice good", "page-confirmed"),
        Tone::Attention => ("notice", "page-attention"),
        Tone::Error => ("notice error", "page-attention"),
    };
    let is_error = tone == Tone::Error;
    view! {
        <div
            class=class
            role=if is_error { "alert" } else { "status" }
            tabindex=is_error.then_some("-1")
            autofocus=is_error
        >
            <strong>{words.say(label)}</strong>
            <p>{message}</p>
        </div>
    }
}

/// The way to [`super::verify_page`], in the same language.
pub(super) fn verify_link(words: Words, key: &str) -> impl IntoView + use<> {
    let url = format!("/verify?lang={}", words.language());
    view! { <p><a href=url>{words.say(key)}</a></p> }
}

/// A signed document that can be unfolded and copied.
pub(super) fn signed_document(summary: String, jws: &str) -> impl IntoView + use<> {
    view! {
        <details>
            <summary>{summary}</summary>
            <pre class="signed" tabindex="0">{jws.to_owned()}</pre>
        </details>
    }
}
