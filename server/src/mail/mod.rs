//! Mail: the outbox, the letters, and the way to a mail server.

pub mod bounce;
pub mod compose;
pub mod deliver;
pub mod letter;
pub mod outbox;
pub mod smtp;
pub mod store;

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use crate::clock::{HOUR, MINUTE, Millis};
use crate::consent::words;

/// What a mail is about; also its `X-Samtycke-Mail` header, by which people sort and tests count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Request,
    Reminder,
    Confirmation,
    Farewell,
    Invitation,
    PasswordReset,
}

words!(Kind {
    Request = "request",
    Reminder = "reminder",
    Confirmation = "confirmation",
    Farewell = "farewell",
    Invitation = "invitation",
    PasswordReset = "password-reset",
});

/// A mail on its way out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Stable: sent again after a crash, the mail carries the same one, and receivers drop the copy.
    pub message_id: String,
    pub kind: Kind,
    pub from_name: String,
    pub reply_to: Option<String>,
    pub to: String,
    pub language: String,
    pub letter: letter::Letter,
    /// For `List-Unsubscribe` (RFC 8058).
    pub unsubscribe_url: Option<String>,
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone)]
pub struct Attachment {
    pub name: String,
    pub content_type: &'static str,
    pub content: Vec<u8>,
}

/// Why a mail server did not take a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// Try again later (4xx, no connection).
    Transient(String),
    /// This address will not do (5xx).
    Permanent(String),
}

pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>>;

pub trait Mailer: Send + Sync {
    /// Resolves to `Ok` when, and only when, the mail server has taken responsibility (SMTP 250 to the
    /// end of the data).
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a>;

    /// Whether there is a mail server at all. Without one mails wait, untried: none of them is to
    /// blame, and all are due the moment there is one.
    fn is_configured(&self) -> bool {
        true
    }
}

/// Keeps mails instead of sending them: the demo's inbox, and tests.
#[derive(Default)]
pub struct MemoryMailer {
    sent: Mutex<Vec<Outgoing>>,
    failure: Mutex<Option<SendError>>,
}

impl MemoryMailer {
    pub fn sent(&self) -> Vec<Outgoing> {
        self.sent
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }

    /// Makes every following mail fail, or go out again with `None`.
    pub fn fail_with(&self, failure: Option<SendError>) {
        *self
            .failure
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = failure;
    }
}

impl Mailer for MemoryMailer {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let failure = self
                .failure
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .clone();
            match failure {
                Some(failure) => Err(failure),
                None => {
                    self.sent
                        .lock()
                        .unwrap_or_else(|poisoned| poisoned.into_inner())
                        .push(mail.clone());
                    Ok(())
                }
            }
        })
    }
}

/// How long to wait before attempt `attempts + 1`: a minute, growing to four hours.
pub fn backoff(attempts: i64) -> Millis {
    let doublings = u32::try_from(attempts.clamp(1, 9) - 1).unwrap_or(0);
    (MINUTE * (1 << doublings)).min(4 * HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_and_is_bounded() {
        assert_eq!(backoff(1), MINUTE);
        assert_eq!(backoff(2), 2 * MINUTE);
        assert_eq!(backoff(100), 4 * HOUR);
    }
}
