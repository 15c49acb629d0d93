//! Claims: published statements that the data of a survey must bear out, and what their files (`*.claims.yaml`) say.
//! `analysis` works them out.

mod quoted;

use crate::condition::{Expr, Name, VarKind};
use crate::problem::Problem;
use crate::questionnaire::{Choice, Code, Kind, Questionnaire};

pub use quoted::{Quoted, WORDS, What, quoted};

/// One published statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub id: String,
    /// The words as they were published.
    pub seed: String,
    /// What is worked out.
    pub stat: Stat,
    /// Among whom; none for all.
    pub base: Option<Expr>,
    /// What must hold of it.
    pub expect: Expect,
}

/// A statistic of a claim. A name is a variable, an item of a grid or a place of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub enum Stat {
    Figure(Figure),
    /// The first less the second: two shares, or two means.
    Diff(Figure, Figure),
    /// The `k` codes that most chose, a ranking's on whatever place; the mode is the one. Of two alike the one that the
    /// file has first. Neither codes that exclude the others count nor refusals.
    Top {
        of: Name,
        k: usize,
    },
}

/// A statistic that is one number.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// The share of the base for whom this holds, in per cent.
    Pct(Expr),
    /// The share of codes 4 and 5 less the share of codes 1 and 2, in points of those who gave one from 1 to 5.
    Net(Name),
    /// The mean of a number or a scale, without refusals.
    Mean(Name),
}

/// What must hold of a statistic.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// The figure is this one, as tables print it: with two decimals, a half away from nought.
    Is(f64),
    Above(f64),
    AtLeast(f64),
    Below(f64),
    AtMost(f64),
    /// The figure is above the first and at most the second.
    Within(f64, f64),
    /// These codes, the most frequent first. `= 3` of a mode is one of them.
    Order(Vec<Code>),
    /// These codes, in whatever order.
    Set(Vec<Code>),
}

/// Reads a file of claims for this questionnaire: those that can be read, and all problems.
pub fn read(text: &str, questionnaire: &Questionnaire) -> (Vec<Claim>, Vec<Problem>) {
    crate::parse::claims(text, questionnaire)
}

/// The codes of a variable that a top, a net or a mean counts, in file order: none that exclude the others, no
/// refusals. None of a number or a text.
pub fn counted(questionnaire: &Questionnaire, var: &str) -> Vec<Code> {
    let question = questionnaire.question(var).map(|it| it.choices());
    let derived = || questionnaire.derived(var).map(|it| it.choices.as_slice());
    let choices: &[Choice] = question.or_else(derived).unwrap_or_default();
    match VarKind::find(questionnaire, var) {
        // A true-or-false `calc` has codes and no labels.
        Some(VarKind::Codes(codes)) if choices.is_empty() => codes,
        _ => choices.iter().filter(|it| !it.excl && !it.missing).map(|it| it.code).collect(),
    }
}

/// Whether a variable is a scale from 1 to 5, with codes on both sides of its middle.
pub(crate) fn has_net(questionnaire: &Questionnaire, of: &Name, kind: &VarKind) -> bool {
    let codes = counted(questionnaire, &of.var);
    let is_coded = match kind {
        VarKind::Codes(_) => true,
        // One item, or one place.
        VarKind::Grid(..) | VarKind::Rank(..) => of.part.is_some(),
        VarKind::Multi(_) | VarKind::Number | VarKind::Open => false,
    };
    is_coded
        && codes.iter().all(|it| (1..=5).contains(it))
        && codes.iter().any(|it| *it >= 4)
        && codes.iter().any(|it| *it <= 2)
}

/// Whether a variable is a number, or codes that may be averaged.
pub(crate) fn has_mean(questionnaire: &Questionnaire, of: &Name, kind: &VarKind) -> bool {
    let question = questionnaire.question(&of.var);
    *kind == VarKind::Number
        || question.is_some_and(|it| match it.kind {
            Kind::Scale { .. } => true,
            Kind::Grid { .. } => of.part.is_some(),
            _ => false,
        })
}
