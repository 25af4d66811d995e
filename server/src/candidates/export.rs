//! Candidates as a CSV file that spreadsheets open as it is meant.

use super::filter::Criteria;
use super::store::{self, Listed, matching};
use crate::clock::{Millis, rfc3339};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::fetch_all_dynamic;
use crate::i18n;
use crate::spreadsheet::harmless;
use crate::tenants::Tenant;

/// Rows read at once.
pub const PAGE: i64 = 2_000;

const COLUMNS: [&str; 16] = [
    "id",
    "email",
    "name",
    "phone",
    "external-id",
    "language",
    "source-kind",
    "source",
    "status",
    "consented",
    "version",
    "consent-language",
    "renewal",
    "deadline",
    "held-until",
    "registered",
];

/// Writes lines for one reader: with `;` for whom `,` is the decimal sign.
pub struct Sheet<'a> {
    language: &'a str,
}

impl<'a> Sheet<'a> {
    pub fn new(language: &'a str) -> Self {
        Self { language }
    }

    /// The byte order mark, without which Excel reads Å as Ã…, and the headings.
    pub fn head(&self) -> Result<Vec<u8>> {
        let headings = COLUMNS.map(|column| self.word(&format!("export-{column}")));
        let mut head = "\u{feff}".as_bytes().to_vec();
        head.extend(self.lines([headings])?);
        Ok(head)
    }

    pub fn candidates(&self, page: &[Listed], tenant: &Tenant, now: Millis) -> Result<Vec<u8>> {
        self.lines(page.iter().map(|listed| self.cells(listed, tenant, now)))
    }

    fn cells(&self, listed: &Listed, tenant: &Tenant, now: Millis) -> [String; 16] {
        let candidate = &listed.candidate;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let time = |at: Option<Millis>| at.map(rfc3339).unwrap_or_default();
        let status = candidate.status(listed.material_version, tenant.lead_days, now);
        let version = candidate.text_version.map(|version| version.to_string());
        [
            candidate.id.clone(),
            candidate.email.clone(),
            candidate.name.clone(),
            text(&candidate.phone),
            text(&candidate.external_id),
            candidate.language.clone(),
            candidate.source.clone(),
            text(&candidate.source_detail),
            status.to_string(),
            time(candidate.consented_at),
            version.unwrap_or_default(),
            text(&candidate.consent_language),
            candidate.renewal.clone(),
            time(candidate.deadline_at),
            time(candidate.held_until),
            time(Some(candidate.created_at)),
        ]
    }

    /// Any lines: `,` or `;` between cells, CRLF after each line, formulas disarmed.
    pub fn lines<L: IntoIterator<Item = String>>(
        &self,
        lines: impl IntoIterator<Item = L>,
    ) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(if self.language == "sv" { b';' } else { b',' })
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        for line in lines {
            let cells = line.into_iter().map(|cell| harmless(&cell));
            writer.write_record(cells).map_err(Error::internal)?;
        }
        writer.into_inner().map_err(Error::internal)
    }

    fn word(&self, key: &str) -> String {
        i18n::text(self.language, key, &[])
    }
}

/// Candidates that match, newest first, starting below `cursor`.
pub async fn page(
    tx: &mut Tx,
    tenant: &Tenant,
    criteria: &Criteria,
    cursor: &str,
    now: Millis,
) -> Result<Vec<Listed>> {
    let (mut sql, mut values) = matching(
        "c.*, t.material_version",
        &tenant.id,
        criteria,
        tenant.lead_days,
        now,
    );
    values.push(cursor.into());
    let from = values.len();
    values.push(PAGE.into());
    sql += &format!(
        " AND (${from} = '' OR c.id < ${from}) ORDER BY c.id DESC LIMIT ${}",
        from + 1
    );
    fetch_all_dynamic!(tx, Listed, sql, &values)
}

pub async fn count(tx: &mut Tx, tenant: &Tenant, criteria: &Criteria, now: Millis) -> Result<i64> {
    store::count(tx, &tenant.id, criteria, tenant.lead_days, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(language: &str, cells: [&str; 2]) -> String {
        let lines = Sheet::new(language)
            .lines([cells.map(str::to_owned)])
            .unwrap();
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn nothing_is_calculated() {
        for cell in ["=1+1", "+46", "-1", "@x", "\tx", "\rx"] {
            assert!(
                written("en", [cell, "x"])
                    .trim_start_matches('"')
                    .starts_with('\''),
                "{cell:?}"
            );
        }
        assert_eq!(written("en", ["a=1", "1-2"]), "a=1,1-2\r\n");
    }

    #[test]
    fn each_language_gets_its_own_separator() {
        assert_eq!(written("sv", ["Å, B", "x;y"]), "Å, B;\"x;y\"\r\n");
        assert_eq!(written("en", ["Å, B", "x;y"]), "\"Å, B\",x;y\r\n");
    }
}
