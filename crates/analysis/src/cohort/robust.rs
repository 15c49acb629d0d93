//! The middle of a field and its spread, which a few odd interviews cannot move.

/// The middle value, or the mean of the middle two; none of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

/// The median, and the median distance from it as a standard deviation of normal numbers.
pub fn middle_and_spread(values: &[f64]) -> Option<(f64, f64)> {
    let middle = median(values)?;
    let distances: Vec<f64> = values.iter().map(|it| (it - middle).abs()).collect();
    Some((middle, 1.4826 * median(&distances)?))
}

/// The standard deviation; none of fewer than two.
pub fn deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    Some((values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt())
}
