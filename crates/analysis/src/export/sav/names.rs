//! Names that SPSS takes: long ones, unique without case, and short ones of eight bytes.

use std::collections::HashSet;

/// Words of the command language, which no variable may be called.
const RESERVED: [&str; 13] =
    ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// Variables of the system, which begin with `$` like the names of multiple response sets.
const SYSTEM: [&str; 8] = ["casenum", "date", "date11", "jdate", "length", "sysmis", "time", "width"];

/// Bytes of a long name at most.
const LONG: usize = 64;

/// Bytes of a short name at most.
const SHORT: usize = 8;

/// A name for each of these. Whoever has a good one keeps it; the others lose what is not allowed, and get a
/// number where they would meet a word of the language or another name.
pub(super) fn long(wanted: &[String]) -> Vec<String> {
    let mut taken = HashSet::from(RESERVED.map(str::to_owned));
    let kept: Vec<bool> = wanted.iter().map(|it| is_name(it) && taken.insert(it.to_lowercase())).collect();
    let names = wanted.iter().zip(kept);
    names.map(|(it, kept)| if kept { it.clone() } else { free(it, &mut taken) }).collect()
}

/// Short names for the segments of each variable, `segments` in number. Capitals, and no other variable's long
/// name: a reader that gives the long names one after the other would meet it.
pub(super) fn short(long: &[String], segments: &[usize]) -> Vec<Vec<String>> {
    let upper = |it: &String| it.to_uppercase();
    let mut taken: HashSet<String> = long.iter().map(upper).collect();
    let mut numbers = 1_u64..;
    let mut next = || {
        let mut names = numbers.by_ref().map(|it| format!("V{it}"));
        names.find(|it| taken.insert(it.clone())).expect("numbers do not end")
    };
    let fits = |it: &String| it.len() <= SHORT && it.is_ascii();
    let mut of = |name: &String, segments: usize| {
        let first = if fits(name) { upper(name) } else { next() };
        std::iter::once(first).chain((1..segments).map(|_| next())).collect()
    };
    long.iter().zip(segments).map(|(name, segments)| of(name, *segments)).collect()
}

/// Names for multiple response sets: `$` and the name of the question.
pub(super) fn sets(vars: &[&str]) -> Vec<String> {
    let mut taken = HashSet::from(SYSTEM.map(str::to_owned));
    vars.iter().map(|it| format!("${}", free(it, &mut taken))).collect()
}

/// The first of `name`, `name_2`, `name_3` … that is one and is not taken; takes it.
fn free(wanted: &str, taken: &mut HashSet<String>) -> String {
    let base = allowed(wanted);
    let numbered = (2..).map(|it| {
        let ending = format!("_{it}");
        format!("{}{ending}", head(&base, LONG - 1 - ending.len()))
    });
    // One byte less than there is room for: a set has a `$` in front.
    let mut names = std::iter::once(head(&base, LONG - 1).to_owned()).chain(numbered);
    names.find(|it| is_name(it) && taken.insert(it.to_lowercase())).expect("numbers do not end")
}

/// The name with `_` for what no name may hold, beginning with a letter and not ending in a full stop.
fn allowed(name: &str) -> String {
    let sign = |it: char| if is_sign(it) { it } else { '_' };
    let name: String = name.chars().map(sign).collect();
    let name = name.trim_end_matches('.');
    let begins = name.starts_with(char::is_alphabetic);
    if begins { name.to_owned() } else { format!("v_{name}") }
}

fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.len() <= LONG
        && name.chars().all(is_sign)
        && !name.ends_with('.')
}

fn is_sign(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '.' | '@' | '#' | '$')
}

/// So many bytes from the beginning at most, in whole characters.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
