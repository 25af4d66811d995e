//! Chromium, with a profile of its own and no way to the network outside this machine.

use crate::program::{Program, workspace};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{
    ChromiumLikeCapabilities, LoggingPrefsLogLevel,
    common::capabilities::chrome::ChromeCapabilities,
};
use tokio::process::Command;

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--lang=sv",
    "--window-size=1200,900",
    "--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// A window this wide (in pixels) shows a career page without empty margins.
const READABLE: u32 = 800;

/// One browser window.
pub struct Browser {
    pub driver: WebDriver,
    /// What [`keep`](Self::keep) has told it, by command.
    pub(crate) kept: Mutex<BTreeMap<&'static str, Value>>,
    _program: Program,
    _profile: TempDir,
}

impl Browser {
    /// # Errors
    /// When Chromium or ChromeDriver is missing: `cargo xtask setup`.
    pub async fn start() -> Result<Self> {
        Self::start_with(json!({})).await
    }

    /// A browser whose user has switched JavaScript off.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn without_script() -> Result<Self> {
        const BLOCKED: u8 = 2;
        let off = json!({"profile.managed_default_content_settings.javascript": BLOCKED});
        Self::start_with(off).await
    }

    async fn start_with(preferences: Value) -> Result<Self> {
        let (program, port) = start_driver().await?;
        let profile = tempfile::Builder::new()
            .prefix("samtycke-chromium-")
            .tempdir()?;
        let mut wanted = ChromeCapabilities::new();
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        for flag in FLAGS {
            wanted.add_arg(flag)?;
        }
        wanted.add_experimental_option("prefs", preferences)?;
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        Ok(Self {
            driver,
            kept: Mutex::default(),
            _program: program,
            _profile: profile,
        })
    }

    /// Takes the browser off the network, or puts it back.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_offline(&self, offline: bool) -> Result<()> {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.keep("Network.enable", json!({})).await?;
        self.keep("Network.emulateNetworkConditions", conditions)
            .await
    }

    /// Keeps a picture of the window in `target/screenshots`.
    ///
    /// # Errors
    /// When the browser is gone or the file cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = workspace().join("target/screenshots");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        self.driver.screenshot(&file).await?;
        Ok(file)
    }

    /// As [`screenshot`](Self::screenshot), of the whole page in a window just wide enough to read it.
    ///
    /// # Errors
    /// When the browser is gone or the file cannot be written.
    pub async fn screenshot_of_page(&self, name: &str) -> Result<PathBuf> {
        let before = self.driver.get_window_rect().await?;
        let needed = "return document.documentElement.scrollHeight + outerHeight - innerHeight";
        self.driver.set_window_rect(0, 0, READABLE, 900).await?;
        let height = self.driver.execute(needed, vec![]).await?.convert()?;
        self.driver.set_window_rect(0, 0, READABLE, height).await?;
        let picture = self.screenshot(name).await;
        let (width, height) = (u32::try_from(before.width)?, u32::try_from(before.height)?);
        self.driver.set_window_rect(0, 0, width, height).await?;
        picture
    }

    /// What the pages wrote to the console, failed loads and policy violations included.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.unwrap_or_default();
        entries
            .into_iter()
            .map(|entry| format!("{entry:?}"))
            .collect()
    }

    /// # Errors
    /// When the browser is gone already.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

/// It takes a port that is free for one kind of address and may find it taken for the other; then another may do.
async fn start_driver() -> Result<(Program, u16)> {
    const ATTEMPTS: usize = 5;
    let start = || {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0");
        Program::start(command, port_in)
    };
    for _ in 1..ATTEMPTS {
        if let Ok(started) = start().await {
            return Ok(started);
        }
    }
    start().await
}

fn port_in(line: &str) -> Option<u16> {
    let (_before, port) = line.rsplit_once("successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}
