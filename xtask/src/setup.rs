//! Finds what the machine lacks; installs it as root on Debian, otherwise says what to type.

use crate::postgres;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Something the build or the tests call, and the Debian packages it comes in.
#[derive(Clone, Copy)]
struct Tool {
    name: &'static str,
    packages: &'static [&'static str],
    present: fn(&Shell) -> bool,
}

const WASM: &str = "wasm32-unknown-unknown";

const NODE: Tool = Tool {
    name: "Node.js and npm",
    packages: &["nodejs", "npm"],
    present: |_| on_path("node") && on_path("npm"),
};

/// Debian's Rust for web browsers builds the wasm standard library from source, for machines
/// where rustup cannot fetch the wasm target.
const DEBIAN_WASM: Tool = Tool {
    name: "Debian's Rust toolchain for wasm",
    packages: &[
        "rustc-web",
        "cargo-web",
        "rust-web-src",
        "libstd-rust-web-dev",
        "lld-19",
    ],
    present: debian_wasm_installed,
};

const TEST_TOOLS: &[Tool] = &[
    Tool {
        name: "Chromium",
        packages: &["chromium"],
        present: |_| on_path("chromium"),
    },
    Tool {
        name: "ChromeDriver",
        packages: &["chromium-driver"],
        present: |_| on_path("chromedriver"),
    },
    Tool {
        name: "PostgreSQL server",
        packages: &["postgresql"],
        present: |_| postgres::bin_dir().is_ok(),
    },
    Tool {
        name: "faketime",
        packages: &["faketime"],
        present: |_| on_path("faketime"),
    },
    Tool {
        name: "Python with venv",
        packages: &["python3", "python3-venv"],
        present: |sh| {
            cmd!(sh, "python3 -c 'import ensurepip, venv'")
                .quiet()
                .run()
                .is_ok()
        },
    },
];

/// Installs what `cargo xtask run` needs: a Rust toolchain for wasm.
///
/// # Errors
/// Says what to type when something is missing that cannot be installed from here.
pub fn for_run(root: &Path) -> Result<()> {
    let sh = shell(root)?;
    if wasm_toolchain_ready(&sh) {
        return Ok(());
    }
    install(&sh, &[DEBIAN_WASM])
}

/// Installs what `cargo xtask build` needs: also the programs that make the wasm small.
///
/// # Errors
/// As [`for_run`].
pub fn for_build(root: &Path) -> Result<()> {
    for_run(root)?;
    let sh = shell(root)?;
    install(&sh, &absent(&sh, &[NODE]))
}

/// Installs what `cargo xtask test` needs, the contract script's Python and Node.js packages included.
///
/// # Errors
/// As [`for_run`]; also when the packages cannot be fetched.
pub fn for_tests(root: &Path) -> Result<()> {
    for_build(root)?;
    let sh = shell(root)?;
    install(&sh, &absent(&sh, TEST_TOOLS))?;
    python_packages(&sh, root)?;
    node_packages(&sh)
}

/// The interpreter of the virtual environment that [`for_tests`] makes.
pub fn python(root: &Path) -> PathBuf {
    root.join("target/venv/bin/python")
}

fn shell(root: &Path) -> Result<Shell> {
    let sh = Shell::new()?;
    sh.change_dir(root);
    Ok(sh)
}

fn absent(sh: &Shell, tools: &[Tool]) -> Vec<Tool> {
    let missing = tools.iter().filter(|tool| !(tool.present)(sh));
    missing.copied().collect()
}

fn install(sh: &Shell, tools: &[Tool]) -> Result<()> {
    if tools.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = tools.iter().flat_map(|tool| tool.packages).collect();
    let names: Vec<_> = tools.iter().map(|tool| tool.name).collect();
    println!("missing: {}", names.join(", "));
    if !(on_path("apt-get") && is_root(sh)) {
        bail!("{}", what_to_type(&names, &packages));
    }
    let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
    cmd!(sh, "apt-get update -q").run()?;
    cmd!(
        sh,
        "apt-get install -y -q --no-install-recommends {packages...}"
    )
    .run()?;
    Ok(())
}

fn what_to_type(names: &[&str], packages: &[&&str]) -> String {
    let packages: Vec<_> = packages.iter().map(|package| **package).collect();
    format!(
        "please install {}. On Debian or Ubuntu:\n\n    sudo apt-get update && sudo apt-get install -y {}\n",
        names.join(", "),
        packages.join(" ")
    )
}

fn wasm_toolchain_ready(sh: &Shell) -> bool {
    rustup_target_installed(sh)
        || debian_wasm_installed(sh)
        || (on_path("rustup")
            && cmd!(sh, "rustup target add {WASM}").run().is_ok()
            && rustup_target_installed(sh))
}

fn rustup_target_installed(sh: &Shell) -> bool {
    cmd!(sh, "rustc --print target-libdir --target {WASM}")
        .quiet()
        .ignore_stderr()
        .read()
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn debian_wasm_installed(sh: &Shell) -> bool {
    let packages = DEBIAN_WASM.packages;
    let format = "--showformat=${db:Status-Status},";
    cmd!(sh, "dpkg-query --show {format} {packages...}")
        .quiet()
        .ignore_stderr()
        .read()
        .is_ok_and(|states| states == "installed,".repeat(packages.len()))
}

fn is_root(sh: &Shell) -> bool {
    cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0")
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Keeps the environment as long as the pinned versions stay the same.
fn python_packages(sh: &Shell, root: &Path) -> Result<()> {
    let pinned = sh.read_file("e2e/requirements.txt")?;
    let installed = root.join("target/venv/requirements.txt");
    if sh.read_file(&installed).is_ok_and(|it| it == pinned) {
        return Ok(());
    }
    cmd!(sh, "python3 -m venv --clear target/venv").run()?;
    let python = python(root);
    cmd!(sh, "{python} -m pip install -q -r e2e/requirements.txt").run()?;
    sh.write_file(installed, pinned)?;
    Ok(())
}

/// Kept like Python's: the JOSE library that gives the contract script its second opinion, an identity
/// provider to sign in with, and what judges the pages.
fn node_packages(sh: &Shell) -> Result<()> {
    ["e2e/jose", "e2e/oidc", "e2e/quality"]
        .iter()
        .try_for_each(|folder| packages_of(sh, folder))
}

fn packages_of(sh: &Shell, folder: &str) -> Result<()> {
    let pinned = sh.read_file(format!("{folder}/package-lock.json"))?;
    let installed = format!("{folder}/node_modules/installed-lock.json");
    if sh.read_file(&installed).is_ok_and(|it| it == pinned) {
        return Ok(());
    }
    cmd!(
        sh,
        "npm ci --prefix {folder} --ignore-scripts --no-audit --no-fund --loglevel=error"
    )
    .run()?;
    sh.write_file(installed, pinned)?;
    Ok(())
}
