//! The way around the settings: one page for each part.

use leptos::prelude::*;

use super::super::words::Words;

/// The part a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Organisation,
    Renewal,
    Sites,
    Recipients,
    Retention,
    Staff,
    SignIn,
    Keys,
    Webhooks,
    Audit,
}

const PARTS: [(Part, &str, &str); 10] = [
    (
        Part::Organisation,
        "/console/settings",
        "set-nav-organisation",
    ),
    (
        Part::Renewal,
        "/console/settings/renewal",
        "set-nav-renewal",
    ),
    (Part::Sites, "/console/settings/sites", "set-nav-sites"),
    (
        Part::Recipients,
        "/console/settings/recipients",
        "set-nav-recipients",
    ),
    (
        Part::Retention,
        "/console/settings/retention",
        "set-nav-retention",
    ),
    (Part::Staff, "/console/staff", "set-nav-staff"),
    (Part::SignIn, "/console/settings/sign-in", "set-nav-sign-in"),
    (Part::Keys, "/console/keys", "set-nav-keys"),
    (
        Part::Webhooks,
        "/console/settings/webhooks",
        "set-nav-webhooks",
    ),
    (Part::Audit, "/console/audit", "set-nav-audit"),
];

pub fn parts(words: &Words, current: Part) -> AnyView {
    let items = PARTS.map(|(part, href, key)| {
        let here = (part == current).then_some("page");
        view! { <li><a href=href aria-current=here>{words.get(key)}</a></li> }
    });
    view! { <nav class="tabs parts" aria-label=words.get("set-nav-label")><ul>{items}</ul></nav> }
        .into_any()
}
