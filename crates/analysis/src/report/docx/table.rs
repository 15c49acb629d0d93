//! Tables and charts of a Word document.

use std::ops::Range;

use docx_rs::{
    AlignmentType, BorderType, Paragraph, Run as Word, Shading, Table, TableBorder, TableBorderPosition,
    TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VMergeType, WidthType,
};

use super::word;
use crate::report::{Bar, Chart, Content, Grid, GridCell, GridHead, GridRow, RowKind};

/// The width of the text on A4, in twentieths of a point.
const WIDE: usize = 9_000;

/// How many blanks the longest bar has.
const BLANKS: f64 = 44.0;

const COLOURS: [&str; 4] = ["1F5F99", "B35C1E", "4D7C3A", "7A5195"];

/// The most columns of numbers in a table: Word takes 63, and a page has room for these.
const MOST_COLUMNS: usize = 12;

/// A table with its heads; a wide one as several, each with all labels.
pub(super) fn grids(grid: &Grid) -> Vec<Table> {
    let columns = grid.columns();
    let tables = columns.div_ceil(MOST_COLUMNS).max(1);
    let each = columns.div_ceil(tables);
    (0..tables).map(|it| self::grid(&part(grid, it * each..columns.min((it + 1) * each)))).collect()
}

/// Some columns of a table.
fn part(grid: &Grid, columns: Range<usize>) -> Grid {
    let mut heads = vec![Vec::new(); grid.heads.len()];
    for (row, column, head) in grid.placed() {
        let (from, to) = (column.max(columns.start), (column + head.columns).min(columns.end));
        if from < to {
            heads[row].push(GridHead { columns: to - from, ..head.clone() });
        }
    }
    let cells = |it: &GridRow| it.cells.iter().skip(columns.start).take(columns.len()).cloned().collect();
    let rows = grid.rows.iter().map(|it| GridRow { cells: cells(it), ..it.clone() }).collect();
    Grid { corner: grid.corner.clone(), heads, rows, ..Grid::default() }
}

fn grid(grid: &Grid) -> Table {
    let columns = grid.columns();
    let label = if columns == 0 { WIDE } else { WIDE / (columns + 2).min(5) * 2 };
    let mut widths = vec![label];
    widths.extend(std::iter::repeat_n((WIDE - label) / columns.max(1), columns));
    let mut rows = heads(grid, columns);
    rows.extend(grid.rows.iter().map(|it| row(it, columns)));
    table(rows, widths)
}

fn table(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    let line = |position| TableBorder::new(position).border_type(BorderType::Single).size(4).color("C9CED6");
    let borders = TableBorders::with_empty()
        .set(line(TableBorderPosition::Top))
        .set(line(TableBorderPosition::Bottom))
        .set(line(TableBorderPosition::InsideH));
    Table::new(rows)
        .set_grid(widths)
        .width(WIDE, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, 80, 20, 80))
        .set_borders(borders)
}

/// Rows of heads. They come again on every page: see [`repeat_heads`].
fn heads(grid: &Grid, columns: usize) -> Vec<TableRow> {
    let placed = grid.placed();
    let row = |at: usize| {
        let mut cells = vec![merged(&grid.corner, (1, AlignmentType::Left), (at, grid.heads.len()))];
        let mut column = 0;
        while column < columns {
            let over = placed
                .iter()
                .find(|(row, from, head)| *from == column && (*row..row + head.rows.max(1)).contains(&at));
            let Some((row, _, head)) = over else {
                cells.push(merged("", (1, AlignmentType::Left), (0, 1)));
                column += 1;
                continue;
            };
            let letter = if head.letter.is_empty() { String::new() } else { format!(" ({})", head.letter) };
            let align = match head.columns {
                0 | 1 if grid.has_numbers(column) => AlignmentType::Right,
                0 | 1 => AlignmentType::Left,
                _ => AlignmentType::Center,
            };
            let text = format!("{}{letter}", head.text);
            cells.push(merged(&text, (head.columns, align), (at - row, head.rows)));
            column += head.columns.max(1);
        }
        TableRow::new(cells).cant_split()
    };
    (0..grid.heads.len()).map(row).collect()
}

/// A head that reaches over columns and rows; the one at `at` of them.
fn merged(text: &str, (columns, align): (usize, AlignmentType), (at, rows): (usize, usize)) -> TableCell {
    let said = if at == 0 { text } else { "" };
    let cell = TableCell::new().add_paragraph(line(word(said).bold()).align(align));
    let cell = if columns > 1 { cell.grid_span(columns) } else { cell };
    match (at, rows) {
        (_, 0 | 1) => cell,
        (0, _) => cell.vertical_merge(VMergeType::Restart),
        _ => cell.vertical_merge(VMergeType::Continue),
    }
}

fn row(row: &GridRow, columns: usize) -> TableRow {
    let is_bold = matches!(row.kind, RowKind::Group | RowKind::Net);
    let is_quiet = matches!(row.kind, RowKind::Base | RowKind::Detail);
    let styled = |it: Word| match (is_bold, is_quiet) {
        (true, _) => it.bold(),
        (_, true) => it.color("545B66"),
        _ => it,
    };
    let indent = 200 * i32::from(row.indent.min(3));
    let label = line(styled(word(&row.label))).indent(Some(indent), None, None, None);
    let label = TableCell::new().add_paragraph(label);
    if row.kind == RowKind::Group {
        return TableRow::new(vec![label.grid_span(columns + 1)]);
    }
    let cell = |it: Option<&GridCell>| {
        let text = it.map(said).unwrap_or_default();
        let is_text = it.is_some_and(|it| matches!(it.content, Content::Text(_)));
        let align = if is_text { AlignmentType::Left } else { AlignmentType::Right };
        TableCell::new().add_paragraph(line(styled(word(&text))).align(align))
    };
    let cells = (0..columns).map(|it| cell(row.cells.get(it)));
    TableRow::new(std::iter::once(label).chain(cells).collect())
}

/// A cell with its mark and its letters.
fn said(cell: &GridCell) -> String {
    let mark = cell.mark.map(|it| it.sign()).unwrap_or_default();
    let letters = if cell.letters.is_empty() { String::new() } else { format!(" {}", cell.letters) };
    format!("{cell}{mark}{letters}")
}

fn line(word: Word) -> Paragraph {
    Paragraph::new().style("Cell").add_run(word)
}

/// A row for each bar: its label, the bar, the number.
pub(super) fn chart(chart: &Chart) -> Table {
    let has_legend = chart.series.len() > 1;
    let rows = chart.bars.iter().flat_map(|bar| {
        let series = move |at: usize| chart.series.get(at).filter(|_| has_legend).map(String::as_str);
        (0..bar.values.len()).map(move |at| bar_row(bar, at, series(at), chart.range()))
    });
    let widths = match has_legend {
        true => vec![2_200, 1_600, 4_100, 1_100],
        false => vec![3_000, 4_900, 1_100],
    };
    table(rows.collect(), widths)
}

fn bar_row(bar: &Bar, at: usize, series: Option<&str>, (low, high): (f64, f64)) -> TableRow {
    let value = bar.values[at];
    let blanks = |part: f64| "\u{a0}".repeat((BLANKS * part / (high - low)).round() as usize);
    let shaded = |text: String| Word::new().add_text(text).shading(Shading::new().fill(COLOURS[at % 4]));
    // Left of nought stand the negative ones.
    let drawn = value.map(|it| match it.value < 0.0 {
        true => line(Word::new().add_text(blanks(it.value - low))).add_run(shaded(blanks(-it.value))),
        false => line(Word::new().add_text(blanks(-low))).add_run(shaded(blanks(it.value))),
    });
    let label = if at == 0 { &*bar.label } else { "" };
    let number = value.map(|it| it.to_string()).unwrap_or_default();
    let mut cells = vec![TableCell::new().add_paragraph(line(word(label)))];
    cells.extend(series.map(|it| TableCell::new().add_paragraph(line(word(it)))));
    cells.push(TableCell::new().add_paragraph(drawn.unwrap_or_else(|| line(Word::new()))));
    cells.push(TableCell::new().add_paragraph(line(word(&number)).align(AlignmentType::Right)));
    TableRow::new(cells)
}

/// Marks rows of heads as such: they come again on every page, and are read aloud before cells. docx-rs knows nothing
/// of it, so the rows that may not be split, which are these alone, get it afterwards; no text can look like a tag.
pub(super) fn repeat_heads(document: &mut Vec<u8>) {
    let tag = "<w:cantSplit />";
    let text = String::from_utf8_lossy(document);
    *document = text.replace(tag, &format!("{tag}<w:tblHeader />")).into_bytes();
}
