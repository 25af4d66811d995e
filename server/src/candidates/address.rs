//! The address of a list: which candidates, in which order, from where.

use super::filter::Filter;
use crate::clock::Millis;
use crate::consent::words;
use crate::error::{Error, Result};
use crate::random::is_id;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// When they came, newest first.
    #[default]
    Newest,
    Name,
    /// The last consent, newest first.
    Consent,
    /// The last day to answer, soonest first.
    Deadline,
}

words!(Sort {
    Newest = "newest",
    Name = "name",
    Consent = "consent",
    Deadline = "deadline",
});

impl Sort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Name, Self::Consent, Self::Deadline];

    /// The expression an index of `candidates` begins with after the tenant, and whether large comes first.
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Self::Newest => None,
            Self::Name => Some("c.name_key"),
            Self::Consent => Some("COALESCE(c.consented_at, 0)"),
            Self::Deadline => Some("COALESCE(c.deadline_at, 253402300800000)"),
        }
    }

    /// The column of that expression.
    pub(super) fn column(self) -> Option<&'static str> {
        match self {
            Self::Newest => None,
            Self::Name => Some("c.name_key"),
            Self::Consent => Some("c.consented_at"),
            Self::Deadline => Some("c.deadline_at"),
        }
    }

    pub(super) fn descends(self, backward: bool) -> bool {
        matches!(self, Self::Newest | Self::Consent) != backward
    }

    pub(super) fn order(self, backward: bool) -> String {
        let direction = if self.descends(backward) { " DESC" } else { "" };
        match self.key() {
            Some(key) => format!("{key}{direction}, c.id{direction}"),
            None => format!("c.id{direction}"),
        }
    }
}

/// Between two candidates of a sorted list: just after one of them or, backward, just before.
///
/// Times stand in it, names do not: a cursor is part of an address. A list by name looks up where its
/// candidate stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) backward: bool,
    pub(super) at: Option<Millis>,
    pub(super) id: String,
}

impl Cursor {
    /// Empty counts as none.
    ///
    /// # Errors
    /// `Invalid` for anything this sort did not give: a cursor cut short would skip or repeat candidates.
    pub fn parse(text: &str, sort: Sort) -> Result<Option<Self>> {
        if text.is_empty() {
            return Ok(None);
        }
        let (backward, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let timed = matches!(sort, Sort::Consent | Sort::Deadline);
        let (at, id) = match rest.split_once('_') {
            Some((at, id)) if timed => (at.parse().ok(), id),
            _ => (None, rest),
        };
        if !is_id(id) || at.is_some() != timed {
            return Err(invalid_cursor());
        }
        Ok(Some(Self {
            backward,
            at,
            id: id.to_owned(),
        }))
    }
}

impl Cursor {
    pub fn is_backward(&self) -> bool {
        self.backward
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.backward {
            f.write_str("-")?;
        }
        if let Some(at) = self.at {
            write!(f, "{at}_")?;
        }
        f.write_str(&self.id)
    }
}

pub(super) fn invalid_cursor() -> Error {
    Error::field("cursor", "invalid", "is not a cursor of this list")
}

/// The list's address: which candidates, in which order, from where.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListQuery {
    pub filter: Filter,
    pub sort: Sort,
    pub cursor: Option<Cursor>,
}

impl ListQuery {
    /// Reads the pairs of a query string; those in `others` are somebody else's.
    ///
    /// # Errors
    /// `Invalid` for everything not understood.
    pub fn read(pairs: &[(String, String)], others: &[&str]) -> Result<Self> {
        let others = [others, &["sort", "cursor"]].concat();
        let filter = Filter::from_pairs(pairs, &others)?;
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        let sort = match value("sort") {
            "" => Sort::default(),
            word => Sort::parse(word)
                .ok_or_else(|| Error::field("sort", "invalid", "is no way to sort"))?,
        };
        Ok(Self {
            filter,
            sort,
            cursor: Cursor::parse(value("cursor"), sort)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0199f635-1fef-7914-8d61-22053581643c";

    #[test]
    fn another_lists_cursor_is_refused() {
        let timed = format!("17_{ID}");
        for (text, sort) in [
            (ID, Sort::Consent),
            (timed.as_str(), Sort::Newest),
            (timed.as_str(), Sort::Name),
            ("17_", Sort::Deadline),
            ("x", Sort::Newest),
            ("--", Sort::Newest),
        ] {
            assert!(Cursor::parse(text, sort).is_err(), "{text} {sort}");
        }
        assert_eq!(Cursor::parse("", Sort::Name).unwrap(), None);
    }
}
