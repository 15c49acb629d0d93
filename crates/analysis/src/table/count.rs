//! Counting: one field against one block of columns.

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

/// Counts the codes of a field by the columns of a block; numbers have no codes. `weights` has one for each case.
pub fn cross(values: &Values, block: &Block, weights: Option<&[f64]>) -> Cross {
    match (values, block) {
        (Values::One { codes, at: rows }, Block::One { columns, at }) => {
            one_by_one((codes.len(), rows), (*columns, at), weights)
        }
        (Values::One { codes, at }, _) => {
            any(codes.len(), block, weights, |case, with: &mut dyn FnMut(usize)| {
                if at[case] > 0 {
                    with(usize::from(at[case]) - 1);
                }
                at[case] > 0
            })
        }
        (Values::Many { codes, chosen, offered }, _) => {
            any(codes.len(), block, weights, |case, with: &mut dyn FnMut(usize)| {
                bits(chosen[case], with);
                offered[case] != 0
            })
        }
        (Values::Numbers(_), _) => {
            any(0, block, weights, |case, _: &mut dyn FnMut(usize)| values.is_answered(case))
        }
    }
}

/// The commonest case without a branch: also those are counted who did not answer or are in no column, and left out
/// at the end.
fn one_by_one(
    (rows, at_rows): (usize, &[u16]),
    (columns, at_columns): (usize, &[u16]),
    weights: Option<&[f64]>,
) -> Cross {
    let wide = columns + 1;
    let place = |row: u16, column: u16| usize::from(row) * wide + usize::from(column);
    let pairs = || at_rows.iter().zip(at_columns).map(|(row, column)| place(*row, *column));
    let mut counts = vec![0_u32; (rows + 1) * wide];
    pairs().for_each(|it| counts[it] += 1);
    let mut sums: Vec<Base> = counts.iter().map(|n| Base::unweighted(u64::from(*n))).collect();
    if let Some(weights) = weights {
        sums.iter_mut().for_each(|it| (it.weight, it.squares) = (0.0, 0.0));
        for (place, weight) in pairs().zip(weights) {
            sums[place].weight += weight;
            sums[place].squares += weight * weight;
        }
    }
    let cell = |row: usize, column: usize| sums[(row + 1) * wide + column + 1];
    let mut cross = empty(rows, columns);
    for row in 0..rows {
        for column in 0..columns {
            cross.cells[row * columns + column] = cell(row, column);
            merge(&mut cross.bases[column], cell(row, column));
        }
    }
    cross
}

/// Counts whatever `row` calls its argument with; it says whether the case has answered at all.
fn any(
    rows: usize,
    block: &Block,
    weights: Option<&[f64]>,
    row: impl Fn(usize, &mut dyn FnMut(usize)) -> bool,
) -> Cross {
    let columns = block.columns();
    let mut cross = empty(rows, columns);
    for case in 0..block.cases() {
        let weight = weights.map_or(1.0, |it| it[case]);
        let Cross { cells, bases, .. } = &mut cross;
        block.each(case, |column| {
            if row(case, &mut |row| cells[row * columns + column].add(weight)) {
                bases[column].add(weight);
            }
        });
    }
    cross
}

fn empty(rows: usize, columns: usize) -> Cross {
    Cross {
        rows,
        columns,
        cells: vec![Base::default(); rows * columns],
        bases: vec![Base::default(); columns],
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

fn merge(base: &mut Base, it: Base) {
    base.n += it.n;
    base.weight += it.weight;
    base.squares += it.squares;
}
