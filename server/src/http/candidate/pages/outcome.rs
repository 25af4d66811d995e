//! The pages after an answer, and those where there is nothing to answer.

use leptos::prelude::*;
use time::Date;

use super::layout::{Words, candidate_document, neutral_document, signed_document, verify_link};
use super::{Consented, Frame};
use crate::i18n::date;

/// Asks once more before erasing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmPage {
    pub frame: Frame,
    pub confirmed: Confirmed,
}

/// What the candidate is asked to confirm, and so what the form posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// `answer=decline` and `confirm=decline`.
    Decline,
    /// `action=erase` and `confirm=erase`.
    Erase,
}

/// Renders the question. The way back is a link to the page itself.
pub fn confirm_page(page: &ConfirmPage) -> String {
    let (field, value) = match page.confirmed {
        Confirmed::Decline => ("answer", "decline"),
        Confirmed::Erase => ("action", "erase"),
    };
    let title = Words::new(&page.frame.language).say("confirm-title");
    candidate_document(&page.frame, &title, |words| {
        view! {
            <h1>{words.say("confirm-title")}</h1>
            <p class="lead">{words.with_controller("confirm-text", &page.frame)}</p>
            <p>{words.say("confirm-mail")}</p>
            <form method="post" class="choices">
                <input type="hidden" name=field value=value/>
                <button type="submit" name="confirm" value=value class="danger">
                    {words.say("confirm-erase")}
                </button>
                <a class="button plain" href=format!("?lang={}", words.language())>
                    {words.say("confirm-back")}
                </a>
            </form>
        }
        .into_any()
    })
}

/// Shown after a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThanksPage {
    pub frame: Frame,
    pub consents: Vec<Consented>,
    /// What was said yes to before, and no longer is.
    pub ended: Vec<String>,
    /// The receipt, a compact JWS.
    pub receipt: String,
    /// Downloads the receipt.
    pub receipt_url: String,
    /// The candidate's own page.
    pub me_url: String,
}

/// Renders the thanks with the receipt.
pub fn thanks_page(page: &ThanksPage) -> String {
    let title = Words::new(&page.frame.language).say("thanks-title");
    candidate_document(&page.frame, &title, |words| {
        let consents: Vec<_> = page
            .consents
            .iter()
            .map(|consent| consented(words, consent))
            .collect();
        view! {
            <h1>{words.say("thanks-title")}</h1>
            <p class="lead">{words.with_controller("thanks-text", &page.frame)}</p>
            <ul class="consents">{consents}</ul>
            {ended(words, &page.ended)}
            <p>{words.say("thanks-change")}</p>
            <p><a class="button plain" href=page.me_url.clone()>{words.say("thanks-me")}</a></p>
            <section>
                <h2>{words.say("thanks-receipt-title")}</h2>
                <p>{words.say("thanks-receipt-text")}</p>
                <p><a class="button" href=page.receipt_url.clone() download="">{words.say("thanks-receipt-download")}</a></p>
                {verify_link(words, "verify-link")}
                {signed_document(words.say("thanks-receipt-show"), &page.receipt)}
            </section>
        }
        .into_any()
    })
}

fn consented(words: Words, consent: &Consented) -> impl IntoView + use<> {
    let until = [("date", date(words.language(), consent.until).into())];
    view! {
        <li>
            <strong>{consent.label.clone()}</strong>
            <p class="quiet">{words.with("thanks-until", &until)}</p>
        </li>
    }
}

fn ended(words: Words, labels: &[String]) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = labels
        .iter()
        .map(|label| view! { <li><strong>{label.clone()}</strong></li> })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <p>{words.say("thanks-ended")}</p>
            <ul class="consents">{items}</ul>
        }
    })
}

/// Shown after an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedPage {
    pub frame: Frame,
    pub erased: Erased,
}

/// When the erasure was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erased {
    /// Just now. The certificate, a compact JWS: this page is the last chance to show it.
    Now {
        certificate: String,
    },
    On(Date),
}

/// Renders the last page a candidate sees.
pub fn erased_page(page: &ErasedPage) -> String {
    let title = Words::new(&page.frame.language).say("erased-title");
    candidate_document(&page.frame, &title, |words| match &page.erased {
        Erased::Now { certificate } => view! {
            <h1>{words.say("erased-title")}</h1>
            <p class="lead">{words.with_controller("erased-text", &page.frame)}</p>
            <p>{words.say("erased-mail")}</p>
            <p>{words.say("erased-certificate-text")}</p>
            {signed_document(words.say("erased-certificate-show"), certificate)}
            {verify_link(words, "verify-link-certificate")}
        }
        .into_any(),
        Erased::On(day) => {
            let values = [
                (
                    "controller",
                    page.frame.controller.controller.as_str().into(),
                ),
                ("date", date(words.language(), *day).into()),
            ];
            view! {
                <h1>{words.say("erased-title")}</h1>
                <p class="lead">{words.with("erased-on", &values)}</p>
                <p>{words.say("erased-on-mail")}</p>
            }
            .into_any()
        }
    })
}

/// Shown where a request can not be answered any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverPage {
    pub frame: Frame,
    /// When it was answered with yes, and the candidate's own page.
    pub answered: Option<(Date, String)>,
}

/// Renders what is left to say when the time to answer is over.
pub fn over_page(page: &OverPage) -> String {
    let title = Words::new(&page.frame.language).say("over-title");
    candidate_document(&page.frame, &title, |words| {
        let answered = page.answered.as_ref().map(|(day, me)| {
            let values = [("date", date(words.language(), *day).into())];
            view! {
                <p class="lead">{words.with("over-answered", &values)}</p>
                <p><a class="button" href=me.clone()>{words.say("thanks-me")}</a></p>
            }
        });
        let unanswered = answered
            .is_none()
            .then(|| view! { <p class="lead">{words.say("over-unanswered")}</p> });
        view! {
            <h1>{words.say("over-title")}</h1>
            {answered}
            {unanswered}
        }
        .into_any()
    })
}

/// Shown after a no while a legal hold or a restriction keeps the data.
pub fn kept_page(frame: &Frame) -> String {
    let title = Words::new(&frame.language).say("kept-title");
    candidate_document(frame, &title, |words| {
        view! {
            <h1>{words.say("kept-title")}</h1>
            <p class="lead">{words.with_controller("kept-text", frame)}</p>
            <p>{words.say("kept-mail")}</p>
        }
        .into_any()
    })
}

/// An unknown link. It says the same whether the link never existed, is used up or was erased.
pub fn gone_page(language: &str) -> String {
    message(language, "gone-title", &["gone-text", "gone-help"])
}

/// Why a request could not be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    BadForm,
    TooManyRequests,
    Server,
}

/// Says what went wrong, without details.
pub fn problem_page(language: &str, problem: Problem) -> String {
    match problem {
        Problem::BadForm => message(language, "problem-form-title", &["problem-form-text"]),
        Problem::TooManyRequests => message(language, "problem-many-title", &["problem-many-text"]),
        Problem::Server => message(language, "problem-server-title", &["problem-server-text"]),
    }
}

fn message(language: &str, title: &str, paragraphs: &[&str]) -> String {
    let words = Words::new(language);
    let title = words.say(title);
    neutral_document(words, &title, || {
        let paragraphs: Vec<_> = paragraphs
            .iter()
            .map(|key| view! { <p>{words.say(key)}</p> })
            .collect();
        view! { <h1>{title.clone()}</h1> {paragraphs} }.into_any()
    })
}
