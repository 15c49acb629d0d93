//! Answers too independent of one another: a filler that keeps the share of each answer and nothing else.
//!
//! What people answer hangs together: who is content with one thing is with the next, and students are young. A
//! filler that draws each answer by its share breaks this. The field is modelled as a tree of pairs (Chow and Liu,
//! Approximating discrete probability distributions with dependence trees, IEEE Transactions on Information Theory
//! 14, 1968): the pairs of answers that say most about one another, without circles. For every interview
//!
//! ```text
//! L = sum over pairs of ln( share of both answers together / product of the shares of each )
//! ```
//!
//! is the likelihood ratio of the tree against independence; both its mean and its deviation follow for people (from
//! the joint shares) and for such a filler (from the products). Flagged is who is below nought, where independence
//! explains the answers better, and as far below the mean of people as hardly any of them.
//!
//! Pairs that the form itself ties together, by carrying, routing or checks, are left out, since a filler meets them
//! too. Where what is left says too little to tell the two apart, nobody is flagged. It is the answer to factor
//! models and person-total correlations (Curran, Journal of Experimental Social Psychology 66, 2016), which need
//! scales; a tree takes any codes.

mod levels;
mod tree;

use std::collections::HashSet;

use survey::Reading;
use survey::quality::cohort::{Check, Evidence, Flag};
use survey::questionnaire::Question;

use self::tree::Edge;
use super::robust::median;
use super::vectors::Vectors;

/// Pairs of questions, each pair in the order of the alphabet.
pub type Tied = HashSet<(String, String)>;

/// So many interviews are needed to know which answers hang together.
const FIELD: usize = 200;
/// Deviations below the mean of people.
const DEVIATIONS: f64 = 3.5;
/// The mean of people and of fillers must lie so many deviations apart.
const APART: f64 = 3.0;

/// Flags the interviews whose answers are explained better by independence. `tied` are the pairs of questions that
/// the form ties together.
pub fn flags(vectors: &Vectors, tied: &Tied) -> Vec<Flag> {
    if vectors.ids.len() < FIELD {
        return Vec::new();
    }
    let columns = levels::columns(vectors);
    let edges = tree::edges(&columns, |one, next| {
        let (one, next) = (&vectors.variables[one], &vectors.variables[next]);
        // Choices of one multi and places of one ranking are a single answer.
        (one.var == next.var && !one.is_item) || tied.contains(&pair(&one.var, &next.var))
    });
    let scores: Vec<Score> = (0..vectors.ids.len()).map(|row| score(&edges, &columns, row)).collect();
    let apart: Vec<f64> = scores.iter().filter(|it| it.pairs > 0).map(Score::apart).collect();
    if median(&apart).is_none_or(|it| it < APART) {
        return Vec::new();
    }
    let flag = |score: &Score| {
        let threshold = (score.people - DEVIATIONS * score.deviation).min(0.0);
        let evidence = Evidence {
            measure: score.ratio,
            threshold,
            expected: score.people,
            base: score.pairs,
            ..Evidence::default()
        };
        let is_odd = score.pairs > 0 && score.apart() >= APART && score.ratio < threshold;
        is_odd.then_some(Flag { interview: vectors.ids[score.row], check: Check::Independent, evidence })
    };
    scores.iter().filter_map(flag).collect()
}

/// How an interview fits the tree, and what people and fillers who were asked the same would come to.
#[derive(Default)]
struct Score {
    row: usize,
    ratio: f64,
    people: f64,
    filler: f64,
    /// Of people.
    deviation: f64,
    pairs: i64,
}

impl Score {
    /// How many deviations lie between the means of people and of fillers.
    fn apart(&self) -> f64 {
        (self.people - self.filler) / self.deviation
    }
}

fn score(edges: &[Edge], columns: &[levels::Column], row: usize) -> Score {
    let mut score = Score { row, ..Score::default() };
    let mut variance = 0.0;
    for edge in edges {
        let (one, next) = (columns[edge.one].levels[row], columns[edge.next].levels[row]);
        let Some(ratio) = edge.ratio(one, next) else { continue };
        score.ratio += ratio;
        score.people += edge.people;
        score.filler += edge.filler;
        variance += edge.variance;
        score.pairs += 1;
    }
    score.deviation = variance.sqrt();
    score
}

/// Pairs of questions whose answers the form itself ties together: by carrying, routing or checks.
pub fn tied(reading: &Reading<'_>) -> Tied {
    let mut tied = Tied::new();
    for (page, question) in reading.questionnaire.questions() {
        let of_page = reading.questionnaire.pages[page].condition.iter();
        let roots = of_page.chain(conditions(question)).flat_map(|it| reading.roots(it));
        for root in roots.chain(question.from().map(str::to_owned)) {
            tied.insert(pair(&root, &question.var));
        }
    }
    tied
}

fn conditions(question: &Question) -> impl Iterator<Item = &survey::condition::Expr> {
    let choices = question.choices().iter().filter_map(|it| it.condition.as_ref());
    let items = question.items().iter().filter_map(|it| it.condition.as_ref());
    let checks = question.checks.iter().map(|it| &it.condition);
    question.condition.iter().chain(choices).chain(items).chain(checks)
}

/// A pair of questions, whichever came first.
fn pair(one: &str, next: &str) -> (String, String) {
    if one <= next { (one.to_owned(), next.to_owned()) } else { (next.to_owned(), one.to_owned()) }
}
