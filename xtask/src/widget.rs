//! Builds the widget into `widget/dist`: what the server serves as `/embed.js` and `/widget/*`.
//!
//! `embed.js` keeps its name; every other file carries its content's hash and may be cached for
//! ever. A Brotli copy lies beside each.

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wasm_bindgen_cli_support::Bindgen;
use xshell::Shell;

mod shrink;
mod toolchain;

use shrink::Tools;

const LANGUAGES: [&str; 3] = ["sv", "en", "da"];

/// Joined, in this order, into one function: `embed.js` must be a single classic script, because
/// a host's content security policy may allow that one and nothing else.
const SCRIPTS: [&str; 4] = ["client.js", "plain.js", "receipt.js", "element.js"];

/// Messages needed when the catalogue itself could not be fetched.
const WITHOUT_CATALOGUE: [&str; 3] = ["load_failed", "unavailable", "retry"];

/// Anything in these that is newer than `embed.js` makes the build run.
const INPUTS: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "widget/Cargo.toml",
    "widget/src",
    "widget/client.js",
    "widget/plain.js",
    "widget/receipt.js",
    "widget/element.js",
    "widget/style.css",
    "widget/locales",
    "shared/src/api.rs",
    "xtask/src/widget",
    "xtask/src/widget.rs",
];

/// Builds `widget/dist` unless it is newer than everything it is made from.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the widget does not compile.
pub fn build(root: &Path) -> Result<()> {
    let dist = root.join("widget/dist");
    if is_fresh(root, &dist.join("embed.js"))? {
        return Ok(());
    }
    let sh = Shell::new()?;
    sh.change_dir(root);
    let (wasm, glue) = bind(&toolchain::compile(&sh, root)?)?;
    let tools = Tools::install(&sh);
    let mut files = Files::new(&dist)?;
    files.add("view", "wasm", &tools.optimise(&sh, &wasm))?;
    files.add("view", "js", &tools.bundle(&sh, &glue)?)?;
    for language in LANGUAGES {
        let catalogue = catalogue(root, language)?;
        files.add(language, "json", &serde_json::to_vec(&catalogue)?)?;
    }
    let embed = embed(&sh, root, &tools, &files)?;
    files.write("embed.js", &tools.minify(&sh, "js", embed.as_bytes()))
}

fn is_fresh(root: &Path, output: &Path) -> Result<bool> {
    let Ok(built) = output.metadata().and_then(|it| it.modified()) else {
        return Ok(false);
    };
    for input in INPUTS {
        if newest(&root.join(input))? > built {
            return Ok(false);
        }
    }
    Ok(true)
}

fn newest(path: &Path) -> Result<SystemTime> {
    let metadata = path
        .metadata()
        .with_context(|| format!("{} is missing", path.display()))?;
    let mut newest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(self::newest(&entry?.path())?);
        }
    }
    Ok(newest)
}

/// Makes the module and the JavaScript that loads it.
fn bind(module: &Path) -> Result<(Vec<u8>, String)> {
    let mut output = Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let glue = output.js().to_owned();
    let module = output.wasm_mut();
    let mut names = Names::default();
    for import in module.imports.iter_mut() {
        import.name = names.shorten(&import.name);
        import.module = names.shorten(&import.module);
    }
    for export in module.exports.iter_mut() {
        if export.name.contains("__") {
            export.name = names.shorten(&export.name);
        }
    }
    Ok((module.emit_wasm(), names.replace_in(glue)))
}

/// Short names for what the module and its JavaScript call in each other: the long ones carry
/// hashes, which do not compress.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn shorten(&mut self, name: &str) -> String {
        let next = format!("x{}", self.0.len());
        self.0.entry(name.to_owned()).or_insert(next).clone()
    }

    /// Longest first: one name may begin another.
    fn replace_in(&self, mut glue: String) -> String {
        let mut names: Vec<_> = self.0.iter().collect();
        names.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
        for (long, short) in names {
            glue = glue.replace(long, short);
        }
        glue
    }
}

fn catalogue(root: &Path, language: &str) -> Result<BTreeMap<String, String>> {
    let path = root.join(format!("widget/locales/{language}.json"));
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// The script a career page loads: what it needs to know about this build, and the parts.
fn embed(sh: &Shell, root: &Path, tools: &Tools, files: &Files) -> Result<String> {
    let style = tools.minify(sh, "css", &fs::read(root.join("widget/style.css"))?);
    let mut messages = BTreeMap::new();
    for language in LANGUAGES {
        let mut catalogue = catalogue(root, language)?;
        catalogue.retain(|key, _| WITHOUT_CATALOGUE.contains(&key.as_str()));
        messages.insert(language, catalogue);
    }
    let build = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "files": files.names,
        "style": String::from_utf8(style)?.trim(),
        "messages": messages,
    });
    let mut script = format!("(() => {{\nconst BUILD = {build};\n");
    for part in SCRIPTS {
        script += &fs::read_to_string(root.join("widget").join(part))?;
    }
    Ok(script + "})();\n")
}

/// The folder being written, and where each file ended up: `view.js` → `view.0f3a….js`.
struct Files {
    folder: PathBuf,
    names: BTreeMap<String, String>,
}

impl Files {
    fn new(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            names: BTreeMap::new(),
        })
    }

    fn add(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<()> {
        ensure!(!content.is_empty(), "{stem}.{extension} came out empty");
        let hash = Sha256::digest(content);
        let hash: String = hash
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let name = format!("{stem}.{hash}.{extension}");
        self.write(&name, content)?;
        self.names.insert(format!("{stem}.{extension}"), name);
        Ok(())
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let packed = compress(content)?;
        println!(
            "widget: {name} {} bytes, {} compressed",
            content.len(),
            packed.len()
        );
        fs::write(self.folder.join(format!("{name}.br")), packed)?;
        fs::write(self.folder.join(name), content)?;
        Ok(())
    }
}

fn compress(content: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}
