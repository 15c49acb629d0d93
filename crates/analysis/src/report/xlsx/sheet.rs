//! A table or a chart on a sheet of its own.

use rust_xlsxwriter::{
    Chart as Drawing, ChartDataLabel, ChartLegendPosition, ChartType, Format, FormatAlign, FormatBorder,
    Worksheet, XlsxError,
};

use super::write;
use crate::report::{Chart, Content, Grid, GridCell, GridRow, Number, RowKind, Unit};

/// A table: its caption, its heads, its rows from the left, its notes.
pub(super) fn grid(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let plain = Format::new();
    write(sheet, 0, 0, &grid.caption, &Format::new().set_bold().set_font_size(13))?;
    sheet.set_column_width(0, 36)?;
    let places = places(grid);
    for (column, has_said) in &places {
        sheet.set_column_width(*column, 12)?;
        if *has_said {
            sheet.set_column_width(column + 1, 6)?;
        }
    }
    let first = 2 + grid.heads.len() as u32;
    heads(sheet, grid, &places)?;
    for (at, row) in grid.rows.iter().enumerate() {
        self::row(sheet, first + at as u32, row, &places)?;
    }
    let beneath = first + grid.rows.len() as u32 + 1;
    for (at, note) in grid.notes.iter().chain(&grid.facts).enumerate() {
        write(sheet, beneath + at as u32, 0, note, &plain)?;
    }
    // Heads and labels stay where they are when the rest moves, and come again on each page.
    sheet.set_freeze_panes(first, 1)?;
    if first > 2 {
        sheet.set_repeat_rows(2, first - 1)?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_landscape();
    Ok(())
}

/// Where each column of a grid stands, and whether one with the marks and letters of its cells stands beside it. In the
/// formats of the numbers they would be more formats than a spreadsheet takes.
fn places(grid: &Grid) -> Vec<(u16, bool)> {
    let mut next = 1;
    let place = |column: usize| {
        let mut cells = grid.rows.iter().filter_map(|it| it.cells.get(column));
        let has_said = cells.any(|it| !said(it).is_empty());
        let at = next;
        next += 1 + u16::from(has_said);
        (at, has_said)
    };
    (0..grid.columns()).map(place).collect()
}

/// Rows of heads; each is over its numbers and what stands beside them.
fn heads(sheet: &mut Worksheet, grid: &Grid, places: &[(u16, bool)]) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Thin);
    if !grid.heads.is_empty() {
        span(sheet, (2, 0), (grid.heads.len(), 1), &grid.corner, &format)?;
    }
    for (row, column, head) in grid.placed() {
        let letter = if head.letter.is_empty() { String::new() } else { format!(" ({})", head.letter) };
        let Some((at, _)) = places.get(column) else { continue };
        let over = places.iter().skip(column).take(head.columns.max(1));
        let wide: usize = over.map(|(_, has_said)| 1 + usize::from(*has_said)).sum();
        let text = format!("{}{letter}", head.text);
        span(sheet, (2 + row as u32, *at), (head.rows, wide), &text, &format)?;
    }
    Ok(())
}

/// Text over several cells.
fn span(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (rows, columns): (usize, usize),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if rows.max(1) * columns.max(1) == 1 {
        return write(sheet, row, column, text, format);
    }
    let last = (row + rows.max(1) as u32 - 1, column + columns.max(1) as u16 - 1);
    sheet.merge_range(row, column, last.0, last.1, &super::fitting(text), format).map(|_| ())
}

fn row(sheet: &mut Worksheet, at: u32, row: &GridRow, places: &[(u16, bool)]) -> Result<(), XlsxError> {
    let format = match row.kind {
        RowKind::Group | RowKind::Net => Format::new().set_bold(),
        RowKind::Base | RowKind::Detail => Format::new().set_font_color("#545B66"),
        RowKind::Answer | RowKind::Figure => Format::new(),
    };
    let label = format.clone().set_text_wrap().set_align(FormatAlign::Top).set_indent(row.indent);
    write(sheet, at, 0, &row.label, &label)?;
    for (cell, (column, has_said)) in row.cells.iter().zip(places) {
        self::cell(sheet, (at, *column), cell, &format)?;
        if *has_said {
            write(sheet, at, column + 1, &said(cell), &format)?;
        }
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &GridCell,
    format: &Format,
) -> Result<(), XlsxError> {
    match &cell.content {
        Content::Empty => Ok(()),
        Content::Text(text) => write(sheet, row, column, text, &format.clone().set_text_wrap()),
        Content::Number(it) => {
            let format = format.clone().set_num_format(number_format(*it));
            sheet.write_number_with_format(row, column, value(*it), &format).map(|_| ())
        }
    }
}

/// What stands beside the number: its mark, and its letters.
fn said(cell: &GridCell) -> String {
    let mark = cell.mark.map(|it| it.sign()).unwrap_or_default();
    format!("{mark}{}", cell.letters)
}

/// A per cent is a share in a cell, as spreadsheets have it; points are points.
fn value(number: Number) -> f64 {
    if number.unit == Unit::Points { number.value * 100.0 } else { number.value }
}

/// The format of a number.
fn number_format(number: Number) -> String {
    let digits = match number.decimals {
        0 => "0".to_owned(),
        it => format!("0.{}", "0".repeat(it.into())),
    };
    match number.unit {
        Unit::Plain => format!("#,##{digits}"),
        Unit::PerCent => format!("{digits}%"),
        Unit::Points => format!("+{digits};-{digits};{digits}"),
    }
}

/// The numbers of a chart, and the chart beside them.
pub(super) fn chart(sheet: &mut Worksheet, name: &str, chart: &Chart) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    write(sheet, 0, 0, &chart.caption, &bold.clone().set_font_size(13))?;
    sheet.set_column_width(0, 36)?;
    for (at, series) in chart.series.iter().enumerate() {
        write(sheet, 2, at as u16 + 1, series, &bold)?;
    }
    for (at, bar) in chart.bars.iter().enumerate() {
        let row = 3 + at as u32;
        write(sheet, row, 0, &bar.label, &Format::new().set_text_wrap())?;
        for (column, value) in bar.values.iter().enumerate() {
            let content = value.map(GridCell::of).unwrap_or_default();
            cell(sheet, (row, column as u16 + 1), &content, &Format::new())?;
        }
    }
    let last = 2 + chart.bars.len() as u32;
    for (at, note) in chart.notes.iter().chain(&chart.facts).enumerate() {
        write(sheet, last + 2 + at as u32, 0, note, &Format::new())?;
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    let beside = chart.series.len() as u16 + 2;
    sheet.insert_chart(2, beside, &drawing(name, chart, last))?;
    Ok(())
}

fn drawing(name: &str, chart: &Chart, last: u32) -> Drawing {
    let mut drawing = Drawing::new(ChartType::Bar);
    for at in 0..chart.series.len() {
        let column = at as u16 + 1;
        drawing
            .add_series()
            .set_name((name, 2, column))
            .set_categories((name, 3, 0, last, 0))
            .set_values((name, 3, column, last, column))
            .set_gap(60)
            .set_data_label(ChartDataLabel::new().show_value());
    }
    drawing.title().set_name(&chart.caption.chars().take(255).collect::<String>());
    // The first bar stands at the top, as in the table.
    drawing.y_axis().set_reverse();
    drawing.x_axis().set_major_gridlines(false);
    match chart.series.len() {
        0 | 1 => drawing.legend().set_hidden(),
        _ => drawing.legend().set_position(ChartLegendPosition::Bottom),
    };
    drawing.set_alt_text(chart.caption.chars().take(255).collect::<String>());
    let rows = (chart.bars.len() * chart.series.len().max(1)) as u32;
    drawing.set_width(640).set_height((120 + 26 * rows).clamp(240, 1200));
    drawing
}
