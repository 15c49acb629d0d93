//! Scalars with their places: where in the file a part of a text was written.

use super::report::Place;
use super::tree::{Node, Style, Value};
use crate::condition::Fault;

/// A scalar and where it stands, to point into it later.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub text: String,
    pub style: Style,
    pub place: Place,
}

impl Node {
    /// The scalar with its place.
    pub fn source(&self) -> Option<Source> {
        match &self.value {
            Value::Scalar(it) => Some(Source { text: it.text.clone(), style: it.style, place: self.place }),
            Value::Map(_) | Value::List(_) | Value::Refused => None,
        }
    }
}

impl Source {
    /// The place in the file of a fault; all of the text where no part of it is meant.
    pub fn fault(&self, file: &str, fault: &Fault) -> Place {
        match (fault.span.start as usize, fault.span.end as usize) {
            (0, 0) => self.place,
            (start, end) => self.part(file, start, end),
        }
    }

    /// The place in the file of a part of the text, given in bytes of the text as YAML read it.
    pub fn part(&self, file: &str, start: usize, end: usize) -> Place {
        let written = file.get(self.place.start..self.place.end).unwrap_or("");
        let quoted = matches!(self.style, Style::SingleQuoted | Style::DoubleQuoted);
        let mut at = usize::from(quoted && !written.is_empty());
        let mut part: Option<(usize, usize)> = None;
        for (index, want) in self.text.char_indices() {
            if index >= end.max(start + 1) {
                break;
            }
            let (from, to) = self.written(written, at, want);
            at = to;
            if index >= start {
                part = Some((part.map_or(from, |it| it.0), to));
            }
        }
        let (from, to) = part.unwrap_or((at, at));
        Place { start: self.place.start + from, end: self.place.start + to }
    }

    /// From where to where a character is written, looking from `at` on: as itself, as an escape, or as
    /// white space that line folds have stretched.
    fn written(&self, written: &str, at: usize, want: char) -> (usize, usize) {
        let rest = written.get(at..).unwrap_or("");
        if self.style == Style::DoubleQuoted && rest.starts_with('\\') {
            return (at, at + escape(rest));
        }
        let skipped = rest.len() - rest.trim_start().len();
        if want.is_whitespace() {
            return (at, at + skipped);
        }
        let from = at + skipped;
        match written.get(from..).and_then(|it| it.chars().next()) {
            Some('\'') if self.style == Style::SingleQuoted => (from, (from + 2).min(written.len())),
            Some(it) => (from, from + it.len_utf8()),
            None => (from, from),
        }
    }
}

/// How long an escape of a double-quoted scalar is, in bytes; an escaped line end counts with its first byte.
fn escape(written: &str) -> usize {
    let long = match written.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 1 + written.chars().nth(1).map_or(0, char::len_utf8),
    };
    long.min(written.len())
}
