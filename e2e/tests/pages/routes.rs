//! The list is complete: every address the server knows is a page in it, a file, or takes a form.

use crate::list::{FILES, PAGES, POSTS};
use crate::none_of;
use crate::scene::Scene;
use anyhow::Result;
use samtycke_e2e::program::workspace;

/// Where the server's routes are written, and what comes before them.
const ROUTERS: [(&str, &str); 3] = [
    ("server/src/http/console/mod.rs", "/console"),
    ("server/src/http/candidate/mod.rs", ""),
    ("server/src/demo/http.rs", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_in_the_list() -> Result<()> {
    let scene = Scene::set("sv").await?;
    let mut paths = vec![];
    for page in PAGES {
        let at = scene.fill(page.at)?;
        paths.push(at.split('?').next().unwrap_or_default().to_owned());
    }
    let mut unknown = vec![];
    for (file, before) in ROUTERS {
        let source = std::fs::read_to_string(workspace().join(file))?;
        unknown.extend(routes(&source, before).into_iter().filter(|route| {
            let seen = paths.iter().any(|path| fits(path, route));
            let posted = POSTS.iter().any(|post| post.at == route);
            !seen && !posted && !FILES.contains(&route.as_str())
        }));
    }
    none_of(unknown)
}

/// Every string in the source that is a path.
fn routes(source: &str, before: &str) -> Vec<String> {
    let strings = source.split('"').skip(1).step_by(2);
    let paths = strings
        .filter(|text| text.starts_with('/') && !text.starts_with("//") && !text.contains(' '));
    paths
        .filter(|path| *path != "/console")
        .map(|path| match path {
            _ if path.starts_with("/console/") => path.to_owned(),
            "/" if !before.is_empty() => before.to_owned(),
            _ => format!("{before}{path}"),
        })
        .collect()
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
