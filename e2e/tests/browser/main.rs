//! The main job as people see it, in Chromium, on both databases.

mod answering;
mod career_page;
mod company;
mod console;
mod passkey;
mod trouble;
mod verify;

/// Performs each story once on SQLite and once on PostgreSQL.
macro_rules! on_both_databases {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() -> anyhow::Result<()> {
                let database = samtycke_e2e::Database::Sqlite;
                samtycke_e2e::stage::perform(stringify!($story), database, super::$story).await
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $story() -> anyhow::Result<()> {
                let database = samtycke_e2e::Database::Postgres;
                samtycke_e2e::stage::perform(stringify!($story), database, super::$story).await
            })*
        }
    };
}
pub(crate) use on_both_databases;
