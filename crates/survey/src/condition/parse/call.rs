//! Calls of the built-in functions.

use winnow::combinator::separated;
use winnow::error::ErrMode;
use winnow::prelude::*;
use winnow::stream::Location;

use super::token::{after_spaces, symbol};
use super::{Fault, Input, Parsed, close, deeper, expr, span};
use crate::condition::nearest::{nearest, or_nearest};
use crate::condition::{Call, Expr, Name, Span};

/// The built-in functions, each as an author would call it.
const FUNCTIONS: [(&str, &str); 8] = [
    ("answered", "answered(q1)"),
    ("count", "count(q1)"),
    ("mean", "mean(grid)"),
    ("seconds", "seconds() or seconds(page)"),
    ("longstring", "longstring(grid)"),
    ("trapped", "trapped(grid)"),
    ("junk", "junk(q1)"),
    ("duplicate", "duplicate(device)"),
];

/// What stands between the parentheses: a tree and its place.
type Argument = (Expr, Span);

/// `function "(" [ expr { "," expr } ] ")"`, after the function's name.
pub(super) fn call(input: &mut Input<'_>, function: Name) -> Parsed<Expr> {
    let open = input.current_token_start();
    symbol("(").parse_next(input)?;
    let known = FUNCTIONS.iter().find(|(name, _)| *name == function.var && function.part.is_none());
    let Some((_, example)) = known else {
        return Err(ErrMode::Cut(unknown(&function)));
    };
    let arguments = match after_spaces(input).starts_with(')') {
        true => Vec::new(),
        false => separated(1.., argument, symbol(",")).parse_next(input)?,
    };
    // A hint about the arguments is worth more than one about a forgotten parenthesis.
    close(input, open)?;
    let whole = Span { start: function.span.start, end: span(0, input.previous_token_end()).end };
    built(&function.var, arguments, whole, example).map(Expr::Call).map_err(ErrMode::Cut)
}

fn argument(input: &mut Input<'_>) -> Parsed<Argument> {
    after_spaces(input);
    let (expr, range) = (|input: &mut Input<'_>| deeper(input, expr)).with_span().parse_next(input)?;
    Ok((expr, span(range.start, range.end)))
}

fn built(function: &str, arguments: Vec<Argument>, whole: Span, example: &str) -> Result<Call, Fault> {
    let few = arguments.len();
    let mut names = arguments.into_iter().map(|(expr, span)| match expr {
        Expr::Var(name) => Ok(name),
        _ => Err(Fault::new(
            span,
            "not-a-name",
            format!("`{function}` wants a name and nothing else."),
            format!("Write `{example}`."),
        )),
    });
    let call = match (function, few, names.next().transpose()?) {
        ("seconds", 0, None) => Call::Seconds(None),
        ("seconds", 1, page) => Call::Seconds(page),
        ("answered", 1, Some(name)) => Call::Answered(name),
        ("count", 1, Some(name)) => Call::Count(name),
        ("mean", 1, Some(name)) => Call::Mean(name),
        ("longstring", 1, Some(name)) => Call::LongString(name),
        ("trapped", 1, Some(name)) => Call::Trapped(name),
        ("junk", 1, Some(name)) => Call::Junk(name),
        ("duplicate", 1, Some(name)) if name.var == "device" && name.part.is_none() => Call::Duplicate,
        ("duplicate", 1, Some(name)) => {
            let message = format!("`duplicate` knows devices only, not `{}`.", name.var);
            return Err(Fault::new(name.span, "not-a-device", message, "Write `duplicate(device)`."));
        }
        _ => {
            let message =
                format!("`{function}` has {few} {}.", if few == 1 { "argument" } else { "arguments" });
            return Err(Fault::new(whole, "wrong-arguments", message, format!("Write `{example}`.")));
        }
    };
    Ok(call)
}

fn unknown(function: &Name) -> Fault {
    let known = || FUNCTIONS.iter().map(|(name, _)| *name);
    let mend = match nearest(&function.var, known()) {
        Some(it) => or_nearest(Some(it), ""),
        None => format!("The functions are {}.", known().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("There is no function `{}`.", function.var);
    Fault::new(function.span, "unknown-function", message, mend)
}
