//! Importing a file of candidates.
//!
//! Between looking and importing the file travels with the form, packed, and is kept nowhere: no half
//! hour in which a table holds people whom nobody has decided to import, nothing to expire, nothing that
//! an erasure could miss.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::present;
use super::session::{ConsoleError, Desk, Fields, Page, Posted, again, html};
use super::views::FieldErrors;
use super::views::import::{Column, Preview, Upload, expected, preview_page, upload_page};
use crate::app::App;
use crate::auth::Action;
use crate::candidates::batch::Outcome;
use crate::candidates::import::columns::{self, Columns, Field};
use crate::candidates::import::table::{MAX_BYTES, Table};
use crate::candidates::import::{self, Defaults, Line, Rejected};
use crate::error::{Error, Result};
use crate::http::extract::zero_in_form;
use crate::spreadsheet;

/// The file in a form: packed it is at most a third longer.
pub const MAX_FORM: usize = MAX_BYTES / 2 * 3;
/// Cells of a column and lines with a fault that are shown.
const SAMPLE: usize = 3;
const FAULTS: usize = 50;

pub async fn form(desk: Desk) -> Page {
    desk.require(Action::ManageCandidates)?;
    html(upload_page(&desk.frame, &Upload::default()))
}

/// The form with the file itself, or the one it travels in afterwards.
pub struct Sent {
    desk: Desk,
    fields: Fields,
    bytes: Result<Vec<u8>>,
}

impl FromRequest<Arc<App>> for Sent {
    type Rejection = ConsoleError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ConsoleError> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let Posted { desk, fields } = Posted::from_request(request, app).await?;
            let bytes = unpack(fields.get("content"));
            return Ok(Self {
                desk,
                fields,
                bytes,
            });
        }
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, app).await?;
        let multipart = Multipart::from_request(Request::from_parts(parts, body), app).await;
        let (fields, file) = read(multipart.map_err(|_| unreadable())?).await?;
        if fields.iter().any(|(_, value)| value.contains('\0')) {
            return Err(zero_in_form().into());
        }
        let Posted { desk, fields } = Posted::checked(desk, fields)?;
        Ok(Self {
            desk,
            fields,
            bytes: Ok(file),
        })
    }
}

fn unreadable() -> Error {
    Error::BadRequest("the form could not be read".to_owned())
}

type Parts = (Vec<(String, String)>, Vec<u8>);

async fn read(mut multipart: Multipart) -> Result<Parts> {
    let failed = |cause: axum::extract::multipart::MultipartError| match cause.status().as_u16() {
        413 => Error::TooLarge,
        _ => unreadable(),
    };
    let (mut fields, mut file) = (Vec::new(), Vec::new());
    while let Some(field) = multipart.next_field().await.map_err(failed)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            file = field.bytes().await.map_err(failed)?.to_vec();
        } else {
            fields.push((name, field.text().await.map_err(failed)?));
        }
    }
    Ok((fields, file))
}

fn pack(bytes: &[u8]) -> Result<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(encoder.finish()?))
}

/// What unpacks to more than a file may have is a trap, and is not unpacked.
fn unpack(content: &str) -> Result<Vec<u8>> {
    let packed = URL_SAFE_NO_PAD.decode(content).map_err(|_| unreadable())?;
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(packed.as_slice()).take(MAX_BYTES as u64 + 1);
    decoder.read_to_end(&mut bytes).map_err(|_| unreadable())?;
    Ok(bytes)
}

/// A file read as the form says.
struct Reading {
    bytes: Vec<u8>,
    table: Table,
    columns: Columns,
    defaults: Defaults,
}

impl Sent {
    /// # Errors
    /// `Invalid` or `TooLarge` when it is no file of candidates at all.
    fn reading(&mut self) -> Result<Reading> {
        let bytes = std::mem::replace(&mut self.bytes, Ok(Vec::new()))?;
        let table = Table::read(&bytes)?;
        Ok(Reading {
            columns: chosen(&self.fields, &table),
            defaults: Defaults {
                source: self.fields.filled("source_detail"),
            },
            bytes,
            table,
        })
    }
}

/// As chosen on the page; as the headings say when there was no choice yet.
fn chosen(fields: &Fields, table: &Table) -> Columns {
    let names = 0..table.header.len();
    let choices: Vec<_> = names
        .map(|index| fields.all(&format!("column.{index}")))
        .collect();
    if choices.iter().all(Vec::is_empty) {
        return columns::guess(&table.header);
    }
    let field = |choice: &Vec<String>| choice.first().and_then(|choice| Field::parse(choice));
    choices.iter().map(field).collect()
}

impl Reading {
    fn lines(&self) -> (Vec<Line>, Vec<Rejected>) {
        import::read_lines(&self.table, &self.columns, &self.defaults)
    }

    fn check(&self) -> Result<()> {
        columns::check(&self.columns, self.defaults.source.is_some())
    }
}

/// What a file would do, and the lines to do it with.
struct Foreseen {
    lines: Vec<Line>,
    rejected: Vec<Rejected>,
    created: i64,
    updated: i64,
    unchanged: i64,
}

async fn foresee(app: &App, desk: &Desk, reading: &Reading) -> Result<Foreseen> {
    reading.check()?;
    let (lines, mut rejected) = reading.lines();
    let mut tx = app.db.read().await?;
    let outcomes = import::foresee(&mut tx, &desk.tenant.id, &lines).await?;
    let count = |wanted| {
        outcomes
            .iter()
            .filter(|outcome| **outcome == wanted)
            .count() as i64
    };
    let (created, updated, unchanged) = (
        count(Outcome::Created),
        count(Outcome::Updated),
        count(Outcome::Unchanged),
    );
    let mut wanted = Vec::with_capacity(lines.len());
    for (line, outcome) in lines.into_iter().zip(outcomes) {
        match outcome {
            Outcome::Created | Outcome::Updated => wanted.push(line),
            Outcome::Restricted => rejected.push(import::restricted(line.line)),
            _ => {}
        }
    }
    rejected.sort_by_key(|rejected| rejected.line);
    Ok(Foreseen {
        lines: wanted,
        rejected,
        created,
        updated,
        unchanged,
    })
}

pub async fn preview(State(app): State<Arc<App>>, mut sent: Sent) -> Page {
    sent.desk.require(Action::ManageCandidates)?;
    match sent.reading() {
        Ok(reading) => show(&app, &sent, &reading, None).await,
        Err(error) => upload_again(&sent, error),
    }
}

fn upload_again(sent: &Sent, error: Error) -> Page {
    let message = match error {
        Error::TooLarge => sent.desk.say("import-too-large"),
        Error::Invalid(_) => sent.desk.say("import-unreadable"),
        other => return Err(other.into()),
    };
    let data = Upload {
        source_detail: sent.fields.get("source_detail").to_owned(),
        errors: FieldErrors(vec![("file".to_owned(), message)]),
    };
    again(upload_page(&sent.desk.frame, &data))
}

async fn show(app: &App, sent: &Sent, reading: &Reading, problem: Option<&str>) -> Page {
    let desk = &sent.desk;
    let mut data = Preview {
        content: pack(&reading.bytes)?,
        source_detail: sent.fields.get("source_detail").to_owned(),
        columns: shown_columns(reading),
        ..Preview::default()
    };
    match foresee(app, desk, reading).await {
        Ok(foreseen) => {
            data.created = foreseen.created;
            data.updated = foreseen.updated;
            data.unchanged = foreseen.unchanged;
            data.rejected = foreseen.rejected.len() as i64;
            let first = foreseen.rejected.iter().take(FAULTS);
            data.faults = first
                .map(|fault| (fault.line, reason(desk, fault)))
                .collect();
        }
        Err(error @ Error::Invalid(_)) => {
            let FieldErrors(errors) = present::mistakes(desk, "import", error)?;
            let said = |(field, _): (String, String)| {
                let key = format!("import-missing-{}", field.replace('_', "-"));
                (place_of(reading, &field), desk.say(&key))
            };
            data.errors = FieldErrors(errors.into_iter().map(said).collect());
        }
        Err(error) => return Err(error.into()),
    }
    if let Some(key) = problem {
        data.errors.0.push(("column.0".to_owned(), desk.say(key)));
    }
    match data.errors.0.is_empty() {
        true => html(preview_page(&desk.frame, &data)),
        false => again(preview_page(&desk.frame, &data)),
    }
}

/// The page's field to mend what is wrong with one of a candidate's: where a column is said to hold it,
/// else at the first column.
fn place_of(reading: &Reading, field: &str) -> String {
    if field == Field::Source.as_str() {
        return field.to_owned();
    }
    let wanted = Field::parse(field);
    let place = reading.columns.iter().position(|column| *column == wanted);
    format!("column.{}", place.unwrap_or_default())
}

fn shown_columns(reading: &Reading) -> Vec<Column> {
    let first = &reading.table.records[..reading.table.records.len().min(SAMPLE)];
    let column = |(index, heading): (usize, &String)| Column {
        heading: heading.clone(),
        field: reading.columns[index].map_or("", Field::as_str).to_owned(),
        sample: first
            .iter()
            .filter_map(|record| record.cells.get(index))
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    reading
        .table
        .header
        .iter()
        .enumerate()
        .map(column)
        .collect()
}

/// What is wrong with a line, in the reader's words.
fn reason(desk: &Desk, fault: &Rejected) -> String {
    let field = desk.say(&format!("import-field-{}", fault.field.replace('_', "-")));
    let what = match (fault.field.as_str(), fault.code.as_str()) {
        ("email", "invalid") => desk.say("import-fault-email"),
        (_, code) => desk.say(&format!("import-fault-{}", code.replace('_', "-"))),
    };
    format!("{field}: {what}")
}

/// Imports what was shown, if it still is what would happen.
pub async fn start(State(app): State<Arc<App>>, mut sent: Sent) -> Page {
    sent.desk.require(Action::ManageCandidates)?;
    let reading = match sent.reading() {
        Ok(reading) => reading,
        Err(error) => return upload_again(&sent, error),
    };
    let foreseen = match foresee(&app, &sent.desk, &reading).await {
        Ok(foreseen) => foreseen,
        Err(Error::Invalid(_)) => return show(&app, &sent, &reading, None).await,
        Err(error) => return Err(error.into()),
    };
    if sent.fields.get("expected") != expected(foreseen.created, foreseen.updated) {
        return show(&app, &sent, &reading, Some("import-changed")).await;
    }
    match import::start(&app, &sent.desk.actor, &foreseen.lines).await {
        Ok(batch) => Ok(Redirect::to(&format!("/console/batches/{}", batch.id)).into_response()),
        Err(Error::Conflict(_)) => show(&app, &sent, &reading, Some("import-no-text")).await,
        Err(error) => Err(error.into()),
    }
}

/// The lines that can not be used, as they were, with their reasons: to be mended and sent again.
pub async fn rejected(State(app): State<Arc<App>>, mut sent: Sent) -> Page {
    sent.desk.require(Action::ManageCandidates)?;
    let reading = sent.reading()?;
    let foreseen = foresee(&app, &sent.desk, &reading).await?;
    let records: HashMap<i64, _> = reading
        .table
        .records
        .iter()
        .map(|record| (record.line, &record.cells))
        .collect();
    let heading = [
        sent.desk.say("import-column-line"),
        sent.desk.say("import-column-reason"),
    ];
    let mut lines = vec![
        heading
            .into_iter()
            .chain(reading.table.header.clone())
            .collect::<Vec<_>>(),
    ];
    for fault in &foreseen.rejected {
        let cells = records
            .get(&fault.line)
            .into_iter()
            .flat_map(|cells| cells.iter());
        let start = [fault.line.to_string(), reason(&sent.desk, fault)];
        lines.push(start.into_iter().chain(cells.map(str::to_owned)).collect());
    }
    let file = spreadsheet::csv(&sent.desk.language, true, lines)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"rejected.csv\"",
        ),
    ];
    Ok((headers, file).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_went() {
        let file = "e-post;namn\r\nå@x.example;李\r\n".repeat(1_000);
        let packed = pack(file.as_bytes()).unwrap();
        assert!(packed.len() < file.len() / 10);
        assert_eq!(unpack(&packed).unwrap(), file.as_bytes());
    }

    #[test]
    fn a_packed_mountain_stays_packed() {
        let bomb = pack(&vec![b'a'; MAX_BYTES * 3]).unwrap();
        assert_eq!(
            unpack(&bomb).unwrap().len(),
            MAX_BYTES + 1,
            "and that is too large for a file"
        );
        assert!(unpack("no base64!").is_err() && unpack("AAAA").is_err());
    }
}
