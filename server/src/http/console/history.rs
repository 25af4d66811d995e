//! A candidate's history as an auditor reads it: what was shown and answered, mails and their fate, what
//! staff changed. A part at a time, newest first.

use std::collections::HashMap;

use serde_json::Value;

use super::present::{self, People};
use super::session::Desk;
use super::views::timeline::{ConsentEntry, Entry, MailEntry, NoteEntry, ShownBox, ShownText};
use crate::audit;
use crate::candidates::{Candidate, Source, manage};
use crate::clock::Millis;
use crate::consent::store::{Event, Rendition};
use crate::consent::{self, withdraw};
use crate::db::Tx;
use crate::error::Result;
use crate::mail::store::MailRow;
use crate::{mail, renewal};

/// How many entries a page shows, and those of the same moment as its last.
const PART: usize = 40;
/// How many of each kind are read for a page.
const READ: i64 = 60;

pub struct Part {
    pub entries: Vec<Entry>,
    /// Where the next part begins.
    pub older: Option<Millis>,
}

pub async fn part(
    tx: &mut Tx,
    desk: &Desk,
    candidate: &Candidate,
    audited: &[audit::Entry],
    people: &People,
    before: Option<Millis>,
) -> Result<Part> {
    let (tenant, id) = (&desk.tenant.id, &candidate.id);
    let before = before.unwrap_or(Millis::MAX);
    let events = consent::store::events_before(tx, tenant, id, before, READ).await?;
    let mails = mail::store::of_candidate_before(tx, tenant, id, before, READ).await?;
    let renditions = renditions(tx, desk, &events).await?;
    let mut entries: Vec<(Millis, Entry)> = Vec::new();
    for event in &events {
        let entry = consent_entry(desk, event, people, &renditions)?;
        entries.push((event.at, Entry::Consent(Box::new(entry))));
    }
    entries.extend(
        mails
            .iter()
            .map(|mail| (mail.queued_at, Entry::Mail(mail_entry(desk, mail)))),
    );
    let renewals = renewal::store::of_candidate(tx, tenant, id).await?;
    entries.extend(
        renewals
            .iter()
            .flat_map(|renewal| renewal_notes(desk, renewal)),
    );
    entries.extend(staff_notes(desk, candidate, audited, people));
    entries.retain(|(at, _)| *at < before);
    // The order in which things are put in above is that of cause and effect: the last came last.
    entries.reverse();
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(cut(entries))
}

/// Entries of one moment stay together: the next part begins before that moment.
fn cut(entries: Vec<(Millis, Entry)>) -> Part {
    let last = entries.get(PART - 1).map(|(at, _)| *at);
    let end = entries
        .iter()
        .position(|(at, _)| last.is_some_and(|last| *at < last))
        .unwrap_or(entries.len());
    let older = last.filter(|_| end < entries.len());
    Part {
        entries: entries
            .into_iter()
            .take(end)
            .map(|(_, entry)| entry)
            .collect(),
        older,
    }
}

type Renditions = HashMap<(String, String), Rendition>;

/// What these events showed, in one query.
async fn renditions(tx: &mut Tx, desk: &Desk, events: &[Event]) -> Result<Renditions> {
    let mut versions: Vec<&str> = events
        .iter()
        .filter_map(|event| event.text_version_id.as_deref())
        .collect();
    versions.sort_unstable();
    versions.dedup();
    let found = consent::store::renditions(tx, &desk.tenant.id, &versions).await?;
    Ok(found
        .into_iter()
        .map(|rendition| {
            let key = (
                rendition.text_version_id.clone(),
                rendition.language.clone(),
            );
            (key, rendition)
        })
        .collect())
}

fn consent_entry(
    desk: &Desk,
    event: &Event,
    people: &People,
    renditions: &Renditions,
) -> Result<ConsentEntry> {
    let record: Value = serde_json::from_str(&event.record)?;
    let collection = &record["collection"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Ok(ConsentEntry {
        at: present::moment(desk, event.at),
        kind: event.kind.clone(),
        origin: event.origin.clone(),
        identity: event.identity.clone(),
        recorded_by: collection["recorded_by"]
            .as_str()
            .map(|actor| people.name(desk, actor)),
        note: text(&collection["note"]),
        given_on: collection["given_on"]
            .as_str()
            .and_then(crate::clock::parse_rfc3339)
            .map(|at| present::day(desk, at)),
        shown: shown_text(desk, event, &record, renditions)?,
        consent_id: event.has_receipt().then(|| event.id.clone()),
    })
}

fn shown_text(
    desk: &Desk,
    event: &Event,
    record: &Value,
    renditions: &Renditions,
) -> Result<Option<ShownText>> {
    let (Some(version), Some(language)) = (&event.text_version_id, &event.language) else {
        return Ok(None);
    };
    let Some(rendition) = renditions.get(&(version.clone(), language.clone())) else {
        return Ok(None);
    };
    let answered = record["purposes"].as_array().cloned().unwrap_or_default();
    let agreed = |key: &str| {
        answered
            .iter()
            .any(|purpose| purpose["key"] == key && purpose["granted"] == true)
    };
    let served = record["notice"]["served_at"]
        .as_str()
        .and_then(crate::clock::parse_rfc3339)
        .unwrap_or(event.at);
    Ok(Some(ShownText {
        version: rendition.version,
        language: language.clone(),
        title: rendition.title.clone(),
        body_html: rendition.body_html.clone(),
        boxes: rendition
            .purposes()?
            .into_iter()
            .map(|purpose| ShownBox {
                agreed: agreed(&purpose.key),
                label: purpose.label,
                description: purpose.description,
            })
            .collect(),
        sha256: rendition.shown_sha256.clone(),
        served_at: present::moment(desk, served),
        answered_at: present::moment(desk, event.at),
        page_url: record["collection"]["page_url"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        widget_version: record["collection"]["widget_version"]
            .as_str()
            .map(str::to_owned),
    }))
}

/// No address: the outbox keeps none, and the candidate's own may have been another then.
fn mail_entry(desk: &Desk, mail: &MailRow) -> MailEntry {
    MailEntry {
        at: present::moment(desk, mail.queued_at),
        kind: mail.kind.clone(),
        fate: mail.fate().to_string(),
        accepted_at: mail.accepted_at.map(|at| present::moment(desk, at)),
        ended_at: mail.ended_at.map(|at| present::moment(desk, at)),
        attempts: mail.attempts,
        answer: mail.last_error.clone(),
    }
}

fn note(desk: &Desk, at: Millis, kind: &str) -> (Millis, NoteEntry) {
    let note = NoteEntry {
        at: present::moment(desk, at),
        kind: kind.to_owned(),
        by: None,
        detail: None,
    };
    (at, note)
}

/// What the candidate did with a request beside answering it.
fn renewal_notes(desk: &Desk, renewal: &renewal::store::Renewal) -> Vec<(Millis, Entry)> {
    [
        (renewal.viewed_at, "viewed"),
        (renewal.reminders_stopped_at, "reminders_stopped"),
    ]
    .into_iter()
    .filter_map(|(at, kind)| Some(note(desk, at?, kind)))
    .map(|(at, note)| (at, Entry::Note(note)))
    .collect()
}

/// What staff changed, and how the candidate got here.
fn staff_notes(
    desk: &Desk,
    candidate: &Candidate,
    audited: &[audit::Entry],
    people: &People,
) -> Vec<(Millis, Entry)> {
    let by = |entry: &audit::Entry| Some(people.name(desk, &entry.actor));
    let mut notes: Vec<(Millis, NoteEntry)> = Vec::new();
    let came = match Source::parse(&candidate.source) {
        Some(Source::Staff) => Some("registered"),
        Some(Source::Import) => Some("imported"),
        _ => None,
    };
    if let Some(kind) = came {
        let registered = audited
            .iter()
            .find(|entry| entry.action == "candidate.registered");
        let (at, mut came) = note(desk, candidate.created_at, kind);
        came.by = registered.and_then(by);
        came.detail = candidate.source_detail.clone();
        notes.push((at, came));
    }
    for entry in audited.iter().rev() {
        for change in manage::changes(entry) {
            let (at, mut changed) = note(desk, entry.at, change);
            changed.by = by(entry);
            if change == "corrected" {
                changed.detail = corrected_fields(desk, entry);
            }
            notes.push((at, changed));
        }
    }
    notes
        .into_iter()
        .map(|(at, note)| (at, Entry::Note(note)))
        .collect()
}

/// Which fields, never what they held: that is not kept.
fn corrected_fields(desk: &Desk, entry: &audit::Entry) -> Option<String> {
    let words: Vec<String> = entry
        .detail
        .as_deref()?
        .split(", ")
        .filter_map(|field| match field {
            "name" => Some("console-field-name"),
            "phone" => Some("console-field-phone"),
            "external_id" => Some("console-field-external-id"),
            "language" => Some("console-field-language"),
            _ => None,
        })
        .map(|key| desk.say(key))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The words beside the boxes of these purposes, from the newest events that name them.
pub async fn labels(
    tx: &mut Tx,
    desk: &Desk,
    candidate: &Candidate,
    purposes: &[(String, Option<Millis>)],
) -> Result<Vec<String>> {
    let (tenant, id) = (&desk.tenant.id, &candidate.id);
    let events = consent::store::events_before(tx, tenant, id, Millis::MAX, READ).await?;
    let label = |key: &str| {
        let labels = events.iter().rev().map(|event| withdraw::label(event, key));
        let mut named = labels.filter(|label| label != key);
        named.next().unwrap_or_else(|| key.to_owned())
    };
    Ok(purposes.iter().map(|(key, _)| label(key)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::console::views::When;

    fn entries(moments: &[Millis]) -> Vec<(Millis, Entry)> {
        let note = |at: &Millis| NoteEntry {
            at: When::default(),
            kind: at.to_string(),
            by: None,
            detail: None,
        };
        moments
            .iter()
            .map(|at| (*at, Entry::Note(note(at))))
            .collect()
    }

    #[test]
    fn a_part_never_splits_a_moment() {
        let mut moments: Vec<Millis> = (10..60).rev().collect();
        let whole = cut(entries(&moments));
        assert_eq!((whole.entries.len(), whole.older), (PART, Some(20)));
        moments[40] = 20;
        let tied = cut(entries(&moments));
        assert_eq!((tied.entries.len(), tied.older), (PART + 1, Some(20)));
        let last = cut(entries(&moments[..30]));
        assert_eq!((last.entries.len(), last.older), (30, None));
    }
}
