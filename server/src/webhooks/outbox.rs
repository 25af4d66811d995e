//! Putting messages into the outbox, in the transaction of what they tell about (rule 19).

use serde_json::{Map, Value};

use super::store::{self, NewDelivery};
use super::{EventType, Webhook};
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::db::{Rows, Tx};
use crate::error::Result;

/// Something that happened to a candidate. Ids, types and times are all a message may hold.
pub struct Occurrence<'a> {
    pub kind: EventType,
    pub at: Millis,
    pub candidate: &'a str,
    /// What else it is about, such as `("event_id", …)`.
    pub about: Vec<(&'static str, &'a str)>,
}

/// Queues a message for each endpoint that wants to be told.
pub async fn queue(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    occurrences: &[Occurrence<'_>],
) -> Result<()> {
    if let Some(rows) = rows(app, tx, tenant, occurrences).await? {
        rows.insert(tx).await?;
    }
    Ok(())
}

/// What [`queue`] queues, if there is anybody to tell.
pub async fn rows(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    occurrences: &[Occurrence<'_>],
) -> Result<Option<Rows>> {
    if occurrences.is_empty() {
        return Ok(None);
    }
    let endpoints = store::listening(tx, tenant).await?;
    if endpoints.is_empty() {
        return Ok(None);
    }
    let mut told = Vec::with_capacity(occurrences.len());
    for occurrence in occurrences {
        told.push((
            message_id(app, occurrence.at),
            body(occurrence)?,
            occurrence,
        ));
    }
    let mut messages = Vec::new();
    for (id, body, occurrence) in &told {
        let listening = endpoints
            .iter()
            .filter(|webhook| webhook.wants(occurrence.kind));
        messages.extend(listening.map(|webhook| message(id, webhook, occurrence, body)));
    }
    Ok(Some(store::delivery_rows(tenant, &messages, app.now())))
}

/// The same for every endpoint that is told, and for every attempt: receivers know repetitions by it.
pub fn message_id(app: &App, at: Millis) -> String {
    format!("msg_{}", app.random.id(at))
}

fn message<'m>(
    id: &'m str,
    endpoint: &'m Webhook,
    occurrence: &Occurrence<'m>,
    body: &'m str,
) -> NewDelivery<'m> {
    // That somebody is gone must be told after they are.
    let outlives = occurrence.kind == EventType::CandidateErased;
    NewDelivery {
        id,
        webhook_id: &endpoint.id,
        kind: occurrence.kind,
        candidate_id: (!outlives).then_some(occurrence.candidate),
        body,
    }
}

fn body(occurrence: &Occurrence<'_>) -> Result<String> {
    let mut data = Map::new();
    data.insert("candidate_id".to_owned(), occurrence.candidate.into());
    for (name, value) in &occurrence.about {
        data.insert((*name).to_owned(), (*value).into());
    }
    envelope(occurrence.kind, occurrence.at, data)
}

/// What every message looks like.
pub fn envelope(kind: EventType, at: Millis, data: Map<String, Value>) -> Result<String> {
    let message = serde_json::json!({
        "type": kind.as_str(),
        "timestamp": rfc3339(at),
        "data": data,
    });
    Ok(serde_json::to_string(&message)?)
}
