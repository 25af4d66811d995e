//! One's own account.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page, page_with},
    parts::{FieldErrors, When, back, button_link, facts, page_head, time},
    passkey,
    setup::{code_fields, code_list, hidden_username, new_password_fields, secret},
    words::Words,
};
use crate::auth::totp::Enrolment;

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub name: String,
    pub email: String,
    /// Has set up the account here, with a password.
    pub has_password: bool,
    /// Comes from the company's identity provider.
    pub has_company: bool,
    pub has_totp: bool,
    pub recovery_codes: i64,
    pub passkeys: Vec<PasskeyRow>,
    pub can_have_passkeys: bool,
    pub sessions: Vec<SessionRow>,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct PasskeyRow {
    pub id: String,
    pub name: String,
    pub created: When,
    pub last_used: Option<When>,
}

#[derive(Debug, Clone, Default)]
pub struct SessionRow {
    pub id: String,
    /// Such as `Firefox, Windows`; may be empty.
    pub browser: String,
    pub created: When,
    pub seen: When,
    pub ends: When,
    /// The one that looks at the page.
    pub this: bool,
}

/// `GET /console/account`
pub fn account_page(frame: &Frame, data: &Account) -> String {
    let words = frame.words();
    let title = words.get("accounts-account-title");
    page_with(
        Some(passkey::SCRIPT),
        frame,
        Section::Account,
        &title,
        || {
            view! {
                {page_head(&title, None, None)}
                {error_summary(&words, &data.errors)}
                {person(frame, data)}
                {data.has_company.then(|| company(&words))}
                {data.has_password.then(|| password(frame, data))}
                {data.has_password.then(|| second_factor(frame, data))}
                {data.has_password.then(|| passkeys(frame, data))}
                {sessions(frame, data)}
            }
            .into_any()
        },
    )
}

fn person(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    let name = Field {
        name: "name",
        label: words.get("accounts-name"),
        value: &data.name,
        required: true,
        autocomplete: Some("name"),
        error: data.errors.of("name"),
        ..Field::default()
    };
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-account-person")}</h2>
            {facts(vec![
                (words.get("accounts-email"), data.email.clone().into_any()),
                (words.get("accounts-role"), words.role(&frame.role).into_any()),
            ])}
            <form class="narrow" method="post" action="/console/account">
                {csrf(frame)}
                {input(name)}
                {submit(words.get("accounts-save"), "button secondary")}
            </form>
        </section>
    }
    .into_any()
}

fn company(words: &Words) -> AnyView {
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-company")}</h2>
            <p>{words.get("accounts-company-account")}</p>
        </section>
    }
    .into_any()
}

/// One's password, asked for before anything one signs in by is changed. `scope` tells the forms of a
/// page apart.
fn current_password(words: &Words, scope: &'static str, errors: &FieldErrors) -> AnyView {
    input(Field {
        name: "current",
        scope,
        label: words.get("accounts-current-password"),
        kind: "password",
        required: true,
        autocomplete: Some("current-password"),
        error: errors.of("current"),
        ..Field::default()
    })
}

fn password(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-password")}</h2>
            <p class="hint">{words.get("accounts-password-text")}</p>
            <form class="narrow" method="post" action="/console/account/password">
                {csrf(frame)}
                {hidden_username(&data.email)}
                {current_password(&words, "", &data.errors)}
                {new_password_fields(&words, &data.errors)}
                {submit(words.get("accounts-password-change"), "button secondary")}
            </form>
        </section>
    }
    .into_any()
}

fn second_factor(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    let (state, change) = match data.has_totp {
        true => ("accounts-code-on", "accounts-code-change"),
        false => ("accounts-code-off", "accounts-code-add"),
    };
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-factors")}</h2>
            {facts(vec![
                (words.get("accounts-code"), words.get(state).into_any()),
                (
                    words.get("accounts-recovery-codes"),
                    words.count("accounts-recovery-codes-left", data.recovery_codes).into_any(),
                ),
            ])}
            <p class="submit-row">
                {button_link("/console/account/code", Icon::Lock, words.get(change), "button secondary")}
            </p>
            <details class="fold">
                <summary>{icon(Icon::Plus)}{words.get("accounts-recovery-codes-new")}</summary>
                <form class="narrow" method="post" action="/console/account/recovery-codes">
                    {csrf(frame)}
                    <p class="hint">{words.get("accounts-recovery-codes-new-text")}</p>
                    {current_password(&words, "codes", &FieldErrors::default())}
                    {submit(words.get("accounts-recovery-codes-make"), "button secondary")}
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn passkeys(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    let rows: Vec<_> = data
        .passkeys
        .iter()
        .map(|key| passkey_row(frame, key))
        .collect();
    let add = data.can_have_passkeys.then(|| {
        let current = current_password(&words, "passkey", &FieldErrors::default());
        passkey::new_form(
            &words,
            words.get("accounts-passkey-add"),
            &frame.csrf,
            Some(current),
        )
    });
    let impossible = (!data.can_have_passkeys)
        .then(|| view! { <p class="hint">{words.get("accounts-passkeys-impossible")}</p> });
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-passkeys")}</h2>
            {impossible}
            <ul class="rows">{rows}</ul>
            {add}
        </section>
    }
    .into_any()
}

fn passkey_row(frame: &Frame, key: &PasskeyRow) -> AnyView {
    let words = frame.words();
    let used = key.last_used.as_ref().map(|at| {
        view! { <span class="sub">{words.get("accounts-session-seen")}" "{time(at)}</span> }
    });
    let scope = format!("remove-{}", key.id);
    let current = Field {
        name: "current",
        scope: &scope,
        label: words.get("accounts-current-password"),
        kind: "password",
        required: true,
        autocomplete: Some("current-password"),
        ..Field::default()
    };
    view! {
        <li>
            <div>
                <strong>{key.name.clone()}</strong>
                <span class="sub">{words.get("accounts-key-created")}" "{time(&key.created)}</span>
                {used}
            </div>
            <details class="fold">
                <summary>{icon(Icon::Cross)}{words.get("accounts-passkey-remove")}</summary>
                <form class="narrow" method="post" action=format!("/console/account/passkeys/{}/remove", key.id)>
                    {csrf(frame)}
                    {input(current)}
                    {submit(words.get("accounts-passkey-remove"), "button danger")}
                </form>
            </details>
        </li>
    }
    .into_any()
}

fn sessions(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    let rows: Vec<_> = data
        .sessions
        .iter()
        .map(|session| session_row(frame, session))
        .collect();
    let others = (data.sessions.len() > 1).then(|| {
        view! {
            <form method="post" action="/console/account/sessions/others/end">
                {csrf(frame)}
                {submit(words.count("accounts-sessions-end", data.sessions.len() as i64 - 1), "button secondary")}
            </form>
        }
    });
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-sessions")}</h2>
            <p class="hint">{words.get("accounts-sessions-text")}</p>
            <ul class="rows">{rows}</ul>
            {others}
        </section>
    }
    .into_any()
}

fn session_row(frame: &Frame, session: &SessionRow) -> AnyView {
    let words = frame.words();
    let browser = match session.browser.is_empty() {
        true => words.get("accounts-session-unknown"),
        false => session.browser.clone(),
    };
    let end = match session.this {
        true => view! { <span class="pill valid">{icon(Icon::Check)}{words.get("accounts-session-this")}</span> }
            .into_any(),
        false => view! {
            <form method="post" action=format!("/console/account/sessions/{}/end", session.id)>
                {csrf(frame)}
                {submit(words.get("accounts-session-end"), "button secondary")}
            </form>
        }
        .into_any(),
    };
    view! {
        <li>
            <div>
                <strong>{browser}</strong>
                <span class="sub">{words.get("accounts-session-created")}" "{time(&session.created)}</span>
                <span class="sub">{words.get("accounts-session-seen")}" "{time(&session.seen)}</span>
                <span class="sub">{words.get("accounts-session-ends")}" "{time(&session.ends)}</span>
            </div>
            {end}
        </li>
    }
    .into_any()
}

/// `GET /console/account/code`: a new authenticator app in the place of the old one.
pub fn new_code_page(frame: &Frame, enrolment: &Enrolment, errors: &FieldErrors) -> String {
    let words = frame.words();
    let title = words.get("accounts-code-title");
    page(frame, Section::Account, &title, || {
        view! {
            {back("/console/account", words.get("accounts-account-title"))}
            {page_head(&title, Some(words.get("accounts-code-text")), None)}
            {error_summary(&words, errors)}
            <section class="card settings">
                {secret(&words, enrolment)}
                <form class="narrow" method="post" action="/console/account/code">
                    {csrf(frame)}
                    {code_fields(&words, enrolment, errors)}
                    {current_password(&words, "", errors)}
                    {submit(words.get("accounts-save"), "button")}
                </form>
            </section>
        }
        .into_any()
    })
}

/// After new recovery codes were made: the only time they are shown.
pub fn new_codes_page(frame: &Frame, codes: &[String]) -> String {
    let words = frame.words();
    let title = words.get("accounts-recovery-codes");
    page(frame, Section::Account, &title, || {
        view! {
            {back("/console/account", words.get("accounts-account-title"))}
            {page_head(&title, Some(words.get("accounts-setup-codes-text")), None)}
            <section class="card settings">{code_list(codes)}</section>
        }
        .into_any()
    })
}
