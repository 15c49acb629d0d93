//! Cases as CSV: codes or labels, plain or for Excel.

#[cfg(test)]
mod tests;

use csv::{Terminator, Writer, WriterBuilder};
use jiff::Timestamp;
use survey::Moment;
use survey::questionnaire::Code;

use crate::case::{self, Case, Cell};
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED, Variable};

/// Which variant is wanted. The default is for programs: codes, UTF-8, lines end in LF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Labels instead of codes, in this language. Multis stay 0 and 1.
    pub labels: Option<String>,
    /// For Excel: a byte order mark, lines end in CR LF, typed text cannot become a formula.
    pub excel: bool,
}

/// The first line, with the byte order mark where one is wanted.
pub fn header(codebook: &Codebook, options: &Options) -> Vec<u8> {
    let names = codebook.variables.iter().map(|it| it.name.as_str());
    [mark(options), &lines(options, |file| file.write_record(names))].concat()
}

/// One line for each case. Each is read with its own version of the questionnaire.
pub fn rows(codebook: &Codebook, cases: &[Case], options: &Options) -> Vec<u8> {
    lines(options, |file| {
        for case in cases {
            let cells = case::row(codebook, case);
            let fields = codebook.variables.iter().zip(&cells);
            file.write_record(fields.map(|(variable, cell)| field(variable, cell, options)))?;
        }
        Ok(())
    })
}

/// Lines of texts that are no cases, such as a list of people; guarded for Excel like what respondents typed. The
/// first ones of a file begin with [`mark`].
pub fn texts(lines: &[Vec<String>], options: &Options) -> Vec<u8> {
    self::lines(options, |file| {
        for line in lines {
            file.write_record(line.iter().map(|it| if options.excel { guarded(it) } else { it.clone() }))?;
        }
        Ok(())
    })
}

/// What a file begins with: for Excel a byte order mark. Without it Excel reads UTF-8 as the machine's old code
/// page, and Chinese as noise.
pub fn mark(options: &Options) -> &'static [u8] {
    if options.excel { "\u{feff}".as_bytes() } else { b"" }
}

/// What `write` writes, as bytes.
fn lines(options: &Options, write: impl FnOnce(&mut Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let end = if options.excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let mut file = WriterBuilder::new().terminator(end).from_writer(Vec::new());
    write(&mut file).expect("memory takes every write, and all rows are as long as the codebook");
    file.into_inner().expect("memory takes every write")
}

/// One cell as text.
fn field(variable: &Variable, cell: &Cell, options: &Options) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::NotAnswered => NOT_ANSWERED.to_string(),
        Cell::Erased => ERASED.to_string(),
        Cell::Code(code) => label(variable, *code, options),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => u8::from(*flag).to_string(),
        Cell::Word(word) => word.clone(),
        Cell::Typed(text) if options.excel => guarded(text),
        Cell::Typed(text) => text.clone(),
        Cell::Time(moment) => time(*moment),
    }
}

/// A code, or its label; a code without a label in this version stays a code.
fn label(variable: &Variable, code: Code, options: &Options) -> String {
    let label = options.labels.as_ref().and_then(|lang| variable.label(code, lang));
    label.map_or_else(|| code.to_string(), str::to_owned)
}

/// Typed text that a spreadsheet would run as a formula gets a `'` in front. The full-width signs are
/// those of Chinese and Japanese keyboards, which some spreadsheets take for the others.
fn guarded(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

/// A moment in UTC, ISO 8601, to the second.
pub fn time(moment: Moment) -> String {
    Timestamp::from_millisecond(moment.0).map_or_else(|_| String::new(), |it| format!("{it:.0}"))
}
