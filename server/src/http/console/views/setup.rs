//! Setting up an account, a step at a time.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, hidden, input, submit},
    icons::{Icon, icon},
    layout::{bare_page, bare_page_with, csrf_value},
    parts::FieldErrors,
    passkey,
    words::Words,
};
use crate::auth::totp::{Enrolment, Picture};

#[derive(Debug, Clone, Default)]
pub struct Setup {
    pub language: String,
    pub csrf: String,
    pub tenant: String,
    pub email: String,
    pub errors: FieldErrors,
    /// Whether this server has a name that passkeys can be made for.
    pub passkeys: bool,
}

const STEPS: i64 = 3;

fn step(words: &Words, number: i64) -> AnyView {
    let (number, of) = (number.to_string(), STEPS.to_string());
    let text = words.fill("accounts-setup-step", &[("number", &number), ("of", &of)]);
    view! { <p class="hint">{text}</p> }.into_any()
}

/// The first step: a password.
pub fn password_page(data: &Setup) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-setup-password-title");
    bare_page(&data.language, &title, || {
        view! {
            {step(&words, 1)}
            <h1>{title.clone()}</h1>
            <p>{words.fill("accounts-setup-password-text", &[("email", &data.email), ("tenant", &data.tenant)])}</p>
            {error_summary(&words, &data.errors)}
            <form method="post" action="/console/account/setup/password">
                {csrf_value(&data.csrf)}
                {hidden_username(&data.email)}
                {new_password_fields(&words, &data.errors)}
                {submit(words.get("accounts-continue"), "button wide")}
            </form>
        }
        .into_any()
    })
}

/// So that password managers know whose password it is.
pub fn hidden_username(email: &str) -> AnyView {
    view! {
        <input type="text" name="username" autocomplete="username" hidden=true readonly=true value=email.to_owned()/>
    }
    .into_any()
}

/// A new password, twice.
pub fn new_password_fields(words: &Words, errors: &FieldErrors) -> AnyView {
    let password = Field {
        name: "password",
        label: words.get("accounts-new-password"),
        hint: Some(words.get("accounts-new-password-hint")),
        kind: "password",
        required: true,
        autocomplete: Some("new-password"),
        error: errors.of("password"),
        ..Field::default()
    };
    let repeated = Field {
        name: "again",
        label: words.get("accounts-new-password-again"),
        kind: "password",
        required: true,
        autocomplete: Some("new-password"),
        error: errors.of("again"),
        ..Field::default()
    };
    view! { {input(password)}{input(repeated)} }.into_any()
}

/// The second step: an authenticator app.
pub fn code_page(data: &Setup, enrolment: &Enrolment) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-setup-code-title");
    let script = data.passkeys.then_some(passkey::SCRIPT);
    bare_page_with(script, &data.language, &title, || {
        view! {
            {step(&words, 2)}
            <h1>{title.clone()}</h1>
            <p>{words.get("accounts-setup-code-text")}</p>
            {error_summary(&words, &data.errors)}
            {secret(&words, enrolment)}
            <form method="post" action="/console/account/setup/code">
                {csrf_value(&data.csrf)}
                {code_fields(&words, enrolment, &data.errors)}
                {submit(words.get("accounts-continue"), "button wide")}
            </form>
            {data.passkeys.then(|| passkey::new_form(
                &words,
                words.get("accounts-passkey-instead"),
                &data.csrf,
                &data.errors,
                None,
            ))}
        }
        .into_any()
    })
}

/// What the app is told: as a picture to point a camera at, and as text to type.
pub fn secret(words: &Words, enrolment: &Enrolment) -> AnyView {
    view! {
        <div class="enrol">
            {qr(words, &enrolment.picture)}
            <p class="hint">{words.get("accounts-setup-code-type")}</p>
            <p><code>{enrolment.secret.clone()}</code></p>
        </div>
    }
    .into_any()
}

/// With the four modules of quiet around it that scanners need.
fn qr(words: &Words, picture: &Picture) -> AnyView {
    const QUIET: usize = 4;
    let side = picture.side + 2 * QUIET;
    let view_box = format!("-{QUIET} -{QUIET} {side} {side}");
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=words.get("accounts-setup-code-picture")>
            <path d=picture.path.clone()></path>
        </svg>
    }
    .into_any()
}

pub fn code_fields(words: &Words, enrolment: &Enrolment, errors: &FieldErrors) -> AnyView {
    let code = Field {
        name: "code",
        label: words.get("accounts-setup-code"),
        hint: Some(words.get("accounts-setup-code-hint")),
        required: true,
        autocomplete: Some("one-time-code"),
        error: errors.of("code"),
        ..Field::default()
    };
    view! { {hidden("salt", &enrolment.salt)}{input(code)} }.into_any()
}

/// The last step: recovery codes, shown this once.
pub fn codes_page(data: &Setup, codes: &[String]) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-setup-codes-title");
    bare_page(&data.language, &title, || {
        view! {
            {step(&words, STEPS)}
            <div class="panel-sign">{icon(Icon::Check)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get("accounts-setup-codes-text")}</p>
            {code_list(codes)}
            <p><a class="button wide" href="/console">{words.get("accounts-setup-codes-done")}</a></p>
        }
        .into_any()
    })
}

pub fn code_list(codes: &[String]) -> AnyView {
    let items: Vec<_> = codes
        .iter()
        .map(|code| view! { <li><code>{code.clone()}</code></li> })
        .collect();
    view! { <ul class="codes">{items}</ul> }.into_any()
}
