//! A candidate's history, newest first, as an auditor reads it.

use leptos::prelude::*;

use super::{
    icons::{Icon, icon},
    parts::{When, facts, time},
    words::Words,
};

#[derive(Debug, Clone)]
pub enum Entry {
    Consent(Box<ConsentEntry>),
    Mail(MailEntry),
    Note(NoteEntry),
}

/// A consent event.
#[derive(Debug, Clone)]
pub struct ConsentEntry {
    pub at: When,
    /// `given`, `renewed`, `refused`, `withdrawn`, `requested`, `expired` or `invalidated`.
    pub kind: String,
    /// `widget`, `link`, `paper`, `spoken` or `system`.
    pub origin: String,
    /// How the person was known: `unverified`, `email`, `staff` or `none`.
    pub identity: String,
    /// Staff who wrote down consent given on paper or aloud, and their note.
    pub recorded_by: Option<String>,
    pub note: Option<String>,
    /// The day a consent that staff wrote down was given.
    pub given_on: Option<When>,
    pub shown: Option<ShownText>,
    /// Set when the candidate holds a receipt for this event.
    pub consent_id: Option<String>,
}

/// What stood on the candidate's screen, word for word.
#[derive(Debug, Clone)]
pub struct ShownText {
    pub version: i64,
    pub language: String,
    pub title: String,
    /// Sanitised when it was published; inserted as it is.
    pub body_html: String,
    pub boxes: Vec<ShownBox>,
    /// SHA-256 of the rendered text and box labels, in hexadecimal.
    pub sha256: String,
    pub served_at: When,
    pub answered_at: When,
    pub page_url: String,
    pub widget_version: Option<String>,
}

#[derive(Debug, Clone)]
pub struct ShownBox {
    pub label: String,
    pub description: String,
    pub agreed: bool,
}

/// A mail and its fate.
#[derive(Debug, Clone)]
pub struct MailEntry {
    /// When it was put into the outbox.
    pub at: When,
    /// `request`, `reminder`, `confirmation`, `receipt` or `farewell`.
    pub kind: String,
    /// `queued`, `accepted`, `bounced`, `failed` or `cancelled`.
    pub fate: String,
    /// When the mail server took it; a bounce comes after that.
    pub accepted_at: Option<When>,
    pub ended_at: Option<When>,
    pub attempts: i64,
    /// The mail server's own words.
    pub answer: Option<String>,
}

/// Anything else: registered, corrected, held, restricted, looked at by the candidate.
#[derive(Debug, Clone)]
pub struct NoteEntry {
    pub at: When,
    /// `registered`, `imported`, `corrected`, `address`, `held`, `released`, `restricted`, `lifted`, `confirmed`,
    /// `viewed` or `reminders_stopped`.
    pub kind: String,
    pub by: Option<String>,
    pub detail: Option<String>,
}

pub(super) fn timeline(words: &Words, path: &str, entries: &[Entry]) -> AnyView {
    let items: Vec<_> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Consent(consent) => consent_item(words, path, consent),
            Entry::Mail(mail) => mail_item(words, mail),
            Entry::Note(note) => note_item(words, note),
        })
        .collect();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn item(class: String, sign: Icon, title: String, at: &When, body: AnyView) -> AnyView {
    view! {
        <li class=class>
            <span class="dot">{icon(sign)}</span>
            <div class="entry">
                <div class="entry-head"><h3>{title}</h3>{time(at)}</div>
                {body}
            </div>
        </li>
    }
    .into_any()
}

fn consent_item(words: &Words, path: &str, entry: &ConsentEntry) -> AnyView {
    let sign = match entry.kind.as_str() {
        "given" | "renewed" => Icon::Check,
        "refused" | "withdrawn" => Icon::Cross,
        "requested" => Icon::Envelope,
        "expired" => Icon::Clock,
        _ => Icon::Slash,
    };
    let recorder = entry
        .recorded_by
        .as_deref()
        .map(|who| view! { <p>{words.with("console-recorded-by", "who", who)}</p> });
    let given_on = entry
        .given_on
        .as_ref()
        .map(|day| view! { <p>{words.get("console-given-on")}" "{time(day)}</p> });
    let note = entry
        .note
        .clone()
        .map(|note| view! { <blockquote>{note}</blockquote> });
    let body = view! {
        {origin(words, entry)}
        {given_on}
        {recorder}
        {note}
        {entry.shown.as_ref().map(|shown| decisions(words, shown))}
        {entry.shown.as_ref().map(|shown| exact_text(words, shown))}
        {entry.consent_id.as_deref().map(|id| receipt_link(words, path, id))}
    };
    let title = words.get(&format!("console-event-{}", entry.kind));
    item(
        format!("consent {}", entry.kind),
        sign,
        title,
        &entry.at,
        body.into_any(),
    )
}

/// By which way the answer came, and how far it is known whose it is.
fn origin(words: &Words, entry: &ConsentEntry) -> Option<AnyView> {
    let way = match entry.origin.as_str() {
        known @ ("widget" | "link" | "paper" | "spoken") => {
            words.get(&format!("console-origin-{known}"))
        }
        _ => return None,
    };
    let identity = match entry.identity.as_str() {
        known @ ("unverified" | "email" | "staff") => {
            words.get(&format!("console-identity-{known}"))
        }
        _ => String::new(),
    };
    Some(view! { <p>{way}" "<span class="identity">{identity}</span></p> }.into_any())
}

/// The answers at a glance; the boxes in full are in the exact text.
fn decisions(words: &Words, shown: &ShownText) -> AnyView {
    let answers: Vec<_> = shown
        .boxes
        .iter()
        .map(|shown| {
            let (class, sign) = match shown.agreed {
                true => ("yes", Icon::Check),
                false => ("no", Icon::Cross),
            };
            let said = match shown.agreed {
                true => words.get("console-box-ticked"),
                false => words.get("console-box-unticked"),
            };
            view! { <li class=class>{icon(sign)}<span>{shown.label.clone()}<span class="said">{said}</span></span></li> }
        })
        .collect();
    view! { <ul class="decisions">{answers}</ul> }.into_any()
}

fn exact_text(words: &Words, shown: &ShownText) -> AnyView {
    let summary = words.fill(
        "console-shown-summary",
        &[
            ("version", &shown.version.to_string()),
            ("language", &words.language_name(&shown.language)),
        ],
    );
    view! {
        <details class="shown">
            <summary>{icon(Icon::Text)}{summary}</summary>
            {paper(words, shown)}
            {circumstances(words, shown)}
        </details>
    }
    .into_any()
}

fn paper(words: &Words, shown: &ShownText) -> AnyView {
    let boxes: Vec<_> = shown
        .boxes
        .iter()
        .map(|shown| shown_box(words, shown))
        .collect();
    view! {
        <div class="paper" lang=shown.language.clone()>
            <h4>{shown.title.clone()}</h4>
            <div class="paper-body" inner_html=shown.body_html.clone()></div>
            <ul class="paper-boxes">{boxes}</ul>
        </div>
    }
    .into_any()
}

fn shown_box(words: &Words, shown: &ShownBox) -> AnyView {
    let (class, said) = match shown.agreed {
        true => ("tick on", words.get("console-box-ticked")),
        false => ("tick", words.get("console-box-unticked")),
    };
    view! {
        <li>
            <span class=class>{shown.agreed.then(|| icon(Icon::Check))}</span>
            <div>
                <strong>{shown.label.clone()}</strong>
                <span class="visually-hidden" lang=words.language().to_owned()>" ("{said}")"</span>
                <p>{shown.description.clone()}</p>
            </div>
        </li>
    }
    .into_any()
}

fn circumstances(words: &Words, shown: &ShownText) -> AnyView {
    let mut pairs = vec![
        (
            words.get("console-shown-version"),
            shown.version.to_string().into_any(),
        ),
        (
            words.get("console-shown-language"),
            words.language_name(&shown.language).into_any(),
        ),
        (words.get("console-shown-served"), time(&shown.served_at)),
        (
            words.get("console-shown-answered"),
            time(&shown.answered_at),
        ),
        (words.get("console-shown-page"), code(&shown.page_url)),
        (words.get("console-shown-sha256"), code(&shown.sha256)),
    ];
    if let Some(version) = &shown.widget_version {
        pairs.push((
            words.get("console-shown-widget"),
            version.clone().into_any(),
        ));
    }
    facts(pairs)
}

fn code(value: &str) -> AnyView {
    view! { <code>{value.to_owned()}</code> }.into_any()
}

fn receipt_link(words: &Words, path: &str, consent_id: &str) -> AnyView {
    view! {
        <a class="receipt" href=format!("{path}/receipts/{consent_id}") download="">
            {icon(Icon::Download)}{words.get("console-receipt-download")}
        </a>
    }
    .into_any()
}

fn mail_item(words: &Words, mail: &MailEntry) -> AnyView {
    let sign = match mail.fate.as_str() {
        "bounced" | "failed" => Icon::Bounce,
        _ => Icon::Envelope,
    };
    let body = view! {
        {steps(words, mail)}
        {mail.answer.clone().map(|answer| view! { <p><code>{answer}</code></p> })}
    };
    let title = words.get(&format!("console-mail-kind-{}", mail.kind));
    item(
        format!("mail {}", mail.fate),
        sign,
        title,
        &mail.at,
        body.into_any(),
    )
}

/// What happened to a mail, a line for each thing that did.
fn steps(words: &Words, mail: &MailEntry) -> AnyView {
    let line = |key: &str, at: &When| view! { <p>{words.get(key)}" "{time(at)}</p> }.into_any();
    let accepted = mail
        .accepted_at
        .as_ref()
        .map(|at| line("timeline-mail-accepted", at));
    let ended = match (mail.fate.as_str(), &mail.ended_at) {
        ("bounced", Some(at)) => Some(line("timeline-mail-bounced", at)),
        ("failed", Some(at)) => Some(line("timeline-mail-failed", at)),
        ("failed" | "bounced", None) => {
            let key = format!("timeline-mail-{}-sometime", mail.fate);
            Some(view! { <p>{words.get(&key)}</p> }.into_any())
        }
        ("cancelled", _) => {
            Some(view! { <p>{words.get("timeline-mail-cancelled")}</p> }.into_any())
        }
        ("queued", _) => {
            Some(view! { <p>{words.count("timeline-mail-queued", mail.attempts)}</p> }.into_any())
        }
        _ => None,
    };
    view! { {accepted}{ended} }.into_any()
}

fn note_item(words: &Words, note: &NoteEntry) -> AnyView {
    let sign = match note.kind.as_str() {
        "held" | "released" => Icon::Lock,
        "restricted" | "lifted" => Icon::Slash,
        "confirmed" => Icon::Shield,
        "corrected" | "address" => Icon::Pen,
        "viewed" => Icon::Text,
        "reminders_stopped" => Icon::Envelope,
        _ => Icon::Person,
    };
    let body = view! {
        {note.by.as_deref().map(|who| view! { <p>{words.with("console-note-by", "who", who)}</p> })}
        {note.detail.clone().map(|detail| view! { <blockquote>{detail}</blockquote> })}
    };
    let title = match note.kind.as_str() {
        own @ ("address" | "viewed" | "reminders_stopped") => {
            words.get(&format!("timeline-note-{}", own.replace('_', "-")))
        }
        kind => words.get(&format!("console-note-{kind}")),
    };
    item(
        format!("note {}", note.kind),
        sign,
        title,
        &note.at,
        body.into_any(),
    )
}
