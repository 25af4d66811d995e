//! Links that let somebody in once: the operator's first one, invitations, and to set a new password.

use super::enter::{self, Proof};
use super::sessions::{self, Scope};
use super::store::{self, sessions as rows};
use super::throttle::{self, Visitor};
use super::{Actor, store::factors};
use crate::app::App;
use crate::audit;
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{LinkKind, token_hash};
use crate::mail::Kind;
use crate::mail::outbox;

/// A link printed by `tenant add`, to be handed over.
pub const FIRST_LINK_LIFETIME: Millis = 24 * HOUR;
/// A link asked for on the sign-in page, whose words say so.
pub const MAILED_LINK_LIFETIME: Millis = 30 * MINUTE;
/// People are away over a weekend.
pub const INVITATION_LIFETIME: Millis = 7 * DAY;

/// What a link is for. Each works only while the account is in the state it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Printed by the operator: opens the console before the account is set up.
    First,
    /// Mailed by an admin: leads to setting up the account.
    Invitation,
    /// Mailed on request: stands for the password, not for the second factor.
    Reset,
}

words!(Purpose { First = "first", Invitation = "invitation", Reset = "reset" });

/// The token is derived from the id, so that the mail can be sent again after a crash.
pub fn sign_in_url(app: &App, link_id: &str) -> String {
    app.url(&format!("/console/sign-in/{}", sign_in_token(app, link_id)))
}

fn sign_in_token(app: &App, link_id: &str) -> String {
    app.keys.link_token(LinkKind::SignIn, link_id)
}

/// Makes the operator's link under `id` and gives its URL.
pub async fn add_sign_in_link(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    id: &str,
    lifetime: Millis,
) -> Result<String> {
    add(app, tx, Purpose::First, (tenant, staff), id, lifetime).await
}

async fn add(
    app: &App,
    tx: &mut Tx,
    purpose: Purpose,
    (tenant, staff): (&str, &str),
    id: &str,
    lifetime: Millis,
) -> Result<String> {
    let hash = token_hash(&sign_in_token(app, id));
    let link = rows::SignInLink {
        tenant_id: tenant.to_owned(),
        staff_id: staff.to_owned(),
        purpose: purpose.to_string(),
    };
    rows::insert_link(tx, &hash, &link, app.now(), app.now() + lifetime).await?;
    Ok(sign_in_url(app, id))
}

/// Queues the mail with a link to set up the account.
pub async fn invite(app: &App, tx: &mut Tx, tenant: &str, staff: &str) -> Result<()> {
    let mail = outbox::queue_to_staff(app, tx, Kind::Invitation, tenant, staff).await?;
    let to = (tenant, staff);
    add(app, tx, Purpose::Invitation, to, &mail, INVITATION_LIFETIME).await?;
    Ok(())
}

/// Whether the link still works; looking does not use it up.
pub async fn peek_sign_in_link(app: &App, token: &str) -> Result<store::SignInLink> {
    let mut tx = app.db.read().await?;
    rows::link(&mut tx, &token_hash(token), app.now())
        .await?
        .ok_or(Error::NotFound)
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Into a session, by its token.
    Session(String),
    /// To the second factor, by the step's token.
    Factor(String),
}

/// Uses the link up.
///
/// # Errors
/// `NotFound` when it was used, is too old or does not fit the account any more.
pub async fn follow(app: &App, visitor: &Visitor, token: &str) -> Result<Followed> {
    let mut tx = app.db.begin().await?;
    let hash = token_hash(token);
    let link = rows::link(&mut tx, &hash, app.now())
        .await?
        .ok_or(Error::NotFound)?;
    if !rows::use_link(&mut tx, &hash, app.now()).await? {
        return Err(Error::NotFound);
    }
    let staff = store::staff(&mut tx, &link.tenant_id, &link.staff_id)
        .await?
        .ok_or(Error::NotFound)?;
    let scope = match Purpose::parse(&link.purpose).ok_or(Error::NotFound)? {
        Purpose::First => Scope::Full,
        Purpose::Invitation => Scope::Setup,
        Purpose::Reset => {
            let whose = vec![(staff.tenant_id, staff.id)];
            let step = enter::begin(app, &mut tx, &whose, Proof::Mail).await?;
            tx.commit().await?;
            return Ok(Followed::Factor(step));
        }
    };
    let session = sessions::open(app, &mut tx, &staff, scope, &visitor.browser).await?;
    let detail = Some(link.purpose.as_str());
    let actor = Actor::of(&staff)?;
    audit::write(app, &mut tx, &actor, "staff.followed_link", None, detail).await?;
    tx.commit().await?;
    Ok(Followed::Session(session))
}

/// As [`follow`], for a link that leads into a session.
pub async fn sign_in(app: &App, token: &str) -> Result<String> {
    match follow(app, &Visitor::default(), token).await? {
        Followed::Session(session) => Ok(session),
        Followed::Factor(_) => Err(Error::NotFound),
    }
}

/// A link for whoever has this address at any tenant; says nothing about whether there is one. Who has
/// not set up the account is invited again, who has can set a new password.
pub async fn request_sign_in(app: &App, email: &str) -> Result<()> {
    request_link(app, &Visitor::default(), email).await
}

/// # Errors
/// `TooMany` when this address, or this visitor, has asked too often.
pub async fn request_link(app: &App, visitor: &Visitor, email: &str) -> Result<()> {
    let email = enter::address(email);
    throttle::attempt(app, &throttle::of_mail(app, visitor, &email)).await?;
    let mut tx = app.db.begin().await?;
    for staff in store::staff_by_email(&mut tx, &email).await? {
        let to = (staff.tenant_id.as_str(), staff.id.as_str());
        let account = factors::account(&mut tx, to.0, to.1).await?;
        if account.is_none_or(|account| account.set_up_at.is_none()) {
            invite(app, &mut tx, to.0, to.1).await?;
            continue;
        }
        let mail = outbox::queue_to_staff(app, &mut tx, Kind::PasswordReset, to.0, to.1).await?;
        add(
            app,
            &mut tx,
            Purpose::Reset,
            to,
            &mail,
            MAILED_LINK_LIFETIME,
        )
        .await?;
    }
    tx.commit().await?;
    app.ring();
    Ok(())
}
