//! How the columns of a table are compared: letters, and chi-squares of whole blocks.

use super::super::banner::{Banner, Counted, Overlaps};
use super::super::columns::Values;
use super::super::stub::Stub;
use super::{Cell, ChiSquare, Counting};
use crate::stats::compare::{Group, Overlap};
use crate::stats::letters::{self, Options};
use crate::stats::{Base, Untested, chi};

/// What is needed to compare the columns of lines with the same base.
pub(super) struct Testing<'a> {
    /// None where nothing is compared.
    how: Option<(&'a Banner, Overlaps, Options)>,
}

impl<'a> Testing<'a> {
    pub(super) fn new(
        banner: &'a Banner,
        answered: &Values,
        weights: Option<&[f64]>,
        options: Option<Options>,
    ) -> Testing<'a> {
        Testing { how: options.map(|it| (banner, banner.overlaps(answered, weights), it)) }
    }

    /// Puts letters on the cells of a line. `variance` is that of the answers in a column; not read of shares.
    pub(super) fn mark(&self, cells: &mut [Cell], variance: impl Fn(usize) -> f64) {
        let Some((banner, overlaps, options)) = &self.how else { return };
        // Nothing is compared with the total, and the first column after it is the first to have a letter.
        let groups: Vec<Group> =
            cells.iter().enumerate().skip(1).map(|(at, it)| it.group(variance(at))).collect();
        let block = |block| banner.columns_of(block).map(|it| it - 1).collect();
        let blocks: Vec<Vec<usize>> = (1..banner.blocks()).map(block).collect();
        let both = |one: usize, other: usize| overlaps.both(one + 1, other + 1).map(|it| Overlap::of(&it));
        let row = letters::row(&groups, &blocks, &both, options);
        for (cell, mark) in cells[1..].iter_mut().zip(row.marks) {
            (cell.higher_than, cell.size) = (mark.higher_than, mark.size);
        }
    }
}

impl Counting<'_> {
    pub(super) fn chi_squares(
        &self,
        stub: &Stub,
        counted: &Counted,
    ) -> Vec<Option<Result<ChiSquare, Untested>>> {
        let is_one = matches!(*stub.codes, Values::One { .. });
        let of_block = |block| {
            let is_asked = self.wanted.chi_square && is_one && self.banner.is_exclusive(block);
            is_asked.then(|| self.chi_square(counted, block))
        };
        (1..self.banner.blocks()).map(of_block).collect()
    }

    fn chi_square(&self, counted: &Counted, block: usize) -> Result<ChiSquare, Untested> {
        let row = |row| self.banner.columns_of(block).map(|it| counted.cell(row, it)).collect();
        let cells: Vec<Vec<Base>> = (0..counted.codes.len()).map(row).collect();
        if self.weights.is_some() {
            return chi::rao_scott_of(&cells).map(ChiSquare::RaoScott);
        }
        let counts: Vec<Vec<f64>> =
            cells.iter().map(|it| it.iter().map(|it| it.n as f64).collect()).collect();
        chi::pearson(&counts).map(ChiSquare::Pearson)
    }
}
