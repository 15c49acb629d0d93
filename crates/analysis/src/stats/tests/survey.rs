//! Weighted estimates and chi-squares beside those of R's survey package.

use super::*;
use crate::stats::chi::rao_scott;
use crate::stats::estimate::{Estimate, Moments, mean, ratio, share};
use crate::stats::median::median;

fn r(part: &str) -> Vec<Value> {
    of(include_str!("../../../tests/expected/stats_survey.json"), part)
}

/// The moments of the values of a domain.
fn moments(values: &[f64], weights: &[f64], inside: impl Fn(usize) -> bool) -> Moments {
    let mut moments = Moments::around(values[0]);
    for case in (0..values.len()).filter(|it| inside(*it)) {
        moments.add(values[case], weights[case]);
    }
    moments
}

fn flat(it: Option<Estimate>) -> [f64; 2] {
    it.map(|it| [it.value, it.error]).unwrap()
}

#[test]
fn means_shares_and_design_effects_are_those_of_svymean() {
    for case in r("/estimates") {
        let [x, w, hit] = ["x", "w", "hit"].map(|it| numbers(&case[it]));
        let n = x.len() as u64;
        let whole = moments(&x, &w, |_| true);
        let [value, error] = flat(mean(&x, &w));
        same("mean", &[value, error, whole.design_effect(n).unwrap()], &numbers(&case["mean"]));
        let holds: Vec<bool> = hit.iter().map(|it| *it == 1.0).collect();
        let [value, error] = flat(share(&holds, &w));
        let effect = moments(&hit, &w, |_| true).design_effect(n).unwrap();
        same("share", &[value, error, effect], &numbers(&case["share"]));
    }
}

#[test]
fn a_domain_keeps_the_whole_design_as_in_svyby() {
    for case in r("/estimates") {
        let [x, w, domain] = ["x", "w", "domain"].map(|it| numbers(&case[it]));
        let part = moments(&x, &w, |it| domain[it] == 1.0);
        let n = x.len() as u64;
        let [value, error] = flat(part.mean(n));
        same("domain", &[value, error, part.design_effect(n).unwrap()], &numbers(&case["part"]));
        let whole = moments(&x, &w, |_| true);
        let variances = [whole.variance().unwrap(), part.variance().unwrap()];
        same("variance", &variances, &numbers(&case["variance"]));
    }
}

#[test]
fn ratios_are_those_of_svyratio() {
    for case in r("/estimates") {
        let [x, below, w] = ["x", "below", "w"].map(|it| numbers(&case[it]));
        same("ratio", &flat(ratio(&x, &below, &w)), &numbers(&case["ratio"]));
    }
}

#[test]
fn the_other_design_effect_of_r_is_larger_by_a_finite_population() {
    for case in r("/estimates") {
        let [x, w] = ["x", "w"].map(|it| numbers(&case[it]));
        let ours = moments(&x, &w, |_| true).design_effect(x.len() as u64).unwrap();
        let finite = numbers(&case["finite"]);
        same("deff = TRUE", &[ours * finite[1]], &finite[..1]);
    }
}

#[test]
fn medians_are_those_of_svyquantile_by_the_rule_of_schools() {
    for case in r("/estimates") {
        let [x, w, domain] = ["x", "w", "domain"].map(|it| numbers(&case[it]));
        let inside = |of: &[f64]| -> Vec<f64> {
            of.iter().zip(&domain).filter(|(_, inside)| **inside == 1.0).map(|(it, _)| *it).collect()
        };
        let ours = [median(&x, &w).unwrap(), median(&inside(&x), &inside(&w)).unwrap()];
        same("median", &ours, &numbers(&case["median"]));
    }
}

#[test]
fn a_median_between_two_halves_is_their_mean() {
    let even = |values: &[f64]| median(values, &vec![0.1; values.len()]);
    assert_eq!(even(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    assert_eq!(even(&[4.0, 1.0, 3.0]), Some(3.0));
    assert_eq!(even(&[1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]), Some(1.5));
    assert_eq!(median(&[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0]), Some(2.5));
    assert_eq!(median(&[1.0, 2.0, 3.0], &[0.0, 0.0, 2.0]), Some(3.0));
    assert_eq!(median(&[1.0, 2.0, 3.0], &[1.0, 0.0, 1.0]), Some(2.0));
    assert_eq!(even(&[]), None);
}

#[test]
fn an_estimate_needs_a_weight_and_its_error_a_second_case() {
    let alone = mean(&[3.0], &[0.3]).unwrap();
    assert_eq!((alone.value, alone.error), (3.0, f64::INFINITY));
    assert_eq!(
        crate::stats::interval::mean(alone.value, alone.error, alone.base.effective() - 1.0, 0.95),
        None
    );
    assert_eq!(mean(&[3.0, 4.0], &[0.0, 0.0]), None);
    assert_eq!(ratio(&[1.0, 2.0], &[1.0, -1.0], &[1.0, 1.0]), None);
    assert_eq!(moments(&[3.0, 3.0], &[1.0, 2.0], |_| true).design_effect(2), None);
}

#[test]
fn a_mean_far_from_nought_keeps_its_error() {
    // One, two and three added to a thousand million: the error is that of one, two and three.
    let far: Vec<f64> = [1.0, 2.0, 3.0].iter().map(|it| 1e9 + it).collect();
    let weights = [1.0, 2.0, 1.5];
    let (near, far) = (mean(&[1.0, 2.0, 3.0], &weights).unwrap(), mean(&far, &weights).unwrap());
    same("error", &[far.error], &[near.error]);
}

#[test]
fn chi_squares_of_weighted_cases_are_rao_and_scotts() {
    for case in r("/tables") {
        let ours = rao_scott(&codes(&case["row"]), &codes(&case["column"]), &numbers(&case["w"])).unwrap();
        let name = case["name"].as_str().unwrap();
        same(name, &[ours.f, ours.df.0, ours.df.1, ours.p], &numbers(&case["f"]));
        let first = ours.first_order;
        same(name, &[ours.pearson, first.df.unwrap(), first.p], &numbers(&case["first"]));
    }
}

#[test]
fn codes_that_nobody_has_change_no_chi_square() {
    let case = &r("/tables")[1];
    let (row, column, w) = (codes(&case["row"]), codes(&case["column"]), numbers(&case["w"]));
    let apart: Vec<u16> = row.iter().map(|it| it * 7 + 3).collect();
    assert_eq!(rao_scott(&apart, &column, &w), rao_scott(&row, &column, &w));
}

#[test]
fn a_chi_square_says_so_where_empty_cells_leave_a_part_untold() {
    // Nobody in any of the four cells of the first two rows and columns: nothing tells how they differ.
    let (row, column) = ([0, 0, 1, 1, 2, 2, 2, 2], [2, 2, 2, 2, 0, 1, 2, 1]);
    assert_eq!(rao_scott(&row, &column, &[1.0; 8]), Err(Untested::EmptyCells));
}

#[test]
fn a_chi_square_needs_two_rows_and_columns_and_not_hundreds() {
    assert_eq!(rao_scott(&[], &[], &[]), Err(Untested::Empty));
    assert_eq!(rao_scott(&[0, 0, 0], &[0, 1, 0], &[1.0; 3]), Err(Untested::NoVariance));
    let codes: Vec<u16> = (0..19).collect();
    assert_eq!(rao_scott(&codes, &codes, &[1.0; 19]), Err(Untested::TooManyCells));
    assert_eq!(rao_scott(&[0, 9999], &[9999, 0], &[1.0; 2]), Err(Untested::TooManyCells));
}
