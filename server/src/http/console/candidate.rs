//! One candidate: what is known, what was shown and answered, and what staff can do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::candidates::languages;
use super::history;
use super::present::{self, People};
use super::session::{Desk, Fields, Page, Posted, again, done, done_count, html};
use super::views::FieldErrors;
use super::views::candidate::{
    Candidate as Shown, Hold, Look, PurposeState, Recording, Refused, candidate_page,
};
use super::views::erase::{ErasePreview, erase_page};
use super::views::register::{CandidateForm, edit_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::manage::{self, Correction, Selection};
use crate::candidates::written::{self, StaffRecord};
use crate::candidates::{self, Candidate};
use crate::consent::{self, Origin, Status, submit};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::download;
use crate::http::extract::{Path, Query};
use crate::proof_pack;
use crate::renewal;

/// How many entries of the audit log stand on the page.
const LOOKS: usize = 20;

/// Where the shown part of the history ends; the newest without it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct HistoryQuery {
    before: Option<i64>,
}

pub async fn show(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path(id): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let candidate = candidates::store::get(&mut tx, &desk.tenant.id, &id).await?;
    let data = present(&app, &mut tx, &desk, &candidate, query.before).await?;
    drop(tx);
    // Before anything is shown: a view that is not on record must not happen.
    let mut tx = app.db.begin().await?;
    audit::write(
        &app,
        &mut tx,
        &desk.actor,
        "candidate.viewed",
        Some(&id),
        None,
    )
    .await?;
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

async fn present(
    app: &App,
    tx: &mut Tx,
    desk: &Desk,
    candidate: &Candidate,
    before: Option<i64>,
) -> Result<Shown> {
    let (tenant, now) = (&desk.tenant, app.now());
    let material = consent::store::material_version_for(tx, &tenant.id, &candidate.id).await?;
    let people = People::load(tx, &tenant.id).await?;
    let audited = audit::of_candidate(tx, &tenant.id, &candidate.id).await?;
    let status = candidate.status(material, tenant.lead_days, now);
    let history = history::part(tx, desk, candidate, &audited, &people, before).await?;
    let held_by = audited
        .iter()
        .find(|entry| manage::changes(entry).any(|change| change == "held"));
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
        purposes: purposes(tx, desk, candidate, status, now).await?,
        hold: candidate
            .held_until
            .filter(|until| *until > now)
            .map(|until| Hold {
                reason: candidate.hold_reason.clone().unwrap_or_default(),
                until: present::day(desk, until),
                by: held_by.map(|entry| people.name(desk, &entry.actor)),
            }),
        restricted_since: candidate.restricted_at.map(|at| present::day(desk, at)),
        history: history.entries,
        older: history.older.map(|at| at.to_string()),
        newest: before.is_none(),
        looks: audited
            .iter()
            .take(LOOKS)
            .map(|entry| look(desk, &people, entry))
            .collect(),
        more_looks: audited.len().saturating_sub(LOOKS) as i64,
        recording: recording(tx, desk, candidate).await?,
        today: present::today(tenant, now),
        refused: Refused::default(),
    })
}

fn source(desk: &Desk, candidate: &Candidate) -> String {
    let words = desk.say(&format!("source-{}", candidate.source));
    match &candidate.source_detail {
        Some(detail) => format!("{words}: {detail}"),
        None => words,
    }
}

/// The consents that stand, under the labels the candidate agreed to.
async fn purposes(
    tx: &mut Tx,
    desk: &Desk,
    candidate: &Candidate,
    status: Status,
    now: i64,
) -> Result<Vec<PurposeState>> {
    let one = |until: Option<i64>| match until {
        Some(until) if until <= now => Status::Expired,
        _ if status == Status::Invalidated => Status::Invalidated,
        Some(until) if until <= now + desk.tenant.lead_days * crate::clock::DAY => Status::Expiring,
        _ => Status::Valid,
    };
    let standing = candidates::store::purposes(tx, &desk.tenant.id, &candidate.id).await?;
    let labels = history::labels(tx, desk, candidate, &standing).await?;
    Ok(standing
        .into_iter()
        .zip(labels)
        .map(|((_, until), label)| PurposeState {
            label,
            status: one(until).to_string(),
            valid_until: until.map(|until| present::deadline(desk, until, now)),
        })
        .collect())
}

fn look(desk: &Desk, people: &People, entry: &audit::Entry) -> Look {
    let key = match entry.action.as_str() {
        "candidate.viewed" if entry.detail.as_deref() == Some("receipt") => "look-receipt",
        "candidate.viewed" => "look-candidate-viewed",
        "candidate.proof" => "look-candidate-proof",
        "candidate.registered" => "look-candidate-registered",
        "candidate.corrected" => "look-candidate-corrected",
        "candidate.asked" => "look-candidate-asked",
        "candidate.held" => "look-candidate-held",
        "candidate.released" => "look-candidate-released",
        "candidate.restricted" => "look-candidate-restricted",
        "candidate.unrestricted" => "look-candidate-unrestricted",
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
        phone: candidate.phone.unwrap_or_default(),
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
        phone: Some(fields.get("phone").to_owned()),
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
        phone: fields.get("phone").to_owned(),
        external_id: fields.get("external_id").to_owned(),
        languages: languages(&app, &desk).await?,
        errors: present::mistakes_at(&desk, "candidate", "email", error)?,
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
    let candidate = manage::correct(&app, &desk.actor, &id, &correction).await?;
    // The address was right: then the request goes to it once more.
    if candidate.renewal == renewal::State::Bounced.as_str() {
        ask_one(&app, &desk, &id).await?;
    }
    done("/console/tasks", "saved")
}

pub async fn ask(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    let asked = ask_one(&app, &desk, &id).await?;
    done_count(&path(&id), "asked", asked)
}

async fn ask_one(app: &App, desk: &Desk, id: &str) -> Result<i64> {
    let selection = Selection {
        ids: Some(vec![id.to_owned()]),
        ..Selection::default()
    };
    let asked = manage::ask(app, &desk.actor, &selection).await?;
    Ok(asked.count)
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
    match written::record(&app, &desk.actor, &id, &record).await {
        Ok(()) => done(&path(&id), "recorded"),
        Err(error) => refuse(&app, &desk, &id, "record", &fields, error).await,
    }
}

/// The candidate's page again, with the refused form open and filled in as it was.
async fn refuse(
    app: &App,
    desk: &Desk,
    id: &str,
    form: &'static str,
    fields: &Fields,
    error: Error,
) -> Page {
    let errors = present::mistakes(desk, "page", error)?.renamed(|field| match field {
        "held_until" => "until",
        "hold_reason" => "reason",
        field if field.starts_with("decisions") => "purpose",
        field => field,
    });
    let mut tx = app.db.begin().await?;
    let candidate = candidates::store::get(&mut tx, &desk.tenant.id, id).await?;
    looked(app, &mut tx, desk, id, form).await?;
    let shown = present(app, &mut tx, desk, &candidate, None).await?;
    tx.commit().await?;
    let refused = Refused {
        form,
        values: fields.0.clone(),
        errors,
    };
    again(candidate_page(&desk.frame, &Shown { refused, ..shown }))
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
    desk.require(Action::ManageCandidates)?;
    // Without a date the form would lift the hold: an empty one means that.
    let held = match fields.filled("until") {
        Some(until) => {
            let correction = Correction {
                held_until: Some(until),
                hold_reason: fields.filled("reason"),
                ..Correction::default()
            };
            manage::correct(&app, &desk.actor, &id, &correction).await
        }
        None => Err(Error::field("until", "required", "say until when")),
    };
    match held {
        Ok(_) => done(&path(&id), "held"),
        Err(error) => refuse(&app, &desk, &id, "hold", &fields, error).await,
    }
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
        ("goes-webhooks", counts.webhooks),
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
    let receipt = event.receipt().ok_or(Error::NotFound)?;
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
