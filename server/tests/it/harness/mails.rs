//! What was sent.

use samtycke_server::mail::{Kind, Outgoing, SendError};

use super::{PUBLIC_URL, World};

impl World {
    pub fn mails(&self, kind: Kind) -> Vec<Outgoing> {
        self.mailer
            .sent()
            .into_iter()
            .filter(|mail| mail.kind == kind)
            .collect()
    }

    pub fn mails_to(&self, address: &str, kind: Kind) -> Vec<Outgoing> {
        self.mails(kind)
            .into_iter()
            .filter(|mail| mail.to == address)
            .collect()
    }

    /// The link to answer by, from the request to this address.
    pub fn review_link(&self, address: &str) -> String {
        link(
            self.mails_to(address, Kind::Request)
                .last()
                .expect("a request was sent"),
            "/r/",
        )
    }

    /// The link to the candidate's own page, from the confirmation to this address.
    pub fn me_link(&self, address: &str) -> String {
        link(
            self.mails_to(address, Kind::Confirmation)
                .last()
                .expect("a confirmation was sent"),
            "/me/",
        )
    }

    pub fn mail_server_is_down(&self) {
        self.mailer
            .fail_with(Some(SendError::Transient("out of reach".to_owned())));
    }

    pub fn mail_server_refuses(&self) {
        self.mailer.fail_with(Some(SendError::Permanent(
            "the mail server answered 550".to_owned(),
        )));
    }

    pub fn mail_server_works(&self) {
        self.mailer.fail_with(None);
    }
}

/// The path of the first link to `place` in the text of a mail.
pub fn link(mail: &Outgoing, place: &str) -> String {
    let start = format!("{PUBLIC_URL}{place}");
    let url = mail
        .letter
        .text
        .split_whitespace()
        .find(|word| word.starts_with(&start));
    let url = url.unwrap_or_else(|| panic!("no link to {place} in:\n{}", mail.letter.text));
    url.trim_start_matches(PUBLIC_URL).to_owned()
}
