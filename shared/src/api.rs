//! Messages between the widget and the server.
//!
//! Times are RFC 3339 in UTC, ids are UUIDs in text form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `GET /v1/sites/{site_key}/consent-text`: what the candidate is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentText {
    pub text_version_id: String,
    pub version: i64,
    /// The language served; another than asked for when the text does not exist in that one.
    pub language: String,
    pub title: String,
    /// Sanitised by the server; safe to insert as HTML.
    pub body_html: String,
    /// SHA-256 of the bytes of `body_html`, in lower-case hexadecimal.
    pub body_sha256: String,
    pub purposes: Vec<Purpose>,
    pub controller: Controller,
    /// The languages this version exists in, the tenant's own first.
    pub languages: Vec<String>,
    /// The served notice, to be sent back with the answer.
    pub served: String,
    /// The site's colours, where it has its own. What the page says itself comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

/// The widget's colours, each as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    pub accent: String,
    pub on_accent: String,
    pub link: String,
    pub ink: String,
    pub surface: String,
    pub tint: String,
    pub line: String,
    pub field: String,
    pub quiet: String,
    pub error: String,
    /// `light` or `dark`, for what the browser draws itself.
    pub scheme: String,
}

/// One box to tick.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purpose {
    pub key: String,
    pub label: String,
    pub description: String,
    pub required: bool,
    pub validity_months: u32,
}

/// Who answers for the data (GDPR Art. 4(7)).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Controller {
    pub name: String,
    pub contact: String,
}

/// `POST /v1/sites/{site_key}/consents`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub served: String,
    pub candidate: SubmittedCandidate,
    /// Purpose key to decision. A purpose left out counts as not ticked.
    pub decisions: BTreeMap<String, bool>,
    pub page_url: String,
    /// Chosen by the client once per form; a repeated submission gets the first one's answer.
    pub submission_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widget_version: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmittedCandidate {
    pub email: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// `201` to a [`Submission`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recorded {
    pub consent_id: String,
    /// The candidate's signed copy, a compact JWS.
    pub receipt: String,
    pub recorded_at: String,
    pub status: String,
}

/// RFC 9457 problem details, with the extensions this API uses.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// With `422`: what is wrong with which field (`candidate.email`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `409` to a submission: the text to show now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<ConsentText>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Dotted path of the field in the request.
    pub field: String,
    /// Stable, for programs: `required`, `invalid`, `too_long`, `unknown`, `not_consented`.
    pub code: String,
    /// For people, in English.
    pub message: String,
}
