//! The mails themselves: subject, plain text and HTML from one description.
//!
//! No letter loads anything from a server and no link carries an answer (GET never answers).

mod layout;
mod request;

use time::{Date, OffsetDateTime};

use crate::i18n::{date, date_time, text};
use layout::Draft;
pub use request::{Provenance, Reason, Request, request};

/// A mail ready to be sent. `text` and `html` say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line, without control characters.
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The controller a letter to a candidate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub controller: String,
    pub contact: String,
}

/// What a [`reminder`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub sender: Sender,
    pub name: String,
    /// The last day an answer counts, in the tenant's time zone.
    pub deadline: Date,
    /// Whole days from today to the deadline; 0 on the last day.
    pub days_left: i64,
    /// The same link as in the request.
    pub review_url: String,
}

/// Reminds a candidate who has not answered; the deadline is known by now.
pub fn reminder(language: &str, data: &Reminder) -> Letter {
    let left = text(
        language,
        "mail-days-left",
        &[("days", data.days_left.into())],
    );
    let deadline = [
        ("date", date(language, data.deadline).into()),
        ("left", left.into()),
    ];
    let controller = [("controller", data.sender.controller.as_str().into())];
    Draft::new(language)
        .subject("mail-reminder-subject", &controller)
        .greeting(&data.name)
        .paragraph("mail-reminder-unanswered", &controller)
        .paragraph("mail-reminder-deadline", &deadline)
        .button("mail-request-button", &data.review_url)
        .paragraph("mail-personal-link", &[])
        .footer("mail-footer", &data.sender)
        .finish()
}

/// A purpose consented to and the last day the consent is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consented {
    pub label: String,
    pub until: Date,
}

/// What a [`confirmation`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub sender: Sender,
    pub name: String,
    pub consented_on: Date,
    pub consents: Vec<Consented>,
    /// The candidate's own page.
    pub me_url: String,
    /// Where anybody can check a receipt.
    pub verify_url: String,
}

/// Confirms a consent; the receipt goes with it as an attachment.
pub fn confirmation(language: &str, data: &Confirmation) -> Letter {
    let controller = data.sender.controller.as_str();
    let given = [
        ("controller", controller.into()),
        ("date", date(language, data.consented_on).into()),
    ];
    Draft::new(language)
        .subject(
            "mail-confirmation-subject",
            &[("controller", controller.into())],
        )
        .greeting(&data.name)
        .paragraph("mail-confirmation-given", &given)
        .list(
            data.consents
                .iter()
                .map(|consent| consent_line(language, consent)),
        )
        .paragraph(
            "mail-confirmation-receipt",
            &[("verify", data.verify_url.as_str().into())],
        )
        .paragraph("mail-confirmation-change", &[])
        .button("mail-confirmation-button", &data.me_url)
        .paragraph("mail-personal-link", &[])
        .paragraph("mail-confirmation-not-you", &[])
        .footer("mail-footer", &data.sender)
        .finish()
}

fn consent_line(language: &str, consent: &Consented) -> String {
    let values = [
        ("label", consent.label.as_str().into()),
        ("until", date(language, consent.until).into()),
    ];
    text(language, "mail-confirmation-item", &values)
}

/// Why a candidate was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FarewellReason {
    /// Answered no to a request.
    Declined,
    /// Withdrew the last consent.
    Withdrawn,
    /// Did not answer before the deadline.
    Unanswered,
    /// Asked for it (GDPR Art. 17).
    Requested,
    /// The controller erased of its own accord.
    Company,
}

impl FarewellReason {
    fn key(self) -> &'static str {
        match self {
            Self::Declined => "mail-farewell-declined",
            Self::Withdrawn => "mail-farewell-withdrawn",
            Self::Unanswered => "mail-farewell-unanswered",
            Self::Requested => "mail-farewell-requested",
            Self::Company => "mail-farewell-company",
        }
    }
}

/// What a [`farewell`] says. It holds no name: by the time it is written the name is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    pub sender: Sender,
    pub reason: FarewellReason,
    /// In the tenant's time zone.
    pub erased_at: OffsetDateTime,
}

/// Tells that everything is erased; the certificate goes with it as an attachment.
pub fn farewell(language: &str, data: &Farewell) -> Letter {
    let controller = [("controller", data.sender.controller.as_str().into())];
    let erased = [("date", date_time(language, data.erased_at).into())];
    Draft::new(language)
        .subject("mail-farewell-subject", &controller)
        .greeting("")
        .paragraph(data.reason.key(), &controller)
        .paragraph("mail-farewell-certificate", &erased)
        .paragraph("mail-farewell-last", &[])
        .footer("mail-farewell-footer", &data.sender)
        .finish()
}

/// What letters to staff say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLink {
    pub tenant: String,
    /// The address itself, for an admin nobody has named yet.
    pub name: String,
    pub url: String,
}

impl StaffLink {
    fn greeted(&self) -> &str {
        if self.name.contains('@') {
            ""
        } else {
            &self.name
        }
    }
}

/// Asks a new member of staff to set up the account.
pub fn invitation(language: &str, data: &StaffLink, valid_days: i64) -> Letter {
    let tenant = [("tenant", data.tenant.as_str().into())];
    Draft::new(language)
        .subject("mail-invitation-subject", &tenant)
        .greeting(data.greeted())
        .paragraph("mail-invitation-text", &tenant)
        .paragraph("mail-invitation-factors", &[])
        .button("mail-invitation-button", &data.url)
        .paragraph("mail-invitation-valid", &[("days", valid_days.into())])
        .paragraph("mail-invitation-not-you", &[])
        .footer_text("mail-staff-footer", &tenant)
        .finish()
}

/// Lets a member of staff choose a new password; the second factor is still asked for.
pub fn password_reset(language: &str, data: &StaffLink, valid_minutes: i64) -> Letter {
    let tenant = [("tenant", data.tenant.as_str().into())];
    Draft::new(language)
        .subject("mail-reset-subject", &[])
        .greeting(data.greeted())
        .paragraph("mail-reset-text", &tenant)
        .button("mail-reset-button", &data.url)
        .paragraph("mail-reset-valid", &[("minutes", valid_minutes.into())])
        .paragraph("mail-reset-not-you", &[])
        .footer_text("mail-staff-footer", &tenant)
        .finish()
}

#[cfg(test)]
mod tests;
