//! The mails the server has sent, newest first, and one of them.

use leptos::prelude::*;

use super::layout::{Clock, Visit, clock_bar, guide_page};
use crate::http::console::views::{When, words::Words};

#[derive(Debug, Clone, Default)]
pub struct Inbox {
    pub clock: Clock,
    pub mails: Vec<MailRow>,
}

#[derive(Debug, Clone, Default)]
pub struct MailRow {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub sent_at: When,
}

/// One mail as the mail server took it.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    pub id: String,
    pub subject: String,
    pub sent_at: When,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub has_html: bool,
    /// The addresses that stand in the text, for one press.
    pub links: Vec<String>,
}

/// `GET /demo/mail`
pub fn inbox_page(visit: &Visit, data: &Inbox) -> String {
    let words = visit.words();
    let title = words.get("demo-nav-mail");
    guide_page(visit, &title, || {
        view! {
            <h1>{title.clone()}</h1>
            <p class="intro">{words.get("demo-mail-text")}</p>
            {clock_bar(visit, &data.clock)}
            {mail_list(visit, &data.mails)}
        }
        .into_any()
    })
}

fn mail_list(visit: &Visit, mails: &[MailRow]) -> AnyView {
    let words = visit.words();
    if mails.is_empty() {
        return view! {
            <div class="nothing">
                <h2>{words.get("demo-mail-none")}</h2>
                <p>{words.get("demo-mail-none-text")}</p>
                <p><a class="press" href=visit.link("/demo/talent-pool")>{words.get("demo-step-2-link")}</a></p>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = mails.iter().map(|mail| mail_row(visit, mail)).collect();
    view! { <ul class="mails">{rows}</ul> }.into_any()
}

fn mail_row(visit: &Visit, mail: &MailRow) -> AnyView {
    view! {
        <li>
            <a href=visit.link(&format!("/demo/mail/{}", mail.id))>
                <span class="mail-to">{mail.to.clone()}</span>
                <span class="mail-subject">{mail.subject.clone()}</span>
                <time datetime=mail.sent_at.iso.clone()>{mail.sent_at.shown.clone()}</time>
            </a>
        </li>
    }
    .into_any()
}

/// `GET /demo/mail/{id}`
pub fn mail_page(visit: &Visit, mail: &Mail) -> String {
    let words = visit.words();
    guide_page(visit, &mail.subject, || {
        view! {
            <p><a href=visit.link("/demo/mail")>{words.get("demo-mail-back")}</a></p>
            <h1>{mail.subject.clone()}</h1>
            <p class="intro"><time datetime=mail.sent_at.iso.clone()>{mail.sent_at.shown.clone()}</time></p>
            {links(&words, mail)}
            {mail.has_html.then(|| html_part(&words, mail))}
            {text_part(&words, mail)}
            {headers(&words, mail)}
        }
        .into_any()
    })
}

fn links(words: &Words, mail: &Mail) -> Option<AnyView> {
    if mail.links.is_empty() {
        return None;
    }
    let items: Vec<_> = mail
        .links
        .iter()
        .map(|link| view! { <li><a href=link.clone()>{link.clone()}</a></li> })
        .collect();
    Some(view! { <section class="mail-links"><h2>{words.get("demo-mail-links")}</h2><ul>{items}</ul></section> }.into_any())
}

/// The frame's content is a page of its own: scripts and forms are off, links may leave the frame.
fn html_part(words: &Words, mail: &Mail) -> AnyView {
    view! {
        <section>
            <h2>{words.get("demo-mail-html")}</h2>
            <iframe
                class="mail-html"
                sandbox="allow-top-navigation-by-user-activation"
                src=format!("/demo/mail/{}/html", mail.id)
                title=words.get("demo-mail-html")
            ></iframe>
        </section>
    }
    .into_any()
}

fn text_part(words: &Words, mail: &Mail) -> AnyView {
    view! {
        <section>
            <h2>{words.get("demo-mail-plain")}</h2>
            <pre class="mail-text" tabindex="0">{mail.text.clone()}</pre>
        </section>
    }
    .into_any()
}

fn headers(words: &Words, mail: &Mail) -> AnyView {
    let rows: Vec<_> = mail
        .headers
        .iter()
        .map(|(name, value)| view! { <div><dt>{name.clone()}</dt><dd>{value.clone()}</dd></div> })
        .collect();
    view! {
        <details>
            <summary>{words.get("demo-mail-headers")}</summary>
            <dl class="mail-headers">{rows}</dl>
        </details>
    }
    .into_any()
}
