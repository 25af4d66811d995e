//! Every route of the console and every operation of the API, tried as everybody.

use std::collections::BTreeSet;

use axum::http::Method;
use samtycke_server::auth::sessions::Scope;
use samtycke_server::auth::{Action, Role};
use samtycke_server::http::console::Access;
use samtycke_server::http::{api, console};
use serde_json::Value;

use crate::harness::{World, new_id};

on_both_databases!(
    every_console_route_is_for_whom_the_table_says,
    every_api_operation_has_a_row_and_takes_a_key,
    a_role_that_changes_changes_at_once,
    a_zero_byte_breaks_no_page,
);

const READ: Action = Action::Read;
const MANAGE: Action = Action::ManageCandidates;
const ADMINISTER: Action = Action::Administer;

/// What each operation of the staff API takes. One that is added later fails the test until it has a
/// row here.
const OPERATIONS: &[(&str, &str, Action)] = &[
    ("GET", "/v1/audit", READ),
    ("GET", "/v1/audit/export", READ),
    ("GET", "/v1/batches/{id}", READ),
    ("GET", "/v1/candidates", READ),
    ("POST", "/v1/candidates", MANAGE),
    ("GET", "/v1/candidates/{id}", READ),
    ("PATCH", "/v1/candidates/{id}", MANAGE),
    ("DELETE", "/v1/candidates/{id}", MANAGE),
    ("POST", "/v1/candidates/{id}/consents", MANAGE),
    ("POST", "/v1/candidates/import", MANAGE),
    ("GET", "/v1/candidates/{id}/proof", READ),
    ("GET", "/v1/consent-texts", READ),
    ("POST", "/v1/consent-texts", ADMINISTER),
    ("GET", "/v1/consent-texts/{id}/versions", READ),
    ("POST", "/v1/consent-texts/{id}/versions", ADMINISTER),
    ("GET", "/v1/consent-texts/{id}/versions/{n}", READ),
    ("PUT", "/v1/consent-texts/{id}/versions/{n}", ADMINISTER),
    (
        "POST",
        "/v1/consent-texts/{id}/versions/{n}/publish",
        ADMINISTER,
    ),
    (
        "POST",
        "/v1/consent-texts/{id}/versions/{n}/lint",
        ADMINISTER,
    ),
    ("GET", "/v1/erasures", READ),
    ("POST", "/v1/erasures", MANAGE),
    ("GET", "/v1/erasures/{id}", READ),
    ("GET", "/v1/erasures/{id}/certificate.pdf", READ),
    ("GET", "/v1/overview", READ),
    ("POST", "/v1/renewals", MANAGE),
    ("GET", "/v1/settings", READ),
    ("PUT", "/v1/settings", ADMINISTER),
    ("GET", "/v1/settings/record", READ),
    ("GET", "/v1/webhooks", READ),
    ("POST", "/v1/webhooks", ADMINISTER),
    ("PATCH", "/v1/webhooks/{id}", ADMINISTER),
    ("DELETE", "/v1/webhooks/{id}", ADMINISTER),
    ("GET", "/v1/webhooks/{id}/deliveries", READ),
    ("POST", "/v1/webhooks/{id}/secret", ADMINISTER),
    ("POST", "/v1/webhooks/{id}/test", ADMINISTER),
];

/// What an operation takes, for the test that calls each with a body it would accept.
pub fn needs(method: &str, path: &str) -> Action {
    let row = OPERATIONS
        .iter()
        .find(|(its_method, its_path, _)| (*its_method, *its_path) == (method, path));
    row.unwrap_or_else(|| panic!("say in access.rs what {method} {path} takes"))
        .2
}

/// What forms and addresses of the console hold, by name.
const FIELDS: &[&str] = &[
    "action",
    "answer",
    "body",
    "changes",
    "code",
    "confirm",
    "contact",
    "cursor",
    "day",
    "email",
    "external_id",
    "filter",
    "from",
    "held_until",
    "hold_reason",
    "how",
    "id",
    "ids",
    "key",
    "label",
    "language",
    "name",
    "note",
    "of",
    "password",
    "person",
    "phone",
    "purposes",
    "q",
    "reason",
    "role",
    "sort",
    "source",
    "source_detail",
    "state",
    "status",
    "text",
    "title",
    "to",
    "token",
    "url",
    "version",
];

/// PostgreSQL takes no zero byte in a text.
async fn a_zero_byte_breaks_no_page(w: &World) {
    let tenant = w.tenant().await;
    let candidate = w.register(&tenant, "kim@exempel.example").await;
    let text = w.text_id(&tenant).await;
    let asked: Vec<String> = FIELDS.iter().map(|name| format!("{name}=a%00b")).collect();
    let fields: Vec<(&str, &str)> = FIELDS.iter().map(|name| (*name, "a\u{0}b")).collect();
    for route in console::ROUTES
        .iter()
        .filter(|route| route.path != "/sign-out")
    {
        let path = format!("/console{}", route.path.trim_end_matches('/'));
        let id = if path.contains("/texts/") {
            &text
        } else {
            &candidate
        };
        let real = path.replace("{id}", id).replace("{n}", "1");
        let with_fields = format!("{}?{}", filled(&real), asked.join("&"));
        let in_path = path.replace("{id}", "%00").replace("{n}", "1");
        let in_path = in_path.replace("{tenant}", "%00").replace("{token}", "%00");
        let in_path = in_path.replace("{consent}", "%00");
        for (path, fields) in [(with_fields, &fields[..]), (in_path, &[])] {
            let seat = w.seat(&tenant, Role::Admin).await;
            let answer = match route.method {
                "get" => w.page(&seat, &path).await,
                _ => w.press(&seat, &path, fields).await,
            };
            let what = format!("{} {path}: {}", route.method, answer.status);
            assert!(answer.status < 500, "{what}");
        }
    }
}

/// A path with the ids of nothing.
fn filled(path: &str) -> String {
    path.split('/')
        .map(|part| match part {
            "{n}" => "1".to_owned(),
            part if part.starts_with('{') => new_id(),
            part => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn console_path(path: &str) -> String {
    filled(&format!("/console{}", path.trim_end_matches('/')))
}

async fn every_console_route_is_for_whom_the_table_says(w: &World) {
    let tenant = w.tenant().await;
    assert!(console::ROUTES.len() >= 60, "{}", console::ROUTES.len());
    // One in the macro that makes the router of the table, one that redirects from `/console/`.
    let source = include_str!("../../src/http/console/mod.rs");
    assert_eq!(
        source.matches(".route(").count(),
        2,
        "routes stand in the table"
    );
    for route in console::ROUTES {
        let (path, what) = (
            console_path(route.path),
            format!("{} {}", route.method, route.path),
        );
        let method = route.method.to_uppercase();
        let answer = w.browse(&method, &path, "", &[]).await;
        let turned_away = answer.status == 303 && answer.location() == "/console/sign-in";
        let open = route.access == Access::Open || route.path == "/sign-in/factor";
        if !open {
            assert!(turned_away, "{what} as nobody: {}", answer.status);
        }
        for role in Role::ALL {
            // Anew each time: some routes end the session.
            let seat = w.seat(&tenant, role).await;
            let answer = match route.method {
                "get" => w.page(&seat, &path).await,
                _ => w.press(&seat, &path, &[]).await,
            };
            let may = match route.access {
                Access::Needs(action) => role.may(action),
                Access::Open | Access::Session => true,
            };
            assert_eq!(
                answer.status == 403,
                !may,
                "{what} as {role}: {}",
                answer.text()
            );
            assert!(answer.status < 500, "{what} as {role}: {}", answer.text());
        }
        let unfinished = w.seat_of(&tenant, Role::Admin, Scope::Setup).await;
        let answer = match route.method {
            "get" => w.page(&unfinished, &path).await,
            _ => w.press(&unfinished, &path, &[]).await,
        };
        let sent_back = answer.status == 303 && answer.location() == "/console/account/setup";
        if matches!(route.access, Access::Needs(_)) {
            assert!(
                sent_back,
                "{what} before the second factor: {}",
                answer.status
            );
        }
    }
}

async fn a_role_that_changes_changes_at_once(w: &World) {
    let tenant = w.tenant().await;
    let admin = w.seat(&tenant, Role::Admin).await;
    let other = w.seat(&tenant, Role::Admin).await;
    w.page(&other, &format!("/console/staff/{}", admin.staff_id))
        .await
        .expect(200);
    let change = format!("/console/staff/{}/role", other.staff_id);
    let forged = w
        .browse(
            "POST",
            &change,
            &format!("samtycke_session={}", admin.session),
            &[("csrf", other.csrf.as_str()), ("role", "auditor")],
        )
        .await;
    assert_eq!(forged.status, 403, "a form of another session");
    w.press(&admin, &change, &[("role", "auditor")])
        .await
        .expect(303);
    w.page(&other, &format!("/console/staff/{}", admin.staff_id))
        .await
        .expect(403);
    w.page(&other, "/console/staff").await.expect(200);
}

fn operations(w: &World) -> BTreeSet<(String, String)> {
    let document = serde_json::to_value(api::document(&w.app)).unwrap();
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if operation.get("security").is_some() {
                found.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    found
}

async fn call(w: &World, key: &str, method: &str, path: &str) -> u16 {
    let method: Method = method.parse().unwrap();
    w.api(key, method, &filled(path), &Value::Null).await.status
}

async fn every_api_operation_has_a_row_and_takes_a_key(w: &World) {
    let tenant = w.tenant().await;
    let table: BTreeSet<_> = OPERATIONS
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(operations(w), table, "every operation has its row");
    for (method, path, _) in OPERATIONS {
        assert_eq!(call(w, "", method, path).await, 401, "{method} {path}");
        let seat = w.seat(&tenant, Role::Admin).await;
        let status = call(w, &seat.session, method, path).await;
        assert_eq!(status, 401, "a session is no key: {method} {path}");
    }
}
