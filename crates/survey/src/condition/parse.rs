//! Text to tree.

mod call;
mod set;
mod surprise;
mod token;

use winnow::combinator::{alt, opt, separated};
use winnow::error::{ErrMode, ParserError};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location, Stateful};

use self::call::call;
use self::set::{has, set};
use self::surprise::{AFTER_VALUE, VALUE, surprise};
use self::token::{after_spaces, compare_op, name, number, string, symbol, word};
use super::{ArithOp, Expr, Span};

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Bytes of the expression; empty at 0 where the whole of it is meant.
    pub span: Span,
    /// A stable word, such as `unknown-variable`.
    pub code: &'static str,
    /// What is wrong, as a sentence.
    pub message: String,
    /// How to mend it, as a sentence.
    pub mend: String,
}

impl Fault {
    pub(crate) fn new(
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Fault {
        Fault { span, code, message: message.into(), mend: mend.into() }
    }
}

/// Words of the grammar: no variable may be called so.
pub const WORDS: [&str; 8] = ["and", "or", "not", "in", "has", "any", "all", "YEAR"];

/// Bytes of an expression at most.
const MAX_LENGTH: usize = 4096;
/// Parentheses, `not`s and calls inside one another at most.
const MAX_DEPTH: u32 = 64;
/// Arithmetic at most: each operator makes the tree one deeper.
const MAX_OPERATORS: u32 = 256;
/// Above this, neighbouring whole numbers can no longer be told apart.
const MAX_NUMBER: f64 = 9e15;

pub(super) type Input<'a> = Stateful<LocatingSlice<&'a str>, Size>;
/// The grammar never has to try twice, so every fault is a final one (`ErrMode::Cut`).
pub(super) type Parsed<T> = Result<T, ErrMode<Fault>>;

/// How much the expression holds so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Size {
    depth: u32,
    operators: u32,
}

/// Reads an expression: at most 4 kB, at most 64 deep.
pub fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > MAX_LENGTH {
        let message = format!("The expression has {} bytes; {MAX_LENGTH} are the most.", text.len());
        let mend = "Split it into derived variables.";
        return Err(Fault::new(Span::default(), "expression-too-long", message, mend));
    }
    let mut input = Input { input: LocatingSlice::new(text), state: Size::default() };
    let read = |input: &mut Input<'_>| {
        let expr = expr(input)?;
        if after_spaces(input).is_empty() { Ok(expr) } else { Err(surprise(input, AFTER_VALUE)) }
    };
    read(&mut input).map_err(|it| match it {
        ErrMode::Cut(fault) | ErrMode::Backtrack(fault) => fault,
        ErrMode::Incomplete(_) => Fault::from_input(&input),
    })
}

impl<'a> ParserError<Input<'a>> for Fault {
    type Inner = Fault;

    fn from_input(input: &Input<'a>) -> Fault {
        let at = input.current_token_start();
        Fault::new(
            span(at, at),
            "unexpected",
            "This can't be read.",
            "Compare it with the examples in the docs.",
        )
    }

    fn into_inner(self) -> Result<Fault, Fault> {
        Ok(self)
    }
}

pub(super) fn span(start: usize, end: usize) -> Span {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: short(start), end: short(end) }
}

/// `expr = and { "or" and }`
pub(super) fn expr(input: &mut Input<'_>) -> Parsed<Expr> {
    let parts: Vec<Expr> = separated(1.., conjunction, word("or")).parse_next(input)?;
    Ok(one_or(parts, Expr::Or))
}

/// `and = not { "and" not }`
fn conjunction(input: &mut Input<'_>) -> Parsed<Expr> {
    let parts: Vec<Expr> = separated(1.., negation, word("and")).parse_next(input)?;
    Ok(one_or(parts, Expr::And))
}

fn one_or(mut parts: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}

/// `not = "not" not | test`
fn negation(input: &mut Input<'_>) -> Parsed<Expr> {
    match opt(word("not")).parse_next(input)? {
        Some(_) => Ok(Expr::Not(Box::new(deeper(input, negation)?))),
        None => test(input),
    }
}

/// A sum, and what is asked of it.
fn test(input: &mut Input<'_>) -> Parsed<Expr> {
    after_spaces(input);
    let (left, range) = sum.with_span().parse_next(input)?;
    if let Some(op) = opt(compare_op).parse_next(input)? {
        return Ok(Expr::Compare(Box::new(left), op, Box::new(sum(input)?)));
    }
    if opt(word("has")).parse_next(input)?.is_some() {
        return match left {
            Expr::Var(var) => Ok(Expr::Has { var, test: has(input)? }),
            _ => Err(ErrMode::Cut(Fault::new(
                span(range.start, range.end),
                "has-without-variable",
                "Only a variable can be asked with `has`.",
                "Write the name of a question with several answers before `has`.",
            ))),
        };
    }
    let negated = opt((word("not"), word("in"))).parse_next(input)?.is_some();
    if negated || opt(word("in")).parse_next(input)?.is_some() {
        return Ok(Expr::In { value: Box::new(left), set: set(input)?, negated });
    }
    Ok(left)
}

/// `term { ("+" | "-") term }`
fn sum(input: &mut Input<'_>) -> Parsed<Expr> {
    let op = |input: &mut Input<'_>| {
        alt((symbol("+").value(ArithOp::Add), symbol("-").value(ArithOp::Subtract))).parse_next(input)
    };
    chain(input, term, op)
}

/// `factor { ("*" | "/") factor }`
fn term(input: &mut Input<'_>) -> Parsed<Expr> {
    let op = |input: &mut Input<'_>| {
        alt((symbol("*").value(ArithOp::Multiply), symbol("/").value(ArithOp::Divide))).parse_next(input)
    };
    chain(input, factor, op)
}

fn chain(
    input: &mut Input<'_>,
    part: fn(&mut Input<'_>) -> Parsed<Expr>,
    op: fn(&mut Input<'_>) -> Parsed<ArithOp>,
) -> Parsed<Expr> {
    let mut left = part(input)?;
    while let Some(op) = opt(op).parse_next(input)? {
        input.state.operators += 1;
        if input.state.operators > MAX_OPERATORS {
            return Err(too_deep(input));
        }
        left = Expr::Arith(Box::new(left), op, Box::new(part(input)?));
    }
    Ok(left)
}

/// `number | string | name [ "(" … ")" ] | "(" expr ")"`
fn factor(input: &mut Input<'_>) -> Parsed<Expr> {
    let rest = after_spaces(input);
    let start = input.current_token_start();
    match rest.chars().next() {
        Some('(') => {
            symbol("(").parse_next(input)?;
            let inner = deeper(input, expr)?;
            close(input, start)?;
            Ok(inner)
        }
        Some('\'') => Ok(Expr::Text(string(input)?)),
        Some(it) if it.is_ascii_digit() => Ok(Expr::Number(number(input)?)),
        Some(it) if it.is_alphabetic() => {
            let name = name(input)?;
            if after_spaces(input).starts_with('(') { call(input, name) } else { Ok(Expr::Var(name)) }
        }
        _ => Err(surprise(input, VALUE)),
    }
}

/// The `)` that belongs to the `(` at `start`.
pub(super) fn close(input: &mut Input<'_>, start: usize) -> Parsed<()> {
    match opt(symbol(")")).parse_next(input)? {
        Some(_) => Ok(()),
        None if after_spaces(input).is_empty() => Err(cut(
            start,
            start + 1,
            "unclosed",
            "This parenthesis is never closed.",
            "Write `)` where it ends.",
        )),
        None => Err(surprise(input, AFTER_VALUE)),
    }
}

/// Reads `inner` one level down.
pub(super) fn deeper<T>(input: &mut Input<'_>, inner: fn(&mut Input<'_>) -> Parsed<T>) -> Parsed<T> {
    input.state.depth += 1;
    if input.state.depth > MAX_DEPTH {
        return Err(too_deep(input));
    }
    let read = inner(input)?;
    input.state.depth -= 1;
    Ok(read)
}

fn too_deep(input: &Input<'_>) -> ErrMode<Fault> {
    let at = input.current_token_start();
    let message = format!("The expression is nested more than {MAX_DEPTH} deep, or calculates too much.");
    cut(at, at, "expression-too-deep", message, "Split it into derived variables.")
}

fn cut(
    start: usize,
    end: usize,
    code: &'static str,
    message: impl Into<String>,
    mend: impl Into<String>,
) -> ErrMode<Fault> {
    ErrMode::Cut(Fault::new(span(start, end), code, message, mend))
}
