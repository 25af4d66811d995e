//! Passwords: what is accepted, and how they are compared.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::{Error, Result};

/// In characters. Length is the one rule: others make passwords harder to remember, not to guess.
pub const SHORTEST: usize = 12;
/// In bytes; a sentence fits, a way to keep the server busy does not.
const LONGEST: usize = 1_024;
/// OWASP's for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 4;

/// Lets only so many passwords be hashed at the same time.
pub struct Turnstile(Semaphore);

impl Default for Turnstile {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// The password as it is hashed: keyboards write the same letter in different bytes.
///
/// # Errors
/// `Invalid` naming `field` when it is too short or too long.
pub fn accept(field: &str, typed: &str) -> Result<Zeroizing<String>> {
    let password = normalised(typed);
    if password.chars().count() < SHORTEST {
        let message = format!("must have at least {SHORTEST} characters");
        return Err(Error::field(field, "too_short", message));
    }
    if password.len() > LONGEST {
        let message = format!("must have at most {LONGEST} bytes");
        return Err(Error::field(field, "too_long", message));
    }
    Ok(password)
}

fn normalised(typed: &str) -> Zeroizing<String> {
    Zeroizing::new(typed.nfc().collect())
}

/// What is stored of a password.
pub async fn hash(app: &App, email: &str, password: &Zeroizing<String>) -> Result<String> {
    let (secrets, password) = (Secrets::of(app, email), password.clone());
    in_turn(app, move || secrets.hash(&password)).await
}

/// Which of the stored hashes are of this password.
///
/// Takes one hashing whether there are none, one or several: the salt is the address's, so how long
/// it takes says nothing about who exists.
pub async fn matching(
    app: &App,
    email: &str,
    typed: &str,
    stored: Vec<String>,
) -> Result<Vec<bool>> {
    if typed.len() > LONGEST {
        return Ok(vec![false; stored.len()]);
    }
    let (secrets, password) = (Secrets::of(app, email), normalised(typed));
    in_turn(app, move || {
        let computed = secrets.hash(&password)?;
        Ok(stored
            .iter()
            .map(|stored| secrets.same(&password, stored, &computed))
            .collect())
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _permit = app.passwords.0.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal)?
}

/// What of a hash is not in the database.
struct Secrets {
    pepper: [u8; 32],
    salt: [u8; 32],
}

impl Secrets {
    fn of(app: &App, email: &str) -> Self {
        Self {
            pepper: app.keys.derived("password-pepper", &[]),
            salt: app.keys.derived("password-salt", &[email]),
        }
    }

    fn argon2(&self) -> Result<Argon2<'_>> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
        Argon2::new_with_secret(&self.pepper, Algorithm::Argon2id, Version::V0x13, params)
            .map_err(Error::internal)
    }

    fn hash(&self, password: &str) -> Result<String> {
        let hash = self
            .argon2()?
            .hash_password_with_salt(password.as_bytes(), &self.salt[..16])
            .map_err(Error::internal)?;
        Ok(hash.to_string())
    }

    fn same(&self, password: &str, stored: &str, computed: &str) -> bool {
        if stored.len() == computed.len()
            && bool::from(stored.as_bytes().ct_eq(computed.as_bytes()))
        {
            return true;
        }
        // Hashed with parameters of another time; only then is there something more to compute.
        let parameters = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        parameters(stored) != parameters(computed)
            && self
                .argon2()
                .is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), stored).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_and_is_the_only_rule() {
        assert!(accept("password", "elva tecken").is_err());
        assert!(accept("password", "åäöåäöåäöåäö").is_ok());
        assert!(accept("password", "aaaaaaaaaaaa").is_ok());
        assert!(accept("password", &"a".repeat(2_000)).is_err());
    }

    #[test]
    fn the_same_letter_typed_in_two_ways_is_the_same_password() {
        let composed = accept("password", "Sk\u{e5}nska \u{f6}ar i natten").unwrap();
        let decomposed = accept("password", "Ska\u{30a}nska o\u{308}ar i natten").unwrap();
        assert_eq!(composed, decomposed);
    }

    #[test]
    fn only_the_right_password_at_the_right_address_with_the_pepper_is_the_same() {
        let secrets = |pepper, salt| Secrets {
            pepper: [pepper; 32],
            salt: [salt; 32],
        };
        let stored = secrets(1, 1).hash("en lång mening").unwrap();
        let same = |secrets: Secrets, password: &str| {
            let computed = secrets.hash(password).unwrap();
            secrets.same(password, &stored, &computed)
        };
        assert!(same(secrets(1, 1), "en lång mening"));
        assert!(!same(secrets(1, 1), "en annan mening"));
        assert!(!same(secrets(2, 1), "en lång mening"));
        assert!(!same(secrets(1, 2), "en lång mening"));
    }
}
