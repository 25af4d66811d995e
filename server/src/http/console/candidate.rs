//! One candidate: what is known, what was shown and answered, and what staff can do.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::Value;

use super::candidates::languages;
use super::present::{self, People};
use super::session::{Desk, Page, Posted, again, done, done_count, html};
use super::views::FieldErrors;
use super::views::candidate::{
    Candidate as Shown, Hold, Look, PurposeState, Recording, candidate_page,
};
use super::views::erase::{ErasePreview, erase_page};
use super::views::register::{CandidateForm, edit_page};
use super::views::timeline::{ConsentEntry, Entry, MailEntry, ShownBox, ShownText};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::manage::{self, Correction, Selection, StaffRecord};
use crate::candidates::{self, Candidate};
use crate::consent::store::Event;
use crate::consent::{self, Origin, Status, submit, withdraw};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::download;
use crate::mail::store::MailRow;
use crate::proof_pack;

pub async fn show(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.begin().await?;
    let candidate = candidates::store::get(&mut tx, &desk.tenant.id, &id).await?;
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "candidate.viewed",
        Some(&id),
        None,
    )
    .await?;
    let data = present(&app, &mut tx, &desk, &candidate).await?;
    tx.commit().await?;
    html(candidate_page(&desk.frame, &data))
}

/// A page other than the candidate's own that shows who they are.
async fn looked(app: &App, tx: &mut Tx, desk: &Desk, id: &str, page: &str) -> Result<()> {
    audit::write(
        app,
        tx,
        &desk.actor,
        "candidate.viewed",
        Some(id),
        Some(page),
    )
    .await
}

async fn present(app: &App, tx: &mut Tx, desk: &Desk, candidate: &Candidate) -> Result<Shown> {
    let (tenant, now) = (&desk.tenant, app.now());
    let material = consent::store::material_version_for(tx, &tenant.id, &candidate.id).await?;
    let events = consent::store::events(tx, &tenant.id, &candidate.id).await?;
    let mails = crate::mail::store::of_candidate(tx, &tenant.id, &candidate.id).await?;
    let people = People::load(tx, &tenant.id).await?;
    let looks = audit::of_candidate(tx, &tenant.id, &candidate.id).await?;
    let status = candidate.status(material, tenant.lead_days, now);
    Ok(Shown {
        id: candidate.id.clone(),
        name: candidate.name.clone(),
        email: candidate.email.clone(),
        phone: candidate.phone.clone(),
        external_id: candidate.external_id.clone(),
        status: status.to_string(),
        renewal: candidate.renewal.clone(),
        deadline: candidate
            .deadline_at
            .map(|at| present::deadline(desk, at, now)),
        language: candidate.language.clone(),
        source: source(desk, candidate),
        created: present::moment(desk, candidate.created_at),
        purposes: purposes(desk, &events, status, now)?,
        hold: candidate
            .held_until
            .filter(|until| *until > now)
            .map(|until| Hold {
                reason: candidate.hold_reason.clone().unwrap_or_default(),
                until: present::day(desk, until),
                by: String::new(),
            }),
        restricted_since: candidate.restricted_at.map(|at| present::day(desk, at)),
        history: history(tx, desk, candidate, &events, &mails, &people).await?,
        looks: looks
            .iter()
            .map(|entry| look(desk, &people, entry))
            .collect(),
        recording: recording(tx, desk, candidate).await?,
        today: present::today(tenant, now),
    })
}

fn source(desk: &Desk, candidate: &Candidate) -> String {
    let words = desk.say(&format!("source-{}", candidate.source));
    match &candidate.source_detail {
        Some(detail) => format!("{words}: {detail}"),
        None => words,
    }
}

fn purposes(desk: &Desk, events: &[Event], status: Status, now: i64) -> Result<Vec<PurposeState>> {
    let one = |until: Option<i64>| match until {
        Some(until) if until <= now => Status::Expired,
        _ if status == Status::Invalidated => Status::Invalidated,
        Some(until) if until <= now + desk.tenant.lead_days * crate::clock::DAY => Status::Expiring,
        _ => Status::Valid,
    };
    Ok(withdraw::standing(events)?
        .into_iter()
        .map(|decision| PurposeState {
            label: decision.label,
            status: one(decision.until).to_string(),
            valid_until: decision
                .until
                .map(|until| present::deadline(desk, until, now)),
        })
        .collect())
}

/// Events and mails together, newest first.
async fn history(
    tx: &mut Tx,
    desk: &Desk,
    candidate: &Candidate,
    events: &[Event],
    mails: &[MailRow],
    people: &People,
) -> Result<Vec<Entry>> {
    let mut entries: Vec<(i64, Entry)> = Vec::with_capacity(events.len() + mails.len());
    for event in events {
        entries.push((
            event.at,
            Entry::Consent(Box::new(consent_entry(tx, desk, event, people).await?)),
        ));
    }
    entries.extend(mails.iter().map(|mail| {
        (
            mail.queued_at,
            Entry::Mail(mail_entry(desk, candidate, mail)),
        )
    }));
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

async fn consent_entry(
    tx: &mut Tx,
    desk: &Desk,
    event: &Event,
    people: &People,
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
        shown: shown_text(tx, desk, event, &record).await?,
        consent_id: event.receipt.as_ref().map(|_| event.id.clone()),
    })
}

async fn shown_text(
    tx: &mut Tx,
    desk: &Desk,
    event: &Event,
    record: &Value,
) -> Result<Option<ShownText>> {
    let (Some(version), Some(language)) = (&event.text_version_id, &event.language) else {
        return Ok(None);
    };
    let Some(rendition) = consent::store::rendition(tx, &desk.tenant.id, version, language).await?
    else {
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

fn mail_entry(desk: &Desk, candidate: &Candidate, mail: &MailRow) -> MailEntry {
    MailEntry {
        at: present::moment(
            desk,
            mail.accepted_at.or(mail.ended_at).unwrap_or(mail.queued_at),
        ),
        kind: mail.kind.clone(),
        to: candidate.email.clone(),
        fate: mail.fate().to_string(),
        answer: mail.last_error.clone(),
    }
}

fn look(desk: &Desk, people: &People, entry: &audit::Entry) -> Look {
    let key = match entry.action.as_str() {
        "candidate.viewed" => "look-candidate-viewed",
        "candidate.proof" => "look-candidate-proof",
        "candidate.registered" => "look-candidate-registered",
        "candidate.corrected" => "look-candidate-corrected",
        "candidate.erased" => "look-candidate-erased",
        "consent.recorded_by_staff" => "look-consent-recorded",
        _ => "look-other",
    };
    Look {
        at: present::moment(desk, entry.at),
        who: people.name(desk, &entry.actor),
        what: desk.say(key),
    }
}

async fn recording(tx: &mut Tx, desk: &Desk, candidate: &Candidate) -> Result<Recording> {
    let renditions =
        consent::store::current_renditions(tx, &desk.tenant.id, &candidate.consent_text_id).await?;
    let Some(shown) = submit::choose(&renditions, Some(&desk.language), &desk.tenant.language)
    else {
        return Ok(Recording::default());
    };
    Ok(Recording {
        text_versions: vec![(
            shown.text_version_id.clone(),
            format!("{} ({})", shown.title, shown.version),
        )],
        purposes: shown
            .purposes()?
            .into_iter()
            .map(|purpose| (purpose.key, purpose.label))
            .collect(),
        languages: renditions
            .iter()
            .map(|rendition| rendition.language.clone())
            .collect(),
    })
}

fn path(id: &str) -> String {
    format!("/console/candidates/{id}")
}

pub async fn edit_form(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::ManageCandidates)?;
    let mut tx = app.db.begin().await?;
    let candidate = candidates::store::get(&mut tx, &desk.tenant.id, &id).await?;
    looked(&app, &mut tx, &desk, &id, "edit").await?;
    tx.commit().await?;
    let form = CandidateForm {
        id: Some(id),
        email: candidate.email,
        name: candidate.name,
        source_detail: candidate.source_detail.unwrap_or_default(),
        language: candidate.language,
        external_id: candidate.external_id.unwrap_or_default(),
        languages: languages(&app, &desk).await?,
        errors: FieldErrors::default(),
    };
    html(edit_page(&desk.frame, &form))
}

pub async fn edit(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let correction = Correction {
        email: Some(fields.get("email").to_owned()),
        name: Some(fields.get("name").to_owned()),
        external_id: Some(fields.get("external_id").to_owned()),
        language: fields.filled("language"),
        ..Correction::default()
    };
    let error = match manage::correct(&app, &desk.actor, &id, &correction).await {
        Ok(_) => return done(&path(&id), "saved"),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let form = CandidateForm {
        id: Some(id),
        email: fields.get("email").to_owned(),
        name: fields.get("name").to_owned(),
        source_detail: String::new(),
        language: fields.get("language").to_owned(),
        external_id: fields.get("external_id").to_owned(),
        languages: languages(&app, &desk).await?,
        errors: present::field_errors(error)?,
    };
    again(edit_page(&desk.frame, &form))
}

pub async fn correct_address(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let correction = Correction {
        email: Some(fields.get("email").to_owned()),
        ..Correction::default()
    };
    manage::correct(&app, &desk.actor, &id, &correction).await?;
    done("/console/tasks", "saved")
}

pub async fn ask(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let selection = Selection {
        ids: Some(vec![id.clone()]),
        ..Selection::default()
    };
    let asked = manage::ask(&app, &desk.actor, &selection).await?;
    done_count(&path(&id), "asked", asked.count)
}

pub async fn record_consent(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let record = StaffRecord {
        how: fields
            .filled("form")
            .unwrap_or_else(|| Origin::Paper.to_string()),
        note: fields.get("note").to_owned(),
        purposes: fields.all("purpose"),
        given_on: fields.filled("given_on"),
        language: fields.filled("language"),
    };
    manage::record_consent(&app, &desk.actor, &id, &record).await?;
    done(&path(&id), "recorded")
}

async fn change(app: &App, desk: &Desk, id: &str, correction: Correction, message: &str) -> Page {
    desk.require(Action::ManageCandidates)?;
    manage::correct(app, &desk.actor, id, &correction).await?;
    done(&path(id), message)
}

pub async fn hold(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    // Without a date the form would lift the hold: an empty one means that.
    let until = fields
        .filled("until")
        .ok_or_else(|| Error::field("until", "required", "say until when"))?;
    let correction = Correction {
        held_until: Some(until),
        hold_reason: fields.filled("reason"),
        ..Correction::default()
    };
    change(&app, &desk, &id, correction, "held").await
}

pub async fn release(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    change(
        &app,
        &desk,
        &id,
        Correction {
            held_until: Some(String::new()),
            ..Correction::default()
        },
        "released",
    )
    .await
}

pub async fn restrict(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    change(
        &app,
        &desk,
        &id,
        Correction {
            restricted: Some(true),
            ..Correction::default()
        },
        "restricted",
    )
    .await
}

pub async fn lift(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    change(
        &app,
        &desk,
        &id,
        Correction {
            restricted: Some(false),
            ..Correction::default()
        },
        "lifted",
    )
    .await
}

pub async fn erase_form(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::ManageCandidates)?;
    let preview = erase_preview(&app, &desk, &id).await?;
    let mut tx = app.db.begin().await?;
    looked(&app, &mut tx, &desk, &id, "erase").await?;
    tx.commit().await?;
    html(erase_page(&desk.frame, &preview))
}

/// What goes, counted by the same places that erasing goes by.
async fn erase_preview(app: &App, desk: &Desk, id: &str) -> Result<ErasePreview> {
    let mut tx = app.db.read().await?;
    let candidate = candidates::store::get(&mut tx, &desk.tenant.id, id).await?;
    let counts = crate::erasure::places::count(&mut tx, &desk.tenant.id, id).await?;
    let goes = [
        ("goes-candidate", counts.candidates),
        ("goes-events", counts.consent_events),
        ("goes-mails", counts.mails),
        ("goes-terms", counts.search_terms),
    ];
    Ok(ErasePreview {
        id: id.to_owned(),
        name: candidate.name.clone(),
        confirm_count: goes.iter().map(|(_, count)| count.cast_signed()).sum(),
        goes: goes
            .iter()
            .map(|(key, count)| (desk.say(key), count.cast_signed()))
            .collect(),
        blocked: candidate
            .is_kept(app.now())
            .then(|| desk.say("erase-blocked")),
        errors: FieldErrors::default(),
    })
}

pub async fn erase(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let mut preview = erase_preview(&app, &desk, &id).await?;
    if fields.count("confirm_count") != Some(preview.confirm_count) {
        let message = format!("{}", preview.confirm_count);
        preview.errors = FieldErrors(vec![("confirm_count".to_owned(), message)]);
        return again(erase_page(&desk.frame, &preview));
    }
    manage::erase(&app, &desk.actor, &id).await?;
    done_count("/console/candidates", "erased", 1)
}

pub async fn receipt(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path((id, consent)): Path<(String, String)>,
) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.begin().await?;
    let event = consent::store::event(&mut tx, &desk.tenant.id, &consent).await?;
    let event = event
        .filter(|event| event.candidate_id == id)
        .ok_or(Error::NotFound)?;
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "candidate.viewed",
        Some(&id),
        Some("receipt"),
    )
    .await?;
    tx.commit().await?;
    let receipt = event.receipt.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/jose"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"consent-receipt.jws\"",
        ),
    ];
    Ok((headers, receipt).into_response())
}

pub async fn proof(State(app): State<Arc<App>>, desk: Desk, Path(id): Path<String>) -> Page {
    desk.require(Action::Read)?;
    let pack = proof_pack::make(&app, &desk.actor, &id, Some(&desk.language)).await?;
    Ok(download::zip(&format!("proof-{id}.zip"), pack))
}
