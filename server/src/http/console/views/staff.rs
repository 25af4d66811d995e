//! Who works here.

use leptos::prelude::*;

use super::{
    fields::{Field, error_summary, input, radio, select, submit},
    icons::{Icon, icon},
    layout::{Frame, Section, csrf, page},
    parts::{
        FieldErrors, When, back, breakable, cell, column, dash, facts, page_head, table, time,
    },
    words::Words,
};

#[derive(Debug, Clone, Default)]
pub struct Staff {
    pub members: Vec<Member>,
    pub invited: Invited,
}

#[derive(Debug, Clone, Default)]
pub struct Member {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: String,
    /// Has a password and a second factor.
    pub set_up: bool,
    pub has_totp: bool,
    pub passkeys: i64,
    pub last_seen: Option<When>,
    pub invited: When,
    /// Whoever looks at the page.
    pub oneself: bool,
}

/// The invitation as typed.
#[derive(Debug, Clone, Default)]
pub struct Invited {
    pub email: String,
    pub name: String,
    pub role: String,
    pub language: String,
    pub errors: FieldErrors,
}

#[derive(Debug, Clone, Default)]
pub struct MemberPage {
    pub member: Member,
    /// How many keys stop working when this person leaves.
    pub api_keys: i64,
    pub errors: FieldErrors,
}

/// The pages about access, as tabs.
pub fn access_tabs(words: &Words, current: &str) -> AnyView {
    const TABS: [(&str, &str); 2] = [
        ("/console/staff", "accounts-staff-title"),
        ("/console/keys", "accounts-keys-title"),
    ];
    let items = TABS.map(|(href, key)| {
        view! { <li><a href=href aria-current=(href == current).then_some("page")>{words.get(key)}</a></li> }
    });
    view! { <nav class="tabs" aria-label=words.get("accounts-access")><ul>{items}</ul></nav> }
        .into_any()
}

/// `GET /console/staff`
pub fn staff_page(frame: &Frame, data: &Staff) -> String {
    let words = frame.words();
    let title = words.get("accounts-staff-title");
    let columns = [
        "accounts-name",
        "accounts-role",
        "accounts-factors",
        "accounts-seen",
    ];
    page(frame, Section::Staff, &title, || {
        view! {
            {page_head(&title, Some(words.get("accounts-staff-text")), None)}
            {access_tabs(&words, "/console/staff")}
            {error_summary(&words, &data.invited.errors)}
            {table(
                title.clone(),
                columns.map(|key| column(&words.get(key))).into(),
                data.members.iter().map(|member| row(frame, member)).collect(),
            )}
            {frame.administers().then(|| invite(frame, &data.invited))}
        }
        .into_any()
    })
}

fn row(frame: &Frame, member: &Member) -> AnyView {
    let words = frame.words();
    let name = match frame.administers() {
        true => view! { <a href=format!("/console/staff/{}", member.id)>{member.name.clone()}</a> }
            .into_any(),
        false => view! { <strong>{member.name.clone()}</strong> }.into_any(),
    };
    let seen = member.last_seen.as_ref().map_or_else(|| dash(&words), time);
    view! {
        <tr role="row">
            <td role="cell" class="person">{name}<span class="sub">{breakable(&member.email)}</span></td>
            {cell(&words.get("accounts-role"), "", words.role(&member.role).into_any())}
            {cell(&words.get("accounts-factors"), "", factors(&words, member))}
            {cell(&words.get("accounts-seen"), "", seen)}
        </tr>
    }
    .into_any()
}

fn factors(words: &Words, member: &Member) -> AnyView {
    if !member.set_up {
        let text = words.get("accounts-not-set-up");
        return view! { <span class="pill awaiting">{icon(Icon::Envelope)}{text}</span> }
            .into_any();
    }
    let has = [
        (true, "accounts-by-password"),
        (member.has_totp, "accounts-by-code"),
        (member.passkeys > 0, "accounts-by-passkey"),
    ];
    let words: Vec<_> = has
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, key)| words.get(key))
        .collect();
    words.join(" + ").into_any()
}

fn invite(frame: &Frame, typed: &Invited) -> AnyView {
    let words = frame.words();
    let field = |name: &'static str, key: &str, value| Field {
        name,
        label: words.get(key),
        value,
        required: true,
        autocomplete: Some("off"),
        error: typed.errors.of(name),
        ..Field::default()
    };
    let email = Field {
        kind: "email",
        ..field("email", "accounts-email", &typed.email)
    };
    let languages = ["sv", "en"].map(|code| (code.to_owned(), words.language_name(code)));
    view! {
        <section class="card settings invite">
            <h2>{words.get("accounts-invite-title")}</h2>
            <p class="hint">{words.get("accounts-invite-text")}</p>
            <form class="narrow" method="post" action="/console/staff">
                {csrf(frame)}
                {input(field("name", "accounts-name", &typed.name))}
                {input(email)}
                {select(field("language", "accounts-invite-language", &typed.language), languages.into())}
                {role_choice(&words, &typed.role)}
                {submit(words.get("accounts-invite-send"), "button")}
            </form>
        </section>
    }
    .into_any()
}

pub fn role_choice(words: &Words, chosen: &str) -> AnyView {
    let choices = ["recruiter", "auditor", "admin"].map(|role| {
        let hint = words.get(&format!("accounts-role-{role}-hint"));
        radio("role", role, role == chosen, words.role(role), hint)
    });
    view! { <fieldset id="field-role"><legend>{words.get("accounts-role")}</legend>{choices}</fieldset> }
        .into_any()
}

/// `GET /console/staff/{id}`
pub fn member_page(frame: &Frame, data: &MemberPage) -> String {
    let words = frame.words();
    let member = &data.member;
    page(frame, Section::Staff, &member.name, || {
        view! {
            {back("/console/staff", words.get("accounts-staff-title"))}
            {page_head(&member.name, Some(member.email.clone()), None)}
            {error_summary(&words, &data.errors)}
            <section class="card settings">
                {facts(vec![
                    (words.get("accounts-factors"), factors(&words, member)),
                    (words.get("accounts-seen"), member.last_seen.as_ref().map_or_else(|| dash(&words), time)),
                    (words.get("accounts-since"), time(&member.invited)),
                ])}
                {(!member.set_up).then(|| again(frame, member))}
            </section>
            {role(frame, data)}
            {(member.set_up && !member.oneself).then(|| reset(frame, member))}
            {leave(frame, data)}
        }
        .into_any()
    })
}

fn again(frame: &Frame, member: &Member) -> AnyView {
    let words = frame.words();
    view! {
        <form method="post" action=format!("/console/staff/{}/invitation", member.id)>
            {csrf(frame)}
            <p class="hint">{words.get("accounts-invite-again-text")}</p>
            {submit(words.get("accounts-invite-again"), "button secondary")}
        </form>
    }
    .into_any()
}

fn role(frame: &Frame, data: &MemberPage) -> AnyView {
    let (words, member) = (frame.words(), &data.member);
    let keys = (data.api_keys > 0).then(|| {
        view! { <p class="hint">{words.count("accounts-role-keys", data.api_keys)}</p> }
    });
    view! {
        <section class="card settings">
            <form method="post" action=format!("/console/staff/{}/role", member.id)>
                {csrf(frame)}
                {role_choice(&words, &member.role)}
                {keys}
                {submit(words.get("accounts-role-change"), "button secondary")}
            </form>
        </section>
    }
    .into_any()
}

fn reset(frame: &Frame, member: &Member) -> AnyView {
    let words = frame.words();
    view! {
        <section class="card settings">
            <h2>{words.get("accounts-reset-title")}</h2>
            <p>{words.get("accounts-reset-text")}</p>
            <form method="post" action=format!("/console/staff/{}/reset", member.id)>
                {csrf(frame)}
                {submit(words.get("accounts-reset-button"), "button secondary")}
            </form>
        </section>
    }
    .into_any()
}

fn leave(frame: &Frame, data: &MemberPage) -> AnyView {
    let words = frame.words();
    view! {
        <section class="notice danger settings">
            {icon(Icon::Warning)}
            <div>
                <h2>{words.get("accounts-remove-title")}</h2>
                <p>{words.get("accounts-remove-text")}</p>
                <p>{words.count("accounts-remove-keys", data.api_keys)}</p>
                <form method="post" action=format!("/console/staff/{}/remove", data.member.id)>
                    {csrf(frame)}
                    {submit(words.with("accounts-remove-button", "name", &data.member.name), "button danger")}
                </form>
            </div>
        </section>
    }
    .into_any()
}
