//! Builds the widget into `widget/dist`: what the server serves as `/embed.js` and `/widget/*`.
//!
//! `embed.js` keeps its name; every other file carries its content's hash and may be cached for
//! ever. A Brotli copy lies beside each.

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Cmd, Shell, cmd};

use crate::setup;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const LANGUAGES: [&str; 3] = ["sv", "en", "da"];

/// Joined, in this order, into one function: `embed.js` must be a single classic script, because
/// a host's content security policy may allow that one and nothing else.
const SCRIPTS: [&str; 3] = ["client.js", "plain.js", "element.js"];

/// Messages needed when the catalogue itself could not be fetched.
const WITHOUT_CATALOGUE: [&str; 3] = ["load_failed", "unavailable", "retry"];

/// Anything in these that is newer than `embed.js` makes the build run.
const INPUTS: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
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
    let (wasm, glue) = bind(&compile(&sh, root)?)?;
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

/// Compiles the crate, away from the native build's folder so that neither disturbs the other.
fn compile(sh: &Shell, root: &Path) -> Result<PathBuf> {
    let toolchain = Toolchain::find(sh, root)?;
    let target = root.join("target/wasm").join(toolchain.folder());
    println!("widget: compiling with {}", toolchain.describe());
    toolchain.cargo(sh, &target)?.run()?;
    Ok(target.join(TARGET).join("wasm/samtycke_widget.wasm"))
}

/// Who compiles to wasm.
///
/// With its source at hand the standard library is built along, without panic messages: a fifth
/// less to download. Stable Rust allows that only with `RUSTC_BOOTSTRAP`.
enum Toolchain {
    /// rustup's, with the component `rust-src`.
    Rustup { linker: PathBuf },
    /// Debian's `rustc-web`.
    Debian,
    /// rustup's with the ready-made standard library: works, only larger.
    Plain,
}

impl Toolchain {
    fn find(sh: &Shell, root: &Path) -> Result<Self> {
        if let Some(found) = Self::with_source(sh) {
            return Ok(found);
        }
        let add = cmd!(sh, "rustup component add rust-src").ignore_stderr();
        if add.quiet().run().is_err() {
            setup::for_build(root)?;
        }
        Ok(Self::with_source(sh).unwrap_or(Self::Plain))
    }

    fn with_source(sh: &Shell) -> Option<Self> {
        if let Some(linker) = rustup_linker(sh) {
            return Some(Self::Rustup { linker });
        }
        let debian = ["/usr/bin/cargo", "/usr/bin/rustc", DEBIAN_LINKER];
        let installed = debian.iter().all(|tool| Path::new(tool).is_file());
        installed.then_some(Self::Debian)
    }

    fn describe(&self) -> &'static str {
        match self {
            Self::Rustup { .. } => "rustup's toolchain",
            Self::Debian => "Debian's rustc-web",
            Self::Plain => "rustup's toolchain; `rustup component add rust-src` makes it smaller",
        }
    }

    fn folder(&self) -> &'static str {
        match self {
            Self::Rustup { .. } => "rustup",
            Self::Debian => "debian",
            Self::Plain => "plain",
        }
    }

    fn cargo<'sh>(&self, sh: &'sh Shell, target: &Path) -> Result<Cmd<'sh>> {
        let cargo = match self {
            Self::Debian => "/usr/bin/cargo",
            Self::Rustup { .. } | Self::Plain => "cargo",
        };
        let build = cmd!(
            sh,
            "{cargo} build --locked --profile wasm --lib -p samtycke-widget --target {TARGET} --target-dir {target}"
        );
        // Left by the cargo that runs this program; Debian's must not follow them.
        let build = build.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
        Ok(match self {
            Self::Rustup { linker } => with_source(build, &wrap(linker, target)?),
            Self::Debian => {
                let linker = wrap(Path::new(DEBIAN_LINKER), target)?;
                with_source(build, &linker).env("RUSTC", "/usr/bin/rustc")
            }
            Self::Plain => build,
        })
    }
}

fn with_source<'sh>(build: Cmd<'sh>, linker: &Path) -> Cmd<'sh> {
    build
        .args(["-Zbuild-std=std,panic_abort"])
        .args(["-Zbuild-std-features=optimize_for_size"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
}

/// The linker of the toolchain in use, if that has its source as well.
fn rustup_linker(sh: &Shell) -> Option<PathBuf> {
    let sysroot = cmd!(sh, "rustc --print sysroot").quiet().read().ok()?;
    let rustlib = Path::new(&sysroot).join("lib/rustlib");
    let version = cmd!(sh, "rustc -vV").quiet().read().ok()?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))?;
    let linker = rustlib.join(host).join("bin/gcc-ld/wasm-ld");
    let complete = linker.is_file() && rustlib.join("src/rust/library").is_dir();
    complete.then_some(linker)
}

/// Makes a linker that leaves out what Leptos' server functions export for streaming. The widget
/// uses none of it, but an export and all it reaches would stay: 4 KB, compressed.
fn wrap(linker: &Path, target: &Path) -> Result<PathBuf> {
    fs::create_dir_all(target)?;
    let path = target.join("wasm-ld");
    let script = format!(
        "#!/bin/sh\n\
         printf '%s\\n' \"$@\" |\n\
         sed '/^-flavor$/{{N;d;}}; /^--export$/{{N;/intounderlying/d;}}; s/[^\\n]*/\"&\"/g' >\"$0.args\"\n\
         exec '{}' \"@$0.args\"\n",
        linker.display()
    );
    fs::write(&path, script)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
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

/// Programs that make the files smaller. Without them everything works, only larger.
struct Tools(Option<PathBuf>);

impl Tools {
    const PACKAGES: [&str; 2] = ["binaryen@132.0.0", "esbuild@0.28.2"];

    /// Not `--all-features`: compact imports are refused by Chromium.
    const WASM_OPT: [&str; 11] = [
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
        "--converge",
        "-o",
        "-",
        "-",
    ];

    fn install(sh: &Shell) -> Self {
        let folder = sh.current_dir().join("target/wasm/tools");
        let programs = folder.join("node_modules/.bin");
        let packages = Self::PACKAGES;
        let install = cmd!(
            sh,
            "npm install --silent --no-audit --no-fund --prefix {folder} {packages...}"
        );
        let all_there = ["wasm-opt", "esbuild"].map(|it| programs.join(it).is_file()) == [true; 2];
        if all_there || install.run().is_ok() {
            return Self(Some(programs));
        }
        eprintln!("widget: npm cannot fetch binaryen and esbuild; the files stay larger");
        Self(None)
    }

    fn optimise(&self, sh: &Shell, wasm: &[u8]) -> Vec<u8> {
        self.run(sh, "wasm-opt", &Self::WASM_OPT, wasm)
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

    /// Keeps of the module's JavaScript what `client.js` uses.
    fn bundle(&self, sh: &Shell, glue: &str) -> Result<Vec<u8>> {
        let Self(Some(_)) = self else {
            return Ok(glue.as_bytes().to_vec());
        };
        let path = sh.current_dir().join("target/wasm/view.js");
        fs::write(&path, glue)?;
        let entry = format!("export {{ default, View }} from {path:?}");
        let options = [
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--log-level=error",
        ];
        Ok(self.run(sh, "esbuild", &options, entry.as_bytes()))
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
        output.map_or_else(
            |error| {
                eprintln!("widget: {error}");
                input.to_vec()
            },
            |output| output.stdout,
        )
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
