//! One sign-in: there, and back again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::client::{Person, Ties};
use super::{Provider, Trouble, domain_of, return_url};
use crate::app::App;
use crate::audit;
use crate::auth::enter::{self, Entered, Proof};
use crate::auth::sessions::{self, Scope};
use crate::auth::store::{self, Staff, factors, passkeys, provider as rows, sessions as links};
use crate::auth::throttle::{self, Visitor};
use crate::auth::{Actor, NOBODY};
use crate::clock::{MINUTE, Millis};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::tenants;

/// How long somebody may take at the provider.
pub const ATTEMPT_LIFETIME: Millis = 15 * MINUTE;

/// A sign-in under way, held by the browser alone: `{tenant}.{begun}.{random}`. State, nonce and PKCE
/// verifier are derived from it, so that only the browser that went comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt(pub String);

impl Attempt {
    fn new(app: &App, tenant: &str) -> Self {
        Self(format!("{tenant}.{}.{}", app.now(), app.random.token()))
    }

    fn ties(&self, app: &App) -> Ties {
        let derived = |what| URL_SAFE_NO_PAD.encode(app.keys.derived(what, &[&self.0]));
        Ties {
            state: derived("provider-state"),
            nonce: derived("provider-nonce"),
            verifier: derived("provider-verifier"),
        }
    }

    fn is_of(&self, tenant: &str, now: Millis) -> bool {
        let mut parts = self.0.split('.');
        let (of, begun) = (parts.next(), parts.next());
        let begun: Option<Millis> = begun.and_then(|begun| begun.parse().ok());
        of == Some(tenant)
            && begun.is_some_and(|begun| (begun..begun + ATTEMPT_LIFETIME).contains(&now))
    }
}

/// What the provider sends somebody back with.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Returned {
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub code: String,
    /// Who answers (RFC 9207).
    #[serde(default)]
    pub iss: String,
    /// Such as `access_denied`.
    #[serde(default)]
    pub error: String,
}

/// Why somebody who came back was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It took too long, or another browser began it.
    Over,
    /// The provider, or the person there, said no.
    Denied,
    /// The provider could not be asked, or what it signed is not valid here.
    Provider,
    /// The provider gives no address that it has verified and speaks for.
    NoAddress,
    /// Nobody here has the address.
    Unknown,
    /// The address belonged to somebody else at the provider.
    Another,
}

crate::consent::words!(Refusal {
    Over = "over",
    Denied = "denied",
    Provider = "provider",
    NoAddress = "no-address",
    Unknown = "unknown",
    Another = "another",
});

/// What came of it.
#[derive(Debug, Clone)]
pub enum Arrived {
    /// In: the provider has asked for both factors.
    In(Entered),
    /// To the second factor, by the step's token.
    Factor(String),
    /// To choosing a second factor, by the session's token.
    SetUp(String),
    Refused(Refusal),
}

/// The tenant's name, if it has a provider.
pub async fn name_of(app: &App, tenant: &str) -> Result<Option<String>> {
    let mut tx = app.db.read().await?;
    if rows::get(&mut tx, tenant).await?.is_none() {
        return Ok(None);
    }
    Ok(Some(tenants::store::get(&mut tx, tenant).await?.name))
}

/// The tenants, by id and name, that somebody with this address can sign in to with a provider. Asks by
/// the domain alone, so that it does not tell who belongs to them.
pub async fn tenants_for(app: &App, email: &str) -> Result<Vec<(String, String)>> {
    let email = enter::address(email);
    let Some(domain) = domain_of(&email) else {
        return Ok(Vec::new());
    };
    let Ok(domain) = super::domain(domain) else {
        return Ok(Vec::new());
    };
    let mut tx = app.db.read().await?;
    rows::tenants_of(&mut tx, &domain).await
}

/// A sign-in that begins.
#[derive(Debug, Clone)]
pub enum Begun {
    /// What the browser keeps, and where it goes.
    Onward {
        attempt: Attempt,
        url: String,
    },
    Refused(Refusal),
}

/// # Errors
/// `NotFound` when the tenant has no provider.
pub async fn begin(app: &App, tenant: &str) -> Result<Begun> {
    let provider = provider(app, tenant).await?;
    let attempt = Attempt::new(app, tenant);
    let back = return_url(app, tenant);
    let ties = attempt.ties(app);
    let url = app
        .providers
        .sign_in_url(&provider, &back, &ties, app.now())
        .await;
    Ok(match url {
        Ok(url) => Begun::Onward { attempt, url },
        Err(cause) => Begun::Refused(note(&provider, &cause)),
    })
}

fn note(provider: &Provider, cause: &Trouble) -> Refusal {
    tracing::warn!(tenant = %provider.tenant_id, %cause, "the identity provider is of no use");
    Refusal::Provider
}

async fn provider(app: &App, tenant: &str) -> Result<Provider> {
    let mut tx = app.db.read().await?;
    rows::get(&mut tx, tenant).await?.ok_or(Error::NotFound)
}

/// Somebody comes back from the provider.
pub async fn finish(
    app: &App,
    visitor: &Visitor,
    tenant: &str,
    attempt: &Attempt,
    returned: &Returned,
) -> Result<Arrived> {
    let provider = provider(app, tenant).await?;
    let ties = attempt.ties(app);
    let same: bool = ties
        .state
        .as_bytes()
        .ct_eq(returned.state.as_bytes())
        .into();
    let answers = returned.iss.is_empty() || returned.iss == provider.issuer;
    if !same || !answers || !attempt.is_of(tenant, app.now()) {
        return Ok(Arrived::Refused(Refusal::Over));
    }
    if !returned.error.is_empty() {
        return Ok(Arrived::Refused(Refusal::Denied));
    }
    let secret = provider.secret(app)?;
    let back = return_url(app, tenant);
    let asked = app
        .providers
        .person(&provider, &secret, &back, &ties, &returned.code, app.now());
    match asked.await {
        Ok(person) => admit(app, visitor, &provider, &person).await,
        Err(cause) => Ok(Arrived::Refused(note(&provider, &cause))),
    }
}

async fn admit(
    app: &App,
    visitor: &Visitor,
    provider: &Provider,
    person: &Person,
) -> Result<Arrived> {
    let mut tx = app.db.begin().await?;
    let arrived = match recognise(app, &mut tx, provider, person).await? {
        Ok(staff) => enter_as(app, &mut tx, visitor, provider, &staff).await?,
        Err(refusal) => {
            let nobody = Actor::outside(&provider.tenant_id, NOBODY);
            let detail = format!("company account, {refusal}");
            let action = "staff.sign_in_failed";
            audit::write(app, &mut tx, &nobody, action, None, Some(&detail)).await?;
            Arrived::Refused(refusal)
        }
    };
    tx.commit().await?;
    Ok(arrived)
}

/// Who it is here: whoever is bound to this `sub`, or, the first time, has the address.
async fn recognise(
    app: &App,
    tx: &mut Tx,
    provider: &Provider,
    person: &Person,
) -> Result<std::result::Result<Staff, Refusal>> {
    let (tenant, issuer) = (&provider.tenant_id, &provider.issuer);
    if let Some(staff) = rows::staff_by_subject(tx, tenant, issuer, &person.subject).await? {
        return Ok(Ok(staff));
    }
    let domains = rows::domains(tx, tenant).await?;
    let spoken_for = |email: &&String| {
        domain_of(email).is_some_and(|domain| domains.iter().any(|it| it == domain))
    };
    let Some(email) = person.verified_email.as_ref().filter(spoken_for) else {
        return Ok(Err(Refusal::NoAddress));
    };
    let found = store::members::by_email(tx, tenant, email).await?;
    let Some((id, false)) = found else {
        return Ok(Err(Refusal::Unknown));
    };
    let staff = store::staff(tx, tenant, &id)
        .await?
        .ok_or(Error::NotFound)?;
    if !rows::bind(tx, &staff, issuer, &person.subject).await? {
        return Ok(Err(Refusal::Another));
    }
    let actor = Actor::of(&staff)?;
    let detail = Some(issuer.as_str());
    audit::write(
        app,
        tx,
        &actor,
        "factor.company_account_added",
        None,
        detail,
    )
    .await?;
    Ok(Ok(staff))
}

async fn enter_as(
    app: &App,
    tx: &mut Tx,
    visitor: &Visitor,
    provider: &Provider,
    staff: &Staff,
) -> Result<Arrived> {
    let (tenant, id) = (staff.tenant_id.as_str(), staff.id.as_str());
    let account = factors::account(tx, tenant, id)
        .await?
        .ok_or(Error::NotFound)?;
    let actor = Actor::of(staff)?;
    if provider.asks_for_second_factor() {
        if account.set_up_at.is_none() {
            factors::mark_set_up(tx, tenant, id, app.now()).await?;
            links::delete_links(tx, tenant, id).await?;
            audit::write(app, tx, &actor, "account.set_up", None, None).await?;
        }
        let session = sessions::open(app, tx, staff, Scope::Full, &visitor.browser).await?;
        let detail = Some("company account");
        audit::write(app, tx, &actor, "staff.signed_in", None, detail).await?;
        return Ok(Arrived::In(Entered {
            session,
            device: throttle::device_token(app, &staff.email),
            scope: Scope::Full,
        }));
    }
    let has_factor =
        account.totp_salt.is_some() || !passkeys::of_staff(tx, tenant, id).await?.is_empty();
    if account.set_up_at.is_some() && has_factor {
        let whose = [(staff.tenant_id.clone(), staff.id.clone())];
        let step = enter::begin(app, tx, &whose, Proof::Provider).await?;
        return Ok(Arrived::Factor(step));
    }
    let session = sessions::open(app, tx, staff, Scope::Setup, &visitor.browser).await?;
    Ok(Arrived::SetUp(session))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_good_for_its_tenant_and_for_a_while() {
        let attempt = Attempt("a.1000.x".to_owned());
        assert!(attempt.is_of("a", 1000));
        assert!(attempt.is_of("a", 1000 + ATTEMPT_LIFETIME - 1));
        assert!(!attempt.is_of("a", 1000 + ATTEMPT_LIFETIME));
        assert!(!attempt.is_of("a", 999));
        assert!(!attempt.is_of("b", 1000));
        assert!(!Attempt(String::new()).is_of("", 1000));
    }
}
