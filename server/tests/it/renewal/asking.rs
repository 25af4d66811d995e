//! Rules 7 and 11: why a request goes out, and that it goes out once.

use super::{ANNA, KIM, renew, renewals};
use crate::harness::{START, Tenant, World, two_purposes};
use samtycke_server::clock::{DAY, SECOND};
use samtycke_server::consent::valid_until;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

on_both_databases!(
    whoever_is_registered_without_consent_is_asked_at_once_and_told_the_source,
    a_consent_is_renewed_within_the_lead_time,
    a_short_validity_does_not_ask_again_and_again,
    a_material_version_invalidates_everyone_and_asks_anew,
    an_editorial_version_invalidates_nobody,
    staff_can_ask_one_or_many,
    one_request_per_cycle_with_a_stable_message_id,
    whoever_is_busy_is_invalidated_later,
);

async fn whoever_is_registered_without_consent_is_asked_at_once_and_told_the_source(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    assert_eq!(w.status_of(&tenant, KIM).await, "awaiting");
    w.work().await;
    let requests = w.mails_to(KIM, Kind::Request);
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].letter.text.contains("Mötte oss på mässan"),
        "Art. 14(2)(f): where the data came from"
    );
    assert!(
        requests[0].letter.text.contains("Exempelbolaget"),
        "Art. 14(1)(a): whose it is"
    );
    assert_eq!(
        w.texts("SELECT reason FROM renewals", &[]).await,
        ["registered"]
    );
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
}

async fn a_consent_is_renewed_within_the_lead_time(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let lead_begins = valid_until(
        START,
        24,
        &jiff::tz::TimeZone::get("Europe/Stockholm").unwrap(),
    ) - 45 * DAY;
    // In steps a server survives without its clock being doubted.
    while w.now() + 50 * DAY < lead_begins {
        w.advance(50 * DAY);
        w.work().await;
    }
    w.advance(lead_begins - w.now() - 1);
    w.work().await;
    assert_eq!(
        (
            w.mails(Kind::Request).len(),
            w.status_of(&tenant, ANNA).await.as_str()
        ),
        (0, "valid")
    );
    w.advance(1);
    w.work().await;
    assert_eq!(
        (
            w.mails(Kind::Request).len(),
            w.status_of(&tenant, ANNA).await.as_str()
        ),
        (1, "expiring")
    );
    assert_eq!(
        w.texts("SELECT reason FROM renewals", &[]).await,
        ["expiring"]
    );
    renew(w, &w.review_link(ANNA), &["future_jobs"])
        .await
        .expect(200);
    w.work().await;
    assert_eq!(
        (
            w.mails(Kind::Request).len(),
            w.status_of(&tenant, ANNA).await.as_str()
        ),
        (1, "valid")
    );
}

/// One month of validity is less than the lead time of 45 days.
async fn a_short_validity_does_not_ask_again_and_again(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Kort", 1), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    assert_eq!(
        w.mails(Kind::Request).len(),
        0,
        "consent was given this minute"
    );
    w.pass_days(10).await;
    assert_eq!(w.mails(Kind::Request).len(), 0);
    w.pass_days(10).await;
    assert_eq!(
        w.mails(Kind::Request).len(),
        1,
        "half of the month has gone by"
    );
    renew(
        w,
        &w.review_link(ANNA),
        &["future_jobs", "share_with_group"],
    )
    .await
    .expect(200);
    w.pass_days(5).await;
    assert_eq!(w.mails(Kind::Request).len(), 1, "just answered");
}

async fn a_material_version_invalidates_everyone_and_asks_anew(w: &World) {
    let tenant = w.tenant().await;
    let mut submission = w.submission(&tenant, "c0@exempel.example").await;
    for number in 0..450 {
        submission["candidate"]["email"] = json!(format!("c{number}@exempel.example"));
        submission["submission_id"] = json!(format!("00000000-0000-7000-9000-{number:012x}"));
        w.submit(&tenant, &submission).await.expect(201);
    }
    w.publish(&tenant, &two_purposes("Nytt ändamål", 12), "material")
        .await;
    assert_eq!(
        w.status_of(&tenant, "c7@exempel.example").await,
        "invalidated",
        "from the moment of publishing"
    );
    w.work().await;
    assert_eq!(w.count("events WHERE kind = 'invalidated'", &[]).await, 450);
    assert_eq!(w.mails(Kind::Request).len(), 450);
    let (first, last) = ("c0@exempel.example", "c449@exempel.example");
    assert_eq!(
        (
            w.mails_to(first, Kind::Request).len(),
            w.mails_to(last, Kind::Request).len()
        ),
        (1, 1)
    );
    w.work().await;
    assert_eq!(
        w.count("events WHERE kind = 'invalidated'", &[]).await,
        450,
        "once each"
    );
    assert_eq!(
        w.texts("SELECT DISTINCT reason FROM renewals", &[]).await,
        ["material"]
    );
}

async fn an_editorial_version_invalidates_nobody(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.publish(&tenant, &two_purposes("Rättstavat", 12), "editorial")
        .await;
    w.work().await;
    assert_eq!(w.status_of(&tenant, ANNA).await, "valid");
    assert_eq!(w.mails(Kind::Request).len(), 0);
}

async fn ask(w: &World, tenant: &Tenant, body: Value) -> Value {
    w.api_post(&tenant.recruiter, "/v1/renewals", &body)
        .await
        .expect(200)
        .json()
}

async fn staff_can_ask_one_or_many(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..5 {
        w.consent(&tenant, &format!("c{number}@exempel.example"))
            .await;
    }
    w.work().await;
    let one = w.id_of(&tenant, "c0@exempel.example").await;
    assert_eq!(
        ask(w, &tenant, json!({ "ids": [one], "dry_run": true })).await["count"],
        1
    );
    assert_eq!(
        renewals(w).await,
        Vec::<String>::new(),
        "a dry run asks nobody"
    );
    assert_eq!(ask(w, &tenant, json!({ "ids": [one] })).await["count"], 1);
    let dry = ask(
        w,
        &tenant,
        json!({ "filter": { "status": "valid" }, "dry_run": true }),
    )
    .await["count"]
        .clone();
    let real = ask(w, &tenant, json!({ "filter": { "status": "valid" } })).await["count"].clone();
    assert_eq!(
        (&dry, &real),
        (&json!(4), &json!(4)),
        "who is being asked is not asked again"
    );
    w.work().await;
    assert_eq!(w.mails(Kind::Request).len(), 5);
    assert_eq!(
        w.texts("SELECT DISTINCT reason FROM renewals", &[]).await,
        ["staff"]
    );
}

async fn one_request_per_cycle_with_a_stable_message_id(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    // A server that dies between handing the mail over and writing that down: the claim stays.
    let mut tx = w.app.db.begin().await.unwrap();
    let claimed =
        samtycke_server::jobs::store::claim_mails(&mut tx, w.now(), w.now() + 30 * SECOND, 10)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claimed.len(), 1);
    w.work().await;
    assert_eq!(w.mails(Kind::Request).len(), 0, "claimed by the other");
    w.advance(30 * SECOND);
    w.work().await;
    let sent = w.mails(Kind::Request);
    assert_eq!(sent.len(), 1);
    assert_eq!(
        sent[0].message_id, claimed[0].id,
        "the receiver sees the same mail again, not another"
    );
    // Asked again in every way there is, while the first request is open.
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.publish(&tenant, &two_purposes("Nytt", 12), "material")
        .await;
    w.pass_hours(1).await;
    assert_eq!(w.mails(Kind::Request).len(), 1);
    let second = w.try_sql(
        "INSERT INTO mails (tenant_id, id, kind, candidate_id, renewal_id, state, queued_at)
         SELECT tenant_id, 'x', kind, candidate_id, renewal_id, state, queued_at FROM mails WHERE kind = 'request'",
        &[],
    );
    assert!(
        second.await.is_err(),
        "the database refuses a second request"
    );
}

async fn whoever_is_busy_is_invalidated_later(w: &World) {
    // One writer at a time knows no row that is passed over.
    if !w.is_postgres() {
        return;
    }
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    w.publish(&tenant, &two_purposes("Annat", 12), "material")
        .await;
    let mut busy = w.app.db.begin().await.unwrap();
    samtycke_server::candidates::store::lock(&mut busy, &tenant.id, &id)
        .await
        .unwrap();
    w.work().await;
    assert_eq!(w.history(&tenant, &id).await, ["given"]);
    drop(busy);
    w.work().await;
    assert_eq!(
        w.history(&tenant, &id).await,
        ["given", "invalidated", "requested"]
    );
}
