//! Shares, nets, means and differences, each with its interval.

use survey::claims::{Figure, counted};
use survey::condition::{Expr, Name};
use survey::questionnaire::Code;

use super::{Counting, Found, LEVEL, Unsaid};
use crate::stats::{Base, interval};
use crate::table::Values;
use crate::table::filter::{holding, named};

/// What each case adds to a figure, which is the mean of it; NaN of a case that is not counted.
type Scores = Vec<f64>;

/// A sum of means, and how far to trust it.
struct Sum {
    base: Base,
    value: f64,
    /// Linearised; of one case alone there is none.
    error: Option<f64>,
}

impl Counting<'_> {
    pub(super) fn figure(&self, figure: &Figure) -> Result<(Base, Found), Unsaid> {
        let sum = self.sum(&[(1.0, self.scores(figure)?)]);
        let interval = match figure {
            Figure::Pct(_) => {
                let share = (sum.value / 100.0).clamp(0.0, 1.0);
                let hundredfold = |it: interval::Interval| interval::Interval {
                    low: it.low * 100.0,
                    high: it.high * 100.0,
                };
                interval::share(share, sum.base.effective(), LEVEL).map(hundredfold)
            }
            Figure::Net(_) | Figure::Mean(_) => sum.interval(),
        };
        Ok((sum.base, Found::Figure { value: sum.value, interval }))
    }

    pub(super) fn difference(&self, one: &Figure, other: &Figure) -> Result<(Base, Found), Unsaid> {
        let sum = self.sum(&[(1.0, self.scores(one)?), (-1.0, self.scores(other)?)]);
        let interval = sum.interval();
        Ok((sum.base, Found::Figure { value: sum.value, interval }))
    }

    fn scores(&self, figure: &Figure) -> Result<Scores, Unsaid> {
        match figure {
            Figure::Pct(condition) => self.pct(condition),
            Figure::Net(of) => {
                let of_code = |code: Code| match code {
                    4.. => 100.0,
                    3 => 0.0,
                    _ => -100.0,
                };
                self.numbers(of, of_code)
            }
            Figure::Mean(of) => self.numbers(of, |code| code as f64),
        }
    }

    fn pct(&self, condition: &Expr) -> Result<Scores, Unsaid> {
        for name in condition.reads_outside_answered() {
            let fields = named(self.columns, name)?;
            let is_answered = |(case, _): (usize, f64)| fields.iter().any(|it| it.values.is_answered(case));
            if !self.cases().any(is_answered) {
                return Err(Unsaid::NotAsked(name.to_string()));
            }
        }
        let held = holding(self.columns, self.questionnaire, condition)?;
        let mut scores = vec![f64::NAN; held.len()];
        for (case, _) in self.cases() {
            scores[case] = if held[case] { 100.0 } else { 0.0 };
        }
        Ok(scores)
    }

    /// The numbers of a variable, or what its codes stand for, without those that do not count.
    fn numbers(&self, of: &Name, of_code: impl Fn(Code) -> f64) -> Result<Scores, Unsaid> {
        let fields = named(self.columns, of)?;
        let codes = counted(self.questionnaire, &of.var);
        let mut scores = vec![f64::NAN; self.columns.cases()];
        let mut weight = 0.0;
        for (case, its) in self.cases() {
            let found = fields.iter().find_map(|it| match &it.values {
                Values::Numbers(numbers) => Some(numbers[case]).filter(|it| !it.is_nan()),
                values => values.codes(case).next().filter(|it| codes.contains(it)).map(&of_code),
            });
            if let Some(found) = found {
                scores[case] = found;
                weight += its;
            }
        }
        if weight > 0.0 { Ok(scores) } else { Err(Unsaid::NotAsked(of.to_string())) }
    }

    /// The means of scores, added with their signs. Cases are drawn one by one with replacement, as in
    /// [`crate::stats::estimate`]; R: `svycontrast(svytotal(...), quote(x / nx - y / ny))`.
    ///
    /// ```text
    /// SE^2 = n / (n - 1) sum over all cases of (sum over the means of sign w (x - m) / sum w)^2
    /// ```
    fn sum(&self, terms: &[(f64, Scores)]) -> Sum {
        let means: Vec<(f64, f64)> = terms.iter().map(|(_, it)| self.mean(it)).collect();
        let value = terms.iter().zip(&means).map(|((sign, _), (mean, _))| sign * mean).sum();
        let mut base = Base::default();
        let mut squares = 0.0;
        for (case, weight) in self.cases() {
            let parts = terms.iter().zip(&means).filter(|((_, scores), _)| !scores[case].is_nan());
            let mut is_counted = false;
            let mut apart = 0.0;
            for ((sign, scores), (mean, all)) in parts {
                is_counted = true;
                apart += sign * weight * (scores[case] - mean) / all;
            }
            if is_counted {
                base.add(weight);
                squares += apart * apart;
            }
        }
        let design = self.columns.cases() as f64;
        let error = (design > 1.0).then(|| (squares * design / (design - 1.0)).sqrt());
        Sum { base, value, error }
    }

    /// A weighted mean, and the weight of those in it.
    fn mean(&self, scores: &Scores) -> (f64, f64) {
        let known = || self.cases().filter(|(case, _)| !scores[*case].is_nan());
        let all: f64 = known().map(|(_, weight)| weight).sum();
        (known().map(|(case, weight)| weight * scores[case]).sum::<f64>() / all, all)
    }
}

impl Sum {
    /// With the degrees of freedom of the effective base, as in the topline.
    fn interval(&self) -> Option<interval::Interval> {
        interval::mean(self.value, self.error?, self.base.effective() - 1.0, LEVEL)
    }
}
