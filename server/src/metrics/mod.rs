//! What operators watch: how requests go, and what waits that should not. Nothing here tells of a
//! person or a tenant.

pub mod store;

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tokio::sync::Mutex;

use crate::app::App;
use crate::clock::{Millis, SECOND};
use crate::error::{Error, Result};
use store::Backlog;

/// Whoever asks more often gets the same figures again.
const FRESH: Millis = 5 * SECOND;
/// How long the database may take. Prometheus gives up after ten seconds, and would then know nothing.
const PATIENCE: Duration = Duration::from_secs(3);
/// From a cached page to what a reader gives up on, in seconds.
const BUCKETS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    /// As it is routed, never as typed: it may hold a link's token.
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
    database: &'static str,
}

type Requests = Family<Request, Histogram, fn() -> Histogram>;

pub struct Metrics {
    requests: Requests,
    backlog: Mutex<Option<(Millis, Option<Backlog>)>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            backlog: Mutex::new(None),
        }
    }
}

impl Metrics {
    /// `route` is nothing for a path that leads nowhere.
    pub fn request(&self, method: &str, route: Option<String>, status: u16, took: Duration) {
        let request = Request {
            method: known_method(method),
            route: route.unwrap_or_else(|| "none".to_owned()),
            status: class(status),
        };
        self.requests
            .get_or_create(&request)
            .observe(took.as_secs_f64());
    }
}

/// Anybody can make up methods, and each would be kept.
fn known_method(method: &str) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let known = KNOWN.into_iter().find(|known| *known == method);
    known.unwrap_or("other")
}

fn class(status: u16) -> &'static str {
    match status {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// Everything, in the text format of OpenMetrics 1.0. It holds no kinds that Prometheus' older text
/// format does not know.
pub async fn text(app: &App) -> Result<String> {
    let backlog = backlog(app).await;
    let mut registry = Registry::with_prefix("samtycke");
    let build = Family::<Build, Gauge>::default();
    build.get_or_create(&running(app)).set(1);
    registry.register("build_info", "What is running", build);
    gauge(
        &mut registry,
        "database_up",
        "Whether the database answers",
        i64::from(backlog.is_some()),
    );
    registry.register_with_unit(
        "http_request_duration",
        "How long requests took until their answer began",
        Unit::Seconds,
        app.metrics.requests.clone(),
    );
    if let Some(backlog) = backlog {
        register(&mut registry, &backlog, app.now());
    }
    let mut text = String::new();
    text::encode(&mut text, &registry).map_err(|cause: fmt::Error| Error::internal(cause))?;
    Ok(text)
}

fn running(app: &App) -> Build {
    Build {
        version: env!("CARGO_PKG_VERSION"),
        database: match app.db.is_postgres() {
            true => "postgres",
            false => "sqlite",
        },
    }
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: i64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn register(registry: &mut Registry, backlog: &Backlog, now: Millis) {
    let oldest = backlog.oldest_mail_at.map_or(0, |at| (now - at).max(0));
    let gauges = [
        (
            "mails_waiting",
            "Mails that the mail server has not accepted yet",
            backlog.mails,
        ),
        (
            "mails_oldest_waiting_seconds",
            "How long the oldest of them has waited",
            oldest / SECOND,
        ),
        (
            "renewals_due",
            "Renewals whose reminder or deadline has come and not been seen to",
            backlog.renewals_due,
        ),
        (
            "erasures_awaiting_approval",
            "Erasures so large that they wait for another admin",
            backlog.erasures_awaiting_approval,
        ),
        ("log_tree_size", "Entries in the log", backlog.log_size),
        (
            "log_pending_leaves",
            "Commitments that are not in the log yet",
            backlog.log_pending,
        ),
        (
            "log_checkpoint_timestamp_seconds",
            "When the log was last signed; it is, soon after it grows",
            backlog.log_signed_at / SECOND,
        ),
        (
            "webhook_deliveries_waiting",
            "Messages that have not been delivered yet",
            backlog.webhook_deliveries,
        ),
    ];
    for (name, help, value) in gauges {
        gauge(registry, name, help, value);
    }
}

/// What waits, as it was a moment ago; nothing when the database does not answer.
async fn backlog(app: &App) -> Option<Backlog> {
    // Held while reading: whoever asks at the same time waits for the same answer.
    let mut kept = app.metrics.backlog.lock().await;
    let now = app.now();
    if let Some((at, backlog)) = kept.as_ref()
        && (*at..at + FRESH).contains(&now)
    {
        return backlog.clone();
    }
    let read = tokio::time::timeout(PATIENCE, read(app, now)).await;
    let backlog = match read {
        Ok(Ok(backlog)) => Some(backlog),
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "what waits could not be counted");
            None
        }
        Err(_) => None,
    };
    *kept = Some((now, backlog.clone()));
    backlog
}

async fn read(app: &App, now: Millis) -> Result<Backlog> {
    let mut tx = app.db.read().await?;
    store::backlog(&mut tx, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_visitors_make_up_makes_no_new_series() {
        assert_eq!(known_method("GET"), "GET");
        assert_eq!(known_method("get"), "other");
        assert_eq!(known_method("X-1234"), "other");
    }

    #[test]
    fn answers_are_told_apart_by_class() {
        let classes = [101, 204, 303, 404, 503].map(class);
        assert_eq!(classes, ["1xx", "2xx", "3xx", "4xx", "5xx"]);
    }
}
