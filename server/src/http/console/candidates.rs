//! The list of candidates, and registering one.

use std::sync::Arc;

use axum::extract::State;

use super::present;
use super::session::{Desk, Page, Posted, again, done, html};
use super::views::FieldErrors;
use super::views::candidates::{
    Candidates, Filter as ShownFilter, LastConsent, Row, StatusCount, VersionChoice,
    candidates_page,
};
use super::views::register::{CandidateForm, register_page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::filter::Filter;
use crate::candidates::manage::{self, Registration};
use crate::candidates::store::Listed;
use crate::candidates::{self, overview};
use crate::consent::{self, Status};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::api::next_cursor;
use crate::http::extract::Query;

const PAGE: i64 = 50;

/// The filter as the address bar holds it.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    status: String,
    text_version: String,
    consented_after: String,
    consented_before: String,
    cursor: String,
}

impl ListQuery {
    pub fn filter(&self) -> Filter {
        let given = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        Filter {
            q: given(&self.q),
            status: given(&self.status),
            text_version: given(&self.text_version),
            consented_after: given(&self.consented_after),
            consented_before: given(&self.consented_before),
        }
    }
}

pub async fn list(State(app): State<Arc<App>>, desk: Desk, Query(query): Query<ListQuery>) -> Page {
    desk.require(Action::Read)?;
    let criteria = query.filter().criteria()?;
    let (tenant, now) = (&desk.tenant, app.now());
    let mut tx = app.db.begin().await?;
    let cursor = Some(query.cursor.as_str()).filter(|cursor| !cursor.is_empty());
    let found = candidates::store::list(
        &mut tx,
        &tenant.id,
        &criteria,
        tenant.lead_days,
        now,
        cursor,
        PAGE + 1,
    )
    .await?;
    let counts = overview::counts(&mut tx, tenant, now).await?.by_status;
    audit::write(&app, &mut tx, &desk.actor, "candidates.listed", None, None).await?;
    let data = Candidates {
        counts: Status::ALL
            .iter()
            .map(|status| StatusCount {
                status: status.to_string(),
                count: counts.get(status.as_str()).copied().unwrap_or(0),
            })
            .collect(),
        total: counts.values().sum(),
        matching: Some(
            candidates::store::count(&mut tx, &tenant.id, &criteria, tenant.lead_days, now).await?,
        ),
        text_versions: version_choices(&mut tx, &tenant.id).await?,
        next_cursor: next_cursor(&found, PAGE),
        rows: found
            .iter()
            .take(PAGE as usize)
            .map(|listed| row(&desk, listed, now))
            .collect(),
        filter: shown_filter(query),
    };
    tx.commit().await?;
    html(candidates_page(&desk.frame, &data))
}

fn shown_filter(query: ListQuery) -> ShownFilter {
    ShownFilter {
        q: query.q,
        status: query.status,
        text_version: query.text_version,
        consented_after: query.consented_after,
        consented_before: query.consented_before,
        cursor: query.cursor,
    }
}

fn row(desk: &Desk, listed: &Listed, now: i64) -> Row {
    let candidate = &listed.candidate;
    Row {
        id: candidate.id.clone(),
        name: candidate.name.clone(),
        email: candidate.email.clone(),
        status: candidate
            .status(listed.material_version, desk.tenant.lead_days, now)
            .to_string(),
        last_consent: candidate.consented_at.map(|at| LastConsent {
            at: present::day(desk, at),
            version: candidate.text_version.unwrap_or_default(),
            language: candidate.consent_language.clone().unwrap_or_default(),
        }),
        deadline: candidate
            .deadline_at
            .map(|at| present::deadline(desk, at, now)),
        renewal: candidate.renewal.clone(),
    }
}

async fn version_choices(tx: &mut Tx, tenant: &str) -> Result<Vec<VersionChoice>> {
    let mut choices = Vec::new();
    for text in consent::store::texts(tx, tenant).await? {
        for version in (1..=text.current_version).rev() {
            choices.push(VersionChoice {
                id: version.to_string(),
                label: format!("{}, {version}", text.name),
            });
        }
    }
    Ok(choices)
}

pub async fn register_form(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::ManageCandidates)?;
    let form = CandidateForm {
        language: desk.tenant.language.clone(),
        languages: languages(&app, &desk).await?,
        ..CandidateForm::default()
    };
    html(register_page(&desk.frame, &form))
}

/// The languages the tenant's texts exist in.
pub async fn languages(app: &App, desk: &Desk) -> Result<Vec<String>> {
    let mut tx = app.db.read().await?;
    for text in consent::store::texts(&mut tx, &desk.tenant.id).await? {
        let renditions =
            consent::store::current_renditions(&mut tx, &desk.tenant.id, &text.id).await?;
        if !renditions.is_empty() {
            return Ok(renditions
                .into_iter()
                .map(|rendition| rendition.language)
                .collect());
        }
    }
    Ok(vec![desk.tenant.language.clone()])
}

pub async fn register(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::ManageCandidates)?;
    let registration = Registration {
        email: fields.get("email").to_owned(),
        name: fields.get("name").to_owned(),
        source_detail: fields.get("source_detail").to_owned(),
        language: fields.filled("language"),
        phone: None,
        external_id: fields.filled("external_id"),
    };
    let error = match manage::register(&app, &desk.actor, &registration).await {
        Ok(candidate) => {
            return done(
                &format!("/console/candidates/{}", candidate.id),
                "registered",
            );
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let errors: FieldErrors = present::mistakes(&desk, error)?;
    let form = CandidateForm {
        id: None,
        email: registration.email,
        name: registration.name,
        source_detail: registration.source_detail,
        language: registration.language.unwrap_or_default(),
        external_id: registration.external_id.unwrap_or_default(),
        languages: languages(&app, &desk).await?,
        errors,
    };
    again(register_page(&desk.frame, &form))
}
