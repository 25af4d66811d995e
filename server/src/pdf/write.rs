//! Sheets into the bytes of a PDF.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagTree,
};
use krilla::{Document, SerializeSettings};

use super::Paper;
use super::layout::{self, CellKind, Element, FOOT, HEIGHT, Ink, LEFT, Laid, Line, RIGHT, WIDTH};
use super::typeface::{Typefaces, Weight};
use crate::clock::utc;
use crate::error::{Error, Result};

const FOOT_BASELINE: f32 = HEIGHT - 42.0;
const HAIR: f32 = 0.4;

/// The paper as a PDF.
///
/// # Errors
/// Only for faults in the program: any text can be written.
pub fn write(paper: &Paper) -> Result<Vec<u8>> {
    let faces = Typefaces::load()?;
    let laid = layout::lay_out(paper, &faces);
    let mut document = Document::new_with(settings()?);
    let mut marks: Vec<Vec<Identifier>> = vec![Vec::new(); laid.leaves];
    for (number, sheet) in laid.sheets.iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT)
            .ok_or_else(|| Error::internal("a sheet of paper has no size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for rule in &sheet.rules {
            draw_rule(&mut surface, *rule);
        }
        for line in &sheet.lines {
            draw_marked(&mut surface, &faces, line, &mut marks);
        }
        draw_foot(&mut surface, &faces, paper, number + 1, laid.sheets.len());
        surface.finish();
        page.finish();
    }
    document.set_metadata(metadata(paper));
    document.set_outline(outline(&laid));
    document.set_tag_tree(tag_tree(paper, &laid, marks));
    document
        .finish()
        .map_err(|cause| Error::internal(format!("a paper could not be written: {cause:?}")))
}

fn settings() -> Result<SerializeSettings> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|cause| Error::internal(format!("{cause:?}")))?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

fn metadata(paper: &Paper) -> Metadata {
    let at = utc(paper.made_at);
    let made = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(u8::from(at.month()))
        .day(at.day())
        .hour(at.hour())
        .minute(at.minute())
        .second(at.second())
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(paper.title.clone())
        .language(paper.language.clone())
        .authors(vec![in_short(&paper.author)])
        .creator("Samtycke".to_owned())
        .document_id(paper.id.clone())
        .creation_date(made)
}

fn outline(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    for entry in &laid.contents {
        let place = XyzDestination::new(entry.sheet, Point::from_xy(LEFT, entry.top));
        outline.push_child(OutlineNode::new(in_short(&entry.text), place));
    }
    outline
}

/// PDF/A has room for no more than a line in what lists and players show.
fn in_short(text: &str) -> String {
    text.chars().take(200).collect()
}

fn draw_marked(
    surface: &mut Surface,
    faces: &Typefaces,
    line: &Line,
    marks: &mut [Vec<Identifier>],
) {
    let Some(leaf) = line.leaf else {
        return draw_aside(surface, ArtifactType::Layout, |surface| {
            draw_line(surface, faces, line);
        });
    };
    let mark = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    draw_line(surface, faces, line);
    surface.end_tagged();
    marks[leaf].push(mark);
}

/// What is not read aloud.
fn draw_aside(surface: &mut Surface, kind: ArtifactType, draw: impl FnOnce(&mut Surface)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn draw_line(surface: &mut Surface, faces: &Typefaces, line: &Line) {
    let face = faces.of(line.style.weight);
    surface.set_fill(Some(fill(line.style.ink)));
    surface.draw_glyphs(
        Point::from_xy(line.x, line.baseline),
        &face.shape(&line.text),
        face.font.clone(),
        &line.text,
        line.style.size,
        false,
    );
}

fn fill(ink: Ink) -> Fill {
    let colour = match ink {
        Ink::Black => rgb::Color::new(22, 24, 28),
        // Still 7 to 1 against the paper.
        Ink::Grey => rgb::Color::new(84, 88, 96),
    };
    filled_with(colour)
}

fn filled_with(colour: rgb::Color) -> Fill {
    Fill {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }
}

fn draw_rule(surface: &mut Surface, y: f32) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(LEFT, y, RIGHT - LEFT, HAIR) {
        path.push_rect(rect);
    }
    let Some(path) = path.finish() else {
        return;
    };
    draw_aside(surface, ArtifactType::Layout, |surface| {
        surface.set_fill(Some(filled_with(rgb::Color::new(205, 208, 214))));
        surface.draw_path(&path);
    });
}

/// Which paper this is, and `1 (3)`.
fn draw_foot(surface: &mut Surface, faces: &Typefaces, paper: &Paper, number: usize, of: usize) {
    let face = faces.of(Weight::Regular);
    let foot = |x: f32, text: String| Line {
        x,
        baseline: FOOT_BASELINE,
        text,
        style: FOOT,
        leaf: None,
    };
    let name = face.legible(&format!("{} · {}", paper.title, paper.id));
    let pages = format!("{number} ({of})");
    let right = RIGHT - face.width(&pages, FOOT.size);
    draw_aside(surface, ArtifactType::Footer, |surface| {
        draw_line(surface, faces, &foot(LEFT, name));
        draw_line(surface, faces, &foot(right, pages));
    });
}

fn tag_tree(paper: &Paper, laid: &Laid, mut marks: Vec<Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(paper.language.clone()));
    let mut take = |leaf: usize| -> Vec<Node> {
        std::mem::take(&mut marks[leaf])
            .into_iter()
            .map(Node::from)
            .collect()
    };
    for element in &laid.elements {
        let group = match element {
            Element::Heading(level, text, leaf) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                TagGroup::with_children(Tag::Hn(level, Some(in_short(text))), take(*leaf))
            }
            Element::Paragraph(leaf) => TagGroup::with_children(Tag::P, take(*leaf)),
            Element::Table(rows) => {
                let mut table = TagGroup::new(Tag::Table);
                for row in rows {
                    let mut cells = TagGroup::new(Tag::TR);
                    for (kind, leaf) in row {
                        cells.push(cell(*kind, take(*leaf)));
                    }
                    table.push(cells);
                }
                table
            }
        };
        tree.push(group);
    }
    tree
}

fn cell(kind: CellKind, content: Vec<Node>) -> TagGroup {
    match kind {
        CellKind::ColumnHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), content),
        CellKind::RowHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Row), content),
        CellKind::Data => TagGroup::with_children(Tag::TD, content),
    }
}
