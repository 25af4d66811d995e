//! What changed between any two versions.

use std::sync::Arc;

use axum::extract::State;
use samtycke_shared::api::Purpose;
use samtycke_shared::text::{Change as TextChange, diff as text_diff};
use serde::Deserialize;

use super::{chosen, languages_of, rendition, state};
use crate::app::App;
use crate::auth::Action;
use crate::consent::content::rule_changes;
use crate::consent::store::{self, Rendition};
use crate::error::Result;
use crate::http::console::session::{Desk, Page, html};
use crate::http::console::views::diff::{Diff, diff_page};
use crate::http::extract::{Path, Query};

#[derive(Deserialize)]
pub struct Between {
    from: i64,
    to: i64,
    #[serde(default)]
    language: String,
}

pub async fn diff(
    State(app): State<Arc<App>>,
    desk: Desk,
    Path(id): Path<String>,
    Query(query): Query<Between>,
) -> Page {
    desk.require(Action::Read)?;
    let mut tx = app.db.read().await?;
    let text = store::text(&mut tx, &desk.tenant.id, &id).await?;
    let versions = store::versions(&mut tx, &desk.tenant.id, &id).await?;
    let old = store::version(&mut tx, &desk.tenant.id, &id, query.from).await?;
    let new = store::version(&mut tx, &desk.tenant.id, &id, query.to).await?;
    let mut languages = languages_of(&new)?;
    for language in languages_of(&old)? {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    let language = chosen(&languages, &query.language);
    let rules = rule_changes(&old.content()?, &new.content()?);
    let old = rendition(&mut tx, &desk, &old, &language).await?;
    let new = rendition(&mut tx, &desk, &new, &language).await?;
    let lacking = match (&old, &new) {
        (None, _) => Some(query.from),
        (_, None) => Some(query.to),
        _ => None,
    };
    let data = Diff {
        from: query.from,
        to: query.to,
        versions: versions
            .iter()
            .map(|version| (version.version, state(&text, version).to_owned()))
            .collect(),
        text_id: id,
        text_name: text.name,
        language,
        languages,
        lacking,
        title: between(&old, &new, |rendition| rendition.title.clone()),
        body: between(&old, &new, |rendition| rendition.body_markdown.clone()),
        purposes: purpose_changes(&old, &new)?,
        rules,
    };
    html(diff_page(&desk.frame, &data))
}

fn between(
    old: &Option<Rendition>,
    new: &Option<Rendition>,
    part: impl Fn(&Rendition) -> String,
) -> Vec<TextChange> {
    let text = |rendition: &Option<Rendition>| rendition.as_ref().map(&part).unwrap_or_default();
    text_diff(&text(old), &text(new))
}

fn purpose_changes(
    old: &Option<Rendition>,
    new: &Option<Rendition>,
) -> Result<Vec<(String, Vec<TextChange>)>> {
    let purposes =
        |rendition: &Option<Rendition>| rendition.as_ref().map(Rendition::purposes).transpose();
    let (old, new) = (
        purposes(old)?.unwrap_or_default(),
        purposes(new)?.unwrap_or_default(),
    );
    let mut keys: Vec<&str> = old
        .iter()
        .chain(&new)
        .map(|purpose| purpose.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let words = |purposes: &[Purpose], key: &str| {
        let purpose = purposes.iter().find(|purpose| purpose.key == key);
        purpose
            .map(|purpose| format!("{}\n\n{}", purpose.label, purpose.description))
            .unwrap_or_default()
    };
    let changes = keys
        .into_iter()
        .map(|key| (key.to_owned(), words(&old, key), words(&new, key)));
    Ok(changes
        .filter(|(_, old, new)| old != new)
        .map(|(key, old, new)| (key, text_diff(&old, &new)))
        .collect())
}
