//! Tables against pandas and numpy (`end2end/oracle/numbers/tables.py`), and columns that are kept up to date.

mod topline;

use std::sync::Arc;

use serde_json::Value;
use survey::InterviewId;
use survey::questionnaire::Code;

use super::{Banner, Columns, Counted, Fault, Values, forms};
use crate::case::Cell;
use crate::codebook::{Codebook, Variable, codebook};
use crate::stats::Base;
use crate::testing::study;

const STUDY: &str = "
    pages:
    - page: about
      questions:
      - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: M}, 2: {zh: 女, en: F}}}
      - var: area
        type: single
        text: {zh: 地区, en: Area}
        choices: {1: {zh: 东, en: E}, 2: {zh: 南, en: S}, 3: {zh: 西, en: W}, 4: {zh: 北, en: N}}
      - var: sat
        type: scale
        text: {zh: 满意, en: Satisfied}
        choices:
          5: {zh: 五, en: Five}
          4: {zh: 四, en: Four}
          3: {zh: 三, en: Three}
          2: {zh: 二, en: Two}
          1: {zh: 一, en: One}
          9: {zh: 不知道, en: Do not know, missing: true}
      - {var: spend, type: number, text: {zh: 消费, en: Spending}, range: [0, 100000], decimals: 1}
      - {var: tea, type: multi, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: G}, 2: {zh: 红, en: R}, 98: {zh: 黑, en: B}}}
      - {var: best, type: rank, from: tea, pick: [1, 2], if: count(tea) >= 2, text: {zh: 最好, en: Best}}
";

fn book() -> Arc<Codebook> {
    Arc::new(codebook(&study(STUDY)))
}

/// A row in which these columns have a cell, and the others none.
fn row(codebook: &Codebook, cell: impl Fn(&Variable) -> Cell) -> Vec<Cell> {
    codebook.variables.iter().map(cell).collect()
}

fn oracle() -> Value {
    serde_json::from_str(include_str!("../../tests/expected/tables.json")).unwrap()
}

/// The drawn answers as columns, with their weights.
fn drawn(cases: &Value) -> (Columns, Vec<f64>) {
    let codebook = book();
    let mut columns = Columns::new(&codebook);
    let weights: Vec<f64> =
        cases["weight"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    for at in 0..weights.len() {
        let given = |var: &str| Some(&cases[var][at]).filter(|it| !it.is_null());
        let cell = |it: &Variable| match (it.var.as_deref(), it.name.as_str()) {
            (Some("spend"), _) => given("spend").map_or(Cell::Empty, |it| Cell::Number(it.as_f64().unwrap())),
            (Some("tea"), name) => given("tea").map_or(Cell::Empty, |it| {
                Cell::Flag(it.as_array().unwrap().iter().any(|code| name == format!("tea_{code}")))
            }),
            // Pandas makes numbers of codes that have gaps.
            (Some(var @ ("sex" | "area" | "sat")), _) => {
                given(var).map_or(Cell::Empty, |it| Cell::Code(it.as_f64().unwrap() as Code))
            }
            _ => Cell::Empty,
        };
        columns.set(InterviewId(at as i64), &row(&codebook, cell));
    }
    (columns, weights)
}

fn values<'a>(columns: &'a Columns, var: &'a str) -> &'a Values {
    &columns.of(var).next().unwrap().values
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| it.to_string()).collect()
}

fn near(found: f64, wanted: &Value) {
    let wanted = wanted.as_f64().unwrap();
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

fn same(found: Base, wanted: &Value) {
    assert_eq!(found.n, wanted[0].as_u64().unwrap());
    near(found.weight, &wanted[1]);
    near(found.squares, &wanted[2]);
}

/// Each cell of these rows, column after column, and each base.
fn compare(counted: &Counted, rows: &[Code], wanted: &Value) {
    for (column, wanted) in wanted.as_array().unwrap().iter().enumerate() {
        same(counted.base(column), &wanted[1]);
        for (code, wanted) in rows.iter().zip(wanted[0].as_array().unwrap()) {
            let at = counted.codes.iter().position(|it| it == code).unwrap();
            same(counted.cell(at, column), wanted);
        }
    }
}

#[test]
fn counts_nets_means_and_medians_are_those_of_pandas_and_numpy_by_a_nested_banner_and_a_multi() {
    let oracle = oracle();
    let (columns, weights) = drawn(&oracle["cases"]);
    let banner = Banner::new(&columns, &[words(&["sex", "area"]), words(&["tea"])], None).unwrap();
    assert_eq!(banner.heads.len(), 1 + 8 + 3);
    assert_eq!(banner.heads[7].parts, [("sex".to_owned(), 2), ("area".to_owned(), 3)]);
    let (sat, tea) = (values(&columns, "sat"), values(&columns, "tea"));
    let known = sat.without(&[9]);
    for (name, weights) in [("plain", None), ("weighted", Some(weights.as_slice()))] {
        let wanted = &oracle[name];
        compare(&banner.count(sat, weights), &[5, 4, 3, 2, 1, 9], &wanted["sat"]);
        compare(&banner.count(tea, weights), &[1, 2, 98], &wanted["tea"]);
        compare(&banner.count(&tea.net(&[1, 2]), weights), &[forms::IN], &wanted["any"]);
        compare(&banner.count(&known.net(&[5, 4]), weights), &[forms::IN], &wanted["top"]);
        let spend = values(&columns, "spend");
        for (values, wanted) in [(&known.scores(), &wanted["mean_sat"]), (spend, &wanted["mean_spend"])] {
            for (found, wanted) in banner.moments(values, weights).iter().zip(wanted.as_array().unwrap()) {
                let found = found.unwrap();
                assert_eq!(found.mean.base.n, wanted[0].as_u64().unwrap());
                near(found.mean.value, &wanted[1]);
                near(found.variance, &wanted[2]);
                near(found.median, &wanted[3]);
            }
        }
    }
}

#[test]
fn shares_are_of_the_column_or_of_the_row_and_an_empty_column_has_none() {
    let (columns, _) = drawn(&oracle()["cases"]);
    let nobody = vec![false; columns.cases()];
    let banner = Banner::new(&columns, &[words(&["sex"])], None).unwrap();
    let sat = banner.count(values(&columns, "sat"), None);
    let five = |column| sat.cell(0, column).weight;
    assert_eq!(sat.share(0, 1), Some(five(1) / sat.base(1).weight));
    assert_eq!(sat.row_share(0, 1), Some(five(1) / (five(1) + five(2))));
    let banner = Banner::new(&columns, &[], Some(&nobody)).unwrap();
    assert_eq!(banner.count(values(&columns, "sat"), None).share(0, 0), None);
    assert_eq!(banner.moments(values(&columns, "spend"), None), [None]);
}

#[test]
fn who_is_in_two_columns_of_a_multi_counts_in_both_and_of_two_blocks_in_none() {
    let (columns, _) = drawn(&oracle()["cases"]);
    let banner = Banner::new(&columns, &[words(&["tea"]), words(&["sex"])], None).unwrap();
    let tea = values(&columns, "tea");
    let Values::Many { chosen, .. } = tea else { panic!("a multi") };
    let sat = values(&columns, "sat");
    let wanted = (0..columns.cases()).filter(|it| chosen[*it] & 0b11 == 0b11 && sat.is_answered(*it)).count();
    assert!(wanted > 0);
    let overlaps = banner.overlaps(sat, None);
    assert_eq!(overlaps.both(1, 2), Some(Base::unweighted(wanted as u64)));
    assert_eq!(overlaps.both(4, 5), None);
    assert_eq!(overlaps.both(1, 4), None);
}

#[test]
fn what_cannot_be_a_banner_is_said() {
    let (columns, _) = drawn(&oracle()["cases"]);
    let fault = |nest: &[&str]| Banner::new(&columns, &[words(nest)], None).unwrap_err();
    assert_eq!(fault(&["colour"]), Fault::Unknown("colour".into()));
    assert_eq!(fault(&["spend"]), Fault::NoCodes("spend".into()));
    assert_eq!(fault(&["best"]), Fault::NoCodes("best".into()));
    assert_eq!(fault(&["tea", "tea", "tea", "tea"]), Fault::TooMany { columns: 81, most: 64 });
}

#[test]
fn columns_that_were_kept_up_to_date_are_those_made_anew() {
    let codebook = book();
    let case = |age: Code, spend: f64| {
        row(&codebook, |it| match it.var.as_deref() {
            Some("sex") => Cell::Code(age),
            Some("spend") => Cell::Number(spend),
            Some("tea") => Cell::Flag(age == 1),
            _ => Cell::Empty,
        })
    };
    let mut kept = Columns::new(&codebook);
    for id in 1..=4 {
        kept.set(InterviewId(id), &case(1, id as f64));
    }
    kept.set(InterviewId(2), &case(2, 20.0));
    kept.remove(InterviewId(1));
    kept.remove(InterviewId(1));
    let mut anew = Columns::new(&codebook);
    // The last one took the place of the first.
    for (id, sex, spend) in [(4, 1, 4.0), (2, 2, 20.0), (3, 1, 3.0)] {
        anew.set(InterviewId(id), &case(sex, spend));
    }
    assert_eq!(kept.ids(), anew.ids());
    assert_eq!(format!("{:?}", kept.fields), format!("{:?}", anew.fields));
    kept.set(InterviewId(4), &case(2, 40.0));
    let Values::Numbers(spend) = values(&kept, "spend") else { panic!("numbers") };
    assert_eq!(spend, &[40.0, 20.0, 3.0]);
}

#[test]
fn a_ranking_is_told_by_its_first_places_and_by_the_place_of_each_choice() {
    let codebook = book();
    let mut columns = Columns::new(&codebook);
    for (id, places) in [[2, 1], [1, 98], [1, 2], [0, 0]].into_iter().enumerate() {
        let cell = |it: &Variable| match it.name.as_str() {
            "best_1" if places[0] > 0 => Cell::Code(places[0]),
            "best_2" if places[1] > 0 => Cell::Code(places[1]),
            _ => Cell::Empty,
        };
        columns.set(InterviewId(id as i64), &row(&codebook, cell));
    }
    let places: Vec<&Values> = columns.of("best").map(|it| &it.values).collect();
    let banner = Banner::new(&columns, &[], None).unwrap();
    let shares = |most| {
        let counted = banner.count(&forms::ranked(&places, most), None);
        let shares = (0..3).map(|row| (counted.codes[row], counted.cell(row, 0).n)).collect::<Vec<_>>();
        (counted.base(0).n, shares)
    };
    assert_eq!(shares(1), (3, vec![(1, 2), (2, 1), (98, 0)]));
    assert_eq!(shares(2), (3, vec![(1, 3), (2, 2), (98, 1)]));
    let mean = |code| banner.moments(&forms::place(&places, code), None)[0].unwrap().mean.value;
    assert_eq!([mean(1), mean(2), mean(98)].map(|it| (it * 6.0).round()), [8.0, 9.0, 12.0]);
}
