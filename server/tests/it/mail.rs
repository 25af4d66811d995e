//! The outbox: every mail once, whatever happens (rules 11 and 19).

use std::sync::Arc;
use std::time::Duration;

use samtycke_server::clock::{DAY, MINUTE, ManualClock};
use samtycke_server::jobs;
use samtycke_server::mail::{Kind, Mailer, MemoryMailer, Outgoing, Sending, deliver, smtp};
use serde_json::json;

use crate::harness::{World, new_id, two_purposes};

const ANNA: &str = "anna@exempel.example";
const KIM: &str = "kim@exempel.example";

on_both_databases!(
    a_mail_waits_for_the_mail_server_and_goes_once,
    several_servers_send_each_mail_once,
    a_slow_mail_server_gets_each_mail_once,
    several_servers_erase_each_candidate_once,
    mails_speak_the_candidates_language,
    a_mail_is_well_formed_and_cannot_be_tampered_with_by_names,
    a_submission_is_recorded_whole_or_not_at_all,
    an_erasure_is_done_whole_or_not_at_all,
    a_refused_confirmation_is_not_tried_for_ever,
    one_broken_row_does_not_keep_the_others_waiting,
    one_tenants_broken_row_does_not_keep_the_others_waiting,
);

async fn a_mail_waits_for_the_mail_server_and_goes_once(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_is_down();
    w.consent(&tenant, ANNA).await;
    for _ in 0..5 {
        w.work().await;
    }
    assert_eq!(
        w.number("SELECT attempts FROM mails", &[]).await,
        Some(1),
        "waiting grows, nobody hammers"
    );
    w.advance(MINUTE);
    w.work().await;
    assert_eq!(w.number("SELECT attempts FROM mails", &[]).await, Some(2));
    w.pass_days(3).await;
    w.mail_server_works();
    w.pass_hours(5).await;
    w.pass_days(1).await;
    assert_eq!(w.mails_to(ANNA, Kind::Confirmation).len(), 1);
    assert_eq!(
        w.mails(Kind::Confirmation)[0].attachments[0].name,
        "consent-receipt.jws"
    );
}

async fn several_servers_send_each_mail_once(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..200 {
        w.register(&tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    let (one, two) = (w.another_server().await, w.another_server().await);
    let (first, second, third) = tokio::join!(
        jobs::run_due(&w.app),
        jobs::run_due(&one),
        jobs::run_due(&two)
    );
    first.unwrap();
    second.unwrap();
    third.unwrap();
    let mut addresses: Vec<String> = w
        .mails(Kind::Request)
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(addresses.len(), 200);
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 200, "each one once");
    assert_eq!(
        w.count(
            "renewals WHERE state = 'asked' AND deadline_at IS NOT NULL",
            &[]
        )
        .await,
        200
    );
    assert_eq!(w.count("events WHERE kind = 'requested'", &[]).await, 200);
    one.db.close().await;
    two.db.close().await;
}

/// Takes half a second for each mail, on the tests' clock. Real servers wait at the same time; here the
/// waits add up, so that all of them together must be shorter than a claim.
struct Slow {
    clock: Arc<ManualClock>,
    sent: MemoryMailer,
}

impl Mailer for Slow {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            self.clock.advance(Duration::from_millis(500));
            tokio::task::yield_now().await;
            self.sent.send(mail).await
        })
    }
}

async fn a_slow_mail_server_gets_each_mail_once(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..40 {
        w.register(&tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    let slow = Arc::new(Slow {
        clock: w.clock.clone(),
        sent: MemoryMailer::default(),
    });
    let one = w.another_server_with(w.clock.clone(), slow.clone()).await;
    let two = w.another_server_with(w.clock.clone(), slow.clone()).await;
    let (first, second) = tokio::join!(deliver::run(&one), deliver::run(&two));
    assert_eq!(
        first.unwrap() + second.unwrap(),
        40,
        "each one claimed once"
    );
    assert_eq!(slow.sent.sent().len(), 40);
    one.db.close().await;
    two.db.close().await;
}

async fn several_servers_erase_each_candidate_once(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..50 {
        w.register(&tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    w.work().await;
    w.advance(31 * DAY);
    let (one, two) = (w.another_server().await, w.another_server().await);
    let (first, second, third) = tokio::join!(
        jobs::run_due(&w.app),
        jobs::run_due(&one),
        jobs::run_due(&two)
    );
    first.unwrap();
    second.unwrap();
    third.unwrap();
    assert_eq!(w.count("candidates", &[]).await, 0);
    assert_eq!(w.count("erasures", &[]).await, 50);
    assert_eq!(w.mails(Kind::Farewell).len(), 50);
    w.work().await;
    one.db.close().await;
    two.db.close().await;
}

async fn mails_speak_the_candidates_language(w: &World) {
    let tenant = w.tenant().await;
    for (language, word) in [
        ("sv", "Hej"),
        ("en", "consent"),
        ("da", "samtykke"),
        ("fi", "consent"),
    ] {
        let email = format!("{language}@exempel.example");
        let person = json!({ "email": email, "name": "Kim", "source_detail": "Mässan", "language": language });
        w.api_post(&tenant.recruiter, "/v1/candidates", &person)
            .await
            .expect(201);
        w.work().await;
        let mail = w.mails_to(&email, Kind::Request).remove(0);
        assert!(
            mail.letter.text.contains(word),
            "{language}: {}",
            mail.letter.text
        );
        assert!(
            mail.letter.html.contains("/r/") && mail.letter.text.contains("/r/"),
            "both forms carry the link"
        );
    }
}

fn source(mail: &Outgoing) -> String {
    let from = "Samtycke <no-reply@samtycke.example>".parse().unwrap();
    String::from_utf8(smtp::message(&from, mail).unwrap().formatted()).unwrap()
}

async fn a_mail_is_well_formed_and_cannot_be_tampered_with_by_names(w: &World) {
    let tenant = w.tenant_named("Öst & Väst").await;
    let person =
        json!({ "email": KIM, "name": "Åsa \"X\" <script>", "source_detail": "Mässan <b>" });
    w.api_post(&tenant.recruiter, "/v1/candidates", &person)
        .await
        .expect(201);
    w.work().await;
    let mail = w.mails_to(KIM, Kind::Request).remove(0);
    let source = source(&mail);
    let (head, _) = source.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains(&format!(
            "Message-ID: <{}@samtycke.example>",
            mail.message_id
        )),
        "{head}"
    );
    assert!(
        head.contains("List-Unsubscribe: <https://samtycke.example/r/"),
        "{head}"
    );
    assert!(
        head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        "{head}"
    );
    assert!(
        head.contains("X-Samtycke-Mail: request")
            && head.contains("Auto-Submitted: auto-generated"),
        "{head}"
    );
    assert!(head.contains(&format!("To: {KIM}")), "{head}");
    assert!(head.is_ascii(), "names beyond ASCII are encoded: {head}");
    assert!(
        !mail.letter.html.contains("<script>"),
        "{}",
        mail.letter.html
    );
}

/// Makes writing to a table fail, as a full disk or a fault would.
async fn break_table(w: &World, table: &str) {
    let sql = if w.is_postgres() {
        format!(
            "CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change('broken')"
        )
    } else {
        format!(
            "CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    };
    w.sql(&sql, &[]).await;
}

async fn mend_table(w: &World, table: &str) {
    let sql = if w.is_postgres() {
        format!("DROP TRIGGER broken ON {table}")
    } else {
        "DROP TRIGGER broken".to_owned()
    };
    w.sql(&sql, &[]).await;
}

async fn a_submission_is_recorded_whole_or_not_at_all(w: &World) {
    let tenant = w.tenant().await;
    for table in [
        "candidates",
        "candidate_terms",
        "events",
        "log_pending",
        "mails",
    ] {
        let mut submission = w.submission(&tenant, ANNA).await;
        submission["submission_id"] = json!(new_id());
        break_table(w, table).await;
        let answer = w.submit(&tenant, &submission).await.expect(500);
        assert!(
            !answer.text().contains("broken"),
            "the cause is nobody's business: {}",
            answer.text()
        );
        mend_table(w, table).await;
        for emptied in [
            "candidates",
            "candidate_terms",
            "events",
            "log_pending",
            "mails",
        ] {
            assert_eq!(
                w.count(emptied, &[]).await,
                0,
                "{emptied} after {table} failed"
            );
        }
    }
    w.consent(&tenant, ANNA).await;
}

async fn an_erasure_is_done_whole_or_not_at_all(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    for table in ["erasures", "log_pending", "mails", "audit"] {
        break_table(w, table).await;
        w.delete(&tenant, &id).await.expect(500);
        mend_table(w, table).await;
        assert_eq!(
            w.history(&tenant, &id).await,
            ["given"],
            "after {table} failed"
        );
        assert_eq!(w.count("erasures", &[]).await, 0);
        assert!(
            !w.app.keys.journal_path().exists(),
            "the journal names nobody who was not erased"
        );
    }
    w.delete(&tenant, &id).await.expect(200);
}

async fn a_refused_confirmation_is_not_tried_for_ever(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_refuses();
    w.consent(&tenant, ANNA).await;
    w.work().await;
    w.mail_server_works();
    w.pass_days(2).await;
    assert_eq!(w.mailer.sent().len(), 0);
    assert_eq!(w.texts("SELECT state FROM mails", &[]).await, ["bounced"]);
    assert_eq!(
        w.status_of(&tenant, ANNA).await,
        "valid",
        "the consent stands all the same"
    );
}

async fn one_broken_row_does_not_keep_the_others_waiting(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    // A word from a newer version of this program, met after a rollback.
    w.sql(
        "UPDATE consent_texts SET invalidating_below = 2, material_version = 2",
        &[],
    )
    .await;
    w.sql("INSERT INTO events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, decisions, record)
           SELECT tenant_id, 'x', candidate_id, 9, 'pondered', at, origin, identity, decisions, record FROM events", &[]).await;
    w.register(&tenant, KIM).await;
    assert!(jobs::run_due(&w.app).await.is_err());
    assert_eq!(w.mails_to(KIM, Kind::Request).len(), 1);
    w.sql("DELETE FROM events WHERE id = 'x'", &[]).await;
}

async fn one_tenants_broken_row_does_not_keep_the_others_waiting(w: &World) {
    let first = w.tenant().await;
    let second = w.tenant_named("Annanfirma").await;
    assert!(first.id < second.id);
    for tenant in [&first, &second] {
        w.consent(tenant, ANNA).await;
        w.publish(tenant, &two_purposes("Annat", 12), "material")
            .await;
    }
    w.sql("INSERT INTO events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, decisions, record)
           SELECT tenant_id, 'x', candidate_id, 9, 'pondered', at, origin, identity, decisions, record FROM events
           WHERE tenant_id = $1", &[first.id.as_str().into()]).await;
    assert!(jobs::run_due(&w.app).await.is_err());
    let id = w.id_of(&second, ANNA).await;
    assert_eq!(
        w.history(&second, &id).await,
        ["given", "invalidated", "requested"]
    );
    w.sql("DELETE FROM events WHERE id = 'x'", &[]).await;
}
