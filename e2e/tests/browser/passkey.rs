//! Staff who use a passkey as the second factor.

use crate::on_both_databases;
use anyhow::{Context, Result, ensure};
use samtycke_e2e::passkey::Passkey;
use samtycke_e2e::{Desk, Stage, wait};
use serde_json::json;

on_both_databases!(
    set_up_sign_out_and_in_again,
    a_removed_passkey_is_refused,
    somebody_elses_passkey_is_refused,
);

const ALMA: (&str, &str) = ("Alma Exempel", "alma@exempel.example");
const BRITA: (&str, &str) = ("Brita Exempel", "brita@exempel.example");
const PASSWORD: &str = "en provmening om fjorton granar";
const MAKE: &str = "form[data-passkey=create]";
const USE: &str = "form[data-passkey=get] button";

async fn set_up_sign_out_and_in_again(stage: &mut Stage) -> Result<()> {
    invite(stage, &[ALMA]).await?;
    let passkey = set_up(stage, ALMA.1).await?;
    sign_out(stage).await?;
    sign_in_to_second_step(stage, ALMA.1).await?;
    let device = stage.browser.plug_in(&[passkey]).await?;
    stage.browser.screenshot("sign-in-passkey").await?;
    stage.shown(USE).await?.click().await?;
    signed_in(stage).await?;
    device.unplug().await?;
    Ok(())
}

/// The only second factor cannot be removed; once there is another, it can, and signs in no more.
async fn a_removed_passkey_is_refused(stage: &mut Stage) -> Result<()> {
    invite(stage, &[ALMA]).await?;
    let first = set_up(stage, ALMA.1).await?;
    remove_first_passkey(stage).await?;
    let refused = stage.shown(".flash.problem").await?.text().await?;
    ensure!(refused.contains("enda"), "{refused}");
    let second = add_passkey(stage).await?;
    remove_first_passkey(stage).await?;
    stage.shown(".flash.done").await?;
    sign_out(stage).await?;
    sign_in_to_second_step(stage, ALMA.1).await?;
    is_refused(stage, first).await?;
    let device = stage.browser.plug_in(&[second]).await?;
    stage.shown(USE).await?.click().await?;
    signed_in(stage).await?;
    device.unplug().await?;
    Ok(())
}

async fn somebody_elses_passkey_is_refused(stage: &mut Stage) -> Result<()> {
    invite(stage, &[ALMA, BRITA]).await?;
    set_up(stage, ALMA.1).await?;
    sign_out(stage).await?;
    let britas = set_up(stage, BRITA.1).await?;
    sign_out(stage).await?;
    sign_in_to_second_step(stage, ALMA.1).await?;
    is_refused(stage, britas).await
}

/// The first administrator invites them, at a server with a name.
async fn invite(stage: &mut Stage, people: &[(&str, &str)]) -> Result<()> {
    let address = stage.server.url.clone();
    stage.server.restart_with_name().await?;
    stage.browser.set_language("sv").await?;
    let url = &stage.server.url;
    let link = stage.sign_in_url.replace(&address, url);
    let administrator = Desk::sign_in(url, &link, true).await?;
    for (name, email) in people {
        let fields = [
            ("name", *name),
            ("email", *email),
            ("role", "recruiter"),
            ("language", "sv"),
        ];
        administrator.post("/console/staff", &fields).await?;
    }
    Ok(())
}

/// Follows the invitation, and chooses a password and a passkey.
async fn set_up(stage: &Stage, email: &str) -> Result<Passkey> {
    let mail = stage.mail.wait_for("invitation", email).await?;
    stage.open(&mail.link("/console/sign-in/")?).await?;
    press(stage, "form[action*='/sign-in/'] button").await?;
    enter(stage, "[name=password]", PASSWORD).await?;
    enter(stage, "[name=again]", PASSWORD).await?;
    press(stage, "form[action$='/setup/password'] button").await?;
    let device = stage.browser.plug_in(&[]).await?;
    enter(stage, &format!("{MAKE} [name=name]"), "Min dator").await?;
    stage.browser.screenshot("setup-passkey").await?;
    press(stage, &format!("{MAKE} button")).await?;
    stage.shown(".codes").await?;
    press(stage, "a[href='/console']").await?;
    signed_in(stage).await?;
    device.unplug().await?.pop().context("a passkey")
}

/// Adds a passkey on another device to an account that is set up.
async fn add_passkey(stage: &Stage) -> Result<Passkey> {
    let device = stage.browser.plug_in(&[]).await?;
    stage.open(&account(stage)).await?;
    enter(stage, &format!("{MAKE} [name=name]"), "Min mobil").await?;
    enter(stage, &format!("{MAKE} [name=current]"), PASSWORD).await?;
    press(stage, &format!("{MAKE} button")).await?;
    stage.shown(".flash.done").await?;
    stage.browser.screenshot("account-passkeys").await?;
    device.unplug().await?.pop().context("a passkey")
}

async fn remove_first_passkey(stage: &Stage) -> Result<()> {
    stage.open(&account(stage)).await?;
    press(stage, "details:has(form[action$='/remove']) summary").await?;
    let form = "form[action$='/remove']";
    enter(stage, &format!("{form} [name=current]"), PASSWORD).await?;
    press(stage, &format!("{form} button")).await
}

fn account(stage: &Stage) -> String {
    format!("{}/console/account", stage.server.url)
}

async fn sign_out(stage: &Stage) -> Result<()> {
    press(stage, "form[action$='/sign-out'] button").await?;
    stage.open(&account(stage)).await?;
    stage.shown("#field-password").await?;
    Ok(())
}

async fn sign_in_to_second_step(stage: &Stage, email: &str) -> Result<()> {
    let url = format!("{}/console/sign-in", stage.server.url);
    stage.open(&url).await?;
    enter(stage, "#field-email", email).await?;
    enter(stage, "#field-password", PASSWORD).await?;
    press(stage, "form[action$='/sign-in'] button").await?;
    stage.shown(USE).await?;
    Ok(())
}

/// The page says so, and nobody is signed in: not by the button, nor by a page that asks for this very passkey.
async fn is_refused(stage: &Stage, passkey: Passkey) -> Result<()> {
    let device = stage
        .browser
        .plug_in(std::slice::from_ref(&passkey))
        .await?;
    stage.shown(USE).await?.click().await?;
    stage.shown("[data-problem]").await?;
    ask_for(stage, &passkey).await?;
    wait::until("the server refuses it", async || {
        let said = stage.shown("[role=alert]").await?.text().await?;
        Ok(said.contains("godtogs inte").then_some(()))
    })
    .await?;
    device.unplug().await?;
    stage.open(&account(stage)).await?;
    stage.shown("#field-password").await?;
    sign_in_to_second_step(stage, ALMA.1).await
}

/// Answers the server's challenge with a passkey that it did not name.
async fn ask_for(stage: &Stage, passkey: &Passkey) -> Result<()> {
    let answer = "const [id, done] = arguments;
        const form = document.querySelector('form[data-passkey=get]');
        const asked = await fetch(form.dataset.options, {method: 'POST'});
        const {publicKey} = await asked.json();
        publicKey.allowCredentials = [{type: 'public-key', id}];
        const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
        const credential = await navigator.credentials.get({publicKey: options});
        form.elements.credential.value = JSON.stringify(credential);
        done();
        form.submit();";
    let id = base64url(passkey.id()?);
    let script = format!("(async (...arguments) => {{ {answer} }})(...arguments)");
    let driver = &stage.browser.driver;
    driver.execute_async(script, vec![json!(id)]).await?;
    Ok(())
}

/// As the web writes it, instead of as DevTools do.
fn base64url(id: &str) -> String {
    id.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

async fn signed_in(stage: &Stage) -> Result<()> {
    wait::until("somebody is signed in", async || {
        let url = stage.browser.driver.current_url().await?;
        Ok((url.path() == "/console").then_some(()))
    })
    .await
}

async fn press(stage: &Stage, css: &str) -> Result<()> {
    Ok(stage.shown(css).await?.click().await?)
}

async fn enter(stage: &Stage, css: &str, text: &str) -> Result<()> {
    Ok(stage.shown(css).await?.send_keys(text).await?)
}
