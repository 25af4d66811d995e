//! Blocks into lines on sheets. Measures are in points, from a sheet's upper left corner.

use super::typeface::{Typefaces, Weight};
use super::{Block, Paper, Table};
use crate::i18n;

pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
pub const LEFT: f32 = 62.0;
pub const RIGHT: f32 = WIDTH - 62.0;
const TOP: f32 = 66.0;
const BOTTOM: f32 = HEIGHT - 78.0;
/// The names of facts stand in a column of this width; beside it is room for a SHA-256 on one line.
const NAMES: f32 = 116.0;
const GAP: f32 = 10.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Black,
    Grey,
}

#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub weight: Weight,
    pub size: f32,
    pub leading: f32,
    pub ink: Ink,
}

const fn style(weight: Weight, size: f32, leading: f32, ink: Ink) -> Style {
    Style {
        weight,
        size,
        leading,
        ink,
    }
}

const TITLE: Style = style(Weight::Semibold, 21.0, 28.0, Ink::Black);
const HEADING: Style = style(Weight::Semibold, 13.0, 18.0, Ink::Black);
const SUBHEADING: Style = style(Weight::Semibold, 10.0, 15.0, Ink::Black);
const MINOR: Style = style(Weight::Semibold, 9.2, 14.0, Ink::Black);
const BODY: Style = style(Weight::Regular, 9.2, 14.0, Ink::Black);
const NAME: Style = style(Weight::Regular, 9.2, 14.0, Ink::Grey);
const COLUMN: Style = style(Weight::Semibold, 8.5, 12.5, Ink::Grey);
const SMALL: Style = style(Weight::Regular, 7.5, 10.5, Ink::Grey);
pub const FOOT: Style = style(Weight::Regular, 7.5, 10.5, Ink::Grey);

/// One run of text. `leaf` is the element it belongs to; `None` for what is repeated decoration.
#[derive(Debug)]
pub struct Line {
    pub x: f32,
    pub baseline: f32,
    pub text: String,
    pub style: Style,
    pub leaf: Option<usize>,
}

#[derive(Debug, Default)]
pub struct Sheet {
    pub lines: Vec<Line>,
    /// Hairlines from margin to margin.
    pub rules: Vec<f32>,
}

/// The paper's structure for those who hear it; numbers are leaves.
#[derive(Debug)]
pub enum Element {
    /// With its level and text.
    Heading(u16, String, usize),
    Paragraph(usize),
    /// Rows of cells; `true` marks a header.
    Table(Vec<Vec<(CellKind, usize)>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    ColumnHead,
    RowHead,
    Data,
}

/// A heading's text and where it stands: for the reader's table of contents.
#[derive(Debug)]
pub struct Entry {
    pub text: String,
    pub sheet: usize,
    pub top: f32,
}

#[derive(Debug)]
pub struct Laid {
    pub sheets: Vec<Sheet>,
    pub elements: Vec<Element>,
    pub leaves: usize,
    pub contents: Vec<Entry>,
}

pub fn lay_out(paper: &Paper, faces: &Typefaces) -> Laid {
    let mut press = Press {
        faces,
        laid: Laid {
            sheets: vec![Sheet::default()],
            elements: Vec::new(),
            leaves: 0,
            contents: Vec::new(),
        },
        y: TOP,
        lacked: false,
    };
    press.heading(&paper.title, 1, TITLE);
    press.y += 6.0;
    for block in &paper.blocks {
        press.block(block);
    }
    if press.lacked {
        press.y += 8.0;
        press.paragraph(
            &i18n::text(&paper.language, "paper-code-points", &[]),
            SMALL,
        );
    }
    press.laid
}

/// One cell of a row.
struct Cell<'a> {
    x: f32,
    width: f32,
    style: Style,
    text: &'a str,
    leaf: Option<usize>,
}

struct Press<'a> {
    faces: &'a Typefaces,
    laid: Laid,
    y: f32,
    /// Whether something had to be written as code points.
    lacked: bool,
}

impl Press<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.y += 16.0;
                self.heading(text, 2, HEADING);
                self.y += 3.0;
            }
            Block::Subheading(text) => {
                self.y += 8.0;
                self.heading(text, 3, SUBHEADING);
            }
            Block::Minor(text) => self.minor(text),
            Block::Paragraph(text) => self.paragraph(text, BODY),
            Block::Small(text) => self.paragraph(text, SMALL),
            Block::Facts(pairs) => self.facts(pairs),
            Block::Table(table) => self.table(table),
        }
    }

    fn heading(&mut self, text: &str, level: u16, style: Style) {
        if text.trim().is_empty() {
            return;
        }
        self.make_room_for_heading(style);
        self.laid.contents.push(Entry {
            text: text.to_owned(),
            sheet: self.laid.sheets.len() - 1,
            top: self.y,
        });
        self.headline(text, level, style);
    }

    /// Not in the table of contents.
    fn minor(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.make_room_for_heading(MINOR);
        self.headline(text, 4, MINOR);
    }

    /// A heading at the foot of a sheet belongs to what comes on the next one.
    fn make_room_for_heading(&mut self, style: Style) {
        self.make_room(style.leading + 3.0 * BODY.leading);
    }

    fn headline(&mut self, text: &str, level: u16, style: Style) {
        let leaf = self.leaf();
        self.row(&[whole_line(text, style, leaf)]);
        self.laid
            .elements
            .push(Element::Heading(level, text.to_owned(), leaf));
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        let leaf = self.leaf();
        self.row(&[whole_line(text, style, leaf)]);
        self.y += style.leading * 0.45;
        self.laid.elements.push(Element::Paragraph(leaf));
    }

    fn facts(&mut self, pairs: &[(String, String)]) {
        let mut rows = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            let (head, data) = (self.leaf(), self.leaf());
            self.row(&[
                Cell {
                    x: LEFT,
                    width: NAMES,
                    style: NAME,
                    text: name,
                    leaf: Some(head),
                },
                Cell {
                    x: LEFT + NAMES + GAP,
                    width: RIGHT - LEFT - NAMES - GAP,
                    style: BODY,
                    text: value,
                    leaf: Some(data),
                },
            ]);
            self.y += 1.5;
            rows.push(vec![(CellKind::RowHead, head), (CellKind::Data, data)]);
        }
        self.y += 5.0;
        self.laid.elements.push(Element::Table(rows));
    }

    fn table(&mut self, table: &Table) {
        let heads: Vec<&str> = table
            .columns
            .iter()
            .map(|(head, _)| head.as_str())
            .collect();
        let leaves = self.leaves(heads.len());
        let mut rows = vec![
            leaves
                .iter()
                .map(|leaf| (CellKind::ColumnHead, *leaf))
                .collect(),
        ];
        self.make_room(COLUMN.leading + 3.0 * BODY.leading);
        self.table_row(table, &heads, COLUMN, Some(&leaves));
        for row in &table.rows {
            let texts: Vec<&str> = row.iter().map(String::as_str).collect();
            let height = self.height(&cells(table, &texts, BODY, None)) + 6.0;
            if height <= (BOTTOM - TOP) / 2.0 && self.make_room(height) {
                self.table_row(table, &heads, COLUMN, None);
            }
            let leaves = self.leaves(texts.len());
            self.table_row(table, &texts, BODY, Some(&leaves));
            rows.push(leaves.iter().map(|leaf| (CellKind::Data, *leaf)).collect());
        }
        self.y += 6.0;
        self.laid.elements.push(Element::Table(rows));
    }

    fn table_row(&mut self, table: &Table, texts: &[&str], style: Style, leaves: Option<&[usize]>) {
        self.row(&cells(table, texts, style, leaves));
        self.y += 2.5;
        let rule = self.y;
        self.sheet().rules.push(rule);
        self.y += 3.5;
    }

    /// Cells beside each other, line by line. Kept together where a sheet has the room.
    fn row(&mut self, cells: &[Cell]) {
        let leading = leading(cells);
        let columns: Vec<Vec<String>> = cells.iter().map(|cell| self.lines_of(cell)).collect();
        let count = columns.iter().map(Vec::len).max().unwrap_or_default();
        let height = leading * count as f32;
        if height <= (BOTTOM - TOP) / 2.0 {
            self.make_room(height);
        }
        for number in 0..count {
            self.make_room(leading);
            let baseline = self.y + leading * 0.76;
            for (cell, lines) in cells.iter().zip(&columns) {
                if let Some(text) = lines.get(number).filter(|text| !text.is_empty()) {
                    let line = Line {
                        x: cell.x,
                        baseline,
                        text: text.clone(),
                        style: cell.style,
                        leaf: cell.leaf,
                    };
                    self.sheet().lines.push(line);
                }
            }
            self.y += leading;
        }
    }

    fn height(&mut self, cells: &[Cell]) -> f32 {
        let longest = cells.iter().map(|cell| self.lines_of(cell).len()).max();
        leading(cells) * longest.unwrap_or_default() as f32
    }

    fn lines_of(&mut self, cell: &Cell) -> Vec<String> {
        let face = self.faces.of(cell.style.weight);
        let text = face.legible(cell.text);
        self.lacked |= text.matches("[U+").count() > cell.text.matches("[U+").count();
        face.wrap(&text, cell.style.size, cell.width)
    }

    /// Turns to a new sheet when this one has no room left; says whether it did.
    fn make_room(&mut self, height: f32) -> bool {
        let turns = self.y + height > BOTTOM && self.y > TOP;
        if turns {
            self.laid.sheets.push(Sheet::default());
            self.y = TOP;
        }
        turns
    }

    fn sheet(&mut self) -> &mut Sheet {
        let last = self.laid.sheets.len() - 1;
        &mut self.laid.sheets[last]
    }

    fn leaf(&mut self) -> usize {
        self.laid.leaves += 1;
        self.laid.leaves - 1
    }

    fn leaves(&mut self, count: usize) -> Vec<usize> {
        (0..count).map(|_| self.leaf()).collect()
    }
}

fn whole_line(text: &str, style: Style, leaf: usize) -> Cell<'_> {
    Cell {
        x: LEFT,
        width: RIGHT - LEFT,
        style,
        text,
        leaf: Some(leaf),
    }
}

fn cells<'a>(
    table: &Table,
    texts: &[&'a str],
    style: Style,
    leaves: Option<&[usize]>,
) -> Vec<Cell<'a>> {
    let shares: f32 = table.columns.iter().map(|(_, share)| share).sum();
    let unit = (RIGHT - LEFT) / shares;
    let mut x = LEFT;
    let mut cells = Vec::with_capacity(texts.len());
    for (position, (text, (_, share))) in texts.iter().zip(&table.columns).enumerate() {
        cells.push(Cell {
            x,
            width: share * unit - GAP,
            style,
            text,
            leaf: leaves.and_then(|leaves| leaves.get(position).copied()),
        });
        x += share * unit;
    }
    cells
}

fn leading(cells: &[Cell]) -> f32 {
    cells
        .iter()
        .map(|cell| cell.style.leading)
        .fold(0.0, f32::max)
}
