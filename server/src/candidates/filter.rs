//! Which candidates: the filter of the list, of renewals and of erasures.

use jiff::ToSpan;
use jiff::civil::Date;
use samtycke_shared::api::FieldError;
use serde::{Deserialize, Serialize};

use super::{RENEWALS, Source};
use crate::clock::{DAY, Millis, parse_rfc3339};
use crate::consent::Status;
use crate::db::{Sql, Value};
use crate::error::{Error, Result, field_error};
use crate::random::is_id;
use crate::tenants::Tenant;

/// As in the query string of `GET /v1/candidates` and the body of bulk actions. Dates are days where the
/// tenant is; "after" includes the moment named, "before" does not.
#[derive(
    Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams,
)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Words that begin parts of the name, the e-mail address or the external id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `awaiting`, `valid`, `expiring`, `expired`, `invalidated`, `refused` or `held`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The id of the consent text last consented to, or asked by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of the text version last consented to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_version: Option<String>,
    /// The key of a purpose whose consent stands and has not ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// `web`, `staff` or `import`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `none`, `queued`, `asked`, `bounced` or `answered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal: Option<String>,
    /// RFC 3339, or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consented_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consented_before: Option<String>,
    /// Of those whose time to answer runs. RFC 3339, or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_before: Option<String>,
    /// The last day to answer is at most so many days from today; 0 is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_within: Option<String>,
}

/// A [`Filter`] whose every field was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Criteria {
    pub words: Vec<String>,
    pub status: Option<Status>,
    pub text: Option<String>,
    pub text_version: Option<i64>,
    pub purpose: Option<String>,
    pub source: Option<Source>,
    pub renewal: Option<&'static str>,
    pub consented_after: Option<Millis>,
    pub consented_before: Option<Millis>,
    pub deadline_after: Option<Millis>,
    pub deadline_before: Option<Millis>,
}

impl Filter {
    /// Every field there is, by its name in a query string.
    pub fn fields(&self) -> [(&'static str, &Option<String>); 12] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("text", &self.text),
            ("text_version", &self.text_version),
            ("purpose", &self.purpose),
            ("source", &self.source),
            ("renewal", &self.renewal),
            ("consented_after", &self.consented_after),
            ("consented_before", &self.consented_before),
            ("deadline_after", &self.deadline_after),
            ("deadline_before", &self.deadline_before),
            ("deadline_within", &self.deadline_within),
        ]
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "q" => &mut self.q,
            "status" => &mut self.status,
            "text" => &mut self.text,
            "text_version" => &mut self.text_version,
            "purpose" => &mut self.purpose,
            "source" => &mut self.source,
            "renewal" => &mut self.renewal,
            "consented_after" => &mut self.consented_after,
            "consented_before" => &mut self.consented_before,
            "deadline_after" => &mut self.deadline_after,
            "deadline_before" => &mut self.deadline_before,
            "deadline_within" => &mut self.deadline_within,
            _ => return None,
        })
    }

    /// Reads the pairs of a query string; those in `others` are somebody else's.
    ///
    /// # Errors
    /// `Invalid` for a name nobody knows and for one given twice: a filter that was misread must not
    /// choose whom to erase.
    pub fn from_pairs(pairs: &[(String, String)], others: &[&str]) -> Result<Self> {
        let (mut filter, mut errors) = (Self::default(), Vec::new());
        for (name, value) in pairs {
            match filter.field_mut(name) {
                Some(field) if field.is_none() => *field = Some(value.clone()),
                Some(_) => errors.push(field_error(name, "repeated", "is given twice")),
                None if others.contains(&name.as_str()) => {}
                None => errors.push(field_error(name, "unknown", "is no filter")),
            }
        }
        match errors.is_empty() {
            true => Ok(filter),
            false => Err(Error::Invalid(errors)),
        }
    }

    /// An empty field counts as not given: browsers send those.
    ///
    /// # Errors
    /// `Invalid` for every field not understood. A filter that was misread must not choose whom to erase.
    pub fn criteria(&self, tenant: &Tenant, now: Millis) -> Result<Criteria> {
        let mut errors = Vec::new();
        let mut read = Reading(&mut errors);
        let moment = |text: &str| moment(tenant, text);
        let deadlines = [
            read.field(&self.deadline_before, "deadline_before", moment),
            read.field(&self.deadline_within, "deadline_within", |text| {
                end_of_day_in(tenant, now, text)
            }),
        ];
        let criteria = Criteria {
            words: search_terms(self.q.as_deref().unwrap_or_default()),
            status: read.field(&self.status, "status", Status::parse),
            text: read.field(&self.text, "text", |text| {
                is_id(text).then(|| text.to_owned())
            }),
            text_version: read.field(&self.text_version, "text_version", |text| text.parse().ok()),
            purpose: read.field(&self.purpose, "purpose", |text| {
                is_word(text).then(|| text.to_owned())
            }),
            source: read.field(&self.source, "source", Source::parse),
            renewal: read.field(&self.renewal, "renewal", |text| {
                RENEWALS.into_iter().find(|known| *known == text)
            }),
            consented_after: read.field(&self.consented_after, "consented_after", moment),
            consented_before: read.field(&self.consented_before, "consented_before", moment),
            deadline_after: read.field(&self.deadline_after, "deadline_after", moment),
            deadline_before: deadlines.into_iter().flatten().min(),
        };
        if errors.is_empty() {
            Ok(criteria)
        } else {
            Err(Error::Invalid(errors))
        }
    }
}

struct Reading<'e>(&'e mut Vec<FieldError>);

impl Reading<'_> {
    fn field<T>(
        &mut self,
        value: &Option<String>,
        field: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = value
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())?;
        let parsed = parse(text);
        if parsed.is_none() {
            let message = format!("{text:?} is not understood");
            self.0.push(field_error(field, "invalid", message));
        }
        parsed
    }
}

/// RFC 3339, or a date as its first moment where the tenant is.
fn moment(tenant: &Tenant, text: &str) -> Option<Millis> {
    match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => start_of(tenant, date),
        _ => parse_rfc3339(text),
    }
}

fn start_of(tenant: &Tenant, date: Date) -> Option<Millis> {
    let start = date.to_zoned(tenant.zone()).ok()?;
    Some(start.timestamp().as_millisecond())
}

fn end_of_day_in(tenant: &Tenant, now: Millis, days: &str) -> Option<Millis> {
    let days: i64 = days
        .parse()
        .ok()
        .filter(|days| (0..=3_650).contains(days))?;
    let today = jiff::Timestamp::from_millisecond(now).ok()?;
    let today = today.to_zoned(tenant.zone()).date();
    start_of(tenant, today.checked_add((days + 1).days()).ok()?)
}

fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Lower-case words of a text, as they stand in the search index.
pub fn search_terms(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.sort();
    words.dedup();
    words
}

impl Criteria {
    /// Whether every candidate matches.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the status is all that is asked for.
    pub fn only_status(&self) -> Option<Status> {
        let alone = Self {
            status: self.status,
            ..Self::default()
        };
        self.status.filter(|_| *self == alone)
    }

    /// Appends `AND …` conditions on candidates `c` joined with their text `t`.
    pub fn push_sql(&self, lead_days: i64, now: Millis, sql: &mut String, values: &mut Vec<Value>) {
        let mut built = Sql {
            text: std::mem::take(sql),
            values: std::mem::take(values),
        };
        self.conditions(lead_days, now, &mut built);
        (*sql, *values) = (built.text, built.values);
    }

    pub fn conditions(&self, lead_days: i64, now: Millis, sql: &mut Sql) {
        for word in &self.words {
            let range = term_range(sql, word);
            // In a CASE: SQLite makes a join of a bare EXISTS, and goes through all who have such a word for
            // each candidate.
            sql.text += &format!(
                " AND CASE WHEN EXISTS (SELECT 1 FROM candidate_terms s WHERE s.tenant_id = c.tenant_id
                  AND s.candidate_id = c.id AND {range}) THEN 1 ELSE 0 END = 1"
            );
        }
        if let Some(status) = self.status {
            let case = status_case(sql, lead_days, now);
            sql.text += &format!(" AND {case} = '{status}'");
        }
        if let Some(text) = &self.text {
            let text = sql.bind(text.as_str());
            sql.text += &format!(" AND c.consent_text_id = {text}");
        }
        if let Some(version) = self.text_version {
            let version = sql.bind(version);
            sql.text += &format!(" AND c.text_version = {version}");
        }
        if let Some(purpose) = &self.purpose {
            let (purpose, now) = (sql.bind(purpose.as_str()), sql.bind(now));
            sql.text += &format!(
                " AND c.answer = 'given' AND c.text_version >= t.material_version
                  AND EXISTS (SELECT 1 FROM candidate_purposes p WHERE p.tenant_id = c.tenant_id AND p.purpose = {purpose}
                  AND p.candidate_id = c.id AND (p.until IS NULL OR p.until > {now}))"
            );
        }
        if let Some(source) = self.source {
            sql.text += &format!(" AND c.source = '{source}'");
        }
        if let Some(renewal) = self.renewal {
            sql.text += &format!(" AND c.renewal = '{renewal}'");
        }
        let bounds = [
            ("c.consented_at >=", self.consented_after),
            ("c.consented_at <", self.consented_before),
            ("c.deadline_at >=", self.deadline_after),
            ("c.deadline_at <", self.deadline_before),
        ];
        for (condition, bound) in bounds {
            if let Some(at) = bound {
                let at = sql.bind(at);
                sql.text += &format!(" AND {condition} {at}");
            }
        }
    }
}

/// The condition on terms `s` that begin with `word`.
pub fn term_range(sql: &mut Sql, word: &str) -> String {
    let from = sql.bind(word);
    let to = sql.bind(format!("{word}\u{10ffff}"));
    format!("s.term >= {from} AND s.term < {to}")
}

/// [`crate::consent::status`] once more, as an expression over candidates `c` and their texts `t`; a test
/// holds the two together.
pub fn status_case(sql: &mut Sql, lead_days: i64, now: Millis) -> String {
    let soon = sql.bind(now + lead_days * DAY);
    let now = sql.bind(now);
    format!(
        "CASE WHEN c.restricted_at IS NOT NULL OR COALESCE(c.held_until, 0) > {now} THEN 'held'
              WHEN c.answer = 'none' THEN 'awaiting'
              WHEN c.answer IN ('refused', 'withdrawn') THEN 'refused'
              WHEN c.answer = 'invalidated' OR c.text_version < t.material_version THEN 'invalidated'
              WHEN c.last_expiry <= {now} THEN 'expired'
              WHEN c.first_expiry <= {soon} THEN 'expiring'
              ELSE 'valid' END"
    )
}
