//! What must hold on every page of the demo.
#![allow(clippy::unwrap_used)]

pub mod samples;

use samples::pages;

const HOSTILE: &str = r#""><script>alert('1')</script></textarea><img src=x onerror=alert(1)>"#;

fn every_page(name: &str) -> Vec<(&'static str, String)> {
    ["sv", "en"]
        .iter()
        .flat_map(|language| pages(language, name))
        .collect()
}

#[test]
fn hostile_names_stay_text() {
    for (page, html) in every_page(HOSTILE) {
        assert!(!html.contains("<script>"), "{page} holds a script");
        assert!(
            !html.contains("<img src=x"),
            "{page} holds the injected image"
        );
    }
}

#[test]
fn the_widget_is_the_only_script_and_nothing_is_inline() {
    for (page, html) in every_page("Ada Exempel") {
        let widget = html
            .matches(r#"<script src="/embed.js" async></script>"#)
            .count();
        assert_eq!(html.matches("<script").count(), widget, "{page}");
        assert!(
            !html.contains(" style=") && !html.contains("<style"),
            "{page} holds style"
        );
    }
}

#[test]
fn every_message_has_words() {
    for (page, html) in every_page("Ada Exempel") {
        let text = html.replace("/demo", "").replace("demo.css", "");
        assert!(!text.contains("demo-"), "{page} shows a key");
    }
}

#[test]
fn the_widget_in_the_form_knows_the_hosts_fields() {
    let pages = pages("sv", "Ada Exempel");
    let (_, html) = pages.iter().find(|(page, _)| *page == "apply").unwrap();
    for part in [
        r#"name="consent_receipt""#,
        r#"name-field="applicant_name""#,
        r#"email-field="applicant_email""#,
        r#"<input id="applicant_name" name="applicant_name""#,
        r#"<input id="applicant_email" name="applicant_email""#,
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn links_stay_in_the_language() {
    let pages = pages("en", "Ada Exempel");
    let (_, html) = pages.iter().find(|(page, _)| *page == "career").unwrap();
    assert!(html.contains(r#"href="/demo/jobs/apprentice?lang=en""#));
    assert!(html.contains(r#"href="/demo/career" lang="sv""#));
}

#[test]
fn the_languages_have_the_same_messages() {
    let keys = |ftl: &str| -> Vec<String> {
        ftl.lines()
            .filter(|line| line.starts_with("demo-"))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    };
    let sv = keys(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/sv/demo.ftl"
    )));
    let en = keys(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/locales/en/demo.ftl"
    )));
    assert_eq!(sv, en);
}
