//! What weights cost: the effective base, the design effect, and how weights are spread.

/// Classes of a histogram, at most, but for one that a limit may add.
const CLASSES: f64 = 20.0;

/// What weighting does to the precision of a mean, and how weights are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Weights counted.
    pub cases: usize,
    /// Their sum.
    pub sum: f64,
    /// Kish's effective base, in cases: `(sum w)^2 / sum w^2`. As precise as a sample of so many without weights.
    pub base: f64,
    /// Kish's design effect, `1 + cv^2` with the coefficient of variation over n: cases by effective base.
    pub design_effect: f64,
    /// Weighting efficiency: effective base by cases, 0 to 1.
    pub efficiency: f64,
    pub least: f64,
    pub most: f64,
    /// All classes of one width, with round limits, in order; also the empty ones between.
    pub histogram: Vec<Class>,
}

/// One class of weights: `from <= weight < to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    pub from: f64,
    pub to: f64,
    pub cases: usize,
}

/// The effect of weights: Kish, Survey Sampling, 1965, section 11.7; Kish, Weighting for unequal Pi, Journal of
/// Official Statistics 8, 1992. It takes weights to have nothing to do with the answers; where they have, less is
/// lost.
///
/// None without weights, or where they are not numbers from 0 up of which one is above 0.
pub fn effect(weights: &[f64]) -> Option<Effect> {
    let sum: f64 = weights.iter().sum();
    if !(sum > 0.0 && sum.is_finite()) || weights.iter().any(|it| *it < 0.0) {
        return None;
    }
    let cases = weights.len() as f64;
    let (least, most) =
        weights.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), it| (least.min(*it), most.max(*it)));
    // By deviations rather than squares, so that equal weights cost nothing to the last digit.
    let mean = sum / cases;
    let cv2 = weights.iter().map(|it| (it / mean - 1.0).powi(2)).sum::<f64>() / cases;
    let design_effect = 1.0 + cv2;
    Some(Effect {
        cases: weights.len(),
        sum,
        base: cases / design_effect,
        design_effect,
        efficiency: 1.0 / design_effect,
        least,
        most,
        histogram: histogram(weights, least, most, mean),
    })
}

/// Weights by classes whose limits are whole multiples of 1, 2 or 5 times a power of ten, 20 or so between the least
/// and the most; never narrower than a twentieth of the mean, which nobody reads.
fn histogram(weights: &[f64], least: f64, most: f64, mean: f64) -> Vec<Class> {
    let limits = limits(((most - least) / CLASSES).max(mean / CLASSES), least, most);
    let mut classes: Vec<Class> =
        limits.windows(2).map(|it| Class { from: it[0], to: it[1], cases: 0 }).collect();
    for weight in weights {
        // Not by division: 0.3 / 0.1 is below 3, and 0.3 belongs where 0.3 begins.
        classes[limits.partition_point(|it| it <= weight) - 1].cases += 1;
    }
    classes
}

/// Round limits at least `width` apart, from at most `least` to above `most`.
fn limits(width: f64, least: f64, most: f64) -> Vec<f64> {
    let power = width.log10().floor() as i32;
    let unit = 10_f64.powi(power);
    // A little more, since the logarithm of 0.05 is not exact.
    let step = [1.0, 2.0, 5.0].into_iter().find(|it| it * unit * (1.0 + 1e-9) >= width).unwrap_or(10.0);
    // Whole numbers divided, so that the third tenth is 0.3 and not 0.30000000000000004.
    let limit = |at: f64| if power < 0 { at * step / 10_f64.powi(-power) } else { at * step * unit };
    let mut from = (least / (step * unit)).floor();
    while limit(from) > least {
        from -= 1.0;
    }
    while limit(from + 1.0) <= least {
        from += 1.0;
    }
    let mut limits = vec![limit(from)];
    while limits[limits.len() - 1] <= most {
        limits.push(limit(from + limits.len() as f64));
    }
    limits
}
