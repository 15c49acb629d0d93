//! A posted form, read strictly: what is broken is refused, never guessed at.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;

use crate::error::AppError;

/// More fields than any page of questions has; more than this is no respondent.
const MOST_FIELDS: usize = 2_000;

/// The most bytes of a posted page. A page of long open answers stays far below.
pub const MOST_BYTES: usize = 1024 * 1024;

/// The fields of a posted form in order, names repeated where they were.
pub fn pairs(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Vec<(String, String)>, AppError> {
    let body = body.map_err(|err| AppError::from_status(err.into_response().status().as_u16()))?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(AppError::Malformed);
    }
    read(&body).ok_or(AppError::Malformed)
}

/// The pairs in an urlencoded text; none if it is broken or has too many.
fn read(body: &[u8]) -> Option<Vec<(String, String)>> {
    let fields: Vec<&[u8]> =
        body.split(|it| *it == b'&').filter(|it| !it.is_empty()).take(MOST_FIELDS + 1).collect();
    if fields.len() > MOST_FIELDS {
        return None;
    }
    fields
        .into_iter()
        .map(|field| {
            let at = field.iter().position(|it| *it == b'=').unwrap_or(field.len());
            let value = field.get(at + 1..).unwrap_or_default();
            Some((decoded(&field[..at])?, decoded(value)?))
        })
        .collect()
}

/// One name or value: `+` is a space, `%E5` a byte; none unless the whole is UTF-8.
fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_at_checked(2)?;
                let digit = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok());
                bytes.push(digit(digits[0])? * 16 + digit(digits[1])?);
                rest = after;
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> String {
        match read(body.as_bytes()) {
            Some(pairs) => {
                pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" | ")
            }
            None => "refused".into(),
        }
    }

    #[test]
    fn fields_come_in_order_and_repeat() {
        assert_eq!(shown("q=1&q=2&_go=next"), "q=1 | q=2 | _go=next");
    }

    #[test]
    fn chinese_spaces_and_signs_are_decoded() {
        assert_eq!(shown("why=%E5%A5%BD+%26+%3D&empty=&bare"), "why=好 & = | empty= | bare=");
    }

    #[test]
    fn broken_escapes_and_broken_utf8_are_refused() {
        assert_eq!(shown("q=%"), "refused");
        assert_eq!(shown("q=%E"), "refused");
        assert_eq!(shown("q=%zz"), "refused");
        assert_eq!(shown("q=%ff%fe"), "refused");
        assert_eq!(shown("q%c3=1"), "refused");
        assert!(read(b"q=\xff").is_none());
    }

    #[test]
    fn two_thousand_fields_are_taken_and_one_more_is_not() {
        assert_eq!(read("q=1&".repeat(2_000).as_bytes()).map(|it| it.len()), Some(2_000));
        assert!(read("q=1&".repeat(2_001).as_bytes()).is_none());
    }
}
