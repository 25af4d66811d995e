//! Where this server may be sent to: by webhooks, by the address of an identity provider. An admin of
//! one tenant types it, and this server stands inside somebody's network: without these rules it would
//! fetch what only that network may see (SSRF).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Url};

use crate::error::{Error, Result};

const MAX_LENGTH: usize = 500;

/// Which addresses this server sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Network {
    /// The internet, by https.
    #[default]
    Public,
    /// The company's own network as well: an operator has said so.
    PublicAndPrivate,
    /// The machine itself as well, by http too: for the demo and for tests.
    PublicAndLoopback,
}

impl Network {
    pub fn admits(self, address: IpAddr) -> bool {
        let also = match self {
            Self::Public => false,
            Self::PublicAndPrivate => is_private(address),
            Self::PublicAndLoopback => address.is_loopback(),
        };
        also || is_public(address)
    }

    /// Reads an address that was typed into `field`.
    ///
    /// # Errors
    /// `Invalid`, saying what would do. What a name leads to is looked at when it is called.
    pub fn parse(self, field: &str, text: &str) -> Result<Url> {
        let invalid = |message: &str| Error::field(field, "invalid", message);
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(Error::field(field, "too_long", "at most 500 characters"));
        }
        let url = Url::parse(text)
            .map_err(|_| invalid("is not an address such as https://hooks.example.com/samtycke"))?;
        let host = url
            .host_str()
            .ok_or_else(|| invalid("names no host"))?
            .to_owned();
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        let local = host == "localhost" || literal.is_some_and(|address| address.is_loopback());
        let plain = self == Self::PublicAndLoopback && local && url.scheme() == "http";
        if url.scheme() != "https" && !plain {
            return Err(invalid("must begin with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("must hold no user name and no password"));
        }
        if literal.is_some_and(|address| !self.admits(address)) {
            return Err(invalid("leads into a private network"));
        }
        Ok(url)
    }
}

/// A client that goes where this network leads and nowhere else.
pub fn http_client(network: Network) -> ClientBuilder {
    Client::builder()
        .dns_resolver(Guard(network))
        // A redirect would lead past these rules, and a proxy would look names up itself.
        .redirect(Policy::none())
        .no_proxy()
        .https_only(network != Network::PublicAndLoopback)
        .referer(false)
        .user_agent(concat!("Samtycke/", env!("CARGO_PKG_VERSION")))
}

/// Whether the address belongs to the public internet, in any of the ways it can be written: IANA's
/// special-purpose registries, read strictly.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// What companies number their own networks with (RFC 1918, RFC 4193). Not link-local addresses, where
/// clouds answer with secrets.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.is_private(),
            None => address.is_unique_local(),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, private use, loopback, link-local.
        [0 | 10 | 127, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [172, second, ..] => (16..32).contains(&second),
        // Shared by a carrier's customers (RFC 6598).
        [100, second, ..] => (64..128).contains(&second),
        // Protocol assignments, documentation, the 6to4 relay, benchmarks.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        [198, 18 | 19, ..] => true,
        // Multicast, reserved, broadcast.
        [first, ..] => first >= 224,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let segments = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match segments {
        // Behind a translator (NAT64) or a tunnel (6to4) stands an IPv4 address.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(v4(high, low)),
        [0x2002, high, low, ..] => is_public_v4(v4(high, low)),
        // Protocol assignments such as Teredo; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // Global unicast; all else is local, multicast or nobody's.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// Looks names up and gives only addresses that are admitted. The connection goes to what was looked
/// at: a name that answers differently the second time gains nothing.
struct Guard(Network);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let network = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().all(|address| network.admits(address.ip())) {
                let addresses: Addrs = Box::new(found.into_iter());
                Ok(addresses)
            } else {
                Err(Refused.into())
            }
        })
    }
}

/// The name leads to an address this server does not send to.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub struct Refused;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_admitted() {
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:101::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "2002:101:101::",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_endpoint_is_a_public_https_address() {
        let network = Network::Public;
        for url in [
            "https://hooks.example.com/a?b=c",
            "https://hooks.example.com:8443/",
        ] {
            assert!(network.parse("url", url).is_ok(), "{url}");
        }
        for url in [
            "",
            "hooks.example.com",
            "http://hooks.example.com/",
            "ftp://hooks.example.com/",
            "file:///etc/passwd",
            "https://",
            "https://user@hooks.example.com/",
            "https://:secret@hooks.example.com/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "http://localhost:8080/",
            "https://169.254.169.254/latest",
            // Other ways to write 127.0.0.1.
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://１２７.0.0.1/",
        ] {
            assert!(network.parse("url", url).is_err(), "{url}");
        }
    }

    #[test]
    fn the_companys_own_network_only_where_an_operator_wants_it() {
        let network = Network::PublicAndPrivate;
        for inside in [
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "1.1.1.1",
        ] {
            assert!(network.admits(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "127.0.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "100.64.0.1",
        ] {
            assert!(!network.admits(outside.parse().unwrap()), "{outside}");
        }
        assert!(network.parse("url", "https://10.0.0.1/hook").is_ok());
        assert!(network.parse("url", "http://10.0.0.1/hook").is_err());
    }

    #[test]
    fn the_machine_itself_only_where_it_is_wanted() {
        let network = Network::PublicAndLoopback;
        assert!(network.parse("url", "http://127.0.0.1:9/hook").is_ok());
        assert!(network.parse("url", "http://localhost:9/hook").is_ok());
        assert!(network.parse("url", "http://10.0.0.1/hook").is_err());
        assert!(network.parse("url", "http://hooks.example.com/").is_err());
        assert!(!network.admits("169.254.169.254".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused() {
        let resolve = |network| Guard(network).resolve("localhost".parse().unwrap());
        assert!(resolve(Network::Public).await.is_err());
        assert!(resolve(Network::PublicAndLoopback).await.is_ok());
    }
}
