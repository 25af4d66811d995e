//! Who may do what, and how staff get in. Rule 20: nobody sees another tenant's data.

use axum::http::Method;
use samtycke_server::auth::{self, FIRST_LINK_LIFETIME, Role, SESSION_LIFETIME};
use samtycke_server::clock::HOUR;
use samtycke_server::db::Value as Sql;
use samtycke_server::http::api;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

use crate::access;
use crate::harness::{Tenant, World, link, two_purposes};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

on_both_databases!(
    without_a_valid_key_nothing_is_answered,
    each_role_may_do_its_part_and_no_more,
    another_tenants_key_gets_404_for_every_id,
    another_tenants_lists_and_bulk_actions_see_nothing,
    the_same_person_at_two_tenants_is_two_candidates,
    a_sign_in_link_works_once,
    a_sign_in_link_ends,
    a_session_ends,
    asking_for_a_link_says_nothing_about_who_exists,
    secrets_rest_as_hashes,
);

/// One operation of the staff API.
struct Operation {
    method: Method,
    path: String,
}

/// Every operation that takes an API key, from the API's own description: none is forgotten here.
fn staff_operations(w: &World) -> Vec<Operation> {
    let document = serde_json::to_value(api::document(&w.app)).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if operation.get("security").is_some() {
                let method = method.to_uppercase().parse().unwrap();
                operations.push(Operation {
                    method,
                    path: path.clone(),
                });
            }
        }
    }
    assert!(operations.len() >= 20, "{}", operations.len());
    operations
}

/// A body the operation would accept.
fn body_of(operation: &Operation) -> Value {
    let path = operation.path.as_str();
    match operation.method.as_str() {
        "GET" | "DELETE" => Value::Null,
        "PATCH" if path.starts_with("/v1/webhooks") => json!({ "events": ["consent.given"] }),
        "PATCH" => json!({ "name": "Nytt Namn" }),
        _ if path == "/v1/webhooks" => json!({ "url": "https://hooks.exempel.example/ny" }),
        _ if path.ends_with("/secret") || path.ends_with("/test") => Value::Null,
        _ if path.ends_with("/publish") => json!({ "change": "editorial" }),
        _ if path.contains("/versions") => two_purposes("Text", 12),
        _ if path.ends_with("/consents") => {
            json!({ "how": "paper", "note": "x", "purposes": ["future_jobs"] })
        }
        _ if path == "/v1/consent-texts" => json!({ "name": "Text" }),
        _ if path == "/v1/candidates" => {
            json!({ "email": "ny@exempel.example", "name": "Ny", "source_detail": "Mässan" })
        }
        _ if path == "/v1/candidates/import" => json!({}),
        _ if path == "/v1/renewals" => json!({ "filter": {}, "dry_run": true }),
        _ if path == "/v1/erasures" => json!({ "filter": {}, "dry_run": true }),
        _ if path == "/v1/settings" => json!({
            "name": "Exempelbolaget", "contact": "personal@exempelbolaget.example", "time_zone": "Europe/Stockholm",
            "language": "sv", "lead_days": 45, "reminder_days": [14, 27]
        }),
        _ => panic!("say here what {} {path} takes", operation.method),
    }
}

/// The path with ids of things that exist.
async fn filled(w: &World, tenant: &Tenant, path: &str) -> String {
    let candidate = w
        .texts(
            "SELECT id FROM candidates WHERE tenant_id = $1",
            &[Sql::from(tenant.id.as_str())],
        )
        .await;
    let erasure = w
        .texts(
            "SELECT id FROM erasures WHERE tenant_id = $1",
            &[Sql::from(tenant.id.as_str())],
        )
        .await;
    let id = match path.split('/').nth(2).unwrap() {
        "candidates" => candidate[0].clone(),
        "erasures" => erasure[0].clone(),
        "batches" => w
            .texts(
                "SELECT id FROM batches WHERE tenant_id = $1",
                &[Sql::from(tenant.id.as_str())],
            )
            .await[0]
            .clone(),
        "consent-texts" => w.text_id(tenant).await,
        "webhooks" => a_webhook(w, tenant).await,
        _ if !path.contains("{id}") => String::new(),
        other => panic!("say here whose id {other} takes"),
    };
    path.replace("{id}", &id).replace("{n}", "1")
}

/// The tenant's webhook, which is made if it is not there: some operations remove it.
async fn a_webhook(w: &World, tenant: &Tenant) -> String {
    let own = [Sql::from(tenant.id.as_str())];
    let there = w
        .texts("SELECT id FROM webhooks WHERE tenant_id = $1", &own)
        .await;
    if let Some(id) = there.into_iter().next() {
        return id;
    }
    // Nobody listens there: a test of it fails at once.
    let new = json!({ "url": "http://127.0.0.1:9/" });
    let made = w
        .api_post(&tenant.admin, "/v1/webhooks", &new)
        .await
        .expect(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

/// A tenant with one of everything.
async fn with_everything(w: &World) -> Tenant {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let anna = json!({ "ids": [w.id_of(&tenant, ANNA).await], "confirm_count": 1 });
    w.api_post(&tenant.recruiter, "/v1/erasures", &anna)
        .await
        .expect(200);
    tenant
}

async fn without_a_valid_key_nothing_is_answered(w: &World) {
    let tenant = with_everything(w).await;
    w.sql(
        "UPDATE api_keys SET revoked_at = 1 WHERE role = 'auditor'",
        &[],
    )
    .await;
    for operation in staff_operations(w) {
        let path = operation
            .path
            .replace("{id}", &tenant.id)
            .replace("{n}", "1");
        for key in [
            "",
            "samtycke_wrong",
            &tenant.admin.to_lowercase(),
            &tenant.auditor,
        ] {
            let answer = w
                .api(key, operation.method.clone(), &path, &body_of(&operation))
                .await;
            assert_eq!(answer.status, 401, "{} {path}", operation.method);
            assert!(answer.problem_fields().is_empty());
        }
    }
    assert_eq!(
        w.call(
            axum::http::Request::get("/v1/candidates")
                .body(axum::body::Body::empty())
                .unwrap()
        )
        .await
        .status,
        401
    );
}

async fn each_role_may_do_its_part_and_no_more(w: &World) {
    let tenant = with_everything(w).await;
    for operation in staff_operations(w) {
        let path = filled(w, &tenant, &operation.path).await;
        let needed = access::needs(operation.method.as_str(), &operation.path);
        for (key, role) in [
            (&tenant.recruiter, Role::Recruiter),
            (&tenant.auditor, Role::Auditor),
        ] {
            let allowed = role.may(needed);
            let answer = w
                .api(key, operation.method.clone(), &path, &body_of(&operation))
                .await;
            let forbidden = answer.status == 403;
            assert_eq!(
                forbidden,
                !allowed,
                "{} {path}: {}",
                operation.method,
                answer.text()
            );
        }
        if operation.method == Method::DELETE && operation.path.starts_with("/v1/candidates") {
            w.register(&tenant, "next@exempel.example").await;
        }
    }
}

async fn another_tenants_key_gets_404_for_every_id(w: &World) {
    let tenant = with_everything(w).await;
    let other = w.tenant_named("Annanfirma").await;
    let mut tried = 0;
    for operation in staff_operations(w)
        .iter()
        .filter(|operation| operation.path.contains("{id}"))
    {
        let path = filled(w, &tenant, &operation.path).await;
        let foreign = w
            .api(
                &other.admin,
                operation.method.clone(),
                &path,
                &body_of(operation),
            )
            .await
            .expect(404);
        let unknown = operation
            .path
            .replace("{id}", &crate::harness::new_id())
            .replace("{n}", "1");
        let unknown = w
            .api(
                &other.admin,
                operation.method.clone(),
                &unknown,
                &body_of(operation),
            )
            .await
            .expect(404);
        assert_eq!(
            foreign.text(),
            unknown.text(),
            "foreign and unknown look the same"
        );
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
    assert_eq!(
        w.listed(&tenant, KIM).await.unwrap()["name"],
        "Kim Exempel",
        "nothing was changed"
    );
    assert_eq!(w.shown(&tenant).await["version"], 1);
}

async fn another_tenants_lists_and_bulk_actions_see_nothing(w: &World) {
    let tenant = with_everything(w).await;
    let other = w.tenant_named("Annanfirma").await;
    let id = w.id_of(&tenant, KIM).await;
    for path in [
        "/v1/candidates",
        "/v1/candidates?q=kim",
        "/v1/erasures",
        "/v1/audit",
    ] {
        let page = w.api_get(&other.admin, path).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item["action"] == "candidates.listed"),
            "{path}: {page}"
        );
    }
    let texts = w
        .api_get(&other.admin, "/v1/consent-texts")
        .await
        .expect(200)
        .json();
    assert_ne!(texts["items"][0]["id"], json!(w.text_id(&tenant).await));
    assert_eq!(texts["items"].as_array().unwrap().len(), 1);
    let overview = w
        .api_get(&other.admin, "/v1/overview")
        .await
        .expect(200)
        .json();
    assert_eq!(overview["candidates"], 0);
    for (path, body) in [
        ("/v1/renewals", json!({ "ids": [id] })),
        ("/v1/erasures", json!({ "ids": [id], "confirm_count": 0 })),
        ("/v1/renewals", json!({ "filter": {} })),
        ("/v1/erasures", json!({ "filter": {}, "confirm_count": 0 })),
    ] {
        assert_eq!(
            w.api_post(&other.admin, path, &body)
                .await
                .expect(200)
                .json()["count"],
            0,
            "{path}"
        );
    }
    assert_eq!(w.count("candidates", &[]).await, 1);
    assert_eq!(w.count("renewals", &[]).await, 1);
}

async fn the_same_person_at_two_tenants_is_two_candidates(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    w.consent(&tenant, ANNA).await;
    w.consent(&other, ANNA).await;
    w.work().await;
    let mut mails = w.mails_to(ANNA, Kind::Confirmation);
    mails.sort_by(|a, b| b.from_name.cmp(&a.from_name));
    assert_eq!(mails[0].from_name, "Exempelbolaget");
    w.form(&link(&mails[0], "/me/"), &[("action", "withdraw")])
        .await
        .expect(200);
    assert_eq!(
        (
            w.listed(&tenant, ANNA).await,
            w.status_of(&other, ANNA).await.as_str()
        ),
        (None, "valid")
    );
}

/// The token of a link as `tenant add` prints it, for the tenant's first admin.
async fn sign_in_token(w: &World) -> String {
    let mut tx = w.app.db.begin().await.unwrap();
    let admin = auth::store::staff_by_email(&mut tx, "personal@exempelbolaget.example")
        .await
        .unwrap()
        .remove(0);
    let url = auth::add_sign_in_link(
        &w.app,
        &mut tx,
        &admin.tenant_id,
        &admin.id,
        &w.app.new_id(),
        FIRST_LINK_LIFETIME,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    url.rsplit('/').next().unwrap().to_owned()
}

async fn a_sign_in_link_works_once(w: &World) {
    let tenant = w.tenant().await;
    let token = sign_in_token(w).await;
    auth::peek_sign_in_link(&w.app, &token).await.unwrap();
    let (one, two) = tokio::join!(auth::sign_in(&w.app, &token), auth::sign_in(&w.app, &token));
    assert_ne!(
        one.is_ok(),
        two.is_ok(),
        "looking used nothing up, and one of two wins"
    );
    let session = one.or(two).unwrap();
    assert_eq!(
        auth::by_session(&w.app, &session).await.unwrap().tenant_id,
        tenant.id
    );
    assert!(auth::sign_in(&w.app, &token).await.is_err());
    assert!(
        auth::by_session(&w.app, &token).await.is_err(),
        "a link is no session"
    );
}

async fn a_sign_in_link_ends(w: &World) {
    w.tenant().await;
    let token = sign_in_token(w).await;
    w.advance(25 * HOUR);
    assert!(auth::peek_sign_in_link(&w.app, &token).await.is_err());
    assert!(auth::sign_in(&w.app, &token).await.is_err());
}

async fn a_session_ends(w: &World) {
    w.tenant().await;
    let session = auth::sign_in(&w.app, &sign_in_token(w).await)
        .await
        .unwrap();
    for _ in 0..SESSION_LIFETIME / HOUR - 1 {
        w.advance(HOUR);
        auth::by_session(&w.app, &session).await.unwrap();
    }
    w.advance(HOUR - 1);
    auth::by_session(&w.app, &session).await.unwrap();
    w.advance(1);
    assert!(auth::by_session(&w.app, &session).await.is_err());
}

async fn asking_for_a_link_says_nothing_about_who_exists(w: &World) {
    w.tenant().await;
    auth::request_sign_in(&w.app, "nobody@exempel.example")
        .await
        .unwrap();
    w.work().await;
    assert_eq!(w.mailer.sent().len(), 0);
    let page = w.get("/console").await;
    assert!(page.status == 303 || page.status == 401, "{}", page.status);
}

async fn secrets_rest_as_hashes(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let token = sign_in_token(w).await;
    let session = auth::sign_in(&w.app, &token).await.unwrap();
    let review = w.review_link(KIM).trim_start_matches("/r/").to_owned();
    let me = w.me_link(ANNA).trim_start_matches("/me/").to_owned();
    for secret in [tenant.admin, tenant.recruiter, token, session, review, me] {
        for (table, column) in [
            ("api_keys", "key_hash"),
            ("sessions", "token_hash"),
            ("sign_in_links", "token_hash"),
            ("renewals", "token_hash"),
            ("candidates", "link_hash"),
        ] {
            let holding = format!("{table} WHERE {column} LIKE $1");
            assert_eq!(
                w.count(&holding, &[Sql::from(format!("%{secret}%"))]).await,
                0,
                "{table}"
            );
        }
    }
}
