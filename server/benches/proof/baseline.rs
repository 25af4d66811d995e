//! What the databases do by themselves.

use std::path::Path;
use std::process::Command;
use std::str::FromStr;
use std::time::Instant;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::SPAN;

/// Single-row commits a second, with the server's own settings.
pub async fn sqlite_commits(folder: &Path, run: usize) -> f64 {
    let options = SqliteConnectOptions::new()
        .filename(folder.join(format!("baseline-{run}.sqlite")))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await.unwrap();
    sqlx::query("CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT NOT NULL)")
        .execute(&mut connection)
        .await
        .unwrap();
    let begin = Instant::now();
    let mut commits = 0_u32;
    while begin.elapsed() < SPAN {
        sqlx::query("INSERT INTO rows (content) VALUES ($1)")
            .bind("a row of about the length of an address")
            .execute(&mut connection)
            .await
            .unwrap();
        commits += 1;
    }
    f64::from(commits) / begin.elapsed().as_secs_f64()
}

/// What pgbench saw.
pub struct Pgbench {
    pub rate: f64,
    /// Milliseconds.
    pub p99: f64,
}

const TRANSACTION: &str = "\
\\set account random(1, 100000)
BEGIN;
SELECT balance FROM bench_accounts WHERE id = :account;
UPDATE bench_accounts SET balance = balance + 1 WHERE id = :account;
INSERT INTO bench_history (account, note) VALUES (:account, 'a row of about the length of an address');
COMMIT;
";

pub fn prepare(url: &str) {
    psql(
        url,
        "CREATE TABLE bench_accounts (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL);
         INSERT INTO bench_accounts SELECT n, 0 FROM generate_series(1, 100000) n;
         CREATE TABLE bench_history (account BIGINT NOT NULL, note TEXT NOT NULL);
         VACUUM ANALYZE bench_accounts",
    );
}

fn psql(url: &str, sql: &str) {
    for statement in sql.split(';') {
        let done = Command::new(tool("psql"))
            .args(["--quiet", "--command", statement, url])
            .status();
        assert!(done.unwrap().success(), "{statement}");
    }
}

/// A transaction of three statements: one read, one update, one insert.
pub fn pgbench(url: &str, clients: usize, folder: &Path) -> Pgbench {
    let script = folder.join("transaction.sql");
    std::fs::write(&script, TRANSACTION).unwrap();
    let logs = tempfile::tempdir_in(folder).unwrap();
    let output = Command::new(tool("pgbench"))
        .args(["-n", "-M", "prepared", "-l"])
        .args(["-c", &clients.to_string(), "-j", "2"])
        .args(["-T", &SPAN.as_secs().to_string(), "-f"])
        .arg(&script)
        .arg(url)
        .current_dir(logs.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .and_then(|rest| f64::from_str(rest.split(' ').next()?).ok())
        .unwrap();
    Pgbench {
        rate,
        p99: p99(logs.path()),
    }
}

/// pgbench logs one line for each transaction, its microseconds in the third place.
fn p99(logs: &Path) -> f64 {
    let mut micros = Vec::new();
    for log in std::fs::read_dir(logs).unwrap() {
        let text = std::fs::read_to_string(log.unwrap().path()).unwrap();
        micros.extend(
            text.lines()
                .filter_map(|line| line.split(' ').nth(2)?.parse::<u64>().ok()),
        );
    }
    micros.sort_unstable();
    micros[micros.len() * 99 / 100] as f64 / 1e3
}

fn tool(name: &str) -> std::path::PathBuf {
    std::env::var_os("BENCH_POSTGRES_BIN")
        .map(std::path::PathBuf::from)
        .unwrap_or_default()
        .join(name)
}
