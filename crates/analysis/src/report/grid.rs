//! A table as it is read, in one language.

#[cfg(test)]
mod tests;

use std::fmt;

/// A table: heads above, a label before each row, notes beneath.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    pub caption: String,
    /// What the labels are; drawn at the left of the heads.
    pub corner: String,
    /// Rows of heads from the top, without the corner. Each row covers all columns, or those that no head above it
    /// reaches down into, as in HTML.
    pub heads: Vec<Vec<GridHead>>,
    pub rows: Vec<GridRow>,
    pub notes: Vec<String>,
    /// Where the numbers come from, a fact each: beneath the notes, in print as one.
    pub facts: Vec<String>,
}

/// A head over one or more columns.
#[derive(Clone, Debug, PartialEq)]
pub struct GridHead {
    pub text: String,
    /// How many columns it is over, at least one.
    pub columns: usize,
    /// How many rows of heads it reaches over, at least one.
    pub rows: usize,
    /// The letter by which tests name the column; empty for none.
    pub letter: String,
}

/// A label with a cell for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    pub kind: RowKind,
    pub label: String,
    /// How far it stands in beneath the row it belongs to.
    pub indent: u8,
    /// One for each column; none of a group.
    pub cells: Vec<GridCell>,
}

/// What a row is; it decides how it is drawn, and what a chart takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A choice, or an item of a grid: what charts have bars of.
    Answer,
    /// Several choices taken together.
    Net,
    /// A mean, a deviation, a score.
    Figure,
    /// Who the rows beside it are of.
    Base,
    /// Another reading of the row above it, such as its counts or its errors.
    Detail,
    /// A title over the rows beneath it.
    Group,
}

/// What stands in a row and a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridCell {
    pub content: Content,
    /// The letters of the columns that it is higher than.
    pub letters: String,
    pub mark: Option<Mark>,
}

/// The content of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    #[default]
    Empty,
    Text(String),
    Number(Number),
}

/// What sets a cell apart. The notes of the grid say what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The base is small: read with care.
    SmallBase,
    /// The base is too small to be compared.
    TinyBase,
    /// Higher than the rest.
    Higher,
    /// Lower than the rest.
    Lower,
}

/// A number with the form it is printed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// A share from 0 to 1 where it is printed as per cent, and a difference of two shares where as points.
    pub value: f64,
    pub decimals: u8,
    pub unit: Unit,
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `1,514`, `3.41`.
    Plain,
    /// `72.66%` of 0.7266.
    PerCent,
    /// `+12.3` of 0.123.
    Points,
}

impl Mark {
    /// The sign that stands after the number.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::SmallBase => "*",
            Mark::TinyBase => "**",
            Mark::Higher => "▲",
            Mark::Lower => "▼",
        }
    }
}

/// Notes in print, with all facts as the last one.
pub(super) fn printed(notes: &[String], facts: &[String]) -> Vec<String> {
    let facts = (!facts.is_empty()).then(|| facts.join(" · "));
    notes.iter().cloned().chain(facts).collect()
}

impl Grid {
    /// How many columns there are beside the labels.
    pub fn columns(&self) -> usize {
        let heads = self.heads.first().map_or(0, |it| it.iter().map(|it| it.columns).sum());
        let cells = self.rows.iter().map(|it| it.cells.len()).max().unwrap_or_default();
        heads.max(cells)
    }

    /// Each head with the row and the column that it begins in.
    pub fn placed(&self) -> Vec<(usize, usize, &GridHead)> {
        // To which row the heads of a column already reach.
        let mut reached = vec![0; self.columns()];
        let mut placed = Vec::new();
        for (row, heads) in self.heads.iter().enumerate() {
            let mut column = 0;
            for head in heads {
                while reached.get(column).is_some_and(|it| *it > row) {
                    column += 1;
                }
                placed.push((row, column, head));
                reached.iter_mut().skip(column).take(head.columns).for_each(|it| *it = row + head.rows);
                column += head.columns;
            }
        }
        placed
    }

    /// Whether a column has numbers, so that its head stands over their ends.
    pub fn has_numbers(&self, column: usize) -> bool {
        self.rows.iter().filter_map(|it| it.cells.get(column)).any(|it| it.number().is_some())
    }

    /// All heads over a column from the top, as one text: `Region · East`.
    pub fn head(&self, column: usize) -> String {
        let placed = self.placed();
        let over = |from: usize, head: &GridHead| (from..from + head.columns).contains(&column);
        let texts = placed.iter().filter(|(_, from, head)| over(*from, head)).map(|(.., head)| &*head.text);
        texts.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl GridHead {
    /// A head over so many columns.
    pub fn over(columns: usize, text: impl Into<String>) -> GridHead {
        GridHead { text: text.into(), columns, rows: 1, letter: String::new() }
    }
}

impl GridRow {
    /// A row that stands in no further than others.
    pub fn new(kind: RowKind, label: impl Into<String>, cells: Vec<GridCell>) -> GridRow {
        GridRow { kind, label: label.into(), indent: 0, cells }
    }
}

impl GridCell {
    /// A number of respondents.
    pub fn count(n: u64) -> GridCell {
        GridCell::of(Number { value: n as f64, decimals: 0, unit: Unit::Plain })
    }

    /// A share from 0 to 1.
    pub fn share(value: f64, decimals: u8) -> GridCell {
        GridCell::of(Number { value, decimals, unit: Unit::PerCent })
    }

    /// A mean, or another number without a unit.
    pub fn plain(value: f64, decimals: u8) -> GridCell {
        GridCell::of(Number { value, decimals, unit: Unit::Plain })
    }

    /// A number; nothing where it is none.
    pub fn of(number: Number) -> GridCell {
        let content = if number.value.is_finite() { Content::Number(number) } else { Content::Empty };
        GridCell { content, ..GridCell::default() }
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> GridCell {
        GridCell { content: Content::Text(text.into()), ..GridCell::default() }
    }

    /// The number in it, if there is one.
    pub fn number(&self) -> Option<Number> {
        match self.content {
            Content::Number(it) => Some(it),
            Content::Empty | Content::Text(_) => None,
        }
    }
}

/// What stands in the cell, without its letters and its mark.
impl fmt::Display for GridCell {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.content {
            Content::Empty => Ok(()),
            Content::Text(text) => f.write_str(text),
            Content::Number(number) => number.fmt(f),
        }
    }
}

/// As it is printed: a half is rounded away from nought, thousands are set apart.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let times = if self.unit == Unit::Plain { 1.0 } else { 100.0 };
        let rounded = rounded(self.value * times, self.decimals);
        let sign = match rounded < 0.0 {
            true => "-",
            false if self.unit == Unit::Points => "+",
            false => "",
        };
        let text = format!("{:.*}", self.decimals.into(), rounded.abs());
        let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
        let unit = if self.unit == Unit::PerCent { "%" } else { "" };
        write!(f, "{sign}{}{rest}{unit}", thousands(whole))
    }
}

/// A number as it is printed with so many decimals: a half is rounded away from nought, and nought has no sign.
pub fn rounded(value: f64, decimals: u8) -> f64 {
    let digits = 10f64.powi(decimals.into());
    // What is binary noise below a half counts as a half.
    let rounded = (value.abs() * digits + 0.5 + 1e-9).floor() / digits;
    if value < 0.0 && rounded > 0.0 { -rounded } else { rounded }
}

fn thousands(digits: &str) -> String {
    let head = digits.len() % 3;
    let mut parts: Vec<&str> =
        digits.as_bytes()[head..].chunks(3).filter_map(|it| std::str::from_utf8(it).ok()).collect();
    if head > 0 {
        parts.insert(0, &digits[..head]);
    }
    parts.join(",")
}
