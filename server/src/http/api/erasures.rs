//! What was erased, with certificates.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use samtycke_shared::api::Problem;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{page_size, page_start};
use crate::app::App;
use crate::auth::Action;
use crate::clock::rfc3339;
use crate::erasure::store::{self, Erasure};
use crate::error::Result;
use crate::http::extract::{ApiActor, Path, Query};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
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

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
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
    let mut found = store::list(
        &mut tx,
        &actor.tenant_id,
        page_start(query.cursor.as_deref())?,
        limit + 1,
    )
    .await?;
    let size = usize::try_from(limit).unwrap_or_default();
    let next_cursor = (found.len() > size).then(|| found[size - 1].id.clone());
    found.truncate(size);
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
