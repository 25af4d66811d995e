//! One message on the wire.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Client, header};

use crate::error::{Error, Result};
use crate::network::{self, Network, Refused};

const CONNECT: Duration = Duration::from_secs(5);
/// From looking the name up to the answer's head.
pub const PATIENCE: Duration = Duration::from_secs(10);
const GONE: u16 = 410;

/// What came of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Delivered(u16),
    /// 410: the receiver wants no more, ever.
    Gone,
    Refused(u16),
    Unreached(Unreached),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    Timeout,
    /// No connection: no such name, nobody listening, or a certificate that is not trusted.
    Connection,
    /// The name leads into a private network.
    Address,
}

crate::consent::words!(Unreached { Timeout = "timeout", Connection = "connection", Address = "address" });

/// Sends to endpoints of one [`Network`]. The client is made when it is first needed.
#[derive(Default)]
pub struct Sender {
    pub network: Network,
    client: OnceLock<Client>,
}

impl Sender {
    pub fn new(network: Network) -> Self {
        Self {
            network,
            client: OnceLock::new(),
        }
    }

    fn client(&self) -> Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = network::http_client(self.network)
            .http1_only()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .build()
            .map_err(Error::internal)?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Posts and looks at the status alone: the answer's body is not read.
    pub async fn post(&self, message: Message<'_>) -> Result<Outcome> {
        // Again, because the rule may be stricter than when the endpoint was added.
        let Ok(url) = self.network.parse("url", message.url) else {
            return Ok(Outcome::Unreached(Unreached::Address));
        };
        let sent = self
            .client()?
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body.to_owned())
            .send()
            .await;
        Ok(match sent {
            Ok(answer) if answer.status().is_success() => {
                Outcome::Delivered(answer.status().as_u16())
            }
            Ok(answer) if answer.status().as_u16() == GONE => Outcome::Gone,
            Ok(answer) => Outcome::Refused(answer.status().as_u16()),
            Err(error) => Outcome::Unreached(reason(&error)),
        })
    }
}

/// What goes out.
pub struct Message<'a> {
    pub url: &'a str,
    pub id: &'a str,
    pub timestamp: i64,
    pub signature: String,
    pub body: &'a str,
}

fn reason(error: &reqwest::Error) -> Unreached {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<Refused>() {
            return Unreached::Address;
        }
        cause = error.source();
    }
    if error.is_timeout() {
        Unreached::Timeout
    } else {
        Unreached::Connection
    }
}
