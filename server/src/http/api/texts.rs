//! The staff API about consent texts.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use samtycke_shared::api::Problem;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::clock::rfc3339;
use crate::consent::disclosure;
use crate::consent::publish::{self, Content, Publication};
use crate::consent::store::{self, TextVersion};
use crate::error::{Error, Result};
use crate::http::extract::{ApiActor, Json, Path};
use crate::tenants;

mod lint;

use lint::Lint;

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(versions, add_draft))
        .routes(routes!(version, replace_draft))
        .routes(routes!(lint_version))
        .routes(routes!(publish_version))
}

#[derive(Serialize, utoipa::ToSchema)]
struct TextItem {
    id: String,
    name: String,
    /// 0 before the first publishing.
    current_version: i64,
    material_version: i64,
    created_at: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct TextList {
    items: Vec<TextItem>,
}

/// The tenant's consent texts.
#[utoipa::path(get, path = "/v1/consent-texts", security(("api_key" = [])), responses((status = 200, body = TextList)))]
async fn list(State(app): State<Arc<App>>, ApiActor(actor): ApiActor) -> Result<Answer<TextList>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let texts = store::texts(&mut tx, &actor.tenant_id).await?;
    Ok(Answer(TextList {
        items: texts.into_iter().map(text_item).collect(),
    }))
}

fn text_item(text: store::ConsentTextRow) -> TextItem {
    TextItem {
        id: text.id,
        name: text.name,
        current_version: text.current_version,
        material_version: text.material_version,
        created_at: rfc3339(text.created_at),
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewText {
    name: String,
}

/// Adds a consent text without versions.
#[utoipa::path(post, path = "/v1/consent-texts", request_body = NewText, security(("api_key" = [])),
    responses((status = 201, body = TextItem), (status = 422, body = Problem)))]
async fn create(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Json(new): Json<NewText>,
) -> Result<(StatusCode, Answer<TextItem>)> {
    actor.require(Action::Administer)?;
    if new.name.trim().is_empty() || new.name.chars().count() > 200 {
        return Err(Error::field("name", "required", "1 to 200 characters"));
    }
    let id = app.new_id();
    let mut tx = app.db.begin().await?;
    store::insert_text(&mut tx, &actor.tenant_id, &id, new.name.trim(), app.now()).await?;
    audit::write(&app, &mut tx, &actor, "text.created", None, Some(&id)).await?;
    let text = store::text(&mut tx, &actor.tenant_id, &id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Answer(text_item(text))))
}

#[derive(Serialize, utoipa::ToSchema)]
struct VersionItem {
    text_version_id: String,
    version: i64,
    /// `draft` or `published`.
    state: String,
    change: Option<String>,
    published_at: Option<String>,
    published_by: Option<String>,
    #[serde(flatten)]
    content: Content,
}

fn version_item(version: &TextVersion) -> Result<VersionItem> {
    Ok(VersionItem {
        text_version_id: version.id.clone(),
        version: version.version,
        state: version.state.clone(),
        change: version.change.clone(),
        published_at: version.published_at.map(rfc3339),
        published_by: version.published_by.clone(),
        content: version.content()?,
    })
}

#[derive(Serialize, utoipa::ToSchema)]
struct VersionList {
    items: Vec<VersionItem>,
}

/// A text's versions, newest first.
#[utoipa::path(get, path = "/v1/consent-texts/{id}/versions", params(("id" = String, Path)), security(("api_key" = [])),
    responses((status = 200, body = VersionList), (status = 404, body = Problem)))]
async fn versions(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
) -> Result<Answer<VersionList>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    store::text(&mut tx, &actor.tenant_id, &id).await?;
    let versions = store::versions(&mut tx, &actor.tenant_id, &id).await?;
    Ok(Answer(VersionList {
        items: versions.iter().map(version_item).collect::<Result<_>>()?,
    }))
}

/// Adds a draft.
#[utoipa::path(post, path = "/v1/consent-texts/{id}/versions", params(("id" = String, Path)), request_body = Content,
    security(("api_key" = [])), responses((status = 201, body = VersionItem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add_draft(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path(id): Path<String>,
    Json(content): Json<Content>,
) -> Result<(StatusCode, Answer<VersionItem>)> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    store::text(&mut tx, &actor.tenant_id, &id).await?;
    let number = store::insert_draft(
        &mut tx,
        &actor.tenant_id,
        &id,
        &app.new_id(),
        &content,
        app.now(),
    )
    .await?;
    audit::write(
        &app,
        &mut tx,
        &actor,
        "text.drafted",
        None,
        Some(&format!("{id} version {number}")),
    )
    .await?;
    let version = store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Answer(version_item(&version)?)))
}

/// One version.
#[utoipa::path(get, path = "/v1/consent-texts/{id}/versions/{n}", params(("id" = String, Path), ("n" = i64, Path)),
    security(("api_key" = [])), responses((status = 200, body = VersionItem), (status = 404, body = Problem)))]
async fn version(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Answer<VersionItem>> {
    actor.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let version = store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    Ok(Answer(version_item(&version)?))
}

/// Replaces a draft. A published version never changes.
#[utoipa::path(put, path = "/v1/consent-texts/{id}/versions/{n}", params(("id" = String, Path), ("n" = i64, Path)),
    request_body = Content, security(("api_key" = [])),
    responses((status = 200, body = VersionItem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn replace_draft(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path((id, number)): Path<(String, i64)>,
    Json(content): Json<Content>,
) -> Result<Answer<VersionItem>> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    publish::replace_draft(&mut tx, &actor.tenant_id, &id, number, &content).await?;
    audit::write(
        &app,
        &mut tx,
        &actor,
        "text.drafted",
        None,
        Some(&format!("{id} version {number}")),
    )
    .await?;
    let version = store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    tx.commit().await?;
    Ok(Answer(version_item(&version)?))
}

/// Judges a version's text in each language: which of the things that GDPR Art. 7 and 13 want said it says.
///
/// The lint looks for words in Swedish, Danish and English. It cannot tell whether a sentence is true, complete or
/// easy to understand. What it misses can be answered in the draft's `statements`.
#[utoipa::path(post, path = "/v1/consent-texts/{id}/versions/{n}/lint", params(("id" = String, Path), ("n" = i64, Path)),
    security(("api_key" = [])), responses((status = 200, body = Lint), (status = 404, body = Problem)))]
async fn lint_version(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Answer<Lint>> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.read().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    let version = store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    Ok(Answer(Lint::of(&disclosure::judge(
        &tenant,
        &version.content()?,
    ))))
}

/// Publishes a draft, for good.
#[utoipa::path(post, path = "/v1/consent-texts/{id}/versions/{n}/publish", params(("id" = String, Path), ("n" = i64, Path)),
    request_body = Publication, security(("api_key" = [])),
    responses((status = 200, body = VersionItem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn publish_version(
    State(app): State<Arc<App>>,
    ApiActor(actor): ApiActor,
    Path((id, number)): Path<(String, i64)>,
    Json(publication): Json<Publication>,
) -> Result<Answer<VersionItem>> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    let missing = publish::publish(
        &app,
        &mut tx,
        &actor.tenant_id,
        &id,
        number,
        &publication,
        &actor.name,
    )
    .await?;
    let detail = publish::audited(&id, number, &publication, missing);
    audit::write(&app, &mut tx, &actor, "text.published", None, Some(&detail)).await?;
    let version = store::version(&mut tx, &actor.tenant_id, &id, number).await?;
    tx.commit().await?;
    app.ring();
    Ok(Answer(version_item(&version)?))
}
