//! Two columns compared.

use super::*;
use crate::stats::compare::{Group, Method, Overlap, compare, means, shares, welch};

/// A column whose effective base is this: all weights alike.
fn group(base: f64, value: f64, variance: f64) -> Group {
    Group { base: Base { n: base as u64, weight: base, squares: base }, value, variance }
}

fn flat(outcome: Outcome) -> Vec<f64> {
    vec![outcome.statistic, outcome.df.unwrap_or(f64::NAN), outcome.p]
}

fn ends(outcome: Outcome) -> [f64; 2] {
    [outcome.statistic, outcome.p]
}

#[test]
fn two_shares_are_compared_by_the_pooled_z_test() {
    for case in theirs("/apart/shares") {
        let case = numbers(&case);
        let (one, other) = (group(case[0], case[1], 0.0), group(case[2], case[3], 0.0));
        let ours = compare(Method::Shares, &one, &other, None).unwrap();
        same("z", &ends(ours), &case[4..]);
        assert_eq!(ours.df, None);
    }
}

#[test]
fn two_means_are_compared_by_students_and_by_welchs_t_test() {
    for case in theirs("/apart/means") {
        let case = numbers(&case);
        let (one, other) = (group(case[0], case[1], case[2]), group(case[3], case[4], case[5]));
        let pooled = compare(Method::Means, &one, &other, None).unwrap();
        same("t", &flat(pooled), &[case[6], case[0] + case[3] - 2.0, case[7]]);
        let ours = compare(Method::Welch, &one, &other, None).unwrap();
        same("Welch", &flat(ours), &[case[8], case[10], case[9]]);
    }
}

#[test]
fn weights_count_by_their_effective_base() {
    // 100 cases that weigh 1 and 100 that weigh 3 are worth 400^2 / 1000 = 160 even ones.
    let base = Base { n: 200, weight: 400.0, squares: 1000.0 };
    let uneven = Group { base, value: 0.5, variance: 0.0 };
    let pooled = (400.0 * 0.5 + 100.0 * 0.4) / 500.0;
    let error = (pooled * (1.0 - pooled) * (1.0 / 160.0 + 1.0 / 100.0_f64)).sqrt();
    let ours = shares(&uneven, &group(100.0, 0.4, 0.0), None).unwrap();
    same("z", &[ours.statistic], &[0.1 / error]);
}

#[test]
fn respondents_in_both_columns_are_allowed_for() {
    for case in theirs("/together/cases") {
        let [sizes, p, m, v] = ["sizes", "shares", "means", "variances"].map(|it| numbers(&case[it]));
        let both = Some(Overlap { effective: sizes[2], correlation: 1.0 });
        let ours = shares(&group(sizes[0], p[0], 0.0), &group(sizes[1], p[1], 0.0), both).unwrap();
        same("z with overlap", &ends(ours), &numbers(&case["z"]));
        let ours = means(&group(sizes[0], m[0], v[0]), &group(sizes[1], m[1], v[1]), both).unwrap();
        same("t with overlap", &flat(ours), &numbers(&case["t"]));
    }
}

#[test]
fn where_all_are_in_both_columns_welchs_test_is_that_of_pairs() {
    let text: Value = serde_json::from_str(include_str!("../../../tests/expected/stats_tests.json")).unwrap();
    let case = &text["together"]["pairs"];
    let n = case["n"].as_f64().unwrap();
    let (m, v) = (numbers(&case["means"]), numbers(&case["variances"]));
    let both = Overlap { effective: n, correlation: case["correlation"].as_f64().unwrap() };
    let ours = welch(&group(n, m[0], v[0]), &group(n, m[1], v[1]), Some(both)).unwrap();
    same("pairs", &flat(ours), &numbers(&case["t"]));
}

#[test]
fn welchs_test_with_some_in_both_columns_lies_between_pairs_and_strangers() {
    // 20 and 20 alone, 10 in both, so n = 30 each; equal variances of 4, r = 0.5. By hand: the variance of the
    // difference is 8/30 - 2 (0.5) (4) (10) / 900 = 0.2222; Welch's df is 58, and 9 + (58 - 10 + 1) 40 / 60 = 41.667.
    let both = Overlap { effective: 10.0, correlation: 0.5 };
    let ours = welch(&group(30.0, 6.0, 4.0), &group(30.0, 5.0, 4.0), Some(both)).unwrap();
    same("partly", &[ours.statistic, ours.df.unwrap()], &[(9.0_f64 / 2.0).sqrt(), 9.0 + 49.0 * 40.0 / 60.0]);
}

#[test]
fn the_same_people_twice_leave_nothing_to_test() {
    let (one, other) = (group(50.0, 0.4, 1.0), group(50.0, 0.4, 1.0));
    let both = Some(Overlap::of(&Base::unweighted(50)));
    for method in [Method::Shares, Method::Welch] {
        assert_eq!(compare(method, &one, &other, both), Err(Untested::Overlap));
    }
    assert_eq!(means(&one, &other, both), Err(Untested::Overlap));
}

#[test]
fn a_test_without_people_or_without_differing_answers_says_so() {
    let (some, nobody) = (group(50.0, 1.0, 0.0), group(0.0, f64::NAN, 0.0));
    assert_eq!(shares(&some, &nobody, None), Err(Untested::Empty));
    assert_eq!(shares(&some, &some, None), Err(Untested::NoVariance));
    assert_eq!(shares(&some, &group(50.0, f64::NAN, 0.0), None), Err(Untested::NoVariance));
    assert_eq!(means(&some, &some, None), Err(Untested::NoVariance));
    assert_eq!(welch(&some, &some, None), Err(Untested::NoVariance));
    assert_eq!(means(&group(1.0, 3.0, 1.0), &group(1.0, 2.0, 1.0), None), Err(Untested::TooSmall));
    assert_eq!(welch(&group(1.0, 3.0, 1.0), &group(9.0, 2.0, 1.0), None), Err(Untested::TooSmall));
}
