//! The server's rules, each told once and shown on both databases.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

#[macro_use]
mod harness;
mod access;
mod accounts;
mod api;
mod audit;
mod auth;
mod candidates;
mod clock;
mod consent;
mod disclosures;
mod erasure;
mod keys;
mod log;
mod mail;
mod many;
mod metrics;
mod privacy;
mod proof;
mod renewal;
mod restored;
mod settings;
mod text_editor;
mod texts;
mod verify;
mod webhooks;
