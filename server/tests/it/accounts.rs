//! Accounts of staff: set up with two factors, signed in to, and taken away.

mod entering;
mod keeping;
mod leaving;
mod passkeys;
mod support;
