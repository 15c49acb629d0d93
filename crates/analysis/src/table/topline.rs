//! The topline: each question one way, with its base and intervals.

use std::ops::Range;

use survey::Questionnaire;
use survey::questionnaire::Code;

use super::banner::Banner;
use super::columns::{Columns, Field, Values};
use super::moments::Moments;
pub use super::stub::FigureKind;
use super::stub::{Stub, stubs, topics};
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
    /// Whether the bars are of those that were ranked first.
    pub is_ranking: bool,
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
    /// Of the base, from 0 to 1; none where nobody is in it.
    pub share: Option<f64>,
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

/// Every question and derived variable that can be counted, in the order of the codebook. `questionnaire` is the newest;
/// `is_in` says of each case whether it is wanted, and `weights` what it weighs.
pub fn topline(
    columns: &Columns,
    questionnaire: &Questionnaire,
    is_in: Option<&[bool]>,
    weights: Option<&[f64]>,
) -> Vec<Topic> {
    let banner = Banner::new(columns, &[], is_in).expect("the total alone has no fault");
    let counting = Counting { banner, weights };
    let topic = |fields: Vec<&Field>| {
        let parts = stubs(columns, questionnaire, &fields).iter().map(|it| counting.part(it)).collect();
        Topic { variables: variables(&fields), parts }
    };
    topics(columns).into_iter().map(topic).collect()
}

/// The columns of the codebook that fields have, from the first to the last.
pub(super) fn variables(fields: &[&Field]) -> Range<usize> {
    let all = fields.iter().flat_map(|it| &it.variables);
    let (first, last) = all.fold((usize::MAX, 0), |(first, last), it| (first.min(*it), last.max(*it)));
    first..last + 1
}

struct Counting<'a> {
    banner: Banner,
    weights: Option<&'a [f64]>,
}

impl Counting<'_> {
    fn part(&self, stub: &Stub) -> Part {
        let counted = self.banner.count(&stub.codes, self.weights);
        let base = counted.base(0);
        let bar = |(row, code): (usize, &Code)| {
            let (share, interval) = share(counted.cell(row, 0), base).unzip();
            let is_missing = stub.missing.contains(code);
            Bar { code: *code, cell: counted.cell(row, 0), share, interval: interval.flatten(), is_missing }
        };
        let bars = counted.codes.iter().enumerate().map(bar).collect();
        let moments = stub.numbers.as_ref().and_then(|it| self.moments(it));
        let mean = moments.and_then(|it| around(it.mean));
        let figures = stub.figures.iter().filter_map(|(kind, values)| self.figure(*kind, values)).collect();
        Part { variable: stub.variable, is_ranking: stub.is_ranking, base, bars, moments, mean, figures }
    }

    fn moments(&self, numbers: &Values) -> Option<Moments> {
        self.banner.moments(numbers, self.weights).remove(0)
    }

    fn figure(&self, kind: FigureKind, values: &Values) -> Option<Figure> {
        if let Values::Numbers(_) = values {
            let mean = self.moments(values)?.mean;
            return Some(Figure { kind, value: mean.value, interval: around(mean), base: mean.base });
        }
        let net = self.banner.count(values, self.weights);
        let (value, interval) = share(net.cell(0, 0), net.base(0))?;
        Some(Figure { kind, value, interval, base: net.base(0) })
    }
}

/// A share with Wilson's interval on Kish's effective base; none of nobody.
fn share(cell: Base, base: Base) -> Option<(f64, Option<Interval>)> {
    // Sums of weights may differ in their last digit.
    let share = (base.weight > 0.0).then(|| (cell.weight / base.weight).clamp(0.0, 1.0))?;
    Some((share, interval::share(share, base.effective(), LEVEL)))
}

/// The interval of a mean, with the degrees of freedom of its effective base.
fn around(mean: Estimate) -> Option<Interval> {
    interval::mean(mean.value, mean.error, mean.base.effective() - 1.0, LEVEL)
}
