//! `has …`, and sets such as `[1, 2, 5..9]`.

use winnow::combinator::{opt, separated};
use winnow::error::ErrMode;
use winnow::prelude::*;
use winnow::stream::Location;

use super::surprise::{SET, surprise};
use super::token::{after_spaces, number, string, symbol, word};
use super::{Fault, Input, Parsed, cut, span};
use crate::condition::{Has, Member};
use crate::questionnaire::Code;

/// `code | "any" set | "all" set`
pub(super) fn has(input: &mut Input<'_>) -> Parsed<Has> {
    if opt(word("any")).parse_next(input)?.is_some() {
        return Ok(Has::Any(set(input)?));
    }
    if opt(word("all")).parse_next(input)?.is_some() {
        return Ok(Has::All(set(input)?));
    }
    let rest = after_spaces(input);
    if rest.starts_with('[') {
        let at = input.current_token_start();
        let message = "A set after `has` needs a word that says how.";
        return Err(cut(
            at,
            at + 1,
            "has-without-any-or-all",
            message,
            "Write `has any […]` or `has all […]`.",
        ));
    }
    match member(input)? {
        Member::Number(number, span) if number.fract() == 0.0 => Ok(Has::One(number as Code, span)),
        Member::Range(_, _, it) => Err(ErrMode::Cut(Fault::new(
            it,
            "has-without-any-or-all",
            "A range after `has` needs a word that says how.",
            "Write `has any 1..3` or `has all 1..3`.",
        ))),
        Member::Number(_, it) | Member::Text(_, it) => Err(ErrMode::Cut(Fault::new(
            it,
            "not-a-code",
            "This is no code: codes are whole numbers.",
            "Write the code of a choice, such as `has 2`.",
        ))),
    }
}

/// `"[" member { "," member } "]" | range`
pub(super) fn set(input: &mut Input<'_>) -> Parsed<Vec<Member>> {
    let rest = after_spaces(input);
    let at = input.current_token_start();
    if !rest.starts_with('[') {
        return match rest.starts_with(|it: char| it.is_ascii_digit()).then(|| member(input)).transpose()? {
            Some(range @ Member::Range(..)) => Ok(vec![range]),
            Some(_) => {
                let end = input.previous_token_end();
                let message = "A set stands in brackets, even if it has one member.";
                Err(cut(
                    at,
                    end,
                    "set-without-brackets",
                    message,
                    "Write `[1]`, `[1, 2]` or a range such as `1..3`.",
                ))
            }
            None => Err(surprise(input, SET)),
        };
    }
    symbol("[").parse_next(input)?;
    if after_spaces(input).starts_with(']') {
        let end = input.current_token_start() + 1;
        return Err(cut(at, end, "empty-set", "The set is empty.", "Write the codes between the brackets."));
    }
    let members = separated(1.., member, symbol(",")).parse_next(input)?;
    match opt(symbol("]")).parse_next(input)? {
        Some(_) => Ok(members),
        None if after_spaces(input).is_empty() => Err(cut(
            at,
            at + 1,
            "unclosed",
            "This bracket is never closed.",
            "Write `]` after the last member.",
        )),
        None => Err(surprise(input, SET)),
    }
}

/// `number | string | int ".." int`
fn member(input: &mut Input<'_>) -> Parsed<Member> {
    let rest = after_spaces(input);
    let start = input.current_token_start();
    if rest.starts_with('\'') {
        let text = string(input)?;
        return Ok(Member::Text(text, span(start, input.previous_token_end())));
    }
    let low = number(input)?;
    if opt(symbol("..")).parse_next(input)?.is_none() {
        return Ok(Member::Number(low, span(start, input.previous_token_end())));
    }
    after_spaces(input);
    let high = number(input)?;
    let end = input.previous_token_end();
    if low.fract() != 0.0 || high.fract() != 0.0 {
        let message = "The ends of a range are whole numbers.";
        return Err(cut(start, end, "range-not-whole", message, "Use `>=` and `<=` instead."));
    }
    if low > high {
        let mend = format!("Write `{high}..{low}`.");
        return Err(cut(
            start,
            end,
            "range-backwards",
            "The range is empty: it ends before it begins.",
            mend,
        ));
    }
    Ok(Member::Range(low as Code, high as Code, span(start, end)))
}
