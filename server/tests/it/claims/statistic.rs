//! What a claim computes from the data, and what it expects of that.

use serde::Deserialize;
use survey::condition::{Value, parse};
use survey::questionnaire::{Choice, Code};

use super::data::{Data, Row};

/// A file of claims.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub questionnaire: String,
    pub claims: Vec<Claim>,
}

/// One published statement: a statistic among a base, and what must hold of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub id: String,
    pub seed: String,
    stat: Statistic,
    base: String,
    expect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statistic {
    pct: Option<String>,
    mode: Option<String>,
    top: Option<String>,
    k: Option<usize>,
    net: Option<String>,
    mean: Option<String>,
    diff: Option<Vec<Statistic>>,
}

/// A statistic worked out.
#[derive(Debug)]
enum Outcome {
    Figure(f64),
    Codes(Vec<Code>),
}

impl Claim {
    /// Nothing if the claim holds; otherwise what was found instead.
    pub fn failure(&self, data: &Data) -> Option<String> {
        let base: Vec<Row> = match self.base.as_str() {
            "all" => data.rows().collect(),
            base => {
                let base = parse(base).unwrap();
                data.rows().filter(|it| it.holds(&base)).collect()
            }
        };
        let outcome = self.stat.outcome(data, &base);
        let holds = !base.is_empty() && fits(&self.expect, &outcome);
        (!holds).then(|| {
            format!(
                "{} {}: expected {}, found {outcome:?} (n = {})",
                self.id,
                self.seed,
                self.expect,
                base.len()
            )
        })
    }
}

impl Statistic {
    fn outcome(&self, data: &Data, base: &[Row]) -> Outcome {
        match self {
            Statistic { pct: Some(condition), .. } => {
                let condition = parse(condition).unwrap();
                Outcome::Figure(share(base, |it| it.holds(&condition)))
            }
            Statistic { mode: Some(var), .. } => Outcome::Codes(top(data, base, var, 1)),
            Statistic { top: Some(var), k: Some(k), .. } => Outcome::Codes(top(data, base, var, *k)),
            Statistic { net: Some(var), .. } => {
                let codes: Vec<Code> = base.iter().flat_map(|it| codes(data, *it, var)).collect();
                Outcome::Figure(share(&codes, |it| *it >= 4) - share(&codes, |it| *it <= 2))
            }
            Statistic { mean: Some(var), .. } => {
                let numbers: Vec<f64> = base.iter().filter_map(|it| number(it.value(var))).collect();
                Outcome::Figure(numbers.iter().sum::<f64>() / numbers.len() as f64)
            }
            Statistic { diff: Some(two), .. } => match two.as_slice() {
                [a, b] => Outcome::Figure(a.figure(data, base) - b.figure(data, base)),
                _ => panic!("a difference is of two statistics"),
            },
            _ => panic!("no known statistic"),
        }
    }

    fn figure(&self, data: &Data, base: &[Row]) -> f64 {
        match self.outcome(data, base) {
            Outcome::Figure(figure) => figure,
            Outcome::Codes(_) => panic!("a difference is of figures"),
        }
    }
}

/// The share for whom it is true, in percent.
fn share<T>(base: &[T], is_true: impl Fn(&T) -> bool) -> f64 {
    100.0 * base.iter().filter(|it| is_true(it)).count() as f64 / base.len() as f64
}

/// The `k` codes chosen most often, the most frequent first; of two alike the one written first.
fn top(data: &Data, base: &[Row], var: &str, k: usize) -> Vec<Code> {
    let all: Vec<Code> = base.iter().flat_map(|it| codes(data, *it, var)).collect();
    let mut counts: Vec<(Code, usize)> = choices(data, var)
        .iter()
        .map(|choice| (choice.code, all.iter().filter(|it| **it == choice.code).count()))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().take(k).map(|(code, _)| code).collect()
}

/// The codes that count at a variable: none that exclude the others, no refusals.
fn codes(data: &Data, row: Row, var: &str) -> Vec<Code> {
    let given = match row.value(var) {
        Value::Codes(codes) => codes,
        Value::Number(code) => vec![code as Code],
        _ => Vec::new(),
    };
    let counts =
        |code: &Code| choices(data, var).iter().any(|it| it.code == *code && !it.excl && !it.missing);
    given.into_iter().filter(counts).collect()
}

fn choices<'a>(data: &'a Data, var: &str) -> &'a [Choice] {
    let question = data.questionnaire.question(var).map(|it| it.choices());
    question.or(data.questionnaire.derived(var).map(|it| it.choices.as_slice())).unwrap()
}

fn number(value: Value) -> Option<f64> {
    if let Value::Number(number) = value { Some(number) } else { None }
}

/// `= 72.66`, `= 3`, `> 60`, `in 0..6`, `order [6, 3, 5]`, `set [1, 2]`.
fn fits(expect: &str, outcome: &Outcome) -> bool {
    let (word, rest) = expect.split_once(' ').unwrap();
    match (word, outcome) {
        ("=", Outcome::Figure(figure)) => half_up(*figure) == rest.parse::<f64>().unwrap(),
        ("=", Outcome::Codes(codes)) => *codes == [rest.parse::<Code>().unwrap()],
        (">", Outcome::Figure(figure)) => *figure > rest.parse::<f64>().unwrap(),
        ("in", Outcome::Figure(figure)) => {
            let (from, to) = rest.split_once("..").unwrap();
            *figure > from.parse::<f64>().unwrap() && *figure <= to.parse::<f64>().unwrap()
        }
        ("order", Outcome::Codes(codes)) => *codes == list(rest),
        ("set", Outcome::Codes(codes)) => {
            let (mut codes, mut wanted) = (codes.clone(), list(rest));
            codes.sort_unstable();
            wanted.sort_unstable();
            codes == wanted
        }
        _ => panic!("“{expect}” does not go with {outcome:?}"),
    }
}

/// Two decimals, a half goes up, as tables print it.
fn half_up(figure: f64) -> f64 {
    ((figure * 100.0 + 1e-9) + 0.5).floor() / 100.0
}

fn list(text: &str) -> Vec<Code> {
    let inside = text.trim().trim_start_matches('[').trim_end_matches(']');
    inside.split(',').map(|it| it.trim().parse().unwrap()).collect()
}
