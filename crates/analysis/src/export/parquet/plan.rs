//! Which columns a Parquet file has: a list for a multi, and beside a variable what explains its blanks.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use survey::questionnaire::Code;

use crate::codebook::{self, Codebook, ERASED, NOT_ANSWERED, Role, Shape, System, Variable};

/// A column before it has cells.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) field: Field,
    pub(super) from: Origin,
}

/// Where a column gets its value from a row; numbers are places in the codebook.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    Cell(usize),
    /// The codes ticked.
    Ticked(Vec<(usize, Code)>),
    /// The codes offered.
    Offered(Vec<(usize, Code)>),
    /// Why a variable, or all cells of a multi, have no value.
    Blank(Vec<usize>),
    /// The same of all columns that have no blank of their own, by the column's name.
    Others(Vec<(Vec<usize>, String)>),
}

/// The columns of a file, in the order of the codebook.
pub(super) fn plan(codebook: &Codebook, lang: &str) -> Vec<Planned> {
    let mut plan = Plan { lang, names: HashSet::new(), columns: Vec::new(), others: Vec::new() };
    for at in 0..codebook.variables.len() {
        let variable = &codebook.variables[at];
        match ticked(variable) {
            None => plan.single(at, variable),
            Some(_) => {
                let columns = multi(codebook, variable);
                // Its first column stands for all of them.
                if columns.first().is_some_and(|(first, _)| *first == at) {
                    plan.multi(&columns, codebook);
                }
            }
        }
    }
    plan.end()
}

/// The schema of these columns. The file's metadata is told to the writer, which keeps its order.
pub(super) fn schema<'a>(columns: impl Iterator<Item = &'a Planned>) -> SchemaRef {
    Arc::new(Schema::new(columns.map(|it| it.field.clone()).collect::<Vec<_>>()))
}

/// The code whose tick a column holds.
fn ticked(variable: &Variable) -> Option<Code> {
    match variable.from {
        codebook::Column::Ticked(code) | codebook::Column::DerivedTicked(code) => Some(code),
        _ => None,
    }
}

/// The columns of the multi that a column belongs to, with their codes.
fn multi(codebook: &Codebook, one: &Variable) -> Vec<(usize, Code)> {
    let columns = codebook.variables.iter().enumerate().filter(|(_, it)| it.of == one.of);
    columns.filter_map(|(at, it)| ticked(it).map(|code| (at, code))).collect()
}

struct Plan<'a> {
    lang: &'a str,
    /// Those that are taken, in small letters: programs that ask in SQL do not tell the cases of letters apart.
    names: HashSet<String>,
    columns: Vec<Planned>,
    others: Vec<(Vec<usize>, String)>,
}

impl Plan<'_> {
    fn single(&mut self, at: usize, variable: &Variable) {
        let label = match &variable.part {
            Some(part) => format!("{} · {}", variable.text.get(self.lang), part.get(self.lang)),
            None => variable.text.get(self.lang).to_owned(),
        };
        let codes = labels(variable.codes.iter().map(|it| (it.code, it.label.get(self.lang))));
        let about =
            [("variable", variable.name.clone()), ("is", "value".into()), ("label", label), ("codes", codes)];
        let name = self.add(&variable.name, kind(variable), Origin::Cell(at), &about);
        self.blank(&name, vec![at], &variable.name, variable);
    }

    fn multi(&mut self, columns: &[(usize, Code)], codebook: &Codebook) {
        let first = &codebook.variables[columns[0].0];
        let whole = first.of.as_deref().unwrap_or(&first.name);
        let parts = columns.iter().map(|(at, code)| {
            let part = codebook.variables[*at].part.as_ref();
            (*code, part.map_or("", |it| it.get(self.lang)))
        });
        let about = [
            ("variable", whole.to_owned()),
            ("is", "value".into()),
            ("label", first.text.get(self.lang).to_owned()),
            ("codes", labels(parts)),
        ];
        let name = self.add(whole, list(DataType::Int32), Origin::Ticked(columns.to_vec()), &about);
        let about = [("variable", whole.to_owned()), ("is", "offered".into())];
        self.add(
            &format!("{name}__offered"),
            list(DataType::Int32),
            Origin::Offered(columns.to_vec()),
            &about,
        );
        self.blank(&name, columns.iter().map(|(at, _)| *at).collect(), whole, first);
    }

    /// The reason for blanks beside a column, where there can be one that the author knew of.
    fn blank(&mut self, name: &str, cells: Vec<usize>, of: &str, variable: &Variable) {
        let role = variable.role;
        if variable.codes.iter().any(|it| [NOT_ANSWERED, ERASED].contains(&it.code)) {
            let about = [("variable", of.to_owned()), ("is", "blank".into())];
            self.add(&format!("{name}__blank"), words(), Origin::Blank(cells), &about);
        } else if role == Role::Asked || role == Role::OtherText {
            self.others.push((cells, name.to_owned()));
        }
    }

    fn end(mut self) -> Vec<Planned> {
        let others = std::mem::take(&mut self.others);
        self.add("other__blanks", list(DataType::Utf8), Origin::Others(others), &[("is", "blanks".into())]);
        self.columns
    }

    /// Adds a column, and says what it is called.
    fn add(&mut self, name: &str, kind: DataType, from: Origin, about: &[(&str, String)]) -> String {
        let name = codebook::free(name, |it| !self.names.insert(it.to_lowercase()));
        let said = about.iter().filter(|(_, value)| !value.is_empty());
        let metadata: HashMap<_, _> =
            said.map(|(key, value)| (format!("canvass.{key}"), value.clone())).collect();
        let field = Field::new(&name, kind, true).with_metadata(metadata);
        self.columns.push(Planned { field, from });
        name
    }
}

fn kind(variable: &Variable) -> DataType {
    match (variable.shape, &variable.from) {
        (Shape::Code, _) => DataType::Int32,
        (Shape::Flag, _) => DataType::Boolean,
        (Shape::Number, codebook::Column::System(it)) if is_whole(it) => DataType::Int64,
        (Shape::Number, _) => DataType::Float64,
        (Shape::Text | Shape::List, _) => DataType::Utf8,
        (Shape::Time, _) => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    }
}

/// Whether a number about the interview has no decimals, whatever happens in it.
fn is_whole(system: &System) -> bool {
    matches!(system, System::Id | System::Seconds | System::Backs | System::Turns)
}

/// One of a few words, kept as a number and a dictionary.
fn words() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8))
}

fn list(of: DataType) -> DataType {
    // The name that the format gives it (Parquet, Logical Types, "Lists").
    DataType::List(Arc::new(Field::new("element", of, true)))
}

/// Codes with their labels as a JSON object.
fn labels<'a>(codes: impl Iterator<Item = (Code, &'a str)>) -> String {
    let labels: serde_json::Map<_, _> = codes.map(|(code, label)| (code.to_string(), label.into())).collect();
    if labels.is_empty() { String::new() } else { serde_json::Value::Object(labels).to_string() }
}
