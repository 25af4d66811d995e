//! Staff in the console.
#![allow(
    clippy::disallowed_methods,
    reason = "stands for a browser, which makes its own ids"
)]

use crate::on_both_databases;
use anyhow::{Result, ensure};
use reqwest::Method;
use samtycke_e2e::{Stage, wait};
use serde_json::json;
use thirtyfour::prelude::*;

on_both_databases!(sign_in_and_look);

const ASKED: &[&str] = &["Alva Exempel", "Birger Provsson", "Cleo Testdotter"];
const CONSENTED: &[&str] = &[
    "Doris Exempel",
    "Emrik Provsson",
    "Frej Testsson",
    "Gun Exempel",
];

/// The link that `tenant add` printed signs in once; the list and a candidate's page open.
async fn sign_in_and_look(stage: &mut Stage) -> Result<()> {
    for name in ASKED {
        let email = address(name);
        stage.staff.register(name, &email).await?;
        stage.mail.wait_for("request", &email).await?;
    }
    for name in CONSENTED {
        consent(stage, name).await?;
    }
    sign_in(stage).await?;
    stage
        .open(&format!("{}/console/candidates", stage.server.url))
        .await?;
    let page = stage.shown("main").await?.text().await?;
    for name in ASKED.iter().chain(CONSENTED) {
        ensure!(page.contains(name), "{name} is not in the list: {page}");
    }
    stage.browser.screenshot("console").await?;
    let first = stage.staff.the_only(&address(CONSENTED[0])).await?;
    stage
        .open(&format!(
            "{}/console/candidates/{}",
            stage.server.url, first.id
        ))
        .await?;
    let page = stage.shown("main").await?.text().await?;
    ensure!(
        page.contains(CONSENTED[0]),
        "not the candidate's page: {page}"
    );
    stage.browser.screenshot("console-candidate").await?;
    link_works_once(stage).await
}

async fn sign_in(stage: &Stage) -> Result<()> {
    stage.open(&stage.sign_in_url).await?;
    stage
        .shown("form[action*='/sign-in/'] button")
        .await?
        .click()
        .await?;
    wait::until("staff are signed in", async || {
        let url = stage.browser.driver.current_url().await?;
        Ok((!url.path().contains("sign-in")).then_some(()))
    })
    .await
}

async fn link_works_once(stage: &Stage) -> Result<()> {
    stage.browser.driver.delete_all_cookies().await?;
    stage.open(&stage.sign_in_url).await?;
    if let Ok(button) = stage
        .browser
        .driver
        .find(By::Css("form[action*='/sign-in/'] button"))
        .await
    {
        button.click().await?;
    }
    stage
        .open(&format!("{}/console/candidates", stage.server.url))
        .await?;
    let page = stage.shown("body").await?.text().await?;
    ensure!(!page.contains(CONSENTED[0]), "the sign-in link works twice");
    Ok(())
}

/// A consent as the widget sends it.
async fn consent(stage: &Stage, name: &str) -> Result<()> {
    let site = format!("/v1/sites/{}", stage.site_key);
    let text = stage
        .staff
        .send(Method::GET, &format!("{site}/consent-text?lang=sv"), None)
        .await?;
    let submission = json!({
        "served": text["served"],
        "candidate": {"name": name, "email": address(name)},
        "decisions": {"future_jobs": true},
        "page_url": stage.career_site.page("alone.html"),
        "submission_id": uuid::Uuid::new_v4(),
    });
    stage
        .staff
        .send(Method::POST, &format!("{site}/consents"), Some(submission))
        .await?;
    Ok(())
}

fn address(name: &str) -> String {
    let local = name.to_lowercase().replace(' ', ".");
    format!("{local}@kandidater.example")
}
