//! The two frames of the demo: the company's own site, and the guide around it.

use leptos::prelude::*;

use crate::http::console::views::{
    When,
    document::{Head, document},
    words::Words,
};

/// Who visits: the language, the path shown, and the site key of the demo's widget.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// `sv` or `en`.
    pub language: String,
    pub path: String,
    pub site_key: String,
}

/// The demo's clock and how far it has been moved.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    pub now: When,
    pub days_ahead: i64,
}

const STEPS: [i64; 4] = [1, 14, 27, 31];

impl Visit {
    pub fn words(&self) -> Words<'_> {
        Words::new(&self.language)
    }

    /// `path` in the visitor's language; Swedish is what the site speaks by default.
    pub fn link(&self, path: &str) -> String {
        match self.language.as_str() {
            "en" => format!("{path}?lang=en"),
            _ => path.to_owned(),
        }
    }

    /// This page in the other language: its code, its own name, and the address.
    fn other_language(&self) -> (&'static str, &'static str, String) {
        match self.language.as_str() {
            "en" => ("sv", "Svenska", self.path.clone()),
            _ => ("en", "English", format!("{}?lang=en", self.path)),
        }
    }
}

/// A page of the company's site.
pub fn company_page(visit: &Visit, title: &str, main: impl FnOnce() -> AnyView) -> String {
    let head = Head {
        title: format!("{title} – Fjällbäck Energi"),
        stylesheet: "/assets/demo.css",
        icon: "/assets/fjallback.svg",
        script: Some("/embed.js"),
    };
    document(&visit.language, head, || {
        view! {
            <body class="company">
                {skip_link(visit)}
                {ribbon(visit)}
                {company_head(visit)}
                <main id="main" tabindex="-1">{main()}</main>
                {company_foot(visit)}
            </body>
        }
        .into_any()
    })
}

/// A page of the guide.
pub fn guide_page(visit: &Visit, title: &str, main: impl FnOnce() -> AnyView) -> String {
    let head = Head {
        title: format!("{title} · Samtycke"),
        stylesheet: "/assets/demo.css",
        icon: "/assets/favicon.svg",
        script: None,
    };
    document(&visit.language, head, || {
        view! {
            <body class="guide">
                {skip_link(visit)}
                {guide_head(visit)}
                <main id="main" tabindex="-1">{main()}</main>
            </body>
        }
        .into_any()
    })
}

fn skip_link(visit: &Visit) -> AnyView {
    view! { <a class="skip" href="#main">{visit.words().get("demo-skip")}</a> }.into_any()
}

/// The thin strip that says the company does not exist and leads back to the story.
fn ribbon(visit: &Visit) -> AnyView {
    let words = visit.words();
    view! {
        <aside class="ribbon" aria-label=words.get("demo-ribbon-label")>
            <p>{words.get("demo-ribbon")}</p>
            <a href=visit.link("/")>{words.get("demo-nav-story")}</a>
            <a href=visit.link("/demo/mail")>{words.get("demo-nav-mail")}</a>
        </aside>
    }
    .into_any()
}

fn company_head(visit: &Visit) -> AnyView {
    let words = visit.words();
    let (code, name, href) = visit.other_language();
    let item = |path: &str, key: &str| {
        let current = (visit.path == path).then_some("page");
        view! { <li><a href=visit.link(path) aria-current=current>{words.get(key)}</a></li> }
    };
    view! {
        <header class="site-head">
            <a class="site-name" href=visit.link("/demo/career")>
                <img src="/assets/fjallback.svg" alt="" width="36" height="36"/>
                <span>"Fjällbäck Energi"</span>
            </a>
            <nav aria-label=words.get("demo-nav-label")>
                <ul>
                    {item("/demo/career", "demo-nav-jobs")}
                    {item("/demo/talent-pool", "demo-nav-pool")}
                    <li><a href=href lang=code hreflang=code>{name}</a></li>
                </ul>
            </nav>
        </header>
    }
    .into_any()
}

fn company_foot(visit: &Visit) -> AnyView {
    let words = visit.words();
    view! {
        <footer class="site-foot">
            <p><strong>"Fjällbäck Energi AB"</strong></p>
            <p>{words.get("demo-foot-address")}</p>
            <p>{words.get("demo-foot-fictional")}</p>
        </footer>
    }
    .into_any()
}

fn guide_head(visit: &Visit) -> AnyView {
    let words = visit.words();
    let (code, name, href) = visit.other_language();
    let story = (visit.path == "/").then_some("page");
    let mail = visit.path.starts_with("/demo/mail").then_some("page");
    view! {
        <header class="guide-head">
            <a class="guide-name" href=visit.link("/")>
                <img src="/assets/logo.svg" alt="" width="32" height="32"/>
                <span>"Samtycke"</span>
            </a>
            <nav aria-label=words.get("demo-nav-label")>
                <ul>
                    <li><a href=visit.link("/") aria-current=story>{words.get("demo-nav-story")}</a></li>
                    <li><a href=visit.link("/demo/mail") aria-current=mail>{words.get("demo-nav-mail")}</a></li>
                    <li><a href=href lang=code hreflang=code>{name}</a></li>
                </ul>
            </nav>
        </header>
    }
    .into_any()
}

/// What time it is in the demo, and buttons that move it forward.
pub fn clock_bar(visit: &Visit, clock: &Clock) -> AnyView {
    let words = visit.words();
    let moved = match clock.days_ahead {
        0 => words.get("demo-clock-real"),
        days => words.count("demo-clock-moved", days),
    };
    let buttons = STEPS.map(|days| {
        view! { <button type="submit" name="days" value=days.to_string()>{words.count("demo-clock-add", days)}</button> }
    });
    view! {
        <section class="clock" aria-label=words.get("demo-clock-label")>
            <div>
                <p class="clock-now"><time datetime=clock.now.iso.clone()>{clock.now.shown.clone()}</time></p>
                <p class="clock-note">{moved}</p>
            </div>
            <form method="post" action="/demo/clock">
                <input type="hidden" name="return_to" value=visit.link(&visit.path)/>
                <div class="clock-buttons" role="group" aria-label=words.get("demo-clock-group")>{buttons}</div>
            </form>
        </section>
    }
    .into_any()
}
