//! The staff API about the audit log.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::Response;
use samtycke_shared::api::Problem;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{PageQuery, page_size, page_start};
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

#[derive(Serialize, utoipa::ToSchema)]
struct AuditPage {
    items: Vec<Entry>,
    next_cursor: Option<String>,
}

/// Who looked at or changed what, newest first.
#[utoipa::path(get, path = "/v1/audit", params(Filter, PageQuery), security(("api_key" = [])),
    responses((status = 200, body = AuditPage), (status = 422, body = Problem)))]
async fn show(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(filter): Query<Filter>,
    Query(page): Query<PageQuery>,
) -> Result<Answer<AuditPage>> {
    actor.require(Action::Read)?;
    let limit = page_size(page.limit);
    let cursor = page_start(page.cursor.as_deref())?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let criteria = filter.criteria(&tenant.zone())?;
    let found = audit::list(&mut tx, &tenant.id, &criteria, cursor, limit + 1).await?;
    let (items, next_cursor) = super::page(found, limit, |entry| &entry.id);
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
    let rows = audit::export::start(app, &actor, &filter, "en").await?;
    Ok(download::csv_stream("audit-log.csv", rows))
}
