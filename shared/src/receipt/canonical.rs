use serde::Serialize;
use serde_json::{Map, Number, Value};

/// The largest integer every JSON implementation holds exactly (RFC 7493 section 2.2).
const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Why a value cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// RFC 8785 writes every number as a double, which would silently round such an integer.
    #[error("the integer {0} is beyond 2^53 - 1; use a string")]
    IntegerTooLarge(Number),
    /// Fractions are spelled differently by different programs.
    #[error("the number {0} is not an integer; use a string")]
    NotAnInteger(Number),
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
    let mut out = Vec::new();
    write(&serde_json::to_value(value)?, &mut out)?;
    Ok(out)
}

/// Whether these bytes are what [`canonical`] gives for the object they spell. Doubled member
/// names are refused with the rest: parsing drops one, so the bytes differ.
pub(super) fn is_canonical_object(bytes: &[u8]) -> bool {
    let Ok(value @ Value::Object(_)) = serde_json::from_slice(bytes) else {
        return false;
    };
    let mut again = Vec::with_capacity(bytes.len());
    write(&value, &mut again).is_ok() && again == bytes
}

/// With the doubles left out, RFC 8785 is the order of the members: serde_json already spells
/// strings, `true`, `false` and `null` as it asks.
fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Object(members) => write_object(members, out),
        Value::Array(items) => write_array(items, out),
        Value::Number(number) => {
            out.extend(safe_integer(number)?.to_string().as_bytes());
            Ok(())
        }
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(serde_json::to_writer(out, value)?),
    }
}

/// Members are sorted by the UTF-16 code units of their names (RFC 8785 section 3.2.3).
fn write_object(members: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (position, (name, value)) in members.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        serde_json::to_writer(&mut *out, name)?;
        out.push(b':');
        write(value, out)?;
    }
    out.push(b'}');
    Ok(())
}

fn write_array(items: &[Value], out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    out.push(b'[');
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(item, out)?;
    }
    out.push(b']');
    Ok(())
}

fn safe_integer(number: &Number) -> Result<i64, CanonicalError> {
    if !number.is_i64() && !number.is_u64() {
        return Err(CanonicalError::NotAnInteger(number.clone()));
    }
    number
        .as_i64()
        .filter(|integer| (-MAX_SAFE_INTEGER..=MAX_SAFE_INTEGER).contains(integer))
        .ok_or_else(|| CanonicalError::IntegerTooLarge(number.clone()))
}
