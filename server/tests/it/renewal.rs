//! Renewal and the 30 days: rules 7 to 11.

use samtycke_server::clock::{DAY, MINUTE, Millis, SECOND, parse_rfc3339};
use samtycke_server::consent::valid_until;
use samtycke_server::mail::{Kind, bounce};
use serde_json::{Value, json};

use crate::harness::{Answer, START, Tenant, World, two_purposes};

const KIM: &str = "kim@exempel.example";
const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    whoever_is_registered_without_consent_is_asked_at_once_and_told_the_source,
    a_consent_is_renewed_within_the_lead_time,
    a_short_validity_does_not_ask_again_and_again,
    a_material_version_invalidates_everyone_and_asks_anew,
    an_editorial_version_invalidates_nobody,
    staff_can_ask_one_or_many,
    the_thirty_days_start_when_the_mail_server_accepts,
    a_refused_address_starts_no_clock_until_it_is_corrected,
    a_bounce_that_comes_back_later_stops_the_clock,
    a_corrected_address_of_an_unanswered_request_is_asked_anew,
    the_deadline_never_moves_earlier,
    a_stopped_clock_closes_no_link,
    reminders_go_out_on_day_14_and_27,
    reminders_missed_while_down_are_one_mail,
    unsubscribing_stops_reminders_and_nothing_else,
    unsubscribing_while_a_reminder_waits_does_not_stop_the_clock,
    looking_never_answers,
    the_page_says_what_changed_since_the_last_consent,
    renewing_twice_is_one_event,
    renewing_needs_a_ticked_box,
    declining_asks_once_more_and_then_erases,
    the_latest_answer_before_the_deadline_stands,
    a_changed_token_leads_nowhere,
    an_answer_to_a_text_that_has_changed_is_shown_the_new_one,
    nobody_answers_after_the_deadline,
    one_request_per_cycle_with_a_stable_message_id,
    an_answer_through_the_widget_closes_the_request,
);

async fn renewals(w: &World) -> Vec<String> {
    w.texts("SELECT state FROM renewals ORDER BY queued_at, id", &[])
        .await
}

async fn deadline(w: &World) -> Option<Millis> {
    w.number("SELECT deadline_at FROM candidates", &[]).await
}

fn at(text: &str) -> Millis {
    parse_rfc3339(text).unwrap()
}

async fn renew(w: &World, link: &str, keys: &[&str]) -> Answer {
    let mut fields = vec![("answer", "renew")];
    let served = served(&w.get(link).await.expect(200).text());
    fields.push(("served", &served));
    fields.extend(keys.iter().map(|key| (*key, "on")));
    w.form(link, &fields).await
}

/// The notice in a page's form.
fn served(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"served\" value=\"")
        .expect("the form holds its notice");
    rest.split('"').next().unwrap().to_owned()
}

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
    let lead_begins = valid_until(START, 24) - 45 * DAY;
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
    for number in 0..1_000 {
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
    assert_eq!(
        w.count("events WHERE kind = 'invalidated'", &[]).await,
        1_000
    );
    assert_eq!(w.mails(Kind::Request).len(), 1_000);
    let (first, last) = ("c0@exempel.example", "c999@exempel.example");
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
        1_000,
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

async fn the_thirty_days_start_when_the_mail_server_accepts(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_is_down();
    w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(20).await;
    assert_eq!(
        (renewals(w).await, deadline(w).await),
        (vec!["queued".to_owned()], None),
        "queued is not accepted"
    );
    w.mail_server_works();
    w.pass_hours(5).await;
    assert_eq!(renewals(w).await, ["asked"]);
    // Accepted on 22 March at 14:00 UTC; the 30th day after ends at midnight, Swedish summer time.
    assert_eq!(w.now(), at("2026-03-22T14:00:00Z"));
    assert_eq!(deadline(w).await, Some(at("2026-04-21T21:59:59.999Z")));
    assert_eq!(
        w.texts("SELECT deadline_zone FROM renewals", &[]).await,
        ["Europe/Stockholm"]
    );
    let shown = w.listed(&tenant, KIM).await.unwrap();
    assert_eq!(shown["deadline"], "2026-04-21T21:59:59.999Z");
}

async fn a_refused_address_starts_no_clock_until_it_is_corrected(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.mail_server_refuses();
    w.work().await;
    assert_eq!(
        (renewals(w).await, deadline(w).await),
        (vec!["bounced".to_owned()], None)
    );
    assert_eq!(w.listed(&tenant, KIM).await.unwrap()["renewal"], "bounced");
    w.mail_server_works();
    w.pass_days(40).await;
    assert_eq!(
        w.count("candidates", &[]).await,
        1,
        "nobody is erased who was never asked"
    );
    assert_eq!(w.mails(Kind::Request).len(), 0);
    w.patch(&tenant, &id, &json!({ "email": ANNA }))
        .await
        .expect(200);
    w.work().await;
    assert_eq!(w.mails_to(ANNA, Kind::Request).len(), 1);
    assert_eq!(renewals(w).await, ["asked"]);
    assert_eq!(deadline(w).await, Some(at("2026-05-11T21:59:59.999Z")));
}

fn bounce_of(message_id: &str) -> String {
    format!(
        "From: mailer-daemon@mx.example\r\nSubject: returned\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {KIM}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}@samtycke.example>\r\n\r\n--b--\r\n"
    )
}

async fn a_bounce_that_comes_back_later_stops_the_clock(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(3).await;
    let request = w.mails_to(KIM, Kind::Request).remove(0).message_id;
    bounce::receive(&w.app, bounce_of(&request).as_bytes())
        .await
        .unwrap();
    assert_eq!(
        (renewals(w).await, deadline(w).await),
        (vec!["bounced".to_owned()], None)
    );
    w.pass_days(40).await;
    assert_eq!(w.count("candidates", &[]).await, 1);
    assert_eq!(w.mails(Kind::Reminder).len(), 0);
    let unknown = bounce::receive(&w.app, bounce_of("0190-unknown").as_bytes())
        .await
        .unwrap();
    assert!(unknown.contains("nothing was changed"), "{unknown}");
}

async fn a_corrected_address_of_an_unanswered_request_is_asked_anew(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    w.pass_days(10).await;
    let before = deadline(w).await.unwrap();
    // A mistyped address that somebody else has: no bounce will ever come.
    w.patch(&tenant, &id, &json!({ "email": ANNA }))
        .await
        .expect(200);
    w.work().await;
    assert_eq!(
        w.mails_to(ANNA, Kind::Request).len(),
        1,
        "who has not been asked cannot have been silent"
    );
    assert!(deadline(w).await.unwrap() > before);
    w.patch(&tenant, &id, &json!({ "name": "Kim Rättad" }))
        .await
        .expect(200);
    w.work().await;
    assert_eq!(
        w.mails(Kind::Request).len(),
        2,
        "another name is no reason to ask again"
    );
}

async fn the_deadline_never_moves_earlier(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let first = deadline(w).await.unwrap();
    let request = w.mails_to(KIM, Kind::Request).remove(0).message_id;
    bounce::receive(&w.app, bounce_of(&request).as_bytes())
        .await
        .unwrap();
    let mut settings = w
        .api_get(&tenant.admin, "/v1/settings")
        .await
        .expect(200)
        .json();
    // East of Stockholm the same day ends earlier.
    settings["time_zone"] = json!("Pacific/Auckland");
    w.api(
        &tenant.admin,
        axum::http::Method::PUT,
        "/v1/settings",
        &settings,
    )
    .await
    .expect(200);
    w.patch(&tenant, &id, &json!({ "email": ANNA }))
        .await
        .expect(200);
    w.work().await;
    assert_eq!(deadline(w).await, Some(first));
}

async fn a_stopped_clock_closes_no_link(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    w.pass_days(13).await;
    w.mail_server_refuses();
    w.pass_days(2).await;
    assert_eq!(renewals(w).await, ["bounced"], "the reminder came back");
    w.mail_server_works();
    w.pass_days(30).await;
    renew(w, &link, &["future_jobs"]).await.expect(200);
    assert_eq!(w.status_of(&tenant, KIM).await, "valid");
}

async fn reminders_go_out_on_day_14_and_27(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let mut sent = Vec::new();
    for half_day in 1..=60 {
        let before = w.mails(Kind::Reminder).len();
        w.advance(DAY / 2);
        w.work().await;
        if w.mails(Kind::Reminder).len() > before {
            sent.push(f64::from(half_day) / 2.0);
        }
    }
    // Summer time begins on 29 March, day 27: the reminder keeps its time of day.
    assert_eq!(sent, [14.0, 27.0]);
    let reminders = w.mails(Kind::Reminder);
    assert_ne!(reminders[0].message_id, reminders[1].message_id);
    assert_eq!(
        w.count("candidates", &[]).await,
        1,
        "the 30th day is not over"
    );
    w.pass_days(1).await;
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(w.mails(Kind::Farewell).len(), 1);
}

async fn reminders_missed_while_down_are_one_mail(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    w.advance(28 * DAY);
    w.work().await;
    assert_eq!(w.mails(Kind::Reminder).len(), 1);
    w.pass_days(1).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 1);
}

async fn unsubscribing_stops_reminders_and_nothing_else(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let request = w.mails_to(KIM, Kind::Request).remove(0);
    let url = request.unsubscribe_url.expect("RFC 8058");
    let before = deadline(w).await;
    let path = url.trim_start_matches(crate::harness::PUBLIC_URL);
    assert_eq!(w.get(path).await.status, 405, "a GET does nothing");
    w.form(path, &[("List-Unsubscribe", "One-Click")])
        .await
        .expect(204);
    assert_eq!(
        (renewals(w).await, deadline(w).await),
        (vec!["asked".to_owned()], before)
    );
    w.pass_days(29).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 0);
    assert_eq!(w.status_of(&tenant, KIM).await, "awaiting");
    w.pass_days(2).await;
    assert_eq!(w.count("candidates", &[]).await, 0, "the deadline stands");
}

async fn unsubscribing_while_a_reminder_waits_does_not_stop_the_clock(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    w.pass_days(13).await;
    w.mail_server_is_down();
    w.pass_days(1).await;
    w.form(&format!("{link}/unsubscribe"), &[])
        .await
        .expect(204);
    w.mail_server_works();
    w.pass_days(1).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 0);
    assert_eq!(
        renewals(w).await,
        ["asked"],
        "a reminder nobody needs is no bounce"
    );
}

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
