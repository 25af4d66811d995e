//! The list is complete: every address the server knows is a page in it, a file, or takes a form.

use crate::list::{self, Visitor};
use crate::none_of;
use crate::posts::POSTS;
use anyhow::Result;
use samtycke_e2e::program::workspace;

/// Where the server's routes are written, and what comes before them.
const ROUTERS: [(&str, &str); 3] = [
    ("server/src/http/console/mod.rs", "/console"),
    ("server/src/http/candidate/mod.rs", ""),
    ("server/src/demo/http.rs", ""),
];

/// What is fetched and not looked at: files, and addresses that lead elsewhere.
const FILES: &[&str] = &[
    "/console/",
    // Leads to the sign-in without a password before it; `sign-in-factor` is it with one.
    "/console/sign-in/factor",
    // Leads to the company's identity provider.
    "/console/sign-in/company/{tenant}",
    "/console/candidates.csv",
    "/console/batches/{id}/candidates.csv",
    "/console/audit/export",
    "/console/settings/record.csv",
    "/console/settings/record.json",
    "/console/candidates/{id}/proof",
    "/console/candidates/{id}/receipts/{consent}",
    "/console/erasures/{id}/certificate",
    "/console/erasures/{id}/certificate.pdf",
    "/r/{token}/receipt",
    "/me/{token}/data.json",
    "/me/{token}/receipts/{id}",
    "/me/{token}/receipts/{id}/json-ld",
    "/demo/console",
];

#[test]
fn every_route_is_in_the_list() -> Result<()> {
    let pages: Vec<_> = list::all()
        .filter_map(|page| page.at.split('?').next())
        .collect();
    let mut unknown = vec![];
    for (file, before) in ROUTERS {
        let source = std::fs::read_to_string(workspace().join(file))?;
        for route in routes(&source, before) {
            let path = &route.path;
            let shown = pages.iter().any(|page| fits(page, path)) || FILES.contains(&path.as_str());
            let posted = POSTS.iter().any(|post| post.at == path);
            unknown.extend((route.gets && !shown).then(|| format!("get {path}")));
            unknown.extend((route.posts && !posted).then(|| format!("post {path}")));
        }
    }
    none_of(unknown)
}

pub struct Route {
    path: String,
    gets: bool,
    posts: bool,
    /// What the console's table says its users must be allowed.
    needs: String,
}

/// The console's table.
///
/// # Errors
/// When it is somewhere else.
pub fn of_console() -> Result<Vec<Route>> {
    let (file, prefix) = ROUTERS[0];
    let source = std::fs::read_to_string(workspace().join(file))?;
    Ok(routes(&source, prefix))
}

/// Whether the console would refuse it if this visitor followed the link, or sent the form.
pub fn is_refused(routes: &[Route], who: Visitor, target: &str, by_form: bool) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let fitting = routes.iter().filter(|route| {
        let is_method = if by_form { route.posts } else { route.gets };
        is_method && fits(path, &route.path)
    });
    let route = fitting.min_by_key(|route| route.path.matches('{').count());
    route.is_some_and(|route| !who.may(&route.needs))
}

/// Every string in the source that is a path, with the methods beside it: before it in the console's table,
/// after it where a router is made by hand.
fn routes(source: &str, prefix: &str) -> Vec<Route> {
    let parts: Vec<_> = source.split('"').collect();
    let strings = parts.windows(3).step_by(2);
    let paths = strings.filter(|it| it[1].starts_with('/') && !it[1].contains(' '));
    paths
        .map(|it| {
            let before = it[0].rsplit([';', '{']).next().unwrap_or_default();
            let after = it[2].split(".route(").next().unwrap_or_default();
            let has =
                |method: &str| before.trim() == method || after.contains(&format!("{method}("));
            let needs = after.split(';').next().unwrap_or_default();
            let needs = needs.split_once("Needs(").map_or("", |(_, rest)| rest);
            Route {
                needs: needs.split(')').next().unwrap_or_default().to_owned(),
                path: full_path(it[1], prefix),
                gets: has("get"),
                posts: has("post"),
            }
        })
        .collect()
}

fn full_path(path: &str, prefix: &str) -> String {
    match path {
        _ if path.starts_with("/console") => path.to_owned(),
        "/" if !prefix.is_empty() => prefix.to_owned(),
        _ => format!("{prefix}{path}"),
    }
}

/// Whether a path is one that the route, with its parts in braces, stands for.
pub fn fits(path: &str, route: &str) -> bool {
    let (mut path, mut route) = (path.split('/'), route.split('/'));
    loop {
        match (path.next(), route.next()) {
            (None, None) => return true,
            (Some(part), Some(wanted)) if part == wanted || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}
