//! Which candidates: the filter of the list, of renewals and of erasures.

use jiff::ToSpan;
use samtycke_shared::api::FieldError;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::list::NEVER;
use super::{RENEWALS, Source};
use crate::clock::{DAY, Millis, day_start, parse_rfc3339, start_of};
use crate::consent::{self, Status};
use crate::db::{Sql, Tx};
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
    day_start(text, &tenant.zone()).or_else(|| parse_rfc3339(text))
}

fn end_of_day_in(tenant: &Tenant, now: Millis, days: &str) -> Option<Millis> {
    let days: i64 = days
        .parse()
        .ok()
        .filter(|days| (0..=3_650).contains(days))?;
    let today = jiff::Timestamp::from_millisecond(now).ok()?;
    let today = today.to_zoned(tenant.zone()).date();
    start_of(today.checked_add((days + 1).days()).ok()?, &tenant.zone())
}

fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Lower-case words of a text, as they stand in the search index. Accented letters are one sign each there, however
/// they were typed (Unicode NFC).
pub fn search_terms(text: &str) -> Vec<String> {
    let text: String = text.to_lowercase().nfc().collect();
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
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

    /// Whether one index holds exactly what is asked for, next to each other.
    pub fn is_one_range(&self) -> bool {
        let asked = [
            self.text.is_some() || self.text_version.is_some(),
            self.source.is_some(),
            self.renewal.is_some(),
            self.consented_after.is_some() || self.consented_before.is_some(),
            self.deadline_after.is_some() || self.deadline_before.is_some(),
        ];
        let others = !self.words.is_empty() || self.status.is_some() || self.purpose.is_some();
        !others && asked.into_iter().filter(|asked| *asked).count() == 1
    }

    /// The columns of a candidate that [`Criteria::conditions`] speak of.
    pub fn columns(&self) -> Vec<&'static str> {
        const STATUS: [&str; 7] = [
            "c.restricted_at",
            "c.held_until",
            "c.answer",
            "c.text_version",
            "c.consent_text_id",
            "c.last_expiry",
            "c.first_expiry",
        ];
        const PURPOSE: [&str; 3] = ["c.answer", "c.text_version", "c.consent_text_id"];
        let asked: [(bool, &[&'static str]); 9] = [
            (!self.words.is_empty(), &["c.words"]),
            (self.status.is_some(), &STATUS),
            (self.text.is_some(), &["c.consent_text_id"]),
            (self.text_version.is_some(), &["c.text_version"]),
            (self.purpose.is_some(), &PURPOSE),
            (self.source.is_some(), &["c.source"]),
            (self.renewal.is_some(), &["c.renewal"]),
            (
                self.consented_after.is_some() || self.consented_before.is_some(),
                &["c.consented_at"],
            ),
            (
                self.deadline_after.is_some() || self.deadline_before.is_some(),
                &["c.deadline_at"],
            ),
        ];
        asked
            .into_iter()
            .filter(|(asked, _)| *asked)
            .flat_map(|(_, columns)| columns.iter().copied())
            .collect()
    }

    /// Appends `AND …` conditions on candidates `c`.
    pub fn conditions(&self, measure: &Measure, sql: &mut Sql) {
        for word in &self.words {
            let condition = has_word(sql, "c", word);
            sql.text += &condition;
        }
        if let Some(status) = self.status {
            let condition = status_condition(sql, status, measure);
            sql.text += &format!(" AND {condition}");
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
            let (purpose, now) = (sql.bind(purpose.as_str()), sql.bind(measure.now));
            let material = measure.material_version(sql);
            sql.text += &format!(
                " AND c.answer = 'given' AND c.text_version >= {material}
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

/// Words one after the other, each with a space before it: what [`has_word`] looks at.
pub fn joined(terms: &[String]) -> String {
    terms.iter().flat_map(|term| [" ", term.as_str()]).collect()
}

/// ` AND …`: one of the joined words of `table` begins with `word`.
pub fn has_word(sql: &mut Sql, table: &str, word: &str) -> String {
    let pattern = sql.bind(word_pattern(word));
    format!(" AND {table}.words LIKE {pattern} ESCAPE '!'")
}

/// The `LIKE` pattern, with `!` for an escape, of joined words of which one begins with `word`.
fn word_pattern(word: &str) -> String {
    let mut pattern = String::from("% ");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The condition on terms `s` that begin with `word`.
pub fn term_range(sql: &mut Sql, word: &str) -> String {
    let from = sql.bind(word);
    let to = sql.bind(format!("{word}\u{10ffff}"));
    format!("s.term >= {from} AND s.term < {to}")
}

/// What [`consent::status`] measures by, for all of a tenant's candidates.
#[derive(Debug, Clone)]
pub struct Measure {
    /// The material version of each of the tenant's texts, by its id.
    pub texts: Vec<(String, i64)>,
    pub lead_days: i64,
    pub now: Millis,
}

impl Measure {
    pub async fn of(tx: &mut Tx, tenant: &Tenant, now: Millis) -> Result<Self> {
        let texts = consent::store::texts(tx, &tenant.id).await?;
        let texts = texts
            .into_iter()
            .map(|text| (text.id, text.material_version));
        Ok(Self {
            texts: texts.collect(),
            lead_days: tenant.lead_days,
            now,
        })
    }

    /// What ends before this is renewed.
    pub fn soon(&self) -> Millis {
        self.now + self.lead_days * DAY
    }

    /// The material version of the text of candidate `c`. Said outright, because a look at the text for
    /// each candidate is a third of what going through many of them takes.
    fn material_version(&self, sql: &mut Sql) -> String {
        let known: String = self
            .texts
            .iter()
            .map(|(id, version)| {
                let (id, version) = (sql.bind(id.as_str()), sql.bind(*version));
                format!(" WHEN {id} THEN {version}")
            })
            .collect();
        match known.is_empty() {
            true => "c.text_version".to_owned(),
            false => format!("CASE c.consent_text_id{known} ELSE c.text_version END"),
        }
    }
}

/// [`consent::status`] once more, as an expression over candidates `c`; a test holds the two together.
pub fn status_case(sql: &mut Sql, measure: &Measure) -> String {
    let (soon, now) = (sql.bind(measure.soon()), sql.bind(measure.now));
    let material = measure.material_version(sql);
    format!(
        "CASE WHEN c.restricted_at IS NOT NULL OR COALESCE(c.held_until, 0) > {now} THEN 'held'
              WHEN c.answer = 'none' THEN 'awaiting'
              WHEN c.answer IN ('refused', 'withdrawn') THEN 'refused'
              WHEN c.answer = 'invalidated' OR c.text_version < {material} THEN 'invalidated'
              WHEN c.last_expiry <= {now} THEN 'expired'
              WHEN c.first_expiry <= {soon} THEN 'expiring'
              ELSE 'valid' END"
    )
}

/// That [`status_case`] is `status`, without working out which of the others it would be.
fn status_condition(sql: &mut Sql, status: Status, measure: &Measure) -> String {
    let now = sql.bind(measure.now);
    let held = format!("(c.restricted_at IS NOT NULL OR COALESCE(c.held_until, 0) > {now})");
    let answered = match status {
        Status::Held => return held,
        Status::Awaiting => "c.answer = 'none'".to_owned(),
        Status::Refused => "c.answer IN ('refused', 'withdrawn')".to_owned(),
        Status::Invalidated => {
            let material = measure.material_version(sql);
            format!(
                "(c.answer = 'invalidated' OR c.answer = 'given' AND c.text_version < {material})"
            )
        }
        Status::Expired | Status::Expiring | Status::Valid => {
            let ends = ends(sql, status, measure);
            let material = measure.material_version(sql);
            format!("{ends} AND c.answer = 'given' AND c.text_version >= {material}")
        }
    };
    format!("{answered} AND NOT {held}")
}

/// When the consents of an expired, expiring or valid candidate end. Some have no end.
fn ends(sql: &mut Sql, status: Status, measure: &Measure) -> String {
    let now = sql.bind(measure.now);
    if status == Status::Expired {
        return format!("c.last_expiry <= {now}");
    }
    let soon = sql.bind(measure.soon());
    let lasting = format!("COALESCE(c.last_expiry, {NEVER}) > {now}");
    match status {
        Status::Expiring => format!("{lasting} AND c.first_expiry <= {soon}"),
        _ => format!("{lasting} AND COALESCE(c.first_expiry, {NEVER}) > {soon}"),
    }
}
