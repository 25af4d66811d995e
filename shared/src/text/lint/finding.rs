//! What the lint says of an item, before and after what the author states.

use serde::{Deserialize, Serialize};

use super::reader::words;
use super::{Draft, Item, Part};
use crate::text::plain;

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

impl Finding {
    pub(super) fn of(item: Item) -> Self {
        Self {
            item,
            state: State::Missing,
            places: Vec::new(),
            lacking: Vec::new(),
            conflicts: Vec::new(),
            reason: None,
        }
    }

    pub(super) fn add(&mut self, place: Place) {
        if !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    pub(super) fn settle(&mut self) {
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
    pub(super) fn or_as_stated(mut self, draft: &Draft) -> Self {
        if self.state != State::Missing {
            return self;
        }
        if let Some(reason) = draft
            .statements
            .reason(self.item)
            .filter(|_| self.may_state_reason(draft))
        {
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

    /// Nobody can state that there is no officer whom the settings name. The controller's own address names none.
    fn may_state_reason(&self, draft: &Draft) -> bool {
        let (dpo, contact) = (draft.values.dpo.trim(), draft.values.contact.trim());
        let officer_is_named = self.item == Item::Officer && !dpo.is_empty() && dpo != contact;
        self.item.takes_reason() && !officer_is_named
    }

    pub fn is_missing(&self) -> bool {
        self.state == State::Missing
    }
}

/// Whether the text holds these words, whatever the case and the line breaks. Too short a quote proves nothing.
fn holds(draft: &Draft, quote: &str) -> bool {
    let quoted = words(quote);
    let text = words(&plain(draft.body));
    quoted.len() >= MIN_QUOTE && text.windows(quoted.len()).any(|window| window == quoted)
}

/// Words a quote has at least.
const MIN_QUOTE: usize = 4;
