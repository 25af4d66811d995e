//! The page that verifies in the reader's browser.

use axum::body::Body;
use axum::http::{Request, header};

use crate::harness::World;

on_both_databases!(
    the_page_speaks_the_readers_language,
    the_page_may_run_our_script_and_reach_nobody_else,
);

async fn accepting(w: &World, path: &str, languages: &str) -> String {
    let request = Request::get(path).header(header::ACCEPT_LANGUAGE, languages);
    w.call(request.body(Body::empty()).unwrap())
        .await
        .expect(200)
        .text()
}

async fn the_page_speaks_the_readers_language(w: &World) {
    let page = accepting(w, "/verify", "fi,da-DK;q=0.8,en;q=0.5").await;
    assert!(page.contains("<html lang=\"da\">"), "{page}");
    let page = accepting(w, "/verify?lang=sv", "da").await;
    assert!(page.contains("<html lang=\"sv\">"), "{page}");
    assert!(page.contains("från samtycke.example"), "{page}");
    let page = w.get("/verify").await.expect(200).text();
    assert!(page.contains("<html lang=\"en\">"), "{page}");
}

async fn the_page_may_run_our_script_and_reach_nobody_else(w: &World) {
    let answer = w.get("/verify").await.expect(200);
    let policy = answer.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval';",
        "connect-src 'self';",
        "form-action 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    for page in ["/me/unknown", "/healthz"] {
        let answer = w.get(page).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(!policy.contains("script-src"), "{page}: {policy}");
    }
}
