//! The board's numbers, worked by hand.

use super::tally::{Count, begun, funnel, of, pages, shares};
use super::*;

fn cell(completes: i64, target: i64, reserved: i64) -> Cell {
    let open = (target - completes - reserved).max(0);
    Cell { target, completes, reserved, open, ..Cell::default() }
}

fn count(disposition: &str, code: &str, page: &str, count: i64) -> Count {
    let page = Some(page.to_owned()).filter(|it| !it.is_empty());
    Count {
        disposition: disposition.into(),
        code: code.into(),
        page,
        count,
        lang: "en".into(),
        ..Count::default()
    }
}

/// A hundred people.
fn field() -> Vec<Count> {
    vec![
        count("started", "", "usage", 3),
        count("complete", "", "last", 50),
        count("refused", "", "about", 5),
        count("screened_out", "S_AGE", "about", 10),
        count("screened_out", "S_USE", "usage", 12),
        count("quota_full", "sex.1", "about", 6),
        count("broken_off", "", "usage", 7),
        count("broken_off", "", "", 1),
        count("rejected", "Q_SPEED Q_TRAP", "last", 4),
        count("rejected", "Q_TRAP", "last", 2),
    ]
}

#[test]
fn totals_stand_at_the_edges() {
    let cells = vec![vec![cell(1, 2, 0), cell(0, 3, 1)], vec![cell(6, 4, 0), cell(2, 5, 2)]];
    let axis = Axis { label: String::new(), points: vec![] };
    let board = Board { table: "t".into(), down: axis.clone(), across: Some(axis), cells };
    assert_eq!(board.row(0), cell(1, 5, 1));
    assert_eq!(board.column(1), cell(2, 8, 3));
    // What one cell has too much does not take from what is open in another.
    assert_eq!(board.total(), Cell { open: 4, ..cell(9, 14, 3) });
    assert_eq!(board.row(9), Cell::default());
}

#[test]
fn a_cell_is_over_full_paused_or_behind() {
    assert_eq!(cell(7, 5, 0).mark(0.5), Some(Mark::Over(2)));
    assert_eq!(cell(5, 5, 0).mark(0.5), Some(Mark::Full));
    assert_eq!(Cell { paused: true, ..cell(0, 50, 0) }.mark(0.9), Some(Mark::Paused));
    assert_eq!(cell(20, 50, 0).mark(0.5), Some(Mark::Behind(5)), "5 of 50 is a tenth");
    assert_eq!(cell(21, 50, 0).mark(0.5), None, "4 of 50 is less");
    assert_eq!(cell(2, 10, 0).mark(0.5), Some(Mark::Behind(3)));
    assert_eq!(cell(3, 10, 0).mark(0.5), None, "2 completes may be chance");
    assert_eq!(cell(0, 0, 0).mark(0.5), Some(Mark::Full), "nothing is wanted");
    assert_eq!(cell(40, 50, 0).mark(1.3), Some(Mark::Behind(10)), "more than all is never due");
}

#[test]
fn the_funnel_runs_from_all_who_began_to_the_completes() {
    let stages = funnel(&field(), |word, code| format!("{word}:{code}"));
    let line = |it: &Stage| {
        let parts = it.parts.iter().map(|it| format!(" {} {}", it.label, it.count)).collect::<String>();
        format!("{} {} {}{parts}", it.disposition, it.count, it.left)
    };
    insta::assert_snapshot!(stages.iter().map(line).collect::<Vec<_>>().join("\n"), @r"
    refused 5 95
    screened_out 22 73 screened_out:S_USE 12 screened_out:S_AGE 10
    quota_full 6 67 quota_full:sex.1 6
    broken_off 8 59 broken_off:usage 7
    started 3 56
    rejected 6 50 rejected:Q_TRAP 6 rejected:Q_SPEED 4
    complete 50 50
    ");
    assert_eq!((begun(&field()), of(&field(), "screened_out")), (100, 22));
}

#[test]
fn drop_off_is_of_those_who_came_so_far() {
    let names = [("about", "A".to_owned()), ("usage", "U".to_owned()), ("last", "L".to_owned())];
    let standings = pages(&field(), &names);
    let line = |it: &PageStanding| (it.reached, it.broken_off, it.here);
    // One broke off before pages were noted.
    assert_eq!(standings.iter().map(line).collect::<Vec<_>>(), [(99, 0, 0), (78, 7, 3), (56, 0, 0)]);
    assert_eq!(standings[1].drop_off(), 7.0 / 78.0);
    assert_eq!(pages(&field(), &[]), []);
}

#[test]
fn shares_count_those_who_began_and_the_completes() {
    let mut field = field();
    field[1].device = Some("phone".into());
    let found = shares(&field, |it| it.device.as_deref());
    assert_eq!(found, [(None, 50, 0), (Some("phone".to_owned()), 50, 50)]);
}

#[test]
fn quartiles_lie_between_values() {
    // Of five values the quartiles are values themselves; of four they lie between two.
    assert_eq!([0.25, 0.5, 0.75].map(|it| quantile_place(5, it)), [(1, 0.0), (2, 0.0), (3, 0.0)]);
    assert_eq!([0.25, 0.5, 0.75].map(|it| quantile_place(4, it)), [(0, 0.75), (1, 0.5), (2, 0.25)]);
    assert_eq!(quantile_place(1, 0.75), (0, 0.0));
    assert_eq!(quantile_place(0, 0.5), (0, 0.0));
}

#[test]
fn the_completion_rate_counts_everybody_who_began() {
    let fieldwork = Fieldwork { completes: 3, begun: 8, ..Fieldwork::default() };
    assert_eq!(fieldwork.completion_rate(), Some(0.375));
    assert_eq!(Fieldwork::default().completion_rate(), None);
    assert_eq!(incidence_rate(3, 1), Some(0.75));
}
