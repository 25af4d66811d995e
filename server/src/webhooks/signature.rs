//! Signing as Standard Webhooks 1.0 says: HMAC-SHA256 over `id.timestamp.body`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{SECRET_OVERLAP, Webhook};
use crate::clock::Millis;
use crate::keys::Keys;

pub type Secret = [u8; 32];

/// The secret as a receiver's library takes it.
pub fn shown(secret: &Secret) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

/// The secrets that sign now: the endpoint's own, and for a day after a rotation the one before.
pub fn secrets(keys: &Keys, webhook: &Webhook, now: Millis) -> Vec<Secret> {
    let version = webhook.secret_version;
    let mut secrets = vec![keys.webhook_secret(&webhook.id, version)];
    // Bounded from below too: a clock set back must not revive what ended.
    let overlaps = webhook
        .previous_secret_until
        .is_some_and(|until| (until - SECRET_OVERLAP..until).contains(&now));
    if overlaps {
        secrets.push(keys.webhook_secret(&webhook.id, version - 1));
    }
    secrets
}

/// The header `webhook-signature`: one signature for each secret, any of which is enough.
pub fn header(secrets: &[Secret], id: &str, timestamp: i64, body: &str) -> String {
    let signatures: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let mut mac =
                Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        })
        .collect();
    signatures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's reference libraries.
    #[test]
    fn the_reference_example_comes_out() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
        mac.update(b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}");
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(signature, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn the_oracle_takes_each_of_two_signatures() {
        let now = time::OffsetDateTime::UNIX_EPOCH.unix_timestamp();
        let (old, new) = ([1; 32], [2; 32]);
        let header = header(&[new, old], "msg_1", now, "{}");
        assert_eq!(header.split(' ').count(), 2);
        for secret in [old, new] {
            let oracle = standardwebhooks::Webhook::new(&shown(&secret)).unwrap();
            let expected = oracle.sign("msg_1", now, b"{}").unwrap();
            assert!(header.split(' ').any(|signature| signature == expected));
        }
    }
}
