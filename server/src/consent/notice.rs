//! The served notice: proof, carried by the client, of what was shown and when.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock::{HOUR, Millis};
use crate::error::Result;

/// How long a shown text may be answered. Long enough for an application left open over night.
pub const NOTICE_LIFETIME: Millis = 48 * HOUR;
/// Told apart from every other token by type and audience (RFC 8725, 3.11 and 3.12).
const TYPE: &str = "served-notice+jwt";
const AUDIENCE: &str = "samtycke-notice";

/// What the token says was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The site, or the renewal, it was shown on.
    pub place: String,
    pub text_version_id: String,
    pub language: String,
    pub served_at: Millis,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    #[serde(flatten)]
    notice: Notice,
}

/// Why a notice is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub enum Unacceptable {
    /// Not made by this server, or changed since.
    Forged,
    /// Shown too long ago, in the future, or somewhere else.
    Stale,
}

pub fn seal(app: &App, notice: Notice) -> Result<String> {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some(TYPE.to_owned());
    let claims = Claims {
        iss: app.config.public_url(),
        aud: AUDIENCE.to_owned(),
        notice,
    };
    Ok(encode(
        &header,
        &claims,
        &EncodingKey::from_secret(&app.keys.notice_secret()),
    )?)
}

/// Opens a notice that was shown in `place`.
pub fn open(app: &App, token: &str, place: &str) -> std::result::Result<Notice, Unacceptable> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[AUDIENCE]);
    validation.set_issuer(&[app.config.public_url()]);
    validation.set_required_spec_claims(&["aud", "iss"]);
    // Age is checked below, with the clock that everything else goes by.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(&app.keys.notice_secret());
    let data = decode::<Claims>(token, &key, &validation).map_err(|_| Unacceptable::Forged)?;
    if data.header.typ.as_deref() != Some(TYPE) {
        return Err(Unacceptable::Forged);
    }
    let notice = data.claims.notice;
    let age = app.now() - notice.served_at;
    if notice.place != place || !(0..=NOTICE_LIFETIME).contains(&age) {
        return Err(Unacceptable::Stale);
    }
    Ok(notice)
}
