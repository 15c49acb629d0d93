//! Return addresses as managers type them: what may stand in them, and what is wrong with one.

use axum::http::Uri;

/// Places that every address may have; those of the source's own variables come beside them.
pub const PLACES: [&str; 3] = ["pid", "status", "interview"];

/// What is wrong with an address, in the name of its words.
///
/// One that is signed must say how the interview ended: or the signature of a screen-out would be good for a
/// complete at the source's other address.
pub fn fault(address: &str, variables: &[String], signed: bool) -> Option<&'static str> {
    let Ok(plain) = without_places(address, variables) else { return Some("sample-return-place") };
    let query = address.split_once('?').map_or("", |(_, it)| it);
    match () {
        () if address.len() > 1000 => Some("sample-return-long"),
        () if !is_web(&plain, address) => Some("sample-return-wrong"),
        () if signed && !query.contains("{status}") => Some("sample-return-status"),
        () if signed && has_sig(query) => Some("sample-return-sig"),
        () => None,
    }
}

/// An address with its places empty; the unknown place, if there is one.
fn without_places(address: &str, variables: &[String]) -> Result<String, ()> {
    let mut plain = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(())?;
        if !PLACES.contains(&name) && !variables.iter().any(|it| it == name) {
            return Err(());
        }
        plain.push_str(before);
        rest = after;
    }
    plain.push_str(rest);
    if plain.contains('}') { Err(()) } else { Ok(plain) }
}

/// Whether it is a web address whose host is written out: what a link carries must not choose where people go.
fn is_web(plain: &str, address: &str) -> bool {
    let Ok(uri) = plain.parse::<Uri>() else { return false };
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    let Some(host) = uri.host().filter(|it| !it.is_empty()) else { return false };
    let after_scheme = address.split_once("://").map_or("", |(_, it)| it);
    let authority = after_scheme.split(['/', '?']).next().unwrap_or_default();
    is_http
        && authority.split(':').next() == Some(host)
        && !authority.contains(['{', '@'])
        && address.bytes().all(|it| it.is_ascii_graphic() && !b"#\\\"<>".contains(&it))
}

fn has_sig(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "sig")
}

#[cfg(test)]
mod tests {
    use super::fault;

    fn said(address: &str) -> &'static str {
        fault(address, &["wave".to_owned()], false).unwrap_or("fine")
    }

    #[test]
    fn web_addresses_with_known_places_are_fine() {
        let fine = [
            "https://panel.example/done?pid={pid}&st={status}&i={interview}&w={wave}",
            "http://127.0.0.1:4200/{status}/{pid}",
            "https://panel.example",
        ];
        assert_eq!(fine.map(said), ["fine"; 3]);
    }

    #[test]
    fn what_a_link_carries_does_not_choose_where_people_go() {
        let wrong = [
            "javascript:alert(1)",
            "//panel.example/x",
            "/done",
            "ftp://panel.example/x",
            "https://{pid}/done",
            "https://{pid}.panel.example/",
            "https://panel.example{pid}/",
            "https://panel.example:{pid}/",
            "https://user@panel.example/",
            "https://panel.example/a b",
            "https://panel.example/#done",
            "https://panel.example/\\evil",
            "https:///done",
            "https://面板.example/",
        ];
        assert_eq!(wrong.map(said), ["sample-return-wrong"; 14]);
    }

    #[test]
    fn a_place_that_nothing_fills_is_told() {
        let wrong = [
            "https://p.example/{uid}",
            "https://p.example/{pid",
            "https://p.example/pid}",
            "https://p.example/{}",
        ];
        assert_eq!(wrong.map(said), ["sample-return-place"; 4]);
    }

    #[test]
    fn a_signed_address_says_how_the_interview_ended_where_it_is_signed() {
        let signed = |it: &str| fault(it, &[], true).unwrap_or("fine");
        assert_eq!(signed("https://p.example/{status}?pid={pid}"), "sample-return-status");
        assert_eq!(signed("https://p.example/?pid={pid}&st={status}"), "fine");
        assert_eq!(signed("https://p.example/?st={status}&sig=x"), "sample-return-sig");
    }
}
