//! Something else stands where the grammar goes on: what it is, and what the author may have meant.

use winnow::error::ErrMode;
use winnow::stream::Location;

use super::token::after_spaces;
use super::{Fault, Input, WORDS, span};

/// Where the grammar wanted something else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// What was wanted, for the message.
    wanted: &'static str,
    mend: &'static str,
}

pub(super) const VALUE: Place =
    Place { wanted: "a value", mend: "Write a variable, a number or a text in single quotes here." };
pub(super) const AFTER_VALUE: Place = Place {
    wanted: "a comparison, `and`, `or` or the end",
    mend: "Connect two conditions with `and` or `or`.",
};
pub(super) const SET: Place = Place {
    wanted: "a set",
    mend: "Write codes in brackets with commas between them, such as `[1, 2]`, or a range such as `1..3`.",
};

/// What other languages write for it, and how it is written here. Longer ones stand first.
const HABITS: [(&str, &str); 26] = [
    ("&&", "Write `and`."),
    ("&", "Write `and`."),
    ("||", "Write `or`."),
    ("|", "Write `or`."),
    ("===", "Write `==`."),
    ("=>", "Write `>=`."),
    ("=<", "Write `<=`."),
    ("=", "Write `==`."),
    ("<>", "Write `!=`."),
    ("≠", "Write `!=`."),
    ("≥", "Write `>=`."),
    ("≤", "Write `<=`."),
    ("!", "Write `not`."),
    ("\"", "Write a text in single quotes: 'text'."),
    ("“", "Write a text in single quotes: 'text'."),
    ("‘", "Write a text in single quotes: 'text'."),
    ("（", "Write `(`: not the full-width one."),
    ("）", "Write `)`: not the full-width one."),
    ("，", "Write `,`: not the full-width one."),
    ("＝", "Write `==`: not the full-width one."),
    ("＞", "Write `>`: not the full-width one."),
    ("＜", "Write `<`: not the full-width one."),
    ("【", "Write `[`: not the full-width one."),
    ("..", "A range goes with `in`: `age in 18..25`."),
    ("-", "There are no negative numbers: write `0 - 5`."),
    ("{", "Write a variable without braces, and a set in brackets."),
];

/// The fault of what stands next in the text, where `place` was wanted.
pub(super) fn surprise(input: &mut Input<'_>, place: Place) -> ErrMode<Fault> {
    let rest = after_spaces(input);
    let start = input.current_token_start();
    let found = token(rest);
    let (code, message) = match found {
        "" => ("unexpected-end", format!("The expression ends where {} is wanted.", place.wanted)),
        _ => ("unexpected", format!("`{found}` stands where {} is wanted.", place.wanted)),
    };
    let mend = mend(rest, found, place);
    ErrMode::Cut(Fault::new(span(start, start + found.len()), code, message, mend))
}

/// The next word, number or sign.
fn token(rest: &str) -> &str {
    let word = |it: char| it.is_alphanumeric() || it == '_';
    let habit = HABITS.iter().find(|(sign, _)| rest.starts_with(sign)).map(|(sign, _)| sign.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let end = match rest.starts_with(word) {
        true => rest.find(|it| !word(it)).unwrap_or(rest.len()),
        false => habit.unwrap_or(first),
    };
    &rest[..end]
}

fn mend(rest: &str, found: &str, place: Place) -> String {
    if let Some((_, mend)) = HABITS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return (*mend).to_owned();
    }
    let small = found.to_lowercase();
    if small != found && WORDS.contains(&small.as_str()) {
        return format!("Write `{small}` in small letters.");
    }
    if place == AFTER_VALUE {
        match found {
            "<" | ">" | "==" | "!=" => return "Compare twice: `1 < x and x < 5`.".into(),
            "not" => return "Write `not in […]`, or `not (…)` before the whole comparison.".into(),
            "is" | "equals" => return "Write `==`.".into(),
            "contains" | "includes" => return "Write `has`.".into(),
            ")" => return "There is no `(` for it: leave it out.".into(),
            _ => {}
        }
    }
    match WORDS.contains(&found) {
        true => format!("`{found}` is a word of the grammar: {}", lower_first(place.mend)),
        false => place.mend.to_owned(),
    }
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|it| it.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
