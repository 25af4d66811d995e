//! Consents a second, from the request to the answer that says it is on disk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::{CLIENTS, SPAN, baseline, millis, percentile};

pub async fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let server = Arc::new(Server::start(folder.path(), None).await);
    for clients in CLIENTS {
        let commits = baseline::sqlite_commits(folder.path(), clients).await;
        let mut load = load(&server, clients).await;
        println!(
            "SQLite      {clients:2} clients: {:6.0}/s, p99 {:>8}; ratio {:.2} to {commits:.0} single-row commits/s",
            load.rate,
            millis(percentile(&mut load.times, 0.99)),
            load.rate / commits,
        );
        tell_inclusion(&mut load);
    }
}

pub async fn on_postgres(url: &str) {
    let folder = tempfile::tempdir().unwrap();
    baseline::prepare(url);
    let server = Arc::new(Server::start(folder.path(), Some(url)).await);
    for clients in CLIENTS {
        let bench = baseline::pgbench(url, clients, folder.path());
        let mut load = load(&server, clients).await;
        let p99 = percentile(&mut load.times, 0.99);
        println!(
            "PostgreSQL  {clients:2} clients: {:6.0}/s, p99 {:>8}; ratio {:.2} to pgbench's {:.0}/s, p99 {:.1} of its {:.1} ms",
            load.rate,
            millis(p99),
            load.rate / bench.rate,
            bench.rate,
            p99.as_secs_f64() * 1e3 / bench.p99,
            bench.p99,
        );
        tell_inclusion(&mut load);
    }
}

struct Load {
    rate: f64,
    times: Vec<Duration>,
    /// From acknowledgement to inclusion under a signed head, of one consent after another.
    inclusion: Vec<Duration>,
}

fn tell_inclusion(load: &mut Load) {
    println!(
        "                        acknowledged to provable: p50 {}, p99 {} of {}",
        millis(percentile(&mut load.inclusion, 0.5)),
        millis(percentile(&mut load.inclusion, 0.99)),
        load.inclusion.len(),
    );
}

async fn load(server: &Arc<Server>, clients: usize) -> Load {
    let begin = Instant::now();
    let workers: Vec<_> = (0..clients)
        .map(|_| tokio::spawn(give(server.clone(), begin)))
        .collect();
    let inclusion = tokio::spawn(watch(server.clone(), begin));
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.await.unwrap());
    }
    Load {
        rate: times.len() as f64 / begin.elapsed().as_secs_f64(),
        times,
        inclusion: inclusion.await.unwrap(),
    }
}

async fn give(server: Arc<Server>, begin: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    while begin.elapsed() < SPAN {
        let asked = Instant::now();
        server.consent().await;
        times.push(asked.elapsed());
    }
    times
}

async fn watch(server: Arc<Server>, begin: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    while begin.elapsed() < SPAN {
        let receipt = server.consent().await;
        let acknowledged = Instant::now();
        while !server.is_proven(&receipt).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        times.push(acknowledged.elapsed());
    }
    times
}
