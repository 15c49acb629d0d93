//! What stands before the cases: header, variables, labels, and all else that is said of them.

use std::io;

use survey::questionnaire::Code;

use super::bytecode::BIAS;
use super::columns::{Field, Kind, Part};
use super::records::Records;
use super::{extensions, notes, text};
use crate::codebook::Codebook;
use crate::export::{Format, Options, utc};

/// Bytes of the file's label: the header has room for four more, which PSPP does not read.
const FILE_LABEL: usize = 60;

/// Types of print and write formats.
const A: usize = 1;
const F: usize = 5;
const DATETIME: usize = 22;

/// Everything before the cases.
pub(super) fn dictionary(
    codebook: &Codebook,
    fields: &[Field],
    options: &Options,
    cases: u64,
) -> io::Result<Vec<u8>> {
    let mut records = Records::default();
    header(&mut records, codebook, fields, options, cases)?;
    fields.iter().for_each(|it| variable(&mut records, it));
    fields.iter().for_each(|it| labels(&mut records, it));
    documents(&mut records, &notes::notes(codebook, fields, options));
    extensions::extensions(&mut records, codebook, fields, options, cases);
    // The end of the dictionary.
    [999, 0].into_iter().for_each(|it| records.int(it));
    Ok(records.0)
}

fn header(
    to: &mut Records,
    codebook: &Codebook,
    fields: &[Field],
    options: &Options,
    cases: u64,
) -> io::Result<()> {
    let zipped = options.format == Format::Zsav;
    to.filled(if zipped { "$FL3" } else { "$FL2" }, 4);
    to.filled("@(#) SPSS DATA FILE - Canvass", 60);
    to.int(2);
    to.count(parts(fields).flat_map(|it| &it.elements).sum());
    to.int(if zipped { 2 } else { 1 });
    to.count(weight(codebook, fields, options)?);
    to.int(i32::try_from(cases).unwrap_or(-1));
    to.float(BIAS);
    to.filled(&utc(options.taken_at).strftime("%d %b %y").to_string(), 9);
    to.filled(&utc(options.taken_at).strftime("%H:%M:%S").to_string(), 8);
    to.filled(&text::label(codebook.title.get(&options.lang), FILE_LABEL).0, 64);
    to.0.extend([0; 3]);
    Ok(())
}

/// The first element of the weight; 0 where there is none.
fn weight(codebook: &Codebook, fields: &[Field], options: &Options) -> io::Result<usize> {
    let Some(name) = &options.weight else { return Ok(0) };
    let at = codebook.variables.iter().position(|it| it.name == *name);
    let part = at.map(|at| &fields[at].parts[0]).filter(|it| matches!(it.kind, Kind::Number { .. }));
    let why = || io::Error::new(io::ErrorKind::InvalidInput, format!("`{name}` is no number to weight by"));
    part.map(|it| it.index).ok_or_else(why)
}

/// All variables of the file.
pub(super) fn parts(fields: &[Field]) -> impl Iterator<Item = &Part> {
    fields.iter().flat_map(|it| &it.parts)
}

/// Records of a variable of the codebook: one for each element of eight bytes.
fn variable(to: &mut Records, field: &Field) {
    for (at, part) in field.parts.iter().enumerate() {
        for (segment, (width, name)) in part.kind.segments().into_iter().zip(&part.short).enumerate() {
            let label = (segment == 0).then_some(part.label.as_str()).filter(|it| !it.is_empty());
            let first = segment == 0 && at == 0;
            let missing = if first { missing(field, part.kind) } else { (0, Vec::new()) };
            one(to, name, (width as i32, format(part.kind, width)), label, missing);
            // The elements that follow are there in name only.
            (8..width).step_by(8).for_each(|_| one(to, "", (-1, 0), None, (0, Vec::new())));
        }
    }
}

/// One record: its short name, its type (the width of a text) and format, its label, and what is missing.
fn one(to: &mut Records, name: &str, shape: (i32, i32), label: Option<&str>, missing: (i32, Vec<u8>)) {
    let (kind, format) = shape;
    // The same for printing and writing.
    [2, kind, label.is_some().into(), missing.0, format, format].into_iter().for_each(|it| to.int(it));
    to.filled(name, 8);
    if let Some(label) = label {
        to.count(label.len());
        to.filled(label, label.len().next_multiple_of(4));
    }
    to.0.extend(missing.1);
}

fn format(kind: Kind, width: usize) -> i32 {
    let (kind, width, decimals) = match kind {
        Kind::Text { .. } => (A, width, 0),
        Kind::Number { width, decimals } => (F, width.into(), decimals),
        Kind::Time => (DATETIME, 20, 0),
    };
    (kind << 16 | width << 8) as i32 | i32::from(decimals)
}

/// How many values are missing, as the record has it, and the values. Those of longer texts have a record of
/// their own.
fn missing(field: &Field, kind: Kind) -> (i32, Vec<u8>) {
    let missing = &field.missing;
    if matches!(kind, Kind::Text { width } if width > 8) {
        return (0, Vec::new());
    }
    let range = missing.range.map(|(from, to)| [from, to]);
    let codes: Vec<Code> = range.into_iter().flatten().chain(missing.codes.iter().copied()).collect();
    let count = codes.len() as i32;
    (if range.is_some() { -count } else { count }, codes.iter().flat_map(|it| value(*it, kind)).collect())
}

/// A code as eight bytes: a number, or what stands for it in a text.
pub(super) fn value(code: Code, kind: Kind) -> [u8; 8] {
    match kind {
        Kind::Text { .. } => {
            let mut bytes = [b' '; 8];
            let digits = code.to_string();
            let fits = digits.len().min(8);
            bytes[..fits].copy_from_slice(&digits.as_bytes()[..fits]);
            bytes
        }
        Kind::Number { .. } | Kind::Time => (code as f64).to_le_bytes(),
    }
}

/// Labels of the values of a number or of a short text.
fn labels(to: &mut Records, field: &Field) {
    let part = &field.parts[0];
    if field.labels.is_empty() || matches!(part.kind, Kind::Text { width } if width > 8) {
        return;
    }
    to.int(3);
    to.count(field.labels.len());
    for (code, label) in &field.labels {
        to.0.extend(value(*code, part.kind));
        to.0.push(label.len() as u8);
        to.filled(label, (label.len() + 1).next_multiple_of(8) - 1);
    }
    [4, 1].into_iter().for_each(|it| to.int(it));
    to.count(part.index);
}

fn documents(to: &mut Records, notes: &[String]) {
    let lines: Vec<&str> = notes.iter().flat_map(|it| text::lines(it)).collect();
    to.int(6);
    to.count(lines.len());
    lines.iter().for_each(|it| to.filled(it, text::LINE));
}
