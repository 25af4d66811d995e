//! An empty database for each test, and SQL below the server's own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use samtycke_server::db::Value;
use samtycke_server::error::Result;
use samtycke_server::{execute_dynamic, fetch_all_dynamic};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
pub struct Store {
    url: String,
    /// The server's own database and the name of ours in it; SQLite's goes with its folder.
    postgres: Option<(String, String)>,
    servers: Arc<AtomicU64>,
}

impl Store {
    pub async fn create(engine: Engine, folder: &Path) -> Self {
        let servers = Arc::new(AtomicU64::new(1));
        if engine == Engine::Sqlite {
            return Self {
                url: format!("sqlite://{}", folder.join("samtycke.db").display()),
                postgres: None,
                servers,
            };
        }
        let admin = std::env::var("SAMTYCKE_TEST_POSTGRES_URL").expect(
            "SAMTYCKE_TEST_POSTGRES_URL is not set: run the tests with `cargo xtask test`, which starts a PostgreSQL, \
             or start one with `cargo xtask postgres` and set the variable to what it prints",
        );
        let name = database_name();
        // Swedish order, unlike SQLite's: what leans on byte order shows here.
        let create = format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'"
        );
        run_as_admin(&admin, &create).await;
        let (server, _) = admin.rsplit_once('/').expect("the URL names a database");
        Self {
            url: format!("{server}/{name}"),
            postgres: Some((admin.clone(), name)),
            servers,
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn next_seed(&self) -> u64 {
        self.servers.fetch_add(1, Ordering::Relaxed)
    }

    pub async fn remove(self) {
        if let Some((admin, name)) = self.postgres {
            run_as_admin(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

fn database_name() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!(
        "it_{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    )
}

async fn run_as_admin(url: &str, sql: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

impl World {
    /// Runs a statement of its own on the test's database; says how many rows it touched.
    pub async fn try_sql(&self, sql: &str, values: &[Value]) -> Result<u64> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.begin().await?;
        let touched = execute_dynamic!(&mut tx, sql, values)?;
        tx.commit().await?;
        Ok(touched)
    }

    pub async fn sql(&self, sql: &str, values: &[Value]) -> u64 {
        self.try_sql(sql, values).await.unwrap()
    }

    pub async fn count(&self, sql: &str, values: &[Value]) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {sql}");
        let mut tx = self.app.db.read().await.unwrap();
        fetch_all_dynamic!(&mut tx, (i64,), sql, values).unwrap()[0].0
    }

    /// The first column of every row.
    pub async fn texts(&self, sql: &str, values: &[Value]) -> Vec<String> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.read().await.unwrap();
        let rows = fetch_all_dynamic!(&mut tx, (String,), sql, values).unwrap();
        rows.into_iter().map(|(text,)| text).collect()
    }

    pub async fn number(&self, sql: &str, values: &[Value]) -> Option<i64> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.read().await.unwrap();
        let rows = fetch_all_dynamic!(&mut tx, (Option<i64>,), sql, values).unwrap();
        rows.into_iter().next().and_then(|(number,)| number)
    }
}
