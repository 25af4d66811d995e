//! Consents that arrive at once share a transaction; nobody may notice.

use futures_util::FutureExt;
use futures_util::future::join_all;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

use super::events;
use crate::harness::{Tenant, World, new_id, two_purposes};

on_both_databases!(
    many_at_once_are_each_answered_with_their_own,
    two_of_one_person_at_once_are_given_and_renewed,
    copies_at_once_are_recorded_once,
    one_that_is_refused_does_not_stop_the_others,
    one_that_breaks_a_statement_does_not_stop_the_others,
    those_in_line_outlive_the_one_who_records_for_them,
    two_servers_at_once_make_one_candidate,
    clients_that_hang_up_do_no_harm,
);

async fn submissions(w: &World, tenant: &Tenant, emails: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for email in emails {
        all.push(w.submission(tenant, email).await);
    }
    all
}

async fn many_at_once_are_each_answered_with_their_own(w: &World) {
    let tenant = w.tenant().await;
    let emails: Vec<String> = (0..150).map(|n| format!("c{n}@exempel.example")).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    let all = submissions(w, &tenant, &emails).await;
    let answers = join_all(all.iter().map(|one| w.submit(&tenant, one))).await;
    for (email, answer) in emails.iter().zip(answers) {
        let recorded = answer.expect(201).json();
        let id = w.id_of(&tenant, email).await;
        let candidate = w.detail(&tenant, &id).await;
        assert_eq!(candidate["status"], "valid");
        assert_eq!(candidate["events"][0]["id"], recorded["consent_id"]);
        assert_eq!(candidate["receipts"][0], recorded["receipt"]);
    }
    w.work().await;
    assert_eq!(w.count("log_entries", &[]).await, 150);
    assert_eq!(
        w.mails(Kind::Confirmation).len(),
        150,
        "each a confirmation"
    );
}

async fn two_of_one_person_at_once_are_given_and_renewed(w: &World) {
    let tenant = w.tenant().await;
    let all = submissions(w, &tenant, &["a@exempel.example"; 3]).await;
    for answer in join_all(all.iter().map(|one| w.submit(&tenant, one))).await {
        answer.expect(201);
    }
    let id = w.id_of(&tenant, "a@exempel.example").await;
    assert_eq!(
        w.history(&tenant, &id).await,
        ["given", "renewed", "renewed"]
    );
    assert_eq!(w.count("candidates", &[]).await, 1);
}

async fn copies_at_once_are_recorded_once(w: &World) {
    let tenant = w.tenant().await;
    let one = w.submission(&tenant, "a@exempel.example").await;
    let answers = join_all((0..10).map(|_| w.submit(&tenant, &one))).await;
    let mut bodies: Vec<Value> = Vec::new();
    for answer in answers {
        bodies.push(answer.expect(201).json());
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(events(w).await, 1);
}

async fn one_that_is_refused_does_not_stop_the_others(w: &World) {
    let tenant = w.tenant().await;
    let stale = w.submission(&tenant, "stale@exempel.example").await;
    w.publish(&tenant, &two_purposes("Två", 12), "material")
        .await;
    let good = submissions(w, &tenant, &["a@exempel.example", "b@exempel.example"]).await;
    let mut unticked = w.submission(&tenant, "unticked@exempel.example").await;
    unticked["decisions"] = json!({});
    let mut forged = w.submission(&tenant, "forged@exempel.example").await;
    forged["served"] = json!("x");
    let all = [&good[0], &stale, &unticked, &forged, &good[1]];
    let answers = join_all(all.map(|one| w.submit(&tenant, one))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [201, 409, 422, 422, 201]);
    assert_eq!(events(w).await, 2);
    assert_eq!(
        w.count("candidates", &[]).await,
        2,
        "nothing of the refused"
    );
}

async fn one_that_breaks_a_statement_does_not_stop_the_others(w: &World) {
    let tenant = w.tenant().await;
    if w.is_postgres() {
        w.sql(
            "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$ LANGUAGE plpgsql",
            &[],
        )
        .await;
        w.sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON candidates FOR EACH ROW
             WHEN (NEW.email = 'bad@exempel.example') EXECUTE FUNCTION refuse()",
            &[],
        )
        .await;
    } else {
        w.sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON candidates WHEN NEW.email = 'bad@exempel.example'
             BEGIN SELECT RAISE(ABORT, 'refused'); END",
            &[],
        )
        .await;
    }
    let emails = [
        "a@exempel.example",
        "bad@exempel.example",
        "b@exempel.example",
    ];
    let all = submissions(w, &tenant, &emails).await;
    // The first goes alone; the others wait for it and go together.
    let first = w.submission(&tenant, "first@exempel.example").await;
    let together = std::iter::once(&first).chain(&all);
    let answers = join_all(together.map(|one| w.submit(&tenant, one))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [201, 201, 500, 201]);
    assert_eq!(events(w).await, 3);
}

async fn those_in_line_outlive_the_one_who_records_for_them(w: &World) {
    let tenant = w.tenant().await;
    let emails: Vec<String> = (0..6).map(|n| format!("c{n}@exempel.example")).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    let all = submissions(w, &tenant, &emails).await;
    let mut impatient: Vec<_> = all[..3]
        .iter()
        .map(|one| Box::pin(w.submit(&tenant, one)))
        .collect();
    // They take the turns there are and stand in line for more, each as far as it gets at once.
    for one in &mut impatient {
        assert!(futures_util::poll!(one).is_pending());
    }
    let patient = join_all(all[3..].iter().map(|one| w.submit(&tenant, one)));
    let leave = async { drop(impatient) };
    let (answers, ()) = futures_util::future::join(patient, leave).await;
    for answer in answers {
        answer.expect(201);
    }
    // Those who left may or may not be recorded; asking again with the same id settles it.
    for one in &all[..3] {
        w.submit(&tenant, one).await.expect(201);
    }
    assert_eq!(events(w).await, 6);
}

async fn two_servers_at_once_make_one_candidate(w: &World) {
    let tenant = w.tenant().await;
    let other = w.another_server().await;
    for round in 0..10 {
        let email = format!("r{round}@exempel.example");
        let here = w.submission(&tenant, &email).await;
        let mut there: samtycke_shared::api::Submission =
            serde_json::from_value(here.clone()).unwrap();
        there.submission_id = new_id();
        let elsewhere =
            samtycke_server::consent::submit::submit(&other, &tenant.site_key, None, &there);
        let (one, two) = futures_util::future::join(w.submit(&tenant, &here), elsewhere).await;
        one.expect(201);
        two.unwrap();
    }
    assert_eq!(w.count("candidates", &[]).await, 10);
    assert_eq!(events(w).await, 20);
    other.db.close().await;
}

/// A request is dropped when its client hangs up, at whatever point it has come to.
async fn clients_that_hang_up_do_no_harm(w: &World) {
    let tenant = w.tenant().await;
    let shown = format!("/v1/sites/{}/consent-text", tenant.site_key);
    for steps in 0..60 {
        let mut impatient: Vec<_> = (0..3).map(|_| Box::pin(w.get(&shown).fuse())).collect();
        for _ in 0..steps {
            for one in &mut impatient {
                let _ = futures_util::poll!(one);
            }
            tokio::task::yield_now().await;
        }
    }
    let emails: Vec<String> = (0..40).map(|n| format!("c{n}@exempel.example")).collect();
    let patient = emails.iter().map(|email| w.consent(&tenant, email));
    assert_eq!(join_all(patient).await.len(), 40);
    let registered = (0..20).map(|n| format!("r{n}@exempel.example"));
    let registered: Vec<String> = registered.collect();
    join_all(registered.iter().map(|email| w.register(&tenant, email))).await;
    w.work().await;
}
