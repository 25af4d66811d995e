//! What is in a pack, for whom, and that it can be checked.

use std::path::{Path, PathBuf};
use std::process::Command;

use samtycke_server::keys::Use;
use samtycke_server::log;
use samtycke_server::mail::Kind;
use samtycke_shared::proof::{LogFinding, verify_receipt_offline};
use samtycke_shared::receipt::{Jwks, sha256_hex};
use serde_json::json;

use super::{EMAIL, Files, json_of, pack_of, person, sent, unzip};
use crate::harness::{World, two_purposes};

on_both_databases!(
    the_pack_holds_what_was_shown_and_answered,
    the_pack_names_what_the_log_does_not_have_yet,
    the_same_state_at_the_same_time_is_the_same_pack,
    the_pack_is_the_tenants_alone_and_every_look_is_written_down,
    the_pack_checks_itself_and_finds_every_change,
    a_candidate_without_events_has_a_pack_too,
    a_pack_outlives_a_change_of_keys,
);

async fn the_pack_holds_what_was_shown_and_answered(w: &World) {
    let tenant = w.tenant().await;
    let id = person(w, &tenant).await;
    w.publish(
        &tenant,
        &two_purposes("Ny text för {{controller}}.", 6),
        "material",
    )
    .await;
    w.pass_hours(1).await;
    w.pass_hours(1).await;
    w.consent(&tenant, EMAIL).await;
    w.work().await;
    let answer = pack_of(w, &tenant, &id).await;
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let disposition = answer.header("content-disposition").unwrap();
    assert_eq!(
        disposition,
        format!("attachment; filename=\"proof-{id}.zip\"")
    );
    let files = unzip(&answer.body);
    let pack = json_of(&files, "pack.json");
    let detail = w.detail(&tenant, &id).await;
    let events = detail["events"].as_array().unwrap();
    assert_eq!(pack["events"].as_array().unwrap().len(), events.len());
    let jwks: Jwks = String::from_utf8(files["jwks.json"].clone())
        .unwrap()
        .parse()
        .unwrap();
    let mut receipts = 0;
    for event in events {
        let event_id = event["id"].as_str().unwrap();
        let record = &files[&format!("events/{event_id}.json")];
        let parsed: serde_json::Value = serde_json::from_slice(record).unwrap();
        assert_eq!(parsed, event["record"]);
        let proof = files[&format!("proofs/{event_id}.tlog-proof")].clone();
        let proof = String::from_utf8(proof).unwrap();
        samtycke_shared::proof::verify_proof(
            &proof,
            &samtycke_shared::receipt::log_entry(record),
            &jwks.log_keys(),
        )
        .unwrap();
        if let Some(receipt) = files.get(&format!("receipts/{event_id}.jws")) {
            receipts += 1;
            let receipt = std::str::from_utf8(receipt).unwrap();
            let report = verify_receipt_offline(receipt, &jwks, Some(&proof));
            assert!(report.is_valid() && matches!(report.log, LogFinding::Included { .. }));
        }
        let notice = &parsed["notice"];
        if notice["shown_sha256"].is_null() {
            continue;
        }
        let folder = format!(
            "texts/{}.{}",
            notice["text_version_id"].as_str().unwrap(),
            notice["language"].as_str().unwrap()
        );
        assert_eq!(
            notice["body_sha256"],
            sha256_hex(&files[&format!("{folder}/body.html")])
        );
        assert_eq!(
            notice["shown_sha256"],
            sha256_hex(&files[&format!("{folder}/shown.json")])
        );
        assert_eq!(
            json_of(&files, &format!("{folder}/labels.json"))["title"],
            notice["title"]
        );
        assert!(!files[&format!("{folder}/body.md")].is_empty());
    }
    assert_eq!(receipts, detail["receipts"].as_array().unwrap().len());
    assert_eq!(
        pack["texts"].as_array().unwrap().len(),
        2,
        "each version once"
    );
    mails_and_renewals(w, &files);
    assert!(files["summary.pdf"].starts_with(b"%PDF-"));
    let checkpoint = String::from_utf8(files["checkpoint"].clone()).unwrap();
    assert_eq!(
        checkpoint,
        w.get("/log/checkpoint").await.expect(200).text()
    );
    let vkey = String::from_utf8(files["log.vkey"].clone()).unwrap();
    assert_eq!(vkey, w.get("/log/vkey").await.expect(200).text());
}

fn mails_and_renewals(w: &World, files: &Files) {
    let mails = json_of(files, "mails.json");
    let mails = mails.as_array().unwrap();
    assert_eq!(
        sent(w, EMAIL, Kind::Request),
        2,
        "the address was corrected, the text changed"
    );
    let mut kinds: Vec<_> = mails
        .iter()
        .map(|mail| mail["kind"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        ["confirmation", "confirmation", "request", "request"]
    );
    for mail in mails {
        assert_eq!(mail["outcome"], "accepted");
        assert!(mail["accepted_at"].is_string() && mail["queued_at"].is_string());
        let expected = format!("<{}@samtycke.example>", mail["id"].as_str().unwrap());
        assert_eq!(mail["message_id"], expected);
    }
    let renewals = json_of(files, "renewals.json");
    let told: Vec<_> = renewals
        .as_array()
        .unwrap()
        .iter()
        .map(|renewal| (&renewal["reason"], &renewal["state"], &renewal["answer"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("registered"), &json!("answered"), &json!("renewed")),
            (&json!("material"), &json!("answered"), &json!("renewed")),
        ]
    );
    assert!(renewals[0]["viewed_at"].is_string());
}

async fn the_pack_names_what_the_log_does_not_have_yet(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, EMAIL).await;
    w.work().await;
    w.consent(&tenant, EMAIL).await;
    let id = w.id_of(&tenant, EMAIL).await;
    let files = unzip(&pack_of(w, &tenant, &id).await.body);
    let events = json_of(&files, "pack.json")["events"].clone();
    let logged: Vec<_> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["logged"])
        .collect();
    assert_eq!(logged, [&json!(true), &json!(false)]);
    let pending = events[1]["id"].as_str().unwrap();
    assert!(!files.contains_key(&format!("proofs/{pending}.tlog-proof")));
    let (code, told) = verify(&files);
    assert_eq!(code, without_library(0), "{told}");
    assert!(
        told.contains(&format!(
            "not in the log yet when the pack was made: {pending}"
        )),
        "{told}"
    );
}

async fn the_same_state_at_the_same_time_is_the_same_pack(w: &World) {
    let tenant = w.tenant().await;
    let id = person(w, &tenant).await;
    let first = pack_of(w, &tenant, &id).await.body;
    assert!(first == pack_of(w, &tenant, &id).await.body);
    w.advance(2_000);
    assert!(
        first != pack_of(w, &tenant, &id).await.body,
        "it says when it was made"
    );
    let files = unzip(&first);
    let path = format!("/v1/candidates/{id}/proof?lang=en");
    let english = unzip(&w.api_get(&tenant.auditor, &path).await.expect(200).body);
    let start = |files: &Files| String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(
        start(&files).starts_with("BEVIS OM SAMTYCKE"),
        "the tenant's language"
    );
    assert!(start(&english).starts_with("PROOF OF CONSENT"));
    assert!(!start(&english).contains("{server}"));
}

async fn the_pack_is_the_tenants_alone_and_every_look_is_written_down(w: &World) {
    let tenant = w.tenant().await;
    let other = w.tenant_named("Annat bolag").await;
    let id = person(w, &tenant).await;
    let path = format!("/v1/candidates/{id}/proof");
    w.get(&path).await.expect(401);
    w.api_get(&other.admin, &path).await.expect(404);
    w.api_get(&tenant.admin, "/v1/candidates/%00/proof")
        .await
        .expect(404);
    let looks = || {
        w.texts(
            "SELECT actor FROM audit WHERE action = 'candidate.proof'",
            &[],
        )
    };
    assert_eq!(looks().await, Vec::<String>::new());
    for key in [&tenant.admin, &tenant.recruiter, &tenant.auditor] {
        let answer = w.api_get(key, &path).await.expect(200);
        for name in unzip(&answer.body).keys() {
            let name = name.to_lowercase();
            assert!(!name.contains("hemlig") && !name.contains('@'), "{name}");
        }
    }
    assert_eq!(looks().await.len(), 3);
    w.delete(&tenant, &id).await.expect(200);
    w.api_get(&tenant.admin, &path).await.expect(404);
}

async fn a_candidate_without_events_has_a_pack_too(w: &World) {
    let tenant = w.tenant().await;
    w.mail_server_refuses();
    let id = w.register(&tenant, EMAIL).await;
    w.work().await;
    let files = unzip(&pack_of(w, &tenant, &id).await.body);
    assert_eq!(json_of(&files, "pack.json")["log"], json!(null));
    let mails = json_of(&files, "mails.json");
    assert_eq!(mails[0]["outcome"], "bounced");
    assert!(mails[0]["bounced_at"].is_string());
    let (code, told) = verify(&files);
    assert_eq!(code, without_library(0), "{told}");
}

async fn a_pack_outlives_a_change_of_keys(w: &World) {
    let tenant = w.tenant().await;
    w.consent(&tenant, EMAIL).await;
    w.work().await;
    let first = log::jwks(&w.app).keys[0].kid().to_owned();
    w.pass_hours(1).await;
    for usage in [Use::Receipts, Use::Log] {
        w.app.keys.rotate(usage, w.now(), w.now()).unwrap();
    }
    w.pass_hours(1).await;
    w.consent(&tenant, EMAIL).await;
    w.work().await;
    let id = w.id_of(&tenant, EMAIL).await;
    let changed = unzip(&pack_of(w, &tenant, &id).await.body);
    let (code, told) = verify(&changed);
    assert_eq!(code, without_library(0), "{told}");
    log::mark_compromised(&w.app, &first).await.unwrap();
    let marked = unzip(&pack_of(w, &tenant, &id).await.body);
    let (code, told) = verify(&marked);
    assert_eq!(
        code,
        without_library(0),
        "the log shows which is older: {told}"
    );
    let mut forged = marked.clone();
    let keys = String::from_utf8(forged["jwks.json"].clone()).unwrap();
    let size = "\"samtycke_compromised_log_size\": 2";
    assert!(keys.contains(size), "{keys}");
    let keys = keys.replace(size, "\"samtycke_compromised_log_size\": 0");
    forged.insert("jwks.json".to_owned(), keys.into_bytes());
    let (_, told) = verify(&forged);
    assert!(told.contains("the receipt's key was compromised"), "{told}");
}

async fn the_pack_checks_itself_and_finds_every_change(w: &World) {
    let tenant = w.tenant().await;
    let id = person(w, &tenant).await;
    // Enough entries for proofs of more than one hash.
    for number in 0..5 {
        w.consent(&tenant, &format!("granne{number}@exempel.example"))
            .await;
    }
    w.work().await;
    let files = unzip(&pack_of(w, &tenant, &id).await.body);
    let (code, told) = verify(&files);
    assert_eq!(code, without_library(0), "{told}");
    for kind in [
        "events/",
        "receipts/",
        "proofs/",
        "texts/",
        "checkpoint",
        "pack.json",
        "jwks.json",
    ] {
        let name = files.keys().find(|name| name.starts_with(kind)).unwrap();
        let mut changed = files.clone();
        let content = changed.get_mut(name).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        let (code, told) = verify(&changed);
        assert_eq!(code, 1, "{name}: {told}");
    }
    let mut fewer = files.clone();
    let event = files
        .keys()
        .find(|name| name.starts_with("events/"))
        .unwrap();
    fewer.remove(event);
    assert_eq!(verify(&fewer).0, 1, "an event is missing");
    for kind in ["events/", "receipts/", "proofs/", "texts/"] {
        change_and_sum_again(&files, kind);
    }
}

/// Whoever changes a file changes SHA256SUMS with it: the proofs must find it then.
fn change_and_sum_again(files: &Files, kind: &str) {
    let name = files
        .keys()
        .find(|name| name.starts_with(kind) && !name.ends_with(".md"))
        .unwrap();
    let mut changed = files.clone();
    let content = changed.get_mut(name).unwrap();
    let middle = content.len() / 2;
    content[middle] ^= 1;
    changed.remove("SHA256SUMS");
    let sums: String = changed
        .iter()
        .map(|(name, content)| format!("{}  {name}\n", sha256_hex(content)))
        .collect();
    changed.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    let (code, told) = verify(&changed);
    assert_eq!(code, 1, "{name}: {told}");
}

/// What the pack's own program says of these files.
fn verify(files: &Files) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let done = Command::new(python())
        .arg(folder.path().join("verify.py"))
        .output()
        .unwrap();
    let told = [done.stdout, done.stderr].concat();
    (
        done.status.code().unwrap(),
        String::from_utf8(told).unwrap(),
    )
}

/// The environment the end-to-end tests use, where it is set up: it can check signatures.
fn python() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/venv/bin/python");
    if own.is_file() {
        own
    } else {
        PathBuf::from("python3")
    }
}

/// The exit code where signatures can be checked, and 2 where they can not.
fn without_library(code: i32) -> i32 {
    let has = Command::new(python())
        .args(["-c", "import cryptography"])
        .output()
        .unwrap();
    if has.status.success() { code } else { 2 }
}
