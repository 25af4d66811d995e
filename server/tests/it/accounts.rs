//! Accounts of staff: set up with two factors, signed in to, and taken away.

mod company;
mod confirming;
mod entering;
mod identity_provider;
mod keeping;
mod leaving;
mod passkeys;
mod support;
