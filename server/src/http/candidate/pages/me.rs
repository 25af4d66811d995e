//! The candidate's own page: everything stored, and what can be done about it.

use leptos::prelude::*;
use time::{Date, OffsetDateTime};

use super::Frame;
use super::layout::{Tone, Words, candidate_document, notice, verify_link};
use crate::i18n::{date, date_time, language_name};

/// Everything stored about a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MePage {
    pub frame: Frame,
    pub fields: Vec<Field>,
    pub purposes: Vec<StoredPurpose>,
    /// Latest first.
    pub history: Vec<HistoryEvent>,
    /// Downloads everything as JSON.
    pub download_url: String,
    pub notice: Option<MeNotice>,
    pub waiting: Option<Waiting>,
}

/// A request that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Unknown until the mail server has accepted the request.
    pub deadline: Option<Date>,
    pub url: String,
}

/// What just happened on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeNotice {
    Corrected,
    Withdrawn,
    /// The correction was refused: a name is needed.
    NameMissing,
    /// What was written for name or phone can not be kept.
    NotUnderstood,
}

/// One stored value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub kind: FieldKind,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Name,
    Email,
    Phone,
    ExternalId,
    Source,
    Language,
    Registered,
}

impl FieldKind {
    fn key(self) -> &'static str {
        match self {
            Self::Name => "me-field-name",
            Self::Email => "me-field-email",
            Self::Phone => "me-field-phone",
            Self::ExternalId => "me-field-external-id",
            Self::Source => "me-field-source",
            Self::Language => "me-field-language",
            Self::Registered => "me-field-registered",
        }
    }
}

/// A purpose and how the candidate stands to it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPurpose {
    pub key: String,
    pub label: String,
    pub state: PurposeState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurposeState {
    /// Up to and including this day.
    Valid(Date),
    Expired(Date),
    Withdrawn,
    Refused,
    Invalidated,
}

impl PurposeState {
    fn is_valid(self) -> bool {
        matches!(self, Self::Valid(_))
    }

    fn describe(self, words: Words) -> String {
        let dated = |key, day| words.with(key, &[("date", date(words.language(), day).into())]);
        match self {
            Self::Valid(until) => dated("me-state-valid", until),
            Self::Expired(on) => dated("me-state-expired", on),
            Self::Withdrawn => words.say("me-state-withdrawn"),
            Self::Refused => words.say("me-state-refused"),
            Self::Invalidated => words.say("me-state-invalidated"),
        }
    }
}

/// One consent event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEvent {
    pub kind: HistoryKind,
    /// In the tenant's time zone.
    pub at: OffsetDateTime,
    /// Labels of the purposes concerned.
    pub purposes: Vec<String>,
    /// The text version and the language it was shown in.
    pub text: Option<(i64, String)>,
    /// Downloads the receipt; the same address with `/json-ld` gives it for other systems.
    pub receipt_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    Given,
    Renewed,
    Refused,
    Withdrawn,
    Requested,
    Expired,
    Invalidated,
    /// Paper or spoken consent that staff recorded.
    Recorded,
}

impl HistoryKind {
    fn key(self) -> &'static str {
        match self {
            Self::Given => "me-event-given",
            Self::Renewed => "me-event-renewed",
            Self::Refused => "me-event-refused",
            Self::Withdrawn => "me-event-withdrawn",
            Self::Requested => "me-event-requested",
            Self::Expired => "me-event-expired",
            Self::Invalidated => "me-event-invalidated",
            Self::Recorded => "me-event-recorded",
        }
    }
}

/// Renders the page. Its forms post `action=correct` with `name` and `phone`,
/// `action=withdraw` with `purpose`, or `action=erase`.
pub fn me_page(page: &MePage) -> String {
    let title = Words::new(&page.frame.language).say("me-page-title");
    candidate_document(&page.frame, &title, |words| {
        view! {
            {page.notice.map(|happened| happening(words, happened))}
            <h1>{words.with_controller("me-title", &page.frame)}</h1>
            <p class="lead">{words.say("me-intro")}</p>
            {page.waiting.as_ref().map(|request| waiting(words, request))}
            {stored(words, page)}
            {answers(words, &page.purposes)}
            {history(words, &page.history)}
            {download(words, page)}
            {erase(words)}
        }
        .into_any()
    })
}

fn waiting(words: Words, request: &Waiting) -> impl IntoView + use<> {
    let by_when = request.deadline.map(|day| {
        let values = [("date", date(words.language(), day).into())];
        view! { <p>{words.with("answer-deadline", &values)}" "{words.say("answer-deadline-consequence")}</p> }
    });
    view! {
        <div class="notice">
            <strong>{words.say("me-waiting")}</strong>
            {by_when}
            <p><a class="button" href=request.url.clone()>{words.say("me-waiting-link")}</a></p>
        </div>
    }
}

fn happening(words: Words, happened: MeNotice) -> impl IntoView + use<> {
    let (tone, key) = match happened {
        MeNotice::Corrected => (Tone::Good, "me-corrected"),
        MeNotice::Withdrawn => (Tone::Good, "me-withdrawn"),
        MeNotice::NameMissing => (Tone::Error, "me-name-missing"),
        MeNotice::NotUnderstood => (Tone::Error, "me-not-understood"),
    };
    notice(words, tone, words.say(key))
}

fn stored(words: Words, page: &MePage) -> impl IntoView + use<> {
    let rows: Vec<_> = page.fields.iter().map(|field| row(words, field)).collect();
    view! {
        <section>
            <h2>{words.say("me-fields")}</h2>
            <dl class="fields">{rows}</dl>
            {correction(words, page)}
        </section>
    }
}

fn row(words: Words, field: &Field) -> impl IntoView + use<> {
    let value = match field.value.trim() {
        "" => words.say("me-field-empty"),
        _ => field.value.clone(),
    };
    view! { <dt>{words.say(field.kind.key())}</dt> <dd>{value}</dd> }
}

fn correction(words: Words, page: &MePage) -> impl IntoView + use<> {
    let value = |kind| {
        let field = page.fields.iter().find(|field| field.kind == kind);
        field.map(|field| field.value.clone()).unwrap_or_default()
    };
    let is_open = matches!(
        page.notice,
        Some(MeNotice::NameMissing | MeNotice::NotUnderstood)
    );
    view! {
        <details open=is_open>
            <summary>{words.say("me-correct")}</summary>
            <form method="post" class="correct">
                <input type="hidden" name="action" value="correct"/>
                <label for="name">{words.say("me-field-name")}</label>
                <input id="name" name="name" autocomplete="name" required value=value(FieldKind::Name)/>
                <label for="phone">{words.say("me-field-phone")}</label>
                <input id="phone" name="phone" type="tel" autocomplete="tel" value=value(FieldKind::Phone)/>
                <p class="quiet">{words.say("me-correct-email")}</p>
                <button type="submit">{words.say("me-correct-save")}</button>
            </form>
        </details>
    }
}

fn answers(words: Words, purposes: &[StoredPurpose]) -> impl IntoView + use<> {
    let valid = purposes
        .iter()
        .filter(|purpose| purpose.state.is_valid())
        .count();
    let cards: Vec<_> = purposes
        .iter()
        .map(|purpose| {
            view! {
                <li>
                    <strong>{purpose.label.clone()}</strong>
                    <p>{purpose.state.describe(words)}</p>
                    {purpose.state.is_valid().then(|| withdrawal(words, &purpose.key, valid == 1))}
                </li>
            }
        })
        .collect();
    let none = cards
        .is_empty()
        .then(|| view! { <p class="quiet">{words.say("me-purposes-none")}</p> });
    view! {
        <section>
            <h2>{words.say("me-purposes")}</h2>
            {none}
            <ul class="consents">{cards}</ul>
        </section>
    }
}

/// One press, as giving was. Withdrawing the last consent erases, so the button says so.
fn withdrawal(words: Words, key: &str, is_last: bool) -> impl IntoView + use<> {
    let label = if is_last {
        "me-withdraw-last-button"
    } else {
        "me-withdraw"
    };
    view! {
        <form method="post">
            <input type="hidden" name="action" value="withdraw"/>
            {is_last.then(|| view! { <p class="quiet">{words.say("me-withdraw-last")}</p> })}
            <button type="submit" name="purpose" value=key.to_owned() class="plain">
                {words.say(label)}
            </button>
        </form>
    }
}

fn history(words: Words, events: &[HistoryEvent]) -> impl IntoView + use<> {
    let items: Vec<_> = events
        .iter()
        .map(|event| history_item(words, event))
        .collect();
    let empty = items
        .is_empty()
        .then(|| view! { <p class="quiet">{words.say("me-history-empty")}</p> });
    let has_receipt = events.iter().any(|event| event.receipt_url.is_some());
    view! {
        <section>
            <h2>{words.say("me-history")}</h2>
            {empty}
            <ol class="history">{items}</ol>
            {has_receipt.then(|| verify_link(words, "verify-link"))}
        </section>
    }
}

fn history_item(words: Words, event: &HistoryEvent) -> impl IntoView + use<> {
    let at = date_time(words.language(), event.at);
    let text = event.text.as_ref().map(|(version, language)| {
        let values = [
            ("version", version.to_string().into()),
            ("language", language_name(words.language(), language).into()),
        ];
        view! { <p class="quiet">{words.with("me-event-text", &values)}</p> }
    });
    let purposes = (!event.purposes.is_empty()).then(|| event.purposes.join(", "));
    let receipt = event
        .receipt_url
        .as_deref()
        .map(|url| receipt_links(words, url, &at));
    view! {
        <li>
            <p class="quiet">{at.clone()}</p>
            <strong>{words.say(event.kind.key())}</strong>
            {purposes.map(|labels| view! { <p>{labels}</p> })}
            {text}
            {receipt}
        </li>
    }
}

fn receipt_links(words: Words, url: &str, at: &str) -> impl IntoView + use<> {
    let link = |url: String, key: &str| {
        let spoken = words.with(&format!("{key}-of"), &[("date", at.to_owned().into())]);
        view! { <p><a href=url download="" aria-label=spoken>{words.say(key)}</a></p> }
    };
    view! {
        {link(url.to_owned(), "me-event-receipt")}
        {link(format!("{url}/json-ld"), "me-event-json-ld")}
    }
}

fn download(words: Words, page: &MePage) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{words.say("me-download-title")}</h2>
            <p>{words.say("me-download-text")}</p>
            <p><a class="button plain" href=page.download_url.clone() download="">{words.say("me-download")}</a></p>
        </section>
    }
}

fn erase(words: Words) -> impl IntoView + use<> {
    view! {
        <section class="erase">
            <h2>{words.say("me-erase-title")}</h2>
            <p>{words.say("me-erase-text")}</p>
            <form method="post">
                <button type="submit" name="action" value="erase" class="danger">{words.say("me-erase")}</button>
            </form>
        </section>
    }
}
