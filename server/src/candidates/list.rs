//! One page of the list of candidates, any filter with any sort, without ever walking all of them.
//!
//! A page is found in one of two ways. When some part of the filter matches few candidates (a *driver*),
//! those few are taken by that part's index, the rest of the filter is applied and they are sorted. When
//! every part matches many, the sort's own index is walked from where the page starts, in *windows* that
//! grow, until the page is full. A walk that finds too little gives up after the last of [`WINDOWS`] and says from
//! where to go on: such a page is short, but never slow and never wrong.

use super::address::invalid_cursor;
pub use super::address::{Cursor, ListQuery, Sort};
use super::driver::{self, Driver};
use super::filter::{Criteria, Measure};
use super::store::{self, Listed};
use crate::clock::Millis;
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};
use crate::fetch_all_dynamic;
use crate::tenants::Tenant;

/// How far the sort's index is walked for one page, window by window.
pub const WINDOWS: [i64; 3] = [500, 1_500, 3_000];
/// The most that are counted one by one.
const MOST_COUNTED: i64 = 5_001;

/// What stands in an index for candidates without the time that is sorted by: after all others.
pub(super) const NEVER: Millis = 253_402_300_800_000;

/// A candidate's place in the sorted list.
#[derive(Debug, Clone)]
struct Place {
    key: String,
    id: String,
}

impl Place {
    fn cursor(&self, sort: Sort, backward: bool) -> Cursor {
        let timed = matches!(sort, Sort::Consent | Sort::Deadline);
        Cursor {
            backward,
            at: timed.then(|| self.key.parse().unwrap_or_default()),
            id: self.id.clone(),
        }
    }
}

pub struct Request<'a> {
    pub tenant: &'a Tenant,
    pub criteria: &'a Criteria,
    pub measure: &'a Measure,
    pub sort: Sort,
    pub cursor: Option<Cursor>,
    pub limit: usize,
    /// [`WINDOWS`]; tests have smaller ones.
    pub windows: [i64; 3],
}

/// The columns of a candidate that the filter, and the sort if there is one, look at. Only those: an index that
/// happens to hold them all spares the candidate itself.
fn columns(criteria: &Criteria, sort: Option<Sort>) -> String {
    let mut columns = vec!["c.tenant_id", "c.id"];
    columns.extend(sort.and_then(Sort::column));
    columns.extend(criteria.columns());
    columns.sort_unstable();
    columns.dedup();
    columns.join(", ")
}

impl Request<'_> {
    /// What a walk is narrowed to by its index alone.
    fn along(&self) -> String {
        match self.sort {
            Sort::Newest => driver::along(self.criteria),
            _ => String::new(),
        }
    }
}

#[derive(Debug, Default)]
pub struct Page {
    pub rows: Vec<Listed>,
    pub next: Option<Cursor>,
    pub previous: Option<Cursor>,
    /// The walk ended before the page was full; [`Page::next`] goes on.
    pub unfinished: bool,
}

/// # Errors
/// `Invalid` for a cursor whose candidate is gone.
pub async fn page(tx: &mut Tx, request: &Request<'_>) -> Result<Page> {
    let choice = driver::choose(tx, request).await?;
    let (page, _) = page_by(tx, request, choice.driver.as_ref(), false).await?;
    Ok(page)
}

/// A page, and how many match in all.
///
/// # Errors
/// As [`page`].
pub async fn counted_page(tx: &mut Tx, request: &Request<'_>) -> Result<(Page, Matching)> {
    let choice = driver::choose(tx, request).await?;
    let (page, counted) = page_by(tx, request, choice.driver.as_ref(), true).await?;
    let matching = match (choice.more_than, counted) {
        (Some(count), _) => Matching::AtLeast(count),
        (None, Some(count)) => Matching::Exactly(count),
        (None, None) => count(tx, request, choice.driver.as_ref()).await?,
    };
    Ok((page, matching))
}

/// The same page by walking alone, as for a filter that matches many.
///
/// # Errors
/// As [`page`].
pub async fn walk(tx: &mut Tx, request: &Request<'_>) -> Result<Page> {
    let (page, _) = page_by(tx, request, None, false).await?;
    Ok(page)
}

/// A page and, when `counting`, how many match in all if they could be counted on the way.
async fn page_by(
    tx: &mut Tx,
    request: &Request<'_>,
    driver: Option<&Driver>,
    counting: bool,
) -> Result<(Page, Option<i64>)> {
    let backward = request
        .cursor
        .as_ref()
        .is_some_and(|cursor| cursor.backward);
    let from = place_of(tx, request).await?;
    let found = match driver {
        Some(driver) => {
            let sql = driven_sql(request, driver, from.as_ref(), backward, counting)?;
            driven(tx, request, &sql, from.is_none()).await?
        }
        None => walked(tx, request, from.clone(), backward).await?,
    };
    if backward && found.end == End::Reached {
        // Fewer than a page are left at this end: the first page shows them, and is full.
        let first = Request {
            cursor: None,
            tenant: request.tenant,
            criteria: request.criteria,
            measure: request.measure,
            sort: request.sort,
            limit: request.limit,
            windows: request.windows,
        };
        return Box::pin(page_by(tx, &first, driver, counting)).await;
    }
    let sort = request.sort;
    let mut places = found.places;
    if backward {
        places.reverse();
    }
    let further = match found.end {
        End::Reached => None,
        End::More => if backward {
            places.first()
        } else {
            places.last()
        }
        .cloned(),
        End::GaveUp(ref place) => Some(place.clone()),
    };
    let further = further.map(|place| place.cursor(sort, backward));
    let behind = match backward {
        true => places.last().or(from.as_ref()),
        false => request
            .cursor
            .as_ref()
            .and(places.first().or(from.as_ref())),
    };
    let behind = behind.map(|place| place.cursor(sort, !backward));
    let (next, previous) = match backward {
        true => (behind, further),
        false => (further, behind),
    };
    let page = Page {
        rows: rows(tx, request.tenant, &places).await?,
        next,
        previous,
        unfinished: matches!(found.end, End::GaveUp(_)),
    };
    Ok((page, found.counted))
}

#[derive(Debug, PartialEq)]
enum End {
    Reached,
    More,
    GaveUp(Place),
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

struct Found {
    places: Vec<Place>,
    end: End,
    /// How many match in all, if that came with them.
    counted: Option<i64>,
}

/// Where the cursor's candidate stands. A time is taken from the cursor: a page must not jump because
/// somebody answered meanwhile.
async fn place_of(tx: &mut Tx, request: &Request<'_>) -> Result<Option<Place>> {
    let Some(cursor) = &request.cursor else {
        return Ok(None);
    };
    let key = match (request.sort, cursor.at) {
        (Sort::Name, _) => store::name_key_of(tx, &request.tenant.id, &cursor.id)
            .await?
            .ok_or_else(invalid_cursor)?,
        (_, Some(at)) => at.to_string(),
        (_, None) => String::new(),
    };
    Ok(Some(Place {
        key,
        id: cursor.id.clone(),
    }))
}

/// The condition that a candidate comes after `place`, and nothing without one.
fn beyond(sql: &mut Sql, sort: Sort, place: Option<&Place>, backward: bool) -> Result<()> {
    let Some(place) = place else { return Ok(()) };
    let sign = if sort.descends(backward) { '<' } else { '>' };
    let condition = match sort.key() {
        None => format!(" AND c.id {sign} {}", sql.bind(place.id.as_str())),
        Some(key) => {
            let at = match sort {
                Sort::Name => sql.bind(place.key.as_str()),
                _ => {
                    let at: Millis = place.key.parse().map_err(Error::internal)?;
                    sql.bind(at)
                }
            };
            let id = sql.bind(place.id.as_str());
            // SQLite finds the beginning of an index on an expression by the first of these only.
            format!(" AND {key} {sign}= {at} AND ({key}, c.id) {sign} ({at}, {id})")
        }
    };
    sql.text += &condition;
    Ok(())
}

/// What a [`Place`] is read from.
fn place_columns(sort: Sort) -> String {
    match sort.key() {
        Some(key) => format!("c.id, CAST({key} AS TEXT)"),
        None => "c.id, ''".to_owned(),
    }
}

/// The driver's few, filtered and sorted.
async fn driven(tx: &mut Tx, request: &Request<'_>, sql: &Sql, from_start: bool) -> Result<Found> {
    let rows = fetch_all_dynamic!(tx, (String, String, Option<i64>), sql.text, &sql.values)?;
    let counted = match rows.first() {
        Some((.., matching)) => *matching,
        None => from_start.then_some(0),
    };
    let places = rows.into_iter().map(|(id, key, _)| Place { key, id });
    Ok(Found {
        counted,
        ..cut(places.collect(), request.limit)
    })
}

/// Counting goes over the same few, so it is done on the way. Where an index holds all that is asked for there may be
/// many more: those are left to [`count`], which stops.
fn driven_sql(
    request: &Request<'_>,
    driver: &Driver,
    from: Option<&Place>,
    backward: bool,
    counting: bool,
) -> Result<Sql> {
    let sort = request.sort;
    let place: Vec<&str> = ["c.id"].into_iter().chain(sort.column()).collect();
    let matching = match counting && driver.is_few() {
        true => "COUNT(*) OVER ()",
        false => "NULL",
    };
    let mut sql = Sql {
        text: format!(
            "SELECT {}, c.matching FROM (SELECT {}, CAST({matching} AS BIGINT) AS matching FROM",
            place_columns(sort),
            place.join(", ")
        ),
        ..Sql::default()
    };
    let rest = driver.rest(request.criteria);
    driver.push(&mut sql, &request.tenant.id, &columns(&rest, Some(sort)));
    sql.text += " WHERE 1 = 1";
    rest.conditions(request.measure, &mut sql);
    sql.text += ") c WHERE 1 = 1";
    beyond(&mut sql, sort, from, backward)?;
    let order = sort.order(backward);
    sql.text += &format!(" ORDER BY {order} LIMIT {}", request.limit + 1);
    Ok(sql)
}

fn cut(mut places: Vec<Place>, limit: usize) -> Found {
    let end = if places.len() > limit {
        End::More
    } else {
        End::Reached
    };
    places.truncate(limit);
    Found {
        places,
        end,
        counted: None,
    }
}

/// What matches among those that come next in the sort's order.
async fn walked(
    tx: &mut Tx,
    request: &Request<'_>,
    mut from: Option<Place>,
    backward: bool,
) -> Result<Found> {
    let mut found = Vec::new();
    for window in request.windows {
        let wanted = request.limit + 1 - found.len();
        let sql = window_sql(request, from.as_ref(), backward, window, wanted)?;
        found.extend(places(tx, &sql).await?);
        if found.len() > request.limit {
            return Ok(cut(found, request.limit));
        }
        let sql = window_end_sql(request, from.as_ref(), backward, window)?;
        match places(tx, &sql).await?.pop() {
            Some(end) => from = Some(end),
            None => return Ok(cut(found, request.limit)),
        }
    }
    let end = from.map_or(End::Reached, End::GaveUp);
    Ok(Found {
        places: found,
        end,
        counted: None,
    })
}

fn window_sql(
    request: &Request<'_>,
    from: Option<&Place>,
    backward: bool,
    window: i64,
    wanted: usize,
) -> Result<Sql> {
    let sort = request.sort;
    let (mut sql, order) = (Sql::default(), sort.order(backward));
    let tenant = sql.bind(request.tenant.id.as_str());
    sql.text = format!(
        "SELECT {} FROM (SELECT {} FROM candidates c WHERE c.tenant_id = {tenant}",
        place_columns(sort),
        columns(request.criteria, Some(sort))
    );
    sql.text += &request.along();
    beyond(&mut sql, sort, from, backward)?;
    // Without a filter nothing is passed over: the window need not be wider than the page.
    let window = match request.criteria.is_empty() {
        true => window.min(i64::try_from(wanted).unwrap_or(window)),
        false => window,
    };
    sql.text += &format!(" ORDER BY {order} LIMIT {window}) c WHERE 1 = 1");
    request.criteria.conditions(request.measure, &mut sql);
    sql.text += &format!(" ORDER BY {order} LIMIT {wanted}");
    Ok(sql)
}

/// The last place of a full window.
fn window_end_sql(
    request: &Request<'_>,
    from: Option<&Place>,
    backward: bool,
    window: i64,
) -> Result<Sql> {
    let sort = request.sort;
    let mut sql = Sql::default();
    let tenant = sql.bind(request.tenant.id.as_str());
    sql.text = format!(
        "SELECT {} FROM candidates c WHERE c.tenant_id = {tenant}",
        place_columns(sort)
    );
    sql.text += &request.along();
    beyond(&mut sql, sort, from, backward)?;
    let order = sort.order(backward);
    sql.text += &format!(" ORDER BY {order} LIMIT 1 OFFSET {}", window - 1);
    Ok(sql)
}

async fn places(tx: &mut Tx, sql: &Sql) -> Result<Vec<Place>> {
    let rows = fetch_all_dynamic!(tx, (String, String), sql.text, &sql.values)?;
    Ok(rows
        .into_iter()
        .map(|(id, key)| Place { key, id })
        .collect())
}

async fn rows(tx: &mut Tx, tenant: &Tenant, places: &[Place]) -> Result<Vec<Listed>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = places.iter().map(|place| place.id.clone()).collect();
    let mut rows = store::listed(tx, &tenant.id, &ids).await?;
    let order = |row: &Listed| ids.iter().position(|id| *id == row.candidate.id);
    rows.sort_by_key(order);
    Ok(rows)
}

/// How many match, as far as it is quick to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    Exactly(i64),
    AtLeast(i64),
}

/// Counts among the first of them that a page would be found among.
async fn count(tx: &mut Tx, request: &Request<'_>, driver: Option<&Driver>) -> Result<Matching> {
    let sql = count_sql(request, driver);
    let counted = fetch_all_dynamic!(tx, (i64, i64), sql.text, &sql.values)?;
    let (looked_at, count) = counted.first().copied().unwrap_or_default();
    Ok(match looked_at < MOST_COUNTED {
        true => Matching::Exactly(count),
        false => Matching::AtLeast(count),
    })
}

fn count_sql(request: &Request<'_>, driver: Option<&Driver>) -> Sql {
    let mut sql = Sql {
        text: "SELECT COUNT(*), COALESCE(SUM(CASE WHEN 1 = 1".to_owned(),
        ..Sql::default()
    };
    let rest = match driver {
        Some(driver) => driver.rest(request.criteria),
        None => request.criteria.clone(),
    };
    rest.conditions(request.measure, &mut sql);
    sql.text += " THEN 1 ELSE 0 END), 0) FROM";
    let columns = columns(&rest, None);
    match driver {
        Some(driver) => {
            driver.push_limited(&mut sql, &request.tenant.id, &columns, MOST_COUNTED);
        }
        None => {
            let tenant = sql.bind(request.tenant.id.as_str());
            sql.text += &format!(
                " (SELECT {columns} FROM candidates c WHERE c.tenant_id = {tenant}
                   ORDER BY c.id DESC LIMIT {MOST_COUNTED}) c"
            );
        }
    }
    sql
}

/// Every statement a page of this filter and sort may run, first page and later ones, for looking at plans.
pub async fn statements(tx: &mut Tx, request: &Request<'_>) -> Result<Vec<Sql>> {
    let place = Place {
        key: match request.sort {
            Sort::Name => "m".to_owned(),
            _ => request.measure.now.min(NEVER).to_string(),
        },
        id: "7fffffff-0000-7000-8000-000000000000".to_owned(),
    };
    let mut all = driver::probes(tx, request).await?;
    for driver in driver::drivers(tx, request).await? {
        all.push(driven_sql(request, &driver, Some(&place), false, true)?);
        all.push(count_sql(request, Some(&driver)));
    }
    for (from, backward) in [(None, false), (Some(&place), false), (Some(&place), true)] {
        all.push(window_sql(
            request,
            from,
            backward,
            WINDOWS[1],
            request.limit,
        )?);
        all.push(window_end_sql(request, from, backward, WINDOWS[1])?);
    }
    all.push(count_sql(request, None));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0199f635-1fef-7914-8d61-22053581643c";

    #[test]
    fn a_cursor_reads_as_it_was_written() {
        for sort in Sort::ALL {
            for backward in [false, true] {
                let place = Place {
                    key: "17".to_owned(),
                    id: ID.to_owned(),
                };
                let cursor = place.cursor(sort, backward);
                assert_eq!(
                    Cursor::parse(&cursor.to_string(), sort).unwrap(),
                    Some(cursor)
                );
            }
        }
    }

    #[test]
    fn a_cursor_holds_no_name() {
        let place = Place {
            key: "anna exempel".to_owned(),
            id: ID.to_owned(),
        };
        assert_eq!(place.cursor(Sort::Name, true).to_string(), format!("-{ID}"));
    }
}
