//! Going to a page, in a browser.

use crate::list::{Page, Step};
use crate::scene::Scene;
use anyhow::{Context, Result};
use samtycke_e2e::browser::Browser;
use samtycke_e2e::program::workspace;
use samtycke_e2e::view::Size;
use samtycke_e2e::{totp, wait};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

pub const PHONE: Size = (390, 844);
pub const DESKTOP: Size = (1280, 900);
/// A window of 1280 pixels at 400 % (WCAG 1.4.10).
pub const REFLOW: Size = (320, 640);

/// Unfolds what is folded, wherever it is.
const UNFOLD: &str = "for (const it of document.querySelectorAll('details')) it.open = true";
const FIRST: &str = "return probe.first(arguments[0])";

/// A browser that goes through the pages of a scene.
pub struct Tour {
    pub scene: Scene,
    pub browser: Browser,
}

impl Tour {
    /// # Errors
    /// When the demo or the browser does not start.
    pub async fn begin(language: &'static str) -> Result<Self> {
        let (scene, browser) = tokio::join!(Scene::set(language), Browser::start());
        let tour = Self {
            scene: scene?,
            browser: browser?,
        };
        for file in ["probe.js", "node_modules/axe-core/axe.min.js"] {
            tour.browser.begin_pages_with(&quality(file)?).await?;
        }
        tour.browser.set_language(language).await?;
        tour.browser.set_media("screen", "light").await?;
        tour.browser.set_size(DESKTOP).await?;
        Ok(tour)
    }

    /// Opens a page, brings it into the state that is to be looked at, and returns its HTML as served.
    ///
    /// # Errors
    /// When the page does not get there.
    pub async fn open(&self, page: &Page) -> Result<String> {
        let opened = self.go(page).await;
        opened.with_context(|| format!("cannot get to {}", page.name))
    }

    async fn go(&self, page: &Page) -> Result<String> {
        self.browser.set_offline(false).await?;
        self.browser.set_size(DESKTOP).await?;
        let url = &self.scene.demo.url;
        self.browser
            .set_session(url, self.scene.desk(page.who))
            .await?;
        let path = self.scene.fill(page.at)?;
        self.browser.driver.goto(format!("{url}{path}")).await?;
        if page.without_wasm {
            self.take_wasm_away().await?;
        }
        for step in page.steps {
            self.perform(step)
                .await
                .with_context(|| format!("{step:?}"))?;
        }
        let html = self.browser.served_html().await?;
        if page.sandboxed {
            self.browser.driver.goto("about:blank").await?;
            self.browser.set_document(&html).await?;
        }
        Ok(html)
    }

    /// The page is loaded again without what the widget's Leptos form needs.
    async fn take_wasm_away(&self) -> Result<()> {
        let script = self
            .browser
            .begin_pages_with("delete window.WebAssembly")
            .await?;
        self.browser.driver.refresh().await?;
        self.browser.stop_beginning_with(&script).await
    }

    async fn perform(&self, step: &Step) -> Result<()> {
        match *step {
            Step::Press(css) => self.shown(css).await?.click().await?,
            Step::Type(css, text) => self.enter(css, text).await?,
            Step::Paste(css, word) => self.enter(css, self.scene.word(word)?).await?,
            Step::Code(css) => {
                let shown = "return document.querySelector('.enrol code').textContent";
                let secret = self.browser.ask(shown).await?;
                let code = totp::code(secret.as_str().context("a secret")?)?;
                self.enter(css, &code).await?;
            }
            Step::Choose(css, file) => {
                let file = workspace().join("e2e/quality").join(file);
                let field = self.shown(css).await?;
                field.send_keys(file.display().to_string()).await?;
            }
            Step::Unfold => drop(self.browser.ask(UNFOLD).await?),
            Step::See(css) => drop(self.shown(css).await?),
            Step::PlugIn => drop(self.browser.plug_in(&[]).await?),
            Step::Offline => self.browser.set_offline(true).await?,
        }
        Ok(())
    }

    async fn enter(&self, css: &str, text: &str) -> Result<()> {
        let field = self.shown(css).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    async fn shown(&self, css: &str) -> Result<WebElement> {
        wait::until(&format!("{css} is shown"), async || {
            let driver = &self.browser.driver;
            let found = driver.execute(FIRST, vec![json!(css)]).await?;
            Ok(match found.json() {
                Value::Null => None,
                _ => Some(found.element()?),
            })
        })
        .await
    }
}

/// A file of `e2e/quality`.
///
/// # Errors
/// When it is missing: `cargo xtask setup`.
pub fn quality(name: &str) -> Result<String> {
    let path = workspace().join("e2e/quality").join(name);
    std::fs::read_to_string(&path)
        .with_context(|| format!("{} is missing: cargo xtask setup", path.display()))
}
