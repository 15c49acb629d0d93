//! Weights beside those of R survey, weightipy and numpy, and by hand.

use serde_json::Value;

use super::*;

const SURVEY: &str = include_str!("../../tests/expected/weighting.json");
const KISH: &str = include_str!("../../tests/expected/weighting_kish.json");

/// A margin of an expected file or of a test, with its name.
struct Known {
    name: String,
    shares: Vec<f64>,
    categories: Vec<u16>,
}

fn known(name: &str, shares: &[f64], categories: &[u16]) -> Known {
    Known { name: name.into(), shares: shares.into(), categories: categories.into() }
}

fn raked(margins: &[Known], start: Option<&[f64]>, cap: Option<(f64, f64)>) -> Result<Raked, Vec<Refusal>> {
    let margins: Vec<_> = margins
        .iter()
        .map(|it| Margin { name: &it.name, shares: &it.shares, categories: &it.categories })
        .collect();
    rake(&margins, start, cap.map(|(least, most)| Cap { least, most }))
}

fn expected(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

fn margins(case: &Value) -> Vec<Known> {
    let code = |it: &Value| it.as_u64().map_or(MISSING, |it| it as u16);
    let one = |(at, (shares, categories)): (usize, (&Value, &Value))| Known {
        name: format!("m{at}"),
        shares: numbers(shares),
        categories: categories.as_array().unwrap().iter().map(code).collect(),
    };
    list(case, "shares").iter().zip(list(case, "categories")).enumerate().map(one).collect()
}

/// Relative, absolute below 1.
fn close(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0)
}

fn same(ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len());
    for (case, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        assert!(close(*ours, *theirs), "case {case}: {ours} and not {theirs}");
    }
}

/// Rakes the cases of a part of an expected file and compares each weight; gives the number of cases compared.
fn compared(text: &str, part: &str) -> usize {
    let file = expected(text);
    for case in list(&file, part) {
        let start = case.get("start").map(numbers);
        let cap = case.get("cap").map(|it| (it[0].as_f64().unwrap(), it[1].as_f64().unwrap()));
        let raked = raked(&margins(case), start.as_deref(), cap).unwrap();
        same(&raked.weights, &numbers(&case["weights"]));
        assert!(raked.deviation < 1e-12, "{}", raked.deviation);
        let (least, most) = cap.unwrap_or((0.0, f64::INFINITY));
        assert!(raked.weights.iter().all(|it| (least..=most).contains(it)));
    }
    list(&file, part).len()
}

#[test]
fn rim_weights_are_those_of_r_survey() {
    assert_eq!(compared(SURVEY, "rake"), 4);
}

#[test]
fn rim_weights_are_those_of_weightipy() {
    assert_eq!(compared(KISH, "rake"), 2);
}

#[test]
fn capped_weights_are_those_of_bounded_calibration_in_r_survey() {
    assert_eq!(compared(SURVEY, "capped"), 2);
}

#[test]
fn tightly_capped_weights_are_the_nearest_within_the_bounds() {
    assert_eq!(compared(KISH, "capped"), 2);
}

#[test]
fn trimmed_weights_are_those_of_r_survey() {
    let file = expected(SURVEY);
    for case in list(&file, "trim") {
        let cap = Cap { least: case["cap"][0].as_f64().unwrap(), most: case["cap"][1].as_f64().unwrap() };
        let start = numbers(&case["start"]);
        let ours = trim(&start, cap).unwrap();
        same(&ours, &numbers(&case["weights"]));
        assert!(close(ours.iter().sum(), start.iter().sum()));
    }
}

#[test]
fn the_effect_of_weights_is_kishs() {
    let file = expected(KISH);
    for case in list(&file, "effect") {
        let ours = effect(&numbers(&case["weights"])).unwrap();
        for (name, number) in [
            ("sum", ours.sum),
            ("base", ours.base),
            ("design_effect", ours.design_effect),
            ("efficiency", ours.efficiency),
            ("least", ours.least),
            ("most", ours.most),
            ("cases", ours.cases as f64),
        ] {
            assert!(close(number, case[name].as_f64().unwrap()), "{name}: {number} and not {}", case[name]);
        }
        let limits: Vec<f64> =
            ours.histogram.iter().map(|it| it.from).chain(ours.histogram.last().map(|it| it.to)).collect();
        assert_eq!(limits, numbers(&case["limits"]));
        let counts: Vec<f64> = ours.histogram.iter().map(|it| it.cases as f64).collect();
        assert_eq!(counts, numbers(&case["counts"]));
    }
}

/// Three of four cases are of the first category of `a`, two of `b`.
fn small() -> Vec<Known> {
    vec![known("a", &[50.0, 50.0], &[0, 0, 0, 1]), known("b", &[1.0, 1.0], &[0, 1, 0, 1])]
}

#[test]
fn one_margin_weights_by_target_over_share() {
    let raked = raked(&small()[..1], None, None).unwrap();
    same(&raked.weights, &[2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0, 2.0]);
    assert_eq!(raked.iterations, 2);
}

#[test]
fn the_order_of_margins_and_cases_does_not_matter() {
    let file = expected(SURVEY);
    for case in list(&file, "capped") {
        let start = case.get("start").map(numbers).unwrap_or(vec![1.0; 200]);
        let cap = Some((case["cap"][0].as_f64().unwrap(), case["cap"][1].as_f64().unwrap()));
        let mut turned = margins(case);
        turned.reverse();
        turned.iter_mut().for_each(|it| it.categories.reverse());
        let start: Vec<f64> = start.into_iter().rev().collect();
        let mut weights = raked(&turned, Some(&start), cap).unwrap().weights;
        weights.reverse();
        same(&weights, &numbers(&case["weights"]));
    }
}

#[test]
fn missing_answers_keep_their_share() {
    let margin = known("a", &[3.0, 1.0], &[0, 1, MISSING, 1, MISSING]);
    let start = [1.0, 1.0, 4.0, 2.0, 2.0];
    // Six tenths of the five are missing, in proportion 4 to 2; of the other two, three fourths are the first.
    same(&raked(&[margin], Some(&start), None).unwrap().weights, &[1.5, 0.5 / 3.0, 2.0, 1.0 / 3.0, 1.0]);
}

#[test]
fn starting_weights_may_be_of_any_scale() {
    let margins = [known("a", &[50.0, 50.0], &[0, 0, 1, 1]), known("b", &[40.0, 60.0], &[0, 1, 0, 1])];
    let start = [3.0, 1.0, 2.0, 1.0];
    let thousands: Vec<f64> = start.iter().map(|it| it * 1_000.0).collect();
    for cap in [None, Some((0.75, 1.2))] {
        let (one, other) = (raked(&margins, Some(&start), cap), raked(&margins, Some(&thousands), cap));
        same(&one.unwrap().weights, &other.unwrap().weights);
    }
}

#[test]
fn a_cap_that_is_not_reached_changes_nothing() {
    let file = expected(SURVEY);
    for case in list(&file, "rake") {
        let start = case.get("start").map(numbers);
        let raked = raked(&margins(case), start.as_deref(), Some((0.001, 1_000.0))).unwrap();
        same(&raked.weights, &numbers(&case["weights"]));
    }
}

#[test]
fn nobody_and_nothing_to_weight_by_are_refused() {
    assert_eq!(raked(&[known("a", &[1.0], &[])], None, None), Err(vec![Refusal::NoCases]));
    assert_eq!(raked(&[], None, None), Err(vec![Refusal::NoMargins]));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let margins = [
        known("empty", &[40.0, 60.0, 0.0], &[0, 0, 0]),
        known("unknown", &[40.0, 60.0, 0.0], &[0, 1, 4]),
        known("zero", &[40.0, 60.0, 0.0], &[0, 1, 2]),
        known("none", &[0.0, -1.0], &[0, 0, 0]),
        known("below", &[2.0, -1.0, f64::NAN], &[0, 0, 0]),
        known("lost", &[1.0, 1.0], &[MISSING, MISSING, MISSING]),
    ];
    let refusals = raked(&margins, Some(&[1.0, 0.0, -1.0]), Some((0.5, 0.9))).unwrap_err();
    let name = |it: &str| it.to_owned();
    assert_eq!(
        refusals[..6],
        [
            Refusal::BadStart { case: 1, weight: 0.0 },
            Refusal::BadCap { least: 0.5, most: 0.9 },
            Refusal::EmptyCategory { margin: name("empty"), category: 1, target: 0.6 },
            Refusal::NoTarget { margin: name("unknown"), category: 4, cases: 1 },
            Refusal::NoTarget { margin: name("zero"), category: 2, cases: 1 },
            Refusal::NoShares { margin: name("none") },
        ]
    );
    // Not a number is like no other, not even itself.
    assert!(
        matches!(&refusals[6], Refusal::BadShare { margin, category: 1, share: -1.0 } if margin == "below")
    );
    assert!(matches!(&refusals[7], Refusal::BadShare { category: 2, share, .. } if share.is_nan()));
    assert_eq!(
        refusals[8..],
        [0, 1].map(|category| Refusal::EmptyCategory { margin: name("lost"), category, target: 0.5 })
    );
}

#[test]
fn margins_that_contradict_each_other_are_refused_with_the_one_that_is_off() {
    let categories = [0, 0, 0, 1];
    let margins = [known("a", &[50.0, 50.0], &categories), known("b", &[40.0, 60.0], &categories)];
    let refusals = raked(&margins, None, None).unwrap_err();
    let [Refusal::NoConvergence { margin, category: Some(0), target, reached, capped: false, .. }] =
        &refusals[..]
    else {
        panic!("{refusals:?}");
    };
    assert_eq!(margin, "a");
    assert!(close(*target, 0.5) && close(*reached, 0.4));
}

#[test]
fn margins_that_only_a_weight_of_nought_would_meet_are_refused() {
    // The last case alone must be half of all in `a`, and is then all of its half in `b`: the second must be nobody.
    let margins = [known("a", &[50.0, 50.0], &[0, 0, 1]), known("b", &[50.0, 50.0], &[0, 1, 1])];
    let refusals = raked(&margins, None, None).unwrap_err();
    assert!(matches!(&refusals[..], [Refusal::NoConvergence { .. }]), "{refusals:?}");
}

#[test]
fn a_category_beyond_the_cap_is_refused_with_the_weight_it_needs() {
    let beyond = |mean| Refusal::BeyondCap { margin: "a".into(), category: Some(1), mean };
    assert_eq!(raked(&small(), None, Some((0.1, 1.9))), Err(vec![beyond(2.0)]));
    assert!(raked(&small()[..1], None, Some((0.1, 2.0))).is_ok());
    // Each margin alone could be met, but not both: the last case would have to weigh 2, its fellow in `b` nothing.
    let refusals = raked(&small(), None, Some((0.5, 2.0))).unwrap_err();
    assert!(matches!(&refusals[..], [Refusal::NoConvergence { capped: true, .. }]), "{refusals:?}");
}

#[test]
fn trimming_refuses_bounds_that_do_not_hold_the_mean() {
    assert_eq!(trim(&[], Cap { least: 0.5, most: 2.0 }), Err(Refusal::NoCases));
    let cap = Cap { least: 0.5, most: 2.0 };
    assert_eq!(trim(&[4.0, 5.0], cap), Err(Refusal::BadCap { least: 0.5, most: 2.0 }));
    assert_eq!(trim(&[1.0, 3.0, 1.4], cap), Ok(vec![1.5, 2.0, 1.9]));
}

#[test]
fn equal_weights_cost_nothing() {
    let ours = effect(&[0.1; 7]).unwrap();
    assert_eq!((ours.base, ours.design_effect, ours.efficiency), (7.0, 1.0, 1.0));
    assert_eq!(effect(&[]), None);
    assert_eq!(effect(&[0.0, 0.0]), None);
    assert_eq!(effect(&[1.0, f64::NAN]), None);
}

#[test]
fn the_classes_of_a_histogram_are_few_and_hold_all_weights() {
    for scale in [1e-7, 0.013, 0.3, 1.0, 7.7, 12_345.0, 1e9] {
        for most in [1.0, 1.01, 3.0, 40.0, 1_000.0] {
            let weights = [1.0, 0.3, 0.1 + 0.2, 0.7, most].map(|it| it * scale);
            let classes = effect(&weights).unwrap().histogram;
            assert!(classes.len() <= 22, "{} classes of {weights:?}", classes.len());
            assert_eq!(classes.iter().map(|it| it.cases).sum::<usize>(), 5);
            let inside =
                |it: &Class| weights.iter().filter(|w| (it.from..it.to).contains(*w)).count() == it.cases;
            assert!(classes.iter().all(inside), "{classes:?}");
            assert!(classes.windows(2).all(|it| it[0].to == it[1].from));
        }
    }
}
/// Numbers from 0 to 1 that look like chance and are always the same.
fn chance(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn where_there_are_weights_within_the_bounds_they_are_found() {
    let mut state = 1940;
    for round in 0..300 {
        let cases = 20 + (chance(&mut state) * 200.0) as usize;
        let hidden: Vec<f64> = (0..cases).map(|_| 0.6 + 0.8 * chance(&mut state)).collect();
        let mean = hidden.iter().sum::<f64>() / cases as f64;
        let of_margin = |at: usize, state: &mut u64| {
            let size = 2 + (chance(state) * 4.0) as usize;
            let skewed = 1.0 + chance(state);
            let categories: Vec<u16> =
                (0..cases).map(|_| (chance(state).powf(skewed) * size as f64) as u16).collect();
            let mut shares = vec![0.0; size];
            categories.iter().zip(&hidden).for_each(|(it, weight)| shares[*it as usize] += weight / mean);
            known(&format!("m{at}"), &shares, &categories)
        };
        let margins: Vec<Known> = (0..2 + round % 4).map(|at| of_margin(at, &mut state)).collect();
        let start: Vec<f64> = (0..cases).map(|_| 0.1 + 4.0 * chance(&mut state)).collect();
        // As tight as it goes: the hidden ones reach both bounds.
        let least = hidden.iter().fold(f64::INFINITY, |least, it| least.min(*it)) / mean;
        let most = hidden.iter().fold(0.0, |most: f64, it| most.max(*it)) / mean;
        for start in [None, Some(&start[..])] {
            let raked = raked(&margins, start, Some((least, most)));
            let raked = raked.unwrap_or_else(|it| panic!("round {round}: {it:?}"));
            assert!(raked.deviation < 1e-11, "round {round}: {}", raked.deviation);
            assert!(raked.weights.iter().all(|it| (least..=most).contains(it)));
        }
    }
}
