//! `samtycke verify`: a receipt checked without any server.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use samtycke_shared::proof::{Claim, LogFinding, Report, SignatureFinding, verify_receipt_offline};
use samtycke_shared::receipt::{self, Jwks, NotAConsentRecord};
use serde_json::Value;

const INVALID: u8 = 1;
const UNUSABLE: u8 = 2;

pub fn run(receipt: &Path, jwks: &Path, proof: Option<&Path>, as_json_ld: bool) -> ExitCode {
    let report = match check(receipt, jwks, proof) {
        Ok(report) => report,
        Err(unusable) => return refuse(&unusable),
    };
    if !as_json_ld {
        print!("{}", explain(&report));
    } else {
        eprint!("{}", explain(&report));
        match json_ld(&report) {
            Some(Ok(document)) => println!("{document:#}"),
            Some(Err(unusable)) => return refuse(&unusable),
            None => {}
        }
    }
    if report.is_valid() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(INVALID)
    }
}

fn refuse(unusable: &dyn Display) -> ExitCode {
    eprintln!("samtycke: {unusable}");
    ExitCode::from(UNUSABLE)
}

/// What a valid receipt says; nothing for one that is not.
fn json_ld(report: &Report) -> Option<Result<Value, NotAConsentRecord>> {
    match &report.signature {
        SignatureFinding::Valid { payload, .. } if report.is_valid() => {
            Some(receipt::json_ld(payload))
        }
        _ => None,
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

fn explain(report: &Report) -> String {
    let words = |claims: Vec<Claim>| {
        let codes: Vec<&str> = claims.into_iter().map(Claim::code).collect();
        codes.join(", ")
    };
    format!(
        "{}\nlog: {}\nproven: {}\nnot proven: {}\n",
        signature(&report.signature),
        log(&report.log),
        words(report.proven()),
        words(report.not_proven())
    )
}

fn signature(finding: &SignatureFinding) -> String {
    match finding {
        SignatureFinding::Invalid { reason } => format!("NOT VALID: {}", reason.code()),
        SignatureFinding::Valid {
            typ, kid, payload, ..
        } => format!(
            "signature: good, {typ}, key {kid}\nrecorded at: {}",
            payload["recorded_at"].as_str().unwrap_or("unknown")
        ),
    }
}

fn log(finding: &LogFinding) -> String {
    match finding {
        LogFinding::NotChecked => "not checked".to_owned(),
        LogFinding::Refused { reason } => format!("NOT PROVEN: {reason}"),
        LogFinding::Included {
            origin,
            index,
            tree_size,
            ..
        } => format!("entry {index} of {tree_size} in {origin}"),
    }
}
