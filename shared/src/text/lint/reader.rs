//! A text as sentences, each knowing its paragraph and the heading above it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub heading: String,
    /// Counts paragraphs; the items of a list belong to the paragraph that leads up to them.
    pub paragraph: usize,
    pub text: String,
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub sentences: Vec<Sentence>,
}

impl Text {
    /// Headings announce; they tell nothing by themselves, so they are context and no sentences.
    pub fn read(markdown: &str) -> Self {
        let mut text = Self::default();
        let (mut heading, mut run, mut lead) = (String::new(), String::new(), String::new());
        let (mut paragraph, mut list_depth) = (0, 0_usize);
        for event in Parser::new_ext(markdown, Options::empty()) {
            match event {
                Event::Text(words) | Event::Code(words) => run.push_str(&words),
                Event::SoftBreak | Event::HardBreak => run.push(' '),
                Event::Start(Tag::List(_)) => {
                    text.add(&heading, paragraph, &lead, &std::mem::take(&mut run));
                    list_depth += 1;
                }
                Event::End(TagEnd::List(_)) => {
                    list_depth = list_depth.saturating_sub(1);
                    if list_depth == 0 {
                        lead.clear();
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    heading = std::mem::take(&mut run).trim().to_owned();
                    lead.clear();
                }
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                    let said = std::mem::take(&mut run);
                    if list_depth > 0 {
                        text.add(&heading, paragraph, &lead, &said);
                    } else {
                        paragraph += 1;
                        text.add(&heading, paragraph, "", &said);
                        lead = leading_up(&said);
                    }
                }
                _ => {}
            }
        }
        text
    }

    /// The sentences of one paragraph stand next to each other.
    pub(super) fn paragraph_of(&self, sentence: &Sentence) -> &[Sentence] {
        let start = self
            .sentences
            .partition_point(|other| other.paragraph < sentence.paragraph);
        let end = self
            .sentences
            .partition_point(|other| other.paragraph <= sentence.paragraph);
        &self.sentences[start..end]
    }

    fn add(&mut self, heading: &str, paragraph: usize, lead: &str, said: &str) {
        for sentence in sentences(said) {
            let text = match lead.is_empty() {
                true => sentence.to_owned(),
                false => format!("{lead} {sentence}"),
            };
            self.sentences.push(Sentence {
                heading: heading.to_owned(),
                paragraph,
                words: words(&text),
                text,
            });
        }
    }
}

/// The words before a list ("You have the right to:"), without which its items say nothing.
fn leading_up(said: &str) -> String {
    let last = sentences(said).into_iter().next_back().unwrap_or_default();
    match last.ends_with(':') {
        true => last.to_owned(),
        false => String::new(),
    }
}

/// Lower-case runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Ends that are no end of a sentence.
const ABBREVIATIONS: [&str; 16] = [
    "t.ex", "bl.a", "m.m", "dvs", "nr", "ca", "f.eks", "bl", "stk", "e.g", "i.e", "art", "no",
    "jfr", "inc", "ltd",
];

/// Cuts after `.`, `!` or `?` where a blank and something other than a small letter follow.
fn sentences(said: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in said.char_indices() {
        let rest = &said[at + mark.len_utf8()..];
        if matches!(mark, '.' | '!' | '?') && begins(rest) && !abbreviates(&said[start..at]) {
            let end = at + mark.len_utf8();
            found.push(said[start..end].trim());
            start = end;
        }
    }
    found.push(said[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn begins(rest: &str) -> bool {
    let blank = rest.chars().next().is_some_and(char::is_whitespace);
    let first = rest.trim_start().chars().next();
    blank && first.is_none_or(|first| !first.is_lowercase() && !first.is_ascii_digit())
}

fn abbreviates(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let last = last.trim_start_matches('(').to_lowercase();
    ABBREVIATIONS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<String> {
        let text = Text::read(markdown);
        text.sentences
            .into_iter()
            .map(|sentence| sentence.text)
            .collect()
    }

    #[test]
    fn sentences_end_where_another_begins() {
        assert_eq!(
            texts(
                "Skriv till oss, t.ex. till a@b.example. Klaga hos Art. Myndigheten! (Se stk. 1.) 24 månader"
            ),
            [
                "Skriv till oss, t.ex. till a@b.example.",
                "Klaga hos Art. Myndigheten!",
                "(Se stk. 1.) 24 månader"
            ]
        );
    }

    #[test]
    fn headings_are_context_and_list_items_keep_their_lead() {
        let text = Text::read("# Rättigheter\n\nLäs. Du kan:\n\n- få *se*\n- rätta\n\nSlut.");
        let read: Vec<_> = text
            .sentences
            .iter()
            .map(|sentence| (sentence.paragraph, sentence.text.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                (1, "Läs."),
                (1, "Du kan:"),
                (1, "Du kan: få se"),
                (1, "Du kan: rätta"),
                (2, "Slut.")
            ]
        );
        assert!(
            text.sentences
                .iter()
                .all(|sentence| sentence.heading == "Rättigheter")
        );
    }
}
