//! A company's identity provider on this machine, which does as it is told: also what it must not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Answer, Seat, Tenant, World};

pub const CLIENT: &str = "samtycke";
pub const SECRET: &str = "klienthemlighet-0123456789";

/// Who signs in there, and what the provider says of them.
#[derive(Debug, Clone)]
pub struct Who {
    pub subject: &'static str,
    pub email: Option<&'static str>,
    pub verified: bool,
}

pub const ANNA: Who = Who {
    subject: "sub-anna",
    email: Some("anna@exempel.example"),
    verified: true,
};

#[derive(Debug, Clone)]
struct Granted {
    who: Who,
    nonce: String,
    challenge: String,
    redirect: String,
}

#[derive(Default)]
struct Inner {
    issuer: String,
    now: i64,
    key: u8,
    codes: BTreeMap<String, Granted>,
    /// Claims to put in the place of the right ones.
    forged: Value,
    algorithm: Option<&'static str>,
    /// Signs with a key that is not published.
    with_another_key: bool,
    /// Says who it is at the endpoint for that alone (Core, section 5.4).
    only_user_info: bool,
    discoveries: usize,
}

type Shared = Arc<Mutex<Inner>>;

pub struct Company {
    pub issuer: String,
    inner: Shared,
}

impl Company {
    pub async fn start(w: &World) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner: Shared = Arc::new(Mutex::new(Inner {
            issuer: issuer.clone(),
            now: w.now() / 1000,
            key: 1,
            ..Inner::default()
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, inner }
    }

    /// Overwrites claims of the tokens it signs.
    pub fn forge(&self, claims: Value) {
        self.inner.lock().unwrap().forged = claims;
    }

    pub fn sign_as(&self, algorithm: &'static str) {
        self.inner.lock().unwrap().algorithm = Some(algorithm);
    }

    pub fn sign_with_another_key(&self) {
        self.inner.lock().unwrap().with_another_key = true;
    }

    pub fn change_key(&self) {
        self.inner.lock().unwrap().key += 1;
    }

    pub fn say_who_apart(&self) {
        self.inner.lock().unwrap().only_user_info = true;
    }

    pub fn discoveries(&self) -> usize {
        self.inner.lock().unwrap().discoveries
    }

    pub fn passes_to(&self, w: &World) {
        self.inner.lock().unwrap().now = w.now() / 1000;
    }

    /// What an admin fills in.
    pub fn fields<'a>(&'a self, second_factor: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("issuer", &self.issuer),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("domains", "exempel.example"),
            ("second_factor", second_factor),
        ]
    }

    /// An admin connects it.
    pub async fn connect(&self, w: &World, admin: &Seat, second_factor: &str) {
        let fields = self.fields(second_factor);
        w.press(admin, "/console/settings/sign-in", &fields)
            .await
            .expect(303);
    }

    /// Somebody goes there and signs in; gives what their browser comes back with.
    pub async fn visit(&self, w: &World, tenant: &Tenant, who: &Who) -> Visit {
        self.passes_to(w);
        let path = format!("/console/sign-in/company/{}", tenant.id);
        let answer = w.get(&path).await.expect(303);
        let url = Url::parse(answer.location()).unwrap();
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let code = format!("code-{}", w.app.random.token());
        let granted = Granted {
            who: who.clone(),
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect: asked["redirect_uri"].clone(),
        };
        let mut inner = self.inner.lock().unwrap();
        inner.codes.insert(code.clone(), granted);
        Visit {
            attempt: answer.cookie("samtycke_attempt").unwrap(),
            back: format!("{path}/return"),
            state: asked["state"].clone(),
            code,
        }
    }

    /// There and back again.
    pub async fn sign_in(&self, w: &World, tenant: &Tenant, who: &Who) -> Answer {
        self.visit(w, tenant, who).await.back(w).await
    }
}

/// On the way back.
#[derive(Debug, Clone)]
pub struct Visit {
    pub attempt: String,
    pub back: String,
    pub state: String,
    pub code: String,
}

impl Visit {
    pub async fn back(&self, w: &World) -> Answer {
        let path = format!("{}?state={}&code={}", self.back, self.state, self.code);
        let cookies = format!("samtycke_attempt={}", self.attempt);
        w.browse("GET", &path, &cookies, &[]).await
    }
}

async fn configuration(State(shared): State<Shared>) -> Response {
    let mut inner = shared.lock().unwrap();
    inner.discoveries += 1;
    let issuer = inner.issuer.clone();
    axum::Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
    .into_response()
}

fn signing(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

async fn keys(State(shared): State<Shared>) -> Response {
    let number = shared.lock().unwrap().key;
    let public = signing(number).verifying_key();
    axum::Json(json!({ "keys": [{
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": format!("key-{number}"),
        "x": URL_SAFE_NO_PAD.encode(public.as_bytes()),
    }]}))
    .into_response()
}

async fn token(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let mut inner = shared.lock().unwrap();
    let form: BTreeMap<String, String> = Url::parse(&format!("http://x/?{body}"))
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect();
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    let known = headers
        .get(header::AUTHORIZATION)
        .is_some_and(|it| it.as_bytes() == basic.as_bytes());
    // A code is good once.
    let granted = inner.codes.remove(&form["code"]);
    let Some(granted) = granted.filter(|granted| known && fits(granted, &form)) else {
        let refusal = json!({ "error": "invalid_grant" });
        return (StatusCode::BAD_REQUEST, axum::Json(refusal)).into_response();
    };
    axum::Json(json!({
        "access_token": granted.who.subject,
        "token_type": "Bearer",
        "id_token": id_token(&inner, &granted),
    }))
    .into_response()
}

fn fits(granted: &Granted, form: &BTreeMap<String, String>) -> bool {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    challenge == granted.challenge && form["redirect_uri"] == granted.redirect
}

fn id_token(inner: &Inner, granted: &Granted) -> String {
    let mut claims = json!({
        "iss": inner.issuer,
        "sub": granted.who.subject,
        "aud": CLIENT,
        "nonce": granted.nonce,
        "iat": inner.now,
        "exp": inner.now + 300,
    });
    let all = claims.as_object_mut().unwrap();
    if let (false, Some(email)) = (inner.only_user_info, granted.who.email) {
        all.insert("email".into(), email.into());
        all.insert("email_verified".into(), granted.who.verified.into());
    }
    for (name, value) in inner.forged.as_object().into_iter().flatten() {
        all.insert(name.clone(), value.clone());
    }
    let algorithm = inner.algorithm.unwrap_or("EdDSA");
    let head = json!({ "alg": algorithm, "kid": format!("key-{}", inner.key) });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&head), part(&claims));
    let key = signing(if inner.with_another_key {
        99
    } else {
        inner.key
    });
    let signature = match algorithm {
        "none" => Vec::new(),
        "HS256" => aws_lc_rs::hmac::sign(
            &aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, SECRET.as_bytes()),
            signed.as_bytes(),
        )
        .as_ref()
        .to_vec(),
        _ => key.sign(signed.as_bytes()).to_bytes().to_vec(),
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn me(headers: HeaderMap) -> Response {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer sub-anna");
    axum::Json(json!({
        "sub": ANNA.subject,
        "email": ANNA.email,
        "email_verified": ANNA.verified,
    }))
    .into_response()
}
