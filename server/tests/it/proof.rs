//! The proof pack and the papers.

mod pack;
mod paper;

use std::collections::BTreeMap;
use std::io::Read;

use samtycke_server::mail::Kind;
use serde_json::{Value, json};

use crate::harness::{Answer, ORIGIN, Tenant, World};

const EMAIL: &str = "Hemlig.Person@privat.example";
const FORMER_EMAIL: &str = "fore.detta@privat.example";
const NAME: &str = "Öyvind Hemligström";
const PHONE: &str = "070-4242424";
const EXTERNAL_ID: &str = "EXT-HEMLIG-77";
const SOURCE: &str = "Träffades på Hemligmässan";
const HOLD: &str = "Tvist om Hemligavtalet";
const PAGE: &str = "hemlig-annons-4711";
const NOTE: &str = "Sade ja i telefon en tisdag";

const PERSONAL: [&str; 9] = [
    EMAIL,
    FORMER_EMAIL,
    NAME,
    PHONE,
    EXTERNAL_ID,
    SOURCE,
    HOLD,
    PAGE,
    NOTE,
];

/// A person with something in every personal field there is, asked once; gives the candidate's id.
async fn person(w: &World, tenant: &Tenant) -> String {
    let registration = json!({
        "email": FORMER_EMAIL, "name": NAME, "phone": PHONE, "external_id": EXTERNAL_ID, "source_detail": SOURCE,
    });
    let registered = w
        .api_post(&tenant.recruiter, "/v1/candidates", &registration)
        .await
        .expect(201)
        .json();
    let id = registered["id"].as_str().unwrap().to_owned();
    w.work().await;
    w.patch(tenant, &id, &json!({ "email": EMAIL }))
        .await
        .expect(200);
    w.work().await;
    w.get(&w.review_link(EMAIL)).await.expect(200);
    let mut submission = w.submission(tenant, EMAIL).await;
    submission["candidate"]["name"] = json!(NAME);
    submission["page_url"] = json!(format!("{ORIGIN}/{PAGE}"));
    w.submit(tenant, &submission).await.expect(201);
    let spoken = json!({ "how": "spoken", "note": NOTE, "purposes": ["future_jobs"] });
    let consents = format!("/v1/candidates/{id}/consents");
    w.api_post(&tenant.recruiter, &consents, &spoken)
        .await
        .expect(204);
    let hold = json!({ "held_until": "2026-12-31", "hold_reason": HOLD });
    w.patch(tenant, &id, &hold).await.expect(200);
    w.patch(tenant, &id, &json!({ "held_until": "" }))
        .await
        .expect(200);
    w.work().await;
    // What follows is later: things of one moment have no order.
    w.pass_hours(1).await;
    id
}

type Files = BTreeMap<String, Vec<u8>>;

fn unzip(zipped: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zipped)).unwrap();
    let mut files = Files::new();
    for position in 0..archive.len() {
        let mut file = archive.by_index(position).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files
}

async fn pack_of(w: &World, tenant: &Tenant, id: &str) -> Answer {
    let path = format!("/v1/candidates/{id}/proof");
    w.api_get(&tenant.auditor, &path).await.expect(200)
}

fn json_of(files: &Files, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap()
}

/// Whether a request or reminder to this address is in the outbox's history.
fn sent(w: &World, address: &str, kind: Kind) -> usize {
    w.mails_to(address, kind).len()
}
