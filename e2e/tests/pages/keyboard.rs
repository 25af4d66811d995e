//! Everything can be reached, seen and done with the keyboard alone.

use crate::list::{PAGES, pages};
use crate::none_of;
use crate::visit::{DESKTOP, PHONE, Tour};
use anyhow::{Result, ensure};
use serde::Deserialize;
use thirtyfour::prelude::*;

/// Where the focus is.
#[derive(Debug, Deserialize)]
struct Stop {
    /// The how manieth of the page's stops; -1 outside of them.
    at: i64,
    #[serde(default)]
    name: String,
    wrong: Vec<String>,
}

/// On each page, Tab stops at every control, in the order of the document, and shows where it is.
#[tokio::test(flavor = "multi_thread")]
async fn tab_reaches_every_control_in_order_and_shows_the_focus() -> Result<()> {
    let tour = Tour::begin("sv").await?;
    let mut findings = vec![];
    // In a mail, it is the mail program that shows the focus.
    for page in pages().filter(|page| !page.sandboxed) {
        tour.open(page).await?;
        let mut sizes = vec![DESKTOP];
        // Where the window is narrow, or zoomed in, menu and buttons stick to its edge.
        sizes.extend(page.name.starts_with("candidate").then_some(PHONE));
        for size in sizes {
            tour.browser.set_size(size).await?;
            let found = tab_through(&tour).await?;
            let width = size.0;
            findings.extend(
                found
                    .into_iter()
                    .map(|it| format!("{} at {width}: {it}", page.name)),
            );
        }
    }
    tour.browser.quit().await?;
    none_of(findings)
}

async fn tab_through(tour: &Tour) -> Result<Vec<String>> {
    let expected = tour.browser.ask("return probe.restart()").await?;
    let expected: Vec<String> = serde_json::from_value(expected)?;
    let (mut next, mut found) = (0, vec![]);
    // A date is several stops in one control.
    for _ in 0..expected.len() * 4 + 4 {
        if next == expected.len() {
            break;
        }
        tour.browser.press_key(Key::Tab).await?;
        let stop: Stop = serde_json::from_value(tour.browser.ask("return probe.stop()").await?)?;
        let is_same = next > 0 && usize::try_from(stop.at) == Ok(next - 1);
        if is_same {
            continue;
        }
        found.extend(stop.wrong);
        if usize::try_from(stop.at) != Ok(next) {
            found.push(format!(
                "after {}, Tab goes to {:?}",
                name_before(&expected, next),
                stop.name
            ));
            return Ok(found);
        }
        next += 1;
    }
    found.extend(
        expected
            .iter()
            .skip(next)
            .map(|it| format!("Tab never reaches {it}")),
    );
    Ok(found)
}

fn name_before(expected: &[String], next: usize) -> &str {
    next.checked_sub(1)
        .and_then(|at| expected.get(at))
        .map_or("the top", String::as_str)
}

/// The first stop leads past the menu.
#[tokio::test(flavor = "multi_thread")]
async fn the_skip_link_leads_past_the_menu() -> Result<()> {
    let tour = Tour::begin("sv").await?;
    for page in PAGES
        .iter()
        .filter(|page| ["overview", "candidates", "candidate"].contains(&page.name))
    {
        tour.open(page).await?;
        tour.browser.ask("return probe.restart()").await?;
        tour.browser.press_key(Key::Tab).await?;
        let shown = "const it = document.activeElement; return it.matches('.skip') && it.getBoundingClientRect().top >= 0";
        ensure!(
            tour.browser.ask(shown).await? == true,
            "{}: the first stop is no skip link",
            page.name
        );
        tour.browser.press_key(Key::Enter).await?;
        let main = "return document.activeElement.localName";
        ensure!(
            tour.browser.ask(main).await? == "main",
            "{}: it leads nowhere",
            page.name
        );
        tour.browser.press_key(Key::Tab).await?;
        let inside = "return document.activeElement.closest('main') !== null";
        ensure!(
            tour.browser.ask(inside).await? == true,
            "{}: Tab goes on outside",
            page.name
        );
    }
    tour.browser.quit().await
}
