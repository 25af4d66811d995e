//! SQL of staff, sessions, sign-in links and API keys.

use super::Role;
use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional};

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Staff {
    pub tenant_id: String,
    pub id: String,
    pub email: String,
    pub name: String,
    pub role: String,
    pub language: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SignInLink {
    pub tenant_id: String,
    pub staff_id: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ApiKey {
    pub tenant_id: String,
    pub id: String,
    pub role: String,
    pub created_at: i64,
}

pub async fn insert_staff(tx: &mut Tx, staff: &Staff, now: Millis) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO staff (tenant_id, id, email, name, role, language, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &staff.tenant_id,
        &staff.id,
        &staff.email,
        &staff.name,
        &staff.role,
        &staff.language,
        now
    )?;
    Ok(())
}

pub async fn staff(tx: &mut Tx, tenant: &str, id: &str) -> Result<Option<Staff>> {
    fetch_optional!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )
}

pub async fn staff_of(tx: &mut Tx, tenant: &str) -> Result<Vec<Staff>> {
    fetch_all!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE tenant_id = $1 ORDER BY id",
        tenant
    )
}

/// Across tenants: one person may work for several.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Vec<Staff>> {
    fetch_all!(tx, Staff, "SELECT * FROM staff WHERE email = $1", email)
}

pub async fn insert_sign_in_link(
    tx: &mut Tx,
    hash: &str,
    tenant: &str,
    staff: &str,
    now: Millis,
    expires: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sign_in_links (token_hash, tenant_id, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        hash,
        tenant,
        staff,
        now,
        expires
    )?;
    Ok(())
}

pub async fn sign_in_link(tx: &mut Tx, hash: &str, now: Millis) -> Result<Option<SignInLink>> {
    fetch_optional!(
        tx,
        SignInLink,
        "SELECT * FROM sign_in_links WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        hash,
        now
    )
}

/// Whether it was still unused.
pub async fn use_sign_in_link(tx: &mut Tx, hash: &str, now: Millis) -> Result<bool> {
    let used = execute!(
        tx,
        "UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL",
        hash,
        now
    )?;
    Ok(used == 1)
}

pub async fn insert_session(
    tx: &mut Tx,
    hash: &str,
    tenant: &str,
    staff: &str,
    now: Millis,
    expires: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sessions (token_hash, tenant_id, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        hash,
        tenant,
        staff,
        now,
        expires
    )?;
    Ok(())
}

pub async fn session(tx: &mut Tx, hash: &str, now: Millis) -> Result<Option<Staff>> {
    fetch_optional!(
        tx,
        Staff,
        "SELECT s.* FROM sessions e JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.staff_id
         WHERE e.token_hash = $1 AND e.expires_at > $2",
        hash,
        now
    )
}

pub async fn end_session(tx: &mut Tx, hash: &str) -> Result<()> {
    execute!(tx, "DELETE FROM sessions WHERE token_hash = $1", hash)?;
    Ok(())
}

pub async fn insert_api_key(
    tx: &mut Tx,
    tenant: &str,
    id: &str,
    hash: &str,
    role: Role,
    now: Millis,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO api_keys (tenant_id, id, key_hash, role, created_at) VALUES ($1, $2, $3, $4, $5)",
        tenant,
        id,
        hash,
        role.as_str(),
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

pub async fn set_language(tx: &mut Tx, tenant: &str, staff: &str, language: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET language = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        language
    )?;
    Ok(())
}
