//! The log: proofs anybody can check, and breaks that are found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samtycke_server::keys::Use;
use samtycke_server::log::{check, journal, sequencer, store};
use samtycke_shared::proof::{
    Checkpoint, verify_consistency, verify_inclusion, verify_proof, verify_receipt_offline,
};
use samtycke_shared::receipt::{self, Jwks, TYP_RECEIPT};
use samtycke_shared::tree;
use serde_json::{Value, json};

use crate::harness::{World, two_purposes};

const ANNA: &str = "anna@exempel.example";

on_both_databases!(
    a_receipt_is_proven_to_be_in_the_log,
    a_receipt_is_proven_without_the_server,
    a_forged_receipt_is_refused_with_the_reason,
    a_receipt_says_what_it_is_worth_today,
    a_receipt_not_yet_in_the_log_says_so,
    the_tiles_give_the_signed_root,
    a_changed_record_is_found,
    a_changed_entry_is_found,
    a_changed_node_is_found,
    a_changed_head_is_found,
    a_missing_entry_is_found,
    a_restored_database_never_forks_the_log,
    several_sequencers_make_one_log,
    a_sequencer_that_slept_signs_nothing_else,
    the_log_only_grew,
    what_a_crash_left_in_the_copy_is_written_over,
    a_record_the_log_knows_nothing_of_is_found,
    a_certificate_that_was_changed_is_found,
    a_deleted_record_is_found,
    columns_that_differ_from_the_record_are_found,
    a_copy_of_an_erasure_accounts_for_nothing,
);

async fn receipt_of(w: &World, tenant: &crate::harness::Tenant, email: &str) -> String {
    w.consent(tenant, email).await["receipt"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn jwks(w: &World) -> Jwks {
    w.get("/.well-known/jwks.json")
        .await
        .expect(200)
        .text()
        .parse()
        .unwrap()
}

async fn a_receipt_is_proven_to_be_in_the_log(w: &World) {
    let tenant = w.tenant().await;
    let mut receipts = Vec::new();
    for number in 0..7 {
        receipts.push(receipt_of(w, &tenant, &format!("c{number}@exempel.example")).await);
        if number % 3 == 0 {
            w.work().await;
        }
    }
    w.work().await;
    let keys = jwks(w).await;
    for jws in &receipts {
        let answer = w.verify(jws).await;
        assert_eq!(
            (&answer["valid"], &answer["status"], &answer["text_version"]),
            (&json!(true), &json!("valid"), &json!(1))
        );
        let log = &answer["log"];
        let (checkpoint, _) =
            Checkpoint::open(log["checkpoint"].as_str().unwrap(), &keys.log_keys()).unwrap();
        assert_eq!((checkpoint.size, &log["tree_size"]), (7, &json!(7)));
        let payload = receipt::verify(jws, &keys, &[TYP_RECEIPT]).unwrap().payload;
        let leaf = tree::leaf_hash(&receipt::log_entry(&payload));
        let path: Vec<tree::Hash> = log["proof"].as_array().unwrap().iter().map(hash).collect();
        verify_inclusion(
            log["index"].as_u64().unwrap(),
            7,
            &leaf,
            &path,
            &checkpoint.root,
        )
        .unwrap();
    }
}

fn hash(base64: &Value) -> tree::Hash {
    STANDARD
        .decode(base64.as_str().unwrap())
        .unwrap()
        .try_into()
        .unwrap()
}

async fn a_receipt_is_proven_without_the_server(w: &World) {
    let tenant = w.tenant().await;
    let jws = receipt_of(w, &tenant, ANNA).await;
    w.work().await;
    let file = w
        .post("/v1/receipts/proof", None, &json!({ "receipt": jws }))
        .await
        .expect(200)
        .text();
    let keys = jwks(w).await;
    assert!(verify_receipt_offline(&jws, &keys, Some(&file)).is_valid());
    let payload = receipt::verify(&jws, &keys, &[TYP_RECEIPT])
        .unwrap()
        .payload;
    assert_eq!(
        verify_proof(&file, &receipt::log_entry(&payload), &keys.log_keys())
            .unwrap()
            .index,
        0
    );
    let other = receipt_of(w, &tenant, "other@exempel.example").await;
    assert!(
        !verify_receipt_offline(&other, &keys, Some(&file)).is_valid(),
        "another receipt's proof proves nothing"
    );
    let vkey = w.get("/log/vkey").await.expect(200).text();
    assert_eq!(vkey.trim(), keys.log_keys()[0].to_string());
}

async fn a_forged_receipt_is_refused_with_the_reason(w: &World) {
    let tenant = w.tenant().await;
    let jws = receipt_of(w, &tenant, ANNA).await;
    let parts: Vec<&str> = jws.split('.').collect();
    let payload = receipt::verify(&jws, &jwks(w).await, &[TYP_RECEIPT])
        .unwrap()
        .payload;
    let changed = String::from_utf8(payload.clone())
        .unwrap()
        .replace(ANNA, "evil@exempel.example");
    let changed = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(changed);
    let strange_key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let unknown = String::from_utf8(payload.clone())
        .unwrap()
        .replace("\"consent_id\":\"", "\"consent_id\":\"x");
    let cases = [
        (format!("{}.{changed}.{}", parts[0], parts[2]), "signature"),
        (
            receipt::sign(&payload, TYP_RECEIPT, &strange_key),
            "unknown_key",
        ),
        ("not a receipt".to_owned(), "malformed"),
        (String::new(), "malformed"),
        (format!("eyJhbGciOiJub25lIn0.{}.", parts[1]), "algorithm"),
        (
            receipt::sign(
                unknown.as_bytes(),
                TYP_RECEIPT,
                &w.app.keys.signing(Use::Receipts, w.now()),
            ),
            "unknown_receipt",
        ),
    ];
    for (forged, reason) in cases {
        let answer = w.verify(&forged).await;
        assert_eq!(
            answer,
            json!({ "valid": false, "reason": reason }),
            "{forged}"
        );
    }
    // A record with this id that says something else, signed with the real key, is not the one recorded.
    let rewritten = String::from_utf8(payload)
        .unwrap()
        .replace(ANNA, "evil@exempel.example");
    let rewritten = receipt::sign(
        rewritten.as_bytes(),
        TYP_RECEIPT,
        &w.app.keys.signing(Use::Receipts, w.now()),
    );
    assert_eq!(w.verify(&rewritten).await["valid"], false);
}

async fn a_receipt_says_what_it_is_worth_today(w: &World) {
    let tenant = w.tenant().await;
    w.publish(&tenant, &two_purposes("Två", 12), "editorial")
        .await;
    let status =
        |jws: String| async move { w.verify(&jws).await["status"].as_str().unwrap().to_owned() };
    let superseded = receipt_of(w, &tenant, ANNA).await;
    let valid = receipt_of(w, &tenant, ANNA).await;
    assert_eq!(
        (status(superseded).await, status(valid).await),
        ("superseded".into(), "valid".into())
    );

    let withdrawn = receipt_of(w, &tenant, "w@exempel.example").await;
    w.work().await;
    let held = w.id_of(&tenant, "w@exempel.example").await;
    w.patch(
        &tenant,
        &held,
        &json!({ "held_until": "2026-12-31", "hold_reason": "Tvist" }),
    )
    .await
    .expect(200);
    w.form(&w.me_link("w@exempel.example"), &[("action", "withdraw")])
        .await
        .expect(200);
    assert_eq!(status(withdrawn).await, "withdrawn");

    let erased = receipt_of(w, &tenant, "e@exempel.example").await;
    w.delete(&tenant, &w.id_of(&tenant, "e@exempel.example").await)
        .await
        .expect(200);
    assert_eq!(
        status(erased.clone()).await,
        "erased",
        "before the log has it"
    );
    w.work().await;
    assert_eq!(status(erased).await, "erased");

    let invalidated = receipt_of(w, &tenant, "i@exempel.example").await;
    w.publish(&tenant, &two_purposes("Tre", 1), "material")
        .await;
    assert_eq!(
        status(invalidated.clone()).await,
        "invalidated",
        "from the moment of publishing"
    );
    w.work().await;
    assert_eq!(status(invalidated).await, "invalidated");

    let mut submission = w.submission(&tenant, "x@exempel.example").await;
    submission["decisions"] = json!({ "share_with_group": true });
    let expired = w.submit(&tenant, &submission).await.expect(201).json()["receipt"]
        .as_str()
        .unwrap()
        .to_owned();
    w.advance(32 * samtycke_server::clock::DAY);
    assert_eq!(status(expired).await, "expired", "no job has to run");
}

async fn a_receipt_not_yet_in_the_log_says_so(w: &World) {
    let tenant = w.tenant().await;
    let jws = receipt_of(w, &tenant, ANNA).await;
    assert_eq!(w.verify(&jws).await["log"], Value::Null);
    w.post("/v1/receipts/proof", None, &json!({ "receipt": jws }))
        .await
        .expect(202);
    w.post("/v1/receipts/proof", None, &json!({ "receipt": "x" }))
        .await
        .expect(422);
    sequencer::run(&w.app).await.unwrap();
    assert_eq!(w.verify(&jws).await["log"]["tree_size"], 1);
}

async fn the_tiles_give_the_signed_root(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..5 {
        receipt_of(w, &tenant, &format!("c{number}@exempel.example")).await;
    }
    w.work().await;
    let note = w.get("/log/checkpoint").await.expect(200).text();
    let (checkpoint, _) = Checkpoint::open(&note, &jwks(w).await.log_keys()).unwrap();
    let tile = w.get("/log/tile/0/000.p/5").await.expect(200).body;
    let leaves: Vec<tree::Hash> = tile
        .chunks(32)
        .map(|chunk| chunk.try_into().unwrap())
        .collect();
    let appended = tree::append(0, &[], &leaves).unwrap();
    assert_eq!(
        (appended.size, appended.root),
        (checkpoint.size, checkpoint.root)
    );
    let entries = w.get("/log/tile/entries/000.p/5").await.expect(200).body;
    let first = &entries[2..34];
    assert_eq!(tree::leaf_hash(first), leaves[0]);
    w.get("/log/tile/0/000.p/6").await.expect(404);
    w.get("/log/tile/0/000").await.expect(404);
    w.get("/log/tile/../../etc").await.expect(404);
}

/// Breaks the database with `harm`, expects the check to find it, and mends it again.
async fn is_found(w: &World, harm: &str, mend: &str, words: &str) {
    w.sql(harm, &[]).await;
    match check::run(&w.app).await.unwrap() {
        check::Verdict::Broken(what) => assert!(what.contains(words), "{what}"),
        sound => panic!("{harm} went unnoticed: {sound:?}"),
    }
    w.sql(mend, &[]).await;
}

async fn with_entries(w: &World) {
    let tenant = w.tenant().await;
    for number in 0..5 {
        receipt_of(w, &tenant, &format!("c{number}@exempel.example")).await;
    }
    w.work().await;
    assert!(matches!(
        check::run(&w.app).await.unwrap(),
        check::Verdict::Sound { size: 5, .. }
    ));
}

/// Lets events be changed, as somebody could who has the database. Gives what undoes that.
async fn unlock_events(w: &World) -> &'static str {
    let (off, on) = if w.is_postgres() {
        (
            "ALTER TABLE events DISABLE TRIGGER events_no_update",
            "ALTER TABLE events ENABLE TRIGGER events_no_update",
        )
    } else {
        ("DROP TRIGGER events_no_update", "SELECT 1")
    };
    w.sql(off, &[]).await;
    on
}

async fn a_changed_record_is_found(w: &World) {
    with_entries(w).await;
    let lock = unlock_events(w).await;
    is_found(
        w,
        "UPDATE events SET record = REPLACE(record, 'c3@exempel', 'cX@exempel')",
        "UPDATE events SET record = REPLACE(record, 'cX@exempel', 'c3@exempel')",
        "is not what the log committed to",
    )
    .await;
    w.sql(lock, &[]).await;
}

fn bytes(w: &World, fill: &str) -> String {
    literal(w, &fill.repeat(32))
}

fn literal(w: &World, hex: &str) -> String {
    if w.is_postgres() {
        format!("'\\x{hex}'::bytea")
    } else {
        format!("x'{hex}'")
    }
}

async fn a_changed_entry_is_found(w: &World) {
    with_entries(w).await;
    w.sql(
        "CREATE TABLE aside AS SELECT * FROM log_entries WHERE leaf_index = 2",
        &[],
    )
    .await;
    let mend = "UPDATE log_entries SET entry = (SELECT entry FROM aside) WHERE leaf_index = 2";
    let mut tx = w.app.db.read().await.unwrap();
    let stored = store::entries(&mut tx, 2, 1).await.unwrap().remove(0).1;
    drop(tx);
    for position in 0..stored.len() {
        let mut changed = stored.clone();
        changed[position] ^= 1;
        let hex: String = changed.iter().map(|byte| format!("{byte:02x}")).collect();
        let harm = format!(
            "UPDATE log_entries SET entry = {} WHERE leaf_index = 2",
            literal(w, &hex)
        );
        is_found(w, &harm, mend, "is not what its leaves give").await;
    }
}

async fn a_changed_node_is_found(w: &World) {
    with_entries(w).await;
    w.sql(
        "CREATE TABLE aside AS SELECT * FROM log_nodes WHERE level = 1 AND node_index = 0",
        &[],
    )
    .await;
    let harm = format!(
        "UPDATE log_nodes SET hash = {} WHERE level = 1 AND node_index = 0",
        bytes(w, "cd")
    );
    let mend =
        "UPDATE log_nodes SET hash = (SELECT hash FROM aside) WHERE level = 1 AND node_index = 0";
    is_found(w, &harm, mend, "node 0 at level 1").await;
}

async fn a_changed_head_is_found(w: &World) {
    with_entries(w).await;
    w.sql("CREATE TABLE aside AS SELECT * FROM log_head", &[])
        .await;
    let mend_root = "UPDATE log_head SET root = (SELECT root FROM aside)";
    is_found(
        w,
        &format!("UPDATE log_head SET root = {}", bytes(w, "00")),
        mend_root,
        "the head does not fit",
    )
    .await;
    is_found(
        w,
        "UPDATE log_head SET signed_size = 4",
        "UPDATE log_head SET signed_size = 5",
        "the signed head",
    )
    .await;
    let mend_note = "UPDATE log_head SET checkpoint = (SELECT checkpoint FROM aside)";
    is_found(
        w,
        "UPDATE log_head SET checkpoint = 'x'",
        mend_note,
        "the checkpoint",
    )
    .await;
    let smaller = "UPDATE log_head SET checkpoint = REPLACE(checkpoint, '/log', '/gol')";
    is_found(w, smaller, mend_note, "the checkpoint").await;
}

async fn a_missing_entry_is_found(w: &World) {
    with_entries(w).await;
    w.sql(
        "CREATE TABLE aside AS SELECT * FROM log_entries WHERE leaf_index = 4",
        &[],
    )
    .await;
    let mend = "INSERT INTO log_entries SELECT * FROM aside";
    is_found(
        w,
        "DELETE FROM log_entries WHERE leaf_index = 4",
        mend,
        "missing",
    )
    .await;
}

async fn a_restored_database_never_forks_the_log(w: &World) {
    let tenant = w.tenant().await;
    receipt_of(w, &tenant, ANNA).await;
    w.work().await;
    let backup = w.backup().await;
    let running = w.restarted_at(w.now()).await;
    let later = receipt_of(&running, &tenant, "later@exempel.example").await;
    sequencer::run(&running.app).await.unwrap();
    let note = running.get("/log/checkpoint").await.expect(200).text();
    let signed = Checkpoint::open(&note, &jwks(&running).await.log_keys())
        .unwrap()
        .0;
    running.app.db.close().await;
    w.restore(backup).await;
    let restored = w.restarted_at(w.now()).await;
    receipt_of(&restored, &tenant, "other@exempel.example").await;
    let refused = sequencer::run(&restored.app)
        .await
        .expect_err("a second history would begin");
    assert!(
        refused.to_string().contains("older copy of the database"),
        "{refused}"
    );
    assert!(
        matches!(check::run(&restored.app).await.unwrap(), check::Verdict::Broken(what) if what.contains("older copy")),
        "and the operator is told"
    );
    let lost = restored.app.keys.log_journal_path();
    std::fs::rename(&lost, lost.with_extension("aside")).unwrap();
    journal::recover(&restored.app)
        .await
        .expect_err("without the copy there is nothing to recover from");
    std::fs::rename(lost.with_extension("aside"), &lost).unwrap();
    assert_eq!(journal::recover(&restored.app).await.unwrap(), 1);
    assert_eq!(journal::recover(&restored.app).await.unwrap(), 0, "once");
    sequencer::run(&restored.app).await.unwrap();
    let keys = jwks(&restored).await.log_keys();
    let note = restored.get("/log/checkpoint").await.expect(200).text();
    let now = Checkpoint::open(&note, &keys).unwrap().0;
    let path = restored
        .get("/v1/log/consistency?from=2&to=3")
        .await
        .expect(200)
        .json();
    let path: Vec<tree::Hash> = path["proof"].as_array().unwrap().iter().map(hash).collect();
    verify_consistency(2, 3, &signed.root, &now.root, &path).unwrap();
    assert_eq!(
        restored.verify(&later).await["status"],
        "valid",
        "the record is lost, its receipt and its place in the log are not: nobody erased it"
    );
    assert!(
        matches!(
            check::run(&restored.app).await.unwrap(),
            check::Verdict::Sound { lost: 1, .. }
        ),
        "what was lost is told of, and nothing else is missing"
    );
    restored.app.db.close().await;
}

async fn several_sequencers_make_one_log(w: &World) {
    let tenant = w.tenant().await;
    let other = w.another_server().await;
    for round in 0..5 {
        for number in 0..4 {
            receipt_of(w, &tenant, &format!("c{round}-{number}@exempel.example")).await;
        }
        let (one, two) = tokio::join!(sequencer::run(&w.app), sequencer::run(&other));
        one.unwrap();
        two.unwrap();
    }
    assert!(matches!(
        check::run(&w.app).await.unwrap(),
        check::Verdict::Sound { size: 20, .. }
    ));
    other.db.close().await;
}

/// Integrated but not signed: as after a kill between the two steps, or a pause of any length.
async fn a_sequencer_that_slept_signs_nothing_else(w: &World) {
    let tenant = w.tenant().await;
    receipt_of(w, &tenant, ANNA).await;
    w.work().await;
    let before = w.get("/log/checkpoint").await.expect(200).text();
    w.sql("CREATE TABLE aside AS SELECT * FROM log_head", &[])
        .await;
    let second = receipt_of(w, &tenant, "second@exempel.example").await;
    w.work().await;
    let after = w.get("/log/checkpoint").await.expect(200).text();
    w.sql(
        "UPDATE log_head SET checkpoint = (SELECT checkpoint FROM aside), signed_size = 1",
        &[],
    )
    .await;
    assert_eq!(
        w.get("/log/checkpoint").await.expect(200).text(),
        before,
        "what is not signed is not shown"
    );
    w.get("/log/tile/0/000.p/2").await.expect(404);
    let proof = json!({ "receipt": second });
    w.post("/v1/receipts/proof", None, &proof).await.expect(202);
    let other = w.another_server().await;
    sequencer::run(&other).await.unwrap();
    assert_eq!(w.get("/log/checkpoint").await.expect(200).text(), after);
    other.db.close().await;
}

async fn the_log_only_grew(w: &World) {
    let tenant = w.tenant().await;
    let mut roots = Vec::new();
    w.get("/v1/log/consistency?from=1").await.expect(404);
    for number in 0..9 {
        receipt_of(w, &tenant, &format!("c{number}@exempel.example")).await;
        w.work().await;
        let note = w.get("/log/checkpoint").await.expect(200).text();
        roots.push(
            Checkpoint::open(&note, &jwks(w).await.log_keys())
                .unwrap()
                .0
                .root,
        );
    }
    for from in 1..=9_u64 {
        for to in from..=9_u64 {
            let answer = w
                .get(&format!("/v1/log/consistency?from={from}&to={to}"))
                .await
                .expect(200)
                .json();
            let path: Vec<tree::Hash> = answer["proof"]
                .as_array()
                .unwrap()
                .iter()
                .map(hash)
                .collect();
            let root = |size: u64| roots[usize::try_from(size).unwrap() - 1];
            verify_consistency(from, to, &root(from), &root(to), &path).unwrap();
        }
    }
    let newest = w.get("/v1/log/consistency?from=4").await.expect(200).json();
    assert_eq!(newest["to"], 9);
    for bad in ["from=0", "from=5&to=4", "from=1&to=10"] {
        w.get(&format!("/v1/log/consistency?{bad}"))
            .await
            .expect(422);
    }
}

async fn what_a_crash_left_in_the_copy_is_written_over(w: &World) {
    let tenant = w.tenant().await;
    receipt_of(w, &tenant, ANNA).await;
    w.work().await;
    // As if a server had died after it wrote an entry and before it signed, and the database is an older one.
    let path = w.app.keys.log_journal_path();
    let mut copy = std::fs::read(&path).unwrap();
    let entry = copy.clone();
    copy.extend_from_slice(&entry.to_ascii_uppercase());
    std::fs::write(&path, &copy).unwrap();
    receipt_of(w, &tenant, "later@exempel.example").await;
    w.work().await;
    let kept = std::fs::read(&path).unwrap();
    assert_eq!(kept.len(), 2 * entry.len());
    let ids = w
        .texts("SELECT record_id FROM log_entries ORDER BY leaf_index", &[])
        .await;
    for (id, kept) in ids.iter().zip(kept.chunks(entry.len())) {
        assert!(kept.starts_with(id.as_bytes()), "{id}");
    }
}

async fn a_record_the_log_knows_nothing_of_is_found(w: &World) {
    with_entries(w).await;
    is_found(
        w,
        "INSERT INTO events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, decisions, record)
         SELECT tenant_id, '00000000-0000-7000-8000-000000000000', candidate_id, 9, kind, at, origin, identity, decisions, record
         FROM events WHERE seq = 1 AND candidate_id = (SELECT MIN(id) FROM candidates)",
        "DELETE FROM events WHERE seq = 9",
        "is not in the log",
    )
    .await;
    is_found(
        w,
        "INSERT INTO erasures (tenant_id, id, candidate_id, reason, erased_at, certificate)
         SELECT tenant_id, 'ffffffff-0000-7000-8000-000000000000', 'x', 'staff', 1, 'x' FROM candidates LIMIT 1",
        "DELETE FROM erasures",
        "is not in the log",
    )
    .await;
}

async fn a_certificate_that_was_changed_is_found(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    let certificate = w.texts("SELECT certificate FROM erasures", &[]).await;
    let (head, rest) = certificate[0].split_once('.').unwrap();
    let changed = format!("{head}.A{rest}");
    let set = |to: &str| format!("UPDATE erasures SET certificate = '{to}'");
    is_found(
        w,
        &set(&changed),
        &set(&certificate[0]),
        "is not what the log committed to",
    )
    .await;
}

async fn a_deleted_record_is_found(w: &World) {
    with_entries(w).await;
    w.sql("CREATE TABLE kept AS SELECT * FROM events", &[])
        .await;
    is_found(
        w,
        "DELETE FROM events WHERE candidate_id = (SELECT MIN(id) FROM candidates)",
        "INSERT INTO events SELECT * FROM kept WHERE id NOT IN (SELECT id FROM events)",
        "1 of 5 entries are of records that are gone",
    )
    .await;
    w.sql("DROP TABLE kept", &[]).await;
}

async fn columns_that_differ_from_the_record_are_found(w: &World) {
    with_entries(w).await;
    let lock = unlock_events(w).await;
    for (harm, mend) in [
        ("at = at - 86400000", "at = at + 86400000"),
        (
            "decisions = REPLACE(decisions, 'true', 'false')",
            "decisions = REPLACE(decisions, 'false', 'true')",
        ),
        ("kind = 'renewed'", "kind = 'given'"),
        ("origin = 'link'", "origin = 'widget'"),
        ("identity = 'email'", "identity = 'unverified'"),
        (
            "tenant_id = 'x' || tenant_id",
            "tenant_id = SUBSTR(tenant_id, 2)",
        ),
        (
            "text_version = text_version + 1",
            "text_version = text_version - 1",
        ),
    ] {
        is_found(
            w,
            &format!("UPDATE events SET {harm}"),
            &format!("UPDATE events SET {mend}"),
            "are not what its record says",
        )
        .await;
    }
    w.sql(lock, &[]).await;
}

async fn a_copy_of_an_erasure_accounts_for_nothing(w: &World) {
    let tenant = w.tenant().await;
    let id = w.register(&tenant, ANNA).await;
    w.delete(&tenant, &id).await.expect(200);
    w.work().await;
    is_found(
        w,
        "INSERT INTO erasures (tenant_id, id, candidate_id, reason, erased_at, certificate, journaled_at)
         SELECT 'x', id, candidate_id, reason, erased_at, certificate, journaled_at FROM erasures",
        "DELETE FROM erasures WHERE tenant_id = 'x'",
        "is not whose its certificate says",
    )
    .await;
}
