//! How the databases find each page of the list.

use samtycke_server::app::App;
use samtycke_server::candidates::filter::Measure;
use samtycke_server::candidates::list::{self, ListQuery, Request};
use samtycke_server::db::{Sql, Tx};
use samtycke_server::{fetch_all_dynamic, tenants};

use crate::pages::{FILTERS, SORTS};

/// Prints the plan of every statement of every filter and sort, each statement once.
pub async fn print(app: &App, tenant: &str) {
    let mut tx = app.db.read().await.unwrap();
    let tenant = tenants::store::get(&mut tx, tenant).await.unwrap();
    let mut seen = std::collections::HashSet::new();
    for filter in FILTERS {
        for sort in SORTS {
            let uri: axum::http::Uri = format!("/?{filter}&sort={sort}")
                .replace("?&", "?")
                .parse()
                .unwrap();
            let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).unwrap();
            let query = ListQuery::read(&pairs.0, &[]).unwrap();
            let criteria = query.filter.criteria(&tenant, app.now()).unwrap();
            let measure = Measure::of(&mut tx, &tenant, app.now()).await.unwrap();
            let request = Request {
                tenant: &tenant,
                criteria: &criteria,
                measure: &measure,
                sort: query.sort,
                cursor: None,
                limit: 50,
                windows: list::WINDOWS,
            };
            println!("\n== {filter} by {sort}");
            for sql in list::statements(&mut tx, &request).await.unwrap() {
                if seen.insert(sql.text.clone()) {
                    let text: Vec<&str> = sql.text.split_whitespace().collect();
                    println!("\n{}", text.join(" "));
                    for line in explain(&mut tx, &sql).await {
                        println!("    {line}");
                    }
                }
            }
        }
    }
}

async fn explain(tx: &mut Tx, sql: &Sql) -> Vec<String> {
    if tx.is_postgres() {
        let explain = format!("EXPLAIN {}", sql.text);
        let lines = fetch_all_dynamic!(tx, (String,), explain, &sql.values).unwrap();
        return lines.into_iter().map(|(line,)| line).collect();
    }
    let explain = format!("EXPLAIN QUERY PLAN {}", sql.text);
    let lines = fetch_all_dynamic!(tx, (i64, i64, i64, String), explain, &sql.values).unwrap();
    lines.into_iter().map(|(_, _, _, line)| line).collect()
}
