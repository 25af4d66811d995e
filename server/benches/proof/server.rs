//! The release binary, as it would run.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub struct Server {
    process: Child,
    site: String,
    served: String,
    http: reqwest::Client,
    pub url: String,
}

impl Server {
    pub async fn start(folder: &Path, database: Option<&str>) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let url = format!("http://127.0.0.1:{port}");
        let command = |arguments: &[&str]| {
            let binary = std::env::var_os("BENCH_BINARY").expect("BENCH_BINARY is not set");
            let mut command = Command::new(binary);
            command
                .args(arguments)
                .env("SAMTYCKE_DATA_DIR", folder.join("data"))
                .env("SAMTYCKE_LISTEN", format!("127.0.0.1:{port}"))
                .env("SAMTYCKE_RATE_LIMIT_PER_MINUTE", "0")
                .env("SAMTYCKE_LOG", "warn")
                .stderr(Stdio::inherit());
            if let Some(database) = database {
                command.env("SAMTYCKE_DATABASE_URL", database);
            }
            command
        };
        let add = [
            "tenant",
            "add",
            "Bench",
            "--admin",
            "bench@exempel.example",
            "--publish-proposal",
        ];
        let added = command(&add).output().unwrap();
        let added: Value = serde_json::from_slice(&added.stdout).unwrap();
        let site = added["site_key"].as_str().unwrap().to_owned();
        let process = command(&["serve"]).stdout(Stdio::null()).spawn().unwrap();
        let http = reqwest::Client::new();
        let begin = Instant::now();
        while http.get(format!("{url}/readyz")).send().await.is_err() {
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "the server does not start"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let text = http.get(format!("{url}/v1/sites/{site}/consent-text?lang=sv"));
        let text: Value = text.send().await.unwrap().json().await.unwrap();
        let served = text["served"].as_str().unwrap().to_owned();
        Self {
            process,
            site,
            served,
            http,
            url,
        }
    }

    /// Gives one consent and the receipt for it.
    pub async fn consent(&self) -> String {
        let id = uuid::Uuid::now_v7();
        let submission = json!({
            "served": self.served,
            "candidate": { "email": format!("{id}@exempel.example"), "name": "Robin Exempel" },
            "decisions": { "future_jobs": true },
            "page_url": "https://jobb.exempel.example/jobb/1",
            "submission_id": id.to_string(),
        });
        let path = format!("{}/v1/sites/{}/consents", self.url, self.site);
        let answer = self.http.post(path).json(&submission).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let recorded: Value = answer.json().await.unwrap();
        recorded["receipt"].as_str().unwrap().to_owned()
    }

    pub async fn is_proven(&self, receipt: &str) -> bool {
        let path = format!("{}/v1/receipts/proof", self.url);
        let answer = self.http.post(path).json(&json!({ "receipt": receipt }));
        answer.send().await.unwrap().status() == 200
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
