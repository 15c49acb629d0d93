//! What the columns of a codebook are in triple-s: the variables of its description, the fields of its data.

use std::collections::{BTreeSet, HashMap, HashSet};

use survey::questionnaire::Code;

use crate::codebook::{Codebook, Column, Shape, System, Variable, free};
use crate::export::Measure;

/// A variable of triple-s, and one field of the data.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    /// The columns of a case that it is made of, with what each stands for: several for a multi.
    pub columns: Vec<Part>,
    pub kind: Kind,
    pub role: Role,
    pub seen: Seen,
}

/// A column of a case as a part of a field.
#[derive(Debug)]
pub(super) struct Part {
    pub at: usize,
    /// The value in a multiple of a column of a multi.
    pub value: Code,
}

/// The type of a variable ("Survey Elements and Attributes", `variable`).
#[derive(Debug)]
pub(super) enum Kind {
    Single(Standins),
    Multiple(Standins),
    Quantity { decimals: usize },
    Character,
    Logical,
    Date,
    Time,
}

/// The `use` of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    None,
    Serial,
    Weight,
}

/// What the data turned out to hold.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The least and the most of a quantity.
    pub range: Option<(f64, f64)>,
    /// The characters of the longest text.
    pub chars: usize,
    /// Codes that the codebook does not have.
    pub unlisted: BTreeSet<Code>,
    /// The blanks that were written: -9, -8.
    pub blanks: BTreeSet<Code>,
}

/// The codes that stand in for what triple-s has no place for: codes are never negative there.
///
/// They are nines, as houses do it: 9 and 8, 99 and 98 …, above all codes of the variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standins {
    pub not_answered: Code,
    pub erased: Code,
    /// For a choice of a multi with code 0, which is no value of a multiple.
    pub zero: Code,
}

impl Standins {
    /// Above these codes, of which the largest has nine digits; with room for this many.
    pub fn above(codes: impl Iterator<Item = Code>, room: Code) -> Standins {
        let most = codes.max().unwrap_or(0);
        let nines =
            std::iter::successors(Some(9), |it: &Code| Some(it * 10 + 9)).find(|it| it - room >= most);
        // Numbers in a description end at 32 bits ("Triple-S Numbers").
        let nines = nines.filter(|it| *it <= i32::MAX.into()).unwrap_or(i32::MAX.into());
        Standins { not_answered: nines, erased: nines - 1, zero: nines - 2 }
    }

    /// The digits of the largest value.
    pub fn width(self) -> usize {
        self.not_answered.to_string().len()
    }
}

/// The fields of a codebook, in its order; a multi stands where its first choice does.
pub(super) fn fields(codebook: &Codebook, weight: Option<&str>, measure: &Measure) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    // Without regard to capitals: not all programs tell them apart.
    let mut taken = HashSet::new();
    let mut name = |it: &str| free(&spelled(it), |it| !taken.insert(it.to_ascii_lowercase()));
    let mut multis: HashMap<Multi<'_>, (usize, Standins)> = HashMap::new();
    for (at, variable) in codebook.variables.iter().enumerate() {
        if let Some((multi, code)) = choice(variable) {
            let (place, standins) = *multis.entry(multi).or_insert_with(|| {
                let choices = codebook.variables.iter().filter_map(choice).filter(|(it, _)| *it == multi);
                let standins = Standins::above(choices.map(|(_, code)| code), 3);
                fields.push(field(name(multi.0), Kind::Multiple(standins)));
                (fields.len() - 1, standins)
            });
            let value = if code == 0 { standins.zero } else { code };
            fields[place].columns.push(Part { at, value });
            continue;
        }
        let decimals = measure.decimals.get(at).copied().unwrap_or_default();
        for (ending, kind) in kinds(variable, decimals) {
            let field = field(name(&format!("{}{ending}", variable.name)), kind);
            let columns = vec![Part { at, value: 0 }];
            fields.push(Field { columns, role: role(variable, weight), ..field });
        }
    }
    fields
}

fn field(name: String, kind: Kind) -> Field {
    Field { name, columns: Vec::new(), kind, role: Role::None, seen: Seen::default() }
}

/// The name of a multi, and whether it is derived: a question and a union are kept apart whatever they are called.
type Multi<'a> = (&'a str, bool);

/// The multi that a column is a choice of, and the choice's code.
fn choice(variable: &Variable) -> Option<(Multi<'_>, Code)> {
    let multi = variable.of.as_deref()?;
    match variable.from {
        Column::Ticked(code) => Some(((multi, false), code)),
        Column::DerivedTicked(code) => Some(((multi, true), code)),
        _ => None,
    }
}

/// The fields of a column that is no choice of a multi. A moment is two: its day, and the time of the day.
fn kinds(variable: &Variable, decimals: usize) -> Vec<(&'static str, Kind)> {
    match variable.shape {
        Shape::Code => {
            vec![("", Kind::Single(Standins::above(variable.codes.iter().map(|it| it.code), 2)))]
        }
        Shape::Flag => vec![("", Kind::Logical)],
        Shape::Number => vec![("", Kind::Quantity { decimals })],
        Shape::Text | Shape::List => vec![("", Kind::Character)],
        Shape::Time => vec![("", Kind::Date), ("_time", Kind::Time)],
    }
}

fn role(variable: &Variable, weight: Option<&str>) -> Role {
    match variable.from {
        Column::System(System::Id) => Role::Serial,
        _ if weight == Some(variable.name.as_str()) && variable.shape == Shape::Number => Role::Weight,
        _ => Role::None,
    }
}

/// A name as triple-s has them ("Triple-S Names"): ASCII letters, digits, `_` and `.`, a letter or `_` first.
pub(super) fn spelled(name: &str) -> String {
    let fits = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let name: String = name.chars().map(|it| if fits(it) { it } else { '_' }).collect();
    if name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_') { name } else { format!("_{name}") }
}
