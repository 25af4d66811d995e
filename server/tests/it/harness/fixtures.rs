//! Tenants and candidates to begin a test with.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::Method;
use samtycke_server::auth::{self, Role};
use samtycke_server::tenants::setup::{self, NewTenant};
use serde_json::{Value, json};

use super::World;

/// Where the tests' career pages live.
pub const ORIGIN: &str = "https://jobb.exempel.example";

pub struct Tenant {
    pub id: String,
    pub site_key: String,
    pub admin: String,
    pub recruiter: String,
    pub auditor: String,
}

fn ascii(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphabetic);
    letters.collect::<String>().to_lowercase()
}

/// A UUID no other call in this process gives.
pub fn new_id() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    format!(
        "00000000-0000-7000-8000-{:012x}",
        NUMBER.fetch_add(1, Ordering::Relaxed)
    )
}

impl World {
    /// A tenant that serves the built-in text.
    pub async fn tenant(&self) -> Tenant {
        self.tenant_named("Exempelbolaget").await
    }

    pub async fn tenant_named(&self, name: &str) -> Tenant {
        self.new_tenant(name, true).await
    }

    pub async fn new_tenant(&self, name: &str, publish_proposal: bool) -> Tenant {
        let new = NewTenant {
            name: name.to_owned(),
            admin: format!("personal@{}.example", ascii(name)),
            time_zone: "Europe/Stockholm".to_owned(),
            language: "sv".to_owned(),
            origins: vec![ORIGIN.to_owned()],
            publish_proposal,
        };
        let added = setup::add(&self.app, &new).await.unwrap();
        Tenant {
            admin: self.api_key(&added.tenant_id, Role::Admin).await,
            recruiter: self.api_key(&added.tenant_id, Role::Recruiter).await,
            auditor: self.api_key(&added.tenant_id, Role::Auditor).await,
            id: added.tenant_id,
            site_key: added.site_key,
        }
    }

    async fn api_key(&self, tenant: &str, role: Role) -> String {
        let mut tx = self.app.db.begin().await.unwrap();
        let key = auth::add_api_key(&self.app, &mut tx, tenant, role)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        key
    }

    pub async fn text_id(&self, tenant: &Tenant) -> String {
        let texts = self
            .api_get(&tenant.auditor, "/v1/consent-texts")
            .await
            .expect(200)
            .json();
        texts["items"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Adds a draft with this content and publishes it; gives its number.
    pub async fn publish(&self, tenant: &Tenant, content: &Value, change: &str) -> i64 {
        let path = format!("/v1/consent-texts/{}/versions", self.text_id(tenant).await);
        let draft = self
            .api_post(&tenant.admin, &path, content)
            .await
            .expect(201)
            .json();
        let version = draft["version"].as_i64().unwrap();
        let publish = format!("{path}/{version}/publish");
        self.api_post(&tenant.admin, &publish, &json!({ "change": change }))
            .await
            .expect(200);
        version
    }

    pub async fn shown(&self, tenant: &Tenant) -> Value {
        self.get(&format!(
            "/v1/sites/{}/consent-text?lang=sv",
            tenant.site_key
        ))
        .await
        .expect(200)
        .json()
    }

    /// What the widget would send for this address, with every box ticked.
    pub async fn submission(&self, tenant: &Tenant, email: &str) -> Value {
        let shown = self.shown(tenant).await;
        let purposes = shown["purposes"].as_array().unwrap();
        let ticked = purposes
            .iter()
            .map(|purpose| (purpose["key"].as_str().unwrap().to_owned(), json!(true)));
        json!({
            "served": shown["served"],
            "candidate": { "email": email, "name": "Robin Exempel" },
            "decisions": ticked.collect::<serde_json::Map<_, _>>(),
            "page_url": format!("{ORIGIN}/jobb/1"),
            "submission_id": new_id(),
        })
    }

    pub async fn submit(&self, tenant: &Tenant, submission: &Value) -> super::Answer {
        self.post(
            &format!("/v1/sites/{}/consents", tenant.site_key),
            Some(ORIGIN),
            submission,
        )
        .await
    }

    /// A consent through the widget; gives the API's answer.
    pub async fn consent(&self, tenant: &Tenant, email: &str) -> Value {
        let submission = self.submission(tenant, email).await;
        self.submit(tenant, &submission).await.expect(201).json()
    }

    /// Somebody registered by staff, who is asked at once; gives the candidate's id.
    pub async fn register(&self, tenant: &Tenant, email: &str) -> String {
        let registration = json!({ "email": email, "name": "Kim Exempel", "source_detail": "Mötte oss på mässan" });
        let candidate = self
            .api_post(&tenant.recruiter, "/v1/candidates", &registration)
            .await
            .expect(201)
            .json();
        candidate["id"].as_str().unwrap().to_owned()
    }

    /// The candidate with this address as the list shows it.
    pub async fn listed(&self, tenant: &Tenant, email: &str) -> Option<Value> {
        let page = self
            .api_get(&tenant.auditor, &format!("/v1/candidates?q={email}"))
            .await
            .expect(200)
            .json();
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["email"] == email)
            .cloned()
    }

    pub async fn id_of(&self, tenant: &Tenant, email: &str) -> String {
        self.listed(tenant, email)
            .await
            .expect("the candidate is listed")["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn status_of(&self, tenant: &Tenant, email: &str) -> String {
        self.listed(tenant, email)
            .await
            .expect("the candidate is listed")["status"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn detail(&self, tenant: &Tenant, id: &str) -> Value {
        self.api_get(&tenant.auditor, &format!("/v1/candidates/{id}"))
            .await
            .expect(200)
            .json()
    }

    pub async fn patch(&self, tenant: &Tenant, id: &str, correction: &Value) -> super::Answer {
        self.api(
            &tenant.recruiter,
            Method::PATCH,
            &format!("/v1/candidates/{id}"),
            correction,
        )
        .await
    }

    pub async fn delete(&self, tenant: &Tenant, id: &str) -> super::Answer {
        self.api(
            &tenant.recruiter,
            Method::DELETE,
            &format!("/v1/candidates/{id}"),
            &Value::Null,
        )
        .await
    }

    pub async fn verify(&self, receipt: &str) -> Value {
        self.post("/v1/receipts/verify", None, &json!({ "receipt": receipt }))
            .await
            .expect(200)
            .json()
    }

    /// The kinds of a candidate's events, oldest first.
    pub async fn history(&self, tenant: &Tenant, id: &str) -> Vec<String> {
        let events = self.detail(tenant, id).await["events"]
            .as_array()
            .unwrap()
            .clone();
        events
            .iter()
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A text with two purposes, `future_jobs` for 24 months and `share_with_group` for `months`, that
/// says `body`.
pub fn two_purposes(body: &str, months: u32) -> Value {
    let labels = json!([
        { "key": "future_jobs", "label": "Kontakta mig om framtida jobb" },
        { "key": "share_with_group", "label": "Dela med koncernen" },
    ]);
    json!({
        "purposes": [
            { "key": "future_jobs", "validity_months": 24 },
            { "key": "share_with_group", "validity_months": months },
        ],
        "languages": [
            { "language": "sv", "title": "Samtycke", "body": body, "purposes": labels },
            { "language": "en", "title": "Consent", "body": format!("In English: {body}"), "purposes": labels },
        ],
    })
}
