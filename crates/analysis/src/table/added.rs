//! Variables that analysts add: worked out of the columns that cases have, whichever version they were made with.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use survey::condition::Expr;
use survey::questionnaire::{Code, Derived, Rule};
use survey::{InterviewId, Questionnaire};

use super::columns::{Columns, Field, Values};
use super::filter::{self, Unanswerable};
use crate::case::Cell;
use crate::codebook::{Codebook, with_added};
use crate::coding::merged;

/// The codes that people gave to texts, by the variable that they make.
pub type Given = HashMap<String, BTreeMap<InterviewId, Vec<Code>>>;

/// What is added to the columns of a survey.
#[derive(Clone, Debug)]
pub struct Added {
    /// The newest version, with the variables that are added.
    pub questionnaire: Arc<Questionnaire>,
    /// The columns of the survey, then those that are added.
    pub codebook: Arc<Codebook>,
    /// So many derived variables are the questionnaire's own.
    from: usize,
    /// Where the columns of each variable that is added stand.
    places: Vec<Range<usize>>,
    /// Of no case.
    columns: Columns,
}

impl Added {
    /// `codebook` has every column of the survey, and `questionnaire` so many derived variables of its own.
    pub fn new(codebook: Codebook, questionnaire: Arc<Questionnaire>, from: usize) -> Added {
        let mut first = codebook.variables.len();
        let codebook = Arc::new(with_added(codebook, &questionnaire, from));
        let place = |it: &Derived| {
            let own = codebook.variables[first..].iter().take_while(|own| own.of.as_ref() == Some(&it.var));
            let place = first..first + own.count();
            first = place.end;
            place
        };
        let places = questionnaire.derived[from..].iter().map(place).collect();
        Added { columns: Columns::new(&codebook), places, questionnaire, codebook, from }
    }

    /// The number of the first column that is added.
    pub fn first(&self) -> usize {
        self.places.first().map_or(self.codebook.variables.len(), |it| it.start)
    }

    /// The variables that are added.
    pub fn variables(&self) -> &[Derived] {
        &self.questionnaire.derived[self.from..]
    }

    /// Cases as rows of all columns, out of their rows without what is added; of those that the filter holds for.
    pub fn rows(
        &self,
        ids: &[InterviewId],
        mut rows: Vec<Vec<Cell>>,
        given: &Given,
        filter: Option<&Expr>,
    ) -> Result<Vec<Vec<Cell>>, Unanswerable> {
        let mut columns = self.columns.clone();
        for (id, row) in ids.iter().zip(&mut rows) {
            row.resize(self.codebook.variables.len(), Cell::Empty);
            columns.set(*id, row);
        }
        for (derived, place) in self.variables().iter().zip(&self.places) {
            let cells = self.cells(&columns, derived, given)?;
            columns.renew(place, &cells);
            for (row, cells) in rows.iter_mut().zip(cells) {
                row.splice(place.clone(), cells);
            }
        }
        let Some(filter) = filter else { return Ok(rows) };
        let held = filter::holding(&columns, &self.questionnaire, filter)?;
        Ok(rows.into_iter().zip(held).filter(|(_, held)| *held).map(|(row, _)| row).collect())
    }

    /// Works what is added out of the other columns, for all cases.
    pub fn renew(&self, columns: &mut Columns, given: &Given) -> Result<(), Unanswerable> {
        for (derived, place) in self.variables().iter().zip(&self.places) {
            // Those after it may read it.
            let cells = self.cells(columns, derived, given)?;
            columns.renew(place, &cells);
        }
        Ok(())
    }

    /// The cells of one variable, case by case: one, or one for each code.
    fn cells(
        &self,
        columns: &Columns,
        derived: &Derived,
        given: &Given,
    ) -> Result<Vec<Vec<Cell>>, Unanswerable> {
        let questionnaire = &self.questionnaire;
        Ok(match &derived.rule {
            Rule::Calc { expr, truth } => {
                let cell = |it: f64| match (it.is_nan(), truth) {
                    (true, _) => Cell::Empty,
                    (false, true) => Cell::Flag(it != 0.0),
                    (false, false) => Cell::Number(it),
                };
                filter::numbers(columns, questionnaire, expr)?.into_iter().map(|it| vec![cell(it)]).collect()
            }
            Rule::When(cases) => {
                let values = filter::coded(columns, questionnaire, cases)?;
                let cell = |case| vec![values.codes(case).next().map_or(Cell::Empty, Cell::Code)];
                (0..columns.cases()).map(cell).collect()
            }
            Rule::Union(parts) => {
                let fields: Vec<&Field> = parts.iter().flat_map(|it| columns.of(it)).collect();
                let cell = |case: usize, code: Code| {
                    let has = fields.iter().any(|it| it.values.codes(case).any(|it| it == code));
                    let offered = || fields.iter().any(|it| it.values.is_offered(case, code));
                    if has || offered() { Cell::Flag(has) } else { Cell::Empty }
                };
                let codes = |case| derived.choices.iter().map(|it| cell(case, it.code)).collect();
                (0..columns.cases()).map(codes).collect()
            }
            Rule::Coded { of, beside } => {
                let none = BTreeMap::new();
                let given = given.get(&derived.var).unwrap_or(&none);
                let fields: Vec<&Field> = columns.of(of).collect();
                let codes = |(case, id)| coded(derived, *beside, &fields, (case, given.get(id)));
                columns.ids().iter().enumerate().map(codes).collect()
            }
        })
    }
}

/// The cells of a coded variable. Of an open question it has an answer once the text has a code; beside a choice what was
/// chosen counts as well, with the choice itself until its text has a code.
fn coded(
    derived: &Derived,
    beside: Option<Code>,
    fields: &[&Field],
    (case, given): (usize, Option<&Vec<Code>>),
) -> Vec<Cell> {
    let own = |it: &&Field| it.values.codes(case).collect::<Vec<_>>();
    let (codes, is_there): (Vec<Code>, bool) = match beside {
        None => (given.cloned().unwrap_or_default(), given.is_some()),
        Some(other) => {
            let own: Vec<Code> = fields.iter().flat_map(own).collect();
            let is_answered = fields.iter().any(|it| it.values.is_answered(case));
            (merged(&own, other, given.map(Vec::as_slice)), is_answered)
        }
    };
    // A choice that was not shown was not left out by the respondent.
    let is_open = |code: Code| {
        let multi = fields
            .iter()
            .filter(|it| matches!(&it.values, Values::Many { codes, .. } if codes.contains(&code)));
        multi.clone().count() == 0 || multi.clone().any(|it| it.values.is_offered(case, code))
    };
    let cell = |code: Code| match codes.contains(&code) {
        true => Cell::Flag(true),
        false if is_there && is_open(code) => Cell::Flag(false),
        false => Cell::Empty,
    };
    derived.choices.iter().map(|it| cell(it.code)).collect()
}
