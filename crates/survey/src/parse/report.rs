//! Gathers problems and turns places in the text into lines and columns.

use std::cell::Cell;
use std::collections::HashSet;

use crate::problem::{Problem, Severity};

/// So many problems are enough for one reading.
const MOST: usize = 500;
/// Longer words at fault are cut.
const LONGEST: usize = 60;
/// No line of a terminal is wider.
const WIDEST: usize = 1_000;

/// Where something stands in the file, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub start: usize,
    pub end: usize,
}

/// The problems found so far.
pub(super) struct Report<'t> {
    pub text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// The last byte that was asked for, and its line and column: the next one is often near.
    last: Cell<(usize, u32, u32)>,
    problems: Vec<Problem>,
    seen: HashSet<(&'static str, Place, String)>,
}

impl<'t> Report<'t> {
    pub fn new(text: &'t str) -> Report<'t> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Report { text, lines, last: Cell::new((0, 1, 1)), problems: Vec::new(), seen: HashSet::new() }
    }

    pub fn error(
        &mut self,
        place: Place,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Error, place, code, message.into(), mend.into());
    }

    pub fn warn(
        &mut self,
        place: Place,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Warning, place, code, message.into(), mend.into());
    }

    /// Adds a problem. A list that is used at many questions has its problems told once.
    fn add(&mut self, severity: Severity, place: Place, code: &'static str, message: String, mend: String) {
        if self.is_full() || !self.seen.insert((code, place, message.clone())) {
            return;
        }
        let (line, column) = self.line_column(place.start);
        let words = self.words(place);
        let width = words.chars().take(WIDEST).count().max(1) as u32;
        let words = words.chars().take(LONGEST).collect();
        self.problems.push(Problem {
            severity,
            code: code.into(),
            line,
            column,
            width,
            words,
            message,
            mend,
        });
    }

    /// How many errors have been found so far.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|it| it.severity == Severity::Error).count()
    }

    /// Nothing has been found so far.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// No more problems are taken in.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// The line of a place, counted from 1.
    pub fn line(&self, place: Place) -> u32 {
        self.line_column(place.start).0
    }

    /// All problems in the order of the file.
    pub fn finish(mut self) -> Vec<Problem> {
        let full = self.is_full();
        self.problems.sort_by_key(|it| (it.line, it.column, it.severity));
        if full {
            self.problems.push(Problem {
                severity: Severity::Error,
                code: "too-many-problems".into(),
                line: 0,
                column: 0,
                width: 1,
                words: String::new(),
                message: format!("Only the first {MOST} problems found are shown."),
                mend: "Mend these and check again.".into(),
            });
        }
        self.problems
    }

    /// Line and column of a byte, both from 1, the column in characters.
    fn line_column(&self, at: usize) -> (u32, u32) {
        let at = floor(self.text, at);
        let line = self.lines.partition_point(|it| *it <= at);
        let (last, last_line, last_column) = self.last.get();
        let near = last_line as usize == line && last <= at;
        let (begin, column) = if near { (last, last_column) } else { (self.lines[line - 1], 1) };
        let column = column + self.text[begin..at].chars().count() as u32;
        self.last.set((at, line as u32, column));
        (line as u32, column)
    }

    /// What stands at a place, up to the end of its line.
    fn words(&self, place: Place) -> &'t str {
        let start = floor(self.text, place.start);
        // No more than will be shown, however long the line is.
        let end = floor(self.text, place.end.min(start + 4 * WIDEST)).max(start);
        self.text[start..end].lines().next().unwrap_or("").trim_end()
    }
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
