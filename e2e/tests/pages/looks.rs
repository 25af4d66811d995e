//! What every page is judged by, in both languages, on a phone and on a desk, in light and in dark.

use crate::list::{self, Page};
use crate::visit::{DESKTOP, PHONE, REFLOW, Tour, quality};
use crate::{keyboard, none_of, validity};
use anyhow::{Context, Result};
use samtycke_e2e::view::Size;
use serde_json::json;
use std::collections::BTreeMap;

/// The language in which colours, structure and the keyboard are judged too: they do not differ from language
/// to language. Words do, and break lines.
const FIRST: &str = "sv";

/// A4 at 96 dots an inch.
const PAPER: Size = (794, 1123);

/// A way to look at a page, and the rules it is judged by there (of those in `axe.js`).
struct View {
    name: &'static str,
    size: Size,
    scheme: &'static str,
    rules: Option<&'static str>,
}

const fn view(
    name: &'static str,
    size: Size,
    scheme: &'static str,
    rules: Option<&'static str>,
) -> View {
    View {
        name,
        size,
        scheme,
        rules,
    }
}

/// Every rule is asked on a desk in the first language and on a phone in the other.
fn views(language: &str) -> &'static [View] {
    const IN_FIRST: &[View] = &[
        view("desktop-dark", DESKTOP, "dark", Some("colours")),
        view("desktop", DESKTOP, "light", Some("all")),
        view("phone", PHONE, "light", Some("layout")),
    ];
    const IN_OTHER: &[View] = &[
        view("desktop", DESKTOP, "light", None),
        view("phone", PHONE, "light", Some("all")),
    ];
    if language == FIRST {
        IN_FIRST
    } else {
        IN_OTHER
    }
}

/// One tour for each topic and language: axe-core finds nothing, nothing is refused by the policy or fails to
/// load, no page is wider than its window, the HTML is valid and the keyboard reaches everything. Keeps
/// pictures of all.
macro_rules! tours {
    ($($topic:ident: $pages:expr;)*) => {$(
        mod $topic {
            #[tokio::test(flavor = "multi_thread")]
            async fn in_swedish() -> anyhow::Result<()> {
                super::look_at_all($pages, "sv").await
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn in_english() -> anyhow::Result<()> {
                super::look_at_all($pages, "en").await
            }
        }
    )*};
}

tours! {
    people: crate::list::PEOPLE;
    company: crate::list::COMPANY;
    access: crate::list::ACCESS;
    public: crate::list::PUBLIC;
    roles: crate::list::ROLES;
}

async fn look_at_all(pages: &'static [Page], language: &'static str) -> Result<()> {
    let tour = Tour::begin(language).await?;
    let mut findings = vec![];
    let mut documents = BTreeMap::new();
    let axe = quality("axe.js")?;
    for page in list::wanted(pages) {
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
    let language = tour.scene.language;
    let mut found = foreign(tour).await?;
    for view in views(language) {
        tour.browser.set_media("screen", view.scheme).await?;
        found.extend(overflow(tour, view.size).await?);
        let broken = judge(tour, page, view, axe).await?;
        found.extend(broken.into_iter().map(|it| format!("{}: {it}", view.name)));
        let picture = format!("pages/{}-{language}-{}", page.name, view.name);
        tour.browser.picture(&picture, view.size).await?;
    }
    found.extend(overflow(tour, REFLOW).await?);
    if page.prints {
        tour.browser.set_media("print", "light").await?;
        let name = format!("pages/{}-{language}-print", page.name);
        tour.browser.picture(&name, PAPER).await?;
        tour.browser.set_media("screen", "light").await?;
    }
    if language == FIRST {
        found.extend(keyboard::findings(tour, page).await?);
    }
    found.extend(refused(tour, page).await?);
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
    let Some(rules) = view.rules else {
        return Ok(vec![]);
    };
    let arguments = vec![json!(rules), json!(page.sandboxed)];
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
