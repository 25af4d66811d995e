//! Compiles a crate to wasm, with whichever toolchain the machine has.

use anyhow::Result;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use xshell::{Cmd, Shell, cmd};

use crate::setup;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";

/// Compiles the crate, away from the native build's folder so that neither disturbs the other.
pub fn compile(sh: &Shell, root: &Path, name: &str) -> Result<PathBuf> {
    let toolchain = Toolchain::find(sh, root)?;
    let target = root.join("target/wasm").join(toolchain.folder());
    println!("{name}: compiling with {}", toolchain.describe());
    toolchain.cargo(sh, name, &target)?.run()?;
    let module = format!("wasm/samtycke_{name}.wasm");
    Ok(target.join(TARGET).join(module))
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

    fn cargo<'sh>(&self, sh: &'sh Shell, name: &str, target: &Path) -> Result<Cmd<'sh>> {
        let cargo = match self {
            Self::Debian => "/usr/bin/cargo",
            Self::Rustup { .. } | Self::Plain => "cargo",
        };
        let build = cmd!(
            sh,
            "{cargo} build --locked --profile wasm --lib -p samtycke-{name} --target {TARGET} --target-dir {target}"
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

/// Makes a linker that leaves out what Leptos' server functions export for streaming. Nothing here
/// uses it, but an export and all it reaches would stay: 4 KB of the widget, compressed.
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
