//! SQL of consent texts and consent events.

use std::collections::HashMap;

use samtycke_shared::api::Purpose;
use samtycke_shared::receipt;

use super::publish::{Change, Content, Publication};
use super::record;
use super::{EventKind, Fact, Identity, Origin, ShownText};
use crate::clock::Millis;
use crate::db::{RowLock, Rows, Tx, Value, any_of};
use crate::error::{Error, Result};
use crate::tenants::Site;
use crate::{execute, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ConsentTextRow {
    pub id: String,
    pub name: String,
    pub current_version: i64,
    pub material_version: i64,
    pub created_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TextVersion {
    pub id: String,
    pub consent_text_id: String,
    pub version: i64,
    pub state: String,
    pub change: Option<String>,
    pub explanation: Option<String>,
    pub content: String,
    pub created_at: i64,
    pub published_at: Option<i64>,
    pub published_by: Option<String>,
}

impl TextVersion {
    pub fn is_published(&self) -> bool {
        self.state == "published"
    }

    pub fn content(&self) -> Result<Content> {
        Ok(serde_json::from_str(&self.content)?)
    }
}

/// What candidates are shown, in one language.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Rendition {
    pub text_version_id: String,
    pub version: i64,
    pub language: String,
    pub title: String,
    pub body_markdown: String,
    pub body_html: String,
    pub body_sha256: String,
    pub purposes: String,
    pub shown_sha256: String,
}

impl Rendition {
    pub fn purposes(&self) -> Result<Vec<Purpose>> {
        Ok(serde_json::from_str(&self.purposes)?)
    }
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Event {
    pub id: String,
    pub candidate_id: String,
    pub kind: String,
    pub at: i64,
    pub origin: String,
    pub identity: String,
    pub text_version_id: Option<String>,
    pub text_version: Option<i64>,
    pub language: Option<String>,
    pub decisions: String,
    pub record: String,
    #[sqlx(rename = "receipt")]
    detached: Option<String>,
}

/// What a repeated submission is answered with.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SubmittedEvent {
    pub id: String,
    pub at: i64,
    record: String,
    #[sqlx(rename = "receipt")]
    detached: Option<String>,
    pub submission_id: String,
    pub submission_digest: Option<String>,
}

impl SubmittedEvent {
    pub fn receipt(&self) -> Option<String> {
        attached(&self.detached, &self.record)
    }
}

/// A receipt's payload is its event's record, so it is kept without.
fn attached(detached: &Option<String>, record: &str) -> Option<String> {
    let detached = detached.as_deref()?;
    Some(receipt::attach(detached, record.as_bytes()))
}

impl Event {
    pub fn has_receipt(&self) -> bool {
        self.detached.is_some()
    }

    pub fn receipt(&self) -> Option<String> {
        attached(&self.detached, &self.record)
    }

    /// What the columns say, for a check.
    ///
    /// # Errors
    /// As [`Event::fact`].
    pub fn columns(&self) -> Result<Fact> {
        let shown = (&self.text_version_id, self.text_version, &self.language);
        fact(&self.kind, self.at, shown, &self.decisions)
    }

    /// # Errors
    /// As [`record::fact`].
    pub fn fact(&self) -> Result<Fact> {
        record::fact(&self.record)
    }
}

fn fact(
    kind: &str,
    at: Millis,
    shown: (&Option<String>, Option<i64>, &Option<String>),
    decisions: &str,
) -> Result<Fact> {
    let text = match shown {
        (Some(id), Some(version), Some(language)) => Some(ShownText {
            version_id: id.clone(),
            version,
            language: language.clone(),
        }),
        _ => None,
    };
    Ok(Fact {
        kind: EventKind::parse(kind)
            .ok_or_else(|| Error::internal(format!("event kind {kind}")))?,
        at,
        text,
        decisions: serde_json::from_str(decisions)?,
    })
}

/// As much of an event as the rules look at.
#[derive(Debug, Clone, sqlx::FromRow)]
struct FactRow {
    candidate_id: String,
    kind: String,
    at: i64,
    text_version_id: Option<String>,
    text_version: Option<i64>,
    language: Option<String>,
    decisions: String,
}

/// What is known of a candidate before something is added.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Oldest first.
    pub facts: Vec<Fact>,
    /// The last material version of the text the candidate stands on.
    pub material_version: i64,
}

/// What is known of each of these candidates, by id. One round trip for the events, one for the texts.
pub async fn known(tx: &mut Tx, tenant: &str, ids: &[&str]) -> Result<HashMap<String, Known>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = vec![Value::from(tenant)];
    let those = any_of(&mut values, ids.iter().copied());
    let sql = format!(
        "SELECT c.id, t.material_version FROM candidates c
         JOIN consent_texts t ON t.tenant_id = c.tenant_id AND t.id = c.consent_text_id
         WHERE c.tenant_id = $1 AND c.id IN ({those})"
    );
    let mut known: HashMap<String, Known> = fetch_all_dynamic!(tx, (String, i64), sql, &values)?
        .into_iter()
        .map(|(id, material_version)| {
            let facts = Vec::new();
            (
                id,
                Known {
                    facts,
                    material_version,
                },
            )
        })
        .collect();
    let sql = format!(
        "SELECT candidate_id, kind, at, text_version_id, text_version, language, decisions FROM events
         WHERE tenant_id = $1 AND candidate_id IN ({those}) ORDER BY candidate_id, seq"
    );
    for row in fetch_all_dynamic!(tx, FactRow, sql, &values)? {
        let shown = (&row.text_version_id, row.text_version, &row.language);
        let fact = fact(&row.kind, row.at, shown, &row.decisions)?;
        known.entry(row.candidate_id).or_default().facts.push(fact);
    }
    Ok(known)
}

pub fn facts(events: &[Event]) -> Result<Vec<Fact>> {
    events.iter().map(Event::fact).collect()
}

pub async fn insert_text(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    name: &str,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO consent_texts (tenant_id, id, name, created_at) VALUES ($1, $2, $3, $4)",
        tenant,
        id,
        name,
        now
    )?;
    Ok(())
}

pub async fn texts(tx: &mut Tx, tenant: &str) -> Result<Vec<ConsentTextRow>> {
    fetch_all!(
        tx,
        ConsentTextRow,
        "SELECT * FROM consent_texts WHERE tenant_id = $1 ORDER BY id",
        tenant
    )
}

pub async fn text(tx: &mut Tx, tenant: &str, id: &str) -> Result<ConsentTextRow> {
    fetch_optional!(
        tx,
        ConsentTextRow,
        "SELECT * FROM consent_texts WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?
    .ok_or(Error::NotFound)
}

pub async fn versions(tx: &mut Tx, tenant: &str, text: &str) -> Result<Vec<TextVersion>> {
    fetch_all!(
        tx,
        TextVersion,
        "SELECT * FROM text_versions WHERE tenant_id = $1 AND consent_text_id = $2 ORDER BY version DESC",
        tenant,
        text
    )
}

pub async fn version(tx: &mut Tx, tenant: &str, text: &str, version: i64) -> Result<TextVersion> {
    fetch_optional!(
        tx,
        TextVersion,
        "SELECT * FROM text_versions WHERE tenant_id = $1 AND consent_text_id = $2 AND version = $3",
        tenant,
        text,
        version
    )?
    .ok_or(Error::NotFound)
}

/// Makes others who draft or publish this text wait: numbers stay unique, and what is published is
/// what was rendered.
pub async fn lock_text(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE consent_texts SET name = name WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    Ok(())
}

/// Keeps a text from being published anew until this transaction ends: an answer recorded under a version is either
/// seen by the work that invalidates that version, or refused as stale.
pub async fn hold_text(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    let sql = format!(
        "SELECT id FROM consent_texts WHERE tenant_id = $1 AND id = $2{}",
        tx.lock_rows(RowLock::Share)
    );
    fetch_all_dynamic!(tx, (String,), sql, &[tenant.into(), id.into()])?;
    Ok(())
}

/// A site with the version of its text that it serves.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OpenSite {
    #[sqlx(flatten)]
    pub site: Site,
    /// 0 before the first publishing.
    pub current_version: i64,
}

/// The site a stranger's key opens, and what it serves.
///
/// # Errors
/// `NotFound` for an unknown key.
pub async fn open_site(tx: &mut Tx, site_key: &str) -> Result<OpenSite> {
    one_site(tx, site_key, "").await
}

/// As [`open_site`], and holds the text as [`hold_text`] does.
///
/// # Errors
/// `NotFound` for an unknown key.
pub async fn hold_site(tx: &mut Tx, site_key: &str) -> Result<OpenSite> {
    // The site itself stays free: its settings may change under those who answer.
    let lock = match tx.lock_rows(RowLock::Share) {
        "" => String::new(),
        lock => format!("{lock} OF t"),
    };
    one_site(tx, site_key, &lock).await
}

async fn one_site(tx: &mut Tx, site_key: &str, lock: &str) -> Result<OpenSite> {
    let sql = format!(
        "SELECT s.*, t.current_version FROM sites s
         JOIN consent_texts t ON t.tenant_id = s.tenant_id AND t.id = s.consent_text_id
         WHERE s.site_key = $1{lock}"
    );
    let found = fetch_all_dynamic!(tx, OpenSite, sql, &[Value::from(site_key)])?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Adds a draft with the next number.
pub async fn insert_draft(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    id: &str,
    content: &Content,
    now: Millis,
) -> Result<i64> {
    lock_text(tx, tenant, text).await?;
    let (last,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COALESCE(MAX(version), 0) FROM text_versions WHERE tenant_id = $1 AND consent_text_id = $2",
        tenant,
        text
    )?;
    execute!(
        tx,
        "INSERT INTO text_versions (tenant_id, id, consent_text_id, version, state, content, created_at)
         VALUES ($1, $2, $3, $4, 'draft', $5, $6)",
        tenant,
        id,
        text,
        last + 1,
        serde_json::to_string(content)?,
        now
    )?;
    Ok(last + 1)
}

/// Whether there was a draft to replace.
pub async fn replace_draft(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    version: i64,
    content: &Content,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE text_versions SET content = $4
         WHERE tenant_id = $1 AND consent_text_id = $2 AND version = $3 AND state = 'draft'",
        tenant,
        text,
        version,
        serde_json::to_string(content)?
    )?;
    Ok(changed == 1)
}

pub async fn insert_rendition(
    tx: &mut Tx,
    tenant: &str,
    position: usize,
    rendition: &Rendition,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO text_renditions (tenant_id, text_version_id, language, position, title, body_markdown, body_html,
                                      body_sha256, purposes, shown_sha256)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant,
        &rendition.text_version_id,
        &rendition.language,
        i64::try_from(position).unwrap_or(i64::MAX),
        &rendition.title,
        &rendition.body_markdown,
        &rendition.body_html,
        &rendition.body_sha256,
        &rendition.purposes,
        &rendition.shown_sha256
    )?;
    Ok(())
}

/// Whether the draft was still one.
pub async fn mark_published(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    publication: &Publication,
    by: &str,
    now: Millis,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE text_versions SET state = 'published', change = $3, explanation = $4, published_at = $5, published_by = $6
         WHERE tenant_id = $1 AND id = $2 AND state = 'draft'",
        tenant,
        id,
        publication.change.as_str(),
        publication.explanation.as_deref(),
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Whether the version is the newest published one.
pub async fn serve_version(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    version: i64,
    change: Change,
) -> Result<bool> {
    let material = (change == Change::Material).then_some(version);
    let changed = execute!(
        tx,
        "UPDATE consent_texts SET current_version = $3, material_version = COALESCE($4, material_version),
                invalidating_below = COALESCE($4, invalidating_below)
         WHERE tenant_id = $1 AND id = $2 AND current_version < $3",
        tenant,
        text,
        version,
        material
    )?;
    Ok(changed == 1)
}

/// The languages of the version now served, the tenant's own first. Empty before the first publishing.
pub async fn current_renditions(tx: &mut Tx, tenant: &str, text: &str) -> Result<Vec<Rendition>> {
    fetch_all!(
        tx,
        Rendition,
        "SELECT r.*, v.version FROM consent_texts t
         JOIN text_versions v ON v.tenant_id = t.tenant_id AND v.consent_text_id = t.id AND v.version = t.current_version
         JOIN text_renditions r ON r.tenant_id = v.tenant_id AND r.text_version_id = v.id
         WHERE t.tenant_id = $1 AND t.id = $2 ORDER BY r.position",
        tenant,
        text
    )
}

/// Of the version that was the current one before a moment.
pub async fn renditions_before(
    tx: &mut Tx,
    tenant: &str,
    text: &str,
    before: Millis,
) -> Result<Vec<Rendition>> {
    fetch_all!(
        tx,
        Rendition,
        "SELECT r.*, v.version FROM text_versions v
         JOIN text_renditions r ON r.tenant_id = v.tenant_id AND r.text_version_id = v.id
         WHERE v.tenant_id = $1 AND v.consent_text_id = $2 AND v.version =
               (SELECT MAX(version) FROM text_versions
                WHERE tenant_id = $1 AND consent_text_id = $2 AND state = 'published' AND published_at < $3)
         ORDER BY r.position",
        tenant,
        text,
        before
    )
}

pub async fn rendition(
    tx: &mut Tx,
    tenant: &str,
    version_id: &str,
    language: &str,
) -> Result<Option<Rendition>> {
    fetch_optional!(
        tx,
        Rendition,
        "SELECT r.*, v.version FROM text_renditions r
         JOIN text_versions v ON v.tenant_id = r.tenant_id AND v.id = r.text_version_id
         WHERE r.tenant_id = $1 AND r.text_version_id = $2 AND r.language = $3",
        tenant,
        version_id,
        language
    )
}

/// These versions in all their languages.
pub async fn renditions(tx: &mut Tx, tenant: &str, versions: &[&str]) -> Result<Vec<Rendition>> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![Value::from(tenant)];
    let versions = any_of(&mut values, versions.iter().copied());
    let sql = format!(
        "SELECT r.*, v.version FROM text_renditions r
         JOIN text_versions v ON v.tenant_id = r.tenant_id AND v.id = r.text_version_id
         WHERE r.tenant_id = $1 AND r.text_version_id IN ({versions})"
    );
    fetch_all_dynamic!(tx, Rendition, sql, &values)
}

/// A row of `events` on its way in.
#[derive(Debug, Clone)]
pub struct NewRow {
    pub id: String,
    pub candidate_id: String,
    pub seq: i64,
    pub origin: Origin,
    pub identity: Identity,
    pub fact: Fact,
    pub record: String,
    pub receipt: Option<String>,
    /// Its id and the digest of what was submitted.
    pub submission: Option<(String, String)>,
}

/// When not all are new when they are inserted, the submission of one is already recorded, and the caller must
/// not commit.
pub fn event_rows(tenant: &str, events: &[&NewRow]) -> Result<Rows> {
    let mut rows = Rows::new(
        "events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, text_version_id, text_version, language, \
         decisions, record, receipt, submission_id, submission_digest)",
    )
    .unless_known();
    for event in events {
        let (fact, text) = (&event.fact, event.fact.text.as_ref());
        let submission = event.submission.as_ref();
        rows.push([
            tenant.into(),
            event.id.as_str().into(),
            event.candidate_id.as_str().into(),
            event.seq.into(),
            fact.kind.as_str().into(),
            fact.at.into(),
            event.origin.as_str().into(),
            event.identity.as_str().into(),
            text.map(|text| text.version_id.as_str()).into(),
            text.map(|text| text.version).into(),
            text.map(|text| text.language.as_str()).into(),
            serde_json::to_string(&fact.decisions)?.into(),
            event.record.as_str().into(),
            event.receipt.as_deref().map(receipt::detach).into(),
            submission.map(|(id, _)| id.as_str()).into(),
            submission.map(|(_, digest)| digest.as_str()).into(),
        ]);
    }
    Ok(rows)
}

/// Those of these submissions that are recorded.
pub async fn events_by_submission(
    tx: &mut Tx,
    tenant: &str,
    submissions: &[&str],
) -> Result<Vec<SubmittedEvent>> {
    let mut values = vec![Value::from(tenant)];
    let submissions = any_of(&mut values, submissions.iter().copied());
    let sql = format!(
        "SELECT id, at, record, receipt, submission_id, submission_digest FROM events
         WHERE tenant_id = $1 AND submission_id IN ({submissions})"
    );
    fetch_all_dynamic!(tx, SubmittedEvent, sql, &values)
}

pub async fn event(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Event>> {
    fetch_optional!(
        tx,
        Event,
        "SELECT * FROM events WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )
}

/// Oldest first.
pub async fn events(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<Vec<Event>> {
    fetch_all!(
        tx,
        Event,
        "SELECT * FROM events WHERE tenant_id = $1 AND candidate_id = $2 ORDER BY seq",
        tenant,
        candidate
    )
}

/// The last `limit` before a moment, oldest first.
pub async fn events_before(
    tx: &mut Tx,
    tenant: &str,
    candidate: &str,
    before: Millis,
    limit: i64,
) -> Result<Vec<Event>> {
    let mut events = fetch_all!(
        tx,
        Event,
        "SELECT * FROM events WHERE tenant_id = $1 AND candidate_id = $2 AND at < $3 ORDER BY seq DESC LIMIT $4",
        tenant,
        candidate,
        before,
        limit
    )?;
    events.reverse();
    Ok(events)
}

/// Whose event this is. Across tenants on purpose: a receipt is verified by whoever holds it, and
/// names no tenant to ask.
pub async fn owner_of_event(tx: &mut Tx, id: &str) -> Result<Option<(String, String)>> {
    fetch_optional!(
        tx,
        (String, String),
        "SELECT tenant_id, candidate_id FROM events WHERE id = $1",
        id
    )
}

/// The last material version of the text the candidate stands on.
pub async fn material_version_for(tx: &mut Tx, tenant: &str, candidate: &str) -> Result<i64> {
    let found = fetch_optional!(
        tx,
        (i64,),
        "SELECT t.material_version FROM candidates c
         JOIN consent_texts t ON t.tenant_id = c.tenant_id AND t.id = c.consent_text_id
         WHERE c.tenant_id = $1 AND c.id = $2",
        tenant,
        candidate
    )?;
    Ok(found.map_or(0, |(version,)| version))
}

/// Whether there was a draft to delete.
pub async fn delete_draft(tx: &mut Tx, tenant: &str, text: &str, version: i64) -> Result<bool> {
    let deleted = execute!(
        tx,
        "DELETE FROM text_versions WHERE tenant_id = $1 AND consent_text_id = $2 AND version = $3 AND state = 'draft'",
        tenant,
        text,
        version
    )?;
    Ok(deleted == 1)
}
