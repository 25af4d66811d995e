//! The contract's form: problems, limits, origins, and the description of it all.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use samtycke_server::app::App;
use samtycke_server::config::Config;
use samtycke_server::http;
use samtycke_server::keys::Keys;
use samtycke_server::random::Random;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::harness::{Engine, ORIGIN, World};

const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    unreadable_bodies_are_clear_problems,
    pages_of_other_origins_are_refused_and_read_nothing,
    a_zero_byte_is_nobodys_error,
    unknown_addresses_answer_with_problems,
    a_wrong_method_is_told_which_one_is_right,
    health_is_answered,
    public_endpoints_have_a_limit_for_each_address,
);

async fn raw(
    w: &World,
    path: &str,
    content_type: Option<&str>,
    body: Vec<u8>,
) -> crate::harness::Answer {
    let mut request = Request::post(path).header(header::ORIGIN, ORIGIN);
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    w.call(request.body(Body::from(body)).unwrap()).await
}

async fn unreadable_bodies_are_clear_problems(w: &World) {
    let tenant = w.tenant().await;
    let consents = format!("/v1/sites/{}/consents", tenant.site_key);
    let json_type = Some("application/json");
    for path in [
        consents.as_str(),
        "/v1/receipts/verify",
        "/v1/receipts/proof",
    ] {
        let huge = format!("{{\"receipt\":\"{}\"}}", "x".repeat(1_000_000)).into_bytes();
        let answer = raw(w, path, json_type, huge).await.expect(413);
        assert!(answer.problem_fields().is_empty(), "{path}");
        let medium = format!("{{\"receipt\":\"{}\"}}", "x".repeat(200_000)).into_bytes();
        raw(w, path, json_type, medium)
            .await
            .expect(413)
            .problem_fields();
        for broken in [&b"{"[..], b"", b"\xff\xfe"] {
            let answer = raw(w, path, json_type, broken.to_vec()).await;
            assert!(answer.status == 400, "{path} {broken:?}: {}", answer.status);
            answer.problem_fields();
        }
        raw(w, path, None, b"{}".to_vec())
            .await
            .expect(400)
            .problem_fields();
        raw(w, path, json_type, b"{}".to_vec())
            .await
            .expect(422)
            .problem_fields();
        raw(w, path, json_type, b"[]".to_vec())
            .await
            .expect(422)
            .problem_fields();
    }
    assert_eq!(
        (
            w.count("events", &[]).await,
            w.count("candidates", &[]).await
        ),
        (0, 0)
    );
}

async fn pages_of_other_origins_are_refused_and_read_nothing(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, ANNA).await;
    let consents = format!("/v1/sites/{}/consents", tenant.site_key);
    let text = format!("/v1/sites/{}/consent-text", tenant.site_key);
    for foreign in [
        "https://evil.example",
        "null",
        "http://jobb.exempel.example",
        "https://jobb.exempel.example.evil.example",
    ] {
        let answer = w
            .post(&consents, Some(foreign), &submission)
            .await
            .expect(403);
        answer.problem_fields();
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let request = Request::get(&text)
            .header(header::ORIGIN, foreign)
            .body(Body::empty())
            .unwrap();
        let answer = w.call(request).await.expect(403);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(!answer.text().contains("body_html"));
    }
    assert_eq!(w.count("events", &[]).await, 0);
    let answer = w
        .post(&consents, Some(ORIGIN), &submission)
        .await
        .expect(201);
    assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
    let stale = json!({ "served": "x" });
    let problem = w.post(&consents, Some(ORIGIN), &stale).await.expect(422);
    assert_eq!(
        problem.header("access-control-allow-origin"),
        Some(ORIGIN),
        "the page can read what is wrong"
    );
    let preflight = Request::options(&consents)
        .header(header::ORIGIN, ORIGIN)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
        .body(Body::empty())
        .unwrap();
    let answer = w.call(preflight).await.expect(200);
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type")
    );
    // Whoever holds a receipt may verify it, from any page.
    let answer = w
        .post(
            "/v1/receipts/verify",
            Some("https://evil.example"),
            &json!({ "receipt": "x" }),
        )
        .await
        .expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

/// PostgreSQL takes no zero byte in a text; SQLite does.
async fn a_zero_byte_is_nobodys_error(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    for path in [
        "/v1/candidates/%00",
        "/v1/candidates?q=a%00b",
        "/v1/candidates?cursor=%00",
        "/v1/erasures?cursor=%00",
        "/v1/erasures/%00",
        "/v1/audit?cursor=%00",
        "/v1/consent-texts/%00/versions",
    ] {
        let answer = w.api_get(&tenant.admin, path).await;
        assert!(
            [200, 400, 404, 422].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
    w.get("/v1/sites/%00/consent-text").await.expect(404);
    for (path, body) in [
        (
            "/v1/candidates".to_owned(),
            json!({ "email": "n@exempel.example", "name": "N", "source_detail": "a\u{0}b" }),
        ),
        ("/v1/consent-texts".to_owned(), json!({ "name": "a\u{0}b" })),
        (
            format!("/v1/candidates/{id}/consents"),
            json!({ "how": "paper", "note": "a\u{0}b", "purposes": ["future_jobs"] }),
        ),
    ] {
        let answer = w.api_post(&tenant.admin, &path, &body).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text());
    }
    let hold = json!({ "held_until": "2026-12-31", "hold_reason": "a\u{0}b" });
    assert_eq!(w.patch(&tenant, &id, &hold).await.status, 422);
    let mut submission = w.submission(&tenant, ANNA).await;
    submission["page_url"] = json!("https://x.example/\u{0}");
    assert_eq!(w.submit(&tenant, &submission).await.status, 422);
    let mut settings = w
        .api_get(&tenant.admin, "/v1/settings")
        .await
        .expect(200)
        .json();
    settings["authority"] = json!("a\u{0}b");
    let answer = w
        .api(
            &tenant.admin,
            axum::http::Method::PUT,
            "/v1/settings",
            &settings,
        )
        .await;
    assert_eq!(answer.status, 422);
}

async fn unknown_addresses_answer_with_problems(w: &World) {
    let tenant = w.tenant().await;
    for path in ["/v1/unknown", "/v2/candidates", "/v1/sites/x"] {
        w.get(path).await.expect(404).problem_fields();
    }
    let versions = format!("/v1/consent-texts/{}/versions", w.text_id(&tenant).await);
    for number in ["99", "0", "-1", "x", "99999999999999999999"] {
        let answer = w
            .api_get(&tenant.admin, &format!("{versions}/{number}"))
            .await;
        assert!(
            [400, 404].contains(&answer.status),
            "{number}: {}",
            answer.status
        );
        answer.problem_fields();
    }
}

async fn a_wrong_method_is_told_which_one_is_right(w: &World) {
    let answer = w.get("/v1/receipts/verify").await.expect(405);
    answer.problem_fields();
    assert_eq!(answer.header("allow"), Some("POST"));
}

async fn health_is_answered(w: &World) {
    w.get("/healthz").await.expect(200);
    w.get("/readyz").await.expect(200);
}

async fn public_endpoints_have_a_limit_for_each_address(w: &World) {
    let tenant = w.tenant().await;
    let app = limited(w, 5);
    let router = http::router(app);
    let path = format!("/v1/sites/{}/consent-text", tenant.site_key);
    let from = |address: &str, forwarded: Option<&str>| {
        let peer: SocketAddr = address.parse().unwrap();
        let mut request = Request::get(&path).extension(ConnectInfo(peer));
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        router.clone().oneshot(request.body(Body::empty()).unwrap())
    };
    for _ in 0..5 {
        assert_eq!(from("203.0.113.1:1", None).await.unwrap().status(), 200);
    }
    let refused = from("203.0.113.1:2", None).await.unwrap();
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(
        from("203.0.113.1:2", Some("198.51.100.9"))
            .await
            .unwrap()
            .status(),
        429,
        "a stranger's header counts for nothing"
    );
    assert_eq!(
        from("203.0.113.2:1", None).await.unwrap().status(),
        200,
        "another address"
    );
    for _ in 0..5 {
        assert_eq!(
            from("10.0.0.1:1", Some("198.51.100.1, 10.0.0.1"))
                .await
                .unwrap()
                .status(),
            200
        );
    }
    assert_eq!(
        from("10.0.0.1:1", Some("198.51.100.1"))
            .await
            .unwrap()
            .status(),
        429,
        "behind our own proxy the header counts"
    );
    assert_eq!(
        from("10.0.0.1:1", Some("198.51.100.2"))
            .await
            .unwrap()
            .status(),
        200
    );
    for last in 1..=5 {
        assert_eq!(
            from(&format!("[2001:db8::{last}]:1"), None)
                .await
                .unwrap()
                .status(),
            200
        );
    }
    assert_eq!(
        from("[2001:db8::6]:1", None).await.unwrap().status(),
        429,
        "one customer's addresses are one"
    );
}

fn limited(w: &World, per_minute: u32) -> Arc<App> {
    let config = Config {
        rate_limit_per_minute: per_minute,
        trusted_proxies: "10.0.0.1".to_owned(),
        ..w.app.config.clone()
    };
    let random = Random::seeded(99);
    let keys = Keys::open(&config.key_dir(), &random, &config.public_url()).unwrap();
    Arc::new(App::new(
        config,
        w.app.db.clone(),
        w.clock.clone(),
        random,
        keys,
        w.mailer.clone(),
    ))
}

/// `UPDATE=1` writes the file anew.
#[tokio::test]
async fn the_committed_description_is_the_one_served() {
    let w = World::open(Engine::Sqlite).await;
    let served = w.get("/openapi.json").await.expect(200).json();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, serde_json::to_string_pretty(&served).unwrap() + "\n").unwrap();
    }
    let committed =
        std::fs::read_to_string(path).expect("server/openapi.json: run this test with UPDATE=1");
    let committed: Value = serde_json::from_str(&committed).unwrap();
    assert_eq!(
        committed, served,
        "server/openapi.json is stale: run this test with UPDATE=1"
    );
    w.finish().await;
}
