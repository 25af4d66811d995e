//! Proofs from logs of growing size.

use std::sync::Arc;
use std::time::Instant;

use samtycke_server::app::App;
use samtycke_server::clock::SystemClock;
use samtycke_server::config::Config;
use samtycke_server::log::{proof, sequencer, store};
use samtycke_server::mail::MemoryMailer;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::{millis, percentile};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
const PROOFS: u64 = 1_000;
const CHUNK: u64 = 2_000;

pub async fn proof_times(engine: &str, database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data_dir: folder.path().to_owned(),
        database_url: database.map(|url| SecretString::from(url.to_owned())),
        // The log of the consents before is another one.
        key_dir: Some(folder.path().join("keys")),
        ..Config::default()
    };
    let app = App::open(
        config,
        Arc::new(SystemClock::new()),
        Arc::new(MemoryMailer::default()),
    )
    .await
    .unwrap();
    let mut grown = 0;
    for leaves in SIZES {
        let begun = Instant::now();
        grow(&app, grown, leaves).await;
        let rate = (leaves - grown) as f64 / begun.elapsed().as_secs_f64();
        grown = leaves;
        let mut times = Vec::new();
        for n in 0..PROOFS {
            let asked = Instant::now();
            let mut tx = app.db.read().await.unwrap();
            let record = record(n * 7_919 % leaves);
            let file = proof::file(&mut tx, &record).await.unwrap();
            drop(tx);
            times.push(asked.elapsed());
            assert!(file.is_some());
        }
        println!(
            "{engine:10}  {leaves:9} leaves: p50 {}, p99 {}; integrated at {rate:.0} leaves/s",
            millis(percentile(&mut times, 0.5)),
            millis(percentile(&mut times, 0.99)),
        );
    }
    app.db.close().await;
}

/// The records of a log may be more: those of the consents before are in it as well.
async fn grow(app: &App, from: u64, to: u64) {
    let mut next = from;
    while next < to {
        let chunk: Vec<(String, [u8; 32])> = (next..(next + CHUNK).min(to))
            .map(|index| {
                let id = record(index);
                let entry = Sha256::digest(id.as_bytes()).into();
                (id, entry)
            })
            .collect();
        let leaves: Vec<_> = chunk
            .iter()
            .map(|(id, entry)| (id.as_str(), *entry))
            .collect();
        let mut tx = app.db.begin().await.unwrap();
        let rows = store::pending_rows(&leaves, 0);
        rows.insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        next += leaves.len() as u64;
        sequencer::run(app).await.unwrap();
    }
}

fn record(index: u64) -> String {
    format!("bench-{index:012}")
}
