//! One codebook for all versions of a questionnaire: the union of their variables.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use survey::questionnaire::Questionnaire;

use super::{Codebook, Column, Label, Shape, Variable, free, with_links};

/// The variables of all versions, the oldest first; `links` are those of [`with_links`].
///
/// They stand as in the newest version. One that only older versions have stands after the question that it followed
/// there. Codes are those of all versions, each with its newest label. A question whose kind changed has its newest
/// columns under their names, and those of each older kind under names that end in the last version that had it:
/// `age_v1_2_0`. [`Projection`](crate::case::Projection) fills the ones that a case's own version is of.
pub fn across(versions: &[Arc<Questionnaire>], links: &[String]) -> Codebook {
    let mut newest_first = versions.iter().rev();
    let newest = newest_first.next().expect("a survey has a version");
    let mut union = with_links(newest, links);
    for version in newest_first {
        let older = with_links(version, links);
        let mut before: Option<usize> = None;
        for variable in older.variables {
            before = Some(take(&mut union.variables, variable, before, &older.version));
        }
    }
    union
}

/// Takes a variable of an older version in, and says where it stands; `before` is where the one before it does.
fn take(all: &mut Vec<Variable>, older: Variable, before: Option<usize>, version: &str) -> usize {
    if let Some(at) = all.iter().position(|it| is_same(it, &older)) {
        add_codes(&mut all[at].codes, older.codes);
        return at;
    }
    let at = place(all, &older, before);
    let variable = named(all, older, version);
    all.insert(at, variable);
    at
}

/// Whether two variables hold the same thing, whatever their labels say.
pub(crate) fn is_same(a: &Variable, b: &Variable) -> bool {
    a.var == b.var && a.from == b.from && a.shape == b.shape
}

fn add_codes(codes: &mut Vec<Label>, older: Vec<Label>) {
    for label in older {
        if codes.iter().any(|it| it.code == label.code) {
            continue;
        }
        // What stands instead of an answer comes last, as everywhere.
        let own = codes.iter().position(|it| it.code < 0).filter(|_| label.code >= 0);
        codes.insert(own.unwrap_or(codes.len()), label);
    }
}

/// Where a variable goes that the newer versions do not have: after the other columns of its question, else after
/// the question of the column before it.
fn place(all: &[Variable], older: &Variable, before: Option<usize>) -> usize {
    if let Some(before) = before
        && older.var.is_some()
        && all[before].var == older.var
        && is_kin(&all[before], older)
    {
        // A text of "other" stays beside its choice.
        let texts = all[before + 1..]
            .iter()
            .take_while(|it| it.var == older.var && matches!(it.from, Column::OtherText(_)));
        return before + 1 + texts.count();
    }
    let own = older.var.as_ref().and_then(|it| all.iter().rposition(|other| other.var.as_ref() == Some(it)));
    if let Some(own) = own {
        return own + 1;
    }
    let Some(before) = before else { return 0 };
    match &all[before].var {
        Some(var) => all.iter().rposition(|it| it.var.as_ref() == Some(var)).map_or(before + 1, |it| it + 1),
        None => before + 1,
    }
}

/// A name that no variable has: its own, but for one whose question is of another kind in newer versions.
fn named(all: &[Variable], older: Variable, version: &str) -> Variable {
    let ending = kind(&older).map(|it| ending(all, &older, it, version)).unwrap_or_default();
    let is_taken = |name: &str| all.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    let name = free(&format!("{}{ending}", older.name), is_taken);
    let of = older.of.as_ref().map(|it| format!("{it}{ending}"));
    Variable { name, of, ..older }
}

/// How the name of a column ends that is of this kind of question: as those that stand there already, or in its
/// version where all of those are of another kind.
fn ending(all: &[Variable], older: &Variable, of: &str, version: &str) -> String {
    let mut ours = all.iter().filter(|it| it.var == older.var && kind(it).is_some()).peekable();
    let is_new = ours.peek().is_none();
    match ours.find(|it| kind(it) == Some(of)) {
        Some(it) => added(it).unwrap_or_default().to_owned(),
        None if is_new => String::new(),
        None => of_version(version),
    }
}

/// What `of` says beyond the variable's name in the questionnaire: a version.
fn added(variable: &Variable) -> Option<&str> {
    variable.of.as_ref()?.strip_prefix(variable.var.as_deref()?)
}

/// Whether two columns of one question are of the same kind of question. Texts of "other" and orders go with any.
fn is_kin(a: &Variable, b: &Variable) -> bool {
    match (kind(a), kind(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// The kind of question that a column is of; none where it could be of several.
fn kind(variable: &Variable) -> Option<&'static str> {
    match (&variable.from, variable.shape) {
        (Column::Answer, Shape::Code) => Some("code"),
        (Column::Answer, Shape::Number) => Some("number"),
        (Column::Answer, _) => Some("text"),
        (Column::Ticked(_), _) => Some("multi"),
        (Column::Item(_), _) => Some("grid"),
        (Column::Rank(_), _) => Some("rank"),
        (Column::Derived, Shape::Flag) => Some("truth"),
        (Column::Derived, Shape::Number) => Some("calc"),
        (Column::Derived, _) => Some("when"),
        (Column::DerivedTicked(_), _) => Some("union"),
        (Column::OtherText(_) | Column::Order | Column::System(_), _) => None,
    }
}

/// How the names of columns end that are of an older kind: `_v1_2_0`.
pub(super) fn of_version(version: &str) -> String {
    let fits = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
    format!("_v{}", version.chars().map(fits).collect::<String>())
}
