//! The disclosure lint: does a consent text say what GDPR Art. 7 and 13 and recitals 32, 42 and 43 ask for?
//!
//! It looks for words, in Swedish, Danish and English, sentence by sentence. What it finds it shows, so that a
//! person can disagree; what it misses it names together with a sentence that would help. Whether a sentence is
//! true, complete or easy to understand no list of words can tell, and the lint says so instead of guessing.

mod da;
mod en;
mod item;
mod pattern;
mod reader;
mod sv;

use serde::{Deserialize, Serialize};

use super::Placeholders;
use crate::api::Purpose;
pub use item::{Item, Part};
use pattern::Pattern;
use reader::{Sentence, Text};

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
        let stated = self.not_applicable.iter().find(|stated| stated.item == item)?;
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Found,
    Missing,
    NotApplicable,
    CannotJudge,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Missing => "missing",
            Self::NotApplicable => "not_applicable",
            Self::CannotJudge => "cannot_judge",
        }
    }
}

/// What became of one item in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub item: Item,
    pub state: State,
    /// Where it was found.
    pub places: Vec<Place>,
    /// What is not there, each with a sentence to insert.
    pub lacking: Vec<Lack>,
    /// What stands against it.
    pub conflicts: Vec<Conflict>,
    /// Why it is not applicable, or cannot be judged.
    pub reason: Option<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// The heading it stands under; empty above the first one.
    pub heading: String,
    pub sentence: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lack {
    pub part: Part,
    /// Markdown in the text's language, with placeholders: ready to be inserted.
    pub help: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    pub kind: ConflictKind,
    /// The words that stand in the way.
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Using or sending something is taken for consent.
    Implied,
    PreTicked,
    /// Consent and the acceptance of terms in one.
    Terms,
    Irrevocable,
    /// A box without which there is no consent at all.
    RequiredPurpose,
    /// Several purposes in one box.
    BundledPurposes,
}

impl ConflictKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Implied => "implied",
            Self::PreTicked => "pre_ticked",
            Self::Terms => "terms",
            Self::Irrevocable => "irrevocable",
            Self::RequiredPurpose => "required_purpose",
            Self::BundledPurposes => "bundled_purposes",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The author's own words.
    Stated(String),
    /// No legitimate interest is invoked: what is asked for rests on consent.
    ConsentIsTheBasis,
    /// The form shows every box unticked and takes nothing but a tick for a yes, whatever the text says.
    GuaranteedByTheForm,
    /// Whether words are clear and set apart is for people to judge.
    ClearnessIsForPeople,
    /// There are no word lists for this language.
    UnknownLanguage,
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
        state: if by_design { State::Found } else { State::CannotJudge },
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
        self.first(&self.text, self.language.invokes_interests).is_some()
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
            Item::Granular => self.purposes_that(BundledPurposes, |purpose| self.is_bundled(purpose)),
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

    fn purposes_that(&self, kind: ConflictKind, is_wrong: impl Fn(&Purpose) -> bool) -> Vec<Conflict> {
        let wrong = self.draft.purposes.iter().filter(|purpose| is_wrong(purpose));
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
        let says = |sign: &str| Pattern::parse(sign).find(&label, self.draft.values).is_some();
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

impl Finding {
    fn of(item: Item) -> Self {
        Self {
            item,
            state: State::Missing,
            places: Vec::new(),
            lacking: Vec::new(),
            conflicts: Vec::new(),
            reason: None,
        }
    }

    fn add(&mut self, place: Place) {
        if !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    fn settle(&mut self) {
        let complete = self.lacking.is_empty() && self.conflicts.is_empty();
        self.state = match self.item {
            _ if !complete => State::Missing,
            Item::Distinguishable => State::CannotJudge,
            _ => State::Found,
        };
        self.reason = match self.item {
            Item::Distinguishable if complete => Some(Reason::ClearnessIsForPeople),
            Item::Unticked if complete => Some(Reason::GuaranteedByTheForm),
            _ => None,
        };
    }

    /// The finding after what the author states: a quoted sentence that is there, or a reason where one may be given.
    fn or_as_stated(mut self, draft: &Draft) -> Self {
        if self.state != State::Missing {
            return self;
        }
        if let Some(reason) = draft.statements.reason(self.item).filter(|_| self.may_state_reason(draft)) {
            self.state = State::NotApplicable;
            self.reason = Some(Reason::Stated(reason.to_owned()));
            return self;
        }
        let quote = draft.statements.quote(self.item, draft.language);
        let quote = quote.filter(|quote| self.conflicts.is_empty() && holds(draft, quote));
        if let Some(quote) = quote {
            self.add(Place {
                heading: String::new(),
                sentence: quote.trim().to_owned(),
            });
            self.lacking.clear();
            self.state = State::Found;
        }
        self
    }

    /// Nobody can state that there is no officer whom the settings name.
    fn may_state_reason(&self, draft: &Draft) -> bool {
        let officer_is_named = self.item == Item::Officer && !draft.values.dpo.trim().is_empty();
        self.item.takes_reason() && !officer_is_named
    }

    pub fn is_missing(&self) -> bool {
        self.state == State::Missing
    }
}

/// Whether the text holds these words, whatever the case and the line breaks. Too short a quote proves nothing.
fn holds(draft: &Draft, quote: &str) -> bool {
    let quoted = reader::words(quote);
    let text = reader::words(&super::plain(draft.body));
    quoted.len() >= MIN_QUOTE && text.windows(quoted.len()).any(|window| window == quoted)
}

/// Words a quote has at least.
const MIN_QUOTE: usize = 4;

#[cfg(test)]
mod tests;
