//! The pack's summary on paper: what happened, in words, for those who do not read JSON.

use std::collections::HashSet;

use samtycke_shared::receipt::sha256_hex;
use samtycke_shared::text;
use serde_json::Value;

use super::{Gathered, files};
use crate::clock::parse_rfc3339;
use crate::consent::store::{Event, Rendition};
use crate::error::Result;
use crate::i18n;
use crate::paper::Speaker;
use crate::pdf::{Block, Paper, Table};

/// More than anybody reads; the files have them all.
const MOST_ON_PAPER: usize = 200;

pub fn paper(gathered: &Gathered, language: &str) -> Result<Paper> {
    let speaker = Speaker {
        language,
        tenant: &gathered.tenant,
    };
    let mut blocks = vec![
        Block::Paragraph(speaker.say("paper-proof-lead")),
        who(gathered, &speaker),
        Block::Heading(speaker.say("paper-events-title")),
    ];
    blocks.extend(events(gathered, &speaker)?);
    blocks.push(Block::Heading(speaker.say("paper-mails-title")));
    blocks.push(mails(gathered, &speaker));
    blocks.push(Block::Heading(speaker.say("paper-renewals-title")));
    blocks.push(renewals(gathered, &speaker));
    blocks.push(Block::Heading(speaker.say("paper-texts-title")));
    blocks.extend(texts(gathered, &speaker)?);
    blocks.push(Block::Heading(speaker.say("paper-log-title")));
    blocks.extend(log(gathered, &speaker));
    blocks.push(Block::Heading(speaker.say("paper-check-title")));
    blocks.push(Block::Paragraph(
        speaker.fill("paper-proof-check", &[("server", &gathered.server)]),
    ));
    blocks.push(Block::Paragraph(speaker.say("paper-proof-limits")));
    Ok(Paper {
        title: speaker.say("paper-proof-title"),
        language: language.to_owned(),
        author: gathered.tenant.name.clone(),
        id: gathered.candidate.id.clone(),
        made_at: gathered.made_at,
        blocks,
    })
}

fn who(gathered: &Gathered, speaker: &Speaker) -> Block {
    let candidate = &gathered.candidate;
    Block::Facts(vec![
        (speaker.say("console-field-name"), candidate.name.clone()),
        (speaker.say("console-field-email"), candidate.email.clone()),
        (speaker.say("paper-candidate-id"), candidate.id.clone()),
        (
            speaker.say("paper-controller"),
            format!("{}, {}", gathered.tenant.name, gathered.tenant.contact),
        ),
        (
            speaker.say("console-column-status"),
            speaker.say(&format!("console-status-{}", gathered.status)),
        ),
        (
            speaker.say("paper-registered"),
            speaker.moment(candidate.created_at),
        ),
        (speaker.say("paper-made"), speaker.moment(gathered.made_at)),
    ])
}

/// Oldest first; of very many, the newest.
fn events(gathered: &Gathered, speaker: &Speaker) -> Result<Vec<Block>> {
    let all = &gathered.events;
    if all.is_empty() {
        return Ok(vec![Block::Paragraph(speaker.say("paper-events-none"))]);
    }
    let left_out = all.len().saturating_sub(MOST_ON_PAPER);
    let mut blocks = Vec::new();
    if left_out > 0 {
        let count = left_out.to_string();
        blocks.push(Block::Paragraph(
            speaker.fill("paper-events-earlier", &[("count", &count)]),
        ));
    }
    for (number, event) in all.iter().enumerate().skip(left_out) {
        let known = [
            "given",
            "renewed",
            "refused",
            "withdrawn",
            "requested",
            "expired",
            "invalidated",
        ];
        let fact = event.fact()?;
        let what = speaker.word("console-event", &known, fact.kind.as_str());
        let when = speaker.moment(fact.at);
        blocks.push(Block::Subheading(format!("{}. {what}: {when}", number + 1)));
        blocks.push(Block::Facts(event_facts(gathered, speaker, event)?));
    }
    Ok(blocks)
}

fn event_facts(
    gathered: &Gathered,
    speaker: &Speaker,
    event: &Event,
) -> Result<Vec<(String, String)>> {
    let record: Value = serde_json::from_str(&event.record)?;
    let mut facts = Vec::new();
    let collected = &record["collection"];
    if let Some(how) = how(speaker, collected) {
        facts.push((speaker.say("paper-how"), how));
    }
    for (key, value) in [
        ("console-shown-page", &collected["page_url"]),
        ("console-record-note", &collected["note"]),
    ] {
        if let Some(value) = value.as_str() {
            facts.push((speaker.say(key), value.to_owned()));
        }
    }
    let answers = answers(speaker, &record);
    if !answers.is_empty() {
        facts.push((speaker.say("paper-answers"), answers));
    }
    if let Some(shown) = shown(speaker, &record) {
        facts.push((speaker.say("paper-text"), shown));
    }
    facts.push((speaker.say("paper-record"), event.id.clone()));
    facts.push((
        speaker.say("paper-record-sha256"),
        sha256_hex(event.record.as_bytes()),
    ));
    facts.push((speaker.say("paper-log"), place(gathered, speaker, event)));
    let receipt = match event.has_receipt() {
        true => "paper-receipt-yes",
        false => "paper-receipt-no",
    };
    facts.push((speaker.say("paper-receipt"), speaker.say(receipt)));
    Ok(facts)
}

fn how(speaker: &Speaker, collected: &Value) -> Option<String> {
    let ways = ["widget", "link", "paper", "spoken"];
    let origin = collected["method"].as_str()?;
    if !ways.contains(&origin) {
        return None;
    }
    let way = speaker.word("console-origin", &ways, origin);
    match collected["identity"].as_str().unwrap_or_default() {
        known @ ("unverified" | "email" | "staff") => Some(format!(
            "{way} {}",
            speaker.say(&format!("console-identity-{known}"))
        )),
        _ => Some(way),
    }
}

/// One line for each box.
fn answers(speaker: &Speaker, record: &Value) -> String {
    let boxes = record["purposes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let lines = boxes.iter().map(|shown| {
        let label = shown["label"].as_str().unwrap_or_default();
        let until = shown["valid_until"].as_str().and_then(parse_rfc3339);
        match (shown["granted"] == true, until) {
            (true, Some(until)) => {
                let until = speaker.day(until);
                speaker.fill("paper-box-until", &[("label", label), ("until", &until)])
            }
            (true, None) => speaker.fill("paper-box-yes", &[("label", label)]),
            (false, _) => speaker.fill("paper-box-no", &[("label", label)]),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn shown(speaker: &Speaker, record: &Value) -> Option<String> {
    let notice = record["notice"].as_object()?;
    // Where a consent ends, the notice says which text it was given to; nothing was shown.
    notice.get("shown_sha256")?;
    let word = |key: &str| notice.get(key).and_then(Value::as_str).unwrap_or_default();
    let version = notice.get("version").and_then(Value::as_i64)?.to_string();
    let language = i18n::language_name(speaker.language, word("language"));
    let values = [
        ("title", word("title")),
        ("version", &version),
        ("language", &language),
    ];
    let text = speaker.fill("paper-text-shown", &values);
    Some(match parse_rfc3339(word("served_at")) {
        Some(served) => {
            let at = speaker.moment(served);
            format!(
                "{text}\n{}",
                speaker.fill("paper-text-served", &[("at", &at)])
            )
        }
        None => text,
    })
}

fn place(gathered: &Gathered, speaker: &Speaker, event: &Event) -> String {
    match (gathered.proofs.get(&event.id), &gathered.head) {
        (Some(proof), Some(head)) => speaker.fill(
            "paper-log-entry",
            &[
                ("index", &proof.index.to_string()),
                ("size", &head.size.to_string()),
            ],
        ),
        _ => speaker.say("paper-log-not-yet"),
    }
}

fn mails(gathered: &Gathered, speaker: &Speaker) -> Block {
    let left_out = gathered.mails.len().saturating_sub(MOST_ON_PAPER);
    let rows = gathered.mails.iter().skip(left_out).map(|(mail, _)| {
        vec![
            speaker.mail_kind(&mail.kind),
            speaker.moment(mail.queued_at),
            speaker.fate_of(mail),
        ]
    });
    table_or_none(
        speaker,
        "paper-mails-none",
        vec![
            (speaker.say("paper-mail"), 1.2),
            (speaker.say("paper-queued"), 1.8),
            (speaker.say("paper-fate"), 2.0),
        ],
        rows.collect(),
    )
}

fn renewals(gathered: &Gathered, speaker: &Speaker) -> Block {
    let left_out = gathered.renewals.len().saturating_sub(MOST_ON_PAPER);
    let rows = gathered.renewals.iter().skip(left_out).map(|renewal| {
        let outcome = match &renewal.answer {
            Some(answer) => format!(
                "{}, {}",
                speaker.answer(Some(answer)),
                speaker.moment_or_none(renewal.answered_at)
            ),
            None => speaker.renewal_state(&renewal.state),
        };
        vec![
            speaker.renewal_reason(&renewal.reason),
            speaker.moment_or_none(renewal.accepted_at),
            speaker.moment_or_none(renewal.deadline_at),
            outcome,
        ]
    });
    table_or_none(
        speaker,
        "paper-renewals-none",
        vec![
            (speaker.say("paper-why-asked"), 1.3),
            (speaker.say("paper-accepted"), 1.2),
            (speaker.say("paper-deadline"), 1.2),
            (speaker.say("paper-outcome"), 1.3),
        ],
        rows.collect(),
    )
}

fn table_or_none(
    speaker: &Speaker,
    none: &str,
    columns: Vec<(String, f32)>,
    rows: Vec<Vec<String>>,
) -> Block {
    match rows.is_empty() {
        true => Block::Paragraph(speaker.say(none)),
        false => Block::Table(Table { columns, rows }),
    }
}

fn texts(gathered: &Gathered, speaker: &Speaker) -> Result<Vec<Block>> {
    if gathered.texts.is_empty() {
        return Ok(vec![Block::Paragraph(speaker.say("paper-texts-none"))]);
    }
    let mut blocks = Vec::new();
    for shown in &gathered.texts {
        blocks.extend(text_as_shown(speaker, shown)?);
    }
    Ok(blocks)
}

fn text_as_shown(speaker: &Speaker, shown: &Rendition) -> Result<Vec<Block>> {
    let (version, language) = (
        shown.version.to_string(),
        i18n::language_name(speaker.language, &shown.language),
    );
    let values = [
        ("title", shown.title.as_str()),
        ("version", &version),
        ("language", &language),
    ];
    let mut blocks = vec![Block::Subheading(speaker.fill("paper-text-shown", &values))];
    blocks.extend(body(&shown.body_markdown));
    let boxes = shown.purposes()?.into_iter().map(|purpose| {
        let label = speaker.fill("paper-box", &[("label", &purpose.label)]);
        match purpose.description.is_empty() {
            true => label,
            false => format!("{label}\n{}", purpose.description),
        }
    });
    blocks.extend(boxes.map(Block::Paragraph));
    let folder = files::folder(&shown.text_version_id, &shown.language);
    blocks.push(Block::Facts(vec![
        (speaker.say("paper-files"), folder),
        (speaker.say("paper-body-sha256"), shown.body_sha256.clone()),
        (
            speaker.say("paper-shown-sha256"),
            shown.shown_sha256.clone(),
        ),
    ]));
    Ok(blocks)
}

/// The words of a text; a line that stands as a heading in its source is one here.
fn body(markdown: &str) -> Vec<Block> {
    let headings: HashSet<String> = markdown
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(text::plain)
        .collect();
    let block = |line: &str| match headings.contains(line) {
        true => Block::Minor(line.to_owned()),
        false => Block::Paragraph(line.to_owned()),
    };
    text::plain(markdown).lines().map(block).collect()
}

fn log(gathered: &Gathered, speaker: &Speaker) -> Vec<Block> {
    match &gathered.head {
        Some(head) => vec![
            Block::Paragraph(speaker.fill("paper-log-head", &[("size", &head.size.to_string())])),
            Block::Small(head.checkpoint.trim_end().to_owned()),
        ],
        None => vec![Block::Paragraph(speaker.say("paper-log-none"))],
    }
}
