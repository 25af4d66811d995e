//! Actions on many: importing, and how far a batch is.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json as Answer;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use samtycke_shared::api::Problem;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::Action;
use crate::candidates::batch::{self, Batch};
use crate::candidates::import::{self, Defaults, Report, table};
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::extract::{ApiActor, Path, Query};

pub fn routes() -> OpenApiRouter<Arc<App>> {
    let import = OpenApiRouter::new()
        .routes(routes!(import))
        .layer(DefaultBodyLimit::max(table::MAX_BYTES));
    OpenApiRouter::new().merge(import).routes(routes!(show))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// Where the data came from, for lines without a source of their own. The candidates are told.
    #[serde(alias = "source")]
    source_detail: Option<String>,
}

/// Imports candidates without consent, who are asked at once; corrects those whose address is known.
///
/// The first line holds the headings, in any order and case: `email` (`e-post`), `name` (`namn`) or
/// `first name` and `last name` (`förnamn`, `efternamn`), `source` (`källa`), and if there are any
/// `external id` (`externt id`), `language` (`språk`), `phone` (`telefon`). UTF-8, UTF-16 with a byte
/// order mark or Windows-1252; comma, semicolon or tab; 20 MB at most. Sent again, a file changes nothing.
#[utoipa::path(post, path = "/v1/candidates/import", params(ImportQuery), request_body(content = String, content_type = "text/csv"),
    security(("api_key" = [])),
    responses((status = 200, body = Report), (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
async fn import(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Query(query): Query<ImportQuery>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Report>> {
    actor.require(Action::ManageCandidates)?;
    let body = body.map_err(|rejection| match rejection.status().as_u16() {
        413 => Error::TooLarge,
        _ => Error::BadRequest("the body could not be read".to_owned()),
    })?;
    let source = query.source_detail.map(|text| text.trim().to_owned());
    let defaults = Defaults {
        source: source.filter(|text| !text.is_empty()),
    };
    Ok(Answer(import::whole(&app, &actor, &body, &defaults).await?))
}

#[derive(Serialize, utoipa::ToSchema)]
struct BatchItem {
    id: String,
    /// `ask`, `erase` or `import`.
    act: String,
    /// `draft`, `waiting`, `running`, `done` or `cancelled`.
    state: String,
    total: i64,
    /// How many ended how so far: `done`, `held`, `restricted`, `open`, `gone`, `changed`; an import's
    /// `created`, `updated`, `unchanged`.
    outcomes: BTreeMap<String, i64>,
    created_at: String,
    ended_at: Option<String>,
}

impl BatchItem {
    fn new(batch: Batch) -> Result<Self> {
        Ok(Self {
            outcomes: batch.tally()?.0,
            created_at: rfc3339(batch.created_at),
            ended_at: batch.ended_at.map(rfc3339),
            id: batch.id,
            act: batch.act,
            state: batch.state,
            total: batch.total,
        })
    }
}

/// How far an action on many candidates is.
#[utoipa::path(get, path = "/v1/batches/{id}", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = BatchItem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<BatchItem>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let batch = batch::store::get(&mut tx, &actor.tenant_id, &id).await?;
    Ok(Answer(BatchItem::new(batch)?))
}
