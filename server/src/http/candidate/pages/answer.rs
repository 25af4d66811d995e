//! The page where a candidate reads the text and answers.

use leptos::prelude::*;
use samtycke_shared::text::{Change, changed_lines};
use time::Date;

use super::layout::{Tone, Words, candidate_document, notice};
use super::{Frame, Reason};
use crate::i18n::date;

/// The text, why it is asked about, and the answer so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerPage {
    pub frame: Frame,
    pub name: String,
    pub reason: Reason,
    pub title: String,
    /// Sanitised HTML.
    pub body_html: String,
    pub purposes: Vec<PurposeBox>,
    /// Where there is an earlier version the candidate consented to.
    pub changes: Option<Changes>,
    /// Unknown until the mail server has accepted the request.
    pub deadline: Option<Date>,
    /// The served notice, sent back with a yes.
    pub served: String,
    /// When this request was answered with yes; the candidate may answer again.
    pub answered_on: Option<Date>,
    /// The text was replaced between showing it and the answer that was just sent.
    pub text_changed: bool,
    pub error: Option<AnswerError>,
}

/// One box. Unticked unless the page is shown again with what the candidate had ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeBox {
    /// The name of the form field; its value is `on`.
    pub key: String,
    pub label: String,
    pub description: String,
    pub validity_months: u32,
    pub required: bool,
    pub ticked: bool,
    /// The last day of the consent that the candidate has given to this already.
    pub given_until: Option<Date>,
}

/// How the text differs from the one the candidate consented to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub since: Date,
    pub changes: Vec<Change>,
}

/// Why a yes could not be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerError {
    NothingTicked,
    RequiredNotTicked,
}

/// Renders the page. A yes posts `answer=renew`, `served` and one field per ticked purpose;
/// a no posts `answer=decline`.
pub fn answer_page(page: &AnswerPage) -> String {
    let title = Words::new(&page.frame.language).say("answer-title");
    candidate_document(&page.frame, &title, |words| {
        view! {
            {page.text_changed.then(|| notice(words, Tone::Attention, words.say("answer-text-changed")))}
            {page.answered_on.map(|day| already_answered(words, day))}
            {introduction(words, page)}
            {page.changes.as_ref().map(|changes| what_changed(words, changes))}
            <section class="text">
                <h2>{page.title.clone()}</h2>
                <div inner_html=page.body_html.clone()></div>
            </section>
            {yes_form(words, page)}
            {no_form(words)}
        }
        .into_any()
    })
}

fn error_message(words: Words, error: AnswerError) -> String {
    words.say(match error {
        AnswerError::NothingTicked => "answer-error-nothing",
        AnswerError::RequiredNotTicked => "answer-error-required",
    })
}

fn already_answered(words: Words, day: Date) -> impl IntoView + use<> {
    let values = [("date", date(words.language(), day).into())];
    notice(words, Tone::Good, words.with("answer-already", &values))
}

fn introduction(words: Words, page: &AnswerPage) -> impl IntoView + use<> {
    // Why we ask, and until when, is over once the answer is there.
    let is_open = page.answered_on.is_none();
    view! {
        <h1>{words.say("answer-title")}</h1>
        <p class="lead">{words.greet(&page.name)}</p>
        {is_open.then(|| view! { <p>{why(words, page)}</p> })}
        {source(words, &page.reason)}
        {is_open.then(|| deadline(words, page.deadline))}
    }
}

fn deadline(words: Words, day: Option<Date>) -> impl IntoView + use<> {
    let by_when = match day {
        Some(day) => words.with(
            "answer-deadline",
            &[("date", date(words.language(), day).into())],
        ),
        None => words.say("answer-deadline-unknown"),
    };
    view! {
        <p class="deadline">
            <strong>{by_when}</strong>" "{words.say("answer-deadline-consequence")}
        </p>
    }
}

fn why(words: Words, page: &AnswerPage) -> String {
    match &page.reason {
        Reason::ValidityEnds(until) => {
            let values = [
                (
                    "controller",
                    page.frame.controller.controller.as_str().into(),
                ),
                ("date", date(words.language(), *until).into()),
            ];
            words.with("answer-reason-validity", &values)
        }
        Reason::FirstEnds(until) => {
            let values = [
                (
                    "controller",
                    page.frame.controller.controller.as_str().into(),
                ),
                ("date", date(words.language(), *until).into()),
            ];
            words.with("answer-reason-validity-first", &values)
        }
        Reason::TextChanged => words.with_controller("answer-reason-changed", &page.frame),
        Reason::AskedAgain => words.with_controller("answer-reason-again", &page.frame),
        Reason::Registered(_) => words.with_controller("answer-reason-registered", &page.frame),
    }
}

fn source(words: Words, reason: &Reason) -> Option<impl IntoView + use<>> {
    let Reason::Registered(provenance) = reason else {
        return None;
    };
    let values = [("source", provenance.source.as_str().into())];
    Some(view! { <p>{words.with("answer-source", &values)}</p> })
}

fn what_changed(words: Words, changes: &Changes) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = changed_lines(&changes.changes)
        .into_iter()
        .map(|line| {
            let runs: Vec<_> = line.into_iter().map(|change| run(words, change)).collect();
            view! { <li>{runs}</li> }
        })
        .collect();
    let since = [("date", date(words.language(), changes.since).into())];
    (!lines.is_empty()).then(|| {
        view! {
            <section class="changes">
                <h2>{words.say("answer-changes-title")}</h2>
                <p>{words.with("answer-changes-intro", &since)}</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

/// Colour and strike-through tell the eye what changed; hidden words tell a screen reader.
fn run(words: Words, change: Change) -> AnyView {
    let spoken = |key: &str| view! { <span class="spoken">" "{words.say(key)}" "</span> };
    match change {
        Change::Equal(same) => view! { <span>{same}</span> }.into_any(),
        Change::Inserted(new) => view! {
            <ins>{spoken("answer-inserted")}{new}{spoken("answer-inserted-end")}</ins>
        }
        .into_any(),
        Change::Deleted(old) => view! {
            <del>{spoken("answer-deleted")}{old}{spoken("answer-deleted-end")}</del>
        }
        .into_any(),
    }
}

fn yes_form(words: Words, page: &AnswerPage) -> impl IntoView + use<> {
    let boxes: Vec<_> = page
        .purposes
        .iter()
        .enumerate()
        .map(|(index, purpose)| purpose_box(words, index, purpose))
        .collect();
    let takes_back = page.purposes.iter().any(|it| it.given_until.is_some());
    view! {
        <form method="post" class="answer">
            <input type="hidden" name="served" value=page.served.clone()/>
            {page.error.map(|error| notice(words, Tone::Error, error_message(words, error)))}
            <fieldset>
                <legend>{words.say("answer-choices")}</legend>
                {boxes}
            </fieldset>
            {takes_back.then(|| view! { <p class="quiet">{words.say("answer-empty-takes-back")}</p> })}
            <button type="submit" name="answer" value="renew">{words.say("answer-renew")}</button>
        </form>
    }
}

fn purpose_box(words: Words, index: usize, purpose: &PurposeBox) -> impl IntoView + use<> {
    let (id, about) = (format!("purpose-{index}"), format!("purpose-{index}-about"));
    let validity = words.with(
        "page-validity",
        &[("months", purpose.validity_months.into())],
    );
    view! {
        <div class="purpose">
            <input
                type="checkbox"
                id=id.clone()
                name=purpose.key.clone()
                value="on"
                checked=purpose.ticked
                aria-describedby=about.clone()
            />
            <label for=id>{purpose.label.clone()}</label>
            <div class="about" id=about>
                <p>{purpose.description.clone()}</p>
                {given(words, purpose).map(|given| view! { <p><strong>{given}</strong></p> })}
                {purpose.required.then(|| view! { <p>{words.say("answer-required")}</p> })}
                <p class="quiet">{validity}</p>
            </div>
        </div>
    }
}

fn given(words: Words, purpose: &PurposeBox) -> Option<String> {
    let until = date(words.language(), purpose.given_until?);
    Some(words.with("answer-given-until", &[("date", until.into())]))
}

fn no_form(words: Words) -> impl IntoView + use<> {
    view! {
        <form method="post" class="answer">
            <h2>{words.say("answer-decline-title")}</h2>
            <p>{words.say("answer-decline-text")}</p>
            <button type="submit" name="answer" value="decline" class="plain">
                {words.say("answer-decline")}
            </button>
        </form>
    }
}
