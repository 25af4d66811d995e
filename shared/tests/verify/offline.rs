//! What a receipt, a key set and a proof file are said to prove together.

use samtycke_shared::proof::{
    Claim, KeyFinding, LogFinding, Report, SignatureFinding, verify_receipt_offline,
};
use samtycke_shared::receipt::{
    Compromise, Invalid, Jwks, Period, TYP_ERASURE, canonical, sha256_hex, sign,
};
use serde_json::json;
use time::Duration;

use crate::support::{
    Log, ORIGIN, SIGNED_AT, document_key, jwks, log_key, payload, payload_bytes, receipt,
};

const INDEX: u64 = 3;
const SECOND: Duration = Duration::SECOND;

fn proof() -> String {
    Log::with_receipt_at(INDEX, 7).proof_file(INDEX)
}

fn key_finding(report: &Report) -> KeyFinding {
    match &report.signature {
        SignatureFinding::Valid { key, .. } => *key,
        SignatureFinding::Invalid { reason } => panic!("refused: {reason}"),
    }
}

fn compromised(log_size: Option<u64>) -> Jwks {
    let mut jwks = jwks();
    jwks.keys[0].compromise = Some(Compromise {
        at: SIGNED_AT + SECOND,
        log_size,
    });
    jwks
}

#[test]
fn receipt_and_proof_together() {
    let report = verify_receipt_offline(&receipt(), &jwks(), Some(&proof()));
    assert!(report.is_valid());
    assert_eq!(key_finding(&report), KeyFinding::InUse);
    assert_eq!(
        report.proven(),
        [Claim::Unaltered, Claim::KeyTrusted, Claim::Logged]
    );
    assert_eq!(
        report.not_proven(),
        [
            Claim::KeyOwner,
            Claim::SameLogForAll,
            Claim::TimeOfSigning,
            Claim::StillStands
        ]
    );
    let json = serde_json::to_value(&report).expect("serialises");
    assert_eq!(json["signature"]["result"], "valid");
    assert_eq!(json["signature"]["key"], "in_use");
    assert_eq!(json["signature"]["payload"], payload());
    assert_eq!(json["signature"]["log_entry"], sha256_hex(&payload_bytes()));
    assert_eq!(json["log"]["result"], "included");
    assert_eq!(json["log"]["origin"], ORIGIN);
    assert_eq!(json["log"]["index"], INDEX);
    assert_eq!(json["log"]["tree_size"], 7);
    let vkey = jwks().log_keys()[0].to_string();
    assert_eq!(json["log"]["signed_by"], vkey);
}

#[test]
fn a_receipt_alone_is_valid_and_says_what_is_missing() {
    let report = verify_receipt_offline(&receipt(), &jwks(), None);
    assert!(report.is_valid());
    assert_eq!(report.log, LogFinding::NotChecked);
    assert!(report.not_proven().contains(&Claim::Logged));
}

#[test]
fn white_space_around_a_saved_receipt_is_passed_over() {
    let saved = format!("\n  {}\r\n", receipt());
    assert!(verify_receipt_offline(&saved, &jwks(), Some(&proof())).is_valid());
}

#[test]
fn an_erasure_certificate_is_a_document_too() {
    let certificate = sign(&payload_bytes(), TYP_ERASURE, &document_key());
    let report = verify_receipt_offline(&certificate, &jwks(), Some(&proof()));
    assert!(report.is_valid());
    let SignatureFinding::Valid { typ, .. } = report.signature else {
        panic!("refused");
    };
    assert_eq!(typ, TYP_ERASURE);
}

#[test]
fn a_refused_receipt_proves_nothing() {
    let report = verify_receipt_offline("forged", &jwks(), Some(&proof()));
    assert!(!report.is_valid());
    assert_eq!(
        report.signature,
        SignatureFinding::Invalid {
            reason: Invalid::Malformed
        }
    );
    assert_eq!(report.proven(), []);
    let json = serde_json::to_value(&report).expect("serialises");
    assert_eq!(json["signature"]["reason"], "malformed");
}

#[test]
fn a_proof_of_something_else_makes_it_invalid() {
    let other = Log::with_receipt_at(0, 7).proof_file(INDEX);
    let report = verify_receipt_offline(&receipt(), &jwks(), Some(&other));
    assert!(!report.is_valid());
    assert_eq!(report.log, LogFinding::Refused { reason: "root" });
    let report = verify_receipt_offline(&receipt(), &jwks(), Some("no proof"));
    assert_eq!(
        report.log,
        LogFinding::Refused {
            reason: "malformed"
        }
    );
}

/// The key that signs documents must not vouch for the log, even if it signs a checkpoint.
#[test]
fn a_document_key_signs_no_log() {
    let forged_log =
        samtycke_shared::proof::Checkpoint::new(ORIGIN, 7, Log::with_receipt_at(INDEX, 7).root)
            .sign(&document_key())
            .expect("signs");
    let genuine = proof();
    let (head, _) = genuine.split_once("\n\n").expect("a proof file");
    let file = format!("{head}\n\n{forged_log}");
    let report = verify_receipt_offline(&receipt(), &jwks(), Some(&file));
    assert_eq!(
        report.log,
        LogFinding::Refused {
            reason: "unknown_key"
        }
    );
    let by_log_key = sign(&payload_bytes(), TYP_ERASURE, &log_key());
    assert!(!verify_receipt_offline(&by_log_key, &jwks(), Some(&genuine)).is_valid());
}

#[test]
fn a_key_is_believed_in_its_period() {
    let mut jwks = jwks();
    let cases = [
        (Some(SIGNED_AT), Some(SIGNED_AT), KeyFinding::InUse),
        (None, Some(SIGNED_AT - SECOND), KeyFinding::OutOfUse),
        (Some(SIGNED_AT + SECOND), None, KeyFinding::OutOfUse),
    ];
    for (from, until, expected) in cases {
        jwks.keys[0].period = Period { from, until };
        let report = verify_receipt_offline(&receipt(), &jwks, None);
        assert_eq!(key_finding(&report), expected);
        assert_eq!(report.is_valid(), expected == KeyFinding::InUse);
    }
}

#[test]
fn without_a_time_the_period_is_not_proven() {
    let timeless = canonical(&json!({"salt": "AAAA"})).expect("canonical");
    let receipt = sign(&timeless, TYP_ERASURE, &document_key());
    let report = verify_receipt_offline(&receipt, &jwks(), None);
    assert_eq!(key_finding(&report), KeyFinding::TimeUnknown);
    assert!(report.is_valid());
    assert!(report.not_proven().contains(&Claim::KeyTrusted));
}

#[test]
fn a_compromised_key_is_believed_only_where_the_log_is_older() {
    let receipt = receipt();
    let cases = [
        (Some(INDEX + 1), true, KeyFinding::CompromisedLater),
        (Some(INDEX), true, KeyFinding::Compromised),
        (Some(INDEX + 1), false, KeyFinding::Compromised),
        (None, true, KeyFinding::Compromised),
    ];
    for (log_size, with_proof, expected) in cases {
        let proof = with_proof.then(proof);
        let report = verify_receipt_offline(&receipt, &compromised(log_size), proof.as_deref());
        assert_eq!(key_finding(&report), expected, "{log_size:?}");
        assert_eq!(report.is_valid(), expected == KeyFinding::CompromisedLater);
    }
}

#[test]
fn claims_have_stable_codes() {
    let report = verify_receipt_offline(&receipt(), &jwks(), None);
    let all: Vec<&str> = report
        .proven()
        .into_iter()
        .chain(report.not_proven())
        .map(Claim::code)
        .collect();
    assert_eq!(
        all,
        [
            "unaltered",
            "key_trusted",
            "logged",
            "key_owner",
            "same_log_for_all",
            "time_of_signing",
            "still_stands"
        ]
    );
    let json = serde_json::to_value(Claim::SameLogForAll).expect("serialises");
    assert_eq!(json, Claim::SameLogForAll.code());
}
