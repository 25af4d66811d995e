//! What operators watch.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use samtycke_server::clock::{DAY, MINUTE, SECOND};
use samtycke_server::http;
use serde_json::json;
use tower::ServiceExt;

use crate::harness::{Answer, METRICS_TOKEN, START, World};

on_both_databases!(
    metrics_are_for_whoever_has_the_token,
    without_a_token_in_the_settings_there_is_no_page,
    what_waits_is_counted_until_it_is_seen_to,
    requests_are_told_by_route_and_never_as_typed,
    figures_are_kept_for_a_moment,
    a_database_that_does_not_answer_is_told,
);

async fn ask(w: &World, authorization: &str) -> Answer {
    let request = Request::get("/metrics").header(header::AUTHORIZATION, authorization);
    w.call(request.body(Body::empty()).unwrap()).await
}

async fn metrics(w: &World) -> String {
    let answer = ask(w, &format!("Bearer {METRICS_TOKEN}")).await;
    answer.expect(200).text()
}

/// The figures of one name, by what stands before them.
fn figure(text: &str, name: &str) -> i64 {
    let start = format!("samtycke_{name} ");
    let line = text.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line[start.len()..].parse().unwrap()
}

/// After the moment that figures are kept for.
async fn later(w: &World) -> String {
    w.advance(5 * SECOND);
    metrics(w).await
}

async fn metrics_are_for_whoever_has_the_token(w: &World) {
    let tenant = w.tenant().await;
    w.get("/metrics").await.expect(401);
    let almost = &METRICS_TOKEN[1..];
    for wrong in ["Bearer ", "Bearer x", METRICS_TOKEN, almost] {
        ask(w, wrong).await.expect(401);
    }
    ask(w, &format!("Bearer {}", tenant.admin))
        .await
        .expect(401);
    let right = ask(w, &format!("Bearer {METRICS_TOKEN}")).await;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    assert_eq!(right.header("content-type"), Some(kind));
    let request = Request::get("/metrics")
        .header(header::AUTHORIZATION, format!("Bearer {METRICS_TOKEN}"))
        .header(
            header::ACCEPT,
            "application/openmetrics-text;version=1.0.0,*/*;q=0.1",
        );
    let newer = w
        .call(request.body(Body::empty()).unwrap())
        .await
        .expect(200);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(newer.header("content-type"), Some(kind));
    assert!(newer.text().ends_with("# EOF\n"));
}

async fn without_a_token_in_the_settings_there_is_no_page(w: &World) {
    let mut app = w.another_server().await;
    Arc::get_mut(&mut app).unwrap().config.metrics_token = None;
    let request = Request::get("/metrics").header(header::AUTHORIZATION, "Bearer ");
    let request = request.body(Body::empty()).unwrap();
    let answer = http::router(app.clone()).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 404);
    app.db.close().await;
}

async fn what_waits_is_counted_until_it_is_seen_to(w: &World) {
    let tenant = w.tenant().await;
    let new = json!({ "url": "https://93.184.215.14/hook", "events": [] });
    w.api_post(&tenant.admin, "/v1/webhooks", &new)
        .await
        .expect(201);
    let text = metrics(w).await;
    for name in [
        "mails_waiting",
        "mails_oldest_waiting_seconds",
        "renewals_due",
        "erasures_awaiting_approval",
        "log_tree_size",
        "log_pending_leaves",
        "log_checkpoint_timestamp_seconds",
        "webhook_deliveries_waiting",
    ] {
        assert_eq!(figure(&text, name), 0, "{name}");
    }
    assert_eq!(figure(&text, "database_up"), 1);
    w.consent(&tenant, "robin@exempel.example").await;
    w.register(&tenant, "kim@exempel.example").await;
    w.advance(MINUTE);
    let text = later(w).await;
    assert_eq!(figure(&text, "mails_waiting"), 2);
    assert_eq!(figure(&text, "mails_oldest_waiting_seconds"), 65);
    assert!(figure(&text, "log_pending_leaves") >= 1);
    assert!(figure(&text, "webhook_deliveries_waiting") >= 1);
    let pending = figure(&text, "log_pending_leaves");
    w.work().await;
    let text = later(w).await;
    assert_eq!(figure(&text, "mails_waiting"), 0);
    assert_eq!(figure(&text, "mails_oldest_waiting_seconds"), 0);
    assert_eq!(figure(&text, "log_pending_leaves"), 0);
    assert!(figure(&text, "log_tree_size") >= pending);
    let signed = figure(&text, "log_checkpoint_timestamp_seconds");
    assert!(signed >= START / SECOND, "{signed}");
    assert_eq!(figure(&text, "renewals_due"), 0);
    w.advance(15 * DAY);
    assert_eq!(figure(&later(w).await, "renewals_due"), 1);
    w.sql(
        "UPDATE tenants SET sweep_stopped_at = 1, sweep_due = 60",
        &[],
    )
    .await;
    let text = later(w).await;
    assert_eq!(figure(&text, "erasures_awaiting_approval"), 1);
    for secret in ["robin", "kim", "exempel", &tenant.id, &tenant.site_key] {
        assert!(!text.to_lowercase().contains(secret), "{secret}");
    }
}

async fn requests_are_told_by_route_and_never_as_typed(w: &World) {
    w.get("/healthz").await.expect(200);
    w.get("/healthz").await.expect(200);
    w.get("/r/en-hemlig-nyckel").await;
    w.get("/nowhere-at-all").await.expect(404);
    let odd = Request::builder().method("ODD").uri("/healthz");
    w.call(odd.body(Body::empty()).unwrap()).await.expect(405);
    let text = metrics(w).await;
    let count = |labels: &str| {
        let line = format!("http_request_duration_seconds_count{{{labels}}}");
        figure(&text, &line)
    };
    assert_eq!(count("method=\"GET\",route=\"/healthz\",status=\"2xx\""), 2);
    assert_eq!(
        count("method=\"other\",route=\"/healthz\",status=\"4xx\""),
        1
    );
    assert_eq!(count("method=\"GET\",route=\"none\",status=\"4xx\""), 1);
    assert!(text.contains("route=\"/r/{token}\""), "{text}");
    for typed in ["hemlig", "nowhere", "ODD"] {
        assert!(!text.contains(typed), "{typed}");
    }
    let version = env!("CARGO_PKG_VERSION");
    let database = if w.is_postgres() {
        "postgres"
    } else {
        "sqlite"
    };
    let build = format!("build_info{{version=\"{version}\",database=\"{database}\"}}");
    assert_eq!(figure(&text, &build), 1);
}

async fn figures_are_kept_for_a_moment(w: &World) {
    let tenant = w.tenant().await;
    metrics(w).await;
    w.consent(&tenant, "robin@exempel.example").await;
    assert_eq!(figure(&metrics(w).await, "mails_waiting"), 0);
    w.advance(5 * SECOND - 1);
    assert_eq!(figure(&metrics(w).await, "mails_waiting"), 0);
    w.advance(1);
    assert_eq!(figure(&metrics(w).await, "mails_waiting"), 1);
}

async fn a_database_that_does_not_answer_is_told(w: &World) {
    let app = w.another_server().await;
    app.db.close().await;
    let text = samtycke_server::metrics::text(&app).await.unwrap();
    assert_eq!(figure(&text, "database_up"), 0);
    assert!(!text.contains("mails_waiting"), "{text}");
}
