//! Cases as SPSS system files: .sav, compressed by bytes, and .zsav, by zlib.
//!
//! By the description of the format in the PSPP developer's guide, "System File Format",
//! <https://www.gnu.org/software/pspp/pspp-dev/html_node/System-File-Format.html>. Names of records are its own.
//!
//! The writer is ours. The crate ambers writes the same files, out of one Arrow batch of all cases: a million of
//! them in 250 columns do not fit in the 150 MB that an export may take, and its caller cuts labels, measures
//! texts and finds names all the same.

mod blocks;
mod bytecode;
mod columns;
mod dictionary;
mod extensions;
mod missing;
mod names;
mod notes;
mod records;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};
use std::sync::Arc;

use survey::Moment;

use crate::case::Cell;
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED};
use crate::export::{Format, Measure, Options, Row};
use blocks::Blocks;
use bytecode::Bytecode;
use columns::{Field, Kind};

/// Seconds from the beginning of time in SPSS, 1582-10-14, to that of ours.
const GREGORIAN: f64 = 12_219_379_200.0;

/// Bytes of a very long text that one segment holds, and the element that they fill.
const SEGMENT: usize = 255;

/// A system file that is being written.
///
/// Texts: a blank where nothing was asked, `-9` and `-8` like the codes; without NUL. One of more than 32,767
/// bytes goes on in variables of its own, `NAME_part2` and so on. Times: seconds in UTC, with the milliseconds.
pub struct File<W: Write> {
    to: W,
    fields: Vec<Field>,
    data: Bytecode,
    /// Where compressed blocks wait for the end; none for a .sav.
    blocks: Option<Blocks>,
    /// Bytes before the cases.
    before: usize,
    announced: u64,
    cases: u64,
}

impl<W: Write> File<W> {
    /// Writes the dictionary. `measure` is that of all cases: it says their number and how wide texts are.
    /// `options.format` may be another one that holds a .sav.
    ///
    /// # Errors
    /// Where `options.weight` is no variable with numbers.
    pub fn begin(
        mut to: W,
        codebook: &Arc<Codebook>,
        options: &Options,
        measure: &Measure,
    ) -> io::Result<File<W>> {
        let fields = columns::fields(codebook, measure, &options.lang);
        let dictionary = dictionary::dictionary(codebook, &fields, options, measure.cases)?;
        to.write_all(&dictionary)?;
        let blocks = (options.format == Format::Zsav).then(|| Blocks::new(blocks::BLOCK));
        let (before, announced) = (dictionary.len(), measure.cases);
        Ok(File { to, fields, data: Bytecode::default(), blocks, before, announced, cases: 0 })
    }

    /// Writes some more cases.
    ///
    /// # Errors
    /// Where a text is longer than measured, or stands in a column of numbers.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            for (field, cell) in self.fields.iter().zip(row) {
                write(&mut self.data, field, cell)?;
            }
            self.cases += 1;
        }
        self.pass_on()
    }

    /// Writes what is left, and for a .zsav all data, and gives the sink back.
    ///
    /// # Errors
    /// Where there were more cases than measured, or fewer: the header has said how many.
    pub fn end(mut self) -> io::Result<W> {
        if self.cases != self.announced {
            return Err(wrong(format!("{} cases were announced, and {} came", self.announced, self.cases)));
        }
        self.data.end();
        self.pass_on()?;
        if let Some(blocks) = self.blocks {
            blocks.end(&mut self.to, self.before)?;
        }
        Ok(self.to)
    }

    fn pass_on(&mut self) -> io::Result<()> {
        match &mut self.blocks {
            Some(blocks) => blocks.write(&self.data.out)?,
            None => self.to.write_all(&self.data.out)?,
        }
        self.data.out.clear();
        Ok(())
    }
}

fn write(to: &mut Bytecode, field: &Field, cell: &Cell) -> io::Result<()> {
    if let Kind::Text { .. } = field.parts[0].kind {
        return write_text(to, field, &said(cell));
    }
    match cell {
        Cell::Empty => to.nothing(),
        Cell::NotAnswered => to.number(NOT_ANSWERED as f64),
        Cell::Erased => to.number(ERASED as f64),
        Cell::Code(code) => to.number(*code as f64),
        Cell::Number(number) => to.number(*number),
        Cell::Flag(flag) => to.number(f64::from(u8::from(*flag))),
        Cell::Time(Moment(millis)) => to.number(*millis as f64 / 1000.0 + GREGORIAN),
        Cell::Word(_) | Cell::Typed(_) => {
            return Err(wrong(format!("{} holds numbers, and here is a text", field.parts[0].name)));
        }
    }
    Ok(())
}

/// What stands in a column of texts.
fn said(cell: &Cell) -> std::borrow::Cow<'_, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::NotAnswered => NOT_ANSWERED.to_string().into(),
        Cell::Erased => ERASED.to_string().into(),
        Cell::Word(text) | Cell::Typed(text) => text::clean(text),
        Cell::Code(code) => code.to_string().into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Flag(flag) => u8::from(*flag).to_string().into(),
        Cell::Time(moment) => crate::export::csv::time(*moment).into(),
    }
}

/// A text in its variables, and each of them in its segments.
fn write_text(to: &mut Bytecode, field: &Field, text: &str) -> io::Result<()> {
    let too_long = || wrong(format!("{} has a text that is longer than any measured", field.parts[0].name));
    let pieces = text::pieces(text, &field.widths).ok_or_else(too_long)?;
    for (part, piece) in field.parts.iter().zip(pieces) {
        // Segments are filled to the last of their 255 bytes, though they are counted by 252.
        let mut segments = piece.as_bytes().chunks(SEGMENT);
        part.elements.iter().for_each(|it| to.text(segments.next().unwrap_or_default(), *it));
    }
    Ok(())
}

fn wrong(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
