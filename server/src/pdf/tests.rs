use super::layout::{Laid, lay_out};
use super::typeface::{Typefaces, Weight};
use super::*;

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Ett papper".into(),
        language: "sv".into(),
        author: "Exempelbolaget AB".into(),
        id: "0190-abc".into(),
        made_at: 1_772_442_000_000,
        blocks,
    }
}

fn laid(blocks: Vec<Block>) -> Laid {
    lay_out(&paper(blocks), &Typefaces::load().unwrap())
}

/// Everything laid out, line by line.
fn text(laid: &Laid) -> String {
    let lines = laid.sheets.iter().flat_map(|sheet| &sheet.lines);
    lines.map(|line| format!("{}\n", line.text)).collect()
}

fn one_of_each() -> Vec<Block> {
    vec![
        Block::Heading("Rubrik".into()),
        Block::Paragraph("Åsa Öberg-Äng samtyckte. Zoe\u{308} also did; offline, fluffy.".into()),
        Block::Subheading("Underrubrik".into()),
        Block::Minor("Rubrik i en text".into()),
        Block::Facts(vec![
            ("Namn".into(), "Kim Exempel".into()),
            ("Tomt".into(), String::new()),
        ]),
        Block::Table(Table {
            columns: vec![("När".into(), 1.0), ("Vad".into(), 2.0)],
            rows: (0..60)
                .map(|row| vec![format!("rad {row}"), "ord ".repeat(20)])
                .collect(),
        }),
        Block::Small("f".repeat(3_000)),
    ]
}

#[test]
fn a_paper_is_the_same_every_time() {
    let first = write(&paper(one_of_each())).unwrap();
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == write(&paper(one_of_each())).unwrap());
    let other = write(&paper(vec![])).unwrap();
    assert!(first != other);
}

#[test]
fn nothing_leaves_the_sheet_or_is_lost() {
    let faces = Typefaces::load().unwrap();
    let laid = laid(one_of_each());
    assert!(laid.sheets.len() > 2);
    for line in laid.sheets.iter().flat_map(|sheet| &sheet.lines) {
        let face = faces.of(line.style.weight);
        let right = line.x + face.width(line.text.trim_end(), line.style.size);
        assert!(
            right <= layout::RIGHT + 0.5,
            "{} ends at {right}",
            line.text
        );
        assert!(line.baseline < layout::HEIGHT - 60.0, "{}", line.text);
    }
    let words = text(&laid).replace('\n', "");
    assert_eq!(words.matches("rad ").count(), 60);
    assert!(
        words.contains("Zoë also did"),
        "composed, as the font has it"
    );
    let count = |text: &str| text.matches('f').count();
    let before: usize = one_of_each().iter().flat_map(Block::texts).map(count).sum();
    assert_eq!(count(&words), before);
}

#[test]
fn a_table_repeats_its_columns_on_every_sheet() {
    let laid = laid(one_of_each());
    let heads = |leaf: bool| {
        let lines = laid.sheets.iter().flat_map(|sheet| &sheet.lines);
        lines
            .filter(|line| line.text == "När" && line.leaf.is_some() == leaf)
            .count()
    };
    assert_eq!(heads(true), 1, "read aloud once");
    assert!(heads(false) >= 1, "seen again on the next sheet");
}

#[test]
fn what_the_font_lacks_is_written_as_code_points_and_said() {
    let laid_out = laid(vec![Block::Paragraph(
        "李小龍 Åsa\u{202e}\u{e000}\u{0}\t1".into(),
    )]);
    let text = text(&laid_out);
    assert!(
        text.contains("[U+674E][U+5C0F][U+9F8D] Åsa[U+202E][U+E000][U+0000] 1"),
        "{text}"
    );
    assert!(
        text.contains(&crate::i18n::text("sv", "paper-code-points", &[])[..20]),
        "{text}"
    );
    let plain = laid(vec![Block::Paragraph("Åsa [U+674E]".into())]);
    assert_eq!(
        plain.sheets[0].lines.len(),
        2,
        "nothing to say when nothing was replaced"
    );
}

#[test]
fn any_text_can_be_written() {
    let every: String = (0..0x600)
        .chain((0x600..0x1_0000).step_by(41))
        .chain((0x1_0000..0x11_0000).step_by(4_001))
        .filter_map(char::from_u32)
        .collect();
    for text in [
        every.as_str(),
        "",
        " ",
        "\n\n",
        "e\u{301}\u{327}\u{323}",
        "ﬃ ffi",
        "👩‍💻 محمد",
    ] {
        write(&paper(vec![
            Block::Heading(text.into()),
            Block::Facts(vec![(text.into(), text.into())]),
        ]))
        .unwrap();
    }
}

#[test]
fn long_words_are_cut_and_short_ones_kept() {
    let faces = Typefaces::load().unwrap();
    let face = faces.of(Weight::Regular);
    let hash = "0123456789abcdef".repeat(4);
    let lines = face.wrap(&format!("hash {hash} slut"), 10.0, 100.0);
    assert!(lines.len() > 3);
    assert_eq!(lines.concat().replace(' ', ""), format!("hash{hash}slut"));
    assert_eq!(face.wrap("ett två tre", 10.0, 1_000.0), ["ett två tre"]);
    assert_eq!(face.wrap("ett\n\ntvå", 10.0, 1_000.0), ["ett", "", "två"]);
}
