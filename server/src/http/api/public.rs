//! What the widget on a career page calls.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use samtycke_shared::api::{ConsentText, Problem, Recorded, Submission};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::consent::submit;
use crate::error::Result;
use crate::http::extract::{Json, PageOrigin, Path, Query};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(consent_text))
        .routes(routes!(submit_consent))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TextQuery {
    /// A language tag. One the text lacks is answered in the nearest language there is.
    lang: Option<String>,
}

/// The text a site shows, with the served notice that comes back with the answer.
#[utoipa::path(get, path = "/v1/sites/{site_key}/consent-text", params(("site_key" = String, Path), TextQuery),
    responses((status = 200, body = ConsentText), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn consent_text(
    State(app): State<Arc<App>>,
    Path(site_key): Path<String>,
    PageOrigin(origin): PageOrigin,
    Query(query): Query<TextQuery>,
) -> Result<Answer<ConsentText>> {
    let text = submit::consent_text(&app, &site_key, origin.as_deref(), query.lang.as_deref());
    Ok(Answer(text.await?))
}

/// Records a candidate's consent. A repeated `submission_id` gets the first one's answer.
#[utoipa::path(post, path = "/v1/sites/{site_key}/consents", params(("site_key" = String, Path)),
    request_body = Submission,
    responses(
        (status = 201, body = Recorded),
        (status = 403, description = "the page's origin is not allowed", body = Problem),
        (status = 409, description = "the notice is stale; `current` holds the text to show", body = Problem),
        (status = 422, description = "`errors` names the fields", body = Problem),
        (status = 429, body = Problem)))]
async fn submit_consent(
    State(app): State<Arc<App>>,
    Path(site_key): Path<String>,
    PageOrigin(origin): PageOrigin,
    Json(submission): Json<Submission>,
) -> Result<(StatusCode, Answer<Recorded>)> {
    let recorded = submit::submit(&app, &site_key, origin.as_deref(), &submission).await?;
    Ok((StatusCode::CREATED, Answer(recorded)))
}
