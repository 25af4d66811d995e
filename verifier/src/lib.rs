//! `samtycke verify` for the browser: the same code, compiled to wasm. The page around it is in
//! `page/`, its words in the server's Fluent files.

use samtycke_shared::proof::{Claim, Report, verify_receipt_offline};
use samtycke_shared::receipt::Jwks;
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A report with the conclusions a page cannot draw by itself.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    report: Report,
    valid: bool,
    proven: Vec<Claim>,
    not_proven: Vec<Claim>,
}

/// Checks a receipt or an erasure certificate; the answer is JSON: a [`Report`] with `valid`,
/// `proven` and `not_proven`.
///
/// # Errors
/// When `jwks` is not a key set.
#[wasm_bindgen]
pub fn verify(receipt: &str, jwks: &str, proof: Option<String>) -> Result<String, JsError> {
    answer(receipt, jwks, proof.as_deref()).map_err(|unusable| JsError::new(&unusable))
}

fn answer(receipt: &str, jwks: &str, proof: Option<&str>) -> Result<String, String> {
    let jwks: Jwks = jwks
        .parse()
        .map_err(|cause| format!("not a JWKS: {cause}"))?;
    let report = verify_receipt_offline(receipt, &jwks, proof);
    let answer = Answer {
        valid: report.is_valid(),
        proven: report.proven(),
        not_proven: report.not_proven(),
        report,
    };
    serde_json::to_string(&answer).map_err(|cause| cause.to_string())
}

#[cfg(test)]
mod tests {
    use samtycke_shared::proof::{Checkpoint, ProofFile};
    use samtycke_shared::receipt::{Jwk, SigningKey, TYP_RECEIPT, canonical, log_entry, sign};
    use samtycke_shared::tree::{Hash, leaf_hash, node_hash};
    use serde_json::{Value, json};

    use super::*;

    const ORIGIN: &str = "log.exempel.example";

    fn document_key() -> SigningKey {
        SigningKey::from_bytes(&[1; 32])
    }

    fn log_key() -> SigningKey {
        SigningKey::from_bytes(&[2; 32])
    }

    fn jwks() -> String {
        let keys = vec![
            Jwk::new(document_key().verifying_key()),
            Jwk::for_log(log_key().verifying_key(), ORIGIN),
        ];
        serde_json::to_string(&Jwks { keys }).unwrap()
    }

    fn payload() -> Vec<u8> {
        canonical(&json!({"recorded_at": "2027-01-15T08:00:00Z", "controller": "Exempel AB"}))
            .unwrap()
    }

    fn receipt() -> String {
        sign(&payload(), TYP_RECEIPT, &document_key())
    }

    /// The receipt's proof in a log of two entries, after a stranger's.
    fn proof() -> String {
        let stranger: Hash = [7; 32];
        let root = node_hash(&stranger, &leaf_hash(&log_entry(&payload())));
        let file = ProofFile {
            extra: None,
            index: 1,
            hashes: vec![stranger],
            checkpoint: Checkpoint::new(ORIGIN, 2, root).sign(&log_key()).unwrap(),
        };
        file.to_string()
    }

    fn checked(receipt: &str, proof: Option<&str>) -> Value {
        serde_json::from_str(&answer(receipt, &jwks(), proof).unwrap()).unwrap()
    }

    #[test]
    fn a_receipt_with_its_proof_is_valid_and_in_the_log() {
        let answer = checked(&receipt(), Some(&proof()));
        assert_eq!(answer["valid"], true);
        assert_eq!(answer["signature"]["payload"]["controller"], "Exempel AB");
        assert_eq!(answer["signature"]["key"], "in_use");
        assert_eq!(
            (&answer["log"]["index"], &answer["log"]["tree_size"]),
            (&json!(1), &json!(2))
        );
        assert_eq!(
            answer["proven"],
            json!(["unaltered", "key_trusted", "logged"])
        );
        assert_eq!(
            answer["not_proven"],
            json!([
                "key_owner",
                "same_log_for_all",
                "time_of_signing",
                "still_stands"
            ])
        );
    }

    #[test]
    fn without_a_proof_the_log_is_among_what_is_not_proven() {
        let answer = checked(&receipt(), None);
        assert_eq!(answer["valid"], true);
        assert_eq!(answer["log"]["result"], "not_checked");
        assert_eq!(answer["not_proven"][0], "logged");
    }

    #[test]
    fn one_changed_character_proves_nothing() {
        let changed = receipt().replacen('.', ".A", 1);
        let answer = checked(&changed, Some(&proof()));
        assert_eq!(answer["valid"], false);
        assert_eq!(
            answer["signature"],
            json!({"result": "invalid", "reason": "signature"})
        );
        assert_eq!(answer["proven"], json!([]));
    }

    #[test]
    fn the_proof_of_another_document_is_refused() {
        let other = canonical(&json!({"recorded_at": "2027-01-15T08:00:00Z"})).unwrap();
        let other = sign(&other, TYP_RECEIPT, &document_key());
        let answer = checked(&other, Some(&proof()));
        assert_eq!(answer["valid"], false);
        assert_eq!(
            answer["log"],
            json!({"result": "refused", "reason": "root"})
        );
    }

    #[test]
    fn an_unusable_key_set_is_named() {
        for unusable in ["", "{}", "c2sp.org/tlog-proof@v1\n"] {
            let error = answer(&receipt(), unusable, None).unwrap_err();
            assert!(error.starts_with("not a JWKS: "), "{error}");
        }
    }
}
