//! The widget on a page, as a candidate uses it.

use crate::{Stage, wait};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use thirtyfour::prelude::*;

/// A box that can be ticked: until the form works, it is there but inert.
const BOX: &str = "form:not([inert]) .purpose input[type=checkbox]";
const ELEMENT: &str = "document.querySelector('candidate-consent')";

/// `<candidate-consent>` on the page that the browser shows.
pub struct Widget<'a> {
    stage: &'a Stage,
}

impl<'a> Widget<'a> {
    /// The widget of the page that is open already.
    pub fn on(stage: &'a Stage) -> Self {
        Self { stage }
    }

    /// Opens a page and waits until its widget can be used.
    ///
    /// # Errors
    /// When the form does not appear.
    pub async fn open(stage: &'a Stage, url: &str) -> Result<Self> {
        stage.open(url).await?;
        let widget = Self::on(stage);
        widget.shown(BOX).await?;
        Ok(widget)
    }

    /// Types into the widget's own fields.
    ///
    /// # Errors
    /// When the form does not have them.
    pub async fn enter(&self, name: &str, email: &str) -> Result<()> {
        self.shown("#name").await?.send_keys(name).await?;
        self.shown("#email").await?.send_keys(email).await?;
        Ok(())
    }

    /// Ticks every box.
    ///
    /// # Errors
    /// When one is ticked already: nothing may be ticked beforehand.
    pub async fn tick_all(&self) -> Result<()> {
        let boxes = self.find_all(BOX).await?;
        ensure!(!boxes.is_empty(), "there is no box to tick");
        for tick_box in boxes {
            ensure!(!tick_box.is_selected().await?, "a box is ticked beforehand");
            tick_box.click().await?;
        }
        Ok(())
    }

    /// # Errors
    /// When there is no button.
    pub async fn press(&self) -> Result<()> {
        Ok(self.shown("button.main").await?.click().await?)
    }

    /// Waits for the thanks and returns the receipt shown with it.
    ///
    /// # Errors
    /// When the consent is not recorded.
    pub async fn receipt(&self) -> Result<String> {
        self.shown(".receipt h3").await?;
        let receipt = self
            .find(".receipt textarea")
            .await?
            .context("no receipt")?;
        receipt.value().await?.context("an empty receipt")
    }

    /// Waits until the form or the text gives notice of something, and returns it.
    ///
    /// # Errors
    /// When nothing is said.
    pub async fn notice(&self) -> Result<String> {
        wait::until("the widget gives notice", async || {
            for notice in self.find_all(".notice, .note").await? {
                let text = notice.text().await?;
                if !text.is_empty() {
                    return Ok(Some(text));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until an element of the widget is there and shown.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn shown(&self, css: &str) -> Result<WebElement> {
        wait::until(&format!("the widget shows {css}"), async || {
            match self.find(css).await? {
                Some(element) if element.is_displayed().await? => Ok(Some(element)),
                _ => Ok(None),
            }
        })
        .await
    }

    /// An element of the widget, wherever it keeps it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn find(&self, css: &str) -> Result<Option<WebElement>> {
        let script = format!("return {ELEMENT}?.shadowRoot?.querySelector(arguments[0]) ?? null");
        let found = self
            .stage
            .browser
            .driver
            .execute(script, vec![json!(css)])
            .await?;
        Ok(if found.json().is_null() {
            None
        } else {
            Some(found.element()?)
        })
    }

    /// All that the widget shows, as text.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Result<String> {
        let script = format!("return {ELEMENT}.shadowRoot.textContent");
        let text = self.stage.browser.driver.execute(script, vec![]).await?;
        Ok(text.convert()?)
    }

    /// Every element of the widget that matches.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn find_all(&self, css: &str) -> Result<Vec<WebElement>> {
        let script = format!("return [...{ELEMENT}.shadowRoot.querySelectorAll(arguments[0])]");
        let found = self
            .stage
            .browser
            .driver
            .execute(script, vec![json!(css)])
            .await?;
        Ok(found.elements()?)
    }

    /// Whether the widget's element with the focus matches.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn has_focus(&self, css: &str) -> Result<bool> {
        let script =
            format!("return {ELEMENT}.shadowRoot.activeElement?.matches(arguments[0]) ?? false");
        let focused = self
            .stage
            .browser
            .driver
            .execute(script, vec![json!(css)])
            .await?;
        Ok(focused.convert()?)
    }

    /// Names of the widget's events that the page has heard so far.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn events(&self) -> Result<Vec<String>> {
        let heard = self
            .stage
            .browser
            .driver
            .execute("return window.heard", vec![]);
        Ok(heard.await?.convert()?)
    }
}
