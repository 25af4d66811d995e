//! Many rows in one round trip, as each database takes them fastest.

use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

use super::{Tx, Value};
use crate::error::{Error, Result};

/// SQLite takes 32,766 values in a statement, PostgreSQL 65,535.
const VALUES_PER_STATEMENT: usize = 6_000;
/// Of inserts of more values than these SQLite keeps none prepared: each count of rows is a text of its own.
const PREPARED_VALUES: usize = 200;

/// Rows of values on their way into a table.
pub struct Rows {
    into: &'static str,
    width: usize,
    on_conflict: &'static str,
    values: Vec<Value>,
}

impl Rows {
    /// `into` names the table and its columns: `events (tenant_id, id)`.
    pub fn new(into: &'static str) -> Self {
        Self {
            into,
            width: into.matches(',').count() + 1,
            on_conflict: "",
            values: Vec::new(),
        }
    }

    /// Passes over those that are there already, which otherwise are an error.
    pub fn unless_known(self) -> Self {
        Self {
            on_conflict: " ON CONFLICT DO NOTHING",
            ..self
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

    /// Inserts all; says whether all were new.
    pub async fn insert(self, tx: &mut Tx) -> Result<bool> {
        insert_all(tx, &[self]).await
    }

    /// As many rows at once as a statement takes.
    fn chunks(&self) -> impl Iterator<Item = Chunk<'_>> {
        self.values
            .chunks(VALUES_PER_STATEMENT / self.width * self.width)
            .map(|values| Chunk { rows: self, values })
    }

    fn len(&self) -> u64 {
        (self.values.len() / self.width) as u64
    }
}

/// Inserts into several tables, in as few round trips as the databases allow; says whether all rows were new.
pub async fn insert_all(tx: &mut Tx, tables: &[Rows]) -> Result<bool> {
    let (mut inserted, mut together, mut values) = (0, Vec::new(), 0);
    for chunk in tables.iter().flat_map(Rows::chunks) {
        if values + chunk.values.len() > VALUES_PER_STATEMENT {
            inserted += insert_chunks(tx, &together).await?;
            (together, values) = (Vec::new(), 0);
        }
        values += chunk.values.len();
        together.push(chunk);
    }
    inserted += insert_chunks(tx, &together).await?;
    Ok(inserted == tables.iter().map(Rows::len).sum::<u64>())
}

async fn insert_chunks(tx: &mut Tx, chunks: &[Chunk<'_>]) -> Result<u64> {
    if chunks.is_empty() {
        return Ok(0);
    }
    match tx {
        Tx::Sqlite(tx) => insert_by_row(tx, chunks).await,
        Tx::Postgres(tx) => insert_by_column(tx, chunks).await,
    }
}

/// One statement for each table, all handed over at once.
async fn insert_by_row(tx: &mut Transaction<'static, Sqlite>, chunks: &[Chunk<'_>]) -> Result<u64> {
    let statements: Vec<String> = chunks.iter().map(Chunk::by_row).collect();
    let values: usize = chunks.iter().map(|chunk| chunk.values.len()).sum();
    let query =
        sqlx::query(AssertSqlSafe(statements.join("; "))).persistent(values <= PREPARED_VALUES);
    let values = chunks.iter().flat_map(|chunk| chunk.values);
    let done = crate::bind_values!(query, values)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

/// One array a column: the same few values to send, and the same statement, however many rows. Several
/// tables are parts of one statement.
async fn insert_by_column(
    tx: &mut Transaction<'static, Postgres>,
    chunks: &[Chunk<'_>],
) -> Result<u64> {
    let mut columns = Vec::new();
    let mut inserts = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        inserts.push(chunk.by_column(&mut columns)?);
    }
    let sql = match inserts.as_slice() {
        [one] => one.clone(),
        several => {
            let parts = several.iter().enumerate();
            let parts: Vec<String> = parts
                .map(|(number, insert)| format!("t{number} AS ({insert} RETURNING 1)"))
                .collect();
            let counts: Vec<String> = (0..parts.len())
                .map(|number| format!("SELECT 1 FROM t{number}"))
                .collect();
            format!("WITH {} {}", parts.join(", "), counts.join(" UNION ALL "))
        }
    };
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for column in columns {
        query = match column {
            Column::Text(texts) => query.bind(texts),
            Column::Int(numbers) => query.bind(numbers),
            Column::Bytes(bytes) => query.bind(bytes),
        };
    }
    // Of a SELECT these are the rows it gives: one for each that was inserted.
    Ok(query.execute(&mut **tx).await?.rows_affected())
}

/// Rows of one table for one statement.
struct Chunk<'r> {
    rows: &'r Rows,
    values: &'r [Value],
}

impl<'r> Chunk<'r> {
    /// With `?` and no numbers: SQLite takes `$1` for a name, and looks through all names before it
    /// for each value.
    fn by_row(&self) -> String {
        let Rows {
            into,
            width,
            on_conflict,
            ..
        } = self.rows;
        let row = format!("({})", vec!["?"; *width].join(", "));
        let rows = vec![row.as_str(); self.values.len() / width].join(", ");
        format!("INSERT INTO {into} VALUES {rows}{on_conflict}")
    }

    /// Appends its columns to those of the statement before it.
    fn by_column(&self, columns: &mut Vec<Column<'r>>) -> Result<String> {
        let Rows {
            into,
            width,
            on_conflict,
            ..
        } = self.rows;
        let mut arrays = Vec::with_capacity(*width);
        for number in 0..*width {
            let column = Column::of(self.values.iter().skip(number).step_by(*width))?;
            arrays.push(format!("${}::{}[]", columns.len() + 1, column.sql_type()));
            columns.push(column);
        }
        let arrays = arrays.join(", ");
        Ok(format!(
            "INSERT INTO {into} SELECT * FROM UNNEST({arrays}){on_conflict}"
        ))
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
