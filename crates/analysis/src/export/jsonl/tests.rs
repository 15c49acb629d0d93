//! JSON Lines as programs read them.

use std::sync::Arc;

use serde_json::Value;
use survey::Moment;

use super::File;
use crate::Case;
use crate::case::Cell;
use crate::codebook::{Codebook, codebook};
use crate::export::{Format, Options, Row};
use crate::testing::{posted, row, study};

const TEA: &str = "
    pages:
    - page: first
      questions:
      - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
    - page: second
      questions:
      - {var: warm, type: number, decimals: 1, text: {zh: 水温, en: Warm}, range: [-50, 100]}
      - {var: tea, type: multi, required: false, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Black, if: sex == 1}}}
      - {var: name, type: open, required: false, personal: true, text: {zh: 姓名, en: Name}}
";

fn written(codebook: &Arc<Codebook>, rows: &[Row], labels: bool) -> String {
    let options = Options {
        format: Format::JsonLines,
        lang: "en".into(),
        labels,
        excel: false,
        semicolon: false,
        weight: None,
        name: "tea".into(),
        taken_at: Moment(0),
    };
    let mut file = File::begin(Vec::new(), codebook, &options).unwrap();
    rows.chunks(2).for_each(|it| file.rows(it).unwrap());
    String::from_utf8(file.end().unwrap()).unwrap()
}

/// From the first question on, without what stands between the answers and the reasons.
fn answers(pages: &[&str], labels: bool) -> String {
    let case = posted(&study(TEA), pages);
    let codebook = Arc::new(codebook(&case.questionnaire));
    let line = written(&codebook, &[row(&codebook, &case)], labels);
    let (_, asked) = line.split_once("\"test\":false,").unwrap();
    let (asked, after) = asked.split_once(",\"page_seconds").unwrap();
    let reasons =
        after.split_once("\"_blank\"").map_or(String::new(), |(_, it)| format!(" {}", it.trim_end()));
    format!("{asked}{reasons}")
}

#[test]
fn a_case_is_an_object_in_the_order_of_the_codebook() {
    let case = posted(&study(TEA), &["sex=2", "warm=36.5&tea=1&name=李"]);
    let codebook = Arc::new(codebook(&case.questionnaire));
    let line = written(&codebook, &[row(&codebook, &case)], false);
    let begins =
        "{\"id\":1,\"disposition\":\"complete\",\"lang\":\"zh\",\"started\":\"2026-01-12T08:30:00Z\"";
    assert!(line.starts_with(begins), "{line}");
    assert!(
        line.contains(",\"test\":false,\"sex\":2,\"warm\":36.5,\"tea_1\":true,\"name\":\"李\","),
        "{line}"
    );
}

#[test]
fn what_was_not_asked_is_not_there_and_what_was_not_answered_is_null_with_its_reason() {
    assert_eq!(
        answers(&["sex=1", "warm=36"], false),
        "\"sex\":1,\"warm\":36,\"tea_1\":null,\"tea_2\":null,\"name\":null \
         :{\"tea_1\":\"not_answered\",\"tea_2\":\"not_answered\",\"name\":\"not_answered\"}}"
    );
    assert_eq!(
        answers(&["sex=2", "warm=36&tea=1&name=x"], false),
        "\"sex\":2,\"warm\":36,\"tea_1\":true,\"name\":\"x\""
    );
}

#[test]
fn labels_stand_for_codes_and_nothing_else() {
    assert_eq!(
        answers(&["sex=1", "warm=36&tea=2&name=x"], true),
        "\"sex\":\"Male\",\"warm\":36,\"tea_1\":false,\"tea_2\":true,\"name\":\"x\""
    );
}

#[test]
fn an_erased_answer_is_null_and_says_so() {
    let mut case: Case = posted(&study(TEA), &["sex=2", "warm=1&tea=1&name=x"]);
    survey::interview::erase(&case.questionnaire.clone(), &mut case.interview);
    let codebook = Arc::new(codebook(&case.questionnaire));
    let line = written(&codebook, &[row(&codebook, &case)], false);
    assert!(line.contains("\"name\":null,"), "{line}");
    assert!(line.ends_with(",\"_blank\":{\"name\":\"erased\"}}\n"), "{line}");
}

#[test]
fn any_text_and_number_comes_back_as_it_was() {
    let questionnaire = study(TEA);
    let codebook = Arc::new(codebook(&questionnaire));
    let at = codebook.variables.iter().position(|it| it.name == "name").unwrap();
    let texts = [
        "=1+1",
        "\"'",
        "a\r\nb",
        "\0\u{1b}",
        "👩‍👩‍👧",
        "\u{202e}x",
        "\u{2028}",
        "\u{feff}",
        "\\n",
        &"字".repeat(10_000),
    ];
    let rows: Vec<Row> = texts
        .iter()
        .map(|it| {
            let mut row = vec![Cell::Empty; codebook.variables.len()];
            row[0] = Cell::Number(9_007_199_254_740_993.0);
            row[at] = Cell::Typed((*it).to_owned());
            row
        })
        .collect();
    let file = written(&codebook, &rows, false);
    assert_eq!(file.lines().count(), texts.len());
    for (line, text) in file.lines().zip(texts) {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["name"], text);
        assert_eq!(value["id"].as_f64(), Some(9_007_199_254_740_992.0));
        assert_eq!(value.as_object().unwrap().len(), 2);
    }
}
