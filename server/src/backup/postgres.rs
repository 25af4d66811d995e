//! PostgreSQL's copy, by its own programs: they know every server from their own version backwards.

use std::path::Path;
use std::process::Stdio;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::process::Command;

use super::{holds_data, in_use, wrong};
use crate::db::out_of_reach;
use crate::error::{Error, Result};

/// Gives the schema's last step.
pub async fn save(url: &str, copy: &Path) -> Result<i64> {
    let mut connection = connect(url).await?;
    let schema = schema(&mut connection).await?;
    connection.close().await?;
    let schema = schema.ok_or_else(|| {
        Error::internal("SAMTYCKE_DATABASE_URL: there is nothing to copy in this database yet")
    })?;
    let mut dump = client("pg_dump", url)?;
    dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]);
    run(dump.arg(copy)).await?;
    Ok(schema)
}

/// In one transaction.
pub async fn put_back(url: &str, copy: &Path, schema: i64, replace: bool) -> Result<()> {
    let mut connection = connect(url).await?;
    let there = self::schema(&mut connection).await?;
    if !replace && holds_tables(&mut connection).await? {
        return Err(holds_data());
    }
    if let Some(others) = others(&mut connection).await? {
        return Err(in_use(&format!(": {others}")));
    }
    connection.close().await?;
    if there.is_some_and(|there| there > schema) {
        return Err(wrong(
            copy,
            "the database has a newer schema than the backup; restore into a new, empty database",
        ));
    }
    let mut restore = client("pg_restore", url)?;
    restore.args(["--clean", "--if-exists", "--no-owner", "--no-privileges"]);
    restore.args(["--single-transaction", "--exit-on-error"]);
    run(restore.arg(copy)).await
}

async fn connect(url: &str) -> Result<PgConnection> {
    let options = PgConnectOptions::from_str(url).map_err(out_of_reach)?;
    options.connect().await.map_err(out_of_reach)
}

/// None of a database that was never ours.
async fn schema(connection: &mut PgConnection) -> Result<Option<i64>> {
    let (known,): (bool,) = sqlx::query_as("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !known {
        return Ok(None);
    }
    let (schema,) = sqlx::query_as("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await?;
    Ok(schema)
}

/// Ours or anybody's.
async fn holds_tables(connection: &mut PgConnection) -> Result<bool> {
    let (holds,) = sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))",
    )
    .fetch_one(connection)
    .await?;
    Ok(holds)
}

/// Who else is connected, in words.
async fn others(connection: &mut PgConnection) -> Result<Option<String>> {
    let (others,) = sqlx::query_as(
        "SELECT string_agg(concat_ws(' ', 'process', pid, 'from', COALESCE(host(client_addr), 'this machine'),
                NULLIF(application_name, '')), ', ')
         FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    .fetch_one(connection)
    .await?;
    Ok(others)
}

/// The password goes by the environment: arguments are shown to everybody on the machine.
fn client(program: &str, url: &str) -> Result<Command> {
    let mut url = reqwest::Url::parse(url).map_err(Error::internal)?;
    let mut command = Command::new(program);
    if let Some(password) = url.password() {
        let password = percent_decode_str(password).decode_utf8();
        command.env("PGPASSWORD", &*password.map_err(Error::internal)?);
    }
    // Refused of a URL without a host, which has none to take away.
    let _ = url.set_password(None);
    let (secret, shown): (Vec<_>, Vec<_>) = url
        .query_pairs()
        .into_owned()
        .partition(|(name, _)| name == "password");
    if let Some((_, password)) = secret.first() {
        command.env("PGPASSWORD", password);
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    command.arg("--dbname").arg(url.as_str());
    Ok(command)
}

async fn run(command: &mut Command) -> Result<()> {
    let program = command
        .as_std()
        .get_program()
        .to_string_lossy()
        .into_owned();
    let done = command.stdin(Stdio::null()).output().await.map_err(|cause| {
        Error::internal(format!(
            "{program}: {cause}; install PostgreSQL's client programs, of the server's version or later"
        ))
    })?;
    match done.status.success() {
        true => Ok(()),
        false => Err(Error::internal(format!(
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        ))),
    }
}
