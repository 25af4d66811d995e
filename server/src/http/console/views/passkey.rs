//! The forms that a passkey answers.

use leptos::prelude::*;

use super::{
    fields::{Field, hidden, input, submit},
    layout::csrf_value,
    words::Words,
};

/// The one script a page with such a form loads.
pub const SCRIPT: &str = "/assets/passkey.js";

/// Signs in with a passkey. Hidden until the script finds that the browser has passkeys.
pub fn sign_in_form(words: &Words, csrf: &str) -> AnyView {
    form(
        words,
        ("get", "/console/sign-in/passkey"),
        csrf,
        view! { {submit(words.get("accounts-passkey-use"), "button secondary wide")} }.into_any(),
    )
}

/// Makes a passkey, under a heading. `fields` stand between its name and the button.
pub fn new_form(words: &Words, title: String, csrf: &str, fields: Option<AnyView>) -> AnyView {
    let name = Field {
        name: "name",
        scope: "passkey",
        label: words.get("accounts-passkey-name"),
        hint: Some(words.get("accounts-passkey-name-hint")),
        required: true,
        autocomplete: Some("off"),
        ..Field::default()
    };
    let inside = view! {
        <h2>{title}</h2>
        <p class="hint">{words.get("accounts-passkeys-text")}</p>
        {input(name)}
        {fields}
        {submit(words.get("accounts-passkey-make"), "button secondary")}
    };
    form(
        words,
        ("create", "/console/account/passkeys"),
        csrf,
        inside.into_any(),
    )
}

fn form(
    words: &Words,
    (kind, action): (&'static str, &'static str),
    csrf: &str,
    inside: AnyView,
) -> AnyView {
    view! {
        <form
            class="narrow"
            method="post"
            action=action
            hidden=true
            data-passkey=kind
            data-options=format!("{action}/options")
        >
            {csrf_value(csrf)}
            {hidden("credential", "")}
            <p class="field-error" role="alert" hidden=true data-problem=words.get("accounts-passkey-failed")></p>
            {inside}
        </form>
    }
    .into_any()
}
