//! The erasure certificate on paper. It says what the signed certificate says, in words, and where
//! the log has it; like that, it holds nothing by which anybody could tell who was erased.

use samtycke_shared::receipt::sha256_hex;

use super::certificate::{Certificate, Request};
use super::places::Counts;
use super::store::{self, Erasure};
use crate::app::App;
use crate::clock::{Millis, parse_rfc3339};
use crate::error::Result;
use crate::log::proof::{self, Inclusion};
use crate::paper::{self, Speaker};
use crate::pdf::{Block, Paper, Table};
use crate::tenants;

/// # Errors
/// `NotFound` for an erasure the tenant does not have.
pub async fn compose(
    app: &App,
    tenant_id: &str,
    id: &str,
    language: Option<&str>,
) -> Result<Paper> {
    let mut tx = app.db.read().await?;
    let erasure = store::get(&mut tx, tenant_id, id).await?;
    let tenant = tenants::store::get(&mut tx, tenant_id).await?;
    let place = proof::inclusion(&mut tx, id).await?;
    drop(tx);
    let speaker = Speaker {
        language: paper::language(language, &tenant),
        tenant: &tenant,
    };
    let certificate = Certificate::read(&erasure.certificate)?;
    Ok(lay_down(app, &speaker, &erasure, &certificate, place))
}

fn lay_down(
    app: &App,
    speaker: &Speaker,
    erasure: &Erasure,
    certificate: &Certificate,
    place: Option<Inclusion>,
) -> Paper {
    let mut blocks = vec![
        Block::Paragraph(speaker.say("paper-erasure-lead")),
        what_was_erased(speaker, erasure, certificate),
    ];
    blocks.push(Block::Heading(speaker.say("paper-erased-title")));
    blocks.push(counts(speaker, &certificate.erased));
    blocks.push(Block::Paragraph(speaker.say("paper-erased-everywhere")));
    blocks.push(Block::Heading(speaker.say("paper-requests-title")));
    blocks.extend(requests(speaker, certificate));
    blocks.push(Block::Heading(speaker.say("paper-log-title")));
    blocks.extend(log(speaker, place));
    blocks.push(Block::Heading(speaker.say("paper-check-title")));
    blocks.extend(how_to_check(app, speaker, erasure));
    Paper {
        title: speaker.say("paper-erasure-title"),
        language: speaker.language.to_owned(),
        author: certificate.controller.clone(),
        id: erasure.id.clone(),
        made_at: erasure.erased_at,
        blocks,
    }
}

fn what_was_erased(speaker: &Speaker, erasure: &Erasure, certificate: &Certificate) -> Block {
    let reason = match certificate.reason.as_str() {
        "candidate" => "requested",
        reason => reason,
    };
    let known = ["unanswered", "declined", "withdrawn", "requested", "staff"];
    Block::Facts(vec![
        (speaker.say("paper-certificate-id"), erasure.id.clone()),
        (
            speaker.say("paper-candidate-id"),
            certificate.candidate_id.clone(),
        ),
        (
            speaker.say("paper-controller"),
            certificate.controller.clone(),
        ),
        (
            speaker.say("paper-registered"),
            moment(speaker, Some(&certificate.registered_at)),
        ),
        (
            speaker.say("paper-erased-at"),
            speaker.moment(erasure.erased_at),
        ),
        (
            speaker.say("paper-reason"),
            speaker.word("console-reason", &known, reason),
        ),
    ])
}

fn counts(speaker: &Speaker, erased: &Counts) -> Block {
    let kinds = [
        ("goes-candidate", erased.candidates),
        ("goes-events", erased.consent_events),
        ("goes-mails", erased.mails),
        ("goes-terms", erased.search_terms),
        ("goes-webhooks", erased.webhooks),
    ];
    let rows = kinds.map(|(key, count)| vec![speaker.say(key), count.to_string()]);
    Block::Table(Table {
        columns: vec![
            (speaker.say("paper-kind"), 3.0),
            (speaker.say("paper-count"), 1.0),
        ],
        rows: rows.to_vec(),
    })
}

fn requests(speaker: &Speaker, certificate: &Certificate) -> Vec<Block> {
    if certificate.requests.is_empty() {
        return vec![Block::Paragraph(speaker.say("paper-requests-none"))];
    }
    let mut blocks = Vec::new();
    if certificate.earlier_requests > 0 {
        let count = certificate.earlier_requests.to_string();
        blocks.push(Block::Paragraph(
            speaker.fill("paper-requests-earlier", &[("count", &count)]),
        ));
    }
    for request in &certificate.requests {
        let at = moment(speaker, Some(&request.queued_at));
        blocks.push(Block::Subheading(
            speaker.fill("paper-request", &[("at", &at)]),
        ));
        blocks.push(request_facts(speaker, request));
        if !request.mails.is_empty() {
            blocks.push(request_mails(speaker, request));
        }
    }
    blocks
}

fn request_facts(speaker: &Speaker, request: &Request) -> Block {
    let mut facts = vec![
        (
            speaker.say("paper-why-asked"),
            speaker.renewal_reason(&request.reason),
        ),
        (
            speaker.say("paper-accepted"),
            moment(speaker, request.accepted_at.as_deref()),
        ),
        (
            speaker.say("paper-deadline"),
            moment(speaker, request.deadline_at.as_deref()),
        ),
        (
            speaker.say("paper-viewed"),
            moment(speaker, request.viewed_at.as_deref()),
        ),
        (
            speaker.say("paper-answer"),
            speaker.answer(request.answer.as_deref()),
        ),
    ];
    if request.answered_at.is_some() {
        let answered = moment(speaker, request.answered_at.as_deref());
        facts.push((speaker.say("paper-answered"), answered));
    }
    facts.push((
        speaker.say("paper-outcome"),
        speaker.renewal_state(&request.state),
    ));
    Block::Facts(facts)
}

fn request_mails(speaker: &Speaker, request: &Request) -> Block {
    let read = |at: &Option<String>| at.as_deref().and_then(parse_rfc3339);
    let rows = request.mails.iter().map(|mail| {
        vec![
            speaker.mail_kind(&mail.kind),
            moment(speaker, Some(&mail.queued_at)),
            speaker.mail_fate(&mail.outcome, read(&mail.accepted_at), read(&mail.ended_at)),
        ]
    });
    Block::Table(Table {
        columns: vec![
            (speaker.say("paper-mail"), 1.2),
            (speaker.say("paper-queued"), 1.8),
            (speaker.say("paper-fate"), 2.0),
        ],
        rows: rows.collect(),
    })
}

fn log(speaker: &Speaker, place: Option<Inclusion>) -> Vec<Block> {
    let Some(place) = place else {
        return vec![Block::Paragraph(speaker.say("paper-log-pending"))];
    };
    let (index, size) = (place.index.to_string(), place.tree_size.to_string());
    vec![
        Block::Paragraph(speaker.fill("paper-log-place", &[("index", &index), ("size", &size)])),
        Block::Small(place.checkpoint.trim_end().to_owned()),
    ]
}

fn how_to_check(app: &App, speaker: &Speaker, erasure: &Erasure) -> Vec<Block> {
    let server = app.config.public_url();
    vec![
        Block::Paragraph(speaker.fill("paper-erasure-check", &[("server", &server)])),
        Block::Facts(vec![(
            speaker.say("paper-jws-sha256"),
            sha256_hex(erasure.certificate.as_bytes()),
        )]),
        Block::Small(erasure.certificate.clone()),
    ]
}

fn moment(speaker: &Speaker, at: Option<&str>) -> String {
    let at: Option<Millis> = at.and_then(parse_rfc3339);
    speaker.moment_or_none(at)
}
