//! Who receives candidates' data (GDPR Art. 13(1)(e) and (f), Art. 30(1)(d) and (e)).

use samtycke_shared::api::FieldError;
use samtycke_shared::receipt::JURISDICTIONS;
use serde::{Deserialize, Serialize};

use crate::candidates::check_line;
use crate::consent::words;
use crate::error::field_error;
use crate::i18n;

/// What a receipt can hold of them, in any language; it must stay small.
const MAX_SENTENCE: usize = 1_500;
const MOST: usize = 20;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Recipient {
    pub name: String,
    /// `processor` does only what the controller decides, `recipient` decides itself.
    pub kind: String,
    /// What they do with the data.
    pub purpose: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What protects the data in a country outside the European Economic Area (Art. 44 to 49).
    pub safeguard: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Processor,
    Recipient,
}

words!(Kind { Processor = "processor", Recipient = "recipient" });

/// Countries a list offers: the European Economic Area, then others where suppliers often are.
pub fn countries() -> impl Iterator<Item = &'static str> {
    const OTHERS: [&str; 14] = [
        "AU", "BR", "CA", "CH", "GB", "IL", "IN", "JP", "KR", "NZ", "SG", "TR", "UA", "US",
    ];
    JURISDICTIONS
        .into_iter()
        .filter(|code| *code != "EU")
        .chain(OTHERS)
}

impl Recipient {
    pub fn is_in_third_country(&self) -> bool {
        !JURISDICTIONS.contains(&self.country.as_str())
    }

    fn problems(&self, index: usize) -> Vec<FieldError> {
        let field = |name: &str| format!("recipient_list.{index}.{name}");
        let lines = [
            ("name", &self.name, 100),
            ("purpose", &self.purpose, 150),
            ("safeguard", &self.safeguard, 150),
        ];
        let mut errors: Vec<FieldError> = lines
            .into_iter()
            .filter_map(|(name, value, limit)| check_line(&field(name), value, limit))
            .collect();
        for (name, value) in [("name", &self.name), ("purpose", &self.purpose)] {
            if value.trim().is_empty() {
                errors.push(field_error(&field(name), "required", "must not be empty"));
            }
        }
        if Kind::parse(&self.kind).is_none() {
            let message = "must be processor or recipient";
            errors.push(field_error(&field("kind"), "invalid", message));
        }
        let is_code =
            self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code || self.country == "EU" {
            let message = "must be the two-letter code of a country, such as SE";
            errors.push(field_error(&field("country"), "invalid", message));
        } else if self.is_in_third_country() && self.safeguard.trim().is_empty() {
            let message = "say what protects the data there, such as an adequacy decision or standard contractual clauses";
            errors.push(field_error(&field("safeguard"), "required", message));
        }
        errors
    }
}

pub fn problems(list: &[Recipient]) -> Vec<FieldError> {
    if list.len() > MOST {
        let message = format!("at most {MOST}");
        return vec![field_error("recipient_list", "too_long", message)];
    }
    let mut errors: Vec<FieldError> = list
        .iter()
        .enumerate()
        .flat_map(|(index, recipient)| recipient.problems(index))
        .collect();
    let longest = i18n::LANGUAGES
        .iter()
        .filter_map(|language| sentence(list, language))
        .map(|sentence| sentence.chars().count())
        .max();
    if longest.is_some_and(|length| length > MAX_SENTENCE) {
        let message =
            format!("all together at most {MAX_SENTENCE} characters: they stand in every receipt");
        errors.push(field_error("recipient_list", "too_long", message));
    }
    errors
}

/// What stands for `{{recipients}}` in a text; nothing when there are none.
pub fn sentence(list: &[Recipient], language: &str) -> Option<String> {
    let one = |recipient: &Recipient| {
        let country = i18n::text(
            language,
            "country",
            &[("code", recipient.country.clone().into())],
        );
        let mut about = format!("{}, {country}", recipient.purpose);
        if recipient.is_in_third_country() {
            let safeguard = [("safeguard", recipient.safeguard.clone().into())];
            about = format!(
                "{about}; {}",
                i18n::text(language, "recipient-safeguard", &safeguard)
            );
        }
        format!("{} ({about})", recipient.name)
    };
    let all: Vec<String> = list.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipient(name: &str, country: &str, safeguard: &str) -> Recipient {
        Recipient {
            name: name.into(),
            kind: "processor".into(),
            purpose: "drift".into(),
            country: country.into(),
            safeguard: safeguard.into(),
        }
    }

    fn fields(list: &[Recipient]) -> Vec<String> {
        problems(list)
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_third_country_needs_a_safeguard() {
        assert_eq!(
            fields(&[recipient("A", "SE", ""), recipient("B", "NO", "")]),
            [""; 0]
        );
        assert_eq!(
            fields(&[recipient("A", "US", " ")]),
            ["recipient_list.0.safeguard"]
        );
        assert_eq!(
            fields(&[recipient("A", "US", "standardavtalsklausuler")]),
            [""; 0]
        );
        assert_eq!(
            fields(&[recipient("A", "EU", "")]),
            ["recipient_list.0.country"]
        );
        assert_eq!(
            fields(&[recipient("", "se", "")]),
            ["recipient_list.0.name", "recipient_list.0.country"]
        );
    }

    #[test]
    fn the_text_names_all_with_country_and_safeguard() {
        let list = [
            recipient("Moln AB", "SE", ""),
            recipient("Mail Inc", "US", "SCC"),
        ];
        assert_eq!(
            sentence(&list, "sv").unwrap(),
            "Moln AB (drift, Sverige), Mail Inc (drift, USA; skydd: SCC)"
        );
        assert_eq!(
            sentence(&list, "en").unwrap(),
            "Moln AB (drift, Sweden), Mail Inc (drift, United States; safeguard: SCC)"
        );
        assert_eq!(sentence(&[], "sv"), None);
    }

    #[test]
    fn what_would_not_fit_a_receipt_is_refused() {
        let long = recipient(&"A".repeat(100), "US", &"s".repeat(150));
        let many: [Recipient; 6] = std::array::from_fn(|_| long.clone());
        assert_eq!(fields(&many), ["recipient_list"]);
    }

    #[test]
    fn every_country_offered_has_a_name() {
        for language in i18n::LANGUAGES {
            for code in countries() {
                let name = i18n::text(language, "country", &[("code", code.into())]);
                assert_ne!(name, code, "{language}");
            }
        }
    }
}
