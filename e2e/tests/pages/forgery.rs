//! Forms that another site, or nobody's session, sends in somebody's name.

use crate::list;
use crate::none_of;
use crate::posts::{Guard, POSTS, Post};
use crate::routes::{self, fits, is_refused};
use crate::scene::Scene;
use anyhow::{Context, Result};
use reqwest::StatusCode;
use samtycke_e2e::html;

/// Names and values.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// Whatever would change by a form, looked at before and after.
const WATCHED: [&str; 18] = [
    "/console/candidates",
    "/console/candidates/{long}/edit",
    "/console/tasks",
    "/console/batches",
    "/console/batches/{batch_waiting}",
    "/console/erasures",
    "/console/texts",
    "/console/texts/{text}/versions/{draft}",
    "/console/settings",
    "/console/settings/renewal",
    "/console/settings/sites",
    "/console/settings/recipients",
    "/console/settings/retention",
    "/console/settings/sign-in",
    "/console/settings/webhooks",
    "/console/settings/webhooks/{webhook}",
    "/console/staff",
    "/console/keys",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_form_is_taken_without_its_own_csrf_field_or_from_another_site() -> Result<()> {
    let scene = Scene::set("sv").await?;
    let before = watch(&scene).await?;
    let mut taken = vec![];
    for post in POSTS {
        let path = address(&scene, post)?;
        let desk = scene.desk(post.by).context("a session")?;
        let genuine = ("csrf", desk.csrf.as_str());
        let fields = fields(&scene, post)?;
        let forgeries: [(&str, Fields<'_>, &str); 4] = [
            ("no csrf field", &[], "same-origin"),
            (
                "a foreign csrf field",
                &[("csrf", &scene.newcomer.csrf)],
                "same-origin",
            ),
            ("an empty csrf field", &[("csrf", "")], "same-origin"),
            ("another site", &[genuine], "cross-site"),
        ];
        for (what, csrf, site) in forgeries {
            if !refuses(post.guard, what) {
                continue;
            }
            let mut all = csrf.to_vec();
            all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
            let answer = desk.forge(&path, &all, site).await?;
            if answer.status != StatusCode::FORBIDDEN {
                taken.push(format!("{} with {what}: {}", post.at, answer.status));
            }
        }
    }
    for (path, (before, after)) in WATCHED.iter().zip(before.iter().zip(&watch(&scene).await?)) {
        if before != after {
            taken.push(format!("{path} has changed"));
        }
    }
    none_of(taken)
}

/// Its forms are known and carry their csrf field, nothing is offered that the visitor may not do, and its
/// policy allows no inline script or style.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_guarded_as_it_is_served() -> Result<()> {
    let scene = Scene::set("sv").await?;
    let console = routes::of_console()?;
    let mut findings = vec![];
    for page in list::all() {
        let path = scene.fill(page.at)?;
        let desk = scene.desk(page.who).unwrap_or(&scene.administrator);
        let served = desk.get(&path).await?;
        let mut found = vec![];
        for (target, csrf) in posted_targets(&served.body, &path) {
            let is_guarded = is_guarded(&target, csrf.as_deref() == Some(&desk.csrf));
            if !is_guarded || is_refused(&console, page.who, &target, true) {
                found.push(format!("a form to {target}"));
            }
        }
        let mut links = html::values(&served.body, "href");
        links.retain(|link| is_refused(&console, page.who, link, false));
        found.extend(links.into_iter().map(|link| format!("a link to {link}")));
        // A mail brings its styles along; its page has a sandbox instead.
        if !page.sandboxed && !is_strict(&served.policy) {
            found.push(format!("{:?}", served.policy));
        }
        findings.extend(found.into_iter().map(|it| format!("{}: {it}", page.name)));
    }
    none_of(findings)
}

/// Where the page's forms post to, each with the form's csrf field.
fn posted_targets(page: &str, path: &str) -> Vec<(String, Option<String>)> {
    let mut found = vec![];
    for (action, form) in html::posting_forms(page) {
        let csrf = html::hidden(&form, "csrf");
        let mut targets = html::values(&form, "formaction");
        targets.push(match action.is_empty() {
            true => path.to_owned(),
            false => action,
        });
        found.extend(targets.into_iter().map(|target| (target, csrf.clone())));
    }
    found
}

fn is_guarded(target: &str, has_csrf: bool) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    let known = POSTS
        .iter()
        .filter(|post| fits(path, post.at))
        .max_by_key(|post| post.at.matches('{').count() == 0);
    known.is_some_and(|post| has_csrf || post.guard != Guard::Csrf)
}

/// Whether a form with this guard must refuse this forgery.
fn refuses(guard: Guard, forgery: &str) -> bool {
    match guard {
        Guard::Csrf => true,
        Guard::Origin => forgery == "another site",
        Guard::Link => false,
    }
}

/// The route with something that exists in the place of each part in braces.
fn address(scene: &Scene, post: &Post) -> Result<String> {
    let path = post
        .at
        .replace("{id}", post.id)
        .replace("{n}", "{draft}")
        .replace("{token}", "{link_invitation}")
        .replace("{slug}", "grid-engineer");
    scene.fill(&path)
}

fn fields(scene: &Scene, post: &Post) -> Result<Vec<(&'static str, String)>> {
    let filled = post
        .fields
        .iter()
        .map(|(name, value)| Ok((*name, scene.fill(value)?)));
    filled.collect()
}

/// The pages without their times: when somebody was seen last is no change.
async fn watch(scene: &Scene) -> Result<Vec<String>> {
    let mut pages = vec![];
    for path in WATCHED {
        let page = scene.administrator.page(&scene.fill(path)?).await?;
        let parts = page.split("<time ");
        let parts = parts.map(|part| part.split_once("</time>").map_or(part, |(_, rest)| rest));
        pages.push(parts.collect());
    }
    Ok(pages)
}

fn is_strict(policy: &str) -> bool {
    const NEEDED: [&str; 4] = [
        "default-src 'none'",
        "form-action '",
        "base-uri 'none'",
        "frame-ancestors",
    ];
    const LOOSE: [&str; 4] = ["'unsafe-inline'", "'unsafe-eval'", "*", "http"];
    NEEDED.iter().all(|it| policy.contains(it)) && !LOOSE.iter().any(|it| policy.contains(it))
}
