//! Runs a test program, shows what it says and counts the tests it reports.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

/// Runs the command and returns how many tests passed, read from the summary lines of
/// `cargo nextest`, `cargo test` or the contract script.
///
/// # Errors
/// When the command cannot be started or does not exit with 0.
pub fn count_passed(mut command: Command) -> Result<usize> {
    let program = format!("{:?}", command.get_program());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let errors = child.stderr.take().context("stderr is piped")?;
    let from_errors = thread::spawn(move || echo_and_count(errors));
    let output = child.stdout.take().context("stdout is piped")?;
    let passed = echo_and_count(output) + from_errors.join().unwrap_or_default();
    let status = child.wait()?;
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    Ok(passed)
}

fn echo_and_count(stream: impl Read) -> usize {
    let lines = BufReader::new(stream).lines().map_while(|line| line.ok());
    lines
        .inspect(|line| println!("{line}"))
        .filter_map(|line| passed_in(&line))
        .sum()
}

fn passed_in(line: &str) -> Option<usize> {
    let line = line.trim();
    let words: Vec<&str> = line.split([' ', ',', ';']).collect();
    let at = words.iter().position(|word| *word == "passed")?;
    let is_summary = at == 1 || line.starts_with("Summary [") || line.starts_with("test result:");
    is_summary
        .then(|| words.get(at - 1)?.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::passed_in;

    #[test]
    fn reads_the_summaries_of_all_three_runners() {
        let nextest = "     Summary [   3.112s] 12 tests run: 11 passed (1 slow), 1 skipped";
        assert_eq!(passed_in(nextest), Some(11));
        let cargo = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured";
        assert_eq!(passed_in(cargo), Some(5));
        assert_eq!(passed_in("37 passed, 0 failed"), Some(37));
    }

    #[test]
    fn ignores_everything_else() {
        assert_eq!(passed_in("test thirty_days_passed ... ok"), None);
        assert_eq!(passed_in("waited until 30 days had passed"), None);
        assert_eq!(passed_in("passed"), None);
    }
}
