//! The codebook as JSON, with and without counts.

use insta::assert_snapshot;

use super::{document, line};
use crate::codebook::codebook;
use crate::codebook::counts::Counts;
use crate::testing::{posted, row, study};
use crate::{Case, Codebook};

/// A number, a multi, an answer that is optional, and something derived.
pub const SMALL: &str = "
    derive:
      old: {label: {zh: 年长, en: Old}, calc: age >= 60}
    pages:
    - page: about
      questions:
      - {var: age, nr: A1, type: number, text: {zh: 年龄, en: 'Age <years> & months'}}
    - page: teas
      questions:
      - var: drunk
        nr: A2
        type: multi
        text: {zh: 喝过, en: Drunk}
        choices: {1: {zh: 绿茶, en: Green}, 2: {zh: 红茶, en: Black, if: age > 30}}
    - page: more
      if: age > 20
      questions:
      - var: best
        nr: B1
        type: single
        required: false
        text: {zh: 最喜欢, en: Best}
        choices: {1: {zh: 绿茶, en: Green}, 2: {zh: 红茶, en: Black}, 9: {zh: 不知道, en: Unknown, missing: true}}
";

/// The codebook without the columns about the interview, but for its times; and its cases counted.
pub fn counted() -> (Codebook, Counts) {
    let questionnaire = study(SMALL);
    let cases: Vec<Case> = [
        vec!["age=61", "drunk=1&drunk=2", "best=2"],
        vec!["age=31", "drunk=2", "best="],
        vec!["age=25", "drunk=1", "best=9"],
        vec!["age=12", "drunk=1"],
    ]
    .iter()
    .map(|it| posted(&questionnaire, it))
    .collect();
    let mut book = codebook(&questionnaire);
    book.variables.retain(|it| it.of.is_some() || ["started", "ended"].contains(&it.name.as_str()));
    let mut counts = Counts::new(&book);
    cases.iter().for_each(|it| counts.see(&row(&book, it)));
    (book, counts)
}

#[test]
fn each_variable_has_its_texts_codes_base_and_counts() {
    let (book, counts) = counted();
    let json: serde_json::Value = serde_json::from_str(&document(&book, Some(&counts))).unwrap();
    assert_eq!(json["cases"], 4);
    assert_eq!(json["blanks"][1]["csv"], "-9");
    let lines: Vec<String> = json["variables"].as_array().unwrap().iter().map(|it| it.to_string()).collect();
    assert_snapshot!(lines.join("\n"), @r#"
    {"cases":{"erased":0,"first":"2026-01-12T08:30:00Z","last":"2026-01-12T08:30:00Z","not_answered":0,"not_asked":0,"values":4},"holds":"time","name":"started","role":"system","text":{"en":"Started (UTC)","zh":"开始时间（UTC）"}}
    {"cases":{"erased":0,"first":"2026-01-12T08:30:20Z","last":"2026-01-12T08:30:31Z","not_answered":0,"not_asked":0,"values":4},"holds":"time","name":"ended","role":"system","text":{"en":"Ended (UTC)","zh":"结束时间（UTC）"}}
    {"base":{"words":{"en":"All who reach this page","zh":"所有到达本页的受访者"}},"cases":{"erased":0,"max":61.0,"mean":32.25,"min":12.0,"not_answered":0,"not_asked":0,"values":4},"holds":"number","name":"age","nr":"A1","of":"age","role":"asked","text":{"en":"Age <years> & months","zh":"年龄"}}
    {"base":{"words":{"en":"All who reach this page","zh":"所有到达本页的受访者"}},"cases":{"erased":0,"not_answered":0,"not_asked":0,"values":4},"codes":[{"cases":3,"code":1,"label":{"en":"Chosen","zh":"选中"}},{"cases":1,"code":0,"label":{"en":"Not chosen","zh":"未选"}}],"holds":"0/1","name":"drunk_1","nr":"A2","of":"drunk","part":{"en":"Green","zh":"绿茶"},"role":"asked","text":{"en":"Drunk","zh":"喝过"}}
    {"base":{"words":{"en":"All who reach this page","zh":"所有到达本页的受访者"}},"cases":{"erased":0,"not_answered":0,"not_asked":2,"values":2},"codes":[{"cases":2,"code":1,"label":{"en":"Chosen","zh":"选中"}},{"cases":0,"code":0,"label":{"en":"Not chosen","zh":"未选"}}],"holds":"0/1","name":"drunk_2","nr":"A2","of":"drunk","part":{"en":"Black","zh":"红茶"},"role":"asked","text":{"en":"Drunk","zh":"喝过"}}
    {"base":{"formula":"age > 20","words":{"en":"If A1 is more than 20","zh":"若 A1 大于 20"}},"cases":{"erased":0,"not_answered":1,"not_asked":1,"values":2},"codes":[{"cases":0,"code":1,"label":{"en":"Green","zh":"绿茶"}},{"cases":1,"code":2,"label":{"en":"Black","zh":"红茶"}},{"cases":1,"code":9,"label":{"en":"Unknown","zh":"不知道"},"missing":true},{"cases":1,"code":-9,"label":{"en":"Not answered","zh":"未作答"},"missing":true}],"holds":"code","name":"best","nr":"B1","of":"best","role":"asked","text":{"en":"Best","zh":"最喜欢"}}
    {"cases":{"erased":0,"not_answered":0,"not_asked":0,"values":4},"codes":[{"cases":3,"code":0,"label":{}},{"cases":1,"code":1,"label":{}}],"holds":"0/1","name":"old","of":"old","role":"derived","rule":"age >= 60","text":{"en":"Old","zh":"年长"}}
    "#);
}

#[test]
fn without_counts_nothing_is_counted() {
    let (book, _) = counted();
    assert_eq!(document(&book, None).matches("\"cases\"").count(), 0);
    let whole: serde_json::Value = serde_json::from_str(&document(&book, None)).unwrap();
    let short: serde_json::Value = serde_json::from_str(&line(&book)).unwrap();
    assert_eq!(whole, short);
    assert!(!line(&book).contains('\n'));
}

#[test]
fn values_and_blanks_add_up_to_the_cases() {
    let (book, counts) = counted();
    for (variable, count) in book.variables.iter().zip(&counts.variables) {
        let blank = count.not_asked + count.not_answered + count.erased;
        assert_eq!(count.values + blank, counts.cases, "{}", variable.name);
    }
}
