//! Signing in with the company's own identity provider.

use leptos::prelude::*;

use super::super::{
    fields::{Field, input, radio, submit, textarea},
    layout::{Frame, csrf},
    parts::{FieldErrors, facts},
    words::Words,
};
use super::nav::Part;
use super::{form, settings_page};

const PATH: &str = "/console/settings/sign-in";

#[derive(Debug, Clone, Default)]
pub struct SignIn {
    pub is_set_up: bool,
    pub issuer: String,
    pub client_id: String,
    /// One to a line.
    pub domains: String,
    pub second_factor_there: bool,
    /// What the provider is to be told.
    pub return_url: String,
    /// Where people can begin, and the provider can send them.
    pub start_url: String,
    /// How many have no password here.
    pub by_it_alone: i64,
    pub errors: FieldErrors,
}

/// `GET /console/settings/sign-in`
pub fn sign_in_page(frame: &Frame, data: &SignIn) -> String {
    settings_page(frame, Part::SignIn, "set-sign-in", &data.errors, |words| {
        view! {
            {addresses(words, data)}
            {form(frame, PATH, words.get("set-sign-in-title"), fields(words, data))}
            {(data.is_set_up && frame.administers()).then(|| removal(frame, words, data))}
        }
        .into_any()
    })
}

/// What an admin copies from here into the provider's own settings.
fn addresses(words: &Words, data: &SignIn) -> AnyView {
    let code = |text: &str| view! { <code>{text.to_owned()}</code> }.into_any();
    view! {
        <section class="card settings">
            <h2>{words.get("set-sign-in-there")}</h2>
            <p class="hint">{words.get("set-sign-in-there-text")}</p>
            {facts(vec![
                (words.get("set-sign-in-return"), code(&data.return_url)),
                (words.get("set-sign-in-start"), code(&data.start_url)),
            ])}
        </section>
    }
    .into_any()
}

fn fields(words: &Words, data: &SignIn) -> AnyView {
    let field = |name: &'static str, value, required| Field {
        name,
        label: words.get(&format!("set-sign-in-{}", name.replace('_', "-"))),
        hint: Some(words.get(&format!("set-sign-in-{}-hint", name.replace('_', "-")))),
        value,
        required,
        autocomplete: Some("off"),
        error: data.errors.of(name),
        ..Field::default()
    };
    let secret = Field {
        kind: "password",
        autocomplete: Some("new-password"),
        hint: Some(words.get(match data.is_set_up {
            true => "set-sign-in-client-secret-kept",
            false => "set-sign-in-client-secret-hint",
        })),
        ..field("client_secret", "", !data.is_set_up)
    };
    let choice = |value: &str, checked| {
        radio(
            "second_factor",
            value,
            checked,
            words.get(&format!("set-sign-in-factor-{value}")),
            words.get(&format!("set-sign-in-factor-{value}-hint")),
        )
    };
    view! {
        {input(Field { kind: "url", ..field("issuer", &data.issuer, true) })}
        {input(field("client_id", &data.client_id, true))}
        {input(secret)}
        {textarea(field("domains", &data.domains, true), 3)}
        <fieldset class="choices">
            <legend>{words.get("set-sign-in-factor")}</legend>
            {choice("here", !data.second_factor_there)}
            {choice("there", data.second_factor_there)}
        </fieldset>
    }
    .into_any()
}

fn removal(frame: &Frame, words: &Words, data: &SignIn) -> AnyView {
    view! {
        <section class="card settings">
            <h2>{words.get("set-sign-in-remove")}</h2>
            <p>{words.count("set-sign-in-remove-text", data.by_it_alone)}</p>
            <form method="post" action=format!("{PATH}/remove")>
                {csrf(frame)}
                {submit(words.get("set-sign-in-remove"), "button danger")}
            </form>
        </section>
    }
    .into_any()
}
