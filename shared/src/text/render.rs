//! Markdown to HTML that is safe to insert in any page, and to plain text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

const TAGS: [&str; 11] = [
    "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "a",
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(TAGS).into_iter().chain(["br"]).collect())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .set_tag_attribute_value("a", "target", "_blank")
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener"));
    builder
});

/// Renders CommonMark as HTML that holds paragraphs, headings, lists, emphasis and links only.
///
/// The page around a text owns `h1` and `h2`, so the text's highest heading becomes `h3` and the
/// others follow. Links open in a new tab and lead to `http`, `https` or `mailto` addresses;
/// any other link keeps its words and loses its target. The same input gives the same bytes.
pub fn render(markdown: &str) -> String {
    let events: Vec<Event> = parser(markdown).collect();
    let top = events.iter().filter_map(heading_level).min().unwrap_or(1);
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(
        &mut unsafe_html,
        events.into_iter().map(|event| simplify(event, top)),
    );
    SANITIZER.clean(&unsafe_html).to_string()
}

/// The words of a text as a reader sees them: one line for each paragraph, heading and list item,
/// with link targets in parentheses.
pub fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut target = CowStr::Borrowed("");
    for event in parser(markdown) {
        match event {
            Event::Start(Tag::Item) => text.push_str("• "),
            Event::Start(Tag::Link { dest_url, .. }) => target = dest_url,
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak => text.push(' '),
            Event::End(TagEnd::Link) => push_target(&mut text, &target),
            Event::HardBreak | Event::End(_) if ends_line(&event) => end_line(&mut text),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::empty())
}

fn heading_level(event: &Event) -> Option<usize> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    }
}

/// Demotes headings, and turns what consent texts have no use for into plain paragraphs and words.
fn simplify<'a>(event: Event<'a>, top: usize) -> Event<'a> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: demote(level, top),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(demote(level, top))),
        Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::CodeBlock) => Event::End(TagEnd::Paragraph),
        Event::Code(words) => Event::Text(words),
        other => other,
    }
}

fn demote(level: HeadingLevel, top: usize) -> HeadingLevel {
    match level as usize - top {
        0 => HeadingLevel::H3,
        1 => HeadingLevel::H4,
        2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

fn ends_line(event: &Event) -> bool {
    use TagEnd::{CodeBlock, Heading, Item, Paragraph};
    matches!(
        event,
        Event::HardBreak | Event::End(Paragraph | Heading(_) | Item | CodeBlock)
    )
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn push_target(text: &mut String, target: &str) {
    let words_say_it = text.ends_with(target.trim_start_matches("mailto:"));
    if !words_say_it {
        text.push_str(&format!(" ({target})"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_structure_of_a_text() {
        let html = render(
            "# Om dina uppgifter\n\nVi *sparar* **namn**.\n\n- ett\n- två\n\n## Rättigheter",
        );
        assert_eq!(
            html,
            "<h3>Om dina uppgifter</h3>\n<p>Vi <em>sparar</em> <strong>namn</strong>.</p>\n\
             <ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n<h4>Rättigheter</h4>\n"
        );
    }

    #[test]
    fn the_highest_heading_becomes_h3_whatever_its_level() {
        assert_eq!(
            render("### A\n\n#### B\n\n###### C"),
            "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n"
        );
    }

    #[test]
    fn links_open_safely() {
        assert_eq!(
            render("[IMY](https://www.imy.se/ \"title\")"),
            "<p><a href=\"https://www.imy.se/\" target=\"_blank\" rel=\"noopener\">IMY</a></p>\n"
        );
        assert!(render("<mailto:a@exempel.example>").contains("href=\"mailto:a@exempel.example\""));
    }

    #[test]
    fn links_to_anything_else_lose_their_target() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#10;script:alert(1)",
            "&#x6A;avascript:alert(1)",
            "data:text/html;base64,PHNjcmlwdD4=",
            "vbscript:msgbox(1)",
            "file:///etc/passwd",
            "//evil.example/",
            "/console",
        ] {
            let html = render(&format!("[words](<{target}>)"));
            assert!(!html.contains("href"), "{target} gave {html}");
            assert!(html.contains("words"), "{target} gave {html}");
        }
    }

    #[test]
    fn scripts_handlers_styles_and_frames_vanish() {
        let hostile = "Hej <script>alert(1)</script><b onclick=x()>du</b>\n\n\
            <img src=x onerror=alert(1)>\n\n<p style=\"position:fixed\" onmouseover=x>a</p>\n\n\
            <style>body{display:none}</style>\n\n<iframe src=//evil.example></iframe>\n\n\
            <svg><script>1</script></svg>\n\n<form action=//evil.example><input name=a></form>\n\n\
            <a href=\"javascript:x\" onclick=\"x\" class=c id=i>b</a>\n\n![alt](https://t.example/p.gif)";
        let html = render(hostile);
        for junk in [
            "script", "alert", "onerror", "onclick", "onmouse", "style", "iframe", "svg", "form",
            "input", "img", "class", "id=", "<b",
        ] {
            assert!(!html.contains(junk), "{junk} is in {html}");
        }
        assert!(html.contains("du") && html.contains(">b</a>"));
    }

    #[test]
    fn nested_and_unclosed_junk_stays_inside_the_text() {
        let html = render(
            "</div></body><div><ul><li><p>a<script><!--</script>\n\n</textarea>b <<a href='x' <b>",
        );
        assert!(!html.contains("div") && !html.contains("body") && !html.contains("<!--"));
        assert_eq!(html.matches("<ul>").count(), html.matches("</ul>").count());
    }

    #[test]
    fn code_quotes_and_rules_become_plain_words() {
        assert_eq!(render("`a < b`"), "<p>a &lt; b</p>\n");
        assert_eq!(render("    indented"), "<p>indented</p>\n");
        assert!(!render("> quoted\n\n---").contains("blockquote"));
    }

    #[test]
    fn plain_text_reads_line_by_line() {
        assert_eq!(
            plain(
                "# A\n\nb *c*\nd\n\n1. e\n2. f [g](https://h.example)\n\n<mailto:i@exempel.example>"
            ),
            "A\nb c d\n• e\n• f g (https://h.example)\nmailto:i@exempel.example"
        );
    }
}
