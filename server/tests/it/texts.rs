//! Consent texts: rule 1, languages, and what may be published.

use axum::http::Method;
use samtycke_server::db::Value as Sql;
use serde_json::{Value, json};

use crate::harness::{Tenant, World, two_purposes};

const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    a_published_version_never_changes_even_below_the_server,
    a_recorded_event_never_changes_even_below_the_server,
    a_published_version_is_neither_replaced_nor_published_again,
    an_older_draft_is_not_published_over_a_newer_version,
    an_unpublished_text_is_served_to_nobody,
    an_unknown_language_falls_back_and_says_so,
    what_is_incomplete_is_not_published,
    scripts_in_a_text_do_not_reach_the_page,
    the_built_in_text_names_what_the_law_asks_for,
    old_receipts_keep_the_text_they_were_given_for,
    drafts_added_at_once_get_their_own_numbers,
);

async fn versions_path(w: &World, tenant: &Tenant) -> String {
    format!("/v1/consent-texts/{}/versions", w.text_id(tenant).await)
}

async fn draft(w: &World, tenant: &Tenant, content: &Value) -> i64 {
    let path = versions_path(w, tenant).await;
    let draft = w
        .api_post(&tenant.admin, &path, content)
        .await
        .expect(201)
        .json();
    draft["version"].as_i64().unwrap()
}

async fn a_published_version_never_changes_even_below_the_server(w: &World) {
    let tenant = w.tenant().await;
    let before = w.shown(&tenant).await;
    for forbidden in [
        "UPDATE text_versions SET content = '{}'",
        "UPDATE text_versions SET state = 'draft'",
        "UPDATE text_versions SET version = 9",
        "DELETE FROM text_versions",
        "UPDATE text_renditions SET title = 'x'",
        "UPDATE text_renditions SET body_html = 'x' WHERE language = 'sv'",
        "DELETE FROM text_renditions",
        "INSERT INTO text_renditions SELECT tenant_id, text_version_id, 'fi', 9, title, body_markdown, body_html,
                body_sha256, purposes, shown_sha256 FROM text_renditions WHERE language = 'sv'",
    ] {
        let refused = w.try_sql(forbidden, &[]).await.expect_err(forbidden);
        assert!(refused.to_string().contains("never changes"), "{forbidden}: {refused}");
    }
    let mut after = w.shown(&tenant).await;
    after["served"] = before["served"].clone();
    assert_eq!(after, before);
}

async fn a_recorded_event_never_changes_even_below_the_server(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    for column in ["kind", "record", "receipt", "decisions", "candidate_id"] {
        let sql = format!("UPDATE events SET {column} = 'x'");
        let refused = w.try_sql(&sql, &[]).await.expect_err(&sql);
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    assert!(w.try_sql("UPDATE events SET at = 1", &[]).await.is_err());
}

async fn a_published_version_is_neither_replaced_nor_published_again(w: &World) {
    let tenant = w.tenant().await;
    let path = format!("{}/1", versions_path(w, &tenant).await);
    let content = two_purposes("Ändrat", 12);
    w.api(&tenant.admin, Method::PUT, &path, &content)
        .await
        .expect(409);
    let publish = format!("{path}/publish");
    w.api_post(&tenant.admin, &publish, &json!({ "change": "editorial" }))
        .await
        .expect(409);
    assert_eq!(w.shown(&tenant).await["version"], 1);
    // A draft may change until it is published.
    let number = draft(w, &tenant, &content).await;
    let path = format!("{}/{number}", versions_path(w, &tenant).await);
    w.api(
        &tenant.admin,
        Method::PUT,
        &path,
        &two_purposes("Ändrat igen", 12),
    )
    .await
    .expect(200);
    w.api_post(
        &tenant.admin,
        &format!("{path}/publish"),
        &json!({ "change": "editorial" }),
    )
    .await
    .expect(200);
    assert!(
        w.shown(&tenant).await["body_html"]
            .as_str()
            .unwrap()
            .contains("Ändrat igen")
    );
}

async fn an_older_draft_is_not_published_over_a_newer_version(w: &World) {
    let tenant = w.tenant().await;
    let older = draft(w, &tenant, &two_purposes("Äldre", 12)).await;
    let newer = w
        .publish(&tenant, &two_purposes("Nyare", 12), "editorial")
        .await;
    assert!(older < newer);
    let path = format!("{}/{older}/publish", versions_path(w, &tenant).await);
    w.api_post(&tenant.admin, &path, &json!({ "change": "material" }))
        .await
        .expect(409);
    assert_eq!(w.shown(&tenant).await["version"], newer);
    let state = w
        .texts(
            "SELECT state FROM text_versions WHERE version = $1",
            &[Sql::from(older)],
        )
        .await;
    assert_eq!(
        state,
        ["draft"],
        "nothing is published that nobody is served"
    );
}

async fn an_unpublished_text_is_served_to_nobody(w: &World) {
    let tenant = w.new_tenant("Nystartat", false).await;
    let path = format!("/v1/sites/{}/consent-text", tenant.site_key);
    let answer = w.get(&path).await.expect(404);
    assert!(answer.problem_fields().is_empty());
    w.get("/v1/sites/site_unknown/consent-text")
        .await
        .expect(404);
    let published = w.tenant().await;
    let submission = w.submission(&published, ANNA).await;
    w.submit(&tenant, &submission).await.expect(404);
    let registration = json!({ "email": ANNA, "name": "Anna", "source_detail": "Mässan" });
    w.api_post(&tenant.recruiter, "/v1/candidates", &registration)
        .await
        .expect(409);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

async fn an_unknown_language_falls_back_and_says_so(w: &World) {
    let tenant = w.tenant().await;
    for (asked, served) in [
        ("en", "en"),
        ("en-GB", "en"),
        ("da", "da"),
        ("fi", "sv"),
        ("", "sv"),
        ("EN", "en"),
        ("../x", "sv"),
    ] {
        let path = format!("/v1/sites/{}/consent-text?lang={asked}", tenant.site_key);
        let text = w.get(&path).await.expect(200).json();
        assert_eq!(text["language"], served, "{asked}");
        assert_eq!(text["languages"][0], "sv", "the tenant's own first");
    }
}

async fn what_is_incomplete_is_not_published(w: &World) {
    let tenant = w.tenant().await;
    let mut content = two_purposes("", 12);
    content["languages"][1]["purposes"] = json!([]);
    content["purposes"][0]["validity_months"] = json!(0);
    let number = draft(w, &tenant, &content).await;
    let path = format!("{}/{number}/publish", versions_path(w, &tenant).await);
    let answer = w
        .api_post(&tenant.admin, &path, &json!({ "change": "editorial" }))
        .await
        .expect(422);
    let fields = answer.problem_fields();
    for field in [
        "purposes.0.validity_months",
        "languages.0.body",
        "languages.1.purposes",
    ] {
        assert!(fields.contains(&field.to_owned()), "{field} in {fields:?}");
    }
    w.api_post(&tenant.admin, &path, &json!({ "change": "minor" }))
        .await
        .expect(422);
    assert_eq!(w.shown(&tenant).await["version"], 1);
}

async fn scripts_in_a_text_do_not_reach_the_page(w: &World) {
    let tenant = w.tenant().await;
    let body = "Hej <script>alert(1)</script> <img src=x onerror=alert(2)> [klicka](javascript:alert(3)) \
                <a href=\"https://exempel.example\" onclick=\"alert(4)\">länk</a> **fet**";
    w.publish(&tenant, &two_purposes(body, 12), "editorial")
        .await;
    let shown = w.shown(&tenant).await;
    let html = shown["body_html"].as_str().unwrap();
    for evil in ["<script", "onerror", "javascript:", "onclick", "<img"] {
        assert!(!html.contains(evil), "{evil} in {html}");
    }
    assert!(html.contains("<strong>fet</strong>"), "{html}");
    w.register(&tenant, ANNA).await;
    w.work().await;
    let page = w.get(&w.review_link(ANNA)).await.expect(200);
    assert!(!page.text().contains("<script") && !page.text().contains("onerror"));
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
}

async fn the_built_in_text_names_what_the_law_asks_for(w: &World) {
    let tenant = w.tenant().await;
    for (language, words) in [
        ("sv", ["Exempelbolaget", "24 månader", "ta tillbaka"]),
        ("en", ["Exempelbolaget", "24 months", "complain"]),
        ("da", ["Exempelbolaget", "24 måneder", "klage"]),
    ] {
        let path = format!("/v1/sites/{}/consent-text?lang={language}", tenant.site_key);
        let text = w.get(&path).await.expect(200).json();
        let body = text["body_html"].as_str().unwrap();
        for word in words {
            assert!(body.contains(word), "{word} in the {language} text: {body}");
        }
        assert!(!body.contains("{{"), "every placeholder is filled");
    }
}

async fn old_receipts_keep_the_text_they_were_given_for(w: &World) {
    let tenant = w.tenant().await;
    let old = w.shown(&tenant).await;
    w.consent(&tenant, ANNA).await;
    w.publish(&tenant, &two_purposes("Nytt", 12), "editorial")
        .await;
    let path = format!("{}/1", versions_path(w, &tenant).await);
    let version = w.api_get(&tenant.auditor, &path).await.expect(200).json();
    assert_eq!(version["text_version_id"], old["text_version_id"]);
    let event = w.detail(&tenant, &w.id_of(&tenant, ANNA).await).await["events"][0].clone();
    assert_eq!(event["record"]["notice"]["body_sha256"], old["body_sha256"]);
    let kept = w
        .texts(
            "SELECT body_html FROM text_renditions WHERE text_version_id = $1 AND language = 'sv'",
            &[Sql::from(old["text_version_id"].as_str().unwrap())],
        )
        .await;
    assert_eq!(json!(kept[0]), old["body_html"]);
}

async fn drafts_added_at_once_get_their_own_numbers(w: &World) {
    let tenant = w.tenant().await;
    let path = versions_path(w, &tenant).await;
    let content = two_purposes("Utkast", 12);
    let add = || w.api_post(&tenant.admin, &path, &content);
    let (one, two, three) = tokio::join!(add(), add(), add());
    let mut numbers: Vec<i64> = [one, two, three]
        .into_iter()
        .map(|answer| answer.expect(201).json()["version"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [2, 3, 4]);
}
