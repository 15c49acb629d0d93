//! The variables of the file: which there are, what they are called, and what is known of each.

use survey::questionnaire::Code;

use super::missing::{Missing, missing};
use super::{names, text};
use crate::codebook::blanks::{Why, blanks};
use crate::codebook::{Codebook, NOT_ANSWERED, Role, Shape, Variable};
use crate::export::Measure;

/// Bytes of a variable's label, and of a value's, at most.
const VARIABLE_LABEL: usize = 255;
const VALUE_LABEL: usize = 120;

/// Bytes of a string variable that old readers take; a longer one is many of them.
const SEGMENT: usize = 255;

/// Bytes by which segments are counted: less than they hold.
const COUNTED: usize = 252;

/// Digits after the point that are shown at most; the number itself is whole.
const DECIMALS: usize = 6;

/// A variable of the codebook as the file has it: more than one where its texts are very long.
pub(super) struct Field {
    pub parts: Vec<Part>,
    /// Bytes of a text in each part.
    pub widths: Vec<usize>,
    /// Codes and their labels, in the language of the file.
    pub labels: Vec<(Code, String)>,
    pub missing: Missing,
    pub level: Level,
    /// Its name in the codebook, where that is none here.
    pub renamed: Option<String>,
    /// Its label as it is before it is cut, where it is cut.
    pub whole_label: Option<String>,
    /// Whether the label of a code is cut.
    pub cuts_labels: bool,
}

/// A variable of the file.
pub(super) struct Part {
    pub name: String,
    /// A short name for each segment.
    pub short: Vec<String>,
    pub label: String,
    pub kind: Kind,
    /// Its first element, from 1.
    pub index: usize,
    /// Elements of eight bytes of each segment.
    pub elements: Vec<usize>,
}

/// What a variable of the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number { width: u8, decimals: u8 },
    Time,
    Text { width: usize },
}

/// The level of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Nominal = 1,
    Ordinal = 2,
    Scale = 3,
}

impl Kind {
    /// Widths of the segments: 255 each, and what the count says is left for the last. Numbers have one of no width.
    pub fn segments(self) -> Vec<usize> {
        match self {
            Kind::Text { width } if width > SEGMENT => {
                let last = width.div_ceil(COUNTED) - 1;
                let mut widths = vec![SEGMENT; last];
                widths.push(width - last * COUNTED);
                widths
            }
            other => vec![other.width()],
        }
    }

    /// Bytes of a text; none of a number.
    pub fn width(self) -> usize {
        if let Kind::Text { width } = self { width } else { 0 }
    }
}

/// All of them, in the order of the codebook.
pub(super) fn fields(codebook: &Codebook, measure: &Measure, lang: &str) -> Vec<Field> {
    let kinds: Vec<Vec<Kind>> =
        codebook.variables.iter().enumerate().map(|(at, it)| kinds(it, at, measure)).collect();
    let names: Vec<String> = codebook.variables.iter().map(|it| it.name.clone()).collect();
    let first = names::long(&names);
    let all = first.iter().zip(&kinds);
    let wanted: Vec<String> =
        all.flat_map(|(it, kinds)| (1..=kinds.len()).map(move |part| part_name(it, part))).collect();
    let segments: Vec<usize> = kinds.iter().flatten().map(|it| it.segments().len()).collect();
    let long = names::long(&wanted);
    let short = names::short(&long, &segments);
    let mut named = long.into_iter().zip(short);
    let mut index = 1;
    let mut fields = Vec::with_capacity(codebook.variables.len());
    for (variable, kinds) in codebook.variables.iter().zip(kinds) {
        let whole = label(variable, lang);
        let last = kinds.len();
        let mut parts = Vec::with_capacity(last);
        for ((part, kind), (name, short)) in (1..).zip(kinds).zip(&mut named) {
            let label = if part == 1 { whole.clone() } else { format!("{part}/{last} · {whole}") };
            let (label, _) = text::label(&label, VARIABLE_LABEL);
            let elements: Vec<usize> = kind.segments().into_iter().map(|it| it.div_ceil(8).max(1)).collect();
            let next = index + elements.iter().sum::<usize>();
            parts.push(Part { name, short, label, kind, index, elements });
            index = next;
        }
        fields.push(field(variable, parts, whole, lang));
    }
    fields
}

fn field(variable: &Variable, parts: Vec<Part>, whole: String, lang: &str) -> Field {
    let labels = variable.codes.iter().map(|it| (it.code, text::label(it.label.get(lang), VALUE_LABEL)));
    let mut labels: Vec<_> = labels.collect();
    if lacks_not_answered(variable) {
        let langs = [lang.to_owned()];
        let blank = blanks(&langs).into_iter().find(|it| it.why == Why::NotAnswered);
        labels.extend(blank.map(|it| (NOT_ANSWERED, text::label(it.name.get(lang), VALUE_LABEL))));
    }
    Field {
        missing: missing(&standing(variable)),
        level: level(variable),
        renamed: (parts[0].name != variable.name).then(|| variable.name.clone()),
        whole_label: text::label(&whole, VARIABLE_LABEL).1.then_some(whole),
        cuts_labels: labels.iter().any(|(_, (_, cut))| *cut),
        labels: labels.into_iter().map(|(code, (label, _))| (code, label)).collect(),
        widths: parts.iter().map(|it| it.kind.width()).collect(),
        parts,
    }
}

/// The codes that may stand in a variable, and whether they are missing.
fn standing(variable: &Variable) -> Vec<(Code, bool)> {
    let mut codes: Vec<(Code, bool)> = variable.codes.iter().map(|it| (it.code, it.missing)).collect();
    codes.extend(lacks_not_answered(variable).then_some((NOT_ANSWERED, true)));
    codes
}

/// Whether -9 may stand in a variable that does not know it: who broke off at a page that was posted did not answer
/// a required question either.
fn lacks_not_answered(variable: &Variable) -> bool {
    variable.role == Role::Asked && !variable.codes.iter().any(|it| it.code == NOT_ANSWERED)
}

fn kinds(variable: &Variable, at: usize, measure: &Measure) -> Vec<Kind> {
    let codes = standing(variable);
    let digits = |code: &(Code, bool)| code.0.to_string().len();
    match variable.shape {
        Shape::Code | Shape::Flag => {
            let width = codes.iter().map(digits).max().unwrap_or(1);
            vec![Kind::Number { width: width.min(40) as u8, decimals: 0 }]
        }
        Shape::Number => {
            let decimals = measure.decimals[at].min(DECIMALS);
            vec![Kind::Number { width: 12 + decimals as u8, decimals: decimals as u8 }]
        }
        Shape::Time => vec![Kind::Time],
        Shape::Text | Shape::List => {
            let blank = codes.iter().map(digits).max().unwrap_or(0);
            let widths = text::widths(measure.bytes[at].max(blank));
            widths.into_iter().map(|width| Kind::Text { width }).collect()
        }
    }
}

fn part_name(name: &str, part: usize) -> String {
    if part == 1 { name.to_owned() } else { format!("{name}_part{part}") }
}

/// What the column is: what it alone has first, so that a cut leaves the labels of a multi apart.
fn label(variable: &Variable, lang: &str) -> String {
    let question = [variable.nr.as_deref(), Some(variable.text.get(lang))];
    let question = question.into_iter().flatten().collect::<Vec<_>>().join(" ");
    match &variable.part {
        Some(part) => format!("{} · {question}", part.get(lang)),
        None => question,
    }
}

fn level(variable: &Variable) -> Level {
    match variable.shape {
        Shape::Number | Shape::Time => Level::Scale,
        Shape::Code if variable.ordered => Level::Ordinal,
        _ => Level::Nominal,
    }
}
