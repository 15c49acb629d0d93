//! Chi-square of a table, and its correction for weights by Rao and Scott.

mod matrix;

use self::matrix::Matrix;
use super::distribution::{chi_square_p, f_p};
use super::{Base, Outcome, Untested};

/// The correction is worked out of a square of so many contrasts a side, (rows - 1) (columns - 1): the work is that of
/// the third power, and a page may have one for each of its tables.
const LARGEST: usize = 300;
/// Codes up to so many cells are counted, whether or not anybody has them.
const COUNTED: usize = 1_000_000;

/// A chi-square of weighted cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaoScott {
    /// Pearson's chi-square of the weighted shares and the unweighted number of cases.
    pub pearson: f64,
    /// Second order: F, its two degrees of freedom, and p. R: `svychisq(statistic = "F")`.
    pub f: f64,
    pub df: (f64, f64),
    pub p: f64,
    /// First order: chi-square over the mean design effect, with (rows - 1) (columns - 1) degrees of freedom. R:
    /// `svychisq(statistic = "Chisq")`, which prints the uncorrected statistic with this p.
    pub first_order: Outcome,
}

/// Pearson's chi-square of a table of counts, row by row, without a correction for continuity (Pearson,
/// Philosophical Magazine 50, 1900). Rows and columns with nobody in them are left out.
pub fn pearson(counts: &[Vec<f64>]) -> Result<Outcome, Untested> {
    let rows = counts.len();
    let columns = counts.first().map_or(0, Vec::len);
    let cells = counts.iter().flatten().map(|it| Cell { weight: *it, squares: 0.0 }).collect();
    let shares = Shares::of(cells, rows, columns)?;
    let statistic = shares.total * shares.chi_square();
    let df = shares.contrasts() as f64;
    Ok(Outcome { statistic, df: Some(df), p: chi_square_p(statistic, df) })
}

/// The chi-square of two questions asked of weighted cases, each case with its row, its column (codes from nought
/// on) and its weight; all three of one length (Rao and Scott, Annals of Statistics 12, 1984; the F of the second
/// order: Thomas and Rao, Journal of the American Statistical Association 82, 1987).
///
/// With the cell shares pi, their covariance V under the weights, and a basis C of the interaction, the generalised
/// design effects are the eigenvalues of
///
/// ```text
/// Delta = (C' D^-1 C / n)^-1 (C' D^-1 V D^-1 C),   D = diag(pi)
/// F = X2 / tr Delta   on d and d (n - 1) degrees of freedom,   d = (tr Delta)^2 / tr(Delta^2)
/// ```
///
/// One walk over the cases gathers the sums of weights and of squared weights by cell; V follows from them.
pub fn rao_scott(rows: &[u16], columns: &[u16], weights: &[f64]) -> Result<RaoScott, Untested> {
    let height = rows.iter().max().map_or(0, |it| usize::from(*it) + 1);
    let width = columns.iter().max().map_or(0, |it| usize::from(*it) + 1);
    if height * width > COUNTED {
        return Err(Untested::TooManyCells);
    }
    let mut cells = vec![Cell::default(); height * width];
    for ((row, column), weight) in rows.iter().zip(columns).zip(weights) {
        let cell = &mut cells[usize::from(*row) * width + usize::from(*column)];
        cell.weight += weight;
        cell.squares += weight * weight;
    }
    corrected(Shares::of(cells, height, width)?, rows.len() as f64)
}

/// The same of cases that are counted already: the bases of the cells, row by row, all rows of one length.
pub fn rao_scott_of(cells: &[Vec<Base>]) -> Result<RaoScott, Untested> {
    let width = cells.first().map_or(0, Vec::len);
    let n: u64 = cells.iter().flatten().map(|it| it.n).sum();
    let cell = |it: &Base| Cell { weight: it.weight, squares: it.squares };
    corrected(Shares::of(cells.iter().flatten().map(cell).collect(), cells.len(), width)?, n as f64)
}

/// The correction, of `n` cases.
fn corrected(shares: Shares, n: f64) -> Result<RaoScott, Untested> {
    let contrasts = shares.contrasts();
    if contrasts > LARGEST {
        return Err(Untested::TooManyCells);
    }
    let pearson = n * shares.chi_square();
    let delta = shares.design_effects(n).ok_or(Untested::EmptyCells)?;
    let (trace, trace_of_square) = (delta.trace(), delta.trace_of_square());
    if trace <= 0.0 {
        return Err(Untested::NoVariance);
    }
    let d = trace * trace / trace_of_square;
    let df = (d, d * (n - 1.0));
    let f = pearson / trace;
    let statistic = pearson * contrasts as f64 / trace;
    let first_order =
        Outcome { statistic, df: Some(contrasts as f64), p: chi_square_p(statistic, contrasts as f64) };
    Ok(RaoScott { pearson, f, df, p: f_p(f, df.0, df.1), first_order })
}

/// What one walk over the cases gathers of a cell.
#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f64,
    squares: f64,
}

/// The table without its empty rows and columns, as shares of the total.
struct Shares {
    width: usize,
    total: f64,
    /// Row by row: the share of each cell, and the squared weights over the squared total.
    cells: Vec<Cell>,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Shares {
    fn of(cells: Vec<Cell>, height: usize, width: usize) -> Result<Shares, Untested> {
        let at = |row: usize, column: usize| cells[row * width + column];
        let kept_rows: Vec<usize> =
            (0..height).filter(|row| (0..width).any(|it| at(*row, it).weight > 0.0)).collect();
        let kept_columns: Vec<usize> =
            (0..width).filter(|column| (0..height).any(|it| at(it, *column).weight > 0.0)).collect();
        if kept_rows.is_empty() {
            return Err(Untested::Empty);
        }
        if kept_rows.len() < 2 || kept_columns.len() < 2 {
            return Err(Untested::NoVariance);
        }
        let total: f64 = cells.iter().map(|it| it.weight).sum();
        let mut rows = vec![0.0; kept_rows.len()];
        let mut columns = vec![0.0; kept_columns.len()];
        let mut kept = Vec::with_capacity(rows.len() * columns.len());
        for (row, from) in kept_rows.iter().enumerate() {
            for (column, of) in kept_columns.iter().enumerate() {
                let Cell { weight, squares } = at(*from, *of);
                let share = weight / total;
                rows[row] += share;
                columns[column] += share;
                kept.push(Cell { weight: share, squares: squares / (total * total) });
            }
        }
        Ok(Shares { width: columns.len(), total, cells: kept, rows, columns })
    }

    /// (rows - 1) (columns - 1).
    fn contrasts(&self) -> usize {
        (self.rows.len() - 1) * (self.columns.len() - 1)
    }

    /// Chi-square over the number of cases.
    fn chi_square(&self) -> f64 {
        let cell = |(place, cell): (usize, &Cell)| {
            let expected = self.rows[place / self.width] * self.columns[place % self.width];
            (cell.weight - expected).powi(2) / expected
        };
        self.cells.iter().enumerate().map(cell).sum()
    }

    /// Delta, or none where empty cells leave a contrast without cases.
    ///
    /// Drawn one by one, V = n / (n - 1) (diag(a) - a pi' - pi a' + sum(a) pi pi') with the squared weights a. The
    /// basis is made of differences of four cells, so products with a diagonal need no multiplication of matrices.
    /// D^-1 pi is one in each cell with cases, and nought in an empty one, as R has it.
    fn design_effects(&self, n: f64) -> Option<Matrix> {
        let over = |power: i32| move |it: &Cell| if it.weight > 0.0 { it.weight.powi(-power) } else { 0.0 };
        let inverse: Vec<f64> = self.cells.iter().map(|it| over(1)(it) / n).collect();
        let squares: Vec<f64> = self.cells.iter().map(|it| it.squares * over(2)(it)).collect();
        let single: Vec<f64> = self.cells.iter().map(|it| it.squares * over(1)(it)).collect();
        let present: Vec<f64> = self.cells.iter().map(|it| over(0)(it)).collect();
        let all: f64 = self.cells.iter().map(|it| it.squares).sum();
        let (single, present) = (self.contrast(&single), self.contrast(&present));
        let mut variance = self.between(&squares);
        let drawn = n / (n - 1.0);
        for row in 0..self.contrasts() {
            for column in 0..self.contrasts() {
                let value =
                    variance.at(row, column) - single[row] * present[column] - present[row] * single[column]
                        + all * present[row] * present[column];
                variance.set(row, column, drawn * value);
            }
        }
        self.between(&inverse).solve(variance)
    }

    /// C' v: each contrast is a cell, less the last of its row, less the last of its column, and the last of all.
    fn contrast(&self, values: &[f64]) -> Vec<f64> {
        let last = self.width - 1;
        let bottom = (self.rows.len() - 1) * self.width;
        let one = |(row, column): (usize, usize)| {
            values[row * self.width + column] - values[row * self.width + last] - values[bottom + column]
                + values[bottom + last]
        };
        (0..self.contrasts()).map(|it| one((it / last, it % last))).collect()
    }

    /// C' diag(v) C.
    fn between(&self, values: &[f64]) -> Matrix {
        let last = self.width - 1;
        let bottom = (self.rows.len() - 1) * self.width;
        let mut matrix = Matrix::square(self.contrasts());
        for one in 0..self.contrasts() {
            let (row, column) = (one / last, one % last);
            for other in 0..self.contrasts() {
                let (same_row, same_column) = (other / last == row, other % last == column);
                let mut sum = values[bottom + last];
                if same_row {
                    sum += values[row * self.width + last];
                }
                if same_column {
                    sum += values[bottom + column];
                }
                if same_row && same_column {
                    sum += values[row * self.width + column];
                }
                matrix.set(one, other, sum);
            }
        }
        matrix
    }
}
