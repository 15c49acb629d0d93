//! Letters of significance: which columns of a row are higher than which others.

use std::fmt::Write;

use super::Outcome;
use super::compare::{Group, Method, Overlap, compare};

/// How many comparisons at once are allowed for. The comparisons of one row within one block are a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// Each comparison for itself.
    None,
    /// p times the comparisons (Dunn, Journal of the American Statistical Association 56, 1961).
    Bonferroni,
    /// The false discovery rate (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995), as
    /// adjusted p: the least over this and all larger p of p times comparisons over rank.
    FalseDiscovery,
}

/// What is tested, and how strictly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub method: Method,
    pub adjustment: Adjustment,
    /// A capital letter stands where p is at most this.
    pub strong: f64,
    /// A small letter stands where p is at most this.
    pub weak: f64,
    /// A column of fewer respondents is not tested.
    pub untested_below: u64,
    /// A column of fewer respondents is marked.
    pub small_below: u64,
}

impl Options {
    /// Letters at 95 and 90 %, nothing allowed for, no test below 30 respondents and a mark below 75.
    pub fn usual(method: Method) -> Options {
        let adjustment = Adjustment::None;
        Options { method, adjustment, strong: 0.05, weak: 0.10, untested_below: 30, small_below: 75 }
    }
}

/// What stands beside the number of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The columns that this one is significantly higher than, in the order of the table.
    pub higher_than: Vec<Lower>,
    pub size: Size,
}

/// A column that another is higher than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lower {
    pub column: usize,
    /// At the stricter of both levels: a capital letter.
    pub strong: bool,
}

/// Whether a column has respondents enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Enough,
    /// Tested, and marked.
    Small,
    /// Not tested.
    TooSmall,
}

/// One comparison that was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub one: usize,
    pub other: usize,
    pub outcome: Outcome,
    /// p, with the other comparisons of the block allowed for.
    pub adjusted: f64,
}

/// The letters of a row, and the comparisons behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub marks: Vec<Mark>,
    pub pairs: Vec<Pair>,
}

/// Compares the columns of one row within each block: the columns of one banner variable, or any others that are to
/// be compared with one another. The total is in no block, so it is never compared. Who is in two columns at once
/// stands in `overlap`, which is asked for each pair, the left column first.
pub fn row(
    columns: &[Group],
    blocks: &[Vec<usize>],
    overlap: &dyn Fn(usize, usize) -> Option<Overlap>,
    options: &Options,
) -> Row {
    let size = |n: u64| match n {
        n if n < options.untested_below => Size::TooSmall,
        n if n < options.small_below => Size::Small,
        _ => Size::Enough,
    };
    let mark = |it: &Group| Mark { higher_than: Vec::new(), size: size(it.base.n) };
    let mut row = Row { marks: columns.iter().map(mark).collect(), pairs: Vec::new() };
    for block in blocks {
        let tested = |it: &usize| row.marks[*it].size != Size::TooSmall;
        let block: Vec<usize> = block.iter().copied().filter(tested).collect();
        row.pairs.extend(pairs(columns, &block, overlap, options));
    }
    for pair in &row.pairs {
        let (high, low) =
            if pair.outcome.statistic > 0.0 { (pair.one, pair.other) } else { (pair.other, pair.one) };
        if pair.adjusted <= options.weak.max(options.strong) {
            let strong = pair.adjusted <= options.strong;
            row.marks[high].higher_than.push(Lower { column: low, strong });
        }
    }
    row.marks.iter_mut().for_each(|it| it.higher_than.sort_by_key(|it| it.column));
    row
}

/// The comparisons within one block, adjusted for one another. What cannot be tested is no comparison.
fn pairs(
    columns: &[Group],
    block: &[usize],
    overlap: &dyn Fn(usize, usize) -> Option<Overlap>,
    options: &Options,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (place, &one) in block.iter().enumerate() {
        for &other in &block[place + 1..] {
            let outcome = compare(options.method, &columns[one], &columns[other], overlap(one, other));
            pairs.extend(outcome.map(|outcome| Pair { one, other, outcome, adjusted: outcome.p }));
        }
    }
    let p: Vec<f64> = pairs.iter().map(|it| it.outcome.p).collect();
    let adjusted = adjusted(&p, options.adjustment);
    pairs.iter_mut().zip(adjusted).for_each(|(pair, p)| pair.adjusted = p);
    pairs
}

/// The p of a family of comparisons, each adjusted for the others, in the same order.
pub fn adjusted(p: &[f64], adjustment: Adjustment) -> Vec<f64> {
    let count = p.len() as f64;
    match adjustment {
        Adjustment::None => p.to_vec(),
        Adjustment::Bonferroni => p.iter().map(|it| (it * count).min(1.0)).collect(),
        Adjustment::FalseDiscovery => {
            let mut order: Vec<usize> = (0..p.len()).collect();
            order.sort_by(|one, other| p[*other].total_cmp(&p[*one]));
            let mut adjusted = p.to_vec();
            let mut least = 1.0_f64;
            for (behind, &place) in order.iter().enumerate() {
                least = least.min(p[place] * count / (count - behind as f64));
                adjusted[place] = least;
            }
            adjusted
        }
    }
}

/// The name of a column, from nought on: A, B ... Z, AA, AB ...
pub fn letter(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    let before = if column < 26 { String::new() } else { letter(column / 26 - 1) };
    format!("{before}{last}")
}

/// The letters beside one number: `BD`, and small ones at the weaker level, as in `Bd`. From the twenty-seventh
/// column on letters come in twos, so a space stands between them: `B aa`.
pub fn text(higher_than: &[Lower]) -> String {
    let apart = higher_than.iter().any(|it| it.column >= 26);
    let mut text = String::new();
    for lower in higher_than {
        let space = if apart && !text.is_empty() { " " } else { "" };
        let letter = letter(lower.column);
        let letter = if lower.strong { letter } else { letter.to_lowercase() };
        // Writing to a text cannot fail.
        let _ = write!(text, "{space}{letter}");
    }
    text
}
