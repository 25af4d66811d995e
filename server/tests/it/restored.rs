//! Rule 17 and `samtycke backup`, `samtycke restore`: what a database from a backup learns again.

use std::fs;
use std::io::Write;

use crate::harness::{Backup, Tenant, World, two_purposes};
use samtycke_server::backup::{self, journal, recover, recover::Recovered};
use samtycke_server::clock::{DAY, HOUR, rfc3339};
use samtycke_server::db::Db;
use samtycke_server::error::Error;
use samtycke_server::jobs;
use samtycke_server::mail::Kind;
use serde_json::{Value, json};

const KIM: &str = "kim@exempel.example";
const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    a_mail_sent_after_the_backup_is_not_sent_again,
    whoever_was_asked_after_the_backup_has_their_thirty_days,
    a_reminder_sent_after_the_backup_is_not_sent_again,
    whoever_answered_after_the_backup_was_not_silent,
    a_request_to_an_address_that_is_lost_becomes_a_task,
    a_reminder_to_an_address_that_is_lost_sets_no_clock_going,
    a_correction_nobody_was_told_of_stops_the_clock,
    a_bounce_after_the_backup_keeps_the_clock_stopped,
    a_reminder_that_bounced_after_the_backup_stops_the_clock,
    whoever_was_held_after_the_backup_is_not_erased,
    the_last_word_under_a_hold_counts,
    what_was_withdrawn_after_the_backup_is_not_given_again,
    an_act_on_many_that_was_under_way_is_ended,
    a_journal_that_lost_its_end_is_told_of,
    whoever_wanted_no_reminders_gets_none,
    a_crash_beside_the_journal_changes_nothing,
    the_journal_holds_ids_and_times,
    a_backup_is_put_back_whole_or_not_at_all,
    a_database_is_not_restored_beside_other_keys,
    what_was_withdrawn_in_part_stays_in_part,
    an_erasure_lost_with_the_database_is_no_consent,
    a_request_sent_once_more_is_not_sent_again,
);

/// A candidate is asked, the database is copied, and the machine goes on an hour later.
async fn asked_before_the_backup(w: &World) -> (Tenant, String, Backup, World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    (tenant, id, backup, running)
}

/// The same machine an hour after `running` was lost, with the database of the backup.
async fn come_back(w: &World, running: World, backup: Backup) -> (World, Recovered) {
    let now = running.now();
    running.app.db.close().await;
    w.restore(backup).await;
    let restored = w.restarted_at(now + HOUR).await;
    let recovered = recover::run(&restored.app).await.unwrap();
    assert_eq!(
        recover::run(&restored.app).await.unwrap(),
        Recovered::default(),
        "once is enough"
    );
    (restored, recovered)
}

async fn ask(w: &World, tenant: &Tenant, id: &str) {
    let asked = json!({ "ids": [id], "dry_run": false });
    w.api_post(&tenant.admin, "/v1/renewals", &asked)
        .await
        .expect(200);
    w.work().await;
}

async fn deadline(w: &World, tenant: &Tenant, email: &str) -> Value {
    w.listed(tenant, email).await.unwrap()["deadline"].clone()
}

/// Nobody is erased at an address that was not asked: it is a task.
async fn is_left_to_staff(restored: &World, tenant: &Tenant) {
    restored.pass_days(40).await;
    let shown = restored.listed(tenant, KIM).await.unwrap();
    assert_eq!(
        shown["renewal"], "bounced",
        "a wrong address is no reason to erase"
    );
}

async fn a_mail_sent_after_the_backup_is_not_sent_again(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_is_down();
    w.register(&tenant, KIM).await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + 4 * HOUR).await;
    w.mail_server_works();
    running.work().await;
    assert_eq!(w.mailer.sent().len(), 2, "a request and a confirmation");
    let before = deadline(&running, &tenant, KIM).await;
    let (restored, _) = come_back(w, running, backup).await;
    restored.pass_days(3).await;
    assert_eq!(w.mailer.sent().len(), 2, "nobody gets a mail twice");
    assert_eq!(deadline(&restored, &tenant, KIM).await, before);
    restored.app.db.close().await;
}

async fn whoever_was_asked_after_the_backup_has_their_thirty_days(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    w.work().await;
    let id = w.id_of(&tenant, KIM).await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + DAY).await;
    // Where the day ends later.
    let moved = "UPDATE tenants SET time_zone = 'America/Los_Angeles'";
    running.sql(moved, &[]).await;
    ask(&running, &tenant, &id).await;
    let before = deadline(&running, &tenant, KIM).await;
    let link = w.review_link(KIM);
    let (restored, recovered) = come_back(w, running, backup).await;
    assert_eq!(recovered.learnt.facts, 1);
    assert_eq!(deadline(&restored, &tenant, KIM).await, before);
    ask(&restored, &tenant, &id).await;
    assert_eq!(w.mails(Kind::Request).len(), 1, "the question is out");
    restored.get(&link).await.expect(200);
    restored.pass_days(32).await;
    assert_eq!(
        restored.listed(&tenant, KIM).await,
        None,
        "30 days are over"
    );
    restored.app.db.close().await;
}

async fn a_reminder_sent_after_the_backup_is_not_sent_again(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now()).await;
    running.pass_days(15).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 1);
    let (restored, _) = come_back(w, running, backup).await;
    restored.pass_days(5).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 1, "nobody gets a mail twice");
    restored.pass_days(8).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 2, "the next one comes");
    restored.app.db.close().await;
}

async fn whoever_answered_after_the_backup_was_not_silent(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    let anna = w.register(&tenant, ANNA).await;
    w.work().await;
    let link = w.review_link(ANNA);
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    let page = running.get(&link).await.expect(200).text();
    assert!(page.contains("future_jobs"));
    running
        .form(&link, &[("answer", "renew"), ("future_jobs", "on")])
        .await
        .expect(200);
    running.pass_days(20).await;
    let (restored, recovered) = come_back(w, running, backup).await;
    assert_eq!(Vec::from_iter(recovered.learnt.answers_lost), [anna]);
    restored.pass_days(12).await;
    assert_eq!(restored.listed(&tenant, KIM).await, None, "was silent");
    let shown = restored.listed(&tenant, ANNA).await.unwrap();
    assert_eq!(
        (w.mails_to(ANNA, Kind::Request).len(), &shown["renewal"]),
        (2, &json!("asked")),
        "what she said is lost, so she is asked once more"
    );
    restored.app.db.close().await;
}

async fn a_request_to_an_address_that_is_lost_becomes_a_task(w: &World) {
    let (tenant, id, backup, running) = asked_before_the_backup(w).await;
    let corrected = json!({ "email": ANNA });
    running.patch(&tenant, &id, &corrected).await.expect(200);
    running.work().await;
    assert_eq!(w.mails_to(ANNA, Kind::Request).len(), 1);
    let (restored, _) = come_back(w, running, backup).await;
    is_left_to_staff(&restored, &tenant).await;
    assert_eq!(w.mails(Kind::Request).len(), 2);
    restored.app.db.close().await;
}

async fn a_reminder_to_an_address_that_is_lost_sets_no_clock_going(w: &World) {
    let (tenant, id, backup, running) = asked_before_the_backup(w).await;
    let corrected = json!({ "email": ANNA });
    running.patch(&tenant, &id, &corrected).await.expect(200);
    running.pass_days(15).await;
    assert_eq!(w.mails_to(ANNA, Kind::Reminder).len(), 1);
    let (restored, _) = come_back(w, running, backup).await;
    is_left_to_staff(&restored, &tenant).await;
    restored.app.db.close().await;
}

async fn a_correction_nobody_was_told_of_stops_the_clock(w: &World) {
    let (tenant, id, backup, running) = asked_before_the_backup(w).await;
    w.mail_server_is_down();
    let corrected = json!({ "email": ANNA });
    running.patch(&tenant, &id, &corrected).await.expect(200);
    running.work().await;
    let (restored, recovered) = come_back(w, running, backup).await;
    assert_eq!(Vec::from_iter(recovered.learnt.addresses_lost), [id]);
    is_left_to_staff(&restored, &tenant).await;
    restored.app.db.close().await;
}

async fn a_reminder_that_bounced_after_the_backup_stops_the_clock(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now()).await;
    w.mail_server_refuses();
    running.pass_days(15).await;
    w.mail_server_works();
    let (restored, _) = come_back(w, running, backup).await;
    is_left_to_staff(&restored, &tenant).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 0);
    restored.app.db.close().await;
}

async fn whoever_was_held_after_the_backup_is_not_erased(w: &World) {
    let tenant = w.tenant().await;
    let kim = w.register(&tenant, KIM).await;
    let anna = w.register(&tenant, ANNA).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    hold(&running, &tenant, &kim).await;
    let restricted = json!({ "restricted": true });
    running.patch(&tenant, &anna, &restricted).await.expect(200);
    let link = w.review_link(KIM);
    let no = [("answer", "decline"), ("confirm", "decline")];
    running.form(&link, &no).await.expect(200);
    running.work().await;
    let (restored, _) = come_back(w, running, backup).await;
    restored.pass_days(40).await;
    for email in [KIM, ANNA] {
        let shown = restored.listed(&tenant, email).await.unwrap();
        assert_eq!(shown["status"], "held", "{email}");
    }
    let shown = restored.detail(&tenant, &kim).await;
    assert!(
        shown["hold_reason"]
            .as_str()
            .unwrap()
            .contains("återläsning"),
        "{shown}"
    );
    restored.app.db.close().await;
}

async fn hold(w: &World, tenant: &Tenant, id: &str) {
    let until = rfc3339(w.now() + 300 * DAY);
    let held = json!({ "held_until": until, "hold_reason": "Tvist" });
    w.patch(tenant, id, &held).await.expect(200);
}

async fn the_last_word_under_a_hold_counts(w: &World) {
    let tenant = w.tenant().await;
    for email in [KIM, ANNA] {
        w.register(&tenant, email).await;
    }
    w.work().await;
    for email in [KIM, ANNA] {
        hold(w, &tenant, &w.id_of(&tenant, email).await).await;
    }
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    let no = [("answer", "decline"), ("confirm", "decline")];
    let yes = [("answer", "renew"), ("future_jobs", "on")];
    for (email, answers) in [(KIM, [&no, &yes]), (ANNA, [&yes, &no])] {
        let link = w.review_link(email);
        for answer in answers {
            running.get(&link).await.expect(200);
            running.form(&link, answer).await.expect(200);
            running.advance(HOUR);
        }
    }
    running.work().await;
    let (restored, recovered) = come_back(w, running, backup).await;
    assert_eq!(recovered.learnt.answers_lost.len(), 2);
    let said = async |email: &str| {
        let id = restored.id_of(&tenant, email).await;
        restored.history(&tenant, &id).await
    };
    assert_eq!(said(KIM).await, ["requested"], "the no was taken back");
    assert_eq!(said(ANNA).await, ["requested", "refused"]);
    restored.app.db.close().await;
}

async fn what_was_withdrawn_after_the_backup_is_not_given_again(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, KIM).await;
    w.work().await;
    let me = w.me_link(KIM);
    hold(w, &tenant, &w.id_of(&tenant, KIM).await).await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    running
        .form(&me, &[("action", "withdraw")])
        .await
        .expect(200);
    running.work().await;
    let id = running.id_of(&tenant, KIM).await;
    let before = running.history(&tenant, &id).await;
    assert_eq!(before.last().unwrap(), "withdrawn");
    let (restored, _) = come_back(w, running, backup).await;
    assert_eq!(restored.history(&tenant, &id).await, before);
    restored.app.db.close().await;
}

async fn an_act_on_many_that_was_under_way_is_ended(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    w.work().await;
    let erase = json!({ "ids": [id], "dry_run": false, "confirm_count": 1 });
    w.api_post(&tenant.admin, "/v1/erasures", &erase)
        .await
        .expect(200);
    // As larger ones are for a while.
    w.sql("UPDATE batches SET state = 'running', ended_at = NULL", &[])
        .await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    running.register(&tenant, KIM).await;
    running.work().await;
    let (restored, _) = come_back(w, running, backup).await;
    let states = restored.texts("SELECT state FROM batches", &[]).await;
    assert_eq!(states, ["cancelled"]);
    restored.app.db.close().await;
}

async fn a_journal_that_lost_its_end_is_told_of(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let path = w.app.keys.facts_journal_path();
    let whole = fs::metadata(&path).unwrap().len();
    fs::write(&path, b"").unwrap();
    let learnt = journal::catch_up(&w.app).await.unwrap();
    assert_eq!(learnt.missing, whole);
    let position = w.number("SELECT position FROM journal", &[]).await;
    assert_eq!(
        position,
        Some(whole.cast_signed()),
        "places stay where they were"
    );
    assert_eq!(journal::catch_up(&w.app).await.unwrap().missing, 0, "once");
    w.register(&tenant, ANNA).await;
    w.work().await;
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().filter(|line| !line.is_empty()).count(), 1);
}

async fn a_bounce_after_the_backup_keeps_the_clock_stopped(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_is_down();
    w.register(&tenant, KIM).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + 4 * HOUR).await;
    w.mail_server_refuses();
    running.work().await;
    w.mail_server_works();
    let (restored, _) = come_back(w, running, backup).await;
    is_left_to_staff(&restored, &tenant).await;
    assert_eq!(w.mailer.sent().len(), 0);
    restored.app.db.close().await;
}

async fn whoever_wanted_no_reminders_gets_none(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let link = w.review_link(KIM);
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    running
        .form(&format!("{link}/unsubscribe"), &[])
        .await
        .expect(204);
    running.work().await;
    let (restored, _) = come_back(w, running, backup).await;
    restored.pass_days(29).await;
    assert_eq!(w.mails(Kind::Reminder).len(), 0);
    restored.app.db.close().await;
}

async fn a_crash_beside_the_journal_changes_nothing(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let path = w.app.keys.facts_journal_path();
    let whole = fs::read_to_string(&path).unwrap();
    let count = whole.lines().count();
    // Written, and the transaction that knows of it lost.
    w.sql("UPDATE journal SET position = 0", &[]).await;
    for line in whole.lines() {
        let values = [line.into()];
        w.sql("INSERT INTO journal_pending (line) VALUES ($1)", &values)
            .await;
    }
    // Half a line, and nothing of its transaction.
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(br#"{"at":1,"tenant"#).unwrap();
    let learnt = journal::catch_up(&w.app).await.unwrap();
    assert_eq!(learnt.facts, 0);
    assert_eq!(w.count("journal_pending", &[]).await, 0);
    w.register(&tenant, ANNA).await;
    w.work().await;
    let lines = fs::read_to_string(&path).unwrap();
    let readable = lines
        .lines()
        .filter(|line| serde_json::from_str::<journal::Entry>(line).is_ok());
    assert_eq!(readable.count(), count + 1, "none is glued to the half one");
    assert_eq!(w.mailer.sent().len(), 2);
}

async fn the_journal_holds_ids_and_times(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.work().await;
    let text = fs::read_to_string(w.app.keys.facts_journal_path()).unwrap();
    let line: Value = serde_json::from_str(text.trim_end()).unwrap();
    let column = |name: &str| format!("SELECT {name} FROM renewals");
    let of_renewal = w.texts(&column("id"), &[]).await;
    let mail = w.texts("SELECT id FROM mails", &[]).await;
    assert_eq!(
        line,
        json!({
            "at": w.now(), "tenant": tenant.id, "candidate": id, "fact": "accepted", "mail": mail[0], "kind": "request",
            "asked": {
                "renewal": of_renewal[0], "reason": "registered", "queued_at": w.now(),
                "deadline": w.number("SELECT deadline_at FROM renewals", &[]).await, "address_version": 0,
            },
        })
    );
    assert_eq!(
        fs::read_to_string(w.app.keys.facts_journal_path())
            .unwrap()
            .lines()
            .count(),
        1
    );
}

async fn a_backup_is_put_back_whole_or_not_at_all(w: &World) {
    let tenant = w.tenant().await;
    w.register(&tenant, KIM).await;
    w.work().await;
    let config = &w.app.config;
    let folder = w.folder().join("backup");
    let made = backup::make(config, &folder, w.now()).await.unwrap();
    refused(backup::make(config, &folder, w.now()).await, "not empty");
    let inside = config.key_dir().join("backup");
    refused(backup::make(config, &inside, w.now()).await, "key folder");
    w.register(&tenant, ANNA).await;
    w.work().await;
    refused(backup::put_back(config, &folder, false).await, "--replace");
    refused(backup::put_back(config, &folder, true).await, "in use");
    w.app.db.close().await;
    refused(backup::put_back(config, &folder, false).await, "--replace");
    let copy = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let copy = copy
        .into_iter()
        .find(|path| path.extension().is_none_or(|it| it != "json"));
    let copy = copy.unwrap();
    let content = fs::read(&copy).unwrap();
    let mut changed = content.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    fs::write(&copy, changed).unwrap();
    refused(
        backup::put_back(config, &folder, true).await,
        "not what backup.json says",
    );
    let still = Db::open(w.database_url()).await.unwrap();
    still.close().await;
    fs::write(&copy, &content).unwrap();
    if !w.is_postgres() {
        // As a server leaves it that was killed, beside a file that is damaged.
        let file = w.folder().join("samtycke.db");
        fs::write(&file, b"no longer a database").unwrap();
        refused(backup::put_back(config, &folder, false).await, "--replace");
        backup::put_back(config, &folder, true).await.unwrap();
        fs::remove_file(&file).unwrap();
        fs::write(w.folder().join("samtycke.db-wal"), &content[..4096]).unwrap();
    }
    assert_eq!(backup::put_back(config, &folder, true).await.unwrap(), made);
    assert!(!w.folder().join("samtycke.db-wal").exists());
    let restored = w.restarted_at(w.now() + HOUR).await;
    let recovered = recover::run(&restored.app).await.unwrap();
    assert_eq!(restored.listed(&tenant, ANNA).await, None, "came later");
    assert_eq!(
        recovered.learnt.facts, 0,
        "nothing of whom it does not know"
    );
    jobs::run_due(&restored.app).await.unwrap();
    assert_eq!(w.mails_to(KIM, Kind::Request).len(), 1);
    restored.app.db.close().await;
}

async fn a_database_is_not_restored_beside_other_keys(w: &World) {
    let config = &w.app.config;
    let folder = w.folder().join("backup");
    backup::make(config, &folder, w.now()).await.unwrap();
    w.app.db.close().await;
    let origin = config.key_dir().join("log.origin");
    let own = fs::read(&origin).unwrap();
    fs::write(&origin, "another.example/log").unwrap();
    refused(
        backup::put_back(config, &folder, true).await,
        "another.example/log",
    );
    fs::remove_file(&origin).unwrap();
    refused(
        backup::put_back(config, &folder, true).await,
        "SAMTYCKE_KEY_DIR",
    );
    fs::write(&origin, own).unwrap();
    backup::put_back(config, &folder, true).await.unwrap();
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>, why: &str) {
    let Err(Error::Invalid(errors)) = &outcome else {
        panic!("{outcome:?}");
    };
    let told = format!("{}: {}", errors[0].field, errors[0].message);
    assert!(told.contains(why), "{told}");
}

async fn what_was_withdrawn_in_part_stays_in_part(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 1), "editorial")
        .await;
    w.consent(&tenant, ANNA).await;
    w.work().await;
    // No request gets through, so nobody is asked to renew.
    w.mail_server_refuses();
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + 20 * DAY).await;
    let last = [("action", "withdraw"), ("purpose", "future_jobs")];
    running.form(&w.me_link(ANNA), &last).await.expect(200);
    assert_eq!(running.count("candidates", &[]).await, 1, "sharing stands");
    running.app.db.close().await;
    w.restore(backup).await;
    // By now sharing has run out by itself.
    let restored = w.restarted_at(w.now() + 50 * DAY).await;
    recover::run(&restored.app).await.unwrap();
    restored.work().await;
    assert_eq!(restored.count("candidates", &[]).await, 1);
    restored.app.db.close().await;
}

async fn an_erasure_lost_with_the_database_is_no_consent(w: &World) {
    let tenant = w.tenant().await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    let given = running.consent(&tenant, KIM).await;
    running.work().await;
    let id = running.id_of(&tenant, KIM).await;
    running.delete(&tenant, &id).await.expect(200);
    running.work().await;
    let (restored, _) = come_back(w, running, backup).await;
    let receipt = given["receipt"].as_str().unwrap();
    assert_eq!(restored.verify(receipt).await["status"], "erased");
    restored.app.db.close().await;
}

async fn a_request_sent_once_more_is_not_sent_again(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, KIM).await;
    w.mail_server_refuses();
    w.work().await;
    w.mail_server_works();
    let backup = w.backup().await;
    let running = w.restarted_at(w.now() + HOUR).await;
    ask(&running, &tenant, &id).await;
    let before = deadline(&running, &tenant, KIM).await;
    assert!(before.is_string());
    let (restored, _) = come_back(w, running, backup).await;
    assert_eq!(deadline(&restored, &tenant, KIM).await, before);
    restored.work().await;
    assert_eq!(w.mails(Kind::Request).len(), 1);
    restored.app.db.close().await;
}
