//! Receipts, keys, the tree, proofs: against the standards' own examples, against others'
//! implementations and vectors, and against tampering.

mod canonical;
mod dpv;
mod jwks;
mod jws;
mod note;
mod offline;
mod proof_file;
mod support;
mod tamper;
mod tile;
mod tree;
mod vectors;
