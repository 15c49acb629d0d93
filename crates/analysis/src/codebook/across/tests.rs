//! One codebook for several versions: what stands where, and which case fills what.

use std::sync::Arc;

use insta::assert_snapshot;
use survey::Questionnaire;

use super::across;
use crate::codebook::Codebook;
use crate::codebook::counts::{Counts, Numbers};
use crate::testing::{posted, row, shown, study};

/// A version of a questionnaire, of these questions, with a page before and one after them.
fn version(number: &str, questions: &str) -> Arc<Questionnaire> {
    let parts = format!(
        "
        pages:
        - page: first
          questions:
          - {{var: age, type: number, text: {{zh: 年龄, en: Age}}}}
        - page: second
          questions:
{questions}
        - page: last
          questions:
          - {{var: nps, type: nps, text: {{zh: 推荐, en: Recommend}}}}
        "
    );
    let mut it = (*study(&parts)).clone();
    it.version = number.to_owned();
    Arc::new(it)
}

const SINGLE: &str = "
          - {var: tea, type: single, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Red}, 98: {zh: 其他, en: Other, other: true}}}
          - {var: why, type: open, text: {zh: 为何, en: Why}}";
const MULTI: &str = "
          - {var: tea, type: multi, order: shuffle, text: {zh: 茶, en: Teas}, choices: {1: {zh: 绿茶, en: Green tea}, 3: {zh: 白, en: White}, 98: {zh: 其他, en: Other, other: true}}}
          - {var: cups, type: number, text: {zh: 杯, en: Cups}}";

fn columns(book: &Codebook) -> String {
    let codes = |it: &crate::Variable| {
        it.codes.iter().map(|it| format!(" {} {}", it.code, it.label.get("en"))).collect::<Vec<_>>().join(",")
    };
    let ours = book.variables.iter().filter(|it| it.of.is_some());
    ours.map(|it| format!("{} [{}]{}", it.name, it.of.as_deref().unwrap_or_default(), codes(it)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_only_an_older_version_asked_stands_where_it_stood_and_another_kind_has_its_version_in_its_name() {
    let book = across(&[version("1.2.0", SINGLE), version("2.0.0", MULTI)], &[]);
    assert_eq!(book.version, "2.0.0");
    assert_snapshot!(columns(&book), @r"
    age [age]
    tea_1 [tea] 1 Chosen, 0 Not chosen
    tea_3 [tea] 1 Chosen, 0 Not chosen
    tea_98 [tea] 1 Chosen, 0 Not chosen
    tea_98_text [tea]
    tea_order [tea]
    tea_v1_2_0 [tea_v1_2_0] 1 Green, 2 Red, 98 Other
    why [why]
    cups [cups]
    nps [nps]
    ");
}

#[test]
fn codes_of_all_versions_are_there_with_their_newest_labels() {
    let choices = |it: &str| {
        format!(
            "          - {{var: tea, type: single, required: false, text: {{zh: 茶, en: Tea}}, choices: {{{it}}}}}"
        )
    };
    let older = version(
        "1.0.0",
        &choices("1: {zh: 绿, en: Green}, 2: {zh: 红, en: Red}, 97: {zh: 不说, en: Refused}"),
    );
    let newer = version("1.1.0", &choices("1: {zh: 绿茶, en: Green tea}, 3: {zh: 白, en: White}"));
    assert_snapshot!(columns(&across(&[older, newer], &[])), @r"
    age [age]
    tea [tea] 1 Green tea, 3 White, 2 Red, 97 Refused, -9 Not answered
    nps [nps]
    ");
}

#[test]
fn columns_of_a_multi_that_only_older_versions_had_stand_with_the_others() {
    let choices = |it: &str| {
        format!(
            "          - {{var: tea, type: multi, order: flip, text: {{zh: 茶, en: Tea}}, choices: {{{it}}}}}"
        )
    };
    let older =
        version("1.0.0", &choices("1: {zh: 绿, en: Green}, 2: {zh: 红, en: Red}, 4: {zh: 黑, en: Black}"));
    let newer =
        version("1.1.0", &choices("1: {zh: 绿, en: Green}, 4: {zh: 黑, en: Black}, 5: {zh: 黄, en: Yellow}"));
    assert_snapshot!(columns(&across(&[older, newer], &[])), @r"
    age [age]
    tea_1 [tea] 1 Chosen, 0 Not chosen
    tea_2 [tea] 1 Chosen, 0 Not chosen
    tea_4 [tea] 1 Chosen, 0 Not chosen
    tea_5 [tea] 1 Chosen, 0 Not chosen
    tea_order [tea]
    nps [nps]
    ");
}

#[test]
fn a_kind_that_comes_back_has_one_column_and_the_one_between_its_own() {
    let tea = |it: &str| format!("          - {{var: tea, type: {it}, text: {{zh: 茶, en: Tea}}}}");
    let single = |it: &str| {
        format!(
            "          - {{var: tea, type: single, text: {{zh: 茶, en: Tea}}, choices: {{1: {{zh: 一, en: {it}}}}}}}"
        )
    };
    let versions = [
        version("1", &single("One")),
        version("2", &tea("number")),
        version("3", &tea("open")),
        version("4", &single("Eins")),
    ];
    let book = across(&versions, &[]);
    assert_snapshot!(columns(&book), @r"
    age [age]
    tea [tea] 1 Eins
    tea_v3 [tea_v3]
    tea_v2 [tea_v2]
    nps [nps]
    ");
    let answers = ["tea=1", "tea=12", "tea=words", "tea=1"];
    let rows = versions.iter().zip(answers).map(|(version, answer)| {
        let case = posted(version, &["age=30", answer, "nps=9"]);
        shown(&book, &case, |it| it.var.as_deref() == Some("tea"))
    });
    assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r"
    tea=1 tea_v3= tea_v2=
    tea= tea_v3= tea_v2=12n
    tea= tea_v3=“words” tea_v2=
    tea=1 tea_v3= tea_v2=
    ");
}

#[test]
fn a_case_fills_the_columns_of_its_own_version() {
    let (older, newer) = (version("1.2.0", SINGLE), version("2.0.0", MULTI));
    let book = across(&[older.clone(), newer.clone()], &[]);
    let of = |it: &crate::Variable| it.of.is_some() || it.name == "version";
    let one = posted(&older, &["age=30", "tea=98&tea_98_text=奶茶&why=好", "nps=9"]);
    assert_snapshot!(shown(&book, &one, of), @"version=[1.2.0] age=30n tea_1= tea_3= tea_98= tea_98_text=“奶茶” tea_order= tea_v1_2_0=98 why=“好” cups= nps=9n");
    let two = posted(&newer, &["age=30", "tea=1&tea=98&tea_98_text=花茶&cups=3", "nps=9"]);
    assert_snapshot!(shown(&book, &two, of), @"version=[2.0.0] age=30n tea_1=yes tea_3=no tea_98=yes tea_98_text=“花茶” tea_order=[1 3 98] tea_v1_2_0= why= cups=3n nps=9n");
}

#[test]
fn the_mean_of_a_number_is_that_of_all_versions_recommendations_included() {
    let tea = |it: &str| format!("          - {{var: tea, type: {it}, text: {{zh: 茶, en: Tea}}}}");
    let versions = [version("1", &tea("number")), version("2", &tea("nps"))];
    let book = across(&versions, &[]);
    let mut counts = Counts::new(&book);
    for (version, answer) in versions.iter().zip(["tea=20", "tea=10"]) {
        counts.see(&row(&book, &posted(version, &["age=30", answer, "nps=9"])));
    }
    let at = book.variables.iter().position(|it| it.name == "tea").unwrap();
    assert_eq!(counts.variables[at].numbers, Some(Numbers { min: 10.0, max: 20.0, sum: 30.0 }));
    assert_eq!(counts.variables[at].mean(), Some(15.0));
}

#[test]
fn names_that_are_taken_get_a_number() {
    let tea = |it: &str| {
        format!(
            "          - {{var: tea, type: {it}, text: {{zh: 茶, en: Tea}}}}\n          - {{var: TEA_v1, type: nps, text: {{zh: 茶, en: Tea}}}}"
        )
    };
    let book = across(&[version("1", &tea("number")), version("2", &tea("open"))], &[]);
    assert_snapshot!(columns(&book), @r"
    age [age]
    tea [tea]
    tea_v1_2 [tea_v1]
    TEA_v1 [TEA_v1]
    nps [nps]
    ");
}

#[test]
fn one_version_alone_is_its_own_codebook() {
    let version = version("1.0.0", MULTI);
    assert_eq!(across(std::slice::from_ref(&version), &[]), crate::codebook::codebook(&version));
}
