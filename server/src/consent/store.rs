//! SQL of consent texts and consent events.

use samtycke_shared::api::Purpose;

use super::publish::{Change, Content, Publication};
use super::{Decision, EventKind, Fact, Identity, Origin, ShownText};
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

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
    pub receipt: Option<String>,
    pub submission_digest: Option<String>,
}

impl Event {
    /// # Errors
    /// When the row holds a word this version does not know: better to stop than to guess a consent.
    pub fn fact(&self) -> Result<Fact> {
        let text = match (&self.text_version_id, self.text_version, &self.language) {
            (Some(id), Some(version), Some(language)) => Some(ShownText {
                version_id: id.clone(),
                version,
                language: language.clone(),
            }),
            _ => None,
        };
        Ok(Fact {
            kind: EventKind::parse(&self.kind)
                .ok_or_else(|| Error::internal(format!("event kind {}", self.kind)))?,
            at: self.at,
            text,
            decisions: serde_json::from_str(&self.decisions)?,
        })
    }
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

/// A row of `events` on its way in.
pub struct NewRow<'a> {
    pub id: &'a str,
    pub candidate_id: &'a str,
    pub kind: EventKind,
    pub at: Millis,
    pub origin: Origin,
    pub identity: Identity,
    pub text: Option<&'a ShownText>,
    pub decisions: &'a [Decision],
    pub record: &'a str,
    pub receipt: Option<&'a str>,
    pub submission: Option<(&'a str, &'a str)>,
}

/// Whether the event is new; false when its submission is already recorded.
pub async fn insert_event(tx: &mut Tx, tenant: &str, row: &NewRow<'_>) -> Result<bool> {
    let inserted = execute!(
        tx,
        "INSERT INTO events (tenant_id, id, candidate_id, seq, kind, at, origin, identity, text_version_id, text_version,
                             language, decisions, record, receipt, submission_id, submission_digest)
         VALUES ($1, $2, $3, (SELECT COALESCE(MAX(seq), 0) + 1 FROM events WHERE tenant_id = $1 AND candidate_id = $3),
                 $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT DO NOTHING",
        tenant,
        row.id,
        row.candidate_id,
        row.kind.as_str(),
        row.at,
        row.origin.as_str(),
        row.identity.as_str(),
        row.text.map(|text| text.version_id.as_str()),
        row.text.map(|text| text.version),
        row.text.map(|text| text.language.as_str()),
        serde_json::to_string(row.decisions)?,
        row.record,
        row.receipt,
        row.submission.map(|(id, _)| id),
        row.submission.map(|(_, digest)| digest)
    )?;
    Ok(inserted == 1)
}

pub async fn event_by_submission(
    tx: &mut Tx,
    tenant: &str,
    submission: &str,
) -> Result<Option<Event>> {
    fetch_optional!(
        tx,
        Event,
        "SELECT * FROM events WHERE tenant_id = $1 AND submission_id = $2",
        tenant,
        submission
    )
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
