//! A tenant's settings.

use axum::http::Method;
use samtycke_server::clock::parse_rfc3339;
use serde_json::{Value, json};

use crate::harness::{Answer, Tenant, World};

const KIM: &str = "kim@exempel.example";

on_both_databases!(
    settings_are_replaced_whole,
    what_makes_no_sense_is_refused_by_field,
    a_reminder_at_or_past_the_deadline_is_refused,
    deadlines_already_given_stay,
    the_deadline_follows_the_tenants_time_zone,
    other_reminder_days_count_from_the_next_request,
);

async fn settings(w: &World, tenant: &Tenant) -> Value {
    w.api_get(&tenant.auditor, "/v1/settings")
        .await
        .expect(200)
        .json()
}

async fn put(w: &World, tenant: &Tenant, settings: &Value) -> Answer {
    w.api(&tenant.admin, Method::PUT, "/v1/settings", settings)
        .await
}

async fn change(w: &World, tenant: &Tenant, field: &str, value: Value) -> Answer {
    let mut changed = settings(w, tenant).await;
    changed[field] = value;
    put(w, tenant, &changed).await
}

async fn settings_are_replaced_whole(w: &World) {
    let tenant = w.tenant().await;
    let new = json!({
        "name": "Nya Exempelbolaget", "contact": "dataskydd@exempelbolaget.example", "authority": "IMY",
        "recipients": "Koncernen", "address": "Exempelvej 1", "storage": "Danmark", "jurisdiction": "DK",
        "time_zone": "Europe/Copenhagen", "language": "da", "lead_days": 60, "reminder_days": [7, 20, 29],
    });
    put(w, &tenant, &new).await.expect(200);
    assert_eq!(settings(w, &tenant).await, new);
    let audit = w
        .api_get(&tenant.auditor, "/v1/audit")
        .await
        .expect(200)
        .json();
    assert_eq!(audit["items"][0]["action"], "settings.changed");
}

async fn what_makes_no_sense_is_refused_by_field(w: &World) {
    let tenant = w.tenant().await;
    let before = settings(w, &tenant).await;
    for (field, value) in [
        ("name", json!(" ")),
        ("contact", json!("")),
        ("time_zone", json!("Europe/Atlantis")),
        ("time_zone", json!("")),
        ("language", json!("svenska")),
        ("lead_days", json!(-1)),
        ("lead_days", json!(366)),
        ("lead_days", json!("many")),
        ("reminders", json!([14])),
    ] {
        let answer = change(w, &tenant, field, value.clone()).await.expect(422);
        assert_eq!(answer.problem_fields(), [field], "{value}");
    }
    assert_eq!(settings(w, &tenant).await, before);
}

async fn a_reminder_at_or_past_the_deadline_is_refused(w: &World) {
    let tenant = w.tenant().await;
    for days in [
        json!([30]),
        json!([14, 31]),
        json!([0, 14]),
        json!([27, 14]),
        json!([14, 14]),
        json!([-1]),
    ] {
        let answer = change(w, &tenant, "reminder_days", days.clone())
            .await
            .expect(422);
        assert_eq!(answer.problem_fields(), ["reminder_days"], "{days}");
    }
    for days in [json!([]), json!([1]), json!([29])] {
        change(w, &tenant, "reminder_days", days).await.expect(200);
    }
}

async fn deadlines_already_given_stay(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let before = w.listed(&tenant, KIM).await.unwrap()["deadline"].clone();
    change(w, &tenant, "time_zone", json!("Pacific/Auckland"))
        .await
        .expect(200);
    change(w, &tenant, "lead_days", json!(10)).await.expect(200);
    w.pass_days(15).await;
    assert_eq!(w.listed(&tenant, KIM).await.unwrap()["deadline"], before);
}

async fn the_deadline_follows_the_tenants_time_zone(w: &World) {
    for (zone, end) in [
        ("Europe/Stockholm", "2026-04-01T21:59:59.999Z"),
        ("UTC", "2026-04-01T23:59:59.999Z"),
        ("America/New_York", "2026-04-02T03:59:59.999Z"),
        ("Pacific/Auckland", "2026-04-01T10:59:59.999Z"),
    ] {
        let tenant = w.tenant().await;
        change(w, &tenant, "time_zone", json!(zone))
            .await
            .expect(200);
        w.register(&tenant, KIM).await;
        w.work().await;
        assert_eq!(
            w.listed(&tenant, KIM).await.unwrap()["deadline"],
            end,
            "{zone}"
        );
        assert!(parse_rfc3339(end).is_some());
    }
}

async fn other_reminder_days_count_from_the_next_request(w: &World) {
    let tenant = w.tenant().await;
    change(w, &tenant, "reminder_days", json!([3]))
        .await
        .expect(200);
    w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(2).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 0);
    w.pass_days(1).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 1);
    w.pass_days(27).await;
    assert_eq!(w.mails(samtycke_server::mail::Kind::Reminder).len(), 1);
}
