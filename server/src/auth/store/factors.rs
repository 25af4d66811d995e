//! SQL of passwords, one-time codes and recovery codes.

use crate::clock::Millis;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// A member of staff with what they sign in by.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Account {
    pub tenant_id: String,
    pub id: String,
    pub email: String,
    pub password_hash: Option<String>,
    pub totp_salt: Option<String>,
    pub set_up_at: Option<i64>,
    /// Who they are at the company's identity provider, if they came from there.
    pub subject: Option<String>,
}

pub async fn account(tx: &mut Tx, tenant: &str, staff: &str) -> Result<Option<Account>> {
    fetch_optional!(
        tx,
        Account,
        "SELECT * FROM staff WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL",
        tenant,
        staff
    )
}

/// Accounts that can sign in with a password. Across tenants: one person may work for several.
pub async fn accounts_by_email(tx: &mut Tx, email: &str) -> Result<Vec<Account>> {
    fetch_all!(
        tx,
        Account,
        "SELECT * FROM staff WHERE email = $1 AND removed_at IS NULL AND set_up_at IS NOT NULL
           AND password_hash IS NOT NULL ORDER BY tenant_id",
        email
    )
}

pub async fn set_password(
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    hash: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET password_hash = $3 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        hash
    )?;
    Ok(())
}

/// With the step of the code that confirmed it, which is used up by that.
pub async fn set_totp(
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    totp: Option<(&str, i64)>,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET totp_salt = $3, totp_step = $4 WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff,
        totp.map(|(salt, _)| salt),
        totp.map(|(_, step)| step)
    )?;
    Ok(())
}

/// Whether no code of this step or a later one has been used.
pub async fn use_totp_step(tx: &mut Tx, tenant: &str, staff: &str, step: i64) -> Result<bool> {
    let used = execute!(
        tx,
        "UPDATE staff SET totp_step = $3 WHERE tenant_id = $1 AND id = $2 AND (totp_step IS NULL OR totp_step < $3)",
        tenant,
        staff,
        step
    )?;
    Ok(used == 1)
}

pub async fn mark_set_up(tx: &mut Tx, tenant: &str, staff: &str, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET set_up_at = $3 WHERE tenant_id = $1 AND id = $2 AND set_up_at IS NULL",
        tenant,
        staff,
        now
    )?;
    Ok(())
}

/// Back to before the invitation was answered.
pub async fn clear(tx: &mut Tx, tenant: &str, staff: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET password_hash = NULL, totp_salt = NULL, totp_step = NULL, set_up_at = NULL,
           issuer = NULL, subject = NULL
         WHERE tenant_id = $1 AND id = $2",
        tenant,
        staff
    )?;
    execute!(
        tx,
        "DELETE FROM passkeys WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        staff
    )?;
    delete_recovery_codes(tx, tenant, staff).await
}

pub async fn insert_recovery_code(
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    hash: &str,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO recovery_codes (tenant_id, staff_id, code_hash) VALUES ($1, $2, $3)",
        tenant,
        staff,
        hash
    )?;
    Ok(())
}

/// Whether there was such a code.
pub async fn use_recovery_code(tx: &mut Tx, tenant: &str, staff: &str, hash: &str) -> Result<bool> {
    let used = execute!(
        tx,
        "DELETE FROM recovery_codes WHERE tenant_id = $1 AND staff_id = $2 AND code_hash = $3",
        tenant,
        staff,
        hash
    )?;
    Ok(used == 1)
}

pub async fn delete_recovery_codes(tx: &mut Tx, tenant: &str, staff: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM recovery_codes WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        staff
    )?;
    Ok(())
}

pub async fn count_recovery_codes(tx: &mut Tx, tenant: &str, staff: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM recovery_codes WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        staff
    )?;
    Ok(count)
}
