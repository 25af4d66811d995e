//! Bounces that come back later: delivery status notifications (RFC 3464).

use std::io::Read;

use mail_parser::{MessageParser, MimeHeaders};

use super::{deliver, store};
use crate::app::App;
use crate::backup::journal;
use crate::candidates;
use crate::error::Result;

const MAX_BYTES: u64 = 1024 * 1024;
/// Why such a mail ended.
pub const RETURNED: &str = "returned by a later mail server";

/// # Errors
/// When standard input can not be read.
pub fn read_stdin() -> Result<Vec<u8>> {
    let mut message = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_BYTES)
        .read_to_end(&mut message)?;
    Ok(message)
}

/// What a notification says: the mail it is about, if delivery failed for good.
#[derive(Debug, PartialEq, Eq)]
pub enum Notification {
    Failed {
        message_id: String,
        /// Whom we had sent it to, if that came back with it. Not where it was forwarded to.
        to: Option<String>,
    },
    /// A delay, a success, or no notification at all.
    Other,
}

/// Reads a notification. Only `Action: failed` counts: a delay is no bounce.
pub fn parse(message: &[u8]) -> Notification {
    let Some(parsed) = MessageParser::default().parse(message) else {
        return Notification::Other;
    };
    let mut failed = false;
    let mut asked_for = None;
    let mut original = None;
    for part in &parsed.parts {
        let kind = part
            .content_type()
            .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()));
        match kind.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("message/delivery-status") => {
                let status = String::from_utf8_lossy(part.contents());
                failed = field(&status, "action")
                    .is_some_and(|action| action.eq_ignore_ascii_case("failed"));
                asked_for = field(&status, "original-recipient")
                    .and_then(|recipient| Some(recipient.split_once(';')?.1.trim().to_owned()));
            }
            Some("message/rfc822" | "text/rfc822-headers") => original = mail(part.contents()),
            _ => {}
        }
    }
    match original {
        Some((message_id, to)) if failed => Notification::Failed {
            message_id,
            to: to.or(asked_for),
        },
        _ => Notification::Other,
    }
}

/// The value of a delivery status's field.
fn field<'s>(status: &'s str, name: &str) -> Option<&'s str> {
    status
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// Our id of the mail with these headers, and whom it was sent to.
fn mail(headers: &[u8]) -> Option<(String, Option<String>)> {
    let original = MessageParser::default().parse_headers(headers)?;
    let id = original.message_id()?;
    let to = original.to().and_then(|to| to.first()?.address());
    let id = id.split('@').next().unwrap_or(id);
    Some((id.to_owned(), to.map(str::to_owned)))
}

/// Stops the clock of the renewal whose request or reminder bounced (rule 8). Says what was done.
pub async fn receive(app: &App, message: &[u8]) -> Result<&'static str> {
    let Notification::Failed { message_id, to } = parse(message) else {
        return Ok("not a failed delivery; nothing was changed");
    };
    // Of a restored database that no server has seen yet.
    journal::catch_up(app).await?;
    let mut tx = app.db.begin().await?;
    let Some(mail) = store::by_id(&mut tx, &message_id).await? else {
        return Ok("not about a mail that is still known; nothing was changed");
    };
    if let Some(candidate) = &mail.candidate_id {
        let candidate = candidates::store::lock(&mut tx, &mail.tenant_id, candidate).await?;
        if to.is_some_and(|to| to.to_lowercase() != candidate.email_key()) {
            return Ok("about an address that was corrected since; nothing was changed");
        }
    }
    let now = app.now();
    deliver::bounced(app, &mut tx, &mail, RETURNED, now).await?;
    deliver::note_bounced(&mut tx, &mail, now).await?;
    tx.commit().await?;
    journal::catch_up(app).await?;
    app.ring();
    Ok("recorded as bounced; the 30 days are stopped until the address is corrected")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(action: &str) -> String {
        format!(
            "From: mailer-daemon@mx.example\r\nTo: no-reply@samtycke.example\r\nSubject: returned\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; nobody@exempel.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <0190-abc@samtycke.example>\r\nSubject: hej\r\n\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_failed_delivery_names_its_mail() {
        let failed = |to: Option<&str>| Notification::Failed {
            message_id: "0190-abc".into(),
            to: to.map(str::to_owned),
        };
        let plain = notification("failed");
        assert_eq!(parse(plain.as_bytes()), failed(None));
        let asked = plain.replace(
            "Action:",
            "Original-Recipient: rfc822;kim@exempel.example\r\nAction:",
        );
        let kim = Some("kim@exempel.example");
        assert_eq!(parse(asked.as_bytes()), failed(kim));
        let sent = asked.replace("Subject: hej", "To: Anna <anna@exempel.example>");
        let anna = Some("anna@exempel.example");
        assert_eq!(parse(sent.as_bytes()), failed(anna));
    }

    #[test]
    fn a_delay_is_no_bounce() {
        assert_eq!(
            parse(notification("delayed").as_bytes()),
            Notification::Other
        );
        assert_eq!(parse(b"Subject: hello\r\n\r\nhi"), Notification::Other);
    }
}
