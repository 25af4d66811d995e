//! Sessions in the console: opened anew at every sign-in, listed, ended one by one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Actor;
use super::store::Staff;
use super::store::sessions::{self as rows, SessionRow};
use crate::app::App;
use crate::audit;
use crate::clock::{HOUR, MINUTE, Millis};
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::token_hash;

/// A working day; then everybody signs in again.
pub const SESSION_LIFETIME: Millis = 12 * HOUR;
/// An unlocked screen in an empty office.
pub const IDLE_LIFETIME: Millis = 2 * HOUR;
/// How exactly the last use is known.
const USE_NOTED_EVERY: Millis = MINUTE;

/// What a session is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Full,
    /// Setting up the account, nothing else: the second factor is still to come.
    Setup,
}

words!(Scope { Full = "full", Setup = "setup" });

/// Who is signed in, and by which session.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    pub actor: Actor,
    pub staff: Staff,
    pub session: SessionRow,
    pub scope: Scope,
    /// The account is not set up yet: in by the operator's link, or on the way.
    pub unfinished: bool,
}

/// Opens a session; gives its token, which nobody has had before: a session is never taken over from
/// before the sign-in.
pub async fn open(
    app: &App,
    tx: &mut Tx,
    staff: &Staff,
    scope: Scope,
    browser: &str,
) -> Result<String> {
    let now = app.now();
    rows::sweep(tx, now).await?;
    let token = app.random.token();
    let session = SessionRow {
        token_hash: token_hash(&token),
        id: app.new_id(),
        tenant_id: staff.tenant_id.clone(),
        staff_id: staff.id.clone(),
        scope: scope.to_string(),
        browser: browser.to_owned(),
        challenge: None,
        created_at: now,
        seen_at: now,
        expires_at: now + SESSION_LIFETIME,
    };
    rows::insert(tx, &session).await?;
    if scope == Scope::Full {
        rows::seen(tx, &staff.tenant_id, &staff.id, now).await?;
    }
    Ok(token)
}

/// Whoever has this session, whatever it is good for.
pub async fn find(app: &App, token: &str) -> Result<SignedIn> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let session = rows::find(&mut tx, &token_hash(token), now, now - IDLE_LIFETIME)
        .await?
        .ok_or(Error::Unauthorized)?;
    let (tenant, id) = (&session.tenant_id, &session.staff_id);
    let state = rows::state(&mut tx, tenant, id)
        .await?
        .ok_or(Error::Unauthorized)?;
    let staff = state.staff;
    drop(tx);
    if session.seen_at <= now - USE_NOTED_EVERY {
        let mut tx = app.db.begin().await?;
        rows::touch(&mut tx, &session, now).await?;
        tx.commit().await?;
    }
    Ok(SignedIn {
        actor: Actor {
            csrf: csrf_token(token),
            ..Actor::of(&staff)?
        },
        scope: Scope::parse(&session.scope).ok_or(Error::Unauthorized)?,
        unfinished: state.set_up_at.is_none(),
        staff,
        session,
    })
}

/// Whoever has this session, if it is good for the whole console.
pub async fn by_session(app: &App, token: &str) -> Result<Actor> {
    let found = find(app, token).await?;
    match found.scope {
        Scope::Full => Ok(found.actor),
        Scope::Setup => Err(Error::Unauthorized),
    }
}

/// The anti-forgery token of a session: derived, so nothing more needs to be stored.
fn csrf_token(session: &str) -> String {
    let hash = Sha256::new()
        .chain_update(b"csrf:")
        .chain_update(session)
        .finalize();
    URL_SAFE_NO_PAD.encode(hash)
}

/// Somebody's own sessions, the one used last first.
pub async fn of(app: &App, staff: &Staff) -> Result<Vec<SessionRow>> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    rows::of_staff(
        &mut tx,
        &staff.tenant_id,
        &staff.id,
        now,
        now - IDLE_LIFETIME,
    )
    .await
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `NotFound` when it is somebody else's or over already.
pub async fn end(app: &App, who: &SignedIn, id: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let ended = rows::end_by_id(&mut tx, &who.staff.tenant_id, &who.staff.id, id).await?;
    if !ended {
        return Err(Error::NotFound);
    }
    audit::write(app, &mut tx, &who.actor, "session.ended", None, None).await?;
    tx.commit().await
}

/// Ends all of one's own sessions but this one; says how many.
pub async fn end_others(app: &App, who: &SignedIn) -> Result<u64> {
    let mut tx = app.db.begin().await?;
    let ended = rows::end_others(
        &mut tx,
        &who.staff.tenant_id,
        &who.staff.id,
        &who.session.id,
    )
    .await?;
    audit::write(app, &mut tx, &who.actor, "session.others_ended", None, None).await?;
    tx.commit().await?;
    Ok(ended)
}

pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    let mut tx = app.db.begin().await?;
    rows::end(&mut tx, &token_hash(token)).await?;
    tx.commit().await
}

/// Browser and system as its `User-Agent` tells them, roughly: enough to tell one's own sessions
/// apart, too little to know anybody by.
pub fn browser_of(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let parts = [first(&BROWSERS), first(&SYSTEMS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::browser_of;

    #[test]
    fn browsers_are_told_apart_roughly() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
        assert_eq!(browser_of(edge), "Edge, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser_of(phone), "Safari, iPhone");
        assert_eq!(browser_of("<script>alert(1)</script>"), "");
    }
}
