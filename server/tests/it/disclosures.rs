//! The disclosure lint through the API: what is found, what blocks publishing, and what the log keeps.

use axum::http::Method;
use samtycke_server::db::Value as Sql;
use serde_json::{Value, json};

use crate::harness::{Tenant, World, two_purposes};

on_both_databases!(
    the_built_in_text_is_complete_in_every_language,
    a_short_text_lacks_nearly_everything,
    what_is_missing_blocks_where_completeness_is_asked_for,
    a_plain_draft_is_published_and_the_log_says_what_was_missing,
    stated_reasons_are_kept_with_the_version,
    a_placeholder_without_a_value_blocks_publishing,
    an_unknown_placeholder_is_named_beside_those_there_are,
    another_tenants_draft_is_not_judged,
    that_nothing_leaves_can_not_be_stated_beside_a_recipient_abroad,
);

async fn versions(w: &World, tenant: &Tenant) -> String {
    format!("/v1/consent-texts/{}/versions", w.text_id(tenant).await)
}

async fn draft(w: &World, tenant: &Tenant, content: &Value) -> String {
    let path = versions(w, tenant).await;
    let draft = w
        .api_post(&tenant.admin, &path, content)
        .await
        .expect(201)
        .json();
    format!("{path}/{}", draft["version"])
}

async fn lint(w: &World, tenant: &Tenant, path: &str) -> Value {
    let path = format!("{path}/lint");
    w.api(&tenant.admin, Method::POST, &path, &Value::Null)
        .await
        .expect(200)
        .json()
}

fn finding<'v>(lint: &'v Value, language: usize, item: &str) -> &'v Value {
    let findings = lint["languages"][language]["findings"].as_array().unwrap();
    findings
        .iter()
        .find(|finding| finding["item"] == item)
        .unwrap()
}

async fn the_built_in_text_is_complete_in_every_language(w: &World) {
    let tenant = w.tenant().await;
    let path = format!("{}/1", versions(w, &tenant).await);
    let lint = lint(w, &tenant, &path).await;
    assert_eq!(lint["complete"], true, "{lint}");
    assert_eq!(lint["languages"].as_array().unwrap().len(), 3);
    for language in 0..3 {
        assert_eq!(finding(&lint, language, "13.2.d")["state"], "found");
        assert_eq!(
            finding(&lint, language, "13.1.b")["state"],
            "not_applicable"
        );
        assert_eq!(finding(&lint, language, "7.2")["state"], "cannot_judge");
    }
    let complaint = finding(&lint, 0, "13.2.d");
    assert_eq!(complaint["law"], "GDPR Art. 13(2)(d)");
    assert_eq!(complaint["found_in"][0]["heading"], "Frågor och klagomål");
    assert!(
        complaint["found_in"][0]["sentence"]
            .as_str()
            .unwrap()
            .contains("klaga")
    );
}

async fn a_short_text_lacks_nearly_everything(w: &World) {
    let tenant = w.tenant().await;
    let path = draft(
        w,
        &tenant,
        &two_purposes("Jag godkänner att mina uppgifter sparas.", 12),
    )
    .await;
    let lint = lint(w, &tenant, &path).await;
    assert_eq!(lint["complete"], false);
    for language in 0..2 {
        let missing = lint["languages"][language]["missing"].as_array().unwrap();
        assert!(missing.len() >= 14, "{missing:?}");
    }
    let helps = &finding(&lint, 0, "13.2.c")["lacking"][0];
    assert_eq!(helps["part"], "withdrawal");
    assert_eq!(
        helps["help"],
        "Du kan ta tillbaka ditt samtycke när du vill."
    );
}

async fn what_is_missing_blocks_where_completeness_is_asked_for(w: &World) {
    let tenant = w.tenant().await;
    let path = draft(w, &tenant, &two_purposes("Kort.", 12)).await;
    let strictly = json!({ "change": "editorial", "require_disclosures": true });
    let answer = w
        .api_post(&tenant.admin, &format!("{path}/publish"), &strictly)
        .await
        .expect(422);
    let fields = answer.problem_fields();
    for field in [
        "languages.0.disclosures.13.1.a",
        "languages.1.disclosures.13.2.d",
    ] {
        assert!(fields.contains(&field.to_owned()), "{field} in {fields:?}");
    }
    let problem = answer.json();
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("{{controller}} är personuppgiftsansvarig."),
        "{message}"
    );
    assert_eq!(
        w.shown(&tenant).await["version"],
        1,
        "nothing was published"
    );
    let complete = w
        .api_get(&tenant.admin, &format!("{}/1", versions(w, &tenant).await))
        .await
        .json();
    let content = json!({
        "purposes": complete["purposes"], "languages": complete["languages"], "statements": complete["statements"],
    });
    w.api(&tenant.admin, Method::PUT, &path, &content)
        .await
        .expect(200);
    w.api_post(&tenant.admin, &format!("{path}/publish"), &strictly)
        .await
        .expect(200);
}

/// Scripts written against the API before there was a lint go on working.
async fn a_plain_draft_is_published_and_the_log_says_what_was_missing(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Kort.", 12), "editorial")
        .await;
    assert_eq!(w.shown(&tenant).await["version"], 2);
    let details = w
        .texts(
            "SELECT detail FROM audit WHERE tenant_id = $1 AND action = 'text.published'",
            &[Sql::from(tenant.id.as_str())],
        )
        .await;
    let detail = details.last().unwrap();
    assert!(
        detail.contains("version 2 as editorial; not found in it: sv 13.1.a 13.1.b"),
        "{detail}"
    );
    assert!(detail.contains(", en 13.1.a"), "{detail}");
}

async fn stated_reasons_are_kept_with_the_version(w: &World) {
    let tenant = w.tenant().await;
    let mut content = two_purposes(
        "Missnöjd? Vänd dig till dem som ser efter att lagen följs.",
        12,
    );
    content["statements"] = json!({
        "not_applicable": [{ "item": "13.1.b", "reason": "Vi har inget ombud." }, { "item": "13.1.a", "reason": "Nej." }],
        "quotes": [{ "item": "13.2.d", "language": "sv", "quote": "Vänd dig till dem som ser efter" }],
    });
    let path = draft(w, &tenant, &content).await;
    let lint = lint(w, &tenant, &path).await;
    assert_eq!(finding(&lint, 0, "13.1.b")["reason"], "Vi har inget ombud.");
    assert_eq!(
        finding(&lint, 0, "13.1.a")["state"],
        "missing",
        "no reason lets the controller go unnamed"
    );
    assert_eq!(finding(&lint, 0, "13.2.d")["state"], "found");
    assert_eq!(
        finding(&lint, 1, "13.2.d")["state"],
        "missing",
        "a quote is for its language"
    );
    w.api_post(
        &tenant.admin,
        &format!("{path}/publish"),
        &json!({ "change": "editorial" }),
    )
    .await
    .expect(200);
    let published = w.api_get(&tenant.auditor, &path).await.expect(200).json();
    assert_eq!(published["statements"], content["statements"]);
    content["statements"]["not_applicable"][0]["item"] = json!("13.9.z");
    let path = versions(w, &tenant).await;
    w.api_post(&tenant.admin, &path, &content).await.expect(422);
}

async fn a_placeholder_without_a_value_blocks_publishing(w: &World) {
    let tenant = w.tenant().await;
    let path = draft(w, &tenant, &two_purposes("Adress: {{address}}", 12)).await;
    let answer = w
        .api_post(
            &tenant.admin,
            &format!("{path}/publish"),
            &json!({ "change": "editorial" }),
        )
        .await
        .expect(422);
    assert_eq!(
        answer.problem_fields(),
        ["languages.0.body", "languages.1.body"]
    );
    assert!(
        answer.text().contains("{{address}} is empty"),
        "{}",
        answer.text()
    );
}

async fn an_unknown_placeholder_is_named_beside_those_there_are(w: &World) {
    let tenant = w.tenant().await;
    let path = draft(w, &tenant, &two_purposes("Hej {{kontroller}}", 12)).await;
    let answer = w
        .api_post(
            &tenant.admin,
            &format!("{path}/publish"),
            &json!({ "change": "editorial" }),
        )
        .await
        .expect(422);
    let text = answer.text();
    assert!(
        text.contains("unknown placeholders: kontroller; there are {{controller}}, {{contact}}"),
        "{text}"
    );
}

async fn another_tenants_draft_is_not_judged(w: &World) {
    let (mine, other) = (w.tenant().await, w.tenant_named("Fjällbäck").await);
    let path = format!("{}/1/lint", versions(w, &other).await);
    w.api(&mine.admin, Method::POST, &path, &Value::Null)
        .await
        .expect(404);
}

async fn that_nothing_leaves_can_not_be_stated_beside_a_recipient_abroad(w: &World) {
    let tenant = w.tenant().await;
    let path = format!("{}/1", versions(w, &tenant).await);
    let before = lint(w, &tenant, &path).await;
    assert_eq!(finding(&before, 0, "13.1.f")["state"], "not_applicable");
    let mut settings = w
        .api_get(&tenant.admin, "/v1/settings")
        .await
        .expect(200)
        .json();
    settings["recipient_list"] = json!([{
        "name": "Rekryt AB", "kind": "processor", "purpose": "lagrar ansökningar", "country": "US",
        "safeguard": "standardavtalsklausuler",
    }]);
    w.api(&tenant.admin, Method::PUT, "/v1/settings", &settings)
        .await
        .expect(200);
    let after = lint(w, &tenant, &path).await;
    assert_ne!(finding(&after, 0, "13.1.f")["state"], "not_applicable");
}
