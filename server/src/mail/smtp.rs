//! The way to a real mail server, over lettre's connection pool.

use std::time::Duration;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::response::{Category, Code, Severity};
use lettre::{AsyncTransport, Message, Tokio1Executor};

use super::{Mailer, Outgoing, SendError, Sending};

pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// # Errors
    /// A sentence naming the setting that can not be used.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|cause| {
                format!(
                    "SAMTYCKE_SMTP_URL is not understood (smtp://host:port or smtps://…): {cause}"
                )
            })?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let from = from
            .parse()
            .map_err(|cause| format!("SAMTYCKE_MAIL_FROM is not an address: {cause}"))?;
        Ok(Self { transport, from })
    }

    /// Whether the server greets and takes commands.
    pub async fn answers(&self) -> bool {
        self.transport.test_connection().await.unwrap_or(false)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let message = message(&self.from, mail)
                .map_err(|cause| SendError::Permanent(cause.to_string()))?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(cause) if cause.status().is_some_and(refuses_the_mail) => {
                    Err(SendError::Permanent(reply(&cause)))
                }
                Err(cause) => Err(SendError::Transient(reply(&cause))),
            }
        })
    }
}

/// Whether a reply is about this mail or its address: 55x (RFC 5321, 4.2.1). Other permanent replies,
/// such as 535 for a wrong password, are about us, and must not make every address look wrong.
fn refuses_the_mail(code: Code) -> bool {
    code.severity == Severity::PermanentNegativeCompletion && code.category == Category::MailSystem
}

/// The server's code alone: its text often quotes the address, which must reach neither log nor table.
fn reply(cause: &lettre::transport::smtp::Error) -> String {
    match cause.status() {
        Some(code) => format!("the mail server answered {code}"),
        None => "the mail server is out of reach".to_owned(),
    }
}

/// The Message-ID of the mail with this id, stable however often it is sent.
pub fn message_id(from: &Mailbox, id: &str) -> String {
    format!("<{id}@{}>", from.email.domain())
}

/// Wraps `mail` as MIME: text and HTML as alternatives, attachments beside them.
pub fn message(from: &Mailbox, mail: &Outgoing) -> Result<Message, lettre::error::Error> {
    let from = Mailbox::new(Some(mail.from_name.clone()), from.email.clone());
    let to: lettre::Address = mail
        .to
        .parse()
        .map_err(|_| lettre::error::Error::MissingTo)?;
    let mut builder = Message::builder()
        .message_id(Some(message_id(&from, &mail.message_id)))
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(&mail.letter.subject)
        .header(KindHeader(mail.kind.to_string()))
        .header(AutoSubmitted("auto-generated".to_owned()))
        .header(ContentLanguage(mail.language.clone()));
    if let Some(reply_to) = mail
        .reply_to
        .as_deref()
        .and_then(|address| address.parse().ok())
    {
        builder = builder.reply_to(reply_to);
    }
    if let Some(url) = &mail.unsubscribe_url {
        builder = builder
            .header(ListUnsubscribe(format!("<{url}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let body =
        MultiPart::alternative_plain_html(mail.letter.text.clone(), mail.letter.html.clone());
    if mail.attachments.is_empty() {
        return builder.multipart(body);
    }
    builder.multipart(
        mail.attachments
            .iter()
            .fold(MultiPart::mixed().multipart(body), |mixed, file| {
                mixed.singlepart(attach(file))
            }),
    )
}

fn attach(file: &super::Attachment) -> SinglePart {
    let content_type = ContentType::parse(file.content_type).unwrap_or(ContentType::TEXT_PLAIN);
    Part::new(file.name.clone()).body(file.content.clone(), content_type)
}

macro_rules! header {
    ($type:ident, $name:literal) => {
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }
            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }
            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header!(KindHeader, "X-Samtycke-Mail");
header!(AutoSubmitted, "Auto-Submitted");
header!(ContentLanguage, "Content-Language");
header!(ListUnsubscribe, "List-Unsubscribe");
header!(ListUnsubscribePost, "List-Unsubscribe-Post");

#[cfg(test)]
mod tests {
    use super::*;
    use lettre::transport::smtp::response::Detail;

    #[test]
    fn only_a_reply_about_the_mail_is_a_refusal() {
        let permanent = |category, detail| {
            refuses_the_mail(Code::new(
                Severity::PermanentNegativeCompletion,
                category,
                detail,
            ))
        };
        assert!(
            permanent(Category::MailSystem, Detail::Zero),
            "550, no such mailbox"
        );
        assert!(
            !permanent(Category::Unspecified3, Detail::Five),
            "535, our password"
        );
        assert!(
            !permanent(Category::Syntax, Detail::Two),
            "502, not this server"
        );
        let full = Code::new(
            Severity::TransientNegativeCompletion,
            Category::MailSystem,
            Detail::Two,
        );
        assert!(!refuses_the_mail(full), "452, later");
    }
}
