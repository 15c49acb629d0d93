//! The value of an expression. A comparison with a missing answer is false, arithmetic with one is missing.

use super::{ArithOp, Call, CompareOp, Expr, Has, Member, Name};
use crate::junk::junk;
use crate::number;
use crate::questionnaire::Code;

/// The value of a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not asked, not answered, or not decided.
    Missing,
    Number(f64),
    Text(String),
    /// A multi (any order) or a rank (first one first).
    Codes(Vec<Code>),
    /// A grid: the items answered, in the order shown.
    Items(Vec<ItemAnswer>),
}

impl Value {
    /// A text that is another one when the value is.
    pub(crate) fn brief(&self) -> String {
        let all = |codes: &mut dyn Iterator<Item = String>| codes.collect::<Vec<_>>().join(" ");
        match self {
            Value::Missing => String::new(),
            Value::Number(it) => number::write(*it),
            Value::Text(it) => format!("\"{it}\""),
            Value::Codes(codes) => all(&mut codes.iter().map(|it| it.to_string())),
            Value::Items(items) => all(&mut items.iter().map(|it| format!("{}.{}", it.item, it.code))),
        }
    }
}

/// One answered item of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemAnswer {
    pub item: String,
    pub code: Code,
    /// The right answer, if it is a trap.
    pub trap: Option<Code>,
    /// The code is marked `missing`, as "no answer" is.
    pub missing: bool,
}

/// Where an expression finds its values.
pub struct Env<'a> {
    pub value: &'a dyn Fn(&str) -> Value,
    /// Seconds spent on a page, or on all.
    pub seconds: &'a dyn Fn(Option<&str>) -> f64,
    /// The survey year.
    pub year: Option<i64>,
    /// Another complete interview came from this device.
    pub duplicate: bool,
}

/// Whether a condition holds.
pub fn holds(expr: &Expr, env: &Env<'_>) -> bool {
    is_true(expr, env)
}

/// The value of a `calc`: missing when a variable read outside `answered()` is missing; truths are 1 and 0.
pub fn value(expr: &Expr, env: &Env<'_>) -> Option<f64> {
    if expr.reads_outside_answered().into_iter().any(|name| read(name, env) == Value::Missing) {
        return None;
    }
    match result(expr, env) {
        Outcome::Number(it) => Some(it),
        Outcome::Truth(it) => Some(f64::from(u8::from(it))),
        Outcome::Missing | Outcome::Text(_) => None,
    }
}

/// What a part of an expression gives.
enum Outcome {
    Missing,
    Number(f64),
    Text(String),
    Truth(bool),
}

impl From<Option<f64>> for Outcome {
    fn from(number: Option<f64>) -> Outcome {
        number.map_or(Outcome::Missing, Outcome::Number)
    }
}

fn result(expr: &Expr, env: &Env<'_>) -> Outcome {
    match expr {
        Expr::Number(it) => Outcome::Number(*it),
        Expr::Text(it) => Outcome::Text(it.clone()),
        Expr::Var(name) => match read(name, env) {
            Value::Number(it) => Outcome::Number(it),
            Value::Text(it) => Outcome::Text(it),
            Value::Missing | Value::Codes(_) | Value::Items(_) => Outcome::Missing,
        },
        Expr::Call(Call::Count(name)) => count(&read(name, env)).into(),
        Expr::Call(Call::Mean(name)) => mean(&read(name, env)).into(),
        Expr::Call(Call::LongString(name)) => longstring(&read(name, env)).into(),
        Expr::Call(Call::Seconds(page)) => {
            Outcome::Number((env.seconds)(page.as_ref().map(|it| it.var.as_str())))
        }
        Expr::Arith(left, op, right) => arith(left, *op, right, env).into(),
        Expr::Call(Call::Answered(_) | Call::Trapped(_) | Call::Junk(_) | Call::Duplicate)
        | Expr::Compare(..)
        | Expr::In { .. }
        | Expr::Has { .. }
        | Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_) => Outcome::Truth(is_true(expr, env)),
    }
}

fn is_true(expr: &Expr, env: &Env<'_>) -> bool {
    match expr {
        Expr::Compare(left, op, right) => compare(result(left, env), *op, result(right, env)),
        Expr::In { value, set, negated } => is_in(&result(value, env), set, *negated),
        Expr::Has { var, test } => match read(var, env) {
            Value::Codes(chosen) => has(&chosen, test),
            Value::Missing | Value::Number(_) | Value::Text(_) | Value::Items(_) => false,
        },
        Expr::Not(it) => !is_true(it, env),
        Expr::And(parts) => parts.iter().all(|it| is_true(it, env)),
        Expr::Or(parts) => parts.iter().any(|it| is_true(it, env)),
        Expr::Call(Call::Answered(name)) => read(name, env) != Value::Missing,
        Expr::Call(Call::Trapped(name)) => match read(name, env) {
            Value::Items(items) => items.iter().any(|it| it.trap.is_some_and(|right| right != it.code)),
            Value::Missing | Value::Number(_) | Value::Text(_) | Value::Codes(_) => false,
        },
        Expr::Call(Call::Junk(name)) => match read(name, env) {
            // No browser decides by it (`portable`): its tables of letters are not worth the while of fetching them.
            Value::Text(text) => !cfg!(target_family = "wasm") && junk(&text),
            Value::Missing | Value::Number(_) | Value::Codes(_) | Value::Items(_) => false,
        },
        Expr::Call(Call::Duplicate) => env.duplicate,
        // No truths; `check` refuses them here.
        Expr::Call(Call::Count(_) | Call::Mean(_) | Call::LongString(_) | Call::Seconds(_))
        | Expr::Number(_)
        | Expr::Text(_)
        | Expr::Var(_)
        | Expr::Arith(..) => false,
    }
}

/// The value of a variable, of one item of a grid or of one position of a rank.
fn read(name: &Name, env: &Env<'_>) -> Value {
    if name.var == "YEAR" {
        return env.year.map_or(Value::Missing, |it| Value::Number(it as f64));
    }
    let value = (env.value)(&name.var);
    let Some(part) = &name.part else { return value };
    let code = match value {
        Value::Items(items) => items.into_iter().find(|it| it.item == *part).map(|it| it.code),
        Value::Codes(ranks) => {
            part.parse::<usize>().ok().and_then(|it| ranks.get(it.checked_sub(1)?).copied())
        }
        Value::Missing | Value::Number(_) | Value::Text(_) => None,
    };
    code.map_or(Value::Missing, |it| Value::Number(it as f64))
}

fn arith(left: &Expr, op: ArithOp, right: &Expr, env: &Env<'_>) -> Option<f64> {
    let (Outcome::Number(left), Outcome::Number(right)) = (result(left, env), result(right, env)) else {
        return None;
    };
    let done = match op {
        ArithOp::Add => left + right,
        ArithOp::Subtract => left - right,
        ArithOp::Multiply => left * right,
        ArithOp::Divide => left / right,
    };
    // Division by zero is missing, and so is what grew beyond all numbers.
    done.is_finite().then_some(done)
}

fn compare(left: Outcome, op: CompareOp, right: Outcome) -> bool {
    match (left, right) {
        (Outcome::Number(left), Outcome::Number(right)) => match op {
            CompareOp::Equal => equal(left, right),
            CompareOp::NotEqual => !equal(left, right),
            CompareOp::Less => left < right && !equal(left, right),
            CompareOp::LessOrEqual => left < right || equal(left, right),
            CompareOp::Greater => left > right && !equal(left, right),
            CompareOp::GreaterOrEqual => left > right || equal(left, right),
        },
        (Outcome::Text(left), Outcome::Text(right)) => match op {
            CompareOp::Equal => left == right,
            CompareOp::NotEqual => left != right,
            CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual => {
                false
            }
        },
        _ => false,
    }
}

/// So that 0.1 + 0.2 is 0.3, as every author expects.
fn equal(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
}

/// Whether it is in the set, or out of it if `negated`; a missing value is neither.
fn is_in(value: &Outcome, set: &[Member], negated: bool) -> bool {
    let is_member = |member: &Member| match (value, member) {
        (Outcome::Number(it), Member::Number(other, _)) => equal(*it, *other),
        (Outcome::Number(it), Member::Range(low, high, _)) => {
            let (low, high) = (*low as f64, *high as f64);
            (low <= *it && *it <= high) || equal(*it, low) || equal(*it, high)
        }
        (Outcome::Text(it), Member::Text(other, _)) => it == other,
        _ => false,
    };
    match value {
        Outcome::Missing | Outcome::Truth(_) => false,
        Outcome::Number(_) | Outcome::Text(_) => set.iter().any(is_member) != negated,
    }
}

fn has(chosen: &[Code], test: &Has) -> bool {
    match test {
        Has::One(code, _) => chosen.contains(code),
        Has::Any(set) => set.iter().any(|member| match member {
            Member::Number(code, _) => chosen.iter().any(|it| *it as f64 == *code),
            Member::Range(low, high, _) => chosen.iter().any(|it| (low..=high).contains(&it)),
            Member::Text(..) => false,
        }),
        Has::All(set) => set.iter().all(|member| match member {
            Member::Number(code, _) => chosen.iter().any(|it| *it as f64 == *code),
            // Counted, so that a wide range costs nothing.
            Member::Range(low, high, _) => {
                let within = chosen.iter().filter(|it| (low..=high).contains(it)).count();
                i64::try_from(within).is_ok_and(|it| it == high - low + 1)
            }
            Member::Text(..) => false,
        }),
    }
}

fn count(value: &Value) -> Option<f64> {
    match value {
        Value::Codes(chosen) => Some(chosen.len() as f64),
        Value::Missing | Value::Number(_) | Value::Text(_) | Value::Items(_) => None,
    }
}

/// The mean of a grid without its trap rows and what is marked `missing`.
fn mean(value: &Value) -> Option<f64> {
    let Value::Items(items) = value else { return None };
    let codes: Vec<f64> =
        items.iter().filter(|it| it.trap.is_none() && !it.missing).map(|it| it.code as f64).collect();
    (!codes.is_empty()).then(|| codes.iter().sum::<f64>() / codes.len() as f64)
}

/// The longest run of one answer in a grid, in the order shown, trap rows included.
fn longstring(value: &Value) -> Option<f64> {
    let Value::Items(items) = value else { return None };
    items.chunk_by(|one, next| one.code == next.code).map(|run| run.len() as f64).reduce(f64::max)
}
