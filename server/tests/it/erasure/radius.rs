//! Rule 15: how much goes at once, and who must agree.

use super::{ANNA, KIM, candidates, register_many};
use crate::harness::{Tenant, World};
use samtycke_server::clock::DAY;
use samtycke_server::erasure::sweep;
use serde_json::{Value, json};

on_both_databases!(
    a_sweep_beyond_the_limit_needs_two_different_admins,
    a_sweep_within_the_limit_goes,
    no_deadline_erases_nobody,
    a_bulk_erasure_does_what_the_dry_run_said,
    a_bulk_erasure_refuses_another_count,
    a_filter_that_is_not_understood_erases_nobody,
    a_held_candidate_does_not_count_as_due,
    approvals_are_for_the_number_that_was_shown,
    an_admin_who_is_gone_approves_nothing,
);

async fn approve(w: &World, tenant: &Tenant, staff: &str) -> i64 {
    let mut tx = w.app.db.begin().await.unwrap();
    let missing = sweep::approve(&w.app, &mut tx, &tenant.id, staff)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    missing
}

async fn a_sweep_beyond_the_limit_needs_two_different_admins(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 60).await;
    for number in 0..40 {
        w.consent(&tenant, &format!("c{number}@exempel.example"))
            .await;
    }
    w.pass_days(31).await;
    assert_eq!(
        candidates(w).await,
        100,
        "60 are due, 50 may go in a day: none goes"
    );
    let overview = w
        .api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json();
    assert_eq!(overview["sweep_stopped"], 60);
    let (first, second) = (admin(w, &tenant).await, admin(w, &tenant).await);
    assert_eq!(approve(w, &tenant, &first).await, 1);
    assert_eq!(
        approve(w, &tenant, &first).await,
        1,
        "the same admin twice is one admin"
    );
    w.pass_hours(1).await;
    assert_eq!(candidates(w).await, 100);
    assert_eq!(approve(w, &tenant, &second).await, 0);
    w.pass_hours(1).await;
    assert_eq!(candidates(w).await, 40);
    assert_eq!(
        w.count("erasures WHERE reason = 'unanswered'", &[]).await,
        60
    );
    let overview = w
        .api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json();
    assert_eq!(overview["sweep_stopped"], Value::Null);
    assert_eq!(
        w.count("sweep_approvals", &[]).await,
        0,
        "approvals are for one stop"
    );
}

async fn a_sweep_within_the_limit_goes(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    register_many(w, &tenant, 50).await;
    w.register(&other, KIM).await;
    w.pass_days(31).await;
    assert_eq!(
        candidates(w).await,
        0,
        "another tenant's candidates do not count"
    );
}

async fn no_deadline_erases_nobody(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 3).await;
    let third = "(SELECT id FROM renewals ORDER BY id LIMIT 1 OFFSET";
    w.sql("UPDATE renewals SET next_action_at = 1", &[]).await;
    w.sql(
        &format!("UPDATE renewals SET deadline_at = NULL WHERE id = {third} 0)"),
        &[],
    )
    .await;
    w.sql(
        &format!("UPDATE renewals SET deadline_at = 0 WHERE id = {third} 1)"),
        &[],
    )
    .await;
    w.sql(
        &format!("UPDATE renewals SET accepted_at = NULL, deadline_at = 1 WHERE id = {third} 2)"),
        &[],
    )
    .await;
    w.work().await;
    w.pass_days(3).await;
    assert_eq!(candidates(w).await, 3);
}

async fn bulk_erase(w: &World, tenant: &Tenant, body: Value) -> crate::harness::Answer {
    w.api_post(&tenant.recruiter, "/v1/erasures", &body).await
}

async fn a_bulk_erasure_does_what_the_dry_run_said(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    w.consent(&other, ANNA).await;
    register_many(w, &tenant, 4).await;
    for number in 0..3 {
        w.consent(&tenant, &format!("c{number}@exempel.example"))
            .await;
    }
    let held = w.id_of(&tenant, "c0@exempel.example").await;
    w.patch(
        &tenant,
        &held,
        &json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    let filter = json!({ "status": "valid" });
    let dry = bulk_erase(w, &tenant, json!({ "filter": filter, "dry_run": true }))
        .await
        .expect(200)
        .json();
    assert_eq!((&dry["count"], candidates(w).await), (&json!(2), 8));
    let real = bulk_erase(w, &tenant, json!({ "filter": filter, "confirm_count": 2 }))
        .await
        .expect(200)
        .json();
    assert_eq!((&real["count"], candidates(w).await), (&json!(2), 6));
    // Everyone: the held one is not touched, and not counted.
    let dry = bulk_erase(w, &tenant, json!({ "filter": {}, "dry_run": true }))
        .await
        .expect(200)
        .json();
    assert_eq!(dry["count"], 4);
    bulk_erase(w, &tenant, json!({ "filter": {}, "confirm_count": 4 }))
        .await
        .expect(200);
    assert_eq!(
        candidates(w).await,
        2,
        "the held one and the other tenant's"
    );
}

async fn a_bulk_erasure_refuses_another_count(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 3).await;
    let everyone = json!({ "filter": {}, "confirm_count": 3 });
    w.register(&tenant, KIM).await;
    bulk_erase(w, &tenant, everyone).await.expect(409);
    bulk_erase(w, &tenant, json!({ "filter": {} }))
        .await
        .expect(422);
    bulk_erase(
        w,
        &tenant,
        json!({ "filter": {}, "ids": [], "confirm_count": 4 }),
    )
    .await
    .expect(422);
    bulk_erase(w, &tenant, json!({ "confirm_count": 4 }))
        .await
        .expect(422);
    let id = w.id_of(&tenant, KIM).await;
    let twice = bulk_erase(w, &tenant, json!({ "ids": [id, id], "dry_run": true }))
        .await
        .expect(200)
        .json();
    assert_eq!(twice["count"], 1, "named twice is one candidate");
    assert_eq!(candidates(w).await, 4);
}

async fn a_filter_that_is_not_understood_erases_nobody(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 2).await;
    for filter in [
        json!({ "status": "vaild" }),
        json!({ "consented_before": "yesterday" }),
        json!({ "text_version": "x" }),
        json!({ "stauts": "valid" }),
    ] {
        bulk_erase(w, &tenant, json!({ "filter": filter, "confirm_count": 2 }))
            .await
            .expect(422);
    }
    assert_eq!(candidates(w).await, 2);
}

async fn a_held_candidate_does_not_count_as_due(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 55).await;
    for number in 0..10 {
        let id = w
            .id_of(&tenant, &format!("r{number}@exempel.example"))
            .await;
        w.patch(
            &tenant,
            &id,
            &json!({ "held_until": "2027-01-01", "hold_reason": "Tvist" }),
        )
        .await
        .expect(200);
    }
    w.advance(31 * DAY);
    w.work().await;
    assert_eq!(candidates(w).await, 10, "45 may go in a day");
}

async fn approvals_are_for_the_number_that_was_shown(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 60).await;
    w.pass_days(10).await;
    for number in 0..70 {
        w.register(&tenant, &format!("later{number}@exempel.example"))
            .await;
    }
    w.work().await;
    w.pass_days(21).await;
    assert_eq!(candidates(w).await, 130, "60 are due");
    let (first, second) = (admin(w, &tenant).await, admin(w, &tenant).await);
    approve(w, &tenant, &first).await;
    // While the second one is away, 70 more become due.
    w.pass_days(12).await;
    assert_eq!(approve(w, &tenant, &second).await, 0);
    w.pass_hours(1).await;
    assert_eq!(candidates(w).await, 70, "those 60, and nobody else");
    let overview = w
        .api_get(&tenant.auditor, "/v1/overview")
        .await
        .expect(200)
        .json();
    assert_eq!(overview["sweep_stopped"], 70, "which takes two anew");
    w.pass_days(2).await;
    assert_eq!(candidates(w).await, 70);
}

async fn an_admin_who_is_gone_approves_nothing(w: &World) {
    let tenant = w.tenant().await;
    register_many(w, &tenant, 60).await;
    w.pass_days(31).await;
    let (first, second) = (admin(w, &tenant).await, admin(w, &tenant).await);
    approve(w, &tenant, &first).await;
    for gone in ["removed_at = 1", "removed_at = NULL, role = 'recruiter'"] {
        let sql = format!("UPDATE staff SET {gone} WHERE id = $1");
        w.sql(&sql, &[first.as_str().into()]).await;
        assert_eq!(approve(w, &tenant, &second).await, 1, "{gone}");
        w.pass_hours(1).await;
        assert_eq!(candidates(w).await, 60, "{gone}");
    }
}

/// The id of one more admin.
async fn admin(w: &World, tenant: &Tenant) -> String {
    let id = crate::harness::new_id();
    let values = [id.as_str().into(), tenant.id.as_str().into()];
    w.sql(
        "INSERT INTO staff (tenant_id, id, email, name, role, language, created_at)
         VALUES ($2, $1, $1, 'Chef', 'admin', 'sv', 1)",
        &values,
    )
    .await;
    id
}
