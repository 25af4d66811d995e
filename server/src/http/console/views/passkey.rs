//! The forms that a passkey answers.

use leptos::prelude::*;

use super::{
    confirm::Confirm,
    fields::{Field, hidden, input, submit},
    layout::csrf_value,
    parts::FieldErrors,
    words::Words,
};

/// The one script a page with such a form loads.
pub const SCRIPT: &str = "/assets/passkey.js";

/// Signs in with a passkey. Hidden until the script finds that the browser has passkeys.
pub fn sign_in_form(words: &Words, csrf: &str) -> AnyView {
    form(
        words,
        ("get", "/console/sign-in/passkey"),
        None,
        csrf,
        view! { {submit(words.get("accounts-passkey-use"), "button secondary wide")} }.into_any(),
    )
}

/// Makes a passkey, under a heading; whoever has an account already shows who they are.
pub fn new_form(
    words: &Words,
    title: String,
    csrf: &str,
    errors: &FieldErrors,
    confirm: Option<Confirm>,
) -> AnyView {
    let name = Field {
        name: "name",
        scope: "passkey",
        label: words.get("accounts-passkey-name"),
        hint: Some(words.get("accounts-passkey-name-hint")),
        required: true,
        autocomplete: Some("off"),
        error: errors.of("passkey.name"),
        ..Field::default()
    };
    let inside = view! {
        <h2>{title}</h2>
        <p class="hint">{words.get("accounts-passkeys-text")}</p>
        {input(name)}
        {confirm.map(|confirm| confirm.fields(words, "passkey", errors))}
        {submit(words.get("accounts-passkey-make"), "button secondary")}
    };
    form(
        words,
        ("create", "/console/account/passkeys"),
        confirm.and_then(|confirm| confirm.options()),
        csrf,
        inside.into_any(),
    )
}

/// Where the script says what went wrong.
pub fn problem(words: &Words) -> AnyView {
    let text = words.get("accounts-passkey-failed");
    view! { <p class="field-error" role="alert" hidden=true data-problem=text></p> }.into_any()
}

fn form(
    words: &Words,
    (kind, action): (&'static str, &'static str),
    confirm: Option<&'static str>,
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
            data-confirm=confirm
        >
            {csrf_value(csrf)}
            {hidden("credential", "")}
            {problem(words)}
            {inside}
        </form>
    }
    .into_any()
}
