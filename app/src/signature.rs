//! Signatures of links and of what webhooks are told: HMAC-SHA256 with a secret that both sides know.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

/// The parameter that carries the signature.
pub const SIG: &str = "sig";

/// What is not signed: the signature itself, and the language, which its reader may change.
const UNSIGNED: [&str; 2] = [SIG, "lang"];

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as it stands in the value of a parameter.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The names and values of a query, decoded, in order.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// What is signed of a query: its parameters, sorted by name and then by value, encoded and joined again.
pub fn canonical(query: &str) -> String {
    let mut pairs = pairs(query);
    pairs.retain(|(name, _)| !UNSIGNED.contains(&name.as_str()));
    pairs.sort();
    let words: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    words.join("&")
}

/// The signature of a query, in 64 lower-case hexadecimal digits.
pub fn sign(secret: &str, query: &str) -> String {
    hex(mac(secret, &canonical(query)))
}

/// The signature of what a webhook is told at this second of Unix time, as its header has it: `t=…,v1=…`.
///
/// The time is signed with it, so that an old one that was overheard can be told.
pub fn of_body(secret: &str, seconds: i64, body: &str) -> String {
    format!("t={seconds},v1={}", hex(mac(secret, &format!("{seconds}.{body}"))))
}

/// Whether a signature is that of a query under one of these secrets. It takes as long for a wrong one.
pub fn fits(secrets: &[String], query: &str, signature: &str) -> bool {
    let Some(signature) = bytes(signature) else { return false };
    let text = canonical(query);
    secrets.iter().any(|secret| mac(secret, &text).verify_slice(&signature).is_ok())
}

fn mac(secret: &str, text: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    mac.expect("HMAC takes a key of any length").chain_update(text)
}

fn hex(mac: Hmac<Sha256>) -> String {
    mac.finalize().into_bytes().iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes whatever is written");
        hex
    })
}

/// Hexadecimal digits as bytes, if they are such.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let fits = hex.len() == 64 && hex.bytes().all(|it| it.is_ascii_hexdigit());
    fits.then(|| (0..32).filter_map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_sorted_encoded_and_joined_and_sig_and_lang_left_out() {
        assert_eq!(
            canonical("source=river&pid=%E5%BC%A0%20+7&b=2&a=~_.-&b=1&lang=zh&sig=00&empty="),
            "a=~_.-&b=1&b=2&empty=&pid=%E5%BC%A0%20%207&source=river"
        );
        assert_eq!(canonical(""), "");
    }

    #[test]
    fn a_signature_is_hmac_sha256_as_other_programs_compute_it() {
        // printf 'pid=7&time=1768200000' | openssl dgst -sha256 -hmac 0123456789abcdef
        assert_eq!(
            sign("0123456789abcdef", "time=1768200000&pid=7"),
            "5f4b2ee6db8333fdfc1c315e44c6e76114fb63e497f3f6e0fb25c2458d112845"
        );
    }

    #[test]
    fn what_a_webhook_is_told_is_signed_with_its_second() {
        // printf '1768200000.{"event":"test"}' | openssl dgst -sha256 -hmac 0123456789abcdef
        assert_eq!(
            of_body("0123456789abcdef", 1_768_200_000, r#"{"event":"test"}"#),
            "t=1768200000,v1=f485ae99226e003ff05afee5ca907b83bb09c6b04d3479dc23b90b4e70cb3734"
        );
    }

    #[test]
    fn only_the_whole_signature_under_a_believed_secret_fits() {
        let (old, new) = ("a".repeat(32), "b".repeat(32));
        let signature = sign(&old, "pid=7");
        let both = [new.clone(), old];
        assert!(fits(&both, "pid=7", &signature));
        assert!(fits(&both, "pid=7&sig=x&lang=en", &signature));
        assert!(fits(&both, "pid=7", &signature.to_uppercase()));
        assert!(!fits(&both, "pid=8", &signature));
        assert!(!fits(&both[..1], "pid=7", &signature));
        assert!(!fits(&both, "pid=7", &signature[..62]));
        assert!(!fits(&both, "pid=7", &"é".repeat(32)));
        assert!(!fits(&[], "pid=7", &signature));
    }
}
