//! What is added, against the same variables written into the questionnaire, and codes given to texts by hand.

use std::sync::Arc;

use survey::condition::filter;
use survey::questionnaire::Text;
use survey::variables::{Coded, read};
use survey::{InterviewId, Questionnaire};

use super::{Added, Given};
use crate::case::{Case, Cell, Projection};
use crate::codebook::codebook;
use crate::testing::{posted, study};

const PAGES: &str = "
        pages:
        - page: about
          questions:
          - {var: sex, type: single, text: {zh: 问, en: Q}, choices: {1: {zh: 男, en: Man}, 2: {zh: 女, en: Woman}}}
          - {var: age, type: number, required: false, text: {zh: 问, en: Q}}
          - {var: tea, type: multi, required: false, text: {zh: 问, en: Q}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Black, if: age > 20}, 98: {zh: 其他, en: Other, other: true}}}
          - {var: food, type: multi, required: false, text: {zh: 问, en: Q}, choices: {2: {zh: 面, en: Noodles}, 3: {zh: 饭, en: Rice}}}
          - {var: why, type: open, required: false, text: {zh: 问, en: Q}}
";

const VARIABLES: &str = "
          young: {label: {zh: 年轻, en: Young}, calc: age < 30 and sex == 2}
          half: {label: {zh: 半, en: Half}, calc: age / 2}
          band: {label: {zh: 段, en: Band}, when: {1: young == 1, 7: half > 20}, choices: {1: {zh: 小, en: Low}, 7: {zh: 大, en: High}}}
          all_of_it: {label: {zh: 全, en: All}, union: [tea, food]}
          twice: {label: {zh: 再, en: Again}, union: [all_of_it, food]}
";

const CASES: [&str; 6] = [
    "sex=1&age=45&tea=1&tea=2&food=3&why=cheap",
    "sex=2&age=25&tea=1&food=2",
    "sex=2&age=19&tea=1&why=good",
    "sex=2&tea=98&tea.98.text=mint",
    "sex=1&age=30&food=3",
    "sex=1&age=50&tea=98&tea.98.text=herbs&tea=2",
];

fn cases(questionnaire: &Arc<Questionnaire>) -> Vec<Case> {
    let case =
        |(at, pairs): (usize, &&str)| Case { id: InterviewId(at as i64), ..posted(questionnaire, &[pairs]) };
    CASES.iter().enumerate().map(case).collect()
}

fn rows(questionnaire: &Arc<Questionnaire>) -> (Vec<InterviewId>, Vec<Vec<Cell>>) {
    let projection = Projection::new(&codebook(questionnaire), questionnaire);
    cases(questionnaire).iter().map(|it| (it.id, projection.row(it))).unzip()
}

/// What is added to a questionnaire: coded variables, then those of a text.
fn added(questionnaire: &Arc<Questionnaire>, coded: Vec<Coded>, text: &str) -> Added {
    let from = questionnaire.derived.len();
    let (with, problems) = read(text, coded, std::slice::from_ref(questionnaire));
    assert_eq!(problems, []);
    Added::new(codebook(questionnaire), Arc::new(with), from)
}

#[test]
fn what_is_added_is_what_the_questionnaire_would_have_derived() {
    let plain = study(PAGES);
    let added = added(&plain, vec![], VARIABLES);
    let (ids, rows_before) = rows(&plain);
    let found = added.rows(&ids, rows_before, &Given::new(), None).unwrap();

    let whole = study(&format!("{PAGES}        derive:\n{VARIABLES}"));
    let book = codebook(&whole);
    let (_, wanted) = rows(&whole);
    let mut seen = 0;
    for (at, variable) in added.codebook.variables.iter().enumerate() {
        let there = book.variables.iter().position(|it| it.name == variable.name).unwrap();
        // Yes and no have labels of ours.
        if variable.name != "young" {
            assert_eq!(book.variables[there], *variable);
        }
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(found[at], wanted[there], "{}", variable.name);
        }
        seen += usize::from(matches!(variable.from, crate::codebook::Column::DerivedTicked(_)));
    }
    assert_eq!((seen, added.codebook.variables.len()), (8, book.variables.len()));
}

#[test]
fn a_filter_may_read_what_is_added_and_leaves_those_for_whom_it_holds() {
    let plain = study(PAGES);
    let added = added(&plain, vec![], VARIABLES);
    let (ids, before) = rows(&plain);
    let filter = filter(&added.questionnaire, "band == 1 or twice has 98").unwrap();
    let left = added.rows(&ids, before, &Given::new(), Some(&filter)).unwrap();
    let at = added.codebook.variables.iter().position(|it| it.name == "age").unwrap();
    let ages: Vec<&Cell> = left.iter().map(|it| &it[at]).collect();
    use Cell::{NotAnswered, Number};
    assert_eq!(ages, [&Number(25.0), &Number(19.0), &NotAnswered, &Number(50.0)]);
}

#[test]
fn codes_of_texts_are_a_multi_and_beside_a_choice_they_stand_with_what_was_chosen() {
    let plain = study(PAGES);
    let text = |it: &str| Text(vec![("zh".into(), it.into()), ("en".into(), it.into())]);
    let coded = |var: &str, of: &str, beside, codes: &[i64]| Coded {
        var: var.into(),
        label: text(var),
        of: of.into(),
        beside,
        codes: codes.iter().map(|it| (*it, text("label"))).collect(),
    };
    let codings =
        vec![coded("why_coded", "why", None, &[1, 2]), coded("tea_coded", "tea", Some(98), &[1, 2, 98, 3])];
    let cheap = "cheap: {label: {zh: 便, en: Cheap}, calc: tea_coded has 3}";
    let added = added(&plain, codings, cheap);
    let given = |pairs: &[(i64, &[i64])]| {
        pairs.iter().map(|(id, codes)| (InterviewId(*id), codes.to_vec())).collect()
    };
    let given = Given::from([
        ("why_coded".to_owned(), given(&[(0, &[1, 2])])),
        ("tea_coded".to_owned(), given(&[(3, &[3])])),
    ]);
    let (ids, before) = rows(&plain);
    let rows = added.rows(&ids, before, &given, None).unwrap();
    let shown = |from: &str, count: usize| -> Vec<String> {
        let at = added.codebook.variables.iter().position(|it| it.name == from).unwrap();
        let cell = |it: &Cell| match it {
            Cell::Flag(true) => '1',
            Cell::Flag(false) => '0',
            Cell::Empty => '-',
            _ => '?',
        };
        rows.iter().map(|it| it[at..at + count].iter().map(cell).collect()).collect()
    };
    // The third was typed and has no code yet; the others typed nothing.
    assert_eq!(shown("why_coded_1", 2), ["11", "--", "--", "--", "--", "--"]);
    // The second code is shown from 21 years on; mint has become code 3, herbs still wait.
    assert_eq!(shown("tea_coded_1", 4), ["1100", "1000", "1-00", "0-01", "----", "0110"]);
    assert_eq!(shown("cheap", 1), ["0", "0", "0", "1", "-", "0"]);
}
