//! Staff: who they are, what they may do, and how they get in.

pub mod store;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::clock::{HOUR, MINUTE, Millis};
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{LinkKind, token_hash};

/// A link printed by `tenant add`, to be handed over.
pub const FIRST_LINK_LIFETIME: Millis = 24 * HOUR;
/// A link asked for on the sign-in page, whose words say so.
pub const MAILED_LINK_LIFETIME: Millis = 30 * MINUTE;
pub const SESSION_LIFETIME: Millis = 12 * HOUR;
/// Tells API keys from other secrets, for people and for secret scanners.
const API_KEY_PREFIX: &str = "samtycke_";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Admin,
    Recruiter,
    Auditor,
}

words!(Role { Admin = "admin", Recruiter = "recruiter", Auditor = "auditor" });

/// What a request wants to do; [`Role::may`] is the one place that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See candidates, texts, settings, the audit log.
    Read,
    /// Register, correct, ask, hold, erase.
    ManageCandidates,
    /// Texts, settings, sites, approvals.
    Administer,
}

impl Role {
    pub fn may(self, action: Action) -> bool {
        match action {
            Action::Read => true,
            Action::ManageCandidates => matches!(self, Self::Admin | Self::Recruiter),
            Action::Administer => self == Self::Admin,
        }
    }
}

/// Who makes a request, and for which tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    pub tenant_id: String,
    pub role: Role,
    /// As the audit log names it: `staff:{id}` or `key:{id}`.
    pub name: String,
    pub staff: Option<store::Staff>,
    /// The session's anti-forgery token; empty for API keys.
    pub csrf: String,
}

impl Actor {
    /// # Errors
    /// `Forbidden`, saying which role it takes.
    pub fn require(&self, action: Action) -> Result<()> {
        if self.role.may(action) {
            return Ok(());
        }
        Err(Error::Forbidden(format!(
            "the role {} may not do this",
            self.role
        )))
    }
}

/// The API key's secret; only its hash is kept.
pub async fn add_api_key(app: &App, tx: &mut Tx, tenant: &str, role: Role) -> Result<String> {
    let key = format!("{API_KEY_PREFIX}{}", app.random.token());
    store::insert_api_key(
        tx,
        tenant,
        &app.new_id(),
        &token_hash(&key),
        role,
        app.now(),
    )
    .await?;
    Ok(key)
}

pub async fn by_api_key(app: &App, key: &str) -> Result<Actor> {
    let mut tx = app.db.read().await?;
    let found = store::api_key(&mut tx, &token_hash(key))
        .await?
        .ok_or(Error::Unauthorized)?;
    let role = Role::parse(&found.role).ok_or(Error::Unauthorized)?;
    Ok(Actor {
        tenant_id: found.tenant_id,
        role,
        name: format!("key:{}", found.id),
        staff: None,
        csrf: String::new(),
    })
}

/// A link that signs a staff member in once. The token is derived from the id, so that the mail can
/// be sent again after a crash.
pub fn sign_in_url(app: &App, link_id: &str) -> String {
    app.url(&format!("/console/sign-in/{}", sign_in_token(app, link_id)))
}

fn sign_in_token(app: &App, link_id: &str) -> String {
    app.keys.link_token(LinkKind::SignIn, link_id)
}

/// Makes a sign-in link under `id` and gives its URL.
pub async fn add_sign_in_link(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    id: &str,
    lifetime: Millis,
) -> Result<String> {
    let hash = token_hash(&sign_in_token(app, id));
    store::insert_sign_in_link(tx, &hash, tenant, staff, app.now(), app.now() + lifetime).await?;
    Ok(sign_in_url(app, id))
}

/// Whether the link still works; looking does not use it up.
pub async fn peek_sign_in_link(app: &App, token: &str) -> Result<store::SignInLink> {
    let mut tx = app.db.read().await?;
    store::sign_in_link(&mut tx, &token_hash(token), app.now())
        .await?
        .ok_or(Error::NotFound)
}

/// Uses the link up and opens a session; gives the session's token.
pub async fn sign_in(app: &App, token: &str) -> Result<String> {
    let mut tx = app.db.begin().await?;
    let hash = token_hash(token);
    let link = store::sign_in_link(&mut tx, &hash, app.now())
        .await?
        .ok_or(Error::NotFound)?;
    if !store::use_sign_in_link(&mut tx, &hash, app.now()).await? {
        return Err(Error::NotFound);
    }
    let session = app.random.token();
    let expires = app.now() + SESSION_LIFETIME;
    store::insert_session(
        &mut tx,
        &token_hash(&session),
        &link.tenant_id,
        &link.staff_id,
        app.now(),
        expires,
    )
    .await?;
    tx.commit().await?;
    Ok(session)
}

pub async fn by_session(app: &App, session: &str) -> Result<Actor> {
    let mut tx = app.db.read().await?;
    let staff = store::session(&mut tx, &token_hash(session), app.now())
        .await?
        .ok_or(Error::Unauthorized)?;
    let role = Role::parse(&staff.role).ok_or(Error::Unauthorized)?;
    Ok(Actor {
        tenant_id: staff.tenant_id.clone(),
        role,
        name: format!("staff:{}", staff.id),
        staff: Some(staff),
        csrf: csrf_token(session),
    })
}

/// The anti-forgery token of a session: derived, so nothing more needs to be stored.
fn csrf_token(session: &str) -> String {
    let hash = Sha256::new()
        .chain_update(b"csrf:")
        .chain_update(session)
        .finalize();
    URL_SAFE_NO_PAD.encode(hash)
}

/// A link for whoever has this address at any tenant; says nothing about whether there is one.
pub async fn request_sign_in(app: &App, email: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    for staff in store::staff_by_email(&mut tx, &email.trim().to_lowercase()).await? {
        let mail =
            crate::mail::outbox::queue_sign_in(app, &mut tx, &staff.tenant_id, &staff.id).await?;
        add_sign_in_link(
            app,
            &mut tx,
            &staff.tenant_id,
            &staff.id,
            &mail,
            MAILED_LINK_LIFETIME,
        )
        .await?;
    }
    tx.commit().await?;
    app.ring();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_its_part() {
        let may = |role: Role| {
            [Action::Read, Action::ManageCandidates, Action::Administer]
                .map(|action| role.may(action))
        };
        assert_eq!(may(Role::Admin), [true, true, true]);
        assert_eq!(may(Role::Recruiter), [true, true, false]);
        assert_eq!(may(Role::Auditor), [true, false, false]);
    }
}
