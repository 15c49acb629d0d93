//! Cases as triple-s: a description in XML and its data as CSV, in one zip.

mod data;
mod definition;
mod fields;
#[cfg(test)]
mod tests;
mod texts;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::codebook::Codebook;
use crate::export::archive::Archive;
use crate::export::{Measure, Options, Row};

use fields::Field;

/// Cases as triple-s 3.0: `NAME.csv`, and `NAME.sss`, which says what stands in it.
///
/// Written after "Triple-S XML, The Survey Interchange Standard" (ASC; version 2.0.002 of September 2011, whose chapters
/// "The Metadata File" and "The Data File" are meant below) and the DTD of version 3.0 (November 2016,
/// `-//triple-s//DTD Survey Interchange v3.0//EN`), which adds the encoding of the data and a default language.
/// What triple-s cannot say is in docs/analyst.md.
///
/// The description comes last, since it says how long texts are and how large numbers.
pub struct File<W: Write> {
    zip: Archive<W>,
    codebook: Arc<Codebook>,
    options: Options,
    fields: Vec<Field>,
}

impl<W: Write> File<W> {
    /// Begins the zip and writes the names of the columns. Of `measure` it takes the decimals.
    pub fn begin(
        to: W,
        codebook: &Arc<Codebook>,
        options: &Options,
        measure: &Measure,
    ) -> io::Result<File<W>> {
        let fields = fields::fields(codebook, options.weight.as_deref(), measure);
        let mut zip = Archive::begin(to, options.taken_at);
        zip.file(&format!("{}.csv", options.name))?;
        let names = fields.iter().map(|it| Cow::from(it.name.as_str())).collect();
        zip.write_all(&lines(vec![names])?)?;
        Ok(File { zip, codebook: Arc::clone(codebook), options: options.clone(), fields })
    }

    /// Writes one record for each case.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let fields = self.fields.iter_mut();
            records.push(fields.map(|it| data::value(it, &self.codebook, row)).collect::<io::Result<_>>()?);
        }
        self.zip.write_all(&lines(records)?)
    }

    /// Writes the description, and gives the sink back.
    pub fn end(mut self) -> io::Result<W> {
        self.zip.file(&format!("{}.sss", self.options.name))?;
        self.zip.write_all(&definition::definition(&self.codebook, &self.options, &self.fields)?)?;
        self.zip.end()
    }
}

/// Records as the standard wants them ("CSV Files"): a line each, and nothing in it that breaks the line. Every field
/// is in quotes, which readers discard: then no leading zero and no blank is lost.
fn lines(records: Vec<Vec<Cow<'_, str>>>) -> io::Result<Vec<u8>> {
    let mut to = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for record in records {
        to.write_record(record.iter().map(|it| it.as_bytes()))?;
    }
    to.into_inner().map_err(csv::IntoInnerError::into_error)
}
