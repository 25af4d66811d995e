//! Candidates.

mod list;
mod listing;
mod overview;
mod people;

use crate::harness::{Tenant, World};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

async fn ids(w: &World, tenant: &Tenant, query: &str) -> Vec<String> {
    let page = w
        .api_get(&tenant.auditor, &format!("/v1/candidates?{query}"))
        .await
        .expect(200)
        .json();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["email"].as_str().unwrap().to_owned())
        .collect()
}
