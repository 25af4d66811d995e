//! Rule 21: who looked at or changed which candidate, and who can find that out.

use samtycke_server::auth::Role;
use samtycke_server::clock::DAY;
use samtycke_server::db::Value as Sql;
use samtycke_server::erasure::places;
use samtycke_server::http::console;
use serde_json::{Value, json};

use crate::harness::{Seat, Tenant, World};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

on_both_databases!(
    every_look_and_every_change_in_the_console_is_written,
    lists_of_names_are_looks_too,
    each_filter_finds_its_entries,
    a_filter_that_is_not_understood_finds_nothing,
    pages_follow_each_other_without_gap_or_repetition,
    the_export_is_whole_harmless_and_written_down,
    what_an_erasure_leaves_names_nobody,
    changed_fields_are_named_not_what_they_hold,
    the_page_shows_people_and_words,
);

/// The console's routes about one candidate, from its own table: none is forgotten here.
fn candidate_routes() -> Vec<(&'static str, String)> {
    let routes: Vec<_> = console::ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/candidates/{id}"))
        .map(|route| (route.method, route.path.to_owned()))
        .collect();
    assert!(routes.len() >= 14, "{routes:?}");
    routes
}

/// What the form of this route would send.
async fn fields(w: &World, tenant: &Tenant, id: &str, path: &str) -> Vec<(&'static str, String)> {
    let said = |fields: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    match path.trim_start_matches("/candidates/{id}/") {
        "edit" => said(&[("email", ANNA), ("name", "Nytt Namn"), ("language", "sv")]),
        "address" => said(&[("email", "ny.adress@exempel.example")]),
        "consents" => said(&[("form", "paper"), ("purpose", "future_jobs"), ("note", "x")]),
        "hold" => said(&[("reason", "Tvist"), ("until", "2026-12-31")]),
        "erase" => {
            let mut tx = w.app.db.read().await.unwrap();
            let counts = places::count(&mut tx, &tenant.id, id).await.unwrap();
            let all =
                counts.candidates + counts.search_terms + counts.consent_events + counts.mails;
            said(&[("confirm_count", &all.to_string())])
        }
        "renewal" | "hold/release" | "restriction" | "restriction/lift" => Vec::new(),
        other => panic!("say here what {other} takes, and see to it that it is written down"),
    }
}

async fn entries_about(w: &World, id: &str) -> i64 {
    w.count("audit WHERE candidate_id = $1", &[Sql::from(id)])
        .await
}

async fn every_look_and_every_change_in_the_console_is_written(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    for (method, route) in candidate_routes() {
        let consent = w.consent(&tenant, ANNA).await;
        w.work().await;
        let id = w.id_of(&tenant, ANNA).await;
        let path = format!("/console{route}")
            .replace("{id}", &id)
            .replace("{consent}", consent["consent_id"].as_str().unwrap());
        let form = match method {
            "post" => fields(w, &tenant, &id, &route).await,
            _ => Vec::new(),
        };
        let before = entries_about(w, &id).await;
        let answer = match method {
            "get" => w.page(&browser, &path).await.expect(200),
            _ => {
                let form: Vec<_> = form
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                w.press(&browser, &path, &form).await.expect(303)
            }
        };
        let after = entries_about(w, &id).await;
        assert!(
            after > before,
            "{method} {route} is not written: {}",
            answer.status
        );
        let by = w
            .texts(
                "SELECT actor FROM audit WHERE candidate_id = $1 ORDER BY id DESC",
                &[Sql::from(id.as_str())],
            )
            .await;
        assert_eq!(
            by[0],
            format!("staff:{}", browser.staff_id),
            "{method} {route}"
        );
        // Each route gets a candidate nothing was done to yet.
        w.sql("DELETE FROM candidate_terms", &[]).await;
        w.sql("DELETE FROM mails", &[]).await;
        w.sql("DELETE FROM events", &[]).await;
        w.sql("DELETE FROM erasures", &[]).await;
        // The log has them still, as after a restore.
        w.sql(
            "UPDATE log_head SET lost = size + (SELECT COUNT(*) FROM log_pending)",
            &[],
        )
        .await;
        w.sql("DELETE FROM renewals", &[]).await;
        w.sql("DELETE FROM candidates", &[]).await;
    }
}

async fn lists_of_names_are_looks_too(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    w.mail_server_refuses();
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let listed = || w.count("audit WHERE action = 'candidates.listed'", &[]);
    for path in ["/console/candidates", "/console/tasks"] {
        let before = listed().await;
        assert!(
            w.page(&browser, path)
                .await
                .expect(200)
                .text()
                .contains("Kim Exempel")
        );
        assert_eq!(listed().await, before + 1, "{path}");
    }
    let before = listed().await;
    let chosen = w
        .press(&browser, "/console/erasures/preview", &[("id", &id)])
        .await
        .expect(303);
    let page = w.page(&browser, chosen.location()).await.expect(200).text();
    assert!(page.contains("Kim Exempel"));
    assert_eq!(listed().await, before + 1);
}

async fn found(w: &World, tenant: &Tenant, query: &str) -> Vec<Value> {
    let page = w
        .api_get(&tenant.auditor, &format!("/v1/audit?{query}"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect()
}

async fn each_filter_finds_its_entries(w: &World) {
    let tenant = w.tenant().await;
    let other = w.tenant_named("Annanfirma").await;
    let kim = w.register(&tenant, KIM).await;
    w.register(&other, KIM).await;
    w.advance(DAY);
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let anna = w.register(&tenant, ANNA).await;
    w.advance(1);
    w.page(&browser, &format!("/console/candidates/{kim}"))
        .await
        .expect(200);
    let all = found(w, &tenant, "").await;
    assert_eq!(
        actions(&all),
        [
            "candidate.viewed",
            "candidate.registered",
            "candidate.registered"
        ],
        "newest first, and nobody else's"
    );
    let staff = format!("actor=staff:{}", browser.staff_id);
    assert_eq!(
        actions(&found(w, &tenant, &staff).await),
        ["candidate.viewed"]
    );
    let both = format!("{staff}&action=candidate.registered");
    assert_eq!(found(w, &tenant, &both).await, Vec::<Value>::new());
    let registered = found(w, &tenant, "action=candidate.registered").await;
    assert_eq!(registered.len(), 2);
    let about = found(w, &tenant, &format!("candidate={kim}")).await;
    assert_eq!(
        actions(&about),
        ["candidate.viewed", "candidate.registered"]
    );
    let early = found(w, &tenant, "to=2026-03-02").await;
    assert_eq!(early.len(), 1);
    assert_eq!(early[0]["candidate_id"], json!(kim));
    let late = found(w, &tenant, "from=2026-03-03&action=candidate.registered").await;
    assert_eq!(late[0]["candidate_id"], json!(anna));
    assert_eq!(late.len(), 1);
    assert_eq!(found(w, &tenant, "from=2026-03-04").await.len(), 0);
    assert_eq!(
        found(w, &tenant, "actor=&action=&candidate=&from=&to=")
            .await
            .len(),
        3
    );
}

async fn a_filter_that_is_not_understood_finds_nothing(w: &World) {
    let tenant = w.tenant().await;
    for (query, field) in [
        ("candidate=x", "candidate"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("cursor=x", "cursor"),
    ] {
        for path in ["/v1/audit", "/v1/audit/export"] {
            if (path, field) == ("/v1/audit/export", "cursor") {
                continue;
            }
            let answer = w.api_get(&tenant.auditor, &format!("{path}?{query}")).await;
            assert_eq!(answer.expect(422).problem_fields(), [field]);
        }
    }
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let page = w
        .page(&browser, "/console/audit?from=yesterday")
        .await
        .expect(422);
    assert!(page.text().contains("field-error"));
}

async fn pages_follow_each_other_without_gap_or_repetition(w: &World) {
    let tenant = w.tenant().await;
    for _ in 0..7 {
        w.api_get(&tenant.auditor, "/v1/candidates")
            .await
            .expect(200);
    }
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/audit?action=candidates.listed&limit=3&cursor={cursor}");
        let page = w.api_get(&tenant.auditor, &path).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(ids.len(), 7);
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
}

async fn the_export_is_whole_harmless_and_written_down(w: &World) {
    let tenant = w.tenant().await;
    let other = w.tenant_named("Annanfirma").await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    w.register(&other, KIM).await;
    let site = [
        ("name", "=cmd|' /C calc'!A0"),
        ("origins", "https://x.example"),
    ];
    w.press(&browser, "/console/settings/sites", &site)
        .await
        .expect(303);
    // More than one batch.
    for number in 0..2_100 {
        let id = w.app.new_id();
        w.sql(
            "INSERT INTO audit (tenant_id, id, at, actor, action) VALUES ($1, $2, $3, 'key:x', 'candidates.listed')",
            &[tenant.id.as_str().into(), id.into(), Sql::from(number)],
        )
        .await;
    }
    let answer = w.page(&browser, "/console/audit/export").await.expect(200);
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"audit-log.csv\"")
    );
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    // As a Swedish spreadsheet reads it.
    assert_eq!(lines[0], "time;actor;person;action;candidate_id;detail;id");
    assert_eq!(
        lines.len(),
        1 + 2_102 + 1,
        "one heading, every entry, the end"
    );
    assert!(
        lines.iter().any(|line| line.contains(";'=cmd|")),
        "{}",
        lines[2_101]
    );
    assert!(!text.contains(&other.id) && !text.contains("candidate.registered"));
    assert!(text.contains("audit.exported"), "the export itself");
    w.advance(1);
    let path = "/v1/audit/export?action=site.added";
    let some = w.api_get(&tenant.auditor, path).await.expect(200).text();
    let lines: Vec<&str> = some.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "time,actor,person,action,candidate_id,detail,id");
    assert_eq!(lines.len(), 3);
    let written = found(w, &tenant, "action=audit.exported").await;
    assert_eq!(written.len(), 2);
    assert_eq!(written[0]["detail"], "action: site.added");
}

async fn what_an_erasure_leaves_names_nobody(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let id = w.register(&tenant, KIM).await;
    w.page(&browser, &format!("/console/candidates/{id}"))
        .await
        .expect(200);
    w.patch(
        &tenant,
        &id,
        &json!({ "name": "Kim Hemlig", "phone": "0704242424" }),
    )
    .await
    .expect(200);
    w.delete(&tenant, &id).await.expect(200);
    let about = found(w, &tenant, &format!("candidate={id}")).await;
    assert_eq!(about.len(), 4);
    let text = json!(about).to_string().to_lowercase();
    for personal in ["kim", "hemlig", "exempel.example", "0704"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
    let page = w
        .page(&browser, &format!("/console/audit?candidate={id}"))
        .await
        .expect(200)
        .text();
    assert!(page.contains("raderad"));
    assert!(!page.contains(&format!("/console/candidates/{id}")));
}

async fn changed_fields_are_named_not_what_they_hold(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    let hold = json!({ "held_until": "2026-12-31", "hold_reason": "Tvist", "name": "Kim Ny" });
    w.patch(&tenant, &id, &hold).await.expect(200);
    let changed = found(w, &tenant, "action=candidate.held").await;
    assert_eq!(changed[0]["detail"], "name, held_until, hold_reason");
}

async fn shown(w: &World, browser: &Seat, query: &str) -> String {
    w.page(browser, &format!("/console/audit{query}"))
        .await
        .expect(200)
        .text()
}

async fn the_page_shows_people_and_words(w: &World) {
    let tenant = w.tenant().await;
    let browser = w.swedish_seat(&tenant, Role::Admin).await;
    let id = w.register(&tenant, KIM).await;
    w.page(&browser, &format!("/console/candidates/{id}"))
        .await
        .expect(200);
    w.sql(
        "INSERT INTO audit (tenant_id, id, at, actor, action) VALUES ($1, $2, 1, 'staff:gone-1', 'later.invented')",
        &[tenant.id.as_str().into(), w.app.new_id().into()],
    )
    .await;
    let page = shown(w, &browser, "").await;
    for words in [
        "Visade en kandidat",
        "Registrerade en kandidat",
        "Signe admin",
        "API-nyckel …",
        "Tidigare kollega …1",
        "later.invented",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Kim Exempel"), "ids only");
    let only = shown(w, &browser, "?action=candidate.viewed").await;
    assert!(!only.contains("later.invented</strong>"));
}
