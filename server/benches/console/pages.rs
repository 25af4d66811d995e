//! How long each page takes, asked of the router as the network would.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use samtycke_server::app::App;
use samtycke_server::db::Value;
use samtycke_server::http::extract::SESSION_COOKIE;
use samtycke_server::{auth, fetch_all_dynamic, http};
use tower::ServiceExt;

use crate::seed::Seeded;

/// Milliseconds.
pub struct Times {
    pub p50: f64,
    pub p99: f64,
}

pub const FILTERS: [&str; 24] = [
    "",
    "status=awaiting",
    "status=valid",
    "status=expiring",
    "status=expired",
    "status=invalidated",
    "status=refused",
    "status=held",
    "q=exempelsson",
    "q=%C3%A5ke+prov",
    "q=alva.provberg.1",
    "text_version=1",
    "text_version=3",
    "purpose=share_with_group",
    "purpose=newsletter",
    "source=staff",
    "source=import",
    "renewal=asked",
    "renewal=bounced",
    "consented_after=2026-10-01",
    "consented_before=2025-03-01",
    "deadline_within=7",
    "status=valid&source=staff&purpose=share_with_group",
    "status=awaiting&source=import&renewal=asked&q=ulf",
];
pub const SORTS: [&str; 4] = ["newest", "name", "consent", "deadline"];

/// Each page's name and times, in the order they are printed.
pub async fn times(app: &Arc<App>, seeded: &Seeded, requests: usize) -> Vec<(String, Times)> {
    let token = seeded.sign_in_url.rsplit('/').next().unwrap();
    let session = auth::sign_in(app, token).await.unwrap();
    let cookie = format!("{SESSION_COOKIE}={session}");
    let router = http::router(app.clone());
    let mut all = Vec::new();
    for (name, path) in paths(app, seeded).await {
        if let Some(times) = time(&router, &cookie, &path, requests).await {
            all.push((name, times));
        }
    }
    all
}

async fn paths(app: &App, seeded: &Seeded) -> Vec<(String, String)> {
    let middle = middle(app, &seeded.tenant_id).await;
    let list = "/console/candidates";
    let mut paths: Vec<(String, String)> = [
        ("overview", "/console".to_owned()),
        ("one candidate", format!("{list}/{}", middle.id)),
        ("erase preview", format!("{list}/{}/erase", middle.id)),
        ("to do", "/console/tasks".to_owned()),
        ("texts", "/console/texts".to_owned()),
        ("erasures", "/console/erasures".to_owned()),
        ("audit", "/console/audit".to_owned()),
        ("settings", "/console/settings".to_owned()),
        ("deep, newest", format!("{list}?cursor={}", middle.id)),
        (
            "deep, newest, back",
            format!("{list}?cursor=-{}", middle.id),
        ),
        (
            "deep, name",
            format!("{list}?sort=name&cursor={}", middle.id),
        ),
        (
            "deep, name, back",
            format!("{list}?sort=name&cursor=-{}", middle.id),
        ),
        (
            "deep, consent",
            format!("{list}?sort=consent&cursor={}_{}", middle.at, middle.id),
        ),
    ]
    .map(|(name, path)| (name.to_owned(), path))
    .to_vec();
    for filter in FILTERS {
        for sort in SORTS {
            paths.push((
                format!("{filter} by {sort}"),
                format!("{list}?{filter}&sort={sort}"),
            ));
        }
    }
    // An empty filter leaves an ampersand nobody minds, but the address is checked strictly.
    paths
        .into_iter()
        .map(|(name, path)| (name, path.replace("?&", "?")))
        .collect()
}

struct Middle {
    id: String,
    at: i64,
}

async fn middle(app: &App, tenant: &str) -> Middle {
    let mut tx = app.db.read().await.unwrap();
    let sql = "SELECT id, consented_at FROM candidates WHERE tenant_id = $1 AND consented_at IS NOT NULL AND id >= '019'
               ORDER BY id LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM candidates WHERE tenant_id = $1)"
        .to_owned();
    let rows = fetch_all_dynamic!(&mut tx, (String, i64), sql, &[Value::from(tenant)]).unwrap();
    let (id, at) = rows.into_iter().next().unwrap();
    Middle { id, at }
}

/// Nothing for a page that is not there.
async fn time(router: &Router, cookie: &str, path: &str, requests: usize) -> Option<Times> {
    let mut times = Vec::with_capacity(requests);
    for round in 0..requests + 3 {
        let request = Request::get(path).header(header::COOKIE, cookie);
        let request = request.body(Body::empty()).unwrap();
        let begun = Instant::now();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        answer.into_body().collect().await.unwrap();
        let took = begun.elapsed();
        if status == StatusCode::NOT_FOUND {
            return None;
        }
        assert_eq!(status, StatusCode::OK, "{path}");
        if round >= 3 {
            times.push(took);
        }
    }
    times.sort_unstable();
    let at = |p: f64| millis(times[((times.len() - 1) as f64 * p).round() as usize]);
    Some(Times {
        p50: at(0.5),
        p99: at(0.99),
    })
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
