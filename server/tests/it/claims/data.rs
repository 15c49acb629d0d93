//! The cases of an exported CSV file, as expressions see them.

use std::collections::HashMap;

use survey::condition::{Env, Expr, ItemAnswer, Value, holds};
use survey::questionnaire::{Code, Derived, Kind, Question, Rule};
use survey::{Questionnaire, read};

/// A file of cases and the questionnaire that says what its columns mean.
pub struct Data {
    pub questionnaire: Questionnaire,
    columns: HashMap<String, usize>,
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
        let columns = header.iter().enumerate().map(|(at, it)| (it.to_owned(), at)).collect();
        let rows = reader.records().map(Result::unwrap).collect();
        Data { questionnaire: read(questionnaire).0, columns, rows }
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
}

impl<'a> Row<'a> {
    /// The text in a column; a column that is not there fails the test.
    pub fn cell(self, column: &str) -> &'a str {
        let at = self.data.columns.get(column).unwrap_or_else(|| panic!("no column {column}"));
        &self.cells[*at]
    }

    pub fn holds(self, condition: &Expr) -> bool {
        let seconds = |_: Option<&str>| self.cell("seconds").parse().unwrap();
        let year = self.data.questionnaire.field.year;
        holds(condition, &Env { value: &|var| self.value(var), seconds: &seconds, year, duplicate: false })
    }

    /// The value of a variable, rebuilt from its columns.
    pub fn value(self, var: &str) -> Value {
        let questionnaire = &self.data.questionnaire;
        match (questionnaire.question(var), questionnaire.derived(var)) {
            (Some(question), _) => self.answer(question),
            (None, Some(derived)) => self.derived(derived),
            (None, None) => panic!("no variable {var}"),
        }
    }

    fn answer(self, question: &Question) -> Value {
        let var = &question.var;
        let codes = || question.choices().iter().map(|it| it.code);
        match &question.kind {
            Kind::Single { .. } | Kind::Scale { .. } | Kind::Number { .. } | Kind::Nps => {
                self.number(var).map_or(Value::Missing, Value::Number)
            }
            Kind::Multi { .. } => self.ticked(var, codes()),
            Kind::Grid { items, .. } => {
                let code = |it: &str| self.number(&format!("{var}_{it}")).map(|it| it as Code);
                let missing = |code| question.choice(code).is_some_and(|it| it.missing);
                let row = |item: String, code, trap| ItemAnswer { item, code, trap, missing: missing(code) };
                let given =
                    items.iter().filter_map(|it| Some(row(it.name.clone(), code(&it.name)?, it.trap)));
                missing_if_empty(given.collect(), Value::Items)
            }
            Kind::Rank { pick, .. } => {
                let most = pick.map_or(question.choices().len(), |(_, most)| most as usize);
                let ranks = (1..=most).filter_map(|it| self.number(&format!("{var}_{it}")));
                missing_if_empty(ranks.map(|it| it as Code).collect(), Value::Codes)
            }
            Kind::Open { .. } => match self.cell(var) {
                "" | "-9" => Value::Missing,
                text => Value::Text(text.to_owned()),
            },
        }
    }

    fn derived(self, derived: &Derived) -> Value {
        match &derived.rule {
            Rule::Calc { .. } | Rule::When(_) => {
                self.number(&derived.var).map_or(Value::Missing, Value::Number)
            }
            Rule::Union(_) => self.ticked(&derived.var, derived.choices.iter().map(|it| it.code)),
        }
    }

    /// The codes whose column is 1; missing if every column is empty or not answered.
    fn ticked(self, var: &str, codes: impl Iterator<Item = Code>) -> Value {
        let cells: Vec<(Code, &str)> = codes.map(|it| (it, self.cell(&format!("{var}_{it}")))).collect();
        if cells.iter().all(|(_, cell)| matches!(*cell, "" | "-9")) {
            return Value::Missing;
        }
        Value::Codes(cells.into_iter().filter(|(_, cell)| *cell == "1").map(|(code, _)| code).collect())
    }

    fn number(self, column: &str) -> Option<f64> {
        match self.cell(column) {
            "" | "-9" => None,
            text => Some(text.parse().unwrap_or_else(|_| panic!("{column} holds “{text}”"))),
        }
    }
}

fn missing_if_empty<T>(values: Vec<T>, value: impl FnOnce(Vec<T>) -> Value) -> Value {
    if values.is_empty() { Value::Missing } else { value(values) }
}
