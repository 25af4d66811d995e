//! What surrounds every page: document head, navigation, flash message.

use leptos::prelude::*;

use super::{
    document::{Head, document},
    fields::hidden,
    icons::{Icon, icon},
    parts::notice,
    words::Words,
};

/// Who is looking, at whose data, in which language.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub language: String,
    pub tenant: String,
    pub staff: String,
    /// `admin`, `recruiter` or `auditor`.
    pub role: String,
    /// Goes into the hidden field `csrf` of every form that posts.
    pub csrf: String,
    pub flash: Option<Flash>,
    /// The page's own address, path and query, to come back to.
    pub here: String,
    /// Number of tasks that wait, shown beside the menu item.
    pub tasks: i64,
    /// Where the demo's story continues; only `samtycke demo` sets it.
    pub demo_url: Option<String>,
    /// Is in by a link that works once, without an account to come back with.
    pub unfinished: bool,
}

/// What came of the last action, shown once.
#[derive(Debug, Clone)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    Done,
    Problem,
}

impl Frame {
    pub fn words(&self) -> Words<'_> {
        Words::new(&self.language)
    }

    /// Whether this person may change candidates; an auditor only reads.
    pub fn handles_candidates(&self) -> bool {
        matches!(self.role.as_str(), "admin" | "recruiter")
    }

    /// Whether this person may change texts and settings.
    pub fn administers(&self) -> bool {
        self.role == "admin"
    }
}

/// The menu item a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Overview,
    Candidates,
    Texts,
    Tasks,
    Erasures,
    Settings,
    Staff,
    Account,
    None,
}

const MENU: [(Section, &str, &str, Icon); 5] = [
    (
        Section::Overview,
        "/console",
        "console-nav-overview",
        Icon::Overview,
    ),
    (
        Section::Candidates,
        "/console/candidates",
        "console-nav-candidates",
        Icon::People,
    ),
    (
        Section::Texts,
        "/console/texts",
        "console-nav-texts",
        Icon::Text,
    ),
    (
        Section::Tasks,
        "/console/tasks",
        "console-nav-tasks",
        Icon::Tasks,
    ),
    (
        Section::Erasures,
        "/console/erasures",
        "console-nav-erasures",
        Icon::Erase,
    ),
];

/// A page for signed-in staff.
pub fn page(
    frame: &Frame,
    section: Section,
    title: &str,
    main: impl FnOnce() -> AnyView,
) -> String {
    page_with(None, frame, section, title, main)
}

/// As [`page`], with a script that the page works without.
pub fn page_with(
    script: Option<&'static str>,
    frame: &Frame,
    section: Section,
    title: &str,
    main: impl FnOnce() -> AnyView,
) -> String {
    render(&frame.language, title, script, || {
        let words = frame.words();
        view! {
            <body class="console">
                {skip_link(&words)}
                {sidebar(frame, section)}
                <main id="main" tabindex="-1">
                    {frame.flash.as_ref().map(flash)}
                    {frame.unfinished.then(|| unfinished(&words))}
                    {main()}
                </main>
            </body>
        }
        .into_any()
    })
}

/// A page for someone who is not signed in: one panel under the logo.
pub fn bare_page(language: &str, title: &str, main: impl FnOnce() -> AnyView) -> String {
    bare_page_with(None, language, title, main)
}

/// As [`bare_page`], with a script that the page works without.
pub fn bare_page_with(
    script: Option<&'static str>,
    language: &str,
    title: &str,
    main: impl FnOnce() -> AnyView,
) -> String {
    render(language, title, script, || {
        view! {
            <body class="bare">
                <header class="bare-head"><a class="brand" href="/console">{brand()}</a></header>
                <main id="main" class="panel" tabindex="-1">{main()}</main>
            </body>
        }
        .into_any()
    })
}

fn render(
    language: &str,
    title: &str,
    script: Option<&'static str>,
    body: impl FnOnce() -> AnyView,
) -> String {
    let head = Head {
        title: format!("{title} · Samtycke"),
        stylesheet: "/assets/console.css",
        icon: "/assets/favicon.svg",
        script,
    };
    document(language, head, body)
}

fn skip_link(words: &Words) -> AnyView {
    view! { <a class="skip" href="#main">{words.get("console-skip")}</a> }.into_any()
}

fn brand() -> AnyView {
    view! {
        <img src="/assets/logo.svg" alt="" width="32" height="32"/>
        <span class="brand-name">"Samtycke"</span>
    }
    .into_any()
}

fn sidebar(frame: &Frame, section: Section) -> AnyView {
    let words = frame.words();
    view! {
        <header class="side">
            <div class="side-head">
                <a class="brand" href="/console">{brand()}</a>
                <p class="tenant">{frame.tenant.clone()}</p>
            </div>
            <nav class="menu" aria-label=words.get("console-nav-label")>
                <ul>{MENU.map(|item| menu_item(frame, section, item))}</ul>
            </nav>
            {account(frame, section)}
        </header>
    }
    .into_any()
}

fn menu_item(
    frame: &Frame,
    current: Section,
    (section, href, key, sign): (Section, &'static str, &'static str, Icon),
) -> AnyView {
    let words = frame.words();
    let badge = (section == Section::Tasks && frame.tasks > 0)
        .then(|| view! { <span class="badge">{frame.tasks.to_string()}</span> }.into_any());
    view! {
        <li>
            <a href=href aria-current=(section == current).then_some("page")>
                {icon(sign)}
                <span class="menu-word">{words.get(key)}</span>
                {badge}
            </a>
        </li>
    }
    .into_any()
}

fn account(frame: &Frame, section: Section) -> AnyView {
    let words = frame.words();
    let current = |wanted| (section == wanted).then_some("page");
    view! {
        <div class="account">
            {frame.demo_url.clone().map(|url| demo_link(&words, url))}
            <a class="account-link" href="/console/staff" aria-current=current(Section::Staff)>
                {icon(Icon::Shield)}
                <span class="account-word">{words.get("accounts-access")}</span>
            </a>
            <a class="account-link" href="/console/settings" aria-current=current(Section::Settings)>
                {icon(Icon::Settings)}
                <span class="account-word">{words.get("console-nav-settings")}</span>
            </a>
            <p class="who">
                <strong>{frame.staff.clone()}</strong>
                <span>{words.role(&frame.role)}</span>
            </p>
            <a class="account-link" href="/console/account" aria-current=current(Section::Account)>
                {icon(Icon::Person)}
                <span class="account-word">{words.get("accounts-account-title")}</span>
            </a>
            <div class="account-forms">
                {language_form(frame)}
                <form method="post" action="/console/sign-out">
                    {csrf(frame)}
                    <button class="account-link" type="submit">
                        {icon(Icon::SignOut)}
                        <span class="account-word">{words.get("console-sign-out")}</span>
                    </button>
                </form>
            </div>
        </div>
    }
    .into_any()
}

fn demo_link(words: &Words, url: String) -> AnyView {
    view! {
        <a class="account-link" href=url>
            {icon(Icon::Arrow)}
            <span class="account-word">{words.get("console-nav-demo")}</span>
        </a>
    }
    .into_any()
}

/// One press to the other language; the button speaks the language it leads to.
fn language_form(frame: &Frame) -> AnyView {
    let (code, name) = match frame.language.as_str() {
        "sv" => ("en", "English"),
        _ => ("sv", "Svenska"),
    };
    view! {
        <form method="post" action="/console/language">
            {csrf(frame)}
            {hidden("return_to", &frame.here)}
            <button class="account-link" type="submit" name="language" value=code lang=code>{name}</button>
        </form>
    }
    .into_any()
}

fn unfinished(words: &Words) -> AnyView {
    let body = view! {
        <p>{words.get("accounts-unfinished-text")}</p>
        <a class="button" href="/console/account/setup">{words.get("accounts-unfinished-button")}</a>
    };
    notice(
        "notice",
        Icon::Shield,
        words.get("accounts-unfinished"),
        body.into_any(),
    )
}

fn flash(flash: &Flash) -> AnyView {
    let (class, sign, role) = match flash.kind {
        FlashKind::Done => ("flash done", Icon::Check, "status"),
        FlashKind::Problem => ("flash problem", Icon::Warning, "alert"),
    };
    view! { <p class=class role=role>{icon(sign)}<span>{flash.text.clone()}</span></p> }.into_any()
}

/// The hidden field that proves a form came from this session.
pub fn csrf(frame: &Frame) -> AnyView {
    csrf_value(&frame.csrf)
}

pub fn csrf_value(value: &str) -> AnyView {
    view! { <input type="hidden" name="csrf" value=value.to_owned()/> }.into_any()
}
