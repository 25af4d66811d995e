//! The tree against the definitions of RFC 6962 taken literally, and against `tlog_tiles`.

use std::collections::HashMap;

use proptest::prelude::*;
use samtycke_shared::proof::{verify_consistency, verify_inclusion};
use samtycke_shared::tree::{
    Hash, MAX_SIZE, Node, TreeError, append, consistency_nodes, consistency_proof, empty_root,
    frontier_nodes, inclusion_nodes, inclusion_proof, node_hash, root,
};
use tlog_tiles::tlog;

use crate::support::{Log, numbered_leaf};

const SIZES: u64 = 300;

/// RFC 6962 section 2.1 as it is written, remembering the subtrees it has hashed.
struct Naive {
    leaves: Vec<Hash>,
    known: HashMap<(u64, u64), Hash>,
}

impl Naive {
    fn new(size: u64) -> Self {
        Self {
            leaves: (0..size).map(numbered_leaf).collect(),
            known: HashMap::new(),
        }
    }

    fn hash(&mut self, start: u64, end: u64) -> Hash {
        match end - start {
            0 => return empty_root(),
            1 => return self.leaves[start as usize],
            _ => {}
        }
        if let Some(hash) = self.known.get(&(start, end)) {
            return *hash;
        }
        let middle = start + k(end - start);
        let hash = node_hash(&self.hash(start, middle), &self.hash(middle, end));
        self.known.insert((start, end), hash);
        hash
    }

    fn path(&mut self, index: u64, start: u64, end: u64) -> Vec<Hash> {
        if end - start == 1 {
            return Vec::new();
        }
        let middle = start + k(end - start);
        let (mut path, sibling) = if index < middle {
            (self.path(index, start, middle), self.hash(middle, end))
        } else {
            (self.path(index, middle, end), self.hash(start, middle))
        };
        path.push(sibling);
        path
    }

    fn subproof(&mut self, old: u64, start: u64, end: u64, is_old_root: bool) -> Vec<Hash> {
        if old == end {
            return match is_old_root {
                true => Vec::new(),
                false => vec![self.hash(start, end)],
            };
        }
        let middle = start + k(end - start);
        let (mut proof, sibling) = if old <= middle {
            let left = self.subproof(old, start, middle, is_old_root);
            (left, self.hash(middle, end))
        } else {
            let right = self.subproof(old, middle, end, false);
            (right, self.hash(start, middle))
        };
        proof.push(sibling);
        proof
    }
}

fn k(length: u64) -> u64 {
    let mut k = 1;
    while k * 2 < length {
        k *= 2;
    }
    k
}

/// Only the nodes that are asked for: a proof that needed more would fail.
fn only(nodes: &[Node], log: &Log) -> HashMap<Node, Hash> {
    nodes.iter().map(|n| (*n, log.nodes[n])).collect()
}

#[test]
fn roots_are_those_of_the_definition() {
    let mut naive = Naive::new(SIZES);
    let mut log = Log::default();
    assert_eq!(root(0, &[]), Ok(empty_root()));
    for size in 1..=SIZES {
        log.append(&[numbered_leaf(size - 1)]);
        assert_eq!(log.root, naive.hash(0, size), "size {size}");
        let stored: Vec<Hash> = frontier_nodes(size).iter().map(|n| log.nodes[n]).collect();
        assert_eq!(stored, log.frontier, "size {size}");
        assert_eq!(root(size, &stored), Ok(log.root), "size {size}");
    }
}

#[test]
fn nodes_are_the_complete_subtrees_and_no_others() {
    let mut naive = Naive::new(SIZES);
    let log = Log::of(&naive.leaves);
    for (node, hash) in &log.nodes {
        let (start, end) = (node.index << node.level, (node.index + 1) << node.level);
        assert_eq!(*hash, naive.hash(start, end), "{node:?}");
    }
    let expected: u64 = (0..64).map(|level| SIZES >> level).sum();
    assert_eq!(log.nodes.len() as u64, expected);
}

#[test]
fn inclusion_proofs_are_those_of_the_definition() {
    let mut naive = Naive::new(SIZES);
    let log = Log::of(&naive.leaves);
    for size in 1..=SIZES {
        let root = naive.hash(0, size);
        for index in 0..size {
            let stored = only(&inclusion_nodes(index, size).expect("in range"), &log);
            let proof = inclusion_proof(index, size, &stored).expect("all nodes are there");
            assert_eq!(proof, naive.path(index, 0, size), "{index} of {size}");
            let leaf = &naive.leaves[index as usize];
            assert_eq!(verify_inclusion(index, size, leaf, &proof, &root), Ok(()));
        }
    }
}

#[test]
fn consistency_proofs_are_those_of_the_definition() {
    let mut naive = Naive::new(SIZES);
    let log = Log::of(&naive.leaves);
    for new in 1..=SIZES {
        let new_root = naive.hash(0, new);
        for old in 1..=new {
            let stored = only(&consistency_nodes(old, new).expect("in order"), &log);
            let proof = consistency_proof(old, new, &stored).expect("all nodes are there");
            assert_eq!(proof, naive.subproof(old, 0, new, true), "{old} to {new}");
            let old_root = naive.hash(0, old);
            assert_eq!(
                verify_consistency(old, new, &old_root, &new_root, &proof),
                Ok(())
            );
        }
    }
}

#[test]
fn batches_of_any_size_give_the_same_tree() {
    let leaves: Vec<Hash> = (0..SIZES).map(numbered_leaf).collect();
    let at_once = Log::of(&leaves);
    for batch in [1, 2, 3, 7, 64, 100, 299] {
        let mut log = Log::default();
        leaves.chunks(batch).for_each(|chunk| log.append(chunk));
        assert_eq!(log.nodes, at_once.nodes, "batches of {batch}");
        assert_eq!(log.root, at_once.root, "batches of {batch}");
    }
    assert_eq!(append(0, &[], &[]).expect("fits").root, empty_root());
}

#[test]
fn what_does_not_fit_is_refused() {
    let none = HashMap::new();
    assert_eq!(
        inclusion_proof(3, 3, &none),
        Err(TreeError::IndexOutOfRange { index: 3, size: 3 })
    );
    assert_eq!(
        consistency_proof(4, 3, &none),
        Err(TreeError::Shrinks { old: 4, new: 3 })
    );
    assert_eq!(consistency_proof(0, 3, &none), Err(TreeError::Empty));
    assert_eq!(consistency_proof(0, 0, &none), Err(TreeError::Empty));
    assert_eq!(
        inclusion_proof(0, 2, &none),
        Err(TreeError::MissingNode(Node { level: 0, index: 1 }))
    );
    let wrong_frontier = TreeError::WrongFrontier {
        size: 3,
        expected: 2,
        given: 1,
    };
    assert_eq!(root(3, &[[0; 32]]), Err(wrong_frontier));
    assert_eq!(append(3, &[[0; 32]], &[[0; 32]]), Err(wrong_frontier));
    let full_edge = vec![[0; 32]; 63];
    assert_eq!(
        append(MAX_SIZE - 1, &full_edge, &[[0; 32]]),
        Err(TreeError::Full)
    );
}

/// The log as `tlog_tiles` reads it.
struct Reader<'a>(&'a Log);

impl tlog::HashReader for Reader<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        let read = |stored: &u64| {
            let (level, index) = tlog::split_stored_hash_index(*stored);
            tlog::Hash(self.0.nodes[&Node { level, index }])
        };
        Ok(indexes.iter().map(read).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn tlog_tiles_agrees(size in 2u64..5000, a in any::<u64>(), b in any::<u64>()) {
        let leaves: Vec<Hash> = (0..size).map(numbered_leaf).collect();
        let log = Log::of(&leaves);
        let reader = Reader(&log);
        let root = tlog::tree_hash(size, &reader).expect("a root");
        prop_assert_eq!(root.0, log.root);

        let index = a % size;
        let ours: Vec<tlog::Hash> = inclusion_proof(index, size, &log.nodes)
            .expect("in range").into_iter().map(tlog::Hash).collect();
        prop_assert_eq!(&ours, &tlog::prove_record(size, index, &reader).expect("in range"));
        let leaf = tlog::Hash(leaves[index as usize]);
        prop_assert!(tlog::check_record(&ours, size, root, index, leaf).is_ok());

        let old = 1 + b % size;
        let old_root = tlog::tree_hash(old, &reader).expect("a root");
        let ours: Vec<tlog::Hash> = consistency_proof(old, size, &log.nodes)
            .expect("in order").into_iter().map(tlog::Hash).collect();
        prop_assert_eq!(&ours, &tlog::prove_tree(size, old, &reader).expect("in order"));
        prop_assert!(tlog::check_tree(&ours, size, root, old, old_root).is_ok());
    }

    /// Sizes no test could fill: the places must still be right, and nothing may overflow.
    #[test]
    fn places_are_right_at_any_size(size in 1u64..MAX_SIZE, a in any::<u64>()) {
        let covered: u64 = frontier_nodes(size).iter().map(|n| 1u64 << n.level).sum();
        prop_assert_eq!(covered, size);
        let index = a % size;
        let siblings: u64 = inclusion_nodes(index, size).expect("in range")
            .iter().map(|n| 1u64 << n.level).sum();
        prop_assert_eq!(siblings + 1, size);
        let old = 1 + index;
        for node in consistency_nodes(old, size).expect("in order") {
            let (start, end) = (node.index << node.level, (node.index + 1) << node.level);
            prop_assert!(end <= old || start >= old);
            prop_assert!(end <= size);
        }
    }

    #[test]
    fn numbers_from_outside_never_panic(
        index in any::<u64>(), size in any::<u64>(), levels in 0usize..70,
    ) {
        let proof = vec![[7; 32]; levels];
        let _ = verify_inclusion(index, size, &[1; 32], &proof, &[2; 32]);
        let _ = verify_consistency(index, size, &[1; 32], &[2; 32], &proof);
        let _ = inclusion_nodes(index, size);
        let _ = consistency_nodes(index, size);
    }
}
