//! The font, measured and shaped.
//!
//! It has the Latin, Greek and Cyrillic scripts, which all run from left to right. What it lacks is
//! written as code points, see [`Typeface::legible`].

use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

static REGULAR: &[u8] = include_bytes!("../../fonts/OpenSans-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("../../fonts/OpenSans-Semibold.ttf");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Semibold,
}

pub struct Typefaces {
    regular: Typeface,
    semibold: Typeface,
}

impl Typefaces {
    pub fn load() -> Result<Self> {
        Ok(Self {
            regular: Typeface::load(REGULAR)?,
            semibold: Typeface::load(SEMIBOLD)?,
        })
    }

    pub fn of(&self, weight: Weight) -> &Typeface {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }
}

pub struct Typeface {
    pub font: Font,
    face: Face<'static>,
}

impl Typeface {
    fn load(data: &'static [u8]) -> Result<Self> {
        let unreadable = || Error::internal("the font of papers can not be read");
        Ok(Self {
            font: Font::new(Data::from(data), 0).ok_or_else(unreadable)?,
            face: Face::from_slice(data, 0).ok_or_else(unreadable)?,
        })
    }

    /// The text with every character that would not be seen written as its code point, `[U+674E]`,
    /// and white space as blanks. Letters with accents are composed: the font has those, not the accents.
    pub fn legible(&self, text: &str) -> String {
        let mut legible = String::with_capacity(text.len());
        for character in text.nfc() {
            match character {
                '\n' => legible.push('\n'),
                white if white.is_whitespace() => legible.push(' '),
                shown if self.shows(shown) => legible.push(shown),
                lacking => legible.push_str(&format!("[U+{:04X}]", u32::from(lacking))),
            }
        }
        legible
    }

    fn shows(&self, character: char) -> bool {
        !character.is_control()
            && !is_unseen(character)
            && self.face.glyph_index(character).is_some()
    }

    pub fn width(&self, text: &str, size: f32) -> f32 {
        let advances = self.shape(text).into_iter().map(|glyph| glyph.x_advance);
        advances.sum::<f32>() * size
    }

    pub fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let infos = shaped.glyph_infos();
        let em = self.font.units_per_em();
        infos
            .iter()
            .zip(shaped.glyph_positions())
            .enumerate()
            .map(|(position, (info, place))| {
                let next = infos[position..]
                    .iter()
                    .find(|later| later.cluster != info.cluster)
                    .map_or(text.len(), |later| later.cluster as usize);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    place.x_advance as f32 / em,
                    place.x_offset as f32 / em,
                    place.y_offset as f32 / em,
                    place.y_advance as f32 / em,
                    info.cluster as usize..next,
                    None,
                )
            })
            .collect()
    }

    /// Breaks a text into lines of at most `width`: at line ends and blanks, and inside a word only
    /// when the word alone is wider.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        text.split('\n')
            .flat_map(|paragraph| self.wrap_paragraph(paragraph, size, width))
            .collect()
    }

    fn wrap_paragraph(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let blank = self.width(" ", size);
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut filled = 0.0;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            for (part, piece) in self.pieces(word, size, width).into_iter().enumerate() {
                let wide = self.width(&piece, size);
                if !line.is_empty() && filled + blank + wide > width {
                    // For those who hear it: without the blank the words of two lines would be one.
                    line.push_str(if part == 0 { " " } else { "" });
                    lines.push(std::mem::take(&mut line));
                }
                if line.is_empty() {
                    filled = wide;
                } else {
                    line.push(' ');
                    filled += blank + wide;
                }
                line.push_str(&piece);
            }
        }
        lines.push(line);
        lines
    }

    /// The word whole, or cut where it must be. Pieces but the last are too wide to stand beside another.
    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        if self.width(word, size) <= width {
            return vec![word.to_owned()];
        }
        let mut pieces = vec![String::new()];
        let mut filled = 0.0;
        for character in word.chars() {
            let wide = self.advance(character) * size;
            if filled + wide > width {
                pieces.push(String::new());
                filled = 0.0;
            }
            filled += wide;
            if let Some(piece) = pieces.last_mut() {
                piece.push(character);
            }
        }
        pieces
    }

    fn advance(&self, character: char) -> f32 {
        let advance = self
            .face
            .glyph_index(character)
            .and_then(|glyph| self.face.glyph_hor_advance(glyph))
            .unwrap_or_default();
        f32::from(advance) / self.font.units_per_em()
    }
}

/// Characters that a font may have and nobody sees, or that change how others are seen; and those of
/// private use, which mean nothing to others.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}'
    )
}
