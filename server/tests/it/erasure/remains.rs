//! Rules 12 and 17: what goes, what remains, and that a restored database forgets again.

use super::{ANNA, KIM, candidates, columns, places_holding};
use crate::harness::World;
use samtycke_server::clock::{DAY, HOUR};
use samtycke_server::erasure::{journal, places};
use samtycke_server::mail::Kind;
use samtycke_shared::receipt::{self, TYP_ERASURE};
use serde_json::{Value, json};
use std::collections::BTreeMap;

on_both_databases!(
    every_column_is_known_to_hold_personal_data_or_not,
    every_text_compares_byte_by_byte,
    an_erasure_leaves_ids_times_counts_and_reasons,
    the_certificate_proves_the_erasure_and_names_nobody,
    the_farewell_address_goes_when_the_mail_is_accepted,
    the_farewell_address_goes_after_five_days,
    a_restored_database_forgets_the_erased_again,
    an_erasure_the_journal_missed_is_caught_up,
    a_line_that_a_crash_cut_costs_no_other,
);

async fn every_column_is_known_to_hold_personal_data_or_not(w: &World) {
    let mut schema = columns(w).await;
    for table in places::REMOVED {
        assert!(
            schema.remove(table).is_some(),
            "{table} is removed but does not exist"
        );
    }
    for (table, known) in places::WITHOUT_PERSONAL_DATA {
        let mut columns = schema
            .remove(table)
            .unwrap_or_else(|| panic!("{table} does not exist"));
        let mut known: Vec<_> = known.iter().map(|column| (*column).to_owned()).collect();
        columns.sort();
        known.sort();
        assert_eq!(columns, known, "{table}");
    }
    assert_eq!(schema, BTreeMap::new(), "add these to erasure::places");
}

async fn every_text_compares_byte_by_byte(w: &World) {
    let otherwise = if w.is_postgres() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
           AND table_name <> '_sqlx_migrations'"
    } else {
        "SELECT name FROM sqlite_master WHERE sql LIKE '%COLLATE%'"
    };
    assert_eq!(w.texts(otherwise, &[]).await, Vec::<String>::new());
}

async fn an_erasure_leaves_ids_times_counts_and_reasons(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let id = w.id_of(&tenant, ANNA).await;
    w.api_post(&tenant.recruiter, "/v1/renewals", &json!({ "ids": [id] }))
        .await
        .expect(200);
    w.detail(&tenant, &id).await;
    w.pass_days(15).await;
    assert!(
        places_holding(w, &id)
            .await
            .contains(&"events.candidate_id".to_owned())
    );
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    // The certificate holds it too, inside its JWS.
    let left = [
        "audit.candidate_id",
        "erasures.candidate_id",
        "renewals.candidate_id",
    ];
    assert_eq!(places_holding(w, &id).await, left);
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    assert_eq!(places_holding(w, "Robin").await, Vec::<String>::new());
    assert_eq!(
        w.texts("SELECT state FROM renewals", &[]).await,
        ["cancelled"]
    );
    w.api_get(&tenant.auditor, &format!("/v1/candidates/{id}"))
        .await
        .expect(404);
    assert_eq!(w.listed(&tenant, ANNA).await, None);
}

async fn the_certificate_proves_the_erasure_and_names_nobody(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    let id = w.id_of(&tenant, ANNA).await;
    let answer = w.delete(&tenant, &id).await.expect(200).json();
    let jwks = samtycke_server::log::jwks(&w.app);
    let verified = receipt::verify(
        answer["certificate"].as_str().unwrap(),
        &jwks,
        &[TYP_ERASURE],
    )
    .unwrap();
    let certificate: Value = serde_json::from_slice(&verified.payload).unwrap();
    assert_eq!(certificate["candidate_id"], json!(id));
    assert_eq!(certificate["reason"], "staff");
    assert_eq!(certificate["erased"]["consent_events"], 1);
    let text = String::from_utf8(verified.payload.clone())
        .unwrap()
        .to_lowercase();
    assert!(!text.contains("anna") && !text.contains("robin"), "{text}");
    let path = format!("/v1/erasures/{}", answer["erasure_id"].as_str().unwrap());
    let stored = w.api_get(&tenant.auditor, &path).await.expect(200).json();
    assert_eq!(stored["certificate"], answer["certificate"]);
    let list = w
        .api_get(&tenant.auditor, "/v1/erasures")
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&list["items"][0]["id"], &list["next_cursor"]),
        (&answer["erasure_id"], &Value::Null)
    );
    w.work().await;
    let mut tx = w.app.db.read().await.unwrap();
    let id = answer["erasure_id"].as_str().unwrap();
    let (proof, _) = samtycke_server::log::proof::file(&mut tx, id)
        .await
        .unwrap()
        .expect("the erasure is in the log");
    proof
        .verify(&receipt::log_entry(&verified.payload), &jwks.log_keys())
        .unwrap();
}

async fn farewell_addresses(w: &World) -> Vec<String> {
    w.texts(
        "SELECT farewell_address FROM mails WHERE farewell_address IS NOT NULL",
        &[],
    )
    .await
}

async fn the_farewell_address_goes_when_the_mail_is_accepted(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.delete(&tenant, &w.id_of(&tenant, ANNA).await)
        .await
        .expect(200);
    assert_eq!(farewell_addresses(w).await, [ANNA]);
    w.work().await;
    assert_eq!(farewell_addresses(w).await, Vec::<String>::new());
    let farewell = w.mails_to(ANNA, Kind::Farewell).remove(0);
    assert_eq!(farewell.attachments.len(), 1, "the certificate comes along");
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    assert_eq!(
        w.mails(Kind::Confirmation).len(),
        0,
        "mail that was still to go to the candidate is gone"
    );
}

async fn the_farewell_address_goes_after_five_days(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, ANNA).await;
    w.mail_server_is_down();
    w.delete(&tenant, &w.id_of(&tenant, ANNA).await)
        .await
        .expect(200);
    w.advance(5 * DAY);
    w.work().await;
    assert_eq!(farewell_addresses(w).await, [ANNA]);
    w.advance(1);
    w.work().await;
    assert_eq!(places_holding(w, ANNA).await, Vec::<String>::new());
    w.mail_server_works();
    w.pass_days(1).await;
    assert_eq!(w.mails(Kind::Farewell).len(), 0);
}

async fn a_restored_database_forgets_the_erased_again(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.register(&tenant, ANNA).await;
    w.work().await;
    let link = w.review_link(KIM);
    let id = w.id_of(&tenant, KIM).await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    running
        .form(&link, &[("answer", "decline"), ("confirm", "decline")])
        .await
        .expect(200);
    running.work().await;
    assert_eq!(w.mailer.sent().len(), 3, "two requests, one farewell");
    running.app.db.close().await;
    w.restore(backup).await;
    let restored = w.restarted_at(w.now() + 2 * HOUR).await;
    assert_eq!(candidates(&restored).await, 2, "the backup has everyone");
    let lost = samtycke_server::log::journal::recover(&restored.app).await;
    assert_eq!(lost.unwrap(), 1, "the erasure's entry");
    assert_eq!(journal::reapply(&restored.app).await.unwrap(), 1);
    assert_eq!(candidates(&restored).await, 1);
    restored
        .api_get(&tenant.auditor, &format!("/v1/candidates/{id}"))
        .await
        .expect(404);
    assert_eq!(
        journal::reapply(&restored.app).await.unwrap(),
        0,
        "once is enough"
    );
    samtycke_server::jobs::run_due(&restored.app).await.unwrap();
    assert_eq!(w.mailer.sent().len(), 3, "nobody gets a mail twice");
    assert_eq!(places_holding(&restored, KIM).await, Vec::<String>::new());
    restored.app.db.close().await;
}

async fn an_erasure_the_journal_missed_is_caught_up(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.delete(&tenant, &id).await.expect(200);
    let path = w.app.keys.journal_path();
    let journal = std::fs::read_to_string(&path).unwrap();
    assert_eq!(journal, format!("{} {id}\n", tenant.id), "ids only");
    // As if the server had died right after the commit.
    std::fs::remove_file(&path).unwrap();
    w.sql("UPDATE erasures SET journaled_at = NULL", &[]).await;
    journal::write_pending(&w.app).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), journal);
}

async fn a_line_that_a_crash_cut_costs_no_other(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.delete(&tenant, &id).await.expect(200);
    let path = w.app.keys.journal_path();
    let whole = std::fs::read_to_string(&path).unwrap();
    // As if the power had gone while it was written.
    std::fs::write(&path, &whole[..50]).unwrap();
    w.sql("UPDATE erasures SET journaled_at = NULL", &[]).await;
    journal::write_pending(&w.app).await.unwrap();
    let journal = std::fs::read_to_string(&path).unwrap();
    assert!(journal.ends_with(&format!("\n{whole}")), "{journal}");
}
