//! Erasure.

mod holds;
mod radius;
mod remains;

use std::collections::BTreeMap;

use samtycke_server::db::Value as Sql;

use crate::harness::{Tenant, World};

const KIM: &str = "kim@exempel.example";
const ANNA: &str = "anna@exempel.example";

async fn candidates(w: &World) -> i64 {
    w.count("candidates", &[]).await
}

async fn columns(w: &World) -> BTreeMap<String, Vec<String>> {
    let sql = if w.is_postgres() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
    } else {
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in w.texts(sql, &[]).await {
        let (table, column) = name.split_once('.').unwrap();
        if table != "_sqlx_migrations" {
            columns
                .entry(table.to_owned())
                .or_default()
                .push(column.to_owned());
        }
    }
    columns
}

/// Everywhere the text stands, as `table.column`.
async fn places_holding(w: &World, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, columns) in columns(w).await {
        for column in columns {
            let holding = format!("{table} WHERE CAST({column} AS TEXT) LIKE $1");
            if w.count(&holding, &[Sql::from(format!("%{text}%"))]).await > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

/// `count` candidates asked today, whose deadline passes together.
async fn register_many(w: &World, tenant: &Tenant, count: usize) {
    for number in 0..count {
        w.register(tenant, &format!("r{number}@exempel.example"))
            .await;
    }
    w.work().await;
}
