//! One-time codes (RFC 6238). The secret is derived from a salt in the database and a key outside it.

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};

use crate::app::App;
use crate::clock::{Millis, SECOND};
use crate::error::{Error, Result};

/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// What an authenticator app is to be told.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Comes back with the first code. Whoever changes it gets another secret, not one they chose.
    pub salt: String,
    /// To type where a camera can not be used, in groups of four.
    pub secret: String,
    pub picture: Picture,
}

/// A QR code: an SVG path over modules, and how many there are to a side.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    pub side: usize,
    pub path: String,
}

fn totp(app: &App, tenant: &str, staff: &str, salt: &str, email: &str) -> Result<Totp> {
    let secret = app.keys.derived("totp", &[tenant, staff, salt]);
    Builder::new()
        .with_secret(Secret::new(secret[..SECRET_BYTES].into()))
        .with_account_name(email.replace(':', "_"))
        .with_issuer(Some("Samtycke"))
        .build()
        .map_err(|cause| Error::internal(format!("{cause:?}")))
}

pub fn enrolment(
    app: &App,
    tenant: &str,
    staff: &str,
    email: &str,
    salt: String,
) -> Result<Enrolment> {
    let totp = totp(app, tenant, staff, &salt, email)?;
    let url = totp
        .to_url()
        .map_err(|cause| Error::internal(format!("{cause:?}")))?;
    let secret = totp.secret().to_base32();
    let groups: Vec<&str> = (0..secret.len())
        .step_by(4)
        .map(|from| &secret[from..(from + 4).min(secret.len())])
        .collect();
    Ok(Enrolment {
        secret: groups.join(" "),
        picture: picture(&url)?,
        salt,
    })
}

/// The time step this code is of, if it is one of now, the step before or the one after.
pub fn step_of(
    app: &App,
    (tenant, staff): (&str, &str),
    salt: &str,
    code: &str,
    now: Millis,
) -> Result<Option<i64>> {
    let totp = totp(app, tenant, staff, salt, "")?;
    let step = totp.check(code, (now / SECOND).unsigned_abs());
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// A code as people type it: with blanks in the middle.
pub fn digits(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|it| !it.is_whitespace()).collect();
    (code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit())).then_some(code)
}

fn picture(text: &str) -> Result<Picture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    let side = code.width();
    let modules = code.into_colors();
    let dark = modules
        .iter()
        .enumerate()
        .filter(|(_, module)| **module == Color::Dark);
    let mut path = String::new();
    for (place, _) in dark {
        path.push_str(&format!("M{} {}h1v1h-1z", place % side, place / side));
    }
    Ok(Picture { side, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_in_a_code_do_not_matter_and_other_characters_do() {
        assert_eq!(digits(" 123 456 ").as_deref(), Some("123456"));
        assert_eq!(digits("12345"), None);
        assert_eq!(digits("12345a"), None);
        assert_eq!(digits("１２３４５６"), None);
    }
}
