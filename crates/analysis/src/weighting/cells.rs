//! The cells of the cross of all margins that occur: cases that weighting cannot tell apart.

use std::collections::HashMap;

use super::{Cap, MISSING, Margin};

/// Cases by their categories in all margins.
#[derive(Debug)]
pub(super) struct Cells {
    /// The number of the cell of each case.
    of: Vec<u32>,
    /// How many cases each cell has.
    pub counts: Vec<f64>,
    /// The mean starting weight of each cell's cases.
    pub start: Vec<f64>,
    /// For each margin the category of each cell; cases without one are in the category after the last.
    pub categories: Vec<Vec<u16>>,
}

impl Cells {
    /// The cells in the order in which cases first fall in them. Where a bound may stop some cases of a cell before
    /// others (`capped`), those with other starting weights make a cell of their own.
    pub fn new(margins: &[Margin<'_>], start: Option<&[f64]>, capped: bool) -> Cells {
        let mut of = vec![0; margins[0].categories.len()];
        for margin in margins {
            split(&mut of, margin.categories.iter().map(|it| u64::from(*it)));
        }
        if let Some(start) = start.filter(|_| capped) {
            split(&mut of, start.iter().map(|it| it.to_bits()));
        }
        let number = of.iter().max().map_or(0, |it| *it as usize + 1);
        let (mut counts, mut sums, mut first) = (vec![0.0; number], vec![0.0; number], vec![0; number]);
        for (case, cell) in of.iter().enumerate() {
            let cell = *cell as usize;
            if counts[cell] == 0.0 {
                first[cell] = case;
            }
            counts[cell] += 1.0;
            sums[cell] += start.map_or(1.0, |it| it[case]);
        }
        let category = |margin: &Margin<'_>, case: usize| match margin.categories[case] {
            MISSING => margin.shares.len() as u16,
            it => it,
        };
        let categories =
            margins.iter().map(|margin| first.iter().map(|it| category(margin, *it)).collect()).collect();
        let start = sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect();
        Cells { of, counts, start, categories }
    }

    /// The total of weights that each category of each margin shall have, missing ones last: their own total by the
    /// starting weights.
    pub fn targets(&self, margins: &[Margin<'_>]) -> Vec<Vec<f64>> {
        let cases = self.of.len() as f64;
        let one = |(at, margin): (usize, &Margin<'_>)| {
            let missing = *self.totals(at, margin.shares.len() + 1, &self.start).last().unwrap_or(&0.0);
            let sum: f64 = margin.shares.iter().sum();
            let known = margin.shares.iter().map(|it| it / sum * (cases - missing));
            known.chain([missing]).collect()
        };
        margins.iter().enumerate().map(one).collect()
    }

    /// The total of weights in each of so many categories of a margin, where each case of a cell has its `weights`.
    pub fn totals(&self, margin: usize, categories: usize, weights: &[f64]) -> Vec<f64> {
        let mut totals = vec![0.0; categories];
        for ((category, count), weight) in self.categories[margin].iter().zip(&self.counts).zip(weights) {
            totals[*category as usize] += count * weight;
        }
        totals
    }

    /// A weight for each case out of one for each cell.
    pub fn spread(&self, weights: &[f64], start: Option<&[f64]>, bounds: Cap) -> Vec<f64> {
        let Some(start) = start else { return self.of.iter().map(|it| weights[*it as usize]).collect() };
        let factors: Vec<f64> =
            weights.iter().zip(&self.start).map(|(weight, start)| weight / start).collect();
        // The factor of a cell at a bound gives its bound back but for the last digit.
        let weight =
            |(cell, start): (&u32, &f64)| (start * factors[*cell as usize]).clamp(bounds.least, bounds.most);
        self.of.iter().zip(start).map(weight).collect()
    }
}

/// Splits cells by one more value of each case, and numbers them anew.
fn split(of: &mut [u32], values: impl Iterator<Item = u64>) {
    let mut known = HashMap::new();
    for (cell, value) in of.iter_mut().zip(values) {
        let next = known.len() as u32;
        *cell = *known.entry((*cell, value)).or_insert(next);
    }
}
