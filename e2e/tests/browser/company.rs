//! Signing in with the company's own identity provider, as an admin connects it and others use it.

use anyhow::{Context, Result, ensure};
use samtycke_e2e::browser::Browser;
use samtycke_e2e::identity_provider::{CLIENT, IdentityProvider, SECRET};
use samtycke_e2e::{Demo, Desk, wait};
use thirtyfour::prelude::*;

const SETTINGS: &str = "/console/settings/sign-in";
const ANNA: &str = "anna@exempel.example";

#[tokio::test(flavor = "multi_thread")]
async fn staff_sign_in_with_the_companys_own_provider() -> Result<()> {
    let (demo, browser) = tokio::try_join!(Demo::start(), Browser::start())?;
    let story = Story { demo, browser };
    let told = story.tell().await;
    if told.is_err() {
        story.browser.screenshot("failed-company").await?;
        let page = story.browser.driver.source().await?;
        eprintln!("{}\n{page}", story.browser.driver.current_url().await?);
    }
    story.browser.quit().await?;
    told
}

struct Story {
    demo: Demo,
    browser: Browser,
}

impl Story {
    async fn tell(&self) -> Result<()> {
        self.browser.set_language("sv").await?;
        let admin = self.demo.administrator().await?;
        admin
            .post("/console/language", &[("language", "en")])
            .await?;
        let page = admin.page(SETTINGS).await?;
        let redirect = shown_address(&page)?;
        let provider = IdentityProvider::start(&redirect).await?;
        self.connect(&admin, &provider).await?;
        let invited = [
            ("name", "Anna Exempel"),
            ("email", ANNA),
            ("role", "recruiter"),
            ("language", "sv"),
        ];
        admin.post("/console/staff", &invited).await?;
        self.first_time().await?;
        self.second_time().await?;
        self.somebody_else().await?;
        self.with_a_second_factor_here(&admin, &provider).await
    }

    /// As an admin does it, in the browser.
    async fn connect(&self, admin: &Desk, provider: &IdentityProvider) -> Result<()> {
        self.browser
            .set_session(&self.demo.url, Some(admin))
            .await?;
        self.go(SETTINGS).await?;
        for (name, value) in [
            ("issuer", provider.issuer.as_str()),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("domains", "exempel.example"),
        ] {
            self.enter(name, value).await?;
        }
        self.press("#field-second_factor-there").await?;
        self.press("form[action='/console/settings/sign-in'] button")
            .await?;
        self.arrive("?done=saved").await?;
        self.browser.screenshot_of_page("settings-sign-in").await?;
        self.browser.driver.delete_all_cookies().await?;
        Ok(())
    }

    /// From the sign-in page to the provider's, and back into the console.
    async fn first_time(&self) -> Result<()> {
        self.go("/console/sign-in").await?;
        self.enter("email", ANNA).await?;
        self.press("button[formaction='/console/sign-in/company']")
            .await?;
        self.sign_in_there("anna").await?;
        self.is_in("Anna Exempel").await
    }

    /// The browser remembers the company, and the provider the person.
    async fn second_time(&self) -> Result<()> {
        self.press("form[action='/console/sign-out'] button")
            .await?;
        self.arrive("/console/sign-in").await?;
        self.browser.screenshot_of_page("sign-in-company").await?;
        self.press("a[href^='/console/sign-in/company/']").await?;
        self.is_in("Anna Exempel").await
    }

    /// Who is known to the provider but not invited is told so, and not let in.
    async fn somebody_else(&self) -> Result<()> {
        self.forget_everything().await?;
        self.go("/console/sign-in").await?;
        self.enter("email", "kim@exempel.example").await?;
        self.press("button[formaction='/console/sign-in/company']")
            .await?;
        self.sign_in_there("kim").await?;
        let told = self.shown("[role='alert']").await?.text().await?;
        ensure!(told.contains("inte inbjuden"), "{told}");
        self.go("/console").await?;
        self.arrive("/console/sign-in").await
    }

    async fn with_a_second_factor_here(
        &self,
        admin: &Desk,
        provider: &IdentityProvider,
    ) -> Result<()> {
        let fields = [
            ("issuer", provider.issuer.as_str()),
            ("client_id", CLIENT),
            ("client_secret", ""),
            ("domains", "exempel.example"),
            ("second_factor", "here"),
        ];
        admin.post(SETTINGS, &fields).await?;
        self.forget_everything().await?;
        self.go("/console/sign-in").await?;
        self.enter("email", ANNA).await?;
        self.press("button[formaction='/console/sign-in/company']")
            .await?;
        self.sign_in_there("anna").await?;
        self.arrive("/console/account/setup").await?;
        self.shown("svg.qr").await?;
        self.confirms_by_passkey().await
    }

    /// Who has no password shows the passkey instead before anything of the account is changed.
    async fn confirms_by_passkey(&self) -> Result<()> {
        let device = self.browser.plug_in(&[]).await?;
        self.enter("name", "Min dator").await?;
        self.press("form[data-passkey=create] button").await?;
        let first = self.codes().await?;
        self.press("a[href='/console']").await?;
        self.is_in("Anna Exempel").await?;
        let form = "form[action$='/recovery-codes']";
        let opening = format!("details:has({form}) summary");
        self.go("/console/account").await?;
        self.press(&opening).await?;
        self.browser
            .screenshot_of_page("account-company-passkey")
            .await?;
        self.press(&format!("{form} button")).await?;
        let second = self.codes().await?;
        ensure!(first != second, "the codes are still {first}");
        device.unplug().await?;
        let another = self.browser.plug_in(&[]).await?;
        self.go("/console/account").await?;
        self.press(&opening).await?;
        self.press(&format!("{form} button")).await?;
        self.shown(&format!("{form} [data-problem]")).await?;
        another.unplug().await?;
        Ok(())
    }

    async fn codes(&self) -> Result<String> {
        Ok(self.shown(".codes").await?.text().await?)
    }

    /// Both are this machine to the browser, by two names; each gives up what its page sees.
    async fn forget_everything(&self) -> Result<()> {
        let there = self.demo.url.replace("localhost", "127.0.0.1");
        for page in [format!("{}/console/sign-in", self.demo.url), there] {
            self.browser.driver.goto(page).await?;
            self.browser.driver.delete_all_cookies().await?;
        }
        Ok(())
    }

    /// The provider's own pages: who one is, and that this company may know it.
    async fn sign_in_there(&self, name: &str) -> Result<()> {
        self.enter("login", name).await?;
        self.enter("password", "any").await?;
        self.press("button[type='submit']").await?;
        self.shown("input[name='prompt'][value='consent'] ~ button, form button[autofocus]")
            .await?;
        self.press("button[type='submit']").await
    }

    async fn is_in(&self, name: &str) -> Result<()> {
        let who = self.shown(".who strong").await?.text().await?;
        ensure!(who == name, "it is {who}");
        Ok(())
    }

    async fn go(&self, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.demo.url);
        Ok(self.browser.driver.goto(url).await?)
    }

    async fn enter(&self, name: &str, value: &str) -> Result<()> {
        let field = self.shown(&format!("[name='{name}']")).await?;
        field.clear().await?;
        Ok(field.send_keys(value).await?)
    }

    async fn press(&self, css: &str) -> Result<()> {
        Ok(self.shown(css).await?.click().await?)
    }

    async fn arrive(&self, end: &str) -> Result<()> {
        wait::until(&format!("the address ends with {end}"), async || {
            let url = self.browser.driver.current_url().await?;
            Ok(url.as_str().ends_with(end).then_some(()))
        })
        .await
    }

    async fn shown(&self, css: &str) -> Result<WebElement> {
        wait::until(&format!("{css} is shown"), async || {
            for element in self.browser.driver.find_all(By::Css(css)).await? {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }
}

/// The redirect address that the settings tell an admin to copy.
fn shown_address(page: &str) -> Result<String> {
    let address = page.split("<code>").nth(1).context("an address to copy")?;
    let address = address.split('<').next().unwrap_or_default();
    Ok(address.to_owned())
}
