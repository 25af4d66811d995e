//! `samtycke verify`: a receipt checked without any server.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use samtycke_shared::proof::{Claim, LogFinding, Report, SignatureFinding, verify_receipt_offline};
use samtycke_shared::receipt::{self, Jwks, NotAConsentRecord};
use serde_json::Value;

use crate::i18n;

const INVALID: u8 = 1;
const UNUSABLE: u8 = 2;

pub fn run(receipt: &Path, jwks: &Path, proof: Option<&Path>, as_json_ld: bool) -> ExitCode {
    let report = match check(receipt, jwks, proof) {
        Ok(report) => report,
        Err(unusable) => return refuse(&unusable),
    };
    if !as_json_ld {
        say(&explain(&report));
    } else {
        eprint!("{}", explain(&report));
        match json_ld(&report) {
            Some(Ok(document)) => say(&format!("{document:#}\n")),
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

/// Whoever reads may have read enough.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
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

fn check(path: &Path, jwks: &Path, proof: Option<&Path>) -> Result<Report, String> {
    let receipt = read(path)?;
    let keys: Jwks = read(jwks)?
        .parse()
        .map_err(|cause| format!("{}: not a JWKS: {cause}", jwks.display()))?;
    let proof = proof.map(read).transpose()?;
    // A mail program may have folded it, an editor begun it with a byte order mark.
    let receipt: String = receipt
        .trim_start_matches('\u{feff}')
        .split_whitespace()
        .collect();
    if receipt.is_empty() {
        return Err(format!("{}: it is empty", path.display()));
    }
    Ok(verify_receipt_offline(&receipt, &keys, proof.as_deref()))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))
}

fn explain(report: &Report) -> String {
    let words = |claims: Vec<Claim>| {
        let each = claims
            .into_iter()
            .map(|claim| text(&format!("claim-{}", claim.code())));
        each.collect::<Vec<_>>().join("; ")
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
        SignatureFinding::Invalid { reason } => {
            let code = reason.code();
            format!("NOT VALID: {code}\n{}", text(&format!("invalid-{code}")))
        }
        SignatureFinding::Valid {
            typ, kid, payload, ..
        } => format!("signature: good, {typ}, key {kid}\n{}", content(payload)),
    }
}

/// What stands in a receipt or certificate, one line for each.
fn content(payload: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![("recorded at", word(&payload["recorded_at"]))];
    if let Some(reason) = payload["reason"].as_str() {
        lines.push(("erased because", text(&format!("erased-{reason}"))));
        lines.push(("candidate", word(&payload["candidate_id"])));
        lines.push(("controller", word(&payload["controller"])));
    } else {
        let subject = &payload["subject"];
        let person = format!("{} <{}>", word(&subject["name"]), word(&subject["email"]));
        lines.push(("what", text(&format!("state-{}", word(&payload["state"])))));
        lines.push(("candidate", person));
        lines.push(("controller", word(&payload["controller"]["name"])));
    }
    let answers = payload["purposes"].as_array().map(Vec::as_slice);
    for answer in answers.unwrap_or_default() {
        let label = word(&answer["label"]);
        lines.push(
            match (answer["granted"] == true, answer["valid_until"].as_str()) {
                (true, Some(until)) => ("yes", format!("{label} (until {until})")),
                (true, None) => ("yes", label),
                (false, _) => ("no", label),
            },
        );
    }
    let lines = lines
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// In the words of the page that checks the same in a browser.
fn text(key: &str) -> String {
    i18n::text("en", &format!("verify-{key}"), &[])
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
