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
use xshell::{Shell, cmd};

use crate::setup;

const TARGET: &str = "wasm32-unknown-unknown";
const LANGUAGES: [&str; 3] = ["sv", "en", "da"];

/// Joined, in this order, into one function: `embed.js` must be a single classic script, because
/// a host's content security policy may allow that one and nothing else.
const SCRIPTS: [&str; 3] = ["client.js", "plain.js", "element.js"];

/// Texts needed when the catalogue itself could not be fetched.
const WITHOUT_CATALOGUE: [&str; 3] = ["load_failed", "unavailable", "retry"];

/// Anything in these that is newer than `embed.js` makes the build run.
const INPUTS: [&str; 9] = [
    "widget/Cargo.toml",
    "widget/src",
    "widget/client.js",
    "widget/plain.js",
    "widget/element.js",
    "widget/style.css",
    "widget/locales",
    "shared/src/api.rs",
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
    let tools = Tools::install(&sh);
    let module = compile(&sh, root)?;
    let (glue, wasm) = bind(&module)?;
    let mut files = Files::new(&dist)?;
    files.add("view", "wasm", &tools.optimise(&sh, &wasm))?;
    files.add("view", "js", &tools.minify(&sh, "js", &glue))?;
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

/// Compiles the crate, away from the native build's folder so that neither disturbs the other.
fn compile(sh: &Shell, root: &Path) -> Result<PathBuf> {
    let toolchain = Toolchain::find(sh, root)?;
    let target = root.join("target/wasm").join(toolchain.folder());
    let build = "build --locked --profile wasm --lib -p samtycke-widget";
    let build: Vec<&str> = build.split(' ').collect();
    println!("widget: compiling");
    match toolchain {
        Toolchain::Rustup => cmd!(sh, "cargo {build...} --target {TARGET} --target-dir {target}"),
        Toolchain::Debian => cmd!(
            sh,
            "/usr/bin/cargo {build...} --target {TARGET} --target-dir {target} -Zbuild-std=std,panic_abort"
        )
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
        .env_remove("RUSTUP_TOOLCHAIN"),
    }
    .env_remove("CARGO_TARGET_DIR")
    .run()?;
    Ok(target.join(TARGET).join("wasm/samtycke_widget.wasm"))
}

/// Who compiles to wasm.
enum Toolchain {
    /// rustup's, with the wasm target installed.
    Rustup,
    /// Debian's `rustc-web`, which builds the standard library itself.
    Debian,
}

impl Toolchain {
    fn find(sh: &Shell, root: &Path) -> Result<Self> {
        if let Some(found) = Self::present(sh) {
            return Ok(found);
        }
        setup::for_build(root)?;
        Self::present(sh).context("no Rust toolchain on this machine can compile to wasm")
    }

    fn present(sh: &Shell) -> Option<Self> {
        let libraries = cmd!(sh, "rustc --print target-libdir --target {TARGET}")
            .quiet()
            .ignore_stderr();
        if libraries
            .read()
            .is_ok_and(|folder| Path::new(&folder).is_dir())
        {
            return Some(Self::Rustup);
        }
        let debian = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/bin/wasm-ld-19"];
        debian
            .iter()
            .all(|tool| Path::new(tool).is_file())
            .then_some(Self::Debian)
    }

    fn folder(&self) -> &'static str {
        match self {
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        }
    }
}

/// Makes the module and the JavaScript that loads it.
fn bind(module: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut output = Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let glue = output.js().as_bytes().to_vec();
    Ok((glue, output.wasm_mut().emit_wasm()))
}

/// Programs that make the files smaller. Without them everything works, only larger.
struct Tools(Option<PathBuf>);

impl Tools {
    const PACKAGES: [&str; 2] = ["binaryen@132.0.0", "esbuild@0.28.2"];

    /// Not `--all-features`: compact imports are refused by Chromium.
    const WASM_OPT: [&str; 7] = [
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];

    fn install(sh: &Shell) -> Self {
        let folder = sh.current_dir().join("target/wasm/tools");
        let programs = folder.join("node_modules/.bin");
        let packages = Self::PACKAGES;
        let installed = programs.join("wasm-opt").is_file() && programs.join("esbuild").is_file();
        if installed
            || cmd!(
                sh,
                "npm install --silent --no-audit --no-fund --prefix {folder} {packages...}"
            )
            .run()
            .is_ok()
        {
            return Self(Some(programs));
        }
        eprintln!(
            "widget: npm could not fetch binaryen and esbuild, so the files stay larger than they need to be"
        );
        Self(None)
    }

    fn optimise(&self, sh: &Shell, wasm: &[u8]) -> Vec<u8> {
        self.run(
            sh,
            "wasm-opt",
            &[&Self::WASM_OPT[..], &["-o", "-", "-"]].concat(),
            wasm,
        )
    }

    fn minify(&self, sh: &Shell, loader: &str, source: &[u8]) -> Vec<u8> {
        let loader = format!("--loader={loader}");
        self.run(
            sh,
            "esbuild",
            &["--minify", "--target=es2022", &loader],
            source,
        )
    }

    /// Feeds `input` to a program; its output, or the input when there is no such program.
    fn run(&self, sh: &Shell, program: &str, args: &[&str], input: &[u8]) -> Vec<u8> {
        let Some(programs) = &self.0 else {
            return input.to_vec();
        };
        let program = programs.join(program);
        let output = cmd!(sh, "{program} {args...}")
            .stdin(input)
            .quiet()
            .output();
        match output {
            Ok(output) => output.stdout,
            Err(error) => {
                eprintln!("widget: {error}");
                input.to_vec()
            }
        }
    }
}

/// The catalogue of one language. All have the same keys as the first.
fn catalogue(root: &Path, language: &str) -> Result<BTreeMap<String, String>> {
    let path = root.join(format!("widget/locales/{language}.json"));
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// The script a career page loads: what it needs to know about this build, and the parts.
fn embed(sh: &Shell, root: &Path, tools: &Tools, files: &Files) -> Result<String> {
    let style = fs::read(root.join("widget/style.css"))?;
    let style = String::from_utf8(tools.minify(sh, "css", &style))?;
    let mut messages = BTreeMap::new();
    for language in LANGUAGES {
        let mut catalogue = catalogue(root, language)?;
        catalogue.retain(|key, _| WITHOUT_CATALOGUE.contains(&key.as_str()));
        messages.insert(language, catalogue);
    }
    let build = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "files": files.names,
        "style": style.trim(),
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
        let hash: String = Sha256::digest(content)
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
        fs::write(self.folder.join(name), content)?;
        let packed = compress(content)?;
        println!(
            "widget: {name} {} bytes, {} compressed",
            content.len(),
            packed.len()
        );
        fs::write(self.folder.join(format!("{name}.br")), packed)?;
        Ok(())
    }
}

fn compress(content: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}
