//! The one request of a renewal cycle.

use time::Date;

use super::layout::Draft;
use super::{Letter, Sender};
use crate::i18n::{date, text};

/// What a [`request`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub sender: Sender,
    pub name: String,
    pub reason: Reason,
    /// Leads to the text and the buttons; never carries an answer.
    pub review_url: String,
}

/// Why a candidate is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The consent is valid until this day.
    ValidityEnds(Date),
    /// Of several consents with different ends, the first.
    FirstEnds(Date),
    /// A version with a material change was published.
    TextChanged,
    /// Staff asked.
    AskedAgain,
    /// Registered or imported without consent, so GDPR Art. 14 must be met.
    Registered(Provenance),
}

/// What Art. 14 asks for beyond who the controller is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Categories of data kept, in the letter's language (messages `data-name` and so on).
    pub data: Vec<String>,
    /// Where the data came from, as staff wrote it.
    pub source: String,
    /// Labels of the purposes asked for.
    pub purposes: Vec<String>,
    /// For how long after a yes, as in `24 months`.
    pub retention: String,
    pub recipients: String,
    pub authority: String,
}

/// Asks a candidate for consent.
///
/// The deadline has no date yet: the 30 days start when the mail server accepts this letter.
pub fn request(language: &str, data: &Request) -> Letter {
    let controller = [("controller", data.sender.controller.as_str().into())];
    let draft = Draft::new(language)
        .subject("mail-request-subject", &controller)
        .greeting(&data.name);
    why(draft, language, data)
        .paragraph("mail-request-ask", &[])
        .paragraph("mail-request-deadline", &[])
        .button("mail-request-button", &data.review_url)
        .paragraph("mail-personal-link", &[])
        .facts(about(language, data))
        .footer("mail-footer", &data.sender)
        .finish()
}

fn why<'a>(draft: Draft<'a>, language: &str, data: &Request) -> Draft<'a> {
    let controller = ("controller", data.sender.controller.as_str().into());
    match &data.reason {
        Reason::ValidityEnds(until) => {
            let until = ("date", date(language, *until).into());
            draft.paragraph("mail-request-validity", &[controller, until])
        }
        Reason::FirstEnds(until) => {
            let until = ("date", date(language, *until).into());
            draft.paragraph("mail-request-validity-first", &[controller, until])
        }
        Reason::TextChanged => draft.paragraph("mail-request-changed", &[controller]),
        Reason::AskedAgain => draft.paragraph("mail-request-again", &[controller]),
        Reason::Registered(_) => draft.paragraph("mail-request-registered", &[controller]),
    }
}

fn about(language: &str, data: &Request) -> Vec<(String, String)> {
    let Reason::Registered(provenance) = &data.reason else {
        return Vec::new();
    };
    let values = [
        ("controller", data.sender.controller.as_str().into()),
        ("contact", data.sender.contact.as_str().into()),
        ("retention", provenance.retention.as_str().into()),
        ("recipients", provenance.recipients.as_str().into()),
        ("authority", provenance.authority.as_str().into()),
    ];
    let say = |key| text(language, key, &values);
    [
        ("mail-about-data", provenance.data.join(", ")),
        ("mail-about-source", provenance.source.clone()),
        ("mail-about-purposes", provenance.purposes.join(", ")),
        ("mail-about-basis", say("mail-about-basis-text")),
        ("mail-about-retention", say("mail-about-retention-text")),
        ("mail-about-recipients", say("mail-about-recipients-text")),
        ("mail-about-rights", say("mail-about-rights-text")),
        ("mail-about-contact", say("mail-about-contact-text")),
    ]
    .map(|(label, value)| (say(label), value))
    .to_vec()
}
