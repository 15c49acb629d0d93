//! What the targets share: the reference questionnaires, and slips in a good file.

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use survey::{Moment, Questionnaire};

/// The texts of the two reference questionnaires.
pub const REFERENCES: [&str; 2] = [
    include_str!("../../../questionnaires/mini-program-2026.yaml"),
    include_str!("../../../questionnaires/second-hand-2025.yaml"),
];

/// The same, read.
pub static QUESTIONNAIRES: LazyLock<[Questionnaire; 2]> =
    LazyLock::new(|| REFERENCES.map(|text| survey::read(text).0));

/// When everything happens.
pub const NOW: Moment = Moment(1_768_200_000_000);

/// A change in a good file.
#[derive(Arbitrary, Debug)]
pub struct Slip<'a> {
    line: u16,
    column: u8,
    gone: u8,
    typed: &'a str,
}

/// A good file with a few slips in it, or else what was typed: the first byte decides.
///
/// A file of fifty kilobytes is not found by chance, and what goes wrong in a whole one is not seen in its parts.
pub fn slipped(good: &[&str], data: &[u8]) -> Option<String> {
    let (first, rest) = data.split_first()?;
    let Some(good) = good.get(usize::from(*first)) else {
        return std::str::from_utf8(data).ok().map(str::to_owned);
    };
    let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
    let slips: Vec<Slip<'_>> = Vec::arbitrary_take_rest(Unstructured::new(rest)).ok()?;
    for slip in slips.into_iter().take(8) {
        let at = usize::from(slip.line) % lines.len();
        let letters: Vec<char> = lines[at].chars().collect();
        let from = usize::from(slip.column) % (letters.len() + 1);
        let to = (from + usize::from(slip.gone)).min(letters.len());
        lines[at] = letters[..from]
            .iter()
            .copied()
            .chain(slip.typed.chars())
            .chain(letters[to..].iter().copied())
            .collect();
    }
    Some(lines.join("\n"))
}

/// What a browser and a test of forms send: names and values between `=` and `&`, with escapes.
pub fn pairs(body: &[u8]) -> Option<Vec<(String, String)>> {
    decoded(body)
}

#[cfg(not(feature = "app"))]
fn decoded(body: &[u8]) -> Option<Vec<(String, String)>> {
    Some(form_urlencoded::parse(body).into_owned().collect())
}

/// As the server decodes it.
#[cfg(feature = "app")]
fn decoded(body: &[u8]) -> Option<Vec<(String, String)>> {
    use axum::http::{HeaderMap, HeaderValue, header};

    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, form)]);
    app::pages::interview::form::pairs(&headers, Ok(body.to_vec().into())).ok()
}
