//! The list of candidates, and registering one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::present;
use super::session::{Desk, Page, Posted, again, done, html};
use super::views::candidates::{
    Candidates, Choices, LastConsent, Row, Saved, StatusCount, candidates_page, href,
};
use super::views::register::{CandidateForm, register_page};
use super::views::{FieldErrors, When};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::filter::{Filter, Measure};
use crate::candidates::list::{self, Cursor, ListQuery, Matching};
use crate::candidates::manage::{self, Registration};
use crate::candidates::overview::{self, Counted};
use crate::candidates::saved;
use crate::candidates::store::Listed;
use crate::clock::MINUTE;
use crate::consent::{self, Status, submit};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::extract::{Path, Query};

const PAGE: usize = 50;

/// What the list's address may hold beside the list: the message after an action.
const MESSAGE: [&str; 2] = ["done", "count"];

/// Reads a query string as it stands in the list's address.
///
/// # Errors
/// `Invalid` for everything not understood.
pub fn read_query(query: &str) -> Result<ListQuery> {
    let unreadable = || Error::BadRequest("the filter is not understood".to_owned());
    let uri: axum::http::Uri = format!("/?{}", query.trim_start_matches('?'))
        .parse()
        .map_err(|_| unreadable())?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri);
    read(&pairs.map_err(|_| unreadable())?.0)
}

/// A form sends its empty fields too; they say nothing.
pub fn read(pairs: &[(String, String)]) -> Result<ListQuery> {
    let filled: Vec<_> = pairs
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .cloned()
        .collect();
    // The names of the empty ones are checked like the others'.
    ListQuery::read(pairs, &MESSAGE)?;
    ListQuery::read(&filled, &MESSAGE)
}

pub async fn list(
    State(app): State<Arc<App>>,
    desk: Desk,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Page {
    desk.require(Action::Read)?;
    let query = read(&pairs)?;
    let first_page = href(&query.filter, query.sort, "");
    let backward = query.cursor.as_ref().is_some_and(Cursor::is_backward);
    match present(&app, &desk, query, FieldErrors::default()).await {
        Ok(data) => {
            record_listing(&app, &desk).await?;
            let page = html(candidates_page(&desk.frame, &data))?;
            Ok(go_on(&data, backward, page))
        }
        // The candidate the page started from has been erased meanwhile.
        Err(Error::Invalid(errors)) if errors.iter().all(|error| error.field == "cursor") => {
            Ok(Redirect::to(&first_page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// A page that has found nobody yet shows how far the search is, and the browser asks for the next by itself.
fn go_on(data: &Candidates, backward: bool, mut page: Response) -> Response {
    let next = match backward {
        true => data.previous_cursor.as_deref(),
        false => data.next_cursor.as_deref(),
    };
    let next = next.filter(|_| data.unfinished && data.rows.is_empty());
    if let Some(cursor) = next {
        let refresh = format!("0; url={}", href(&data.filter, data.sort, cursor));
        if let Ok(value) = HeaderValue::from_str(&refresh) {
            page.headers_mut().insert(header::REFRESH, value);
        }
    }
    page
}

async fn record_listing(app: &App, desk: &Desk) -> Result<()> {
    let mut tx = app.db.begin().await?;
    audit::write(app, &mut tx, &desk.actor, "candidates.listed", None, None).await?;
    tx.commit().await
}

async fn present(
    app: &Arc<App>,
    desk: &Desk,
    query: ListQuery,
    errors: FieldErrors,
) -> Result<Candidates> {
    let (tenant, now) = (&desk.tenant, app.now());
    let criteria = query.filter.criteria(tenant, now)?;
    let counted = overview::of(app, tenant).await?;
    let mut tx = app.db.read().await?;
    let measure = Measure::of(&mut tx, tenant, now).await?;
    let request = list::Request {
        tenant,
        criteria: &criteria,
        measure: &measure,
        sort: query.sort,
        cursor: query.cursor,
        limit: PAGE,
        windows: list::WINDOWS,
    };
    // What the overview has counted already need not be counted here.
    let known = match criteria.only_status() {
        _ if criteria.is_empty() => Some(counted.candidates()),
        status => status.map(|status| counted.status(status)),
    };
    let (page, matching) = match known {
        Some(count) => (
            list::page(&mut tx, &request).await?,
            Matching::Exactly(count),
        ),
        None => list::counted_page(&mut tx, &request).await?,
    };
    let (matching, matching_more) = match matching {
        Matching::Exactly(count) => (count, false),
        Matching::AtLeast(count) => (rounded(count), true),
    };
    Ok(Candidates {
        counts: Status::ALL
            .iter()
            .map(|status| StatusCount {
                status: status.to_string(),
                count: counted.status(*status),
            })
            .collect(),
        total: counted.candidates(),
        counted: counted_at(desk, &counted, now),
        matching: Some(matching),
        matching_more,
        choices: choices(&mut tx, desk).await?,
        saved: saved_filters(&mut tx, desk).await?,
        errors,
        rows: page
            .rows
            .iter()
            .map(|row_of| row(desk, row_of, now))
            .collect(),
        next_cursor: page.next.map(|cursor| cursor.to_string()),
        previous_cursor: page.previous.map(|cursor| cursor.to_string()),
        unfinished: page.unfinished,
        filter: query.filter,
        sort: query.sort,
    })
}

/// When figures were counted, if that is worth saying.
pub fn counted_at(desk: &Desk, counted: &Counted, now: i64) -> Option<When> {
    (now - counted.at >= MINUTE / 4).then(|| present::moment(desk, counted.at))
}

/// One digit that counts: "more than 4 000" is not meant to look exact.
fn rounded(count: i64) -> i64 {
    let mut step = 1;
    while step * 10 <= count {
        step *= 10;
    }
    count / step * step
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

async fn choices(tx: &mut Tx, desk: &Desk) -> Result<Choices> {
    let tenant = &desk.tenant;
    let texts = consent::store::texts(tx, &tenant.id).await?;
    let newest = texts.iter().map(|text| text.current_version).max();
    let mut choices = Choices {
        texts: texts
            .iter()
            .map(|text| (text.id.clone(), text.name.clone()))
            .collect(),
        versions: (1..=newest.unwrap_or(0))
            .rev()
            .map(|version| (version.to_string(), version.to_string()))
            .collect(),
        purposes: Vec::new(),
    };
    for text in &texts {
        let renditions = consent::store::current_renditions(tx, &tenant.id, &text.id).await?;
        let Some(shown) = submit::choose(&renditions, Some(&desk.language), &tenant.language)
        else {
            continue;
        };
        for purpose in shown.purposes()? {
            if !choices.purposes.iter().any(|(key, _)| *key == purpose.key) {
                choices.purposes.push((purpose.key, purpose.label));
            }
        }
    }
    Ok(choices)
}

async fn saved_filters(tx: &mut Tx, desk: &Desk) -> Result<Vec<Saved>> {
    let saved = saved::all(tx, &desk.tenant.id).await?;
    Ok(saved
        .into_iter()
        .map(|saved| Saved {
            id: saved.id,
            name: saved.name,
            filter: saved.filter,
            sort: saved.sort,
        })
        .collect())
}

pub async fn save_filter(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::ManageCandidates)?;
    let query = read_query(fields.get("filter"))?;
    let name = fields.get("name");
    let kept = saved::save(
        &app,
        &desk.actor,
        &desk.tenant,
        name,
        &query.filter,
        query.sort,
    );
    match kept.await {
        Ok(()) => {
            let filter = Filter {
                q: None,
                ..query.filter
            };
            let kept = href(&filter, query.sort, "");
            let sign = if kept.contains('?') { '&' } else { '?' };
            Ok(Redirect::to(&format!("{kept}{sign}done=filter-kept")).into_response())
        }
        Err(Error::Invalid(errors)) => {
            let errors = present::mistakes(&desk, "filter", Error::Invalid(errors))?;
            let data = present(&app, &desk, query, errors).await?;
            record_listing(&app, &desk).await?;
            again(candidates_page(&desk.frame, &data))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove_filter(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, .. }: Posted,
) -> Page {
    desk.require(Action::ManageCandidates)?;
    saved::remove(&app, &desk.actor, &id).await?;
    Ok(Redirect::to("/console/candidates").into_response())
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
        phone: fields.filled("phone"),
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
    let errors: FieldErrors = present::mistakes_at(&desk, "candidate", "email", error)?;
    let form = CandidateForm {
        id: None,
        email: registration.email,
        name: registration.name,
        source_detail: registration.source_detail,
        language: registration.language.unwrap_or_default(),
        phone: registration.phone.unwrap_or_default(),
        external_id: registration.external_id.unwrap_or_default(),
        languages: languages(&app, &desk).await?,
        errors,
    };
    again(register_page(&desk.frame, &form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_has_found_nobody_yet_goes_on_by_itself() {
        let page = |unfinished, rows: Vec<Row>, backward| {
            let data = Candidates {
                unfinished,
                rows,
                next_cursor: Some("0199f635-1fef-7914-8d61-22053581643c".to_owned()),
                previous_cursor: Some("-0199f635-1fef-7914-8d61-22053581643d".to_owned()),
                filter: Filter {
                    status: Some("valid".to_owned()),
                    ..Filter::default()
                },
                ..Candidates::default()
            };
            let page = go_on(&data, backward, Response::default());
            let refresh = page.headers().get(header::REFRESH);
            refresh.map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(
            page(true, Vec::new(), false).unwrap(),
            "0; url=/console/candidates?status=valid&cursor=0199f635-1fef-7914-8d61-22053581643c"
        );
        assert_eq!(
            page(true, Vec::new(), true).unwrap(),
            "0; url=/console/candidates?status=valid&cursor=-0199f635-1fef-7914-8d61-22053581643d"
        );
        assert_eq!(page(false, Vec::new(), false), None);
        let found = Row {
            id: String::new(),
            name: String::new(),
            email: String::new(),
            status: String::new(),
            last_consent: None,
            deadline: None,
            renewal: String::new(),
        };
        assert_eq!(page(true, vec![found], false), None);
    }
}
