//! Weights: rim weighting to known margins, within bounds, and what the weights cost.
//!
//! Rim weighting (raking, iterative proportional fitting) multiplies the weight of each case by one factor per margin
//! until every margin has its target shares: Deming and Stephan, On a least squares adjustment of a sampled
//! frequency table when the expected marginal totals are known, Annals of Mathematical Statistics 11, 1940.
//! Of all weights that meet the margins these are the nearest to the starting weights, by the sum of
//! `w ln(w / start) - w + start` (Ireland and Kullback, Contingency tables with given marginals, Biometrika 55,
//! 1968).
//!
//! With a cap, the weights are the nearest in the same sense among those that also stay within the bounds:
//!
//! ```text
//! w = start * product of the factors of its categories, trimmed to the bounds
//! ```
//!
//! with the factors at which the trimmed weights meet the margins (Deville and Särndal, Calibration estimators in
//! survey sampling, JASA 87, 1992: raking with bounds, here on weights rather than on ratios; R survey's
//! `calibrate`). To trim, to rake anew and so on until both hold (Izrael, Battaglia and Frankel, Extreme survey weight
//! adjustment as a component of sample balancing, SAS Global Forum 2009, paper 247) comes near it, but where it ends
//! depends on the order of the margins and on when one stops; this does not.

mod cells;
mod effect;
mod refusal;
mod rim;
#[cfg(test)]
mod tests;
mod trim;

pub use effect::{Class, Effect, effect};
pub use refusal::Refusal;
pub use trim::trim;

use cells::Cells;

/// The category of a case whose answer is missing.
///
/// In this margin such cases keep, all together, the share that they have by the starting weights; the targets share
/// out the rest.
pub const MISSING: u16 = u16::MAX;

/// What is known of a variable in the population, and where each case belongs in it.
#[derive(Clone, Copy, Debug)]
pub struct Margin<'a> {
    pub name: &'a str,
    /// The target of each category, in any unit: they are divided by their sum. A category with 0 has no target.
    pub shares: &'a [f64],
    /// For each case the number of its category in `shares`, or [`MISSING`].
    pub categories: &'a [u16],
}

/// The least and the most weight that a case may have, where the mean is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    pub least: f64,
    pub most: f64,
}

/// Weights that meet their margins.
#[derive(Clone, Debug, PartialEq)]
pub struct Raked {
    /// One per case, with mean 1 (their sum is the number of cases).
    pub weights: Vec<f64>,
    /// Rounds through all margins.
    pub iterations: u32,
    /// The largest difference left between a share and its target, as a share (0 to 1).
    pub deviation: f64,
}

/// Weights with which the cases have the target shares of all margins, by rim weighting; with a cap, all between its
/// bounds. Without starting weights each case starts with 1.
///
/// It stops when no factor of a round differs from 1 by more than 1e-12.
///
/// # Errors
/// All that is wrong with the input at once; else the one category that stays furthest off, if there are no such
/// weights or they are not found.
///
/// # Panics
/// If a margin or the starting weights are of another number of cases than the first margin, or a margin has more
/// categories than a number of 16 bits tells apart.
pub fn rake(margins: &[Margin<'_>], start: Option<&[f64]>, cap: Option<Cap>) -> Result<Raked, Vec<Refusal>> {
    let refusals = refusal::of_input(margins, start, cap);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let start = start.map(scaled);
    let cells = Cells::new(margins, start.as_deref(), cap.is_some());
    let targets = cells.targets(margins);
    let refusals = refusal::of_cap(margins, &cells, &targets, cap);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let bounds = cap.unwrap_or(Cap { least: 0.0, most: f64::INFINITY });
    let fit = rim::fit(&cells, &targets, bounds);
    let off = rim::furthest(&cells, &targets, &fit.weights);
    if !fit.converged {
        return Err(vec![refusal::no_convergence(margins, &off, &fit, cap)]);
    }
    let weights = cells.spread(&fit.weights, start.as_deref(), bounds);
    Ok(Raked { weights, iterations: fit.iterations, deviation: off.deviation() })
}

/// Weights divided by their mean.
fn scaled(weights: &[f64]) -> Vec<f64> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    weights.iter().map(|it| it / mean).collect()
}
