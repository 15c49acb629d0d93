//! Expressions that need no answers to be decided.

use crate::condition::{ArithOp, CompareOp, Expr, Member};

/// Whether a condition never holds, as `0 == 1`, which retires a choice.
pub(crate) fn is_never(expr: &Expr) -> bool {
    truth(expr) == Some(false)
}

/// The truth of a condition, if no answer can change it.
pub(super) fn truth(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Compare(a, op, b) => Some(compare(number(a)?, *op, number(b)?)),
        Expr::In { value, set, negated } => Some(within(number(value)?, set) != *negated),
        Expr::Not(it) => truth(it).map(|it| !it),
        Expr::And(all) => {
            let truths: Vec<_> = all.iter().map(truth).collect();
            if truths.contains(&Some(false)) {
                Some(false)
            } else {
                truths.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
            }
        }
        Expr::Or(any) => {
            let truths: Vec<_> = any.iter().map(truth).collect();
            if truths.contains(&Some(true)) {
                Some(true)
            } else {
                truths.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
            }
        }
        Expr::Number(_)
        | Expr::Text(_)
        | Expr::Var(_)
        | Expr::Call(_)
        | Expr::Arith(..)
        | Expr::Has { .. } => None,
    }
}

/// The value of an expression, if no answer can change it.
pub(super) fn number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Number(it) => Some(*it),
        Expr::Arith(a, op, b) => {
            let (a, b) = (number(a)?, number(b)?);
            let value = match op {
                ArithOp::Add => a + b,
                ArithOp::Subtract => a - b,
                ArithOp::Multiply => a * b,
                ArithOp::Divide => a / b,
            };
            value.is_finite().then_some(value)
        }
        _ => None,
    }
}

/// One comparison of two numbers.
pub(super) fn compare(a: f64, op: CompareOp, b: f64) -> bool {
    match op {
        CompareOp::Equal => a == b,
        CompareOp::NotEqual => a != b,
        CompareOp::Less => a < b,
        CompareOp::LessOrEqual => a <= b,
        CompareOp::Greater => a > b,
        CompareOp::GreaterOrEqual => a >= b,
    }
}

/// Whether a number is in a set.
pub(super) fn within(value: f64, set: &[Member]) -> bool {
    set.iter().any(|it| match it {
        Member::Number(it, _) => *it == value,
        Member::Range(low, high, _) => (*low as f64) <= value && value <= (*high as f64),
        Member::Text(..) => false,
    })
}
