//! What changed between two versions of a text, for people.

use similar::{Algorithm, ChangeTag, TextDiff};

use super::plain;

/// A run of words that stayed, came or went. The words are plain text: escape them for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Equal(String),
    Inserted(String),
    Deleted(String),
}

impl Change {
    fn of(tag: ChangeTag, text: String) -> Self {
        match tag {
            ChangeTag::Equal => Self::Equal(text),
            ChangeTag::Insert => Self::Inserted(text),
            ChangeTag::Delete => Self::Deleted(text),
        }
    }

    /// The words, whatever happened to them.
    pub fn text(&self) -> &str {
        match self {
            Self::Equal(text) | Self::Inserted(text) | Self::Deleted(text) => text,
        }
    }

    fn is_equal(&self) -> bool {
        matches!(self, Self::Equal(_))
    }
}

/// Compares two Markdown texts word by word, as a reader sees them (see [`plain`]).
///
/// Neighbouring words with the same fate form one [`Change`]. The `Equal` and `Deleted` runs put
/// together are the old text, the `Equal` and `Inserted` runs the new one.
pub fn diff(old_markdown: &str, new_markdown: &str) -> Vec<Change> {
    let (old, new) = (plain(old_markdown), plain(new_markdown));
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_words(old.as_str(), new.as_str());
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    runs.into_iter()
        .map(|(tag, run)| Change::of(tag, run))
        .collect()
}

/// The lines of the new text that hold a change, each as its runs; unchanged lines are left out.
pub fn changed_lines(changes: &[Change]) -> Vec<Vec<Change>> {
    let mut lines: Vec<Vec<Change>> = vec![Vec::new()];
    for change in changes {
        for (index, piece) in change.text().split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let (Some(line), false) = (lines.last_mut(), piece.is_empty()) {
                line.push(change.with_text(piece));
            }
        }
    }
    lines.retain(|line| !line.iter().all(Change::is_equal));
    lines
}

impl Change {
    fn with_text(&self, text: &str) -> Self {
        match self {
            Self::Equal(_) => Self::Equal(text.to_owned()),
            Self::Inserted(_) => Self::Inserted(text.to_owned()),
            Self::Deleted(_) => Self::Deleted(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change::{Deleted, Equal, Inserted};
    use super::*;

    #[test]
    fn groups_words_by_fate() {
        assert_eq!(
            diff(
                "Vi sparar dem i **12** månader.",
                "Vi sparar dem i **24** månader."
            ),
            [
                Equal("Vi sparar dem i ".into()),
                Deleted("12".into()),
                Inserted("24".into()),
                Equal(" månader.".into()),
            ]
        );
    }

    #[test]
    fn equal_texts_have_one_run_and_no_changed_line() {
        let changes = diff("# A\n\nb", "# A\n\nb");
        assert_eq!(changes, [Equal("A\nb".into())]);
        assert!(changed_lines(&changes).is_empty());
        assert!(diff("", "").is_empty());
    }

    #[test]
    fn runs_add_up_to_both_texts() {
        let (old, new) = (
            "# Om\n\n- a b\n- c\n\nslut",
            "# Om dig\n\n- a\n- c d\n\nnytt slut",
        );
        let changes = diff(old, new);
        let side = |keep: fn(&Change) -> bool| -> String {
            changes
                .iter()
                .filter(|change| keep(change))
                .map(Change::text)
                .collect()
        };
        assert_eq!(side(|change| !matches!(change, Inserted(_))), plain(old));
        assert_eq!(side(|change| !matches!(change, Deleted(_))), plain(new));
    }

    #[test]
    fn a_new_link_target_is_a_change() {
        let changes = diff("[läs](https://a.example)", "[läs](https://b.example)");
        assert!(changes.iter().any(|change| !change.is_equal()));
    }

    #[test]
    fn only_lines_with_changes_are_shown() {
        let changes = diff("Ett\n\nTvå tre\n\nFyra", "Ett\n\nTvå 3\n\nFyra\n\nFem");
        let lines = changed_lines(&changes);
        assert_eq!(
            lines,
            [
                vec![
                    Equal("Två ".into()),
                    Deleted("tre".into()),
                    Inserted("3".into())
                ],
                vec![Inserted("Fem".into())],
            ]
        );
    }
}
