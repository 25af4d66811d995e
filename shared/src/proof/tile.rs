//! The log as static files (c2sp.org/tlog-tiles): their paths and what is in them.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::{ProofError, parse_decimal};
use crate::tree::Node;

/// The number of hashes, or entries, in a full tile.
pub const WIDTH: u16 = 256;

/// The highest level of a tile in a tree whose size has 64 bits.
const MAX_LEVEL: u8 = 7;

/// A tile holds the hashes of the leaves `index << 8` up to this bound at most.
const MAX_INDEX: u64 = (1 << 56) - 1;

/// What is in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Tree hashes of this tile level, each of them over 256^level leaves.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

/// One file of the log. `Display` and `FromStr` use the path from `tile/` on, such as
/// `tile/0/x001/x234/067.p/5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    kind: Kind,
    index: u64,
    width: u16,
}

impl Tile {
    /// # Errors
    /// [`ProofError::Malformed`] when no tree has such a tile.
    pub fn new(kind: Kind, index: u64, width: u16) -> Result<Self, ProofError> {
        let level_exists = !matches!(kind, Kind::Hashes(level) if level > MAX_LEVEL);
        if level_exists && index <= MAX_INDEX && (1..=WIDTH).contains(&width) {
            return Ok(Self { kind, index, width });
        }
        Err(ProofError::Malformed)
    }

    pub fn kind(self) -> Kind {
        self.kind
    }

    /// Counted from the left among the tiles of the same kind.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds: 256 when full.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether a tree of `size` leaves already has all of this tile. What is in it never changes
    /// afterwards.
    pub fn is_within(self, size: u64) -> bool {
        self.positions().end <= size >> self.node_level()
    }

    /// The stored nodes whose hashes, in this order, are the tile: for entries, their leaves.
    pub fn nodes(self) -> impl Iterator<Item = Node> {
        let level = self.node_level();
        self.positions().map(move |index| Node { level, index })
    }

    /// The indexes of its first and one past its last node, on [`Tile::node_level`].
    pub fn positions(self) -> Range<u64> {
        let start = self.index * u64::from(WIDTH);
        start..start + u64::from(self.width)
    }

    /// The tree level of its hashes: eight levels for each level of tiles.
    pub fn node_level(self) -> u8 {
        match self.kind {
            Kind::Hashes(level) => level * 8,
            Kind::Entries => 0,
        }
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes(level) => write!(f, "tile/{level}")?,
            Kind::Entries => write!(f, "tile/entries")?,
        }
        write_index(f, self.index)?;
        if self.width < WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for Tile {
    type Err = ProofError;

    fn from_str(path: &str) -> Result<Self, ProofError> {
        let rest = path.strip_prefix("tile/").ok_or(ProofError::Malformed)?;
        let (kind, rest) = rest.split_once('/').ok_or(ProofError::Malformed)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, parse_decimal(width)?),
            None => (rest, u64::from(WIDTH)),
        };
        let width = u16::try_from(width).map_err(|_| ProofError::Malformed)?;
        let tile = Self::new(parse_kind(kind)?, parse_index(index)?, width)?;
        // One spelling only: no `.p/256`, no leading zeroes.
        if tile.to_string() != path {
            return Err(ProofError::Malformed);
        }
        Ok(tile)
    }
}

/// An entry too long for its two-byte length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a log entry is longer than 65535 bytes")]
pub struct EntryTooLong;

/// Writes an entry bundle: each entry after its length in two bytes, big-endian.
///
/// # Errors
/// [`EntryTooLong`].
pub fn encode_entries<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, EntryTooLong> {
    let mut bundle = Vec::new();
    for entry in entries.iter().map(AsRef::as_ref) {
        let length = u16::try_from(entry.len()).map_err(|_| EntryTooLong)?;
        bundle.extend(length.to_be_bytes());
        bundle.extend(entry);
    }
    Ok(bundle)
}

/// Reads an entry bundle.
///
/// # Errors
/// [`ProofError::Malformed`] when it ends inside an entry.
pub fn parse_entries(mut bundle: &[u8]) -> Result<Vec<&[u8]>, ProofError> {
    let mut entries = Vec::new();
    while !bundle.is_empty() {
        let (length, rest) = bundle.split_first_chunk().ok_or(ProofError::Malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) = rest.split_at_checked(length).ok_or(ProofError::Malformed)?;
        entries.push(entry);
        bundle = rest;
    }
    Ok(entries)
}

/// Three digits to a path element, all but the last marked with an `x`.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    for group in groups[1..].iter().rev() {
        write!(f, "/x{group:03}")?;
    }
    write!(f, "/{:03}", groups[0])
}

fn parse_index(path: &str) -> Result<u64, ProofError> {
    path.split('/').try_fold(0u64, |index, element| {
        let digits = element.strip_prefix('x').unwrap_or(element);
        let group: u16 = digits.parse().map_err(|_| ProofError::Malformed)?;
        index
            .checked_mul(1000)
            .and_then(|index| index.checked_add(u64::from(group)))
            .ok_or(ProofError::Malformed)
    })
}

fn parse_kind(element: &str) -> Result<Kind, ProofError> {
    if element == "entries" {
        return Ok(Kind::Entries);
    }
    let level = u8::try_from(parse_decimal(element)?).map_err(|_| ProofError::Malformed)?;
    Ok(Kind::Hashes(level))
}
