//! Intervals of a share and of a mean.

use super::distribution::{normal_quantile, t_quantile};

/// From where to where an estimate may lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// Wilson's interval of a share from nought to one: it stays between them, and holds at shares near them, where the
/// common one does not (Wilson, Probable inference, Journal of the American Statistical Association 22, 1927;
/// recommended by Brown, Cai and DasGupta, Statistical Science 16, 2001, equation 4).
///
/// `base` is the number of respondents, or of weighted data an effective one (Korn and Graubard, Survey Methodology
/// 24, 1998, put it in the place of n): n over the design effect of this share, or Kish's effective base. `level` is
/// 0.95 or another part of one. None where the base or the level allows none.
pub fn share(share: f64, base: f64, level: f64) -> Option<Interval> {
    if !(base > 0.0 && is_level(level) && (0.0..=1.0).contains(&share)) {
        return None;
    }
    let z = normal_quantile(level);
    let square = z * z / base;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = z / (1.0 + square) * (share * (1.0 - share) / base + square / (4.0 * base)).sqrt();
    // At nought and at one the end is there exactly, and the sums above miss it in their last digit.
    let low = if share == 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if share == 1.0 { 1.0 } else { (middle + half).min(1.0) };
    Some(Interval { low, high })
}

/// The interval of a difference of two shares of different respondents, `one` less `other`, each with its base: from
/// Wilson's intervals of both (Newcombe, Statistics in Medicine 17, 1998, method 10). statsmodels:
/// `confint_proportions_2indep(method="newcomb")`. None where either base or the level allows none.
pub fn difference(one: (f64, f64), other: (f64, f64), level: f64) -> Option<Interval> {
    let (first, second) = (share(one.0, one.1, level)?, share(other.0, other.1, level)?);
    let middle = one.0 - other.0;
    let below = (one.0 - first.low).hypot(second.high - other.0);
    let above = (first.high - one.0).hypot(other.0 - second.low);
    Some(Interval { low: middle - below, high: middle + above })
}

/// The interval of a mean (or of any estimate) by its standard error, with t of `df` degrees of freedom: respondents
/// less one, or the effective base less one where the error comes from it (Student, Biometrika 6, 1908). None where
/// there is no degree of freedom, or the error has no bound.
pub fn mean(mean: f64, error: f64, df: f64, level: f64) -> Option<Interval> {
    if !(df > 0.0 && error >= 0.0 && error.is_finite() && is_level(level)) {
        return None;
    }
    let half = t_quantile(level, df)? * error;
    Some(Interval { low: mean - half, high: mean + half })
}

/// Whether a level is one: above nought and below one.
pub(super) fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}
