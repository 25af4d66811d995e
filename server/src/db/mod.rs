//! One SQL text, two databases.
//!
//! [`execute!`], [`fetch_all!`], [`fetch_optional!`] and [`fetch_one!`] expand the same statement for
//! SQLite and PostgreSQL with each one's native types. Placeholders are `$1`, times are `BIGINT`,
//! and no statement asks the database for the time.

mod rows;
mod secure_delete;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use rows::{Rows, insert_all};

use crate::error::{Error, Result};

/// How long SQLite waits for another process's write.
const BUSY: Duration = Duration::from_secs(20);
/// What each of SQLite's connections keeps of the file in memory, in KiB. Its own default is 2 MB, less
/// than the inner pages of the indexes of a million candidates.
const CACHE_KIB: u32 = 64 * 1024;
/// What SQLite reads straight from the system's memory of the file, in bytes: all it can. It spares a call and a copy
/// for each page that is in no cache of ours.
const MAPPED: u32 = 0x7fff_0000;
/// When PostgreSQL takes a server in the middle of a transaction for dead. A machine that was paused
/// holding the sequencer's lock would keep all others from it.
const PAUSED: &str = "10s";
/// How long a transaction waits for a row: one that waits for ever keeps its connection from others.
const LOCKED: &str = "5s";
/// Statements each connection keeps prepared: all there are, in the few lengths each comes in.
const PREPARED: usize = 400;

/// The schema of SQLite, step by step.
pub static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
/// The schema of PostgreSQL, step by step.
pub static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

#[derive(Clone)]
pub enum Db {
    /// SQLite has one writer: a pool of one makes writers queue here instead of failing there.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        /// Whether the write-ahead log may hold erased bytes.
        unwiped: Arc<AtomicBool>,
    },
    Postgres(PgPool),
}

pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A value of a statement put together at run time.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A statement put together at run time, with its values.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    pub text: String,
    pub values: Vec<Value>,
}

impl Sql {
    /// The placeholder of a value; each must appear in the text, or PostgreSQL knows no type for it.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

impl Db {
    /// Connects and brings the schema up to date.
    ///
    /// # Errors
    /// When the URL is not understood, the database is out of reach or a migration fails.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(url).await?;
        match &db {
            Self::Sqlite { writer, .. } => SQLITE.run(writer).await?,
            Self::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(db)
    }

    /// Connects and leaves the schema as it is.
    ///
    /// # Errors
    /// When the URL is not understood or the database is out of reach.
    pub async fn connect(url: &str) -> Result<Self> {
        match url.starts_with("sqlite:") {
            true => Self::open_sqlite(url).await,
            false => Self::open_postgres(url).await,
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = sqlite_options(url)?.create_if_missing(true);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(out_of_reach)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(out_of_reach)?;
        // The log may come from a server that died before it could truncate it.
        Ok(Self::Sqlite {
            writer,
            readers,
            unwiped: Arc::new(AtomicBool::new(true)),
        })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?
            .options([
                ("idle_in_transaction_session_timeout", PAUSED),
                ("lock_timeout", LOCKED),
            ])
            .statement_cache_capacity(PREPARED);
        Ok(Self::Postgres(
            PgPoolOptions::new()
                .max_connections(16)
                .connect_with(options)
                .await
                .map_err(out_of_reach)?,
        ))
    }

    /// A transaction that may write. On SQLite it takes the write lock at once: a deferred one would
    /// fail half-way when another has written in between.
    pub async fn begin(&self) -> Result<Tx> {
        let db = self.clone();
        whole(async move {
            Ok(match db {
                Self::Sqlite { writer, .. } => {
                    Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
                }
                Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
            })
        })
        .await
    }

    /// A transaction that only reads: one consistent view, blocking no writer.
    pub async fn read(&self) -> Result<Tx> {
        let db = self.clone();
        whole(async move {
            Ok(match db {
                Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
                Self::Postgres(pool) => Tx::Postgres(
                    pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                        .await?,
                ),
            })
        })
        .await
    }

    /// Takes erased bytes out of SQLite's write-ahead log (rule 14). PostgreSQL needs nothing.
    ///
    /// A reader can be in the way; then [`Db::retry_truncation`] does it.
    pub async fn truncate_wal(&self) -> Result<()> {
        let Self::Sqlite {
            writer, unwiped, ..
        } = self
        else {
            return Ok(());
        };
        unwiped.store(true, Ordering::SeqCst);
        let mut connection = writer.acquire().await?;
        // Every writer waits behind this one: trying again later is better than waiting here.
        sqlx::query("PRAGMA busy_timeout = 100")
            .execute(&mut *connection)
            .await?;
        let checkpoint = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *connection)
            .await;
        sqlx::query(AssertSqlSafe(format!(
            "PRAGMA busy_timeout = {}",
            BUSY.as_millis()
        )))
        .execute(&mut *connection)
        .await?;
        let (busy, _, _): (i64, i64, i64) = checkpoint?;
        unwiped.store(busy != 0, Ordering::SeqCst);
        Ok(())
    }

    /// Truncates the write-ahead log if that is still to be done.
    pub async fn retry_truncation(&self) -> Result<()> {
        match self {
            Self::Sqlite { unwiped, .. } if unwiped.load(Ordering::SeqCst) => {
                self.truncate_wal().await
            }
            _ => Ok(()),
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite {
                writer, readers, ..
            } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// How the file is opened by whoever writes to it: nothing that is erased may stay (rule 14).
///
/// # Errors
/// When the URL is not understood.
pub fn sqlite_options(url: &str) -> Result<SqliteConnectOptions> {
    Ok(SqliteConnectOptions::from_str(url)?
        .journal_mode(SqliteJournalMode::Wal)
        // Acknowledged means durable: with NORMAL a power cut takes the last commits of the WAL.
        .synchronous(SqliteSynchronous::Full)
        .vfs(secure_delete::vfs()?)
        .pragma("secure_delete", "ON")
        .pragma("max_page_count", secure_delete::MAX_PAGES.to_string())
        // Pages copied back into the file by the thousand cost more than the commits between:
        // this is 32 MB of them.
        .pragma("wal_autocheckpoint", "8000")
        .pragma("mmap_size", MAPPED.to_string())
        .pragma("cache_size", format!("-{CACHE_KIB}"))
        .pragma("temp_store", "MEMORY")
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(PREPARED))
}

/// At start nobody is helped by trying again in a moment: it may be the URL.
pub fn out_of_reach(cause: sqlx::Error) -> Error {
    Error::internal(format!("SAMTYCKE_DATABASE_URL: {cause}"))
}

/// Sees the beginning of a transaction through, also when nobody waits for it any more: a client that
/// hangs up in between would leave the connection in the pool with its transaction open.
async fn whole(begin: impl Future<Output = Result<Tx>> + Send + 'static) -> Result<Tx> {
    tokio::spawn(begin).await.map_err(Error::internal)?
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// What makes a `SELECT` keep others from changing the rows until this transaction ends. SQLite
    /// has one writer and needs nothing.
    pub fn lock_rows(&self, lock: RowLock) -> &'static str {
        match (self, lock) {
            (Self::Sqlite(_), _) => "",
            (Self::Postgres(_), RowLock::Share) => " FOR SHARE",
            (Self::Postgres(_), RowLock::Update) => " FOR UPDATE",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowLock {
    /// Others may read and share, not change.
    Share,
    Update,
}

/// `$first, $first+1, …` for `count` values: the inside of `IN (…)` or of one row of `VALUES`.
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Appends `keys` to a statement's values and gives their placeholders, for the inside of `IN (…)`.
///
/// The last key is repeated up to a power of two: a statement of few lengths stays prepared.
pub fn any_of<'k>(values: &mut Vec<Value>, keys: impl IntoIterator<Item = &'k str>) -> String {
    let first = values.len() + 1;
    values.extend(keys.into_iter().map(Value::from));
    let count = values.len() + 1 - first;
    if let Some(last) = values.last().cloned() {
        let missing = count.next_power_of_two() - count;
        values.extend(std::iter::repeat_n(last, missing));
    }
    placeholders(first, values.len() + 1 - first)
}

/// The values of `… WHERE tenant_id = $1 AND id IN (…)`, and what stands in its brackets.
pub fn tenant_and_ids<'a>(
    tenant: &str,
    ids: impl IntoIterator<Item = &'a str>,
) -> (Vec<Value>, String) {
    let mut values = vec![Value::from(tenant)];
    let listed = any_of(&mut values, ids);
    (values, listed)
}

#[doc(hidden)]
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, $conn:ident, $body:expr) => {
        match &mut *$tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Runs a statement; evaluates to `Result<u64>`, the rows it touched.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($tx, conn, sqlx::query($sql)$(.bind($arg))*.execute(conn).await.map(|done| done.rows_affected()))
            .map_err($crate::error::Error::from)
    };
}

/// Every row as `$row`; evaluates to `Result<Vec<$row>>`.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($tx, conn, sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(conn).await)
            .map_err($crate::error::Error::from)
    };
}

/// The row, if there is one; evaluates to `Result<Option<$row>>`.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($tx, conn, sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(conn).await)
            .map_err($crate::error::Error::from)
    };
}

/// The row; evaluates to `Result<$row>`.
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($tx, conn, sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(conn).await)
            .map_err($crate::error::Error::from)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! bind_values {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::db::Value::Text(text) => query.bind(text.clone()),
                $crate::db::Value::Int(number) => query.bind(*number),
                $crate::db::Value::Bytes(bytes) => query.bind(bytes.clone()),
            };
        }
        query
    }};
}

/// Like [`fetch_all!`], for a statement put together at run time. Only its shape may vary: every
/// value goes through `$values`.
#[macro_export]
macro_rules! fetch_all_dynamic {
    ($tx:expr, $row:ty, $sql:expr, $values:expr) => {
        $crate::on_tx!(
            $tx,
            conn,
            $crate::bind_values!(
                sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($sql.as_str())),
                $values
            )
            .fetch_all(conn)
            .await
        )
        .map_err($crate::error::Error::from)
    };
}

/// Like [`execute!`], for a statement put together at run time.
#[macro_export]
macro_rules! execute_dynamic {
    ($tx:expr, $sql:expr, $values:expr) => {
        $crate::on_tx!(
            $tx,
            conn,
            $crate::bind_values!(sqlx::query(sqlx::AssertSqlSafe($sql.as_str())), $values)
                .execute(conn)
                .await
                .map(|done| done.rows_affected())
        )
        .map_err($crate::error::Error::from)
    };
}
