//! Talking with a provider.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdTokenClaims,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthType, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, SignatureVerificationError, TokenResponse,
};
use secrecy::{ExposeSecret, SecretString};

use super::Provider;
use crate::clock::{HOUR, Millis};
use crate::error::{Error, Result};
use crate::network::{self, Network};

const PATIENCE: Duration = Duration::from_secs(10);
/// Keys of a large provider come to a few kilobytes.
const LARGEST_ANSWER: usize = 512 * 1024;
/// How long what a provider says of itself is taken for granted. A key it has added since is fetched
/// when something is signed with it.
const KNOWN_FOR: Millis = HOUR;

/// Signatures that the provider's published keys can check. Never `none`, never one by the secret that
/// both sides share.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why a provider was of no use. The texts are for the log and for admins, and hold nobody's data.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("cannot be reached: {0}")]
    Unreached(String),
    #[error("does not answer as an OpenID Connect provider: {0}")]
    NotAProvider(String),
    #[error("did not accept the code: {0}")]
    CodeRefused(String),
    #[error("signed something that is not valid here: {0}")]
    NotValid(String),
}

/// One HTTP exchange that failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(String);

type Ready = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What one sign-in is tied to. Derived, all of it, from the attempt that the browser holds.
#[derive(Debug, Clone)]
pub struct Ties {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// Who has come, by the word of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub subject: String,
    /// The address in lower case, if the provider has verified it.
    pub verified_email: Option<String>,
}

/// Asks providers, and remembers for a while what they say of themselves.
#[derive(Default)]
pub struct Client {
    network: Network,
    http: OnceLock<reqwest::Client>,
    known: Mutex<HashMap<String, (Millis, Arc<CoreProviderMetadata>)>>,
}

impl Client {
    pub fn new(network: Network) -> Self {
        Self {
            network,
            ..Self::default()
        }
    }

    /// Where to send somebody to sign in.
    pub async fn sign_in_url(
        &self,
        provider: &Provider,
        back: &str,
        ties: &Ties,
        now: Millis,
    ) -> Result<String, Trouble> {
        let metadata = self.known(&provider.issuer, now).await?;
        let client = ready(&metadata, provider, None, back)?;
        let (state, nonce) = (ties.state.clone(), ties.nonce.clone());
        let verifier = PkceCodeVerifier::new(ties.verifier.clone());
        let (url, ..) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Exchanges the code for who it is.
    pub async fn person(
        &self,
        provider: &Provider,
        secret: &SecretString,
        back: &str,
        ties: &Ties,
        code: &str,
        now: Millis,
    ) -> Result<Person, Trouble> {
        let metadata = self.known(&provider.issuer, now).await?;
        let client = ready(&metadata, provider, Some(secret), back)?;
        let wire = self.wire()?;
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|cause| Trouble::NotAProvider(cause.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(ties.verifier.clone()))
            .request_async(&wire)
            .await
            .map_err(|cause| Trouble::CodeRefused(cause.to_string()))?;
        let nonce = Nonce::new(ties.nonce.clone());
        let claims = match verified(&client, &answer, &nonce, now) {
            Err(Unverified::UnknownKey) => {
                self.forget(&provider.issuer);
                let metadata = self.known(&provider.issuer, now).await?;
                let client = ready(&metadata, provider, Some(secret), back)?;
                verified(&client, &answer, &nonce, now)
            }
            other => other,
        };
        let claims = claims.map_err(|cause| Trouble::NotValid(cause.to_string()))?;
        let subject = claims.subject().as_str().to_owned();
        let stated = match claims.email() {
            Some(email) => Some((email.to_string(), claims.email_verified() == Some(true))),
            // A provider may leave it to this endpoint (Core, section 5.4).
            None => self.user_info(&client, &answer, &claims).await?,
        };
        Ok(Person {
            subject,
            verified_email: stated.and_then(|(email, verified)| {
                verified.then(|| crate::auth::enter::address(&email))
            }),
        })
    }

    async fn user_info(
        &self,
        client: &Ready,
        answer: &CoreTokenResponse,
        claims: &CoreIdTokenClaims,
    ) -> Result<Option<(String, bool)>, Trouble> {
        let token = answer.access_token().clone();
        let Ok(request) = client.user_info(token, Some(claims.subject().clone())) else {
            return Ok(None);
        };
        let wire = self.wire()?;
        let info: CoreUserInfoClaims = request
            .request_async(&wire)
            .await
            .map_err(|cause| Trouble::NotValid(cause.to_string()))?;
        let verified = info.email_verified() == Some(true);
        Ok(info.email().map(|email| (email.to_string(), verified)))
    }

    /// # Errors
    /// `Invalid` naming `issuer`.
    pub fn check_address(&self, issuer: &str) -> Result<()> {
        let url = self.network.parse("issuer", issuer)?;
        if url.query().is_some() || url.fragment().is_some() {
            let message = "must hold neither ? nor # (OpenID Connect Discovery, section 3)";
            return Err(Error::field("issuer", "invalid", message));
        }
        Ok(())
    }

    /// Reads anew what the provider says of itself.
    pub async fn discover(&self, issuer: &str, now: Millis) -> Result<(), Trouble> {
        self.forget(issuer);
        let metadata = self.known(issuer, now).await?;
        match metadata.token_endpoint() {
            Some(_) => Ok(()),
            None => Err(Trouble::NotAProvider("names no token endpoint".to_owned())),
        }
    }

    async fn known(&self, issuer: &str, now: Millis) -> Result<Arc<CoreProviderMetadata>, Trouble> {
        if let Some((at, metadata)) = self.remembered().get(issuer)
            && (*at..*at + KNOWN_FOR).contains(&now)
        {
            return Ok(metadata.clone());
        }
        let url = IssuerUrl::new(issuer.to_owned())
            .map_err(|cause| Trouble::NotAProvider(cause.to_string()))?;
        let wire = self.wire()?;
        let metadata = CoreProviderMetadata::discover_async(url, &wire)
            .await
            .map_err(|cause| match cause {
                openidconnect::DiscoveryError::Request(cause) => {
                    Trouble::Unreached(cause.to_string())
                }
                other => Trouble::NotAProvider(other.to_string()),
            })?;
        let metadata = Arc::new(metadata);
        self.remembered()
            .insert(issuer.to_owned(), (now, metadata.clone()));
        Ok(metadata)
    }

    fn forget(&self, issuer: &str) {
        self.remembered().remove(issuer);
    }

    fn remembered(
        &self,
    ) -> std::sync::MutexGuard<'_, HashMap<String, (Millis, Arc<CoreProviderMetadata>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wire(&self) -> Result<Wire, Trouble> {
        let http = match self.http.get() {
            Some(http) => http,
            None => {
                let made = network::http_client(self.network)
                    .timeout(PATIENCE)
                    .build()
                    .map_err(|cause| Trouble::Unreached(cause.to_string()))?;
                self.http.get_or_init(|| made)
            }
        };
        Ok(Wire {
            network: self.network,
            http: http.clone(),
        })
    }
}

/// How the library reaches a provider.
struct Wire {
    network: Network,
    http: reqwest::Client,
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Failed>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

impl Wire {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let failed = |cause: reqwest::Error| Failed(cause.without_url().to_string());
        // The provider names more addresses than the one an admin typed; all of them are looked at.
        self.network
            .parse("issuer", &request.uri().to_string())
            .map_err(|cause| Failed(first_message(cause)))?;
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        let mut answer = self.http.execute(request).await.map_err(failed)?;
        let mut response = openidconnect::http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers().clone();
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > LARGEST_ANSWER {
                return Err(Failed("the answer is too long".to_owned()));
            }
        }
        response
            .body(body)
            .map_err(|cause| Failed(cause.to_string()))
    }
}

fn first_message(error: Error) -> String {
    match error {
        Error::Invalid(errors) => errors
            .into_iter()
            .map(|it| it.message)
            .next()
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

fn ready(
    metadata: &CoreProviderMetadata,
    provider: &Provider,
    secret: Option<&SecretString>,
    back: &str,
) -> Result<Ready, Trouble> {
    let not = |cause: openidconnect::url::ParseError| Trouble::NotAProvider(cause.to_string());
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        secret.map(|secret| ClientSecret::new(secret.expose_secret().to_owned())),
    );
    let client = client.set_redirect_uri(RedirectUrl::new(back.to_owned()).map_err(not)?);
    Ok(match takes_secret_in_body_only(metadata) {
        true => client.set_auth_type(AuthType::RequestBody),
        false => client,
    })
}

fn takes_secret_in_body_only(metadata: &CoreProviderMetadata) -> bool {
    metadata
        .token_endpoint_auth_methods_supported()
        .is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        })
}

#[derive(Debug, thiserror::Error)]
enum Unverified {
    #[error("an unknown key")]
    UnknownKey,
    #[error("{0}")]
    Other(String),
}

impl From<ClaimsVerificationError> for Unverified {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            ) => Self::UnknownKey,
            // Some of these texts quote what the token holds.
            ClaimsVerificationError::SignatureVerification(cause) => {
                Self::Other(format!("signature: {cause}"))
            }
            ClaimsVerificationError::Expired(_) => Self::Other("expired".to_owned()),
            ClaimsVerificationError::InvalidAudience(_) => Self::Other("audience".to_owned()),
            ClaimsVerificationError::InvalidIssuer(_) => Self::Other("issuer".to_owned()),
            ClaimsVerificationError::InvalidNonce(_) => Self::Other("nonce".to_owned()),
            _ => Self::Other("claims".to_owned()),
        }
    }
}

/// The claims of the ID token, checked as Core, section 3.1.3.7 demands.
fn verified(
    client: &Ready,
    answer: &CoreTokenResponse,
    nonce: &Nonce,
    now: Millis,
) -> Result<CoreIdTokenClaims, Unverified> {
    let other = |what: &str| Unverified::Other(what.to_owned());
    let token = answer.id_token().ok_or_else(|| other("no ID token"))?;
    let time = chrono::DateTime::from_timestamp_millis(now).ok_or_else(|| other("clock"))?;
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || time);
    let claims = token.claims(&verifier, nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let key = token
            .signing_key(&verifier)
            .map_err(|_| other("signing key"))?;
        let algorithm = token.signing_alg().map_err(|_| other("algorithm"))?;
        let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key)
            .map_err(|_| other("access token"))?;
        if actual != *expected {
            return Err(other("access token"));
        }
    }
    Ok(claims.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The provider itself could name an address inside this server's network.
    #[tokio::test]
    async fn what_a_provider_names_is_looked_at_before_it_is_called() {
        let wire = Client::new(Network::Public).wire().unwrap();
        for (url, why) in [
            ("http://login.exempel.example/token", "https://"),
            ("https://169.254.169.254/token", "private network"),
            ("https://[::1]/token", "private network"),
            ("https://a:b@login.exempel.example/", "no password"),
        ] {
            let request = openidconnect::http::Request::get(url).body(Vec::new());
            let failed = wire.fetch(request.unwrap()).await.unwrap_err();
            assert!(failed.to_string().contains(why), "{url}: {failed}");
        }
    }
}
