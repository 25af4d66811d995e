//! Passkeys, answered by an authenticator of a few lines.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use samtycke_server::auth::Role;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::support::{PASSWORD, SIGNE, codes_in};
use crate::harness::{Answer, PUBLIC_URL, Seat, World};

on_both_databases!(
    a_passkey_is_a_second_factor,
    an_account_can_be_set_up_with_a_passkey_and_keeps_one_factor,
    what_was_signed_elsewhere_or_before_lets_nobody_in,
    a_copied_authenticator_is_noticed,
    a_passkey_takes_the_password_to_add_and_to_remove,
);

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// A security key, without the security.
pub struct Authenticator {
    keys: EcdsaKeyPair,
    id: [u8; 16],
    counter: u32,
    /// Where the browser says it is.
    origin: &'static str,
    flags: u8,
}

impl Authenticator {
    pub fn new(id: u8) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self {
            keys: EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref()).unwrap(),
            id: [id; 16],
            counter: 0,
            origin: PUBLIC_URL,
            flags: PRESENT | VERIFIED,
        }
    }

    fn data(&mut self, flags: u8, rest: &[u8]) -> Vec<u8> {
        self.counter += 1;
        let mut data = Sha256::digest("samtycke.example").to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data.extend(rest);
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key",
            "response": response, "clientExtensionResults": {},
        })
        .to_string()
    }

    /// `navigator.credentials.create`
    pub fn create(&mut self, options: &Value) -> String {
        let point = self.keys.public_key().as_ref().to_vec();
        let mut rest = vec![0; 16];
        rest.extend([0, 16]);
        rest.extend(self.id);
        // COSE: an EC2 key (1: 2) for ES256 (3: -7) on P-256 (-1: 1).
        rest.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        rest.extend(&point[1..33]);
        rest.extend([0x22, 0x58, 0x20]);
        rest.extend(&point[33..65]);
        let data = self.data(self.flags | WITH_KEY, &rest);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client_data = self.client_data("webauthn.create", options);
        self.credential(json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(client_data),
        }))
    }

    /// `navigator.credentials.get`
    pub fn get(&mut self, options: &Value) -> String {
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(self.flags, &[]);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        let signature = self.keys.sign(&SystemRandom::new(), &signed).unwrap();
        self.credential(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client_data),
            "signature": BASE64.encode(signature.as_ref()),
        }))
    }
}

pub const OPTIONS: &str = "/console/account/passkeys/options";
pub const ADD: &str = "/console/account/passkeys";

impl World {
    async fn add_passkey(&self, seat: &Seat, authenticator: &mut Authenticator) -> Answer {
        let fields = [("current", PASSWORD)];
        let options = self.press(seat, OPTIONS, &fields).await.expect(200);
        let credential = authenticator.create(&options.json());
        let fields = [("name", "Min dator"), ("credential", &credential)];
        self.press(seat, ADD, &fields).await
    }

    async fn passkey_options(&self, step: &Answer) -> Answer {
        let cookies = cookies(step);
        self.browse("POST", "/console/sign-in/passkey/options", &cookies, &[])
            .await
    }

    async fn show_passkey(&self, step: &Answer, credential: &str) -> Answer {
        let cookies = cookies(step);
        let fields = [("credential", credential)];
        self.browse("POST", "/console/sign-in/passkey", &cookies, &fields)
            .await
    }
}

fn cookies(step: &Answer) -> String {
    format!("samtycke_step={}", step.cookie("samtycke_step").unwrap())
}

async fn a_passkey_is_a_second_factor(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let mut computer = Authenticator::new(1);
    w.add_passkey(&person.seat, &mut computer).await.expect(303);
    let page = w.page(&person.seat, "/console/account").await;
    assert!(page.text().contains("Min dator"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"));
    let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    let options = w.passkey_options(&step).await.expect(200).json();
    assert_eq!(options["publicKey"]["userVerification"], "required");
    let credential = computer.get(&options);
    let answer = w.show_passkey(&step, &credential).await.expect(303);
    assert!(w.is_in(&answer.cookie("samtycke_session").unwrap()).await);
    assert_eq!(
        w.audited(&tenant, "staff.signed_in").await,
        ["password, passkey"]
    );
    let again = w.show_passkey(&step, &credential).await.expect(303);
    assert_eq!(again.location(), "/console/sign-in", "the step is over");
}

async fn an_account_can_be_set_up_with_a_passkey_and_keeps_one_factor(w: &World) {
    let tenant = w.tenant().await;
    let seat = w.invited(&tenant, SIGNE, Role::Recruiter).await;
    let mut computer = Authenticator::new(1);
    w.press(&seat, OPTIONS, &[]).await.expect(409);
    let fields = [("password", PASSWORD), ("again", PASSWORD)];
    w.press(&seat, "/console/account/setup/password", &fields)
        .await
        .expect(303);
    let done = w.add_passkey(&seat, &mut computer).await.expect(200);
    assert_eq!(codes_in(&done.text()).len(), 10);
    let session = done.cookie("samtycke_session").unwrap();
    assert!(w.is_in(&session).await && !w.is_in(&seat.session).await);
    let seat = w.seat_by(&session).await;
    let ids = w.texts("SELECT id FROM passkeys", &[]).await;
    let remove = format!("/console/account/passkeys/{}/remove", ids[0]);
    let fields = [("current", PASSWORD)];
    w.press(&seat, &remove, &fields).await.expect(422);
    let mut second = Authenticator::new(2);
    w.add_passkey(&seat, &mut second).await.expect(303);
    let stranger = w.person(&tenant, "rolf@exempel.example", Role::Admin).await;
    w.press(&stranger.seat, &remove, &fields).await.expect(404);
    w.press(&seat, &remove, &fields).await.expect(303);
    assert_eq!(w.count("passkeys", &[]).await, 1);
}

async fn what_was_signed_elsewhere_or_before_lets_nobody_in(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let other = w.person(&tenant, "rolf@exempel.example", Role::Admin).await;
    let (mut computer, mut foreign) = (Authenticator::new(1), Authenticator::new(2));
    w.add_passkey(&person.seat, &mut computer).await.expect(303);
    w.add_passkey(&other.seat, &mut foreign).await.expect(303);
    let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    let earlier = w.passkey_options(&step).await.expect(200).json();
    let options = w.passkey_options(&step).await.expect(200).json();
    let mut refused = vec![
        ("an earlier question", computer.get(&earlier)),
        ("another person's passkey", foreign.get(&options)),
        ("nothing", String::new()),
        ("no answer at all", "{}".to_owned()),
    ];
    computer.origin = "https://samtycke.exempel-inloggning.example";
    refused.push(("a page that looks like ours", computer.get(&options)));
    computer.origin = PUBLIC_URL;
    computer.flags = PRESENT;
    refused.push(("nobody recognised", computer.get(&options)));
    computer.flags = PRESENT | VERIFIED;
    let (right_id, mut forged) = (computer.id, Authenticator::new(1));
    assert_eq!(right_id, forged.id);
    forged.counter = 100;
    refused.push(("another key under the same id", forged.get(&options)));
    for (what, credential) in refused {
        let answer = w.show_passkey(&step, &credential).await;
        assert_eq!(answer.status, 422, "{what}");
        assert!(answer.cookie("samtycke_session").is_none(), "{what}");
    }
    let right = computer.get(&options);
    w.show_passkey(&step, &right).await.expect(303);
}

async fn a_copied_authenticator_is_noticed(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let mut computer = Authenticator::new(1);
    w.add_passkey(&person.seat, &mut computer).await.expect(303);
    for (counter, status) in [(10, 303), (5, 422), (11, 303)] {
        computer.counter = counter;
        let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
        let options = w.passkey_options(&step).await.expect(200).json();
        let credential = computer.get(&options);
        let answer = w.show_passkey(&step, &credential).await;
        assert_eq!(answer.status, status, "counter {counter}");
    }
}

async fn a_passkey_takes_the_password_to_add_and_to_remove(w: &World) {
    let tenant = w.tenant().await;
    let person = w.person(&tenant, SIGNE, Role::Recruiter).await;
    let wrong = [("current", "inte det lösenordet")];
    w.press(&person.seat, OPTIONS, &wrong).await.expect(422);
    let mut computer = Authenticator::new(1);
    // Without a question there is no answer.
    let made_up = json!({ "publicKey": { "challenge": BASE64.encode([7; 32]) } });
    let credential = computer.create(&made_up);
    let fields = [("name", "Min dator"), ("credential", credential.as_str())];
    w.press(&person.seat, ADD, &fields).await.expect(422);
    w.add_passkey(&person.seat, &mut computer).await.expect(303);
    let ids = w.texts("SELECT id FROM passkeys", &[]).await;
    let remove = format!("/console/account/passkeys/{}/remove", ids[0]);
    w.press(&person.seat, &remove, &wrong).await.expect(422);
    assert_eq!(w.count("passkeys", &[]).await, 1);
    let right = [("current", PASSWORD)];
    w.press(&person.seat, &remove, &right).await.expect(303);
    let step = w.type_password(SIGNE, PASSWORD, "").await.expect(303);
    w.passkey_options(&step).await.expect(409);
}
