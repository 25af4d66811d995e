//! Verifying a receipt, against nothing but the signature.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ed25519_dalek::{Signature, Signer};
use samtycke_shared::receipt::{self, Jwk, Jwks, SigningKey, TYP_RECEIPT};
use serde_json::json;

const SPAN: Duration = Duration::from_secs(3);

pub fn rates() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key();
    let record = json!({
        "consent_id": "0199f635-1fef-7914-8d61-22053581643c",
        "recorded_at": "2026-03-02T09:00:00Z",
        "salt": "fSxlKmbaWzlrHWGIdEoC1A",
        // About as long as a receipt is.
        "notice": "x".repeat(1_500),
    });
    let payload = receipt::canonical(&record).unwrap();
    let jws = receipt::sign(&payload, TYP_RECEIPT, &key);
    let jwks = Jwks {
        keys: vec![Jwk::new(public)],
    };
    let signed = jws.rsplit_once('.').unwrap().0.as_bytes();
    let signature: Signature = key.sign(signed);
    let bare = rate(|| public.verify_strict(black_box(signed), &signature).is_ok());
    let whole = rate(|| receipt::verify(black_box(&jws), &jwks, &[TYP_RECEIPT]).is_ok());
    println!(
        "receipts    {whole:.0}/s; ratio {:.2} to {bare:.0} bare Ed25519 verifications/s",
        whole / bare
    );
}

fn rate(mut verify: impl FnMut() -> bool) -> f64 {
    let begin = Instant::now();
    let mut done = 0_u32;
    while begin.elapsed() < SPAN {
        assert!(verify());
        done += 1;
    }
    f64::from(done) / begin.elapsed().as_secs_f64()
}
