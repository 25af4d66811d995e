//! A file as spreadsheets save it, to rows of cells.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::columns::Field;
use crate::error::{Error, Result};

pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Excel's own choice first: it writes the list separator of the country.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

#[derive(Debug)]
pub struct Table {
    pub header: Vec<String>,
    pub records: Vec<Record>,
}

#[derive(Debug)]
pub struct Record {
    /// Where it begins, counted as people do: the first line is 1.
    pub line: i64,
    pub cells: StringRecord,
}

impl Table {
    /// # Errors
    /// `TooLarge`, or `Invalid` on `file` when it is no text or has no line.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::TooLarge);
        }
        let text = decode(bytes)?;
        let (declared, text, skipped) = declaration(&text);
        let delimiter = declared.unwrap_or_else(|| guess_delimiter(text));
        let mut records = records(text, delimiter, skipped)?;
        if records.is_empty() {
            return Err(unusable("the file is empty"));
        }
        let header = match is_person(&records[0]) {
            // Nobody may be lost for being taken as a heading.
            true => (1..=records[0].cells.len())
                .map(|n| n.to_string())
                .collect(),
            false => records.remove(0).cells.iter().map(str::to_owned).collect(),
        };
        Ok(Self { header, records })
    }
}

/// A file without headings begins with somebody's address.
fn is_person(first: &Record) -> bool {
    first.cells.iter().any(|cell| cell.contains('@'))
}

fn unusable(why: &str) -> Error {
    Error::field("file", "invalid", why)
}

/// UTF-8 or UTF-16 when it says so by a byte order mark, UTF-8 when it is that, else Windows-1252, which
/// is what Excel in the west calls CSV.
fn decode(bytes: &[u8]) -> Result<String> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(unusable(
            "this is a workbook; save it as CSV in your spreadsheet program first",
        ));
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => {
            let (text, _, broken) = encoding.decode(bytes);
            if broken {
                return Err(unusable(
                    "the file says its encoding but breaks it; save it again",
                ));
            }
            text.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
        },
    };
    if text.contains('\0') {
        return Err(unusable("this is not a text file; save it as CSV UTF-8"));
    }
    Ok(text)
}

/// Excel's own first line, such as `sep=;`. Gives what follows and how many lines were before it.
fn declaration(text: &str) -> (Option<u8>, &str, i64) {
    let line = text.lines().next().unwrap_or_default();
    let declared = line
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="));
    let rest = line.get(4..).map(str::as_bytes);
    match (declared, rest) {
        (Some(_), Some([delimiter])) => {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            (Some(*delimiter), rest, 1)
        }
        _ => (None, text, 0),
    }
}

/// The one that makes most of the headings known, then the most cells.
fn guess_delimiter(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let mut reader = reader(text, *delimiter);
        let mut first = StringRecord::new();
        let read = reader.read_record(&mut first).unwrap_or(false);
        let known = first
            .iter()
            .filter(|cell| Field::of_heading(cell).is_some());
        let known = known.count();
        (known, if read { first.len() } else { 0 })
    };
    let mut best = DELIMITERS[0];
    for delimiter in &DELIMITERS[1..] {
        if score(delimiter) > score(&best) {
            best = *delimiter;
        }
    }
    best
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8, skipped: i64) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for read in reader(text, delimiter).into_records() {
        let cells = read.map_err(|_| unusable("the file could not be read as CSV"))?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let position = cells.position();
        let start = position.map_or(0, |position| position.byte() as usize);
        let line = position.map_or(1, |position| position.line() as i64);
        records.push(Record {
            line: skipped + line + empty_lines(text, start),
            cells,
        });
    }
    Ok(records)
}

/// The reader counts empty lines before a record as part of it.
fn empty_lines(text: &str, start: usize) -> i64 {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    blank.filter(|byte| **byte == b'\n').count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &str = "E-post;Namn\r\n\r\nåsa@exempel.example;\"Åsa \"\"Ö\"\"; Berg\"\r\n;\r\nli@exempel.example;李小龍\r\n";

    fn utf16le(text: &str) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xFF, 0xFE].into_iter().chain(units).collect()
    }

    fn rows(bytes: &[u8]) -> Vec<(i64, Vec<String>)> {
        let table = Table::read(bytes).unwrap();
        let cells = |record: &Record| record.cells.iter().map(str::to_owned).collect();
        table
            .records
            .iter()
            .map(|record| (record.line, cells(record)))
            .collect()
    }

    #[test]
    fn every_encoding_excel_saves_is_read() {
        let with_mark = ["\u{feff}", PEOPLE].concat();
        let expected = vec![
            (
                3,
                vec![
                    "åsa@exempel.example".to_owned(),
                    "Åsa \"Ö\"; Berg".to_owned(),
                ],
            ),
            (
                5,
                vec!["li@exempel.example".to_owned(), "李小龍".to_owned()],
            ),
        ];
        assert_eq!(rows(PEOPLE.as_bytes()), expected);
        assert_eq!(rows(with_mark.as_bytes()), expected);
        assert_eq!(rows(&utf16le(PEOPLE)), expected);
        let western = "E-post;Namn\r\na@exempel.example;\u{c5}sa\r\n";
        let western: Vec<u8> = western.chars().map(|c| c as u8).collect();
        assert_eq!(rows(&western)[0].1[1], "Åsa");
        assert_eq!(
            rows(b"e-mail,name\na@exempel.example,\x80 and \x93quotes\x94")[0].1[1],
            "€ and “quotes”"
        );
    }

    #[test]
    fn nobody_is_taken_for_a_heading() {
        let table = Table::read(b"kim@exempel.example;Kim\r\nbo@exempel.example;Bo").unwrap();
        assert_eq!(table.header, ["1", "2"]);
        assert_eq!(table.records.len(), 2);
        assert_eq!(table.records[0].line, 1);
    }

    #[test]
    fn the_delimiter_is_found() {
        for (file, cells) in [
            ("e-post;namn\na@x.example;A, B", 2),
            ("e-mail,name\na@x.example,\"A; B\"", 2),
            ("e-mail\tname\na@x.example\tA, B; C", 2),
            ("sep=;\r\nemail;name\r\na@x.example;A", 2),
            ("SEP=|\nemail|name\na@x.example|A", 2),
            ("\"a;b;c\",email,name\n1,a@x.example,A", 3),
            ("email\na@x.example", 1),
        ] {
            let table = Table::read(file.as_bytes()).unwrap();
            assert_eq!(table.header.len(), cells, "{file}");
            assert_eq!(table.records[0].cells.len(), cells, "{file}");
        }
        assert_eq!(rows(b"sep=;\r\nemail;name\r\n\r\na@x.example;A")[0].0, 4);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            &b"PK\x03\x04workbook"[..],
            b"",
            b"\r\n\r\n",
            b"e\0-\0p\0o\0s\0t\0",
            b"\xEF\xBB\xBFemail\n\xFF",
        ] {
            assert!(
                matches!(Table::read(bytes), Err(Error::Invalid(_))),
                "{bytes:?}"
            );
        }
        assert!(matches!(
            Table::read(&vec![b'a'; MAX_BYTES + 1]),
            Err(Error::TooLarge)
        ));
    }
}
