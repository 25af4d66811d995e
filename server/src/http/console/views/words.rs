//! Words in one language, for pages.

use fluent_templates::fluent_bundle::FluentValue;

/// Looks up messages in one language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    language: &'a str,
}

impl<'a> Words<'a> {
    pub fn new(language: &'a str) -> Self {
        Self { language }
    }

    pub fn language(&self) -> &'a str {
        self.language
    }

    pub fn get(&self, key: &str) -> String {
        crate::i18n::text(self.language, key, &[])
    }

    /// A message that depends on a count: `$count` selects the plural form, `$number` is shown.
    pub fn count(&self, key: &str, count: i64) -> String {
        let args = [
            ("count", FluentValue::from(count)),
            ("number", FluentValue::from(number(count))),
        ];
        crate::i18n::text(self.language, key, &args)
    }

    /// A message with one named text in it.
    pub fn with(&self, key: &str, name: &'static str, value: &str) -> String {
        self.fill(key, &[(name, value)])
    }

    pub fn fill(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let args: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from((*value).to_owned())))
            .collect();
        crate::i18n::text(self.language, key, &args)
    }

    /// The name of a language in the reader's own language; the code itself if it is not one of ours.
    pub fn language_name(&self, code: &str) -> String {
        match code {
            "sv" | "en" | "da" => self.get(&format!("console-language-{code}")),
            other => other.to_owned(),
        }
    }

    pub fn role(&self, role: &str) -> String {
        match role {
            "admin" | "recruiter" | "auditor" => self.get(&format!("console-role-{role}")),
            other => other.to_owned(),
        }
    }
}

/// Digits in groups of three with a no-break space, as both Swedish and SI English write them.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}

/// `?a=b&c=d` from the pairs whose value is not empty; an empty string when none is left.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let filled: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent_encode(value)))
        .collect();
    match filled.is_empty() {
        true => String::new(),
        false => format!("?{}", filled.join("&")),
    }
}

/// Everything but the unreserved characters of RFC 3986 §2.3.
pub fn percent_encode(value: &str) -> String {
    value.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
