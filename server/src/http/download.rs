//! Files to keep.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;

use crate::error::Result;

pub fn zip(name: &str, content: Vec<u8>) -> Response {
    file(name, "application/zip", content)
}

pub fn pdf(name: &str, content: Vec<u8>) -> Response {
    file(name, "application/pdf", content)
}

pub fn csv(name: &str, content: Vec<u8>) -> Response {
    file(name, CSV, content)
}

/// A table of any length. One that breaks off ends the connection: nobody takes half for the whole.
pub fn csv_stream(
    name: &str,
    rows: impl Stream<Item = Result<Vec<u8>>> + Send + 'static,
) -> Response {
    file(name, CSV, Body::from_stream(rows))
}

const CSV: &str = "text/csv; charset=utf-8";

/// `name` is one we made: an id that was found, and plain letters.
fn file(name: &str, content_type: &'static str, content: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, content).into_response()
}
