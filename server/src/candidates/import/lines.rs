//! Each line of a table: a person to import, or why not.

use std::collections::HashMap;

use serde::Serialize;

use super::columns::{Columns, Field};
use super::table::{Record, Table};
use crate::candidates::manage::{Registration, check_registration};
use crate::candidates::{Contact, check_line};
use crate::error::{Error, Result};
use crate::i18n;
use crate::spreadsheet::is_formula;
use crate::tenants;

/// What a file does not say itself.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Where the data came from, for lines that do not say.
    pub source: Option<String>,
}

/// One line that can be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub line: i64,
    pub contact: Contact,
    pub language: Option<String>,
    pub source: String,
}

/// One line that can not.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Rejected {
    pub line: i64,
    /// The field at fault and what is wrong with it.
    pub reason: String,
    #[serde(skip)]
    pub field: String,
    #[serde(skip)]
    pub code: String,
}

impl Rejected {
    pub(super) fn new(line: i64, field: &str, code: &str, message: &str) -> Self {
        Self {
            line,
            reason: format!("{field}: {message}"),
            field: field.to_owned(),
            code: code.to_owned(),
        }
    }
}

/// Pure: a table's lines, those that can be used and those that can not, each in the file's order.
pub fn read_lines(
    table: &Table,
    columns: &Columns,
    defaults: &Defaults,
) -> (Vec<Line>, Vec<Rejected>) {
    let (mut lines, mut rejected) = (Vec::new(), Vec::new());
    let mut first: HashMap<String, i64> = HashMap::new();
    for record in &table.records {
        match read_line(record, columns, defaults) {
            Err(fault) => rejected.push(fault),
            Ok(line) => match first.get(&line.contact.email_key()) {
                Some(before) => rejected.push(Rejected::new(
                    line.line,
                    "email",
                    "repeated",
                    &format!("the same address as on line {before}"),
                )),
                None => {
                    first.insert(line.contact.email_key(), line.line);
                    lines.push(line);
                }
            },
        }
    }
    (lines, rejected)
}

/// A cell may hold line breaks, as people make them in spreadsheets.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_line(record: &Record, columns: &Columns, defaults: &Defaults) -> Result<Line, Rejected> {
    let reject =
        |field: &str, code: &str, message: &str| Rejected::new(record.line, field, code, message);
    let mut beyond = record.cells.iter().skip(columns.len());
    if beyond.any(|cell| !cell.trim().is_empty()) {
        let message = "more cells than there are headings; look for a missing quotation mark";
        return Err(reject("line", "too_many_cells", message));
    }
    let cell = |field: Field| {
        let column = columns.iter().position(|column| *column == Some(field));
        let text = column.and_then(|column| record.cells.get(column));
        without_guard(text.unwrap_or_default().trim())
    };
    let name = match cell(Field::Name) {
        "" => format!("{} {}", cell(Field::FirstName), cell(Field::LastName)),
        name => name.to_owned(),
    };
    let name = one_line(&name);
    let language = match cell(Field::Language) {
        "" => None,
        text => Some(language_code(text).ok_or_else(|| {
            reject(
                "language",
                "invalid",
                "not a language such as sv or svenska",
            )
        })?),
    };
    let source = match cell(Field::Source) {
        "" => defaults.source.as_deref().unwrap_or_default(),
        source => source,
    };
    let source = &one_line(source);
    let filled = |field| Some(cell(field).to_owned()).filter(|text| !text.is_empty());
    let registration = Registration {
        email: cell(Field::Email).to_owned(),
        name,
        source_detail: source.to_owned(),
        language: language.clone(),
        phone: filled(Field::Phone),
        external_id: filled(Field::ExternalId),
    };
    let contact = check_registration(&registration).and_then(|contact| {
        match check_line("source_detail", source, 300) {
            Some(error) => Err(Error::Invalid(vec![error])),
            None => Ok(contact),
        }
    });
    match contact {
        Ok(contact) => Ok(Line {
            line: record.line,
            contact,
            language,
            source: source.trim().to_owned(),
        }),
        Err(Error::Invalid(errors)) => {
            let error = errors
                .first()
                .ok_or_else(|| reject("line", "invalid", "can not be used"))?;
            Err(reject(&error.field, &error.code, &error.message))
        }
        Err(other) => Err(reject("line", "invalid", &other.to_string())),
    }
}

/// Our own export puts an apostrophe before what a spreadsheet would calculate. Coming back it goes.
fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// `sv`, `sv-SE`, `svenska` or `Swedish`.
fn language_code(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let named = i18n::LANGUAGES.into_iter().find(|code| {
        i18n::LANGUAGES
            .iter()
            .any(|reader| i18n::language_name(reader, code).to_lowercase() == text)
    });
    let code = text.split(['-', '_']).next().unwrap_or_default();
    let code = named.unwrap_or(code);
    tenants::is_language(code).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::import::columns;

    fn read(file: &str, source: Option<&str>) -> (Vec<Line>, Vec<Rejected>) {
        let table = Table::read(file.as_bytes()).unwrap();
        let defaults = Defaults {
            source: source.map(str::to_owned),
        };
        read_lines(&table, &columns::guess(&table.header), &defaults)
    }

    #[test]
    fn every_line_is_used_or_rejected_with_its_number_and_reason() {
        let (lines, rejected) = read(
            "e-post;förnamn;efternamn;källa;språk\n\
             a@x.example;Åsa;Öberg;LinkedIn;svenska\n\
             inte en adress;B;B;LinkedIn;\n\
             c@x.example;;;LinkedIn;\n\
             d@x.example;D;;;\n\
             A@X.example;Å;Ö;LinkedIn;\n\
             e@x.example;E;E;LinkedIn;klingonska\n\
             f@x.example;F;F;LinkedIn;en-GB;extra\n\
             g@x.example;\"G\nH\";G;LinkedIn;English\n\
             h@x.example;H;H;LinkedIn;da;;\n",
            None,
        );
        let used: Vec<_> = lines
            .iter()
            .map(|line| {
                (
                    line.line,
                    line.contact.name.as_str(),
                    line.language.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            used,
            [
                (2, "Åsa Öberg", Some("sv")),
                (9, "G H G", Some("en")),
                (11, "H H", Some("da"))
            ]
        );
        let why: Vec<_> = rejected
            .iter()
            .map(|r| (r.line, r.field.as_str(), r.code.as_str()))
            .collect();
        assert_eq!(
            why,
            [
                (3, "email", "invalid"),
                (4, "name", "required"),
                (5, "source_detail", "required"),
                (6, "email", "repeated"),
                (7, "language", "invalid"),
                (8, "line", "too_many_cells"),
            ]
        );
        assert_eq!(rejected[3].reason, "email: the same address as on line 2");
    }

    #[test]
    fn formulas_and_letters_of_all_kinds_are_text() {
        for name in [
            "=HYPERLINK(\"http://x\")",
            "+1-2",
            "-Ø",
            "@sum",
            "李小龍",
            "ʻOkina 👩‍🚀",
            "O'Brien",
            "'s-Gravenhage",
        ] {
            let quoted = name.replace('"', "\"\"");
            let (lines, rejected) = read(
                &format!("email,name\na@x.example,\"{quoted}\""),
                Some("Mässan"),
            );
            assert_eq!(rejected, [], "{name}");
            assert_eq!(
                (lines[0].contact.name.as_str(), lines[0].source.as_str()),
                (name, "Mässan")
            );
        }
        let (lines, _) = read("email,name,phone\na@x.example,'=A,'+46701234567", Some("x"));
        assert_eq!(lines[0].contact.name, "=A", "as our own export writes it");
        assert_eq!(lines[0].contact.phone.as_deref(), Some("+46701234567"));
    }
}
