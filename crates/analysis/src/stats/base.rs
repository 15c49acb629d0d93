//! A weighted base: how many answered, what they weigh, and how many even weights that is worth.

/// The cases of a column or of a whole table. Filled by one walk over the weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Base {
    /// Respondents, whatever they weigh.
    pub n: u64,
    /// The sum of their weights.
    pub weight: f64,
    /// The sum of their squared weights.
    pub squares: f64,
}

impl Base {
    /// The base of cases that all weigh one.
    pub fn unweighted(n: u64) -> Base {
        Base { n, weight: n as f64, squares: n as f64 }
    }

    /// The base of cases with these weights.
    pub fn of(weights: &[f64]) -> Base {
        let mut base = Base::default();
        weights.iter().for_each(|it| base.add(*it));
        base
    }

    /// Counts one more respondent.
    pub fn add(&mut self, weight: f64) {
        self.n += 1;
        self.weight += weight;
        self.squares += weight * weight;
    }

    /// How many respondents of even weights say as much about a mean: (sum w)^2 / sum w^2 (Kish, Survey Sampling,
    /// 1965, section 11.7). Zero where nobody has a weight.
    pub fn effective(&self) -> f64 {
        if self.squares > 0.0 { self.weight * self.weight / self.squares } else { 0.0 }
    }

    /// What weighting multiplies a variance by: 1 + cv^2 of the weights, with the variance of the weights over n
    /// (Kish, Weighting for unequal P_i, Journal of Official Statistics 8, 1992), which is n over the effective
    /// base. None where nobody has a weight.
    pub fn design_effect(&self) -> Option<f64> {
        let effective = self.effective();
        (effective > 0.0).then(|| self.n as f64 / effective)
    }
}
