//! Who belongs to the staff: inviting, roles, leaving.

use super::store::{self, Staff, factors, members, sessions};
use super::{Action, Actor, OPERATOR, Role, links, staff_name};
use crate::app::App;
use crate::audit;
use crate::candidates::check_email;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::i18n;

const LONGEST_NAME: usize = 200;

pub struct Invitation {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub language: String,
}

pub fn check_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("must be a name of at most {LONGEST_NAME} characters");
        return Err(Error::field("name", "invalid", message));
    }
    Ok(name.to_owned())
}

/// Adds somebody and mails them a link to set up their account. Who has left before comes back as the
/// same person, with nothing they signed in by then.
///
/// # Errors
/// `Invalid` naming the field, also when they are here already.
pub async fn invite(app: &App, actor: &Actor, invitation: &Invitation) -> Result<String> {
    actor.require(Action::Administer)?;
    let email = super::enter::address(&invitation.email);
    check_email(&email).map_err(|error| Error::Invalid(vec![error]))?;
    let mut staff = Staff {
        tenant_id: actor.tenant_id.clone(),
        id: app.new_id(),
        name: check_name(&invitation.name)?,
        role: invitation.role.to_string(),
        language: i18n::supported(&invitation.language).to_owned(),
        email,
    };
    let mut tx = app.db.begin().await?;
    match members::by_email(&mut tx, &staff.tenant_id, &staff.email).await? {
        Some((_, false)) => {
            return Err(Error::field(
                "email",
                "taken",
                "belongs to the staff already",
            ));
        }
        Some((id, true)) => {
            staff.id = id;
            members::readmit(&mut tx, &staff).await?;
        }
        None => store::insert_staff(&mut tx, &staff, app.now()).await?,
    }
    links::invite(app, &mut tx, &staff.tenant_id, &staff.id).await?;
    note(app, &mut tx, actor, "staff.invited", &staff.id, &staff.role).await?;
    tx.commit().await?;
    app.ring();
    Ok(staff.id)
}

async fn note(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    staff: &str,
    what: &str,
) -> Result<()> {
    let detail = format!("{staff} {what}");
    audit::write(app, tx, actor, action, None, Some(detail.trim_end())).await
}

/// Sends the invitation again, to whoever has not set up the account.
pub async fn invite_again(app: &App, actor: &Actor, id: &str) -> Result<()> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    let account = factors::account(&mut tx, &actor.tenant_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if account.set_up_at.is_some() {
        return Err(Error::field(
            "account",
            "set_up",
            "the account is set up already",
        ));
    }
    sessions::delete_links(&mut tx, &actor.tenant_id, id).await?;
    links::invite(app, &mut tx, &actor.tenant_id, id).await?;
    note(app, &mut tx, actor, "staff.invited", id, "").await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}

/// Whether `admins`, those who can sign in, are enough without `id`.
fn leaves_an_admin(admins: &[String], id: &str) -> Result<()> {
    if admins.iter().any(|admin| admin != id) {
        return Ok(());
    }
    Err(Error::field(
        "role",
        "last_admin",
        "this is the last admin who can sign in; make somebody else admin first",
    ))
}

async fn found(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Staff> {
    store::staff(tx, &actor.tenant_id, id)
        .await?
        .ok_or(Error::NotFound)
}

/// The keys that a person has made and that may do more than the person may now end with it: their
/// secrets are known to them. Says how many.
///
/// # Errors
/// `Invalid` when no admin would be left who can sign in.
pub async fn change_role(app: &App, actor: &Actor, id: &str, role: Role) -> Result<u64> {
    actor.require(Action::Administer)?;
    let mut tx = app.db.begin().await?;
    let admins = members::lock_admins(&mut tx, &actor.tenant_id).await?;
    let staff = found(&mut tx, actor, id).await?;
    if staff.role == role.as_str() {
        return Ok(0);
    }
    if staff.role == Role::Admin.as_str() {
        leaves_an_admin(&admins, id)?;
    }
    members::set_role(&mut tx, &actor.tenant_id, id, role).await?;
    let maker = staff_name(id);
    let keys =
        members::revoke_api_keys_beyond(&mut tx, &actor.tenant_id, &maker, role, app.now()).await?;
    let what = format!("{} → {role}, {keys} keys revoked", staff.role);
    note(app, &mut tx, actor, "staff.role_changed", id, &what).await?;
    tx.commit().await?;
    Ok(keys)
}

/// Ends everything a person has access by, at once: sessions, links, and the API keys they made.
/// Says how many keys that were.
///
/// # Errors
/// `Invalid` when no admin would be left who can sign in.
pub async fn remove(app: &App, actor: &Actor, id: &str) -> Result<u64> {
    actor.require(Action::Administer)?;
    let tenant = actor.tenant_id.as_str();
    let mut tx = app.db.begin().await?;
    let admins = members::lock_admins(&mut tx, tenant).await?;
    let staff = found(&mut tx, actor, id).await?;
    if staff.role == Role::Admin.as_str() {
        leaves_an_admin(&admins, id)?;
    }
    members::remove(&mut tx, tenant, id, app.now()).await?;
    take_away(&mut tx, tenant, id).await?;
    let keys = members::revoke_api_keys_of(&mut tx, tenant, &staff_name(id), app.now()).await?;
    let what = format!("{keys} keys revoked");
    note(app, &mut tx, actor, "staff.removed", id, &what).await?;
    tx.commit().await?;
    Ok(keys)
}

/// For whoever has lost password and second factor: back to the invitation.
///
/// # Errors
/// `Invalid` for one's own account: a session left open must not be enough to take it over.
pub async fn reset(app: &App, actor: &Actor, id: &str) -> Result<()> {
    actor.require(Action::Administer)?;
    if actor.name == staff_name(id) {
        return Err(Error::field(
            "account",
            "own",
            "another admin has to reset your account",
        ));
    }
    let tenant = actor.tenant_id.as_str();
    let mut tx = app.db.begin().await?;
    found(&mut tx, actor, id).await?;
    take_away(&mut tx, tenant, id).await?;
    links::invite(app, &mut tx, tenant, id).await?;
    note(app, &mut tx, actor, "staff.reset", id, "").await?;
    tx.commit().await?;
    app.ring();
    Ok(())
}

/// For an admin whom nobody else can reset: back to the beginning, with a link like the one that
/// `tenant add` prints. Gives its URL.
///
/// # Errors
/// `Invalid` when nobody of this tenant has the address.
pub async fn reset_by_operator(app: &App, tenant: &str, email: &str) -> Result<String> {
    let email = super::enter::address(email);
    let mut tx = app.db.begin().await?;
    let found = members::by_email(&mut tx, tenant, &email).await?;
    let Some((id, false)) = found else {
        return Err(Error::field(
            "--email",
            "unknown",
            "is nobody of this tenant's staff",
        ));
    };
    take_away(&mut tx, tenant, &id).await?;
    let link = app.new_id();
    let url = links::add_sign_in_link(app, &mut tx, tenant, &id, &link, links::FIRST_LINK_LIFETIME)
        .await?;
    let operator = Actor::outside(tenant, OPERATOR);
    note(app, &mut tx, &operator, "staff.reset", &id, "").await?;
    tx.commit().await?;
    Ok(url)
}

/// Everything somebody gets in by.
async fn take_away(tx: &mut Tx, tenant: &str, id: &str) -> Result<()> {
    factors::clear(tx, tenant, id).await?;
    sessions::end_others(tx, tenant, id, "").await?;
    sessions::delete_links(tx, tenant, id).await
}

/// How many keys stop working when somebody is removed, to be said before.
pub async fn keys_of(app: &App, tenant: &str, id: &str) -> Result<usize> {
    let mut tx = app.db.read().await?;
    let creator = staff_name(id);
    let keys = members::api_keys(&mut tx, tenant).await?;
    Ok(keys.iter().filter(|key| key.created_by == creator).count())
}
