//! Importing candidates from a file. They have not consented: whoever is new is told where the data
//! came from and asked at once (rule 7, GDPR Art. 14).
//!
//! The address says who is who. Importing a file again changes nothing.

pub mod columns;
mod lines;
mod store;
pub mod table;

use std::collections::HashMap;

use serde::Serialize;

use self::table::Table;
use super::batch::{self, Act, Batch, Outcome, Tally};
use super::manage::published_text;
use super::store::NewCandidate;
use super::{Candidate, Contact, Source};
use crate::app::App;
use crate::audit;
use crate::auth::{Action, Actor};
use crate::consent::Summary;
use crate::db::{Tx, insert_all};
use crate::error::{Error, Result};
use crate::keys::token_hash;
use crate::renewal;
use crate::tenants::{self, Tenant};

pub use lines::{Defaults, Line, Rejected, read_lines};

/// Lines dealt with in one transaction.
const SIZE: usize = 500;
/// How often a transaction is tried when somebody else registers the same address at the same moment.
const TRIES: usize = 3;

/// Pure: what importing a line does, given who has its address.
pub fn outcome(known: Option<&Candidate>, line: &Line) -> Outcome {
    match known {
        None => Outcome::Created,
        Some(known) if known.restricted_at.is_some() => Outcome::Restricted,
        Some(known) if corrected(known, line) == (as_known(known), known.language.clone()) => {
            Outcome::Unchanged
        }
        Some(_) => Outcome::Updated,
    }
}

fn as_known(known: &Candidate) -> Contact {
    Contact {
        email: known.email.clone(),
        name: known.name.clone(),
        phone: known.phone.clone(),
        external_id: known.external_id.clone(),
    }
}

/// What a line does not say stays; so does the way the address is written.
fn corrected(known: &Candidate, line: &Line) -> (Contact, String) {
    let new = &line.contact;
    let contact = Contact {
        email: known.email.clone(),
        name: new.name.clone(),
        phone: new.phone.clone().or_else(|| known.phone.clone()),
        external_id: new
            .external_id
            .clone()
            .or_else(|| known.external_id.clone()),
    };
    let language = line.language.as_ref().unwrap_or(&known.language);
    (contact, language.clone())
}

/// `POST /v1/candidates/import`'s answer.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Report {
    pub created: i64,
    pub updated: i64,
    pub rejected: Vec<Rejected>,
}

/// Imports a whole file, a few hundred lines in each transaction. Cut short and sent again, it goes on
/// where it was.
///
/// # Errors
/// `Invalid` when the file can not be read or lacks a column; lines that can not be used are in the report.
pub async fn whole(app: &App, actor: &Actor, bytes: &[u8], defaults: &Defaults) -> Result<Report> {
    actor.require(Action::ManageCandidates)?;
    let table = Table::read(bytes)?;
    let columns = columns::guess(&table.header);
    columns::check(&columns, defaults.source.is_some())?;
    let (lines, rejected) = read_lines(&table, &columns, defaults);
    let mut report = Report {
        rejected,
        ..Report::default()
    };
    for chunk in lines.chunks(SIZE) {
        for (line, outcome) in chunk.iter().zip(apply_committed(app, actor, chunk).await?) {
            match outcome {
                Outcome::Created => report.created += 1,
                Outcome::Updated => report.updated += 1,
                Outcome::Restricted => report.rejected.push(restricted(line.line)),
                _ => {}
            }
        }
        app.ring();
    }
    report.rejected.sort_by_key(|rejected| rejected.line);
    record(app, actor, &report).await?;
    Ok(report)
}

pub fn restricted(line: i64) -> Rejected {
    let message = "the processing of this candidate's data is restricted; nothing was changed";
    Rejected::new(line, "email", "restricted", message)
}

async fn record(app: &App, actor: &Actor, report: &Report) -> Result<()> {
    let detail = format!(
        "{} created, {} updated, {} rejected",
        report.created,
        report.updated,
        report.rejected.len()
    );
    let mut tx = app.db.begin().await?;
    audit::write(
        app,
        &mut tx,
        actor,
        "candidates.imported",
        None,
        Some(&detail),
    )
    .await?;
    tx.commit().await
}

async fn apply_committed(app: &App, actor: &Actor, lines: &[Line]) -> Result<Vec<Outcome>> {
    let mut tried = 0;
    loop {
        let mut tx = app.db.begin().await?;
        tried += 1;
        match apply(app, &mut tx, &actor.tenant_id, &actor.name, lines).await {
            Err(Error::Busy) if tried < TRIES => {}
            Err(error) => return Err(error),
            Ok(outcomes) => {
                tx.commit().await?;
                return Ok(outcomes);
            }
        }
    }
}

/// Imports these lines in the caller's transaction, in as many statements however many they are; says
/// what became of each.
///
/// # Errors
/// `Busy` when somebody registered one of the addresses at the same moment; the caller must not commit.
async fn apply(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    actor: &str,
    lines: &[Line],
) -> Result<Vec<Outcome>> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let tenant = tenants::store::get(tx, tenant).await?;
    let keys: Vec<String> = lines.iter().map(|line| line.contact.email_key()).collect();
    let known = super::store::lock_by_email(tx, &tenant.id, &keys).await?;
    let known: HashMap<String, Candidate> = known
        .into_iter()
        .map(|candidate| (candidate.email_key(), candidate))
        .collect();
    let of = |line: &Line| known.get(&line.contact.email_key());
    let outcomes: Vec<Outcome> = lines.iter().map(|line| outcome(of(line), line)).collect();
    let with = |wanted: Outcome| {
        let both = lines.iter().zip(&outcomes);
        both.filter(move |(_, outcome)| **outcome == wanted)
            .map(|(line, _)| line)
    };
    register(
        app,
        tx,
        &tenant,
        actor,
        &with(Outcome::Created).collect::<Vec<_>>(),
    )
    .await?;
    let updates: Vec<_> = with(Outcome::Updated)
        .filter_map(|line| of(line).map(|known| (known, corrected(known, line))))
        .collect();
    let updates: Vec<_> = updates
        .iter()
        .map(|(known, (contact, language))| (known.id.as_str(), contact, language.as_str()))
        .collect();
    if !updates.is_empty() {
        super::store::set_contacts(tx, &tenant.id, &updates).await?;
        let ids = updates.iter().map(|(id, _, _)| *id);
        audit::write_all(app, tx, &tenant.id, actor, "candidate.corrected", ids).await?;
    }
    Ok(outcomes)
}

async fn register(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    actor: &str,
    lines: &[&Line],
) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let text = published_text(tx, tenant).await?;
    let ids: Vec<String> = lines.iter().map(|_| app.new_id()).collect();
    let new: Vec<_> = lines
        .iter()
        .zip(&ids)
        .map(|(line, id)| {
            let new = NewCandidate {
                id,
                contact: &line.contact,
                language: line.language.as_deref().unwrap_or(&tenant.language),
                source: Source::Import,
                source_detail: Some(&line.source),
                link_hash: token_hash(&super::link_token(app, id, &line.contact.email_key())),
                consent_text_id: &text,
            };
            (new, Summary::default())
        })
        .collect();
    if !insert_all(tx, &super::store::new_rows(&tenant.id, &new, app.now())).await? {
        return Err(Error::Busy);
    }
    let candidates: Vec<_> = new
        .iter()
        .map(|(new, _)| Candidate::new(&tenant.id, new, app.now()))
        .collect();
    renewal::open_all(
        app,
        tx,
        &tenant.id,
        &candidates,
        renewal::Reason::Registered,
    )
    .await?;
    let ids = ids.iter().map(String::as_str);
    audit::write_all(app, tx, &tenant.id, actor, "candidate.registered", ids).await
}

/// What importing these lines would do, for people to see first.
pub async fn foresee(tx: &mut Tx, tenant: &str, lines: &[Line]) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for chunk in lines.chunks(SIZE) {
        let keys: Vec<String> = chunk.iter().map(|line| line.contact.email_key()).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let known = super::store::by_email(tx, tenant, &keys).await?;
        let known: HashMap<String, Candidate> = known
            .into_iter()
            .map(|candidate| (candidate.email_key(), candidate))
            .collect();
        outcomes.extend(
            chunk
                .iter()
                .map(|line| outcome(known.get(&line.contact.email_key()), line)),
        );
    }
    Ok(outcomes)
}

/// Hands confirmed lines to the background: from here a kill loses nothing. They are kept until each is
/// dealt with, an hour at most, and go with whoever they name when that one is erased.
pub async fn start(app: &App, actor: &Actor, lines: &[Line]) -> Result<Batch> {
    actor.require(Action::ManageCandidates)?;
    let mut tx = app.db.begin().await?;
    let tenant = tenants::store::get(&mut tx, &actor.tenant_id).await?;
    published_text(&mut tx, &tenant).await?;
    let batch = batch::begin(app, &mut tx, actor, Act::Import, lines.len()).await?;
    store::insert(&mut tx, &tenant.id, &batch.id, lines).await?;
    tx.commit().await?;
    batch::finish_small(app, batch).await
}

/// One transaction's worth of a started import.
pub async fn next_rows(app: &App, tx: &mut Tx, batch: &Batch) -> Result<Tally> {
    let lines = store::next(tx, &batch.tenant_id, &batch.id, batch::SIZE).await?;
    let mut tally = Tally::default();
    for outcome in apply(app, tx, &batch.tenant_id, &batch.started_by, &lines).await? {
        tally.add(outcome, 1);
    }
    if let Some(last) = lines.last() {
        store::drop_until(tx, &batch.tenant_id, &batch.id, last.line).await?;
    }
    Ok(tally)
}
