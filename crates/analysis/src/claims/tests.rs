//! Claims beside R's survey package (`end2end/oracle/numbers/claims.R`), and worked by hand.

use std::sync::Arc;

use serde_json::Value;
use survey::InterviewId;
use survey::Questionnaire;
use survey::claims::{Claim, read};
use survey::questionnaire::Code;

use super::{Finding, Found, Unsaid, finding};
use crate::case::Cell;
use crate::codebook::{Column, codebook};
use crate::table::Columns;
use crate::table::filter::Unanswerable;
use crate::testing::study;

fn questionnaire() -> Arc<Questionnaire> {
    study(
        "
        pages:
        - page: p
          questions:
          - {var: sex, type: single, text: {zh: 问, en: A}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}}
          - var: scale
            type: scale
            text: {zh: 问, en: A}
            choices:
              5: {zh: 五, en: A}
              4: {zh: 四, en: B}
              3: {zh: 三, en: C}
              2: {zh: 二, en: D}
              1: {zh: 一, en: E}
              9: {zh: 不知, en: F, missing: true}
          - {var: friend, type: number, text: {zh: 问, en: A}}
          - {var: advert, type: number, text: {zh: 问, en: A}}
          - {var: tea, type: multi, text: {zh: 问, en: A}, choices: {3: {zh: 甲, en: A}, 1: {zh: 乙, en: B}, 2: {zh: 丙, en: C}, 99: {zh: 丁, en: D, excl: true}}}
          - {var: best, type: rank, pick: [1, 2], text: {zh: 问, en: A}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}, 3: {zh: 丙, en: C}}}
          - {var: sat, type: grid, text: {zh: 问, en: A}, rows: {price: {zh: 甲, en: A}, taste: {zh: 乙, en: B}}, scale: {1: {zh: 一, en: A}, 3: {zh: 三, en: B}, 5: {zh: 五, en: C}}}
        ",
    )
}

/// One claim: `base; statistic; expectation`.
fn claim(questionnaire: &Questionnaire, text: &str) -> Claim {
    let [base, stat, expect] = text.split("; ").collect::<Vec<_>>()[..] else { panic!("{text}") };
    let text = format!(
        "questionnaire: tea.yaml\nclaims:\n- {{id: A, seed: a, stat: {stat}, base: {base}, expect: \"{expect}\"}}"
    );
    let (mut claims, problems) = read(&text, questionnaire);
    assert!(problems.is_empty(), "{problems:#?}");
    claims.remove(0)
}

/// Cases with these answers: `sex=2 scale=5 tea=1,3 best=2,1 sat.price=5`.
fn columns(cases: &[&str]) -> Columns {
    let codebook = Arc::new(codebook(&questionnaire()));
    let mut columns = Columns::new(&codebook);
    for (at, case) in cases.iter().enumerate() {
        let given = |name: &str| {
            let pairs = case.split(' ').filter_map(|it| it.split_once('='));
            pairs.filter(|(it, _)| *it == name).map(|(_, it)| it).next()
        };
        let codes = |name: &str| -> Vec<Code> {
            given(name).into_iter().flat_map(|it| it.split(',')).map(|it| it.parse().unwrap()).collect()
        };
        let cell = |it: &crate::Variable| {
            let var = it.var.as_deref().unwrap_or_default();
            match &it.from {
                Column::Ticked(code) if !codes(var).is_empty() => Cell::Flag(codes(var).contains(code)),
                Column::Rank(at) => codes(var).get(*at).map_or(Cell::Empty, |it| Cell::Code(*it)),
                Column::Item(item) => {
                    given(&format!("{var}.{item}")).map_or(Cell::Empty, |it| Cell::Code(it.parse().unwrap()))
                }
                Column::Answer => given(var).map_or(Cell::Empty, |it| match var {
                    "friend" | "advert" => Cell::Number(it.parse().unwrap()),
                    _ => Cell::Code(it.parse().unwrap()),
                }),
                _ => Cell::Empty,
            }
        };
        columns.set(InterviewId(at as i64), &codebook.variables.iter().map(cell).collect::<Vec<_>>());
    }
    columns
}

fn said(cases: &[&str], weights: Option<&[f64]>, text: &str) -> Result<Finding, Unsaid> {
    let questionnaire = questionnaire();
    finding(&columns(cases), &questionnaire, &claim(&questionnaire, text), None, weights)
}

fn oracle() -> Value {
    serde_json::from_str(include_str!("../../tests/expected/claims.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[test]
fn figures_bases_and_intervals_are_those_of_r() {
    let oracle = oracle();
    let drawn = &oracle["cases"];
    let weights: Vec<f64> = numbers(&drawn["w"]).into_iter().flatten().collect();
    let case = |at: usize| {
        let pair = |var: &&str| Some(format!("{var}={}", numbers(&drawn[*var])[at]?));
        ["sex", "scale", "friend", "advert"].iter().filter_map(pair).collect::<Vec<_>>().join(" ")
    };
    let cases: Vec<String> = (0..weights.len()).map(case).collect();
    let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
    let stats = [
        ("pct", "{pct: scale >= 4 and scale < 9}"),
        ("net", "{net: scale}"),
        ("mean", "{mean: friend}"),
        ("scale", "{mean: scale}"),
        ("diff", "{diff: [{mean: friend}, {mean: advert}]}"),
        ("shares", "{diff: [{pct: 'scale in [4, 5]'}, {pct: 'scale in [1, 2]'}]}"),
    ];
    for (part, base, weights) in [
        ("weighted", "all", Some(&weights[..])),
        ("women", "sex == 2", Some(&weights)),
        ("plain", "all", None),
    ] {
        for (name, stat) in stats {
            let finding = said(&cases, weights, &format!("{base}; {stat}; > 0")).unwrap();
            let Found::Figure { value, interval } = finding.found else { panic!("a figure") };
            let (interval, base) = (interval.unwrap(), finding.base);
            let found = [value, interval.low, interval.high, base.n as f64, base.weight, base.effective()];
            for (found, wanted) in found.iter().zip(numbers(&oracle[part][name])) {
                let wanted = wanted.unwrap();
                assert!(
                    (found - wanted).abs() <= 1e-9 * wanted.abs(),
                    "{part} {name}: {found} is not {wanted}"
                );
            }
        }
    }
}

/// The codes with their shares, rounded, of how many.
fn top(cases: &[&str], weights: Option<&[f64]>, stat: &str) -> (Vec<(Code, f64)>, u64) {
    let finding = said(cases, weights, &format!("all; {stat}")).unwrap();
    let Found::Codes(codes) = finding.found else { panic!("codes") };
    (codes.into_iter().map(|(code, share)| (code, share.round())).collect(), finding.base.n)
}

#[test]
fn a_top_leaves_out_refusals_and_what_excludes_the_others_and_of_two_alike_takes_the_first_of_the_file() {
    let cases = ["tea=1,2", "tea=1,3", "tea=99", "sex=1"];
    assert_eq!(top(&cases, None, "{top: tea, k: 2}; set [1, 3]"), (vec![(1, 67.0), (3, 33.0)], 3));
    let heavy = [1.0, 0.5, 1.0, 1.0];
    assert_eq!(top(&cases, Some(&heavy), "{top: tea, k: 2}; set [1, 2]"), (vec![(1, 60.0), (2, 40.0)], 3));
    let cases = ["scale=9", "scale=9", "scale=3", "scale=5", "scale=3"];
    assert_eq!(top(&cases, None, "{mode: scale}; = 3"), (vec![(3, 67.0)], 3));
    // Nobody chose a third one.
    assert_eq!(top(&cases, None, "{top: scale, k: 3}; set [3, 5, 1]"), (vec![(3, 67.0), (5, 33.0)], 3));
}

#[test]
fn a_ranking_counts_whatever_place_a_choice_stands_on_and_a_place_of_it_by_itself() {
    let cases = ["best=3,1", "best=2,1", "best=3"];
    assert_eq!(top(&cases, None, "{top: best, k: 2}; set [1, 3]"), (vec![(1, 67.0), (3, 67.0)], 3));
    assert_eq!(top(&cases, None, "{mode: best.1}; = 3"), (vec![(3, 67.0)], 3));
    assert_eq!(top(&cases, None, "{mode: best.2}; = 1"), (vec![(1, 100.0)], 2));
    let rows = ["sat.price=5 sat.taste=1", "sat.price=5", "sat.price=3"];
    assert_eq!(top(&rows, None, "{mode: sat.price}; = 5"), (vec![(5, 67.0)], 3));
    let mean = said(&rows, None, "all; {mean: sat.price}; = 4.33").unwrap();
    assert!(mean.holds && mean.base.n == 3);
}

#[test]
fn claims_are_told_apart_by_whether_they_hold() {
    let cases = ["sex=1 scale=5 tea=1,2", "sex=2 scale=9 tea=1", "sex=2 scale=4 tea=1,2,3"];
    let holds = |text: &str| said(&cases, None, text).unwrap().holds;
    for text in [
        "all; {pct: sex == 2}; = 66.67",
        "all; {pct: sex == 2}; > 66",
        "sex == 2; {pct: sex == 2}; >= 100",
        "sex == 2; {pct: sex == 2}; <= 100",
        "all; {pct: sex == 2}; < 67",
        // Closed above.
        "sex == 2; {pct: sex == 2}; in 99..100",
        "all; {diff: [{pct: sex == 1}, {pct: sex == 2}]}; = -33.33",
        "all; {mean: scale}; = 4.5",
        "all; {net: scale}; = 100",
        "all; {top: scale, k: 2}; order [5, 4]",
        "all; {top: tea, k: 3}; order [1, 2, 3]",
        "all; {top: tea, k: 2}; set [2, 1]",
    ] {
        assert!(holds(text), "{text}");
    }
    for text in [
        "all; {pct: sex == 2}; = 66.66",
        "sex == 2; {pct: sex == 2}; > 100",
        "sex == 2; {pct: sex == 2}; < 100",
        // Open below.
        "sex == 2; {pct: sex == 2}; in 100..101",
        "all; {top: scale, k: 2}; order [4, 5]",
        "all; {top: tea, k: 2}; set [1, 3]",
        "all; {top: scale, k: 3}; set [5, 4, 3]",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn a_figure_is_held_against_what_is_printed_of_it() {
    for (friend, printed) in
        [("-12.345", "-12.35"), ("12.345", "12.35"), ("-0.001", "0"), ("-12.344", "-12.34")]
    {
        let expected = format!("all; {{mean: friend}}; = {printed}");
        assert!(said(&[&format!("friend={friend}")], None, &expected).unwrap().holds, "{friend} {printed}");
    }
}

#[test]
fn what_cannot_be_said_is_told_by_its_reason() {
    let cases = ["sex=1 friend=2", "sex=1 scale=9"];
    let unsaid = |text: &str| said(&cases, None, text).unwrap_err();
    assert_eq!(unsaid("sex == 2; {pct: sex == 1}; > 0"), Unsaid::EmptyBase);
    assert_eq!(said(&cases, Some(&[0.0, 0.0]), "all; {pct: sex == 1}; > 0"), Err(Unsaid::EmptyBase));
    let not_asked = |name: &str| Unsaid::NotAsked(name.into());
    assert_eq!(unsaid("all; {mean: advert}; > 0"), not_asked("advert"));
    assert_eq!(unsaid("all; {diff: [{mean: friend}, {mean: advert}]}; > 0"), not_asked("advert"));
    assert_eq!(unsaid("answered(scale); {pct: friend > 1}; > 0"), not_asked("friend"));
    assert_eq!(unsaid("all; {pct: sat.taste == 5}; > 0"), not_asked("sat.taste"));
    // Refusals alone are no answer.
    assert_eq!(unsaid("all; {net: scale}; > 0"), not_asked("scale"));
    assert_eq!(unsaid("all; {mode: scale}; = 3"), not_asked("scale"));
    let seconds = said(&cases, None, "all; {pct: answered(advert)}; = 0").unwrap();
    assert!(seconds.holds);
    let questionnaire = questionnaire();
    let mut book = codebook(&questionnaire);
    book.variables.retain(|it| it.var.as_deref() != Some("sex"));
    let mut without = Columns::new(&Arc::new(book.clone()));
    without.set(InterviewId(1), &vec![Cell::Empty; book.variables.len()]);
    let claim = claim(&questionnaire, "all; {pct: sex == 1}; > 0");
    let unknown = Unanswerable::Variable("sex".into());
    assert_eq!(finding(&without, &questionnaire, &claim, None, None), Err(Unsaid::Unanswerable(unknown)));
}

#[test]
fn one_case_alone_has_no_interval() {
    let finding = said(&["friend=3"], None, "all; {mean: friend}; = 3").unwrap();
    assert_eq!(finding.found, Found::Figure { value: 3.0, interval: None });
}

#[test]
fn who_is_left_out_beforehand_is_as_who_is_not_in_the_base() {
    let cases = ["sex=2 scale=5", "sex=1 scale=4", "sex=2 scale=1", "sex=1 scale=3", "sex=2 scale=4"];
    let weights = [1.5, 0.5, 0.75, 2.0, 1.25];
    let (questionnaire, columns) = (questionnaire(), columns(&cases));
    let women: Vec<bool> = cases.iter().map(|it| it.starts_with("sex=2")).collect();
    for stat in ["{pct: scale >= 4}; = 78.57", "{net: scale}; > 0", "{top: scale, k: 2}; order [5, 4]"] {
        let among = |base: &str, is_in| {
            let claim = claim(&questionnaire, &format!("{base}; {stat}"));
            finding(&columns, &questionnaire, &claim, is_in, Some(&weights)).unwrap()
        };
        let found = among("all", Some(&women[..]));
        assert_eq!(found, among("sex == 2", None));
        assert!(found.holds && found.base.n == 3, "{found:?}");
    }
    let nobody = finding(
        &columns,
        &questionnaire,
        &claim(&questionnaire, "sex == 1; {net: scale}; > 0"),
        Some(&women),
        None,
    );
    assert_eq!(nobody, Err(Unsaid::EmptyBase));
}
