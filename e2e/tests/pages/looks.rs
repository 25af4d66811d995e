//! What every page is judged by, in both languages, on a phone and on a desk, in light and in dark.

use crate::list::{Page, pages};
use crate::none_of;
use crate::validity;
use crate::visit::{DESKTOP, PHONE, REFLOW, Tour, quality};
use anyhow::{Context, Result};
use samtycke_e2e::view::Size;
use serde_json::json;
use std::collections::BTreeMap;

/// A way to look at a page.
struct View {
    name: &'static str,
    size: Size,
    scheme: &'static str,
    /// Words differ from language to language and break lines; colours and structure do not.
    in_every_language: bool,
}

const VIEWS: &[View] = &[
    View {
        name: "desktop-dark",
        size: DESKTOP,
        scheme: "dark",
        in_every_language: false,
    },
    View {
        name: "desktop",
        size: DESKTOP,
        scheme: "light",
        in_every_language: false,
    },
    View {
        name: "phone",
        size: PHONE,
        scheme: "light",
        in_every_language: true,
    },
];

/// axe-core finds nothing, nothing is refused by the policy or fails to load, no page is wider than its
/// window, and the HTML is valid. Keeps pictures of all.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_valid_and_in_its_frame_in_swedish() -> Result<()> {
    look_at_all("sv").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_valid_and_in_its_frame_in_english() -> Result<()> {
    look_at_all("en").await
}

async fn look_at_all(language: &'static str) -> Result<()> {
    let tour = Tour::begin(language).await?;
    let mut findings = vec![];
    let mut documents = BTreeMap::new();
    let axe = quality("axe.js")?;
    for page in pages() {
        match tour.open(page).await {
            Ok(html) => drop(documents.insert(page.name, html)),
            Err(error) => {
                findings.push(format!("{error:#}"));
                continue;
            }
        }
        let found = look_at(&tour, page, &axe).await.context(page.name)?;
        findings.extend(found.into_iter().map(|it| format!("{}: {it}", page.name)));
    }
    tour.browser.quit().await?;
    findings.extend(validity::errors(&documents).await?);
    none_of(findings)
}

async fn look_at(tour: &Tour, page: &Page, axe: &str) -> Result<Vec<String>> {
    let mut found = foreign(tour).await?;
    for view in VIEWS {
        tour.browser.set_media("screen", view.scheme).await?;
        tour.browser.set_size(view.size).await?;
        let is_first = tour.scene.language == "sv";
        if is_first || view.in_every_language {
            let broken = judge(tour, page, view, axe).await?;
            found.extend(broken.into_iter().map(|it| format!("{}: {it}", view.name)));
            found.extend(overflow(tour, view.size).await?);
        }
        if is_first || view.scheme == "light" {
            let picture = format!("pages/{}-{}-{}", page.name, tour.scene.language, view.name);
            tour.browser.picture(&picture, view.size).await?;
        }
    }
    found.extend(overflow(tour, REFLOW).await?);
    found.extend(refused(tour, page).await?);
    if page.prints {
        tour.browser.set_media("print", "light").await?;
        let name = format!("pages/{}-{}-print", page.name, tour.scene.language);
        tour.browser.picture(&name, (794, 1123)).await?;
        tour.browser.set_media("screen", "light").await?;
    }
    Ok(found)
}

/// Whoever reads Swedish gets no page in English, not even when something goes wrong.
async fn foreign(tour: &Tour) -> Result<Vec<String>> {
    let language = tour
        .browser
        .ask("return document.documentElement.lang")
        .await?;
    Ok(match language == tour.scene.language {
        true => vec![],
        false => vec![format!("is in the language {language}")],
    })
}

async fn judge(tour: &Tour, page: &Page, view: &View, axe: &str) -> Result<Vec<String>> {
    let kind = match (view.scheme, page.sandboxed) {
        ("dark", _) => "colours",
        (_, true) => "mail",
        _ => "page",
    };
    let arguments = vec![json!(kind)];
    let answer = tour.browser.driver.execute_async(axe, arguments).await?;
    Ok(answer.convert()?)
}

async fn overflow(tour: &Tour, size: Size) -> Result<Vec<String>> {
    tour.browser.set_size(size).await?;
    let wide: Vec<String> =
        serde_json::from_value(tour.browser.ask("return probe.overflow()").await?)?;
    Ok(match wide.is_empty() {
        true => vec![],
        false => vec![format!("wider than its window: {}", wide.join("; "))],
    })
}

/// What the content security policy refused, scripts that threw, and files that did not load.
async fn refused(tour: &Tour, page: &Page) -> Result<Vec<String>> {
    let asked = tour.browser.ask("return probe.refused").await?;
    let mut found: Vec<String> = serde_json::from_value(asked)?;
    for entry in tour.browser.driver.browser_log().await? {
        let expected = page.fails && entry.message.contains("Failed to load resource");
        if entry.level == "SEVERE" && !expected {
            found.push(entry.message);
        }
    }
    Ok(found)
}
