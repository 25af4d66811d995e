//! Rule 10: looking never answers, and what an answer does.

use super::{ANNA, KIM, deadline, renew, renewals, served};
use crate::harness::{World, two_purposes};
use samtycke_server::clock::MINUTE;
use samtycke_server::mail::Kind;
use serde_json::json;

on_both_databases!(
    looking_never_answers,
    the_page_says_what_changed_since_the_last_consent,
    renewing_twice_is_one_event,
    renewing_needs_a_ticked_box,
    declining_asks_once_more_and_then_erases,
    the_latest_answer_before_the_deadline_stands,
    a_changed_token_leads_nowhere,
    an_answer_to_a_text_that_has_changed_is_shown_the_new_one,
    nobody_answers_after_the_deadline,
    an_answer_through_the_widget_closes_the_request,
    an_answer_and_a_new_version_at_once_do_not_miss_each_other,
);

async fn looking_never_answers(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    for query in [
        "",
        "?answer=renew&future_jobs=on",
        "?answer=decline&confirm=decline",
        "?lang=en",
        "",
    ] {
        let page = w.get(&format!("{link}{query}")).await.expect(200).text();
        assert!(page.contains("method=\"post\""), "real buttons");
        assert!(!page.contains("checked"), "nothing is pre-ticked");
    }
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
    assert_eq!(renewals(w).await, ["asked"]);
    assert_eq!(w.status_of(&tenant, KIM).await, "awaiting");
    let listed = w.listed(&tenant, KIM).await.unwrap();
    assert_eq!(listed["renewal"], "asked");
}

async fn the_page_says_what_changed_since_the_last_consent(w: &World) {
    let tenant = w.tenant().await;
    w.publish(
        &tenant,
        &two_purposes("Vi sparar ditt namn i tolv månader.", 12),
        "editorial",
    )
    .await;
    w.consent(&tenant, ANNA).await;
    w.publish(
        &tenant,
        &two_purposes("Vi sparar ditt namn i sex månader.", 12),
        "material",
    )
    .await;
    w.work().await;
    let page = w.get(&w.review_link(ANNA)).await.expect(200).text();
    assert!(page.contains("<del>") && page.contains("tolv"), "{page}");
    assert!(page.contains("<ins>") && page.contains("sex"), "{page}");
    assert!(
        page.contains("1 april 2026")
            || page.contains("2 april 2026")
            || page.contains("april 2026"),
        "the deadline"
    );
}

async fn renewing_twice_is_one_event(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let served = served(&w.get(&link).await.expect(200).text());
    let fields = [
        ("answer", "renew"),
        ("served", served.as_str()),
        ("future_jobs", "on"),
    ];
    let (one, two) = tokio::join!(w.form(&link, &fields), w.form(&link, &fields));
    one.expect(200);
    two.expect(200);
    w.advance(MINUTE);
    w.form(&link, &fields).await.expect(200);
    assert_eq!(w.history(&tenant, &id).await, ["requested", "given"]);
    let receipt = w.get(&format!("{link}/receipt")).await.expect(200).text();
    assert_eq!(w.verify(&receipt).await["status"], "valid");
    let event = w.detail(&tenant, &id).await["events"][1].clone();
    assert_eq!(
        (event["origin"].as_str(), event["identity"].as_str()),
        (Some("link"), Some("email"))
    );
    assert_eq!(renewals(w).await, ["answered"]);
}

async fn renewing_needs_a_ticked_box(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    renew(w, &link, &[]).await.expect(422);
    w.form(&link, &[("answer", "maybe")]).await.expect(400);
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
}

async fn declining_asks_once_more_and_then_erases(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let page = w
        .form(&link, &[("answer", "decline")])
        .await
        .expect(200)
        .text();
    assert!(
        page.contains("name=\"confirm\" value=\"decline\""),
        "{page}"
    );
    assert_eq!(w.count("candidates", &[]).await, 1, "not yet");
    w.form(&link, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(200);
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["declined"]
    );
    w.form(&link, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(410);
    w.get(&link).await.expect(410);
    w.work().await;
    assert_eq!(w.mails_to(KIM, Kind::Farewell).len(), 1);
}

async fn the_latest_answer_before_the_deadline_stands(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    renew(w, &link, &["future_jobs"]).await.expect(200);
    w.pass_days(1).await;
    renew(w, &link, &["share_with_group"]).await.expect(200);
    assert_eq!(
        w.history(&tenant, &id).await,
        ["requested", "given", "renewed"]
    );
    let decisions = w.detail(&tenant, &id).await["events"][2]["decisions"].clone();
    assert_eq!(
        decisions,
        json!({ "future_jobs": false, "share_with_group": true })
    );
    w.pass_days(1).await;
    w.form(&link, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(200);
    assert_eq!(w.count("candidates", &[]).await, 0);
}

async fn a_changed_token_leads_nowhere(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let (review, me) = (w.review_link(KIM), w.me_link(ANNA));
    for link in [&review, &me] {
        for position in [link.len() - 1, link.len() - 20] {
            let mut changed = link.clone();
            let other = if &changed[position..=position] == "A" {
                "B"
            } else {
                "A"
            };
            changed.replace_range(position..=position, other);
            w.get(&changed).await.expect(404);
            w.form(&changed, &[("answer", "decline"), ("confirm", "decline")])
                .await
                .expect(if link == &review { 404 } else { 400 });
            w.form(&changed, &[("action", "erase"), ("confirm", "erase")])
                .await;
            w.form(&changed, &[("action", "withdraw")]).await;
        }
    }
    // One kind of link never works as another.
    w.get(&review.replace("/r/", "/me/")).await.expect(404);
    w.get(&me.replace("/me/", "/r/")).await.expect(404);
    assert_eq!(w.count("candidates", &[]).await, 2);
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
    assert_eq!(
        w.texts("SELECT DISTINCT identity FROM candidates", &[])
            .await,
        ["unverified"]
    );
}

async fn an_answer_to_a_text_that_has_changed_is_shown_the_new_one(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let served = served(&w.get(&link).await.expect(200).text());
    w.publish(
        &tenant,
        &two_purposes("Ett helt annat innehåll", 12),
        "material",
    )
    .await;
    let fields = [
        ("answer", "renew"),
        ("served", served.as_str()),
        ("future_jobs", "on"),
    ];
    let page = w.form(&link, &fields).await.expect(409).text();
    assert!(page.contains("Ett helt annat innehåll"));
    assert_eq!(
        w.history(&tenant, &id).await,
        ["requested"],
        "no version is recorded that was not seen"
    );
    // Without a notice in the form, only a version this page has shown counts.
    let page_now = w
        .form(&link, &[("answer", "renew"), ("future_jobs", "on")])
        .await;
    assert_eq!(
        page_now.status, 409,
        "the new version was never looked at with a GET"
    );
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
}

async fn nobody_answers_after_the_deadline(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let form = served(&w.get(&link).await.expect(200).text());
    let end = deadline(w).await.unwrap();
    w.advance(end - w.now());
    w.get(&link).await.expect(200);
    w.advance(1);
    // No work has run: the link is closed by the clock alone.
    w.get(&link).await.expect(410);
    let fields = [
        ("answer", "renew"),
        ("served", form.as_str()),
        ("future_jobs", "on"),
    ];
    w.form(&link, &fields).await.expect(410);
    assert_eq!(w.history(&tenant, &id).await, ["requested"]);
    w.work().await;
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(
        w.texts("SELECT reason FROM erasures", &[]).await,
        ["unanswered"]
    );
}

async fn an_answer_through_the_widget_closes_the_request(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    w.consent(&tenant, KIM).await;
    assert_eq!(
        (renewals(w).await, deadline(w).await),
        (vec!["answered".to_owned()], None)
    );
    w.pass_days(40).await;
    assert_eq!(
        (
            w.mails(Kind::Reminder).len(),
            w.count("candidates", &[]).await
        ),
        (0, 1)
    );
}

async fn an_answer_and_a_new_version_at_once_do_not_miss_each_other(w: &World) {
    // SQLite has one writer at a time.
    if !w.is_postgres() {
        return;
    }
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let served = served(&w.get(&link).await.expect(200).text());
    let fields = [
        ("answer", "renew"),
        ("served", served.as_str()),
        ("future_jobs", "on"),
    ];
    let mut publishing = w.app.db.begin().await.unwrap();
    let text = w.text_id(&tenant).await;
    samtycke_server::consent::store::lock_text(&mut publishing, &tenant.id, &text)
        .await
        .unwrap();
    let answer = w.form(&link, &fields);
    let waits = async {
        let lock =
            "pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
        while w.count(lock, &[]).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::pin!(answer);
    tokio::select! {
        answered = &mut answer => panic!("{} while a version was being published", answered.status),
        () = waits => {}
    }
    publishing.commit().await.unwrap();
    answer.await.expect(200);
}
