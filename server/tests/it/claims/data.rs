//! The cases of an exported CSV file, as columns that claims are worked out from.

use std::collections::HashMap;
use std::sync::Arc;

use analysis::codebook::{Shape, codebook};
use analysis::table::Columns;
use analysis::{Cell, Variable};
use survey::{InterviewId, Questionnaire, read};

/// A file of cases and the questionnaire that says what its columns mean.
pub struct Data {
    pub questionnaire: Questionnaire,
    names: HashMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

/// One line of the file.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    data: &'a Data,
    cells: &'a csv::StringRecord,
}

impl Data {
    pub fn new(questionnaire: &str, file: &str) -> Data {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let header = reader.headers().unwrap().clone();
        let names = header.iter().enumerate().map(|(at, it)| (it.to_owned(), at)).collect();
        let rows = reader.records().map(Result::unwrap).collect();
        Data { questionnaire: read(questionnaire).0, names, rows }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { data: self, cells })
    }

    /// How many rows have each text in a column.
    pub fn counts(&self, column: &str) -> HashMap<String, i64> {
        let mut counts = HashMap::new();
        for row in self.rows() {
            *counts.entry(row.cell(column).to_owned()).or_default() += 1;
        }
        counts
    }

    /// The same cases as columns of codes.
    pub fn columns(&self) -> Columns {
        let codebook = Arc::new(codebook(&self.questionnaire));
        let mut columns = Columns::new(&codebook);
        for (at, row) in self.rows().enumerate() {
            let cells: Vec<Cell> = codebook.variables.iter().map(|it| row.typed(it)).collect();
            columns.set(InterviewId(at as i64), &cells);
        }
        columns
    }
}

impl<'a> Row<'a> {
    /// The text in a column; a column that is not there fails the test.
    pub fn cell(self, column: &str) -> &'a str {
        let at = self.data.names.get(column).unwrap_or_else(|| panic!("no column {column}"));
        &self.cells[*at]
    }

    /// What the text in a column says; columns that the file was made without are empty.
    fn typed(self, variable: &Variable) -> Cell {
        let text = self.data.names.get(&variable.name).map_or("", |at| &self.cells[*at]);
        match (text, variable.shape) {
            ("", _) => Cell::Empty,
            ("-9", _) => Cell::NotAnswered,
            (_, Shape::Code) => Cell::Code(text.parse().unwrap()),
            (_, Shape::Flag) => Cell::Flag(text == "1"),
            (_, Shape::Number) => Cell::Number(text.parse().unwrap()),
            (_, Shape::Text | Shape::Time | Shape::List) => Cell::Typed(text.to_owned()),
        }
    }
}
