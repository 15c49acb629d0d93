//! CSV as spreadsheets and statistics programs read it.

use insta::assert_snapshot;

use std::sync::Arc;

use survey::Moment;

use super::{File, Options, mark, texts};
use crate::Case;
use crate::codebook::{Codebook, Role, codebook, with_links};
use crate::export::{self, Row};
use crate::testing::{posted, row, study};

const TEA: &str = "
    pages:
    - page: only
      questions:
      - {var: sex, type: single, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
      - {var: born, type: number, text: {zh: 年份, en: Year}, range: [1926, 2015]}
      - {var: tea, type: multi, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 98: {zh: 其他, en: Other, other: true}}}
      - {var: sat, type: grid, text: {zh: 满意, en: Satisfied}, scale: {5: {zh: 好, en: 'Good, very'}, 1: {zh: 坏, en: Bad}}, rows: {taste: {zh: 味, en: Taste}}}
      - {var: two, type: rank, pick: [2, 2], text: {zh: 排序, en: Rank}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}}
      - {var: why, type: open, required: false, text: {zh: 为何, en: Why}}
    derive:
      band: {label: {zh: 段, en: Band}, when: {1: born < 1990}, choices: {1: {zh: 早, en: Early}}}
      early: {label: {zh: 早, en: Early}, calc: born < 1990}
";

const ANSWERS: &str = "sex=2&born=1985&tea=98&sat.taste=5&two.1=2&two.2=1";

fn cases(whys: &[&str]) -> Vec<Case> {
    let questionnaire = study(TEA);
    let one = |why: &&str| posted(&questionnaire, &[&format!("{ANSWERS}&tea_98_text=奶茶&why={why}")]);
    whys.iter().map(one).collect()
}

fn csv(cases: &[Case], options: &Options) -> String {
    let mut codebook = codebook(&cases[0].questionnaire);
    codebook.variables.retain(|it| it.role != Role::Paradata);
    file(&Arc::new(codebook), cases, options)
}

fn file(codebook: &Arc<Codebook>, cases: &[Case], options: &Options) -> String {
    let options = export::Options {
        format: export::Format::Csv,
        lang: options.labels.clone().unwrap_or_default(),
        labels: options.labels.is_some(),
        excel: options.excel,
        semicolon: options.semicolon,
        weight: None,
        name: "tea".into(),
        taken_at: Moment(0),
    };
    let rows: Vec<Row> = cases.iter().map(|it| row(codebook, it)).collect();
    let mut file = File::begin(Vec::new(), codebook, &options).unwrap();
    file.rows(&rows).unwrap();
    String::from_utf8(file.end().unwrap()).unwrap()
}

#[test]
fn codes_for_programs() {
    assert_snapshot!(csv(&cases(&["好，喝", "", "a \"b\", c\\nd"]), &Options::default()), @r#"
    id,disposition,code,lang,started,ended,seconds,plan,device_hash,flags,version,source,pid,test,sex,born,tea_1,tea_98,tea_98_text,sat_taste,two_1,two_2,why,band,early
    1,complete,,zh,2026-01-12T08:30:00Z,2026-01-12T08:30:10Z,10,,,,1.0.0,,,0,2,1985,0,1,奶茶,5,2,1,好，喝,1,1
    1,complete,,zh,2026-01-12T08:30:00Z,2026-01-12T08:30:10Z,10,,,,1.0.0,,,0,2,1985,0,1,奶茶,5,2,1,-9,1,1
    1,complete,,zh,2026-01-12T08:30:00Z,2026-01-12T08:30:10Z,10,,,,1.0.0,,,0,2,1985,0,1,奶茶,5,2,1,"a ""b"", c
    d",1,1
    "#);
}

#[test]
fn labels_for_readers() {
    let options = Options { labels: Some("en".into()), ..Options::default() };
    assert_snapshot!(csv(&cases(&["好"]), &options), @r#"
    id,disposition,code,lang,started,ended,seconds,plan,device_hash,flags,version,source,pid,test,sex,born,tea_1,tea_98,tea_98_text,sat_taste,two_1,two_2,why,band,early
    1,complete,,zh,2026-01-12T08:30:00Z,2026-01-12T08:30:10Z,10,,,,1.0.0,,,0,Female,1985,0,1,奶茶,"Good, very",B,A,好,Early,1
    "#);
}

#[test]
fn excel_finds_its_mark_once_its_line_ends_and_no_formula() {
    let options = Options { excel: true, ..Options::default() };
    let cases = cases(&["=1+1", "+1", "-1", "@x", "＝1+1", "1=1", ""]);
    let text = csv(&cases, &options);
    assert!(text.starts_with("\u{feff}id,"));
    assert_eq!(text.matches('\u{feff}').count(), 1);
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    let whys: Vec<&str> = text.lines().skip(1).filter_map(|it| it.split(',').rev().nth(2)).collect();
    assert_snapshot!(whys.join(" | "), @"'=1+1 | '+1 | '-1 | '@x | '＝1+1 | 1=1 | -9");
}

#[test]
fn a_label_cannot_become_a_formula_in_excel_either() {
    let parts = "
        pages:
        - page: only
          questions:
          - {var: tea, type: single, text: {zh: 茶, en: Tea}, choices: {1: {zh: '=1+1', en: '- none of these'}}}
    ";
    let case = [posted(&study(parts), &["tea=1"])];
    let last = |options: &Options| csv(&case, options).trim_end().rsplit(',').next().map(str::to_owned);
    let labels = |lang: &str, excel| Options { labels: Some(lang.into()), excel, ..Options::default() };
    assert_eq!(last(&labels("en", true)).as_deref(), Some("'- none of these"));
    assert_eq!(last(&labels("zh", true)).as_deref(), Some("'=1+1"));
    assert_eq!(last(&labels("zh", false)).as_deref(), Some("=1+1"));
}

#[test]
fn a_tab_or_carriage_return_cannot_begin_a_formula() {
    assert_eq!(super::guarded("\t=1"), "'\t=1");
    assert_eq!(super::guarded("\r=1"), "'\r=1");
    assert_eq!(super::guarded("1\t=1"), "1\t=1");
}

#[test]
fn the_source_and_the_panel_id_are_typed_by_strangers_too() {
    let mut case = cases(&["x"]).remove(0);
    case.pid = Some("=HYPERLINK(\"//x\")".into());
    let plain = csv(std::slice::from_ref(&case), &Options::default());
    let excel = csv(&[case], &Options { excel: true, ..Options::default() });
    assert!(plain.contains(",\"=HYPERLINK(\"\"//x\"\")\","));
    assert!(excel.contains(",\"'=HYPERLINK(\"\"//x\"\")\","));
}

#[test]
fn what_the_link_carried_stands_after_the_pid_and_only_where_a_source_keeps_it() {
    let mut case = cases(&["x"]).remove(0);
    case.variables = [("wave".to_owned(), "=2".to_owned())].into();
    let plain = codebook(&case.questionnaire);
    assert!(!file(&Arc::new(plain), &[], &Options::default()).contains("link_"));
    let links = with_links(&case.questionnaire, &["wave".into(), "zone".into()]);
    let excel = Options { excel: true, ..Options::default() };
    let text = file(&Arc::new(links), &[case], &excel);
    assert!(text.contains(",source,pid,link_wave,link_zone,test,"), "{text}");
    assert!(text.contains(",'=2,,0,"), "{text}");
}

#[test]
fn semicolons_stand_between_fields_where_they_are_wanted() {
    let text = csv(&cases(&["a;b,c"]), &Options { semicolon: true, ..Options::default() });
    assert!(text.starts_with("id;disposition;code;"));
    assert!(text.contains(";\"a;b,c\";"), "{text}");
}

#[test]
fn a_spreadsheet_that_wants_semicolons_finds_commas_in_its_numbers() {
    let parts = "
        pages:
        - page: only
          questions:
          - {var: warm, type: number, decimals: 2, text: {zh: 水温, en: Warm}, range: [-50, 100]}
    ";
    let case = [posted(&study(parts), &["warm=-36.25"])];
    let ends = |excel, semicolon, end: &str| {
        let text = csv(&case, &Options { excel, semicolon, ..Options::default() });
        assert!(text.trim_end().ends_with(end), "{text}");
    };
    ends(true, true, ";-36,25");
    ends(true, false, ",-36.25");
    ends(false, true, ";-36.25");
}

#[test]
fn lists_of_texts_are_guarded_for_excel_and_plain_for_programs() {
    let line = vec!["+86 138".to_owned(), "a,b".to_owned()];
    let excel = Options { excel: true, ..Options::default() };
    assert_eq!(texts(std::slice::from_ref(&line), &excel), b"'+86 138,\"a,b\"\r\n");
    assert_eq!(texts(&[line], &Options::default()), b"+86 138,\"a,b\"\n");
    assert_eq!((mark(&excel).len(), mark(&Options::default()).len()), (3, 0));
}

#[test]
fn each_case_is_written_alike_whatever_stands_before_it() {
    let cases = cases(&["a", "b", "c"]);
    let codebook = Arc::new(codebook(&cases[0].questionnaire));
    let csv = |cases: &[Case]| file(&codebook, cases, &Options { excel: true, ..Options::default() });
    let head = csv(&[]);
    let lines: String =
        cases.iter().map(|it| csv(std::slice::from_ref(it))[head.len()..].to_owned()).collect();
    assert_eq!(head + &lines, csv(&cases));
}
