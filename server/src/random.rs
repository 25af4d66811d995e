//! Randomness as a parameter: ids, salts and tokens.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};
use uuid::Uuid;

use crate::clock::Millis;

/// A cryptographically strong generator, seeded by the system or, in tests, by a number.
#[derive(Clone)]
pub struct Random(Arc<Mutex<StdRng>>);

impl Random {
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn from_system() -> Result<Self, std::io::Error> {
        let mut seed = [0; 32];
        SysRng
            .try_fill_bytes(&mut seed)
            .map_err(std::io::Error::other)?;
        Ok(Self(Arc::new(Mutex::new(StdRng::from_seed(seed)))))
    }

    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .fill_bytes(&mut out);
        out
    }

    /// A UUIDv7 (RFC 9562): sorts by the time it was made.
    pub fn id(&self, now: Millis) -> String {
        let millis = u64::try_from(now).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes())
            .into_uuid()
            .to_string()
    }

    /// 256 random bits for URLs and headers.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// 128 random bits, the `salt` of a signed record.
    pub fn salt(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<16>())
    }
}

/// The lowest id there can be of this moment: ids sort by the time they were made.
pub fn first_id_at(at: Millis) -> String {
    const LAST: u64 = (1 << 48) - 1;
    let millis = u64::try_from(at).unwrap_or_default().min(LAST);
    format!(
        "{:08x}-{:04x}-0000-0000-000000000000",
        millis >> 16,
        millis & 0xffff
    )
}

/// Whether `text` is the canonical text of a UUID; other text never reaches a query.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lie_between_the_moments_around_them() {
        let random = Random::seeded(1);
        for at in [0, 1, 0xffff, 1_772_442_000_000] {
            let id = random.id(at);
            assert!(first_id_at(at) <= id && id < first_id_at(at + 1), "{id}");
            assert!(is_id(&first_id_at(at)));
        }
    }
}
