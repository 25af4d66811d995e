//! API keys: scoped to a role, shown once, known by their hash.

use super::store::members::{self, NewApiKey};
use super::{Action, Actor, OPERATOR, Role};
use crate::app::App;
use crate::audit;
use crate::clock::{MINUTE, Millis};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::token_hash;

/// Tells API keys from other secrets, for people and for secret scanners.
const PREFIX: &str = "samtycke_";
/// How exactly the last use is known: a key in constant use is written to once in this time.
const USE_NOTED_EVERY: Millis = MINUTE;
const LONGEST_NAME: usize = 100;

/// A key made at the command line; gives the secret, of which only the hash is kept.
pub async fn add_api_key(app: &App, tx: &mut Tx, tenant: &str, role: Role) -> Result<String> {
    insert(app, tx, tenant, role, "", OPERATOR).await
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    role: Role,
    name: &str,
    created_by: &str,
) -> Result<String> {
    let secret = format!("{PREFIX}{}", app.random.token());
    let key = NewApiKey {
        id: &app.new_id(),
        hash: &token_hash(&secret),
        role,
        name,
        created_by,
    };
    members::insert_api_key(tx, tenant, &key, app.now()).await?;
    Ok(secret)
}

/// A key made in the console; gives the secret, to be shown once.
///
/// # Errors
/// `Invalid` without a name, `Forbidden` for anyone but an admin.
pub async fn create(app: &App, actor: &Actor, name: &str, role: Role) -> Result<String> {
    actor.require(Action::Administer)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::field(
            "name",
            "invalid",
            format!("say what the key is for, in at most {LONGEST_NAME} characters"),
        ));
    }
    let mut tx = app.db.begin().await?;
    let secret = insert(app, &mut tx, &actor.tenant_id, role, name, &actor.name).await?;
    audit::write(
        app,
        &mut tx,
        actor,
        "api_key.created",
        None,
        Some(role.as_str()),
    )
    .await?;
    tx.commit().await?;
    Ok(secret)
}

/// The key stops working at once.
///
/// # Errors
/// `NotFound` when there is no such key, or no longer.
pub async fn revoke(app: &App, actor: &Actor, id: &str) -> Result<()> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    if !members::revoke_api_key(&mut tx, &actor.tenant_id, id, app.now()).await? {
        return Err(Error::NotFound);
    }
    audit::write(app, &mut tx, actor, "api_key.revoked", None, Some(id)).await?;
    tx.commit().await
}

pub async fn by_api_key(app: &App, secret: &str) -> Result<Actor> {
    let mut tx = app.db.read().await?;
    let found = members::api_key(&mut tx, &token_hash(secret))
        .await?
        .ok_or(Error::Unauthorized)?;
    drop(tx);
    let role = Role::parse(&found.role).ok_or(Error::Unauthorized)?;
    let noted = found.last_used_at.unwrap_or(Millis::MIN);
    if noted <= app.now() - USE_NOTED_EVERY {
        let mut tx = app.db.begin().await?;
        members::use_api_key(&mut tx, &found.tenant_id, &found.id, app.now()).await?;
        tx.commit().await?;
    }
    Ok(Actor {
        tenant_id: found.tenant_id,
        role,
        name: format!("key:{}", found.id),
        staff: None,
        csrf: String::new(),
    })
}
