//! Candidates as a file, written while it is read from the database: however many there are, a page of
//! them is in memory.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use futures_util::stream;

use super::session::{Desk, Page};
use crate::app::App;
use crate::audit;
use crate::auth::Action;
use crate::candidates::batch;
use crate::candidates::export::{self, Sheet};
use crate::candidates::filter::Criteria;
use crate::error::Result;
use crate::http::extract::Query;

pub enum Whose {
    Filter(Criteria),
    Batch(String),
}

pub async fn candidates(
    State(app): State<Arc<App>>,
    desk: Desk,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Page {
    desk.require(Action::Read)?;
    let query = super::candidates::read(&pairs)?;
    let criteria = query.filter.criteria(&desk.tenant, app.now())?;
    let mut look = app.db.read().await?;
    let count = export::count(&mut look, &desk.tenant, &criteria, app.now()).await?;
    drop(look);
    let mut tx = app.db.begin().await?;
    // The filter itself may hold a name.
    let detail = format!("{count} candidates");
    let verb = "candidates.exported";
    audit::write(&app, &mut tx, &desk.actor, verb, None, Some(&detail)).await?;
    tx.commit().await?;
    stream(app, desk, Whose::Filter(criteria))
}

/// Where a file that is being written is.
struct Place {
    app: Arc<App>,
    desk: Desk,
    whose: Whose,
    /// The last candidate written; none yet before the first page, nothing more after the last.
    cursor: Option<String>,
    begun: bool,
}

pub fn stream(app: Arc<App>, desk: Desk, whose: Whose) -> Page {
    let place = Place {
        app,
        desk,
        whose,
        cursor: Some(String::new()),
        begun: false,
    };
    let pages = stream::try_unfold(place, |mut place| async move {
        let page = next(&mut place).await?;
        Ok::<_, crate::error::Error>(page.map(|page| (page, place)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"candidates.csv\"",
        ),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}

/// A page at a time, each read in a transaction of its own: a slow download holds nothing up.
async fn next(place: &mut Place) -> Result<Option<Bytes>> {
    let Some(cursor) = place.cursor.take() else {
        return Ok(None);
    };
    let (app, tenant) = (&place.app, &place.desk.tenant);
    let sheet = Sheet::new(&place.desk.language);
    let mut tx = app.db.read().await?;
    let page = match &place.whose {
        Whose::Filter(criteria) => {
            export::page(&mut tx, tenant, criteria, &cursor, app.now()).await?
        }
        Whose::Batch(id) => {
            batch::store::listed(&mut tx, &tenant.id, id, &cursor, export::PAGE).await?
        }
    };
    drop(tx);
    let mut written = match place.begun {
        false => sheet.head()?,
        true => Vec::new(),
    };
    place.begun = true;
    written.extend(sheet.candidates(&page, tenant, app.now())?);
    if page.len() as i64 == export::PAGE {
        place.cursor = page.last().map(|listed| listed.candidate.id.clone());
    }
    Ok(Some(written.into()))
}
