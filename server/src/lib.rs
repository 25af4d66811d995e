//! Samtycke's server: proof of every consent, renewal, and erasure of who declines or does not answer.
//!
//! Each domain is a folder: `mod.rs` holds types and pure rules, `store.rs` all its SQL. `http` only
//! translates. See ARCHITECTURE.md.

pub mod app;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod candidates;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consent;
pub mod db;
pub mod demo;
pub mod erasure;
pub mod error;
pub mod http;
pub mod i18n;
pub mod jobs;
pub mod keys;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod network;
pub mod paper;
pub mod pdf;
pub mod proof_pack;
pub mod random;
pub mod renewal;
pub mod serve;
pub mod spreadsheet;
pub mod telemetry;
pub mod tenants;
pub mod webhooks;
