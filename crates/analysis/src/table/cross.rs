//! Cross-tables: one answer by the columns of a banner, as numbers in no language.

mod tested;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use survey::questionnaire::Code;

use super::banner::{Banner, Counted};
use super::columns::Values;
use super::moments::Moments;
use super::stub::{FigureKind, Stub};
use crate::stats::chi::RaoScott;
use crate::stats::compare::{Group, Method};
use crate::stats::letters::{Lower, Options, Size};
use crate::stats::{Base, Outcome, Untested};
use tested::Testing;

/// What is wanted of tables.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Nets, each as ranges of codes with both ends included; one that has none of a question's codes is left out.
    pub nets: Vec<Vec<(Code, Code)>>,
    /// How columns are compared; none where they are not. Which test is used follows from what is compared.
    pub letters: Option<Options>,
    pub chi_square: bool,
}

/// One answer by the columns of a banner.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The column in the codebook that it is, or begins with.
    pub variable: usize,
    /// Whether the codes and nets are of those that were ranked first.
    pub is_ranking: bool,
    /// Of each column: who answered.
    pub bases: Vec<Base>,
    /// Codes first, then nets, boxes, scores and means.
    pub lines: Vec<Line>,
    /// Of each block of the banner after the total: whether the answers depend on it. None where that is not asked, or
    /// where a respondent may be in several rows or columns.
    pub chi_squares: Vec<Option<Result<ChiSquare, Untested>>>,
}

/// One line of a table: a cell for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub kind: LineKind,
    pub cells: Vec<Cell>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Those who gave a code; of a ranking, who ranked it first. A refusal is in the base of shares, and of nothing else.
    Code {
        code: Code,
        is_missing: bool,
    },
    /// The nets that are wanted, by their number.
    Net(usize),
    /// Boxes, scores and places.
    Figure(FigureKind),
    Mean,
    /// The standard deviation of the answers.
    Deviation,
    Median,
}

impl LineKind {
    /// Whether its values are shares, from 0 to 1, rather than means and the like.
    pub fn is_share(self) -> bool {
        match self {
            LineKind::Code { .. } | LineKind::Net(_) => true,
            LineKind::Figure(FigureKind::TopTwo | FigureKind::BottomTwo | FigureKind::TopThree(_)) => true,
            LineKind::Figure(FigureKind::Score | FigureKind::MeanPlace(_)) => false,
            LineKind::Mean | LineKind::Deviation | LineKind::Median => false,
        }
    }
}

/// What stands in a line and a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Who is in both; of a mean, who has a number.
    pub of: Base,
    /// Whom the column's share is of; of a mean, who has a number.
    pub base: Base,
    /// The share of the column, from 0 to 1; or a mean, a median, a score from -1 to 1. None where nobody is there.
    pub value: Option<f64>,
    /// The share of the line's total that is in the column; none of means.
    pub row_share: Option<f64>,
    /// The columns that this one is significantly higher than, counted from the first after the total.
    pub higher_than: Vec<Lower>,
    /// Whether there are respondents enough to compare.
    pub size: Size,
}

/// Whether two questions depend on one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChiSquare {
    /// Of cases that all weigh the same.
    Pearson(Outcome),
    /// Of weighted cases, who are the whole of the design.
    RaoScott(RaoScott),
}

impl ChiSquare {
    /// The chance of answers as different, where there is no difference.
    pub fn p(&self) -> f64 {
        match self {
            ChiSquare::Pearson(it) => it.p,
            ChiSquare::RaoScott(it) => it.p,
        }
    }
}

impl Table {
    /// Counts an answer by a banner.
    ///
    /// Shares are compared by z and means by Welch's t, on Kish's effective bases, each column with the others of its
    /// block; never with the total. Respondents of a multi who are in both columns are allowed for.
    pub fn new(stub: &Stub, banner: &Banner, weights: Option<&[f64]>, wanted: &Wanted) -> Table {
        let counting = Counting { banner, weights, wanted };
        let counted = banner.count(&stub.codes, weights);
        let mut lines = counting.codes(stub, &counted);
        lines.extend(counting.nets(stub));
        let (boxes, places): (Vec<_>, Vec<_>) =
            stub.figures.iter().partition(|(kind, _)| LineKind::Figure(*kind).is_share());
        let figure =
            |(kind, values): &&(FigureKind, Values)| counting.figure(LineKind::Figure(*kind), values);
        lines.extend(boxes.iter().map(figure));
        lines.extend(stub.numbers.iter().flat_map(|it| counting.means(it)));
        lines.extend(places.iter().map(figure));
        let bases = (0..banner.heads.len()).map(|it| counted.base(it)).collect();
        let chi_squares = counting.chi_squares(stub, &counted);
        Table { variable: stub.variable, is_ranking: stub.is_ranking, bases, lines, chi_squares }
    }

    /// Puts the answers in the order of their share of all, the largest first. Refusals stay last: they are no answer
    /// that others could be larger than.
    pub fn sort_by_size(&mut self) {
        let is_code = |it: &&Line| matches!(it.kind, LineKind::Code { .. });
        let codes = self.lines.iter().take_while(is_code).count();
        let key = |line: &Line| match line.kind {
            LineKind::Code { is_missing, .. } => (is_missing, line.cells[0].of.weight),
            _ => (true, 0.0),
        };
        let larger = |a: &Line, b: &Line| {
            let ((a_missing, a), (b_missing, b)) = (key(a), key(b));
            a_missing.cmp(&b_missing).then(b.partial_cmp(&a).unwrap_or(Ordering::Equal))
        };
        self.lines[..codes].sort_by(larger);
    }
}

struct Counting<'a> {
    banner: &'a Banner,
    weights: Option<&'a [f64]>,
    wanted: &'a Wanted,
}

impl<'a> Counting<'a> {
    fn columns(&self) -> usize {
        self.banner.heads.len()
    }

    /// How the columns of lines are compared that these have answered.
    fn testing(&self, answered: &Values, method: Method) -> Testing<'a> {
        let options = self.wanted.letters.map(|it| Options { method, ..it });
        Testing::new(self.banner, answered, self.weights, options)
    }

    fn codes(&self, stub: &Stub, counted: &Counted) -> Vec<Line> {
        let testing = self.testing(&stub.codes, Method::Shares);
        let line = |(row, code): (usize, &Code)| {
            let kind = LineKind::Code { code: *code, is_missing: stub.missing.contains(code) };
            self.shares(kind, counted, row, &testing)
        };
        counted.codes.iter().enumerate().map(line).collect()
    }

    /// The nets that have any of the codes, or are of numbers.
    fn nets(&self, stub: &Stub) -> Vec<Line> {
        let has = |ranges: &[(Code, Code)]| match &*stub.codes {
            Values::One { codes, .. } | Values::Many { codes, .. } => {
                codes.iter().any(|it| ranges.iter().any(|(low, high)| (low..=high).contains(&it)))
            }
            Values::Numbers(_) => true,
            Values::Texts(_) => false,
        };
        let nets = self.wanted.nets.iter().enumerate().filter(|(_, it)| has(it));
        nets.map(|(at, it)| self.figure(LineKind::Net(at), &stub.codes.within(it))).collect()
    }

    /// A net, or the mean of numbers.
    fn figure(&self, kind: LineKind, values: &Values) -> Line {
        match values {
            Values::Numbers(_) => self.mean(kind, values, &self.banner.moments(values, self.weights)),
            _ => {
                let counted = self.banner.count(values, self.weights);
                self.shares(kind, &counted, 0, &self.testing(values, Method::Shares))
            }
        }
    }

    fn means(&self, numbers: &Values) -> [Line; 3] {
        let moments = self.banner.moments(numbers, self.weights);
        let line = |kind, value: fn(&Moments) -> f64| {
            let cell = |it: &Option<Moments>| plain(it.as_ref(), it.as_ref().map(value));
            Line { kind, cells: moments.iter().map(cell).collect() }
        };
        [
            self.mean(LineKind::Mean, numbers, &moments),
            line(LineKind::Deviation, Moments::deviation),
            line(LineKind::Median, |it| it.median),
        ]
    }

    fn shares(&self, kind: LineKind, counted: &Counted, row: usize, testing: &Testing) -> Line {
        let cell = |column| {
            let (of, base) = (counted.cell(row, column), counted.base(column));
            // Sums of weights may differ in their last digit.
            let value = counted.share(row, column).map(|it| it.clamp(0.0, 1.0));
            let row_share = counted.row_share(row, column);
            Cell { of, base, value, row_share, higher_than: Vec::new(), size: Size::Enough }
        };
        let mut cells: Vec<Cell> = (0..self.columns()).map(cell).collect();
        testing.mark(&mut cells, |_| 0.0);
        Line { kind, cells }
    }

    fn mean(&self, kind: LineKind, numbers: &Values, moments: &[Option<Moments>]) -> Line {
        let cell = |it: &Option<Moments>| plain(it.as_ref(), it.map(|it| it.mean.value));
        let mut cells: Vec<Cell> = moments.iter().map(cell).collect();
        let variance = |column: usize| moments[column].map_or(0.0, |it| it.variance);
        self.testing(numbers, Method::Welch).mark(&mut cells, variance);
        Line { kind, cells }
    }
}

/// A mean or the like, not compared.
fn plain(moments: Option<&Moments>, value: Option<f64>) -> Cell {
    let base = moments.map_or(Base::default(), |it| it.mean.base);
    Cell { of: base, base, value, row_share: None, higher_than: Vec::new(), size: Size::Enough }
}

impl Cell {
    /// What is compared of it.
    fn group(&self, variance: f64) -> Group {
        Group { base: self.base, value: self.value.unwrap_or_default(), variance }
    }
}
