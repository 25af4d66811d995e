//! Consent on career pages: alone, in a host's form, and where the page makes it hard.

use crate::on_both_databases;
use anyhow::{Result, ensure};
use samtycke_e2e::{Stage, Widget, wait};
use thirtyfour::prelude::*;

on_both_databases!(
    alone,
    in_the_hosts_form,
    keyboard_only,
    hostile_stylesheet,
    http_host_name,
    strict_content_security_policy,
);

const NAME: &str = "Åsa Exempel-Öberg";
const EMAIL: &str = "asa@kandidater.example";

async fn alone(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page("alone.html")).await?;
    widget.enter(NAME, EMAIL).await?;
    widget.tick_all().await?;
    stage.browser.screenshot_of_page("widget").await?;
    widget.press().await?;
    let receipt = widget.receipt().await?;
    ensure!(receipt.split('.').count() == 3, "not a JWS: {receipt}");
    ensure!(widget.events().await? == ["consent-given"]);
    recorded_once(stage).await
}

/// The host's own fields are used, its submit waits for the record, and the receipt goes along.
async fn in_the_hosts_form(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page("application.html")).await?;
    ensure!(
        widget.find("#email").await?.is_none(),
        "asks for an address that the host asks for"
    );
    widget.tick_all().await?;
    let send = stage.shown("#send").await?;
    send.click().await?;
    ensure!(
        stage.career_site.applications().is_empty(),
        "sent without the host's required fields"
    );
    stage.shown("#applicant").await?.send_keys(NAME).await?;
    stage.shown("#address").await?.send_keys(EMAIL).await?;
    stage.browser.screenshot("widget-in-form").await?;
    send.click().await?;
    let application = wait::until("the application arrives", async || {
        Ok(stage.career_site.applications().pop())
    })
    .await?;
    let consent = application
        .split('&')
        .find_map(|pair| pair.strip_prefix("consent="));
    ensure!(
        consent.is_some_and(|it| it.split('.').count() == 3),
        "no receipt: {application}"
    );
    recorded_once(stage).await
}

async fn keyboard_only(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page("alone.html")).await?;
    tab_to(stage, &widget, "#name").await?;
    type_keys(stage, NAME).await?;
    tab_to(stage, &widget, "#email").await?;
    type_keys(stage, EMAIL).await?;
    tab_to(stage, &widget, ".purpose input").await?;
    type_keys(stage, " ").await?;
    type_keys(stage, Key::Tab).await?;
    type_keys(stage, Key::Enter).await?;
    widget.receipt().await?;
    ensure!(
        widget.has_focus(".receipt h3").await?,
        "the thanks does not get the focus"
    );
    recorded_once(stage).await
}

/// The page's styles stop at the widget's border.
async fn hostile_stylesheet(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page("hostile.html")).await?;
    let label = widget.shown("label[for=email]").await?;
    let size: f64 = label
        .css_value("font-size")
        .await?
        .trim_end_matches("px")
        .parse()?;
    ensure!(size >= 12.0, "the text is {size} px high");
    ensure!(label.css_value("text-transform").await? == "none");
    ensure!(label.css_value("visibility").await? == "visible");
    widget.enter(NAME, EMAIL).await?;
    widget.tick_all().await?;
    stage.browser.screenshot("widget-hostile").await?;
    widget.press().await?;
    widget.receipt().await?;
    recorded_once(stage).await
}

/// Without a secure context the browser has neither `crypto.subtle` nor `crypto.randomUUID`.
async fn http_host_name(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page_on_http("alone.html")).await?;
    let secure = stage
        .browser
        .driver
        .execute("return isSecureContext", vec![])
        .await?;
    ensure!(
        !secure.convert::<bool>()?,
        "the page is trusted; the test shows nothing"
    );
    widget.enter(NAME, EMAIL).await?;
    widget.tick_all().await?;
    widget.press().await?;
    widget.receipt().await?;
    recorded_once(stage).await
}

/// Where WebAssembly is forbidden, the same form posts to the server without it.
async fn strict_content_security_policy(stage: &mut Stage) -> Result<()> {
    let widget = Widget::open(stage, &stage.career_site.page("strict-csp.html")).await?;
    widget.enter(NAME, EMAIL).await?;
    widget.tick_all().await?;
    stage.browser.screenshot("widget-strict-csp").await?;
    widget.press().await?;
    wait::until("the consent is recorded", async || {
        Ok(stage.staff.find(EMAIL).await?.pop())
    })
    .await?;
    recorded_once(stage).await
}

/// One candidate, one event, one receipt, and the name exactly as typed.
async fn recorded_once(stage: &Stage) -> Result<()> {
    let candidate = stage.staff.the_only(EMAIL).await?;
    ensure!(candidate.name == NAME, "the name became {}", candidate.name);
    ensure!(
        candidate.status == "valid",
        "the status is {}",
        candidate.status
    );
    let whole = stage.staff.candidate(&candidate.id).await?;
    let receipts = whole["receipts"].as_array().map_or(0, Vec::len);
    ensure!(receipts == 1, "{receipts} receipts");
    Ok(())
}

async fn tab_to(stage: &Stage, widget: &Widget<'_>, css: &str) -> Result<()> {
    for _ in 0..20 {
        if widget.has_focus(css).await? {
            return Ok(());
        }
        type_keys(stage, Key::Tab).await?;
    }
    anyhow::bail!("the Tab key never reaches {css}")
}

async fn type_keys(stage: &Stage, keys: impl Into<TypingData>) -> Result<()> {
    let typing = stage.browser.driver.action_chain().send_keys(keys);
    Ok(typing.perform().await?)
}
