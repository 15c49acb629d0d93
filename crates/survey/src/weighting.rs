//! Weightings that an author writes down: the margins that are known of the population. `analysis` does them.

use serde::{Deserialize, Deserializer, Serialize};

use crate::parse::is_never;
use crate::questionnaire::{Code, Derived, Kind, Question, Questionnaire, Rule, Text};

/// One way to weight the cases, by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighting {
    pub name: String,
    pub label: Text,
    pub margins: Vec<Margin>,
    /// The least and the most weight, where the mean is 1.
    pub cap: Option<(f64, f64)>,
}

/// What is known of one variable in the population, or of two interlocked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Margin {
    /// One or two variables: singles, scales, or derived ones with codes.
    pub by: Vec<String>,
    /// Codes and share in per cent, in file order. They sum to 100 but for rounding.
    ///
    /// Codes that are a refusal (`missing`) have none: who has one is weighted by the other margins.
    pub shares: Vec<(Vec<Code>, f64)>,
    /// Who says so.
    pub source: Text,
    /// The year that the shares are of.
    pub year: i64,
}

/// The codes of a variable that can be weighted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarginCodes {
    /// In file order.
    pub all: Vec<Code>,
    /// Refusals: nobody knows their share in the population.
    pub missing: Vec<Code>,
    /// Never offered, so that they need no share.
    pub retired: Vec<Code>,
}

impl MarginCodes {
    /// The codes that need a share.
    pub fn wanted(&self) -> impl Iterator<Item = Code> {
        self.all.iter().copied().filter(|it| !self.missing.contains(it) && !self.retired.contains(it))
    }

    /// Of a question; none where it does not give each person one code of a list.
    pub(crate) fn of_question(question: &Question) -> Option<MarginCodes> {
        if !matches!(question.kind, Kind::Single { .. } | Kind::Scale { .. }) {
            return None;
        }
        let choices = question.choices();
        let retired = choices.iter().filter(|it| it.condition.as_ref().is_some_and(is_never));
        Some(MarginCodes {
            all: choices.iter().map(|it| it.code).collect(),
            missing: choices.iter().filter(|it| it.missing).map(|it| it.code).collect(),
            retired: retired.map(|it| it.code).collect(),
        })
    }

    /// Of a derived variable; none where it does not give each person one code of a list.
    pub(crate) fn of_derived(derived: &Derived) -> Option<MarginCodes> {
        let Rule::When(cases) = &derived.rule else { return None };
        let is_missing = |code: &Code| derived.choices.iter().any(|it| it.code == *code && it.missing);
        let all: Vec<Code> = cases.iter().map(|(it, _)| *it).collect();
        let missing = all.iter().copied().filter(is_missing).collect();
        Some(MarginCodes { all, missing, retired: Vec::new() })
    }
}

/// The codes of a variable that can be weighted by; none of any other, and where there is no such variable.
pub fn codes(questionnaire: &Questionnaire, var: &str) -> Option<MarginCodes> {
    match questionnaire.question(var) {
        Some(question) => MarginCodes::of_question(question),
        None => questionnaire.derived(var).and_then(MarginCodes::of_derived),
    }
}

/// How a set of weights was made: what is to be said of it wherever it is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    pub margins: Vec<Margin>,
    /// The least and the most weight that were allowed, where the mean is 1; the most is infinite where only the least
    /// was bounded.
    #[serde(default, deserialize_with = "bounds")]
    pub cap: Option<(f64, f64)>,
    /// The newest version of the questionnaire then.
    pub version: String,
    /// How many changes the survey had seen.
    pub snapshot: i64,
    /// Whether the cases are those of a rehearsal.
    pub rehearsal: bool,
    /// How many completes were weighted.
    pub cases: i64,
    /// Their effective base.
    pub base: f64,
    /// Rounds through all margins.
    pub iterations: i64,
}

/// JSON has no infinity and writes it as null.
fn bounds<'de, D: Deserializer<'de>>(from: D) -> Result<Option<(f64, f64)>, D::Error> {
    let bounds: Option<(f64, Option<f64>)> = Deserialize::deserialize(from)?;
    Ok(bounds.map(|(least, most)| (least, most.unwrap_or(f64::INFINITY))))
}
