//! SQL of tenants and sites.

use super::{Settings, Site, Tenant};
use crate::clock::Millis;
use crate::db::{RowLock, Tx};
use crate::error::{Error, Result};
use crate::{execute, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional};

pub async fn insert(tx: &mut Tx, id: &str, settings: &Settings, now: Millis) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO tenants (id, name, contact, authority, recipients, address, storage, jurisdiction, time_zone, language,
         lead_days, reminder_days, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        &settings.name,
        &settings.contact,
        &settings.authority,
        &settings.recipients,
        &settings.address,
        &settings.storage,
        &settings.jurisdiction,
        &settings.time_zone,
        &settings.language,
        settings.lead_days,
        serde_json::to_string(&settings.reminder_days)?,
        now
    )?;
    Ok(())
}

pub async fn update(tx: &mut Tx, tenant: &str, settings: &Settings) -> Result<()> {
    execute!(
        tx,
        "UPDATE tenants SET name = $2, contact = $3, authority = $4, recipients = $5, address = $6, storage = $7,
         jurisdiction = $8, time_zone = $9, language = $10, lead_days = $11, reminder_days = $12, dpo = $13,
         recipient_list = COALESCE($14, recipient_list), retention = COALESCE($15, retention), security = COALESCE($16, security)
         WHERE id = $1",
        tenant,
        &settings.name,
        &settings.contact,
        &settings.authority,
        &settings.recipients,
        &settings.address,
        &settings.storage,
        &settings.jurisdiction,
        &settings.time_zone,
        &settings.language,
        settings.lead_days,
        serde_json::to_string(&settings.reminder_days)?,
        &settings.dpo,
        json(&settings.recipient_list)?,
        json(&settings.retention)?,
        &settings.security
    )?;
    Ok(())
}

fn json<T: serde::Serialize>(list: &Option<T>) -> Result<Option<String>> {
    Ok(list.as_ref().map(serde_json::to_string).transpose()?)
}

pub async fn get(tx: &mut Tx, tenant: &str) -> Result<Tenant> {
    find(tx, tenant).await?.ok_or(Error::NotFound)
}

pub async fn find(tx: &mut Tx, tenant: &str) -> Result<Option<Tenant>> {
    fetch_optional!(tx, Tenant, "SELECT * FROM tenants WHERE id = $1", tenant)
}

pub async fn all(tx: &mut Tx) -> Result<Vec<Tenant>> {
    fetch_all!(tx, Tenant, "SELECT * FROM tenants ORDER BY id")
}

pub async fn insert_site(tx: &mut Tx, site: &Site, now: Millis) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sites (tenant_id, id, site_key, name, origins, consent_text_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &site.tenant_id,
        &site.id,
        &site.site_key,
        &site.name,
        &site.origins,
        &site.consent_text_id,
        now
    )?;
    Ok(())
}

/// The public way in: the only query that finds a tenant by something a stranger holds.
pub async fn site_by_key(tx: &mut Tx, site_key: &str) -> Result<Site> {
    fetch_optional!(
        tx,
        Site,
        "SELECT * FROM sites WHERE site_key = $1",
        site_key
    )?
    .ok_or(Error::NotFound)
}

pub async fn sites(tx: &mut Tx, tenant: &str) -> Result<Vec<Site>> {
    fetch_all!(
        tx,
        Site,
        "SELECT * FROM sites WHERE tenant_id = $1 ORDER BY id",
        tenant
    )
}

pub async fn site(tx: &mut Tx, tenant: &str, id: &str) -> Result<Site> {
    fetch_optional!(
        tx,
        Site,
        "SELECT * FROM sites WHERE tenant_id = $1 AND id = $2",
        tenant,
        id
    )?
    .ok_or(Error::NotFound)
}

pub async fn set_site(tx: &mut Tx, site: &Site) -> Result<()> {
    execute!(
        tx,
        "UPDATE sites SET name = $3, origins = $4, theme = $5 WHERE tenant_id = $1 AND id = $2",
        &site.tenant_id,
        &site.id,
        &site.name,
        &site.origins,
        &site.theme
    )?;
    Ok(())
}

/// Makes others who hold the tenant wait until this transaction ends.
pub async fn hold(tx: &mut Tx, id: &str) -> Result<()> {
    let sql = format!(
        "SELECT id FROM tenants WHERE id = $1{}",
        tx.lock_rows(RowLock::Update)
    );
    fetch_all_dynamic!(tx, (String,), sql, &[id.into()])?;
    Ok(())
}

pub async fn count_candidates(tx: &mut Tx, tenant: &str) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM candidates WHERE tenant_id = $1",
        tenant
    )?;
    Ok(count)
}

pub async fn stop_sweep(tx: &mut Tx, tenant: &str, due: i64, now: Millis) -> Result<()> {
    execute!(
        tx,
        "UPDATE tenants SET sweep_stopped_at = COALESCE(sweep_stopped_at, $2), sweep_due = $3 WHERE id = $1",
        tenant,
        now,
        due
    )?;
    Ok(())
}
