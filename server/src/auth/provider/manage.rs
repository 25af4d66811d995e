//! What admins do with the tenant's provider.

use super::{Provider, SEAL, SecondFactor, Trouble, domain};
use crate::app::App;
use crate::audit;
use crate::auth::store::{members, provider as rows};
use crate::auth::{Action, Actor};
use crate::db::Tx;
use crate::error::{Error, Result, field_error};

const LONGEST: usize = 500;
const MOST_DOMAINS: usize = 20;

/// As typed.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub issuer: String,
    pub client_id: String,
    /// Empty keeps the one there is.
    pub client_secret: String,
    pub domains: Vec<String>,
    /// The provider always asks for a second factor itself.
    pub second_factor_there: bool,
}

/// The provider and the domains it speaks for.
pub async fn get(app: &App, tenant: &str) -> Result<Option<(Provider, Vec<String>)>> {
    let mut tx = app.db.read().await?;
    let Some(provider) = rows::get(&mut tx, tenant).await? else {
        return Ok(None);
    };
    let domains = rows::domains(&mut tx, tenant).await?;
    Ok(Some((provider, domains)))
}

/// Sets the provider up, or changes it, after asking it who it is.
///
/// # Errors
/// `Invalid` by field, also when nobody answers at the address or somebody else does.
pub async fn save(app: &App, actor: &Actor, change: &Change) -> Result<()> {
    actor.require(Action::Administer)?;
    let before = get(app, &actor.tenant_id)
        .await?
        .map(|(provider, _)| provider);
    let (provider, domains) = checked(app, actor, change, before.as_ref())?;
    let asked = app.providers.discover(&provider.issuer, app.now()).await;
    asked.map_err(|trouble| {
        let code = match &trouble {
            Trouble::Unreached(_) => "unreached",
            _ => "not_a_provider",
        };
        Error::field("issuer", code, trouble.to_string())
    })?;
    let mut tx = app.db.begin().await?;
    let admins = members::lock_admins(&mut tx, &actor.tenant_id).await?;
    rows::put(&mut tx, &provider, &domains).await?;
    let was_asked_there = before.is_some_and(|before| before.asks_for_second_factor());
    if was_asked_there && !provider.asks_for_second_factor() {
        rows::unsettle_without_factor(&mut tx, &actor.tenant_id).await?;
        keep_an_admin(&mut tx, &actor.tenant_id, &admins).await?;
    }
    let detail = format!(
        "sign-in: {}, {}, second factor {}",
        provider.issuer,
        domains.join(" "),
        provider.second_factor
    );
    audit::write(app, &mut tx, actor, "settings.changed", None, Some(&detail)).await?;
    tx.commit().await
}

fn checked(
    app: &App,
    actor: &Actor,
    change: &Change,
    before: Option<&Provider>,
) -> Result<(Provider, Vec<String>)> {
    let mut errors = Vec::new();
    let issuer = change.issuer.trim();
    if let Err(Error::Invalid(found)) = app.providers.check_address(issuer) {
        errors.extend(found);
    }
    let client_id = change.client_id.trim();
    if client_id.is_empty() || client_id.len() > LONGEST {
        errors.push(field_error(
            "client_id",
            "required",
            "is what the provider calls this server by",
        ));
    }
    let domains = domains(&change.domains).unwrap_or_else(|found| {
        errors.extend(found);
        Vec::new()
    });
    // The secret is for this provider: another address must not be sent it.
    let kept = before.filter(|it| it.issuer == issuer && it.client_id == client_id);
    let secret = change.client_secret.trim();
    let client_secret = match (secret.is_empty(), kept) {
        (false, _) if secret.len() <= LONGEST => app.keys.seal(SEAL, &actor.tenant_id, secret)?,
        (true, Some(before)) => before.client_secret.clone(),
        _ => {
            errors.push(field_error(
                "client_secret",
                "required",
                "comes from the provider",
            ));
            String::new()
        }
    };
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let second_factor = match change.second_factor_there {
        true => SecondFactor::There,
        false => SecondFactor::Here,
    };
    let provider = Provider {
        tenant_id: actor.tenant_id.clone(),
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
        client_secret,
        second_factor: second_factor.to_string(),
        changed_at: app.now(),
    };
    Ok((provider, domains))
}

fn domains(
    typed: &[String],
) -> std::result::Result<Vec<String>, Vec<samtycke_shared::api::FieldError>> {
    let mut domains = Vec::new();
    let mut errors = Vec::new();
    for typed in typed.iter().filter(|typed| !typed.trim().is_empty()) {
        match domain(typed) {
            Ok(domain) => domains.push(domain),
            Err(Error::Invalid(found)) => errors.extend(found),
            Err(_) => {}
        }
    }
    domains.sort();
    domains.dedup();
    if errors.is_empty() && (domains.is_empty() || domains.len() > MOST_DOMAINS) {
        let message = format!("between one and {MOST_DOMAINS} domains");
        errors.push(field_error("domains", "required", message));
    }
    match errors.is_empty() {
        true => Ok(domains),
        false => Err(errors),
    }
}

/// Ends signing in with the provider. Who has no password sets an account up when they come next.
///
/// # Errors
/// `Invalid` when no admin would be left who can sign in.
pub async fn remove(app: &App, actor: &Actor) -> Result<()> {
    actor.require(Action::Administer)?;
    let tenant = actor.tenant_id.as_str();
    let mut tx = app.db.begin().await?;
    let admins = members::lock_admins(&mut tx, tenant).await?;
    let provider = rows::get(&mut tx, tenant).await?.ok_or(Error::NotFound)?;
    rows::delete(&mut tx, tenant).await?;
    rows::unsettle_without_factor(&mut tx, tenant).await?;
    rows::unsettle_without_password(&mut tx, tenant).await?;
    keep_an_admin(&mut tx, tenant, &admins).await?;
    rows::unbind_all(&mut tx, tenant).await?;
    let detail = format!("sign-in: {} → –", provider.issuer);
    audit::write(app, &mut tx, actor, "settings.changed", None, Some(&detail)).await?;
    tx.commit().await
}

/// Whoever could sign in as admin before is not the last of them shut out by this.
async fn keep_an_admin(tx: &mut Tx, tenant: &str, before: &[String]) -> Result<()> {
    let left = members::lock_admins(tx, tenant).await?;
    if before.is_empty() || !left.is_empty() {
        return Ok(());
    }
    Err(Error::field(
        "provider",
        "last_admin",
        "no admin could sign in any more; set up a password and a second factor of your own first",
    ))
}

/// How many could sign in no more without setting up an account.
pub async fn by_it_alone(app: &App, tenant: &str) -> Result<i64> {
    let mut tx = app.db.read().await?;
    rows::count_without_password(&mut tx, tenant).await
}
