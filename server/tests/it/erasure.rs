//! Erasure: rules 12, 15, 17 and 18, and what remains.

use std::collections::BTreeMap;

use samtycke_server::clock::{DAY, HOUR};
use samtycke_server::db::Value as Sql;
use samtycke_server::erasure::{journal, places, sweep};
use samtycke_server::mail::Kind;
use samtycke_shared::receipt::{self, TYP_ERASURE};
use serde_json::{Value, json};

use crate::harness::{Tenant, World};

const KIM: &str = "kim@exempel.example";
const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    every_column_is_known_to_hold_personal_data_or_not,
    an_erasure_leaves_ids_times_counts_and_reasons,
    the_certificate_proves_the_erasure_and_names_nobody,
    the_farewell_address_goes_when_the_mail_is_accepted,
    the_farewell_address_goes_after_five_days,
    a_sweep_beyond_the_limit_needs_two_different_admins,
    a_sweep_within_the_limit_goes,
    no_deadline_erases_nobody,
    a_bulk_erasure_does_what_the_dry_run_said,
    a_bulk_erasure_refuses_another_count,
    a_filter_that_is_not_understood_erases_nobody,
    a_restored_database_forgets_the_erased_again,
    an_erasure_the_journal_missed_is_caught_up,
    a_legal_hold_keeps_the_candidate_out_of_erasure_and_mail,
    a_hold_needs_a_reason_and_an_end,
    a_restriction_keeps_the_candidate_out_of_erasure_and_mail,
    what_was_declined_under_a_hold_is_erased_after_it,
    what_was_withdrawn_under_a_hold_is_erased_after_it,
    who_was_invalidated_under_a_hold_is_asked_after_it,
    a_held_candidate_does_not_count_as_due,
);

async fn columns(w: &World) -> BTreeMap<String, Vec<String>> {
    let sql = if w.is_postgres() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
    } else {
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in w.texts(sql, &[]).await {
        let (table, column) = name.split_once('.').unwrap();
        if table != "_sqlx_migrations" {
            columns
                .entry(table.to_owned())
                .or_default()
                .push(column.to_owned());
        }
    }
    columns
}

async fn every_column_is_known_to_hold_personal_data_or_not(w: &World) {
    let mut schema = columns(w).await;
    for table in places::REMOVED {
        assert!(
            schema.remove(table).is_some(),
            "{table} is removed but does not exist"
        );
    }
    for (table, known) in places::WITHOUT_PERSONAL_DATA {
        let mut columns = schema
            .remove(table)
            .unwrap_or_else(|| panic!("{table} does not exist"));
        let mut known: Vec<_> = known.iter().map(|column| (*column).to_owned()).collect();
        columns.sort();
        known.sort();
        assert_eq!(columns, known, "{table}");
    }
    assert_eq!(schema, BTreeMap::new(), "add these to erasure::places");
}

/// Everywhere the text stands, as `table.column`.
async fn places_holding(w: &World, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in columns(w).await {
        for column in columns {
            let holding = format!("{table} WHERE CAST({column} AS TEXT) LIKE $1");
            if w.count(&holding, &[Sql::from(format!("%{text}%"))]).await > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

async fn an_erasure_leaves_ids_times_counts_and_reasons(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let id = w.id_of(&tenant, ANNA).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.detail(&tenant, &id).await;
    w.pass_days(15).await;
    assert!(
        places_holding(w, &id)
            .await
            .contains(&"events.candidate_id".to_owned())
    );
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    // The certificate holds it too, inside its JWS.
    let left = [
        "audit.candidate_id",
        "erasures.candidate_id",
        "renewals.candidate_id",
    ];
    assert_eq!(places_holding(w, &id).await, left);
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    assert_eq!(places_holding(w, "Robin").await, Vec::<String>::new());
    assert_eq!(
        w.texts("SELECT state FROM renewals", &[]).await,
        ["cancelled"]
    );
    w.api_get(&tenant.auditor, &format!("/v1/candidates/{id}"))
        .await
        .expect(404);
    assert_eq!(w.listed(&tenant, ANNA).await, None);
}

async fn the_certificate_proves_the_erasure_and_names_nobody(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    let answer = w.delete(&tenant, &id).await.expect(200).json();
    let jwks = samtycke_server::log::jwks(&w.app);
    let verified = receipt::verify(
        answer["certificate"].as_str().unwrap(),
        &jwks,
        &[TYP_ERASURE],
    )
    .unwrap();
    let certificate: Value = serde_json::from_slice(&verified.payload).unwrap();
    assert_eq!(certificate["candidate_id"], json!(id));
    assert_eq!(certificate["reason"], "staff");
    assert_eq!(certificate["erased"]["consent_events"], 1);
    let text = String::from_utf8(verified.payload.clone())
        .unwrap()
        .to_lowercase();
    assert!(!text.contains("anna") && !text.contains("robin"), "{text}");
    let path = format!("/v1/erasures/{}", answer["erasure_id"].as_str().unwrap());
    let stored = w.api_get(&tenant.auditor, &path).await.expect(200).json();
    assert_eq!(stored["certificate"], answer["certificate"]);
    let list = w
        .api_get(&tenant.auditor, "/v1/erasures")
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&list["items"][0]["id"], &list["next_cursor"]),
        (&answer["erasure_id"], &Value::Null)
    );
    w.work().await;
    let mut tx = w.app.db.read().await.unwrap();
    let id = answer["erasure_id"].as_str().unwrap();
    let (proof, _) = samtycke_server::log::proof::file(&mut tx, id)
        .await
        .unwrap()
        .expect("the erasure is in the log");
    proof
        .verify(&receipt::log_entry(&verified.payload), &jwks.log_keys())
        .unwrap();
}

async fn farewell_addresses(w: &World) -> Vec<String> {
    w.texts(
        "SELECT farewell_address FROM mails WHERE farewell_address IS NOT NULL",
        &[],
    )
    .await
}

async fn the_farewell_address_goes_when_the_mail_is_accepted(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.delete(&tenant, &w.id_of(&tenant, ANNA).await)
        .await
        .expect(200);
    assert_eq!(farewell_addresses(w).await, [ANNA]);
    w.work().await;
    assert_eq!(farewell_addresses(w).await, Vec::<String>::new());
    let farewell = w.mails_to(ANNA, Kind::Farewell).remove(0);
    assert_eq!(farewell.attachments.len(), 1, "the certificate comes along");
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    assert_eq!(
        w.mails(Kind::Confirmation).len(),
        0,
        "mail that was still to go to the candidate is gone"
    );
}

async fn the_farewell_address_goes_after_five_days(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.mail_server_is_down();
    w.delete(&tenant, &w.id_of(&tenant, ANNA).await)
        .await
        .expect(200);
    w.advance(5 * DAY);
    w.work().await;
    assert_eq!(farewell_addresses(w).await, [ANNA]);
    w.advance(1);
    w.work().await;
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    w.mail_server_works();
    w.pass_days(1).await;
    assert_eq!(w.mails(Kind::Farewell).len(), 0);
}

/// `count` candidates asked today, whose deadline passes together.
async fn register_many(w: &World, tenant: &Tenant, count: usize) {
    for number in 0..count {
        w.register(tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    w.work().await;
}

async fn approve(w: &World, tenant: &Tenant, staff: &str) -> i64 {
    let mut tx = w.app.db.begin().await.unwrap();
    let missing = sweep::approve(&w.app, &mut tx, &tenant.id, staff)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    missing
}

async fn candidates(w: &World) -> i64 {
    w.count("candidates", &[]).await
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
    assert_eq!(approve(w, &tenant, "first").await, 1);
    assert_eq!(
        approve(w, &tenant, "first").await,
        1,
        "the same admin twice is one admin"
    );
    w.pass_hours(1).await;
    assert_eq!(candidates(w).await, 100);
    assert_eq!(approve(w, &tenant, "second").await, 0);
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

async fn a_restored_database_forgets_the_erased_again(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.register(&tenant, ANNA).await;
    w.work().await;
    let link = w.review_link(KIM);
    let id = w.id_of(&tenant, KIM).await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    running
        .form(&link, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(200);
    running.work().await;
    assert_eq!(w.mailer.sent().len(), 3, "two requests, one farewell");
    running.app.db.close().await;
    w.restore(backup).await;
    let restored = w.restarted_at(w.now() + 2 * HOUR).await;
    assert_eq!(candidates(&restored).await, 2, "the backup has everyone");
    assert_eq!(journal::reapply(&restored.app).await.unwrap(), 1);
    assert_eq!(candidates(&restored).await, 1);
    restored
        .api_get(&tenant.auditor, &format!("/v1/candidates/{id}"))
        .await
        .expect(404);
    assert_eq!(
        journal::reapply(&restored.app).await.unwrap(),
        0,
        "once is enough"
    );
    samtycke_server::jobs::run_due(&restored.app).await.unwrap();
    assert_eq!(w.mailer.sent().len(), 3, "nobody gets a mail twice");
    assert_eq!(places_holding(&restored, KIM).await, Vec::<String>::new());
    restored.app.db.close().await;
}

async fn an_erasure_the_journal_missed_is_caught_up(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.delete(&tenant, &id).await.expect(200);
    let path = w.app.keys.journal_path();
    let journal = std::fs::read_to_string(&path).unwrap();
    assert_eq!(journal, format!("{} {id}\n", tenant.id), "ids only");
    // As if the server had died right after the commit.
    std::fs::remove_file(&path).unwrap();
    w.sql("UPDATE erasures SET journaled_at = NULL", &[]).await;
    journal::write_pending(&w.app).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), journal);
}

async fn a_legal_hold_keeps_the_candidate_out_of_erasure_and_mail(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    w.patch(
        &tenant,
        &id,
        &json!({ "held_until": "2026-05-01", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    assert_eq!(w.status_of(&tenant, KIM).await, "held");
    w.delete(&tenant, &id).await.expect(409);
    w.pass_days(40).await;
    assert_eq!(
        (candidates(w).await, w.mailer.sent().len()),
        (1, 1),
        "the deadline passes, no reminder goes out"
    );
    let asked = w
        .api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200)
        .json();
    assert_eq!(asked["count"], 0);
    w.pass_days(21).await;
    assert_eq!(candidates(w).await, 0, "the hold is over, the deadline too");
}

async fn a_hold_needs_a_reason_and_an_end(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    for (hold, field) in [
        (json!({ "held_until": "2026-12-31" }), "hold_reason"),
        (
            json!({ "held_until": "2026-12-31", "hold_reason": " " }),
            "hold_reason",
        ),
        (
            json!({ "held_until": "2026-03-01", "hold_reason": "Tvist" }),
            "held_until",
        ),
        (
            json!({ "held_until": "2046-03-01", "hold_reason": "Tvist" }),
            "held_until",
        ),
        (
            json!({ "held_until": "for ever", "hold_reason": "Tvist" }),
            "held_until",
        ),
    ] {
        assert_eq!(
            w.patch(&tenant, &id, &hold)
                .await
                .expect(422)
                .problem_fields(),
            [field]
        );
    }
    w.patch(
        &tenant,
        &id,
        &json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    w.patch(&tenant, &id, &json!({ "held_until": "" }))
        .await
        .expect(200);
    assert_eq!(w.status_of(&tenant, KIM).await, "awaiting");
}

async fn a_restriction_keeps_the_candidate_out_of_erasure_and_mail(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.patch(&tenant, &id, &json!({ "restricted": true }))
        .await
        .expect(200);
    w.work().await;
    w.pass_days(40).await;
    assert_eq!((candidates(w).await, w.mailer.sent().len()), (1, 0));
    assert_eq!(
        w.listed(&tenant, KIM).await.unwrap()["renewal"],
        "queued",
        "held back is no bounce"
    );
    w.patch(&tenant, &id, &json!({ "restricted": false }))
        .await
        .expect(200);
    w.pass_days(2).await;
    assert_eq!(
        w.mails_to(KIM, Kind::Request).len(),
        1,
        "asked once the restriction is lifted"
    );
    assert_eq!(candidates(w).await, 1, "with thirty days of one's own");
}

async fn what_was_declined_under_a_hold_is_erased_after_it(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.work().await;
    w.patch(
        &tenant,
        &id,
        &json!({ "held_until": "2026-04-01", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    w.form(
        &w.review_link(ANNA),
        &[("answer", "decline"), ("confirm", "decline")],
    )
    .await;
    assert_eq!(
        w.history(&tenant, &id).await.last().unwrap(),
        "refused",
        "the no stands, only the erasure waits"
    );
    assert_eq!(
        w.texts("SELECT answer FROM candidates", &[]).await,
        ["refused"]
    );
    w.pass_days(28).await;
    assert_eq!(candidates(w).await, 1);
    w.pass_days(3).await;
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["declined"]
    );
}

async fn what_was_withdrawn_under_a_hold_is_erased_after_it(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let id = w.id_of(&tenant, ANNA).await;
    w.patch(
        &tenant,
        &id,
        &json!({ "held_until": "2026-04-01", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    w.form(&w.me_link(ANNA), &[("action", "withdraw")])
        .await
        .expect(200);
    assert_eq!(w.history(&tenant, &id).await, ["given", "withdrawn"]);
    w.pass_days(28).await;
    assert_eq!(candidates(w).await, 1);
    w.pass_days(3).await;
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["withdrawn"]
    );
}

async fn who_was_invalidated_under_a_hold_is_asked_after_it(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let id = w.id_of(&tenant, ANNA).await;
    w.patch(
        &tenant,
        &id,
        &json!({ "held_until": "2026-04-01", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    w.publish(
        &tenant,
        &crate::harness::two_purposes("Nytt", 12),
        "material",
    )
    .await;
    w.pass_days(20).await;
    assert_eq!(w.mails(Kind::Request).len(), 0);
    w.pass_days(11).await;
    assert_eq!(w.mails_to(ANNA, Kind::Request).len(), 1);
    assert_eq!(
        w.texts("SELECT reason FROM renewals", &[]).await,
        ["material"]
    );
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
