//! Tables that end in a spreadsheet.

use crate::error::{Error, Result};

/// What Excel takes for UTF-8; without it, it reads Å as Ã….
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Rows as CSV (RFC 4180) for one reader, every cell made harmless: with `;` between them for whom `,` is
/// the decimal sign. `begins` puts the mark before the first bytes.
pub fn csv<R: IntoIterator<Item = String>>(
    language: &str,
    begins: bool,
    rows: impl IntoIterator<Item = R>,
) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    if begins {
        file.extend_from_slice(BYTE_ORDER_MARK);
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(if language == "sv" { b';' } else { b',' })
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(file);
    for row in rows {
        let cells = row.into_iter().map(|cell| harmless(&cell));
        writer.write_record(cells).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

/// Whether a spreadsheet would run the cell instead of showing it (OWASP, CSV injection).
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The cell, with an apostrophe before what would run: then it is text.
pub fn harmless(cell: &str) -> String {
    if is_formula(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("a=b, c"), "a=b, c");
        let row = [
            "=cmd|' /C calc'!A0".to_owned(),
            "say \"hi\", all".to_owned(),
        ];
        let file =
            |language| String::from_utf8(csv(language, true, [row.clone()]).unwrap()).unwrap();
        assert_eq!(
            file("en"),
            "\u{feff}'=cmd|' /C calc'!A0,\"say \"\"hi\"\", all\"\r\n"
        );
        assert_eq!(
            file("sv"),
            "\u{feff}'=cmd|' /C calc'!A0;\"say \"\"hi\"\", all\"\r\n"
        );
    }
}
