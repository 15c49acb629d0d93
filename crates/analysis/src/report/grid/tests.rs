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
