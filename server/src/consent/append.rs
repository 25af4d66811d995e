//! The one way an event gets into the database.

use samtycke_shared::receipt::{self, TYP_RECEIPT};

use super::record::{self, Circumstances, NewEvent, PurposeDecision};
use super::store::{self, Known, NewRow, Rendition};
use super::{Answer, EventKind, Fact, Identity, Origin, ShownText, Summary};
use crate::app::App;
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::db::{Rows, Tx, insert_all};
use crate::error::{Error, Result};
use crate::keys::Use;
use crate::log;
use crate::tenants::Tenant;
use crate::webhooks::outbox::Occurrence;
use crate::webhooks::{self, EventType};

/// An event to be recorded for `candidate`, who must be locked by the caller's transaction.
pub struct Append<'a> {
    pub tenant: &'a Tenant,
    pub candidate: &'a Candidate,
    pub kind: EventKind,
    pub origin: Origin,
    pub identity: Identity,
    pub shown: Option<&'a Rendition>,
    /// As shown and answered.
    pub purposes: &'a [PurposeDecision],
    pub circumstances: Circumstances,
    /// Submission id and the digest of what was submitted.
    pub submission: Option<(&'a str, &'a str)>,
}

/// What became of an [`Append`].
#[derive(Debug, Clone, PartialEq)]
pub struct Appended {
    pub event_id: String,
    pub receipt: Option<String>,
    pub at: Millis,
}

impl Append<'_> {
    /// Writes event, pending log leaf and the candidate's summary (rule 19). Not of a submission, which may be
    /// recorded already: see [`rows`].
    pub async fn run(self, app: &App, tx: &mut Tx) -> Result<Appended> {
        let (tenant, candidate) = (&self.tenant.id, &self.candidate.id);
        let mut history = History::load(tx, tenant, candidate).await?;
        let appended = history.add(app, &self)?;
        let rows = rows(app, tx, tenant, [&history]).await?;
        if !insert_all(tx, &rows).await? {
            return Err(Error::internal("only a submission is recorded twice"));
        }
        candidates::store::set_summary(tx, tenant, candidate, &history.summary()).await?;
        Ok(appended)
    }

    fn row(&self, app: &App, seq: i64) -> Result<NewRow> {
        let (id, at) = (app.new_id(), app.now());
        let record = self
            .new_event(&id, at)
            .canonical(app, self.tenant, self.candidate)?;
        let receipt = self
            .earns_receipt()
            .then(|| receipt::sign(&record, TYP_RECEIPT, &app.keys.signing(Use::Receipts, at)));
        Ok(NewRow {
            candidate_id: self.candidate.id.clone(),
            seq,
            origin: self.origin,
            identity: self.identity,
            fact: Fact {
                kind: self.kind,
                at,
                text: self.shown.map(shown_text),
                decisions: record::effective(self.origin, self.purposes),
            },
            record: String::from_utf8(record).map_err(Error::internal)?,
            receipt,
            submission: self
                .submission
                .map(|(id, digest)| (id.to_owned(), digest.to_owned())),
            id,
        })
    }

    /// Rule 3: a receipt is the candidate's own; what staff write down on their behalf gets none.
    fn earns_receipt(&self) -> bool {
        matches!(self.origin, Origin::Widget | Origin::Link)
    }

    fn new_event<'e>(&'e self, id: &'e str, at: Millis) -> NewEvent<'e> {
        NewEvent {
            id,
            kind: self.kind,
            at,
            origin: self.origin,
            identity: self.identity,
            shown: self.shown,
            purposes: self.purposes,
            circumstances: &self.circumstances,
        }
    }
}

/// A candidate's events, and those about to be added to them. The candidate must be locked by the
/// caller's transaction, or be new.
#[derive(Debug, Clone, Default)]
pub struct History {
    known: Known,
    added: Vec<NewRow>,
}

impl From<Known> for History {
    fn from(known: Known) -> Self {
        let added = Vec::new();
        Self { known, added }
    }
}

impl History {
    async fn load(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Self> {
        let known = store::known(tx, tenant, &[candidate])
            .await?
            .remove(candidate);
        Ok(known.unwrap_or_default().into())
    }

    /// Adds an event, without writing it yet.
    ///
    /// An answer may come before the work that invalidates: what was agreed to under the old text
    /// must not live on under the new one.
    pub fn add(&mut self, app: &App, append: &Append<'_>) -> Result<Appended> {
        let answers = matches!(append.kind, EventKind::Given | EventKind::Renewed);
        if answers && self.is_outdated() {
            self.push(app, &invalidation(append.tenant, append.candidate))?;
        }
        self.push(app, append)
    }

    fn push(&mut self, app: &App, append: &Append<'_>) -> Result<Appended> {
        let seq = self.known.facts.len() + 1;
        let row = append.row(app, i64::try_from(seq).map_err(Error::internal)?)?;
        let appended = Appended {
            event_id: row.id.clone(),
            receipt: row.receipt.clone(),
            at: row.fact.at,
        };
        self.known.facts.push(row.fact.clone());
        self.added.push(row);
        Ok(appended)
    }

    fn is_outdated(&self) -> bool {
        let summary = self.summary();
        let version = summary.consented.map(|(_, text)| text.version);
        summary.answer == Answer::Given
            && version.is_some_and(|version| version < self.known.material_version)
    }

    pub fn summary(&self) -> Summary {
        Summary::of(&self.known.facts)
    }
}

/// What was added to these histories, with its log leaves and webhooks. When not all are new when they are inserted,
/// a submission among them is already recorded, and the caller must not commit.
pub async fn rows<'h>(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    histories: impl IntoIterator<Item = &'h History>,
) -> Result<Vec<Rows>> {
    let rows: Vec<&NewRow> = histories
        .into_iter()
        .flat_map(|history| &history.added)
        .collect();
    let leaves: Vec<_> = rows
        .iter()
        .map(|row| (row.id.as_str(), receipt::log_entry(row.record.as_bytes())))
        .collect();
    let told: Vec<_> = rows.iter().filter_map(|row| occurrence(row)).collect();
    let mut all = vec![
        store::event_rows(tenant, &rows)?,
        log::store::pending_rows(&leaves, app.now()),
    ];
    all.extend(webhooks::outbox::rows(app, tx, tenant, &told).await?);
    Ok(all)
}

fn occurrence(row: &NewRow) -> Option<Occurrence<'_>> {
    Some(Occurrence {
        kind: EventType::of(row.fact.kind)?,
        at: row.fact.at,
        candidate: &row.candidate_id,
        about: vec![("event_id", &row.id)],
    })
}

/// Records that what the candidate consented to no longer stands, because the text has changed (rule 1).
pub async fn invalidate(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
) -> Result<()> {
    invalidation(tenant, candidate).run(app, tx).await.map(drop)
}

fn invalidation<'a>(tenant: &'a Tenant, candidate: &'a Candidate) -> Append<'a> {
    Append {
        tenant,
        candidate,
        kind: EventKind::Invalidated,
        origin: Origin::System,
        identity: Identity::None,
        shown: None,
        purposes: &[],
        circumstances: Circumstances::default(),
        submission: None,
    }
}

fn shown_text(shown: &Rendition) -> ShownText {
    ShownText {
        version_id: shown.text_version_id.clone(),
        version: shown.version,
        language: shown.language.clone(),
    }
}
