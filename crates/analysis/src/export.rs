//! Cases as files: one writer, and each format in a file of its own.

mod archive;
pub mod csv;
mod format;
pub mod jsonl;
pub mod list;
mod measure;
pub mod parquet;
pub mod sav;
pub mod script;
pub mod triple_s;
pub mod xlsx;

use std::io::{self, Write};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use survey::Moment;

use crate::case::Cell;
use crate::codebook::Codebook;

pub use format::Format;
pub use measure::Measure;

/// One case: a cell for each variable of the codebook, in order.
pub type Row = Vec<Cell>;

/// How a file is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub format: Format,
    /// The language of labels and of our own words in the file; one of the questionnaire's.
    pub lang: String,
    /// Labels instead of codes, where a format has no place for both: CSV and JSON Lines.
    pub labels: bool,
    /// CSV for Excel: a byte order mark, lines end in CR LF, no text or label can become a formula.
    pub excel: bool,
    /// CSV with semicolons, as spreadsheets in half of Europe want it; for Excel with commas in numbers, too.
    pub semicolon: bool,
    /// The variable that is the weight, where the file says which one it is.
    pub weight: Option<String>,
    /// The file's name without its extension: files inside of a file are called so.
    pub name: String,
    /// When the snapshot was taken. It stands wherever a format wants a date, so that the same snapshot gives
    /// the same bytes.
    pub taken_at: Moment,
}

/// A file that is being written: [`Writer::begin`], [`Writer::rows`] as often as there are batches, [`Writer::end`].
///
/// Without the end the file is not whole, and whoever reads it must find so.
#[expect(clippy::large_enum_variant, reason = "there is one of them at a time")]
pub enum Writer<W: Write + Send> {
    Csv(csv::File<W>),
    Xlsx(xlsx::File<W>),
    JsonLines(jsonl::File<W>),
    Parquet(parquet::File<W>),
    Sav(sav::File<W>),
    /// R and Stata.
    Script(script::File<W>),
    TripleS(triple_s::File<W>),
}

impl<W: Write + Send> Writer<W> {
    /// Writes what stands before the cases. `measure` is that of all cases; where the format does not need it
    /// ([`Format::is_measured`]), an empty one will do.
    pub fn begin(
        to: W,
        codebook: &Arc<Codebook>,
        options: &Options,
        measure: &Measure,
    ) -> io::Result<Writer<W>> {
        match options.format {
            Format::Csv => csv::File::begin(to, codebook, options).map(Writer::Csv),
            Format::Parquet => parquet::File::begin(to, codebook, options).map(Writer::Parquet),
            Format::Xlsx => xlsx::File::begin(to, codebook, options).map(Writer::Xlsx),
            Format::JsonLines => jsonl::File::begin(to, codebook, options).map(Writer::JsonLines),
            Format::Sav | Format::Zsav => sav::File::begin(to, codebook, options, measure).map(Writer::Sav),
            Format::R | Format::Stata => {
                script::File::begin(to, codebook, options, measure).map(Writer::Script)
            }
            Format::TripleS => triple_s::File::begin(to, codebook, options, measure).map(Writer::TripleS),
        }
    }

    /// Writes some more cases.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        match self {
            Writer::Csv(file) => file.rows(rows),
            Writer::Xlsx(file) => file.rows(rows),
            Writer::JsonLines(file) => file.rows(rows),
            Writer::Sav(file) => file.rows(rows),
            Writer::Script(file) => file.rows(rows),
            Writer::TripleS(file) => file.rows(rows),
            Writer::Parquet(file) => file.rows(rows),
        }
    }

    /// Writes what stands after the cases, and gives the sink back.
    pub fn end(self) -> io::Result<W> {
        match self {
            Writer::Csv(file) => file.end(),
            Writer::Xlsx(file) => file.end(),
            Writer::JsonLines(file) => file.end(),
            Writer::Sav(file) => file.end(),
            Writer::Script(file) => file.end(),
            Writer::TripleS(file) => file.end(),
            Writer::Parquet(file) => file.end(),
        }
    }
}

/// A moment in UTC, as a calendar and a clock show it.
fn utc(Moment(millis): Moment) -> DateTime {
    TimeZone::UTC.to_datetime(Timestamp::from_millisecond(millis).unwrap_or_default())
}
