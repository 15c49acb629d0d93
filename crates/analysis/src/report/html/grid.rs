//! Tables and charts as HTML.

use super::escaped;
use crate::report::grid::printed;
use crate::report::{Chart, Grid, GridCell, GridHead, GridRow, Number, RowKind};

/// A table that scrolls by itself where it is wider than the page.
pub(super) fn grid(grid: &Grid, name: &str) -> String {
    let rows: String = grid.rows.iter().map(|it| row(it, grid.columns())).collect();
    let (heads, notes) = (heads(grid), notes(&printed(&grid.notes, &grid.facts)));
    let (name, caption) = (escaped(name), caption(&grid.caption));
    format!(
        "<figure class=\"report__grid\">\n<div class=\"scroller\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n\
         <table>\n{caption}{heads}<tbody>\n{rows}</tbody>\n</table>\n</div>\n{notes}</figure>\n"
    )
}

fn caption(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<caption>{}</caption>\n", escaped(text)) }
}

fn heads(grid: &Grid) -> String {
    let deep = grid.heads.len();
    if deep == 0 {
        return String::new();
    }
    let corner = escaped(&grid.corner);
    // A head without text heads nothing.
    let down = span("rowspan", deep);
    let corner = match corner.is_empty() {
        true => format!("<td{down}></td>"),
        false => format!("<th scope=\"col\"{down}>{corner}</th>"),
    };
    let placed = grid.placed();
    let row = |at: usize| {
        let of_row = placed.iter().filter(|(row, ..)| *row == at);
        let heads: String =
            of_row.map(|(_, column, it)| head(it, it.columns == 1 && grid.has_numbers(*column))).collect();
        format!("<tr>{}{heads}</tr>\n", if at == 0 { &*corner } else { "" })
    };
    let rows: String = (0..deep).map(row).collect();
    format!("<thead>\n{rows}</thead>\n")
}

fn head(head: &GridHead, is_over_numbers: bool) -> String {
    let class = if is_over_numbers { " class=\"tabular\"" } else { "" };
    let scope = if head.columns > 1 { "colgroup" } else { "col" };
    let (columns, rows) = (span("colspan", head.columns), span("rowspan", head.rows));
    let letter = match head.letter.is_empty() {
        true => String::new(),
        false => format!(" <b class=\"report__letter\">{}</b>", escaped(&head.letter)),
    };
    format!("<th scope=\"{scope}\"{class}{columns}{rows}>{}{letter}</th>", escaped(&head.text))
}

/// Over how many it reaches, where that is more than one.
fn span(name: &str, count: usize) -> String {
    if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
}

fn row(row: &GridRow, columns: usize) -> String {
    let label = escaped(&row.label);
    let indent = match row.indent {
        0 => String::new(),
        it => format!(" data-indent=\"{}\"", it.min(3)),
    };
    if row.kind == RowKind::Group {
        let wide = columns + 1;
        return format!(
            "<tr data-kind=\"group\"><th scope=\"rowgroup\" colspan=\"{wide}\"{indent}>{label}</th></tr>\n"
        );
    }
    let kind = match row.kind {
        RowKind::Answer | RowKind::Group => String::new(),
        RowKind::Net => " data-kind=\"net\"".to_owned(),
        RowKind::Figure => " data-kind=\"figure\"".to_owned(),
        RowKind::Base => " data-kind=\"base\"".to_owned(),
        RowKind::Detail => " data-kind=\"detail\"".to_owned(),
    };
    let cells: String = row.cells.iter().map(cell).collect();
    format!("<tr{kind}><th scope=\"row\"{indent}>{label}</th>{cells}</tr>\n")
}

fn cell(cell: &GridCell) -> String {
    let class = if cell.number().is_some() { " class=\"tabular\"" } else { "" };
    let mark = cell.mark.map(|it| format!("<span class=\"report__mark\">{}</span>", it.sign()));
    let letters = match cell.letters.is_empty() {
        true => String::new(),
        false => format!(" <b class=\"report__letter\">{}</b>", escaped(&cell.letters)),
    };
    format!("<td{class}>{}{}{letters}</td>", escaped(&cell.to_string()), mark.unwrap_or_default())
}

fn notes(notes: &[String]) -> String {
    notes.iter().map(|it| format!("<p class=\"report__note\">{}</p>\n", escaped(it))).collect()
}

/// A table with bars.
pub(super) fn chart(chart: &Chart) -> String {
    let caption = caption(&chart.caption);
    let range = chart.range();
    let legend = chart.series.len() > 1;
    let mut rows = String::new();
    for bar in &chart.bars {
        for (at, value) in bar.values.iter().enumerate() {
            let label = match at {
                0 => {
                    let span = span("rowspan", bar.values.len());
                    format!("<th scope=\"row\"{span}>{}</th>", escaped(&bar.label))
                }
                _ => String::new(),
            };
            let series = match chart.series.get(at).filter(|_| legend) {
                Some(it) => format!("<th scope=\"row\" class=\"report__series\">{}</th>", escaped(it)),
                None => String::new(),
            };
            rows.push_str(&format!(
                "<tr>{label}{series}{}</tr>\n",
                value.map_or_else(empty, |it| self::bar(it, range, at))
            ));
        }
    }
    format!(
        "<figure class=\"report__chart\">\n<table>\n{caption}<tbody>\n{rows}</tbody>\n</table>\n{}</figure>\n",
        notes(&printed(&chart.notes, &chart.facts))
    )
}

fn empty() -> String {
    "<td></td><td></td>".to_owned()
}

fn bar(number: Number, (low, high): (f64, f64), series: usize) -> String {
    let place = |value: f64| 100.0 * (value - low) / (high - low);
    let (from, to) = (place(number.value.min(0.0)), place(number.value.max(0.0)));
    let colour = series % 4 + 1;
    format!(
        "<td class=\"report__bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"report__bar-{colour}\" x=\"{from:.2}\" y=\"0\" width=\"{:.2}\" height=\"10\"/></svg></td>\
         <td class=\"tabular\">{}</td>",
        to - from,
        escaped(&number.to_string())
    )
}
