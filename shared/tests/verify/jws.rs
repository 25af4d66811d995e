//! Signing and verifying documents.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use samtycke_shared::receipt::{
    Invalid, Jwk, Jwks, MAX_BYTES, SigningKey, TYP_ERASURE, TYP_RECEIPT, attach, detach, log_entry,
    sha256_hex, sign, thumbprint, verify,
};
use serde_json::json;

use crate::support::{document_key, jwks, log_key, payload_bytes, receipt};
use crate::vectors::{bytes_from_hex, hash_from_hex};

fn check(jws: &str) -> Result<(), Invalid> {
    verify(jws, &jwks(), &[TYP_RECEIPT]).map(drop)
}

/// A JWS with any header and payload, rightly signed by the document key.
fn signed(header: &str, payload: &[u8]) -> String {
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = document_key().sign(input.as_bytes()).to_bytes();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn header() -> String {
    let kid = thumbprint(&document_key().verifying_key());
    format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{TYP_RECEIPT}"}}"#)
}

#[test]
fn a_payload_kept_elsewhere_fits_again() {
    let detached = detach(&receipt());
    assert_eq!(detached.split('.').nth(1), Some(""));
    assert_eq!(attach(&detached, &payload_bytes()), receipt());
    assert_eq!(
        check(&attach(&detached, b"{}")),
        Err(Invalid::Signature),
        "only its own payload"
    );
    assert_eq!(detach("no document"), "no document");
    assert_eq!(attach("no document", b"{}"), "no document");
}

#[test]
fn what_is_signed_verifies() {
    let verified = verify(&receipt(), &jwks(), &[TYP_ERASURE, TYP_RECEIPT]).expect("valid");
    assert_eq!(verified.payload, payload_bytes());
    assert_eq!(verified.typ, TYP_RECEIPT);
    assert_eq!(verified.kid, thumbprint(&document_key().verifying_key()));
    assert_eq!(receipt(), signed(&header(), &payload_bytes()));
}

/// RFC 8032 section 7.1: seed, message, signature.
#[test]
fn signatures_of_rfc_8032() {
    let cases = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc6\
             1e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e45\
             8f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae\
             67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (seed, message, expected) in cases {
        let key = SigningKey::from_bytes(&hash_from_hex(seed));
        let message = bytes_from_hex(message);
        let signature = key.sign(&message);
        assert_eq!(signature.to_bytes().as_slice(), bytes_from_hex(expected));
        assert!(
            key.verifying_key()
                .verify_strict(&message, &signature)
                .is_ok()
        );
    }
}

/// RFC 8037 appendix A.4: its signature is ours to the byte, but its header names no key and its
/// payload is not JSON, so it is no document of ours.
#[test]
fn the_jws_of_rfc_8037() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let key = SigningKey::from_bytes(&hash_from_hex(seed));
    let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = URL_SAFE_NO_PAD.encode(key.sign(input.as_bytes()).to_bytes());
    assert_eq!(
        signature,
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    let jwks = Jwks {
        keys: vec![Jwk::new(key.verifying_key())],
    };
    let refused = verify(&format!("{input}.{signature}"), &jwks, &[TYP_RECEIPT]);
    assert_eq!(refused, Err(Invalid::Malformed));
}

#[test]
fn only_eddsa_is_an_algorithm() {
    for alg in ["none", "HS256", "ES256", "Ed25519", "eddsa", "RS256", ""] {
        let foreign = signed(&header().replace("EdDSA", alg), &payload_bytes());
        assert_eq!(check(&foreign), Err(Invalid::Algorithm), "{alg}");
    }
    let unsigned = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    assert_eq!(check(&format!("{unsigned}.e30.")), Err(Invalid::Algorithm));
}

#[test]
fn the_header_has_one_spelling() {
    let header = header();
    let spellings = [
        header.replace(r#"{"alg""#, r#"{"crit":["b64"],"b64":false,"alg""#),
        header.replace('}', r#","zip":"DEF"}"#),
        header.replace(r#""alg":"EdDSA","#, r#""alg":"EdDSA","jwk":{},"#),
        header.replace(',', ", "),
        header.replace("typ", "Typ"),
        header.replace(TYP_RECEIPT, TYP_ERASURE),
        header.replace(TYP_RECEIPT, "JWT"),
        header.replace(r#"{"alg":"EdDSA","#, r#"{"alg":"EdDSA","alg":"EdDSA","#),
        r#"{"alg":"EdDSA"}"#.to_owned(),
        r#"{"typ":"consent-receipt+jwt"}"#.to_owned(),
        "[]".to_owned(),
        String::new(),
    ];
    for spelling in spellings {
        let jws = signed(&spelling, &payload_bytes());
        assert_eq!(check(&jws), Err(Invalid::Malformed), "{spelling}");
    }
}

#[test]
fn the_payload_is_one_canonical_object() {
    let payloads = [
        r#"{"b":1,"a":2}"#,
        r#"{"a":1, "b":2}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"a":1.0}"#,
        r#"{"a":0.5}"#,
        r#"{"a":-0}"#,
        r#"{"a":1e2}"#,
        r#"{"a":9007199254740993}"#,
        r#"{"a":"\u0041"}"#,
        r#"{"a":1} "#,
        r#"["a"]"#,
        r#""a""#,
        "not JSON",
        "",
    ];
    for payload in payloads {
        let jws = signed(&header(), payload.as_bytes());
        assert_eq!(check(&jws), Err(Invalid::Malformed), "{payload}");
    }
    assert_eq!(
        check(&signed(&header(), &[b'{', 0xff, b'}'])),
        Err(Invalid::Malformed)
    );
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(
        check(&signed(&header(), deep.as_bytes())),
        Err(Invalid::Malformed)
    );
}

#[test]
fn the_compact_form_has_one_spelling() {
    let jws = receipt();
    let spellings = [
        format!("{jws}="),
        format!("{jws}\n"),
        format!(" {jws}"),
        format!("{jws}.e30"),
        jws.replacen('.', "=.", 1),
        jws.replacen('.', "..", 1),
        jws.replacen('.', "\n.", 1),
        jws.replace('.', ","),
        jws.replacen('.', "", 1),
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
    ];
    for spelling in spellings {
        assert_eq!(check(&spelling), Err(Invalid::Malformed), "{spelling}");
    }
}

/// The last character of the signature has four bits to spare: only zeroes are accepted there.
#[test]
fn spare_bits_are_zero() {
    let jws = receipt();
    let (rest, last) = jws.split_at(jws.len() - 1);
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let accepted: Vec<char> = alphabet
        .chars()
        .filter(|c| check(&format!("{rest}{c}")).is_ok())
        .collect();
    assert_eq!(accepted, last.chars().collect::<Vec<_>>());
}

#[test]
fn a_signature_of_another_length_is_wrong() {
    let jws = receipt();
    let (input, _) = jws.rsplit_once('.').expect("three segments");
    for length in [0, 63, 65] {
        let signature = URL_SAFE_NO_PAD.encode(vec![0; length]);
        assert_eq!(
            check(&format!("{input}.{signature}")),
            Err(Invalid::Signature)
        );
    }
}

#[test]
fn other_keys_are_unknown() {
    let stranger = SigningKey::from_bytes(&[9; 32]);
    let foreign = sign(&payload_bytes(), TYP_RECEIPT, &stranger);
    assert_eq!(check(&foreign), Err(Invalid::UnknownKey));
    let by_the_log = sign(&payload_bytes(), TYP_RECEIPT, &log_key());
    assert_eq!(check(&by_the_log), Err(Invalid::UnknownKey));
    let empty = verify(&receipt(), &Jwks::default(), &[TYP_RECEIPT]);
    assert_eq!(empty, Err(Invalid::UnknownKey));
}

#[test]
fn a_stranger_cannot_borrow_a_key_id() {
    let stranger = SigningKey::from_bytes(&[9; 32]);
    let foreign = sign(&payload_bytes(), TYP_RECEIPT, &stranger);
    let ours = receipt();
    let (input, _) = ours.rsplit_once('.').expect("three segments");
    let (_, signature) = foreign.rsplit_once('.').expect("three segments");
    assert_eq!(
        check(&format!("{input}.{signature}")),
        Err(Invalid::Signature)
    );
}

#[test]
fn the_size_is_limited() {
    let largest = |length: usize| {
        let payload = json!({ "a": "x".repeat(length) }).to_string();
        check(&signed(&header(), payload.as_bytes()))
    };
    assert_eq!(largest(MAX_BYTES / 2), Ok(()));
    assert_eq!(largest(MAX_BYTES), Err(Invalid::Malformed));
}

#[test]
fn the_words_are_the_contract_s() {
    let words = [
        Invalid::Malformed,
        Invalid::Algorithm,
        Invalid::UnknownKey,
        Invalid::Signature,
    ]
    .map(|invalid| invalid.to_string());
    assert_eq!(
        words,
        ["malformed", "algorithm", "unknown_key", "signature"]
    );
}

#[test]
fn the_log_holds_the_hash_of_the_payload() {
    let entry = log_entry(b"abc");
    assert_eq!(
        sha256_hex(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(entry, hash_from_hex(&sha256_hex(b"abc")));
}
