//! The mail server: the contract script's sink, read through the files it writes.

use crate::program::{Program, path_or, workspace};
use crate::wait;
use anyhow::{Context, Result};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::process::Command;

/// A message as the mail server accepted it.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    pub recipient: String,
    pub message_id: String,
    /// The header `X-Samtycke-Mail`: `request`, `reminder`, `farewell`…
    pub kind: String,
    pub subject: String,
    pub text: String,
}

impl Mail {
    /// The first link whose path begins like this.
    ///
    /// # Errors
    /// When there is none.
    pub fn link(&self, path: &str) -> Result<String> {
        let words = self.text.split_whitespace();
        let links = words.map(|word| word.trim_matches(['<', '>', '(', ')', '.', ',']));
        links
            .filter(|word| word.starts_with("http"))
            .find(|word| word.contains(path))
            .map(str::to_owned)
            .with_context(|| format!("no link to {path} in: {}", self.text))
    }
}

/// A running mail server.
pub struct MailServer {
    _program: Program,
    folder: TempDir,
    pub port: u16,
}

impl MailServer {
    /// # Errors
    /// When Python or its packages are missing: `cargo xtask setup`.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("samtycke-mail-")
            .tempdir()?;
        let mut command = Command::new(path_or("SAMTYCKE_PYTHON", "target/venv/bin/python"));
        command
            .arg("-B")
            .arg(workspace().join("e2e/contract/sink.py"))
            .arg(folder.path());
        let (program, port) = Program::start(command, |line| line.parse().ok()).await?;
        Ok(Self {
            _program: program,
            folder,
            port,
        })
    }

    /// All messages of one kind to one address, oldest first.
    ///
    /// # Errors
    /// When the mail server's folder cannot be read.
    pub fn received(&self, kind: &str, recipient: &str) -> Result<Vec<Mail>> {
        let mails = self.all()?.into_iter();
        Ok(mails
            .filter(|mail| mail.kind == kind && mail.recipient == recipient)
            .collect())
    }

    /// Waits for the first message of this kind to this address.
    ///
    /// # Errors
    /// When none comes.
    pub async fn wait_for(&self, kind: &str, recipient: &str) -> Result<Mail> {
        let what = format!("a {kind} mail to {recipient}");
        wait::until(&what, async || {
            Ok(self.received(kind, recipient)?.into_iter().next())
        })
        .await
    }

    fn all(&self) -> Result<Vec<Mail>> {
        let entries = std::fs::read_dir(self.folder.path())?;
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|it| it == "json"));
        files.sort();
        files
            .iter()
            .map(|file| Ok(serde_json::from_slice(&std::fs::read(file)?)?))
            .collect()
    }
}
