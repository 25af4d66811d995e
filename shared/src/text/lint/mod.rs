//! The disclosure lint: does a consent text say what GDPR Art. 7 and 13 and recitals 32, 42 and 43 ask for?
//!
//! It looks for words, in Swedish, Danish and English, sentence by sentence. What it finds it shows, so that a
//! person can disagree; what it misses it names together with a sentence that would help. Whether a sentence is
//! true, complete or easy to understand no list of words can tell, and the lint says so instead of guessing.

mod da;
mod en;
mod finding;
mod item;
mod pattern;
mod reader;
mod statement;
mod sv;

use super::Placeholders;
use crate::api::Purpose;
pub use finding::{Conflict, ConflictKind, Finding, Lack, Place, Reason, State};
pub use item::{Item, Part};
use pattern::Pattern;
use reader::{Sentence, Text};
pub use statement::{NotApplicable, Quote, Statements};

/// A draft in one language, as candidates would read it.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    pub language: &'a str,
    /// Markdown, its placeholders filled.
    pub body: &'a str,
    pub purposes: &'a [Purpose],
    /// What stood in for the placeholders: a text must name *this* controller.
    pub values: &'a Placeholders,
    pub statements: &'a Statements,
}

/// What tells a language's sentences apart.
struct Language {
    signs: fn(Part) -> &'static [&'static str],
    help: fn(Part) -> &'static str,
    conflicts: fn(ConflictKind) -> &'static [&'static str],
    invokes_interests: &'static [&'static str],
    /// Words of one kind of purpose each, apart from keeping details and getting in touch.
    purpose_families: &'static [&'static str],
    core_purpose: &'static str,
    /// Words that join two purposes.
    joins: &'static str,
}

/// The languages the lint can read.
pub const LANGUAGES: [&str; 3] = ["sv", "da", "en"];

fn language(code: &str) -> Option<&'static Language> {
    match code {
        "sv" => Some(&sv::LANGUAGE),
        "da" => Some(&da::LANGUAGE),
        "en" => Some(&en::LANGUAGE),
        _ => None,
    }
}

/// The sentence that would say this part, in Markdown with placeholders.
pub fn help(code: &str, part: Part) -> Option<&'static str> {
    language(code).map(|language| (language.help)(part))
}

/// Judges a draft in one language: a finding for every item, in the order of the law.
pub fn lint(draft: &Draft) -> Vec<Finding> {
    let reading = language(draft.language).map(|language| Reading {
        draft,
        language,
        text: Text::read(draft.body),
        boxes: boxes(draft.purposes),
    });
    Item::ALL
        .into_iter()
        .map(|item| match &reading {
            Some(reading) => reading.judge(item).or_as_stated(draft),
            None => unread(item).or_as_stated(draft),
        })
        .collect()
}

/// The item's finding as the words alone give it.
struct Reading<'a> {
    draft: &'a Draft<'a>,
    language: &'static Language,
    text: Text,
    boxes: Text,
}

fn boxes(purposes: &[Purpose]) -> Text {
    let lines: Vec<String> = purposes
        .iter()
        .map(|purpose| format!("{}\n\n{}", purpose.label, purpose.description))
        .collect();
    Text::read(&lines.join("\n\n"))
}

fn unread(item: Item) -> Finding {
    let by_design = matches!(item, Item::Unticked);
    Finding {
        state: if by_design {
            State::Found
        } else {
            State::CannotJudge
        },
        reason: Some(match by_design {
            true => Reason::GuaranteedByTheForm,
            false => Reason::UnknownLanguage,
        }),
        ..Finding::of(item)
    }
}

impl Reading<'_> {
    fn judge(&self, item: Item) -> Finding {
        let mut finding = Finding::of(item);
        if item == Item::Interests && !self.invokes_interests() {
            finding.state = State::NotApplicable;
            finding.reason = Some(Reason::ConsentIsTheBasis);
            return finding;
        }
        for part in item.parts() {
            match self.find(*part) {
                Some(place) => finding.add(place),
                None => finding.lacking.push(Lack {
                    part: *part,
                    help: (self.language.help)(*part).to_owned(),
                }),
            }
        }
        finding.conflicts = self.conflicts(item);
        finding.settle();
        finding
    }

    fn find(&self, part: Part) -> Option<Place> {
        let signs = (self.language.signs)(part);
        let in_text = self.first(&self.text, signs);
        // A box says what for; everything else belongs into the text it stands under.
        match part {
            Part::Purpose => in_text.or_else(|| self.first(&self.boxes, signs)),
            _ => in_text,
        }
    }

    fn first(&self, text: &Text, signs: &[&str]) -> Option<Place> {
        signs.iter().find_map(|sign| {
            let sentence = Pattern::parse(sign).find(text, self.draft.values)?;
            Some(place(sentence))
        })
    }

    fn invokes_interests(&self) -> bool {
        self.first(&self.text, self.language.invokes_interests)
            .is_some()
    }

    fn conflicts(&self, item: Item) -> Vec<Conflict> {
        use ConflictKind::{
            BundledPurposes, Implied, Irrevocable, PreTicked, RequiredPurpose, Terms,
        };
        match item {
            Item::Unticked => [self.conflict(Implied), self.conflict(PreTicked)].concat(),
            Item::Distinguishable => self.conflict(Terms),
            Item::EasyWithdrawal => self.conflict(Irrevocable),
            Item::FreelyGiven => self.purposes_that(RequiredPurpose, |purpose| purpose.required),
            Item::Granular => {
                self.purposes_that(BundledPurposes, |purpose| self.is_bundled(purpose))
            }
            _ => Vec::new(),
        }
    }

    fn conflict(&self, kind: ConflictKind) -> Vec<Conflict> {
        let signs = (self.language.conflicts)(kind);
        let found = [&self.text, &self.boxes]
            .into_iter()
            .filter_map(|text| self.first(text, signs));
        found
            .map(|place| Conflict {
                kind,
                words: place.sentence,
            })
            .collect()
    }

    fn purposes_that(
        &self,
        kind: ConflictKind,
        is_wrong: impl Fn(&Purpose) -> bool,
    ) -> Vec<Conflict> {
        let wrong = self
            .draft
            .purposes
            .iter()
            .filter(|purpose| is_wrong(purpose));
        wrong
            .map(|purpose| Conflict {
                kind,
                words: purpose.label.clone(),
            })
            .collect()
    }

    /// One box for keeping details *and* something else, or for two other things.
    fn is_bundled(&self, purpose: &Purpose) -> bool {
        let label = Text::read(&purpose.label);
        let says = |sign: &str| {
            Pattern::parse(sign)
                .find(&label, self.draft.values)
                .is_some()
        };
        let families = self
            .language
            .purpose_families
            .iter()
            .filter(|family| says(family))
            .count();
        let joined = says(self.language.joins) && says(self.language.core_purpose);
        families > 1 || (families == 1 && joined)
    }
}

fn place(sentence: &Sentence) -> Place {
    Place {
        heading: sentence.heading.clone(),
        sentence: sentence.text.clone(),
    }
}

#[cfg(test)]
mod tests;
