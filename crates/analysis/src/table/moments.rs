//! Means, standard deviations and medians by the columns of a block.

use super::columns::Values;
use super::count::Block;
use crate::stats::estimate::{self, Estimate};
use crate::stats::median::median;

/// What the numbers of one column come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Who has a number, their mean, and its linearised error.
    pub mean: Estimate,
    /// Of the answers, not of their mean, as R's `survey::svyvar`; 0 of one case.
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
/// All cases are the design: who comes into a column is itself by chance.
pub fn moments(values: &Values, block: &Block, weights: Option<&[f64]>) -> Vec<Option<Moments>> {
    let Values::Numbers(numbers) = values else { return vec![None; block.columns()] };
    let origin = numbers.iter().copied().find(|it| !it.is_nan()).unwrap_or_default();
    let mut columns = vec![Column::around(origin); block.columns()];
    for (case, number) in numbers.iter().enumerate().filter(|(_, it)| !it.is_nan()) {
        let weight = weights.map_or(1.0, |it| it[case]);
        block.each(case, |column| columns[column].see(*number, weight));
    }
    columns.into_iter().map(|it| it.moments(block.cases() as u64)).collect()
}

#[derive(Clone)]
struct Column {
    sums: estimate::Moments,
    numbers: Vec<f64>,
    weights: Vec<f64>,
}

impl Column {
    fn around(origin: f64) -> Column {
        Column { sums: estimate::Moments::around(origin), numbers: Vec::new(), weights: Vec::new() }
    }

    fn see(&mut self, number: f64, weight: f64) {
        self.sums.add(number, weight);
        self.numbers.push(number);
        self.weights.push(weight);
    }

    fn moments(self, design: u64) -> Option<Moments> {
        Some(Moments {
            mean: self.sums.mean(design)?,
            variance: self.sums.variance().unwrap_or_default(),
            median: median(&self.numbers, &self.weights)?,
        })
    }
}
