//! Which data is kept for what, on which legal basis and for how long (GDPR Art. 30(1)(b), (c) and (f)).

use samtycke_shared::api::FieldError;
use serde::{Deserialize, Serialize};

use crate::candidates::check_line;
use crate::consent::words;
use crate::error::field_error;
use crate::i18n;

const MOST: usize = 30;
/// What the product itself does, as a customer's record may say it.
const PROPOSED: [(&str, Basis); 5] = [
    ("details", Basis::Consent),
    ("consents", Basis::LegalObligation),
    ("mails", Basis::LegalObligation),
    ("certificates", Basis::LegalObligation),
    ("staff", Basis::LegitimateInterests),
];

/// One category of data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Category {
    /// Such as name and contact details.
    pub data: String,
    /// Whom it is about.
    pub subjects: String,
    pub purpose: String,
    /// `consent`, `contract`, `legal_obligation`, `vital_interests`, `public_task` or
    /// `legitimate_interests`: GDPR Art. 6(1)(a) to (f).
    pub basis: String,
    /// How long, in words.
    pub period: String,
}

/// GDPR Art. 6(1), in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Consent,
    Contract,
    LegalObligation,
    VitalInterests,
    PublicTask,
    LegitimateInterests,
}

words!(Basis {
    Consent = "consent",
    Contract = "contract",
    LegalObligation = "legal_obligation",
    VitalInterests = "vital_interests",
    PublicTask = "public_task",
    LegitimateInterests = "legitimate_interests",
});

impl Basis {
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterests,
        Self::PublicTask,
        Self::LegitimateInterests,
    ];
}

impl Category {
    fn problems(&self, index: usize) -> Vec<FieldError> {
        let field = |name: &str| format!("retention.{index}.{name}");
        let lines = [
            ("data", &self.data),
            ("subjects", &self.subjects),
            ("purpose", &self.purpose),
            ("period", &self.period),
        ];
        let mut errors: Vec<FieldError> = Vec::new();
        for (name, value) in lines {
            errors.extend(check_line(&field(name), value, 300));
            if value.trim().is_empty() {
                errors.push(field_error(&field(name), "required", "must not be empty"));
            }
        }
        if Basis::parse(&self.basis).is_none() {
            let all = Basis::ALL.map(Basis::as_str).join(", ");
            let message = format!("must be one of {all}");
            errors.push(field_error(&field("basis"), "invalid", message));
        }
        errors
    }
}

pub fn problems(list: &[Category]) -> Vec<FieldError> {
    if list.len() > MOST {
        let message = format!("at most {MOST}");
        return vec![field_error("retention", "too_long", message)];
    }
    let each = list.iter().enumerate();
    each.flat_map(|(index, category)| category.problems(index))
        .collect()
}

/// What a tenant starts from: how this product keeps and erases.
pub fn proposed(language: &str) -> Vec<Category> {
    let say = |key: &str, part: &str| i18n::text(language, &format!("kept-{key}-{part}"), &[]);
    PROPOSED
        .into_iter()
        .map(|(key, basis)| Category {
            data: say(key, "data"),
            subjects: say(key, "subjects"),
            purpose: say(key, "purpose"),
            basis: basis.to_string(),
            period: say(key, "period"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposal_is_complete_in_both_languages() {
        for language in ["sv", "en"] {
            assert_eq!(problems(&proposed(language)), vec![], "{language}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let errors = problems(&[Category::default()]);
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        let expected = ["data", "subjects", "purpose", "period", "basis"];
        assert_eq!(fields, expected.map(|name| format!("retention.0.{name}")));
    }
}
