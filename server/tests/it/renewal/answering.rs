//! Rule 10: looking never answers, and what an answer does.

use super::{ANNA, KIM, deadline, renew, renewals, served};
use crate::harness::{World, two_purposes};
use axum::body::Body;
use axum::http::Request;
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
    whoever_answers_yes_gets_the_receipt_by_mail,
    a_yes_is_still_known_when_the_link_is_over,
    what_a_yes_takes_back_is_said,
    a_purpose_that_is_new_is_shown_as_new,
    the_last_page_keeps_the_language,
    the_own_page_tells_of_a_request,
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

async fn whoever_answers_yes_gets_the_receipt_by_mail(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    for _ in 0..2 {
        renew(w, &link, &["future_jobs"]).await.expect(200);
        w.work().await;
    }
    let sent = w.mails_to(KIM, Kind::Confirmation);
    assert_eq!(sent.len(), 1, "an equal answer is the same answer");
    let id = w.id_of(&tenant, KIM).await;
    let receipt = w.detail(&tenant, &id).await["receipts"][0].clone();
    assert_eq!(
        sent[0].attachments[0].content,
        receipt.as_str().unwrap().as_bytes()
    );
    w.get(&w.me_link(KIM)).await.expect(200);
}

async fn a_yes_is_still_known_when_the_link_is_over(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    renew(w, &link, &["future_jobs"]).await.expect(200);
    w.work().await;
    w.pass_days(40).await;
    let page = w.get(&link).await.expect(410).text();
    assert!(page.contains("Du svarade ja den 2 mars 2026"), "{page}");
    assert!(page.contains(&format!("href=\"{}\"", w.me_link(KIM))));
    let no = [("answer", "decline"), ("confirm", "decline")];
    w.form(&link, &no).await.expect(410);
    assert_eq!(w.status_of(&tenant, KIM).await, "valid");
}

async fn what_a_yes_takes_back_is_said(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, KIM).await;
    let id = w.id_of(&tenant, KIM).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.work().await;
    let link = w.review_link(KIM);
    let page = w.get(&link).await.expect(200).text();
    assert!(
        page.contains("Det gäller till och med 2 mars 2027"),
        "{page}"
    );
    assert!(page.contains("Det gäller till och med 2 mars 2028"));
    assert!(page.contains("En ruta du lämnar tom betyder nej"));
    let thanks = renew(w, &link, &["future_jobs"]).await.expect(200).text();
    let (_, ended) = thanks.split_once("gäller inte längre").expect("it says so");
    assert!(ended.contains("Dela med koncernen"));
}

async fn a_purpose_that_is_new_is_shown_as_new(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    let mut content = two_purposes("Samma", 12);
    w.publish(&tenant, &content, "editorial").await;
    w.consent(&tenant, KIM).await;
    content["purposes"][1]["validity_months"] = json!(6);
    w.publish(&tenant, &content, "material").await;
    w.work().await;
    let page = w.get(&w.review_link(KIM)).await.expect(200).text();
    let (_, changes) = page
        .split_once("Det här har ändrats")
        .expect("what changed is shown");
    let (changes, _) = changes.split_once("</section>").unwrap();
    assert!(changes.contains("<ins>"), "{changes}");
    assert!(changes.contains('6'), "{changes}");
}

async fn the_last_page_keeps_the_language(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let no = [("answer", "decline"), ("confirm", "decline")];
    let page = w.form(&format!("{link}?lang=en"), &no).await.expect(200);
    assert!(page.text().contains("Your details have been erased"));
    w.pass_days(10).await;
    let english = Request::get(&link).header("accept-language", "en-GB,en;q=0.9");
    let page = w.call(english.body(Body::empty()).unwrap()).await;
    let page = page.expect(410).text();
    assert!(page.contains("On 2 March 2026 we erased"), "{page}");
}

async fn the_own_page_tells_of_a_request(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    w.consent(&tenant, KIM).await;
    w.work().await;
    let me = w.me_link(KIM);
    let calm = w.get(&me).await.expect(200).text();
    assert!(!calm.contains("Vi väntar på ditt svar"));
    let share = [("action", "withdraw"), ("purpose", "share_with_group")];
    let page = w.form(&me, &share).await.expect(200).text();
    assert!(page.contains("Du har tagit tillbaka ditt ja."), "{page}");
    w.publish(&tenant, &two_purposes("Annat", 12), "material")
        .await;
    w.work().await;
    let page = w.get(&me).await.expect(200).text();
    assert!(page.contains("Vi väntar på ditt svar"), "{page}");
    assert!(page.contains("Svara senast den 1 april 2026"));
    assert!(page.contains("Ditt ja gäller en äldre text"));
    let link = w.review_link(KIM);
    assert!(page.contains(&format!("href=\"{link}?lang=sv\"")), "{page}");
}
