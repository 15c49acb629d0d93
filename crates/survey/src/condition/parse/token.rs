//! Words, numbers, texts and signs.

use winnow::ascii::digit1;
use winnow::combinator::{alt, opt, preceded};
use winnow::error::ErrMode;
use winnow::prelude::*;
use winnow::stream::{Location, Stream};
use winnow::token::{literal, take_while};

use super::surprise::{VALUE, surprise};
use super::{Fault, Input, MAX_NUMBER, Parsed, WORDS, cut, span};
use crate::condition::{CompareOp, Name};

/// A name that is no word of the grammar, with the row or position behind its dot.
pub(super) fn name(input: &mut Input<'_>) -> Parsed<Name> {
    let start = input.current_token_start();
    let before = input.checkpoint();
    let var = identifier(input)?;
    if WORDS.contains(&var) && var != "YEAR" {
        input.reset(&before);
        return Err(surprise(input, VALUE));
    }
    let part = opt(preceded('.', identifier)).parse_next(input)?;
    let end = input.previous_token_end();
    Ok(Name { var: var.to_owned(), part: part.map(str::to_owned), span: span(start, end) })
}

pub(super) fn number(input: &mut Input<'_>) -> Parsed<f64> {
    let start = input.current_token_start();
    let digits = opt((digit1, opt(('.', digit1))).take()).parse_next(input)?;
    let digits: &str = digits.ok_or_else(|| surprise(input, VALUE))?;
    match digits.parse() {
        Ok(number) if number <= MAX_NUMBER => Ok(number),
        _ => Err(cut(
            start,
            start + digits.len(),
            "number-too-large",
            "This number is too large.",
            "Use a number of at most fifteen digits.",
        )),
    }
}

pub(super) fn string(input: &mut Input<'_>) -> Parsed<String> {
    let start = input.current_token_start();
    let read = opt((literal("'"), take_while(0.., |it| it != '\''), literal("'"))).parse_next(input)?;
    match read {
        Some((_, text, _)) => Ok(text.to_owned()),
        None => Err(cut(
            start,
            start + 1,
            "unclosed",
            "This text is never closed.",
            "Write `'` where the text ends.",
        )),
    }
}

pub(super) fn compare_op(input: &mut Input<'_>) -> Parsed<CompareOp> {
    alt((
        symbol("==").value(CompareOp::Equal),
        symbol("!=").value(CompareOp::NotEqual),
        symbol("<=").value(CompareOp::LessOrEqual),
        symbol("<").value(CompareOp::Less),
        symbol(">=").value(CompareOp::GreaterOrEqual),
        symbol(">").value(CompareOp::Greater),
    ))
    .parse_next(input)
}

/// Skips blanks and gives what is left.
pub(super) fn after_spaces<'a>(input: &mut Input<'a>) -> &'a str {
    let rest: &'a str = input.input.as_ref();
    let blanks = rest.len() - rest.trim_start().len();
    let _ = input.next_slice(blanks);
    &rest[blanks..]
}

pub(super) fn symbol<'a>(text: &'static str) -> impl Parser<Input<'a>, &'a str, ErrMode<Fault>> {
    preceded(take_while(0.., char::is_whitespace), literal(text))
}

/// A whole word, so that `or` is not found in `order`.
pub(super) fn word<'a>(text: &'static str) -> impl Parser<Input<'a>, &'a str, ErrMode<Fault>> {
    preceded(take_while(0.., char::is_whitespace), identifier.verify(move |it: &str| it == text))
}

fn identifier<'a>(input: &mut Input<'a>) -> Parsed<&'a str> {
    take_while(1.., |it: char| it.is_alphanumeric() || it == '_').parse_next(input)
}
