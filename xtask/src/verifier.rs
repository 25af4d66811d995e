//! Builds the verifier into `verifier/dist`: what the page `/verify` loads from `/verifier/*`.

use crate::wasm::Crate;
use anyhow::Result;
use std::path::Path;

static VERIFIER: Crate = Crate {
    name: "verifier",
    exports: "default, verify",
    inputs: &[
        "verifier/Cargo.toml",
        "verifier/src",
        "verifier/page",
        "shared/Cargo.toml",
        "shared/src/proof.rs",
        "shared/src/proof",
        "shared/src/receipt.rs",
        "shared/src/receipt",
        "shared/src/tree.rs",
        "xtask/src/verifier.rs",
    ],
    entry: "page.js",
};

/// Joined, in this order, into the one module the page loads.
const SCRIPTS: [&str; 4] = ["words.js", "files.js", "report.js", "page.js"];

/// Builds `verifier/dist` unless it is newer than everything it is made from.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the verifier does not compile.
pub fn build(root: &Path) -> Result<()> {
    if VERIFIER.is_fresh(root)? {
        return Ok(());
    }
    let dist = VERIFIER.begin(root, "verify")?;
    let mut script = format!("const FILES = {};\n", serde_json::to_string(&dist.names)?);
    for part in SCRIPTS {
        script += &dist.source(&format!("page/{part}"))?;
    }
    dist.finish(&script)
}
