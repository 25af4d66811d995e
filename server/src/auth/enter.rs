//! Signing in: first the password, then the second factor. No session before both.

use super::sessions::{self, Scope};
use super::store::factors::Account;
use super::store::{self, Staff, factors, sessions as rows};
use super::throttle::{self, Visitor};
use super::{Actor, NOBODY, password, recovery, totp};
use crate::app::App;
use crate::audit;
use crate::clock::{MINUTE, Millis};
use crate::consent::words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::token_hash;
use crate::tenants;

/// How long after the first factor the second may come.
pub const STEP_LIFETIME: Millis = 10 * MINUTE;
/// From here on, and at each doubling, failures are written to the audit log: it must tell of an
/// attack without being filled by it.
const NOTED_FROM: i64 = 5;

/// What the first factor was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Password,
    /// A mailed link: the password was forgotten and is set anew.
    Mail,
    /// The company's identity provider.
    Provider,
}

words!(Proof { Password = "password", Mail = "mail", Provider = "company account" });

/// The address as accounts are found by.
pub fn address(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// The first factor. Gives the token of the step to the second one.
///
/// # Errors
/// `Unauthorized` for a wrong password and an unknown address alike, `TooMany` when to wait.
pub async fn with_password(
    app: &App,
    visitor: &Visitor,
    email: &str,
    typed: &str,
) -> Result<String> {
    let email = address(email);
    let counters = throttle::of_password(app, visitor, &email);
    let tries = throttle::attempt(app, &counters).await?;
    let mut tx = app.db.read().await?;
    let accounts = factors::accounts_by_email(&mut tx, &email).await?;
    drop(tx);
    let stored = accounts
        .iter()
        .filter_map(|account| account.password_hash.clone())
        .collect();
    let right = password::matching(app, &email, typed, stored).await?;
    let whose: Vec<_> = accounts
        .iter()
        .zip(right)
        .filter(|(_, right)| *right)
        .map(|(account, _)| (account.tenant_id.clone(), account.id.clone()))
        .collect();
    let mut tx = app.db.begin().await?;
    if whose.is_empty() {
        for account in &accounts {
            note_failure(app, &mut tx, &account.tenant_id, &account.id, tries).await?;
        }
        tx.commit().await?;
        return Err(Error::Unauthorized);
    }
    throttle::succeeded(&mut tx, &counters).await?;
    let step = begin(app, &mut tx, &whose, Proof::Password).await?;
    tx.commit().await?;
    Ok(step)
}

async fn note_failure(app: &App, tx: &mut Tx, tenant: &str, staff: &str, tries: i64) -> Result<()> {
    let noted = tries >= NOTED_FROM
        && tries % NOTED_FROM == 0
        && (tries / NOTED_FROM).unsigned_abs().is_power_of_two();
    if !noted {
        return Ok(());
    }
    let detail = format!("{staff} {tries}");
    let nobody = Actor::outside(tenant, NOBODY);
    audit::write(
        app,
        tx,
        &nobody,
        "staff.sign_in_failed",
        None,
        Some(&detail),
    )
    .await
}

/// Somebody has shown the first factor; gives the token of the step to the second.
pub async fn begin(
    app: &App,
    tx: &mut Tx,
    whose: &[(String, String)],
    proof: Proof,
) -> Result<String> {
    let token = app.random.token();
    let expires = app.now() + STEP_LIFETIME;
    let staff = serde_json::to_string(whose)?;
    rows::insert_step(tx, &token_hash(&token), &staff, proof.as_str(), expires).await?;
    Ok(token)
}

/// A half-done sign-in.
pub struct Step {
    pub token_hash: String,
    pub proof: Proof,
    pub challenge: Option<String>,
    pub candidates: Vec<Candidate>,
}

/// An account the first factor was right for.
pub struct Candidate {
    pub staff: Staff,
    pub tenant: String,
    pub totp_salt: Option<String>,
}

/// # Errors
/// `Unauthorized` when there is no such step, or no longer.
pub async fn step(app: &App, tx: &mut Tx, token: &str) -> Result<Step> {
    let token_hash = token_hash(token);
    let row = rows::step(tx, &token_hash, app.now())
        .await?
        .ok_or(Error::Unauthorized)?;
    let whose: Vec<(String, String)> = serde_json::from_str(&row.staff)?;
    let mut candidates = Vec::with_capacity(whose.len());
    for (tenant, id) in whose {
        let account = factors::account(tx, &tenant, &id).await?;
        let staff = store::staff(tx, &tenant, &id).await?;
        if let (Some(account), Some(staff)) = (account, staff) {
            candidates.push(Candidate {
                staff,
                tenant: tenants::store::get(tx, &tenant).await?.name,
                totp_salt: account.totp_salt,
            });
        }
    }
    if candidates.is_empty() {
        return Err(Error::Unauthorized);
    }
    Ok(Step {
        token_hash,
        proof: Proof::parse(&row.proof).ok_or(Error::Unauthorized)?,
        challenge: row.challenge,
        candidates,
    })
}

/// Somebody who is in.
#[derive(Debug, Clone)]
pub struct Entered {
    pub session: String,
    /// For the browser to be known by the next time.
    pub device: String,
    /// Where to: the console, or choosing a new password.
    pub scope: Scope,
}

/// What became of a second factor.
pub enum Answer {
    In(Entered),
    Wrong,
}

/// The second factor as text: a one-time code or a recovery code.
///
/// # Errors
/// `Unauthorized` when the step is over, `TooMany` when to wait.
pub async fn with_code(
    app: &App,
    visitor: &Visitor,
    token: &str,
    tenant: &str,
    typed: &str,
) -> Result<Answer> {
    let mut tx = app.db.read().await?;
    let step = step(app, &mut tx, token).await?;
    drop(tx);
    let candidate = chosen(&step, tenant)?;
    let staff = &candidate.staff;
    let counter = throttle::of_factor(app, step.proof.as_str(), &staff.id);
    let tries = throttle::attempt(app, std::slice::from_ref(&counter)).await?;
    let mut tx = app.db.begin().await?;
    let account = factors::account(&mut tx, &staff.tenant_id, &staff.id)
        .await?
        .ok_or(Error::Unauthorized)?;
    let Some(how) = check_code(app, &mut tx, &account, typed).await? else {
        note_failure(app, &mut tx, &staff.tenant_id, &staff.id, tries).await?;
        tx.commit().await?;
        return Ok(Answer::Wrong);
    };
    throttle::succeeded(&mut tx, &[counter]).await?;
    let entered = finish(app, &mut tx, visitor, &step, staff, how).await?;
    tx.commit().await?;
    Ok(Answer::In(entered))
}

/// The account to enter: the only one, or the one whose tenant was chosen.
pub fn chosen<'a>(step: &'a Step, tenant: &str) -> Result<&'a Candidate> {
    match step.candidates.as_slice() {
        [only] => Ok(only),
        several => several
            .iter()
            .find(|candidate| candidate.staff.tenant_id == tenant)
            .ok_or_else(|| Error::field("tenant", "required", "choose where to sign in")),
    }
}

/// Uses the code up; says what kind it was, if it was right.
pub(super) async fn check_code(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    typed: &str,
) -> Result<Option<&'static str>> {
    let Account { tenant_id, id, .. } = account;
    if let (Some(code), Some(salt)) = (totp::digits(typed), &account.totp_salt) {
        let step = totp::step_of(app, (tenant_id, id), salt, &code, app.now())?;
        return Ok(match step {
            Some(step) if factors::use_totp_step(tx, tenant_id, id, step).await? => Some("code"),
            _ => None,
        });
    }
    let redeemed = recovery::redeem(app, tx, tenant_id, id, typed).await?;
    Ok(redeemed.then_some("recovery code"))
}

/// Both factors were right.
pub async fn finish(
    app: &App,
    tx: &mut Tx,
    visitor: &Visitor,
    step: &Step,
    staff: &Staff,
    how: &str,
) -> Result<Entered> {
    if !rows::delete_step(tx, &step.token_hash).await? {
        return Err(Error::Unauthorized);
    }
    let scope = match step.proof {
        Proof::Password | Proof::Provider => Scope::Full,
        // Forgotten, or known to somebody else: nobody gets in with it any more.
        Proof::Mail => {
            factors::set_password(tx, &staff.tenant_id, &staff.id, None).await?;
            rows::end_others(tx, &staff.tenant_id, &staff.id, "").await?;
            Scope::Setup
        }
    };
    let session = sessions::open(app, tx, staff, scope, &visitor.browser).await?;
    let detail = format!("{}, {how}", step.proof);
    let actor = Actor::of(staff)?;
    audit::write(app, tx, &actor, "staff.signed_in", None, Some(&detail)).await?;
    Ok(Entered {
        session,
        device: throttle::device_token(app, &staff.email),
        scope,
    })
}
