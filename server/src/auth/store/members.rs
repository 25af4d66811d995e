//! SQL of who belongs to a tenant's staff, and of API keys.

use super::{ApiKey, Staff};
use crate::auth::Role;
use crate::clock::Millis;
use crate::db::{RowLock, Tx};
use crate::error::Result;
use crate::{execute, fetch_all, fetch_all_dynamic, fetch_optional};

/// A member of staff as an admin sees one.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Member {
    pub id: String,
    pub email: String,
    pub name: String,
    pub role: String,
    pub set_up_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub has_totp: bool,
    pub passkeys: i64,
    pub created_at: i64,
}

pub async fn members(tx: &mut Tx, tenant: &str) -> Result<Vec<Member>> {
    fetch_all!(
        tx,
        Member,
        "SELECT s.id, s.email, s.name, s.role, s.set_up_at, s.last_seen_at, s.created_at,
                s.totp_salt IS NOT NULL AS has_totp,
                (SELECT COUNT(*) FROM passkeys p WHERE p.tenant_id = s.tenant_id AND p.staff_id = s.id) AS passkeys
         FROM staff s WHERE s.tenant_id = $1 AND s.removed_at IS NULL ORDER BY s.id",
        tenant
    )
}

/// Whoever has this address, also if they have left: then they come back as the same person.
pub async fn by_email(tx: &mut Tx, tenant: &str, email: &str) -> Result<Option<(String, bool)>> {
    fetch_optional!(
        tx,
        (String, bool),
        "SELECT id, removed_at IS NOT NULL FROM staff WHERE tenant_id = $1 AND email = $2",
        tenant,
        email
    )
}

/// The admins who can sign in, kept from being changed by others until the transaction ends.
pub async fn lock_admins(tx: &mut Tx, tenant: &str) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT id FROM staff WHERE tenant_id = $1 AND role = 'admin' AND removed_at IS NULL
           AND set_up_at IS NOT NULL ORDER BY id{}",
        tx.lock_rows(RowLock::Update)
    );
    let rows = fetch_all_dynamic!(tx, (String,), sql, &[tenant.into()])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn set_role(tx: &mut Tx, tenant: &str, staff: &str, role: Role) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET role = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        role.as_str()
    )?;
    Ok(())
}

pub async fn set_name(tx: &mut Tx, tenant: &str, staff: &str, name: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET name = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        name
    )?;
    Ok(())
}

pub async fn remove(tx: &mut Tx, tenant: &str, staff: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET removed_at = $3 WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL",
        tenant,
        staff,
        now
    )?;
    Ok(())
}

/// Takes back somebody who had left, as they are invited now.
pub async fn readmit(tx: &mut Tx, staff: &Staff) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET removed_at = NULL, name = $3, role = $4, language = $5 WHERE tenant_id = $1 AND id = $2",
        &staff.tenant_id,
        &staff.id,
        &staff.name,
        &staff.role,
        &staff.language
    )?;
    Ok(())
}

pub struct NewApiKey<'a> {
    pub id: &'a str,
    pub hash: &'a str,
    pub role: Role,
    pub name: &'a str,
    /// As the audit log names them.
    pub created_by: &'a str,
}

pub async fn insert_api_key(
    tx: &mut Tx,
    tenant: &str,
    key: &NewApiKey<'_>,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO api_keys (tenant_id, id, key_hash, role, name, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        key.id,
        key.hash,
        key.role.as_str(),
        key.name,
        key.created_by,
        now
    )?;
    Ok(())
}

pub async fn api_key(tx: &mut Tx, hash: &str) -> Result<Option<ApiKey>> {
    fetch_optional!(
        tx,
        ApiKey,
        "SELECT * FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL",
        hash
    )
}

pub async fn api_keys(tx: &mut Tx, tenant: &str) -> Result<Vec<ApiKey>> {
    fetch_all!(
        tx,
        ApiKey,
        "SELECT * FROM api_keys WHERE tenant_id = $1 AND revoked_at IS NULL ORDER BY id",
        tenant
    )
}

pub async fn use_api_key(tx: &mut Tx, tenant: &str, id: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE api_keys SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        id,
        now
    )?;
    Ok(())
}

/// Whether there was such a key that still worked.
pub async fn revoke_api_key(tx: &mut Tx, tenant: &str, id: &str, now: Millis) -> Result<bool> {
    let revoked = execute!(
        tx,
        "UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL",
        tenant,
        id,
        now
    )?;
    Ok(revoked == 1)
}

/// Those that may do what somebody with this role may not; how many there were.
pub async fn revoke_api_keys_beyond(
    tx: &mut Tx,
    tenant: &str,
    creator: &str,
    role: Role,
    now: Millis,
) -> Result<u64> {
    let mut revoked = 0;
    for beyond in Role::ALL.into_iter().filter(|key| key.exceeds(role)) {
        revoked += execute!(
            tx,
            "UPDATE api_keys SET revoked_at = $4 WHERE tenant_id = $1 AND created_by = $2 AND role = $3 AND revoked_at IS NULL",
            tenant,
            creator,
            beyond.as_str(),
            now
        )?;
    }
    Ok(revoked)
}

/// How many there were.
pub async fn revoke_api_keys_of(
    tx: &mut Tx,
    tenant: &str,
    creator: &str,
    now: Millis,
) -> Result<u64> {
    execute!(
        tx,
        "UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND created_by = $2 AND revoked_at IS NULL",
        tenant,
        creator,
        now
    )
}
