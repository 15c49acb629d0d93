//! One table of a report as CSV, with the mark by which Excel knows UTF-8.
//!
//! Numbers are written without thousands set apart and with all their digits, shares as shares from 0 to 1 and points
//! as points, as in a workbook; what tests say of a column stands in a column after it.

#[cfg(test)]
mod tests;

use csv::{Terminator, WriterBuilder};

use super::grid::{Content, Grid, GridCell, RowKind, Unit};
use crate::export::csv::guarded;

/// The table: its caption, its heads, its rows and its notes.
pub fn file(grid: &Grid) -> Vec<u8> {
    let columns = grid.columns();
    let is_said = |column: usize| {
        let cells = grid.rows.iter().filter_map(|it| it.cells.get(column));
        cells.into_iter().any(|it| !said(it).is_empty())
    };
    let said_of: Vec<bool> = (0..columns).map(is_said).collect();
    let mut lines = vec![vec![text(&grid.caption)]];
    lines.extend(heads(grid, &said_of));
    for row in &grid.rows {
        let mut line = vec![text(&row.label)];
        for (column, has_said) in said_of.iter().enumerate().filter(|_| row.kind != RowKind::Group) {
            let cell = row.cells.get(column);
            line.push(cell.map(field).unwrap_or_default());
            if *has_said {
                line.push(cell.map(said).unwrap_or_default());
            }
        }
        lines.push(line);
    }
    lines.extend(grid.notes.iter().chain(&grid.facts).map(|it| vec![text(it)]));
    let mut to = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for line in lines {
        to.write_record(line).expect("memory takes every write");
    }
    to.into_inner().expect("memory takes every write")
}

/// A line for each row of heads; a head over several columns stands above each of them.
fn heads(grid: &Grid, said_of: &[bool]) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new(); said_of.len()]; grid.heads.len()];
    for (row, column, head) in grid.placed() {
        let letter = if head.letter.is_empty() { String::new() } else { format!(" ({})", head.letter) };
        for place in lines[row].iter_mut().skip(column).take(head.columns) {
            *place = text(&format!("{}{letter}", head.text));
        }
    }
    let corner = |at: usize| if at == 0 { text(&grid.corner) } else { String::new() };
    let spread = |(at, line): (usize, Vec<String>)| {
        let fields = line
            .into_iter()
            .zip(said_of)
            .flat_map(|(field, has_said)| std::iter::once(field).chain(has_said.then(String::new)));
        std::iter::once(corner(at)).chain(fields).collect()
    };
    lines.into_iter().enumerate().map(spread).collect()
}

fn field(cell: &GridCell) -> String {
    match &cell.content {
        Content::Empty => String::new(),
        Content::Text(it) => text(it),
        // Under the head "points" a share would be read as one.
        Content::Number(it) if it.unit == Unit::Points => (it.value * 100.0).to_string(),
        Content::Number(it) => it.value.to_string(),
    }
}

/// The letters of a cell and its mark.
fn said(cell: &GridCell) -> String {
    let mark = cell.mark.map(|it| it.sign()).unwrap_or_default();
    format!("{mark}{}", cell.letters)
}

fn text(text: &str) -> String {
    guarded(text).into_owned()
}
