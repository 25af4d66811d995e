//! The Merkle tree of RFC 6962 section 2.1, kept as its complete subtrees.
//!
//! Only the hash of a *complete* subtree (2^level leaves) is ever stored: it never changes once
//! written, so nodes are append-only rows keyed by [`Node`]. The incomplete right edge is hashed
//! again from the stored nodes when a root or a proof is asked for, which takes at most one hash
//! per level. Each question therefore has two halves: which nodes it needs, so that a store can
//! fetch them in one query, and the answer computed from them.

use std::collections::HashMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

/// A SHA-256 value: of a leaf, of a node, or the root of a tree.
pub type Hash = [u8; 32];

/// A tree holds fewer leaves than this, so that no level or index can overflow.
pub const MAX_SIZE: u64 = 1 << 63;

/// The place of a complete subtree: the leaves `index << level .. (index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// 0 for a leaf hash.
    pub level: u8,
    /// Counted from the left among the nodes of the same level.
    pub index: u64,
}

/// What [`append`] adds to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Every subtree that became complete, leaves included, children before parents.
    pub new_nodes: Vec<(Node, Hash)>,
    /// The tree head after the last leaf.
    pub root: Hash,
    /// The number of leaves now in the tree.
    pub size: u64,
    /// The hashes of [`frontier_nodes`]`(size)`, ready for the next batch.
    pub frontier: Vec<Hash>,
}

/// Why a tree question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    #[error("leaf {index} is not in a tree of {size} leaves")]
    IndexOutOfRange { index: u64, size: u64 },
    #[error("a tree of {new} leaves cannot follow one of {old}")]
    Shrinks { old: u64, new: u64 },
    /// Every tree begins with no leaves, so there is nothing to prove.
    #[error("consistency with a tree without leaves has no proof")]
    Empty,
    #[error("a tree of {size} leaves has {expected} subtrees on its edge, not {given}")]
    WrongFrontier {
        size: u64,
        expected: usize,
        given: usize,
    },
    #[error("node {} of level {} is missing", .0.index, .0.level)]
    MissingNode(Node),
    #[error("the tree is full")]
    Full,
}

/// Hashes a log entry into a leaf: `SHA-256(0x00 || entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new_with_prefix([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// Hashes two children into their parent: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of the tree without leaves: the hash of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The complete subtrees a tree of `size` leaves consists of, from left to right, which is from
/// the largest to the smallest.
pub fn frontier_nodes(size: u64) -> Vec<Node> {
    complete_subtrees(0..size).collect()
}

/// The root of a tree of `size` leaves, from the hashes of its [`frontier_nodes`].
///
/// # Errors
/// [`TreeError::WrongFrontier`] when their number does not fit the size.
pub fn root(size: u64, frontier: &[Hash]) -> Result<Hash, TreeError> {
    check_frontier(size, frontier)?;
    Ok(edge_hash(frontier).unwrap_or_else(empty_root))
}

/// Adds leaf hashes to a tree of `size` leaves whose edge is `frontier` (the hashes of
/// [`frontier_nodes`]`(size)`, in that order).
///
/// # Errors
/// [`TreeError::WrongFrontier`] when the frontier does not fit the size; [`TreeError::Full`] when
/// the tree would reach [`MAX_SIZE`].
pub fn append(size: u64, frontier: &[Hash], leaves: &[Hash]) -> Result<Appended, TreeError> {
    check_frontier(size, frontier)?;
    let end = size
        .checked_add(leaves.len() as u64)
        .filter(|end| *end < MAX_SIZE)
        .ok_or(TreeError::Full)?;
    let mut edge = frontier.to_vec();
    let mut new_nodes = Vec::with_capacity(leaves.len() * 2);
    for (index, leaf) in (size..end).zip(leaves) {
        push_leaf(&mut edge, &mut new_nodes, index, *leaf);
    }
    Ok(Appended {
        new_nodes,
        root: edge_hash(&edge).unwrap_or_else(empty_root),
        size: end,
        frontier: edge,
    })
}

/// The stored nodes [`inclusion_proof`] needs.
///
/// # Errors
/// [`TreeError::IndexOutOfRange`].
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<Node>, TreeError> {
    Ok(nodes_of(inclusion_path(index, size)?))
}

/// The audit path of RFC 6962 section 2.1.1, from the leaf's sibling up to the root's child.
///
/// # Errors
/// [`TreeError::IndexOutOfRange`]; [`TreeError::MissingNode`] when `stored` lacks one of
/// [`inclusion_nodes`].
pub fn inclusion_proof(
    index: u64,
    size: u64,
    stored: &HashMap<Node, Hash>,
) -> Result<Vec<Hash>, TreeError> {
    hashes_of(inclusion_path(index, size)?, stored)
}

/// The stored nodes [`consistency_proof`] needs.
///
/// # Errors
/// [`TreeError::Shrinks`]; [`TreeError::Empty`].
pub fn consistency_nodes(old: u64, new: u64) -> Result<Vec<Node>, TreeError> {
    Ok(nodes_of(consistency_path(old, new)?))
}

/// The proof of RFC 6962 section 2.1.2 that the tree of `new` leaves begins with the tree of
/// `old` leaves. Empty when the two are the same tree.
///
/// # Errors
/// [`TreeError::Shrinks`]; [`TreeError::Empty`]; [`TreeError::MissingNode`] when `stored` lacks one of
/// [`consistency_nodes`].
pub fn consistency_proof(
    old: u64,
    new: u64,
    stored: &HashMap<Node, Hash>,
) -> Result<Vec<Hash>, TreeError> {
    hashes_of(consistency_path(old, new)?, stored)
}

fn check_frontier(size: u64, frontier: &[Hash]) -> Result<(), TreeError> {
    let expected = size.count_ones() as usize;
    if frontier.len() == expected {
        return Ok(());
    }
    Err(TreeError::WrongFrontier {
        size,
        expected,
        given: frontier.len(),
    })
}

/// The number of trailing ones of a leaf's index is the number of subtrees it completes: those
/// are the last ones of the edge, and as many are there because `check_frontier` saw to it.
fn push_leaf(edge: &mut Vec<Hash>, new_nodes: &mut Vec<(Node, Hash)>, index: u64, leaf: Hash) {
    let completed = edge.split_off(edge.len() - index.trailing_ones() as usize);
    let mut hash = leaf;
    new_nodes.push((Node { level: 0, index }, hash));
    for (level, left) in (1..).zip(completed.iter().rev()) {
        hash = node_hash(left, &hash);
        let index = index >> level;
        new_nodes.push((Node { level, index }, hash));
    }
    edge.push(hash);
}

/// The hash over neighbouring complete subtrees of falling size; `None` when there are none.
fn edge_hash(subtrees: &[Hash]) -> Option<Hash> {
    let (last, left) = subtrees.split_last()?;
    Some(left.iter().rev().fold(*last, |acc, l| node_hash(l, &acc)))
}

/// Cuts a range that begins at a multiple of a power of two no smaller than its length.
fn complete_subtrees(range: Range<u64>) -> impl Iterator<Item = Node> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let level = (range.end - start).checked_ilog2()?;
        let node = Node {
            level: level as u8,
            index: start >> level,
        };
        start += 1 << level;
        Some(node)
    })
}

/// The `k` of RFC 6962: the largest power of two smaller than `length`, which is at least 2.
fn left_length(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}

fn inclusion_path(index: u64, size: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if index >= size {
        return Err(TreeError::IndexOutOfRange { index, size });
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + left_length(end - start);
        if index < middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

fn consistency_path(old: u64, new: u64) -> Result<Vec<Range<u64>>, TreeError> {
    if old > new {
        return Err(TreeError::Shrinks { old, new });
    }
    if old == 0 {
        return Err(TreeError::Empty);
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, new);
    while end != old {
        let middle = start + left_length(end - start);
        if old <= middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    // The verifier already knows the old root: it is left out when it is itself the subtree.
    if start > 0 {
        path.push(start..end);
    }
    path.reverse();
    Ok(path)
}

fn nodes_of(path: Vec<Range<u64>>) -> Vec<Node> {
    path.into_iter().flat_map(complete_subtrees).collect()
}

fn hashes_of(path: Vec<Range<u64>>, stored: &HashMap<Node, Hash>) -> Result<Vec<Hash>, TreeError> {
    path.into_iter().map(|r| range_hash(r, stored)).collect()
}

fn range_hash(range: Range<u64>, stored: &HashMap<Node, Hash>) -> Result<Hash, TreeError> {
    let subtrees = complete_subtrees(range)
        .map(|node| {
            stored
                .get(&node)
                .copied()
                .ok_or(TreeError::MissingNode(node))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(edge_hash(&subtrees).unwrap_or_else(empty_root))
}
