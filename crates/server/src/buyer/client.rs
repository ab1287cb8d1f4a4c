//! Who asks: the address of the client, behind proxies only where they are trusted.
//!
//! `X-Forwarded-For` is anybody's to write. It is read from its end, and only as long as the one who wrote
//! that entry is a proxy that the configuration names; the first address that is not is the client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use thiserror::Error;

/// Proxies in a row that are believed.
const HOPS_MAX: usize = 8;
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    address: IpAddr,
    prefix: u8,
}

/// A text is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no range of addresses: write one as 10.0.0.0/8 or 2001:db8::/32, or one address")]
pub struct AddressRangeError(String);

impl AddressRange {
    /// Whether an address is in the range.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(range), IpAddr::V4(address)) => {
                let kept = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or_default();
                range.to_bits() & kept == address.to_bits() & kept
            }
            (IpAddr::V6(range), IpAddr::V6(address)) => {
                let kept = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or_default();
                range.to_bits() & kept == address.to_bits() & kept
            }
            _ => false,
        }
    }
}

impl FromStr for AddressRange {
    type Err = AddressRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || AddressRangeError(text.chars().take(64).collect());
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(longest), str::parse).map_err(|_| fault())?;
        if prefix > longest { Err(fault()) } else { Ok(Self { address, prefix }) }
    }
}

/// The address of the client of a request; without a connection all share one.
pub fn client_of_request(parts: &Parts, trusted: &[AddressRange]) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
    client_of(peer, &parts.headers, trusted)
}

/// The address of the client of a request that came from `peer`.
fn client_of(peer: IpAddr, headers: &HeaderMap, trusted: &[AddressRange]) -> IpAddr {
    let is_trusted = |address| trusted.iter().any(|range| range.contains(address));
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    let hops = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.rsplit(','));
    let mut client = peer.to_canonical();
    for hop in hops.take(HOPS_MAX) {
        if !is_trusted(client) {
            break;
        }
        let Some(address) = address_of(hop.trim()) else { break };
        client = address.to_canonical();
    }
    client
}

/// An entry: an address, also with a port, of version 6 then in brackets.
fn address_of(entry: &str) -> Option<IpAddr> {
    let with_port = || entry.parse().ok().map(|address: std::net::SocketAddr| address.ip());
    let in_brackets = || {
        let inner = entry.strip_prefix('[')?.strip_suffix(']')?;
        inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
    };
    entry.parse().ok().or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(texts: &[&str]) -> Vec<AddressRange> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn client(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        client_of(peer.parse().unwrap(), &headers, &ranges(trusted)).to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_named() {
        assert_eq!(client("198.51.100.7", &["203.0.113.9"], &[]), "198.51.100.7");
        assert_eq!(client("198.51.100.7", &["203.0.113.9"], &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(client("::ffff:198.51.100.7", &[], &[]), "198.51.100.7");
    }

    #[test]
    fn a_named_proxy_tells_its_client_and_no_more() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"];
        let via = |forwarded: &[&'static str]| client("10.1.2.3", forwarded, &trusted);
        assert_eq!(via(&["203.0.113.9"]), "203.0.113.9");
        assert_eq!(via(&["1.1.1.1, 203.0.113.9"]), "203.0.113.9", "the client wrote the first");
        assert_eq!(via(&["1.1.1.1", "203.0.113.9"]), "203.0.113.9", "the last header is the last");
        assert_eq!(via(&["203.0.113.9, 10.9.9.9"]), "203.0.113.9", "two proxies in a row");
        assert_eq!(via(&["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(via(&["[2001:470::1]:80"]), "2001:470::1");
        assert_eq!(via(&["[2001:470::1]"]), "2001:470::1");
        assert_eq!(via(&["203.0.113.9, unknown"]), "10.1.2.3", "what is no address ends it");
        assert_eq!(via(&[]), "10.1.2.3");
        assert_eq!(client("::ffff:10.1.2.3", &["203.0.113.9"], &trusted), "203.0.113.9");
    }

    #[test]
    fn an_endless_row_of_proxies_is_not_walked() {
        let mut headers = HeaderMap::new();
        headers.insert(
            FORWARDED_FOR,
            "10.0.0.1,".repeat(5_000).trim_end_matches(',').parse().unwrap(),
        );
        let client = client_of("10.0.0.2".parse().unwrap(), &headers, &ranges(&["10.0.0.0/8"]));
        assert_eq!(client.to_string(), "10.0.0.1");
    }

    #[test]
    fn ranges_are_read_or_refused() {
        let range: AddressRange = " 192.0.2.0/24 ".parse().unwrap();
        assert!(range.contains("192.0.2.255".parse().unwrap()));
        assert!(!range.contains("192.0.3.0".parse().unwrap()));
        assert!(!range.contains("2001:db8::1".parse().unwrap()));
        assert!(ranges(&["0.0.0.0/0"])[0].contains("192.0.3.0".parse().unwrap()));
        assert!(ranges(&["::/0"])[0].contains("2001:db8::1".parse().unwrap()));
        assert!(!ranges(&["::1"])[0].contains("::2".parse().unwrap()));
        for text in ["", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "proxy", "1.2.3.4/-1"] {
            assert!(text.parse::<AddressRange>().is_err(), "{text}");
        }
    }
}
