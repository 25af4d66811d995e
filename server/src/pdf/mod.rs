//! Papers: a few kinds of blocks, laid out on A4 and written as PDF/A-2a and PDF/UA-1, so that they
//! can be kept for decades and read aloud.
//!
//! The same paper gives the same bytes: nothing is asked of the clock or the machine.

mod layout;
mod typeface;
mod write;

use crate::clock::Millis;

pub use write::write;

/// What goes on paper, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    pub title: String,
    pub language: String,
    /// Who issues it.
    pub author: String,
    /// Stands at the foot of every page, so that loose sheets find together.
    pub id: String,
    pub made_at: Millis,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(String),
    Subheading(String),
    /// A heading inside a text that is quoted.
    Minor(String),
    /// Line ends in the text start a new line.
    Paragraph(String),
    /// What fewer readers need, in smaller print.
    Small(String),
    /// Names and values.
    Facts(Vec<(String, String)>),
    Table(Table),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Each column's heading and its share of the width.
    pub columns: Vec<(String, f32)>,
    pub rows: Vec<Vec<String>>,
}

impl Paper {
    /// Every text that goes on the paper, as it was handed over.
    pub fn texts(&self) -> Vec<&str> {
        let own = [&self.title, &self.language, &self.author, &self.id];
        own.into_iter()
            .map(String::as_str)
            .chain(self.blocks.iter().flat_map(Block::texts))
            .collect()
    }
}

impl Block {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Heading(text)
            | Self::Subheading(text)
            | Self::Minor(text)
            | Self::Paragraph(text)
            | Self::Small(text) => vec![text],
            Self::Facts(pairs) => pairs
                .iter()
                .flat_map(|(name, value)| [name.as_str(), value.as_str()])
                .collect(),
            Self::Table(table) => {
                let heads = table.columns.iter().map(|(head, _)| head);
                let cells = table.rows.iter().flatten();
                heads.chain(cells).map(String::as_str).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests;
