//! The statistics beside those of scipy, statsmodels, scikit-learn and R's survey, and worked by hand.

mod compared;
mod kappas;
mod lettered;
mod survey;

use serde_json::Value;

use super::distribution::{chi_square_p, f_p, t_p, t_quantile};
use super::*;

/// One part of an expected file.
fn of(text: &str, part: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(text).unwrap();
    value.pointer(part).unwrap().as_array().unwrap().clone()
}

fn theirs(part: &str) -> Vec<Value> {
    of(include_str!("../../tests/expected/stats_tests.json"), part)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

fn codes(value: &Value) -> Vec<u16> {
    numbers(value).into_iter().map(|it| it as u16).collect()
}

/// Relative, absolute below 1.
fn same(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours} and not {theirs}");
    }
}

#[test]
fn tails_of_t_hold_from_one_to_ten_million_degrees_of_freedom() {
    for case in theirs("/tails/t") {
        let case = numbers(&case);
        same("t", &[t_p(case[0], case[1]), t_p(-case[0], case[1])], &[case[2], case[2]]);
        // However small the tail is.
        assert!((t_p(case[0], case[1]) - case[2]).abs() <= 1e-9 * case[2], "{case:?}");
    }
}

#[test]
fn quantiles_of_t_hold_from_one_to_ten_million_degrees_of_freedom() {
    for case in theirs("/tails/quantiles") {
        let case = numbers(&case);
        same("quantile", &[t_quantile(case[0], case[1]).unwrap()], &[case[2]]);
    }
    assert_eq!(t_quantile(0.95, 0.0), None);
}

#[test]
fn tails_of_f_hold_for_a_million_cases() {
    for case in theirs("/tails/f") {
        let case = numbers(&case);
        same("F", &[f_p(case[0], case[1], case[2])], &[case[3]]);
    }
}

#[test]
fn intervals_of_shares_are_wilsons() {
    for case in theirs("/intervals/shares") {
        let case = numbers(&case);
        let ours = interval::share(case[0], case[1], case[2]).unwrap();
        same("Wilson", &[ours.low, ours.high], &case[3..]);
    }
}

#[test]
fn an_interval_of_nobody_begins_at_nought_and_one_of_everybody_ends_at_one() {
    let none = interval::share(0.0, 10.0, 0.95).unwrap();
    // By hand: z^2 / (n + z^2) = 3.8415 / 13.8415.
    assert!(none.low == 0.0 && (none.high - 0.27753).abs() < 1e-5, "{none:?}");
    for base in 1..500 {
        let (none, all) =
            (interval::share(0.0, f64::from(base), 0.9), interval::share(1.0, f64::from(base), 0.9));
        assert!(none.unwrap().low == 0.0 && all.unwrap().high == 1.0, "{base}");
    }
}

#[test]
fn an_interval_needs_a_base_a_share_and_a_level() {
    for (share, base, level) in [(0.5, 0.0, 0.95), (1.2, 9.0, 0.95), (f64::NAN, 9.0, 0.95), (0.5, 9.0, 1.0)] {
        assert_eq!(interval::share(share, base, level), None);
    }
    assert_eq!(interval::mean(3.0, 0.1, 0.0, 0.95), None);
    assert_eq!(interval::mean(3.0, f64::NAN, 9.0, 0.95), None);
}

#[test]
fn intervals_of_means_are_students() {
    for case in theirs("/intervals/means") {
        let case = numbers(&case);
        let ours = interval::mean(case[0], case[1], case[2], case[3]).unwrap();
        same("t interval", &[ours.low, ours.high], &case[4..]);
    }
}

#[test]
fn four_weights_are_worth_as_many_even_ones_as_kish_says() {
    // (1 + 1 + 2 + 4)^2 / (1 + 1 + 4 + 16) = 64 / 22; the mean is 2, the variance 6 / 4, so 1 + cv^2 = 1.375.
    let base = Base::of(&[1.0, 1.0, 2.0, 4.0]);
    assert_eq!(base.effective(), 64.0 / 22.0);
    assert_eq!(base.design_effect(), Some(1.375));
    assert_eq!(Base::of(&[0.0]).design_effect(), None);
}

#[test]
fn chi_square_is_pearsons() {
    for case in theirs("/tables") {
        let counts: Vec<Vec<f64>> = case["counts"].as_array().unwrap().iter().map(numbers).collect();
        let ours = chi::pearson(&counts).unwrap();
        same("chi-square", &[ours.statistic, ours.df.unwrap(), ours.p], &numbers(&case["test"]));
    }
}

#[test]
fn chi_square_leaves_out_rows_and_columns_without_anybody() {
    let whole = chi::pearson(&[vec![10.0, 20.0], vec![30.0, 15.0]]).unwrap();
    let gaps = [vec![10.0, 0.0, 20.0], vec![0.0, 0.0, 0.0], vec![30.0, 0.0, 15.0]];
    assert_eq!(chi::pearson(&gaps), Ok(whole));
    assert_eq!(chi::pearson(&[vec![10.0, 20.0]]), Err(Untested::NoVariance));
    assert_eq!(chi::pearson(&[vec![0.0, 0.0], vec![0.0, 0.0]]), Err(Untested::Empty));
    assert_eq!(chi::pearson(&[]), Err(Untested::Empty));
    assert!(chi_square_p(1.0, 0.0).is_nan());
}
