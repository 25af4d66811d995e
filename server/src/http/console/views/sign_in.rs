//! Getting in: password, second factor, and the links that mails carry.

use leptos::prelude::*;

use super::{
    fields::{Field, input, select, submit},
    icons::{Icon, icon},
    layout::{bare_page, bare_page_with, csrf_value},
    passkey,
    words::{Words, percent_encode},
};
use crate::auth::provider::start_path;

/// A page before anyone is known.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    pub language: String,
    pub csrf: String,
    /// As typed, when the form comes back.
    pub email: String,
    /// The key of what to say above a form that came back.
    pub problem: Option<&'static str>,
    /// Seconds until the next try is heard.
    pub wait: Option<i64>,
    /// Whose identity provider this browser is offered.
    pub company: Option<Workplace>,
}

/// Between the first factor and the second.
#[derive(Debug, Clone, Default)]
pub struct Factor {
    pub language: String,
    pub csrf: String,
    /// Came by a mailed link, and chooses a new password next.
    pub new_password: bool,
    /// Has a passkey, and this server a name.
    pub passkeys: bool,
    /// Has an authenticator app. Who has none can still type a recovery code.
    pub codes: bool,
    pub workplaces: Vec<Workplace>,
    /// The tenant chosen, when the form comes back.
    pub chosen: String,
    pub problem: Option<&'static str>,
    pub wait: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Workplace {
    pub tenant_id: String,
    pub name: String,
}

#[derive(Debug, Clone, Default)]
pub struct Forgot {
    pub language: String,
    pub sent: bool,
}

/// `GET /console/sign-in`
pub fn sign_in_page(data: &SignIn) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-sign-in-title");
    bare_page(&data.language, &title, || {
        view! {
            <h1>{title.clone()}</h1>
            {problem(&words, data.problem, data.wait)}
            {company(&words, data)}
            <form method="post" action="/console/sign-in">
                {csrf_value(&data.csrf)}
                {input(email(&words, &data.email))}
                {input(Field {
                    name: "password",
                    label: words.get("accounts-password"),
                    kind: "password",
                    required: true,
                    autocomplete: Some("current-password"),
                    ..Field::default()
                })}
                {submit(words.get("accounts-continue"), "button wide")}
                <button
                    class="button secondary wide"
                    type="submit"
                    formaction="/console/sign-in/company"
                    formnovalidate=true
                >
                    {words.get("accounts-company-button")}
                </button>
            </form>
            <p><a href="/console/sign-in/forgot">{words.get("accounts-forgot-link")}</a></p>
        }
        .into_any()
    })
}

/// One press for who has come this way before.
fn company(words: &Words, data: &SignIn) -> Option<AnyView> {
    let company = data.company.as_ref()?;
    let word = words.with("accounts-company-again", "tenant", &company.name);
    let href = start_path(&company.tenant_id);
    Some(view! { <p><a class="button secondary wide" href=href>{word}</a></p> }.into_any())
}

fn email<'a>(words: &Words, value: &'a str) -> Field<'a> {
    Field {
        name: "email",
        label: words.get("accounts-email"),
        kind: "email",
        value,
        required: true,
        autocomplete: Some("username"),
        ..Field::default()
    }
}

fn problem(words: &Words, problem: Option<&str>, wait: Option<i64>) -> Option<AnyView> {
    let text = match (wait, problem) {
        (Some(seconds), _) => words.count("accounts-wait", seconds),
        (None, Some(key)) => words.get(key),
        (None, None) => return None,
    };
    Some(view! { <p class="flash problem" role="alert">{icon(Icon::Warning)}<span>{text}</span></p> }.into_any())
}

/// `GET /console/sign-in/factor`
pub fn factor_page(data: &Factor) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-factor-title");
    let by = if data.codes { "code" } else { "passkey" };
    let lead = words.get(&match data.new_password {
        true => format!("accounts-factor-reset-{by}"),
        false => format!("accounts-factor-text-{by}"),
    });
    let code = Field {
        name: "code",
        label: words.get(match data.codes {
            true => "accounts-factor-code",
            false => "accounts-factor-recovery-code",
        }),
        hint: Some(words.get(match data.codes {
            true => "accounts-factor-code-hint",
            false => "accounts-factor-recovery-code-hint",
        })),
        required: true,
        autocomplete: Some("one-time-code"),
        ..Field::default()
    };
    let script = data.passkeys.then_some(passkey::SCRIPT);
    let passkey = || {
        data.passkeys
            .then(|| passkey::sign_in_form(&words, &data.csrf))
    };
    bare_page_with(script, &data.language, &title, || {
        view! {
            <div class="panel-sign">{icon(Icon::Lock)}</div>
            <h1>{title.clone()}</h1>
            <p>{lead}</p>
            {problem(&words, data.problem, data.wait)}
            {(!data.codes).then(passkey)}
            <form method="post" action="/console/sign-in/factor">
                {csrf_value(&data.csrf)}
                {workplace(&words, data)}
                {input(code)}
                {submit(words.get("accounts-sign-in-button"), "button wide")}
            </form>
            {data.codes.then(passkey)}
            <p class="hint">{words.get("accounts-factor-lost")}</p>
        }
        .into_any()
    })
}

/// One person can work for several tenants with the same password.
fn workplace(words: &Words, data: &Factor) -> Option<AnyView> {
    if data.workplaces.len() < 2 {
        return None;
    }
    let field = Field {
        name: "tenant",
        label: words.get("accounts-factor-tenant"),
        value: &data.chosen,
        required: true,
        ..Field::default()
    };
    let options = data
        .workplaces
        .iter()
        .map(|workplace| (workplace.tenant_id.clone(), workplace.name.clone()));
    Some(select(field, options.collect()))
}

/// `GET /console/sign-in/forgot`, and after asking: the same answer whether the address is known or not.
pub fn forgot_page(data: &Forgot) -> String {
    let words = Words::new(&data.language);
    let (title, text) = match data.sent {
        true => ("accounts-forgot-sent-title", "accounts-forgot-sent-text"),
        false => ("accounts-forgot-title", "accounts-forgot-text"),
    };
    let title = words.get(title);
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign">{icon(Icon::Envelope)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get(text)}</p>
            {match data.sent {
                true => view! { <p class="hint">{words.get("accounts-forgot-sent-hint")}</p> }.into_any(),
                false => forgot_form(&words),
            }}
            <p><a href="/console/sign-in">{words.get("accounts-back-to-sign-in")}</a></p>
        }
        .into_any()
    })
}

fn forgot_form(words: &Words) -> AnyView {
    view! {
        <form method="post" action="/console/sign-in/forgot">
            {csrf_value("")}
            {input(email(words, ""))}
            {submit(words.get("accounts-forgot-send"), "button wide")}
        </form>
    }
    .into_any()
}

/// `GET /console/sign-in/{token}`: a button that posts, because mail scanners follow links.
pub fn link_confirm(data: &SignIn, token: &str, tenant: &str, purpose: &str) -> String {
    let words = Words::new(&data.language);
    let kind = match purpose {
        "first" | "invitation" | "reset" => purpose,
        _ => "first",
    };
    let title = words.with(&format!("accounts-link-{kind}-title"), "tenant", tenant);
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign">{icon(Icon::Shield)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get(&format!("accounts-link-{kind}-text"))}</p>
            <form method="post" action=format!("/console/sign-in/{}", percent_encode(token))>
                {csrf_value(&data.csrf)}
                {submit(words.get(&format!("accounts-link-{kind}-button")), "button wide")}
            </form>
            {data.company.as_ref().map(|_| view! { <p class="hint">{words.get("accounts-company-instead")}</p> })}
            {company(&words, data)}
        }
        .into_any()
    })
}

/// The link was used, is too old, was never ours, or the account needs none any more.
pub fn link_invalid(data: &SignIn) -> String {
    let words = Words::new(&data.language);
    let title = words.get("accounts-link-invalid-title");
    bare_page(&data.language, &title, || {
        view! {
            <div class="panel-sign warn">{icon(Icon::Warning)}</div>
            <h1>{title.clone()}</h1>
            <p>{words.get("accounts-link-invalid-text")}</p>
            <p><a class="button wide" href="/console/sign-in">{words.get("accounts-sign-in-button")}</a></p>
            <p><a href="/console/sign-in/forgot">{words.get("accounts-forgot-link")}</a></p>
        }
        .into_any()
    })
}
