//! The one way an event gets into the database.

use samtycke_shared::receipt::{self, TYP_RECEIPT};

use super::record::{Circumstances, NewEvent, PurposeDecision};
use super::store::{self, NewRow, Rendition};
use super::{Answer, Decision, EventKind, Identity, Origin, ShownText, Summary};
use crate::app::App;
use crate::candidates::{self, Candidate};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::log;
use crate::tenants::Tenant;

/// An event to be recorded for `candidate`, who must be locked by the caller's transaction.
pub struct Append<'a> {
    pub tenant: &'a Tenant,
    pub candidate: &'a Candidate,
    pub kind: EventKind,
    pub origin: Origin,
    pub identity: Identity,
    pub shown: Option<&'a Rendition>,
    /// As shown and answered: goes into the record.
    pub purposes: &'a [PurposeDecision],
    /// Those that take effect.
    pub effective: &'a [PurposeDecision],
    pub circumstances: Circumstances,
    /// Submission id and the digest of what was submitted.
    pub submission: Option<(&'a str, &'a str)>,
}

/// What became of an [`Append`].
#[derive(Debug, Clone, PartialEq)]
pub enum Appended {
    Recorded {
        event_id: String,
        receipt: Option<String>,
        at: i64,
    },
    /// The submission was recorded before, possibly a moment ago by another server.
    Duplicate,
}

impl Append<'_> {
    /// Writes event, pending log leaf and the candidate's summary (rule 19).
    ///
    /// After [`Appended::Duplicate`] the caller must not commit.
    pub async fn run(self, app: &App, tx: &mut Tx) -> Result<Appended> {
        if matches!(self.kind, EventKind::Given | EventKind::Renewed) {
            end_outdated(app, tx, self.tenant, self.candidate).await?;
        }
        self.write(app, tx).await
    }

    async fn write(self, app: &App, tx: &mut Tx) -> Result<Appended> {
        let (id, at) = (app.new_id(), app.now());
        let record = self
            .new_event(&id, at)
            .canonical(app, self.tenant, self.candidate)?;
        let receipt = self
            .earns_receipt()
            .then(|| receipt::sign(&record, TYP_RECEIPT, &app.keys.receipt));
        let text = self.shown.map(shown_text);
        let row = NewRow {
            id: &id,
            candidate_id: &self.candidate.id,
            kind: self.kind,
            at,
            origin: self.origin,
            identity: self.identity,
            text: text.as_ref(),
            decisions: &decisions(self.effective),
            record: std::str::from_utf8(&record).map_err(Error::internal)?,
            receipt: receipt.as_deref(),
            submission: self.submission,
        };
        if !store::insert_event(tx, &self.tenant.id, &row).await? {
            return Ok(Appended::Duplicate);
        }
        log::store::queue(tx, &id, &receipt::log_entry(&record), at).await?;
        refresh_summary(tx, &self.tenant.id, &self.candidate.id).await?;
        Ok(Appended::Recorded {
            event_id: id,
            receipt,
            at,
        })
    }

    /// Rule 3: a receipt is the candidate's own; what staff write down on their behalf gets none.
    fn earns_receipt(&self) -> bool {
        matches!(self.origin, Origin::Widget | Origin::Link)
    }

    fn new_event<'e>(&'e self, id: &'e str, at: i64) -> NewEvent<'e> {
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

/// Records that what the candidate consented to no longer stands, because the text has changed (rule 1).
pub async fn invalidate(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
) -> Result<()> {
    let append = Append {
        tenant,
        candidate,
        kind: EventKind::Invalidated,
        origin: Origin::System,
        identity: Identity::None,
        shown: None,
        purposes: &[],
        effective: &[],
        circumstances: Circumstances::default(),
        submission: None,
    };
    match append.write(app, tx).await? {
        Appended::Recorded { .. } => Ok(()),
        Appended::Duplicate => Err(Error::internal("an invalidation has no submission id")),
    }
}

/// An answer may come before the work that invalidates: what was agreed to under the old text must
/// not live on under the new one.
async fn end_outdated(
    app: &App,
    tx: &mut Tx,
    tenant: &Tenant,
    candidate: &Candidate,
) -> Result<()> {
    let material = store::material_version_for(tx, &tenant.id, &candidate.id).await?;
    let outdated = candidate
        .text_version
        .is_some_and(|version| version < material);
    if outdated && candidate.answer == Answer::Given.as_str() {
        invalidate(app, tx, tenant, candidate).await?;
    }
    Ok(())
}

fn shown_text(shown: &Rendition) -> ShownText {
    ShownText {
        version_id: shown.text_version_id.clone(),
        version: shown.version,
        language: shown.language.clone(),
    }
}

fn decisions(purposes: &[PurposeDecision]) -> Vec<Decision> {
    purposes
        .iter()
        .map(|decision| Decision {
            purpose: decision.key.clone(),
            granted: decision.granted,
            until: decision.until,
        })
        .collect()
}

/// Brings the summary columns of a candidate in line with the events.
pub async fn refresh_summary(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<()> {
    let events = store::events(tx, tenant, candidate).await?;
    let summary = Summary::of(&store::facts(&events)?);
    candidates::store::set_summary(tx, tenant, candidate, &summary).await
}
