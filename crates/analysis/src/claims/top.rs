//! The codes that most chose.

use survey::claims::counted;
use survey::condition::Name;
use survey::questionnaire::Code;

use super::{Counting, Found, Unsaid};
use crate::stats::Base;
use crate::table::filter::named;

impl Counting<'_> {
    /// The `k` codes of the largest weight among those who answered, a refusal being no answer. Of two alike the one
    /// that the file has first.
    pub(super) fn top(&self, of: &Name, k: usize) -> Result<(Base, Found), Unsaid> {
        let fields = named(self.columns, of)?;
        let codes = counted(self.questionnaire, &of.var);
        let refusals = self.refusals(&of.var);
        let mut sums = vec![0.0; codes.len()];
        let mut base = Base::default();
        for (case, weight) in self.cases() {
            let mut is_answered = false;
            for code in fields.iter().flat_map(|it| it.values.codes(case)) {
                is_answered |= !refusals.contains(&code);
                if let Some(at) = codes.iter().position(|it| *it == code) {
                    sums[at] += weight;
                }
            }
            if is_answered {
                base.add(weight);
            }
        }
        if base.weight <= 0.0 {
            return Err(Unsaid::NotAsked(of.to_string()));
        }
        let mut top: Vec<(Code, f64)> = codes.into_iter().zip(sums).filter(|(_, sum)| *sum > 0.0).collect();
        top.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        top.truncate(k);
        let share = |(code, sum)| (code, 100.0 * sum / base.weight);
        Ok((base, Found::Codes(top.into_iter().map(share).collect())))
    }

    fn refusals(&self, var: &str) -> Vec<Code> {
        let question = self.questionnaire.question(var).map(|it| it.choices());
        let derived = || self.questionnaire.derived(var).map(|it| it.choices.as_slice());
        let choices = question.or_else(derived).unwrap_or_default();
        choices.iter().filter(|it| it.missing).map(|it| it.code).collect()
    }
}
