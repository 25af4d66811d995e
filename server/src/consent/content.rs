//! What a text version says, and what is wrong with a draft.

use std::collections::BTreeSet;

use samtycke_shared::api::FieldError;
use samtycke_shared::text;
use samtycke_shared::text::lint::Statements;
use serde::{Deserialize, Serialize};

use crate::error::field_error;
use crate::tenants::is_language;

/// Bytes of a text in one language.
pub(super) const MAX_BODY: usize = 40_000;
const MAX_PURPOSES: usize = 12;
const MAX_STATEMENT: usize = 1_000;

/// What a text version says: one set of purposes, the words for them in each language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub purposes: Vec<PurposeRule>,
    /// The tenant's own language first: it is the one served when the asked one is missing.
    pub languages: Vec<Wording>,
    /// What the author states about what the text need not say, or says in its own way.
    #[serde(default, skip_serializing_if = "Statements::is_empty")]
    pub statements: Statements,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposeRule {
    /// `a-z`, `0-9` and `_`.
    pub key: String,
    #[serde(default)]
    pub required: bool,
    pub validity_months: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub language: String,
    pub title: String,
    /// Markdown; may hold `{{controller}}`, `{{contact}}`, `{{address}}`, `{{dpo}}`, `{{recipients}}`,
    /// `{{retention}}` and `{{authority}}`.
    pub body: String,
    pub purposes: Vec<Label>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub key: String,
    pub label: String,
    #[serde(default)]
    pub description: String,
}

impl Content {
    /// What stands in the way of publishing, each by field.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        self.check_purposes(&mut errors);
        if self.languages.is_empty() {
            errors.push(field_error(
                "languages",
                "required",
                "write the text in at least one language",
            ));
        }
        let mut seen = BTreeSet::new();
        self.check_statements(&mut errors);
        for (index, wording) in self.languages.iter().enumerate() {
            if !seen.insert(&wording.language) {
                let message = format!("{} is there twice", wording.language);
                errors.push(field_error(
                    &format!("languages.{index}.language"),
                    "invalid",
                    message,
                ));
            }
            self.check_wording(index, wording, &mut errors);
        }
        errors
    }

    fn check_purposes(&self, errors: &mut Vec<FieldError>) {
        if self.purposes.is_empty() || self.purposes.len() > MAX_PURPOSES {
            let message = format!("name between one and {MAX_PURPOSES} purposes");
            errors.push(field_error("purposes", "required", message));
        }
        let mut seen = BTreeSet::new();
        for (index, purpose) in self.purposes.iter().enumerate() {
            let field = |name: &str| format!("purposes.{index}.{name}");
            if !is_key(&purpose.key) || !seen.insert(&purpose.key) {
                let message = "must be unique and made of a-z, 0-9 and _";
                errors.push(field_error(&field("key"), "invalid", message));
            }
            if !(1..=120).contains(&purpose.validity_months) {
                errors.push(field_error(
                    &field("validity_months"),
                    "invalid",
                    "must be between 1 and 120 months",
                ));
            }
        }
    }

    fn check_statements(&self, errors: &mut Vec<FieldError>) {
        let reasons = self
            .statements
            .not_applicable
            .iter()
            .map(|stated| &stated.reason);
        let quotes = self.statements.quotes.iter().map(|quote| &quote.quote);
        if reasons
            .chain(quotes)
            .any(|words| words.len() > MAX_STATEMENT)
        {
            let message = format!("keep each reason and quote below {MAX_STATEMENT} bytes");
            errors.push(field_error("statements", "too_long", message));
        }
    }

    fn check_wording(&self, index: usize, wording: &Wording, errors: &mut Vec<FieldError>) {
        let field = |name: &str| format!("languages.{index}.{name}");
        if !is_language(&wording.language) {
            errors.push(field_error(
                &field("language"),
                "invalid",
                "not a language code such as sv",
            ));
        }
        for (name, value) in [("title", &wording.title), ("body", &wording.body)] {
            if value.trim().is_empty() {
                errors.push(field_error(
                    &field(name),
                    "required",
                    format!("{name} must not be empty"),
                ));
            }
        }
        if wording.title.len() > 300 || wording.body.len() > MAX_BODY {
            errors.push(field_error(
                &field("body"),
                "too_long",
                "the text is too long to be read by anyone",
            ));
        }
        if let Err(unknown) = text::fill(&wording.body, &text::Placeholders::default()) {
            errors.push(field_error(
                &field("body"),
                "unknown",
                unknown_placeholders(&unknown),
            ));
        }
        for purpose in &self.purposes {
            let labelled = wording
                .purposes
                .iter()
                .any(|label| label.key == purpose.key && !label.label.trim().is_empty());
            if !labelled {
                let message = format!(
                    "purpose {} has no label in {}",
                    purpose.key, wording.language
                );
                errors.push(field_error(&field("purposes"), "required", message));
            }
        }
    }

    pub(super) fn longest_validity(&self) -> u32 {
        self.purposes
            .iter()
            .map(|purpose| purpose.validity_months)
            .max()
            .unwrap_or_default()
    }
}

/// What is different about a box beside its words, the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleChange {
    Added { key: String },
    Removed { key: String },
    Validity { key: String, from: u32, to: u32 },
    Required { key: String, required: bool },
}

pub fn rule_changes(old: &Content, new: &Content) -> Vec<RuleChange> {
    let find =
        |rules: &[PurposeRule], key: &str| rules.iter().find(|rule| rule.key == key).cloned();
    let mut changes = Vec::new();
    for rule in &new.purposes {
        let key = rule.key.clone();
        let Some(before) = find(&old.purposes, &key) else {
            changes.push(RuleChange::Added { key });
            continue;
        };
        if before.validity_months != rule.validity_months {
            changes.push(RuleChange::Validity {
                key: key.clone(),
                from: before.validity_months,
                to: rule.validity_months,
            });
        }
        if before.required != rule.required {
            changes.push(RuleChange::Required {
                key,
                required: rule.required,
            });
        }
    }
    let gone = old
        .purposes
        .iter()
        .filter(|rule| find(&new.purposes, &rule.key).is_none());
    changes.extend(gone.map(|rule| RuleChange::Removed {
        key: rule.key.clone(),
    }));
    changes
}

fn is_key(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&key.len()) && key.bytes().all(allowed) && !RESERVED.contains(&key)
}

/// Names of other fields in the candidate's form.
const RESERVED: [&str; 5] = ["answer", "confirm", "served", "lang", "csrf"];

pub(super) fn unknown_placeholders(unknown: &text::UnknownPlaceholders) -> String {
    let known = text::Placeholders::NAMES.map(|name| format!("{{{{{name}}}}}"));
    format!("{unknown}; there are {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        let label = Label {
            key: "future_jobs".into(),
            label: "Framtida jobb".into(),
            description: String::new(),
        };
        Content {
            purposes: vec![PurposeRule {
                key: "future_jobs".into(),
                required: false,
                validity_months: 24,
            }],
            languages: vec![Wording {
                language: "sv".into(),
                title: "T".into(),
                body: "B".into(),
                purposes: vec![label],
            }],
            statements: Statements::default(),
        }
    }

    fn fields(content: &Content) -> Vec<String> {
        content
            .problems()
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_complete_text_has_no_problems() {
        assert_eq!(content().problems(), vec![]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut missing = content();
        missing.languages[0].title = " ".into();
        missing.languages[0].purposes.clear();
        missing.purposes[0].validity_months = 0;
        assert_eq!(
            fields(&missing),
            [
                "purposes.0.validity_months",
                "languages.0.title",
                "languages.0.purposes"
            ]
        );
        let mut unknown = content();
        unknown.languages[0].body = "{{kontroller}}".into();
        assert_eq!(fields(&unknown), ["languages.0.body"]);
    }

    #[test]
    fn what_is_different_about_a_box_is_told() {
        let rule = |key: &str, required, validity_months| PurposeRule {
            key: key.into(),
            required,
            validity_months,
        };
        let (mut old, mut new) = (content(), content());
        old.purposes = vec![
            rule("same", false, 12),
            rule("gone", false, 12),
            rule("other", false, 12),
        ];
        new.purposes = vec![
            rule("same", false, 12),
            rule("other", true, 24),
            rule("new", false, 12),
        ];
        assert_eq!(
            rule_changes(&old, &new),
            [
                RuleChange::Validity {
                    key: "other".into(),
                    from: 12,
                    to: 24
                },
                RuleChange::Required {
                    key: "other".into(),
                    required: true
                },
                RuleChange::Added { key: "new".into() },
                RuleChange::Removed { key: "gone".into() },
            ]
        );
        assert_eq!(rule_changes(&old, &old), []);
    }

    #[test]
    fn a_purpose_cannot_be_named_like_another_form_field() {
        let mut clash = content();
        clash.purposes[0].key = "answer".into();
        clash.languages[0].purposes[0].key = "answer".into();
        assert_eq!(fields(&clash), ["purposes.0.key"]);
    }
}
