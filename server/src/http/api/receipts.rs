//! Verifying receipts, for whoever holds one.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use samtycke_shared::api::Problem;
use samtycke_shared::receipt::{self, JSON_LD, Jwks, TYP_RECEIPT};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::consent::verify::{self, Verification};
use crate::error::{Error, Result};
use crate::http::extract::Json;
use crate::log;

pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(verify_receipt))
        .routes(routes!(prove_receipt))
        .routes(routes!(describe_receipt))
        .routes(routes!(keys))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptBody {
    /// A compact JWS.
    receipt: String,
}

/// What a receipt is worth today, and where it stands in the log.
#[utoipa::path(post, path = "/v1/receipts/verify", request_body = ReceiptBody, responses((status = 200, body = Verification)))]
async fn verify_receipt(
    State(app): State<Arc<App>>,
    Json(body): Json<ReceiptBody>,
) -> Result<Answer<Verification>> {
    Ok(Answer(verify::verify(&app, &body.receipt).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct DocumentBody {
    /// A receipt or an erasure certificate: a compact JWS.
    receipt: String,
}

/// The inclusion proof of a receipt or an erasure certificate as a C2SP tlog-proof file, for verifying
/// without this server.
#[utoipa::path(post, path = "/v1/receipts/proof", request_body = DocumentBody,
    responses((status = 200, content_type = "text/plain"), (status = 202, description = "not in the log yet"),
              (status = 422, body = Problem)))]
async fn prove_receipt(
    State(app): State<Arc<App>>,
    Json(body): Json<DocumentBody>,
) -> Result<Response> {
    let known = verify::document(&app, &body.receipt)
        .map_err(|reason| Error::field("receipt", "invalid", reason))?;
    let mut tx = app.db.read().await?;
    let id = &known.record_id;
    match log::proof::file(&mut tx, id).await? {
        Some((file, _)) => Ok((
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            file.to_string(),
        )
            .into_response()),
        None if log::store::is_queued(&mut tx, id, &known.entry).await? => {
            Ok(StatusCode::ACCEPTED.into_response())
        }
        None => Err(Error::NotFound),
    }
}

/// What a receipt of this server says, as JSON-LD in the W3C Data Privacy Vocabulary.
#[utoipa::path(post, path = "/v1/receipts/json-ld", request_body = ReceiptBody,
    responses((status = 200, body = Object, content_type = "application/ld+json"), (status = 422, body = Problem)))]
async fn describe_receipt(
    State(app): State<Arc<App>>,
    Json(body): Json<ReceiptBody>,
) -> Result<Response> {
    let refused = |reason: String| Error::field("receipt", "invalid", reason);
    let verified = receipt::verify(body.receipt.trim(), &log::jwks(&app), &[TYP_RECEIPT])
        .map_err(|invalid| refused(invalid.to_string()))?;
    let record = serde_json::from_slice(&verified.payload)?;
    let document = receipt::json_ld(&record).map_err(|cause| refused(cause.to_string()))?;
    Ok(([(header::CONTENT_TYPE, JSON_LD)], document.to_string()).into_response())
}

/// The public keys (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", responses((status = 200, body = Object)))]
async fn keys(State(app): State<Arc<App>>) -> Answer<Jwks> {
    Answer(log::jwks(&app))
}
