//! Conditions over columns: which cases they hold for, and variables that an analyst derives.
//!
//! What comes out is what [`survey::Reading`] says of each interview: the expressions are worked out by the same code,
//! and only their values are found elsewhere. Derived variables are those of each case's own version. What a variable
//! *means* is said by the questionnaire given, which is the newest: `YEAR`, the right answers of trap rows, which codes
//! are refusals, and the order in which the file has the rows of a grid that is not shuffled. And in an interview that
//! is still going on, a question that waits for another one of its own page has no answer, as in data files.

mod sources;
#[cfg(test)]
mod tests;

use survey::Questionnaire;
use survey::condition::{Expr, Name, holds, value};
use survey::questionnaire::Code;

use super::columns::{Columns, Field, Values};
use crate::codebook::Column;
use sources::Sources;

/// Why a condition cannot be worked out from these columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// No column is of this variable.
    Variable(String),
    /// `longstring` of this grid: its rows were shuffled, and no column has the order shown.
    LongString(String),
    /// `seconds` of this page, or of all: no column has them.
    Seconds(Option<String>),
    /// `duplicate`: what others came from a device is known only when an interview ends.
    Duplicate,
}

/// The cases that a condition holds for.
pub fn holding(
    columns: &Columns,
    questionnaire: &Questionnaire,
    condition: &Expr,
) -> Result<Vec<bool>, Unanswerable> {
    let sources = Sources::new(columns, questionnaire, &[condition])?;
    Ok((0..columns.cases()).map(|case| sources.env(case, |env| holds(condition, env))).collect())
}

/// What a `calc` gives for each case: NaN where it is missing, 1 and 0 for true and false. As [`Values::Numbers`] it is
/// a field like any other.
pub fn numbers(
    columns: &Columns,
    questionnaire: &Questionnaire,
    calc: &Expr,
) -> Result<Vec<f64>, Unanswerable> {
    let sources = Sources::new(columns, questionnaire, &[calc])?;
    let number = |case| sources.env(case, |env| value(calc, env)).unwrap_or(f64::NAN);
    Ok((0..columns.cases()).map(number).collect())
}

/// A variable with codes: each case has the code of the first condition that holds for it, and no answer where none
/// does.
pub fn coded(
    columns: &Columns,
    questionnaire: &Questionnaire,
    when: &[(Code, Expr)],
) -> Result<Values, Unanswerable> {
    let conditions: Vec<&Expr> = when.iter().map(|(_, it)| it).collect();
    let sources = Sources::new(columns, questionnaire, &conditions)?;
    let mut codes: Vec<Code> = Vec::new();
    let mut places: Vec<u16> = Vec::new();
    for (code, _) in when {
        let at = codes.iter().position(|it| it == code).unwrap_or(codes.len());
        if at == codes.len() {
            codes.push(*code);
        }
        places.push(at as u16 + 1);
    }
    let hit = |case| {
        let first = sources.env(case, |env| conditions.iter().position(|it| holds(it, env)));
        first.map_or(0, |it| places[it])
    };
    Ok(Values::One { at: (0..columns.cases()).map(hit).collect(), codes })
}

/// The fields of a variable, of one item of a grid or of one place of a ranking.
pub(crate) fn named<'a>(columns: &'a Columns, name: &Name) -> Result<Vec<&'a Field>, Unanswerable> {
    let is_part = |field: &&Field| match (&name.part, &columns.variable(field).from) {
        (None, _) => true,
        (Some(part), Column::Item(item)) => part == item,
        (Some(part), Column::Rank(at)) => part.parse() == Ok(at + 1),
        (Some(_), _) => false,
    };
    let fields: Vec<&Field> =
        columns.fields.iter().filter(|it| columns.variable(it).var.as_ref() == Some(&name.var)).collect();
    if fields.is_empty() {
        return Err(Unanswerable::Variable(name.var.clone()));
    }
    Ok(fields.into_iter().filter(is_part).collect())
}
