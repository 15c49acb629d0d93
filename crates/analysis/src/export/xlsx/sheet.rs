//! A worksheet of cases, and those that follow it where there are more cases than rows.

use std::borrow::Cow;
use std::mem;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use survey::Moment;
use survey::questionnaire::Code;

use crate::case::Cell;
use crate::codebook::ddi::is_forbidden;
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED, Variable};

/// The UTF-16 units of a cell ("Excel specifications and limits": 32,767 characters).
const UNITS: usize = 32_767;

/// What a text that was cut ends in.
pub(super) const CUT: &str = " […]";

/// Cases, row by row, in codes or in words.
pub(super) struct Sheet {
    name: &'static str,
    /// The language of the words; none for codes.
    lang: Option<String>,
    /// Those that are full.
    full: Vec<Worksheet>,
    sheet: Worksheet,
    /// The cases in `sheet`, and so the row of its last one: row 0 is the header.
    row: u32,
    /// Texts that were too long for a cell.
    cut: u64,
    time: Format,
}

impl Sheet {
    pub fn begin(
        name: &'static str,
        lang: Option<&str>,
        codebook: &Codebook,
        book: &mut Workbook,
    ) -> Result<Sheet, XlsxError> {
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let sheet = begun(name, codebook, book)?;
        Ok(Sheet { name, lang: lang.map(str::to_owned), full: Vec::new(), sheet, row: 0, cut: 0, time })
    }

    /// The cases in the sheet that is being written.
    pub fn rows(&self) -> u32 {
        self.row
    }

    /// How many texts were cut.
    pub fn cut(&self) -> u64 {
        self.cut
    }

    /// Begins the next sheet: `data_2` after `data`.
    pub fn turn(&mut self, codebook: &Codebook, book: &mut Workbook) -> Result<(), XlsxError> {
        let name = format!("{}_{}", self.name, self.full.len() + 2);
        let next = begun(&name, codebook, book)?;
        filtered(&mut self.sheet, self.row, codebook.variables.len())?;
        self.full.push(mem::replace(&mut self.sheet, next));
        self.row = 0;
        Ok(())
    }

    /// Writes a case.
    pub fn row(&mut self, codebook: &Codebook, row: &[Cell]) -> Result<(), XlsxError> {
        self.row += 1;
        for (at, (variable, cell)) in codebook.variables.iter().zip(row).enumerate() {
            self.cell(at as u16, variable, cell)?;
        }
        Ok(())
    }

    /// All sheets, in order; this one is at its end then.
    pub fn end(&mut self, columns: usize) -> Result<Vec<Worksheet>, XlsxError> {
        filtered(&mut self.sheet, self.row, columns)?;
        let mut sheets = mem::take(&mut self.full);
        sheets.push(mem::replace(&mut self.sheet, Worksheet::new()));
        Ok(sheets)
    }

    fn cell(&mut self, column: u16, variable: &Variable, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => Ok(()),
            Cell::NotAnswered => self.code(column, variable, NOT_ANSWERED),
            Cell::Erased => self.code(column, variable, ERASED),
            Cell::Code(code) => self.code(column, variable, *code),
            Cell::Number(number) => self.number(column, *number),
            Cell::Flag(flag) => self.number(column, f64::from(u8::from(*flag))),
            Cell::Word(text) | Cell::Typed(text) => self.text(column, text),
            Cell::Time(moment) => self.time(column, *moment),
        }
    }

    /// A code, or its label; a code without a label stays a code.
    fn code(&mut self, column: u16, variable: &Variable, code: Code) -> Result<(), XlsxError> {
        match self.lang.as_deref().and_then(|it| variable.label(code, it)) {
            Some(label) => self.text(column, label),
            None => self.number(column, code as f64),
        }
    }

    fn number(&mut self, column: u16, number: f64) -> Result<(), XlsxError> {
        self.sheet.write_number(self.row, column, number).map(|_| ())
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = held(text);
        let fits = fitting(&text);
        self.cut += u64::from(fits.len() != text.len());
        self.sheet.write_string(self.row, column, fits.as_ref()).map(|_| ())
    }

    /// A moment as Excel counts it, in UTC, to the second; a moment before 1900 or after 9999 is none.
    fn time(&mut self, column: u16, moment: Moment) -> Result<(), XlsxError> {
        let Ok(time) = ExcelDateTime::from_timestamp(moment.0.div_euclid(1000)) else { return Ok(()) };
        self.sheet.write_datetime_with_format(self.row, column, &time, &self.time).map(|_| ())
    }
}

/// A new sheet with its header.
fn begun(name: &str, codebook: &Codebook, book: &mut Workbook) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.new_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    let names = codebook.variables.iter().map(|it| it.name.as_str());
    header(&mut sheet, names)?;
    Ok(sheet)
}

/// The first row: bold, and in its place when the others move.
pub(super) fn header<'a>(
    sheet: &mut Worksheet,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (at, name) in names.enumerate() {
        sheet.write_string_with_format(0, at as u16, fitting(&held(name)).as_ref(), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Gives each column of the header its filter; `last` is the last row.
pub(super) fn filtered(sheet: &mut Worksheet, last: u32, columns: usize) -> Result<(), XlsxError> {
    if columns > 0 {
        sheet.autofilter(0, 0, last, columns as u16 - 1)?;
    }
    Ok(())
}

/// A text without what XML cannot hold: control characters are left out. A line ends in LF, as in
/// cells of Excel.
///
/// The library would write them as `_x0000_`, which Excel reads back, but not all programs do.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    if !text.contains(|it| it == '\r' || is_forbidden(it)) {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace(is_forbidden, "").into()
}

/// A text that a cell has room for: the whole of it, or its beginning and a mark.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    // No character has more units than bytes.
    if text.len() <= UNITS || text.encode_utf16().count() <= UNITS {
        return text.into();
    }
    let mut units = CUT.encode_utf16().count();
    let kept = text.chars().take_while(|it| {
        units += it.len_utf16();
        units <= UNITS
    });
    kept.chain(CUT.chars()).collect::<String>().into()
}
