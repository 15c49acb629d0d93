//! The topline: each question one way, with its base and intervals.

use std::ops::Range;

use survey::Questionnaire;
use survey::questionnaire::{Code, Kind};

use super::banner::Banner;
use super::columns::{Columns, Field, Values};
use super::forms;
use super::moments::Moments;
use crate::codebook::{Label, Role, Variable};
use crate::stats::Base;
use crate::stats::estimate::Estimate;
use crate::stats::interval::{self, Interval};

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

/// One question or derived variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Its columns in the codebook; the first says what it is.
    pub variables: Range<usize>,
    /// The whole of it, or each item of a grid.
    pub parts: Vec<Part>,
}

/// What one answer comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The column in the codebook that it is, or begins with.
    pub variable: usize,
    /// Who answered.
    pub base: Base,
    /// How often each code was given; of a ranking, ranked first.
    pub bars: Vec<Bar>,
    /// Of scales, numbers and nps: of those whose answer has a number.
    pub moments: Option<Moments>,
    /// The interval of the mean.
    pub mean: Option<Interval>,
    /// Further figures, such as the top two boxes.
    pub figures: Vec<Figure>,
}

/// One code of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub code: Code,
    pub cell: Base,
    /// Of the base, from 0 to 1.
    pub share: f64,
    pub interval: Option<Interval>,
    /// A refusal: in the base of shares, and of nothing else.
    pub is_missing: bool,
}

/// A figure beside the bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub kind: FigureKind,
    /// A share from 0 to 1; a score from -1 to 1; a mean place from 1.
    pub value: f64,
    pub interval: Option<Interval>,
    pub base: Base,
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

/// Every question and derived variable that can be counted, in the order of the codebook. `questionnaire` is the newest;
/// `is_in` says of each case whether it is wanted, and `weights` what it weighs.
pub fn topline(
    columns: &Columns,
    questionnaire: &Questionnaire,
    is_in: Option<&[bool]>,
    weights: Option<&[f64]>,
) -> Vec<Topic> {
    let banner = Banner::new(columns, &[], is_in).expect("the total alone has no fault");
    let counting = Counting { columns, questionnaire, banner, weights };
    let fields: Vec<&Field> = columns.fields.iter().filter(|it| is_answer(columns.variable(it))).collect();
    fields
        .chunk_by(|a, b| columns.variable(a).of == columns.variable(b).of)
        .map(|it| counting.topic(it))
        .collect()
}

fn is_answer(variable: &Variable) -> bool {
    matches!(variable.role, Role::Asked | Role::Derived)
}

struct Counting<'a> {
    columns: &'a Columns,
    questionnaire: &'a Questionnaire,
    banner: Banner,
    weights: Option<&'a [f64]>,
}

impl Counting<'_> {
    fn topic(&self, fields: &[&Field]) -> Topic {
        let all = fields.iter().flat_map(|it| &it.variables);
        let (first, last) = all.fold((usize::MAX, 0), |(first, last), it| (first.min(*it), last.max(*it)));
        let variable = self.columns.variable(fields[0]);
        let question = variable.var.as_ref().and_then(|it| self.questionnaire.question(it));
        let parts = match question.map(|it| &it.kind) {
            Some(Kind::Rank { .. }) => vec![self.ranking(fields)],
            Some(Kind::Nps) => fields.iter().map(|it| self.nps(it)).collect(),
            _ => fields.iter().map(|it| self.plain(it)).collect(),
        };
        Topic { variables: first..last + 1, parts }
    }

    fn plain(&self, field: &Field) -> Part {
        let variable = self.columns.variable(field);
        let mut part = self.part(field, &field.values);
        let refusals: Vec<Code> = variable.codes.iter().filter(|it| it.missing).map(|it| it.code).collect();
        let known = field.values.without(&refusals);
        match &field.values {
            Values::One { codes, .. } if variable.ordered => {
                self.take_mean(&mut part, &known.scores());
                let mut scale: Vec<Code> =
                    codes.iter().filter(|it| !refusals.contains(it)).copied().collect();
                scale.sort_unstable();
                // With fewer than four, top and bottom would meet.
                if let ([low, under, .., over, high], true) = (&scale[..], scale.len() >= 4) {
                    let boxes =
                        [(FigureKind::TopTwo, [*over, *high]), (FigureKind::BottomTwo, [*low, *under])];
                    part.figures.extend(boxes.map(|(kind, codes)| self.share(kind, &known.net(&codes))));
                }
            }
            Values::Numbers(_) => self.take_mean(&mut part, &known),
            Values::One { .. } | Values::Many { .. } | Values::Texts(_) => {}
        }
        part
    }

    /// Nought to ten as codes, and the score.
    fn nps(&self, field: &Field) -> Part {
        let band = |number: f64, codes: &[Code]| {
            codes.iter().position(|it| *it as f64 == number).map_or(0, |at| at as u16 + 1)
        };
        let coded = |codes: Vec<Code>| match &field.values {
            Values::Numbers(numbers) => {
                let at = numbers.iter().map(|it| band(*it, &codes)).collect();
                Values::One { codes, at }
            }
            other => other.clone(),
        };
        let mut part = self.part(field, &coded((0..=10).rev().collect()));
        self.take_mean(&mut part, &field.values);
        let score = |number: &f64| match *number {
            it if it.is_nan() => f64::NAN,
            it if it >= 9.0 => 1.0,
            it if it <= 6.0 => -1.0,
            _ => 0.0,
        };
        if let Values::Numbers(numbers) = &field.values {
            let scores = Values::Numbers(numbers.iter().map(score).collect());
            part.figures.extend(self.mean(FigureKind::Score, &scores));
        }
        part
    }

    /// Who ranked what first; then who ranked it among the first three, and on which place.
    fn ranking(&self, fields: &[&Field]) -> Part {
        let places: Vec<&Values> = fields.iter().map(|it| &it.values).collect();
        let mut part = self.part(fields[0], &forms::ranked(&places, 1));
        let three = self.banner.count(&forms::ranked(&places, 3), self.weights);
        for (row, code) in three.codes.iter().enumerate() {
            if places.len() >= 3 {
                part.figures.push(figure(FigureKind::TopThree(*code), three.cell(row, 0), three.base(0)));
            }
            part.figures.extend(self.mean(FigureKind::MeanPlace(*code), &forms::place(&places, *code)));
        }
        part
    }

    /// The bars of values.
    fn part(&self, field: &Field, values: &Values) -> Part {
        let counted = self.banner.count(values, self.weights);
        let base = counted.base(0);
        let labels = &self.columns.variable(field).codes;
        let bar = |(row, code): (usize, &Code)| {
            let (share, interval) = share(counted.cell(row, 0), base);
            let is_missing = labels.iter().any(|it: &Label| it.code == *code && it.missing);
            Bar { code: *code, cell: counted.cell(row, 0), share, interval, is_missing }
        };
        let bars = counted.codes.iter().enumerate().map(bar).collect();
        let variable = field.variables[0];
        Part { variable, base, bars, moments: None, mean: None, figures: Vec::new() }
    }

    fn take_mean(&self, part: &mut Part, numbers: &Values) {
        part.moments = self.banner.moments(numbers, self.weights).remove(0);
        part.mean = part.moments.and_then(|it| around(it.mean));
    }

    fn mean(&self, kind: FigureKind, numbers: &Values) -> Option<Figure> {
        let mean = self.banner.moments(numbers, self.weights).remove(0)?.mean;
        Some(Figure { kind, value: mean.value, interval: around(mean), base: mean.base })
    }

    fn share(&self, kind: FigureKind, net: &Values) -> Figure {
        let counted = self.banner.count(net, self.weights);
        figure(kind, counted.cell(0, 0), counted.base(0))
    }
}

fn figure(kind: FigureKind, cell: Base, base: Base) -> Figure {
    let (value, interval) = share(cell, base);
    Figure { kind, value, interval, base }
}

/// A share with Wilson's interval on Kish's effective base.
fn share(cell: Base, base: Base) -> (f64, Option<Interval>) {
    let share = if base.weight > 0.0 { cell.weight / base.weight } else { 0.0 };
    // Sums of weights may differ in their last digit.
    let share = share.clamp(0.0, 1.0);
    (share, interval::share(share, base.effective(), LEVEL))
}

/// The interval of a mean, with the degrees of freedom of its effective base.
fn around(mean: Estimate) -> Option<Interval> {
    interval::mean(mean.value, mean.error, mean.base.effective() - 1.0, LEVEL)
}
