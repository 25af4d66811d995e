//! Candidates as a CSV file that spreadsheets open as it is meant.

use super::filter::{Criteria, Measure};
use super::store::{self, Listed};
use crate::clock::{Millis, rfc3339};
use crate::db::Tx;
use crate::error::Result;
use crate::i18n;
use crate::spreadsheet;
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

/// Writes lines for one reader.
pub struct Sheet<'a> {
    language: &'a str,
}

impl<'a> Sheet<'a> {
    pub fn new(language: &'a str) -> Self {
        Self { language }
    }

    /// What the file begins with: the headings.
    pub fn head(&self) -> Result<Vec<u8>> {
        let headings = COLUMNS.map(|column| self.word(&format!("export-{column}")));
        spreadsheet::csv(self.language, true, [headings])
    }

    pub fn candidates(&self, page: &[Listed], tenant: &Tenant, now: Millis) -> Result<Vec<u8>> {
        let rows = page.iter().map(|listed| self.cells(listed, tenant, now));
        spreadsheet::csv(self.language, false, rows)
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
    let measure = Measure::of(tx, tenant, now).await?;
    store::matching_page(tx, &tenant.id, criteria, &measure, cursor, PAGE).await
}

pub async fn count(tx: &mut Tx, tenant: &Tenant, criteria: &Criteria, now: Millis) -> Result<i64> {
    let measure = Measure::of(tx, tenant, now).await?;
    store::count(tx, &tenant.id, criteria, &measure).await
}
