//! Texts cut to what the format holds: labels, lines, and the pieces of one that is too long for a variable.

use std::borrow::Cow;

use super::names::head;

/// Bytes of a string variable at most.
pub(super) const WIDEST: usize = 32_767;

/// Bytes that a piece holds when the text goes on in another: the rest is for what the cut leaves out, the bytes
/// of a character and blanks, which at an end would be taken for filling.
const PIECE: usize = 32_000;

/// Bytes of a line of the documents.
pub(super) const LINE: usize = 80;

/// A label on one line of so many bytes at most; one that is longer ends in `…`, and says so by `true`.
pub(super) fn label(text: &str, bytes: usize) -> (String, bool) {
    let text = text.replace(char::is_control, " ");
    let text = text.trim();
    if text.len() <= bytes {
        return (text.to_owned(), false);
    }
    (format!("{}…", head(text, bytes - '…'.len_utf8()).trim_end()), true)
}

/// A text without NUL, which programs written in C take for its end.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "").into() } else { text.into() }
}

/// The widths of the variables that hold texts of so many bytes.
pub(super) fn widths(bytes: usize) -> Vec<usize> {
    if bytes <= WIDEST {
        return vec![bytes.max(1)];
    }
    let pieces = bytes.div_ceil(PIECE);
    let mut widths = vec![WIDEST; pieces];
    widths[pieces - 1] = bytes - PIECE * (pieces - 1);
    widths
}

/// The text as it stands in variables of these widths; none where it is longer than they are.
pub(super) fn pieces<'a>(text: &'a str, widths: &[usize]) -> Option<Vec<&'a str>> {
    let mut rest = text;
    let mut pieces = Vec::with_capacity(widths.len());
    for (at, width) in widths.iter().enumerate() {
        let last = at + 1 == widths.len();
        let piece = if last || rest.len() <= *width { rest } else { unblank(head(rest, *width)) };
        if piece.len() > *width {
            return None;
        }
        pieces.push(piece);
        rest = &rest[piece.len()..];
    }
    Some(pieces)
}

/// The text without the blanks at its end, unless there are more than a piece can spare.
fn unblank(text: &str) -> &str {
    let bare = text.trim_end_matches(' ');
    if bare.len() < PIECE { text } else { bare }
}

/// A text as lines of the documents.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let fits = head(rest, LINE);
        // Between words where there are any; Chinese has none.
        let cut = if fits.len() < rest.len() {
            fits.rfind(' ').map_or(fits.len(), |it| it + 1)
        } else {
            fits.len()
        };
        lines.push(rest[..cut].trim_end());
        rest = &rest[cut..];
    }
    lines
}
