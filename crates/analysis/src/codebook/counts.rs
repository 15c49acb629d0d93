//! How many cases have what: each code of each variable, and each kind of blank.

use std::collections::BTreeMap;

use survey::Moment;
use survey::questionnaire::{Code, Text};

use super::{Codebook, ERASED, Label, NOT_ANSWERED, Variable};
use crate::case::Cell;

/// The cases behind a codebook, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    pub cases: u64,
    /// One for each variable, in order.
    pub variables: Vec<Count>,
}

/// What stands in one column, counted over all cases. Values and blanks of all kinds add up to the cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// Cases that have a value: a code, 1 or 0, a number, a text, a time.
    pub values: u64,
    pub not_asked: u64,
    pub not_answered: u64,
    pub erased: u64,
    /// Cases with each code that occurs; 1 and 0 of what is ticked or not.
    pub codes: BTreeMap<Code, u64>,
    /// Of numbers.
    pub numbers: Option<Numbers>,
    /// The first and the last of times.
    pub times: Option<(Moment, Moment)>,
}

/// Numbers in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    pub min: f64,
    pub max: f64,
    pub sum: f64,
}

impl Counts {
    /// Of no case yet.
    pub fn new(codebook: &Codebook) -> Counts {
        Counts { cases: 0, variables: vec![Count::default(); codebook.variables.len()] }
    }

    /// Takes one more case in: a cell for each variable of the codebook.
    pub fn see(&mut self, row: &[Cell]) {
        self.cases += 1;
        for (count, cell) in self.variables.iter_mut().zip(row) {
            count.see(cell);
        }
    }
}

impl Count {
    /// Cases with a code, those included that stand for blanks in CSV.
    pub fn of(&self, code: Code) -> u64 {
        match code {
            NOT_ANSWERED => self.not_answered,
            ERASED => self.erased,
            code => self.codes.get(&code).copied().unwrap_or_default(),
        }
    }

    /// The codes of a variable, then those that occur and have no label, such as 1 and 0 of what is true or false.
    pub fn labels(&self, variable: &Variable) -> Vec<Label> {
        let bare = self.codes.keys().filter(|code| variable.codes.iter().all(|it| it.code != **code));
        let bare = bare.map(|code| Label { code: *code, label: Text::default(), missing: false });
        variable.codes.iter().cloned().chain(bare).collect()
    }

    /// The mean of numbers.
    pub fn mean(&self) -> Option<f64> {
        self.numbers.map(|it| it.sum / self.values as f64)
    }

    fn see(&mut self, cell: &Cell) {
        match cell {
            Cell::Empty => self.not_asked += 1,
            Cell::NotAnswered => self.not_answered += 1,
            Cell::Erased => self.erased += 1,
            _ => self.values += 1,
        }
        match cell {
            Cell::Code(code) => *self.codes.entry(*code).or_default() += 1,
            Cell::Flag(flag) => *self.codes.entry(Code::from(*flag)).or_default() += 1,
            Cell::Number(number) => self.number(*number),
            Cell::Time(moment) => {
                let (first, last) = self.times.unwrap_or((*moment, *moment));
                self.times = Some((first.min(*moment), last.max(*moment)));
            }
            Cell::Empty | Cell::NotAnswered | Cell::Erased | Cell::Word(_) | Cell::Typed(_) => {}
        }
    }

    fn number(&mut self, number: f64) {
        let so_far = self.numbers.unwrap_or(Numbers { min: number, max: number, sum: 0.0 });
        self.numbers = Some(Numbers {
            min: so_far.min.min(number),
            max: so_far.max.max(number),
            sum: so_far.sum + number,
        });
    }
}
