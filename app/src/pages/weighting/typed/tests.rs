//! Margins as they are typed: what they mean, and all that is wrong at once.

use std::sync::Arc;

use analysis::codebook::codebook;
use analysis::table::Columns;
use insta::assert_snapshot;
use survey::Questionnaire;
use survey::questionnaire::Text;

use super::super::known::Known;
use super::{Fault, Typed, TypedMargin, Wanted};

fn questionnaire() -> Questionnaire {
    let text = "
survey: tea
version: 1.0.0
langs: [zh, en]
default: zh
title: {zh: 茶, en: Tea}
contact: {zh: 无, en: none}
derive:
  band: {label: {zh: 年龄段, en: Age band}, when: {1: age < 40, 2: age >= 40}, choices: {1: {zh: 青, en: Young}, 2: {zh: 老, en: Old}}}
pages:
- page: about
  questions:
  - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Man}, 2: {zh: 女, en: Woman}, 9: {zh: 拒答, en: Refused, missing: true}}}
  - {var: area, type: single, text: {zh: 地区, en: Area}, choices: {1: {zh: 北, en: North}, 2: {zh: 南, en: South}, 3: {zh: 旧, en: Old, if: 0 == 1}}}
  - {var: age, type: number, text: {zh: 年龄, en: Age}, range: [0, 120]}
ends: {complete: {text: {zh: 谢谢, en: Thanks}}}
";
    survey::read(text).0
}

fn margin(by: &str, shares: &str, source: &str, year: &str) -> TypedMargin {
    let [by, shares, source, year] = [by, shares, source, year].map(str::to_owned);
    TypedMargin { by, shares, source, year }
}

fn typed(margins: &[TypedMargin]) -> Typed {
    Typed { name: "rim".to_owned(), margins: margins.to_vec(), ..Typed::default() }
}

/// What is meant by whoever types in English, before there is any case.
fn wanted(typed: &Typed, sources: &[Text]) -> (Option<Wanted>, Vec<Fault>) {
    let questionnaire = questionnaire();
    let columns = Columns::new(&Arc::new(codebook(&questionnaire)));
    typed.wanted(Known { questionnaire: &questionnaire, columns: &columns, lang: "en" }, sources)
}

/// Each fault with its field.
fn faults(typed: &Typed) -> String {
    let (wanted, faults) = wanted(typed, &[]);
    assert_eq!(wanted.is_some(), faults.is_empty());
    faults.iter().map(|it| format!("{}: {}\n", it.field, it.said("en"))).collect()
}

#[test]
fn margins_are_read_as_they_are_typed_and_typed_as_they_are_read() {
    let sex = margin("sex", "1: 51.2 # Man\n\n2：48.8 %", "Census", "2020");
    let cells = margin("band, area", "1 1: 20\n1 2: 30\n2,1: 25\n2 2: 25", "Yearbook", "2024");
    let all = Typed { least: "0.3".into(), most: "3".into(), ..typed(&[sex, TypedMargin::default(), cells]) };
    let (found, faults) = wanted(&all, &[]);
    assert!(faults.is_empty(), "{faults:?}");
    let found = found.unwrap();
    assert_eq!(found.cap, Some((0.3, 3.0)));
    assert_eq!(found.margins.iter().map(|it| it.at).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(found.margins[0].margin.shares, [(vec![1], 51.2), (vec![2], 48.8)]);
    let margins: Vec<_> = found.margins.iter().map(|it| it.margin.clone()).collect();
    let again = Typed::of("rim", &margins, found.cap, false, "en");
    let (anew, _) = wanted(&again, &[]);
    assert_eq!(anew.unwrap().margins.iter().map(|it| it.margin.clone()).collect::<Vec<_>>(), margins);
    assert_snapshot!(again.margins[1].shares, @r"
    1 1: 20
    1 2: 30
    2 1: 25
    2 2: 25
    ");
}

#[test]
fn all_that_is_wrong_is_said_at_once_each_at_its_field() {
    let all = [
        margin("colour", "1: 100", "", "20"),
        margin("age", "1: 100", "a", "2020"),
        margin("sex", "1: 50\n1: 20\n2 1: 3\n7: 1\n9: 20\nx", "a", "2020"),
        margin("sex", "1: 50\n2: 49.8", "a", "2020"),
        margin("area", "1: 100", "a", "2020"),
        margin("", "1: 3", "a", "2020"),
        margin("sex, area, band", "", "a", "2020"),
        margin("sex, sex", "", "a", "2020"),
        margin("sex", "", "a", "2020"),
    ];
    let wrong = Typed { name: "two words".into(), least: "1".into(), most: "x".into(), ..typed(&all) };
    assert_snapshot!(faults(&wrong), @r"
    name: Use 1 to 40 letters, digits, -, _ or dots, with at least one letter or digit.
    least: A number from 0 to below 1.
    most: A number above 1.
    by-1: There is no variable colour.
    source-1: Say where the shares are from.
    year-1: A year from 1900 to 2200.
    by-2: age does not give each person one code of a list.
    shares-3: This code has a share already: 1: 20
    shares-3: This line is no code with a share: 2 1: 3
    shares-3: There is no such code: 7: 1
    shares-3: A refusal has no share: 9: 20
    shares-3: This line is no code with a share: x
    shares-4: These shares sum to 99.8, not to 100; 0.1 is left for rounding.
    shares-5: There is no share for: 2. A share of 0 says that there are no such people.
    by-6: Name a variable.
    by-7: Name one variable, or two.
    by-8: These two are the same.
    shares-9: Write the share of each code.
    ");
}

#[test]
fn one_margin_twice_or_none_at_all_is_a_fault() {
    let sex = margin("sex", "1: 50\n2: 50", "a", "2020");
    let one = margin("sex, area", "1 1: 50\n1 2: 0\n2 1: 25\n2 2: 25", "a", "2020");
    let other = margin("area, sex", "1 1: 50\n1 2: 0\n2 1: 25\n2 2: 25", "a", "2020");
    assert_snapshot!(faults(&typed(&[sex.clone(), sex.clone(), one, other])), @r"
    by-2: There is a margin of this already.
    by-4: There is a margin of this already.
    ");
    assert_snapshot!(faults(&typed(&[TypedMargin::default()])), @"by-1: Name a variable.");
}

#[test]
fn a_least_weight_alone_is_no_bound_above_and_is_typed_again_as_it_was() {
    let sex = margin("sex", "1: 50\n2: 50", "a", "2020");
    let least_alone = Typed { least: "0.2".into(), ..typed(&[sex]) };
    let found = wanted(&least_alone, &[]).0.unwrap();
    assert_eq!(found.cap, Some((0.2, f64::INFINITY)));
    let again = Typed::of("rim", &[found.margins[0].margin.clone()], found.cap, false, "en");
    assert_eq!((again.least.as_str(), again.most.as_str()), ("0.2", ""));
}

#[test]
fn a_source_that_is_known_keeps_its_languages_and_another_has_that_in_which_it_is_typed() {
    let text =
        |all: &[(&str, &str)]| Text(all.iter().map(|(lang, it)| ((*lang).into(), (*it).into())).collect());
    let census = text(&[("zh", "人口普查"), ("en", "Census")]);
    let source = |typed_as: &str| {
        let it = typed(&[margin("sex", "1: 50\n2: 50", typed_as, "2020")]);
        wanted(&it, std::slice::from_ref(&census)).0.unwrap().margins[0].margin.source.clone()
    };
    assert_eq!(source("Census"), census);
    assert_eq!(source("人口普查"), census);
    assert_eq!(source("Yearbook"), text(&[("en", "Yearbook")]));
}

#[test]
fn one_margin_more_lists_the_codes_of_those_that_name_a_variable() {
    let mut it = typed(&[margin("sex", "", "", ""), margin("band area", "", "", "")]);
    it.more(&questionnaire(), "en");
    assert_snapshot!(it.margins[0].shares, @r"
    1:   # Man
    2:   # Woman
    ");
    assert_snapshot!(it.margins[1].shares, @r"
    1 1:   # Young North
    1 2:   # Young South
    2 1:   # Old North
    2 2:   # Old South
    ");
    assert_eq!(it.margins.len(), 3);
    it.more(&questionnaire(), "en");
    assert_eq!(it.margins.len(), 3, "the last one is still empty");
}
