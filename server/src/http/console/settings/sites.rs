//! Sites, what to paste there, and their colours.

use std::sync::Arc;

use axum::extract::State;

use crate::app::App;
use crate::auth::Action;
use crate::error::{Error, Result};
use crate::http::console::present;
use crate::http::console::session::{Desk, Fields, Page, Posted, html, saved_or_again};
use crate::http::console::views::FieldErrors;
use crate::http::console::views::settings::sites::{NewSite, Site as Shown, Sites, sites_page};
use crate::http::extract::Path;
use crate::tenants::change::{self, SiteChange};
use crate::tenants::theme::Colours;
use crate::tenants::{self, Site};

const HERE: &str = "/console/settings/sites";

pub async fn show(State(app): State<Arc<App>>, desk: Desk) -> Page {
    desk.require(Action::Read)?;
    html(sites_page(&desk.frame, &present(&app, &desk).await?))
}

async fn present(app: &App, desk: &Desk) -> Result<Sites> {
    let mut tx = app.db.read().await?;
    let sites = tenants::store::sites(&mut tx, &desk.tenant.id).await?;
    Ok(Sites {
        sites: sites.iter().map(|site| shown(app, desk, site)).collect(),
        ..Sites::default()
    })
}

fn shown(app: &App, desk: &Desk, site: &Site) -> Shown {
    let chosen = site.colours();
    let colours = chosen.clone().unwrap_or_default();
    Shown {
        id: site.id.clone(),
        name: site.name.clone(),
        origins: site.origin_list().join("\n"),
        alone: alone(app, desk, site),
        in_form: in_form(app, desk, site),
        has_colours: chosen.is_some(),
        ratios: colours.ratios(),
        accent: colours.accent,
        text: colours.text,
        background: colours.background,
        errors: FieldErrors::default(),
    }
}

fn script(app: &App) -> String {
    format!("<script src=\"{}\" async></script>", app.url("/embed.js"))
}

fn alone(app: &App, desk: &Desk, site: &Site) -> String {
    format!(
        "{}\n<candidate-consent site=\"{}\" lang=\"{}\"></candidate-consent>",
        script(app),
        site.site_key,
        desk.tenant.language
    )
}

/// The element reads name and address from the page's own fields, and the form carries the receipt.
fn in_form(app: &App, desk: &Desk, site: &Site) -> String {
    let (script, key, language) = (script(app), &site.site_key, &desk.tenant.language);
    format!(
        "{script}\n<form action=\"/apply\" method=\"post\">\n  <input name=\"applicant_name\" autocomplete=\"name\">\n  \
         <input name=\"applicant_email\" type=\"email\" autocomplete=\"email\">\n  \
         <candidate-consent site=\"{key}\" lang=\"{language}\" name=\"consent\"\n    \
         name-field=\"applicant_name\" email-field=\"applicant_email\"></candidate-consent>\n  \
         <button>Apply</button>\n</form>"
    )
}

fn origins(fields: &Fields) -> Vec<String> {
    let lines = fields.get("origins").lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// By the form's names for its fields.
fn mistakes(desk: &Desk, error: Error) -> Result<FieldErrors> {
    let errors = present::mistakes(desk, "site", error)?;
    Ok(errors.renamed(|field| match field {
        "origin" => "origins",
        field => field,
    }))
}

pub async fn add(State(app): State<Arc<App>>, Posted { desk, fields }: Posted) -> Page {
    desk.require(Action::Administer)?;
    let added = change::add_site(&app, &desk.actor, fields.get("name"), &origins(&fields)).await;
    saved_or_again(added, HERE, async |error| {
        let errors = mistakes(&desk, error)?;
        let mut shown = present(&app, &desk).await?;
        shown.errors = errors.clone().scoped("new-site");
        shown.new = NewSite {
            name: fields.get("name").to_owned(),
            origins: fields.get("origins").to_owned(),
            errors,
        };
        Ok(sites_page(&desk.frame, &shown))
    })
    .await
}

pub async fn save(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Posted { desk, fields }: Posted,
) -> Page {
    desk.require(Action::Administer)?;
    let typed = |name: &str| fields.get(name).to_owned();
    let colours = Colours {
        accent: typed("accent"),
        text: typed("text"),
        background: typed("background"),
    };
    let wants_colours = fields.get("own_colours") == "1";
    let change = SiteChange {
        name: typed("name"),
        origins: origins(&fields),
        colours: wants_colours.then(|| colours.clone()),
    };
    let saved = change::site(&app, &desk.actor, &id, &change).await;
    saved_or_again(saved, HERE, async |error| {
        let errors = mistakes(&desk, error)?;
        let mut shown = present(&app, &desk).await?;
        shown.errors = errors.clone().scoped(&id);
        for site in shown.sites.iter_mut().filter(|site| site.id == id) {
            site.name = change.name.clone();
            site.origins = typed("origins");
            site.has_colours = wants_colours;
            site.ratios = colours.ratios();
            site.accent = colours.accent.clone();
            site.text = colours.text.clone();
            site.background = colours.background.clone();
            site.errors = errors.clone();
        }
        Ok(sites_page(&desk.frame, &shown))
    })
    .await
}
