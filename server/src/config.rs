//! Configuration: environment variables `SAMTYCKE_…`, or a TOML file named by `SAMTYCKE_CONFIG`.
//!
//! The environment wins over the file. A key nobody knows is an error: a misspelt one would
//! otherwise be a setting that silently does nothing.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use config::{Environment, File, FileFormat};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::network::Network;

const PREFIX: &str = "SAMTYCKE";
/// Read by others than this module: where the file is, the log filter, the test harness.
const NOT_SETTINGS: [&str; 2] = ["SAMTYCKE_CONFIG", "SAMTYCKE_LOG"];
/// Nobody counts guesses at it.
const SHORTEST_TOKEN: usize = 32;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `sqlite:///path` or `postgres://…`; without it, a SQLite file in the data folder.
    pub database_url: Option<SecretString>,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// How candidates and career pages reach this server; without it, `http://{listen}`.
    pub public_url: Option<String>,
    pub smtp_url: Option<SecretString>,
    pub mail_from: String,
    /// Signing keys and the erasure journal; without it, `keys` in the data folder.
    pub key_dir: Option<PathBuf>,
    /// Per client address on public endpoints; 0 turns the limit off.
    pub rate_limit_per_minute: u32,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.
    pub trusted_proxies: String,
    /// Whether webhooks and identity providers may be in the company's own network.
    pub private_network: bool,
    /// What whoever reads `/metrics` sends as a bearer token; without it there is no such page.
    pub metrics_token: Option<SecretString>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: None,
            data_dir: PathBuf::from("./data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            smtp_url: None,
            mail_from: "Samtycke <no-reply@localhost>".to_owned(),
            key_dir: None,
            rate_limit_per_minute: 60,
            trusted_proxies: String::new(),
            private_network: false,
            metrics_token: None,
        }
    }
}

impl Config {
    /// Reads the process's environment and the file it names.
    ///
    /// # Errors
    /// A sentence naming the variable or file and what is wrong with it.
    pub fn load() -> Result<Self, String> {
        let mut builder = config::Config::builder();
        if let Some(path) = std::env::var_os("SAMTYCKE_CONFIG") {
            builder = builder.add_source(File::from(PathBuf::from(path)).format(FileFormat::Toml));
        }
        let settings = std::env::vars()
            .filter(|(name, _)| {
                !NOT_SETTINGS.contains(&name.as_str()) && !name.starts_with("SAMTYCKE_TEST_")
            })
            .collect();
        let environment = Environment::with_prefix(PREFIX)
            .prefix_separator("_")
            .source(Some(settings));
        let config: Self = builder
            .add_source(environment.try_parsing(false))
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|cause| {
                format!("configuration (SAMTYCKE_… or the file in SAMTYCKE_CONFIG): {cause}")
            })?;
        config.proxies()?;
        config.check_metrics_token()?;
        Ok(config)
    }

    pub fn database_url(&self) -> SecretString {
        self.database_url.clone().unwrap_or_else(|| {
            let path = self.data_dir.join("samtycke.db");
            SecretString::from(format!("sqlite://{}", path.display()))
        })
    }

    pub fn key_dir(&self) -> PathBuf {
        self.key_dir
            .clone()
            .unwrap_or_else(|| self.data_dir.join("keys"))
    }

    /// Without a trailing slash.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }

    /// Where this server may be sent to by what admins type.
    pub fn network(&self) -> Network {
        match self.private_network {
            true => Network::PublicAndPrivate,
            false => Network::Public,
        }
    }

    fn check_metrics_token(&self) -> Result<(), String> {
        let token = self.metrics_token.as_ref();
        let length = token.map(|token| token.expose_secret().len());
        if length.is_some_and(|length| length < SHORTEST_TOKEN) {
            return Err(format!(
                "SAMTYCKE_METRICS_TOKEN: must have at least {SHORTEST_TOKEN} characters"
            ));
        }
        Ok(())
    }

    /// The addresses in `trusted_proxies`.
    pub fn proxies(&self) -> Result<Vec<IpAddr>, String> {
        self.trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse()
                    .map_err(|_| format!("SAMTYCKE_TRUSTED_PROXIES: {part:?} is not an IP address"))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        let with = |token: &str| Config {
            metrics_token: Some(SecretString::from(token)),
            ..Config::default()
        };
        assert!(Config::default().check_metrics_token().is_ok());
        assert!(with(&"x".repeat(32)).check_metrics_token().is_ok());
        for short in ["", "secret"] {
            assert!(with(short).check_metrics_token().is_err(), "{short:?}");
        }
    }
}
