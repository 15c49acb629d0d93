//! The weighted median.

/// So near to half of the weights, a sum of them is taken for half: what adding up may lose.
const NEAR: f64 = 1e-12;

/// The value below and above which lies half of the weight; where the halves meet between two values, their mean.
/// Even weights give the common median. It is the quantile of Hyndman and Fan's second type (The American
/// Statistician 50, 1996); R: `svyquantile(qrule = "school")`. Values and weights are of the same length; who has no
/// weight is left out. None of nobody.
pub fn median(values: &[f64], weights: &[f64]) -> Option<f64> {
    let mut cases: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    cases.retain(|(_, weight)| *weight > 0.0);
    cases.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let total: f64 = cases.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    let mut lower = None;
    for (value, weight) in cases {
        if let Some(lower) = lower {
            return Some((lower + value) / 2.0);
        }
        below += weight;
        let over = below - total / 2.0;
        if over > total * NEAR {
            return Some(value);
        }
        lower = (over >= -total * NEAR).then_some(value);
    }
    lower
}
