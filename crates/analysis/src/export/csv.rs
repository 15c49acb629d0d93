//! Cases as CSV: codes or labels, plain or for Excel.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use csv::{Terminator, Writer, WriterBuilder};
use jiff::Timestamp;
use survey::Moment;
use survey::questionnaire::Code;

use crate::case::Cell;
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED, Variable};
use crate::export::{self, Row};

/// Which variant is wanted. The default is for programs: codes, UTF-8, commas, lines end in LF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Labels instead of codes, in this language. Multis stay 0 and 1.
    pub labels: Option<String>,
    /// For Excel: a byte order mark, lines end in CR LF, no text or label can become a formula.
    pub excel: bool,
    /// Semicolons between the fields; for Excel commas in numbers then, as where a spreadsheet wants semicolons.
    pub semicolon: bool,
}

impl From<&export::Options> for Options {
    fn from(it: &export::Options) -> Self {
        Options { labels: it.labels.then(|| it.lang.clone()), excel: it.excel, semicolon: it.semicolon }
    }
}

/// Cases as CSV: the names of the columns, then a line for each case.
pub struct File<W: Write> {
    to: Writer<W>,
    codebook: Arc<Codebook>,
    options: Options,
}

impl<W: Write> File<W> {
    /// Writes the first line, with the byte order mark where one is wanted.
    pub fn begin(mut to: W, codebook: &Arc<Codebook>, options: &export::Options) -> io::Result<File<W>> {
        let options = Options::from(options);
        to.write_all(mark(&options))?;
        let mut to = writer(to, &options);
        to.write_record(codebook.variables.iter().map(|it| it.name.as_str()))?;
        Ok(File { to, codebook: Arc::clone(codebook), options })
    }

    /// Writes one line for each case.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            for (variable, cell) in self.codebook.variables.iter().zip(row) {
                self.to.write_field(field(variable, cell, &self.options).as_bytes())?;
            }
            self.to.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    /// Gives the sink back, with everything in it.
    pub fn end(self) -> io::Result<W> {
        self.to.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// Lines of texts that are no cases, such as a list of people; guarded for Excel like what respondents typed. The
/// first ones of a file begin with [`mark`].
pub fn texts(lines: &[Vec<String>], options: &Options) -> Vec<u8> {
    self::lines(options, |file| {
        for line in lines {
            let fields = line.iter().map(|it| if options.excel { guarded(it) } else { it.into() });
            file.write_record(fields.map(|it| it.into_owned()))?;
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
    let mut file = writer(Vec::new(), options);
    write(&mut file).expect("memory takes every write, and all rows are as long as the codebook");
    file.into_inner().expect("memory takes every write")
}

fn writer<W: Write>(to: W, options: &Options) -> Writer<W> {
    let end = if options.excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let comma = if options.semicolon { b';' } else { b',' };
    WriterBuilder::new().terminator(end).delimiter(comma).from_writer(to)
}

/// One cell as text.
fn field<'a>(variable: &'a Variable, cell: &'a Cell, options: &Options) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::NotAnswered => NOT_ANSWERED.to_string().into(),
        Cell::Erased => ERASED.to_string().into(),
        Cell::Code(code) => label(variable, *code, options),
        Cell::Number(number) if options.excel && options.semicolon => {
            number.to_string().replace('.', ",").into()
        }
        Cell::Number(number) => number.to_string().into(),
        Cell::Flag(flag) => if *flag { "1" } else { "0" }.into(),
        Cell::Word(word) => word.into(),
        Cell::Typed(text) if options.excel => guarded(text),
        Cell::Typed(text) => text.into(),
        Cell::Time(moment) => time(*moment).into(),
    }
}

/// A code, or its label; a code without a label in this version stays a code.
fn label<'a>(variable: &'a Variable, code: Code, options: &Options) -> Cow<'a, str> {
    match options.labels.as_ref().and_then(|lang| variable.label(code, lang)) {
        Some(label) if options.excel => guarded(label),
        Some(label) => label.into(),
        None => code.to_string().into(),
    }
}

/// Text that a spreadsheet would run as a formula gets a `'` in front. The full-width signs are
/// those of Chinese and Japanese keyboards, which some spreadsheets take for the others.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}").into() } else { text.into() }
}

/// A moment in UTC, ISO 8601, to the second.
pub fn time(moment: Moment) -> String {
    Timestamp::from_millisecond(moment.0).map_or_else(|_| String::new(), |it| format!("{it:.0}"))
}
