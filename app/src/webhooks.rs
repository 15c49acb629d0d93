//! What a webhook is told, and to which addresses anything is sent at all.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use store::webhooks::Due;

/// The header with the signature.
pub const SIGNATURE: &str = "Canvass-Signature";

/// The longest address of a webhook.
const LONGEST_URL: usize = 500;

#[derive(Serialize)]
struct Body<'a> {
    event: &'a str,
    survey: &'a str,
    #[serde(flatten)]
    of: BTreeMap<String, serde_json::Value>,
    at: String,
    id: String,
}

/// What is sent, as JSON: the same however often it is tried. No answer is in it.
pub fn body(due: &Due) -> String {
    let body = Body {
        event: &due.event,
        survey: &due.survey,
        of: serde_json::from_str(&due.payload).unwrap_or_default(),
        at: Timestamp::from_millisecond(due.created_at).map(|it| it.to_string()).unwrap_or_default(),
        // With its time, so that a database put back from a copy does not use one twice.
        id: format!("{}-{}", due.id, due.created_at),
    };
    serde_json::to_string(&body).expect("a map of texts is JSON")
}

/// The host in an address that a webhook may have: https with a name or a public address in it, and nobody's
/// password; where `local` is set, http and any host too.
pub fn host(url: &str, local: bool) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let authority = uri.authority()?.as_str();
    let is_https = match uri.scheme_str()? {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let host = uri.host().filter(|it| !it.is_empty())?;
    if url.len() > LONGEST_URL || authority.contains('@') || url.contains('#') {
        return None;
    }
    let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_fine = local || is_https && literal.is_none_or(is_public);
    is_fine.then(|| host.to_owned())
}

/// Whether an address is anybody's in the internet: not this machine, its networks, or one of those set aside.
///
/// By the special-purpose registries of IANA (RFC 6890 and its updates).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_public_v4(it),
        IpAddr::V6(it) => is_public_v6(it),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let set_aside = match address.octets() {
        // This network; ours by RFC 1918; shared by a carrier; this machine; the link.
        [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] | [169, 254, ..] => {
            true
        }
        // Protocol assignments, documentation, the old 6to4 relays, benchmarks.
        [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => {
            true
        }
        // Many at once, reserved, everybody.
        [224..=255, ..] => true,
        _ => false,
    };
    !set_aside
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inside = |it: [u16; 2]| {
        let ([a, b], [c, d]) = (it[0].to_be_bytes(), it[1].to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address by another name: mapped, and translated (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inside([high, low]),
        // Protocol assignments with Teredo, documentation, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All that is given out as global unicast.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        let public =
            ["8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"];
        let others = [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "::127.0.0.1",
            "100::1",
        ];
        let wrong = |all: &[&'static str], wanted: bool| -> Vec<&'static str> {
            all.iter().copied().filter(|it| is_public(it.parse().unwrap()) != wanted).collect()
        };
        assert_eq!((wrong(&public, true), wrong(&others, false)), (vec![], vec![]));
    }

    #[test]
    fn an_address_is_https_and_anybodys() {
        let of = |url| host(url, false);
        assert_eq!(of("https://hooks.example/a?b=c").as_deref(), Some("hooks.example"));
        assert_eq!(of("https://8.8.8.8:8443/").as_deref(), Some("8.8.8.8"));
        for url in [
            "",
            "hooks.example",
            "http://hooks.example/",
            "https://",
            "https:///x",
            "ftp://hooks.example/",
            "https://me:secret@hooks.example/",
            "https://127.0.0.1/",
            "https://[::1]:3000/",
            "https://10.0.0.8/",
            "https://hooks.example/#part",
            "https://hooks example/",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
        assert_eq!(of(&format!("https://hooks.example/{}", "a".repeat(LONGEST_URL))), None);
        assert_eq!(host("http://127.0.0.1:3000/x", true).as_deref(), Some("127.0.0.1"));
        assert_eq!(host("file:///etc/passwd", true), None);
    }

    #[test]
    fn a_body_says_what_happened_and_nothing_that_was_answered() {
        let due = Due {
            id: 7,
            survey: "tiny".into(),
            url: String::new(),
            secret: String::new(),
            event: "interview.complete".into(),
            payload: r#"{"interview":118}"#.into(),
            created_at: 1_768_200_000_123,
        };
        assert_eq!(
            body(&due),
            r#"{"event":"interview.complete","survey":"tiny","interview":118,"at":"2026-01-12T06:40:00.123Z","id":"7-1768200000123"}"#
        );
    }
}
