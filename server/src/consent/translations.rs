//! Whether the languages of a draft still say the same, as far as that can be told without understanding them.

use std::collections::BTreeMap;

use super::publish::{Content, Label, PurposeRule, Wording};

/// A sign that languages are out of step. `language` is the one to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// The version before has this language, the draft does not.
    Dropped { language: String },
    /// Nothing changed here since the version before, while others did.
    Behind {
        language: String,
        changed: Vec<String>,
    },
    /// A box says something else in other languages, here it says what it said before.
    BoxBehind {
        language: String,
        key: String,
        changed: Vec<String>,
    },
    /// A box has an explanation in other languages.
    BoxUnexplained { language: String, key: String },
    /// A box is valid for another time, or is required now, and its words are the old ones in every language.
    RuleChanged { key: String },
    /// Another number of headings or paragraphs than the first language.
    Shape { language: String, first: String },
    /// Other figures in the text than in the first language.
    Figures {
        language: String,
        first: String,
        only_here: Vec<String>,
        only_there: Vec<String>,
    },
}

/// Compares the draft with the version before it, if there is one, and its languages with each other.
pub fn drifts(draft: &Content, before: Option<&Content>) -> Vec<Drift> {
    let mut found = Vec::new();
    if let Some(before) = before {
        found.extend(since(draft, before));
    }
    if let Some((first, others)) = draft.languages.split_first() {
        for other in others {
            found.extend(beside(first, other));
        }
    }
    found.extend(unexplained(draft));
    found
}

fn since(draft: &Content, before: &Content) -> Vec<Drift> {
    let mut found: Vec<Drift> = before
        .languages
        .iter()
        .filter(|old| wording(draft, &old.language).is_none())
        .map(|old| Drift::Dropped {
            language: old.language.clone(),
        })
        .collect();
    let (changed, same): (Vec<_>, Vec<_>) = draft
        .languages
        .iter()
        .filter_map(|new| Some((new, wording(before, &new.language)?)))
        .partition(|(new, old)| text_of(new) != text_of(old));
    if !changed.is_empty() {
        found.extend(same.iter().map(|(new, _)| {
            Drift::Behind {
                language: new.language.clone(),
                changed: changed
                    .iter()
                    .map(|(new, _)| new.language.clone())
                    .collect(),
            }
        }));
    }
    for rule in &draft.purposes {
        found.extend(box_since(draft, before, rule));
    }
    found
}

fn box_since(draft: &Content, before: &Content, rule: &PurposeRule) -> Vec<Drift> {
    let Some(old_rule) = before.purposes.iter().find(|old| old.key == rule.key) else {
        return Vec::new();
    };
    let both = draft.languages.iter().filter_map(|new| {
        let old = wording(before, &new.language)?;
        Some((
            &new.language,
            label(new, &rule.key)?,
            label(old, &rule.key)?,
        ))
    });
    let (changed, same): (Vec<_>, Vec<_>) = both.partition(|(_, new, old)| new != old);
    if changed.is_empty() {
        let changed = rule != old_rule;
        let key = rule.key.clone();
        return changed
            .then_some(Drift::RuleChanged { key })
            .into_iter()
            .collect();
    }
    same.iter()
        .map(|(language, ..)| Drift::BoxBehind {
            language: (*language).clone(),
            key: rule.key.clone(),
            changed: changed
                .iter()
                .map(|(language, ..)| (*language).clone())
                .collect(),
        })
        .collect()
}

fn beside(first: &Wording, other: &Wording) -> Vec<Drift> {
    let mut found = Vec::new();
    if shape(&first.body) != shape(&other.body) {
        found.push(Drift::Shape {
            language: other.language.clone(),
            first: first.language.clone(),
        });
    }
    let (here, there) = (figures(&other.body), figures(&first.body));
    let (only_here, only_there) = (surplus(&here, &there), surplus(&there, &here));
    if !only_here.is_empty() || !only_there.is_empty() {
        found.push(Drift::Figures {
            language: other.language.clone(),
            first: first.language.clone(),
            only_here,
            only_there,
        });
    }
    found
}

fn unexplained(draft: &Content) -> Vec<Drift> {
    let mut found = Vec::new();
    for rule in &draft.purposes {
        let explained = |wording: &&Wording| {
            label(wording, &rule.key).is_some_and(|label| !label.description.trim().is_empty())
        };
        let (with, without): (Vec<_>, Vec<_>) = draft.languages.iter().partition(explained);
        if !with.is_empty() {
            found.extend(without.iter().map(|wording| Drift::BoxUnexplained {
                language: wording.language.clone(),
                key: rule.key.clone(),
            }));
        }
    }
    found
}

fn wording<'c>(content: &'c Content, language: &str) -> Option<&'c Wording> {
    content
        .languages
        .iter()
        .find(|wording| wording.language == language)
}

fn label<'w>(wording: &'w Wording, key: &str) -> Option<&'w Label> {
    wording.purposes.iter().find(|label| label.key == key)
}

fn text_of(wording: &Wording) -> (&str, &str) {
    (wording.title.trim(), wording.body.trim())
}

/// Headings and paragraphs.
fn shape(markdown: &str) -> (usize, usize) {
    let blocks = markdown
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty());
    let (headings, paragraphs): (Vec<_>, Vec<_>) = blocks.partition(|block| block.starts_with('#'));
    (headings.len(), paragraphs.len())
}

/// Runs of digits with how often each is there. Placeholders hold none.
fn figures(markdown: &str) -> BTreeMap<String, usize> {
    let mut figures = BTreeMap::new();
    for run in markdown.split(|character: char| !character.is_ascii_digit()) {
        if !run.is_empty() {
            *figures.entry(run.to_owned()).or_default() += 1;
        }
    }
    figures
}

/// What is in `one` more often than in `other`.
fn surplus(one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> Vec<String> {
    one.iter()
        .filter(|(figure, count)| **count > other.get(*figure).copied().unwrap_or_default())
        .map(|(figure, _)| figure.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenants::setup::proposed_content;

    fn edit(content: &mut Content, language: &str, edit: impl FnOnce(&mut Wording)) {
        let wording = content
            .languages
            .iter_mut()
            .find(|wording| wording.language == language);
        edit(wording.unwrap());
    }

    #[test]
    fn the_proposal_is_in_step() {
        let proposal = proposed_content("sv");
        assert_eq!(drifts(&proposal, None), []);
        assert_eq!(drifts(&proposal, Some(&proposal)), []);
    }

    #[test]
    fn a_language_left_behind_is_named() {
        let before = proposed_content("sv");
        let mut draft = before.clone();
        edit(&mut draft, "sv", |wording| wording.body += " Välkommen.");
        let behind = |language: &str| Drift::Behind {
            language: language.into(),
            changed: vec!["sv".into()],
        };
        assert_eq!(drifts(&draft, Some(&before)), [behind("en"), behind("da")]);
        for language in ["en", "da"] {
            edit(&mut draft, language, |wording| wording.body += " Welcome.");
        }
        assert_eq!(drifts(&draft, Some(&before)), []);
        draft.languages.pop();
        assert_eq!(
            drifts(&draft, Some(&before)),
            [Drift::Dropped {
                language: "da".into()
            }]
        );
    }

    #[test]
    fn a_box_that_means_something_else_in_one_language_is_named() {
        let before = proposed_content("sv");
        let mut draft = before.clone();
        edit(&mut draft, "sv", |wording| {
            wording.purposes[0].label = "Dela".into()
        });
        let found = drifts(&draft, Some(&before));
        assert_eq!(found.len(), 2);
        assert!(
            matches!(&found[0], Drift::BoxBehind { language, key, changed }
            if language == "en" && key == "future_jobs" && changed == &["sv"])
        );
        let mut longer = before.clone();
        longer.purposes[0].validity_months = 12;
        assert_eq!(
            drifts(&longer, Some(&before)),
            [Drift::RuleChanged {
                key: "future_jobs".into()
            }]
        );
        let mut unexplained = before.clone();
        edit(&mut unexplained, "da", |wording| {
            wording.purposes[0].description.clear()
        });
        assert!(drifts(&unexplained, None).contains(&Drift::BoxUnexplained {
            language: "da".into(),
            key: "future_jobs".into(),
        }));
    }

    #[test]
    fn other_figures_and_another_shape_are_named() {
        let mut draft = proposed_content("sv");
        edit(&mut draft, "en", |wording| {
            wording.body = wording.body.replace("30 days", "20 days")
        });
        edit(&mut draft, "da", |wording| wording.body += "\n\nEkstra.");
        let found = drifts(&draft, None);
        assert_eq!(
            found,
            [
                Drift::Figures {
                    language: "en".into(),
                    first: "sv".into(),
                    only_here: vec!["20".into()],
                    only_there: vec!["30".into()],
                },
                Drift::Shape {
                    language: "da".into(),
                    first: "sv".into()
                },
            ]
        );
    }
}
