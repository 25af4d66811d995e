//! Many rows in one statement, as each database takes them fastest.

use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

use super::{Tx, Value};
use crate::error::{Error, Result};

/// SQLite takes 32,766 values in a statement, PostgreSQL 65,535.
const VALUES_PER_STATEMENT: usize = 6_000;
/// Of inserts of more rows than these SQLite keeps none prepared: each count is a statement of its own.
const PREPARED_ROWS: usize = 8;

/// Rows of values on their way into a table, in as few statements as the databases allow.
pub struct Rows {
    into: &'static str,
    width: usize,
    values: Vec<Value>,
}

impl Rows {
    /// `into` names the table and its columns: `events (tenant_id, id)`.
    pub fn new(into: &'static str) -> Self {
        Self {
            into,
            width: into.matches(',').count() + 1,
            values: Vec::new(),
        }
    }

    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        self.values.extend(row);
        debug_assert!(
            self.values.len().is_multiple_of(self.width),
            "{}",
            self.into
        );
    }

    /// Inserts all; says how many were new when `on_conflict` passes over those that are not.
    pub async fn insert(&self, tx: &mut Tx, on_conflict: &str) -> Result<u64> {
        let mut inserted = 0;
        for rows in self
            .values
            .chunks(VALUES_PER_STATEMENT / self.width * self.width)
        {
            inserted += match tx {
                Tx::Sqlite(tx) => self.insert_by_row(tx, rows, on_conflict).await?,
                Tx::Postgres(tx) => self.insert_by_column(tx, rows, on_conflict).await?,
            };
        }
        Ok(inserted)
    }

    /// With `?` and no numbers: SQLite takes `$1` for a name, and looks through all names before it
    /// for each value.
    async fn insert_by_row(
        &self,
        tx: &mut Transaction<'static, Sqlite>,
        values: &[Value],
        on_conflict: &str,
    ) -> Result<u64> {
        let row = format!("({})", vec!["?"; self.width].join(", "));
        let count = values.len() / self.width;
        let sql = format!(
            "INSERT INTO {} VALUES {} {on_conflict}",
            self.into,
            vec![row.as_str(); count].join(", ")
        );
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(count <= PREPARED_ROWS);
        let done = crate::bind_values!(query, values)
            .execute(&mut **tx)
            .await?;
        Ok(done.rows_affected())
    }

    /// One array a column: the same few values to send, and the same statement, however many rows.
    async fn insert_by_column(
        &self,
        tx: &mut Transaction<'static, Postgres>,
        values: &[Value],
        on_conflict: &str,
    ) -> Result<u64> {
        let columns: Vec<Column<'_>> = (0..self.width)
            .map(|column| Column::of(values.iter().skip(column).step_by(self.width)))
            .collect::<Result<_>>()?;
        let arrays: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(index, column)| format!("${}::{}[]", index + 1, column.sql_type()))
            .collect();
        let sql = format!(
            "INSERT INTO {} SELECT * FROM UNNEST({}) {on_conflict}",
            self.into,
            arrays.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for column in columns {
            query = match column {
                Column::Text(texts) => query.bind(texts),
                Column::Int(numbers) => query.bind(numbers),
                Column::Bytes(bytes) => query.bind(bytes),
            };
        }
        Ok(query.execute(&mut **tx).await?.rows_affected())
    }

    pub fn len(&self) -> u64 {
        (self.values.len() / self.width) as u64
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// One column's values of several rows, all of one type.
enum Column<'v> {
    Text(Vec<Option<&'v str>>),
    Int(Vec<Option<i64>>),
    Bytes(Vec<&'v [u8]>),
}

impl<'v> Column<'v> {
    fn of(values: impl Iterator<Item = &'v Value>) -> Result<Self> {
        let mut values = values.peekable();
        let mut column = match values.peek() {
            None | Some(Value::Text(_)) => Self::Text(Vec::new()),
            Some(Value::Int(_)) => Self::Int(Vec::new()),
            Some(Value::Bytes(_)) => Self::Bytes(Vec::new()),
        };
        for value in values {
            match (&mut column, value) {
                (Self::Text(texts), Value::Text(text)) => texts.push(text.as_deref()),
                (Self::Int(numbers), Value::Int(number)) => numbers.push(*number),
                (Self::Bytes(all), Value::Bytes(bytes)) => all.push(bytes),
                _ => return Err(Error::internal("a column of rows holds two types")),
            }
        }
        Ok(column)
    }

    fn sql_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Int(_) => "BIGINT",
            Self::Bytes(_) => "BYTEA",
        }
    }
}
