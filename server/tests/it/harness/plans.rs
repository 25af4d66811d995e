//! Every statement a test has the server run on SQLite is explained when the test ends: none may
//! visit more rows the more candidates there are, unless it stands in [`MEANT_TO`].

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, OnceLock};

use samtycke_server::app::App;
use samtycke_server::fetch_all_dynamic;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The tables that grow with the number of candidates.
const GROWING: [&str; 12] = [
    "candidates",
    "candidate_terms",
    "candidate_purposes",
    "batch_candidates",
    "webhook_deliveries",
    "events",
    "renewals",
    "mails",
    "erasures",
    "audit",
    "log_entries",
    "log_nodes",
];

/// Statements, by a part of them, that look at everything, each with its reason.
const MEANT_TO: [(&str, &str); 5] = [
    (
        "SELECT COUNT(*) FROM candidates WHERE tenant_id = $1",
        "a sweep is measured against all of the tenant's candidates",
    ),
    (
        "AS why FROM (SELECT c.tenant_id",
        "an action on many is about all that its filter matches",
    ),
    (
        "SELECT CASE WHEN c.restricted_at IS NOT NULL",
        "the overview counts everybody, in the background when that takes long",
    ),
    (
        "SELECT consent_text_id, text_version, COUNT(*) FROM candidates",
        "a part of the overview's count",
    ),
    (
        "SELECT COUNT(*) FROM candidates c WHERE",
        "a file of all that match: the audit log keeps how many they were",
    ),
];

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static OURS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Begins to note statements. The tests' own are named with [`unwatched`].
pub fn watch() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        let subscriber = tracing_subscriber::registry().with(Notes);
        // A second subscriber is another test's, and the notes are shared.
        let _ = tracing::subscriber::set_global_default(subscriber);
    });
}

/// Keeps a test's own statement out of the notes. SQLite's thread notes a statement as it lets go of
/// it, which may be after the test has its answer: so they are told apart when the notes are read.
pub fn unwatched(sql: &str) {
    OURS.lock().unwrap().insert(sql.trim().to_owned());
}

/// The server's statements so far.
pub fn noted() -> BTreeSet<String> {
    let mut noted = std::mem::take(&mut *seen());
    let ours = OURS.lock().unwrap();
    noted.retain(|sql| !ours.contains(sql));
    noted
}

/// # Panics
/// With each statement that visits more rows the more there are.
pub async fn check(app: &App, statements: BTreeSet<String>) {
    let mut found = Vec::new();
    for sql in statements {
        // A pragma takes effect when it is explained.
        if sql.starts_with("PRAGMA") || MEANT_TO.iter().any(|(part, _)| sql.contains(part)) {
            continue;
        }
        // Inserts into several tables are handed over at once.
        for sql in sql.split("; ") {
            let plan = explain(app, sql).await;
            if let Some(step) = plan.iter().find(|step| grows(step, &plan, sql)) {
                found.push(format!("{step}\n    {sql}"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "statements without their index:\n{}",
        found.join("\n")
    );
}

async fn explain(app: &App, sql: &str) -> Vec<String> {
    let mut tx = app.db.begin().await.unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    unwatched(&explain);
    // A statement on what is gone by now, such as a test's own table, has no plan.
    let rows: Vec<(i64, i64, i64, String)> =
        fetch_all_dynamic!(&mut tx, (i64, i64, i64, String), explain, &[]).unwrap_or_default();
    rows.into_iter().map(|(.., detail)| detail).collect()
}

/// A step is bounded by the values it searches for, or by a `LIMIT` in the order of its index.
fn grows(step: &str, plan: &[String], sql: &str) -> bool {
    let mut words = step.split_whitespace();
    let (Some(verb), Some(name)) = (words.next(), words.next()) else {
        return false;
    };
    let everything = match verb {
        "SCAN" => true,
        "SEARCH" => step.ends_with("(tenant_id=?)"),
        _ => false,
    };
    let sorts = plan
        .iter()
        .any(|step| step.starts_with("USE TEMP B-TREE FOR ORDER BY"));
    // What a subquery of that name yields is as bounded as the subquery, which has steps of its own.
    let derived = sql.contains(&format!(") {name} ")) && sql.contains("LIMIT");
    everything
        && !derived
        && GROWING.contains(&table(sql, name))
        && (sorts || !sql.contains("LIMIT"))
}

/// The table that a statement calls `name`.
fn table<'s>(sql: &'s str, name: &'s str) -> &'s str {
    let words: Vec<&str> = sql.split_whitespace().collect();
    words
        .windows(3)
        .find(|words| ["FROM", "JOIN", "UPDATE"].contains(&words[0]) && words[2] == name)
        .map_or(name, |words| words[1])
}

fn seen() -> MutexGuard<'static, BTreeSet<String>> {
    SEEN.lock().unwrap()
}

struct Notes;

impl<S: Subscriber> Layer<S> for Notes {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Statement::default();
            event.record(&mut statement);
            seen().insert(statement.whole());
        }
    }
}

/// sqlx tells a short statement as its summary alone.
#[derive(Default)]
struct Statement {
    summary: String,
    full: String,
}

impl Statement {
    fn whole(self) -> String {
        let full = self.full.trim();
        if full.is_empty() {
            self.summary
        } else {
            full.to_owned()
        }
    }
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.full = value.to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
