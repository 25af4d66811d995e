//! SQL of staff, their factors and sessions, sign-in links and API keys.

pub mod factors;
pub mod failures;
pub mod members;
pub mod passkeys;
pub mod provider;
pub mod sessions;

use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional};

pub use members::{api_key, api_keys};
pub use sessions::SignInLink;

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
pub struct ApiKey {
    pub tenant_id: String,
    pub id: String,
    pub role: String,
    pub name: String,
    pub created_by: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
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
        "SELECT * FROM staff WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL",
        tenant,
        id
    )
}

pub async fn staff_of(tx: &mut Tx, tenant: &str) -> Result<Vec<Staff>> {
    fetch_all!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE tenant_id = $1 AND removed_at IS NULL ORDER BY id",
        tenant
    )
}

/// Also those who have left: the audit log names them.
pub async fn staff_ever_of(tx: &mut Tx, tenant: &str) -> Result<Vec<Staff>> {
    fetch_all!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE tenant_id = $1 ORDER BY id",
        tenant
    )
}

/// Across tenants: one person may work for several.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Vec<Staff>> {
    fetch_all!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE email = $1 AND removed_at IS NULL ORDER BY tenant_id",
        email
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
