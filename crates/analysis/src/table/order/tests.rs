//! Order effects against statsmodels (`end2end/oracle/numbers/cross.py`), and which choice stood first.

use std::sync::Arc;

use serde_json::Value;
use survey::{InterviewId, Questionnaire};

use super::*;
use crate::case::Cell;
use crate::codebook::codebook;
use crate::testing::{posted_in, row, study};

/// A list that is shuffled, of a question of this kind.
fn list(kind: &str, first: &str) -> Arc<Questionnaire> {
    study(&format!(
        "
        pages:
        - page: about
          questions:
          - {{var: sex, type: single, text: {{zh: 性别, en: Sex}}, choices: {{1: {{zh: 男, en: M}}, 2: {{zh: 女, en: F}}}}}}
        - page: second
          questions:
          - var: tea
            type: {kind}
            order: shuffle
            text: {{zh: 茶, en: Tea}}
            choices: {{1: {{zh: 绿, en: G{first}}}, 2: {{zh: 红, en: R}}, 98: {{zh: 黑, en: B, pin: last}}}}
        "
    ))
}

#[test]
fn lifts_intervals_and_tests_are_those_of_statsmodels() {
    let oracle: Value = serde_json::from_str(include_str!("../../../tests/expected/cross.json")).unwrap();
    let questionnaire = list("multi", "");
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    let cases = &oracle["cases"];
    let firsts = cases["first"].as_array().unwrap();
    for (at, first) in firsts.iter().enumerate() {
        let cells = codebook.variables.iter().map(|it| match (it.var.as_deref(), it.name.as_str()) {
            (Some("tea"), "tea_order") => Cell::Word(format!("{first} 1 2 98")),
            (Some("tea"), name) => {
                let teas = cases["tea"][at].as_array().unwrap();
                Cell::Flag(teas.iter().any(|code| name == format!("tea_{code}")))
            }
            _ => Cell::Empty,
        });
        columns.set(InterviewId(at as i64), &cells.collect::<Vec<_>>());
    }
    let effects = order(&columns, &questionnaire, None, None);
    assert_eq!((effects.len(), effects[0].base.n), (1, firsts.len() as u64));
    let choices = effects[0].choices.as_ref().unwrap();
    assert_eq!(choices.iter().map(|it| it.code).collect::<Vec<_>>(), [1, 2, 98]);
    for (found, wanted) in choices.iter().zip(oracle["order"].as_array().unwrap()) {
        let wanted: Vec<f64> = wanted.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
        let counts = [found.first.chosen, found.first.base, found.later.chosen, found.later.base];
        assert_eq!(counts.map(|it| it.n as f64), wanted[..4]);
        let (interval, test) = (found.interval.unwrap(), found.test.unwrap());
        let ours = [found.lift, interval.low, interval.high, test.statistic, test.p];
        for (ours, wanted) in ours.iter().zip(&wanted[4..]) {
            assert!((ours - wanted).abs() < 1e-9, "{ours} is not {wanted}");
        }
    }
}

/// The columns of interviews with these seeds and answers; a space stands between their two pages.
fn interviewed(questionnaire: &Arc<Questionnaire>, answers: &[(u64, &str)]) -> Columns {
    let codebook = Arc::new(codebook(questionnaire));
    let mut columns = Columns::new(&codebook);
    for (id, (seed, answer)) in answers.iter().enumerate() {
        let case = posted_in(questionnaire, *seed, &answer.split(' ').collect::<Vec<_>>());
        columns.set(InterviewId(id as i64), &row(&codebook, &case));
    }
    columns
}

#[test]
fn the_choice_that_stood_first_is_that_of_the_order_shown() {
    let questionnaire = list("single", "");
    let answers: Vec<(u64, &str)> = (1..=40).map(|it| (it, "sex=1 tea=1")).collect();
    let columns = interviewed(&questionnaire, &answers);
    let effects = &order(&columns, &questionnaire, None, None)[0];
    let choices = effects.choices.as_ref().unwrap();
    // What is pinned last stands first for nobody.
    assert_eq!(choices.iter().map(|it| it.code).collect::<Vec<_>>(), [1, 2]);
    let shown =
        |seed: u64| posted_in(&questionnaire, seed, &["sex=1", "tea=1"]).interview.orders["tea"].join(" ");
    let firsts = (1..=40).filter(|it| shown(*it).starts_with('1')).count() as u64;
    assert!((5..=35).contains(&firsts));
    assert_eq!((choices[0].first.base.n, choices[0].later.base.n), (firsts, 40 - firsts));
    assert_eq!((choices[0].first.share, choices[0].lift), (1.0, 0.0));
    assert_eq!(choices[0].test, Err(Untested::NoVariance));
    let nobody = vec![false; 40];
    let none = &order(&columns, &questionnaire, Some(&nobody), None)[0];
    assert_eq!((none.base.n, none.choices.as_deref().unwrap().len()), (0, 0));
}

#[test]
fn columns_that_lost_a_case_know_which_choice_stood_first_for_the_others() {
    let questionnaire = list("single", "");
    let answers: Vec<(u64, &str)> = (1..=9).map(|it| (it, "sex=1 tea=2")).collect();
    let mut columns = interviewed(&questionnaire, &answers);
    columns.remove(InterviewId(0));
    let mut rest: Vec<(u64, &str)> = answers[1..8].to_vec();
    rest.insert(0, answers[8]);
    let anew = interviewed(&questionnaire, &rest);
    assert_eq!(order(&columns, &questionnaire, None, None), order(&anew, &questionnaire, None, None));
}

#[test]
fn what_was_not_offered_to_somebody_neither_stood_first_nor_later() {
    let questionnaire = list("multi", ", if: sex == 1");
    let answers: Vec<(u64, &str)> =
        (1..=40).map(|it| (it, if it % 2 == 0 { "sex=1 tea=1" } else { "sex=2 tea=2" })).collect();
    let columns = interviewed(&questionnaire, &answers);
    let effects = &order(&columns, &questionnaire, None, None)[0];
    let choices = effects.choices.as_ref().unwrap();
    assert_eq!(choices[0].first.base.n + choices[0].later.base.n, 20);
    assert!(choices[1].first.base.n >= 20, "for all women the second stands first");
    let single = list("single", ", if: sex == 1");
    let columns = interviewed(&single, &answers);
    assert_eq!(order(&columns, &single, None, None)[0].choices, Err(Unsettled::Hidden));
}

#[test]
fn where_a_choice_is_pinned_first_no_other_ever_stands_there() {
    let questionnaire = list("single", ", pin: first");
    let columns = interviewed(&questionnaire, &[(1, "sex=1 tea=1")]);
    assert_eq!(order(&columns, &questionnaire, None, None)[0].choices, Err(Unsettled::Pinned));
}
