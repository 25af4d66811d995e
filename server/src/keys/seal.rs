//! Secrets of others that have to be had again in clear: encrypted, so that a copy of the database
//! alone gives none away.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::Keys;
use crate::error::{Error, Result};

const SALT_LEN: usize = 16;

impl Keys {
    /// Encrypts (AES-256-GCM) for this use and owner alone: moved to another row it opens no more.
    pub fn seal(&self, usage: &str, owner: &str, secret: &str) -> Result<String> {
        // A key of its own each time, so that no two secrets ever share key and nonce.
        let salt: [u8; SALT_LEN] = self.random.bytes();
        let nonce: [u8; NONCE_LEN] = self.random.bytes();
        let mut sealed = secret.as_bytes().to_vec();
        self.sealing_key(usage, owner, &salt)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed,
            )
            .map_err(Error::internal)?;
        Ok(URL_SAFE_NO_PAD.encode([&salt[..], &nonce, &sealed].concat()))
    }

    /// # Errors
    /// When it was sealed for another use or owner, with another key folder, or was changed.
    pub fn unseal(&self, usage: &str, owner: &str, sealed: &str) -> Result<Zeroizing<String>> {
        let broken = || Error::internal("a sealed secret does not belong to this key folder");
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| broken())?;
        let (salt, rest) = bytes.split_at_checked(SALT_LEN).ok_or_else(broken)?;
        let (nonce, rest) = rest.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut secret = Zeroizing::new(rest.to_vec());
        let opened = self
            .sealing_key(usage, owner, salt)?
            .open_in_place(nonce, Aad::empty(), &mut secret)
            .map_err(|_| broken())?;
        let text = std::str::from_utf8(opened).map_err(|_| broken())?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn sealing_key(&self, usage: &str, owner: &str, salt: &[u8]) -> Result<LessSafeKey> {
        let salt = URL_SAFE_NO_PAD.encode(salt);
        let key = Zeroizing::new(self.derived("seal", &[usage, owner, &salt]));
        let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(Error::internal)?;
        Ok(LessSafeKey::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn keys(seed: u64) -> (tempfile::TempDir, Keys) {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &Random::seeded(seed), "http://localhost").unwrap();
        (folder, keys)
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let (_folder, keys) = keys(1);
        let sealed = keys.seal("provider", "a", "hemligt").unwrap();
        assert!(!sealed.contains("hemligt"));
        assert_eq!(*keys.unseal("provider", "a", &sealed).unwrap(), "hemligt");
        assert!(keys.unseal("provider", "b", &sealed).is_err());
        assert!(keys.unseal("other", "a", &sealed).is_err());
        assert_ne!(keys.seal("provider", "a", "hemligt").unwrap(), sealed);
    }

    #[test]
    fn a_changed_byte_or_another_key_folder_opens_nothing() {
        let (_folder, keys) = keys(1);
        let sealed = keys.seal("provider", "a", "hemligt").unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let changed = URL_SAFE_NO_PAD.encode(changed);
            assert!(keys.unseal("provider", "a", &changed).is_err(), "byte {at}");
        }
        let (_other_folder, other) = super::tests::keys(2);
        assert!(other.unseal("provider", "a", &sealed).is_err());
        assert!(keys.unseal("provider", "a", "kort").is_err());
    }
}
