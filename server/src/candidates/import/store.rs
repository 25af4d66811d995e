//! SQL of lines on their way in.

use super::{Contact, Line};
use crate::db::{Rows, Tx};
use crate::error::Result;
use crate::{execute, fetch_all};

#[derive(sqlx::FromRow)]
struct Row {
    line: i64,
    email: String,
    name: String,
    phone: Option<String>,
    external_id: Option<String>,
    language: Option<String>,
    source_detail: String,
}

pub(super) async fn insert(tx: &mut Tx, tenant: &str, batch: &str, lines: &[Line]) -> Result<()> {
    let mut rows = Rows::new(
        "import_rows (tenant_id, batch_id, line, email, email_key, name, phone, external_id, language, source_detail)",
    );
    for line in lines {
        let contact = &line.contact;
        rows.push([
            tenant.into(),
            batch.into(),
            line.line.into(),
            contact.email.as_str().into(),
            contact.email_key().into(),
            contact.name.as_str().into(),
            contact.phone.as_deref().into(),
            contact.external_id.as_deref().into(),
            line.language.as_deref().into(),
            line.source.as_str().into(),
        ]);
    }
    rows.insert(tx).await?;
    Ok(())
}

/// In the file's order; the batch must be locked.
pub(super) async fn next(tx: &mut Tx, tenant: &str, batch: &str, limit: i64) -> Result<Vec<Line>> {
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT * FROM import_rows WHERE tenant_id = $1 AND batch_id = $2 ORDER BY line LIMIT $3",
        tenant,
        batch,
        limit
    )?;
    let line = |row: Row| Line {
        line: row.line,
        contact: Contact {
            email: row.email,
            name: row.name,
            phone: row.phone,
            external_id: row.external_id,
        },
        language: row.language,
        source: row.source_detail,
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(super) async fn drop_until(tx: &mut Tx, tenant: &str, batch: &str, line: i64) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM import_rows WHERE tenant_id = $1 AND batch_id = $2 AND line <= $3",
        tenant,
        batch,
        line
    )?;
    Ok(())
}
