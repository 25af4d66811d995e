//! What an author states about a draft.

use serde::{Deserialize, Serialize};

use super::Item;

/// What the author states where the words do not show it. Kept with the draft, frozen with the version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Statements {
    /// Facts about the processing, the same in every language.
    pub not_applicable: Vec<NotApplicable>,
    /// Sentences of the text that say it in words the lint does not know.
    pub quotes: Vec<Quote>,
}

impl Statements {
    pub fn is_empty(&self) -> bool {
        self.not_applicable.is_empty() && self.quotes.is_empty()
    }

    pub fn reason(&self, item: Item) -> Option<&str> {
        let stated = self
            .not_applicable
            .iter()
            .find(|stated| stated.item == item)?;
        Some(stated.reason.as_str()).filter(|reason| !reason.trim().is_empty())
    }

    pub fn quote(&self, item: Item, language: &str) -> Option<&str> {
        let quote = self
            .quotes
            .iter()
            .find(|quote| quote.item == item && quote.language == language)?;
        Some(quote.quote.as_str()).filter(|quote| !quote.trim().is_empty())
    }
}

/// An item that the processing gives no occasion for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    pub item: Item,
    pub reason: String,
}

/// Where a text says what the lint did not see. Counts only while the text holds these very words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Quote {
    pub item: Item,
    pub language: String,
    pub quote: String,
}
