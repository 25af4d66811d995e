//! One's own account.

use leptos::prelude::*;

use super::{
    confirm::Confirm,
    fields::{Field, error_summary, input, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page, page_with},
    parts::{FieldErrors, When, back, button_link, facts, page_head, time},
    passkey,
    setup::{code_fields, code_list, hidden_username, new_password_fields, secret},
    words::Words,
};
use crate::auth::confirm::Means;
use crate::auth::totp::Enrolment;

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub name: String,
    pub email: String,
    /// By what somebody whose account is set up shows who they are; nothing, when the company's identity
    /// provider asks for both factors.
    pub confirms_by: Option<Means>,
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

impl Account {
    fn confirm(&self) -> Option<Confirm> {
        self.confirms_by.map(|means| Confirm {
            means,
            has_totp: self.has_totp,
            has_passkeys: self.can_have_passkeys && !self.passkeys.is_empty(),
        })
    }
}

/// `GET /console/account`
pub fn account_page(frame: &Frame, data: &Account) -> String {
    let words = frame.words();
    let title = words.get("accounts-account-title");
    let confirm = data.confirm();
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
                {data.has_company.then(|| company(&words, data))}
                {(data.confirms_by == Some(Means::Password)).then(|| password(frame, data))}
                {confirm.map(|confirm| second_factor(frame, data, confirm))}
                {confirm.map(|confirm| passkeys(frame, data, confirm))}
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

fn company(words: &Words, data: &Account) -> AnyView {
    let there = data
        .confirms_by
        .is_none()
        .then(|| view! { <p>{words.get("accounts-company-factor")}</p> });
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-company")}</h2>
            <p>{words.get("accounts-company-account")}</p>
            {there}
        </section>
    }
    .into_any()
}

fn password(frame: &Frame, data: &Account) -> AnyView {
    let words = frame.words();
    let confirm = Confirm {
        means: Means::Password,
        has_totp: false,
        has_passkeys: false,
    };
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-password")}</h2>
            <p class="hint">{words.get("accounts-password-text")}</p>
            <form class="narrow" method="post" action="/console/account/password">
                {csrf(frame)}
                {hidden_username(&data.email)}
                {confirm.fields(&words, "", &data.errors)}
                {new_password_fields(&words, &data.errors)}
                {submit(words.get("accounts-password-change"), "button secondary")}
            </form>
        </section>
    }
    .into_any()
}

fn second_factor(frame: &Frame, data: &Account, confirm: Confirm) -> AnyView {
    let words = frame.words();
    let came_back = data.errors.are_of("codes");
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
            <details class="fold" open=came_back>
                <summary>{icon(Icon::Plus)}{words.get("accounts-recovery-codes-new")}</summary>
                <form class="narrow" method="post" action="/console/account/recovery-codes" data-confirm=confirm.options()>
                    {csrf(frame)}
                    {confirm.problem(&words)}
                    <p class="hint">{words.get("accounts-recovery-codes-new-text")}</p>
                    {confirm.fields(&words, "codes", &data.errors)}
                    {submit(words.get("accounts-recovery-codes-make"), "button secondary")}
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn passkeys(frame: &Frame, data: &Account, confirm: Confirm) -> AnyView {
    let words = frame.words();
    let rows: Vec<_> = data
        .passkeys
        .iter()
        .map(|key| passkey_row(frame, data, confirm, key))
        .collect();
    let add = data.can_have_passkeys.then(|| {
        passkey::new_form(
            &words,
            words.get("accounts-passkey-add"),
            &frame.csrf,
            &data.errors,
            Some(confirm),
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

fn passkey_row(frame: &Frame, data: &Account, confirm: Confirm, key: &PasskeyRow) -> AnyView {
    let words = frame.words();
    let used = key.last_used.as_ref().map(|at| {
        view! { <span class="sub">{words.get("accounts-session-seen")}" "{time(at)}</span> }
    });
    let scope = format!("remove-{}", key.id);
    let came_back = data.errors.are_of(&scope);
    let action = format!("/console/account/passkeys/{}/remove", key.id);
    view! {
        <li>
            <div>
                <strong>{key.name.clone()}</strong>
                <span class="sub">{words.get("accounts-key-created")}" "{time(&key.created)}</span>
                {used}
            </div>
            <details class="fold" open=came_back>
                <summary>{icon(Icon::Cross)}{words.get("accounts-passkey-remove")}</summary>
                <form class="narrow" method="post" action=action data-confirm=confirm.options()>
                    {csrf(frame)}
                    {confirm.problem(&words)}
                    {confirm.fields(&words, &scope, &data.errors)}
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
pub fn new_code_page(frame: &Frame, enrolment: &Enrolment, data: &Account) -> String {
    let (words, errors) = (frame.words(), &data.errors);
    let title = words.get("accounts-code-title");
    let confirm = data.confirm();
    let script = confirm.and_then(|confirm| confirm.script());
    page_with(script, frame, Section::Account, &title, || {
        view! {
            {back("/console/account", words.get("accounts-account-title"))}
            {page_head(&title, Some(words.get("accounts-code-text")), None)}
            {error_summary(&words, errors)}
            <section class="card settings">
                {secret(&words, enrolment)}
                <form
                    class="narrow"
                    method="post"
                    action="/console/account/code"
                    data-confirm=confirm.and_then(|confirm| confirm.options())
                >
                    {csrf(frame)}
                    {confirm.and_then(|confirm| confirm.problem(&words))}
                    {code_fields(&words, enrolment, errors)}
                    {confirm.map(|confirm| confirm.fields(&words, "", errors))}
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
