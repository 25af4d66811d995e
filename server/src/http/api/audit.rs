//! The staff API about the audit log.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::Response;
use samtycke_shared::api::Problem;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{page_size, page_start};
use crate::app::App;
use crate::audit::{self, Entry, Filter};
use crate::auth::Action;
use crate::error::Result;
use crate::http::download;
use crate::http::extract::{ApiActor, Query};
use crate::tenants;

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(export))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct AuditPage {
    items: Vec<Entry>,
    next_cursor: Option<String>,
}

/// Who looked at or changed what, newest first.
#[utoipa::path(get, path = "/v1/audit", params(Filter, Page), security(("api_key" = [])),
    responses((status = 200, body = AuditPage), (status = 422, body = Problem)))]
async fn show(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Answer<AuditPage>> {
    actor.require(Action::Read)?;
    let limit = page_size(page.limit);
    let cursor = page_start(page.cursor.as_deref())?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let criteria = filter.criteria(&tenant.zone())?;
    let mut items = audit::list(&mut tx, &tenant.id, &criteria, cursor, limit + 1).await?;
    let size = usize::try_from(limit).unwrap_or_default();
    let next_cursor = (items.len() > size).then(|| items[size - 1].id.clone());
    items.truncate(size);
    Ok(Answer(AuditPage { items, next_cursor }))
}

/// The same, whole, as CSV. That it was taken stands in the audit log.
#[utoipa::path(get, path = "/v1/audit/export", params(Filter), security(("api_key" = [])),
    responses((status = 200, content_type = "text/csv"), (status = 422, body = Problem)))]
async fn export(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    actor.require(Action::Read)?;
    let rows = audit::export::start(app, &actor, &filter).await?;
    Ok(download::csv_stream("audit-log.csv", rows))
}
