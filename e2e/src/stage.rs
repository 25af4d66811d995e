//! All that a test needs, set up anew for each.

use crate::browser::Browser;
use crate::career_site::CareerSite;
use crate::mail::MailServer;
use crate::server::Server;
use crate::staff::Staff;
use crate::{Database, wait};
use anyhow::{Context, Result};
use serde::Deserialize;
use thirtyfour::prelude::*;

/// A server with one tenant, its career site, a mail server and a browser.
pub struct Stage {
    pub server: Server,
    pub mail: MailServer,
    pub career_site: CareerSite,
    pub staff: Staff,
    pub browser: Browser,
    pub site_key: String,
    /// The one-time link with which the first administrator signs in.
    pub sign_in_url: String,
}

#[derive(Deserialize)]
struct Tenant {
    tenant_id: String,
    site_key: String,
    sign_in_url: String,
}

#[derive(Deserialize)]
struct ApiKey {
    api_key: String,
}

/// Sets the stage, performs the story and clears up. A failure leaves a picture of the browser in
/// `target/screenshots` and comes with the console and the server's log.
///
/// # Errors
/// Whatever the story found wrong.
pub async fn perform(
    name: &str,
    database: Database,
    story: impl AsyncFnOnce(&mut Stage) -> Result<()>,
) -> Result<()> {
    let mut stage = Stage::set(database).await?;
    let result = story(&mut stage).await;
    if result.is_err() {
        let name = format!("failed-{name}-{}", database.name());
        eprintln!("{}", stage.evidence(&name).await);
    }
    stage.browser.quit().await?;
    result
}

impl Stage {
    async fn set(database: Database) -> Result<Self> {
        let mail = MailServer::start().await?;
        let career_site = CareerSite::start().await?;
        let server = Server::start(database, &mail).await?;
        let tenant = add_tenant(&server, &career_site).await?;
        career_site.embed(&server.url, &tenant.site_key);
        let made = [
            "api-key",
            "add",
            "--tenant",
            &tenant.tenant_id,
            "--role",
            "admin",
        ];
        let key: ApiKey = server.run_json(&made).await?;
        let staff = Staff::new(&server.url, &key.api_key);
        let browser = Browser::start().await?;
        Ok(Self {
            server,
            mail,
            career_site,
            staff,
            browser,
            site_key: tenant.site_key,
            sign_in_url: tenant.sign_in_url,
        })
    }

    /// Opens an address in the browser.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.browser.driver.goto(url).await?)
    }

    /// Waits until an element is there and shown.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn shown(&self, css: &str) -> Result<WebElement> {
        wait::until(&format!("{css} is shown"), async || {
            let found = self.browser.driver.find_all(By::Css(css)).await?;
            for element in found {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    async fn evidence(&self, name: &str) -> String {
        let picture = self.browser.screenshot(name).await;
        let url = self.browser.driver.current_url().await;
        let console = self.browser.console().await.join("\n");
        let log = self.server.log();
        let start = log.len().saturating_sub(4000);
        let log = log.get(start..).unwrap_or(&log);
        format!("picture: {picture:?}\naddress: {url:?}\nconsole:\n{console}\nserver log:\n{log}\n")
    }
}

async fn add_tenant(server: &Server, career_site: &CareerSite) -> Result<Tenant> {
    let [local, http] = career_site.origins();
    let mut arguments = vec![
        "tenant",
        "add",
        "Exempel AB",
        "--admin",
        "admin@exempel.example",
    ];
    arguments.extend(["--publish-proposal", "--origin", &local, "--origin", &http]);
    server.run_json(&arguments).await.context("tenant add")
}
