//! Builds a crate that runs in browsers into the `dist` folder beside it, which the server carries
//! inside.
//!
//! One file keeps its name; every other carries its content's hash and may be cached for ever. A
//! Brotli copy lies beside each.

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

/// What every such crate is made from besides its own files.
const SHARED_INPUTS: [&str; 4] = [
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/wasm",
    "xtask/src/wasm.rs",
];

/// A crate that runs in browsers.
pub struct Crate {
    /// Also the folder's; the package is named after it.
    pub name: &'static str,
    /// What its JavaScript is asked for, as in `export { … }`.
    pub exports: &'static str,
    /// Files and folders that, when newer than `entry`, make the build run.
    pub inputs: &'static [&'static str],
    /// The file with a fixed name. It is written last.
    pub entry: &'static str,
}

impl Crate {
    fn dist(&self, root: &Path) -> PathBuf {
        root.join(self.name).join("dist")
    }

    /// Whether `dist` is newer than everything it is made from.
    pub fn is_fresh(&self, root: &Path) -> Result<bool> {
        let entry = self.dist(root).join(self.entry);
        let Ok(built) = entry.metadata().and_then(|it| it.modified()) else {
            return Ok(false);
        };
        for input in self.inputs.iter().chain(&SHARED_INPUTS) {
            if newest(&root.join(input))? > built {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Compiles the crate and begins `dist` anew with `{stem}.wasm` and the `{stem}.js` that loads it.
    ///
    /// # Errors
    /// When a tool is missing and cannot be installed, or the crate does not compile.
    pub fn begin(&'static self, root: &Path, stem: &str) -> Result<Dist> {
        let sh = Shell::new()?;
        sh.change_dir(root);
        let (wasm, glue) = bind(&toolchain::compile(&sh, root, self.name)?)?;
        let tools = Tools::install(&sh);
        let folder = self.dist(root);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let mut dist = Dist {
            made_of: self,
            root: root.to_owned(),
            sh,
            tools,
            names: BTreeMap::new(),
        };
        dist.add(stem, "wasm", &dist.tools.optimise(&dist.sh, &wasm))?;
        dist.add(
            stem,
            "js",
            &dist.tools.bundle(&dist.sh, &glue, self.exports)?,
        )?;
        Ok(dist)
    }
}

/// The folder being written.
pub struct Dist {
    made_of: &'static Crate,
    root: PathBuf,
    sh: Shell,
    tools: Tools,
    /// Where each file ended up: `view.js` → `view.0f3a….js`.
    pub names: BTreeMap<String, String>,
}

impl Dist {
    /// A file of the crate.
    pub fn source(&self, name: &str) -> Result<String> {
        let path = self.root.join(self.made_of.name).join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    pub fn minify(&self, loader: &str, source: &str) -> Vec<u8> {
        self.tools.minify(&self.sh, loader, source.as_bytes())
    }

    /// Writes a file under its content's hash.
    pub fn add(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<()> {
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

    /// Writes the script that a page asks for by name, and so ends the build.
    pub fn finish(self, script: &str) -> Result<()> {
        self.write(self.made_of.entry, &self.minify("js", script))
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let packed = compress(content)?;
        println!(
            "{}: {name} {} bytes, {} compressed",
            self.made_of.name,
            content.len(),
            packed.len()
        );
        let folder = self.made_of.dist(&self.root);
        fs::write(folder.join(format!("{name}.br")), packed)?;
        fs::write(folder.join(name), content)?;
        Ok(())
    }
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
