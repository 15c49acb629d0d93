//! Published statements held against the data: the figure of each, its base and interval, and whether it holds.

mod figure;
#[cfg(test)]
mod tests;
mod top;

use survey::Questionnaire;
use survey::claims::{Claim, Expect, Stat};
use survey::questionnaire::Code;

use crate::report::rounded;
use crate::stats::Base;
use crate::stats::interval::Interval;
use crate::table::Columns;
use crate::table::filter::{Unanswerable, holding};

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

/// What the data say of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Of whom it was worked out: of a share the whole base, of anything else those in it who answered, of a
    /// difference those in either part.
    pub base: Base,
    pub found: Found,
    pub holds: bool,
}

/// The figure of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// In per cent or points; of a mean in the unit of the question. No interval of a base that is too small for one.
    Figure { value: f64, interval: Option<Interval> },
    /// The codes that most chose, the most frequent first, with the share of the base that did, in per cent. Fewer
    /// than were asked for where nobody chose any other.
    Codes(Vec<(Code, f64)>),
}

/// Why nothing can be said of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// Nobody is in the base, or nobody with a weight.
    EmptyBase,
    /// Nobody in the base was asked this, or nobody answered: a variable, an item of a grid or a place of a ranking.
    NotAsked(String),
    /// A condition of it cannot be worked out.
    Unanswerable(Unanswerable),
}

impl From<Unanswerable> for Unsaid {
    fn from(it: Unanswerable) -> Unsaid {
        Unsaid::Unanswerable(it)
    }
}

/// Works out a claim of this questionnaire, which is the newest of those that the cases were asked, among those that
/// are in (`is_in`: each case, or none for all). `weights` has one for each case.
///
/// All cases are the design: who is in, and who comes into the base, is itself by chance. Shares have Wilson's interval on the
/// effective base, everything else one by the linearised error.
pub fn finding(
    columns: &Columns,
    questionnaire: &Questionnaire,
    claim: &Claim,
    is_in: Option<&[bool]>,
    weights: Option<&[f64]>,
) -> Result<Finding, Unsaid> {
    let mut of_base = match &claim.base {
        None => vec![true; columns.cases()],
        Some(base) => holding(columns, questionnaire, base)?,
    };
    if let Some(is_in) = is_in {
        of_base.iter_mut().zip(is_in).for_each(|(base, is_in)| *base &= is_in);
    }
    let counting = Counting { columns, questionnaire, is_in: of_base, weights };
    if counting.base().weight <= 0.0 {
        return Err(Unsaid::EmptyBase);
    }
    let (base, found) = match &claim.stat {
        Stat::Figure(it) => counting.figure(it)?,
        Stat::Diff(one, other) => counting.difference(one, other)?,
        Stat::Top { of, k } => counting.top(of, *k)?,
    };
    let holds = holds(&claim.expect, &found);
    Ok(Finding { base, found, holds })
}

/// The cases in the base of a claim.
struct Counting<'a> {
    columns: &'a Columns,
    questionnaire: &'a Questionnaire,
    is_in: Vec<bool>,
    weights: Option<&'a [f64]>,
}

impl Counting<'_> {
    /// The cases that are in, with their weights.
    fn cases(&self) -> impl Iterator<Item = (usize, f64)> {
        let cases = (0..self.columns.cases()).filter(|it| self.is_in[*it]);
        cases.map(|it| (it, self.weights.map_or(1.0, |weights| weights[it])))
    }

    fn base(&self) -> Base {
        let mut base = Base::default();
        self.cases().for_each(|(_, weight)| base.add(weight));
        base
    }
}

fn holds(expect: &Expect, found: &Found) -> bool {
    match (expect, found) {
        (Expect::Is(wanted), Found::Figure { value, .. }) => rounded(*value, 2) == *wanted,
        (Expect::Above(least), Found::Figure { value, .. }) => value > least,
        (Expect::AtLeast(least), Found::Figure { value, .. }) => value >= least,
        (Expect::Below(most), Found::Figure { value, .. }) => value < most,
        (Expect::AtMost(most), Found::Figure { value, .. }) => value <= most,
        (Expect::Within(low, high), Found::Figure { value, .. }) => value > low && value <= high,
        (Expect::Order(wanted), Found::Codes(codes)) => codes.iter().map(|(it, _)| it).eq(wanted),
        (Expect::Set(wanted), Found::Codes(codes)) => {
            codes.len() == wanted.len() && codes.iter().all(|(it, _)| wanted.contains(it))
        }
        // Whoever read the claim has seen that they go together.
        _ => false,
    }
}
