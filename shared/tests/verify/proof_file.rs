//! C2SP tlog-proof files.

use samtycke_shared::proof::{ProofError, ProofFile, VerifierKey, verify_proof};
use samtycke_shared::receipt::log_entry;

use crate::support::{Log, ORIGIN, jwks, log_key, payload_bytes};

fn entry() -> [u8; 32] {
    log_entry(&payload_bytes())
}

#[test]
fn a_proof_proves_at_every_place_and_size() {
    let keys = jwks().log_keys();
    for size in 1..20 {
        for index in 0..size {
            let file = Log::with_receipt_at(index, size).proof_file(index);
            let logged = verify_proof(&file, &entry(), &keys).expect("proves");
            assert_eq!((logged.index, logged.tree_size), (index, size));
            assert_eq!(logged.origin, ORIGIN);
            assert_eq!(logged.signed_by, keys[0]);
            assert_eq!(ProofFile::parse(&file).expect("reads").to_string(), file);
        }
    }
}

#[test]
fn it_looks_as_specified() {
    let log = Log::with_receipt_at(0, 1);
    let file = log.proof_file(0);
    assert_eq!(
        file,
        format!("c2sp.org/tlog-proof@v1\nindex 0\n\n{}", log.checkpoint())
    );
    let mut with_extra = ProofFile::parse(&file).expect("reads");
    with_extra.extra = Some(b"anything".to_vec());
    let text = with_extra.to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra YW55dGhpbmc=\nindex 0\n"));
    assert_eq!(ProofFile::parse(&text), Ok(with_extra));
}

#[test]
fn it_proves_nothing_else() {
    let log = Log::with_receipt_at(3, 7);
    let file = log.proof_file(3);
    let keys = jwks().log_keys();
    assert_eq!(
        verify_proof(&file, b"another", &keys),
        Err(ProofError::Root)
    );
    let elsewhere = file.replace("index 3", "index 2");
    assert_eq!(
        verify_proof(&elsewhere, &entry(), &keys),
        Err(ProofError::Root)
    );
    let outside = file.replace("index 3", "index 7");
    assert_eq!(
        verify_proof(&outside, &entry(), &keys),
        Err(ProofError::Root)
    );
    assert_eq!(
        verify_proof(&file, &entry(), &[]),
        Err(ProofError::UnknownKey)
    );
    let renamed = VerifierKey::new("other.example", log_key().verifying_key()).expect("a name");
    assert_eq!(
        verify_proof(&file, &entry(), &[renamed]),
        Err(ProofError::UnknownKey)
    );
}

/// A leaf must not pass for a node, nor a node for a leaf.
#[test]
fn a_node_is_no_entry() {
    let log = Log::with_receipt_at(3, 4);
    let mut file = ProofFile::parse(&log.proof_file(0)).expect("reads");
    let children = [
        crate::support::numbered_leaf(0),
        crate::support::numbered_leaf(1),
    ]
    .concat();
    file.hashes.remove(0);
    assert_eq!(
        file.verify(&children, &jwks().log_keys()),
        Err(ProofError::Root)
    );
}

#[test]
fn it_follows_its_format() {
    let good = Log::with_receipt_at(3, 7).proof_file(3);
    let too_many = format!("index 3\n{}", format!("{}=\n", "A".repeat(43)).repeat(65));
    let bad = [
        good.replace("@v1", "@v2"),
        good.replacen("c2sp", " c2sp", 1),
        good.replace("index 3", "index 03"),
        good.replace("index 3", "index +3"),
        good.replace("index 3", "index  3"),
        good.replace("index 3", "Index 3"),
        good.replace("index 3", "extra !\nindex 3"),
        good.replace("index 3\n", "index 3\nextra AAAA\n"),
        good.replace("index 3\n", ""),
        good.replace("index 3\n", "index 3\n\n"),
        good.replace("index 3\n", &too_many),
        good.replacen("=\n", "\n", 1),
        good.replace('\n', "\r\n"),
        good.replace("\n\n", "\n"),
        String::new(),
    ];
    let keys = jwks().log_keys();
    for file in bad {
        let result = verify_proof(&file, &entry(), &keys);
        assert_eq!(result, Err(ProofError::Malformed), "{file}");
    }
}
