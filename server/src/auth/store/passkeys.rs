//! SQL of passkeys.

use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PasskeyRow {
    pub tenant_id: String,
    pub id: String,
    pub name: String,
    pub credential: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

pub async fn of_staff(tx: &mut Tx, tenant: &str, staff: &str) -> Result<Vec<PasskeyRow>> {
    fetch_all!(
        tx,
        PasskeyRow,
        "SELECT * FROM passkeys WHERE tenant_id = $1 AND staff_id = $2 ORDER BY id",
        tenant,
        staff
    )
}

pub struct NewPasskey<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub credential_id: &'a str,
    pub credential: &'a str,
}

/// Whether nobody had registered it before.
pub async fn insert(
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    new: &NewPasskey<'_>,
    now: Millis,
) -> Result<bool> {
    let inserted = execute!(
        tx,
        "INSERT INTO passkeys (tenant_id, id, staff_id, name, credential_id, credential, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING",
        tenant,
        new.id,
        staff,
        new.name,
        new.credential_id,
        new.credential,
        now
    )?;
    Ok(inserted == 1)
}

pub async fn used(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    credential: &str,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE passkeys SET credential = $3, last_used_at = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        credential,
        now
    )?;
    Ok(())
}

/// Whether it was there.
pub async fn delete(tx: &mut Tx, tenant: &str, staff: &str, id: &str) -> Result<bool> {
    let deleted = execute!(
        tx,
        "DELETE FROM passkeys WHERE tenant_id = $1 AND staff_id = $2 AND id = $3",
        tenant,
        staff,
        id
    )?;
    Ok(deleted == 1)
}

/// What this session was asked to make or to sign; no longer, after this.
pub async fn take_challenge(tx: &mut Tx, session_hash: &str) -> Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (Option<String>,),
        "SELECT challenge FROM sessions WHERE token_hash = $1",
        session_hash
    )?;
    super::sessions::set_challenge(tx, session_hash, None).await?;
    Ok(found.and_then(|(challenge,)| challenge))
}
