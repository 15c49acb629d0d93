//! What a rehearsal plan says: who arrives, how they fare, what they answer.

use std::collections::HashMap;

use crate::condition::Expr;
use crate::problem::Problem;
use crate::questionnaire::{Code, Questionnaire};
use crate::route::StepAt;

/// Codes and their shares or weights, in file order.
pub type Shares = Vec<(Code, f64)>;

/// A rehearsal plan (`*.sim.yaml`), read and checked against its questionnaire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The seed to use where nobody gives another.
    pub seed: u64,
    pub fieldwork: Fieldwork,
    /// How each question is answered, those of `entrants` included. The first entry that applies counts.
    pub draws: HashMap<String, Vec<Draw>>,
}

impl Plan {
    /// Reads a plan for this questionnaire, with every problem at once.
    pub fn read(text: &str, questionnaire: &Questionnaire) -> Result<Plan, Vec<Problem>> {
        crate::parse::plan(text, questionnaire)
    }
}

/// How people fare, as shares of those who arrive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fieldwork {
    /// Who is screened out or refuses, and where that ends.
    pub fails: Vec<(Fail, f64, Vec<StepAt>)>,
    /// Qualified, and never finished.
    pub dropout: f64,
    pub speeder: f64,
    /// Fails the trap rows.
    pub attention: f64,
    /// Gives one answer on all rows of every grid.
    pub straight: f64,
    /// How long an interview lasts; the questionnaire's expected length if the plan does not say.
    pub minutes: Option<Num>,
}

/// The words of a plan for those who do not qualify. Each stands for the ends with certain codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fail {
    /// At the consent question: the end `refused`.
    Refuse,
    /// `S_AGE`.
    Underage,
    /// `S_REGION`.
    Abroad,
    /// `S_INDUSTRY`.
    Industry,
    /// `S_RECENT`.
    Recent,
    /// `S_NOUSE` or `S_NOORDER`, half of them each where there are both.
    NoUse,
}

/// One way to answer a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Applies only if this holds.
    pub condition: Option<Expr>,
    pub how: How,
    /// What ties the answers of one person together.
    pub latent: Option<Latent>,
}

/// A trait of the person behind several answers: a standard normal number, and how much of it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Latent {
    pub name: String,
    /// 0 to 1: the answer's own normal number is `load` of the trait, the rest is chance.
    pub load: f64,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// `d`: one code by its share.
    Code(Shares),
    /// `w`: weights among the codes offered: one for a single, one after another for a ranking.
    Weights(Shares),
    /// `p`: an independent chance for each code, or the chance of the one that excludes them; `force` are always ticked.
    Each { chances: Shares, none: Option<(Code, f64)>, force: Vec<Code> },
    /// `k` and `w`: how many, then one after another in proportion to the weights (Plackett-Luce).
    Picks { numbers: Shares, weights: Shares },
    /// `sets`: whole answers.
    Sets(Vec<(Vec<Code>, f64)>),
    /// `num`, and the ends that it is clipped to.
    Number { num: Num, clip: Option<(f64, f64)> },
    /// `text`, and the share that leaves it blank.
    Text { texts: Vec<String>, skip: f64 },
    /// `rows`: a share for each code, item by item.
    Rows(Vec<(String, Shares)>),
}

/// A number by chance.
#[derive(Clone, Debug, PartialEq)]
pub enum Num {
    LogNormal {
        median: f64,
        sigma: f64,
    },
    /// So many tries whose chance is itself drawn from a beta distribution.
    BetaBinomial {
        tries: u32,
        a: f64,
        b: f64,
    },
    /// Values by share.
    List(Vec<(f64, f64)>),
    /// Whole numbers from one to another by share, evenly within; counted back from `from`, as years of birth are.
    Ages {
        from: i64,
        bands: Vec<((i64, i64), f64)>,
    },
}
