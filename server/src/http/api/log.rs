//! The log for monitors: C2SP checkpoint and tiles.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use samtycke_shared::api::Problem;
use samtycke_shared::proof::VerifierKey;
use samtycke_shared::proof::tile::{Kind, Tile, encode_entries};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::extract::{Path, Query};
use crate::keys::Use;
use crate::log::proof::{self, Consistency};
use crate::log::store;

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(checkpoint))
        .routes(routes!(verifier_key))
        .routes(routes!(consistency))
        .route("/log/tile/{*path}", get(tile))
}

/// The newest signed head (C2SP tlog-checkpoint). Tiles are under `/log/tile/`, as C2SP tlog-tiles
/// names them; their paths have slashes, which this description cannot express.
#[utoipa::path(get, path = "/log/checkpoint", responses((status = 200, content_type = "text/plain"), (status = 404, body = Problem)))]
async fn checkpoint(State(app): State<Arc<App>>) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let head = store::signed_head(&mut tx).await?.ok_or(Error::NotFound)?;
    Ok(text(head.checkpoint))
}

/// The log's verifier key (C2SP signed-note).
#[utoipa::path(get, path = "/log/vkey", responses((status = 200, content_type = "text/plain")))]
async fn verifier_key(State(app): State<Arc<App>>) -> Result<Response> {
    let key = app.keys.signing(Use::Log, app.now()).verifying_key();
    let key = VerifierKey::new(&app.keys.log_origin, key).map_err(Error::internal)?;
    Ok(text(format!("{key}\n")))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Sizes {
    /// The older number of entries.
    from: u64,
    /// The newer one; the newest signed unless given.
    to: Option<u64>,
}

/// The proof that the log of one size is the beginning of the log of another (RFC 6962).
#[utoipa::path(get, path = "/v1/log/consistency", params(Sizes),
    responses((status = 200, body = Consistency), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn consistency(
    State(app): State<Arc<App>>,
    Query(sizes): Query<Sizes>,
) -> Result<Json<Consistency>> {
    let mut tx = app.db.read().await?;
    Ok(Json(
        proof::consistency(&mut tx, sizes.from, sizes.to).await?,
    ))
}

/// A tile of hashes or a bundle of entries (C2SP tlog-tiles). Tiles never change.
async fn tile(State(app): State<Arc<App>>, Path(path): Path<String>) -> Result<Response> {
    let tile: Tile = format!("tile/{path}")
        .parse()
        .map_err(|_| Error::NotFound)?;
    let mut tx = app.db.read().await?;
    let size = store::signed_head(&mut tx)
        .await?
        .map_or(0, |head| head.size);
    if !tile.is_within(size) {
        return Err(Error::NotFound);
    }
    let first = tile.positions().start;
    let bytes = match tile.kind() {
        Kind::Entries => {
            let entries =
                store::entries(&mut tx, first.cast_signed(), i64::from(tile.width())).await?;
            let entries: Vec<Vec<u8>> = entries.into_iter().map(|(_, entry)| entry).collect();
            encode_entries(&entries)
                .map_err(|_| Error::internal("an entry is too long for a bundle"))?
        }
        Kind::Hashes(_) => store::level(&mut tx, tile.node_level(), first, tile.width())
            .await?
            .concat(),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}

fn text(body: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}
