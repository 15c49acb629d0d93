//! What is counted of one answer: the forms in which the trade reports each kind of question.

use std::borrow::Cow;

use survey::Questionnaire;
use survey::questionnaire::{Code, Kind};

use super::columns::{Columns, Field, Values};
use super::forms;
use crate::codebook::{Column, Role, Variable};

/// One answer: a question, a derived variable or an item of a grid.
#[derive(Clone, Debug)]
pub struct Stub<'a> {
    /// The column in the codebook that it is, or begins with.
    pub variable: usize,
    /// The codes that shares are of; of a ranking, ranked first. Numbers and texts have none.
    pub codes: Cow<'a, Values>,
    /// Refusals: in the base of shares, and of nothing else.
    pub missing: Vec<Code>,
    /// Of scales, numbers and nps, without refusals: what a mean and a median are of.
    pub numbers: Option<Cow<'a, Values>>,
    /// Further figures: the share of those in a net, or the mean of numbers.
    pub figures: Vec<(FigureKind, Values)>,
    /// Whether the codes are those that were ranked first.
    pub is_ranking: bool,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureKind {
    /// The two highest codes of a scale, of those who gave one that is no refusal.
    TopTwo,
    BottomTwo,
    /// Promoters (9 and 10) less detractors (0 to 6).
    Score,
    /// Ranked among the first three.
    TopThree(Code),
    /// The mean place of a choice, of those who ranked it.
    MeanPlace(Code),
}

/// The fields of each question and derived variable, in the order of the codebook.
pub fn topics(columns: &Columns) -> Vec<Vec<&Field>> {
    let is_answer = |it: &&Field| matches!(columns.variable(it).role, Role::Asked | Role::Derived);
    let fields: Vec<&Field> = columns.fields.iter().filter(is_answer).collect();
    let same = |a: &&Field, b: &&Field| columns.variable(a).of == columns.variable(b).of;
    fields.chunk_by(same).map(<[&Field]>::to_vec).collect()
}

/// What is counted of the fields of one question: one for each item of a grid, but of rows that are there only to see
/// who reads. `questionnaire` is the newest.
pub fn stubs<'a>(columns: &Columns, questionnaire: &Questionnaire, fields: &[&'a Field]) -> Vec<Stub<'a>> {
    let Some(first) = fields.first() else { return Vec::new() };
    let question = columns.variable(first).var.as_ref().and_then(|it| questionnaire.question(it));
    match question.map(|it| &it.kind) {
        Some(Kind::Rank { .. }) => vec![ranking(columns.variable(first), fields)],
        Some(Kind::Nps) => fields.iter().map(|it| nps(it)).collect(),
        _ => {
            let is_trap = |it: &Variable| match (&it.from, question) {
                (Column::Item(name), Some(question)) => {
                    question.items().iter().any(|it| it.name == *name && it.trap.is_some())
                }
                _ => false,
            };
            let answers = fields.iter().filter(|it| !is_trap(columns.variable(it)));
            answers.map(|it| plain(columns.variable(it), it)).collect()
        }
    }
}

fn plain<'a>(variable: &Variable, field: &'a Field) -> Stub<'a> {
    let missing = missing(variable);
    let mut stub = Stub {
        variable: field.variables[0],
        codes: Cow::Borrowed(&field.values),
        missing: missing.clone(),
        numbers: None,
        figures: Vec::new(),
        is_ranking: false,
    };
    match &field.values {
        Values::One { codes, .. } if variable.ordered => {
            let known = field.values.without(&missing);
            stub.numbers = Some(Cow::Owned(known.scores()));
            let mut scale: Vec<Code> = codes.iter().filter(|it| !missing.contains(it)).copied().collect();
            scale.sort_unstable();
            // With fewer than four, top and bottom would meet.
            if let ([low, under, .., over, high], true) = (&scale[..], scale.len() >= 4) {
                let boxes = [(FigureKind::TopTwo, [*over, *high]), (FigureKind::BottomTwo, [*low, *under])];
                stub.figures.extend(boxes.map(|(kind, codes)| (kind, known.net(&codes))));
            }
        }
        Values::Numbers(_) => stub.numbers = Some(Cow::Owned(field.values.without(&missing))),
        Values::One { .. } | Values::Many { .. } | Values::Texts(_) => {}
    }
    stub
}

/// Nought to ten as codes, and the score.
fn nps(field: &Field) -> Stub<'_> {
    let codes: Vec<Code> = (0..=10).rev().collect();
    let band = |number: &f64| codes.iter().position(|it| *it as f64 == *number).map_or(0, |at| at as u16 + 1);
    let score = |number: &f64| match *number {
        it if it.is_nan() => f64::NAN,
        it if it >= 9.0 => 1.0,
        it if it <= 6.0 => -1.0,
        _ => 0.0,
    };
    let (coded, figures) = match &field.values {
        Values::Numbers(numbers) => {
            let scores = Values::Numbers(numbers.iter().map(score).collect());
            let at = numbers.iter().map(band).collect();
            (Cow::Owned(Values::One { codes, at }), vec![(FigureKind::Score, scores)])
        }
        other => (Cow::Borrowed(other), Vec::new()),
    };
    let numbers = Some(Cow::Borrowed(&field.values));
    let variable = field.variables[0];
    Stub { variable, codes: coded, missing: Vec::new(), numbers, figures, is_ranking: false }
}

/// Who ranked what first; who ranked it among the first three, and on which place.
fn ranking<'a>(variable: &Variable, fields: &[&'a Field]) -> Stub<'a> {
    let places: Vec<&Values> = fields.iter().map(|it| &it.values).collect();
    let three = forms::ranked(&places, 3);
    let mut figures = Vec::new();
    if let Values::Many { codes, .. } = &three {
        for code in codes {
            if places.len() >= 3 {
                figures.push((FigureKind::TopThree(*code), three.net(&[*code])));
            }
            figures.push((FigureKind::MeanPlace(*code), forms::place(&places, *code)));
        }
    }
    Stub {
        variable: fields[0].variables[0],
        codes: Cow::Owned(forms::ranked(&places, 1)),
        missing: missing(variable),
        numbers: None,
        figures,
        is_ranking: true,
    }
}

fn missing(variable: &Variable) -> Vec<Code> {
    variable.codes.iter().filter(|it| it.missing).map(|it| it.code).collect()
}
