//! Tests between two columns of a table, which may have respondents in common.

use super::distribution::{normal_p, t_p};
use super::{Base, Outcome, Untested};

/// Shares whose pooled p (1 - p) is no more than this are all nought or all one, but for what adding up lost.
const NOTHING: f64 = 1e-12;

/// What a column says in one row of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Who was asked.
    pub base: Base,
    /// The share from nought to one, or the mean.
    pub value: f64,
    /// Of a mean: the variance of the answers (not of the mean), with its n / (n - 1), as `estimate::Moments` gives
    /// it. Not read of a share.
    pub variance: f64,
}

/// Which test two columns are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Two shares, by z.
    Shares,
    /// Two means, by t with one variance for both.
    Means,
    /// Two means, by t with a variance each.
    Welch,
}

/// The respondents who are in both columns, as happens where the banner is a multi.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Kish's effective base of those who are in both.
    pub effective: f64,
    /// The correlation of what they say in the one column and in the other: one in a multi banner, where it is the
    /// same answer; less where the columns are items of a grid.
    pub correlation: f64,
}

impl Overlap {
    /// Respondents who are in both columns of a multi banner, with one answer each.
    pub fn of(base: &Base) -> Overlap {
        Overlap { effective: base.effective(), correlation: 1.0 }
    }
}

/// Compares two columns.
///
/// ```
/// use analysis::stats::compare::{Group, Method, compare};
/// use analysis::stats::Base;
///
/// let group = |n, value| Group { base: Base::unweighted(n), value, variance: 0.0 };
/// let outcome = compare(Method::Shares, &group(200, 0.55), &group(200, 0.45), None).unwrap();
/// assert!((outcome.statistic - 2.0).abs() < 1e-9 && outcome.p < 0.05);
/// ```
pub fn compare(
    method: Method,
    one: &Group,
    other: &Group,
    overlap: Option<Overlap>,
) -> Result<Outcome, Untested> {
    let test = match method {
        Method::Shares => shares,
        Method::Means => means,
        Method::Welch => welch,
    };
    test(one, other, overlap)
}

/// The z test of two shares with one pooled share:
///
/// ```text
/// z = (p1 - p2) / sqrt( p (1 - p) (1/e1 + 1/e2 - 2 r e0 / (e1 e2)) ),   p = (w1 p1 + w2 p2) / (w1 + w2)
/// ```
///
/// with weighted bases w, effective bases e, and e0 and r of the respondents in both columns. It is the test of
/// column proportions of Quantum and Quanvert (Unicom Intelligence 7.5, Statistical formula for the column
/// proportions test; Q wiki, Dependent Samples - Quantum Column Proportions Test), but for Quantum's factor
/// (e1 + e2) / (e1 + e2 - 1) and its t in the place of z, which make no difference from n = 30 on. The covariance
/// is exact where weights are even: with n0 common respondents cov(p1, p2) = p (1 - p) n0 / (n1 n2).
pub fn shares(one: &Group, other: &Group, overlap: Option<Overlap>) -> Result<Outcome, Untested> {
    let (first, second) = effective(one, other)?;
    let weight = one.base.weight + other.base.weight;
    let pooled = (one.base.weight * one.value + other.base.weight * other.value) / weight;
    let variance = pooled * (1.0 - pooled);
    if variance.is_nan() || variance <= NOTHING {
        return Err(Untested::NoVariance);
    }
    let statistic = (one.value - other.value) / (variance * spread(first, second, overlap)?).sqrt();
    Ok(Outcome { statistic, df: None, p: normal_p(statistic) })
}

/// The t test of two means with one pooled variance:
///
/// ```text
/// t = (m1 - m2) / sqrt( s2 (1/e1 + 1/e2 - 2 r e0 / (e1 e2)) ),   s2 = ((e1-1) s1^2 + (e2-1) s2^2) / (e1 + e2 - 2)
/// ```
///
/// with e1 + e2 - e0 - 2 degrees of freedom: the test of column means of Unicom Intelligence 7.5 (Statistical formula
/// for the column means test), which is Student's where weights are even and nobody is in both columns.
pub fn means(one: &Group, other: &Group, overlap: Option<Overlap>) -> Result<Outcome, Untested> {
    let (first, second) = effective(one, other)?;
    let df = first + second - overlap.map_or(0.0, |it| it.effective) - 2.0;
    if df <= 0.0 {
        return Err(Untested::TooSmall);
    }
    let squares = (first - 1.0) * one.variance + (second - 1.0) * other.variance;
    let variance = squares / (first + second - 2.0);
    if variance.is_nan() || variance <= 0.0 {
        return Err(Untested::NoVariance);
    }
    let statistic = (one.value - other.value) / (variance * spread(first, second, overlap)?).sqrt();
    Ok(Outcome { statistic, df: Some(df), p: t_p(statistic, df) })
}

/// The t test of two means with a variance each (Welch, Biometrika 34, 1947):
///
/// ```text
/// t = (m1 - m2) / sqrt( s1^2/e1 + s2^2/e2 - 2 r s1 s2 e0 / (e1 e2) )
/// ```
///
/// With overlap, statistic and degrees of freedom are those of partially overlapping samples (Derrick, Toher and
/// White, The Quantitative Methods for Psychology 13, 2017, T_new2): between Welch's and those of pairs.
pub fn welch(one: &Group, other: &Group, overlap: Option<Overlap>) -> Result<Outcome, Untested> {
    let (first, second) = effective(one, other)?;
    if first <= 1.0 || second <= 1.0 {
        return Err(Untested::TooSmall);
    }
    let (of_one, of_other) = (one.variance / first, other.variance / second);
    let apart = of_one + of_other;
    if apart.is_nan() || apart <= 0.0 {
        return Err(Untested::NoVariance);
    }
    let welch = apart * apart / (of_one * of_one / (first - 1.0) + of_other * of_other / (second - 1.0));
    let (mut variance, mut df) = (apart, welch);
    if let Some(Overlap { effective: both, correlation }) = overlap {
        let deviations = (one.variance * other.variance).sqrt();
        variance -= 2.0 * correlation * deviations * both / (first * second);
        let alone = first + second - 2.0 * both;
        df = both - 1.0 + (welch - both + 1.0) * alone / (first + second);
        if variance <= apart * f64::EPSILON || alone < 0.0 {
            return Err(Untested::Overlap);
        }
    }
    if df <= 0.0 {
        return Err(Untested::TooSmall);
    }
    let statistic = (one.value - other.value) / variance.sqrt();
    Ok(Outcome { statistic, df: Some(df), p: t_p(statistic, df) })
}

/// The effective bases, where there are any.
fn effective(one: &Group, other: &Group) -> Result<(f64, f64), Untested> {
    let bases = (one.base.effective(), other.base.effective());
    if bases.0 > 0.0 && bases.1 > 0.0 { Ok(bases) } else { Err(Untested::Empty) }
}

/// 1/e1 + 1/e2, less twice what both columns have in common.
fn spread(first: f64, second: f64, overlap: Option<Overlap>) -> Result<f64, Untested> {
    let apart = 1.0 / first + 1.0 / second;
    let common = overlap.map_or(0.0, |it| 2.0 * it.correlation * it.effective / (first * second));
    // The same people twice leave a difference of nought, but for the last digit.
    if apart - common > apart * 1e-12 { Ok(apart - common) } else { Err(Untested::Overlap) }
}
