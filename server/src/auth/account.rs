//! One's own account: setting it up, and changing what one signs in by.

use zeroize::Zeroizing;

use super::confirm::{self, Shown};
use super::sessions::{self, Scope, SignedIn};
use super::store::factors::Account;
use super::store::{factors, members, sessions as rows};
use super::throttle::Visitor;
use super::{password, recovery, totp};
use crate::app::App;
use crate::audit;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What comes next in setting up an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Password,
    SecondFactor,
    /// Nothing: it is set up.
    Done,
}

pub fn next(account: &Account) -> Next {
    let has_first = account.password_hash.is_some() || account.subject.is_some();
    match (has_first, account.set_up_at) {
        (false, _) => Next::Password,
        (true, None) => Next::SecondFactor,
        (true, Some(_)) => Next::Done,
    }
}

pub async fn load(app: &App, who: &SignedIn) -> Result<Account> {
    let mut tx = app.db.read().await?;
    read(&mut tx, who).await
}

async fn read(tx: &mut Tx, who: &SignedIn) -> Result<Account> {
    factors::account(tx, &who.staff.tenant_id, &who.staff.id)
        .await?
        .ok_or(Error::Unauthorized)
}

/// What a step of the set-up came to.
#[derive(Debug)]
pub struct SetUp {
    /// The new session, when the account is now set up: the one that got here is over.
    pub session: Option<String>,
    /// To be shown once.
    pub recovery_codes: Vec<String>,
}

/// The first password, or the new one after a reset.
///
/// # Errors
/// `Invalid` when it will not do, `Conflict` when there is one.
pub async fn choose_password(
    app: &App,
    visitor: &Visitor,
    who: &SignedIn,
    typed: &str,
    again: &str,
) -> Result<SetUp> {
    let password = accepted("password", typed, again)?;
    let hash = password::hash(app, &who.staff.email, &password).await?;
    let mut tx = app.db.begin().await?;
    let account = read(&mut tx, who).await?;
    if next(&account) != Next::Password {
        return Err(Error::conflict(
            "has-password",
            "there is a password already",
        ));
    }
    let (tenant, id) = (&who.staff.tenant_id, &who.staff.id);
    factors::set_password(&mut tx, tenant, id, Some(&hash)).await?;
    audit::write(app, &mut tx, &who.actor, "password.set", None, None).await?;
    let session = match account.set_up_at {
        Some(_) => Some(rotate(app, &mut tx, visitor, who).await?),
        None => None,
    };
    tx.commit().await?;
    Ok(SetUp {
        session,
        recovery_codes: Vec::new(),
    })
}

fn accepted(field: &str, typed: &str, again: &str) -> Result<Zeroizing<String>> {
    let password = password::accept(field, typed)?;
    if *password != *password::accept(field, again).unwrap_or_default() {
        return Err(Error::field(
            "again",
            "different",
            "the two are not the same",
        ));
    }
    Ok(password)
}

/// In the place of all of one's sessions, a new one that is good for everything.
async fn rotate(app: &App, tx: &mut Tx, visitor: &Visitor, who: &SignedIn) -> Result<String> {
    rows::end_others(tx, &who.staff.tenant_id, &who.staff.id, "").await?;
    sessions::open(app, tx, &who.staff, Scope::Full, &visitor.browser).await
}

/// A secret for an authenticator app, not yet in use.
pub fn new_totp(app: &App, who: &SignedIn) -> Result<totp::Enrolment> {
    enrolment(app, who, app.random.salt())
}

/// The same secret again, for a form that came back.
pub fn enrolment(app: &App, who: &SignedIn, salt: String) -> Result<totp::Enrolment> {
    let staff = &who.staff;
    totp::enrolment(app, &staff.tenant_id, &staff.id, &staff.email, salt)
}

/// Whether the app shows this secret's code; gives the step that the code is of.
///
/// # Errors
/// `Invalid` when it does not.
pub fn check_totp(app: &App, who: &SignedIn, salt: &str, typed: &str) -> Result<i64> {
    let whose = (who.staff.tenant_id.as_str(), who.staff.id.as_str());
    let step = match totp::digits(typed) {
        Some(code) => totp::step_of(app, whose, salt, &code, app.now())?,
        None => None,
    };
    step.ok_or_else(|| Error::field("code", "wrong", "is not what the app should show now"))
}

/// Takes the secret into use, in the place of one there may be, when the app shows the right code.
///
/// # Errors
/// `Invalid` when the code is not right.
pub async fn confirm_totp(
    app: &App,
    visitor: &Visitor,
    who: &SignedIn,
    salt: &str,
    typed: &str,
) -> Result<SetUp> {
    let (tenant, id) = (who.staff.tenant_id.as_str(), who.staff.id.as_str());
    let step = check_totp(app, who, salt, typed)?;
    let mut tx = app.db.begin().await?;
    factors::set_totp(&mut tx, tenant, id, Some((salt, step))).await?;
    audit::write(app, &mut tx, &who.actor, "factor.code_added", None, None).await?;
    let done = factor_added(app, &mut tx, visitor, who).await?;
    tx.commit().await?;
    Ok(done)
}

/// With the first second factor the account is set up: recovery codes are made, whoever is in by a
/// link is out, and no link gets in any more.
pub async fn factor_added(
    app: &App,
    tx: &mut Tx,
    visitor: &Visitor,
    who: &SignedIn,
) -> Result<SetUp> {
    let account = read(tx, who).await?;
    if next(&account) != Next::SecondFactor {
        return Ok(SetUp {
            session: None,
            recovery_codes: Vec::new(),
        });
    }
    let (tenant, id) = (&who.staff.tenant_id, &who.staff.id);
    factors::mark_set_up(tx, tenant, id, app.now()).await?;
    rows::delete_links(tx, tenant, id).await?;
    audit::write(app, tx, &who.actor, "account.set_up", None, None).await?;
    Ok(SetUp {
        recovery_codes: recovery::replace(app, tx, tenant, id).await?,
        session: Some(rotate(app, tx, visitor, who).await?),
    })
}

/// Changes the password and ends all other sessions.
///
/// # Errors
/// `Conflict` for whoever has none: the identity provider asks for theirs.
pub async fn change_password(
    app: &App,
    who: &SignedIn,
    current: &str,
    typed: &str,
    again: &str,
) -> Result<()> {
    if load(app, who).await?.password_hash.is_none() {
        return Err(Error::conflict("no-password", "there is no password here"));
    }
    let password = accepted("password", typed, again)?;
    let shown = Shown {
        typed: current,
        ..Shown::default()
    };
    confirm::confirm(app, who, shown).await?;
    let hash = password::hash(app, &who.staff.email, &password).await?;
    let (tenant, id) = (&who.staff.tenant_id, &who.staff.id);
    let mut tx = app.db.begin().await?;
    factors::set_password(&mut tx, tenant, id, Some(&hash)).await?;
    rows::end_others(&mut tx, tenant, id, &who.session.id).await?;
    audit::write(app, &mut tx, &who.actor, "password.changed", None, None).await?;
    tx.commit().await
}

/// New recovery codes, to be shown once; the old ones end.
pub async fn new_recovery_codes(app: &App, who: &SignedIn) -> Result<Vec<String>> {
    let mut tx = app.db.begin().await?;
    let codes = recovery::replace(app, &mut tx, &who.staff.tenant_id, &who.staff.id).await?;
    audit::write(
        app,
        &mut tx,
        &who.actor,
        "factor.recovery_codes_made",
        None,
        None,
    )
    .await?;
    tx.commit().await?;
    Ok(codes)
}

/// # Errors
/// `Invalid` for a blank name.
pub async fn rename(app: &App, who: &SignedIn, name: &str) -> Result<()> {
    let name = super::members::check_name(name)?;
    let mut tx = app.db.begin().await?;
    members::set_name(&mut tx, &who.staff.tenant_id, &who.staff.id, &name).await?;
    tx.commit().await
}
