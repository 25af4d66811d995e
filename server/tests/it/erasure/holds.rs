//! Rule 18: who is kept, and what happens when that ends.

use super::{ANNA, KIM, candidates};
use crate::harness::World;
use samtycke_server::auth::Role;
use samtycke_server::mail::Kind;
use serde_json::json;

on_both_databases!(
    a_legal_hold_keeps_the_candidate_out_of_erasure_and_mail,
    a_hold_needs_a_reason_and_an_end,
    a_restriction_keeps_the_candidate_out_of_erasure_and_mail,
    what_was_declined_under_a_hold_is_erased_after_it,
    what_was_withdrawn_under_a_hold_is_erased_after_it,
    who_was_invalidated_under_a_hold_is_asked_after_it,
    a_hold_up_to_and_including_a_day_lasts_through_it,
    a_form_that_is_refused_comes_back_as_it_was_filled_in,
);

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

async fn a_hold_up_to_and_including_a_day_lasts_through_it(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    // It is ten in the morning of that day where the tenant is.
    let hold = json!({ "held_until": "2026-03-02", "hold_reason": "Tvist" });
    w.patch(&tenant, &id, &hold).await.expect(200);
    let no = [("answer", "decline"), ("confirm", "decline")];
    w.form(&link, &no).await.expect(200);
    w.pass_hours(13).await;
    assert_eq!(candidates(w).await, 1, "23:00, still the same day");
    w.pass_hours(2).await;
    assert_eq!(candidates(w).await, 0, "the day after");
}

async fn a_form_that_is_refused_comes_back_as_it_was_filled_in(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    let seat = w.swedish_seat(&tenant, Role::Recruiter).await;
    let path = format!("/console/candidates/{id}");
    let hold = [("until", "2020-01-31"), ("reason", "Tvist om lön")];
    let page = w.press(&seat, &format!("{path}/hold"), &hold).await;
    let page = page.expect(422).text();
    assert!(
        page.contains("Tvist om lön") && page.contains("value=\"2020-01-31\""),
        "{page}"
    );
    assert!(page.contains("<details open class=\"do-fold\""), "{page}");
    assert!(page.contains("class=\"field-error\""), "{page}");
    let paper = [
        ("form", "spoken"),
        ("purpose", "future_jobs"),
        ("given_on", "2050-01-01"),
        ("note", "Sagt i telefon"),
    ];
    let page = w.press(&seat, &format!("{path}/consents"), &paper).await;
    let page = page.expect(422).text();
    assert!(
        page.contains("Sagt i telefon") && page.contains("value=\"2050-01-01\""),
        "{page}"
    );
    assert_eq!(w.status_of(&tenant, KIM).await, "awaiting");
}
