//! What must hold on every page.
#![allow(clippy::unwrap_used)]

pub mod samples;

use leptos::prelude::*;

use super::{
    candidates::{Candidates, Filter, Sort, candidates_page},
    parts,
    words::{number, percent_encode},
};
use samples::{frame, pages};

const HOSTILE: &str = r#""><script>alert('1')</script><img src=x onerror=alert(1)>&amp;'"#;

/// The one tag of a script that pages may have.
const SCRIPT: &str = r#"<script src="/assets/passkey.js" async></script>"#;

fn every_page(name: &str) -> Vec<(&'static str, String)> {
    let roles = ["admin", "recruiter", "auditor"];
    let languages = ["sv", "en"];
    roles
        .iter()
        .flat_map(|role| {
            languages
                .iter()
                .flat_map(move |language| pages(language, role, name))
                .map(|(page, html)| (page, html.replacen(SCRIPT, "", 1)))
        })
        .collect()
}

/// The text of each element that starts with `start` and ends with `end`.
fn cut<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    html.split(start)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap())
        .collect()
}

/// A file of ours and nothing else.
fn is_ours(script: &str) -> bool {
    let ours = ["editor.js", "preview.js"].map(|file| format!(" src=\"/assets/{file}\""));
    let source = script.split(" src=").count() == 2;
    source
        && (ours.iter().any(|src| script.starts_with(src))
            || script.starts_with(" src=\"/embed.js\""))
}

#[test]
fn hostile_names_stay_text() {
    for (page, html) in every_page(HOSTILE) {
        for script in cut(&html, "<script", ">") {
            assert!(is_ours(script), "{page} holds a script: {script}");
        }
        assert!(
            !html.contains("<img src=x"),
            "{page} holds the injected image"
        );
    }
}

#[test]
fn nothing_is_inline() {
    for (page, html) in every_page("Ada Exempel") {
        let html = html.to_lowercase();
        for forbidden in [
            "<script>",
            "<style",
            " style=",
            "javascript:",
            "<!>",
            "<!--",
        ] {
            assert!(!html.contains(forbidden), "{page} holds {forbidden}");
        }
        for tag in cut(&html, "<", ">") {
            let handler = tag
                .split_whitespace()
                .skip(1)
                .any(|attribute| attribute.starts_with("on") && attribute.contains("=\""));
            assert!(!handler, "{page} handles an event inline: {tag}");
        }
    }
}

#[test]
fn every_form_that_posts_carries_the_token() {
    for (page, html) in every_page("Ada Exempel") {
        for form in cut(&html, "<form", "</form>") {
            let posts = form.contains("method=\"post\"");
            let token = form.contains(r#"type="hidden" name="csrf" value="csrf-token""#);
            assert_eq!(posts, token, "{page}: <form{form}");
        }
    }
}

#[test]
fn every_message_has_words() {
    for (page, html) in every_page("Ada Exempel") {
        for prefix in [
            "console-",
            ">list-",
            ">overview-",
            "\"list-",
            "\"overview-",
            "accounts-",
        ] {
            let class = format!("class={prefix}");
            let html = html.replace(&class, "");
            assert!(!html.contains(prefix), "{page} shows a key {prefix}");
        }
        assert!(!html.contains("{ $"), "{page} shows a placeable");
    }
}

#[test]
fn ids_are_unique_and_labels_lead_to_fields() {
    for (page, html) in every_page("Ada Exempel") {
        let mut ids = cut(&html, " id=\"", "\"");
        for target in cut(&html, "<label for=\"", "\"") {
            assert!(ids.contains(&target), "{page} has no field {target}");
        }
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{page} repeats an id");
    }
}

#[test]
fn links_within_a_page_lead_to_something_on_it() {
    // Samples come back with errors for everybody, forms only to whoever may send them.
    let all = ["sv", "en"].map(|language| pages(language, "admin", "Ada Exempel"));
    for (page, html) in all.into_iter().flatten() {
        let ids = cut(&html, " id=\"", "\"");
        for target in cut(&html, "href=\"#", "\"") {
            assert!(ids.contains(&target), "{page} has no {target}");
        }
    }
}

#[test]
fn an_address_breaks_at_its_joints() {
    let address = || parts::breakable("ada.exempel@fjallback.example").to_html();
    let html = Owner::new().with(address).replace("<!>", "");
    assert!(
        html.contains(">ada.<wbr>exempel@<wbr>fjallback.<wbr>example<"),
        "{html}"
    );
}

#[test]
fn every_card_of_the_overview_has_a_title_of_its_own() {
    for (page, html) in every_page("Ada Exempel") {
        if page == "overview" {
            let mut titles = cut(&html, "<h2>", "</h2>");
            titles.sort_unstable();
            let count = titles.len();
            titles.dedup();
            assert_eq!(titles.len(), count, "{titles:?}");
        }
    }
}

#[test]
fn an_auditor_is_offered_no_change() {
    for (page, html) in pages("sv", "auditor", "Ada Exempel") {
        if ["candidates", "candidate", "texts", "text"].contains(&page) {
            let actions: Vec<_> = cut(&html, " action=\"", "\"")
                .into_iter()
                .filter(|action| {
                    ![
                        "/console/language",
                        "/console/sign-out",
                        "/console/candidates",
                    ]
                    .contains(action)
                        && !action.ends_with("/diff")
                })
                .collect();
            assert!(actions.is_empty(), "{page}: {actions:?}");
        }
    }
}

#[test]
fn the_languages_have_the_same_messages() {
    let keys = |ftl: &str| -> Vec<String> {
        ftl.lines()
            .filter(|line| line.starts_with("console-"))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    };
    let all = |ftl: &str| -> Vec<String> {
        ftl.lines()
            .filter_map(|line| line.split_once(" ="))
            .filter(|(key, _)| key.starts_with(|first: char| first.is_ascii_lowercase()))
            .map(|(key, _)| key.to_owned())
            .collect()
    };
    assert_eq!(
        all(include_str!("../../../../locales/sv/list.ftl")),
        all(include_str!("../../../../locales/en/list.ftl"))
    );
    let sv = keys(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/sv/console.ftl"
    )));
    let en = keys(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/en/console.ftl"
    )));
    assert_eq!(sv, en);
    let sv = keys(include_str!("../../../../locales/sv/texts.ftl"));
    let en = keys(include_str!("../../../../locales/en/texts.ftl"));
    assert_eq!(sv, en);
}

#[test]
fn the_languages_have_the_same_messages_about_accounts() {
    let keys = |ftl: &'static str| -> Vec<&str> {
        let lines = ftl.lines().filter_map(|line| line.split_once(" ="));
        lines.map(|(key, _)| key.trim()).collect()
    };
    let sv = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/sv/accounts.ftl"
    ));
    let en = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/en/accounts.ftl"
    ));
    assert_eq!(keys(sv), keys(en));
}

#[test]
fn links_between_pages_keep_the_filter() {
    let data = Candidates {
        filter: Filter {
            q: Some("åsa & co".into()),
            status: Some("valid".into()),
            ..Filter::default()
        },
        sort: Sort::Name,
        next_cursor: Some("a/b+c=".into()),
        ..samples::candidates::list("Ada Exempel")
    };
    let html = candidates_page(&frame("en", "admin"), &data);
    assert!(
        html.contains(
            "?q=%C3%A5sa%20%26%20co&amp;status=valid&amp;sort=name&amp;cursor=a%2Fb%2Bc%3D"
        )
    );
    assert!(
        html.contains(
            r#"name="filter" value="q=%C3%A5sa%20%26%20co&amp;status=valid&amp;sort=name""#
        )
    );
}

#[test]
fn numbers_are_grouped() {
    assert_eq!(number(999), "999");
    assert_eq!(number(1_248), "1\u{a0}248");
    assert_eq!(number(-1_234_567), "−1\u{a0}234\u{a0}567");
}

#[test]
fn every_reserved_byte_is_encoded() {
    assert_eq!(percent_encode("a-z_0.~"), "a-z_0.~");
    assert_eq!(percent_encode("å&=+ "), "%C3%A5%26%3D%2B%20");
}
