//! Texts without what a line of data or XML cannot hold.

use std::borrow::Cow;

use crate::codebook::ddi::is_forbidden;

/// A text in one line: "each record is one line and may not contain embedded line-breaks (even within a quoted
/// string)", and has no character below 32 ("Basic Formatting Rules", "CSV Files"). Each break and each control
/// character becomes a blank.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return text.into();
    }
    text.replace("\r\n", "\n").replace(is_control, " ").into()
}

/// The lines of a text, each without what XML cannot hold; `<br/>` stands between them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split('\n').map(|it| line(it.trim_end_matches('\r')))
}

/// Control characters, separators of lines and paragraphs, and what XML forbids.
fn is_control(it: char) -> bool {
    it.is_control() || matches!(it, '\u{2028}' | '\u{2029}') || is_forbidden(it)
}
