//! Letters beside numbers.

use super::*;
use crate::stats::compare::{Group, Method, Overlap};
use crate::stats::letters::{Adjustment, Options, Row, Size, adjusted, letter, row, text};

fn column((n, share): &(u64, f64)) -> Group {
    Group { base: Base::unweighted(*n), value: *share, variance: 0.0 }
}

fn lettered(columns: &[(u64, f64)], blocks: &[&[usize]], options: &Options) -> Row {
    let columns: Vec<Group> = columns.iter().map(column).collect();
    let blocks: Vec<Vec<usize>> = blocks.iter().map(|it| it.to_vec()).collect();
    row(&columns, &blocks, &|_, _| None, options)
}

/// The letters of each column, parted by bars; `*` marks a small base and `-` one that is not tested.
fn drawn(row: &Row) -> String {
    let mark = |size: Size| match size {
        Size::Enough => "",
        Size::Small => "*",
        Size::TooSmall => "-",
    };
    let cells: Vec<String> =
        row.marks.iter().map(|it| format!("{}{}", text(&it.higher_than), mark(it.size))).collect();
    cells.join("|")
}

const USUAL: Options = Options {
    method: Method::Shares,
    adjustment: Adjustment::None,
    strong: 0.05,
    weak: 0.10,
    untested_below: 30,
    small_below: 75,
};

#[test]
fn the_usual_options_are_what_tables_say_they_are() {
    assert_eq!(Options::usual(Method::Shares), USUAL);
}

#[test]
fn columns_are_named_as_in_a_spreadsheet() {
    let names: Vec<String> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letter).into();
    assert_eq!(names.join(" "), "A B Z AA AB AZ BA ZZ AAA");
}

#[test]
fn letters_are_those_of_statsmodels_with_each_adjustment() {
    for case in theirs("/letters") {
        let (bases, counts) = (numbers(&case["bases"]), numbers(&case["counts"]));
        let columns: Vec<(u64, f64)> =
            bases.iter().zip(&counts).map(|(base, count)| (*base as u64, count / base)).collect();
        let adjustment = match case["method"].as_str().unwrap() {
            "none" => Adjustment::None,
            "bonferroni" => Adjustment::Bonferroni,
            _ => Adjustment::FalseDiscovery,
        };
        let options = Options { adjustment, small_below: 0, ..USUAL };
        let theirs: Vec<&str> =
            case["letters"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert_eq!(drawn(&lettered(&columns, &[&[0, 1, 2, 3, 4, 5, 6]], &options)), theirs.join("|"));
    }
}

#[test]
fn p_of_families_is_adjusted_as_by_statsmodels() {
    for case in theirs("/families") {
        let p = numbers(&case["p"]);
        let ours = adjusted(&p, Adjustment::Bonferroni);
        same("Bonferroni", &ours, &numbers(&case["bonferroni"]));
        let ours = adjusted(&p, Adjustment::FalseDiscovery);
        same("false discovery", &ours, &numbers(&case["false_discovery"]));
        assert_eq!(adjusted(&p, Adjustment::None), p);
    }
    assert!(adjusted(&[], Adjustment::FalseDiscovery).is_empty());
}

#[test]
fn the_first_row_of_quantums_example_gets_its_letters() {
    // Unicom, Quantum user's guide, Example of a T-test on column proportions: men and women of London (A, B) and of
    // Manchester (C, D), bases 90, 86, 90 and 73; `elms=AB,CD,AC,BD;clevel=90`. Brand A: 8, 9 D, 9 D and 2 %. We
    // write the ninety per cent level in small letters. (Its 14 A of
    // brand B, against 8 %, does not follow from these bases: z is 1.28.)
    let columns = [(90, 0.08), (86, 0.09), (90, 0.09), (73, 0.02)];
    let options = Options { small_below: 0, ..USUAL };
    let ours = lettered(&columns, &[&[0, 1], &[2, 3], &[0, 2], &[1, 3]], &options);
    assert_eq!(drawn(&ours), "|d|d|");
}

#[test]
fn published_p_become_the_published_letters_and_fewer_by_false_discovery() {
    // The DataStory Guide, Column Comparisons, worked example: who prefers Coca-Cola, by seven ages A to G. At 0.05
    // the page has A-B, A-D, A-F, A-G, C-D and C-F, at 0.001 only A-D. By hand for the false discovery rate: of 21,
    // the least p are .0002, .0020 and .0043, times 21 / rank: .0042, .0210 and .0301; the next is .0250 * 21 / 4.
    let rows: [&[f64]; 6] = [
        &[0.0260],
        &[0.2895, 0.1511],
        &[0.0002, 0.2062, 0.0020],
        &[0.0793, 0.6424, 0.3615, 0.0763],
        &[0.0043, 0.6295, 0.0358, 0.4118, 0.3300],
        &[0.0250, 0.7199, 0.1178, 0.5089, 0.4516, 0.9767],
    ];
    let mut pairs = Vec::new();
    for (row, p) in rows.iter().enumerate() {
        pairs.extend(
            p.iter().enumerate().map(|(column, p)| (format!("{}{}", letter(column), letter(row + 1)), *p)),
        );
    }
    let p: Vec<f64> = pairs.iter().map(|it| it.1).collect();
    let told = |adjustment: Adjustment, at: f64| {
        let adjusted = adjusted(&p, adjustment);
        let mut told: Vec<&str> =
            pairs.iter().zip(adjusted).filter(|(_, p)| *p <= at).map(|(it, _)| it.0.as_str()).collect();
        told.sort_unstable();
        told.join(" ")
    };
    assert_eq!(told(Adjustment::None, 0.05), "AB AD AF AG CD CF");
    assert_eq!(told(Adjustment::None, 0.001), "AD");
    assert_eq!(told(Adjustment::FalseDiscovery, 0.05), "AD AF CD");
    assert_eq!(told(Adjustment::Bonferroni, 0.05), "AD CD");
}

#[test]
fn a_letter_stands_on_the_higher_column_in_capitals_at_95_per_cent() {
    // By hand: 50 and 40 % of 200 each: z = 0.1 / sqrt(0.45 * 0.55 * 0.01) = 2.010, p = 0.044; 50 and 41.5 %: z =
    // 0.085 / sqrt(0.4575 * 0.5425 * 0.01) = 1.706, p = 0.088; 40 and 41.5 %: z = 0.305.
    let ours = lettered(&[(200, 0.5), (200, 0.4), (200, 0.415)], &[&[0, 1, 2]], &USUAL);
    assert_eq!(drawn(&ours), "Bc||");
    assert_eq!(ours.pairs.len(), 3);
}

#[test]
fn blocks_are_compared_within_themselves_and_adjusted_for_themselves() {
    let columns = [(200, 0.5), (200, 0.4), (200, 0.1), (200, 0.9)];
    let options = Options { adjustment: Adjustment::Bonferroni, ..USUAL };
    assert_eq!(drawn(&lettered(&columns, &[&[0, 1], &[2, 3]], &options)), "B|||C");
    // Among four, six comparisons: 0.044 * 6.
    assert_eq!(drawn(&lettered(&columns, &[&[0, 1, 2, 3]], &options)), "C|C||ABC");
}

#[test]
fn letters_stand_in_the_order_of_the_table_whatever_the_order_of_blocks() {
    let columns = [(200, 0.1), (200, 0.2), (200, 0.5), (200, 0.1)];
    assert_eq!(drawn(&lettered(&columns, &[&[2, 3], &[1, 2], &[0, 2]], &USUAL)), "||ABD|");
}

#[test]
fn small_columns_are_marked_and_very_small_ones_neither_tested_nor_counted() {
    let columns = [(29, 0.9), (30, 0.7), (74, 0.3), (75, 0.3)];
    let options = Options { adjustment: Adjustment::Bonferroni, ..USUAL };
    let ours = lettered(&columns, &[&[0, 1, 2, 3]], &options);
    assert_eq!(drawn(&ours), "-|CD*|*|");
    assert_eq!(ours.pairs.len(), 3);
    let all = Options { untested_below: 0, small_below: 0, ..options };
    assert_eq!(drawn(&lettered(&columns, &[&[0, 1, 2, 3]], &all)), "CD|CD||");
}

#[test]
fn what_cannot_be_tested_has_no_letter_and_is_no_comparison() {
    let ours = lettered(&[(100, 0.0), (100, 0.0), (100, 0.0)], &[&[0, 1, 2]], &USUAL);
    assert_eq!(drawn(&ours), "||");
    assert!(ours.pairs.is_empty());
}

#[test]
fn overlap_is_asked_for_by_the_pair_and_makes_a_difference_plainer() {
    let columns: Vec<Group> = [(200, 0.5), (200, 0.415)].iter().map(column).collect();
    let both = |one: usize, other: usize| {
        assert!(one < other);
        Some(Overlap::of(&Base::unweighted(100)))
    };
    // Half of the variance is common: z = 1.706 * sqrt(2).
    assert_eq!(drawn(&row(&columns, &[vec![0, 1]], &both, &USUAL)), "B|");
}

#[test]
fn letters_of_many_columns_are_parted_by_spaces() {
    let mut columns = vec![(200, 0.5); 28];
    columns[1].1 = 0.9;
    columns[26].1 = 0.3;
    columns[27].1 = 0.415;
    let ours = lettered(&columns, &[&[0, 26, 27], &[1, 2]], &USUAL);
    assert_eq!(text(&ours.marks[0].higher_than), "AA ab");
    assert_eq!(text(&ours.marks[1].higher_than), "C");
    assert_eq!(text(&ours.marks[27].higher_than), "AA");
}
