//! Counting: one field against one block of columns.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::columns::Values;
use crate::stats::Base;

/// Which of a block's columns each case is in.
#[derive(Clone, Debug)]
pub enum Block {
    /// One at most: 0 for none, else the number of the column plus 1.
    One { columns: usize, at: Vec<u16> },
    /// Any: a bit for each column.
    Many { columns: usize, at: Vec<u64> },
}

/// A field counted by the columns of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Cross {
    pub rows: usize,
    pub columns: usize,
    /// Row after row, one for each column.
    cells: Vec<Base>,
    /// Of each column: those who answered.
    pub bases: Vec<Base>,
}

impl Cross {
    /// Who is in a row and a column.
    pub fn cell(&self, row: usize, column: usize) -> Base {
        self.cells[row * self.columns + column]
    }
}

impl Block {
    /// Everybody of whom `is_in` is true, in one column.
    pub fn of(cases: usize, is_in: impl Fn(usize) -> bool) -> Block {
        Block::One { columns: 1, at: (0..cases).map(|it| u16::from(is_in(it))).collect() }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        match self {
            Block::One { columns, .. } | Block::Many { columns, .. } => *columns,
        }
    }

    /// Leaves out every case of which `is_in` is false.
    pub fn only(mut self, is_in: &[bool]) -> Block {
        match &mut self {
            Block::One { at, .. } => keep(at, is_in),
            Block::Many { at, .. } => keep(at, is_in),
        }
        self
    }

    /// Calls `with` for each column that a case is in.
    pub fn each(&self, case: usize, mut with: impl FnMut(usize)) {
        match self {
            Block::One { at, .. } => {
                if at[case] > 0 {
                    with(usize::from(at[case]) - 1);
                }
            }
            Block::Many { at, .. } => bits(at[case], with),
        }
    }
}

fn keep<T: Default>(at: &mut [T], is_in: &[bool]) {
    for (at, is_in) in at.iter_mut().zip(is_in) {
        if !is_in {
            *at = T::default();
        }
    }
}

/// Calls `with` for each bit that is set, the lowest first.
fn bits(mut set: u64, mut with: impl FnMut(usize)) {
    while set != 0 {
        with(set.trailing_zeros() as usize);
        set &= set - 1;
    }
}

/// Counts the codes of a field by the columns of a block; numbers and texts have no codes. `weights` has one for each
/// case.
pub fn cross(values: &Values, block: &Block, weights: Option<&[f64]>) -> Cross {
    let (rows, columns) = (rows(values), block.columns());
    let (of_rows, of_columns) = (parts_of(values, rows), parts_by(block));
    // The bases are the last row.
    let mut cells = vec![Base::default(); (rows + 1) * columns];
    for (row, column) in of_rows.iter().flat_map(|row| of_columns.iter().map(move |column| (row, column))) {
        let sums = tally(row, column, weights);
        for (rows, sums) in row.means.iter().zip(sums.chunks(column.means.len())) {
            for (in_columns, sum) in column.means.iter().zip(sums).filter(|(_, sum)| sum.n > 0) {
                for row in rows {
                    in_columns.iter().for_each(|it| merge(&mut cells[row * columns + it], sum));
                }
            }
        }
    }
    let bases = cells.split_off(rows * columns);
    Cross { rows, columns, cells, bases }
}

/// What each case has in a part of a field or of a block, as a small number.
///
/// A set is counted byte by byte, each a number below 256 that means up to eight codes: to walk over the codes that
/// each case has chosen takes two to four times as long.
struct Part<'a> {
    at: Cow<'a, [u16]>,
    /// Of each number: the rows or columns that the case is in.
    means: Vec<Vec<usize>>,
}

fn rows(values: &Values) -> usize {
    match values {
        Values::One { codes, .. } | Values::Many { codes, .. } => codes.len(),
        Values::Numbers(_) | Values::Texts(_) => 0,
    }
}

/// The parts of a field; whoever has answered is also in the row `base`.
fn parts_of(values: &Values, base: usize) -> Vec<Part<'_>> {
    match values {
        Values::One { at, .. } => {
            let mut part = one(base, at);
            part.means[1..].iter_mut().for_each(|it| it.push(base));
            vec![part]
        }
        Values::Many { chosen, offered, .. } => {
            let mut parts = bytes(base, chosen);
            parts.push(answered(offered.iter().map(|it| *it != 0), base));
            parts
        }
        Values::Numbers(numbers) => vec![answered(numbers.iter().map(|it| !it.is_nan()), base)],
        Values::Texts(texts) => vec![answered((0..texts.len()).map(|it| values.is_answered(it)), base)],
    }
}

fn parts_by(block: &Block) -> Vec<Part<'_>> {
    match block {
        Block::One { columns, at } => vec![one(*columns, at)],
        Block::Many { columns, at } => bytes(*columns, at),
    }
}

fn one(codes: usize, at: &[u16]) -> Part<'_> {
    let means = (0..=codes).map(|it| it.checked_sub(1).into_iter().collect()).collect();
    Part { at: Cow::Borrowed(at), means }
}

fn bytes(codes: usize, sets: &[u64]) -> Vec<Part<'static>> {
    let byte = |first: usize| {
        let all = 0xff_u64 >> (first + 8).saturating_sub(codes);
        let means = |byte: u64| (first..codes).filter(|it| byte >> (it - first) & 1 == 1).collect();
        Part {
            at: sets.iter().map(|it| (it >> first & all) as u16).collect(),
            means: (0..=all).map(means).collect(),
        }
    };
    (0..codes).step_by(8).map(byte).collect()
}

fn answered(cases: impl Iterator<Item = bool>, base: usize) -> Part<'static> {
    Part { at: cases.map(u16::from).collect(), means: vec![Vec::new(), vec![base]] }
}

/// Who has which number in both parts, those of the first one after the other. Without a branch: also those are counted
/// who did not answer or are in no column.
fn tally(row: &Part<'_>, column: &Part<'_>, weights: Option<&[f64]>) -> Vec<Base> {
    let wide = column.means.len();
    let places =
        row.at.iter().zip(&*column.at).map(|(row, column)| usize::from(*row) * wide + usize::from(*column));
    let size = row.means.len() * wide;
    match weights {
        Some(weights) => {
            let mut sums = vec![Base::default(); size];
            places.zip(weights).for_each(|(place, weight)| sums[place].add(*weight));
            sums
        }
        None => {
            let mut counts = vec![0_u32; size];
            places.for_each(|place| counts[place] += 1);
            counts.into_iter().map(|n| Base::unweighted(u64::from(n))).collect()
        }
    }
}

impl Block {
    pub(super) fn cases(&self) -> usize {
        match self {
            Block::One { at, .. } => at.len(),
            Block::Many { at, .. } => at.len(),
        }
    }
}

/// Adds other respondents to a base.
pub(super) fn merge(base: &mut Base, it: &Base) {
    base.n += it.n;
    base.weight += it.weight;
    base.squares += it.squares;
}
