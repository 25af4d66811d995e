//! What was erased, with certificates.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::Response;
use samtycke_shared::api::Problem;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PageQuery, PaperQuery, page_size, page_start};
use crate::app::App;
use crate::auth::Action;
use crate::clock::rfc3339;
use crate::erasure;
use crate::erasure::store::{self, Erasure};
use crate::error::Result;
use crate::http::download;
use crate::http::extract::{ApiActor, Path, Query};
use crate::pdf;

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(paper))
}

#[derive(Serialize, utoipa::ToSchema)]
struct ErasureItem {
    id: String,
    candidate_id: String,
    reason: String,
    erased_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
}

impl From<Erasure> for ErasureItem {
    fn from(erasure: Erasure) -> Self {
        Self {
            id: erasure.id,
            candidate_id: erasure.candidate_id,
            reason: erasure.reason,
            erased_at: rfc3339(erasure.erased_at),
            certificate: None,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct ErasurePage {
    items: Vec<ErasureItem>,
    next_cursor: Option<String>,
}

/// Erasures, newest first.
#[utoipa::path(get, path = "/v1/erasures", params(PageQuery), security(("api_key" = [])), responses((status = 200, body = ErasurePage)))]
async fn list(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(query): Query<PageQuery>,
) -> Result<Answer<ErasurePage>> {
    actor.require(Action::Read)?;
    let limit = page_size(query.limit);
    let mut tx = app.db.read().await?;
    let found = store::list(
        &mut tx,
        &actor.tenant_id,
        page_start(query.cursor.as_deref())?,
        limit + 1,
    )
    .await?;
    let (found, next_cursor) = super::page(found, limit, |erasure| &erasure.id);
    Ok(Answer(ErasurePage {
        items: found.into_iter().map(ErasureItem::from).collect(),
        next_cursor,
    }))
}

/// One erasure with its certificate, a JWS.
#[utoipa::path(get, path = "/v1/erasures/{id}", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = ErasureItem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<ErasureItem>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let erasure = store::get(&mut tx, &actor.tenant_id, &id).await?;
    let certificate = Some(erasure.certificate.clone());
    Ok(Answer(ErasureItem {
        certificate,
        ..erasure.into()
    }))
}

/// The certificate on paper: what it says, in words, and where the log has it.
#[utoipa::path(get, path = "/v1/erasures/{id}/certificate.pdf", params(("id" = String, Path), PaperQuery), security(("api_key" = [])),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
async fn paper(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Query(query): Query<PaperQuery>,
) -> Result<Response> {
    actor.require(Action::Read)?;
    let lang = query.lang.as_deref();
    let paper = erasure::paper::compose(&app, &actor.tenant_id, &id, lang).await?;
    let name = format!("erasure-certificate-{id}.pdf");
    Ok(download::pdf(&name, pdf::write(&paper)?))
}
