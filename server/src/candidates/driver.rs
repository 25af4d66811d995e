//! The part of a filter by whose index the few that can match are found.
//!
//! A driver gives a superset of what its part of the filter matches, cheaply; the whole filter is applied
//! to what it gives. Its `LIMIT` is a fence that neither database's planner looks over.

use super::filter::{Criteria, has_word, term_range};
use super::list::{NEVER, Request, Sort};
use crate::clock::Millis;
use crate::consent::Status;
use crate::db::{Sql, Tx, Value};
use crate::error::Result;
use crate::fetch_all_dynamic;

/// The most candidates that are fetched and sorted for a page.
const FEW: i64 = 5_000;
/// Where an index holds all that is asked for, going through it is that much quicker.
const FEW_COVERED: i64 = 150_000;
/// Search words: each candidate found is one more step from one index to another.
const FEW_FOUND: i64 = 5_000;
/// A candidate may have several words that begin alike: those with so many rows may still be few.
const FEW_ROWS: i64 = 2 * FEW_FOUND;
/// The most rows of a word that are gone through for the other words.
const FEW_TERMS: i64 = 50_000;

/// A source of candidates.
#[derive(Debug, Clone)]
pub struct Driver {
    parts: Vec<Part>,
    /// The most it may give to be of use.
    few: i64,
    /// How many it gives, if that is known without counting.
    known: Option<i64>,
    /// Whether it gives only those with all the words.
    by_words: bool,
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
    fn new(parts: Vec<Part>, few: i64) -> Self {
        Self {
            parts,
            few,
            known: None,
            by_words: false,
        }
    }

    fn one(condition: &str, values: Vec<Value>, few: i64) -> Self {
        Self::new(vec![Part::on_candidates(condition, values)], few)
    }

    /// Whether going through all it gives is quick whatever is asked of them.
    pub fn is_few(&self) -> bool {
        self.few <= FEW
    }

    /// What of the filter is still to be looked at in those it gives.
    pub fn rest(&self, criteria: &Criteria) -> Criteria {
        let mut rest = criteria.clone();
        if self.by_words {
            rest.words.clear();
        }
        rest
    }

    /// Appends ` (…) c`: these columns of the candidates it gives.
    pub fn push(&self, sql: &mut Sql, tenant: &str, columns: &str) {
        self.push_limited(sql, tenant, columns, self.few + 1);
    }

    pub fn push_limited(&self, sql: &mut Sql, tenant: &str, columns: &str, limit: i64) {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| {
                let from = part.fill(&part.from, sql, tenant);
                format!("SELECT {columns} FROM {from} LIMIT {limit}")
            })
            .collect();
        sql.text += &match parts.as_slice() {
            [one] => format!(" ({one}) c"),
            several => {
                let several: Vec<String> = several
                    .iter()
                    .map(|part| format!("SELECT * FROM ({part}) c"))
                    .collect();
                format!(
                    " (SELECT * FROM ({}) c LIMIT {limit}) c",
                    several.join(" UNION ALL ")
                )
            }
        };
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

/// What looking for a driver came to.
#[derive(Debug, Default)]
pub struct Choice {
    /// The one that gives the fewest, if one gives few.
    pub driver: Option<Driver>,
    /// More than this match: known without looking at any.
    pub more_than: Option<i64>,
}

pub async fn choose(tx: &mut Tx, request: &Request<'_>) -> Result<Choice> {
    let mut best: Option<(i64, Driver)> = None;
    let mut more_than = None;
    for driver in drivers(tx, request).await? {
        let count = match driver.known {
            Some(count) => count,
            None => count_given(tx, &request.tenant.id, &driver).await?,
        };
        if count > driver.few && request.criteria.is_one_range() {
            more_than = Some(driver.few);
        }
        let fewest = best.as_ref().is_none_or(|(fewest, _)| count < *fewest);
        if count <= driver.few && fewest {
            best = Some((count, driver));
        }
        if best.as_ref().is_some_and(|(fewest, _)| *fewest < 500) {
            break;
        }
    }
    Ok(Choice {
        driver: best.map(|(_, driver)| driver),
        more_than,
    })
}

async fn count_given(tx: &mut Tx, tenant: &str, driver: &Driver) -> Result<i64> {
    let sql = driver.probe(tenant);
    let counted = fetch_all_dynamic!(tx, (i64,), sql.text, &sql.values)?;
    Ok(counted.first().map_or(0, |(count,)| *count))
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
    let texts = &request.measure.texts;
    if criteria.text.is_some() || criteria.text_version.is_some() {
        drivers.push(by_version(criteria, texts));
    }
    if let Some(status) = criteria.status {
        drivers.extend(by_status(status, request));
        drivers.extend(by_answer(status));
    }
    drivers.extend(
        criteria
            .source
            .map(|source| Driver::one(&format!("c.source = '{source}'"), Vec::new(), FEW)),
    );
    drivers.extend(by_purpose(criteria));
    Ok(drivers)
}

/// Found at once, in the rarest word's rows, of which each holds the candidate's other words. Going through them to look
/// for those is quick even where they are many.
async fn by_words(tx: &mut Tx, tenant: &str, words: &[String]) -> Result<Option<Driver>> {
    let most = if words.len() > 1 { FEW_TERMS } else { FEW_ROWS };
    let mut rarest: Option<(i64, &String)> = None;
    for word in words {
        let most = rarest.map_or(most, |(fewest, _)| fewest);
        let count = count_rows(tx, tenant, word, most + 1).await?;
        if count <= most {
            rarest = Some((count, word));
        }
    }
    let Some((_, word)) = rarest else {
        return Ok(None);
    };
    let Some(ids) = found_by(tx, tenant, word, words).await? else {
        return Ok(None);
    };
    let elements = match tx.is_postgres() {
        true => "json_array_elements_text(CAST({0} AS JSON))",
        false => "json_each({0})",
    };
    let part = Part::joined(
        format!("SELECT value AS candidate_id FROM {elements}"),
        vec![serde_json::to_string(&ids)?.into()],
    );
    Ok(Some(Driver {
        known: i64::try_from(ids.len()).ok(),
        by_words: true,
        ..Driver::new(vec![part], FEW_FOUND)
    }))
}

/// The candidates with all words, once each and up to one too many. `None` when the word has too many rows.
async fn found_by(
    tx: &mut Tx,
    tenant: &str,
    word: &str,
    words: &[String],
) -> Result<Option<Vec<String>>> {
    let mut sql = Sql::default();
    let (of_tenant, range) = (sql.bind(tenant), term_range(&mut sql, word));
    let others: String = words
        .iter()
        .filter(|other| *other != word)
        .map(|other| has_word(&mut sql, "s", other))
        .collect();
    sql.text = format!(
        "WITH e AS MATERIALIZED (
           SELECT CASE WHEN 1 = 1{others} THEN s.candidate_id END AS id FROM candidate_terms s
           WHERE s.tenant_id = {of_tenant} AND {range} LIMIT {})
         SELECT n.visited, f.id FROM (SELECT COUNT(*) AS visited FROM e) n
         LEFT JOIN (SELECT DISTINCT id FROM e WHERE id IS NOT NULL LIMIT {}) f ON 1 = 1",
        FEW_TERMS + 1,
        FEW_FOUND + 1
    );
    let found = fetch_all_dynamic!(tx, (i64, Option<String>), sql.text, &sql.values)?;
    let too_many = found
        .first()
        .is_some_and(|(visited, _)| *visited > FEW_TERMS);
    let ids = found.into_iter().filter_map(|(_, id)| id);
    Ok((!too_many).then(|| ids.collect()))
}

async fn count_rows(tx: &mut Tx, tenant: &str, word: &str, most: i64) -> Result<i64> {
    let mut sql = Sql::default();
    let tenant = sql.bind(tenant);
    let range = term_range(&mut sql, word);
    sql.text = format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM candidate_terms s
         WHERE s.tenant_id = {tenant} AND {range} LIMIT {most}) d"
    );
    let counted = fetch_all_dynamic!(tx, (i64,), sql.text, &sql.values)?;
    Ok(counted.first().map_or(0, |(count,)| *count))
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
    Driver::new(parts, FEW)
}

fn by_status(status: Status, request: &Request<'_>) -> Option<Driver> {
    let (texts, now) = (&request.measure.texts, request.measure.now);
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
        let few = if covered { FEW_COVERED } else { FEW };
        Driver::one("c.first_expiry <= {0}", vec![end.into()], few)
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
            Driver::new(parts, FEW)
        }
        Status::Expired => by_expiry(now),
        Status::Expiring => by_expiry(request.measure.soon()),
        // Few only after a material change, when most are still to be asked.
        Status::Valid => {
            let parts = by_version(">=");
            if parts.len() < texts.len() || parts.is_empty() {
                return None;
            }
            Driver::new(parts, FEW)
        }
    })
}

/// Whose consent stands or once stood: few where most were never asked, or are new.
fn by_answer(status: Status) -> Option<Driver> {
    matches!(status, Status::Valid | Status::Expiring | Status::Expired)
        .then(|| Driver::one("c.answer = 'given'", Vec::new(), FEW))
}

/// The part of a filter that an index holds in the order of the ids, if there is one: a list by newest walks along it
/// and meets nobody else.
pub fn along(criteria: &Criteria) -> String {
    if let Some(renewal) = criteria.renewal.filter(|renewal| *renewal != "none") {
        return format!(" AND c.renewal = '{renewal}' AND c.renewal <> 'none'");
    }
    let answer = match criteria.status {
        Some(Status::Awaiting) => Some("none"),
        Some(Status::Valid | Status::Expiring | Status::Expired) => Some("given"),
        _ => None,
    };
    match (answer, criteria.source) {
        (Some(answer), _) => format!(" AND c.answer = '{answer}'"),
        (None, Some(source)) => format!(" AND c.source = '{source}'"),
        (None, None) => String::new(),
    }
}

fn by_purpose(criteria: &Criteria) -> Option<Driver> {
    let purpose = criteria.purpose.as_deref()?;
    let ids = "SELECT p.candidate_id FROM candidate_purposes p WHERE p.tenant_id = {tenant} AND p.purpose = {0}";
    let part = Part::joined(
        format!("{ids} LIMIT {}", FEW_FOUND + 1),
        vec![purpose.into()],
    );
    Some(Driver::new(vec![part], FEW_FOUND))
}
