//! Renewal and the 30 days.

mod answering;
mod asking;
mod thirty_days;

use samtycke_server::clock::Millis;

use crate::harness::{Answer, World};

const KIM: &str = "kim@exempel.example";
const ANNA: &str = "anna@exempel.example";

async fn renewals(w: &World) -> Vec<String> {
    w.texts("SELECT state FROM renewals ORDER BY queued_at, id", &[])
        .await
}

async fn deadline(w: &World) -> Option<Millis> {
    w.number("SELECT deadline_at FROM candidates", &[]).await
}

async fn renew(w: &World, link: &str, keys: &[&str]) -> Answer {
    let mut fields = vec![("answer", "renew")];
    let served = served(&w.get(link).await.expect(200).text());
    fields.push(("served", &served));
    fields.extend(keys.iter().map(|key| (*key, "on")));
    w.form(link, &fields).await
}

/// The notice in a page's form.
fn served(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"served\" value=\"")
        .expect("the form holds its notice");
    rest.split('"').next().unwrap().to_owned()
}
