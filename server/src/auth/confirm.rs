//! Whether it is really the person whose session this is: a screen left open must not be enough to
//! change what they sign in by.

use super::sessions::SignedIn;
use super::store::factors::Account;
use super::store::passkeys as keys;
use super::{account, enter, passkeys, password, throttle};
use crate::app::App;
use crate::error::{Error, Result};

/// What somebody shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    Password,
    /// Of whoever has no password, because the company's identity provider asks for it.
    Factor,
}

/// What was shown: typed, or signed by a passkey.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    pub typed: &'a str,
    pub passkey: &'a str,
}

/// What somebody can show; nothing, when both factors are the identity provider's business.
pub async fn means(app: &App, who: &SignedIn) -> Result<Option<Means>> {
    means_of(app, &account::load(app, who).await?).await
}

async fn means_of(app: &App, account: &Account) -> Result<Option<Means>> {
    if account.password_hash.is_some() {
        return Ok(Some(Means::Password));
    }
    let mut tx = app.db.read().await?;
    let own = keys::of_staff(&mut tx, &account.tenant_id, &account.id).await?;
    let has_factor = account.totp_salt.is_some() || !own.is_empty();
    Ok(has_factor.then_some(Means::Factor))
}

/// # Errors
/// `Invalid` naming `current` when it is not right, `TooMany` when to wait, `Conflict` for whoever has
/// nothing to show.
pub async fn confirm(app: &App, who: &SignedIn, shown: Shown<'_>) -> Result<()> {
    let account = account::load(app, who).await?;
    match means_of(app, &account).await?.ok_or_else(nothing)? {
        Means::Password => by_password(app, who, account, shown.typed).await,
        Means::Factor => by_factor(app, who, account, shown).await,
    }
}

/// # Errors
/// `Conflict` for whoever has nothing to show.
pub async fn is_possible(app: &App, who: &SignedIn) -> Result<()> {
    means(app, who).await?.map(drop).ok_or_else(nothing)
}

fn nothing() -> Error {
    Error::conflict(
        "nothing-to-show",
        "there is neither a password nor a second factor of this server's to confirm it by",
    )
}

async fn by_password(app: &App, who: &SignedIn, account: Account, typed: &str) -> Result<()> {
    let counter = throttle::of_session(app, &who.session.id);
    throttle::attempt(app, std::slice::from_ref(&counter)).await?;
    let stored = account.password_hash.into_iter().collect();
    let right = password::matching(app, &account.email, typed, stored).await?;
    if right != [true] {
        return Err(Error::field("current", "wrong", "is not your password"));
    }
    let mut tx = app.db.begin().await?;
    throttle::succeeded(&mut tx, &[counter]).await?;
    tx.commit().await
}

async fn by_factor(app: &App, who: &SignedIn, account: Account, shown: Shown<'_>) -> Result<()> {
    // Not by the session: six digits must not be guessed anew from each.
    let counter = throttle::of_factor(app, "session", &account.id);
    throttle::attempt(app, std::slice::from_ref(&counter)).await?;
    let mut tx = app.db.begin().await?;
    let right = match shown.passkey.is_empty() {
        true => enter::check_code(app, &mut tx, &account, shown.typed)
            .await?
            .is_some(),
        false => passkeys::has_signed(app, &mut tx, who, shown.passkey).await?,
    };
    if right {
        throttle::succeeded(&mut tx, &[counter]).await?;
    }
    // Also when it is wrong: a question is answered once.
    tx.commit().await?;
    match right {
        true => Ok(()),
        false => Err(Error::field(
            "current",
            "wrong_factor",
            "is neither a code of your app nor one of your recovery codes",
        )),
    }
}
