//! On the way to the company's identity provider.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    layout::bare_page,
    sign_in::Workplace,
    words::Words,
};
use crate::auth::provider::start_path;

#[derive(Debug, Clone, Default)]
pub struct Onward {
    pub language: String,
    pub tenant: String,
    /// Where the browser goes by itself.
    pub to: String,
}

/// Shown while the browser goes on, and with a link for one that does not.
pub fn onward_page(data: &Onward) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-company-onward-title");
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign">{icon(Icon::Lock)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.with("accounts-company-onward-text", "tenant", &data.tenant)}</p>
            <p><a class="button wide" href=data.to.clone()>{words.get("accounts-continue")}</a></p>
        }
        .into_any()
    })
}

/// Several tenants have a provider for the same domain.
pub fn choose_page(language: &str, workplaces: &[Workplace]) -> String {
    let words = Words::new(language);
    let title = words.get("accounts-company-choose-title");
    let choices: Vec<_> = workplaces
        .iter()
        .map(|it| {
            let href = start_path(&it.tenant_id);
            view! { <p><a class="button wide" href=href>{it.name.clone()}</a></p> }
        })
        .collect();
    bare_page(language, &title, || {
        view! {
            <h1>{title.clone()}</h1>
            {choices}
            <p><a href="/console/sign-in">{words.get("accounts-back-to-sign-in")}</a></p>
        }
        .into_any()
    })
}
