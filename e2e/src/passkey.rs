//! A device that keeps passkeys, as Chromium simulates it. Whoever holds it agrees to everything.

use crate::browser::Browser;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The device that is plugged in.
pub struct Device<'a> {
    browser: &'a Browser,
    id: Value,
}

/// What a device keeps: a passkey with all its secrets.
#[derive(Clone, Debug)]
pub struct Passkey(Value);

impl Passkey {
    /// The id by which servers know it.
    ///
    /// # Errors
    /// When it has none.
    pub fn id(&self) -> Result<&str> {
        self.0["credentialId"].as_str().context("an id")
    }
}

impl Browser {
    /// Plugs in a device with these passkeys on it, in the place of any other.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn plug_in(&self, passkeys: &[Passkey]) -> Result<Device<'_>> {
        let options = json!({"options": {
            "protocol": "ctap2", "transport": "internal",
            "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true,
        }});
        self.devtools("WebAuthn.disable", json!({})).await?;
        self.devtools("WebAuthn.enable", json!({})).await?;
        let made = self.devtools("WebAuthn.addVirtualAuthenticator", options);
        let id = made.await?["authenticatorId"].clone();
        for Passkey(credential) in passkeys {
            let passkey = json!({"authenticatorId": id, "credential": credential});
            self.devtools("WebAuthn.addCredential", passkey).await?;
        }
        Ok(Device { browser: self, id })
    }
}

impl Device<'_> {
    /// Takes the device out, and gives the passkeys on it.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn unplug(self) -> Result<Vec<Passkey>> {
        let which = json!({"authenticatorId": self.id});
        let command = "WebAuthn.getCredentials";
        let kept = self.browser.devtools(command, which.clone()).await?;
        let command = "WebAuthn.removeVirtualAuthenticator";
        self.browser.devtools(command, which).await?;
        let passkeys = kept["credentials"].as_array().cloned();
        let passkeys = passkeys.context("a list of passkeys")?;
        Ok(passkeys.into_iter().map(Passkey).collect())
    }
}
