//! Conditions such as `age >= 18 and brand has 2`: the tree, how it is printed, and what it reads.
//!
//! `parse` makes one from text, `check` holds it against the variables it names, `run` gives its value.

pub mod check;
mod filter;
mod kind;
pub(crate) mod nearest;
pub mod parse;
mod print;
mod reads;
pub mod run;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use check::{Scope, VarKind, check};
pub use filter::{calc, filter};
pub(crate) use filter::{faults, faults_and_truth};
pub use parse::{Fault, WORDS, parse};
pub use run::{Env, ItemAnswer, Value, holds, value};

use crate::questionnaire::Code;

/// Where something stands in the text of an expression, in bytes.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// Two trees are equal wherever their words stood.
impl PartialEq for Span {
    fn eq(&self, _: &Span) -> bool {
        true
    }
}

/// An expression (the grammar is in `docs/author.md`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    Number(f64),
    Text(String),
    Var(Name),
    Call(Call),
    Arith(Box<Expr>, ArithOp, Box<Expr>),
    Compare(Box<Expr>, CompareOp, Box<Expr>),
    In { value: Box<Expr>, set: Vec<Member>, negated: bool },
    Has { var: Name, test: Has },
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
}

/// A variable, or one row of a grid (`sat.price`), or one position of a rank (`adv_rank.1`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Name {
    pub var: String,
    pub part: Option<String>,
    pub span: Span,
}

/// A call of one of the built-in functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    Answered(Name),
    Count(Name),
    Mean(Name),
    /// Seconds spent on one page (the name), or on all.
    Seconds(Option<Name>),
    LongString(Name),
    Trapped(Name),
    Junk(Name),
    /// Another complete interview came from this device.
    Duplicate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ArithOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One member of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Member {
    Number(f64, Span),
    Text(String, Span),
    /// Both ends included.
    Range(Code, Code, Span),
}

/// What a multi is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Has {
    One(Code, Span),
    Any(Vec<Member>),
    All(Vec<Member>),
}
