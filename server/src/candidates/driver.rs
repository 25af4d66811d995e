//! The part of a filter by whose index the few that can match are found.
//!
//! A driver gives a superset of what its part of the filter matches, cheaply; the whole filter is applied
//! to what it gives. Its `LIMIT` is a fence that neither database's planner looks over.

use super::filter::{Criteria, term_range};
use super::list::{NEVER, Request, Sort};
use crate::clock::{DAY, Millis};
use crate::consent::{self, Status};
use crate::db::{Sql, Tx, Value};
use crate::error::Result;
use crate::fetch_all_dynamic;

/// The columns of a candidate that filters and sorts look at.
pub const FACETS: &str = "c.tenant_id, c.id, c.name_key, c.consented_at, c.deadline_at, c.answer, c.text_version, \
     c.consent_text_id, c.first_expiry, c.last_expiry, c.held_until, c.restricted_at, c.source, c.renewal";

/// Those of them that the index by expiry holds: all a status is made of.
const COVERED: &str = "c.tenant_id, c.id, c.consented_at, c.answer, c.text_version, c.consent_text_id, c.first_expiry, \
     c.last_expiry, c.held_until, c.restricted_at";

/// The most candidates that are fetched and sorted for a page.
const FEW: i64 = 5_000;
/// Where an index holds all that is asked for, going through it is that much quicker.
const FEW_COVERED: i64 = 150_000;
/// Search words: each candidate found is one more step from one index to another.
const FEW_FOUND: i64 = 5_000;
/// The most entries of a word that are compared with another word's.
const FEW_TERMS: i64 = 60_000;

/// A source of candidates.
#[derive(Debug, Clone)]
pub struct Driver {
    parts: Vec<Part>,
    /// The most it may give to be of use.
    few: i64,
    columns: &'static str,
}

/// One index range. `{n}` stands for the value `n` of `values`.
#[derive(Debug, Clone)]
struct Part {
    /// What is read, and under which conditions.
    from: String,
    /// The same without the candidates themselves, for counting.
    probe: String,
    values: Vec<Value>,
}

impl Part {
    fn on_candidates(condition: &str, values: Vec<Value>) -> Self {
        let from = format!("candidates c WHERE c.tenant_id = {{tenant}} AND {condition}");
        Self {
            probe: from.clone(),
            from,
            values,
        }
    }

    fn joined(ids: String, values: Vec<Value>) -> Self {
        Self {
            from: format!(
                "({ids}) d CROSS JOIN candidates c WHERE c.tenant_id = {{tenant}} AND c.id = d.candidate_id"
            ),
            probe: format!("({ids}) d"),
            values,
        }
    }

    fn fill(&self, text: &str, sql: &mut Sql, tenant: &str) -> String {
        let mut filled = text.replace("{tenant}", &sql.bind(tenant));
        for (number, value) in self.values.iter().enumerate() {
            let placeholder = sql.bind(value.clone());
            filled = filled.replace(&format!("{{{number}}}"), &placeholder);
        }
        filled
    }
}

impl Driver {
    fn one(condition: &str, values: Vec<Value>, few: i64) -> Self {
        Self {
            parts: vec![Part::on_candidates(condition, values)],
            few,
            columns: FACETS,
        }
    }

    /// Appends ` (…) c `: the candidates it gives.
    pub fn push(&self, sql: &mut Sql, tenant: &str) {
        self.push_limited(sql, tenant, self.few + 1);
    }

    pub fn push_limited(&self, sql: &mut Sql, tenant: &str, limit: i64) {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| {
                let from = part.fill(&part.from, sql, tenant);
                format!(
                    "SELECT * FROM (SELECT {} FROM {from} LIMIT {limit}) c",
                    self.columns
                )
            })
            .collect();
        sql.text += &format!(
            " (SELECT * FROM ({}) c LIMIT {limit}) c ",
            parts.join(" UNION ALL ")
        );
    }

    /// Counts what it would give, up to one too many.
    fn probe(&self, tenant: &str) -> Sql {
        let mut sql = Sql::default();
        let counts: Vec<String> = self
            .parts
            .iter()
            .map(|part| {
                let probe = part.fill(&part.probe, &mut sql, tenant);
                format!(
                    "(SELECT COUNT(*) FROM (SELECT 1 AS one FROM {probe} LIMIT {}) d)",
                    self.few + 1
                )
            })
            .collect();
        sql.text = format!("SELECT {}", counts.join(" + "));
        sql
    }
}

/// The driver that gives the fewest, if one gives few.
pub async fn choose(tx: &mut Tx, request: &Request<'_>) -> Result<Option<Driver>> {
    let mut best: Option<(i64, Driver)> = None;
    for driver in drivers(tx, request).await? {
        let sql = driver.probe(&request.tenant.id);
        let counted = fetch_all_dynamic!(tx, (i64,), sql.text, &sql.values)?;
        let count = counted.first().map_or(0, |(count,)| *count);
        let fewest = best.as_ref().is_none_or(|(fewest, _)| count < *fewest);
        if count <= driver.few && fewest {
            best = Some((count, driver));
        }
        if best.as_ref().is_some_and(|(fewest, _)| *fewest < 500) {
            break;
        }
    }
    Ok(best.map(|(_, driver)| driver))
}

pub async fn probes(tx: &mut Tx, request: &Request<'_>) -> Result<Vec<Sql>> {
    let drivers = drivers(tx, request).await?;
    Ok(drivers
        .iter()
        .map(|driver| driver.probe(&request.tenant.id))
        .collect())
}

/// Those a filter has, the ones that usually give fewest first.
pub async fn drivers(tx: &mut Tx, request: &Request<'_>) -> Result<Vec<Driver>> {
    let (tenant, criteria) = (request.tenant, request.criteria);
    let mut drivers = Vec::new();
    drivers.extend(by_words(tx, &tenant.id, &criteria.words).await?);
    drivers.extend(by_renewal(criteria));
    drivers.extend(by_time(criteria));
    let by_text = criteria.text.is_some() || criteria.text_version.is_some();
    if criteria.status.is_some() || by_text {
        let texts = consent::store::texts(tx, &tenant.id).await?;
        let texts: Vec<_> = texts
            .into_iter()
            .map(|text| (text.id, text.material_version))
            .collect();
        if by_text {
            drivers.push(by_version(criteria, &texts));
        }
        if let Some(status) = criteria.status {
            drivers.extend(by_status(status, request, &texts));
        }
    }
    drivers.extend(
        criteria
            .source
            .map(|source| Driver::one(&format!("c.source = '{source}'"), Vec::new(), FEW)),
    );
    drivers.extend(by_purpose(criteria));
    Ok(drivers)
}

/// All words whose entries are not too many, against each other.
async fn by_words(tx: &mut Tx, tenant: &str, words: &[String]) -> Result<Option<Driver>> {
    let mut usable = Vec::new();
    for word in words {
        let mut sql = Sql::default();
        let tenant = sql.bind(tenant);
        let range = term_range(&mut sql, word);
        sql.text = format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM candidate_terms s
             WHERE s.tenant_id = {tenant} AND {range} LIMIT {}) d",
            FEW_TERMS + 1
        );
        let counted = fetch_all_dynamic!(tx, (i64,), sql.text, &sql.values)?;
        if counted.first().is_some_and(|(count,)| *count <= FEW_TERMS) {
            usable.push(word);
        }
    }
    if usable.is_empty() {
        return Ok(None);
    }
    let mut values = Vec::new();
    let found: Vec<String> = usable
        .iter()
        .map(|word| {
            let first = values.len();
            values.extend([
                Value::from(word.as_str()),
                format!("{word}\u{10ffff}").into(),
            ]);
            format!(
                "SELECT s.candidate_id FROM candidate_terms s
                 WHERE s.tenant_id = {{tenant}} AND s.term >= {{{first}}} AND s.term < {{{}}}",
                first + 1
            )
        })
        .collect();
    // A union or an intersection knows each candidate once, however many of its words begin like that.
    let ids = match found.as_slice() {
        [one] => one.replacen("SELECT", "SELECT DISTINCT", 1),
        several => several.join(" INTERSECT "),
    };
    Ok(Some(Driver {
        parts: vec![Part::joined(
            format!("SELECT candidate_id FROM ({ids}) e LIMIT {}", FEW_FOUND + 1),
            values,
        )],
        few: FEW_FOUND,
        columns: FACETS,
    }))
}

fn by_renewal(criteria: &Criteria) -> Option<Driver> {
    let renewal = criteria.renewal.filter(|renewal| *renewal != "none")?;
    // The second condition is that of the partial index.
    let condition = format!("c.renewal = '{renewal}' AND c.renewal <> 'none'");
    Some(Driver::one(&condition, Vec::new(), FEW))
}

fn by_time(criteria: &Criteria) -> Vec<Driver> {
    let mut drivers = Vec::new();
    if criteria.consented_after.is_some() || criteria.consented_before.is_some() {
        let values = vec![
            criteria.consented_after.unwrap_or(1).into(),
            criteria.consented_before.unwrap_or(NEVER).into(),
        ];
        let condition = "COALESCE(c.consented_at, 0) >= {0} AND COALESCE(c.consented_at, 0) < {1}";
        drivers.push(Driver::one(condition, values, FEW));
    }
    if criteria.deadline_after.is_some() || criteria.deadline_before.is_some() {
        let values = vec![
            criteria.deadline_after.unwrap_or(0).into(),
            criteria.deadline_before.unwrap_or(NEVER).into(),
        ];
        let condition = "COALESCE(c.deadline_at, 253402300800000) >= {0} \
                         AND COALESCE(c.deadline_at, 253402300800000) < {1}";
        drivers.push(Driver::one(condition, values, FEW));
    }
    drivers
}

fn by_version(criteria: &Criteria, texts: &[(String, i64)]) -> Driver {
    let texts = texts
        .iter()
        .filter(|(id, _)| criteria.text.as_ref().is_none_or(|asked| asked == id));
    let parts = texts.map(|(id, _)| match criteria.text_version {
        Some(version) => Part::on_candidates(
            "c.consent_text_id = {0} AND c.text_version = {1}",
            vec![id.as_str().into(), version.into()],
        ),
        None => Part::on_candidates("c.consent_text_id = {0}", vec![id.as_str().into()]),
    });
    let mut parts: Vec<Part> = parts.collect();
    if parts.is_empty() {
        // A text the tenant has not.
        parts.push(Part::on_candidates("1 = 0", Vec::new()));
    }
    Driver {
        parts,
        few: FEW,
        columns: FACETS,
    }
}

fn by_status(status: Status, request: &Request<'_>, texts: &[(String, i64)]) -> Option<Driver> {
    let by_version = |sign: &str| {
        texts
            .iter()
            .filter(|(_, material)| *material > 1)
            .map(|(id, material)| {
                let condition = format!(
                    "c.answer = 'given' AND c.consent_text_id = {{0}} AND c.text_version {sign} {{1}}"
                );
                Part::on_candidates(&condition, vec![id.as_str().into(), (*material).into()])
            })
            .collect::<Vec<_>>()
    };
    // Whose consent ends soon are many, and the oldest: walking the newest first would not meet them. The
    // index by expiry holds all that is asked for when nothing but status and time is.
    let by_expiry = |end: Millis| {
        let covered = request.criteria.only_status().is_some()
            && matches!(request.sort, Sort::Newest | Sort::Consent);
        let (few, columns) = match covered {
            true => (FEW_COVERED, COVERED),
            false => (FEW, FACETS),
        };
        Driver {
            columns,
            ..Driver::one("c.first_expiry <= {0}", vec![end.into()], few)
        }
    };
    Some(match status {
        Status::Held => Driver::one(
            "(c.restricted_at IS NOT NULL OR c.held_until IS NOT NULL)",
            Vec::new(),
            FEW,
        ),
        Status::Awaiting => Driver::one("c.answer = 'none'", Vec::new(), FEW),
        Status::Refused => Driver::one("c.answer IN ('refused', 'withdrawn')", Vec::new(), FEW),
        Status::Invalidated => {
            let mut parts = by_version("<");
            parts.push(Part::on_candidates("c.answer = 'invalidated'", Vec::new()));
            Driver {
                parts,
                few: FEW,
                columns: FACETS,
            }
        }
        Status::Expired => by_expiry(request.now),
        Status::Expiring => by_expiry(request.now + request.tenant.lead_days * DAY),
        // Few only after a material change, when most are still to be asked.
        Status::Valid => {
            let parts = by_version(">=");
            if parts.len() < texts.len() || parts.is_empty() {
                return None;
            }
            Driver {
                parts,
                few: FEW,
                columns: FACETS,
            }
        }
    })
}

fn by_purpose(criteria: &Criteria) -> Option<Driver> {
    let purpose = criteria.purpose.as_deref()?;
    let ids = "SELECT p.candidate_id FROM candidate_purposes p WHERE p.tenant_id = {tenant} AND p.purpose = {0}";
    Some(Driver {
        parts: vec![Part::joined(
            format!("{ids} LIMIT {}", FEW_FOUND + 1),
            vec![purpose.into()],
        )],
        few: FEW_FOUND,
        columns: FACETS,
    })
}
