//! The proof pack: what was shown to one candidate, what was answered, and what proves it, in one zip
//! that can be checked without this server.
//!
//! The files are ordered by name and carry the time the pack was made: the same state at the same
//! time gives the same bytes. No file name holds anything but random ids.

mod archive;
mod files;
pub mod store;
mod summary;

use std::collections::BTreeMap;

use samtycke_shared::proof::ProofFile;
use samtycke_shared::receipt::Jwks;

use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::candidates::{self, Candidate};
use crate::clock::Millis;
use crate::consent::Status;
use crate::consent::store::{Event, Rendition};
use crate::consent::{self};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::log::store::SignedHead;
use crate::mail::smtp;
use crate::mail::store::MailRow;
use crate::paper;
use crate::renewal::Renewal;
use crate::tenants::{self, Tenant};
use crate::{log, mail, renewal};

/// A pack is made in memory, so that nothing of a candidate is left on a disk; this keeps it small.
const MOST_EVENTS: i64 = 5_000;

/// Everything a pack says, read in one view of the database.
struct Gathered {
    tenant: Tenant,
    candidate: Candidate,
    status: Status,
    made_at: Millis,
    server: String,
    /// Oldest first.
    events: Vec<Event>,
    texts: Vec<Rendition>,
    mails: Vec<(MailRow, Option<String>)>,
    renewals: Vec<Renewal>,
    /// By event; those not sequenced yet have none.
    proofs: BTreeMap<String, ProofFile>,
    head: Option<SignedHead>,
    jwks: Jwks,
}

/// Makes the pack of one candidate and writes down who asked for it (rule 21).
///
/// # Errors
/// `NotFound` for a candidate the tenant does not have; `Conflict` for more events than a pack holds.
pub async fn make(app: &App, actor: &Actor, id: &str, language: Option<&str>) -> Result<Vec<u8>> {
    record_look(app, actor, id).await?;
    let mut tx = app.db.read().await?;
    let gathered = gather(app, &mut tx, &actor.tenant_id, id).await?;
    drop(tx);
    let language = paper::language(language, &gathered.tenant);
    tokio::task::spawn_blocking(move || {
        archive::zip(&files::all(&gathered, language)?, gathered.made_at)
    })
    .await
    .map_err(Error::internal)?
}

/// Before anything is read, so that no pack is unaccounted for.
async fn record_look(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    candidates::store::get(&mut tx, &actor.tenant_id, id).await?;
    audit::write(app, &mut tx, actor, "candidate.proof", Some(id), None).await?;
    tx.commit().await
}

async fn gather(app: &App, tx: &mut Tx, tenant: &str, id: &str) -> Result<Gathered> {
    let candidate = candidates::store::get(tx, tenant, id).await?;
    let tenant = tenants::store::get(tx, tenant).await?;
    refuse_too_many(store::count_events(tx, &tenant.id, id).await?)?;
    let material = consent::store::material_version_for(tx, &tenant.id, id).await?;
    let events = consent::store::events(tx, &tenant.id, id).await?;
    let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let (proofs, head) = log::proof::files(tx, &ids).await?;
    let mails = mail::store::of_candidate(tx, &tenant.id, id).await?;
    Ok(Gathered {
        status: candidate.status(material, tenant.lead_days, app.now()),
        made_at: app.now(),
        server: app.config.public_url(),
        texts: store::shown_texts(tx, &tenant.id, id).await?,
        mails: with_message_ids(app, mails),
        renewals: renewal::store::of_candidate(tx, &tenant.id, id).await?,
        jwks: log::jwks(app),
        tenant,
        candidate,
        events,
        proofs,
        head,
    })
}

fn refuse_too_many(events: i64) -> Result<()> {
    if events <= MOST_EVENTS {
        return Ok(());
    }
    Err(Error::conflict(
        "proof-too-long",
        format!(
            "this candidate has {events} events and a proof pack holds {MOST_EVENTS}; GET /v1/candidates/{{id}} has them all, \
         and POST /v1/receipts/proof proves each receipt"
        ),
    ))
}

fn with_message_ids(app: &App, mails: Vec<MailRow>) -> Vec<(MailRow, Option<String>)> {
    let from = app.config.mail_from.parse().ok();
    let identify = |mail: MailRow| {
        let id = from.as_ref().map(|from| smtp::message_id(from, &mail.id));
        (mail, id)
    };
    mails.into_iter().map(identify).collect()
}
