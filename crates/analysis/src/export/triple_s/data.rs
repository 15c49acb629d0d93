//! Cells as triple-s writes them in a CSV field ("The Data File").

use std::borrow::Cow;
use std::io;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use survey::Moment;
use survey::questionnaire::Code;

use super::fields::{Field, Kind, Part, Role, Seen, Standins};
use super::texts::line;
use crate::case::Cell;
use crate::codebook::{Codebook, ERASED, NOT_ANSWERED, Variable};
use crate::export::Row;

/// The value of a field in a case; empty where the question was not asked. Notes what it saw.
///
/// A cell that its column cannot hold is an error: left out, it would look as if nobody had asked.
pub(super) fn value<'a>(field: &mut Field, codebook: &Codebook, row: &'a Row) -> io::Result<Cow<'a, str>> {
    let Field { columns, kind, role, seen, .. } = field;
    seen.blanks.extend(columns.iter().filter_map(|it| blank(&row[it.at])));
    let (variable, cell) = (&codebook.variables[columns[0].at], &row[columns[0].at]);
    let value = match kind {
        Kind::Multiple(standins) => Some(multiple(columns, *standins, row).into()),
        // A weight is never missing: see `quantity`.
        _ if *cell == Cell::Empty && *role != Role::Weight => Some("".into()),
        Kind::Single(standins) => single(cell, *standins, variable, seen),
        Kind::Quantity { decimals } => quantity(cell, *decimals, seen),
        Kind::Character => character(cell, seen),
        Kind::Logical => match cell {
            Cell::Flag(flag) => Some(if *flag { "1" } else { "0" }.into()),
            _ => None,
        },
        Kind::Date => moment(cell, "%Y%m%d"),
        Kind::Time => moment(cell, "%H%M%S"),
    };
    value.ok_or_else(|| io::Error::other(format!("the column {} holds what it cannot", variable.name)))
}

/// What stands in CSV for an answer that is not there, though the question was asked.
fn blank(cell: &Cell) -> Option<Code> {
    match cell {
        Cell::NotAnswered => Some(NOT_ANSWERED),
        Cell::Erased => Some(ERASED),
        _ => None,
    }
}

fn single(
    cell: &Cell,
    standins: Standins,
    variable: &Variable,
    seen: &mut Seen,
) -> Option<Cow<'static, str>> {
    let code = match cell {
        Cell::Code(code) => {
            if !variable.codes.iter().any(|it| it.code == *code) {
                seen.unlisted.insert(*code);
            }
            *code
        }
        Cell::NotAnswered => standins.not_answered,
        Cell::Erased => standins.erased,
        _ => return None,
    };
    Some(code.to_string().into())
}

/// Spread format: the values of what was ticked, one subfield each, and zeros in the subfields that are left.
fn multiple(columns: &[Part], standins: Standins, row: &Row) -> String {
    let has = |cell: &Cell| columns.iter().any(|it| row[it.at] == *cell);
    let values: Vec<Code> = if has(&Cell::NotAnswered) {
        vec![standins.not_answered]
    } else if has(&Cell::Erased) {
        vec![standins.erased]
    } else if columns.iter().all(|it| row[it.at] == Cell::Empty) {
        return String::new();
    } else {
        columns.iter().filter(|it| row[it.at] == Cell::Flag(true)).map(|it| it.value).collect()
    };
    let subfields = values.into_iter().chain(std::iter::repeat(0)).take(columns.len());
    subfields.map(|it| format!("{it:0width$}", width = standins.width())).collect()
}

/// A number with the decimals that all numbers of its field have.
fn quantity(cell: &Cell, decimals: usize, seen: &mut Seen) -> Option<Cow<'static, str>> {
    let number = match cell {
        Cell::Number(number) if number.is_finite() => *number,
        Cell::NotAnswered => return Some(padded(NOT_ANSWERED as f64, decimals).into()),
        Cell::Erased => return Some(padded(ERASED as f64, decimals).into()),
        // Weights "should be non-negative and not be missing": whoever has none counts for nothing.
        Cell::Empty => 0.0,
        _ => return None,
    };
    let (least, most) = seen.range.unwrap_or((number, number));
    seen.range = Some((least.min(number), most.max(number)));
    Some(padded(number, decimals).into())
}

/// A number with this many decimals, filled up with zeros: Rust's own `{:.9}` would round, or show what the machine
/// makes of 0.1.
pub(super) fn padded(number: f64, decimals: usize) -> String {
    // No minus before zero.
    let text = (number + 0.0).to_string();
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let point = if decimals > 0 && digits == 0 { "." } else { "" };
    format!("{text}{point}{}", "0".repeat(decimals.saturating_sub(digits)))
}

fn character<'a>(cell: &'a Cell, seen: &mut Seen) -> Option<Cow<'a, str>> {
    let text: Cow<'a, str> = match cell {
        Cell::Word(text) | Cell::Typed(text) => line(text),
        Cell::NotAnswered => NOT_ANSWERED.to_string().into(),
        Cell::Erased => ERASED.to_string().into(),
        _ => return None,
    };
    seen.chars = seen.chars.max(text.chars().count());
    Some(text)
}

/// A part of a moment, in UTC.
fn moment(cell: &Cell, format: &str) -> Option<Cow<'static, str>> {
    let Cell::Time(Moment(millis)) = cell else { return None };
    let at = Timestamp::from_millisecond(*millis).ok()?;
    Some(at.to_zoned(TimeZone::UTC).strftime(format).to_string().into())
}
