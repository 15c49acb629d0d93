//! The codebook as a file: in which formats, and what they are called.

use std::io;

use survey::Moment;

use super::counts::Counts;
use super::{Codebook, ddi, json};
use crate::export::xlsx;

/// A format of codebooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Json,
    /// DDI-Codebook 2.5.
    Ddi,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Format; 3] = [Format::Xlsx, Format::Json, Format::Ddi];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Json => "json",
            Format::Ddi => "ddi",
        }
    }

    /// What [`Format::word`] wrote.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|it| it.word() == word)
    }

    /// How its files' names end.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Json => "json",
            Format::Ddi => "xml",
        }
    }

    /// What its files are called on the wire.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Json => "application/json",
            Format::Ddi => "application/xml; charset=utf-8",
        }
    }
}

/// The codebook in a format, in all its languages. `made_at` is the file's date, where its format has one.
pub fn written(
    codebook: &Codebook,
    counts: Option<&Counts>,
    format: Format,
    made_at: Moment,
) -> io::Result<Vec<u8>> {
    match format {
        Format::Xlsx => xlsx::codebook::workbook(codebook, counts, made_at),
        Format::Json => Ok(json::document(codebook, counts).into_bytes()),
        Format::Ddi => Ok(ddi::document(codebook, counts, made_at).into_bytes()),
    }
}
