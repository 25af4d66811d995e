//! The recruiter's main job in a browser that runs no script.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use samtycke_e2e::browser::Browser;
use samtycke_e2e::wait;
use thirtyfour::prelude::*;

const EMAIL: &str = "kim@exempel.example";
const NAME: &str = "Kim Exempelius";
/// Not the button that only looks.
const CONFIRM: &str = "form[action$='/confirm'] button.danger";
const ASK: &str = "form[action$='/renewal']";

#[tokio::test(flavor = "multi_thread")]
async fn a_recruiter_finds_asks_and_erases_a_candidate_without_javascript() -> Result<()> {
    let (scene, browser) = tokio::join!(Scene::set("sv"), Browser::without_script());
    let (scene, browser) = (scene?, browser?);
    let session = Some(&scene.administrator);
    browser.set_session(&scene.demo.url, session).await?;
    let driver = &browser.driver;
    runs_no_script(&scene, driver).await?;
    find(&scene, driver).await?;
    ask(driver).await?;
    erase(&scene, driver).await?;
    erase_many(&scene, driver).await?;
    browser.quit().await
}

/// Otherwise the test would show nothing.
async fn runs_no_script(scene: &Scene, driver: &WebDriver) -> Result<()> {
    driver
        .goto(format!("{}/demo/talent-pool", scene.demo.url))
        .await?;
    let upgraded = driver
        .find_all(By::Css("candidate-consent:defined"))
        .await?;
    ensure!(upgraded.is_empty(), "the widget's script has run");
    Ok(())
}

async fn find(scene: &Scene, driver: &WebDriver) -> Result<()> {
    driver.goto(format!("{}/console", scene.demo.url)).await?;
    press(driver, ".menu a[href='/console/candidates']").await?;
    enter(driver, "#q", EMAIL).await?;
    press(driver, ".search button").await?;
    press(driver, ".tabs a[href*='status=valid']").await?;
    let people = driver.find_all(By::Css("td.person a")).await?;
    ensure!(people.len() == 1, "{} people found", people.len());
    turn(driver, &people[0]).await?;
    ensure!(
        main(driver).await?.contains(NAME),
        "not the candidate's page"
    );
    Ok(())
}

async fn ask(driver: &WebDriver) -> Result<()> {
    let summary = format!("details:has({ASK}) > summary");
    driver.find(By::Css(summary)).await?.click().await?;
    press(driver, &format!("{ASK} button")).await?;
    let said = driver.find(By::Css(".flash.done")).await?.text().await?;
    ensure!(!said.is_empty(), "nothing is said after asking");
    let again = driver.find_all(By::Css(ASK)).await?;
    ensure!(again.is_empty(), "asks twice");
    Ok(())
}

/// The page says in numbers what goes; nothing goes before the number is typed.
async fn erase(scene: &Scene, driver: &WebDriver) -> Result<()> {
    press(driver, "a[href$='/erase']").await?;
    let label = driver.find(By::Css("label[for=field-confirm_count]"));
    let label = label.await?.text().await?;
    let count: String = label.chars().filter(char::is_ascii_digit).collect();
    ensure!(!count.is_empty(), "no number to type: {label}");
    enter(driver, "#field-confirm_count", &format!("{count}0")).await?;
    press(driver, "main form button.danger").await?;
    let still = scene.administrator.candidate(EMAIL).await;
    still.context("erased by a wrong number")?;
    enter(driver, "#field-confirm_count", &count).await?;
    press(driver, "main form button.danger").await?;
    driver.find(By::Css(".flash.done")).await?;
    ensure!(
        scene.administrator.candidate(EMAIL).await.is_err(),
        "still there"
    );
    Ok(())
}

/// Two are marked in the list; the page in between says whom and how many, and takes the number.
async fn erase_many(scene: &Scene, driver: &WebDriver) -> Result<()> {
    let list = format!("{}/console/candidates?q=exempel", scene.demo.url);
    driver.goto(&list).await?;
    let boxes = driver.find_all(By::Css("input[name=id]")).await?;
    let mut marked = vec![];
    for one in boxes.iter().take(2) {
        one.click().await?;
        marked.push(one.attr("value").await?.context("an id")?);
    }
    press(driver, ".bulk button.danger").await?;
    let url = driver.current_url().await?;
    ensure!(
        url.path().starts_with("/console/batches/"),
        "leads to {url}"
    );
    enter(driver, "#field-confirm_count", "20").await?;
    press(driver, CONFIRM).await?;
    for id in &marked {
        let still = scene.administrator.get(&path(id)).await?.status;
        ensure!(still.is_success(), "erased by a wrong number");
    }
    enter(driver, "#field-confirm_count", "2").await?;
    press(driver, CONFIRM).await?;
    wait::until("both are gone", async || {
        for id in &marked {
            if scene
                .administrator
                .get(&path(id))
                .await?
                .status
                .is_success()
            {
                return Ok(None);
            }
        }
        Ok(Some(()))
    })
    .await?;
    driver.goto(url.as_str()).await?;
    wait::until("the report", async || {
        let facts = driver.find_all(By::Css("main .facts")).await?;
        if facts.is_empty() {
            press(driver, "main .sheet a[href*='/console/batches/']").await?;
            return Ok(None);
        }
        Ok(Some(()))
    })
    .await
}

fn path(id: &str) -> String {
    format!("/console/candidates/{id}")
}

async fn press(driver: &WebDriver, css: &str) -> Result<()> {
    let element = driver.find(By::Css(css.to_owned())).await;
    turn(driver, &element.with_context(|| css.to_owned())?).await
}

/// Presses what leads to another page and waits until that has come: a field of the old page has the same
/// name as the new one's.
async fn turn(driver: &WebDriver, element: &WebElement) -> Result<()> {
    let old = driver.find(By::Css("html")).await?;
    element.click().await?;
    wait::until("another page", async || {
        Ok(old.tag_name().await.is_err().then_some(()))
    })
    .await
}

async fn enter(driver: &WebDriver, css: &str, text: &str) -> Result<()> {
    let field = driver.find(By::Css(css.to_owned())).await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

async fn main(driver: &WebDriver) -> Result<String> {
    Ok(driver.find(By::Css("main")).await?.text().await?)
}
