//! What stands in each file of a pack.

use samtycke_shared::proof::Checkpoint;
use samtycke_shared::receipt::{canonical, sha256_hex};
use serde::Serialize;
use serde_json::{Value, json};

use super::archive::Files;
use super::{Gathered, summary};
use crate::clock::{Millis, rfc3339};
use crate::consent::store::{Event, Rendition};
use crate::error::{Error, Result};
use crate::mail::store::{Fate, MailRow};
use crate::pdf;
use crate::renewal::Renewal;

/// Names the form of a pack. A change of meaning gets a new one.
const SCHEMA: &str = "samtycke-proof-pack/1";

const VERIFY: &str = include_str!("verify.py");
const README_SV: &str = include_str!("readme.sv.txt");
const README_EN: &str = include_str!("readme.en.txt");

pub fn all(gathered: &Gathered, language: &str) -> Result<Files> {
    let mut files = Files::new();
    for event in &gathered.events {
        add_event(&mut files, gathered, event);
    }
    for text in &gathered.texts {
        add_text(&mut files, text)?;
    }
    add_keys(&mut files, gathered)?;
    files.insert("mails.json".to_owned(), pretty(&mails(gathered))?);
    files.insert("renewals.json".to_owned(), pretty(&renewals(gathered))?);
    files.insert("pack.json".to_owned(), pretty(&manifest(gathered)?)?);
    files.insert("README.txt".to_owned(), readme(gathered, language));
    files.insert("verify.py".to_owned(), VERIFY.into());
    let summary = pdf::write(&summary::paper(gathered, language)?)?;
    files.insert("summary.pdf".to_owned(), summary);
    files.insert("SHA256SUMS".to_owned(), sums(&files));
    Ok(files)
}

/// The record is written as the very bytes whose hash is in the log.
fn add_event(files: &mut Files, gathered: &Gathered, event: &Event) {
    let id = &event.id;
    files.insert(format!("events/{id}.json"), event.record.clone().into());
    if let Some(receipt) = event.receipt() {
        files.insert(format!("receipts/{id}.jws"), receipt.into());
    }
    if let Some(proof) = gathered.proofs.get(id) {
        files.insert(format!("proofs/{id}.tlog-proof"), proof.to_string().into());
    }
}

pub fn folder(text_version_id: &str, language: &str) -> String {
    format!("texts/{text_version_id}.{language}")
}

/// `shown.json` is made as at publishing, to the byte: see `consent::publish`.
fn add_text(files: &mut Files, text: &Rendition) -> Result<()> {
    let folder = folder(&text.text_version_id, &text.language);
    let purposes: Value = serde_json::from_str(&text.purposes)?;
    let labels = json!({ "title": text.title, "purposes": purposes });
    let shown = json!({ "title": text.title, "body_html": text.body_html, "purposes": purposes });
    files.insert(format!("{folder}/body.html"), text.body_html.clone().into());
    files.insert(
        format!("{folder}/body.md"),
        text.body_markdown.clone().into(),
    );
    files.insert(format!("{folder}/labels.json"), pretty(&labels)?);
    let shown = canonical(&shown).map_err(Error::internal)?;
    files.insert(format!("{folder}/shown.json"), shown);
    Ok(())
}

fn add_keys(files: &mut Files, gathered: &Gathered) -> Result<()> {
    files.insert("jwks.json".to_owned(), pretty(&gathered.jwks)?);
    let keys = gathered.jwks.log_keys();
    let vkeys: String = keys.iter().map(|key| format!("{key}\n")).collect();
    files.insert("log.vkey".to_owned(), vkeys.into());
    if let Some(head) = &gathered.head {
        files.insert("checkpoint".to_owned(), head.checkpoint.clone().into());
    }
    Ok(())
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    candidate_id: &'a str,
    made_at: String,
    iss: &'a str,
    log: Option<LogHead>,
    events: Vec<EventEntry<'a>>,
    texts: Vec<TextEntry<'a>>,
}

#[derive(Serialize)]
struct LogHead {
    origin: String,
    tree_size: u64,
}

#[derive(Serialize)]
struct EventEntry<'a> {
    id: &'a str,
    kind: &'static str,
    recorded_at: String,
    /// Of the record; the log's entry.
    sha256: String,
    receipt: bool,
    /// Whether the log's newest head covers the event. If not, it will within seconds.
    logged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_index: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct TextEntry<'a> {
    folder: String,
    text_version_id: &'a str,
    version: i64,
    language: &'a str,
    title: &'a str,
    body_sha256: &'a str,
    shown_sha256: &'a str,
}

fn manifest(gathered: &Gathered) -> Result<Manifest<'_>> {
    Ok(Manifest {
        schema: SCHEMA,
        candidate_id: &gathered.candidate.id,
        made_at: rfc3339(gathered.made_at),
        iss: &gathered.server,
        log: log_head(gathered)?,
        events: gathered
            .events
            .iter()
            .map(|event| event_entry(gathered, event))
            .collect::<Result<_>>()?,
        texts: gathered.texts.iter().map(text_entry).collect(),
    })
}

fn log_head(gathered: &Gathered) -> Result<Option<LogHead>> {
    let Some(head) = &gathered.head else {
        return Ok(None);
    };
    let (checkpoint, _) = Checkpoint::open(&head.checkpoint, &gathered.jwks.log_keys())
        .map_err(|cause| Error::internal(format!("the log's own head: {cause}")))?;
    Ok(Some(LogHead {
        origin: checkpoint.origin,
        tree_size: checkpoint.size,
    }))
}

fn event_entry<'a>(gathered: &Gathered, event: &'a Event) -> Result<EventEntry<'a>> {
    let proof = gathered.proofs.get(&event.id);
    let fact = event.fact()?;
    Ok(EventEntry {
        id: &event.id,
        kind: fact.kind.as_str(),
        recorded_at: rfc3339(fact.at),
        sha256: sha256_hex(event.record.as_bytes()),
        receipt: event.has_receipt(),
        logged: proof.is_some(),
        log_index: proof.map(|proof| proof.index),
        text: fact
            .text
            .map(|text| folder(&text.version_id, &text.language)),
    })
}

fn text_entry(text: &Rendition) -> TextEntry<'_> {
    TextEntry {
        folder: folder(&text.text_version_id, &text.language),
        text_version_id: &text.text_version_id,
        version: text.version,
        language: &text.language,
        title: &text.title,
        body_sha256: &text.body_sha256,
        shown_sha256: &text.shown_sha256,
    }
}

#[derive(Serialize)]
struct MailEntry<'a> {
    id: &'a str,
    kind: &'a str,
    /// As it stands in the mail's header.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renewal_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    outcome: &'static str,
    queued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounced_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
}

fn mails(gathered: &Gathered) -> Vec<MailEntry<'_>> {
    let mails = gathered.mails.iter();
    mails
        .map(|(mail, message_id)| mail_entry(mail, message_id.as_deref()))
        .collect()
}

fn renewals(gathered: &Gathered) -> Vec<RenewalEntry<'_>> {
    gathered.renewals.iter().map(renewal_entry).collect()
}

fn mail_entry<'a>(mail: &'a MailRow, message_id: Option<&'a str>) -> MailEntry<'a> {
    let fate = mail.fate();
    let ended = |as_fate: Fate| mail.ended_at.filter(|_| fate == as_fate).map(rfc3339);
    MailEntry {
        id: &mail.id,
        kind: &mail.kind,
        message_id,
        renewal_id: mail.renewal_id.as_deref(),
        event_id: mail.event_id.as_deref(),
        outcome: fate.as_str(),
        queued_at: rfc3339(mail.queued_at),
        accepted_at: mail.accepted_at.map(rfc3339),
        bounced_at: ended(Fate::Bounced),
        failed_at: ended(Fate::Failed),
        answer: mail.last_error.as_deref(),
    }
}

#[derive(Serialize)]
struct RenewalEntry<'a> {
    id: &'a str,
    reason: &'a str,
    state: &'a str,
    queued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_text_version_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_zone: Option<&'a str>,
    reminders_sent: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    reminders_stopped_at: Option<String>,
}

fn renewal_entry(renewal: &Renewal) -> RenewalEntry<'_> {
    let time = |at: Option<Millis>| at.map(rfc3339);
    RenewalEntry {
        id: &renewal.id,
        reason: &renewal.reason,
        state: &renewal.state,
        queued_at: rfc3339(renewal.queued_at),
        accepted_at: time(renewal.accepted_at),
        viewed_at: time(renewal.viewed_at),
        viewed_text_version_id: renewal.viewed_text_version_id.as_deref(),
        answered_at: time(renewal.answered_at),
        answer: renewal.answer.as_deref(),
        deadline_at: time(renewal.deadline_at),
        deadline_zone: renewal.deadline_zone.as_deref(),
        reminders_sent: renewal.reminders_sent,
        reminders_stopped_at: time(renewal.reminders_stopped_at),
    }
}

fn readme(gathered: &Gathered, language: &str) -> Vec<u8> {
    let text = match language {
        "sv" => README_SV,
        _ => README_EN,
    };
    text.replace("{server}", &gathered.server).into_bytes()
}

/// As `sha256sum` writes and checks them.
fn sums(files: &Files) -> Vec<u8> {
    let lines = files
        .iter()
        .map(|(name, content)| format!("{}  {name}\n", sha256_hex(content)));
    lines.collect::<String>().into_bytes()
}

fn pretty<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
