//! `samtycke verify`: a receipt checked without any server.

use std::path::Path;
use std::process::ExitCode;

use samtycke_shared::proof::{LogFinding, Report, SignatureFinding, verify_receipt_offline};
use samtycke_shared::receipt::Jwks;

const INVALID: u8 = 1;
const UNUSABLE: u8 = 2;

pub fn run(receipt: &Path, jwks: &Path, proof: Option<&Path>) -> ExitCode {
    match check(receipt, jwks, proof) {
        Ok(report) => {
            explain(&report);
            if report.is_valid() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(INVALID)
            }
        }
        Err(unusable) => {
            eprintln!("samtycke: {unusable}");
            ExitCode::from(UNUSABLE)
        }
    }
}

fn check(receipt: &Path, jwks: &Path, proof: Option<&Path>) -> Result<Report, String> {
    let receipt = read(receipt)?;
    let keys: Jwks = read(jwks)?
        .parse()
        .map_err(|cause| format!("{}: not a JWKS: {cause}", jwks.display()))?;
    let proof = proof.map(read).transpose()?;
    Ok(verify_receipt_offline(
        receipt.trim(),
        &keys,
        proof.as_deref(),
    ))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))
}

fn explain(report: &Report) {
    match &report.signature {
        SignatureFinding::Invalid { reason } => println!("NOT VALID: {}", reason.code()),
        SignatureFinding::Valid {
            typ, kid, payload, ..
        } => {
            println!("signature: good, {typ}, key {kid}");
            println!(
                "recorded at: {}",
                payload["recorded_at"].as_str().unwrap_or("unknown")
            );
        }
    }
    match &report.log {
        LogFinding::NotChecked => println!("log: not checked"),
        LogFinding::Refused { reason } => println!("log: NOT PROVEN: {reason}"),
        LogFinding::Included {
            origin,
            index,
            tree_size,
            ..
        } => {
            println!("log: entry {index} of {tree_size} in {origin}");
        }
    }
    let words = |claims: Vec<samtycke_shared::proof::Claim>| {
        claims
            .into_iter()
            .map(|claim| claim.code())
            .collect::<Vec<_>>()
            .join(", ")
    };
    println!("proven: {}", words(report.proven()));
    println!("not proven: {}", words(report.not_proven()));
}
