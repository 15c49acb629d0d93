//! Tables, and numbers in print.

use super::*;
use crate::report::sample;

#[test]
fn numbers_are_printed_as_on_paper() {
    let print = |value, decimals, unit| Number { value, decimals, unit }.to_string();
    let plain = [(1514.0, 0), (1_000_000.0, 0), (999.5, 0), (3.405, 2), (-1.005, 2), (-0.001, 2), (0.0, 1)];
    let plain = plain.map(|(value, decimals)| print(value, decimals, Unit::Plain));
    assert_eq!(plain, ["1,514", "1,000,000", "1,000", "3.41", "-1.01", "0.00", "0.0"]);
    let shares = [(0.7266, 2), (0.0005, 1), (1.0, 1), (0.295, 1)];
    assert_eq!(
        shares.map(|(it, decimals)| print(it, decimals, Unit::PerCent)),
        ["72.66%", "0.1%", "100.0%", "29.5%"]
    );
    let points = [0.123, -0.1235, 0.0].map(|it| print(it, 1, Unit::Points));
    assert_eq!(points, ["+12.3", "-12.4", "+0.0"]);
}

#[test]
fn heads_stand_where_those_above_leave_room() {
    let grid = sample::grid();
    let placed: Vec<_> =
        grid.placed().into_iter().map(|(row, column, it)| (row, column, &*it.text)).collect();
    assert_eq!(placed, [(0, 0, "All"), (0, 1, "Sex"), (1, 1, "women"), (1, 2, "men")]);
    assert_eq!((0..4).map(|it| grid.head(it)).collect::<Vec<_>>(), ["All", "Sex · women", "Sex · men", ""]);
}

#[test]
fn a_number_that_is_none_is_an_empty_cell() {
    assert_eq!(GridCell::share(f64::NAN, 1), GridCell::default());
    assert_eq!(GridCell::plain(f64::INFINITY, 1).to_string(), "");
}

#[test]
fn facts_are_one_note_in_print_and_a_row_each_in_files_in_tables_and_charts_alike() {
    let facts = vec!["Column: sex".to_owned(), "Weight: None".to_owned()];
    let rows = vec![GridRow::new(RowKind::Answer, "Male", vec![GridCell::share(0.5, 1)])];
    let heads = vec![vec![GridHead::over(1, "Total")]];
    let grid = Grid { heads, rows, notes: vec!["n = 2".into()], facts, ..Grid::default() };
    let chart = crate::report::Chart::of(&grid, &[0]).unwrap();
    assert_eq!(chart.facts, grid.facts);
    let noted =
        "<p class=\"report__note\">n = 2</p>\n<p class=\"report__note\">Column: sex · Weight: None</p>";
    for block in [crate::report::Block::Grid(grid.clone()), crate::report::Block::Chart(chart)] {
        assert!(crate::report::html::blocks(&[block], "").contains(noted));
    }
    let csv = String::from_utf8(crate::report::csv::file(&grid)).unwrap();
    assert!(csv.ends_with("n = 2\r\nColumn: sex\r\nWeight: None\r\n"), "{csv}");
}
