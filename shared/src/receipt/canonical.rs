use serde::Serialize;
use serde_json::Value;

/// The largest integer every JSON implementation holds exactly (RFC 7493 section 2.2).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Why a value cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// RFC 8785 writes every number as a double, which would silently round such an integer.
    #[error("the integer {0} is beyond 2^53 - 1; use a string")]
    IntegerTooLarge(String),
    /// Fractions are spelled differently by different programs.
    #[error("the number {0} is not an integer; use a string")]
    NotAnInteger(String),
    #[error("not representable as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// The canonical JSON (RFC 8785) of a value whose numbers are all small integers.
///
/// JSON has neither NaN nor infinity: serde writes both as `null`, which this cannot tell apart.
///
/// # Errors
/// See [`CanonicalError`].
pub fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value)?;
    check_numbers(&value)?;
    Ok(serde_json_canonicalizer::to_vec(&value)?)
}

/// Whether these bytes are what [`canonical`] gives for the object they spell. Doubled member
/// names are refused with the rest: parsing drops one, so the bytes differ.
pub(super) fn is_canonical_object(bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return false;
    };
    value.is_object()
        && check_numbers(&value).is_ok()
        && serde_json_canonicalizer::to_vec(&value).is_ok_and(|again| again == bytes)
}

fn check_numbers(value: &Value) -> Result<(), CanonicalError> {
    match value {
        Value::Number(number) => check_number(number),
        Value::Array(items) => items.iter().try_for_each(check_numbers),
        Value::Object(members) => members.values().try_for_each(check_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

fn check_number(number: &serde_json::Number) -> Result<(), CanonicalError> {
    let magnitude = number
        .as_u64()
        .or_else(|| number.as_i64().map(i64::unsigned_abs))
        .ok_or_else(|| CanonicalError::NotAnInteger(number.to_string()))?;
    if magnitude > MAX_SAFE_INTEGER {
        return Err(CanonicalError::IntegerTooLarge(number.to_string()));
    }
    Ok(())
}
