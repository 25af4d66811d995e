//! An empty database for each test, and SQL below the server's own.
//!
//! The schema is made once for all tests: each one's database is a copy of it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use samtycke_server::db::{Db, POSTGRES, SQLITE, Value};
use samtycke_server::error::Result;
use samtycke_server::{execute_dynamic, fetch_all_dynamic};
use samtycke_shared::receipt::sha256_hex;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::{World, plans};

const SQLITE_FILE: &str = "samtycke.db";

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
            let file = folder.join(SQLITE_FILE);
            fs::copy(sqlite_template().await, &file).unwrap();
            return Self {
                url: sqlite_url(&file),
                postgres: None,
                servers,
            };
        }
        let admin = std::env::var("SAMTYCKE_TEST_POSTGRES_URL").expect(
            "SAMTYCKE_TEST_POSTGRES_URL is not set: run the tests with `cargo xtask test`, which starts a PostgreSQL, \
             or start one with `cargo xtask postgres` and set the variable to what it prints",
        );
        let name = database_name();
        let template = postgres_template(&admin).await;
        // A test that failed leaves its database, and process ids come round again.
        drop_database(&admin, &name).await;
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        run_as_admin(&admin, &create).await;
        Self {
            url: sibling(&admin, &name),
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
            drop_database(&admin, &name).await;
        }
    }
}

/// A file with the schema and nothing else. The first test of all makes it, the others wait.
async fn sqlite_template() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let _one_at_a_time = lock(folder);
    let template = folder.join(format!("schema-{}.db", version(&SQLITE)));
    if !template.exists() {
        let draft = template.with_extension("draft");
        let _ = fs::remove_file(&draft);
        make_schema(&sqlite_url(&draft)).await;
        fs::rename(&draft, &template).unwrap();
    }
    template
}

/// The same for PostgreSQL, in Swedish order, unlike SQLite's: what leans on byte order shows here.
async fn postgres_template(admin: &str) -> String {
    let _one_at_a_time = lock(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let template = format!("it_schema_{}", version(&POSTGRES));
    let mut connection = PgConnection::connect(admin).await.unwrap();
    let made = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&template);
    let made = made.fetch_optional(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    if made.is_none() {
        let draft = format!("{template}_draft");
        drop_database(admin, &draft).await;
        let create = format!(
            "CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'"
        );
        run_as_admin(admin, &create).await;
        make_schema(&sibling(admin, &draft)).await;
        let rename = format!("ALTER DATABASE {draft} RENAME TO {template}");
        run_as_admin(admin, &rename).await;
    }
    template
}

async fn make_schema(url: &str) {
    Db::open(url).await.unwrap().close().await;
}

/// Held until it is dropped, by one process at a time.
fn lock(folder: &Path) -> File {
    let file = File::create(folder.join("schema.lock")).unwrap();
    file.lock().unwrap();
    file
}

/// Another one for every other schema.
fn version(schema: &Migrator) -> String {
    let steps: Vec<u8> = schema
        .iter()
        .flat_map(|step| step.checksum.iter().copied())
        .collect();
    sha256_hex(&steps)[..16].to_owned()
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// The URL of another database of the same server.
fn sibling(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("the URL names a database");
    format!("{server}/{name}")
}

async fn drop_database(admin: &str, name: &str) {
    let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    run_as_admin(admin, &drop).await;
}

/// A copy of a database at one moment.
pub enum Backup {
    File(Vec<u8>),
    Database(String),
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
    /// Copies the database. Ends this server's connections: nothing writes meanwhile.
    pub async fn backup(&self) -> Backup {
        self.app.db.close().await;
        match &self.store.postgres {
            None => Backup::File(fs::read(self.folder().join(SQLITE_FILE)).unwrap()),
            Some((admin, name)) => {
                let copy = format!("{name}_backup");
                run_as_admin(admin, &format!("CREATE DATABASE {copy} TEMPLATE {name}")).await;
                Backup::Database(copy)
            }
        }
    }

    /// Puts a backup in the place of the database, which nobody may have open.
    pub async fn restore(&self, backup: Backup) {
        match (backup, &self.store.postgres) {
            (Backup::Database(copy), Some((admin, name))) => {
                drop_database(admin, name).await;
                run_as_admin(admin, &format!("ALTER DATABASE {copy} RENAME TO {name}")).await;
            }
            (Backup::File(content), _) => {
                fs::write(self.folder().join(SQLITE_FILE), content).unwrap()
            }
            (Backup::Database(_), None) => unreachable!("made by another database"),
        }
    }

    /// Runs a statement of its own on the test's database; says how many rows it touched.
    pub async fn try_sql(&self, sql: &str, values: &[Value]) -> Result<u64> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.begin().await?;
        let touched = execute_dynamic!(&mut tx, sql, values);
        plans::unwatched(&sql);
        tx.commit().await?;
        touched
    }

    pub async fn sql(&self, sql: &str, values: &[Value]) -> u64 {
        self.try_sql(sql, values).await.unwrap()
    }

    pub async fn count(&self, sql: &str, values: &[Value]) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {sql}");
        let mut tx = self.app.db.read().await.unwrap();
        let rows = fetch_all_dynamic!(&mut tx, (i64,), sql, values).unwrap();
        plans::unwatched(&sql);
        rows[0].0
    }

    /// The first column of every row.
    pub async fn texts(&self, sql: &str, values: &[Value]) -> Vec<String> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.read().await.unwrap();
        let rows = fetch_all_dynamic!(&mut tx, (String,), sql, values).unwrap();
        plans::unwatched(&sql);
        rows.into_iter().map(|(text,)| text).collect()
    }

    pub async fn number(&self, sql: &str, values: &[Value]) -> Option<i64> {
        let sql = sql.to_owned();
        let mut tx = self.app.db.read().await.unwrap();
        let rows = fetch_all_dynamic!(&mut tx, (Option<i64>,), sql, values).unwrap();
        plans::unwatched(&sql);
        rows.into_iter().next().and_then(|(number,)| number)
    }
}
