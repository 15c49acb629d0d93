//! Cases as JSON Lines: one object a case, for programs.

#[cfg(test)]
mod tests;

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::case::Cell;
use crate::codebook::blanks::Why;
use crate::codebook::{Codebook, Variable};
use crate::export::{Options, Row, csv};

/// The key of the reasons for nulls. No column is called so: their names begin with a letter.
const BLANK: &str = "_blank";

/// Cases as JSON Lines (<https://jsonlines.org>): UTF-8, one object a line, its keys in the order of the codebook.
///
/// What was not asked is not there. What was not answered, or erased, is null, and `_blank` at the end of such an
/// object says which: `"_blank":{"why":"not_answered"}`.
pub struct File<W: Write> {
    to: BufWriter<W>,
    codebook: Arc<Codebook>,
    labels: Option<String>,
}

impl<W: Write> File<W> {
    /// Nothing stands before the cases.
    pub fn begin(to: W, codebook: &Arc<Codebook>, options: &Options) -> io::Result<File<W>> {
        let labels = options.labels.then(|| options.lang.clone());
        Ok(File { to: BufWriter::new(to), codebook: Arc::clone(codebook), labels })
    }

    /// Writes one line for each case.
    pub fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let case = Case { variables: &self.codebook.variables, row, labels: self.labels.as_deref() };
            serde_json::to_writer(&mut self.to, &case)?;
            self.to.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Gives the sink back, with everything in it.
    pub fn end(self) -> io::Result<W> {
        self.to.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// A case as an object.
struct Case<'a> {
    variables: &'a [Variable],
    row: &'a [Cell],
    labels: Option<&'a str>,
}

impl Serialize for Case<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(None)?;
        for (variable, cell) in self.variables.iter().zip(self.row) {
            if *cell != Cell::Empty {
                object.serialize_entry(&variable.name, &Shown { variable, cell, labels: self.labels })?;
            }
        }
        if self.row.iter().any(|it| reason(it).is_some()) {
            object.serialize_entry(BLANK, &Reasons(self))?;
        }
        object.end()
    }
}

/// A cell as a value.
struct Shown<'a> {
    variable: &'a Variable,
    cell: &'a Cell,
    labels: Option<&'a str>,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.cell {
            Cell::Empty | Cell::NotAnswered | Cell::Erased => to.serialize_unit(),
            Cell::Code(code) => match self.labels.and_then(|it| self.variable.label(*code, it)) {
                Some(label) => to.serialize_str(label),
                None => to.serialize_i64(*code),
            },
            Cell::Number(number) => match whole(*number) {
                Some(whole) => to.serialize_i64(whole),
                None => to.serialize_f64(*number),
            },
            Cell::Flag(flag) => to.serialize_bool(*flag),
            Cell::Word(text) | Cell::Typed(text) => to.serialize_str(text),
            Cell::Time(moment) => to.serialize_str(&csv::time(*moment)),
        }
    }
}

/// Why cells of a case are null, by the names of their columns.
struct Reasons<'a>(&'a Case<'a>);

impl Serialize for Reasons<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let cells = self.0.variables.iter().zip(self.0.row);
        to.collect_map(cells.filter_map(|(variable, cell)| Some((&variable.name, reason(cell)?))))
    }
}

/// Why a cell is null; what was not asked is not there.
fn reason(cell: &Cell) -> Option<&'static str> {
    Why::of(cell).filter(|it| *it != Why::NotAsked).map(Why::word)
}

/// A number that is whole, so that 5 does not become 5.0; up to where each whole number has a float of its own.
fn whole(number: f64) -> Option<i64> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= MOST).then_some(number as i64)
}
