//! Changing settings and sites. What changed stands in the audit log. Texts that are published, and
//! deadlines already given, stay as they are.

use serde_json::Value;

use super::store;
use super::theme::Colours;
use super::{Settings, Site, setup};
use crate::app::App;
use crate::audit;
use crate::auth::Actor;
use crate::error::{Error, Result};

/// May name a person: the audit log says that it changed, not to what.
const PERSONAL: [&str; 3] = ["contact", "dpo", "address"];
/// Too long for a line; the record of processing activities shows what they are.
const LONG: [&str; 3] = ["recipient_list", "retention", "security"];

/// Replaces the settings. Gives them as they are now.
///
/// # Errors
/// `Invalid` by field.
pub async fn settings(app: &App, actor: &Actor, settings: Settings) -> Result<Settings> {
    let settings = settings.completed();
    settings.check()?;
    let mut tx = app.db.begin().await?;
    let before = store::get(&mut tx, &actor.tenant_id).await?.settings();
    store::update(&mut tx, &actor.tenant_id, &settings).await?;
    let after = store::get(&mut tx, &actor.tenant_id).await?.settings();
    let changed = changes(
        &serde_json::to_value(&before)?,
        &serde_json::to_value(&after)?,
    );
    if !changed.is_empty() {
        let detail = changed.join("; ");
        audit::write(app, &mut tx, actor, "settings.changed", None, Some(&detail)).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// `lead_days: 45 → 60` for each field that differs.
fn changes(before: &Value, after: &Value) -> Vec<String> {
    let Value::Object(fields) = after else {
        return Vec::new();
    };
    fields
        .iter()
        .filter(|(name, value)| before.get(name.as_str()) != Some(value))
        .map(|(name, value)| change(name, before.get(name.as_str()), value))
        .collect()
}

fn change(name: &str, before: Option<&Value>, after: &Value) -> String {
    let said = |value: Option<&Value>| match value {
        Some(Value::String(text)) if text.is_empty() => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => "–".to_owned(),
    };
    let count = |value: Option<&Value>| value.and_then(Value::as_array).map(Vec::len);
    if PERSONAL.contains(&name) {
        return name.to_owned();
    }
    if LONG.contains(&name) {
        return match (count(before), count(Some(after))) {
            (Some(before), Some(after)) if before != after => {
                format!("{name}: {before} → {after} entries")
            }
            _ => name.to_owned(),
        };
    }
    format!("{name}: {} → {}", said(before), said(Some(after)))
}

/// What an admin says of a site.
#[derive(Debug, Clone, Default)]
pub struct SiteChange {
    pub name: String,
    /// As typed.
    pub origins: Vec<String>,
    /// `None` for the widget's own colours.
    pub colours: Option<Colours>,
}

/// # Errors
/// `NotFound`, and `Invalid` by field: also for colours that can not be told apart.
pub async fn site(app: &App, actor: &Actor, id: &str, change: &SiteChange) -> Result<Site> {
    let origins = setup::origins(&change.origins)?;
    let theme = match &change.colours {
        Some(colours) => {
            colours.theme()?;
            Some(serde_json::to_string(colours)?)
        }
        None => None,
    };
    let mut tx = app.db.begin().await?;
    let before = store::site(&mut tx, &actor.tenant_id, id).await?;
    let after = Site {
        name: site_name(&change.name)?,
        origins: serde_json::to_string(&origins)?,
        theme,
        ..before.clone()
    };
    store::set_site(&mut tx, &after).await?;
    let detail = site_detail(&before, &after);
    audit::write(app, &mut tx, actor, "site.changed", None, Some(&detail)).await?;
    tx.commit().await?;
    Ok(after)
}

fn site_detail(before: &Site, after: &Site) -> String {
    let pairs = [
        ("name", Some(&before.name), Some(&after.name)),
        ("origins", Some(&before.origins), Some(&after.origins)),
        ("colours", before.theme.as_ref(), after.theme.as_ref()),
    ];
    let or_none = |value: Option<&String>| value.map_or("–", String::as_str).to_owned();
    let mut said = vec![after.id.clone()];
    said.extend(
        pairs
            .into_iter()
            .filter(|(_, before, after)| before != after)
            .map(|(name, before, after)| {
                format!("{name}: {} → {}", or_none(before), or_none(after))
            }),
    );
    said.join("; ")
}

fn site_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field("name", "required", "the site needs a name"));
    }
    match crate::candidates::check_line("name", name, 100) {
        Some(error) => Err(Error::Invalid(vec![error])),
        None => Ok(name.to_owned()),
    }
}

/// A site that shows the tenant's first text.
///
/// # Errors
/// `Conflict` while there is no text to show; `Invalid` by field.
pub async fn add_site(app: &App, actor: &Actor, name: &str, origins: &[String]) -> Result<()> {
    let (name, origins) = (site_name(name)?, setup::origins(origins)?);
    let mut tx = app.db.begin().await?;
    let texts = crate::consent::store::texts(&mut tx, &actor.tenant_id).await?;
    let text = texts
        .first()
        .ok_or_else(|| Error::conflict("no-text", "make a consent text first"))?;
    setup::add_site(app, &mut tx, &actor.tenant_id, &name, &origins, &text.id).await?;
    audit::write(app, &mut tx, actor, "site.added", None, Some(&name)).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_name_values_but_no_person() {
        let before = json!({ "lead_days": 45, "contact": "anna@x.example", "authority": "", "retention": [] });
        let after = json!({ "lead_days": 60, "contact": "bo@x.example", "authority": "IMY", "retention": [1, 2] });
        let mut changed = changes(&before, &after);
        changed.sort();
        assert_eq!(
            changed,
            [
                "authority: – → IMY",
                "contact",
                "lead_days: 45 → 60",
                "retention: 0 → 2 entries"
            ]
        );
        assert_eq!(changes(&after, &after), [""; 0]);
    }
}
