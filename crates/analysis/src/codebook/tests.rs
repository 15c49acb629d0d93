//! The codebook: every variable of a questionnaire, in order.

use insta::assert_snapshot;
use survey::Questionnaire;

use super::{Codebook, Role, codebook};
use crate::testing::{read, study};

const TEAS: &str = "
    derive:
      age: {label: {zh: 年龄, en: Age}, calc: YEAR - born}
      old: {label: {zh: 年长, en: Old}, calc: age >= 60}
      band:
        label: {zh: 年龄段, en: Age band}
        when: {1: age < 40, 2: age >= 40}
        choices: {1: {zh: 青年, en: Young}, 2: {zh: 中年, en: Grown}}
      both: {label: {zh: 品类, en: Kinds}, union: [drunk, bought]}
    pages:
    - page: about
      questions:
      - {var: born, nr: A1, type: number, text: {zh: 出生年份, en: Year of birth}, range: [1926, 2015]}
      - var: drunk
        nr: A2
        type: multi
        order: shuffle
        text: {zh: 喝过什么茶, en: Teas drunk}
        choices:
          1: {zh: 绿茶, en: Green}
          2: {zh: 红茶, en: Black, if: born < 2000}
          98: {zh: 其他, en: Other, other: true, pin: last}
    - page: more
      if: drunk has any [1, 2]
      questions:
      - {var: best, nr: B1, type: single, from: drunk, text: {zh: 最喜欢, en: Best}}
      - {var: three, nr: B2, type: rank, from: drunk, pick: [2, 3], if: count(drunk) >= 2 or age > 50, text: {zh: 排序, en: Rank}}
      - var: bought
        nr: B3
        type: multi
        required: false
        text: {zh: 买过什么茶, en: Teas bought}
        choices: {1: {zh: 绿茶, en: Green}, 2: {zh: 红茶, en: Black}}
      - var: sat
        nr: B4
        type: grid
        order: flip
        text: {zh: 满意度, en: Satisfaction}
        scale: {5: {zh: 满意, en: Good}, 1: {zh: 不满意, en: Bad}, 9: {zh: 不知道, en: Unknown, missing: true}}
        rows: {taste: {zh: 口味, en: Taste}, attn: {zh: 请选满意, en: Choose good, trap: 5}}
      - {var: nps, nr: B5, type: nps, if: 'not (band == 2) and answered(band)', text: {zh: 推荐, en: Recommend}}
      - {var: why, nr: B6, type: open, required: false, if: 'sat.taste in [1] or best != 98', text: {zh: 为什么, en: Why}}
    - page: close
      questions:
      - var: how
        type: single
        text: {zh: 在哪里买, en: Where}
        choices: {1: {zh: 店里, en: Shop}, 98: {zh: 其他, en: Other, other: true}}
";

fn columns(codebook: &Codebook) -> String {
    let column = |it: &super::Variable| {
        let part = it.part.as_ref().map(|it| format!(" · {}", it.get("en"))).unwrap_or_default();
        let codes: Vec<String> = it
            .codes
            .iter()
            .map(|it| format!("{}{} {}", it.code, if it.missing { "!" } else { "" }, it.label.get("en")))
            .collect();
        format!(
            "{} ({} {}) {}{part} {}",
            it.name,
            it.role.word(),
            it.shape.word(),
            it.text.get("en"),
            codes.join(", ")
        )
        .trim_end()
        .to_owned()
    };
    codebook.variables.iter().filter(|it| it.of.is_some()).map(column).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_of_question_has_its_columns_in_file_order() {
    assert_snapshot!(columns(&codebook(&study(TEAS))), @r"
    born (asked number) Year of birth
    drunk_1 (asked 0/1) Teas drunk · Green 1 Chosen, 0 Not chosen
    drunk_2 (asked 0/1) Teas drunk · Black 1 Chosen, 0 Not chosen
    drunk_98 (asked 0/1) Teas drunk · Other 1 Chosen, 0 Not chosen
    drunk_98_text (text text) Teas drunk · Other
    drunk_order (order list) Teas drunk · Order shown
    best (asked code) Best 1 Green, 2 Black, 98 Other
    three_1 (asked code) Rank · Rank 1 1 Green, 2 Black, 98 Other
    three_2 (asked code) Rank · Rank 2 1 Green, 2 Black, 98 Other
    three_3 (asked code) Rank · Rank 3 1 Green, 2 Black, 98 Other
    bought_1 (asked 0/1) Teas bought · Green 1 Chosen, 0 Not chosen, -9! Not answered
    bought_2 (asked 0/1) Teas bought · Black 1 Chosen, 0 Not chosen, -9! Not answered
    sat_taste (asked code) Satisfaction · Taste 5 Good, 1 Bad, 9! Unknown
    sat_attn (asked code) Satisfaction · Choose good 5 Good, 1 Bad, 9! Unknown
    sat_order (order list) Satisfaction · Order shown
    nps (asked number) Recommend
    why (asked text) Why -9! Not answered
    how (asked code) Where 1 Shop, 98 Other
    how_98_text (text text) Where · Other
    age (derived number) Age
    old (derived 0/1) Old
    band (derived code) Age band 1 Young, 2 Grown
    both_1 (derived 0/1) Kinds · Green 1 Chosen, 0 Not chosen
    both_2 (derived 0/1) Kinds · Black 1 Chosen, 0 Not chosen
    both_98 (derived 0/1) Kinds · Other 1 Chosen, 0 Not chosen
    ");
}

#[test]
fn the_columns_about_the_interview_come_first() {
    let names: Vec<String> = codebook(&reference("second-hand-2025"))
        .variables
        .into_iter()
        .filter(|it| it.role == Role::System)
        .map(|it| it.name)
        .collect();
    assert_snapshot!(names.join(" "), @"id disposition code lang started ended seconds plan cell_region_age cell_sex device_hash flags version source pid test");
}

fn bases(questionnaire: &Questionnaire) -> String {
    let mut lines: Vec<String> = Vec::new();
    for it in codebook(questionnaire).variables {
        let Some(base) = it.base else { continue };
        let name = it.of.unwrap_or_default();
        if lines.last().is_some_and(|it| it.starts_with(&format!("{name} |"))) {
            continue;
        }
        lines.push(format!(
            "{name} | {} | {} | {}",
            base.formula,
            base.words.get("zh"),
            base.words.get("en")
        ));
    }
    lines.join("\n")
}

#[test]
fn a_base_is_said_as_a_formula_and_in_words() {
    assert_snapshot!(bases(&study(TEAS)), @r"
    born |  | 所有到达本页的受访者 | All who reach this page
    drunk |  | 所有到达本页的受访者 | All who reach this page
    best | drunk has any [1, 2] | 若 A2 选了以下任一：1 “绿茶”、2 “红茶”；且 A2 有所选择 | If A2 includes any of: 1 “Green”, 2 “Black”; and something was chosen at A2
    three | drunk has any [1, 2] and (count(drunk) >= 2 or age > 50) | 若 A2 选了以下任一：1 “绿茶”、2 “红茶”；且 A2 所选个数 不小于 2，或age（年龄） 大于 50；且 A2 有所选择 | If A2 includes any of: 1 “Green”, 2 “Black”; and number chosen at A2 is at least 2 or age (Age) is more than 50; and something was chosen at A2
    bought | drunk has any [1, 2] | 若 A2 选了以下任一：1 “绿茶”、2 “红茶” | If A2 includes any of: 1 “Green”, 2 “Black”
    sat | drunk has any [1, 2] | 若 A2 选了以下任一：1 “绿茶”、2 “红茶” | If A2 includes any of: 1 “Green”, 2 “Black”
    nps | drunk has any [1, 2] and not band == 2 and answered(band) | 若 A2 选了以下任一：1 “绿茶”、2 “红茶”；且 并非（band（年龄段） 为 2 “中年”），且band（年龄段） 已作答 | If A2 includes any of: 1 “Green”, 2 “Black”; and not (band (Age band) is 2 “Grown”) and band (Age band) was answered
    why | drunk has any [1, 2] and (sat.taste in [1] or best != 98) | 若 A2 选了以下任一：1 “绿茶”、2 “红茶”；且 B4 “口味” 属于：1 “不满意”，或B1 不为 98 “其他” | If A2 includes any of: 1 “Green”, 2 “Black”; and B4 “Taste” is one of: 1 “Bad” or B1 is not 98 “Other”
    how |  | 所有到达本页的受访者 | All who reach this page
    ");
}

#[test]
fn derived_variables_say_their_rule() {
    let rules: Vec<String> = codebook(&study(TEAS))
        .variables
        .into_iter()
        .filter_map(|it| it.rule.map(|rule| format!("{}: {rule}", it.name)))
        .collect();
    assert_snapshot!(rules.join("\n"), @r"
    age: YEAR - born
    old: age >= 60
    band: 1: age < 40; 2: age >= 40
    both_1: drunk, bought
    both_2: drunk, bought
    both_98: drunk, bought
    ");
}

fn reference(name: &str) -> std::sync::Arc<Questionnaire> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../questionnaires");
    read(&std::fs::read_to_string(format!("{folder}/{name}.yaml")).unwrap())
}

#[test]
fn the_reference_surveys_have_distinct_columns_with_texts_in_both_languages() {
    for name in ["mini-program-2026", "second-hand-2025"] {
        let codebook = codebook(&reference(name));
        let mut names: Vec<String> = codebook.variables.iter().map(|it| it.name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), codebook.variables.len(), "{name}");
        for it in &codebook.variables {
            for lang in ["zh", "en"] {
                assert!(!it.text.get(lang).is_empty(), "{name}: {} has no text in {lang}", it.name);
                assert!(it.codes.iter().all(|it| !it.label.get(lang).is_empty()), "{name}: {}", it.name);
            }
        }
    }
}
