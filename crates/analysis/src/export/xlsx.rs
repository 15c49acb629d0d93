//! Cases as an Excel workbook: the data, the same in words, the codebook, and notes.

mod book;
pub mod codebook;
mod sheet;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::codebook::Codebook;
use crate::export::{Options, Row};

use sheet::Sheet;

/// The rows of a worksheet below its header ("Excel specifications and limits": 1,048,576 rows).
const ROWS: u32 = 1_048_575;

/// The columns of a worksheet (the same page).
const COLUMNS: usize = 16_384;

/// Cells of a worksheet from which on its XML may be too long for a zip file of the old kind, which ends at 4 GB.
/// Not all programs read the newer kind, so it is written only where it must be.
const CELLS_OF_LARGE: u64 = 20_000_000;

/// Cases as an Office Open XML workbook (ECMA-376): sheets `data`, `labels`, `codebook` and `notes`; `data_2`,
/// `labels_2` and so on where there are more cases than rows.
///
/// Texts are strings and never formulas. The rows go to unnamed temporary files and the workbook to the sink at the
/// end, so memory does not grow with the cases.
pub struct File<W: Write> {
    to: W,
    book: Workbook,
    codebook: Arc<Codebook>,
    options: Options,
    data: Sheet,
    labels: Sheet,
    cases: u64,
    /// After how many cases a new sheet begins.
    most: u32,
}

impl<W: Write + Send> File<W> {
    /// Begins the sheets; the sink gets nothing before the end.
    pub fn begin(to: W, codebook: &Arc<Codebook>, options: &Options) -> io::Result<File<W>> {
        File::begin_with(to, codebook, options, ROWS)
    }

    fn begin_with(to: W, codebook: &Arc<Codebook>, options: &Options, most: u32) -> io::Result<File<W>> {
        if codebook.variables.len() > COLUMNS {
            return Err(io::Error::other("a worksheet has 16,384 columns at most"));
        }
        let mut book = Workbook::new();
        let data = Sheet::begin("data", None, codebook, &mut book).map_err(failed)?;
        let labels = Sheet::begin("labels", Some(&options.lang), codebook, &mut book).map_err(failed)?;
        let (codebook, options) = (Arc::clone(codebook), options.clone());
        Ok(File { to, book, codebook, options, data, labels, cases: 0, most })
    }

    /// Writes one row for each case, into both sheets.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            for sheet in [&mut self.data, &mut self.labels] {
                if sheet.rows() == self.most {
                    sheet.turn(&self.codebook, &mut self.book).map_err(failed)?;
                }
                sheet.row(&self.codebook, row).map_err(failed)?;
            }
            self.cases += 1;
        }
        Ok(())
    }

    /// Puts the sheets together, writes the workbook, and gives the sink back.
    pub fn end(mut self) -> io::Result<W> {
        self.save().map_err(failed)?;
        Ok(self.to)
    }

    fn save(&mut self) -> Result<(), XlsxError> {
        let mut codebook = self.book.new_worksheet_with_constant_memory()?;
        codebook::sheet_of(&mut codebook, "codebook", &self.codebook, &self.options.lang, None)?;
        let mut notes = self.book.new_worksheet_with_constant_memory()?;
        book::notes(&mut notes, &self.codebook, &self.options, self.data.cut())?;
        let columns = self.codebook.variables.len();
        let sheets: Vec<Worksheet> =
            self.data.end(columns)?.into_iter().chain(self.labels.end(columns)?).collect();
        for sheet in sheets.into_iter().chain([codebook, notes]) {
            self.book.push_worksheet(sheet);
        }
        let created = ExcelDateTime::from_timestamp(self.options.taken_at.0.div_euclid(1000))?;
        let title = self.codebook.title.get(&self.options.lang);
        let about = DocProperties::new().set_title(title).set_creation_datetime(&created);
        self.book.set_properties(&about);
        self.book.use_zip_large_file(self.cases * self.codebook.variables.len() as u64 > CELLS_OF_LARGE);
        self.book.save_to_writer(&mut self.to)
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
