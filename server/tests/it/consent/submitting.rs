//! Rule 2, and one record however often it is sent.

use super::{ANNA, events};
use crate::harness::{ORIGIN, PUBLIC_URL, World, two_purposes};
use samtycke_server::clock::{HOUR, SECOND};
use samtycke_server::db::Value as Sql;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};
use tokio::task::JoinSet;

on_both_databases!(
    what_was_shown_is_what_is_recorded,
    a_notice_from_before_the_last_publishing_is_stale,
    a_notice_lives_for_48_hours,
    a_notice_of_another_site_is_refused,
    a_forged_notice_is_refused,
    the_same_submission_twice_is_one_consent,
    a_submission_sent_twice_at_once_is_one_consent,
    a_used_submission_id_gives_nobody_elses_receipt,
    many_submissions_for_a_new_address_are_one_candidate,
    names_survive_unchanged,
    each_bad_submission_is_a_clear_problem_and_records_nothing,
);

async fn what_was_shown_is_what_is_recorded(w: &World) {
    let tenant = w.tenant().await;
    let shown = w.shown(&tenant).await;
    let submission = w.submission(&tenant, ANNA).await;
    w.advance(90 * SECOND);
    let mut submission = submission;
    submission["widget_version"] = json!("0.1.0");
    w.submit(&tenant, &submission).await.expect(201);
    let record =
        w.detail(&tenant, &w.id_of(&tenant, ANNA).await).await["events"][0]["record"].clone();
    let notice = &record["notice"];
    assert_eq!(notice["text_version_id"], shown["text_version_id"]);
    assert_eq!(notice["version"], 1);
    assert_eq!(notice["language"], "sv");
    assert_eq!(notice["body_sha256"], shown["body_sha256"]);
    assert_eq!(notice["served_at"], "2026-03-02T09:00:00Z");
    assert_eq!(record["recorded_at"], "2026-03-02T09:01:30Z");
    assert_eq!(record["collection"]["page_url"], format!("{ORIGIN}/jobb/1"));
    assert_eq!(record["collection"]["widget_version"], "0.1.0");
    assert_eq!(
        record["purposes"][0]["label"],
        shown["purposes"][0]["label"]
    );
    assert_eq!(notice["shown_sha256"], sha256_of_what_was_shown(&shown));
    assert_eq!(record["iss"], PUBLIC_URL);
}

/// Title, body and box labels together, hashed as anybody could from what the page was sent.
fn sha256_of_what_was_shown(shown: &Value) -> String {
    let all = json!({ "title": shown["title"], "body_html": shown["body_html"], "purposes": shown["purposes"] });
    samtycke_shared::receipt::sha256_hex(&samtycke_shared::receipt::canonical(&all).unwrap())
}

async fn a_notice_from_before_the_last_publishing_is_stale(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, ANNA).await;
    w.publish(&tenant, &two_purposes("Nytt", 12), "editorial")
        .await;
    let answer = w.submit(&tenant, &submission).await.expect(409);
    assert!(answer.problem_fields().is_empty());
    let problem = answer.json();
    assert_eq!(
        problem["current"]["version"], 2,
        "the new text comes with the refusal"
    );
    assert_eq!(events(w).await, 0);
    let mut again = submission;
    again["served"] = problem["current"]["served"].clone();
    w.submit(&tenant, &again).await.expect(201);
}

async fn a_notice_lives_for_48_hours(w: &World) {
    let tenant = w.tenant().await;
    let (in_time, late) = (
        w.submission(&tenant, ANNA).await,
        w.submission(&tenant, "late@exempel.example").await,
    );
    w.advance(48 * HOUR);
    w.submit(&tenant, &in_time).await.expect(201);
    w.advance(1);
    let answer = w.submit(&tenant, &late).await.expect(409);
    assert_eq!(answer.json()["current"]["version"], 1);
    assert_eq!(events(w).await, 1);
}

async fn a_notice_of_another_site_is_refused(w: &World) {
    let (tenant, other) = (w.tenant().await, w.tenant_named("Annanfirma").await);
    let mut submission = w.submission(&tenant, ANNA).await;
    submission["served"] = w.shown(&other).await["served"].clone();
    w.submit(&tenant, &submission).await.expect(409);
    // Also of another site that shows the very same text: it was not seen on this one's page.
    w.sql(
        "INSERT INTO sites (tenant_id, id, site_key, name, origins, consent_text_id, created_at) SELECT tenant_id, 'second', 'site_second', name, origins, consent_text_id, created_at
         FROM sites WHERE site_key = $1",
        &[Sql::from(tenant.site_key.as_str())],
    )
    .await;
    let second = w
        .get("/v1/sites/site_second/consent-text")
        .await
        .expect(200)
        .json();
    submission["served"] = second["served"].clone();
    w.submit(&tenant, &submission).await.expect(409);
    assert_eq!(events(w).await, 0);
}

async fn a_forged_notice_is_refused(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, ANNA).await;
    let genuine = submission["served"].as_str().unwrap().to_owned();
    let (start, signature) = genuine.rsplit_once('.').unwrap();
    let other = w.another_server().await;
    let with_link_token = other
        .keys
        .link_token(samtycke_server::keys::LinkKind::Candidate, "x");
    for forged in [
        format!("{start}."),
        format!("{start}.{}", signature.to_lowercase()),
        with_link_token,
        String::new(),
    ] {
        let mut submission = submission.clone();
        submission["served"] = json!(forged);
        let answer = w.submit(&tenant, &submission).await.expect(422);
        assert_eq!(answer.problem_fields(), ["served"], "{forged}");
    }
    assert_eq!(events(w).await, 0);
}

async fn the_same_submission_twice_is_one_consent(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, ANNA).await;
    let first = w.submit(&tenant, &submission).await.expect(201).json();
    w.advance(HOUR);
    let mut again = submission.clone();
    again["served"] = w.shown(&tenant).await["served"].clone();
    assert_eq!(w.submit(&tenant, &again).await.expect(201).json(), first);
    w.publish(&tenant, &two_purposes("Nytt", 12), "editorial")
        .await;
    assert_eq!(
        w.submit(&tenant, &submission).await.expect(201).json(),
        first,
        "even when its notice is stale by now"
    );
    assert_eq!(events(w).await, 1);
    w.work().await;
    assert_eq!(w.mails(Kind::Confirmation).len(), 1);
}

async fn a_submission_sent_twice_at_once_is_one_consent(w: &World) {
    let tenant = w.tenant().await;
    for round in 0..25 {
        let submission = w
            .submission(&tenant, &format!("r{round}@exempel.example"))
            .await;
        let (one, two, three) = tokio::join!(
            w.submit(&tenant, &submission),
            w.submit(&tenant, &submission),
            w.submit(&tenant, &submission)
        );
        let one = one.expect(201).json();
        assert_eq!(one, two.expect(201).json());
        assert_eq!(one, three.expect(201).json());
        assert_eq!(events(w).await, round + 1);
    }
}

async fn a_used_submission_id_gives_nobody_elses_receipt(w: &World) {
    let tenant = w.tenant().await;
    let submission = w.submission(&tenant, ANNA).await;
    let receipt = w.submit(&tenant, &submission).await.expect(201).json()["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    let other = json!({ "email": "other@exempel.example", "name": "Robin Exempel" });
    let renamed = json!({ "email": ANNA, "name": "Någon Annan" });
    for candidate in [other, renamed] {
        let mut changed = submission.clone();
        changed["candidate"] = candidate;
        let answer = w.submit(&tenant, &changed).await.expect(422);
        assert_eq!(answer.problem_fields(), ["submission_id"]);
        assert!(!answer.text().contains(&receipt));
    }
    // Another tenant's ids are its own.
    let elsewhere = w.tenant_named("Annanfirma").await;
    let mut same_id = w.submission(&elsewhere, ANNA).await;
    same_id["submission_id"] = submission["submission_id"].clone();
    let own = w.submit(&elsewhere, &same_id).await.expect(201).json();
    assert_ne!(own["receipt"], json!(receipt));
}

async fn many_submissions_for_a_new_address_are_one_candidate(w: &World) {
    let tenant = w.tenant().await;
    let mut under_way = JoinSet::new();
    for number in 0..12 {
        let spelled = if number % 2 == 0 {
            ANNA.to_owned()
        } else {
            ANNA.to_uppercase()
        };
        let submission: samtycke_shared::api::Submission =
            serde_json::from_value(w.submission(&tenant, &spelled).await).unwrap();
        let (app, site_key) = (w.app.clone(), tenant.site_key.clone());
        under_way.spawn(async move {
            samtycke_server::consent::submit::submit(&app, &site_key, None, &submission).await
        });
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap().unwrap();
    }
    assert_eq!(w.count("candidates", &[]).await, 1);
    assert_eq!(events(w).await, 12);
    assert_eq!(
        w.count("events WHERE kind = 'given'", &[]).await,
        1,
        "the others renew"
    );
}

async fn names_survive_unchanged(w: &World) {
    let tenant = w.tenant().await;
    let names = [
        "Åsa Öberg-Ærø",
        "李小龍",
        "ʻOkina Kaʻahumanu",
        "👩‍🚀 Ñandú",
        "O'Brien \"X\" <b>&amp;",
        "e\u{301}ne",
        "مثال عربي",
        "a; DROP TABLE x--",
    ];
    for (number, name) in names.iter().enumerate() {
        let email = format!("n{number}@exempel.example");
        let mut submission = w.submission(&tenant, &email).await;
        submission["candidate"]["name"] = json!(name);
        w.submit(&tenant, &submission).await.expect(201);
        assert_eq!(
            w.listed(&tenant, &email).await.unwrap()["name"],
            json!(name)
        );
        let detail = w.detail(&tenant, &w.id_of(&tenant, &email).await).await;
        assert_eq!(
            detail["events"][0]["record"]["subject"]["name"],
            json!(name)
        );
    }
}

async fn each_bad_submission_is_a_clear_problem_and_records_nothing(w: &World) {
    let tenant = w.tenant().await;
    let good = w.submission(&tenant, ANNA).await;
    let with = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        bad
    };
    let without_email = {
        let mut bad = good.clone();
        bad["candidate"].as_object_mut().unwrap().remove("email");
        bad
    };
    let cases = [
        (
            with(
                "/decisions",
                json!({ "future_jobs": true, "profiling": true }),
            ),
            "decisions.profiling",
        ),
        (
            with("/decisions", json!({ "future_jobs": "yes" })),
            "decisions.future_jobs",
        ),
        (without_email, "candidate.email"),
        (with("/candidate/email", json!("")), "candidate.email"),
        (
            with("/candidate/email", json!("no-address")),
            "candidate.email",
        ),
        (with("/candidate/name", json!("A\u{0}B")), "candidate.name"),
        (with("/candidate/name", json!("")), "candidate.name"),
        (with("/submission_id", json!("1")), "submission_id"),
        (with("/page_url", json!("x".repeat(2_001))), "page_url"),
        (
            with(
                "/candidate",
                json!({ "email": ANNA, "name": "A", "admin": true }),
            ),
            "candidate.admin",
        ),
    ];
    for (bad, field) in cases {
        let answer = w.submit(&tenant, &bad).await.expect(422);
        assert_eq!(answer.problem_fields(), [field], "{}", answer.text());
    }
    assert_eq!((events(w).await, w.count("candidates", &[]).await), (0, 0));
    w.submit(&tenant, &good).await.expect(201);
}
