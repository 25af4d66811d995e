//! Which candidates: the filter of the list, of renewals and of erasures.

use samtycke_shared::api::FieldError;
use serde::{Deserialize, Serialize};

use crate::clock::{DAY, Millis, parse_rfc3339};
use crate::consent::Status;
use crate::db::Value;
use crate::error::{Error, Result, field_error};

/// As in the query string of `GET /v1/candidates` and the body of bulk actions.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams,
)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Words that begin parts of the name, the e-mail address or the external id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The number of the text version last consented to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_version: Option<String>,
    /// RFC 3339, or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consented_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consented_before: Option<String>,
}

/// A [`Filter`] whose every field was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Criteria {
    pub words: Vec<String>,
    pub status: Option<Status>,
    pub text_version: Option<i64>,
    pub consented_after: Option<Millis>,
    pub consented_before: Option<Millis>,
}

impl Filter {
    /// An empty field counts as not given: browsers send those.
    ///
    /// # Errors
    /// `Invalid` for every field not understood. A filter that was misread must not choose whom to erase.
    pub fn criteria(&self) -> Result<Criteria> {
        let mut errors = Vec::new();
        let criteria = Criteria {
            words: search_terms(self.q.as_deref().unwrap_or_default()),
            status: read(&self.status, "status", Status::parse, &mut errors),
            text_version: read(
                &self.text_version,
                "text_version",
                |text| text.parse().ok(),
                &mut errors,
            ),
            consented_after: read(
                &self.consented_after,
                "consented_after",
                parse_rfc3339,
                &mut errors,
            ),
            consented_before: read(
                &self.consented_before,
                "consented_before",
                parse_rfc3339,
                &mut errors,
            ),
        };
        if errors.is_empty() {
            Ok(criteria)
        } else {
            Err(Error::Invalid(errors))
        }
    }
}

fn read<T>(
    value: &Option<String>,
    field: &str,
    parse: impl Fn(&str) -> Option<T>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    let text = value
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())?;
    let parsed = parse(text);
    if parsed.is_none() {
        errors.push(field_error(
            field,
            "invalid",
            format!("{text:?} is not understood"),
        ));
    }
    parsed
}

/// Lower-case words of a text, as they stand in the search index.
pub fn search_terms(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.sort();
    words.dedup();
    words
}

impl Criteria {
    /// Appends `AND …` conditions on candidates `c` joined with their text `t`.
    ///
    /// The status conditions say the same as [`crate::consent::status`]; a test compares the two.
    pub fn push_sql(&self, lead_days: i64, now: Millis, sql: &mut String, values: &mut Vec<Value>) {
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        for word in &self.words {
            let (from, to) = (
                bind(word.as_str().into()),
                bind(format!("{word}\u{10ffff}").into()),
            );
            *sql += &format!(
                " AND EXISTS (SELECT 1 FROM candidate_terms s WHERE s.tenant_id = c.tenant_id
                  AND s.candidate_id = c.id AND s.term >= {from} AND s.term < {to})"
            );
        }
        if let Some(version) = self.text_version {
            *sql += &format!(" AND c.text_version = {}", bind(version.into()));
        }
        if let Some(after) = self.consented_after {
            *sql += &format!(" AND c.consented_at >= {}", bind(after.into()));
        }
        if let Some(before) = self.consented_before {
            *sql += &format!(" AND c.consented_at < {}", bind(before.into()));
        }
        if let Some(status) = self.status {
            let (at, soon) = (bind(now.into()), bind((now + lead_days * DAY).into()));
            *sql += &format!(" AND {}", status_sql(status, &at, &soon));
        }
    }
}

fn status_sql(status: Status, now: &str, soon: &str) -> String {
    // Both placeholders appear in every branch: PostgreSQL wants a type for each one bound.
    let held = format!("(c.restricted_at IS NOT NULL OR COALESCE(c.held_until, 0) > {now})");
    let standing = "c.answer = 'given' AND c.text_version >= t.material_version";
    let condition = match status {
        Status::Held => return format!("({held} AND {soon} = {soon})"),
        Status::Awaiting => "c.answer = 'none'".to_owned(),
        Status::Refused => "c.answer IN ('refused', 'withdrawn')".to_owned(),
        Status::Invalidated => {
            "(c.answer = 'invalidated' OR (c.answer = 'given' AND c.text_version < t.material_version))".to_owned()
        }
        Status::Expired => format!("{standing} AND c.last_expiry <= {now}"),
        Status::Expiring => format!("{standing} AND c.last_expiry > {now} AND c.first_expiry <= {soon}"),
        Status::Valid => format!("{standing} AND c.last_expiry > {now} AND c.first_expiry > {soon}"),
    };
    format!("({condition} AND NOT {held} AND {soon} >= {now})")
}
