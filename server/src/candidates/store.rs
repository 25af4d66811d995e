//! SQL of candidates and their search index.

use super::filter::{Criteria, Measure, joined};
use super::{Candidate, Contact, Source, name_key};
use crate::clock::Millis;
use crate::consent::{Identity, Summary};
use crate::db::{RowLock, Rows, Sql, Tx, Value, any_of, placeholders, tenant_and_ids};
use crate::error::{Error, Result};
use crate::{execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_optional};

pub struct NewCandidate<'a> {
    pub id: &'a str,
    pub contact: &'a Contact,
    pub language: &'a str,
    pub source: Source,
    pub source_detail: Option<&'a str>,
    pub link_hash: String,
    pub consent_text_id: &'a str,
}

/// Candidates with their words and purposes. When not all are new when they are inserted, an address is known, and
/// the caller must not commit.
pub fn new_rows(
    tenant: &str,
    candidates: &[(NewCandidate<'_>, Summary)],
    now: Millis,
) -> [Rows; 3] {
    let mut rows = Rows::new(
        "candidates (tenant_id, id, email, email_key, name, phone, external_id, language, source, source_detail, identity, \
         link_hash, consent_text_id, answer, consented_at, text_version_id, text_version, consent_language, first_expiry, \
         last_expiry, renewal, created_at, name_key, words)",
    )
    .unless_known();
    for (new, summary) in candidates {
        let contact = new.contact;
        let consented = summary.consented.as_ref();
        let text = consented.map(|(_, text)| text);
        rows.push([
            tenant.into(),
            new.id.into(),
            contact.email.as_str().into(),
            contact.email_key().into(),
            contact.name.as_str().into(),
            contact.phone.as_deref().into(),
            contact.external_id.as_deref().into(),
            new.language.into(),
            new.source.as_str().into(),
            new.source_detail.into(),
            Identity::Unverified.as_str().into(),
            new.link_hash.as_str().into(),
            new.consent_text_id.into(),
            summary.answer.as_str().into(),
            consented.map(|(at, _)| *at).into(),
            text.map(|text| text.version_id.as_str()).into(),
            text.map(|text| text.version).into(),
            text.map(|text| text.language.as_str()).into(),
            summary.first_expiry.into(),
            summary.last_expiry.into(),
            "none".into(),
            now.into(),
            name_key(&contact.name).into(),
            contact.words().into(),
        ]);
    }
    let contacts = candidates.iter().map(|(new, _)| (new.id, new.contact));
    let summaries = candidates.iter().map(|(new, summary)| (new.id, summary));
    [
        rows,
        term_rows(tenant, contacts),
        purpose_rows(tenant, summaries),
    ]
}

fn purpose_rows<'c>(
    tenant: &str,
    candidates: impl IntoIterator<Item = (&'c str, &'c Summary)>,
) -> Rows {
    let mut rows = Rows::new("candidate_purposes (tenant_id, purpose, candidate_id, until)");
    for (id, summary) in candidates {
        for (purpose, until) in &summary.purposes {
            rows.push([
                tenant.into(),
                purpose.as_str().into(),
                id.into(),
                (*until).into(),
            ]);
        }
    }
    rows
}

fn term_rows<'c>(
    tenant: &str,
    candidates: impl IntoIterator<Item = (&'c str, &'c Contact)>,
) -> Rows {
    let mut rows = Rows::new("candidate_terms (tenant_id, term, candidate_id, words)");
    for (id, contact) in candidates {
        let terms = contact.search_terms();
        let words = joined(&terms);
        for term in terms {
            rows.push([tenant.into(), term.into(), id.into(), words.as_str().into()]);
        }
    }
    rows
}

/// Takes the row's lock for the transaction by an update that changes nothing; reading it after that
/// sees what the last holder of the lock committed.
pub async fn lock(tx: &mut Tx, tenant: &str, id: &str) -> Result<Candidate> {
    find_locked(tx, tenant, id).await?.ok_or(Error::NotFound)
}

/// As [`lock`], of a candidate who may be erased by now.
pub async fn find_locked(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Candidate>> {
    execute!(
        tx,
        "UPDATE candidates SET email = email WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    find(tx, tenant, id).await
}

/// Those of these addresses the tenant knows, locked, always in the same order.
pub async fn lock_by_email(tx: &mut Tx, tenant: &str, keys: &[String]) -> Result<Vec<Candidate>> {
    let mut values = vec![Value::from(tenant)];
    let keys = any_of(&mut values, keys.iter().map(String::as_str));
    let sql = format!(
        "SELECT * FROM candidates WHERE tenant_id = $1 AND email_key IN ({keys}) ORDER BY email_key{}",
        tx.lock_rows(RowLock::Update)
    );
    fetch_all_dynamic!(tx, Candidate, sql, &values)
}

/// Those of these candidates who are still there, locked, always in the same order.
pub async fn lock_all(tx: &mut Tx, tenant: &str, ids: &[&str]) -> Result<Vec<Candidate>> {
    let (values, listed) = tenant_and_ids(tenant, ids.iter().copied());
    let sql = format!(
        "SELECT * FROM candidates WHERE tenant_id = $1 AND id IN ({listed}) ORDER BY id{}",
        tx.lock_rows(RowLock::Update)
    );
    fetch_all_dynamic!(tx, Candidate, sql, &values)
}

/// Those of these addresses the tenant knows.
pub async fn by_email(tx: &mut Tx, tenant: &str, keys: &[&str]) -> Result<Vec<Candidate>> {
    let (values, listed) = tenant_and_ids(tenant, keys.iter().copied());
    let sql = format!("SELECT * FROM candidates WHERE tenant_id = $1 AND email_key IN ({listed})");
    fetch_all_dynamic!(tx, Candidate, sql, &values)
}

pub async fn get(tx: &mut Tx, tenant: &str, id: &str) -> Result<Candidate> {
    find(tx, tenant, id).await?.ok_or(Error::NotFound)
}

pub async fn find(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Candidate>> {
    fetch_optional!(
        tx,
        Candidate,
        "SELECT * FROM candidates WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )
}

/// By the link in a mail. The hash stands for a token only the candidate and the mail hold.
pub async fn by_link(tx: &mut Tx, link_hash: &str) -> Result<Candidate> {
    fetch_optional!(
        tx,
        Candidate,
        "SELECT * FROM candidates WHERE link_hash = $1",
        link_hash
    )?
    .ok_or(Error::NotFound)
}

async fn replace_terms(tx: &mut Tx, tenant: &str, id: &str, contact: &Contact) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM candidate_terms WHERE tenant_id = $1 AND candidate_id = $2",
        tenant,
        id
    )?;
    term_rows(tenant, [(id, contact)]).insert(tx).await?;
    Ok(())
}

pub async fn set_summary(tx: &mut Tx, tenant: &str, id: &str, summary: &Summary) -> Result<()> {
    let consented = summary.consented.as_ref();
    let text = consented.map(|(_, text)| text);
    execute!(
        tx,
        "UPDATE candidates SET answer = $3, consented_at = $4, text_version_id = $5, text_version = $6, consent_language = $7,
                first_expiry = $8, last_expiry = $9,
                consent_text_id = COALESCE(
                  (SELECT v.consent_text_id FROM text_versions v WHERE v.tenant_id = $1 AND v.id = $5), consent_text_id)
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        summary.answer.as_str(),
        consented.map(|(at, _)| *at),
        text.map(|text| text.version_id.as_str()),
        text.map(|text| text.version),
        text.map(|text| text.language.as_str()),
        summary.first_expiry,
        summary.last_expiry
    )?;
    execute!(
        tx,
        "DELETE FROM candidate_purposes WHERE tenant_id = $1 AND candidate_id = $2",
        tenant,
        id
    )?;
    purpose_rows(tenant, [(id, summary)]).insert(tx).await?;
    Ok(())
}

pub async fn set_renewal(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    renewal: &str,
    deadline: Option<Millis>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET renewal = $3, deadline_at = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        renewal,
        deadline
    )?;
    Ok(())
}

/// Their requests wait for the mail server.
pub async fn set_queued(tx: &mut Tx, tenant: &str, ids: &[String]) -> Result<()> {
    let (values, listed) = tenant_and_ids(tenant, ids.iter().map(String::as_str));
    let sql = format!(
        "UPDATE candidates SET renewal = 'queued', deadline_at = NULL WHERE tenant_id = $1 AND id IN ({listed})"
    );
    execute_dynamic!(tx, sql, &values)?;
    Ok(())
}

/// Rule 4: whoever opens the link in a mail has the mailbox.
pub async fn confirm_email(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET identity = 'email' WHERE tenant_id = $1 AND id = $2 AND identity = 'unverified'",
        tenant,
        id
    )?;
    Ok(())
}

/// A new address is nobody's until somebody follows the new link.
pub async fn move_address(tx: &mut Tx, tenant: &str, id: &str, link_hash: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET identity = 'unverified', link_hash = $3, address_version = address_version + 1
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        link_hash
    )?;
    Ok(())
}

pub async fn set_contact(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    contact: &Contact,
    language: &str,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET email = $3, email_key = $4, name = $5, phone = $6, external_id = $7, language = $8,
                name_key = $9, words = $10
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        &contact.email,
        contact.email_key(),
        &contact.name,
        contact.phone.as_deref(),
        contact.external_id.as_deref(),
        language,
        name_key(&contact.name),
        contact.words()
    )?;
    replace_terms(tx, tenant, id, contact).await
}

/// Writes what was corrected of many; addresses stay.
pub async fn set_contacts(
    tx: &mut Tx,
    tenant: &str,
    corrected: &[(&str, &Contact, &str)],
) -> Result<()> {
    let mut values = vec![Value::from(tenant)];
    let mut rows = Vec::with_capacity(corrected.len());
    for (id, contact, language) in corrected {
        rows.push(format!("({})", placeholders(values.len() + 1, 7)));
        values.extend([
            Value::from(*id),
            contact.name.as_str().into(),
            contact.phone.as_deref().into(),
            contact.external_id.as_deref().into(),
            Value::from(*language),
            name_key(&contact.name).into(),
            contact.words().into(),
        ]);
    }
    // Both databases call the columns of VALUES so.
    let sql = format!(
        "UPDATE candidates SET name = v.column2, phone = v.column3, external_id = v.column4, language = v.column5,
                name_key = v.column6, words = v.column7
         FROM (VALUES {}) AS v WHERE candidates.tenant_id = $1 AND candidates.id = v.column1",
        rows.join(", ")
    );
    execute_dynamic!(tx, sql, &values)?;
    let (values, listed) = tenant_and_ids(tenant, corrected.iter().map(|(id, _, _)| *id));
    let sql =
        format!("DELETE FROM candidate_terms WHERE tenant_id = $1 AND candidate_id IN ({listed})");
    execute_dynamic!(tx, sql, &values)?;
    let those = corrected.iter().map(|(id, contact, _)| (*id, *contact));
    term_rows(tenant, those).insert(tx).await?;
    Ok(())
}

pub async fn set_hold(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    until: Option<Millis>,
    reason: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET held_until = $3, hold_reason = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        until,
        reason
    )?;
    Ok(())
}

pub async fn set_restricted(tx: &mut Tx, tenant: &str, id: &str, at: Option<Millis>) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidates SET restricted_at = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        at
    )?;
    Ok(())
}

/// A candidate with what its status is measured against.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub candidate: Candidate,
    pub material_version: i64,
}

/// The columns of [`Listed`], of candidates `c`.
const LISTED: &str = "c.*, (SELECT t.material_version FROM consent_texts t
                            WHERE t.tenant_id = c.tenant_id AND t.id = c.consent_text_id) AS material_version";

/// As many as `limit` of all that match, newest first, starting below `cursor` if that is not empty: for
/// who works through every one of them. What people look at is [`super::list`].
pub async fn matching_page(
    tx: &mut Tx,
    tenant: &str,
    criteria: &Criteria,
    measure: &Measure,
    cursor: &str,
    limit: i64,
) -> Result<Vec<Listed>> {
    let mut sql = matching(LISTED, tenant, criteria, measure);
    let (cursor, limit) = (sql.bind(cursor), sql.bind(limit));
    sql.text +=
        &format!(" AND ({cursor} = '' OR c.id < {cursor}) ORDER BY c.id DESC LIMIT {limit}");
    fetch_all_dynamic!(tx, Listed, sql.text, &sql.values)
}

pub async fn count(
    tx: &mut Tx,
    tenant: &str,
    criteria: &Criteria,
    measure: &Measure,
) -> Result<i64> {
    let sql = matching("COUNT(*)", tenant, criteria, measure);
    let rows = fetch_all_dynamic!(tx, (i64,), sql.text, &sql.values)?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

pub fn matching(what: &str, tenant: &str, criteria: &Criteria, measure: &Measure) -> Sql {
    let mut sql = Sql::default();
    let tenant = sql.bind(tenant);
    sql.text = format!("SELECT {what} FROM candidates c WHERE c.tenant_id = {tenant}");
    criteria.conditions(measure, &mut sql);
    sql
}

/// The purposes whose consent stands, with their ends.
pub async fn purposes(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
) -> Result<Vec<(String, Option<Millis>)>> {
    fetch_all!(
        tx,
        (String, Option<i64>),
        "SELECT purpose, until FROM candidate_purposes WHERE tenant_id = $1 AND candidate_id = $2 ORDER BY purpose",
        tenant,
        id
    )
}

/// What the candidate is sorted by in a list by name.
pub async fn name_key_of(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT name_key FROM candidates WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?;
    Ok(found.map(|(key,)| key))
}

/// These candidates with what their status is measured against, in no order.
pub async fn listed(tx: &mut Tx, tenant: &str, ids: &[String]) -> Result<Vec<Listed>> {
    let (values, ids) = tenant_and_ids(tenant, ids.iter().map(String::as_str));
    let sql =
        format!("SELECT {LISTED} FROM candidates c WHERE c.tenant_id = $1 AND c.id IN ({ids})");
    fetch_all_dynamic!(tx, Listed, sql, &values)
}

/// Those of `ids` the tenant has; foreign and unknown ones are silently not there.
pub async fn by_ids(tx: &mut Tx, tenant: &str, ids: &[String]) -> Result<Vec<Candidate>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(1_024) {
        let mut values = vec![Value::from(tenant)];
        let ids = any_of(&mut values, chunk.iter().map(String::as_str));
        let sql = format!("SELECT * FROM candidates WHERE tenant_id = $1 AND id IN ({ids})");
        found.extend(fetch_all_dynamic!(tx, Candidate, sql, &values)?);
    }
    Ok(found)
}
