//! Registering, correcting, the candidate's own page, and rule 21 (audit).

use super::{ANNA, KIM, ids};
use crate::harness::World;
use axum::http::Method;
use serde_json::{Value, json};

on_both_databases!(
    registering_names_every_bad_field,
    an_address_is_registered_once,
    a_correction_changes_what_it_names_and_nothing_else,
    an_address_in_use_is_not_taken_over,
    a_corrected_address_is_unconfirmed_and_kills_the_old_links,
    the_candidate_sees_everything_and_takes_it_along,
    the_candidate_corrects_name_and_phone,
    looking_and_changing_is_in_the_audit_log,
);

async fn registering_names_every_bad_field(w: &World) {
    let tenant = w.tenant().await;
    let bad = json!({ "email": "x", "name": "", "source_detail": " ", "language": "svenska" });
    let answer = w
        .api_post(&tenant.recruiter, "/v1/candidates", &bad)
        .await
        .expect(422);
    assert_eq!(
        answer.problem_fields(),
        ["email", "name", "source_detail", "language"]
    );
    let missing = w
        .api_post(&tenant.recruiter, "/v1/candidates", &json!({}))
        .await
        .expect(422);
    assert_eq!(missing.problem_fields(), ["email", "name", "source_detail"]);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

async fn an_address_is_registered_once(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    let again = json!({ "email": KIM.to_uppercase(), "name": "Annan", "source_detail": "Mässan" });
    w.api_post(&tenant.recruiter, "/v1/candidates", &again)
        .await
        .expect(409);
    let other = w.tenant_named("Annanfirma").await;
    w.register(&other, KIM).await;
    assert_eq!(w.count("candidates", &[]).await, 2);
}

async fn a_correction_changes_what_it_names_and_nothing_else(w: &World) {
    let tenant = w.tenant().await;
    let person = json!({ "email": KIM, "name": "Kim", "phone": "070-1", "external_id": "E1", "source_detail": "Mässan" });
    let id = w
        .api_post(&tenant.recruiter, "/v1/candidates", &person)
        .await
        .expect(201)
        .json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    w.patch(&tenant, &id, &json!({ "name": "Kim Å" }))
        .await
        .expect(200);
    let detail = w.detail(&tenant, &id).await;
    assert_eq!(
        (&detail["name"], &detail["phone"], &detail["external_id"]),
        (&json!("Kim Å"), &json!("070-1"), &json!("E1"))
    );
    w.patch(&tenant, &id, &json!({ "phone": "", "language": "en" }))
        .await
        .expect(200);
    let detail = w.detail(&tenant, &id).await;
    assert_eq!(
        (&detail["phone"], &detail["language"]),
        (&Value::Null, &json!("en"))
    );
    assert_eq!(
        ids(w, &tenant, "q=%C3%A5").await,
        [KIM],
        "the search index follows"
    );
    // As a Mac writes it: the letter, then its ring.
    let apart = json!({ "name": "A\u{30a}sa Exempel" });
    w.patch(&tenant, &id, &apart).await.expect(200);
    assert_eq!(ids(w, &tenant, "q=%C3%A5sa").await, [KIM]);
    assert_eq!(ids(w, &tenant, "q=A%CC%8Asa").await, [KIM]);
    for (bad, field) in [
        (json!({ "email": "x" }), "email"),
        (json!({ "name": "a\nb" }), "name"),
        (json!({ "language": "x" }), "language"),
        (json!({ "nmae": "x" }), "nmae"),
    ] {
        assert_eq!(
            w.patch(&tenant, &id, &bad)
                .await
                .expect(422)
                .problem_fields(),
            [field]
        );
    }
}

async fn an_address_in_use_is_not_taken_over(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, ANNA).await;
    let kim = w.register(&tenant, KIM).await;
    w.patch(&tenant, &kim, &json!({ "email": "ANNA@exempel.example" }))
        .await
        .expect(409);
    assert_eq!(w.detail(&tenant, &kim).await["email"], KIM);
    w.patch(&tenant, &kim, &json!({ "email": KIM.to_uppercase() }))
        .await
        .expect(200);
}

async fn a_corrected_address_is_unconfirmed_and_kills_the_old_links(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    let id = w.id_of(&tenant, KIM).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.work().await;
    let (me, review) = (w.me_link(KIM), w.review_link(KIM));
    w.get(&me).await.expect(200);
    assert_eq!(w.detail(&tenant, &id).await["identity"], "email");
    w.patch(&tenant, &id, &json!({ "email": ANNA }))
        .await
        .expect(200);
    assert_eq!(w.detail(&tenant, &id).await["identity"], "unverified");
    w.get(&me).await.expect(404);
    w.get(&review).await.expect(404);
    w.form(&review, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(404);
    w.work().await;
    w.get(&w.review_link(ANNA)).await.expect(200);
    assert_eq!(w.detail(&tenant, &id).await["identity"], "email");
}

async fn the_candidate_sees_everything_and_takes_it_along(w: &World) {
    let tenant = w.tenant().await;
    let mut submission = w.submission(&tenant, ANNA).await;
    submission["candidate"] =
        json!({ "email": ANNA, "name": "Ånna <b>", "phone": "070-123", "external_id": "EXT-9" });
    let receipt = w.submit(&tenant, &submission).await.expect(201).json()["receipt"].clone();
    w.work().await;
    let me = w.me_link(ANNA);
    let page = w.get(&me).await.expect(200).text();
    for shown in ["Ånna &lt;b&gt;", ANNA, "070-123", "EXT-9"] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let data = w.get(&format!("{me}/data.json")).await.expect(200).json();
    assert_eq!(data["candidate"]["phone"], "070-123");
    assert_eq!(data["events"][0]["receipt"], receipt);
    let id = w.texts("SELECT id FROM events", &[]).await.remove(0);
    assert_eq!(
        json!(
            w.get(&format!("{me}/receipts/{id}"))
                .await
                .expect(200)
                .text()
        ),
        receipt
    );
    w.get(&format!("{me}/receipts/{}", crate::harness::new_id()))
        .await
        .expect(404);
}

async fn the_candidate_corrects_name_and_phone(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let me = w.me_link(ANNA);
    w.form(
        &me,
        &[
            ("action", "correct"),
            ("name", "Anna+Ny"),
            ("phone", "070-9"),
        ],
    )
    .await
    .expect(200);
    let detail = w.detail(&tenant, &w.id_of(&tenant, ANNA).await).await;
    assert_eq!(
        (&detail["name"], &detail["phone"]),
        (&json!("Anna Ny"), &json!("070-9"))
    );
    w.form(&me, &[("action", "correct"), ("name", "+"), ("phone", "")])
        .await
        .expect(200);
    assert_eq!(w.listed(&tenant, ANNA).await.unwrap()["name"], "Anna Ny");
    w.form(&me, &[("action", "promote")]).await.expect(400);
    w.form(&me, &[("action", "erase")]).await.expect(200);
    assert_eq!(
        w.count("candidates", &[]).await,
        1,
        "erasing asks once more"
    );
    w.form(&me, &[("action", "erase"), ("confirm", "erase")])
        .await
        .expect(200);
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["candidate"]
    );
    w.get(&me).await.expect(404);
}

async fn looking_and_changing_is_in_the_audit_log(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.detail(&tenant, &id).await;
    w.patch(&tenant, &id, &json!({ "name": "Kim Ny" }))
        .await
        .expect(200);
    for correction in [
        json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" }),
        json!({ "held_until": "" }),
        json!({ "restricted": true }),
        json!({ "restricted": false }),
    ] {
        w.patch(&tenant, &id, &correction).await.expect(200);
    }
    let paper = json!({ "how": "paper", "note": "Underskrivet", "purposes": ["future_jobs"] });
    w.api_post(
        &tenant.recruiter,
        &format!("/v1/candidates/{id}/consents"),
        &paper,
    )
    .await
    .expect(204);
    w.listed(&tenant, KIM).await;
    w.delete(&tenant, &id).await.expect(200);
    let entries = w
        .api_get(&tenant.auditor, "/v1/audit?limit=200")
        .await
        .expect(200)
        .json()["items"]
        .as_array()
        .unwrap()
        .clone();
    let mut about: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["candidate_id"] == json!(id))
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    about.sort_unstable();
    assert_eq!(
        about,
        [
            "candidate.corrected",
            "candidate.erased",
            "candidate.held",
            "candidate.registered",
            "candidate.released",
            "candidate.restricted",
            "candidate.unrestricted",
            "candidate.viewed",
            "consent.recorded_by_staff"
        ]
    );
    assert!(
        entries
            .iter()
            .any(|entry| entry["action"] == "candidates.listed")
    );
    assert!(
        entries
            .iter()
            .all(|entry| entry["actor"].as_str().unwrap().starts_with("key:"))
    );
    let text = json!(entries).to_string();
    assert!(
        !text.contains("exempel.example") && !text.contains("Kim"),
        "no names, no addresses: {text}"
    );
    // What is refused changes nothing and is not recorded as done.
    w.api(
        &tenant.auditor,
        Method::DELETE,
        &format!("/v1/candidates/{id}"),
        &Value::Null,
    )
    .await
    .expect(403);
}
