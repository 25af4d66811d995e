//! Rules 8 and 9: when the 30 days start, stop and end, and the reminders in between.

use super::{ANNA, KIM, deadline, renew, renewals};
use crate::harness::World;
use samtycke_server::clock::{DAY, Millis, parse_rfc3339};
use samtycke_server::mail::{Kind, bounce};
use serde_json::json;

on_both_databases!(
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
    a_late_bounce_of_the_old_address_changes_nothing,
    a_refusal_of_the_old_address_changes_nothing,
    whoever_bounced_can_be_asked_once_more,
    an_address_that_was_right_is_tried_again,
    a_deadline_is_told_in_the_zone_it_was_made_in,
);

fn at(text: &str) -> Millis {
    parse_rfc3339(text).unwrap()
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

async fn a_late_bounce_of_the_old_address_changes_nothing(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let request = w.mails_to(KIM, Kind::Request).remove(0).message_id;
    let correction = json!({ "email": ANNA });
    w.patch(&tenant, &id, &correction).await.expect(200);
    w.work().await;
    let before = deadline(w).await;
    let bounced = bounce_of(&request).replace(
        "\r\n\r\n--b--",
        &format!("\r\nTo: Kim Exempel <{KIM}>\r\n\r\n--b--"),
    );
    let said = bounce::receive(&w.app, bounced.as_bytes()).await.unwrap();
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(renewals(w).await, ["asked"]);
    assert_eq!(deadline(w).await, before);
}

/// Refuses the first mail after its address was corrected meanwhile.
struct Corrected {
    /// The database, and whose address it is.
    first: std::sync::Mutex<Option<(samtycke_server::db::Db, Vec<samtycke_server::db::Value>)>>,
    sent: samtycke_server::mail::MemoryMailer,
}

impl samtycke_server::mail::Mailer for Corrected {
    fn send<'a>(
        &'a self,
        mail: &'a samtycke_server::mail::Outgoing,
    ) -> samtycke_server::mail::Sending<'a> {
        let first = self.first.lock().unwrap().take();
        Box::pin(async move {
            let Some((db, whose)) = first else {
                return self.sent.send(mail).await;
            };
            let mut tx = db.begin().await.unwrap();
            for sql in [
                "UPDATE candidates SET email = 'anna@exempel.example', email_key = 'anna@exempel.example'
                 WHERE tenant_id = $1 AND id = $2",
                "UPDATE mails SET attempts = 0, next_attempt_at = 1 WHERE tenant_id = $1 AND candidate_id = $2",
            ] {
                samtycke_server::execute_dynamic!(&mut tx, sql.to_owned(), &whose).unwrap();
            }
            tx.commit().await.unwrap();
            Err(samtycke_server::mail::SendError::Permanent(
                "the mail server answered 550".to_owned(),
            ))
        })
    }
}

async fn a_refusal_of_the_old_address_changes_nothing(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    let whose = vec![tenant.id.as_str().into(), id.as_str().into()];
    let mailer = std::sync::Arc::new(Corrected {
        first: std::sync::Mutex::new(Some((w.app.db.clone(), whose))),
        sent: samtycke_server::mail::MemoryMailer::default(),
    });
    let app = w.another_server_with(w.clock.clone(), mailer.clone()).await;
    samtycke_server::jobs::run_due(&app).await.unwrap();
    assert_eq!(renewals(w).await, ["asked"]);
    let sent = mailer.sent.sent();
    let to: Vec<&str> = sent.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [ANNA], "the new address was tried");
    app.db.close().await;
}

async fn whoever_bounced_can_be_asked_once_more(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.mail_server_refuses();
    w.work().await;
    assert_eq!(renewals(w).await, ["bounced"]);
    // The mailbox was full, or the mail server set up wrongly: the address is right.
    w.mail_server_works();
    for (filter, count) in [(json!({}), 0), (json!({ "renewal": "bounced" }), 1)] {
        let many = json!({ "filter": filter, "dry_run": true });
        let asked = w.api_post(&tenant.recruiter, "/v1/renewals", &many).await;
        assert_eq!(asked.expect(200).json()["count"], count, "{filter}");
    }
    let ids = json!({ "ids": [id], "dry_run": true });
    let asked = w.api_post(&tenant.recruiter, "/v1/renewals", &ids).await;
    assert_eq!(asked.expect(200).json()["count"], 1);
    let ids = json!({ "ids": [id] });
    let asked = w.api_post(&tenant.recruiter, "/v1/renewals", &ids).await;
    assert_eq!(asked.expect(200).json()["count"], 1);
    w.work().await;
    assert_eq!(renewals(w).await, ["asked"], "the same request once more");
    assert_eq!(w.mails_to(KIM, Kind::Request).len(), 1);
    assert!(deadline(w).await.is_some());
}

async fn an_address_that_was_right_is_tried_again(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.mail_server_refuses();
    w.work().await;
    w.mail_server_works();
    let seat = w
        .seat(&tenant, samtycke_server::auth::Role::Recruiter)
        .await;
    let path = format!("/console/candidates/{id}/address");
    w.press(&seat, &path, &[("email", KIM)]).await.expect(303);
    w.work().await;
    assert_eq!(w.mails_to(KIM, Kind::Request).len(), 1);
}

async fn a_deadline_is_told_in_the_zone_it_was_made_in(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    assert_eq!(deadline(w).await, Some(at("2026-04-01T21:59:59.999Z")));
    w.sql("UPDATE tenants SET time_zone = 'Europe/Helsinki'", &[])
        .await;
    let page = w.get(&w.review_link(KIM)).await.expect(200).text();
    assert!(page.contains("1 april"), "{page}");
    assert!(!page.contains("2 april"), "it ends with the first");
    w.pass_days(14).await;
    let reminder = w.mails_to(KIM, Kind::Reminder).remove(0).letter.text;
    assert!(reminder.contains("1 april"), "{reminder}");
}
