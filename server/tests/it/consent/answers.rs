//! Rules 3 to 6: whose word counts, and for what.

use super::{ANNA, events};
use crate::harness::{Answer, Tenant, World, two_purposes};
use samtycke_server::clock::{DAY, HOUR, SECOND};
use serde_json::{Value, json};

on_both_databases!(
    silence_is_never_consent,
    a_paper_consent_is_recorded_as_such_and_gets_no_receipt,
    a_paper_consent_takes_nothing_back,
    only_a_confirmed_candidate_can_take_consent_back,
    following_the_link_in_the_confirmation_confirms_the_address,
    withdrawing_is_one_press,
    withdrawing_one_purpose_leaves_the_other,
    a_consent_under_an_outdated_text_does_not_revive,
    events_keep_their_order_when_a_servers_clock_is_behind,
    withdrawing_the_last_that_has_not_expired_erases,
    a_consent_given_on_a_day_is_read_where_the_tenant_is,
    a_program_that_looks_at_a_link_confirms_nothing,
    a_consent_holds_through_its_last_day,
    an_older_paper_takes_nothing_from_a_newer_consent,
    a_paper_is_of_the_text_of_its_day,
);

async fn silence_is_never_consent(w: &World) {
    let tenant = w.tenant().await;
    let shown = w.shown(&tenant).await;
    assert!(
        shown["purposes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|purpose| purpose.get("ticked").is_none())
    );
    for nothing in [json!({}), json!({ "future_jobs": false })] {
        let mut submission = w.submission(&tenant, ANNA).await;
        submission["decisions"] = nothing;
        let answer = w.submit(&tenant, &submission).await.expect(422);
        assert_eq!(answer.problem_fields(), ["decisions"]);
    }
    assert_eq!(events(w).await, 0);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

fn on_paper(purposes: &[&str]) -> Value {
    json!({ "how": "paper", "note": "Underskrivet på mässan", "purposes": purposes })
}

async fn record_on_paper(w: &World, tenant: &Tenant, id: &str, purposes: &[&str]) -> Answer {
    w.api_post(
        &tenant.recruiter,
        &format!("/v1/candidates/{id}/consents"),
        &on_paper(purposes),
    )
    .await
}

async fn a_paper_consent_is_recorded_as_such_and_gets_no_receipt(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    record_on_paper(w, &tenant, &id, &["future_jobs"])
        .await
        .expect(204);
    let detail = w.detail(&tenant, &id).await;
    let event = &detail["events"][0];
    assert_eq!(
        (event["kind"].as_str(), event["origin"].as_str()),
        (Some("given"), Some("paper"))
    );
    assert_eq!(event["identity"], "staff");
    let collection = &event["record"]["collection"];
    assert_eq!(collection["note"], "Underskrivet på mässan");
    assert!(
        collection["recorded_by"]
            .as_str()
            .unwrap()
            .starts_with("key:")
    );
    assert_eq!(detail["receipts"], json!([]));
    assert_eq!(w.count("events WHERE receipt IS NOT NULL", &[]).await, 0);
    for unnamed in [
        json!({ "how": "widget", "note": "x", "purposes": ["future_jobs"] }),
        json!({ "how": "paper", "note": " ", "purposes": ["future_jobs"] }),
    ] {
        w.api_post(
            &tenant.recruiter,
            &format!("/v1/candidates/{id}/consents"),
            &unnamed,
        )
        .await
        .expect(422);
    }
}

async fn a_paper_consent_takes_nothing_back(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    let before = w.number("SELECT first_expiry FROM candidates", &[]).await;
    record_on_paper(w, &tenant, &id, &["future_jobs"])
        .await
        .expect(204);
    assert_eq!(
        w.number("SELECT first_expiry FROM candidates", &[]).await,
        before,
        "sharing still stands"
    );
}

async fn only_a_confirmed_candidate_can_take_consent_back(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    let both = w
        .number("SELECT first_expiry FROM candidates", &[])
        .await
        .unwrap();
    w.advance(DAY);
    let mut fewer = w.submission(&tenant, ANNA).await;
    fewer["decisions"] = json!({ "future_jobs": true, "share_with_group": false });
    w.submit(&tenant, &fewer).await.expect(201);
    assert_eq!(
        w.number("SELECT first_expiry FROM candidates", &[]).await,
        Some(both),
        "nothing was withdrawn"
    );
    let mut none = w.submission(&tenant, ANNA).await;
    none["decisions"] = json!({ "future_jobs": false, "share_with_group": false });
    w.submit(&tenant, &none).await.expect(422);
    assert_eq!(w.status_of(&tenant, ANNA).await, "valid");
    let kinds = w.texts("SELECT kind FROM events ORDER BY at", &[]).await;
    assert_eq!(kinds, ["given", "renewed"]);
}

async fn following_the_link_in_the_confirmation_confirms_the_address(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let identity = || w.texts("SELECT identity FROM candidates", &[]);
    assert_eq!(identity().await, ["unverified"]);
    w.get(&w.me_link(ANNA)).await.expect(200);
    assert_eq!(identity().await, ["email"]);
}

async fn withdrawing_is_one_press(w: &World) {
    let tenant = w.tenant().await;
    let receipt = w.consent(&tenant, ANNA).await["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    w.work().await;
    w.form(&w.me_link(ANNA), &[("action", "withdraw")])
        .await
        .expect(200);
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["withdrawn"]
    );
    assert_eq!(w.verify(&receipt).await["status"], "erased");
}

async fn withdrawing_one_purpose_leaves_the_other(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let me = w.me_link(ANNA);
    for _ in 0..2 {
        w.form(
            &me,
            &[("action", "withdraw"), ("purpose", "share_with_group")],
        )
        .await
        .expect(200);
    }
    let id = w.id_of(&tenant, ANNA).await;
    assert_eq!(
        w.history(&tenant, &id).await,
        ["given", "withdrawn"],
        "the second press does nothing more"
    );
    assert_eq!(w.status_of(&tenant, ANNA).await, "valid");
    w.form(&me, &[("action", "withdraw"), ("purpose", "future_jobs")])
        .await
        .expect(200);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

async fn a_consent_under_an_outdated_text_does_not_revive(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 36), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.publish(&tenant, &two_purposes("Annat", 36), "material")
        .await;
    // Before any background work: what was agreed to under the old text must not come along.
    let mut fewer = w.submission(&tenant, ANNA).await;
    fewer["decisions"] = json!({ "future_jobs": true });
    w.submit(&tenant, &fewer).await.expect(201);
    w.work().await;
    let id = w.id_of(&tenant, ANNA).await;
    assert_eq!(
        w.history(&tenant, &id).await,
        ["given", "invalidated", "renewed"]
    );
    let last = w
        .number("SELECT last_expiry FROM candidates", &[])
        .await
        .unwrap();
    assert!(
        last < w.now() + 800 * DAY,
        "sharing, agreed to under the old text, is over"
    );
}

async fn events_keep_their_order_when_a_servers_clock_is_behind(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 36), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let behind = w.restarted_at(w.now() - 30 * SECOND).await;
    behind
        .form(
            &w.me_link(ANNA),
            &[("action", "withdraw"), ("purpose", "share_with_group")],
        )
        .await
        .expect(200);
    let id = w.id_of(&tenant, ANNA).await;
    assert_eq!(w.history(&tenant, &id).await, ["given", "withdrawn"]);
    let ends = w
        .texts(
            "SELECT CAST(last_expiry - first_expiry AS TEXT) FROM candidates",
            &[],
        )
        .await;
    assert_eq!(ends, ["0"], "only one purpose still stands");
    assert_eq!(w.count("events", &[]).await, 2);
}

async fn withdrawing_the_last_that_has_not_expired_erases(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let me = w.me_link(ANNA);
    // No request gets through: sharing runs out after a year, the other stands for two.
    w.mail_server_refuses();
    w.pass_hours(380 * 24).await;
    let last = [("action", "withdraw"), ("purpose", "future_jobs")];
    let page = w.form(&me, &last).await.expect(200);
    assert_eq!(w.count("candidates", &[]).await, 0, "{}", page.text());
}

async fn a_consent_given_on_a_day_is_read_where_the_tenant_is(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    // Half past midnight in Stockholm, still the day before in UTC.
    w.advance(14 * HOUR + HOUR / 2);
    let mut paper = on_paper(&["future_jobs"]);
    paper["given_on"] = json!("2026-03-03");
    let path = format!("/v1/candidates/{id}/consents");
    w.api_post(&tenant.recruiter, &path, &paper)
        .await
        .expect(204);
}

async fn a_program_that_looks_at_a_link_confirms_nothing(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let request = axum::http::Request::head(w.me_link(ANNA));
    w.call(request.body(axum::body::Body::empty()).unwrap())
        .await
        .expect(200);
    let identity = "SELECT identity FROM candidates";
    assert_eq!(w.texts(identity, &[]).await, ["unverified"]);
    w.get(&w.me_link(ANNA)).await.expect(200);
    assert_eq!(w.texts(identity, &[]).await, ["email"]);
}

async fn a_consent_holds_through_its_last_day(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 24), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let letter = w.mails_to(ANNA, samtycke_server::mail::Kind::Confirmation);
    let letter = &letter[0].letter.text;
    assert!(letter.contains("till och med 2 mars 2028"), "{letter}");
    w.mail_server_refuses();
    // Half past eleven in the evening of that day, where the tenant is.
    w.pass_hours(731 * 24 + 12).await;
    assert_eq!(w.status_of(&tenant, ANNA).await, "expiring");
    w.pass_hours(2).await;
    assert_eq!(w.status_of(&tenant, ANNA).await, "expired");
}

async fn an_older_paper_takes_nothing_from_a_newer_consent(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.pass_days(20).await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    let ends = "SELECT last_expiry FROM candidates";
    let before = w.number(ends, &[]).await;
    let mut paper = on_paper(&["future_jobs"]);
    paper["given_on"] = json!("2026-03-10");
    let path = format!("/v1/candidates/{id}/consents");
    let refused = w.api_post(&tenant.recruiter, &path, &paper).await;
    assert_eq!(refused.expect(422).problem_fields(), ["given_on"]);
    assert_eq!(w.number(ends, &[]).await, before);
    assert_eq!(w.history(&tenant, &id).await, ["given"]);
}

async fn a_paper_is_of_the_text_of_its_day(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    w.pass_days(3).await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    let path = format!("/v1/candidates/{id}/consents");
    let mut paper = on_paper(&["future_jobs"]);
    for (day, status) in [
        ("1999-01-01", 422),
        ("2026-03-01", 422),
        ("2026-03-04", 204),
    ] {
        paper["given_on"] = json!(day);
        let answer = w.api_post(&tenant.recruiter, &path, &paper).await;
        assert_eq!(answer.status, status, "{day}");
    }
    let detail = w.detail(&tenant, &id).await;
    let events = detail["events"].as_array().unwrap();
    let record = &events.last().unwrap()["record"];
    assert_eq!(record["notice"]["version"], 1, "{record}");
}
