//! What must not go wrong for a candidate: pressing twice, losing the network, a changed text.

use crate::on_both_databases;
use anyhow::{Context, Result, ensure};
use samtycke_e2e::{Stage, Widget, wait};

on_both_databases!(
    double_click,
    offline_then_retry,
    server_away,
    text_published_in_between
);

const NAME: &str = "Olof Exempel";
const EMAIL: &str = "olof@kandidater.example";

async fn double_click(stage: &mut Stage) -> Result<()> {
    let widget = filled_in(stage).await?;
    let button = widget.shown("button.main").await?;
    let twice = stage
        .browser
        .driver
        .action_chain()
        .double_click_element(&button);
    twice.perform().await?;
    widget.receipt().await?;
    consents(stage, 1).await
}

async fn offline_then_retry(stage: &mut Stage) -> Result<()> {
    let widget = filled_in(stage).await?;
    stage.browser.set_offline(true).await?;
    widget.press().await?;
    let notice = widget.notice().await?;
    ensure!(notice.contains("Vi når inte servern"), "{notice}");
    stage.browser.screenshot("widget-offline").await?;
    ensure!(widget.events().await? == ["consent-error"]);
    stage.browser.set_offline(false).await?;
    widget.press().await?;
    widget.receipt().await?;
    consents(stage, 1).await
}

/// The same, with the server gone instead of the network.
async fn server_away(stage: &mut Stage) -> Result<()> {
    Widget::open(stage, &stage.career_site.page("alone.html")).await?;
    stage.server.stop().await?;
    let widget = Widget::on(stage);
    fill_in(&widget).await?;
    widget.press().await?;
    widget.notice().await?;
    stage.server.start_again().await?;
    let widget = Widget::on(stage);
    widget.press().await?;
    widget.receipt().await?;
    consents(stage, 1).await
}

/// Nobody consents to a text they have not seen: the new one is shown, and what was typed stays.
async fn text_published_in_between(stage: &mut Stage) -> Result<()> {
    let widget = filled_in(stage).await?;
    stage
        .staff
        .publish_new_version("Den nya texten om framtida jobb")
        .await?;
    widget.press().await?;
    let notice = widget.notice().await?;
    ensure!(notice.contains("Texten har ändrats"), "{notice}");
    ensure!(
        widget.text().await?.contains("Den nya texten"),
        "the new text is not shown"
    );
    let typed = widget.shown("#email").await?.value().await?;
    ensure!(typed.as_deref() == Some(EMAIL), "what was typed is gone");
    stage.browser.screenshot("widget-text-changed").await?;
    consents(stage, 0).await?;
    widget.tick_all().await.context("boxes of the new text")?;
    widget.press().await?;
    widget.receipt().await?;
    let candidate = stage.staff.the_only(EMAIL).await?;
    let whole = stage.staff.candidate(&candidate.id).await?;
    ensure!(
        whole["last_consent"]["text_version"] == 2,
        "{}",
        whole["last_consent"]
    );
    consents(stage, 1).await
}

async fn filled_in(stage: &Stage) -> Result<Widget<'_>> {
    let widget = Widget::open(stage, &stage.career_site.page("alone.html")).await?;
    fill_in(&widget).await?;
    Ok(widget)
}

async fn fill_in(widget: &Widget<'_>) -> Result<()> {
    widget.enter(NAME, EMAIL).await?;
    widget.tick_all().await
}

/// Exactly so many consents, also a moment later.
async fn consents(stage: &Stage, expected: usize) -> Result<()> {
    tokio::time::sleep(wait::A_MOMENT).await;
    let mut receipts = 0;
    for candidate in stage.staff.find(EMAIL).await? {
        let whole = stage.staff.candidate(&candidate.id).await?;
        receipts += whole["receipts"].as_array().map_or(0, Vec::len);
    }
    ensure!(
        receipts == expected,
        "{receipts} consents instead of {expected}"
    );
    Ok(())
}
