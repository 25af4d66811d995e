//! Signing in with the company's own identity provider: OpenID Connect Core 1.0, the authorization code
//! flow with PKCE (RFC 7636).
//!
//! The provider says who somebody is, never that they belong here: only invited staff get in, the first
//! time by an address the provider has verified and speaks for, from then on by its `sub`, which stays
//! when an address passes on to somebody else.

mod client;
mod entering;
pub mod manage;

use secrecy::SecretString;

use crate::app::App;
use crate::consent::words;
use crate::error::{Error, Result};

pub use client::{Client, Trouble};
pub use entering::{
    ATTEMPT_LIFETIME, Arrived, Attempt, Begun, Refusal, Returned, begin, finish, name_of,
    tenants_for,
};

/// A tenant's provider, as it is kept.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Provider {
    pub tenant_id: String,
    /// Its address, which it also calls itself by in what it signs.
    pub issuer: String,
    pub client_id: String,
    /// Sealed; see [`Provider::secret`].
    pub client_secret: String,
    pub second_factor: String,
    pub changed_at: i64,
}

/// Where the second factor is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    /// By this server, as after a password.
    Here,
    /// By the provider, always: an admin has said so, and the audit log that they did.
    There,
}

words!(SecondFactor { Here = "here", There = "there" });

const SEAL: &str = "identity-provider";

impl Provider {
    pub fn asks_for_second_factor(&self) -> bool {
        self.second_factor == SecondFactor::There.as_str()
    }

    fn secret(&self, app: &App) -> Result<SecretString> {
        let secret = app
            .keys
            .unseal(SEAL, &self.tenant_id, &self.client_secret)?;
        Ok(SecretString::from(secret.as_str()))
    }
}

/// Where a provider sends people back to. One for each tenant, so that the answer of one provider can
/// not be passed off as another's (RFC 9700, section 2.1).
pub fn return_url(app: &App, tenant: &str) -> String {
    app.url(&format!("/console/sign-in/company/{tenant}/return"))
}

/// Where a sign-in with the provider begins; may be bookmarked, or entered at the provider.
pub fn start_path(tenant: &str) -> String {
    format!("/console/sign-in/company/{tenant}")
}

/// The part of an address that a provider may speak for.
pub fn domain_of(email: &str) -> Option<&str> {
    email.rsplit_once('@').map(|(_, domain)| domain)
}

/// A domain as it is typed, with or without an `@` before it.
///
/// # Errors
/// `Invalid` naming `domains`.
pub fn domain(typed: &str) -> Result<String> {
    let typed = typed.trim().trim_start_matches('@');
    let invalid = || {
        let message = format!("{typed:?} is not a domain such as company.example");
        Error::field("domains", "domain", message)
    };
    let url = reqwest::Url::parse(&format!("https://{typed}/")).map_err(|_| invalid())?;
    let host = url.domain().ok_or_else(invalid)?;
    let plain = url.path() == "/" && url.port().is_none() && url.username().is_empty();
    match plain && host.contains('.') && host.len() <= 253 {
        true => Ok(host.to_owned()),
        false => Err(invalid()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_read_as_people_write_it() {
        assert_eq!(domain(" @Exempel.Example ").unwrap(), "exempel.example");
        assert_eq!(
            domain("räksmörgås.example").unwrap(),
            "xn--rksmrgs-5wao1o.example"
        );
        for not in [
            "",
            "exempel",
            "exempel.example/x",
            "a@b.example",
            "b.example:80",
            "1.2.3.4",
            "a b.example",
        ] {
            assert!(domain(not).is_err(), "{not:?}");
        }
    }

    #[test]
    fn only_what_stands_after_the_last_sign_is_the_domain() {
        assert_eq!(domain_of("anna@a.example"), Some("a.example"));
        assert_eq!(domain_of("\"x@b.example\"@a.example"), Some("a.example"));
        assert_eq!(domain_of("anna"), None);
    }
}
