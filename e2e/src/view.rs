//! How the browser's window is looked through: its size, its colours, its language, what it remembers.

use crate::browser::Browser;
use crate::desk::{COOKIE_NAME, Desk};
use crate::program::workspace;
use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::MutexGuard;
use thirtyfour::prelude::*;

/// A window's width and height in CSS pixels.
pub type Size = (u32, u32);

/// A script that pages begin with.
pub struct Script(Value);

impl Browser {
    /// Runs a script at the beginning of every page from now on, whatever the page's policy.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn begin_pages_with(&self, source: &str) -> Result<Script> {
        let source = json!({"source": source});
        let command = "Page.addScriptToEvaluateOnNewDocument";
        Ok(Script(self.devtools(command, source).await?))
    }

    /// # Errors
    /// When the browser is gone.
    pub async fn stop_beginning_with(&self, Script(script): &Script) -> Result<()> {
        let command = "Page.removeScriptToEvaluateOnNewDocument";
        self.devtools(command, script.clone()).await?;
        Ok(())
    }

    /// Sets the window's size without the frame around it and without scroll bars.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_size(&self, (width, height): Size) -> Result<()> {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.keep("Emulation.setScrollbarsHidden", json!({"hidden": true}))
            .await?;
        self.keep("Emulation.setDeviceMetricsOverride", metrics)
            .await
    }

    /// `light` or `dark`, for `screen` or `print`; nothing moves.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_media(&self, medium: &str, scheme: &str) -> Result<()> {
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        let media = json!({"media": medium, "features": features});
        self.keep("Emulation.setEmulatedMedia", media).await
    }

    /// The language the browser asks pages in.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_language(&self, language: &str) -> Result<()> {
        self.keep("Network.enable", json!({})).await?;
        let headers = json!({"headers": {"Accept-Language": language}});
        self.keep("Network.setExtraHTTPHeaders", headers).await
    }

    /// Takes over a session of the console, or forgets it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_session(&self, url: &str, desk: Option<&Desk>) -> Result<()> {
        let url = format!("{url}/console");
        match desk {
            Some(desk) => {
                let cookie = json!({
                    "name": COOKIE_NAME, "value": desk.session, "url": url, "path": "/console",
                    "httpOnly": true, "sameSite": "Lax",
                });
                self.devtools("Network.setCookie", cookie).await?;
            }
            None => {
                let cookie = json!({"name": COOKIE_NAME, "url": url});
                self.devtools("Network.deleteCookies", cookie).await?;
            }
        }
        Ok(())
    }

    /// The document as the server sent it, also where it answered a form.
    ///
    /// # Errors
    /// When the browser does not keep it.
    pub async fn served_html(&self) -> Result<String> {
        let traffic = self.driver.get_log("performance").await?;
        let document = traffic
            .iter()
            .rev()
            .find_map(|entry| document_in(&entry.message));
        let which = json!({"requestId": document.context("no document was loaded")?});
        let content = self.devtools("Network.getResponseBody", which).await?;
        let html = content["body"].as_str().context("a document")?;
        Ok(html.to_owned())
    }

    /// Puts a document into the window that is open.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn set_document(&self, html: &str) -> Result<()> {
        let tree = self.devtools("Page.getFrameTree", json!({})).await?;
        let content = json!({"frameId": tree["frameTree"]["frame"]["id"], "html": html});
        self.devtools("Page.setDocumentContent", content).await?;
        Ok(())
    }

    /// Keeps a picture of the whole page, in a window of this width and as high as it takes: in a lower one,
    /// what sticks to its edge would lie across the page.
    ///
    /// # Errors
    /// When the browser is gone or the file cannot be written.
    pub async fn picture(&self, name: &str, (width, height): Size) -> Result<()> {
        let file = workspace().join(format!("target/screenshots/{name}.png"));
        std::fs::create_dir_all(file.parent().context("a folder")?)?;
        self.set_size((width, height)).await?;
        let whole = "return document.documentElement.scrollHeight";
        let whole = self.ask(whole).await?.as_u64().unwrap_or_default();
        self.set_size((width, height.max(u32::try_from(whole)?)))
            .await?;
        let how = json!({"optimizeForSpeed": true});
        let taken = self.devtools("Page.captureScreenshot", how).await?;
        let picture = taken["data"].as_str().context("a picture")?;
        std::fs::write(file, BASE64_STANDARD.decode(picture)?)?;
        self.set_size((width, height)).await
    }

    /// What a script returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        self.ask_with(script, vec![]).await
    }

    /// What a script returns, given these `arguments`.
    ///
    /// # Errors
    /// When it throws.
    pub async fn ask_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let answer = self.driver.execute(script, arguments).await?;
        Ok(answer.json().clone())
    }

    /// Presses a key this many times.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn press_key(&self, key: Key, times: usize) -> Result<()> {
        let keys = key.value().to_string().repeat(times);
        let typing = self.driver.action_chain().send_keys(keys);
        Ok(typing.perform().await?)
    }

    /// Tells the browser something that holds until it is told otherwise, unless it knows already.
    ///
    /// # Errors
    /// When the browser is gone.
    pub(crate) async fn keep(&self, command: &'static str, parameters: Value) -> Result<()> {
        if self.kept().get(command) == Some(&parameters) {
            return Ok(());
        }
        self.devtools(command, parameters.clone()).await?;
        self.kept().insert(command, parameters);
        Ok(())
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<&'static str, Value>> {
        self.kept
            .lock()
            .expect("nobody panics while holding the lock")
    }

    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        answer.with_context(|| command.to_owned())
    }
}

/// The request's id, if this is the news that a document of the window itself has come.
fn document_in(news: &str) -> Option<String> {
    let news: Value = serde_json::from_str(news).ok()?;
    let (method, told) = (&news["message"]["method"], &news["message"]["params"]);
    let is_document = method == "Network.responseReceived" && told["type"] == "Document";
    let url = told["response"]["url"].as_str()?;
    // A mail's frame is a document too.
    let is_own = told["frameId"] == news["webview"] && !url.starts_with("data:");
    (is_document && is_own).then(|| told["requestId"].as_str().map(str::to_owned))?
}
