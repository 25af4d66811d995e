//! The program as it was built.

use crate::program::path_or;
use crate::wait;
use crate::{Database, mail::MailServer};
use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::net::TcpListener;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// The server, with data, keys and port that outlive a restart.
pub struct Server {
    folder: TempDir,
    settings: Vec<(String, String)>,
    clock: Vec<(String, String)>,
    process: Option<Child>,
    pub url: String,
}

impl Server {
    /// Starts the server on an empty database and waits until it is ready.
    ///
    /// # Errors
    /// When the binary is missing or does not become ready.
    pub async fn start(database: Database, mail: &MailServer) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("samtycke-e2e-").tempdir()?;
        let port = free_port()?;
        let mut settings = settings(&folder, port, mail);
        if let Some(url) = database.create().await? {
            settings.push(("SAMTYCKE_DATABASE_URL".into(), url));
        }
        let url = format!("http://127.0.0.1:{port}");
        let mut server = Self {
            folder,
            settings,
            clock: vec![],
            process: None,
            url,
        };
        server.start_again().await?;
        Ok(server)
    }

    /// Starts the server after [`stop`](Self::stop), with all it knew before.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn start_again(&mut self) -> Result<()> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log_file())?;
        let mut command = self.command(&["serve"]);
        command.stdout(log.try_clone()?).stderr(log);
        self.process = Some(command.spawn().context("cannot start the server")?);
        self.wait_until_ready().await
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let ready = format!("{}/readyz", self.url);
        wait::until("the server is ready", async || {
            let ended = self.process.as_mut().map(Child::try_wait).transpose()?;
            ensure!(
                ended.flatten().is_none(),
                "the server ended: {}",
                self.log()
            );
            let answer = reqwest::get(&ready).await;
            Ok(answer
                .is_ok_and(|it| it.status().is_success())
                .then_some(()))
        })
        .await
    }

    /// Stops the server without warning, like a power cut.
    ///
    /// # Errors
    /// When it is not running.
    pub async fn stop(&mut self) -> Result<()> {
        let mut process = self.process.take().context("the server is not running")?;
        process.kill().await.context("cannot stop the server")
    }

    /// Restarts the server under a name: browsers make passkeys for names, not for addresses.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn restart_with_name(&mut self) -> Result<()> {
        self.stop().await?;
        self.url = self.url.replace("127.0.0.1", "localhost");
        for (name, value) in &mut self.settings {
            if name == "SAMTYCKE_PUBLIC_URL" {
                value.clone_from(&self.url);
            }
        }
        self.start_again().await
    }

    /// Restarts the server as it would be this many days after the test began.
    ///
    /// # Errors
    /// When libfaketime is missing or the server does not become ready.
    pub async fn restart_later(&mut self, days: u32) -> Result<()> {
        self.stop().await?;
        self.clock = faketime(days)?;
        self.start_again().await
    }

    /// Runs a command of the binary that prints one JSON object.
    ///
    /// # Errors
    /// When the command fails or prints something else.
    pub async fn run_json<T: DeserializeOwned>(&self, arguments: &[&str]) -> Result<T> {
        let done = self.command(arguments).output().await?;
        ensure!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).context("one JSON object on stdout")
    }

    /// What the server has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> std::path::PathBuf {
        self.folder.path().join("server.log")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(path_or("SAMTYCKE_BINARY", "target/release/samtycke"));
        command.args(arguments).kill_on_drop(true);
        // A setting of the tests' own would be one the server does not know.
        command.env_clear();
        command.envs(self.settings.iter().chain(&self.clock).cloned());
        command
    }
}

fn settings(folder: &TempDir, port: u16, mail: &MailServer) -> Vec<(String, String)> {
    let inside = |name: &str| folder.path().join(name).display().to_string();
    [
        ("SAMTYCKE_DATA_DIR", inside("data")),
        ("SAMTYCKE_KEY_DIR", inside("keys")),
        ("SAMTYCKE_LISTEN", format!("127.0.0.1:{port}")),
        ("SAMTYCKE_PUBLIC_URL", format!("http://127.0.0.1:{port}")),
        (
            "SAMTYCKE_SMTP_URL",
            format!("smtp://127.0.0.1:{}", mail.port),
        ),
        (
            "SAMTYCKE_MAIL_FROM",
            "Exempel AB <samtycke@exempel.example>".into(),
        ),
        ("SAMTYCKE_RATE_LIMIT_PER_MINUTE", "0".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// What the command `faketime` would set.
///
/// Not by that command: signals must reach the server and no wrapper, and the wrapper refuses to
/// start when a killed process with the id it happens to get has left its semaphore behind.
fn faketime(days: u32) -> Result<Vec<(String, String)>> {
    let library = std::fs::read_dir("/usr/lib")?
        .filter_map(|entry| Some(entry.ok()?.path().join("faketime/libfaketime.so.1")))
        .find(|path| path.exists())
        .context("libfaketime.so.1 is missing: apt-get install faketime")?;
    Ok(vec![
        ("LD_PRELOAD".into(), library.display().to_string()),
        ("FAKETIME".into(), format!("+{days}d")),
    ])
}

pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
