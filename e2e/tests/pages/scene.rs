//! What there is to look at: the demo's company, and people in every state a page shows.

use crate::list::Visitor;
use anyhow::{Context, Result};
use samtycke_e2e::{Demo, Desk, html};
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

/// A demo with people in it, seen in one language.
pub struct Scene {
    pub demo: Demo,
    pub administrator: Desk,
    pub newcomer: Desk,
    pub language: &'static str,
    words: BTreeMap<&'static str, String>,
}

impl Scene {
    /// # Errors
    /// When the server refuses any of it.
    pub async fn set(language: &'static str) -> Result<Self> {
        let demo = Demo::start().await?;
        let mut scene = Self {
            administrator: demo.administrator().await?,
            newcomer: demo.newcomer().await?,
            demo,
            language,
            words: BTreeMap::from([("lang", language.to_owned())]),
        };
        for desk in [&scene.administrator, &scene.newcomer] {
            desk.post("/console/language", &[("language", language)])
                .await?;
        }
        scene.add_people().await?;
        scene.add_consent().await?;
        scene.add_texts().await?;
        scene.add_sign_in_link().await?;
        Ok(scene)
    }

    /// The session a visitor comes with.
    pub fn desk(&self, who: Visitor) -> Option<&Desk> {
        match who {
            Visitor::Anyone => None,
            Visitor::Administrator => Some(&self.administrator),
            Visitor::Newcomer => Some(&self.newcomer),
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
            self.words.insert("mail_request", path);
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
        let id = self.word("restricted")?;
        self.administrator
            .post(&format!("/console/candidates/{id}/restriction"), &[])
            .await?;
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
        self.words.insert("mail_farewell", path);
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
        self.words.insert("mail_confirmation", path);
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
        let settings = self.administrator.page("/console/settings").await?;
        let links = html::values(&settings, "action");
        let site = links
            .iter()
            .find_map(|link| link.strip_prefix("/console/settings/sites/"))
            .context("a site")?;
        self.words.insert("site", site.to_owned());
        Ok(())
    }

    async fn add_sign_in_link(&mut self) -> Result<()> {
        let email = "jobb@fjallback.example";
        let anyone = reqwest::Client::new();
        let request = anyone.post(format!("{}/console/sign-in", self.demo.url));
        request.form(&[("email", email)]).send().await?;
        let (path, mail) = self.demo.mail_to(email, "/console/sign-in/").await?;
        self.words.insert("mail_sign_in", path);
        self.words
            .insert("sign_in", token(&mail, "/console/sign-in/")?);
        Ok(())
    }
}

/// What follows `path` in a link of a mail.
fn token(mail: &str, path: &str) -> Result<String> {
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
