//! One structure, rendered as plain text and as HTML.

use leptos::prelude::*;

use super::{Letter, Sender};
use crate::i18n::{Value, text};

/// RFC 5322 recommends lines of at most 78 characters; quoting needs some of them.
const LINE_WIDTH: usize = 72;

/// Left between nodes for a client that will never come. Escaped text cannot contain it.
const HYDRATION_MARK: &str = "<!>";

type Values<'a> = [(&'static str, Value<'a>)];

enum Part {
    Paragraph(String),
    List(Vec<String>),
    Facts(Vec<(String, String)>),
    Button { label: String, url: String },
}

/// A letter being written. Every method takes a message key and its values.
pub(super) struct Draft<'a> {
    language: &'a str,
    subject: String,
    parts: Vec<Part>,
    footer: String,
}

impl<'a> Draft<'a> {
    pub(super) fn new(language: &'a str) -> Self {
        Self {
            language: crate::i18n::supported(language),
            subject: String::new(),
            parts: Vec::new(),
            footer: String::new(),
        }
    }

    pub(super) fn subject(mut self, key: &str, values: &Values<'_>) -> Self {
        self.subject = one_line(&text(self.language, key, values));
        self
    }

    pub(super) fn greeting(self, name: &str) -> Self {
        match name.trim() {
            "" => self.paragraph("greeting-nameless", &[]),
            name => self.paragraph("greeting", &[("name", name.into())]),
        }
    }

    pub(super) fn paragraph(mut self, key: &str, values: &Values<'_>) -> Self {
        let words = one_line(&text(self.language, key, values));
        self.parts.push(Part::Paragraph(words));
        self
    }

    pub(super) fn list(mut self, items: impl Iterator<Item = String>) -> Self {
        self.parts
            .push(Part::List(items.map(|item| one_line(&item)).collect()));
        self
    }

    pub(super) fn facts(mut self, facts: Vec<(String, String)>) -> Self {
        let facts = facts
            .into_iter()
            .map(|(label, value)| (label, one_line(&value)))
            .collect();
        self.parts.push(Part::Facts(facts));
        self
    }

    pub(super) fn button(mut self, key: &str, url: &str) -> Self {
        self.parts.push(Part::Button {
            label: text(self.language, key, &[]),
            url: url.to_owned(),
        });
        self
    }

    pub(super) fn footer(self, key: &str, sender: &Sender) -> Self {
        let values = [
            ("controller", sender.controller.as_str().into()),
            ("contact", sender.contact.as_str().into()),
        ];
        self.footer_text(key, &values)
    }

    pub(super) fn footer_text(mut self, key: &str, values: &Values<'_>) -> Self {
        self.footer = one_line(&text(self.language, key, values));
        self
    }

    pub(super) fn finish(self) -> Letter {
        Letter {
            text: self.as_text(),
            html: self.as_html(),
            subject: self.subject,
        }
    }

    fn as_text(&self) -> String {
        let mut blocks: Vec<String> = self.parts.iter().map(Part::as_text).collect();
        blocks.push(wrap(&self.footer, ""));
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n\n") + "\n"
    }

    fn as_html(&self) -> String {
        let parts: Vec<_> = self.parts.iter().map(Part::as_html).collect();
        let page = Owner::new().with(|| {
            view! {
                <html lang=self.language>
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <meta name="color-scheme" content="light dark"/>
                        <title>{self.subject.clone()}</title>
                    </head>
                    <body style=BODY>
                        <div style=COLUMN>{parts} <p style=FOOTER>{self.footer.clone()}</p></div>
                    </body>
                </html>
            }
            .to_html()
        });
        format!("<!DOCTYPE html>\n{}\n", page.replace(HYDRATION_MARK, ""))
    }
}

// Mail programs ignore style sheets, so styles are inline; text colours are left to the reader's
// own light or dark theme.
const BODY: &str =
    "margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const COLUMN: &str = "max-width:34em;margin:0 auto";
const PARAGRAPH: &str = "margin:0 0 16px";
const BUTTON: &str = "display:inline-block;padding:12px 24px;border-radius:6px;background:#0f5563;border:1px solid #6db3c2;color:#ffffff;font-weight:600;text-decoration:none";
const URL: &str = "margin:0 0 16px;font-size:13px;word-break:break-all;opacity:.75";
const FACTS: &str = "margin:32px 0 0;padding-top:16px;border-top:1px solid #8a9499";
const LABEL: &str = "font-weight:600;font-size:14px";
const VALUE: &str = "margin:0 0 12px;font-size:14px";
const FOOTER: &str =
    "margin:32px 0 0;padding-top:16px;border-top:1px solid #8a9499;font-size:14px;opacity:.8";

impl Part {
    fn as_text(&self) -> String {
        match self {
            Self::Paragraph(words) => wrap(words, ""),
            Self::List(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| wrap(&format!("- {item}"), "  "))
                    .collect();
                items.join("\n")
            }
            Self::Facts(facts) => {
                let facts: Vec<_> = facts
                    .iter()
                    .map(|(label, value)| wrap(&format!("{label}: {value}"), "  "))
                    .collect();
                facts.join("\n")
            }
            Self::Button { label, url } => format!("{label}:\n{url}"),
        }
    }

    fn as_html(&self) -> AnyView {
        match self {
            Self::Paragraph(words) => view! { <p style=PARAGRAPH>{words.clone()}</p> }.into_any(),
            Self::List(items) => list(items).into_any(),
            Self::Facts(facts) => self::facts(facts).into_any(),
            Self::Button { label, url } => view! {
                <p style=PARAGRAPH><a href=url.clone() style=BUTTON>{label.clone()}</a></p>
                <p style=URL>{url.clone()}</p>
            }
            .into_any(),
        }
    }
}

fn list(items: &[String]) -> impl IntoView + use<> {
    let items: Vec<_> = items
        .iter()
        .map(|item| view! { <li>{item.clone()}</li> })
        .collect();
    view! { <ul style=PARAGRAPH>{items}</ul> }
}

fn facts(facts: &[(String, String)]) -> impl IntoView + use<> {
    let facts: Vec<_> = facts
        .iter()
        .map(|(label, value)| {
            view! {
                <dt style=LABEL>{label.clone()}</dt>
                <dd style=VALUE>{value.clone()}</dd>
            }
        })
        .collect();
    (!facts.is_empty()).then(|| view! { <dl style=FACTS>{facts}</dl> })
}

/// Collapses white space and drops control characters, so that a name can neither start a header
/// nor fake a paragraph.
fn one_line(words: &str) -> String {
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Breaks at spaces; a longer word, such as an address, stays whole. Lines after the first begin
/// with `indent`.
fn wrap(words: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let width = |line: &String| line.chars().count();
        let full = lines.last().is_some_and(|line| {
            width(line) > indent.len() && width(line) + 1 + word.chars().count() > LINE_WIDTH
        });
        if full {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() && line != indent {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_and_keeps_addresses_whole() {
        let url = format!("https://exempel.example/r/{}", "a".repeat(80));
        let wrapped = wrap(&format!("- {} {url} slut", "ord ".repeat(30).trim()), "  ");
        let lines: Vec<_> = wrapped.lines().collect();
        assert!(lines.contains(&format!("  {url}").as_str()));
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() <= LINE_WIDTH || line.contains(&url))
        );
        assert!(lines[1..].iter().all(|line| line.starts_with("  ")));
        assert_eq!(wrap("", ""), "");
    }

    #[test]
    fn names_cannot_break_lines() {
        assert_eq!(
            one_line("Åsa\r\nBcc: x@exempel.example\u{0}\u{85} B"),
            "Åsa Bcc: x@exempel.example B"
        );
    }
}
