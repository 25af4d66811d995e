//! Keys that change, and keys that got into others' hands.

use samtycke_server::clock::{HOUR, MINUTE};
use samtycke_server::keys::{Keys, Use};
use samtycke_server::log;
use samtycke_server::random::Random;
use samtycke_shared::proof::{Checkpoint, KeyFinding, SignatureFinding, verify_receipt_offline};
use samtycke_shared::receipt::{self, Jwks, TYP_RECEIPT, thumbprint};
use serde_json::json;

use crate::harness::{PUBLIC_URL, Tenant, World};

on_both_databases!(
    a_new_key_takes_over_at_its_time,
    another_server_takes_the_new_key_over,
    old_receipts_stay_valid_after_a_rotation,
    a_compromised_key_proves_what_the_log_held_before,
    the_log_is_signed_anew_by_a_new_key,
);

async fn receipt_of(w: &World, tenant: &Tenant, email: &str) -> String {
    w.consent(tenant, email).await["receipt"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn jwks(w: &World) -> Jwks {
    let answer = w.get("/.well-known/jwks.json").await.expect(200);
    answer.text().parse().unwrap()
}

async fn proof_of(w: &World, jws: &str) -> String {
    let asked = json!({ "receipt": jws });
    let answer = w.post("/v1/receipts/proof", None, &asked).await;
    answer.expect(200).text()
}

fn kid(jws: &str, keys: &Jwks) -> String {
    receipt::verify(jws, keys, &[TYP_RECEIPT]).unwrap().kid
}

fn finding(jws: &str, keys: &Jwks, proof: Option<&str>) -> KeyFinding {
    match verify_receipt_offline(jws, keys, proof).signature {
        SignatureFinding::Valid { key, .. } => key,
        SignatureFinding::Invalid { reason } => panic!("{reason}"),
    }
}

async fn a_new_key_takes_over_at_its_time(w: &World) {
    let tenant = w.tenant().await;
    let before = receipt_of(w, &tenant, "before@exempel.example").await;
    let new = w
        .app
        .keys
        .rotate(Use::Receipts, w.now() + MINUTE, w.now())
        .unwrap();
    let waiting = receipt_of(w, &tenant, "waiting@exempel.example").await;
    let again = w.app.keys.rotate(Use::Receipts, w.now() + HOUR, w.now());
    assert!(again.is_err(), "one change at a time");
    w.advance(MINUTE);
    let after = receipt_of(w, &tenant, "after@exempel.example").await;
    let keys = jwks(w).await;
    assert_eq!(keys.keys.len(), 3);
    assert_eq!(kid(&before, &keys), kid(&waiting, &keys));
    assert_eq!(kid(&after, &keys), new);
    for jws in [&before, &waiting, &after] {
        assert_eq!(finding(jws, &keys, None), KeyFinding::InUse);
    }
}

async fn another_server_takes_the_new_key_over(w: &World) {
    let other = w.another_server().await;
    let new = w.app.keys.rotate(Use::Receipts, w.now(), w.now()).unwrap();
    let signs = |app: &samtycke_server::app::App| {
        thumbprint(&app.keys.signing(Use::Receipts, w.now()).verifying_key())
    };
    assert_ne!(signs(&other), new);
    other.keys.reload().unwrap();
    assert_eq!(signs(&other), new);
    let restarted = w.another_server().await;
    assert_eq!(signs(&restarted), new, "also after a restart");
    other.db.close().await;
    restarted.db.close().await;
}

async fn old_receipts_stay_valid_after_a_rotation(w: &World) {
    let tenant = w.tenant().await;
    let old = receipt_of(w, &tenant, "old@exempel.example").await;
    w.app.keys.rotate(Use::Receipts, w.now(), w.now()).unwrap();
    w.work().await;
    w.advance(HOUR);
    let answer = w.verify(&old).await;
    assert_eq!(
        (&answer["valid"], &answer["status"]),
        (&json!(true), &json!("valid"))
    );
    // The old key has no say in what comes after it.
    let keys = jwks(w).await;
    let seed = |file: &str| std::fs::read_to_string(w.folder().join("keys").join(file)).unwrap();
    let payload = receipt::verify(&old, &keys, &[TYP_RECEIPT])
        .unwrap()
        .payload;
    let at = |text: &[u8]| String::from_utf8(text.to_vec()).unwrap();
    let recorded_at = serde_json::from_slice::<serde_json::Value>(&payload).unwrap()["recorded_at"]
        .as_str()
        .unwrap()
        .to_owned();
    let later = at(&payload).replace(&recorded_at, &samtycke_server::clock::rfc3339(w.now()));
    let forged = receipt::sign(later.as_bytes(), TYP_RECEIPT, &key(&seed("receipt.key")));
    assert_eq!(finding(&forged, &keys, None), KeyFinding::OutOfUse);
    assert!(!verify_receipt_offline(&forged, &keys, None).is_valid());
}

fn key(seed: &str) -> receipt::SigningKey {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(seed.trim())
        .unwrap();
    receipt::SigningKey::from_bytes(&bytes.try_into().unwrap())
}

async fn a_compromised_key_proves_what_the_log_held_before(w: &World) {
    let tenant = w.tenant().await;
    let old = receipt_of(w, &tenant, "old@exempel.example").await;
    let stolen = kid(&old, &jwks(w).await);
    assert!(
        log::mark_compromised(&w.app, &stolen).await.is_err(),
        "not while it signs"
    );
    assert!(w.app.keys.retire("nobody", w.now()).is_err());
    assert!(w.app.keys.retire(&stolen, w.now()).unwrap());
    assert!(!w.app.keys.retire(&stolen, w.now()).unwrap(), "only once");
    let new = receipt_of(w, &tenant, "new@exempel.example").await;
    let size = log::mark_compromised(&w.app, &stolen).await.unwrap();
    assert_eq!(size, 2);
    w.work().await;

    let keys = jwks(w).await;
    let proof = proof_of(w, &old).await;
    assert_eq!(
        finding(&old, &keys, Some(&proof)),
        KeyFinding::CompromisedLater
    );
    assert!(verify_receipt_offline(&old, &keys, Some(&proof)).is_valid());
    assert_eq!(
        finding(&old, &keys, None),
        KeyFinding::Compromised,
        "without the log nothing tells it from a forged one"
    );
    assert_eq!(w.verify(&old).await["valid"], true);
    assert_eq!(finding(&new, &keys, None), KeyFinding::InUse);

    // Whoever holds the key signs what the log never held.
    let thief = key(&std::fs::read_to_string(w.folder().join("keys/receipt.key")).unwrap());
    let payload = receipt::verify(&old, &keys, &[TYP_RECEIPT])
        .unwrap()
        .payload;
    let forged = String::from_utf8(payload).unwrap().replace("old@", "evil@");
    let forged = receipt::sign(forged.as_bytes(), TYP_RECEIPT, &thief);
    assert!(!verify_receipt_offline(&forged, &keys, Some(&proof)).is_valid());
    assert_eq!(w.verify(&forged).await["valid"], false);

    // A second mark, later, makes nothing more believable.
    receipt_of(w, &tenant, "third@exempel.example").await;
    log::mark_compromised(&w.app, &stolen).await.unwrap();
    let mark = jwks(w).await.find(&stolen).unwrap().compromise.unwrap();
    assert_eq!(mark.log_size, Some(2));
}

async fn the_log_is_signed_anew_by_a_new_key(w: &World) {
    let tenant = w.tenant().await;
    let jws = receipt_of(w, &tenant, "anna@exempel.example").await;
    w.work().await;
    let old_proof = proof_of(w, &jws).await;
    let old = jwks(w).await.log_keys()[0].clone();
    let old_kid = jwks(w).await.keys[1].kid().to_owned();
    w.app.keys.rotate(Use::Log, w.now(), w.now()).unwrap();
    w.work().await;
    let keys = jwks(w).await;
    let note = w.get("/log/checkpoint").await.expect(200).text();
    assert!(Checkpoint::open(&note, &[old]).is_err());
    assert_eq!(Checkpoint::open(&note, &keys.log_keys()).unwrap().0.size, 1);
    let vkey = w.get("/log/vkey").await.expect(200).text();
    assert_eq!(vkey.trim(), keys.log_keys()[1].to_string());
    assert!(
        verify_receipt_offline(&jws, &keys, Some(&old_proof)).is_valid(),
        "proofs from before stay good"
    );
    log::mark_compromised(&w.app, &old_kid).await.unwrap();
    let keys = jwks(w).await;
    assert!(
        !verify_receipt_offline(&jws, &keys, Some(&old_proof)).is_valid(),
        "others could have signed that head"
    );
    let fresh = proof_of(w, &jws).await;
    assert!(verify_receipt_offline(&jws, &keys, Some(&fresh)).is_valid());
    receipt_of(w, &tenant, "next@exempel.example").await;
    w.work().await;
    assert_eq!(
        w.verify(&jws).await["log"]["tree_size"],
        2,
        "the log goes on"
    );
}

/// Another server keeps newer heads, and removes older ones, while this one looks.
#[test]
fn a_kept_head_is_never_missed_while_newer_ones_come() {
    let folder = tempfile::tempdir().unwrap();
    let open = |seed| Keys::open(folder.path(), &Random::seeded(seed), PUBLIC_URL).unwrap();
    let (ours, theirs) = (open(1), open(2));
    theirs.keep_checkpoint(1, "1").unwrap();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for size in 2..=400 {
                theirs.keep_checkpoint(size, &size.to_string()).unwrap();
            }
        });
        let mut newest = 0;
        while !writing.is_finished() {
            let kept = ours.kept_checkpoint().unwrap().expect("a head is kept");
            let size: u64 = kept.parse().unwrap();
            assert!(size >= newest, "{size} entries after {newest}");
            newest = size;
        }
    });
    assert_eq!(ours.kept_checkpoint().unwrap().as_deref(), Some("400"));
}
