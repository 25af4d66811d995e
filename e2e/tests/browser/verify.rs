//! Verifying a receipt in the browser: with the server's keys, with files, and with its word.

use crate::on_both_databases;
use anyhow::{Context, Result, ensure};
use reqwest::Method;
use samtycke_e2e::{Stage, wait};
use serde_json::json;

on_both_databases!(
    a_pasted_receipt_and_one_changed_character,
    dropped_files_are_sorted_by_what_is_in_them,
    the_server_is_asked_only_when_told_to,
);

const EMAIL: &str = "vera@kandidater.example";

async fn a_pasted_receipt_and_one_changed_character(stage: &mut Stage) -> Result<()> {
    let receipt = consent(stage).await?;
    open(stage, "sv").await?;
    paste(stage, &receipt).await?;
    ensure!(check(stage).await? == "Kvittot är signerat och oförändrat");
    ensure!(claims(stage, "#proven").await? == ["unaltered", "key_trusted"]);
    let shown = stage.shown("#content").await?.text().await?;
    for part in [
        "Exempel AB",
        EMAIL,
        "Samtycke gavs",
        "version 1, på svenska",
    ] {
        ensure!(shown.contains(part), "{part} is not in: {shown}");
    }
    ensure!(
        focused(stage).await? == "verdict",
        "the result does not get the focus"
    );
    paste(stage, &altered(&receipt)?).await?;
    ensure!(check(stage).await? == "Inte giltigt");
    let reason = stage.shown("#reason").await?.text().await?;
    ensure!(reason.contains("stämmer inte med texten"), "{reason}");
    ensure!(claims(stage, "#proven").await?.is_empty());
    nothing_was_sent(stage).await
}

async fn dropped_files_are_sorted_by_what_is_in_them(stage: &mut Stage) -> Result<()> {
    let receipt = consent(stage).await?;
    let proof = proof(stage, &receipt).await?;
    let keys = get(stage, "/.well-known/jwks.json").await?;
    open(stage, "en").await?;
    let files = [("a.txt", &proof), ("b.txt", &keys), ("c.txt", &receipt)];
    drop_files(stage, &files).await?;
    ensure!(verdict(stage).await? == "The receipt is signed and unaltered");
    ensure!(claims(stage, "#proven").await? == ["unaltered", "key_trusted", "logged"]);
    let open = stage.shown("#open").await?.text().await?;
    ensure!(
        open.contains("You gave the keys yourself (b.txt)"),
        "{open}"
    );
    stage.browser.screenshot_of_page("verify").await?;
    drop_files(stage, &[("photo.txt", &"no receipt".to_owned())]).await?;
    let message = stage.shown("#message").await?.text().await?;
    ensure!(message.starts_with("photo.txt is neither"), "{message}");
    drop_files(stage, &[("jwks.json", &"{\"keys\":[1]}".to_owned())]).await?;
    ensure!(verdict(stage).await? == "Not valid");
    let reason = stage.shown("#reason").await?.text().await?;
    ensure!(reason.starts_with("None of the keys"), "{reason}");
    nothing_was_sent(stage).await
}

async fn the_server_is_asked_only_when_told_to(stage: &mut Stage) -> Result<()> {
    let receipt = consent(stage).await?;
    proof(stage, &receipt).await?;
    open(stage, "en").await?;
    paste(stage, &receipt).await?;
    check(stage).await?;
    nothing_was_sent(stage).await?;
    stage.shown("#ask-button").await?.click().await?;
    let answer = wait::until("the server has answered", async || {
        let text = stage.shown("#ask").await?.text().await?;
        Ok(text.contains("stands today").then_some(text))
    })
    .await?;
    ensure!(answer.contains("part of the result above"), "{answer}");
    ensure!(
        claims(stage, "#proven")
            .await?
            .contains(&"logged".to_owned())
    );
    ensure!(stage.server.log().contains("/v1/receipts/verify"));
    Ok(())
}

/// A consent as the widget sends it: its receipt.
async fn consent(stage: &Stage) -> Result<String> {
    let site = format!("/v1/sites/{}", stage.site_key);
    let path = format!("{site}/consent-text?lang=sv");
    let text = stage.staff.send(Method::GET, &path, None).await?;
    let submission = json!({
        "served": text["served"],
        "candidate": {"name": "Vera Exempel", "email": EMAIL},
        "decisions": {"future_jobs": true},
        "page_url": stage.career_site.page("alone.html"),
        "submission_id": uuid(),
    });
    let path = format!("{site}/consents");
    let given = stage
        .staff
        .send(Method::POST, &path, Some(submission))
        .await?;
    Ok(given["receipt"].as_str().context("a receipt")?.to_owned())
}

#[allow(
    clippy::disallowed_methods,
    reason = "stands for a browser, which makes its own ids"
)]
fn uuid() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}

/// The receipt's proof, as soon as it is in the log.
async fn proof(stage: &Stage, receipt: &str) -> Result<String> {
    let url = format!("{}/v1/receipts/proof", stage.server.url);
    wait::until("the receipt is in the log", async || {
        let body = json!({"receipt": receipt});
        let answer = reqwest::Client::new().post(&url).json(&body).send().await?;
        let found = answer.status() == reqwest::StatusCode::OK;
        Ok(if found {
            Some(answer.text().await?)
        } else {
            None
        })
    })
    .await
}

async fn get(stage: &Stage, path: &str) -> Result<String> {
    let url = format!("{}{path}", stage.server.url);
    Ok(reqwest::get(url).await?.text().await?)
}

/// The receipt with another word in it, by one character of its payload.
fn altered(receipt: &str) -> Result<String> {
    let (header, rest) = receipt.split_once('.').context("a JWS")?;
    let changed = if rest.as_bytes().get(40) == Some(&b'A') {
        "B"
    } else {
        "A"
    };
    let (before, after) = (&rest[..40], &rest[41..]);
    Ok(format!("{header}.{before}{changed}{after}"))
}

async fn open(stage: &Stage, language: &str) -> Result<()> {
    let url = format!("{}/verify?lang={language}", stage.server.url);
    stage.open(&url).await?;
    stage.shown("#receipt").await?;
    Ok(())
}

/// As a paste does it: the whole text at once, and then an event.
async fn paste(stage: &Stage, text: &str) -> Result<()> {
    let script = "const field = document.querySelector('#receipt');
        field.focus(); field.select();
        document.execCommand('insertText', false, arguments[0])";
    let driver = &stage.browser.driver;
    driver.execute(script, vec![json!(text)]).await?;
    Ok(())
}

/// Drops files, by name and content, somewhere on the page.
async fn drop_files(stage: &Stage, files: &[(&str, &String)]) -> Result<()> {
    let script = "const dataTransfer = new DataTransfer();
        for (const [name, text] of arguments[0]) dataTransfer.items.add(new File([text], name));
        document.querySelector('h1').dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        document.querySelector('#verdict').textContent = ''";
    let driver = &stage.browser.driver;
    driver.execute(script, vec![json!(files)]).await?;
    Ok(())
}

async fn check(stage: &Stage) -> Result<String> {
    stage
        .shown("#tool button[type=submit]")
        .await?
        .click()
        .await?;
    verdict(stage).await
}

async fn verdict(stage: &Stage) -> Result<String> {
    wait::until("there is a result", async || {
        let text = stage.shown("#verdict").await?.text().await?;
        Ok((!text.is_empty()).then_some(text))
    })
    .await
}

async fn claims(stage: &Stage, list: &str) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelector(arguments[0]).children].map((it) => it.dataset.claim)";
    let found = stage.browser.driver.execute(script, vec![json!(list)]);
    Ok(found.await?.convert()?)
}

async fn focused(stage: &Stage) -> Result<String> {
    let script = "return document.activeElement.id";
    let driver = &stage.browser.driver;
    Ok(driver.execute(script, vec![]).await?.convert()?)
}

/// The page has asked for its own files and the keys, and the server has got no receipt.
async fn nothing_was_sent(stage: &Stage) -> Result<()> {
    let script =
        "return performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname)";
    let loaded = stage.browser.driver.execute(script, vec![]).await?;
    let loaded: Vec<String> = loaded.convert()?;
    let is_ours = |path: &String| {
        ["/assets/", "/verifier/", "/.well-known/jwks.json"]
            .iter()
            .any(|ours| path.starts_with(ours))
    };
    ensure!(loaded.len() >= 5, "too little to have verified: {loaded:?}");
    ensure!(loaded.iter().all(is_ours), "{loaded:?}");
    let log = stage.server.log();
    ensure!(
        !log.contains("/v1/receipts/verify"),
        "the server was asked: {log}"
    );
    Ok(())
}
