//! Everything can be reached, seen and done with the keyboard alone.

use crate::list::Page;
use crate::visit::{DESKTOP, PHONE, Tour};
use anyhow::Result;
use serde::Deserialize;
use thirtyfour::prelude::*;

/// Where the focus went.
#[derive(Debug, Deserialize)]
struct Stop {
    /// The how manieth of the page's stops; -1 outside of them.
    at: i64,
    #[serde(default)]
    name: String,
    wrong: Vec<String>,
}

/// Whether Tab stops at every control of the page, in the order of the document, and shows where it is.
///
/// # Errors
/// When the browser is gone.
pub async fn findings(tour: &Tour, page: &Page) -> Result<Vec<String>> {
    // In a mail, it is the mail program that shows the focus.
    if page.sandboxed {
        return Ok(vec![]);
    }
    let mut sizes = vec![DESKTOP];
    // Where the window is narrow, or zoomed in, menu and buttons stick to its edge.
    sizes.extend(page.name.starts_with("candidate").then_some(PHONE));
    let mut findings = vec![];
    for size in sizes {
        tour.browser.set_size(size).await?;
        let found = tab_through(tour).await?;
        let width = size.0;
        findings.extend(found.into_iter().map(|it| format!("at {width}: {it}")));
    }
    if ["overview", "candidates", "candidate"].contains(&page.name) {
        findings.extend(skip_menu(tour).await?);
    }
    Ok(findings)
}

async fn tab_through(tour: &Tour) -> Result<Vec<String>> {
    let expected = tour.browser.ask("return probe.restart()").await?;
    let expected: Vec<String> = serde_json::from_value(expected)?;
    let has_frame = expected.iter().any(|it| it.starts_with("<iframe"));
    let (mut pressed, mut next, mut found) = (0, 0, vec![]);
    // A date is several stops in one control.
    while next < expected.len() && pressed < expected.len() * 4 + 4 {
        let times = if has_frame { 1 } else { expected.len() - next };
        tour.browser.press_key(Key::Tab, times).await?;
        pressed += times;
        let stops = tour.browser.ask("return probe.stopped()").await?;
        for stop in serde_json::from_value::<Vec<Stop>>(stops)? {
            let at = usize::try_from(stop.at).ok();
            if at.is_some_and(|at| at + 1 == next) {
                continue;
            }
            found.extend(stop.wrong);
            if at != Some(next) {
                let before = name_before(&expected, next);
                found.push(format!("after {before}, Tab goes to {:?}", stop.name));
                return Ok(found);
            }
            next += 1;
        }
    }
    let missed = expected.iter().skip(next);
    found.extend(missed.map(|it| format!("Tab never reaches {it}")));
    Ok(found)
}

fn name_before(expected: &[String], next: usize) -> &str {
    next.checked_sub(1)
        .and_then(|at| expected.get(at))
        .map_or("the top", String::as_str)
}

/// The first stop leads past the menu.
async fn skip_menu(tour: &Tour) -> Result<Option<String>> {
    const SHOWN: &str = "const it = document.activeElement;
        return it.matches('.skip') && it.getBoundingClientRect().top >= 0";
    const LED: &str = "return document.activeElement.localName === 'main'";
    const INSIDE: &str = "return document.activeElement.closest('main') !== null";
    tour.browser.ask("return probe.restart()").await?;
    for (key, question, wrong) in [
        (Key::Tab, SHOWN, "the first stop is no skip link"),
        (Key::Enter, LED, "the skip link leads nowhere"),
        (Key::Tab, INSIDE, "after the skip link, Tab goes on outside"),
    ] {
        tour.browser.press_key(key, 1).await?;
        if tour.browser.ask(question).await? != true {
            return Ok(Some(wrong.to_owned()));
        }
    }
    Ok(None)
}
