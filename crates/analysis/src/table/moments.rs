//! Means, standard deviations and medians by the columns of a block.

use super::columns::Values;
use super::count::Block;
use crate::stats::Base;
use crate::stats::median::median;

/// What the numbers of one column come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Who has a number.
    pub base: Base,
    pub mean: f64,
    /// Of the answers, not of their mean: over the weights, times n / (n - 1), as R's `survey::svyvar`; 0 of one case.
    pub variance: f64,
    pub median: f64,
}

impl Moments {
    /// The standard deviation of the answers.
    pub fn deviation(&self) -> f64 {
        self.variance.sqrt()
    }
}

/// The moments of each column of a block; none of a column where nobody has a number. `weights` has one for each case.
///
/// Mean and variance by the one-pass sums of West (Communications of the ACM 22, 1979), which lose no digits where the
/// numbers are large and close together.
pub fn moments(values: &Values, block: &Block, weights: Option<&[f64]>) -> Vec<Option<Moments>> {
    let Values::Numbers(numbers) = values else { return vec![None; block.columns()] };
    let mut columns = vec![Column::default(); block.columns()];
    for (case, number) in numbers.iter().enumerate().filter(|(_, it)| !it.is_nan()) {
        let weight = weights.map_or(1.0, |it| it[case]);
        block.each(case, |column| columns[column].see(*number, weight));
    }
    columns.into_iter().map(Column::moments).collect()
}

#[derive(Clone, Default)]
struct Column {
    base: Base,
    mean: f64,
    squares: f64,
    numbers: Vec<f64>,
    weights: Vec<f64>,
}

impl Column {
    fn see(&mut self, number: f64, weight: f64) {
        self.base.add(weight);
        let apart = number - self.mean;
        self.mean += apart * weight / self.base.weight;
        self.squares += weight * apart * (number - self.mean);
        self.numbers.push(number);
        self.weights.push(weight);
    }

    fn moments(self) -> Option<Moments> {
        let n = self.base.n as f64;
        let variance = if n > 1.0 { self.squares / self.base.weight * n / (n - 1.0) } else { 0.0 };
        let median = median(&self.numbers, &self.weights)?;
        Some(Moments { base: self.base, mean: self.mean, variance, median })
    }
}
