//! What there is to look at: the demo's company, and people in every state a page shows.

use crate::accounts::{self, Accounts, COLLEAGUE, LINK, invite};
use crate::list::Visitor;
use anyhow::{Context, Result};
use samtycke_e2e::identity_provider::{self, IdentityProvider};
use samtycke_e2e::{Demo, Desk, html, wait};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Long names and addresses are where layouts break.
const LONG: (&str, &str) = (
    "Maximiliana-Charlotta Exempelsdotter von Provberg-Testström",
    "maximiliana-charlotta.exempelsdotter-von-provberg@rekrytering.exempelforetaget.example",
);
const ARABIC: (&str, &str) = ("ليلى أحمد المثال", "layla@exempel.example");
const HAN: (&str, &str) = ("張範例", "zhang@exempel.example");
/// What a scene of its own language says of where somebody was met.
const SOURCE: &str = "Teknikmässan i Exempelstad";

/// More than may be erased in a day by one administrator alone.
const MANY: usize = 55;

/// A demo with people in it, seen in one language.
pub struct Scene {
    pub demo: Demo,
    pub administrator: Desk,
    pub newcomer: Desk,
    pub accounts: Accounts,
    pub language: &'static str,
    words: BTreeMap<&'static str, String>,
    /// Runs as long as the scene.
    provider: Option<IdentityProvider>,
}

impl Scene {
    /// # Errors
    /// When the server refuses any of it.
    pub async fn set(language: &'static str) -> Result<Self> {
        let demo = Demo::start().await?;
        let administrator = demo.administrator().await?;
        let accounts = Accounts::open(&demo, &administrator, language).await?;
        let mut scene = Self {
            newcomer: demo.newcomer().await?,
            administrator,
            accounts,
            demo,
            language,
            words: BTreeMap::from([("lang", language.to_owned())]),
            provider: None,
        };
        for desk in [&scene.administrator, &scene.newcomer] {
            desk.post("/console/language", &[("language", language)])
                .await?;
        }
        scene.add_people().await?;
        scene.add_consent().await?;
        scene.add_texts().await?;
        scene.add_sign_in_links().await?;
        scene.add_batches().await?;
        scene.add_settings().await?;
        scene.add_identity_provider().await?;
        Ok(scene)
    }

    /// The session a visitor comes with.
    pub fn desk(&self, who: Visitor) -> Option<&Desk> {
        match who {
            Visitor::Anyone => None,
            Visitor::Administrator => Some(&self.administrator),
            Visitor::Newcomer => Some(&self.newcomer),
            Visitor::Colleague => Some(&self.accounts.colleague),
            Visitor::Recruiter => Some(&self.accounts.recruiter),
            Visitor::Auditor => Some(&self.accounts.auditor),
            Visitor::Invited => Some(&self.accounts.invited),
            Visitor::Halfway => Some(&self.accounts.halfway),
        }
    }

    /// A text with the scene's words in place of those in braces.
    ///
    /// # Errors
    /// When it names something that is not in the scene.
    pub fn fill(&self, text: &str) -> Result<String> {
        let mut filled = text.to_owned();
        for (name, value) in &self.words {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        anyhow::ensure!(!filled.contains('{'), "not in the scene: {filled}");
        Ok(filled)
    }

    /// # Errors
    /// When the scene has no such word.
    pub fn word(&self, name: &str) -> Result<&str> {
        let word = self.words.get(name);
        Ok(word.with_context(|| format!("not in the scene: {name}"))?)
    }

    async fn add_people(&mut self) -> Result<()> {
        for (word, link, (name, email)) in [
            ("long", "asked", LONG),
            ("arabic", "arabic_link", ARABIC),
            ("han", "han_link", HAN),
            (
                "renewing_id",
                "renewing",
                ("Jens Jakande", "jens@exempel.example"),
            ),
            (
                "declining_id",
                "declining",
                ("Nora Nekande", "nora@exempel.example"),
            ),
            (
                "gone",
                "gone_link",
                ("Frans Farväl", "frans@exempel.example"),
            ),
            (
                "held",
                "held_link",
                ("Hilda Hållen", "hilda@exempel.example"),
            ),
            (
                "restricted",
                "restricted_link",
                ("Rune Begränsad", "rune@exempel.example"),
            ),
        ] {
            self.register(word, name, email).await?;
            let (path, mail) = self.demo.mail_to(email, "/r/").await?;
            self.words.insert("mail_request", last_part(&path));
            self.words.insert(link, token(&mail, "/r/")?);
        }
        let id = self.word("held")?;
        let until = self.next_year().await?;
        let reason = (
            "reason",
            "Tvist om en anställning, ärende 12-3456 i tingsrätten",
        );
        self.administrator
            .post(
                &format!("/console/candidates/{id}/hold"),
                &[reason, ("until", &until)],
            )
            .await?;
        self.words.insert("next_year", until);
        let id = self.word("restricted")?;
        self.administrator
            .post(&format!("/console/candidates/{id}/restriction"), &[])
            .await?;
        let erase = format!("/console/candidates/{}/erase", self.word("long")?);
        let count = self.count_asked(&erase).await?;
        self.words.insert("erase_count", count);
        self.decline("gone_link", "frans@exempel.example").await
    }

    async fn register(&mut self, word: &'static str, name: &str, email: &str) -> Result<()> {
        let fields = [
            ("name", name),
            ("email", email),
            ("language", self.language),
            ("source_detail", SOURCE),
        ];
        self.administrator
            .post("/console/candidates", &fields)
            .await?;
        let path = self.administrator.candidate(email).await?;
        self.words.insert(word, last_part(&path));
        Ok(())
    }

    /// Somebody says no by the link in the mail, and gets the last one.
    async fn decline(&mut self, link: &'static str, email: &str) -> Result<()> {
        let url = format!("{}/r/{}", self.demo.url, self.word(link)?);
        let no = [("answer", "decline"), ("confirm", "decline")];
        let http = reqwest::Client::new();
        http.post(url).form(&no).send().await?.error_for_status()?;
        let is_last = |mail: &str| mail.contains(email) && !mail.contains("/r/");
        let (path, _mail) = self.demo.mail_where("the farewell", is_last).await?;
        self.words.insert("mail_farewell", last_part(&path));
        Ok(())
    }

    /// A day in the year after that of the form's own date.
    async fn next_year(&self) -> Result<String> {
        let path = format!("/console/candidates/{}", self.word("held")?);
        let page = self.administrator.page(&path).await?;
        let (_before, after) = page.split_once("name=\"given_on\"").context("a date")?;
        let today = html::values(after, "value").into_iter().next();
        let year = today
            .as_deref()
            .and_then(|day| day.split('-').next()?.parse::<u32>().ok());
        Ok(format!("{}-06-30", year.context("a year")? + 1))
    }

    /// A consent as the widget sends it, and a renewal of an older one.
    async fn add_consent(&mut self) -> Result<()> {
        let http = reqwest::Client::new();
        let page = http
            .get(format!("{}/demo/talent-pool", self.demo.url))
            .send()
            .await?
            .text()
            .await?;
        let site = html::values(&page, "site").pop().context("a site key")?;
        let site = format!("{}/v1/sites/{site}", self.demo.url);
        let text = http.get(format!("{site}/consent-text?lang={}", self.language));
        let text: Value = text.send().await?.json().await?;
        let submission = json!({
            "served": text["served"],
            "candidate": {"name": "Kim Exempelius", "email": "kim@exempel.example", "phone": "+46 70 123 45 67"},
            "decisions": {"future_jobs": true},
            "page_url": format!("{}/demo/talent-pool", self.demo.url),
            "submission_id": uuid(),
        });
        let given = http.post(format!("{site}/consents")).json(&submission);
        let given: Value = given.send().await?.error_for_status()?.json().await?;
        let receipt = given["receipt"].as_str().context("a receipt")?;
        self.words.insert("receipt", receipt.to_owned());
        let (path, mail) = self.demo.mail_to("kim@exempel.example", "/me/").await?;
        self.words.insert("mail_confirmation", last_part(&path));
        self.words.insert("me", token(&mail, "/me/")?);
        let consented = self.administrator.candidate("kim@exempel.example").await?;
        self.words.insert("consented", last_part(&consented));
        let earlier = self.administrator.candidate("bo.provberg").await?;
        self.administrator
            .post(&format!("{earlier}/renewal"), &[])
            .await?;
        let (_path, mail) = self
            .demo
            .mail_to("bo.provberg@exempel.example", "/r/")
            .await?;
        self.words.insert("asked_again", token(&mail, "/r/")?);
        Ok(())
    }

    async fn add_texts(&mut self) -> Result<()> {
        let texts = self.administrator.page("/console/texts").await?;
        let links = html::values(&texts, "href");
        let text = links
            .iter()
            .find_map(|link| link.strip_prefix("/console/texts/"))
            .context("a text")?;
        self.words.insert("text", text.to_owned());
        let made = self
            .administrator
            .post(&format!("/console/texts/{text}/versions"), &[])
            .await?;
        let number = made.location.split('/').nth(5).context("a draft")?;
        self.words.insert("draft", number.to_owned());
        Ok(())
    }

    /// One link of each kind, none of them used.
    async fn add_sign_in_links(&mut self) -> Result<()> {
        let first = self.demo.add_tenant("Först AB", "forst@forst.example");
        self.words.insert("link_first", last_part(&first.await?));
        let (name, email) = ("Nils Nyss", "nils@fjallback.example");
        invite(&self.administrator, (name, email), "auditor", self.language).await?;
        let (path, mail) = self.demo.mail_to(email, LINK).await?;
        self.words.insert("mail_invitation", last_part(&path));
        self.words.insert("link_invitation", token(&mail, LINK)?);
        let forgot = format!("{}{LINK}forgot", self.demo.url);
        let request = reqwest::Client::new().post(forgot);
        request.form(&[("email", COLLEAGUE)]).send().await?;
        let is_reset = |mail: &str| mail.contains(COLLEAGUE) && mail.contains(LINK);
        let used = self.accounts.invitation.clone();
        let is_new = |mail: &str| is_reset(mail) && !mail.contains(&used);
        let (path, mail) = self.demo.mail_where("a reset", is_new).await?;
        self.words.insert("mail_reset", last_part(&path));
        self.words.insert("link_reset", token(&mail, LINK)?);
        let staff = self.administrator.page("/console/staff").await?;
        for (word, name) in [("member", accounts::COLLEAGUE_NAME), ("invitee", name)] {
            let (before, _after) = staff.split_once(&format!("\">{name}</a>")).context(word)?;
            self.words.insert(word, last_part(before));
        }
        let account = self.accounts.colleague.page("/console/account").await?;
        let session = between(&account, "/console/account/sessions/", "/end");
        self.words.insert("session", session.context("a session")?);
        self.words.insert("nobody", nobody());
        Ok(())
    }

    /// Lists of people in every state in which a list can be held.
    async fn add_batches(&mut self) -> Result<()> {
        let two = ["arabic", "han"].map(|word| self.words[word].clone());
        let two = [("id", two[0].as_str()), ("id", two[1].as_str())];
        for (word, act) in [
            ("batch_erase", "erasures"),
            ("batch_ask", "renewals"),
            ("batch_cancelled", "erasures"),
        ] {
            let batch = self.draft(act, &two).await?;
            self.words.insert(word, batch);
        }
        let cancel = format!("/console/batches/{}/cancel", self.word("batch_cancelled")?);
        self.administrator.post(&cancel, &[]).await?;
        let held = self.words["held"].clone();
        let nobody = self.draft("renewals", &[("id", &held)]).await?;
        self.words.insert("batch_nobody", nobody);
        self.register("leaving", "Berta Bortgång", "berta@exempel.example")
            .await?;
        self.demo.mail_to("berta@exempel.example", "/r/").await?;
        let leaving = self.words["leaving"].clone();
        let done = self.draft("erasures", &[("id", &leaving)]).await?;
        self.confirm(&done).await?;
        let path = format!("/console/batches/{done}");
        wait::until("the list is gone through", async || {
            let page = self.administrator.page(&path).await?;
            Ok((!page.contains("<progress")).then_some(()))
        })
        .await?;
        self.words.insert("batch_done", done);
        let running = self.draft("erasures", &two).await?;
        self.demo.never_finish(&running).await?;
        self.confirm(&running).await?;
        self.words.insert("batch_running", running);
        self.add_waiting_batch().await
    }

    /// So many that a second administrator has to look.
    async fn add_waiting_batch(&mut self) -> Result<()> {
        let before = self.demo.mails().await?.len();
        for number in 0..MANY {
            let email = format!("prov-{number}@exempel.example");
            let fields = [
                ("name", "Prov Provsson"),
                ("email", &email),
                ("language", self.language),
                ("source_detail", SOURCE),
            ];
            self.administrator
                .post("/console/candidates", &fields)
                .await?;
        }
        wait::until("all are written to", async || {
            let mails = self.demo.mails().await?.len();
            Ok((mails >= before + MANY).then_some(()))
        })
        .await?;
        let all = [("all", "1"), ("filter", "q=prov")];
        let waiting = self.draft("erasures", &all).await?;
        self.confirm(&waiting).await?;
        self.words.insert("batch_waiting", waiting);
        Ok(())
    }

    async fn draft(&self, act: &str, whom: &[(&str, &str)]) -> Result<String> {
        let path = format!("/console/{act}/preview");
        Ok(last_part(
            &self.administrator.post(&path, whom).await?.location,
        ))
    }

    async fn confirm(&self, batch: &str) -> Result<()> {
        let path = format!("/console/batches/{batch}");
        let count = self.count_asked(&path).await?;
        let fields = [("confirm_count", count.as_str())];
        self.administrator
            .post(&format!("{path}/confirm"), &fields)
            .await?;
        Ok(())
    }

    /// The number that a page asks to be typed.
    async fn count_asked(&self, path: &str) -> Result<String> {
        let page = self.administrator.page(path).await?;
        let label = between(&page, "for=\"field-confirm_count\">", "</label>");
        let label = label.context("a count")?;
        Ok(label.chars().filter(char::is_ascii_digit).collect())
    }

    async fn add_settings(&mut self) -> Result<()> {
        let desk = &self.administrator;
        let filter = [
            ("filter", "status=valid&source=web"),
            ("name", "Från webben"),
        ];
        desk.post("/console/filters", &filter).await?;
        let key = [("name", "Rekryteringssystemet"), ("role", "recruiter")];
        desk.post("/console/keys", &key).await?;
        let hooks = "/console/settings/webhooks";
        // Nobody answers there.
        let hook = [
            ("url", "http://127.0.0.1:9/samtycke"),
            ("event", "candidate.erased"),
        ];
        desk.post(hooks, &hook).await?;
        for (word, page, start, end) in [
            (
                "site",
                "/console/settings/sites",
                "/console/settings/sites/",
                "\"",
            ),
            (
                "filter",
                "/console/candidates",
                "/console/filters/",
                "/remove",
            ),
            ("key", "/console/keys", "/console/keys/", "/revoke"),
            ("webhook", hooks, "/console/settings/webhooks/", "\""),
        ] {
            let found = between(&desk.page(page).await?, start, end);
            self.words.insert(word, found.context(word)?);
        }
        let test = format!("{hooks}/{}/test", self.words["webhook"]);
        desk.post(&test, &[]).await?;
        Ok(())
    }

    async fn add_identity_provider(&mut self) -> Result<()> {
        let settings = "/console/settings/sign-in";
        let page = self.administrator.page(settings).await?;
        let redirect = between(&page, "<code>", "</code>").context("a redirect address")?;
        let provider = IdentityProvider::start(&redirect).await?;
        let fields = [
            ("issuer", provider.issuer.as_str()),
            ("client_id", identity_provider::CLIENT),
            ("client_secret", identity_provider::SECRET),
            ("domains", "exempel.example"),
            ("second_factor", "here"),
        ];
        self.administrator.post(settings, &fields).await?;
        let tenant = between(&redirect, "/company/", "/return").context("a tenant")?;
        self.words.insert("tenant", tenant);
        self.words.insert("issuer", provider.issuer.clone());
        self.provider = Some(provider);
        Ok(())
    }
}

/// What stands between two texts, the first time.
fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_before, rest) = text.split_once(start)?;
    let (found, _after) = rest.split_once(end)?;
    Some(found.to_owned())
}

/// An id that nothing has.
fn nobody() -> String {
    "01a1e409-4750-7f83-8af9-000000000000".to_owned()
}

/// What follows `path` in a link of a mail.
pub fn token(mail: &str, path: &str) -> Result<String> {
    let links = html::values(mail, "href");
    let found = links
        .iter()
        .find_map(|link| link.split_once(path).filter(|_| link.starts_with("http")));
    let (_before, token) = found.with_context(|| format!("no link to {path}"))?;
    let end = token.find(['?', '/', '#']).unwrap_or(token.len());
    Ok(token[..end].to_owned())
}

fn last_part(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[allow(
    clippy::disallowed_methods,
    reason = "stands for a browser, which makes its own ids"
)]
fn uuid() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
