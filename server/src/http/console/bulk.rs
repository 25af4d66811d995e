//! Asking and erasing many: a preview with the count first, the real run with that count.

use std::sync::Arc;

use axum::extract::State;

use super::session::{Desk, Fields, Page, Posted, again, done_count, html};
use super::views::FieldErrors;
use super::views::bulk::{BulkPreview, erasure_preview_page, renewal_preview_page};
use crate::app::App;
use crate::auth::Action;
use crate::candidates::manage::{self, Selection};
use crate::error::{Error, Result};

/// How many names a preview shows.
const NAMES: usize = 20;

#[derive(Clone, Copy, PartialEq)]
enum Act {
    Ask,
    Erase,
}

/// Whom the form is about: those ticked, or all that match the list's query string.
fn selection(fields: &Fields) -> Result<Selection> {
    if fields.get("all") == "1" {
        let filter = super::candidates::read_query(fields.get("filter"))?.filter;
        return Ok(Selection {
            filter: Some(filter),
            ..Selection::default()
        });
    }
    let ids = fields.all("id");
    if ids.is_empty() {
        return Err(Error::field(
            "id",
            "required",
            "tick at least one candidate",
        ));
    }
    Ok(Selection {
        ids: Some(ids),
        ..Selection::default()
    })
}

async fn preview(app: &App, desk: &Desk, fields: &Fields, act: Act) -> Result<BulkPreview> {
    desk.require(Action::ManageCandidates)?;
    let selection = selection(fields)?;
    let mut tx = app.db.read().await?;
    let all = manage::selected(app, &mut tx, &desk.tenant, &selection).await?;
    let marked = all.len();
    let kept = all
        .iter()
        .filter(|candidate| candidate.is_kept(app.now()))
        .count();
    let touched: Vec<_> = all
        .into_iter()
        .filter(|candidate| !candidate.is_kept(app.now()))
        .filter(|candidate| act == Act::Erase || !manage::is_being_asked(candidate))
        .collect();
    let open = marked - kept - touched.len();
    let skipped = [("bulk-kept", kept), ("bulk-open", open)];
    let skipped = skipped.into_iter().filter(|(_, count)| *count > 0);
    Ok(BulkPreview {
        count: touched.len() as i64,
        names: touched
            .iter()
            .take(NAMES)
            .map(|candidate| candidate.name.clone())
            .collect(),
        ids: selection.ids.unwrap_or_default(),
        filter: selection.filter.map(|_| fields.get("filter").to_owned()),
        skipped: skipped
            .map(|(key, count)| desk.count(key, count as i64))
            .collect(),
        errors: FieldErrors::default(),
    })
}

pub async fn preview_renewals(
    State(app): State<Arc<App>>,
    Posted { desk, fields }: Posted,
) -> Page {
    html(renewal_preview_page(
        &desk.frame,
        &preview(&app, &desk, &fields, Act::Ask).await?,
    ))
}

pub async fn preview_erasures(
    State(app): State<Arc<App>>,
    Posted { desk, fields }: Posted,
) -> Page {
    html(erasure_preview_page(
        &desk.frame,
        &preview(&app, &desk, &fields, Act::Erase).await?,
    ))
}

pub async fn renew(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::ManageCandidates)?;
    let confirm_count = fields.count("confirm_count");
    let selection = Selection {
        confirm_count,
        ..selection(&fields)?
    };
    let asked = manage::ask(&app, &desk.actor, &selection).await?;
    done_count("/console/candidates", "asked", asked.count)
}

pub async fn erase(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::ManageCandidates)?;
    let confirm_count = fields.count("confirm_count");
    let selection = Selection {
        confirm_count,
        ..selection(&fields)?
    };
    match manage::erase_many(&app, &desk.actor, &selection).await {
        Ok(erased) => done_count("/console/candidates", "erased", erased.count),
        Err(error @ (Error::Conflict(_) | Error::Invalid(_))) => {
            let mut shown = preview(&app, &desk, &fields, Act::Erase).await?;
            shown.errors = FieldErrors(vec![("confirm_count".to_owned(), error.to_string())]);
            again(erasure_preview_page(&desk.frame, &shown))
        }
        Err(error) => Err(error.into()),
    }
}
