//! Targets pasted from a spreadsheet: a block of numbers, with or without the names of its rows and columns.

use crate::answer::narrow;

#[cfg(test)]
mod tests;

/// A target beyond this is a slip of the finger.
const MOST: i64 = 1_000_000;

/// How spreadsheets call the sums at the edges, which are left out.
const SUMS: [&str; 8] = ["total", "totals", "sum", "all", "合计", "总计", "总和", "小计"];

/// The table that a block is pasted into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Every name by which a row is known: its code, its label in each language.
    pub rows: Vec<Vec<String>>,
    /// The same of the columns; empty for a table of one variable.
    pub columns: Vec<Vec<String>>,
}

/// What is wrong with a block, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1, as it was pasted; 0 for the whole block.
    pub row: i64,
    /// From 1, as it was pasted; 0 for the whole row.
    pub column: i64,
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing was pasted.
    Nothing,
    /// A cell without a number.
    Blank,
    /// No whole number from 0 on.
    Number(String),
    /// No name of a row or column of this table, while others are.
    Name(String),
    /// A name that stood there already.
    Twice(String),
    /// The table has other than so many rows.
    Rows { found: i64, wanted: i64 },
    /// The table has other than so many columns.
    Columns { found: i64, wanted: i64 },
}

/// The targets of a table, row by row in its own order, or everything that is wrong with the block.
///
/// Cells stand between tabs. A first line without numbers, or with the names of the columns, is a head; first
/// cells that are no numbers, or the names of the rows, are labels. Named rows and columns may come in any
/// order; sums at the edges are left out where they are called so. Without names the order is the table's.
pub fn paste(shape: &Shape, text: &str) -> Result<Vec<Vec<i64>>, Vec<Fault>> {
    let lines: Vec<(i64, Vec<&str>)> =
        (1..).zip(text.lines().map(cells)).filter(|(_, it)| !it.is_empty()).collect();
    let Some((first, rest)) = lines.split_first() else {
        return Err(vec![Fault { row: 0, column: 0, wrong: Wrong::Nothing }]);
    };
    let head = is_head(shape, first, rest.len()).then_some(first);
    let body = if head.is_some() { rest } else { &lines[..] };
    let labelled = usize::from(has_labels(shape, head, body));
    let body: Vec<&(i64, Vec<&str>)> =
        body.iter().filter(|(_, it)| labelled == 0 || !is_sum(it[0])).collect();

    let mut faults = Vec::new();
    let labels: Vec<(i64, i64, &str)> = body.iter().map(|(row, it)| (*row, 1, it[0])).collect();
    let rows = match labelled {
        1 => order(&shape.rows, &labels, &mut faults),
        _ => (0..body.len()).collect(),
    };
    if body.len() != shape.rows.len() {
        let (found, wanted) = (body.len() as i64, shape.rows.len() as i64);
        faults.push(Fault { row: 0, column: 0, wrong: Wrong::Rows { found, wanted } });
    }
    let columns = columns(shape, head, labelled, &mut faults);
    let mut targets = vec![Vec::new(); shape.rows.len()];
    for ((row, line), to) in body.iter().zip(rows) {
        let numbers = numbers((*row, &line[labelled..]), labelled, &columns, &mut faults);
        if let Some(it) = targets.get_mut(to) {
            *it = numbers;
        }
    }
    if faults.is_empty() { Ok(targets) } else { Err(faults) }
}

/// A whole number from 0 on as people type it: full-width digits, and commas, blanks or apostrophes between thousands.
pub fn number(text: &str) -> Option<i64> {
    let text = narrow(text.trim());
    let groups: Vec<&str> = text.split([',', '，', ' ', '\u{a0}', '\u{202f}', '\'']).collect();
    let are_thousands =
        groups.iter().skip(1).all(|it| it.len() == 3) && groups.first().is_some_and(|it| it.len() <= 3);
    let digits = groups.concat();
    let is_whole = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    (is_whole && (groups.len() == 1 || are_thousands))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|it| *it <= MOST)
}

/// The cells of a line; blank ones behind the last are none.
fn cells(line: &str) -> Vec<&str> {
    let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    while cells.last().is_some_and(|it| it.is_empty()) {
        cells.pop();
    }
    cells
}

fn is_head(shape: &Shape, (_, first): &(i64, Vec<&str>), lines_below: usize) -> bool {
    let beside = if first.len() > 1 { &first[1..] } else { first };
    let codes = |them: &[&str]| {
        let own = &shape.columns;
        own.len() == them.len() && them.iter().zip(own).all(|(it, names)| is_name(names, it))
    };
    let has_number = beside.iter().any(|it| number(it).is_some());
    !has_number || (lines_below >= shape.rows.len() && (codes(first) || codes(beside)))
}

/// Whether each line begins with a label.
fn has_labels(shape: &Shape, head: Option<&(i64, Vec<&str>)>, body: &[(i64, Vec<&str>)]) -> bool {
    let width = shape.columns.len().max(1);
    let first = || body.iter().map(|(_, it)| it[0]);
    let is_wider = body.iter().any(|(_, it)| it.len() > width);
    let are_codes = first().all(|it| is_sum(it) || shape.rows.iter().any(|names| is_name(names, it)));
    let corner = head.is_some_and(|(_, it)| it.len() > width && it[0].is_empty());
    let are_words = first().any(|it| !it.is_empty() && number(it).is_none());
    // So that a line which is too short still tells its label from a number.
    let is_known =
        first().any(|it| number(it).is_none() && shape.rows.iter().any(|names| is_name(names, it)));
    is_known || (is_wider && (are_words || are_codes || corner))
}

/// Where each column of the block belongs in the table; none for sums, which are left out.
fn columns(
    shape: &Shape,
    head: Option<&(i64, Vec<&str>)>,
    labelled: usize,
    faults: &mut Vec<Fault>,
) -> Vec<Option<usize>> {
    let width = shape.columns.len().max(1);
    let in_order = || (0..width).map(Some).collect();
    // A head may name the columns alone, or begin with a corner over the labels.
    let Some((row, head)) = head.filter(|_| !shape.columns.is_empty()) else { return in_order() };
    let skip = if head.len() > width || (labelled == 1 && head[0].is_empty()) { labelled } else { 0 };
    let named: Vec<(i64, i64, &str)> =
        head.iter().enumerate().skip(skip).map(|(at, it)| (*row, at as i64 + 1, *it)).collect();
    let kept: Vec<(i64, i64, &str)> = named.iter().copied().filter(|(_, _, it)| !is_sum(it)).collect();
    let mut places = order(&shape.columns, &kept, faults).into_iter();
    if kept.len() != width {
        let (found, wanted) = (kept.len() as i64, width as i64);
        faults.push(Fault { row: *row, column: 0, wrong: Wrong::Columns { found, wanted } });
    }
    named.iter().map(|(_, _, it)| if is_sum(it) { None } else { places.next() }).collect()
}

/// Where each of these names belongs; their own order where the table knows none of them.
fn order(names: &[Vec<String>], found: &[(i64, i64, &str)], faults: &mut Vec<Fault>) -> Vec<usize> {
    let place = |it: &str| names.iter().position(|own| is_name(own, it));
    if found.iter().all(|(_, _, it)| place(it).is_none()) {
        return (0..found.len()).collect();
    }
    let mut seen = Vec::new();
    for (row, column, name) in found {
        let place = place(name);
        let wrong = match place {
            None => Some(Wrong::Name((*name).to_owned())),
            Some(it) if seen.contains(&it) => Some(Wrong::Twice((*name).to_owned())),
            Some(_) => None,
        };
        if let Some(wrong) = wrong {
            faults.push(Fault { row: *row, column: *column, wrong });
        }
        seen.push(place.unwrap_or(usize::MAX));
    }
    seen
}

/// The numbers of a line, in the order of the table.
fn numbers(
    (row, line): (i64, &[&str]),
    labelled: usize,
    columns: &[Option<usize>],
    faults: &mut Vec<Fault>,
) -> Vec<i64> {
    let width = columns.iter().flatten().count();
    if line.len() > columns.len() {
        let (found, wanted) = (line.len() as i64, columns.len() as i64);
        faults.push(Fault { row, column: 0, wrong: Wrong::Columns { found, wanted } });
    }
    let mut numbers = vec![0; width];
    for (at, to) in columns.iter().enumerate() {
        let Some(to) = to else { continue };
        let text = line.get(at).copied().unwrap_or_default();
        let wrong = match number(text) {
            Some(it) => {
                if let Some(place) = numbers.get_mut(*to) {
                    *place = it;
                }
                continue;
            }
            None if text.is_empty() => Wrong::Blank,
            None => Wrong::Number(text.to_owned()),
        };
        faults.push(Fault { row, column: (labelled + at) as i64 + 1, wrong });
    }
    numbers
}

fn is_name(names: &[String], text: &str) -> bool {
    let text = narrow(text).to_lowercase();
    names.iter().any(|it| it.to_lowercase() == text)
}

fn is_sum(text: &str) -> bool {
    SUMS.contains(&text.to_lowercase().as_str())
}
