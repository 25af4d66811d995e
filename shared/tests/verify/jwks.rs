//! Keys: RFC 7638 and RFC 8037, and what a key set may hold.

use std::str::FromStr;

use samtycke_shared::receipt::{Compromise, Jwk, Jwks, Period, SigningKey, thumbprint};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::support::{ORIGIN, document_key, jwks, log_key};

/// RFC 8037 appendices A.1 to A.3.
#[test]
fn the_thumbprint_of_rfc_8037() {
    let d = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let key = SigningKey::from_bytes(&crate::vectors::hash_from_hex(d)).verifying_key();
    assert_eq!(
        thumbprint(&key),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    let jwk = serde_json::to_value(Jwk::new(key)).expect("serialises");
    assert_eq!(jwk["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(
        jwk,
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
            "x": jwk["x"], "kid": thumbprint(&key),
        })
    );
}

#[test]
fn every_member_survives_a_round_trip() {
    let mut jwk = Jwk::for_log(log_key().verifying_key(), ORIGIN);
    jwk.period = Period {
        from: Some(datetime!(2026-01-01 00:00 UTC)),
        until: Some(datetime!(2027-01-01 00:00 UTC)),
    };
    jwk.compromise = Some(Compromise {
        at: datetime!(2026-06-01 12:00 UTC),
        log_size: Some(42),
    });
    let json = serde_json::to_value(&jwk).expect("serialises");
    assert_eq!(json["samtycke_from"], "2026-01-01T00:00:00Z");
    assert_eq!(json["samtycke_compromised_log_size"], 42);
    assert_eq!(json["samtycke_log"], ORIGIN);
    assert_eq!(serde_json::from_value::<Jwk>(json).expect("reads"), jwk);
}

#[test]
fn entries_not_understood_are_passed_over() {
    let known = serde_json::to_value(Jwk::new(document_key().verifying_key())).expect("JSON");
    let set = json!({"keys": [
        {"kty": "AKP", "alg": "ML-DSA-44", "kid": "later", "pub": "AAAA"},
        {"kty": "EC", "crv": "P-256"},
        "not an object",
        with(&known, "kid", json!("not-the-thumbprint")),
        with(&known, "alg", json!("none")),
        with(&known, "crv", json!("X25519")),
        with(&known, "use", json!("enc")),
        with(&known, "samtycke_until", json!("yesterday")),
        with(&known, "samtycke_compromised_log_size", json!(4)),
        known,
    ]});
    let jwks = Jwks::from_str(&set.to_string()).expect("reads");
    assert_eq!(jwks.keys, [Jwk::new(document_key().verifying_key())]);
}

/// The identity point: any signature of all zeroes would verify under a lenient verifier.
#[test]
fn a_weak_key_is_no_key() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let weak = samtycke_shared::receipt::VerifyingKey::from_bytes(&identity).expect("decodes");
    let json = serde_json::to_value(Jwk::new(weak)).expect("serialises");
    assert!(serde_json::from_value::<Jwk>(json).is_err());
}

#[test]
fn a_set_that_is_no_set_is_an_error() {
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, "not JSON"] {
        assert!(Jwks::from_str(text).is_err(), "{text}");
    }
}

#[test]
fn a_key_listed_twice_has_no_use() {
    let key = document_key().verifying_key();
    let twice = Jwks {
        keys: vec![Jwk::new(key), Jwk::for_log(key, ORIGIN)],
    };
    assert_eq!(twice.find(&thumbprint(&key)), None);
    assert_eq!(twice.log_keys(), []);
}

#[test]
fn a_compromised_log_key_verifies_nothing() {
    let mut jwks = jwks();
    assert_eq!(jwks.log_keys().len(), 1);
    jwks.keys[1].compromise = Some(Compromise {
        at: datetime!(2026-06-01 12:00 UTC),
        log_size: Some(u64::MAX),
    });
    assert_eq!(jwks.log_keys(), []);
}

#[test]
fn a_period_is_compared_in_whole_seconds() {
    let period = Period {
        from: Some(datetime!(1970-01-01 00:00:10.9 UTC)),
        until: Some(datetime!(1970-01-01 00:00:20 UTC)),
    };
    let cases = [
        (datetime!(1970-01-01 00:00:09.9 UTC), false),
        (datetime!(1970-01-01 00:00:10 UTC), true),
        (datetime!(1970-01-01 00:00:20.9 UTC), true),
        (datetime!(1970-01-01 00:00:21 UTC), false),
    ];
    for (signed_at, inside) in cases {
        assert_eq!(period.contains(signed_at), inside, "{signed_at}");
        assert!(Period::default().contains(signed_at));
    }
}

fn with(jwk: &Value, member: &str, value: Value) -> Value {
    let mut jwk = jwk.clone();
    jwk[member] = value;
    jwk
}
