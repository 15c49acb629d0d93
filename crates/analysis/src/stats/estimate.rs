//! Weighted shares, means and ratios with linearised standard errors.
//!
//! Errors are Taylor's, of cases drawn one by one with replacement (Woodruff, Journal of the American Statistical
//! Association 66, 1971; Binder, International Statistical Review 51, 1983): what R's survey package gives for
//! `svydesign(ids = ~1, weights = ~w)`.

use super::Base;

/// An estimate and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Who it was estimated from.
    pub base: Base,
    pub value: f64,
    /// Its standard error, in the unit of the value. R: `SE(svymean(...))`.
    pub error: f64,
}

/// The sums that a weighted mean and its error are made of, gathered by one walk over the cases: those of a whole
/// table, or of a domain (a subpopulation, such as a column of the table). A share is the mean of ones and noughts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    base: Base,
    /// Subtracted from each value, so that squares of values far from nought lose no digits.
    origin: f64,
    /// Sums of weight times value, weight times squared value, squared weight times value, and both squared.
    sums: [f64; 4],
}

impl Moments {
    /// No case yet. `origin` is any number near the values; nought for shares and short scales.
    pub fn around(origin: f64) -> Moments {
        Moments { base: Base::default(), origin, sums: [0.0; 4] }
    }

    /// Counts one more case.
    pub fn add(&mut self, value: f64, weight: f64) {
        self.base.add(weight);
        let value = value - self.origin;
        let (once, twice) = (weight * value, weight * weight * value);
        self.sums[0] += once;
        self.sums[1] += once * value;
        self.sums[2] += twice;
        self.sums[3] += twice * value;
    }

    /// Who was counted.
    pub fn base(&self) -> Base {
        self.base
    }

    /// The mean. `design` is the number of cases of the whole design: a domain keeps it, since who falls into the
    /// domain is itself by chance; where all were counted it is the base's own n. None where nobody has a weight; of a
    /// design of one case, which says nothing of how others differ, the error has no bound.
    ///
    /// ```text
    /// SE^2 = n / (n - 1) sum over the domain of (w (x - m) / sum w)^2
    /// ```
    pub fn mean(&self, design: u64) -> Option<Estimate> {
        if self.base.weight <= 0.0 {
            return None;
        }
        let mean = self.sums[0] / self.base.weight;
        let squares = self.sums[3] - mean * (2.0 * self.sums[2] - mean * self.base.squares);
        let error = match design {
            0 | 1 => f64::INFINITY,
            _ => (design as f64 / (design - 1) as f64 * squares.max(0.0)).sqrt() / self.base.weight,
        };
        Some(Estimate { base: self.base, value: self.origin + mean, error })
    }

    /// The variance of the values among all who could have been asked: n / (n - 1) sum w (x - m)^2 / sum w, with the
    /// n of the domain. R: `svyvar`. Unweighted it is the common one. None of fewer than two.
    pub fn variance(&self) -> Option<f64> {
        if self.base.weight <= 0.0 || self.base.n < 2 {
            return None;
        }
        let mean = self.sums[0] / self.base.weight;
        let variance = (self.sums[1] / self.base.weight - mean * mean).max(0.0);
        Some(variance * self.base.n as f64 / (self.base.n - 1) as f64)
    }

    /// The design effect of the mean: its variance over that of as many cases of even weight drawn with replacement.
    /// R: `svymean(deff = "replace")`. That of R's `deff = TRUE` is larger by sum w / (sum w - n), the finite
    /// population correction, which takes the weights for numbers of people. None where all values are the same.
    pub fn design_effect(&self, design: u64) -> Option<f64> {
        let even = self.variance()? / self.base.n as f64;
        (even > 0.0).then_some(self.mean(design)?.error.powi(2) / even)
    }
}

/// The weighted mean of values, with weights of the same length.
pub fn mean(values: &[f64], weights: &[f64]) -> Option<Estimate> {
    let mut moments = Moments::around(values.first().copied().unwrap_or_default());
    values.iter().zip(weights).for_each(|(value, weight)| moments.add(*value, *weight));
    moments.mean(values.len() as u64)
}

/// The weighted share of those for whom something holds, from nought to one.
pub fn share(holds: &[bool], weights: &[f64]) -> Option<Estimate> {
    let mut moments = Moments::around(0.0);
    holds.iter().zip(weights).for_each(|(holds, weight)| moments.add(f64::from(u8::from(*holds)), *weight));
    moments.mean(holds.len() as u64)
}

/// A ratio of two weighted totals, such as spending a purchase. R: `svyratio`. None where the lower total is nought
/// or there are fewer than two cases.
///
/// ```text
/// R = sum w y / sum w x,   SE^2 = n / (n - 1) sum (w (y - R x) / sum w x)^2
/// ```
pub fn ratio(numerator: &[f64], denominator: &[f64], weights: &[f64]) -> Option<Estimate> {
    let cases = || numerator.iter().zip(denominator).zip(weights).map(|((y, x), w)| (*y, *x, *w));
    let mut base = Base::default();
    let (mut above, mut below) = (0.0, 0.0);
    for (y, x, weight) in cases() {
        base.add(weight);
        above += weight * y;
        below += weight * x;
    }
    if below == 0.0 || base.n < 2 {
        return None;
    }
    let value = above / below;
    // A second walk, since the sums of one would lose the digits that y and R x have in common.
    let squares: f64 = cases().map(|(y, x, weight)| (weight * (y - value * x)).powi(2)).sum();
    let error = (base.n as f64 / (base.n - 1) as f64 * squares).sqrt() / below.abs();
    Some(Estimate { base, value, error })
}
