//! The formats that data are written in.

/// A format of data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    Xlsx,
    /// SPSS, compressed as SPSS has always done it.
    Sav,
    /// SPSS, compressed with zlib: smaller, for SPSS 21 and later.
    Zsav,
    Parquet,
    JsonLines,
    /// triple-s 3.0: a description in XML and its data, in one zip.
    TripleS,
    /// The SPSS file and a script that reads it into R, in one zip.
    R,
    /// The SPSS file and a script that reads it into Stata, in one zip.
    Stata,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Format; 9] = [
        Format::Csv,
        Format::Xlsx,
        Format::Sav,
        Format::Zsav,
        Format::R,
        Format::Stata,
        Format::Parquet,
        Format::JsonLines,
        Format::TripleS,
    ];

    /// The word for it in addresses, on the command line and in the API.
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Sav => "sav",
            Format::Zsav => "zsav",
            Format::Parquet => "parquet",
            Format::JsonLines => "jsonl",
            Format::TripleS => "triple-s",
            Format::R => "r",
            Format::Stata => "stata",
        }
    }

    /// What [`Format::word`] wrote.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|it| it.word() == word)
    }

    /// How its files' names end.
    pub fn extension(self) -> &'static str {
        match self {
            Format::TripleS => "triple-s.zip",
            Format::R => "r.zip",
            Format::Stata => "stata.zip",
            other => other.word(),
        }
    }

    /// What its files are called on the wire.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Sav | Format::Zsav => "application/x-spss-sav",
            Format::Parquet => "application/vnd.apache.parquet",
            Format::JsonLines => "application/jsonl; charset=utf-8",
            Format::TripleS | Format::R | Format::Stata => "application/zip",
        }
    }

    /// Whether the longest text of each column must be known before the first case is written.
    pub fn is_measured(self) -> bool {
        match self {
            Format::Sav | Format::Zsav | Format::R | Format::Stata | Format::TripleS => true,
            Format::Csv | Format::Xlsx | Format::Parquet | Format::JsonLines => false,
        }
    }
}
