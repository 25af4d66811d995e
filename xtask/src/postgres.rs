//! A throw-away PostgreSQL: its own data folder, its own port, gone when dropped.

use anyhow::{Context, Result, bail, ensure};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;
use tempfile::TempDir;
use xshell::{Shell, cmd};

/// Durability is the database's business, not what the tests look at: they kill the server, never
/// the database.
const FAST: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
];

/// PostgreSQL refuses to run as root, so root starts it as the user that Debian's package makes.
const USER: &str = "postgres";

/// A running PostgreSQL that anyone on this machine may connect to without a password.
pub struct Postgres {
    server: Child,
    folder: TempDir,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and waits until it takes connections.
    ///
    /// # Errors
    /// When the server programs are missing or do not start within 30 seconds.
    pub fn start() -> Result<Self> {
        Self::start_with(FAST)
    }

    /// Like [`start`](Self::start), but as durable as PostgreSQL is by itself.
    ///
    /// # Errors
    /// As there.
    pub fn start_durable() -> Result<Self> {
        Self::start_with(&["max_connections=300"])
    }

    fn start_with(settings: &[&str]) -> Result<Self> {
        let sh = Shell::new()?;
        let bin = bin_dir()?;
        let folder = tempfile::Builder::new()
            .prefix("samtycke-postgres-")
            .tempdir()?;
        let data = make_cluster(&sh, &bin, folder.path())?;
        let port = free_port()?;
        let mut command = unprivileged(&sh, bin.join("postgres"))?;
        command.arg("-D").arg(data).args(["-p", &port.to_string()]);
        command
            .arg("-k")
            .arg(folder.path())
            .arg("-h")
            .arg("127.0.0.1");
        for setting in settings {
            command.args(["-c", setting]);
        }
        let log = std::fs::File::create(folder.path().join("log"))?;
        let server = command
            .stderr(log)
            .spawn()
            .context("cannot start postgres")?;
        let started = Self {
            server,
            folder,
            port,
        };
        started.wait_until_ready(&sh, &bin)?;
        Ok(started)
    }

    /// The URL of the `postgres` database; tests make one of their own beside it.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Makes an empty database and returns its URL.
    ///
    /// # Errors
    /// When the name is taken.
    pub fn create_database(&self, name: &str) -> Result<String> {
        let sh = Shell::new()?;
        let (psql, url) = (bin_dir()?.join("psql"), self.url());
        let sql = format!("CREATE DATABASE \"{name}\"");
        cmd!(sh, "{psql} --quiet --command {sql} {url}")
            .quiet()
            .run()?;
        Ok(self.url_of(name))
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    fn wait_until_ready(&self, sh: &Shell, bin: &Path) -> Result<()> {
        let (is_ready, port) = (bin.join("pg_isready"), self.port.to_string());
        for _ in 0..300 {
            let probe = cmd!(sh, "{is_ready} -q -h 127.0.0.1 -p {port}").quiet();
            if probe.run().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = sh.read_file(self.folder.path().join("log"));
        bail!("postgres did not start:\n{}", log.unwrap_or_default())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nobody is left to tell: the folder goes with it either way.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Starts a PostgreSQL for development and stays until Ctrl-C, which reaches the server as well.
pub fn stay_in_foreground() -> Result<()> {
    let mut postgres = Postgres::start()?;
    println!(
        "SAMTYCKE_DATABASE_URL={}",
        postgres.create_database("samtycke")?
    );
    println!("SAMTYCKE_TEST_POSTGRES_URL={}", postgres.url());
    postgres.server.wait()?;
    Ok(())
}

/// The folder with PostgreSQL's server programs, the newest where there are several.
///
/// # Errors
/// When there is none.
pub fn bin_dir() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = debian_folders();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file())
        .context("PostgreSQL's server programs are missing: cargo xtask setup")
}

/// Debian keeps every major version apart and puts none on the PATH.
fn debian_folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut folders: Vec<_> = versions.flatten().map(|entry| entry.path()).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(major_version(folder)));
    folders.iter().map(|folder| folder.join("bin")).collect()
}

fn major_version(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

fn make_cluster(sh: &Shell, bin: &Path, folder: &Path) -> Result<PathBuf> {
    if is_root(sh)? {
        cmd!(sh, "chown {USER}: {folder}").quiet().run()?;
    }
    let data = folder.join("data");
    let mut command = unprivileged(sh, bin.join("initdb"))?;
    command
        .arg("-D")
        .arg(&data)
        .args(["--no-sync", "--auth=trust"]);
    command.args(["--username", USER, "--encoding=UTF8", "--locale=C.UTF-8"]);
    let output = command.output().context("cannot run initdb")?;
    ensure!(
        output.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(data)
}

/// A command that runs as an ordinary user and is interrupted when this process dies.
fn unprivileged(sh: &Shell, program: PathBuf) -> Result<Command> {
    let mut command = Command::new("setpriv");
    if is_root(sh)? {
        command.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command.current_dir("/");
    Ok(command)
}

fn is_root(sh: &Shell) -> Result<bool> {
    Ok(cmd!(sh, "id -u").quiet().read()? == "0")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
