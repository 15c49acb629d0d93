//! triple-s as its standard has it.

use std::io::{Cursor, Read};
use std::sync::Arc;

use insta::assert_snapshot;
use survey::{Moment, Questionnaire};

use super::File;
use super::data::padded;
use super::fields::{Standins, spelled};
use super::texts::{line, lines};
use crate::case::Cell;
use crate::codebook::{Codebook, across, codebook, with_links};
use crate::export::{Format, Measure, Options, Row};
use crate::testing::{posted, row, study};

const TEA: &str = "
    pages:
    - page: only
      questions:
      - {var: sex, type: single, required: false, text: {zh: \"性别\\n<单选>\", en: \"Sex\\n<one>\"}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
      - {var: warm, type: number, decimals: 2, required: false, text: {zh: 水温, en: Warm}, range: [-50, 100]}
      - {var: tea, type: multi, required: false, text: {zh: 茶, en: Tea}, choices: {0: {zh: 绿, en: Green}, 2: {zh: 红, en: Black}, 98: {zh: 其他, en: Other, other: true}}}
      - {var: why, type: open, required: false, text: {zh: 为何, en: Why}}
";

fn options(weight: Option<&str>) -> Options {
    Options {
        format: Format::TripleS,
        lang: "en".into(),
        labels: false,
        excel: false,
        semicolon: false,
        weight: weight.map(str::to_owned),
        name: "tea".into(),
        taken_at: Moment(1_769_904_000_500),
    }
}

fn written(codebook: &Arc<Codebook>, rows: &[Row], weight: Option<&str>) -> Vec<u8> {
    let mut measure = Measure::new(codebook);
    measure.see(rows);
    let mut file = File::begin(Vec::new(), codebook, &options(weight), &measure).unwrap();
    rows.chunks(2).for_each(|it| file.rows(it).unwrap());
    file.end().unwrap()
}

fn cases(pages: &[&str]) -> (Arc<Codebook>, Vec<Row>) {
    let questionnaire = study(TEA);
    let codebook = Arc::new(codebook(&questionnaire));
    let rows = pages.iter().map(|it| row(&codebook, &posted(&questionnaire, &[it]))).collect();
    (codebook, rows)
}

fn inside(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The fields of these names, a line for each case.
fn data(file: &[u8], names: &[&str]) -> String {
    let text = inside(file, "tea.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> =
        names.iter().map(|it| header.iter().position(|name| name == *it).unwrap()).collect();
    let line =
        |it: csv::StringRecord| places.iter().map(|at| it[*at].to_owned()).collect::<Vec<_>>().join("|");
    reader.records().map(|it| line(it.unwrap())).collect::<Vec<_>>().join("\n")
}

/// The description of one variable.
fn variable(file: &[u8], name: &str) -> String {
    let text = inside(file, "tea.sss");
    let record = text.find("<record").unwrap();
    let named = record + text[record..].find(&format!("<name>{name}</name>")).unwrap();
    let begin = text[..named].rfind("<variable").unwrap();
    let end = begin + text[begin..].find("</variable>").unwrap();
    text[begin..end].replace("\n        ", "\n").trim_end().to_owned()
}

#[test]
fn a_multi_is_one_variable_and_what_stands_for_no_answer_is_a_value_of_nines() {
    let (codebook, rows) = cases(&["sex=2&warm=36.5&tea=0&tea=98&tea_98_text=x&why=y", "sex=", "tea=2"]);
    let file = written(&codebook, &rows, None);
    assert_snapshot!(data(&file, &["id", "sex", "warm", "tea", "tea_98_text", "why", "test"]), @"
    1|2|36.5|997098000|x|y|0
    1|9|-9.0|999000000||-9|0
    1|9|-9.0|002000000||-9|0
    ");
    assert_snapshot!(variable(&file, "tea"), @r#"
    <variable ident="19" type="multiple">
    <name>tea</name>
    <label>Tea<text xml:lang="zh">茶</text><text xml:lang="en">Tea</text></label>
    <position start="19"/>
    <spread subfields="3" width="3"/>
    <values>
      <value code="997">Green<text xml:lang="zh">绿</text><text xml:lang="en">Green</text></value>
      <value code="2">Black<text xml:lang="zh">红</text><text xml:lang="en">Black</text></value>
      <value code="98">Other<text xml:lang="zh">其他</text><text xml:lang="en">Other</text></value>
      <value code="999">Not answered<text xml:lang="zh">未作答</text><text xml:lang="en">Not answered</text></value>
    </values>
    "#);
    assert_snapshot!(variable(&file, "sex"), @r#"
    <variable ident="17" type="single">
    <name>sex</name>
    <label>Sex<br/>&lt;one&gt;<text xml:lang="zh">性别<br/>&lt;单选&gt;</text><text xml:lang="en">Sex<br/>&lt;one&gt;</text></label>
    <position start="17"/>
    <values>
      <value code="1">Male<text xml:lang="zh">男</text><text xml:lang="en">Male</text></value>
      <value code="2">Female<text xml:lang="zh">女</text><text xml:lang="en">Female</text></value>
      <value code="9">Not answered<text xml:lang="zh">未作答</text><text xml:lang="en">Not answered</text></value>
    </values>
    "#);
    assert_snapshot!(variable(&file, "warm"), @r#"
    <variable ident="18" type="quantity">
    <name>warm</name>
    <label>Warm<text xml:lang="zh">水温</text><text xml:lang="en">Warm</text></label>
    <position start="18"/>
    <values>
      <range from="36.5" to="36.5"/>
      <value code="-9.0">Not answered<text xml:lang="zh">未作答</text><text xml:lang="en">Not answered</text></value>
    </values>
    "#);
    assert_snapshot!(variable(&file, "why"), @r#"
    <variable ident="21" type="character">
    <name>why</name>
    <label>Why<text xml:lang="zh">为何</text><text xml:lang="en">Why</text></label>
    <position start="21"/>
    <size>2</size>
    "#);
}

/// Whether "not answered" is among the values of a variable, under this code.
fn is_declared(file: &[u8], name: &str, code: &str) -> bool {
    variable(file, name).contains(&format!("<value code=\"{code}\">Not answered<text xml:lang=\"zh\">未作答"))
}

#[test]
fn what_somebody_who_broke_off_left_blank_at_required_questions_is_a_value_too() {
    let questionnaire = study(&TEA.replace("required: false, ", ""));
    let codebook = Arc::new(codebook(&questionnaire));
    let rows = [row(&codebook, &posted(&questionnaire, &["sex="]))];
    let (file, complete) = (written(&codebook, &rows, None), written(&codebook, &[], None));
    assert_eq!(data(&file, &["sex", "warm", "tea"]), "9|-9|999000000");
    for (name, code) in [("sex", "9"), ("warm", "-9"), ("tea", "999")] {
        assert!(is_declared(&file, name, code), "{}", variable(&file, name));
        assert!(!is_declared(&complete, name, code), "{}", variable(&complete, name));
    }
}

#[test]
fn a_multi_may_lack_an_answer_where_only_an_older_version_let_it() {
    let multi = |version: &str, about: &str| {
        let parts = format!(
            "
            pages:
            - page: only
              questions:
              - {{var: tea, type: multi, text: {{zh: 茶, en: Tea}}, {about}}}
            "
        );
        Arc::new(Questionnaire { version: version.into(), ..(*study(&parts)).clone() })
    };
    let older = multi("1", "required: false, choices: {2: {zh: 红, en: Black}}");
    let newer = multi("2", "choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Black}}");
    let codebook = Arc::new(across(&[older, newer], &[]));
    let file = written(&codebook, &[], None);
    assert!(is_declared(&file, "tea", "9"), "{}", variable(&file, "tea"));
}

#[test]
fn what_was_not_asked_is_blank_and_a_moment_is_a_date_and_a_time() {
    let (codebook, mut rows) = cases(&["sex=2", "sex=1"]);
    rows[1].iter_mut().for_each(|it| *it = Cell::Empty);
    let file = written(&codebook, &rows, None);
    assert_snapshot!(data(&file, &["id", "sex", "warm", "tea", "why", "test", "started", "started_time"]), @"
    1|2|-9|999000000|-9|0|20260112|083000
    |||||||
    ");
    assert_snapshot!(variable(&file, "id"), @r#"
    <variable ident="1" type="quantity" use="serial">
    <name>id</name>
    <label>Interview<text xml:lang="zh">访问编号</text><text xml:lang="en">Interview</text></label>
    <position start="1"/>
    <values>
      <range from="1" to="1"/>
    </values>
    "#);
    assert_snapshot!(variable(&file, "started_time"), @r#"
    <variable ident="6" type="time">
    <name>started_time</name>
    <label>Started (UTC) – time of the day<text xml:lang="zh">开始时间（UTC） – 时刻</text><text xml:lang="en">Started (UTC) – time of the day</text></label>
    <position start="6"/>
    "#);
}

#[test]
fn the_head_says_versions_languages_and_the_encoding_of_the_data() {
    let (codebook, rows) = cases(&["sex=2"]);
    let text = inside(&written(&codebook, &rows, None), "tea.sss");
    assert_snapshot!(text.split("<variable").next().unwrap().trim_end(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <sss version="3.0" xml:lang="en" languages="zh en">
      <date>2026-02-01</date>
      <time>00:00</time>
      <origin>Canvass</origin>
      <survey>
        <name>tea</name>
        <version>1.0.0</version>
        <title>Tea<text xml:lang="zh">茶</text><text xml:lang="en">Tea</text></title>
        <record ident="A" format="csv" encoding="UTF-8" skip="1">
    "#);
}

#[test]
fn a_case_without_a_weight_weighs_nothing() {
    let (codebook, mut rows) = cases(&["warm=1.25", "warm=0.5"]);
    let at = codebook.variables.iter().position(|it| it.name == "warm").unwrap();
    rows[1][at] = Cell::Empty;
    let file = written(&codebook, &rows, Some("warm"));
    assert_eq!(data(&file, &["warm"]), "1.25\n0.00");
    assert!(variable(&file, "warm").contains("type=\"quantity\" use=\"weight\""));
    assert!(variable(&file, "warm").contains("<range from=\"0.00\" to=\"1.25\"/>"));
}

#[test]
fn each_case_is_one_line_whatever_was_typed() {
    let texts = ["=1+1", "a\r\nb\nc\rd", "\0\u{1b}\t", "\"q\", 'r'", "\u{2028}x", " b ", "0012", "👩‍👩‍👧"];
    let kept = ["=1+1", "a b c d", "   ", "\"q\", 'r'", " x", " b ", "0012", "👩‍👩‍👧"];
    let (codebook, rows) = cases(&["sex=1"]);
    let at = codebook.variables.iter().position(|it| it.name == "why").unwrap();
    let row = |it: &&str| -> Row {
        let mut row = rows[0].clone();
        row[at] = Cell::Typed((*it).to_owned());
        row
    };
    let file = written(&codebook, &texts.iter().map(row).collect::<Vec<_>>(), None);
    assert_eq!(data(&file, &["why"]), kept.join("\n"));
    let data = inside(&file, "tea.csv");
    assert_eq!(data.lines().count(), texts.len() + 1);
    assert!(data.chars().all(|it| !it.is_control() || it == '\r' || it == '\n'));
    assert!(variable(&file, "why").contains("<size>8</size>"), "{}", variable(&file, "why"));
}

#[test]
fn a_code_that_the_codebook_has_not_is_a_value_too() {
    let (codebook, mut rows) = cases(&["sex=1"]);
    let at = codebook.variables.iter().position(|it| it.name == "sex").unwrap();
    rows[0][at] = Cell::Code(5);
    let file = written(&codebook, &rows, None);
    assert_eq!(data(&file, &["sex"]), "5");
    assert!(variable(&file, "sex").contains("<value code=\"5\">5"));
}

#[test]
fn a_cell_of_another_shape_is_an_error() {
    let (codebook, mut rows) = cases(&["warm=1"]);
    let at = codebook.variables.iter().position(|it| it.name == "warm").unwrap();
    rows[0][at] = Cell::Flag(true);
    let measure = Measure::new(&codebook);
    let mut file = File::begin(Vec::new(), &codebook, &options(None), &measure).unwrap();
    let refused = file.rows(&rows).unwrap_err().to_string();
    assert_eq!(refused, "the column warm holds what it cannot");
}

#[test]
fn names_have_the_letters_of_the_standard_and_differ_without_their_capitals() {
    assert_eq!([spelled("utm-source"), spelled("渠道"), spelled("6.3")], ["utm_source", "__", "_6.3"]);
    let links = ["Ref", "ref", "a-b", "a_b"].map(str::to_owned);
    let codebook = Arc::new(with_links(&study(TEA), &links));
    let file = written(&codebook, &[], None);
    let header = inside(&file, "tea.csv");
    assert!(header.contains("\"link_Ref\",\"link_ref_2\",\"link_a_b\",\"link_a_b_2\""), "{header}");
}

#[test]
fn standins_are_nines_above_all_codes_and_within_32_bits() {
    let above = |code: i64, room| {
        let Standins { not_answered, erased, zero } = Standins::above([1, code].into_iter(), room);
        (not_answered, erased, zero)
    };
    assert_eq!(above(7, 2), (9, 8, 7));
    assert_eq!(above(8, 2), (99, 98, 97));
    assert_eq!(above(96, 3), (99, 98, 97));
    assert_eq!(above(97, 3), (999, 998, 997));
    assert_eq!(above(999_999_999, 3).0, i64::from(i32::MAX));
}

#[test]
fn numbers_of_a_variable_have_as_many_decimals_as_each_other_and_lose_none() {
    let shown = [padded(36.5, 2), padded(7.0, 2), padded(-0.0, 0), padded(-9.0, 3), padded(0.1, 20)];
    assert_eq!(shown, ["36.50", "7.00", "0", "-9.000", "0.10000000000000000000"]);
}

#[test]
fn lines_of_a_label_are_kept_apart_and_nothing_breaks_the_xml() {
    assert_eq!(line("a\r\nb\u{ffff}"), "a b ");
    assert_eq!(lines("a\r\nb\0\n\nc").collect::<Vec<_>>(), ["a", "b ", "", "c"]);
}

#[test]
fn the_same_cases_give_the_same_bytes() {
    let (codebook, rows) = cases(&["why=a", "why=b", "why=c"]);
    assert_eq!(written(&codebook, &rows, None), written(&codebook, &rows, None));
}
