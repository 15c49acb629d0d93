//! Answers in a few levels each: rare ones are one level, numbers are quarters of the field.

use crate::cohort::vectors::{Variable, Vectors};

/// Levels of a column at most, and the share below which answers are put together.
pub const MOST: usize = 8;
const RARE: f64 = 0.02;
/// Of the field who must have been asked.
const ASKED: f64 = 0.3;
/// Columns with the most even answers, where there are more.
const COLUMNS: usize = 200;

/// One column.
pub struct Column {
    /// Its place among the variables.
    pub at: usize,
    /// 0 is not asked.
    pub levels: Vec<u8>,
    pub many: usize,
}

/// The columns that can say something about others.
pub fn columns(vectors: &Vectors) -> Vec<Column> {
    let rows = vectors.ids.len();
    let both = vectors.variables.iter().zip(&vectors.columns).enumerate();
    let mut columns: Vec<(f64, Column)> = both
        .filter_map(|(at, (variable, column))| {
            let levels = if variable.numbers.is_empty() { merged(column) } else { quarters(variable, rows) };
            let many = levels.iter().copied().max().map_or(0, usize::from);
            let entropy = entropy(&levels);
            let asked = levels.iter().filter(|it| **it > 0).count() as f64;
            let says = many >= 2 && asked >= ASKED * rows as f64 && entropy > 0.1;
            says.then_some((entropy, Column { at, levels, many }))
        })
        .collect();
    columns.sort_by(|one, next| next.0.total_cmp(&one.0));
    columns.truncate(COLUMNS);
    columns.into_iter().map(|(_, it)| it).collect()
}

/// Codes as levels, the most frequent first; rare ones share the last.
fn merged(column: &[u8]) -> Vec<u8> {
    let mut counts = [0_usize; 256];
    for cell in column {
        counts[usize::from(*cell)] += 1;
    }
    let asked: usize = counts[1..].iter().sum();
    let mut codes: Vec<usize> = (1..256).filter(|it| counts[*it] > 0).collect();
    codes.sort_by_key(|it| std::cmp::Reverse(counts[*it]));
    let mut level = [0_u8; 256];
    let frequent = codes.iter().filter(|it| counts[**it] as f64 >= RARE * asked as f64).count();
    let last = frequent.min(MOST - 1);
    for (at, code) in codes.iter().enumerate() {
        level[*code] = at.min(last) as u8 + 1;
    }
    column.iter().map(|it| level[usize::from(*it)]).collect()
}

fn quarters(variable: &Variable, rows: usize) -> Vec<u8> {
    let mut sorted: Vec<f64> = variable.numbers.iter().copied().filter(|it| !it.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let cut =
        |share: f64| sorted.get((share * sorted.len() as f64) as usize).copied().unwrap_or(f64::INFINITY);
    let cuts = [cut(0.25), cut(0.5), cut(0.75)];
    let quarter = |number: f64| 1 + cuts.iter().filter(|it| number >= **it).count() as u8;
    let known = variable.numbers.iter().map(|it| if it.is_nan() { 0 } else { quarter(*it) });
    known.chain(std::iter::repeat(0)).take(rows).collect()
}

fn entropy(levels: &[u8]) -> f64 {
    let mut counts = [0_usize; MOST + 1];
    for level in levels {
        counts[usize::from(*level)] += 1;
    }
    let asked: usize = counts[1..].iter().sum();
    let part = |it: &usize| {
        let share = *it as f64 / asked as f64;
        if *it == 0 { 0.0 } else { -share * share.ln() }
    };
    counts[1..].iter().map(part).sum()
}
