//! No byte of a receipt, a checkpoint, a proof or a stored node can change unnoticed.

use proptest::prelude::*;
use samtycke_shared::proof::tile::{encode_entries, parse_entries};
use samtycke_shared::proof::{Checkpoint, verify_inclusion, verify_proof};
use samtycke_shared::receipt::{TYP_RECEIPT, log_entry, verify};
use samtycke_shared::tree::{Hash, append, inclusion_nodes, inclusion_proof, leaf_hash};

use crate::support::{Log, jwks, numbered_leaf, payload_bytes, receipt};

const INDEX: u64 = 9;
const SIZE: u64 = 21;

fn receipt_verifies(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|jws| verify(jws, &jwks(), &[TYP_RECEIPT]).is_ok())
}

fn checkpoint_verifies(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|note| Checkpoint::open(note, &jwks().log_keys()).is_ok())
}

fn proof_verifies(bytes: &[u8]) -> bool {
    let entry = log_entry(&payload_bytes());
    std::str::from_utf8(bytes)
        .is_ok_and(|file| verify_proof(file, &entry, &jwks().log_keys()).is_ok())
}

/// A document with the check that must notice.
type Checked = (Vec<u8>, fn(&[u8]) -> bool);

fn all() -> [Checked; 3] {
    let log = Log::with_receipt_at(INDEX, SIZE);
    [
        (receipt().into_bytes(), receipt_verifies),
        (log.checkpoint().into_bytes(), checkpoint_verifies),
        (log.proof_file(INDEX).into_bytes(), proof_verifies),
    ]
}

#[test]
fn every_flipped_bit_is_noticed() {
    for (document, verifies) in all() {
        assert!(verifies(&document));
        for position in 0..document.len() * 8 {
            let mut altered = document.clone();
            altered[position / 8] ^= 1 << (position % 8);
            assert!(!verifies(&altered), "bit {position}");
        }
    }
}

#[test]
fn every_lost_or_doubled_byte_is_noticed() {
    for (document, verifies) in all() {
        for position in 0..document.len() {
            let mut shorter = document.clone();
            let byte = shorter.remove(position);
            assert!(!verifies(&shorter), "without byte {position}");
            let mut longer = document.clone();
            longer.insert(position, byte);
            assert!(!verifies(&longer), "with byte {position} twice");
        }
    }
}

#[test]
fn every_cut_is_noticed() {
    for (document, verifies) in all() {
        for end in 0..document.len() {
            assert!(!verifies(&document[..end]), "cut at {end}");
        }
    }
}

type RootOf = fn(&[u8]) -> Option<Hash>;

/// As a monitor reads the log: hashes of level 0, in their order.
fn root_of_tile(tile: &[u8]) -> Option<Hash> {
    let leaves: Option<Vec<Hash>> = tile.chunks(32).map(|leaf| leaf.try_into().ok()).collect();
    Some(append(0, &[], &leaves?).ok()?.root)
}

fn root_of_entries(bundle: &[u8]) -> Option<Hash> {
    let leaves: Vec<Hash> = parse_entries(bundle)
        .ok()?
        .into_iter()
        .map(leaf_hash)
        .collect();
    Some(append(0, &[], &leaves).ok()?.root)
}

#[test]
fn every_flipped_bit_of_a_tile_or_an_entry_is_noticed() {
    let entries: Vec<[u8; 32]> = (0..SIZE).map(|n| log_entry(&n.to_be_bytes())).collect();
    let bundle = encode_entries(&entries).expect("short entries");
    let tile: Vec<u8> = entries.iter().flat_map(|entry| leaf_hash(entry)).collect();
    let root = root_of_tile(&tile).expect("whole hashes");
    assert_eq!(root_of_entries(&bundle), Some(root));
    let files: [(Vec<u8>, RootOf); 2] = [(tile, root_of_tile), (bundle, root_of_entries)];
    for (file, root_of) in files {
        for position in 0..file.len() * 8 {
            let mut altered = file.clone();
            altered[position / 8] ^= 1 << (position % 8);
            assert_ne!(root_of(&altered), Some(root), "bit {position}");
        }
        for end in 0..file.len() {
            assert_ne!(root_of(&file[..end]), Some(root), "cut at {end}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_other_byte_is_noticed(which in 0usize..3, position in any::<usize>(), mask in 1u8..) {
        let (mut document, verifies) = all()[which].clone();
        let position = position % document.len();
        document[position] ^= mask;
        prop_assert!(!verifies(&document));
    }

    #[test]
    fn an_altered_node_fails_every_proof_that_uses_it(
        index in 0..SIZE, nth in any::<usize>(), byte in 0usize..32, mask in 1u8..,
    ) {
        let mut log = Log::with_receipt_at(INDEX, SIZE);
        let used = inclusion_nodes(index, SIZE).expect("in range");
        let node = used[nth % used.len()];
        log.nodes.get_mut(&node).expect("stored")[byte] ^= mask;
        let leaf = match index {
            INDEX => samtycke_shared::tree::leaf_hash(&log_entry(&payload_bytes())),
            other => numbered_leaf(other),
        };
        let proof = inclusion_proof(index, SIZE, &log.nodes).expect("all nodes are there");
        prop_assert!(verify_inclusion(index, SIZE, &leaf, &proof, &log.root).is_err());
    }
}
