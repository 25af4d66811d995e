//! How often somebody may try. Delays grow with each failure and are counted by what an attacker
//! cannot borrow from the victim: whoever has signed in from a browser before is counted by that
//! browser, and no flood of guesses from elsewhere delays them.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::store::failures;
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Failures are forgotten after a quiet day.
pub const FORGOTTEN_AFTER: Millis = DAY;

/// How patient one kind of counter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Failures without any delay.
    pub free: i64,
    pub longest: Millis,
}

/// Mistyping happens; guessing a password of twelve characters takes more than a hundred a day.
pub const PASSWORD: Patience = Patience {
    free: 8,
    longest: 15 * MINUTE,
};
/// A whole office can be behind one address.
pub const ADDRESS: Patience = Patience {
    free: 40,
    longest: 15 * MINUTE,
};
/// Whoever gets here has the first factor. Six digits must not be guessed.
pub const FACTOR: Patience = Patience {
    free: 5,
    longest: HOUR,
};
/// Mails that anybody can have sent to somebody.
pub const MAIL: Patience = Patience {
    free: 3,
    longest: 4 * HOUR,
};

impl Patience {
    /// How long after the last failure the next try is heard: a second, doubling.
    pub fn delay(self, failures: i64) -> Millis {
        let beyond = failures - self.free;
        if beyond < 0 {
            return 0;
        }
        let doublings = u32::try_from(beyond.min(20)).unwrap_or(0);
        (SECOND << doublings).min(self.longest)
    }
}

/// One counter.
#[derive(Debug, Clone)]
pub struct Counter {
    key_hash: String,
    patience: Patience,
    /// Shared by many people: a success takes back one count instead of all.
    shared: bool,
}

/// Whoever is at the door: what is known of them before they are anyone.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    pub address: Option<IpAddr>,
    /// What a browser that has been let in before brings along.
    pub device: Option<String>,
    pub browser: String,
}

fn counter(app: &App, usage: &str, of: &str, patience: Patience) -> Counter {
    Counter {
        key_hash: URL_SAFE_NO_PAD.encode(app.keys.derived("failures", &[usage, of])),
        patience,
        shared: false,
    }
}

/// What guesses at the password of `email` are counted by.
pub fn of_password(app: &App, visitor: &Visitor, email: &str) -> Vec<Counter> {
    if let Some(device) = visitor
        .device
        .as_deref()
        .filter(|it| is_known(app, email, it))
    {
        return vec![counter(app, "device", device, PASSWORD)];
    }
    vec![
        counter(app, "password", email, PASSWORD),
        of_address(app, visitor),
    ]
}

pub fn of_factor(app: &App, proof: &str, staff: &str) -> Counter {
    // Whoever came by mail is not delayed by whoever came with a stolen password.
    counter(app, "factor", &format!("{proof}:{staff}"), FACTOR)
}

/// A signed-in person's own password, asked for again.
pub fn of_session(app: &App, session: &str) -> Counter {
    counter(app, "session", session, PASSWORD)
}

pub fn of_mail(app: &App, visitor: &Visitor, email: &str) -> Vec<Counter> {
    vec![counter(app, "mail", email, MAIL), of_address(app, visitor)]
}

fn of_address(app: &App, visitor: &Visitor) -> Counter {
    let address = visitor
        .address
        .map(|address| address.to_string())
        .unwrap_or_default();
    Counter {
        shared: true,
        ..counter(app, "address", &address, ADDRESS)
    }
}

/// Counts a try before it is made, so that many at once count as many.
///
/// # Errors
/// `TooMany` when one of the counters says to wait; then nothing is counted.
pub async fn attempt(app: &App, counters: &[Counter]) -> Result<i64> {
    let mut counters: Vec<_> = counters.iter().collect();
    // Always in the same order: two tries must not wait for each other.
    counters.sort_by(|a, b| a.key_hash.cmp(&b.key_hash));
    let now = app.now();
    let mut tx = app.db.begin().await?;
    failures::forget(&mut tx, now - FORGOTTEN_AFTER).await?;
    let mut most = 0;
    for counter in counters {
        let failures = failures::lock(&mut tx, &counter.key_hash, now).await?;
        let wait = failures.last_at + counter.patience.delay(failures.failures) - now;
        if failures.failures > 0 && wait > 0 {
            return Err(Error::TooMany {
                retry_after_seconds: (wait / SECOND).unsigned_abs() + 1,
            });
        }
        failures::count(&mut tx, &counter.key_hash, now).await?;
        if !counter.shared {
            most = most.max(failures.failures + 1);
        }
    }
    tx.commit().await?;
    Ok(most)
}

/// Takes back what [`attempt`] counted. Gives how many failures went before.
pub async fn succeeded(tx: &mut Tx, counters: &[Counter]) -> Result<i64> {
    let mut before = 0;
    for counter in counters {
        if counter.shared {
            failures::take_back(tx, &counter.key_hash).await?;
        } else {
            before = before.max(failures::clear(tx, &counter.key_hash).await? - 1);
        }
    }
    Ok(before)
}

/// What a browser is given to be known by, for this address alone.
pub fn device_token(app: &App, email: &str) -> String {
    let name = app.random.salt();
    let proof = device_proof(app, email, &name);
    format!("{name}.{proof}")
}

fn is_known(app: &App, email: &str, device: &str) -> bool {
    device.split_once('.').is_some_and(|(name, proof)| {
        device_proof(app, email, name)
            .as_bytes()
            .ct_eq(proof.as_bytes())
            .into()
    })
}

fn device_proof(app: &App, email: &str, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(app.keys.derived("device", &[email, name]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_begin_late_double_and_are_bounded() {
        assert_eq!(PASSWORD.delay(0), 0);
        assert_eq!(PASSWORD.delay(7), 0);
        assert_eq!(PASSWORD.delay(8), SECOND);
        assert_eq!(PASSWORD.delay(10), 4 * SECOND);
        assert_eq!(PASSWORD.delay(10_000), 15 * MINUTE);
        assert_eq!(FACTOR.delay(10_000), HOUR);
    }

    #[test]
    fn six_digits_are_not_guessed_in_a_year() {
        let tries_a_year = FACTOR.free + 12 + 366 * (DAY / FACTOR.longest);
        // Three codes are good at any time.
        assert!(tries_a_year * 3 < 1_000_000 / 25, "{tries_a_year}");
    }
}
