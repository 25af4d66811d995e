//! The erasure certificate, signed and on paper: whom it was about must not be found in either.

use samtycke_server::clock::DAY;
use samtycke_server::erasure::paper;
use samtycke_shared::receipt::{TYP_ERASURE, log_entry, verify};
use serde_json::{Value, json};

use super::{EMAIL, PERSONAL, person};
use crate::harness::{Tenant, World};

on_both_databases!(
    the_certificate_tells_of_the_mails_and_names_nobody,
    the_certificate_is_proven_to_be_in_the_log,
    the_paper_is_the_tenants_alone,
    a_request_that_bounced_is_told_as_such,
);

/// Erases; gives the erasure's id and the certificate's payload.
async fn erase(w: &World, tenant: &Tenant, id: &str) -> (String, Value) {
    let erased = w.delete(tenant, id).await.expect(200).json();
    let jws = erased["certificate"].as_str().unwrap();
    let jwks = samtycke_server::log::jwks(&w.app);
    let verified = verify(jws, &jwks, &[TYP_ERASURE]).unwrap();
    let erasure = erased["erasure_id"].as_str().unwrap().to_owned();
    (erasure, serde_json::from_slice(&verified.payload).unwrap())
}

fn assert_names_nobody(place: &str, text: &str) {
    let text = text.to_lowercase();
    for secret in PERSONAL
        .iter()
        .chain(&["hemlig", "öyvind", "privat.example"])
    {
        assert!(
            !text.contains(&secret.to_lowercase()),
            "{secret} is in {place}"
        );
    }
}

async fn the_certificate_tells_of_the_mails_and_names_nobody(w: &World) {
    let tenant = w.tenant().await;
    let id = person(w, &tenant).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.work().await;
    w.pass_days(15).await;
    let (erasure, certificate) = erase(w, &tenant, &id).await;
    w.work().await;
    assert_names_nobody("the certificate", &certificate.to_string());
    let requests = certificate["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 2);
    let mails = requests[1]["mails"].as_array().unwrap();
    let kinds: Vec<_> = mails
        .iter()
        .map(|mail| mail["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["request", "reminder"]);
    for mail in mails {
        assert_eq!(mail["outcome"], "accepted");
        assert!(mail["accepted_at"].is_string() && mail["queued_at"].is_string());
    }
    for language in ["sv", "en"] {
        let paper = paper::compose(&w.app, &tenant.id, &erasure, Some(language))
            .await
            .unwrap();
        let words = paper.texts().join("\n");
        assert_names_nobody("the paper", &words);
        assert!(words.contains(&erasure) && words.contains(&id));
        let path = format!("/v1/erasures/{erasure}/certificate.pdf?lang={language}");
        let answer = w.api_get(&tenant.auditor, &path).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert_names_nobody("the PDF", &String::from_utf8_lossy(&answer.body));
        let again = w.api_get(&tenant.auditor, &path).await.expect(200);
        assert!(answer.body == again.body);
    }
    let listed = w
        .api_get(&tenant.auditor, "/v1/erasures")
        .await
        .expect(200)
        .text();
    assert_names_nobody("the list", &listed);
}

async fn the_certificate_is_proven_to_be_in_the_log(w: &World) {
    let tenant = w.tenant().await;
    let id = person(w, &tenant).await;
    let erased = w.delete(&tenant, &id).await.expect(200).json();
    let erasure = erased["erasure_id"].as_str().unwrap();
    let certificate = json!({ "receipt": erased["certificate"] });
    w.post("/v1/receipts/proof", None, &certificate)
        .await
        .expect(202);
    let pending = paper::compose(&w.app, &tenant.id, erasure, Some("en"))
        .await
        .unwrap();
    assert!(pending.texts().join("\n").contains("Not in the log yet"));
    w.work().await;
    let logged = paper::compose(&w.app, &tenant.id, erasure, Some("en"))
        .await
        .unwrap();
    let checkpoint = w.get("/log/checkpoint").await.expect(200).text();
    assert!(logged.texts().contains(&checkpoint.trim_end()));
    let proof = w
        .post("/v1/receipts/proof", None, &certificate)
        .await
        .expect(200)
        .text();
    let jwks = samtycke_server::log::jwks(&w.app);
    let verified = verify(
        erased["certificate"].as_str().unwrap(),
        &jwks,
        &[TYP_ERASURE],
    )
    .unwrap();
    samtycke_shared::proof::verify_proof(&proof, &log_entry(&verified.payload), &jwks.log_keys())
        .unwrap();
}

async fn the_paper_is_the_tenants_alone(w: &World) {
    let tenant = w.tenant().await;
    let other = w.tenant_named("Annat bolag").await;
    let id = person(w, &tenant).await;
    let (erasure, _) = erase(w, &tenant, &id).await;
    let path = format!("/v1/erasures/{erasure}/certificate.pdf");
    w.get(&path).await.expect(401);
    w.api_get(&other.admin, &path).await.expect(404);
    w.api_get(&tenant.admin, "/v1/erasures/%00/certificate.pdf")
        .await
        .expect(404);
    w.api_get(&tenant.recruiter, &path).await.expect(200);
}

async fn a_request_that_bounced_is_told_as_such(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_refuses();
    let id = w.register(&tenant, EMAIL).await;
    w.work().await;
    w.advance(DAY);
    let (erasure, certificate) = erase(w, &tenant, &id).await;
    let mail = &certificate["requests"][0]["mails"][0];
    assert_eq!(mail["outcome"], "bounced");
    assert!(mail["ended_at"].is_string() && mail["accepted_at"].is_null());
    assert_names_nobody("the certificate", &certificate.to_string());
    let paper = paper::compose(&w.app, &tenant.id, &erasure, Some("en"))
        .await
        .unwrap();
    assert!(
        paper
            .texts()
            .join("\n")
            .contains("Bounced 2 March 2026 at 10:00 (UTC+01:00)")
    );
}
