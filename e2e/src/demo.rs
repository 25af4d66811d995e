//! `samtycke demo`, with a folder and a port of its own: a company with a past, and its mails to read.

use crate::desk::Desk;
use crate::html;
use crate::program::{Program, path_or};
use crate::server::free_port;
use crate::wait;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::process::Command;

/// A running demo.
pub struct Demo {
    _program: Program,
    folder: TempDir,
    pub url: String,
}

#[derive(Deserialize)]
struct Tenant {
    sign_in_url: String,
}

impl Demo {
    /// # Errors
    /// When the binary is missing or does not become ready.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("samtycke-demo-")
            .tempdir()?;
        let port = free_port()?;
        let mut command = samtycke(&folder, port);
        command.arg("demo").env("SAMTYCKE_LOG", "warn");
        let is_running = |line: &str| line.contains("is running").then_some(());
        let (program, ()) = Program::start(command, is_running).await?;
        let url = format!("http://localhost:{port}");
        let demo = Self {
            _program: program,
            folder,
            url,
        };
        demo.wait_until_ready().await?;
        Ok(demo)
    }

    async fn wait_until_ready(&self) -> Result<()> {
        let ready = format!("{}/readyz", self.url);
        wait::until("the demo is ready", async || {
            let answer = reqwest::get(&ready).await;
            Ok(answer
                .is_ok_and(|it| it.status().is_success())
                .then_some(()))
        })
        .await
    }

    /// The demo's administrator, signed in.
    ///
    /// # Errors
    /// When the demo does not let the visitor in.
    pub async fn administrator(&self) -> Result<Desk> {
        Desk::sign_in(&self.url, &format!("{}/demo/console", self.url), false).await
    }

    /// The administrator of a company that has nobody yet, signed in.
    ///
    /// # Errors
    /// When it cannot be added.
    pub async fn newcomer(&self) -> Result<Desk> {
        let link = self.add_tenant("Nyss AB", "ny@nyss.example").await?;
        Desk::sign_in(&self.url, &link, true).await
    }

    /// Adds a company, and gives the link that its administrator signs in by.
    ///
    /// # Errors
    /// When it cannot be added.
    pub async fn add_tenant(&self, name: &str, administrator: &str) -> Result<String> {
        let port = self.url.rsplit(':').next().context("a port")?.parse()?;
        let data = self.folder.path().join("data/demo");
        let mut command = samtycke(&self.folder, port);
        command
            .env(
                "SAMTYCKE_DATABASE_URL",
                format!("sqlite://{}", self.database().display()),
            )
            .env("SAMTYCKE_KEY_DIR", data.join("keys"))
            .args(["tenant", "add", name, "--admin", administrator]);
        let done = command.output().await?;
        let said = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "tenant add: {said}");
        let added: Tenant = serde_json::from_slice(&done.stdout)?;
        Ok(added.sign_in_url)
    }

    /// Whatever the demo does to this batch fails, again and again: it stays half done.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn never_finish(&self, batch: &str) -> Result<()> {
        let trigger = format!(
            "CREATE TRIGGER held BEFORE DELETE ON batch_candidates WHEN OLD.batch_id = '{batch}' \
             BEGIN SELECT RAISE(ABORT, 'held by a test'); END"
        );
        let script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])";
        let mut python = Command::new(path_or("SAMTYCKE_PYTHON", "target/venv/bin/python"));
        python.args(["-c", script]).arg(self.database());
        let done = python.arg(trigger).output().await?;
        let said = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "{said}");
        Ok(())
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("data/demo/samtycke.db")
    }

    /// The newest mail to this address with this in it: its path in the inbox, and its page.
    ///
    /// # Errors
    /// When none comes.
    pub async fn mail_to(&self, address: &str, part: &str) -> Result<(String, String)> {
        let what = format!("a mail to {address} with {part}");
        self.mail_where(&what, |mail| mail.contains(address) && mail.contains(part))
            .await
    }

    /// The newest mail whose page is like this: its path in the inbox, and its page.
    ///
    /// # Errors
    /// When none comes.
    pub async fn mail_where(
        &self,
        what: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<(String, String)> {
        wait::until(what, async || {
            for path in self.mails().await? {
                let page = get(&format!("{}{path}", self.url)).await?;
                if fits(&page) {
                    return Ok(Some((path, page)));
                }
            }
            Ok(None)
        })
        .await
    }

    /// The paths of all mails in the inbox, newest first.
    ///
    /// # Errors
    /// When the inbox does not open.
    pub async fn mails(&self) -> Result<Vec<String>> {
        let inbox = get(&format!("{}/demo/mail", self.url)).await?;
        let mut paths = html::values(&inbox, "href");
        paths.retain(|path| path.starts_with("/demo/mail/"));
        Ok(paths)
    }
}

async fn get(url: &str) -> Result<String> {
    let answer = reqwest::get(url).await?.error_for_status()?;
    Ok(answer.text().await?)
}

fn samtycke(folder: &TempDir, port: u16) -> Command {
    let mut command = Command::new(path_or("SAMTYCKE_BINARY", "target/release/samtycke"));
    command.env_clear();
    command.env("SAMTYCKE_DATA_DIR", folder.path().join("data"));
    command.env("SAMTYCKE_LISTEN", format!("127.0.0.1:{port}"));
    // Passkeys need a name.
    command.env("SAMTYCKE_PUBLIC_URL", format!("http://localhost:{port}"));
    command
}
