//! Somebody registered without consent is asked, and renews, declines or stays silent.

use crate::on_both_databases;
use anyhow::{Result, ensure};
use samtycke_e2e::{Stage, wait};
use thirtyfour::prelude::*;

on_both_databases!(renew, decline, thirty_days_pass);

const NAME: &str = "Tove Exempel";
const EMAIL: &str = "tove@kandidater.example";
const RENEW: &str = "[name=answer][value=renew]";
const DECLINE: &str = "[name=answer][value=decline]";
const CONFIRM: &str = "[name=confirm][value=decline]";

async fn renew(stage: &mut Stage) -> Result<()> {
    let (id, link) = asked(stage).await?;
    stage.open(&link).await?;
    ensure!(
        status(stage, &id).await? == "awaiting",
        "looking was taken for an answer"
    );
    stage.shown(".purpose label").await?.click().await?;
    stage.browser.screenshot("answer").await?;
    stage.shown(RENEW).await?.click().await?;
    stage.shown("a[download]").await?;
    ensure!(status(stage, &id).await? == "valid");
    ensure!(stage.staff.erasures().await?.is_empty());
    Ok(())
}

/// One press is not enough to erase everything; the second one is.
async fn decline(stage: &mut Stage) -> Result<()> {
    let (id, link) = asked(stage).await?;
    stage.open(&link).await?;
    stage.shown(DECLINE).await?.click().await?;
    stage.shown(CONFIRM).await?;
    ensure!(
        status(stage, &id).await? == "awaiting",
        "erased without asking once more"
    );
    stage.browser.screenshot("answer-confirm").await?;
    stage.shown(CONFIRM).await?.click().await?;
    wait::until("the candidate is erased", async || {
        Ok(stage.staff.find(EMAIL).await?.is_empty().then_some(()))
    })
    .await?;
    erased(stage, &id, &link).await
}

async fn thirty_days_pass(stage: &mut Stage) -> Result<()> {
    let (id, link) = asked(stage).await?;
    wait::until("the 30 days have begun", async || {
        let deadline = &stage.staff.candidate(&id).await?["deadline"];
        Ok(deadline.is_string().then_some(()))
    })
    .await?;
    stage.server.restart_later(28).await?;
    stage.mail.wait_for("reminder", EMAIL).await?;
    ensure!(
        status(stage, &id).await? == "awaiting",
        "erased before the deadline"
    );
    stage.server.restart_later(31).await?;
    stage.mail.wait_for("farewell", EMAIL).await?;
    ensure!(
        stage.mail.received("request", EMAIL)?.len() == 1,
        "asked more than once"
    );
    erased(stage, &id, &link).await
}

/// Registers a candidate and waits for the question: its id and the link in the mail.
async fn asked(stage: &Stage) -> Result<(String, String)> {
    let id = stage.staff.register(NAME, EMAIL).await?;
    let mail = stage.mail.wait_for("request", EMAIL).await?;
    Ok((id, mail.link("/r/")?))
}

async fn status(stage: &Stage, id: &str) -> Result<String> {
    let candidate = stage.staff.candidate(id).await?;
    Ok(candidate["status"].as_str().unwrap_or_default().to_owned())
}

/// Nothing is left but the certificate, and the old link tells nothing.
async fn erased(stage: &Stage, id: &str, link: &str) -> Result<()> {
    ensure!(
        stage.staff.find(EMAIL).await?.is_empty(),
        "the candidate is still there"
    );
    let erasures = stage.staff.erasures().await?;
    ensure!(
        erasures.len() == 1 && erasures[0]["candidate_id"] == id,
        "{erasures:?}"
    );
    stage.open(link).await?;
    let page = stage.shown("body").await?.text().await?;
    ensure!(
        !page.contains(NAME) && !page.contains(EMAIL),
        "the old link still tells: {page}"
    );
    ensure!(
        stage
            .browser
            .driver
            .find_all(By::Css(RENEW))
            .await?
            .is_empty()
    );
    Ok(())
}
