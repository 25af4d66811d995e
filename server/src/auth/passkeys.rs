//! Passkeys (WebAuthn) as a second factor: made at this server's name, of no use at any other.

use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid,
    Webauthn, WebauthnBuilder,
};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;

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
    let asked: Option<PasskeyRegistration> = take_question(&mut tx, who).await?;
    let asked = asked.ok_or_else(wrong)?;
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

/// What this session was asked last, if it was this kind of question. It is answered once.
async fn take_question<T: DeserializeOwned>(tx: &mut Tx, who: &SignedIn) -> Result<Option<T>> {
    let asked = rows::take_challenge(tx, &who.session.token_hash).await?;
    Ok(asked.and_then(|asked| serde_json::from_str(&asked).ok()))
}

/// What the browser is asked to sign by whoever is in already and changes what they sign in by.
///
/// # Errors
/// `Conflict` when there is no passkey.
pub async fn ask_again(app: &App, who: &SignedIn) -> Result<RequestChallengeResponse> {
    let webauthn = webauthn(app)?;
    let mut tx = app.db.begin().await?;
    let rows = rows::of_staff(&mut tx, &who.staff.tenant_id, &who.staff.id).await?;
    let (options, state) = question(&webauthn, &rows)?;
    sessions::set_challenge(&mut tx, &who.session.token_hash, Some(&state)).await?;
    tx.commit().await?;
    Ok(options)
}

/// Whether the answer to [`ask_again`] was signed by one of one's own.
pub(super) async fn has_signed(
    app: &App,
    tx: &mut Tx,
    who: &SignedIn,
    credential: &str,
) -> Result<bool> {
    let asked: Option<PasskeyAuthentication> = take_question(tx, who).await?;
    let rows = rows::of_staff(tx, &who.staff.tenant_id, &who.staff.id).await?;
    let signer = signer(app, tx, asked, credential, rows.iter()).await?;
    Ok(signer.is_some())
}

fn question(
    webauthn: &Webauthn,
    rows: &[PasskeyRow],
) -> Result<(RequestChallengeResponse, String)> {
    if rows.is_empty() {
        return Err(Error::conflict("no-passkey", "there is no passkey"));
    }
    let (options, state) = webauthn
        .start_passkey_authentication(&keys(rows)?)
        .map_err(Error::internal)?;
    Ok((options, serde_json::to_string(&state)?))
}

/// Which of the passkeys has signed the answer, in their order. Notes the use.
async fn signer(
    app: &App,
    tx: &mut Tx,
    asked: Option<PasskeyAuthentication>,
    credential: &str,
    rows: impl Iterator<Item = &PasskeyRow>,
) -> Result<Option<usize>> {
    let webauthn = webauthn(app)?;
    let signed: Option<PublicKeyCredential> = serde_json::from_str(credential).ok();
    let (Some(signed), Some(asked)) = (signed, asked) else {
        return Ok(None);
    };
    let Ok(result) = webauthn.finish_passkey_authentication(&signed, &asked) else {
        return Ok(None);
    };
    for (place, row) in rows.enumerate() {
        let mut key: Passkey = serde_json::from_str(&row.credential)?;
        if key.update_credential(&result).is_some() {
            let key = serde_json::to_string(&key)?;
            rows::used(tx, &row.tenant_id, &row.id, &key, app.now()).await?;
            return Ok(Some(place));
        }
    }
    Ok(None)
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
    let (options, state) = question(&webauthn, &rows)?;
    sessions::set_step_challenge(&mut tx, &step.token_hash, &state).await?;
    tx.commit().await?;
    Ok(options)
}

/// The second factor as a passkey's signature; whose it is decides where to sign in.
///
/// # Errors
/// `Unauthorized` when the step is over.
pub async fn enter(app: &App, visitor: &Visitor, token: &str, credential: &str) -> Result<Answer> {
    let mut tx = app.db.begin().await?;
    let step = enter::step(app, &mut tx, token).await?;
    let asked = step
        .challenge
        .as_deref()
        .map(serde_json::from_str)
        .transpose()?;
    let rows = of_step(&mut tx, &step).await?;
    let known = rows.iter().map(|(_, row)| row);
    let Some(place) = signer(app, &mut tx, asked, credential, known).await? else {
        return Ok(Answer::Wrong);
    };
    let staff = &step.candidates[rows[place].0].staff;
    let entered = enter::finish(app, &mut tx, visitor, &step, staff, "passkey").await?;
    tx.commit().await?;
    Ok(Answer::In(entered))
}

/// Whether this one can be removed.
///
/// # Errors
/// As [`remove`].
pub async fn check_removal(app: &App, who: &SignedIn, id: &str) -> Result<()> {
    let mut tx = app.db.read().await?;
    is_removable(&mut tx, who, id).await
}

async fn is_removable(tx: &mut Tx, who: &SignedIn, id: &str) -> Result<()> {
    let (tenant, staff) = (&who.staff.tenant_id, &who.staff.id);
    let account = factors::account(tx, tenant, staff)
        .await?
        .ok_or(Error::Unauthorized)?;
    let own = rows::of_staff(tx, tenant, staff).await?;
    if !own.iter().any(|key| key.id == id) {
        return Err(Error::NotFound);
    }
    if account.totp_salt.is_none() && own.len() < 2 {
        return Err(Error::field(
            "passkey",
            "only_factor",
            "is your only second factor; add another one first",
        ));
    }
    Ok(())
}

/// # Errors
/// `NotFound` for one that is not one's own, `Invalid` for the only second factor.
pub async fn remove(app: &App, who: &SignedIn, id: &str) -> Result<()> {
    let (tenant, staff) = (&who.staff.tenant_id, &who.staff.id);
    let mut tx = app.db.begin().await?;
    is_removable(&mut tx, who, id).await?;
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
