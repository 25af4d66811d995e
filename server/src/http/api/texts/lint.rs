//! The findings of the disclosure lint as JSON, with words for people in English.

use samtycke_shared::text::lint::{Conflict, Finding, Item, Lack, Place, State};
use serde::Serialize;

use crate::consent::disclosure::{self, Judged};
use crate::i18n;

#[derive(Serialize, utoipa::ToSchema)]
pub struct Lint {
    /// Whether nothing is missing in any language.
    complete: bool,
    languages: Vec<LanguageLint>,
    /// What no list of words can tell.
    cannot_judge: String,
}

#[derive(Serialize, utoipa::ToSchema)]
struct LanguageLint {
    language: String,
    /// The items that are missing.
    missing: Vec<Item>,
    findings: Vec<FindingItem>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct FindingItem {
    /// Its place in the law: `13.1.a`, `7.3`, `r32`.
    item: Item,
    law: String,
    title: String,
    state: State,
    /// The sentences it was found in.
    found_in: Vec<Place>,
    /// What is missing, each with a sentence to insert.
    lacking: Vec<Lack>,
    /// What stands against it.
    conflicts: Vec<Conflict>,
    /// Why it is not applicable, or cannot be judged.
    reason: Option<String>,
    /// Whether `statements.not_applicable` may say why it does not apply.
    takes_reason: bool,
}

impl Lint {
    pub fn of(judged: &[Judged]) -> Self {
        Self {
            complete: judged
                .iter()
                .all(|judged| judged.missing().next().is_none()),
            languages: judged
                .iter()
                .map(|judged| LanguageLint {
                    language: judged.language.clone(),
                    missing: judged.missing().map(|finding| finding.item).collect(),
                    findings: judged.findings.iter().map(item).collect(),
                })
                .collect(),
            cannot_judge: i18n::text("en", "console-lint-limits", &[]),
        }
    }
}

fn item(finding: &Finding) -> FindingItem {
    FindingItem {
        item: finding.item,
        law: format!("GDPR {}", finding.item.cite()),
        title: disclosure::title("en", finding.item),
        state: finding.state,
        found_in: finding.places.clone(),
        lacking: finding.lacking.clone(),
        conflicts: finding.conflicts.clone(),
        reason: finding
            .reason
            .as_ref()
            .map(|reason| disclosure::reason("en", reason)),
        takes_reason: finding.item.takes_reason(),
    }
}
