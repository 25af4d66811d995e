//! Builds the widget into `widget/dist`: what the server serves as `/embed.js` and `/widget/*`.

use crate::wasm::{Crate, Dist};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

static WIDGET: Crate = Crate {
    name: "widget",
    exports: "default, View",
    inputs: &[
        "widget/Cargo.toml",
        "widget/src",
        "widget/client.js",
        "widget/plain.js",
        "widget/receipt.js",
        "widget/element.js",
        "widget/style.css",
        "widget/locales",
        "shared/src/api.rs",
        "xtask/src/widget.rs",
    ],
    entry: "embed.js",
};

const LANGUAGES: [&str; 3] = ["sv", "en", "da"];

/// Joined, in this order, into one function: `embed.js` must be a single classic script, because
/// a host's content security policy may allow that one and nothing else.
const SCRIPTS: [&str; 4] = ["client.js", "plain.js", "receipt.js", "element.js"];

/// Messages needed when the catalogue itself could not be fetched.
const WITHOUT_CATALOGUE: [&str; 3] = ["load_failed", "unavailable", "retry"];

/// Builds `widget/dist` unless it is newer than everything it is made from.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the widget does not compile.
pub fn build(root: &Path) -> Result<()> {
    if WIDGET.is_fresh(root)? {
        return Ok(());
    }
    let mut dist = WIDGET.begin(root, "view")?;
    for language in LANGUAGES {
        let catalogue = catalogue(&dist, language)?;
        dist.add(language, "json", &serde_json::to_vec(&catalogue)?)?;
    }
    let embed = embed(&dist)?;
    dist.finish(&embed)
}

fn catalogue(dist: &Dist, language: &str) -> Result<BTreeMap<String, String>> {
    let text = dist.source(&format!("locales/{language}.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// The script a career page loads: what it needs to know about this build, and the parts.
fn embed(dist: &Dist) -> Result<String> {
    let style = dist.minify("css", &dist.source("style.css")?);
    let mut messages = BTreeMap::new();
    for language in LANGUAGES {
        let mut catalogue = catalogue(dist, language)?;
        catalogue.retain(|key, _| WITHOUT_CATALOGUE.contains(&key.as_str()));
        messages.insert(language, catalogue);
    }
    let build = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "files": dist.names,
        "style": String::from_utf8(style)?.trim(),
        "messages": messages,
    });
    let mut script = format!("(() => {{\nconst BUILD = {build};\n");
    for part in SCRIPTS {
        script += &dist.source(part)?;
    }
    Ok(script + "})();\n")
}
