//! Getting in: ask for a link, use it, or be told it no longer works.

use leptos::prelude::*;

use super::{
    fields::{Field, input, submit},
    icons::{Icon, icon},
    layout::{bare_page, csrf_value},
    words::{Words, percent_encode},
};

/// A page before anyone is known.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    pub language: String,
    pub csrf: String,
}

impl SignIn {
    fn words(&self) -> Words<'_> {
        Words::new(&self.language)
    }
}

/// `GET /console/sign-in`: asks for the address a link is sent to.
pub fn sign_in(data: &SignIn) -> String {
    let words = data.words();
    bare_page(&data.language, &words.get("console-sign-in-title"), || {
        view! {
            <h1>{words.get("console-sign-in-title")}</h1>
            <p>{words.get("console-sign-in-text")}</p>
            {link_form(data)}
        }
        .into_any()
    })
}

/// After asking: the same answer whether the address is known or not.
pub fn sign_in_sent(data: &SignIn) -> String {
    let words = data.words();
    bare_page(
        &data.language,
        &words.get("console-sign-in-sent-title"),
        || {
            view! {
                <div class="panel-sign">{icon(Icon::Envelope)}</div>
                <h1>{words.get("console-sign-in-sent-title")}</h1>
                <p>{words.get("console-sign-in-sent-text")}</p>
                <p class="hint">{words.get("console-sign-in-sent-hint")}</p>
            }
            .into_any()
        },
    )
}

/// `GET /console/sign-in/{token}`: a button that posts, because mail scanners follow links.
pub fn sign_in_confirm(data: &SignIn, token: &str, tenant: &str) -> String {
    let words = data.words();
    let title = words.with("console-sign-in-confirm-title", "tenant", tenant);
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign">{icon(Icon::Shield)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get("console-sign-in-confirm-text")}</p>
            <form method="post" action=format!("/console/sign-in/{}", percent_encode(token))>
                {csrf_value(&data.csrf)}
                {submit(words.get("console-sign-in-confirm-button"), "button wide")}
            </form>
        }
        .into_any()
    })
}

/// The link was used, is too old or was never ours.
pub fn sign_in_invalid(data: &SignIn) -> String {
    let words = data.words();
    bare_page(
        &data.language,
        &words.get("console-sign-in-invalid-title"),
        || {
            view! {
                <div class="panel-sign warn">{icon(Icon::Warning)}</div>
                <h1>{words.get("console-sign-in-invalid-title")}</h1>
                <p>{words.get("console-sign-in-invalid-text")}</p>
                {link_form(data)}
            }
            .into_any()
        },
    )
}

fn link_form(data: &SignIn) -> AnyView {
    let words = data.words();
    let email = Field {
        name: "email",
        label: words.get("console-sign-in-email"),
        kind: "email",
        required: true,
        autocomplete: Some("email"),
        ..Field::default()
    };
    view! {
        <form method="post" action="/console/sign-in">
            {csrf_value(&data.csrf)}
            {input(email)}
            {submit(words.get("console-sign-in-send"), "button wide")}
        </form>
    }
    .into_any()
}
