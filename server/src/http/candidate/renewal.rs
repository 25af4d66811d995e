//! `/r/{token}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::pages::{
    AnswerError, ConfirmPage, Confirmed, Erased, ErasedPage, OverPage, ThanksPage, answer_page,
    confirm_page, erased_page, kept_page, over_page, thanks_page,
};
use super::{PageError, PageResult, attachment, present};
use crate::app::App;
use crate::candidates;
use crate::error::Error;
use crate::http::extract::{Form, Path, Query};
use crate::i18n;
use crate::mail::compose::local_date;
use crate::renewal::answer::{self, Asked, Declined, Link, Outcome};
use crate::tenants::Tenant;

#[derive(Deserialize)]
pub struct Language {
    lang: Option<String>,
}

/// Shows the text. A GET never answers.
pub async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<Language>,
    headers: HeaderMap,
) -> PageResult {
    match answer::view(&app, &token, query.lang.as_deref()).await? {
        Link::Open(asked) => Ok(Html(answer_page(&present::answer(
            &asked,
            &Vec::new(),
            None,
            false,
        )?))
        .into_response()),
        closed => {
            let chosen = query.lang.as_deref();
            Ok(closed_page(&app, &closed, chosen, preferred(&headers)))
        }
    }
}

/// What the browser asks for: whose own language is gone is better spoken to in that than in the company's.
fn preferred(headers: &HeaderMap) -> Option<&'static str> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Some(i18n::accepted(accepted))
}

/// The page of a link that cannot be answered any more.
fn closed_page(app: &App, link: &Link, chosen: Option<&str>, preferred: Option<&str>) -> Response {
    let frame = |tenant: &Tenant, own: &str| {
        present::frame(tenant, i18n::supported(chosen.unwrap_or(own)), &[])
    };
    let page = match link {
        Link::Erased {
            tenant, erased_at, ..
        } => erased_page(&ErasedPage {
            frame: frame(tenant, preferred.unwrap_or(&tenant.language)),
            erased: Erased::On(local_date(tenant, *erased_at)),
        }),
        Link::Answered {
            tenant,
            candidate,
            answered_at,
        } => {
            let me = candidates::link_token(app, &candidate.id, &candidate.email_key());
            over_page(&OverPage {
                frame: frame(tenant, &candidate.language),
                answered: Some((local_date(tenant, *answered_at), format!("/me/{me}"))),
            })
        }
        Link::Closed { tenant } => over_page(&OverPage {
            frame: frame(tenant, preferred.unwrap_or(&tenant.language)),
            answered: None,
        }),
        Link::Open(asked) => super::pages::gone_page(i18n::supported(&asked.candidate.language)),
    };
    (StatusCode::GONE, Html(page)).into_response()
}

/// `answer=renew` with one field per purpose, or `answer=decline` and then `confirm=decline`.
pub async fn answer(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<Language>,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let fields: BTreeMap<String, String> = fields.into_iter().collect();
    let field = |name: &str| fields.get(name).map(String::as_str);
    match (field("answer"), field("confirm")) {
        (_, Some("decline")) => decline(&app, &token, query.lang.as_deref()).await,
        (Some("decline"), _) => ask_to_confirm(&app, &token, query.lang.as_deref()).await,
        (Some("renew"), _) => renew(&app, &token, &fields, query.lang.as_deref()).await,
        _ => Err(Error::BadRequest("answer must be renew or decline".to_owned()).into()),
    }
}

async fn renew(
    app: &App,
    token: &str,
    fields: &BTreeMap<String, String>,
    language: Option<&str>,
) -> PageResult {
    let ticked = fields
        .iter()
        .map(|(name, value)| (name.clone(), is_ticked(value)))
        .collect();
    let served = fields.get("served").map(String::as_str);
    let again = |asked: &Asked, error, changed| -> Result<Html<String>, Error> {
        Ok(Html(answer_page(&present::answer(
            asked,
            &ticked_keys(&ticked),
            error,
            changed,
        )?)))
    };
    match answer::renew(app, token, served, language, &ticked).await? {
        Outcome::Renewed {
            asked,
            receipt,
            event_id,
        } => Ok(thanks(app, &asked, &receipt, &event_id).await?),
        Outcome::Changed(asked) => Ok((
            StatusCode::CONFLICT,
            Html(answer_page(&present::answer(
                &asked,
                &Vec::new(),
                None,
                true,
            )?)),
        )
            .into_response()),
        Outcome::Incomplete(asked) => {
            let nothing = !asked
                .text
                .purposes
                .iter()
                .any(|purpose| ticked.get(&purpose.key).copied().unwrap_or(false));
            let error = if nothing {
                AnswerError::NothingTicked
            } else {
                AnswerError::RequiredNotTicked
            };
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                again(&asked, Some(error), false)?,
            )
                .into_response())
        }
        Outcome::Link(closed) => Ok(closed_page(app, &closed, language, None)),
    }
}

fn ticked_keys(ticked: &BTreeMap<String, bool>) -> Vec<String> {
    ticked
        .iter()
        .filter(|(_, ticked)| **ticked)
        .map(|(key, _)| key.clone())
        .collect()
}

fn is_ticked(value: &str) -> bool {
    matches!(value, "on" | "true" | "yes" | "1")
}

async fn thanks(
    app: &App,
    asked: &Asked,
    receipt: &str,
    event_id: &str,
) -> Result<Response, PageError> {
    let mut tx = app.db.read().await?;
    let event = crate::consent::store::event(&mut tx, &asked.tenant.id, event_id)
        .await?
        .ok_or(Error::NotFound)?;
    let me = candidates::link_token(app, &asked.candidate.id, &asked.candidate.email_key());
    let granted = event.fact()?.decisions;
    let is_granted = |key: &str| granted.iter().any(|it| it.granted && it.purpose == key);
    let ended = asked.standing.iter().filter(|it| !is_granted(&it.key));
    let page = ThanksPage {
        frame: present::frame(&asked.tenant, i18n::supported(&asked.text.language), &[]),
        consents: present::consents(&asked.tenant, &event)?,
        ended: ended.map(|consent| consent.label.clone()).collect(),
        receipt: receipt.to_owned(),
        receipt_url: format!("/me/{me}/receipts/{event_id}"),
        me_url: format!("/me/{me}"),
    };
    Ok(Html(thanks_page(&page)).into_response())
}

async fn ask_to_confirm(app: &App, token: &str, language: Option<&str>) -> PageResult {
    match answer::view(app, token, language).await? {
        Link::Open(asked) => {
            let frame = present::frame(&asked.tenant, i18n::supported(&asked.text.language), &[]);
            Ok(Html(confirm_page(&ConfirmPage {
                frame,
                confirmed: Confirmed::Decline,
            }))
            .into_response())
        }
        closed => Ok(closed_page(app, &closed, language, None)),
    }
}

async fn decline(app: &App, token: &str, chosen: Option<&str>) -> PageResult {
    match answer::decline(app, token).await? {
        Declined::Erased {
            tenant,
            language,
            erased,
        } => {
            let language = i18n::supported(chosen.unwrap_or(&language));
            Ok(Html(erased_page(&ErasedPage {
                frame: present::frame(&tenant, language, &[]),
                erased: Erased::Now {
                    certificate: erased.certificate,
                },
            }))
            .into_response())
        }
        Declined::Kept { tenant, language } => {
            let language = i18n::supported(chosen.unwrap_or(&language));
            Ok(Html(kept_page(&present::frame(&tenant, language, &[]))).into_response())
        }
        Declined::Link(closed) => Ok(closed_page(app, &closed, chosen, None)),
    }
}

/// RFC 8058: one POST, no questions.
pub async fn unsubscribe(State(app): State<Arc<App>>, Path(token): Path<String>) -> PageResult {
    answer::stop_reminders(&app, &token).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The newest receipt given through this link.
pub async fn receipt(State(app): State<Arc<App>>, Path(token): Path<String>) -> PageResult {
    let receipt = answer::receipt(&app, &token).await?;
    Ok(attachment(
        "consent-receipt.jws",
        "application/jose",
        receipt,
    ))
}
