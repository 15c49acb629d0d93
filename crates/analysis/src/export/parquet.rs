//! Cases as Parquet: types as they are, labels in the metadata, one list for a question with several answers.
//!
//! By the Apache Parquet format, <https://parquet.apache.org/docs/file-format/>, and the Arrow types that its readers
//! give back, <https://arrow.apache.org/docs/format/Columnar.html>. Beside the column of a variable there may stand
//! others, which say what CSV says with empty, 0, -9 and -8:
//!
//! - `NAME__offered` of a list: the codes that were offered. A code that was offered and is not in the list was not
//!   chosen; if the list itself is null, the reason stands in the blank beside it.
//! - `NAME__blank`: why there is no value: `not_asked`, `not_answered`, `erased`; null where there is one. Only where
//!   a variable may be blank for another reason than that it was not asked.
//! - `other__blanks`, at the end: `NAME not_answered` or `NAME erased` for columns without a blank of their own. So
//!   stand required questions that were posted blank in an interview that then broke off.
//!
//! A name that is taken, letters of either case alike, gets a number. The file's metadata holds the whole codebook
//! as JSON (`canvass.codebook`); each field's say which variable and what of it (`canvass.variable`, `canvass.is`),
//! its label and the labels of its codes in the language of the file.

mod column;
mod plan;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::case::Cell;
use crate::codebook::{Codebook, json};
use crate::export::csv::time;
use crate::export::{Options, Row};
use column::Column;

/// Cases in a row group: readers skip and share out work by row groups.
const GROUP: usize = 50_000;

/// A row group ends earlier where its pages take more memory than this, as long texts do; in bytes.
const LARGEST: usize = 32 << 20;

/// Cases that are encoded at a time, and the bytes of their texts at which it is done earlier. Fixed here and not by
/// the batches that come, so that the same cases give the same bytes.
const CHUNK: usize = 1_000;
const CHUNK_BYTES: usize = 4 << 20;

/// Cases of one page: an open page holds eight bytes for each case of each column.
const PAGE: usize = 4_000;

/// What the file says made it; no date and no version, so that the same cases give the same bytes.
const CREATED_BY: &str = "canvass version 1.0.0 (build 1)";

/// A Parquet file that is being written. Without [`File::end`] it has no footer, and no reader takes it.
pub struct File<W: Write + Send> {
    to: ArrowWriter<W>,
    schema: SchemaRef,
    columns: Vec<Column>,
    /// Cases in the columns that are not encoded yet, and the bytes of their texts.
    waiting: usize,
    bytes: usize,
}

impl<W: Write + Send> File<W> {
    /// Writes the beginning, and lays out the columns.
    pub fn begin(to: W, codebook: &Arc<Codebook>, options: &Options) -> io::Result<File<W>> {
        let columns: Vec<Column> = plan::plan(codebook, &options.lang).into_iter().map(Column::new).collect();
        let schema = plan::schema(columns.iter().map(Column::planned));
        let to = ArrowWriter::try_new(to, SchemaRef::clone(&schema), Some(properties(codebook, options)))
            .map_err(failed)?;
        Ok(File { to, schema, columns, waiting: 0, bytes: 0 })
    }

    /// Takes some more cases; they are written a thousand at a time.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            for column in &mut self.columns {
                column.take(row)?;
            }
            self.waiting += 1;
            self.bytes += row.iter().map(bytes).sum::<usize>();
            if self.waiting == CHUNK || self.bytes >= CHUNK_BYTES {
                self.encode()?;
            }
        }
        Ok(())
    }

    /// Writes what waits and the footer, and gives the sink back.
    pub fn end(mut self) -> io::Result<W> {
        self.encode()?;
        self.to.into_inner().map_err(failed)
    }

    fn encode(&mut self) -> io::Result<()> {
        if self.waiting == 0 {
            return Ok(());
        }
        let arrays = self.columns.iter_mut().map(Column::finish).collect();
        let batch = RecordBatch::try_new(SchemaRef::clone(&self.schema), arrays).map_err(io::Error::other)?;
        self.to.write(&batch).map_err(failed)?;
        (self.waiting, self.bytes) = (0, 0);
        if self.to.memory_size() >= LARGEST {
            self.to.flush().map_err(failed)?;
        }
        Ok(())
    }
}

fn bytes(cell: &Cell) -> usize {
    match cell {
        Cell::Word(text) | Cell::Typed(text) => text.len(),
        _ => 0,
    }
}

fn properties(codebook: &Codebook, options: &Options) -> WriterProperties {
    let about = |key: &str, value: String| KeyValue { key: key.to_owned(), value: Some(value) };
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_size(GROUP)
        .set_data_page_row_count_limit(PAGE)
        // Statistics of each page would be kept in memory until the end.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(vec![
            about("canvass.survey", codebook.survey.clone()),
            about("canvass.version", codebook.version.clone()),
            about("canvass.lang", options.lang.clone()),
            about("canvass.taken_at", time(options.taken_at)),
            about("canvass.codebook", json::line(codebook)),
        ]))
        .build()
}

/// What the sink said stays what it was, so that a full disk is known as one.
fn failed(err: ParquetError) -> io::Error {
    match err {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(err) => *err,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
