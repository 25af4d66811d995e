//! SQL of identity providers and of who comes from them.

use super::Staff;
use crate::auth::provider::Provider;
use crate::db::{Rows, Tx};
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

pub async fn get(tx: &mut Tx, tenant: &str) -> Result<Option<Provider>> {
    fetch_optional!(
        tx,
        Provider,
        "SELECT * FROM identity_providers WHERE tenant_id = $1",
        tenant
    )
}

pub async fn domains(tx: &mut Tx, tenant: &str) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "SELECT domain FROM identity_provider_domains WHERE tenant_id = $1 ORDER BY domain",
        tenant
    )?;
    Ok(rows.into_iter().map(|(domain,)| domain).collect())
}

/// The tenants, by id and name, whose provider speaks for the domain.
pub async fn tenants_of(tx: &mut Tx, domain: &str) -> Result<Vec<(String, String)>> {
    fetch_all!(
        tx,
        (String, String),
        "SELECT t.id, t.name FROM identity_provider_domains d JOIN tenants t ON t.id = d.tenant_id
         WHERE d.domain = $1 ORDER BY t.id",
        domain
    )
}

pub async fn put(tx: &mut Tx, provider: &Provider, domains: &[String]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO identity_providers (tenant_id, issuer, client_id, client_secret, second_factor, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id) DO UPDATE SET issuer = excluded.issuer, client_id = excluded.client_id,
           client_secret = excluded.client_secret, second_factor = excluded.second_factor,
           changed_at = excluded.changed_at",
        &provider.tenant_id,
        &provider.issuer,
        &provider.client_id,
        &provider.client_secret,
        &provider.second_factor,
        provider.changed_at
    )?;
    delete_domains(tx, &provider.tenant_id).await?;
    let mut rows = Rows::new("identity_provider_domains (domain, tenant_id)");
    for domain in domains {
        rows.push([domain.as_str().into(), provider.tenant_id.as_str().into()]);
    }
    rows.insert(tx).await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, tenant: &str) -> Result<bool> {
    let deleted = execute!(
        tx,
        "DELETE FROM identity_providers WHERE tenant_id = $1",
        tenant
    )?;
    delete_domains(tx, tenant).await?;
    Ok(deleted == 1)
}

async fn delete_domains(tx: &mut Tx, tenant: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM identity_provider_domains WHERE tenant_id = $1",
        tenant
    )?;
    Ok(())
}

pub async fn staff_by_subject(
    tx: &mut Tx,
    tenant: &str,
    issuer: &str,
    subject: &str,
) -> Result<Option<Staff>> {
    fetch_optional!(
        tx,
        Staff,
        "SELECT * FROM staff WHERE tenant_id = $1 AND issuer = $2 AND subject = $3 AND removed_at IS NULL",
        tenant,
        issuer,
        subject
    )
}

/// Binds a member of staff who is nobody yet at this provider; says whether they were nobody.
pub async fn bind(tx: &mut Tx, staff: &Staff, issuer: &str, subject: &str) -> Result<bool> {
    let bound = execute!(
        tx,
        "UPDATE staff SET issuer = $3, subject = $4
         WHERE tenant_id = $1 AND id = $2 AND (issuer IS NULL OR issuer <> $3)",
        &staff.tenant_id,
        &staff.id,
        issuer,
        subject
    )?;
    Ok(bound == 1)
}

/// Who signs in by the provider alone has to set up an account when that ends. Says how many.
pub async fn unsettle_without_factor(tx: &mut Tx, tenant: &str) -> Result<u64> {
    execute!(
        tx,
        "UPDATE staff SET set_up_at = NULL WHERE tenant_id = $1 AND set_up_at IS NOT NULL AND totp_salt IS NULL
           AND NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.tenant_id = staff.tenant_id AND p.staff_id = staff.id)",
        tenant
    )
}

pub async fn unsettle_without_password(tx: &mut Tx, tenant: &str) -> Result<u64> {
    execute!(
        tx,
        "UPDATE staff SET set_up_at = NULL WHERE tenant_id = $1 AND set_up_at IS NOT NULL AND password_hash IS NULL",
        tenant
    )
}

pub async fn unbind_all(tx: &mut Tx, tenant: &str) -> Result<()> {
    execute!(
        tx,
        "UPDATE staff SET issuer = NULL, subject = NULL WHERE tenant_id = $1 AND issuer IS NOT NULL",
        tenant
    )?;
    Ok(())
}

/// How many sign in by the provider alone: they have no password.
pub async fn count_without_password(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM staff WHERE tenant_id = $1 AND removed_at IS NULL AND issuer IS NOT NULL AND password_hash IS NULL",
        tenant
    )?;
    Ok(count)
}
