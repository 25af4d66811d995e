//! Vectors others wrote. They lie beside the checkout, in `../shared/vectors`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signature;
use samtycke_shared::proof::{verify_consistency, verify_inclusion};
use samtycke_shared::receipt::VerifyingKey;
use samtycke_shared::tree::{Hash, leaf_hash};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    name: String,
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    name: String,
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wycheproof {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    public_key: PublicKey,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct PublicKey {
    pk: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    tc_id: u32,
    msg: String,
    sig: String,
    result: String,
}

#[test]
fn inclusion_proofs_of_transparency_dev() {
    let Some(cases) = read::<Vec<Inclusion>>("rfc6962-inclusion.json") else {
        return;
    };
    assert!(!cases.is_empty());
    for case in &cases {
        assert_eq!(case.holds(), !case.want_err, "{}", case.name);
    }
}

#[test]
fn consistency_proofs_of_transparency_dev() {
    let Some(cases) = read::<Vec<Consistency>>("rfc6962-consistency.json") else {
        return;
    };
    assert!(!cases.is_empty());
    for case in &cases {
        assert_eq!(case.holds(), !case.want_err, "{}", case.name);
    }
}

#[test]
fn signatures_of_wycheproof() {
    let Some(vectors) = read::<Wycheproof>("wycheproof-ed25519.json") else {
        return;
    };
    assert!(!vectors.test_groups.is_empty());
    for group in &vectors.test_groups {
        let key = VerifyingKey::from_bytes(&hash_from_hex(&group.public_key.pk)).expect("a key");
        for case in &group.tests {
            assert_eq!(case.holds(&key), case.result == "valid", "{}", case.tc_id);
        }
    }
}

impl Inclusion {
    fn holds(&self) -> bool {
        let (Some(root), Some(leaf)) = (hash(&self.root), hash(&self.leaf_hash)) else {
            return false;
        };
        hashes(self.proof.as_deref()).is_some_and(|proof| {
            verify_inclusion(self.leaf_idx, self.tree_size, &leaf, &proof, &root).is_ok()
        })
    }
}

impl Consistency {
    fn holds(&self) -> bool {
        let (old, new) = (any_root(&self.root1), any_root(&self.root2));
        hashes(self.proof.as_deref()).is_some_and(|proof| {
            verify_consistency(self.size1, self.size2, &old, &new, &proof).is_ok()
        })
    }
}

impl Case {
    fn holds(&self, key: &VerifyingKey) -> bool {
        Signature::from_slice(&bytes_from_hex(&self.sig)).is_ok_and(|signature| {
            key.verify_strict(&bytes_from_hex(&self.msg), &signature)
                .is_ok()
        })
    }
}

pub fn bytes_from_hex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal"))
        .collect()
}

pub fn hash_from_hex(hex: &str) -> [u8; 32] {
    bytes_from_hex(hex).try_into().expect("32 bytes")
}

/// `None`, said aloud, when the vectors are not there; `SAMTYCKE_REQUIRE_VECTORS` makes that a
/// failure.
fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    let path = folder.join(name);
    if !path.exists() {
        let required = std::env::var_os("SAMTYCKE_REQUIRE_VECTORS").is_some();
        assert!(!required, "{} is missing", path.display());
        eprintln!("NOT TESTED: {} is missing", path.display());
        return None;
    }
    let text = fs::read_to_string(&path).expect("the vectors can be read");
    Some(serde_json::from_str(&text).expect("the vectors have the known form"))
}

/// `None` for the hashes of a wrong length some cases have: no such value exists here.
fn hash(base64: &str) -> Option<Hash> {
    STANDARD.decode(base64).expect("base64").try_into().ok()
}

/// Some cases only care whether two roots are equal, and have words in their place.
fn any_root(base64: &str) -> Hash {
    hash(base64).unwrap_or_else(|| leaf_hash(base64.as_bytes()))
}

fn hashes(base64: Option<&[String]>) -> Option<Vec<Hash>> {
    base64.unwrap_or_default().iter().map(|h| hash(h)).collect()
}
