//! Passkeys (WebAuthn) as a second factor: made at this server's name, of no use at any other.

use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid,
    Webauthn, WebauthnBuilder,
};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::account::{self, Next, SetUp};
use super::enter::{self, Answer, Step};
use super::members::check_name;
use super::sessions::SignedIn;
use super::store::passkeys::{self as rows, NewPasskey, PasskeyRow};
use super::store::{factors, sessions};
use super::throttle::Visitor;
use crate::app::App;
use crate::audit;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Browsers make passkeys for names, not for bare addresses.
pub fn are_possible(app: &App) -> bool {
    webauthn(app).is_ok()
}

fn webauthn(app: &App) -> Result<Webauthn> {
    let impossible = || Error::conflict("no-name", "passkeys need this server to have a name");
    let origin = Url::parse(&app.config.public_url()).map_err(Error::internal)?;
    let name = origin.domain().ok_or_else(impossible)?;
    WebauthnBuilder::new(name, &origin)
        .and_then(|builder| builder.rp_name("Samtycke").build())
        .map_err(|_| impossible())
}

fn keys(rows: &[PasskeyRow]) -> Result<Vec<Passkey>> {
    rows.iter()
        .map(|row| Ok(serde_json::from_str(&row.credential)?))
        .collect()
}

/// What the browser is asked to make. For whoever has a password already.
///
/// # Errors
/// `Conflict` before the password is chosen.
pub async fn begin(app: &App, who: &SignedIn) -> Result<CreationChallengeResponse> {
    let webauthn = webauthn(app)?;
    let staff = &who.staff;
    if account::next(&account::load(app, who).await?) == Next::Password {
        return Err(Error::conflict("no-password", "choose a password first"));
    }
    let mut tx = app.db.begin().await?;
    let known = keys(&rows::of_staff(&mut tx, &staff.tenant_id, &staff.id).await?)?;
    let known = known.iter().map(|key| key.cred_id().clone()).collect();
    let id = Uuid::parse_str(&staff.id).map_err(Error::internal)?;
    let (options, state) = webauthn
        .start_passkey_registration(id, &staff.email, &staff.name, Some(known))
        .map_err(Error::internal)?;
    let state = serde_json::to_string(&state)?;
    sessions::set_challenge(&mut tx, &who.session.token_hash, Some(&state)).await?;
    tx.commit().await?;
    Ok(options)
}

fn wrong() -> Error {
    Error::field("credential", "wrong", "is not what was asked for")
}

/// Keeps what the browser made.
///
/// # Errors
/// `Invalid` when it is not the answer to what was asked, or known already.
pub async fn finish(
    app: &App,
    visitor: &Visitor,
    who: &SignedIn,
    name: &str,
    credential: &str,
) -> Result<SetUp> {
    let webauthn = webauthn(app)?;
    let name = check_name(name)?;
    let made: RegisterPublicKeyCredential =
        serde_json::from_str(credential).map_err(|_| wrong())?;
    let mut tx = app.db.begin().await?;
    let asked = rows::take_registration(&mut tx, &who.session.token_hash).await?;
    let asked: PasskeyRegistration = serde_json::from_str(&asked.ok_or_else(wrong)?)?;
    let key = webauthn
        .finish_passkey_registration(&made, &asked)
        .map_err(|_| wrong())?;
    let (tenant, staff) = (&who.staff.tenant_id, &who.staff.id);
    let new = NewPasskey {
        id: &app.new_id(),
        name: &name,
        credential_id: &URL_SAFE_NO_PAD.encode(key.cred_id()),
        credential: &serde_json::to_string(&key)?,
    };
    if !rows::insert(&mut tx, tenant, staff, &new, app.now()).await? {
        return Err(Error::field("credential", "known", "is registered already"));
    }
    audit::write(app, &mut tx, &who.actor, "factor.passkey_added", None, None).await?;
    let done = account::factor_added(app, &mut tx, visitor, who).await?;
    tx.commit().await?;
    Ok(done)
}

/// The passkeys of every account the first factor was right for.
async fn of_step(tx: &mut Tx, step: &Step) -> Result<Vec<(usize, PasskeyRow)>> {
    let mut found = Vec::new();
    for (place, candidate) in step.candidates.iter().enumerate() {
        let staff = &candidate.staff;
        let rows = rows::of_staff(tx, &staff.tenant_id, &staff.id).await?;
        found.extend(rows.into_iter().map(|row| (place, row)));
    }
    Ok(found)
}

/// Whether whoever is at this step can answer with a passkey.
pub async fn are_of(app: &App, tx: &mut Tx, step: &Step) -> Result<bool> {
    Ok(are_possible(app) && !of_step(tx, step).await?.is_empty())
}

/// What the browser is asked to sign.
///
/// # Errors
/// `Unauthorized` when the step is over, `Conflict` when there is no passkey.
pub async fn ask(app: &App, token: &str) -> Result<RequestChallengeResponse> {
    let webauthn = webauthn(app)?;
    let mut tx = app.db.begin().await?;
    let step = enter::step(app, &mut tx, token).await?;
    let rows: Vec<_> = of_step(&mut tx, &step).await?;
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    if rows.is_empty() {
        return Err(Error::conflict("no-passkey", "there is no passkey"));
    }
    let (options, state) = webauthn
        .start_passkey_authentication(&keys(&rows)?)
        .map_err(Error::internal)?;
    let state = serde_json::to_string(&state)?;
    sessions::set_step_challenge(&mut tx, &step.token_hash, &state).await?;
    tx.commit().await?;
    Ok(options)
}

/// The second factor as a passkey's signature; whose it is decides where to sign in.
///
/// # Errors
/// `Unauthorized` when the step is over.
pub async fn enter(app: &App, visitor: &Visitor, token: &str, credential: &str) -> Result<Answer> {
    let webauthn = webauthn(app)?;
    let mut tx = app.db.begin().await?;
    let step = enter::step(app, &mut tx, token).await?;
    let signed: Option<PublicKeyCredential> = serde_json::from_str(credential).ok();
    let (Some(signed), Some(asked)) = (signed, &step.challenge) else {
        return Ok(Answer::Wrong);
    };
    let asked: PasskeyAuthentication = serde_json::from_str(asked)?;
    let Ok(result) = webauthn.finish_passkey_authentication(&signed, &asked) else {
        return Ok(Answer::Wrong);
    };
    for (place, row) in of_step(&mut tx, &step).await? {
        let mut key: Passkey = serde_json::from_str(&row.credential)?;
        if key.update_credential(&result).is_none() {
            continue;
        }
        let staff = &step.candidates[place].staff;
        let key = serde_json::to_string(&key)?;
        rows::used(&mut tx, &staff.tenant_id, &row.id, &key, app.now()).await?;
        let entered = enter::finish(app, &mut tx, visitor, &step, staff, "passkey").await?;
        tx.commit().await?;
        return Ok(Answer::In(entered));
    }
    Ok(Answer::Wrong)
}

/// # Errors
/// `NotFound` for one that is not one's own, `Invalid` for the only second factor.
pub async fn remove(app: &App, who: &SignedIn, id: &str) -> Result<()> {
    let (tenant, staff) = (&who.staff.tenant_id, &who.staff.id);
    let mut tx = app.db.begin().await?;
    let account = factors::account(&mut tx, tenant, staff)
        .await?
        .ok_or(Error::Unauthorized)?;
    let left = rows::of_staff(&mut tx, tenant, staff).await?;
    if account.totp_salt.is_none() && left.len() < 2 {
        return Err(Error::field(
            "passkey",
            "only_factor",
            "is your only second factor; add another one first",
        ));
    }
    if !rows::delete(&mut tx, tenant, staff, id).await? {
        return Err(Error::NotFound);
    }
    audit::write(
        app,
        &mut tx,
        &who.actor,
        "factor.passkey_removed",
        None,
        None,
    )
    .await?;
    tx.commit().await
}

/// One's own, for the account's page.
pub async fn of(app: &App, who: &SignedIn) -> Result<Vec<PasskeyRow>> {
    let mut tx = app.db.read().await?;
    rows::of_staff(&mut tx, &who.staff.tenant_id, &who.staff.id).await
}
