//! Trimming of weights whose margins are not known.

use super::{Cap, Refusal};

/// Rounds at most; each leaves less to give away, usually nothing after a handful.
const MOST: usize = 10_000;

/// The weights within bounds, in their own unit and with their sum: what is trimmed off is given in equal parts to
/// the weights that were not beyond a bound, until none is (R survey, `trimWeights` with `strict`; Potter, A study of
/// procedures to identify and trim extreme sampling weights, JSM Proceedings, Survey Research Methods, 1990).
///
/// Shares change by it: weights that come of margins are capped by [`rake`](super::rake).
///
/// # Errors
/// The bounds, if the mean weight is not between them, and the mean cannot be kept.
pub fn trim(weights: &[f64], cap: Cap) -> Result<Vec<f64>, Refusal> {
    let Cap { least, most } = cap;
    let refused = Err(Refusal::BadCap { least, most });
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    if weights.is_empty() {
        return Err(Refusal::NoCases);
    }
    if !(least <= mean && mean <= most) {
        return refused;
    }
    let mut weights = weights.to_vec();
    let is_beyond = |it: &f64| *it < least || *it > most;
    for _ in 0..MOST {
        let inside = weights.iter().filter(|it| !is_beyond(it)).count();
        if inside == weights.len() {
            return Ok(weights);
        }
        let off: f64 = weights.iter().map(|it| it - it.clamp(least, most)).sum();
        if inside == 0 {
            return refused;
        }
        for it in &mut weights {
            *it = if is_beyond(it) { it.clamp(least, most) } else { *it + off / inside as f64 };
        }
    }
    refused
}
