//! Sites: where the widget is embedded, what to paste there, and its colours.

use leptos::prelude::*;

use super::super::{
    fields::{Field, checkbox_checked, input, submit, textarea, textarea_content},
    icons::{Icon, icon},
    layout::{Frame, csrf},
    parts::FieldErrors,
    words::Words,
};
use super::nav::Part;
use super::{form_around, settings_page};

#[derive(Debug, Clone, Default)]
pub struct Sites {
    pub sites: Vec<Site>,
    /// The form for a new one, as it was typed.
    pub new: NewSite,
    /// All mistakes of the form that came back.
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct NewSite {
    pub name: String,
    pub origins: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct Site {
    pub id: String,
    pub name: String,
    /// One a line.
    pub origins: String,
    /// The HTML to paste: for the widget alone, and inside a form of the page.
    pub alone: String,
    pub in_form: String,
    pub has_colours: bool,
    pub accent: String,
    pub text: String,
    pub background: String,
    /// The contrast of text and of accent on the background.
    pub ratios: Option<[String; 2]>,
    pub errors: FieldErrors,
}

/// `GET /console/settings/sites`
pub fn sites_page(frame: &Frame, data: &Sites) -> String {
    settings_page(frame, Part::Sites, "set-sites", &data.errors, |words| {
        let sites: Vec<_> = data.sites.iter().map(|site| card(frame, site)).collect();
        let new = frame.administers().then(|| new_site(frame, &data.new));
        let none = data
            .sites
            .is_empty()
            .then(|| view! { <p class="hint">{words.get("set-sites-none")}</p> });
        view! { {none}{sites}{new} }.into_any()
    })
}

fn card(frame: &Frame, site: &Site) -> AnyView {
    let words = frame.words();
    let fields = view! {
        <fieldset class="site-form" disabled=!frame.administers()>
            <legend class="visually-hidden">{site.name.clone()}</legend>
            {input(name_field(&words, &site.id, &site.name, &site.errors))}
            {textarea(origins_field(&words, &site.id, &site.origins, &site.errors), 3)}
            {colours(&words, site)}
        </fieldset>
        {frame.administers().then(|| submit(words.get("set-site-save"), "button secondary"))}
    };
    let action = format!("/console/settings/sites/{}", site.id);
    view! {
        <section class="card settings">
            <h2>{site.name.clone()}</h2>
            {snippet(&words, site, "alone", &site.alone, 3)}
            {snippet(&words, site, "form", &site.in_form, 9)}
            {form_around(frame, "site-settings", action, fields.into_any())}
        </section>
    }
    .into_any()
}

/// To be selected and copied: works without JavaScript.
fn snippet(words: &Words, site: &Site, kind: &str, html: &str, rows: u16) -> AnyView {
    let id = format!("snippet-{kind}-{}", site.id);
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id.clone()>{words.get(&format!("set-snippet-{kind}"))}</label>
            <p class="hint" id=hint.clone()>{words.get(&format!("set-snippet-{kind}-hint"))}</p>
            <textarea
                class="snippet"
                id=id
                rows=rows.to_string()
                readonly=true
                aria-describedby=hint
                inner_html=textarea_content(html)
            ></textarea>
        </div>
    }
    .into_any()
}

fn colours(words: &Words, site: &Site) -> AnyView {
    let colour = |name: &'static str, value| {
        input(Field {
            name,
            scope: &site.id,
            label: words.get(&format!("set-colour-{name}")),
            kind: "color",
            value,
            error: site.errors.of(name),
            ..Field::default()
        })
    };
    let ratios = site.ratios.as_ref().map(|[text, accent]| {
        let ratios = [("text", text.as_str()), ("accent", accent.as_str())];
        view! { <p class="hint">{words.fill("set-colours-ratio", &ratios)}</p> }
    });
    let id = format!("field-{}-own_colours", site.id);
    view! {
        <fieldset class="colours">
            <legend>{words.get("set-colours")}</legend>
            <p class="hint">{words.get("set-colours-hint")}</p>
            {checkbox_checked(&id, "own_colours", "1", words.get("set-colours-own"), site.has_colours)}
            <div class="colour-fields">
                {colour("accent", &site.accent)}
                {colour("text", &site.text)}
                {colour("background", &site.background)}
            </div>
            {ratios}
        </fieldset>
    }
    .into_any()
}

fn name_field<'a>(
    words: &Words,
    scope: &'a str,
    value: &'a str,
    errors: &FieldErrors,
) -> Field<'a> {
    Field {
        name: "name",
        scope,
        label: words.get("console-site-name"),
        value,
        required: true,
        autocomplete: Some("off"),
        error: errors.of("name"),
        ..Field::default()
    }
}

fn origins_field<'a>(
    words: &Words,
    scope: &'a str,
    value: &'a str,
    errors: &FieldErrors,
) -> Field<'a> {
    Field {
        name: "origins",
        scope,
        label: words.get("console-site-origins"),
        hint: Some(words.get("console-site-origins-hint")),
        value,
        required: true,
        error: errors.of("origins"),
        ..Field::default()
    }
}

fn new_site(frame: &Frame, new: &NewSite) -> AnyView {
    let words = frame.words();
    let open = !new.errors.0.is_empty();
    view! {
        <details class="card settings" open=open>
            <summary>{icon(Icon::Plus)}{words.get("console-site-new")}</summary>
            <form method="post" action="/console/settings/sites">
                {csrf(frame)}
                {input(name_field(&words, "new-site", &new.name, &new.errors))}
                {textarea(origins_field(&words, "new-site", &new.origins, &new.errors), 3)}
                {submit(words.get("console-site-create"), "button")}
            </form>
        </details>
    }
    .into_any()
}
