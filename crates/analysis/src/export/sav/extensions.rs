//! Records of type 7, by number: what came to the format after its first readers.

use std::collections::HashSet;

use super::columns::{Field, Kind};
use super::dictionary::{parts, value};
use super::records::{Kind as Record, Records};
use super::{names, text};
use crate::codebook::{Codebook, Column, Variable};
use crate::export::Options;
use crate::export::csv::time;

/// Bytes of the label of a multiple response set.
const SET_LABEL: usize = 255;

/// All of them. Readers want them in this order.
pub(super) fn extensions(
    to: &mut Records,
    codebook: &Codebook,
    fields: &[Field],
    options: &Options,
    cases: u64,
) {
    // A version, no machine, IEEE 754, compressed, little end first, UTF-8.
    let integers = [1, 0, 0, -1, 1, 1, 2, 65001];
    to.extension(Record::MachineIntegers, 4, &integers.map(i32::to_le_bytes).concat());
    let floats = [-f64::MAX, f64::MAX, (-f64::MAX).next_up()];
    to.extension(Record::MachineFloats, 8, &floats.map(f64::to_le_bytes).concat());
    to.extension(Record::Sets, 1, sets(codebook, fields, &options.lang).as_bytes());
    to.extension(Record::Display, 4, &display(fields));
    to.extension(Record::LongNames, 1, long_names(fields).as_bytes());
    to.extension(Record::VeryLongStrings, 1, very_long_strings(fields).as_bytes());
    to.extension(Record::Cases, 8, &[1, cases as i64].map(i64::to_le_bytes).concat());
    to.extension(Record::FileAttributes, 1, file_attributes(codebook, options).as_bytes());
    to.extension(Record::VariableAttributes, 1, variable_attributes(fields).as_bytes());
    to.extension(Record::Encoding, 1, b"UTF-8");
    to.extension(Record::LongLabels, 1, &long_labels(fields));
    to.extension(Record::LongMissing, 1, &long_missing(fields));
}

/// A set of dichotomies for each multi, asked or derived: its choices are its variables, 1 counts.
fn sets(codebook: &Codebook, fields: &[Field], lang: &str) -> String {
    let is_ticked = |it: &&Variable| matches!(it.from, Column::Ticked(_) | Column::DerivedTicked(_));
    let mut seen = HashSet::new();
    let first = |it: &&Variable| it.of.as_ref().is_some_and(|of| seen.insert(of.clone()));
    let multis: Vec<&Variable> = codebook.variables.iter().filter(is_ticked).filter(first).collect();
    let vars: Vec<&str> = multis.iter().filter_map(|it| it.of.as_deref()).collect();
    let mut sets = String::new();
    for (multi, name) in multis.iter().zip(names::sets(&vars)) {
        let all = codebook.variables.iter().zip(fields);
        let members = all.filter(|(it, _)| it.of == multi.of && is_ticked(it));
        let members: Vec<String> = members.map(|(_, field)| field.parts[0].short[0].to_lowercase()).collect();
        let question = [multi.nr.as_deref(), Some(multi.text.get(lang))];
        let question = question.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let (label, _) = text::label(&question, SET_LABEL);
        // A set has two variables at least.
        if members.len() > 1 {
            sets += &format!("{name}=D1 1 {} {label} {}\n", label.len(), members.join(" "));
        }
    }
    sets
}

/// Level of measurement, width of the column and alignment, for each segment.
fn display(fields: &[Field]) -> Vec<u8> {
    let mut data = Vec::new();
    for field in fields {
        for part in &field.parts {
            for width in part.kind.segments() {
                let (width, right) = match part.kind {
                    Kind::Text { .. } => (width.clamp(8, 32), 0),
                    Kind::Time => (20, 1),
                    Kind::Number { width, .. } => (usize::from(width).max(8), 1),
                };
                data.extend([field.level as i32, width as i32, right].map(i32::to_le_bytes).concat());
            }
        }
    }
    data
}

fn long_names(fields: &[Field]) -> String {
    parts(fields).map(|it| format!("{}={}", it.short[0], it.name)).collect::<Vec<_>>().join("\t")
}

fn very_long_strings(fields: &[Field]) -> String {
    let long = parts(fields).filter(|it| it.short.len() > 1);
    long.map(|it| format!("{}={:05}\0\t", it.short[0], it.kind.width())).collect()
}

fn file_attributes(codebook: &Codebook, options: &Options) -> String {
    let about = [
        ("Survey", codebook.survey.clone()),
        ("Version", codebook.version.clone()),
        ("Language", options.lang.clone()),
        ("Snapshot", time(options.taken_at)),
    ];
    about.iter().map(|(name, value)| attribute(name, value)).collect()
}

/// What SPSS has no room for elsewhere: the name of a variable that had to be renamed, a label that had to be cut.
fn variable_attributes(fields: &[Field]) -> String {
    let attributes = |field: &Field| {
        let name = field.renamed.as_ref().map(|it| attribute("Name", it));
        let label = field.whole_label.as_ref().map(|it| attribute("Label", it));
        let both: String = [name, label].into_iter().flatten().collect();
        (!both.is_empty()).then(|| format!("{}:{both}", field.parts[0].name))
    };
    fields.iter().filter_map(attributes).collect::<Vec<_>>().join("/")
}

fn attribute(name: &str, value: &str) -> String {
    format!("{name}('{}'\n)", value.replace(char::is_control, " "))
}

/// Fields whose texts are longer than eight bytes, so that what is said of their values stands here.
fn long_texts(fields: &[Field]) -> impl Iterator<Item = (&Field, usize)> {
    fields.iter().map(|it| (it, it.widths[0])).filter(|(_, width)| *width > 8)
}

fn long_labels(fields: &[Field]) -> Vec<u8> {
    let mut data = Records::default();
    for (field, width) in long_texts(fields).filter(|(it, _)| !it.labels.is_empty()) {
        data.counted(&field.parts[0].name);
        data.count(width);
        data.count(field.labels.len());
        for (code, label) in &field.labels {
            data.count(width);
            data.filled(&code.to_string(), width);
            data.counted(label);
        }
    }
    data.0
}

fn long_missing(fields: &[Field]) -> Vec<u8> {
    let mut data = Records::default();
    let mut declared: Vec<&Field> =
        long_texts(fields).map(|it| it.0).filter(|it| !it.missing.codes.is_empty()).collect();
    // The length of the values stands once before all of them, as SPSS has it; the guide of PSPP 1.6 repeats it for
    // each. That PSPP stops at the first variable with two, so they come last.
    declared.sort_by_key(|it| it.missing.codes.len());
    for field in declared {
        data.counted(&field.parts[0].name);
        data.0.push(field.missing.codes.len() as u8);
        data.count(8);
        field.missing.codes.iter().for_each(|it| data.0.extend(value(*it, field.parts[0].kind)));
    }
    data.0
}
