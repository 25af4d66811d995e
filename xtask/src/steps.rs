//! What `cargo xtask test` runs, in this order.

use crate::postgres::{self, Postgres};
use crate::{build, setup, tally};
use anyhow::{Result, ensure};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use xshell::{Shell, cmd};

/// One step: a name for `--only`, a line that says what it shows, and the work.
/// The work returns how many checks passed.
pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn(&Site) -> Result<usize>,
}

/// All steps; cheap ones first, so that a slip shows early.
pub const ALL: &[Step] = &[
    Step {
        name: "setup",
        about: "what the tests need is on the machine",
        run: set_up,
    },
    Step {
        name: "format",
        about: "rustfmt has nothing to change",
        run: check_format,
    },
    Step {
        name: "dependencies",
        about: "licences, sources and bans",
        run: check_dependencies,
    },
    Step {
        name: "wasm",
        about: "widget and verifier build for the browser",
        run: build_for_browsers,
    },
    Step {
        name: "widget-features",
        about: "no ssr in the wasm",
        run: check_widget_features,
    },
    Step {
        name: "lint",
        about: "clippy has nothing to say",
        run: lint,
    },
    Step {
        name: "unit",
        about: "unit and integration tests, both databases",
        run: unit,
    },
    Step {
        name: "binary",
        about: "the binary that the next steps drive",
        run: build_binary,
    },
    Step {
        name: "contract-sqlite",
        about: "the contract on SQLite",
        run: contract_sqlite,
    },
    Step {
        name: "contract-postgres",
        about: "the contract on PostgreSQL",
        run: contract_postgres,
    },
    Step {
        name: "kill-sqlite",
        about: "kill -9 fifty times on SQLite",
        run: kill_sqlite,
    },
    Step {
        name: "kill-postgres",
        about: "kill -9 fifty times on PostgreSQL",
        run: kill_postgres,
    },
    Step {
        name: "servers",
        about: "three servers of one PostgreSQL, paused and killed under load",
        run: servers,
    },
    Step {
        name: "browser",
        about: "Chromium, both databases",
        run: browser,
    },
];

/// The workspace, and a PostgreSQL for the steps that want one.
pub struct Site {
    sh: Shell,
    root: PathBuf,
    release: bool,
    postgres: OnceCell<Postgres>,
}

impl Site {
    pub fn new(root: &Path, release: bool) -> Result<Self> {
        let sh = Shell::new()?;
        sh.change_dir(root);
        Ok(Self {
            sh,
            root: root.to_owned(),
            release,
            postgres: OnceCell::new(),
        })
    }

    fn postgres(&self) -> Result<&Postgres> {
        if self.postgres.get().is_none() {
            let _ = self.postgres.set(Postgres::start()?);
        }
        Ok(self.postgres.get().expect("just set"))
    }

    fn binary(&self) -> Result<PathBuf> {
        let binary = match self.release {
            true => build::binary(&self.root),
            false => self.root.join("target/debug/samtycke"),
        };
        ensure!(
            binary.is_file(),
            "{} is missing: run the step `binary` first",
            binary.display()
        );
        Ok(binary)
    }
}

fn set_up(site: &Site) -> Result<usize> {
    setup::for_tests(&site.root)?;
    Ok(1)
}

fn check_format(site: &Site) -> Result<usize> {
    cmd!(site.sh, "cargo fmt --all --check").run()?;
    Ok(1)
}

/// Advisories need the network and change without the code, so they are left to `cargo deny check`.
fn check_dependencies(site: &Site) -> Result<usize> {
    let deny = cmd!(site.sh, "cargo deny --version")
        .quiet()
        .ignore_stderr();
    if deny.read().is_err() {
        println!("skipped: cargo-deny is not installed");
        return Ok(0);
    }
    cmd!(site.sh, "cargo deny check bans licenses sources").run()?;
    Ok(1)
}

fn build_for_browsers(site: &Site) -> Result<usize> {
    build::for_browsers(&site.root)?;
    Ok(1)
}

/// Leptos' `ssr` in the wasm makes every event handler panic.
fn check_widget_features(site: &Site) -> Result<usize> {
    let tree = cmd!(
        site.sh,
        "cargo tree --locked -p samtycke-widget --target wasm32-unknown-unknown -e features"
    );
    let tree = tree.read()?;
    ensure!(
        tree.contains("leptos feature \"csr\""),
        "the widget is built without Leptos' csr"
    );
    ensure!(
        !tree.contains("feature \"ssr\""),
        "a feature ssr reaches the widget's wasm"
    );
    Ok(1)
}

/// Package by package where features matter: together, Leptos' `csr` and `ssr` would be switched on at
/// once. Clippy takes what runs on machines in one call, so that a dependency is looked at once.
fn lint(site: &Site) -> Result<usize> {
    let groups: [&[&str]; 2] = [
        &[
            "-p",
            "samtycke-shared",
            "-p",
            "samtycke-server",
            "-p",
            "samtycke-e2e",
            "-p",
            "xtask",
        ],
        &["-p", "samtycke-widget", "-p", "samtycke-verifier"],
    ];
    for packages in groups {
        cmd!(
            site.sh,
            "cargo clippy --locked --all-targets {packages...} -- -D warnings"
        )
        .run()?;
    }
    Ok(groups.len())
}

/// The server with the features that it is released with, whatever the other programs switch on.
fn unit(site: &Site) -> Result<usize> {
    let url = site.postgres()?.url();
    let groups: [&[&str]; 3] = [
        &["-p", "samtycke-widget", "-p", "samtycke-verifier"],
        &["-p", "xtask"],
        &["-p", "samtycke-shared", "-p", "samtycke-server"],
    ];
    let mut passed = 0;
    for packages in groups {
        let mut command = cargo_test(site);
        command
            .args(packages)
            .env("SAMTYCKE_TEST_POSTGRES_URL", &url);
        passed += tally::count_passed(command)?;
    }
    Ok(passed)
}

/// `cargo nextest` where it is installed, because it is faster; `cargo test` otherwise.
fn cargo_test(site: &Site) -> Command {
    let nextest = cmd!(site.sh, "cargo nextest --version")
        .quiet()
        .ignore_stderr();
    let mut command = Command::new("cargo");
    command.current_dir(&site.root);
    if nextest.read().is_ok() {
        command.args(["nextest", "run", "--no-tests=pass"]);
    } else {
        command.arg("test");
    }
    command.args(["--locked", "--no-fail-fast"]);
    command
}

/// Without `--release` it is the one that the tests before were built with: an optimised one takes a
/// quarter of an hour from nothing, and is the same code.
fn build_binary(site: &Site) -> Result<usize> {
    match site.release {
        true => build::server(&site.root)?,
        false => cmd!(
            site.sh,
            "cargo test --no-run --locked -p samtycke-shared -p samtycke-server"
        )
        .run()?,
    }
    Ok(1)
}

fn contract_sqlite(site: &Site) -> Result<usize> {
    contract(site, &[])
}

fn contract_postgres(site: &Site) -> Result<usize> {
    let url = site.postgres()?.create_database("contract")?;
    contract(site, &["--database-url", &url])
}

fn kill_sqlite(site: &Site) -> Result<usize> {
    contract(site, &["--kill", "50"])
}

fn kill_postgres(site: &Site) -> Result<usize> {
    let url = site.postgres()?.create_database("contract_kill")?;
    contract(site, &["--kill", "50", "--database-url", &url])
}

fn servers(site: &Site) -> Result<usize> {
    let url = site.postgres()?.create_database("contract_servers")?;
    contract(
        site,
        &["--servers", "3", "--seconds", "40", "--database-url", &url],
    )
}

fn contract(site: &Site, args: &[&str]) -> Result<usize> {
    let mut command = Command::new(setup::python(&site.root));
    command
        .arg("e2e/contract")
        .arg("--binary")
        .arg(site.binary()?);
    command.args(args).current_dir(&site.root);
    command.env("PATH", path_with_postgres()?);
    tally::count_passed(command)
}

/// The browser tests, on both databases.
pub fn browser(site: &Site) -> Result<usize> {
    let mut command = cargo_test(site);
    command.args(["-p", "samtycke-e2e"]);
    command.env("SAMTYCKE_BINARY", site.binary()?);
    command.env("SAMTYCKE_PYTHON", setup::python(&site.root));
    command.env("SAMTYCKE_TEST_POSTGRES_URL", site.postgres()?.url());
    command.env("PATH", path_with_postgres()?);
    tally::count_passed(command)
}

/// So that the tests find `psql` and `pg_dump` of the server's own version.
fn path_with_postgres() -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(postgres::bin_dir()?).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(folders)?)
}
