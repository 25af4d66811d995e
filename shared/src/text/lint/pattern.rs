//! Signs: what a sentence must say to count.
//!
//! `keep*|store & your details & !cookies` reads: "keep…" or "store", and "your details", and nowhere "cookies".
//! Words stand next to each other; `*` ends a beginning. `@controller` and the other placeholders are what they are
//! filled with, `#reach` an address to write to, `#period` a span of time. A sign is looked for within one sentence;
//! with `¶` in front within a paragraph, with `§` in the whole text.

use super::Sentence;
use super::reader::{Text, words};
use crate::text::Placeholders;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Sentence,
    Paragraph,
    Text,
}

#[derive(Debug)]
pub(super) struct Pattern<'a> {
    scope: Scope,
    groups: Vec<Group<'a>>,
}

#[derive(Debug)]
struct Group<'a> {
    wanted: bool,
    alternatives: Vec<&'a str>,
}

impl<'a> Pattern<'a> {
    pub fn parse(sign: &'a str) -> Self {
        let (scope, sign) = match sign.strip_prefix('¶') {
            Some(rest) => (Scope::Paragraph, rest),
            None => match sign.strip_prefix('§') {
                Some(rest) => (Scope::Text, rest),
                None => (Scope::Sentence, sign),
            },
        };
        let groups = sign
            .split('&')
            .map(|group| {
                let group = group.trim();
                let (wanted, group) = match group.strip_prefix('!') {
                    Some(rest) => (false, rest),
                    None => (true, group),
                };
                Group {
                    wanted,
                    alternatives: group.split('|').map(str::trim).collect(),
                }
            })
            .collect();
        Self { scope, groups }
    }

    /// The sentence that shows it: of several, the one that says the last thing asked for.
    pub fn find<'t>(&self, text: &'t Text, values: &Placeholders) -> Option<&'t Sentence> {
        text.sentences
            .iter()
            .find(|sentence| self.shows(sentence, text, values))
    }

    /// The last thing asked for decides first: it leaves few sentences to look around.
    fn shows(&self, sentence: &Sentence, text: &Text, values: &Placeholders) -> bool {
        let last = self.groups.iter().rev().find(|group| group.wanted);
        if !last.is_some_and(|group| group.is_in(sentence, values)) {
            return false;
        }
        match self.scope {
            Scope::Sentence => self.holds(std::slice::from_ref(sentence), values),
            Scope::Paragraph => self.holds(text.paragraph_of(sentence), values),
            Scope::Text => self.holds(&text.sentences, values),
        }
    }

    fn holds(&self, around: &[Sentence], values: &Placeholders) -> bool {
        self.groups
            .iter()
            .all(|group| around.iter().any(|other| group.is_in(other, values)) == group.wanted)
    }
}

impl Group<'_> {
    fn is_in(&self, sentence: &Sentence, values: &Placeholders) -> bool {
        self.alternatives
            .iter()
            .any(|alternative| is_said(alternative, sentence, values))
    }
}

fn is_said(alternative: &str, sentence: &Sentence, values: &Placeholders) -> bool {
    match alternative {
        "#reach" => has_address(&sentence.text),
        "#period" => has_period(&sentence.words),
        _ => match alternative.strip_prefix('@') {
            Some(name) => {
                let value = words(values.get(name).unwrap_or_default());
                !value.is_empty()
                    && sentence
                        .words
                        .windows(value.len())
                        .any(|window| window == value)
            }
            None => has_run(&sentence.words, alternative),
        },
    }
}

fn has_run(words: &[String], run: &str) -> bool {
    let run: Vec<&str> = run.split(' ').collect();
    words.windows(run.len()).any(|window| {
        window
            .iter()
            .zip(&run)
            .all(|(word, wanted)| is_word(word, wanted))
    })
}

fn is_word(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == wanted,
    }
}

/// An e-mail address, a web address or a telephone number.
fn has_address(text: &str) -> bool {
    let is_address = |word: &str| {
        let word = word.trim_matches(|character: char| !character.is_alphanumeric());
        let mail = word
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        mail || word.starts_with("http") || word.starts_with("www.")
    };
    text.split_whitespace().any(is_address) || has_telephone(text)
}

fn has_telephone(text: &str) -> bool {
    let mut digits = 0;
    text.chars().any(|character| {
        digits = match character {
            _ if character.is_ascii_digit() => digits + 1,
            ' ' | '-' | '+' | '(' | ')' | '\u{a0}' => digits,
            _ => 0,
        };
        digits >= 7
    })
}

/// A number, in digits or a small one in words, and a unit of time.
fn has_period(words: &[String]) -> bool {
    words
        .windows(2)
        .any(|pair| is_number(&pair[0]) && is_unit(&pair[1]))
}

fn is_number(word: &str) -> bool {
    const NUMBERS: &[&str] = &[
        "ett",
        "en",
        "två",
        "tre",
        "fyra",
        "fem",
        "sex",
        "åtta",
        "tio",
        "tolv",
        "arton",
        "tjugofyra", // Swedish
        "et",
        "to",
        "fire",
        "fem",
        "seks",
        "otte",
        "ti",
        "atten",
        "fireogtyve", // Danish
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "eight",
        "ten",
        "twelve",
        "eighteen", // English
    ];
    word.bytes().all(|byte| byte.is_ascii_digit()) || NUMBERS.contains(&word)
}

fn is_unit(word: &str) -> bool {
    const UNITS: &[&str] = &[
        "månad*", "år", "års", "veck*", "dag", "dagar", "måned*", "uge*", "dage", "month*",
        "year*", "week*", "day*",
    ];
    UNITS.iter().any(|unit| is_word(word, unit))
}
