//! Why there are no weights: facts, which a page puts into words.

use super::cells::Cells;
use super::rim::{Fit, Off};
use super::{Cap, MISSING, Margin};

/// One reason why cases cannot be weighted. Margins are named; categories are counted from 0, as in their shares.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is nobody to weight.
    NoCases,
    /// There is nothing to weight by.
    NoMargins,
    /// The starting weight of this case (from 0) is not a number above 0.
    BadStart { case: usize, weight: f64 },
    /// No share of this margin is above 0.
    NoShares { margin: String },
    /// A share is below 0 or not a number.
    BadShare { margin: String, category: usize, share: f64 },
    /// The category has a target, as a share (0 to 1), and no case.
    EmptyCategory { margin: String, category: usize, target: f64 },
    /// So many cases are in a category whose share is 0, or which has none at all.
    NoTarget { margin: String, category: usize, cases: usize },
    /// The bounds are not `0 <= least <= 1 <= most`, so that the mean cannot be 1.
    BadCap { least: f64, most: f64 },
    /// To meet its target the cases of this category would need this weight on average, which is beyond a bound.
    /// None is for the cases whose answer is missing.
    BeyondCap { margin: String, category: Option<usize>, mean: f64 },
    /// The margins contradict each other, or the bounds: after so many rounds this category is furthest off its
    /// target. Both are shares (0 to 1) of the cases that have an answer.
    /// None is for the cases whose answer is missing, as a share of all.
    NoConvergence {
        margin: String,
        category: Option<usize>,
        target: f64,
        reached: f64,
        iterations: u32,
        /// Whether there was a cap, without which it might work.
        capped: bool,
    },
}

/// All that is wrong before anything is weighted.
pub(super) fn of_input(margins: &[Margin<'_>], start: Option<&[f64]>, cap: Option<Cap>) -> Vec<Refusal> {
    let Some(first) = margins.first() else { return vec![Refusal::NoMargins] };
    let cases = first.categories.len();
    let lengths = margins.iter().map(|it| it.categories.len()).chain(start.map(<[f64]>::len));
    assert!(lengths.into_iter().all(|it| it == cases), "margins and starting weights are of the same cases");
    assert!(
        margins.iter().all(|it| it.shares.len() < MISSING as usize),
        "a margin has 65,534 categories at most"
    );
    if cases == 0 {
        return vec![Refusal::NoCases];
    }
    let mut refusals = Vec::new();
    let is_bad = |it: &f64| !(it.is_finite() && *it > 0.0);
    if let Some(case) = start.and_then(|it| it.iter().position(is_bad)) {
        refusals.push(Refusal::BadStart { case, weight: start.map_or(f64::NAN, |it| it[case]) });
    }
    if let Some(Cap { least, most }) = cap
        && !(0.0..=1.0).contains(&least) | most.is_nan() | (most < 1.0)
    {
        refusals.push(Refusal::BadCap { least, most });
    }
    refusals.extend(margins.iter().flat_map(of_margin));
    refusals
}

fn of_margin(margin: &Margin<'_>) -> Vec<Refusal> {
    let name = || margin.name.to_owned();
    if !margin.shares.iter().any(|it| *it > 0.0) {
        return vec![Refusal::NoShares { margin: name() }];
    }
    let known = margin.categories.iter().filter(|it| **it != MISSING).map(|it| *it as usize);
    let mut cases = vec![0; known.clone().max().map_or(0, |it| it + 1).max(margin.shares.len())];
    known.for_each(|it| cases[it] += 1);
    let sum: f64 = margin.shares.iter().filter(|it| it.is_finite()).sum();
    let one = |(category, cases): (usize, usize)| match margin.shares.get(category).copied().unwrap_or(0.0) {
        share if !share.is_finite() || share < 0.0 => {
            Some(Refusal::BadShare { margin: name(), category, share })
        }
        share if share > 0.0 && cases == 0 => {
            Some(Refusal::EmptyCategory { margin: name(), category, target: share / sum })
        }
        0.0 if cases > 0 => Some(Refusal::NoTarget { margin: name(), category, cases }),
        _ => None,
    };
    cases.into_iter().enumerate().filter_map(one).collect()
}

/// The categories that cannot meet their target within the bounds, whatever the other margins want.
pub(super) fn of_cap(
    margins: &[Margin<'_>],
    cells: &Cells,
    targets: &[Vec<f64>],
    cap: Option<Cap>,
) -> Vec<Refusal> {
    let Some(cap) = cap else { return Vec::new() };
    let ones = vec![1.0; cells.counts.len()];
    let mut refusals = Vec::new();
    for (at, (margin, targets)) in margins.iter().zip(targets).enumerate() {
        let counts = cells.totals(at, targets.len(), &ones);
        for (category, (target, count)) in targets.iter().zip(counts).enumerate() {
            let mean = target / count;
            // Nobody is in a category without a target. A mean at the bound but for the last digits is met.
            let digits = 1e-13 * mean;
            if count > 0.0 && (mean + digits < cap.least || mean - digits > cap.most) {
                let category = named(margin, category);
                refusals.push(Refusal::BeyondCap { margin: margin.name.to_owned(), category, mean });
            }
        }
    }
    refusals
}

pub(super) fn no_convergence(margins: &[Margin<'_>], off: &Off, fit: &Fit, cap: Option<Cap>) -> Refusal {
    let margin = &margins[off.margin];
    Refusal::NoConvergence {
        margin: margin.name.to_owned(),
        category: named(margin, off.category),
        target: off.target,
        reached: off.reached,
        iterations: fit.iterations,
        capped: cap.is_some(),
    }
}

/// The number of a category; none for the missing ones, which come last.
fn named(margin: &Margin<'_>, category: usize) -> Option<usize> {
    (category < margin.shares.len()).then_some(category)
}
