//! Drives the real server in a real browser: the built program, Chromium, a real SMTP server and
//! career pages served from another host.
//!
//! A test is a function from a [`Stage`] to a result, performed once on each database.
#![allow(
    clippy::disallowed_methods,
    reason = "these tests wait for real programs in real time"
)]

pub mod browser;
pub mod career_site;
pub mod database;
pub mod demo;
pub mod desk;
pub mod html;
pub mod identity_provider;
pub mod mail;
pub mod passkey;
pub mod program;
pub mod server;
pub mod staff;
pub mod stage;
pub mod totp;
pub mod view;
pub mod wait;
pub mod widget;

pub use database::Database;
pub use demo::Demo;
pub use desk::Desk;
pub use stage::Stage;
pub use widget::Widget;
