//! Recovery codes: for whoever has lost the second factor. Shown once, each works once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::store::factors;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

pub const CODES: usize = 10;
/// Without letters that are read as others.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const LENGTH: usize = 12;

/// New codes in the place of all others; to be shown and forgotten.
pub async fn replace(app: &App, tx: &mut Tx, tenant: &str, staff: &str) -> Result<Vec<String>> {
    factors::delete_recovery_codes(tx, tenant, staff).await?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let code = new_code(app);
        factors::insert_recovery_code(tx, tenant, staff, &hash(app, tenant, staff, &code)).await?;
        codes.push(shown(&code));
    }
    Ok(codes)
}

/// Uses the code up; whether it was one.
pub async fn redeem(
    app: &App,
    tx: &mut Tx,
    tenant: &str,
    staff: &str,
    typed: &str,
) -> Result<bool> {
    let Some(code) = read(typed) else {
        return Ok(false);
    };
    factors::use_recovery_code(tx, tenant, staff, &hash(app, tenant, staff, &code)).await
}

fn new_code(app: &App) -> String {
    app.random
        .bytes::<LENGTH>()
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

fn shown(code: &str) -> String {
    format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..])
}

/// A code as people type it: in capitals, without the dashes.
fn read(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|it| !it.is_whitespace() && *it != '-')
        .flat_map(char::to_lowercase)
        .collect();
    (code.len() == LENGTH && code.bytes().all(|it| ALPHABET.contains(&it))).then_some(code)
}

/// Keyed: 60 bits could be tried one after another by a thief of the database.
fn hash(app: &App, tenant: &str, staff: &str, code: &str) -> String {
    URL_SAFE_NO_PAD.encode(app.keys.derived("recovery", &[tenant, staff, code]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(read("ABCD-efgh 2345").as_deref(), Some("abcdefgh2345"));
        assert_eq!(read("abcd-efgh-234"), None);
        assert_eq!(read("abcd-efgh-234l"), None);
        assert_eq!(
            read(&shown("abcdefgh2345")).as_deref(),
            Some("abcdefgh2345")
        );
    }
}
