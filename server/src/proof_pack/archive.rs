//! Files into a zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::clock::{Millis, utc};
use crate::error::{Error, Result};

pub type Files = BTreeMap<String, Vec<u8>>;

/// In the order of their names, all of one time.
pub fn zip(files: &Files, at: Millis) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip_time(at))
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive
            .start_file(name.as_str(), options)
            .map_err(Error::internal)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

/// In UTC; a zip knows no time zones and no years before 1980.
fn zip_time(at: Millis) -> DateTime {
    let at = utc(at);
    DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or_default(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    )
    .unwrap_or_default()
}
