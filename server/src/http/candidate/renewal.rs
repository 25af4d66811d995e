//! `/r/{token}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::pages::{
    AnswerError, ConfirmPage, Confirmed, ErasedPage, ThanksPage, answer_page, confirm_page,
    erased_page, kept_page, thanks_page,
};
use super::{PageError, PageResult, attachment, present};
use crate::app::App;
use crate::error::Error;
use crate::http::extract::{Form, Path, Query};
use crate::i18n;
use crate::renewal::answer::{self, Asked, Declined, Link, Outcome};

#[derive(Deserialize)]
pub struct Language {
    lang: Option<String>,
}

/// Shows the text. A GET never answers.
pub async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<Language>,
) -> PageResult {
    match answer::view(&app, &token, query.lang.as_deref()).await? {
        Link::Open(asked) => Ok(Html(answer_page(&present::answer(
            &asked,
            &Vec::new(),
            None,
            false,
        )?))
        .into_response()),
        closed => Ok(closed_page(&closed, query.lang.as_deref())),
    }
}

/// The page of a link that cannot be answered any more.
fn closed_page(link: &Link, language: Option<&str>) -> Response {
    let page = match link {
        Link::Erased { tenant, .. } => {
            let language = i18n::supported(language.unwrap_or(&tenant.language));
            erased_page(&ErasedPage {
                frame: present::frame(tenant, language, &[]),
                certificate: None,
            })
        }
        Link::Closed { tenant } => {
            super::pages::gone_page(i18n::supported(language.unwrap_or(&tenant.language)))
        }
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
        (_, Some("decline")) => decline(&app, &token).await,
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
        Outcome::Link(closed) => Ok(closed_page(&closed, language)),
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
    let me = crate::candidates::link_token(app, &asked.candidate.id, &asked.candidate.email_key());
    let page = ThanksPage {
        frame: present::frame(&asked.tenant, i18n::supported(&asked.text.language), &[]),
        consents: present::consents(&asked.tenant, &event)?,
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
        closed => Ok(closed_page(&closed, language)),
    }
}

async fn decline(app: &App, token: &str) -> PageResult {
    match answer::decline(app, token).await? {
        Declined::Erased {
            tenant,
            language,
            erased,
        } => {
            let frame = present::frame(&tenant, i18n::supported(&language), &[]);
            Ok(Html(erased_page(&ErasedPage {
                frame,
                certificate: Some(erased.certificate),
            }))
            .into_response())
        }
        Declined::Kept { tenant, language } => Ok(Html(kept_page(&present::frame(
            &tenant,
            i18n::supported(&language),
            &[],
        )))
        .into_response()),
        Declined::Link(closed) => Ok(closed_page(&closed, None)),
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
