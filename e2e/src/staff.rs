//! The staff API, as the tenant's own programs call it.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// An API client with an admin's key.
pub struct Staff {
    http: reqwest::Client,
    url: String,
    api_key: String,
}

/// A candidate as the list shows one.
#[derive(Debug, Clone, Deserialize)]
pub struct Candidate {
    pub id: String,
    pub name: String,
    pub email: String,
    pub status: String,
}

#[derive(Deserialize)]
struct Page<T> {
    items: Vec<T>,
}

impl Staff {
    pub fn new(url: &str, api_key: &str) -> Self {
        let http = reqwest::Client::new();
        Self {
            http,
            url: url.to_owned(),
            api_key: api_key.to_owned(),
        }
    }

    /// The candidates whose name or address matches.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn find(&self, query: &str) -> Result<Vec<Candidate>> {
        let page = self
            .send(Method::GET, &format!("/v1/candidates?q={query}"), None)
            .await?;
        Ok(serde_json::from_value::<Page<_>>(page)?.items)
    }

    /// The only candidate that matches.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub async fn the_only(&self, query: &str) -> Result<Candidate> {
        let mut found = self.find(query).await?;
        ensure!(found.len() == 1, "{query}: {} candidates", found.len());
        found.pop().context("there is one")
    }

    /// One candidate with its events and receipts.
    ///
    /// # Errors
    /// When there is no such candidate (any more).
    pub async fn candidate(&self, id: &str) -> Result<Value> {
        self.send(Method::GET, &format!("/v1/candidates/{id}"), None)
            .await
    }

    /// Registers somebody without consent, who is then asked by mail.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn register(&self, name: &str, email: &str) -> Result<String> {
        let body =
            json!({"name": name, "email": email, "source_detail": "Mässa", "language": "sv"});
        let made = self
            .send(Method::POST, "/v1/candidates", Some(body))
            .await?;
        Ok(made["id"].as_str().context("an id")?.to_owned())
    }

    /// The reasons for all erasures so far.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn erasures(&self) -> Result<Vec<Value>> {
        let page = self.send(Method::GET, "/v1/erasures", None).await?;
        Ok(serde_json::from_value::<Page<_>>(page)?.items)
    }

    /// Publishes a version after the built-in one, with the same purpose and other words.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn publish_new_version(&self, title: &str) -> Result<()> {
        let texts = self.send(Method::GET, "/v1/consent-texts", None).await?;
        let text = texts["items"][0]["id"].as_str().context("a consent text")?;
        let versions = format!("/v1/consent-texts/{text}/versions");
        let draft = self
            .send(Method::POST, &versions, Some(content(title)))
            .await?;
        let publish = format!("{versions}/{}/publish", draft["version"]);
        let change = json!({"change": "editorial"});
        self.send(Method::POST, &publish, Some(change)).await?;
        Ok(())
    }

    /// # Errors
    /// When the answer is not a success; it names what the server said.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let url = format!("{}{path}", self.url);
        let mut request = self.http.request(method, url).bearer_auth(&self.api_key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{path}: {status}: {text}");
        if status == StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text).with_context(|| format!("{path}: {text}"))
    }
}

fn content(title: &str) -> Value {
    let label = json!({"key": "future_jobs", "label": "Spara mina uppgifter", "description": ""});
    json!({
        "purposes": [{"key": "future_jobs", "required": false, "validity_months": 12}],
        "languages": [{
            "language": "sv",
            "title": title,
            "body": "{{controller}} vill spara dina uppgifter i {{retention}}. Kontakt: {{contact}}.",
            "purposes": [label],
        }],
    })
}
