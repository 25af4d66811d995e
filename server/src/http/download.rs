//! Files to keep.

use axum::http::header;
use axum::response::{IntoResponse, Response};

pub fn zip(name: &str, content: Vec<u8>) -> Response {
    file(name, "application/zip", content)
}

pub fn pdf(name: &str, content: Vec<u8>) -> Response {
    file(name, "application/pdf", content)
}

/// `name` is one we made: an id that was found, and plain letters.
fn file(name: &str, content_type: &'static str, content: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, content).into_response()
}
