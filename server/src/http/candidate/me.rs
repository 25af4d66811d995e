//! `/me/{token}`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse};
use samtycke_shared::receipt::JSON_LD;
use serde::Deserialize;

use super::pages::{
    ConfirmPage, Confirmed, Erased, ErasedPage, MeNotice, confirm_page, erased_page, kept_page,
    me_page,
};
use super::{PageResult, attachment, present};
use crate::app::App;
use crate::consent::store::Event;
use crate::consent::withdraw::{self, Asked, Gone, Withdrawn};
use crate::error::Error;
use crate::http::extract::{Form, Path, Query};
use crate::i18n;

#[derive(Deserialize)]
pub struct Language {
    pub lang: Option<String>,
}

#[derive(Deserialize)]
pub struct Fields {
    action: String,
    #[serde(default)]
    confirm: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
}

pub async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<Language>,
) -> PageResult {
    page(&app, &token, query.lang.as_deref(), None).await
}

async fn page(
    app: &App,
    token: &str,
    language: Option<&str>,
    notice: Option<MeNotice>,
) -> PageResult {
    let own = withdraw::open(app, token).await?;
    let language = i18n::supported(language.unwrap_or(&own.candidate.language));
    Ok(Html(me_page(&present::me(&own, token, language, notice, app)?)).into_response())
}

pub async fn act(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<Language>,
    Form(fields): Form<Fields>,
) -> PageResult {
    let language = query.lang.as_deref();
    match (fields.action.as_str(), fields.confirm.as_str()) {
        ("correct", _) => correct(&app, &token, language, &fields).await,
        ("withdraw", _) => withdraw(&app, &token, language, &fields.purpose).await,
        ("erase", "erase") => Ok(match withdraw::erase(&app, &token).await? {
            Asked::Erased(gone) => erased_answer(*gone, language),
            Asked::Kept(tenant, own) => {
                let language = i18n::supported(language.unwrap_or(&own));
                let frame = present::frame(&tenant, language, &[]);
                Html(kept_page(&frame)).into_response()
            }
        }),
        ("erase", _) => {
            let own = withdraw::open(&app, &token).await?;
            let frame = present::frame(
                &own.tenant,
                i18n::supported(language.unwrap_or(&own.candidate.language)),
                &[],
            );
            Ok(Html(confirm_page(&ConfirmPage {
                frame,
                confirmed: Confirmed::Erase,
            }))
            .into_response())
        }
        _ => Err(Error::BadRequest("action must be correct, withdraw or erase".to_owned()).into()),
    }
}

async fn correct(app: &App, token: &str, language: Option<&str>, fields: &Fields) -> PageResult {
    match withdraw::correct(app, token, &fields.name, &fields.phone).await {
        Ok(()) => page(app, token, language, Some(MeNotice::Corrected)).await,
        Err(Error::Invalid(_)) => {
            let notice = match fields.name.trim().is_empty() {
                true => MeNotice::NameMissing,
                false => MeNotice::NotUnderstood,
            };
            page(app, token, language, Some(notice)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn withdraw(app: &App, token: &str, language: Option<&str>, purpose: &str) -> PageResult {
    let purpose = (!purpose.is_empty()).then_some(purpose);
    match withdraw::withdraw(app, token, purpose).await? {
        Withdrawn::Partly => page(app, token, language, Some(MeNotice::Withdrawn)).await,
        Withdrawn::Erased(gone) => Ok(erased_answer(*gone, language)),
    }
}

/// In the language that was chosen, or else the candidate's own.
fn erased_answer(gone: Gone, language: Option<&str>) -> axum::response::Response {
    let language = i18n::supported(language.unwrap_or(&gone.language));
    Html(erased_page(&ErasedPage {
        frame: present::frame(&gone.tenant, language, &[]),
        erased: Erased::Now {
            certificate: gone.erased.certificate,
        },
    }))
    .into_response()
}

/// Everything stored, as JSON (GDPR Art. 15 and 20).
pub async fn download(State(app): State<Arc<App>>, Path(token): Path<String>) -> PageResult {
    let own = withdraw::open(&app, &token).await?;
    let everything = serde_json::to_string_pretty(&present::export(&own)?).map_err(Error::from)?;
    Ok(attachment("my-data.json", "application/json", everything))
}

pub async fn receipt(
    State(app): State<Arc<App>>,
    Path((token, id)): Path<(String, String)>,
) -> PageResult {
    let event = event(&app, &token, &id).await?;
    let receipt = event.receipt().ok_or(Error::NotFound)?;
    Ok(attachment(
        "consent-receipt.jws",
        "application/jose",
        receipt,
    ))
}

/// What the receipt says, for programs that know nothing of this one.
pub async fn json_ld(
    State(app): State<Arc<App>>,
    Path((token, id)): Path<(String, String)>,
) -> PageResult {
    let event = event(&app, &token, &id).await?;
    if !event.has_receipt() {
        return Err(Error::NotFound.into());
    }
    let record = serde_json::from_str(&event.record).map_err(Error::from)?;
    // A record from before the vocabulary was mapped has no such form.
    let document = samtycke_shared::receipt::json_ld(&record).map_err(|_| Error::NotFound)?;
    let document = serde_json::to_string_pretty(&document).map_err(Error::from)?;
    Ok(attachment("consent-receipt.jsonld", JSON_LD, document))
}

async fn event(app: &App, token: &str, id: &str) -> Result<Event, Error> {
    let own = withdraw::open(app, token).await?;
    let event = own.events.into_iter().find(|event| event.id == id);
    event.ok_or(Error::NotFound)
}
